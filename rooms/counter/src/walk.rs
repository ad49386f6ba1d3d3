//! The steps of a case. Each is one transaction: the case under the version that was looked at, the application, the case's
//! history, an audit row with the officer, and what the citizen is told.
//!
//! Locks are taken in the order of the house: the application first, then its booking and bills, and the case last.

mod difference;

use crate::comparison::compare;
use crate::model::{Case, CaseState, Collector, Refused, Verb};
use crate::store::cases::{self, Left};
use crate::store::steps;
use ::store::{Actor, Ask as _, AuditEntry, StoreError, Tx};
use catalogue::{Catalogue, Field};
use kernel::event::{Event, OfficeStep};
use kernel::ids::{CaseId, OfficeCode, OfficerId};
use kernel::time::DAY;
use serde_json::json;
use shell::House;

/// How long missing papers may take.
const PAPERS_WAIT: i64 = 7 * DAY;

/// What an officer does to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// These fields, and no others, were seen on the originals; and maybe on to the interview.
    Confirm { fields: Vec<Field>, go_on: bool },
    /// Asks for papers.
    AskPapers(Vec<String>),
    /// The papers are there.
    PapersIn,
    /// New becomes replacement or the other way, with a coded reason.
    Reclassify(String),
    /// Outcome code and biometrics reference.
    Interview { notes: String, biometrics: String },
    /// Approves.
    Approve,
    /// Refuses with a coded reason.
    Reject(String),
    /// Printed into this booklet.
    Print(String),
    /// Checked.
    Ready,
    /// Handed over.
    HandOver { by: Collector, name: String },
}

impl Act {
    /// The verb whose role is needed.
    pub(crate) const fn verb(&self) -> Verb {
        match self {
            Self::Confirm { .. } => Verb::Confirm,
            Self::AskPapers(_) => Verb::AskPapers,
            Self::PapersIn => Verb::PapersIn,
            Self::Reclassify(_) => Verb::Reclassify,
            Self::Interview { .. } => Verb::Interview,
            Self::Approve => Verb::Approve,
            Self::Reject(_) => Verb::Reject,
            Self::Print(_) => Verb::Print,
            Self::Ready => Verb::Ready,
            Self::HandOver { .. } => Verb::HandOver,
        }
    }
}

/// Who does it, where, and what was looked at.
pub(crate) struct Hand<'a> {
    pub officer: &'a OfficerId,
    pub office: &'a OfficeCode,
    pub version: i64,
}

impl Hand<'_> {
    fn actor(&self) -> Actor {
        Actor::Officer(self.officer.clone())
    }
}

/// What a step leaves behind beside the state.
#[derive(Default)]
pub(crate) struct With<'a> {
    pub left: Left<'a>,
    pub detail: serde_json::Value,
}

const fn action(verb: Verb) -> &'static str {
    match verb {
        Verb::Confirm => "counter.confirm",
        Verb::AskPapers => "counter.ask_papers",
        Verb::PapersIn => "counter.papers_in",
        Verb::Reclassify => "counter.reclassify",
        Verb::BillDifference => "counter.bill_difference",
        Verb::DifferencePaid => "counter.difference_paid",
        Verb::Verify => "counter.verify",
        Verb::Interview => "counter.interview",
        Verb::Approve => "counter.approve",
        Verb::Reject => "counter.reject",
        Verb::Print => "counter.print",
        Verb::Ready => "counter.ready",
        Verb::HandOver => "counter.hand_over",
        Verb::PapersLate => "counter.papers_late",
    }
}

/// Writes one step of the case itself: state, history, audit.
pub(crate) async fn put(tx: &mut Tx<'_>, case: &Case, verb: Verb, state: &CaseState, with: With<'_>) -> Result<(), Refused> {
    if verb.from(case.state.word()) != Some(state.word()) {
        return Err(Refused::NotNow(case.state.word()));
    }
    let officer = with.left.by.cloned();
    if !cases::put(tx, case, state, with.left).await? {
        return Err(Refused::Stale);
    }
    steps::add(tx, &case.id, verb.code(), officer.as_ref(), &with.detail).await?;
    tx.audit(AuditEntry {
        actor: officer.map_or(Actor::System, Actor::Officer),
        action: action(verb),
        object: "case",
        id: case.id.as_str(),
        application: Some(&case.application),
        detail: with.detail,
    })
    .await?;
    Ok(())
}

