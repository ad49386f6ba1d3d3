//! A line of 64 kbit/s with 800 ms of delay, and what the pages bring over it.

use crate::citizen as does;
use e2e::{Screen, Weighed, first, journey};
use std::fmt::Write as _;

/// A page may be read this soon after it was asked for, in milliseconds.
const READABLE: u64 = 8_000;
/// The first page with everything it brings.
const FIRST_VISIT: u64 = 60 * 1024;
/// From the first page to the letter, photographs excluded.
const WHOLE_JOURNEY: u64 = 150 * 1024;

fn table(pages: &[Weighed]) -> String {
    let mut text = "| page | bytes | readable, ms | moved, thousandths |\n|---|---|---|---|\n".to_owned();
    for page in pages {
        let place = page.path.split('/').map(|part| if part.len() > 30 { "…" } else { part }).collect::<Vec<_>>().join("/");
        writeln!(text, "| {place} | {} | {} | {} |", page.bytes, page.readable, page.shifted).expect("a string grows");
    }
    text
}

/// Each page was readable in time, nothing moved under the reader's finger, and the bytes stay within their budget.
pub fn within_budget(pages: &[Weighed], soon: u64) {
    let text = table(pages);
    println!("{text}");
    let late: Vec<&Weighed> = pages.iter().filter(|page| page.readable > soon).collect();
    assert!(late.is_empty(), "readable too late: {late:?}\n{text}");
    let moved: Vec<&Weighed> = pages.iter().filter(|page| page.shifted > 0).collect();
    assert!(moved.is_empty(), "what was shown moved: {moved:?}\n{text}");
    assert!(pages[0].bytes <= FIRST_VISIT, "the first visit is heavy\n{text}");
    let all: u64 = pages.iter().map(|page| page.bytes).sum();
    println!("{} pages, {all} bytes", pages.len());
    assert!(all <= WHOLE_JOURNEY, "the journey is heavy: {all} bytes\n{text}");
}

#[test]
fn every_page_is_readable_within_eight_seconds_on_a_slow_line() {
    journey("slow", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Phone).await;
        walk.slow_line().await;
        does::sign_up(&mut walk, &person).await;
        for page in ["/perlu-apa", "/biaya", "/kantor", "/bantuan", "/status", "/lacak"] {
            walk.visit(page).await;
        }
        let home = does::begin(&mut walk).await;
        walk.press_in("main .row.far", "Lanjut: ").await;
        for _ in 0..4 {
            walk.answer(&person).await;
            walk.press_in("main form", "Simpan dan lanjutkan").await;
        }
        walk.visit(&home).await;
        within_budget(walk.weighed(), READABLE);
        walk.end().await;
    });
}
