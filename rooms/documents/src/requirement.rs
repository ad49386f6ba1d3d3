//! The requirement engine: which papers this application needs, from the dated table and the answers.

use crate::model::{Asked, Need, Paper};
use application::{Answers, Application, Checks};
use catalogue::{ApplicationKind, Catalogue, Predicate, Requirement};
use jiff::civil::Date;

/// The papers an application needs on a day, in the order of the table.
///
/// For a replacement the table itself tells the short list (e-KTP and old passport, for books issued in Indonesia
/// from 2009 whose data equal the card) from the long one by its conditions.
pub fn needed(catalogue: &Catalogue, application: &Application, answers: &Answers, checks: &Checks, today: Date) -> Vec<Need> {
    let rows = catalogue.requirements(Catalogue::adult_category(application.kind), today);
    from_rows(rows, |predicate| application::holds(predicate, answers, checks))
}

/// Puts papers into the order in which they are asked for: e-KTP, family card, birth certificate and so on. A paper that is
/// not asked for any more comes last; versions of one paper stay as they stood.
pub fn in_order(catalogue: &Catalogue, kind: ApplicationKind, today: Date, papers: &mut [Paper]) {
    let rows = catalogue.requirements(Catalogue::adult_category(kind), today);
    let place = |code: &str| rows.iter().filter(|row| row.document_code == code).map(|row| row.position).min();
    papers.sort_by_key(|paper| place(&paper.code).map_or((true, 0), |position| (false, position)));
}

/// The papers among rows whose condition holds.
pub(crate) fn from_rows(rows: Vec<&Requirement>, holds: impl Fn(Predicate) -> bool) -> Vec<Need> {
    let mut rows = rows;
    rows.retain(|row| holds(row.condition));
    rows.sort_by_key(|row| row.position);
    rows.into_iter().filter_map(need).collect()
}

fn need(row: &Requirement) -> Option<Need> {
    let asked = match &row.need {
        catalogue::Need::Required => Asked::Required,
        catalogue::Need::OneOf(group) => Asked::OneOf(group.clone()),
        catalogue::Need::Conditional => Asked::IfApplicable,
        catalogue::Need::OfficeMade => return None,
    };
    Some(Need {
        code: row.document_code.clone(),
        asked,
        name_id: row.name_id.clone(),
        name_en: row.name_en.clone(),
        note_id: row.note_id.clone(),
        note_en: row.note_en.clone(),
        legal_basis: row.legal_basis.clone(),
    })
}

/// A paper the answers do not call for: an officer asks for it, or it was sent while other answers stood there. Named after
/// the first row of the catalogue that knows it.
pub(crate) fn sent_besides(catalogue: &Catalogue, code: &str, by_officer: bool) -> Need {
    let known = catalogue.document(code);
    let name = |text: fn(&Requirement) -> &String| known.map_or_else(|| code.to_owned(), |row| text(row).clone());
    Need {
        code: code.to_owned(),
        asked: if by_officer { Asked::Required } else { Asked::IfApplicable },
        name_id: name(|row| &row.name_id),
        name_en: name(|row| &row.name_en),
        note_id: String::new(),
        note_en: String::new(),
        legal_basis: known.map(|row| row.legal_basis.clone()).unwrap_or_default(),
    }
}
