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
        assert_eq!(page.input("kode").unwrap().replace("&#60;", "<").replace("&#62;", ">"), code, "kept, to be mended");
    }
    assert_eq!(desk.post(PAGE, &[("lain", "1")]).await.status, 400);
    assert_eq!(world.desk("printer").post(PAGE, &[("kode", "1")]).await.status, 403);
}

#[tokio::test]
async fn a_number_is_read_however_it_is_typed_and_a_scanner_may_have_caps_lock_on() {
    let world = story::here().await;
    let number = world.number().await;
    let parts: Vec<&str> = [0, 4, 8, 12].iter().map(|at| &number[*at..*at + 4]).collect();
    let turned: String = world
        .letter()
        .await
        .chars()
        .map(|c| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() })
        .collect();
    let mut desk = world.desk("front_desk");
    let first = desk.post(PAGE, &[("kode", &format!(" {}\n", parts.join("-")))]).await;
    assert_eq!(first.status, 303, "{}", first.text());
    for typed in [
        parts.join(" "),
        parts.join("\u{a0}"),
        parts.join("\u{2013}"),
        format!("{number}\r\n"),
        turned,
        world.letter().await + "\n",
    ] {
        let page = desk.post(PAGE, &[("kode", &typed)]).await;
        assert!(page.says("Sudah masuk antrean dengan nomor A-001"), "{typed}: {}", page.text());
        assert_eq!(page.input("kode").as_deref(), Some(""), "read well, so the field is free for the next one");
    }
}

#[tokio::test]
async fn the_field_waits_for_a_scanner_and_offers_the_camera_by_a_file_of_its_own() {
    let world = story::here().await;
    let page = world.desk("front_desk").get(PAGE).await;
    whole(&page);
    let text = page.text();
    let field = text.split("<input").find(|tag| tag.contains("id=\"kode\"")).unwrap();
    assert!(field.split('>').next().unwrap().contains(" autofocus"), "{field}");
    assert!(page.says("alat pemindai") && page.says("Enter"), "{text}");
    let script = text.split("src=\"").find(|rest| rest.starts_with("/aset/scan.")).unwrap().split('"').next().unwrap();
    let script = world.product.browser().get(script).await;
    assert!(script.status == 200 && script.says("BarcodeDetector"));
    let button =
        text.split("<button").find(|tag| tag.split('>').nth(1).is_some_and(|said| said.starts_with("Pakai kamera"))).unwrap();
    assert!(button.split('>').next().unwrap().contains(" hidden"), "hidden until the browser can read codes");
}
