//! Rows of types, tariffs, papers, pages, channels, lanes, limits, quotas and reasons.

use super::At;
use super::places::{SLUG, both, both_or_none, office_code, slug};
use crate::codes::{Confidence, LIMITS, NeedCode, YesNo};
use crate::model::{
    Category, Channel, Lane, Limit, Need, PassportType, PlanScope, QuotaPlan, RejectionReason, Requirement, Step, Tariff,
};
use crate::table::{Faults, Row, rows};
use jiff::civil::Weekday;
use kernel::money::Rupiah;
use kernel::time::TimeOfDay;

fn yes(row: &Row<'_>, column: &'static str) -> Option<bool> {
    row.code::<YesNo>(column).map(|a| a == YesNo::Yes)
}

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

pub(super) fn categories(text: &str, faults: &Faults) -> Vec<At<Category>> {
    const COLUMNS: [&str; 11] = [
        "code",
        "name_id",
        "name_en",
        "in_app",
        "condition",
        "lead_out_id",
        "lead_out_en",
        "valid_from",
        "valid_to",
        "legal_basis",
        "confidence",
    ];
    rows("categories.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("code", SLUG, slug);
        let names = both(row, "name_id", "name_en");
        let in_app = yes(row, "in_app");
        let condition = row.code("condition");
        let lead_out = both_or_none(row, "lead_out_id", "lead_out_en");
        let period = row.period();
        let legal_basis = row.text("legal_basis");
        if in_app == Some(false) && row.raw("lead_out_id").is_empty() {
            row.fault("lead_out_id", "is empty, and the person must be told where to go");
        }
        let (name_id, name_en) = names?;
        let (lead_out_id, lead_out_en) = lead_out?;
        Some((
            row.line,
            Category {
                code: code?,
                name_id,
                name_en,
                in_app: in_app?,
                condition: condition?,
                lead_out_id,
                lead_out_en,
                period: period?,
                legal_basis: legal_basis?,
            },
        ))
    })
}

fn need(row: &Row<'_>) -> Option<Need> {
    let code = row.code::<NeedCode>("requirement")?;
    let group = row.opt("group");
    if (code == NeedCode::OneOfGroup) == group.is_empty() {
        row.fault("group", "must be named for one_of_group and for nothing else");
        return None;
    }
    Some(match code {
        NeedCode::Required => Need::Required,
        NeedCode::OneOfGroup => Need::OneOf(group),
        NeedCode::Conditional => Need::Conditional,
        NeedCode::OfficeMade => Need::OfficeMade,
    })
}

pub(super) fn requirements(text: &str, faults: &Faults) -> Vec<At<Requirement>> {
    const COLUMNS: [&str; 15] = [
        "category",
        "position",
        "document",
        "name_id",
        "name_en",
        "requirement",
        "group",
        "condition",
        "note_id",
        "note_en",
        "valid_from",
        "valid_to",
        "legal_basis",
        "confidence",
        "source",
    ];
    rows("requirements.csv", &COLUMNS, text, faults, |row| {
        let (category, document) = (row.with("category", SLUG, slug), row.with("document", SLUG, slug));
        let position = row.number("position", 1, 999);
        let names = both(row, "name_id", "name_en");
        let condition = row.code("condition");
        let note = both_or_none(row, "note_id", "note_en");
        let period = row.period();
        let legal_basis = row.text("legal_basis");
        let need = need(row);
        let (name_id, name_en) = names?;
        let (note_id, note_en) = note?;
        Some((
            row.line,
            Requirement {
                category: category?,
                position: position?,
                document_code: document?,
                name_id,
                name_en,
                need: need?,
                condition: condition?,
                note_id,
                note_en,
                period: period?,
                legal_basis: legal_basis?,
            },
        ))
    })
}

pub(super) fn steps(text: &str, faults: &Faults) -> Vec<At<Step>> {
    const COLUMNS: [&str; 7] = ["position", "step", "section", "condition", "fields", "optional_fields", "source"];
    rows("steps.csv", &COLUMNS, text, faults, |row| {
        let position = row.number("position", 1, 999);
        let (code, section) = (row.with("step", SLUG, slug), row.with("section", SLUG, slug));
        let condition = row.code("condition");
        let fields = row.some_codes::<crate::codes::Field>("fields");
        let optional = row.codes("optional_fields");
        if let (Some(fields), Some(optional)) = (&fields, &optional) {
            for name in optional.iter().filter(|o| !fields.contains(o)) {
                row.fault("optional_fields", format!("{} is not a field of this step", name.code()));
            }
        }
        Some((
            row.line,
            Step {
                position: position?,
                code: code?,
                section: section?,
                condition: condition?,
                fields: fields?,
                optional: optional?,
            },
        ))
    })
}

pub(super) fn channels(text: &str, faults: &Faults) -> Vec<At<Channel>> {
    const COLUMNS: [&str; 11] =
        ["position", "code", "name", "kind", "access", "how_id", "how_en", "valid_from", "valid_to", "confidence", "source"];
    rows("channels.csv", &COLUMNS, text, faults, |row| {
        let position = row.number("position", 1, 999);
        let code = row.with("code", SLUG, slug);
        let name = row.text("name");
        let kind = row.code("kind");
        let how = both(row, "how_id", "how_en");
        let period = row.period();
        let confidence = row.code("confidence");
        let (how_id, how_en) = how?;
        Some((
            row.line,
            Channel {
                position: position?,
                code: code?,
                name: name?,
                kind: kind?,
                how_id,
                how_en,
                period: period?,
                confidence: confidence?,
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

pub(super) fn limits(text: &str, faults: &Faults) -> Vec<At<Limit>> {
    const COLUMNS: [&str; 8] = ["key", "value", "unit", "valid_from", "valid_to", "legal_basis", "confidence", "note"];
    rows("limits.csv", &COLUMNS, text, faults, |row| {
        let key = row.with("key", "one of the known limits", |t| LIMITS.contains(&t).then(|| t.to_owned()));
        let value = row.number("value", 0, 1_000_000_000_000);
        let unit = row.text("unit");
        let period = row.period();
        let legal_basis = row.text("legal_basis");
        let confidence = row.maybe_code::<Confidence>("confidence");
        confidence?;
        Some((row.line, Limit { key: key?, value: value?, unit: unit?, period: period?, legal_basis: legal_basis? }))
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

pub(super) fn reasons(text: &str, faults: &Faults) -> Vec<At<RejectionReason>> {
    const COLUMNS: [&str; 10] =
        ["code", "name_id", "name_en", "next_id", "next_en", "fee_kept", "valid_from", "valid_to", "legal_basis", "confidence"];
    rows("rejection_reasons.csv", &COLUMNS, text, faults, |row| {
        let code = row.with("code", SLUG, slug);
        let names = both(row, "name_id", "name_en");
        let next = both(row, "next_id", "next_en");
        let fee_kept = yes(row, "fee_kept");
        let period = row.period();
        let legal_basis = row.text("legal_basis");
        let (name_id, name_en) = names?;
        let (next_id, next_en) = next?;
        Some((
            row.line,
            RejectionReason {
                code: code?,
                name_id,
                name_en,
                next_id,
                next_en,
                fee_kept: fee_kept?,
                period: period?,
                legal_basis: legal_basis?,
            },
        ))
    })
}
