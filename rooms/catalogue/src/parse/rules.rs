//! Rows of categories, papers, pages, channels, limits and reasons.

use super::At;
use super::places::{SLUG, both, both_or_none, slug, yes};
use crate::codes::{Confidence, LIMITS, NeedCode};
use crate::model::{Category, Channel, Limit, Need, RejectionReason, Requirement, Step};
use crate::table::{Faults, Row, rows};

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
