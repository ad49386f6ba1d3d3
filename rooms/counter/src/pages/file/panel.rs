//! What this officer may do to the case now.

use super::{Shown, papers};
use crate::model::{Case, CaseState, CaseWord, Collector, Verb};
use crate::pages::{forms, say, zone_of};
use application::Application;
use catalogue::{ApplicationKind, Catalogue, RejectionReason};
use kernel::lang::Lang;
use payment::BillState;
use shell::Desk;
use store::{Reader, StoreError};

/// A paper that can be asked for, or was.
pub(super) struct Asked {
    pub code: String,
    pub name: String,
    pub there: bool,
}

/// A reason of refusal, and what it tells the applicant to do.
pub(super) struct Reason {
    pub code: String,
    pub name: String,
    pub next: String,
}

/// The forms below the data. `kind` says which.
#[derive(Default)]
pub(super) struct Panel {
    pub kind: &'static str,
    pub text: String,
    pub papers: Vec<Asked>,
    pub complete: bool,
    pub other_kind: String,
    pub options: Vec<(String, String)>,
    pub chosen: String,
    pub typed: String,
    pub name: String,
    pub error: String,
    pub second_error: String,
    pub facts: Vec<(String, String)>,
    pub reasons: Vec<Reason>,
    /// What the applicant is told by the step, in the words of the message.
    pub reads: String,
    /// The same of the second form.
    pub reads_too: String,
    /// Nothing here is for this officer to do now.
    pub idle: bool,
}

const fn kind_of(word: CaseWord) -> &'static str {
    match word {
        CaseWord::CheckedIn => "verify",
        CaseWord::PapersPending => "papers",
        CaseWord::AwaitingDifference => "difference",
        CaseWord::Interview => "interview",
        CaseWord::Adjudication => "decide",
        CaseWord::Printing => "print",
        CaseWord::Printed => "check",
        CaseWord::Ready => "hand",
        CaseWord::Collected | CaseWord::Rejected | CaseWord::Void => "end",
    }
}

/// What a case in this state waits for; none where no officer has anything to do.
pub(in crate::pages) const fn step_of(word: CaseWord) -> Option<Verb> {
    match word {
        CaseWord::CheckedIn => Some(Verb::Confirm),
        CaseWord::PapersPending => Some(Verb::PapersIn),
        CaseWord::Interview => Some(Verb::Interview),
        CaseWord::Adjudication => Some(Verb::Approve),
        CaseWord::Printing => Some(Verb::Print),
        CaseWord::Printed => Some(Verb::Ready),
        CaseWord::Ready => Some(Verb::HandOver),
        CaseWord::AwaitingDifference | CaseWord::Collected | CaseWord::Rejected | CaseWord::Void => None,
    }
}

const fn collector_key(by: Collector) -> &'static str {
    match by {
        Collector::Itself => "counter-collector-self",
        Collector::Family => "counter-collector-family",
        Collector::Proxy => "counter-collector-proxy",
    }
}

/// Reads what the forms need.
pub(super) async fn read(
    desk: &Desk,
    reader: &mut Reader,
    (case, found): (&Case, &Application),
    shown: Shown,
) -> Result<Panel, StoreError> {
    let w = desk.visitor.w;
    let (kind, verb) = (kind_of(case.state.word()), step_of(case.state.word()));
    let may = verb.and_then(Verb::role).is_none_or(|role| desk.needs(role).is_ok());
    let mut panel = Panel { kind: if may { kind } else { "watch" }, ..Panel::default() };
    if !may {
        panel.text = w.with("counter-watch", &[("stage", &say::state(w, case.state.word()).text)]);
        panel.idle = true;
        return Ok(panel);
    }
    let catalogue = catalogue::current(&desk.visitor.house);
    let today = desk.visitor.house.now().day_in(zone_of(desk));
    let offered = |list: &[(&str, &str)]| list.iter().map(|(code, key)| ((*code).to_owned(), w.t(key))).collect();
    panel.chosen = shown.typed.get("alasan").to_owned();
    panel.error = shown.wrong.sentence(w, "alasan");
    match &case.state {
        CaseState::CheckedIn => {
            panel.papers = askable(desk, reader, &catalogue, (case, found), today).await?;
            panel.options = offered(&forms::KIND_REASONS);
            let (other, reads) = other_kind(found.kind);
            (panel.other_kind, panel.reads_too) = (say::kind(w, other), w.t(reads));
            panel.second_error = shown.wrong.sentence(w, "berkas");
        }
        CaseState::PapersPending { until } => {
            panel.papers = requested(desk, reader, case).await?;
            panel.complete = panel.papers.iter().all(|p| p.there);
            panel.text = w.with("counter-papers-until", &[("at", &w.moment(*until, zone_of(desk)))]);
        }
        CaseState::AwaitingDifference { .. } => panel.facts = difference(desk, reader, case).await?,
        CaseState::Interview => {
            panel.options = offered(&forms::NOTES);
            panel.chosen = shown.typed.get("catatan").to_owned();
            panel.typed = shown.typed.get("biometrik").to_owned();
            panel.error = shown.wrong.sentence(w, "catatan");
            panel.second_error = shown.wrong.sentence(w, "biometrik");
        }
        CaseState::Adjudication => {
            panel.reasons = catalogue.rejection_reasons(today).into_iter().map(|r| reason(w.lang(), r)).collect();
            panel.facts = interviewed(desk, case);
        }
        CaseState::Printing => {
            panel.typed = shown.typed.get("nomor-buku").to_owned();
            panel.error = shown.wrong.sentence(w, "nomor-buku");
        }
        CaseState::Printed { booklet } => panel.facts = vec![(w.t("counter-booklet"), booklet.clone())],
        CaseState::Ready { booklet } => {
            panel.facts = vec![(w.t("counter-booklet"), booklet.clone())];
            panel.options = Collector::ALL.iter().map(|c| (c.code().to_owned(), w.t(collector_key(*c)))).collect();
            panel.chosen = shown.typed.get("pengambil").to_owned();
            panel.name = shown.typed.get("nama").to_owned();
            panel.error = shown.wrong.sentence(w, "pengambil");
            panel.second_error = shown.wrong.sentence(w, "nama");
        }
        CaseState::Collected { by } => {
            panel.text = w.with("counter-end-collected", &[("by", &w.t(collector_key(*by)))]);
        }
        CaseState::Rejected { reason } | CaseState::Void { reason } => {
            panel.text = catalogue.rejection_reason(reason).map_or_else(|| reason.clone(), |r| r.name(w.lang()).to_owned());
        }
    }
    panel.idle = verb.is_none() || (kind == "papers" && !panel.complete);
    panel.reads = reads_key(case.state.word()).map_or_else(String::new, |key| w.t(key));
    Ok(panel)
}

