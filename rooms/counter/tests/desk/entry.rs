//! Check-in.

use crate::story::{self, whole};
use kernel::time::{HOUR, MINUTE};

const PAGE: &str = "/petugas/masuk-antre";

#[tokio::test]
async fn the_letter_s_code_gives_a_queue_number_and_the_visit_is_on_today_s_list() {
    let world = story::here().await;
    let mut desk = world.desk("front_desk");
    let page = desk.get("/petugas/hari-ini").await;
    whole(&page);
    assert!(page.says("Belum datang") && page.says("Yuliana Nona Sare") && !page.says("5307054103980003"));
    let page = desk.submit(PAGE, &[("kode", &world.letter().await)]).await;
    whole(&page);
    assert!(page.says("Nomor A-001") && page.says("tepat waktu"), "{}", page.text());
    let page = desk.get("/petugas/hari-ini").await;
    assert!(page.says("A-001") && page.says("Periksa dokumen"), "{}", page.text());
    assert_eq!(desk.get("/petugas").await.location(), "/petugas/hari-ini");
}

#[tokio::test]
async fn early_and_late_on_the_right_day_are_said_and_allowed() {
    for (shift, words) in [(-30 * MINUTE, "lebih awal"), (5 * HOUR, "Datang setelah sesi")] {
        let world = story::here().await;
        world.product.clock.advance(shift);
        let page = world.desk("front_desk").submit(PAGE, &[("kode", &world.number().await)]).await;
        whole(&page);
        assert!(page.says("A-001") && page.says(words), "{}", page.text());
    }
}

#[tokio::test]
async fn the_wrong_day_and_the_second_time_are_said() {
    let world = story::paid().await;
    let mut desk = world.desk("front_desk");
    let page = desk.post(PAGE, &[("kode", &world.number().await)]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Bukan hari ini") && page.says("Oktober 2026"), "{}", page.text());
    world.product.clock.set(world.slot.starts_at);
    world.check_in().await;
    for code in [world.number().await, world.letter().await] {
        let page = desk.post(PAGE, &[("kode", &code)]).await;
        assert_eq!(page.status, 409);
        assert!(page.says("Sudah masuk antrean dengan nomor A-001"), "{}", page.text());
    }
}

#[tokio::test]
async fn what_is_not_paid_has_no_seat() {
    let world = story::submitted().await;
    let page = world.desk("front_desk").post(PAGE, &[("kode", &world.number().await)]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Belum dibayar"), "{}", page.text());
}

#[tokio::test]
async fn another_office_learns_office_and_day_from_a_genuine_letter_and_nothing_from_a_number() {
    let world = story::here().await;
    let mut desk = world.desk_at("front_desk", "kanim-denpasar");
    let page = desk.post(PAGE, &[("kode", &world.letter().await)]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Surat ini untuk") && page.says("Maumere") && page.says("Oktober 2026"), "{}", page.text());
    assert!(!page.says("Yuliana"), "{}", page.text());
    let audit = store::audit_of(&mut world.house.reader(), &world.id).await.unwrap();
    assert_eq!(audit.iter().filter(|row| row.action == "counter.foreign_letter").count(), 1);
    let number = world.number().await;
    let foreign = desk.post(PAGE, &[("kode", &number)]).await;
    let unknown = desk.post(PAGE, &[("kode", "1111222233334444")]).await;
    assert_eq!((foreign.status, unknown.status), (http_404(), http_404()));
    assert_eq!(foreign.text().replace(&number, "1111222233334444").len(), unknown.text().len());
}

fn http_404() -> axum::http::StatusCode {
    axum::http::StatusCode::NOT_FOUND
}

#[tokio::test]
async fn forged_and_unreadable_codes_are_said_and_kept() {
    let world = story::here().await;
    let mut desk = world.desk("front_desk");
    let mut forged = world.letter().await;
    forged.truncate(forged.len() - 4);
    for (code, words) in
        [(forged.as_str(), "tidak asli"), ("12345", "bukan 16 angka"), ("", "bukan 16 angka"), ("<b>", "bukan 16")]
    {
        let page = desk.post(PAGE, &[("kode", code)]).await;
        assert_eq!(page.status, 422, "{code}");
        assert!(page.says(words), "{}", page.text());
    }
    assert_eq!(desk.post(PAGE, &[("lain", "1")]).await.status, 400);
    assert_eq!(world.desk("printer").post(PAGE, &[("kode", "1")]).await.status, 403);
}
