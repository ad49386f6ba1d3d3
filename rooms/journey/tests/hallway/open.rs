//! What anybody can see: home, offices, fees, progress.

use crate::story::{self, NIK};

#[tokio::test]
async fn the_open_pages_are_whole_in_both_languages() {
    let product = story::product().await;
    for language in ["id", "en"] {
        let mut browser = product.browser();
        for path in ["/", "/kantor", "/kantor?q=flores", "/kantor/kanim-maumere", "/biaya", "/lacak"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = browser.open(&format!("{path}{sign}bahasa={language}")).await;
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            story::whole(&page);
        }
    }
}

#[tokio::test]
async fn offices_say_their_next_session_and_why_there_is_none() {
    let product = story::product().await;
    let page = product.browser().get("/kantor?q=Maumere").await;
    assert!(page.says("Senin, 5 Oktober") || page.says("Selasa, 6 Oktober"), "{}", page.text());
    assert!(page.says("Belum ada kabar dari kantor ini"), "polycarbonate is unknown there");
    let page = product.browser().get("/kantor?q=tidakadakotaini").await;
    assert!(page.says("Tidak ada kantor yang cocok"));
}

#[tokio::test]
async fn the_fees_name_the_charges_for_a_lost_and_a_damaged_passport() {
    let product = story::product().await;
    let page = product.browser().get("/biaya").await;
    for text in
        ["Biaya tambahan", "Biaya beban paspor hilang", "Rp1.000.000", "Biaya beban paspor rusak", "Rp500.000", "PP 45/2024"]
    {
        assert!(page.says(text), "{text}: {}", page.text());
    }
}

#[tokio::test]
async fn the_calendar_says_in_text_what_is_free_full_shut_and_not_yet_open() {
    let product = story::product().await;
    let page = product.browser().get("/kantor/kanim-maumere?jenis=ordinary&bulan=2026-10").await;
    for text in ["10 sisa", "tutup", "<span class=\"vh\">lewat</span>", "<td class=\"today\"><b>5</b><span>hari ini</span>"] {
        assert!(page.says(text), "{text}: {}", page.text());
    }
    let later = product.browser().get("/kantor/kanim-maumere?jenis=ordinary&bulan=2026-12").await;
    assert!(later.says("belum"));
}

#[tokio::test]
async fn wrong_addresses_are_named_and_never_our_fault() {
    let product = story::product().await;
    let mut browser = product.browser();
    for (path, status) in [
        ("/kantor?halaman=x", 400),
        ("/kantor?ngawur=1", 400),
        ("/kantor/tidak-ada", 404),
        ("/kantor/%20", 404),
        ("/kantor/kanim-maumere?bulan=2026-13", 400),
        ("/kantor/kanim-maumere?bulan=1026-01", 400),
        ("/biaya", 200),
    ] {
        assert_eq!(browser.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn progress_says_the_step_and_answers_wrong_number_and_wrong_date_alike() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.submitted(&product, NIK).await;
    let number = story::find(&product, &id).await.number;
    let ask = |number: String, year: &'static str| {
        let mut browser = product.browser();
        async move { browser.post("/lacak", &[("nomor", &number), ("lahir-d", "1"), ("lahir-m", "3"), ("lahir-y", year)]).await }
    };
    let good = ask(number.clone(), "1998").await;
    assert_eq!(good.status, 200);
    assert!(good.says("Menunggu pembayaran") && !good.says("Yuliana") && !good.says("Maumere"));
    let wrong_date = ask(number.clone(), "1997").await;
    let wrong_number = ask("6262000000000000".to_owned(), "1997").await;
    assert_eq!((wrong_date.status.as_u16(), wrong_number.status.as_u16()), (404, 404));
    let said = |page: &harness::Page| page.says("Tidak ada permohonan dengan nomor dan tanggal lahir itu");
    assert!(said(&wrong_date) && said(&wrong_number));
    for _ in 0..4 {
        ask(number.clone(), "1997").await;
    }
    assert_eq!(ask(number, "1998").await.status, 429, "also the right date after too many tries");
}

#[tokio::test]
async fn progress_names_what_is_wrong_with_the_form_and_keeps_it() {
    let product = story::product().await;
    let form = [("nomor", "123"), ("lahir-d", "31"), ("lahir-m", "2"), ("lahir-y", "1998")];
    let page = product.browser().post("/lacak", &form).await;
    assert_eq!(page.status, 422);
    assert!(page.says("terdiri dari 16 angka") && page.says("value=\"123\""), "{}", page.text());
}
