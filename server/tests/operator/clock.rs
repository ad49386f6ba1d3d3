//! The clock of a trial: how far each button moves it, and what it does not move.

use harness::{Browser, Product};
use jiff::civil::{Date, Weekday, date};
use kernel::time::{MINUTE, Timestamp, Zone, add_days};
use std::sync::Arc;

async fn product() -> Product {
    let mut rooms = roof::rooms::all();
    rooms.push(roof::trial::clock::room());
    let product = Product::builder().rooms(rooms).sessions(account::sessions).trial().open().await;
    product.house.keep(roof::trial::clock::Workers(Arc::new(roof::rooms::all())));
    product
}

/// Presses a button of the bar; answers what time it is then.
async fn advance(product: &Product, browser: &mut Browser, by: &str) -> Timestamp {
    let page = browser.post("/percobaan/jam", &[("maju", by), ("kembali", "/biaya")]).await;
    assert_eq!((page.status.as_u16(), page.location()), (303, "/biaya".to_owned()), "{}", page.text());
    product.house.now()
}

fn eight(day: Date) -> Timestamp {
    Zone::Wib.at(day, 8, 0)
}

#[tokio::test]
async fn ten_minutes_are_ten_minutes_and_are_remembered() {
    let product = product().await;
    let mut browser = product.browser();
    let page = browser.get("/").await;
    assert!(page.says("value=\"menit10\"") && page.says("value=\"hari-kerja\""), "{}", page.text());
    let (before, real) = (product.house.now(), product.house.real_now());
    assert_eq!(advance(&product, &mut browser, "menit10").await, before.plus(10 * MINUTE));
    assert_eq!(advance(&product, &mut browser, "menit10").await, before.plus(20 * MINUTE));
    assert_eq!(product.house.real_now(), real, "sign-in and limits stay on real time");
    let kept = store::get_setting(&mut product.house.reader(), roof::open::OFFSET).await.expect("a setting");
    assert_eq!(kept, Some((20 * MINUTE).to_string()));
    assert!(browser.get("/").await.says("09.20 WITA"));
}

#[tokio::test]
async fn the_next_working_day_begins_at_eight_and_is_no_week_end_and_no_holiday() {
    let product = product().await;
    let mut browser = product.browser();
    assert_eq!(advance(&product, &mut browser, "hari-kerja").await, eight(date(2026, 10, 6)), "from Monday to Tuesday");
    assert_eq!(advance(&product, &mut browser, "hari-kerja").await, eight(date(2026, 10, 7)), "and on to Wednesday");
    product.house.db.time().set_offset(0);
    product.clock.set(Zone::Wib.at(date(2026, 10, 9), 16, 30));
    assert_eq!(advance(&product, &mut browser, "hari-kerja").await, eight(date(2026, 10, 12)), "from Friday to Monday");
    let catalogue = catalogue::current(&product.house);
    let days = (1..400).map(|ahead| add_days(date(2026, 10, 12), ahead));
    let week_end = |day: Date| [Weekday::Saturday, Weekday::Sunday].contains(&day.weekday());
    let holiday = days.clone().find(|day| !week_end(*day) && !catalogue.is_working_day(*day)).expect("a holiday in a year");
    let after = days.clone().find(|day| *day > holiday && catalogue.is_working_day(*day)).expect("a working day");
    product.house.db.time().set_offset(0);
    product.clock.set(Zone::Wib.at(add_days(holiday, -1), 16, 30));
    assert_eq!(advance(&product, &mut browser, "hari-kerja").await, eight(after), "over {holiday}");
}

#[tokio::test]
async fn what_is_no_button_moves_nothing_and_leads_nowhere_else() {
    let product = product().await;
    let mut browser = product.browser();
    let before = product.house.now();
    for by in ["", "\0", "-1", "menit10 ", "99999999999999999999", "\u{202e}hari", "\"'><b id=selipan>", &"9".repeat(100_000)] {
        let page = browser.post("/percobaan/jam", &[("maju", by), ("kembali", "/")]).await;
        let trimmed = by.trim() == "menit10";
        assert!(trimmed || (page.status == 400 && page.says("<h1") && !page.says("<b id=selipan")), "{by:?}: {}", page.text());
    }
    assert_eq!(product.house.now(), before.plus(10 * MINUTE), "white space around a word is no word");
    for back in ["//jahat.example", "https://jahat.example", "/\\jahat.example", "x\r\nset-cookie: a=b", ""] {
        let page = browser.post("/percobaan/jam", &[("maju", "menit10"), ("kembali", back)]).await;
        assert_eq!((page.status.as_u16(), page.location()), (303, "/".to_owned()), "{back:?}");
    }
    let twice = b"maju=menit10&maju=menit10".to_vec();
    let page = browser.send(http::Method::POST, "/percobaan/jam", Some("application/x-www-form-urlencoded"), twice).await;
    assert_eq!(page.status, 400, "{}", page.text());
}
