//! Rows of passport types, tariffs, lanes and quotas.

use super::At;
use super::places::{SLUG, both, office_code, slug, yes};
use crate::codes::{Confidence, YesNo};
use crate::model::{Lane, PassportType, PlanScope, QuotaPlan, Tariff};
use crate::table::{Faults, Row, rows};
use jiff::civil::Weekday;
use kernel::money::Rupiah;
use kernel::time::TimeOfDay;

pub(super) fn passport_types(text: &str, faults: &Faults) -> Vec<At<PassportType>> {
    const COLUMNS: [&str; 16] = [
        "code",
        "book",
        "years",
        "pages",
        "electronic",
        "cover",
        "type_group",
        "tariff",
        "condition",
        "valid_from",
        "valid_to",
        "name_id",
        "name_en",
        "legal_basis",
        "confidence",
        "source",
    ];
    rows("passport_types.csv", &COLUMNS, text, faults, |row| {
        let (code, book) = (row.with("code", SLUG, slug), row.with("book", SLUG, slug));
        let (years, pages) = (row.number("years", 1, 99), row.number("pages", 1, 200));
        let electronic = yes(row, "electronic");
        let cover = row.text("cover");
        let group = row.with("type_group", SLUG, slug);
        let tariff = row.with("tariff", SLUG, slug);
        let condition = row.code("condition");
        let period = row.period();
        let names = both(row, "name_id", "name_en");
        let legal_basis = row.text("legal_basis");
        row.code::<Confidence>("confidence")?;
        let (name_id, name_en) = names?;
        Some((
            row.line,
            PassportType {
                code: code?,
                book: book?,
                years: years?,
                pages: pages?,
                electronic: electronic?,
                cover: cover?,
                group: group?,
                tariff_code: tariff?,
                condition: condition?,
                period: period?,
                name_id,
                name_en,
                legal_basis: legal_basis?,
            },
        ))
    })
}

pub(super) fn tariffs(text: &str, faults: &Faults) -> Vec<At<Tariff>> {
    const COLUMNS: [&str; 14] = [
        "code",
        "product",
        "electronic",
        "years",
        "pages",
        "valid_from",
        "valid_to",
        "amount_rupiah",
        "unit",
        "legal_basis",
        "confidence",
        "source",
        "name_id",
        "name_en",
    ];
    rows("tariffs.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("code", SLUG, slug);
        let product = row.code("product");
        let electronic = row.maybe_code::<YesNo>("electronic");
        let (years, pages) = (row.maybe_number("years", 1, 99), row.maybe_number("pages", 1, 200));
        let period = row.period();
        let amount = row.number("amount_rupiah", 0, 1_000_000_000);
        let names = both(row, "name_id", "name_en");
        let legal_basis = row.text("legal_basis");
        let confidence = row.code::<Confidence>("confidence");
        // kept for readers of the table; still, they must be good
        electronic.and(years).and(pages).and(confidence)?;
        let (name_id, name_en) = names?;
        Some((
            row.line,
            Tariff {
                code: code?,
                product: product?,
                period: period?,
                amount: Rupiah(amount?),
                legal_basis: legal_basis?,
                name_id,
                name_en,
            },
        ))
    })
}

pub(super) fn lanes(text: &str, faults: &Faults) -> Vec<At<Lane>> {
    const COLUMNS: [&str; 12] = [
        "code",
        "letter",
        "name_id",
        "name_en",
        "booked_by",
        "surcharge",
        "bill",
        "valid_from",
        "valid_to",
        "legal_basis",
        "confidence",
        "note",
    ];
    rows("lanes.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("code", SLUG, slug);
        let letter = row.with("letter", "one capital letter", |t| {
            let mut chars = t.chars();
            chars.next().filter(|c| c.is_ascii_uppercase() && chars.next().is_none())
        });
        let names = both(row, "name_id", "name_en");
        let booked_by = row.code("booked_by");
        let surcharge = row.maybe("surcharge", SLUG, slug);
        let billed = yes(row, "bill");
        let period = row.period();
        let (name_id, name_en) = names?;
        Some((
            row.line,
            Lane {
                code: code?,
                letter: letter?,
                name_id,
                name_en,
                booked_by: booked_by?,
                surcharge: surcharge?,
                billed: billed?,
                period: period?,
            },
        ))
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

fn scope(row: &Row<'_>) -> Option<PlanScope> {
    match (row.raw("office").is_empty(), row.raw("class").is_empty()) {
        (false, true) => row.with("office", "an office code", office_code).map(PlanScope::Office),
        (true, false) => row.code("class").map(PlanScope::Class),
        _ => {
            row.fault("office", "an office or a class must be named, not both");
            None
        }
    }
}

pub(super) fn quota_plans(text: &str, faults: &Faults) -> Vec<At<QuotaPlan>> {
    const COLUMNS: [&str; 12] = [
        "office",
        "class",
        "weekdays",
        "session_start",
        "session_end",
        "lane",
        "type_group",
        "capacity",
        "valid_from",
        "valid_to",
        "confidence",
        "source",
    ];
    const CLOCK: &str = "a time written HH:MM";
    rows("quota_plans.csv", &COLUMNS, text, faults, |row| {
        let scope = scope(row);
        let weekdays = row
            .with("weekdays", "days from mon to sun between spaces", |t| t.split(' ').map(weekday).collect::<Option<Vec<_>>>());
        let start = row.with("session_start", CLOCK, TimeOfDay::parse);
        let end = row.with("session_end", CLOCK, TimeOfDay::parse);
        let (lane, group) = (row.with("lane", SLUG, slug), row.with("type_group", SLUG, slug));
        let capacity = row.number("capacity", 1, 10_000);
        let period = row.period();
        let source = row.text("source");
        if let (Some(start), Some(end)) = (start, end)
            && start >= end
        {
            row.fault("session_end", "lies before session_start");
        }
        Some((
            row.line,
            QuotaPlan {
                scope: scope?,
                weekdays: weekdays?,
                start: start?,
                end: end?,
                lane: lane?,
                group: group?,
                capacity: capacity?,
                period: period?,
                source: source?,
            },
        ))
    })
}