/// Papers that were asked for and are not there.
pub(crate) async fn still_missing(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<String>, StoreError> {
    let asked = documents::requested(tx, &case.application).await?;
    Ok(asked.into_iter().filter(|r| r.done_at.is_none()).map(|r| r.code).collect())
}

/// Does one thing to a case of the officer's own office. Holds its application first: whoever does something else to the
/// same person waits there, before either has touched case, booking or bill.
pub(crate) async fn perform(
    house: &House,
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (id, act): (&CaseId, &Act),
    hand: &Hand<'_>,
) -> Result<(), Refused> {
    let own = cases::find(tx, id).await?.filter(|c| c.office == *hand.office).ok_or(Refused::Absent)?;
    application::hold(tx, &own.application).await?;
    // as it stands now that nobody else changes it
    let case = cases::find(tx, id).await?.ok_or(Refused::Absent)?;
    if case.version != hand.version {
        return Err(Refused::Stale);
    }
    if act.verb().from(case.state.word()).is_none() {
        return Err(Refused::NotNow(case.state.word()));
    }
    match act {
        Act::Confirm { fields, go_on } => confirm(house, tx, (catalogue, &case), (fields, *go_on), hand).await,
        Act::AskPapers(codes) => ask_papers(tx, &case, codes, hand).await,
        Act::PapersIn => papers_in(tx, &case, hand).await,
        Act::Reclassify(reason) => difference::reclassify((house, catalogue), tx, &case, reason, hand).await,
        Act::Interview { notes, biometrics } => {
            let left = Left { interview: Some(notes), biometrics: Some(biometrics), ..Left::default() };
            let detail = json!({ "outcome": notes });
            on(tx, &case, (act.verb(), &CaseState::Adjudication, OfficeStep::Interviewed), (left, detail), hand).await
        }
        Act::Approve => {
            let to = (act.verb(), &CaseState::Printing, OfficeStep::Approved);
            on(tx, &case, to, (Left::default(), json!({})), hand).await
        }
        Act::Reject(reason) => reject(tx, &case, reason, hand).await,
        Act::Print(booklet) => print(tx, &case, booklet, hand).await,
        Act::Ready => {
            let booklet = case.booklet.clone().ok_or(StoreError::NoRow("booklet"))?;
            let to = (act.verb(), &CaseState::Ready { booklet }, OfficeStep::Ready);
            on(tx, &case, to, (Left::default(), json!({})), hand).await
        }
        Act::HandOver { by, name } => hand_over(house, tx, &case, (*by, name), hand).await,
    }
}

/// A step that the application takes too, and the citizen hears about.
async fn on(
    tx: &mut Tx<'_>,
    case: &Case,
    (verb, state, step): (Verb, &CaseState, OfficeStep),
    (left, detail): (Left<'_>, serde_json::Value),
    hand: &Hand<'_>,
) -> Result<(), Refused> {
    let left = Left { by: Some(hand.officer), ..left };
    put(tx, case, verb, state, With { left, detail }).await?;
    application::office_step(tx, &case.application, step, &hand.actor()).await?;
    tell(tx, case, step).await
}

async fn tell(tx: &mut Tx<'_>, case: &Case, step: OfficeStep) -> Result<(), Refused> {
    let event = Event::Office { case: case.id.clone(), application: case.application.clone(), step };
    tx.tell(&event).await?;
    Ok(())
}

async fn confirm(
    house: &House,
    tx: &mut Tx<'_>,
    (catalogue, case): (&Catalogue, &Case),
    (ticked, go_on): (&[Field], bool),
    hand: &Hand<'_>,
) -> Result<(), Refused> {
    let found = application::find(tx, &case.application).await?.ok_or(Refused::Absent)?;
    let answers = application::answers(&house.vault, tx, &found).await?;
    let checks = application::checks(&house.vault, tx, &found).await?;
    let asked: Vec<Field> = compare(catalogue, &answers, &checks).into_iter().map(|row| row.field).collect();
    let lacking: Vec<Field> = asked.iter().copied().filter(|f| !ticked.contains(f)).collect();
    if go_on && !lacking.is_empty() {
        return Err(Refused::Unconfirmed(lacking));
    }
    let before = steps::confirmed(tx, &case.id).await?;
    for field in asked.iter().filter(|f| ticked.contains(f) && !before.contains(f)) {
        steps::confirm(tx, &case.id, *field, hand.officer).await?;
    }
    for field in before.iter().filter(|f| !ticked.contains(f)) {
        steps::withdraw(tx, &case.id, *field).await?;
    }
    let codes: Vec<&str> = asked.iter().filter(|f| ticked.contains(f)).map(|f| f.code()).collect();
    let detail = json!({ "fields": codes });
    if !go_on {
        let left = Left { by: Some(hand.officer), ..Left::default() };
        return put(tx, case, Verb::Confirm, &CaseState::CheckedIn, With { left, detail }).await;
    }
    schedule::serve(tx, &case.booking, &hand.actor()).await?;
    on(tx, case, (Verb::Verify, &CaseState::Interview, OfficeStep::Verified), (Left::default(), detail), hand).await
}

async fn ask_papers(tx: &mut Tx<'_>, case: &Case, codes: &[String], hand: &Hand<'_>) -> Result<(), Refused> {
    let until = tx.now().plus(PAPERS_WAIT);
    let list: Vec<&str> = codes.iter().map(String::as_str).collect();
    documents::request(tx, &case.application, &list, until, &hand.actor()).await?;
    let detail = json!({ "codes": codes, "until": until });
    let to = (Verb::AskPapers, &CaseState::PapersPending { until }, OfficeStep::PapersPending);
    on(tx, case, to, (Left::default(), detail), hand).await
}

async fn papers_in(tx: &mut Tx<'_>, case: &Case, hand: &Hand<'_>) -> Result<(), Refused> {
    let missing = still_missing(tx, case).await?;
    if !missing.is_empty() {
        return Err(Refused::StillMissing(missing));
    }
    let left = Left { by: Some(hand.officer), ..Left::default() };
    put(tx, case, Verb::PapersIn, &CaseState::CheckedIn, With { left, detail: json!({}) }).await
}

async fn reject(tx: &mut Tx<'_>, case: &Case, reason: &str, hand: &Hand<'_>) -> Result<(), Refused> {
    let left = Left { by: Some(hand.officer), ..Left::default() };
    let state = CaseState::Rejected { reason: reason.to_owned() };
    put(tx, case, Verb::Reject, &state, With { left, detail: json!({ "reason": reason }) }).await?;
    application::reject(tx, &case.application, reason, &hand.actor()).await?;
    tell(tx, case, OfficeStep::Rejected).await
}

async fn print(tx: &mut Tx<'_>, case: &Case, booklet: &str, hand: &Hand<'_>) -> Result<(), Refused> {
    if cases::booklet_known(tx, booklet).await? {
        return Err(Refused::Field("nomor-buku", kernel::field::FieldError::Words("counter-booklet-known")));
    }
    let state = CaseState::Printed { booklet: booklet.to_owned() };
    on(tx, case, (Verb::Print, &state, OfficeStep::Printed), (Left::default(), json!({ "booklet": booklet })), hand).await
}

async fn hand_over(
    house: &House,
    tx: &mut Tx<'_>,
    case: &Case,
    (by, name): (Collector, &str),
    hand: &Hand<'_>,
) -> Result<(), Refused> {
    let found = application::find(tx, &case.application).await?.ok_or(Refused::Absent)?;
    let key = account::person_key(&house.vault, tx, &found.person).await?;
    let sealed = key.seal_text(&format!("counter.collector/{}", case.id), name).map_err(StoreError::from)?;
    let left = Left { collector_name: Some(sealed), ..Left::default() };
    let to = (Verb::HandOver, &CaseState::Collected { by }, OfficeStep::Collected);
    on(tx, case, to, (left, json!({ "by": by.code() })), hand).await
}
