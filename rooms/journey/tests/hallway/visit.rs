//! The paid visit as a calendar file, and how long steps take.

use crate::story::{self, NIK, path};

#[tokio::test]
async fn a_paid_visit_is_a_calendar_file_in_the_offices_zone_with_an_alarm_the_day_before() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    for page in ["", "lunas", "surat"] {
        let page = her.browser.get(&path(&id, page)).await;
        assert!(page.says("kunjungan.ics"), "{}: {}", page.path, page.text());
    }
    let page = her.browser.get(&path(&id, "kunjungan.ics")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(page.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let text = page.text();
    for part in [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        "BEGIN:VTIMEZONE\r\nTZID:Asia/Makassar\r\n",
        "TZOFFSETTO:+0800\r\n",
        "DTSTART;TZID=Asia/Makassar:20261008T",
        "SUMMARY:Kunjungan paspor\r\n",
        "TRIGGER:-P1D\r\n",
        "Kartu keluarga",
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
    ] {
        assert!(text.replace("\r\n ", "").contains(part), "{part}: {text}");
    }
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded: {text}");
    assert!(!text.contains("Yuliana") && !text.contains(NIK), "a calendar is shared with others: {text}");
}

#[tokio::test]
async fn without_a_paid_visit_there_is_no_file_and_a_strangers_visit_is_absent() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.submitted(&product, NIK).await;
    let page = her.browser.get(&path(&id, "kunjungan.ics")).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Belum ada kunjungan terbayar"), "{}", page.text());
    let mut other = story::citizen(&product, "lain@contoh.id").await;
    assert_eq!(other.browser.get(&path(&id, "kunjungan.ics")).await.status, 404);
}

#[tokio::test]
async fn an_office_with_too_few_cases_says_so_instead_of_a_number() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("permohonan di kantor ini belum cukup (0 dari "), "{}", page.text());
}
