//! Rows of offices, offers, regions, places, countries and holidays.

use super::At;
use crate::codes::{Confidence, YesNo};
use crate::model::{Country, Holiday, OfferRow, Office, Position, Region};
use crate::table::{Faults, Row, rows};
use kernel::ids::OfficeCode;
use kernel::time::Zone;

const OFFICE_CODE: &str = "an office code (3 to 64 lower-case letters, digits, hyphens)";

pub(super) fn office_code(text: &str) -> Option<OfficeCode> {
    OfficeCode::parse(text).ok()
}

/// Both languages of a text that must be there.
pub(super) fn both(row: &Row<'_>, id: &'static str, en: &'static str) -> Option<(String, String)> {
    let (id, en) = (row.text(id), row.text(en));
    id.zip(en)
}

/// Both languages of a text that may be empty, then in both.
pub(super) fn both_or_none(row: &Row<'_>, id: &'static str, en: &'static str) -> Option<(String, String)> {
    let (id, en) = (row.opt(id), row.opt(en));
    if id.is_empty() != en.is_empty() {
        row.fault("", "has a text in one language only");
        return None;
    }
    Some((id, en))
}

/// A code in lower case.
pub(super) fn slug(text: &str) -> Option<String> {
    let good = (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    good.then(|| text.to_owned())
}

pub(super) const SLUG: &str = "a code (lower-case letters, digits, hyphens, underscores)";

pub(super) fn yes(row: &Row<'_>, column: &'static str) -> Option<bool> {
    row.code::<YesNo>(column).map(|a| a == YesNo::Yes)
}

fn degrees(bound: f64) -> impl Fn(&str) -> Option<f64> {
    move |text| text.parse::<f64>().ok().filter(|d| d.is_finite() && d.abs() <= bound)
}

pub(super) fn offices(text: &str, faults: &Faults) -> Vec<At<Office>> {
    const COLUMNS: [&str; 16] = [
        "code",
        "name",
        "class",
        "kind",
        "province",
        "regency",
        "region_code",
        "address",
        "latitude",
        "longitude",
        "zone",
        "parent",
        "status",
        "working_area",
        "confidence",
        "source",
    ];
    rows("offices.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("code", OFFICE_CODE, office_code);
        let name = row.text("name");
        let class = row.maybe_code("class");
        let kind = row.code("kind");
        let (province, regency, region_code) = (row.text("province"), row.text("regency"), row.text("region_code"));
        let latitude = row.maybe("latitude", "degrees", degrees(90.0));
        let longitude = row.maybe("longitude", "degrees", degrees(180.0));
        let zone = row.with("zone", "one of Asia/Jakarta, Asia/Makassar, Asia/Jayapura", Zone::parse);
        let parent = row.maybe("parent", OFFICE_CODE, office_code);
        let status = row.code("status");
        let confidence = row.code("confidence");
        let source = row.text("source");
        Some((
            row.line,
            Office {
                code: code?,
                name: name?,
                class: class?,
                kind: kind?,
                province: province?,
                regency: regency?,
                region_code: region_code?,
                address: row.opt("address"),
                position: latitude?.zip(longitude?).map(|(latitude, longitude)| Position { latitude, longitude }),
                zone: zone?,
                parent: parent?,
                status: status?,
                working_area: row.opt("working_area"),
                confidence: confidence?,
                source: source?,
            },
        ))
    })
}

pub(super) fn offers(text: &str, faults: &Faults) -> Vec<At<OfferRow>> {
    const COLUMNS: [&str; 8] = ["office", "book", "lane", "answer", "valid_from", "valid_to", "confidence", "source"];
    rows("office_offers.csv", &COLUMNS, text, faults, |row| {
        let office = row.with("office", OFFICE_CODE, office_code);
        let (book, lane) = (row.with("book", SLUG, slug), row.with("lane", SLUG, slug));
        let (answer, period) = (row.code("answer"), row.period());
        let confidence = row.code::<Confidence>("confidence");
        let source = row.text("source");
        Some((
            row.line,
            OfferRow {
                office: office?,
                book: book?,
                lane: lane?,
                answer: answer?,
                period: period?,
                confidence: confidence?,
                source: source?,
            },
        ))
    })
}

fn region_code(text: &str) -> Option<String> {
    let good = matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.to_owned())
}

pub(super) fn regions(text: &str, faults: &Faults) -> Vec<At<Region>> {
    const COLUMNS: [&str; 7] = ["code", "name", "level", "parent", "status", "valid_until", "superseded_by"];
    const WHAT: &str = "2, 4 or 6 digits";
    rows("regions.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("code", WHAT, region_code);
        let name = row.text("name");
        let (level, status) = (row.code("level"), row.code("status"));
        let parent = row.maybe("parent", WHAT, region_code);
        let until = row.maybe_number("valid_until", 1990, 2100);
        let superseded_by = row.maybe("superseded_by", WHAT, region_code);
        until?;
        Some((
            row.line,
            Region { code: code?, name: name?, level: level?, parent: parent?, status: status?, superseded_by: superseded_by? },
        ))
    })
}

pub(super) fn places(text: &str, faults: &Faults) -> Vec<At<(String, Position)>> {
    const COLUMNS: [&str; 5] = ["region_code", "name", "latitude", "longitude", "basis"];
    rows("places.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("region_code", "4 digits", |t| region_code(t).filter(|c| c.len() == 4));
        let latitude = row.with("latitude", "degrees", degrees(90.0));
        let longitude = row.with("longitude", "degrees", degrees(180.0));
        Some((row.line, (code?, Position { latitude: latitude?, longitude: longitude? })))
    })
}

pub(super) fn countries(text: &str, faults: &Faults) -> Vec<At<Country>> {
    const COLUMNS: [&str; 6] = ["alpha2", "alpha3", "numeric", "name_id", "name_en", "mrz_code"];
    let letters = |n: usize| move |t: &str| (t.len() == n && t.bytes().all(|b| b.is_ascii_uppercase())).then(|| t.to_owned());
    rows("countries.csv", &COLUMNS, text, faults, |row| {
        let alpha2 = row.with("alpha2", "two capital letters", letters(2));
        let alpha3 = row.with("alpha3", "three capital letters", letters(3));
        let names = both(row, "name_id", "name_en");
        let mrz_code = row.text("mrz_code");
        let (name_id, name_en) = names?;
        Some((row.line, Country { alpha2: alpha2?, alpha3: alpha3?, name_id, name_en, mrz_code: mrz_code? }))
    })
}

pub(super) fn holidays(text: &str, faults: &Faults) -> Vec<At<Holiday>> {
    const COLUMNS: [&str; 6] = ["date", "name_id", "name_en", "kind", "status", "source"];
    rows("holidays.csv", &COLUMNS, text, faults, |row| {
        let day = row.day("date");
        let names = both(row, "name_id", "name_en");
        let (kind, status) = (row.code("kind"), row.code("status"));
        let source = row.text("source");
        source?;
        let (name_id, name_en) = names?;
        Some((row.line, Holiday { day: day?, name_id, name_en, kind: kind?, status: status? }))
    })
}
