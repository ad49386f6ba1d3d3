//! The office finder and the calendar of an office, as anybody sees them.

use crate::story;
use harness::Product;
use kernel::time::{Zone, add_days};
use store::{Actor, Ask as _, StoreError};

async fn act(product: &Product, pause: Option<&'static str>, close: Option<i64>) {
    let done = product.house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if let Some(reason) = pause {
                schedule::set_offered(tx, &story::office(), "ordinary", false, reason, &Actor::Operator).await?;
            }
            if let Some(days) = close {
                let day = add_days(tx.now().day_in(Zone::Wita), days);
                schedule::close_day(tx, &story::office(), day, "Listrik kantor diperbaiki", &Actor::Operator).await?;
            }
            Ok(())
        })
    });
    done.await.unwrap();
}

#[tokio::test]
async fn an_office_is_found_by_a_district_and_the_nearest_comes_first_with_its_distance() {
    let product = story::product().await;
    let mut browser = product.browser();
    let several = browser.get("/kantor?q=Alok").await;
    assert_eq!(several.status, 200);
    assert!(several.says("Cari yang terdekat dari") && several.says("Alok, Kabupaten Sikka"), "{}", several.text());
    let page = browser.get("/kantor?dari=530705").await;
    story::whole(&page);
    let first = page.links("/kantor/").remove(0);
    assert_eq!(first, "/kantor/kanim-maumere", "{}", page.text());
    assert!(page.says("kurang dari 10 km") && page.says("GeoNames") && page.says("Alok, Kabupaten Sikka"), "{}", page.text());
    assert!(browser.get("/kantor?dari=530705&halaman=2").await.says("km"), "the next page goes on in the same order");
}

#[tokio::test]
async fn a_position_in_the_address_orders_the_list_and_bad_ones_are_refused() {
    let product = story::product().await;
    let mut browser = product.browser();
    let page = browser.get("/kantor?dekat=-8.62,122.21").await;
    assert_eq!(page.links("/kantor/").remove(0), "/kantor/kanim-maumere");
    assert!(page.says("lokasi Anda"), "{}", page.text());
    // a finer position is not carried on
    let fine = browser.get("/kantor?dekat=-8.6234567,122.2112").await;
    assert!(fine.says("dekat=-8.62,122.21&") && !fine.says("halaman=2&dekat=-8.6234"), "{}", fine.text());
    for wrong in ["dekat=x", "dekat=1", "dekat=nan,1", "dekat=91,0", "dari=53", "dari=999999", "dari=%27"] {
        assert_eq!(browser.get(&format!("/kantor?{wrong}")).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_kind_that_the_office_paused_says_why_in_the_list_and_in_the_calendar() {
    let product = story::product().await;
    act(&product, Some("Buku paspor biasa habis"), None).await;
    let mut browser = product.browser();
    assert!(browser.get("/kantor?q=Maumere").await.says("Buku paspor biasa habis"));
    assert!(browser.get("/kantor/kanim-maumere?jenis=ordinary").await.says("Buku paspor biasa habis"));
}

#[tokio::test]
async fn the_calendar_says_why_a_day_is_closed_and_when_a_day_opens_on_the_offices_clock() {
    let product = story::product().await;
    act(&product, None, Some(2)).await;
    let mut browser = product.browser();
    let page = browser.get("/kantor/kanim-maumere?jenis=ordinary&bulan=2026-10").await;
    story::whole(&page);
    assert!(page.says("Listrik kantor diperbaiki") && page.says("Tutup pada bulan ini"), "{}", page.text());
    let later = browser.get("/kantor/kanim-maumere?jenis=ordinary&bulan=2026-12").await;
    assert!(later.says("belum diumumkan"), "an office that opens by hand: {}", later.text());
    let on = product
        .house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { store::put_setting(tx, schedule::ROLLING, "on").await }));
    on.await.unwrap();
    let later = browser.get("/kantor/kanim-maumere?jenis=ordinary&bulan=2026-12").await;
    story::whole(&later);
    assert!(later.says("belum dibuka. Kursinya dibuka") && later.says("00.00 WITA"), "{}", later.text());
    // Christmas is closed with its name, and is no day that opens
    assert!(later.says("Natal"), "{}", later.text());
}

#[tokio::test]
async fn the_calendar_of_an_office_is_at_most_15_kilobytes_on_the_line() {
    let product = story::product().await;
    let mut browser = product.browser();
    browser.always("accept-encoding", "br, gzip");
    for path in
        ["/kantor/kanim-maumere?jenis=ordinary&bulan=2026-10", "/kantor/kanim-maumere?jenis=ordinary&bulan=2026-12", "/kantor"]
    {
        let page = browser.get(path).await;
        let encoding = page.headers.get("content-encoding").map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(encoding.as_deref(), Some("br"), "{path}");
        assert!(page.bytes.len() <= 15_000, "{path}: {} bytes", page.bytes.len());
    }
}