/// What the applicant is told by the step that a case in this state waits for.
const fn reads_key(word: CaseWord) -> Option<&'static str> {
    match word {
        CaseWord::CheckedIn => Some("notification-papers-pending-text"),
        CaseWord::Adjudication => Some("notification-approved-text"),
        CaseWord::Printed => Some("notification-ready-text"),
        CaseWord::Ready => Some("notification-collected-text"),
        _ => None,
    }
}

/// The kind an application can be changed to, and what its applicant is told then.
const fn other_kind(kind: ApplicationKind) -> (ApplicationKind, &'static str) {
    match kind {
        ApplicationKind::New => (ApplicationKind::Replacement, "notification-reclassified-replacement"),
        ApplicationKind::Replacement => (ApplicationKind::New, "notification-reclassified-new"),
    }
}

fn reason(lang: Lang, row: &RejectionReason) -> Reason {
    let next = match lang {
        Lang::Id => &row.next_id,
        Lang::En => &row.next_en,
    };
    Reason { code: row.code.clone(), name: row.name(lang).to_owned(), next: next.clone() }
}

fn interviewed(desk: &Desk, case: &Case) -> Vec<(String, String)> {
    let w = desk.visitor.w;
    let code = case.interview.as_deref().unwrap_or_default();
    let notes = forms::NOTES.iter().find(|(known, _)| *known == code).map_or_else(String::new, |(_, key)| w.t(key));
    vec![(w.t("counter-notes"), notes), (w.t("counter-biometrics"), case.biometrics.clone().unwrap_or_default())]
}

/// The papers of this kind of application, and which are there.
async fn askable(
    desk: &Desk,
    reader: &mut Reader,
    catalogue: &Catalogue,
    (case, found): (&Case, &Application),
    today: jiff::civil::Date,
) -> Result<Vec<Asked>, StoreError> {
    let mut list: Vec<Asked> = Vec::new();
    for row in catalogue.requirements(Catalogue::adult_category(found.kind), today) {
        if row.need == catalogue::Need::OfficeMade || list.iter().any(|a| a.code == row.document_code) {
            continue;
        }
        let there = documents::has(reader, &case.application, &row.document_code).await?;
        let name = row.name(desk.visitor.lang).to_owned();
        list.push(Asked { code: row.document_code.clone(), name, there });
    }
    Ok(list)
}

async fn requested(desk: &Desk, reader: &mut Reader, case: &Case) -> Result<Vec<Asked>, StoreError> {
    let asked = documents::requested(reader, &case.application).await?;
    let row = |r: documents::RequestedPaper| {
        let name = papers::name(desk, &r.code);
        Asked { name, there: r.done_at.is_some(), code: r.code }
    };
    Ok(asked.into_iter().map(row).collect())
}

/// What the applicant is to pay, for the officer to say.
async fn difference(desk: &Desk, reader: &mut Reader, case: &Case) -> Result<Vec<(String, String)>, StoreError> {
    let (w, zone) = (desk.visitor.w, zone_of(desk));
    let bill = payment::difference_bill(reader, &case.application).await?.ok_or(StoreError::NoRow("bill"))?;
    let mut facts =
        vec![(w.t("counter-difference-amount"), w.rupiah(bill.amount)), (w.t("counter-difference-bill"), bill.number)];
    if let BillState::Payable { code, deadline } = &bill.state {
        facts.push((w.t("counter-difference-code"), code.clone()));
        facts.push((w.t("counter-difference-until"), w.moment(*deadline, zone)));
    }
    Ok(facts)
}
