//! Invented data for the samples. Nobody is meant.

use crate::{assets, words::Words};
use jiff::civil::{Date, date};
use kernel::money::Rupiah;

pub(super) struct Cell {
    pub(super) day: u8,
    pub(super) state: &'static str,
    pub(super) text: String,
    pub(super) href: String,
}

pub(super) struct Offer {
    pub(super) name: String,
    pub(super) day: u8,
    pub(super) text: String,
    pub(super) href: String,
    pub(super) current: bool,
}

pub(super) struct Bar {
    pub(super) name: &'static str,
    pub(super) count: u32,
    pub(super) height: u32,
    pub(super) x: u32,
    pub(super) tone: &'static str,
}

pub(super) struct Data {
    /// Longer than most, with what people type by mistake.
    pub(super) name: String,
    pub(super) today: Date,
    pub(super) money: Rupiah,
    pub(super) seats: i64,
    pub(super) typed: String,
    pub(super) register: String,
    pub(super) groups: Vec<String>,
    pub(super) provinces: Vec<(String, String)>,
    pub(super) wrong: Vec<(String, String)>,
    pub(super) right: Vec<(String, String)>,
    pub(super) heads: Vec<String>,
    pub(super) days: Vec<Offer>,
    pub(super) weeks: Vec<Vec<Cell>>,
    pub(super) bars: Vec<Bar>,
    pub(super) icons: Vec<&'static str>,
    /// Not a code that can be read: its place and size only.
    pub(super) qr: &'static str,
}

const QR: &str = r#"<svg viewBox="0 0 7 7" aria-hidden="true"><path d="M0 0h3v3H0zm4 0h1v1H4zm2 0h1v2H6zM4 2h1v2H4zM0 4h1v1H0zm2 0h1v2H2zm3 1h2v2H5zM0 6h1v1H0zm3 0h1v1H3z"/></svg>"#;

impl Data {
    pub(super) fn new(w: Words) -> Self {
        let pair = |id: &str, key: &str| (id.to_owned(), w.t(key));
        Self {
            name: "Yuliana <Nona> Sare Da'i Wolowaru".to_owned(),
            today: date(2026, 10, 15),
            money: Rupiah(650_000),
            seats: 3,
            typed: w.plain_day(date(1998, 3, 11)),
            register: w.plain_day(date(1998, 3, 1)),
            groups: ["820", "261", "007", "004", "517"].map(str::to_owned).to_vec(),
            provinces: [("51", "Bali"), ("53", "Nusa Tenggara Timur"), ("91", "Papua")]
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .to_vec(),
            wrong: vec![pair("d-wrong-d", "gaya-born-wrong"), pair("f-mail", "gaya-mail-wrong")],
            right: Vec::new(),
            heads: ["gaya-field", "gaya-typed", "gaya-register", "gaya-result"].map(|key| w.t(key)).to_vec(),
            days: days(w),
            weeks: weeks(w),
            bars: bars(),
            icons: assets::icon_names().collect(),
            qr: QR,
        }
    }
}

fn days(w: Words) -> Vec<Offer> {
    let offer = |day: u8| {
        let shut = day == 17 || day == 18;
        Offer {
            name: w.weekday(date(2026, 10, i8::try_from(day).unwrap_or(1))).to_owned(),
            day,
            text: w.t(if shut { "gaya-day-shut" } else { "gaya-day-open" }),
            href: if shut { String::new() } else { "#sessions".to_owned() },
            current: day == 15,
        }
    };
    (15..25).map(offer).collect()
}

/// October 2026: it begins on a Thursday.
fn weeks(w: Words) -> Vec<Vec<Cell>> {
    let cell = |place: u8| {
        let day = if (3..34).contains(&place) { place - 2 } else { 0 };
        let (state, key) = match day {
            0 => ("none", ""),
            _ if place % 7 >= 5 => ("shut", ""),
            1..12 => ("past", "gaya-cell-past"),
            12 => ("today", "gaya-cell-today"),
            13 | 14 | 20 => ("full", "gaya-cell-full"),
            16 | 22 => ("few", "gaya-cell-few"),
            26.. => ("soon", ""),
            _ => ("open", "gaya-cell-open"),
        };
        let text = if key.is_empty() { String::new() } else { w.t(key) };
        let href = if matches!(state, "open" | "few") { "#calendar".to_owned() } else { String::new() };
        Cell { day, state, text, href }
    };
    (0..5_u8).map(|week| (0..7).map(|day| cell(week * 7 + day)).collect()).collect()
}

fn bars() -> Vec<Bar> {
    let months = [("Jul", 42), ("Agu", 61), ("Sep", 58), ("Okt", 80), ("Nov", 37)];
    let bar = |(n, (name, count)): (u32, (&'static str, u32))| Bar {
        name,
        count,
        height: count,
        x: 3 + n * 20,
        tone: if n == 4 { "b" } else { "a" },
    };
    (0..).zip(months).map(bar).collect()
}
