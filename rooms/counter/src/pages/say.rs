//! States and persons in the reader's words.

use crate::model::{CaseWord, Step};
use application::{Answers, Application, CheckState, Checks, Flag};
use catalogue::{ApplicationKind, Catalogue};
use kernel::ids::ApplicationId;
use shell::{Desk, words::Words};
use std::collections::BTreeMap;
use store::{Ask, StoreError};

/// A state as a tag: class, drawing, word.
pub(super) struct Tag {
    pub class: &'static str,
    pub sign: &'static str,
    pub text: String,
}

const fn state_key(word: CaseWord) -> &'static str {
    match word {
        CaseWord::CheckedIn => "counter-state-checked-in",
        CaseWord::PapersPending => "counter-state-papers-pending",
        CaseWord::AwaitingDifference => "counter-state-awaiting-difference",
        CaseWord::Interview => "counter-state-interview",
        CaseWord::Adjudication => "counter-state-adjudication",
        CaseWord::Printing => "counter-state-printing",
        CaseWord::Printed => "counter-state-printed",
        CaseWord::Ready => "counter-state-ready",
        CaseWord::Collected => "counter-state-collected",
        CaseWord::Rejected => "counter-state-rejected",
        CaseWord::Void => "counter-state-void",
    }
}

/// A state as a tag.
pub(super) fn state(w: Words, word: CaseWord) -> Tag {
    let (class, sign) = match word {
        CaseWord::CheckedIn => ("now", "todo"),
        CaseWord::PapersPending | CaseWord::AwaitingDifference => ("warn", "warn"),
        CaseWord::Interview | CaseWord::Adjudication | CaseWord::Printing | CaseWord::Printed => ("now", "half"),
        CaseWord::Ready | CaseWord::Collected => ("ok", "ok"),
        CaseWord::Rejected | CaseWord::Void => ("bad", "bad"),
    };
    Tag { class, sign, text: w.t(state_key(word)) }
}

/// What a line of a case's history says.
pub(super) fn step(w: Words, step: &Step) -> String {
    use crate::model::Verb;
    let Some(verb) = Verb::parse(&step.word) else { return w.t("counter-step-check-in") };
    w.t(match verb {
        Verb::Confirm => "counter-step-confirm",
        Verb::AskPapers => "counter-step-ask-papers",
        Verb::PapersIn => "counter-step-papers-in",
        Verb::Reclassify => "counter-step-reclassify",
        Verb::BillDifference => "counter-step-bill-difference",
        Verb::DifferencePaid => "counter-step-difference-paid",
        Verb::Verify => "counter-step-verify",
        Verb::Interview => "counter-step-interview",
        Verb::Approve => "counter-step-approve",
        Verb::Reject => "counter-step-reject",
        Verb::Print => "counter-step-print",
        Verb::Ready => "counter-step-ready",
        Verb::HandOver => "counter-step-hand-over",
        Verb::PapersLate => "counter-step-papers-late",
    })
}

/// New or replacement.
pub(super) fn kind(w: Words, kind: ApplicationKind) -> String {
    w.t(match kind {
        ApplicationKind::New => "counter-kind-new",
        ApplicationKind::Replacement => "counter-kind-replacement",
    })
}

/// Whom a row is about.
#[derive(Clone)]
pub(super) struct Face {
    pub name: String,
    pub nik: String,
    pub kind: String,
    pub book: String,
    /// How much there is to look at, in words; empty where nothing is flagged.
    pub flags: String,
}

/// Reads whom an application is about.
pub(super) async fn face(desk: &Desk, ask: &mut dyn Ask, id: &ApplicationId) -> Result<Face, StoreError> {
    let visitor = &desk.visitor;
    let found = application::find(ask, id).await?.ok_or(StoreError::NoRow("application"))?;
    let answers = application::answers(&visitor.house.vault, ask, &found).await?;
    Ok(face_of(desk, &catalogue::current(&visitor.house), &found, &answers))
}

/// Reads whom some applications are about, in a bounded number of statements.
pub(super) async fn faces(
    desk: &Desk,
    ask: &mut dyn Ask,
    ids: &[&ApplicationId],
) -> Result<BTreeMap<ApplicationId, Face>, StoreError> {
    let house = &desk.visitor.house;
    let found = application::find_many(ask, ids).await?;
    let answers = application::answers_many(&house.vault, ask, &found).await?;
    let catalogue = catalogue::current(house);
    let of_one = |one: &Application| Some((one.id.clone(), face_of(desk, &catalogue, one, answers.get(&one.id)?)));
    Ok(found.iter().filter_map(of_one).collect())
}

fn face_of(desk: &Desk, catalogue: &Catalogue, found: &Application, answers: &Answers) -> Face {
    let w = desk.visitor.w;
    Face {
        name: answers.typed(catalogue::Field::FullName).to_owned(),
        nik: answers.nik().map(|nik| nik.masked()).unwrap_or_default(),
        kind: kind(w, found.kind),
        book: book(w, catalogue, found),
        flags: match found.flags.len() {
            0 => String::new(),
            n => w.with("counter-flags", &[("n", &n.to_string())]),
        },
    }
}

/// What the verifier is told to look at: one sentence for each flag.
pub(super) fn flags(w: Words, found: &Application, checks: &Checks) -> Vec<String> {
    let unknown = matches!(checks.population, CheckState::NotFound { .. });
    let key = |flag: &Flag| match flag {
        Flag::NikMismatch => "counter-flag-nik-mismatch",
        Flag::NikRegionUnknown => "counter-flag-nik-region-unknown",
        Flag::RegisterDiffers if unknown => "counter-flag-nik-unknown",
        Flag::RegisterDiffers => "counter-flag-register-differs",
        Flag::PassportKnown => "counter-flag-passport-known",
    };
    found.flags.iter().map(|flag| w.t(key(flag))).collect()
}

/// The passport as people name it.
pub(super) fn book(w: Words, catalogue: &Catalogue, found: &Application) -> String {
    let code = found.passport_type.as_deref().unwrap_or_default();
    catalogue.passport_type(code).map_or_else(String::new, |book| book.name(w.lang()).to_owned())
}
