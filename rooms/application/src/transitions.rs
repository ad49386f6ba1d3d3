//! What can happen to an application. Each function locks the row, asks the table of [`crate::state`], writes the state
//! with its evidence, a line of the timeline and an audit row, all in the caller's transaction.

use crate::model::{Application, Restored, Sent, Submission, TransitionRefused};
use crate::state::{ApplicationState, Verb, follows, step_code};
use crate::store::{application as rows, sent};
use catalogue::ApplicationKind;
use kernel::event::{Event, OfficeStep};
use kernel::ids::{ApplicationId, BillId, BookingId, CaseId, MoneyCaseId};
use kernel::time::Timestamp;
use serde_json::json;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};

type Done = Result<(), TransitionRefused>;

async fn locked(tx: &mut Tx<'_>, id: &ApplicationId, verb: Verb) -> Result<Application, TransitionRefused> {
    let application = rows::lock(tx, id).await?.ok_or(TransitionRefused::Absent)?;
    let word = application.state.word();
    // money can come only to what was submitted once: a draft that was thrown away never had a bill
    let money = matches!(verb, Verb::MarkPaid | Verb::ChooseDate | Verb::MoneyCase);
    if verb.from(word).is_none() || (money && application.submitted_at.is_none()) {
        return Err(TransitionRefused::NotFrom(word));
    }
    Ok(application)
}

/// What one transition writes.
struct Change<'a> {
    action: &'static str,
    /// The word of the timeline.
    what: &'a str,
    state: ApplicationState,
    detail: serde_json::Value,
}

async fn put(tx: &mut Tx<'_>, application: &Application, change: Change<'_>, by: &Actor) -> Done {
    let id = &application.id;
    let detail = json!({ "from": application.state.word().code(), "to": change.state.word().code(), "with": change.detail });
    rows::put_state(tx, id, &change.state).await?;
    rows::remember(tx, id, change.what, by).await?;
    tx.audit(AuditEntry {
        actor: by.clone(),
        action: change.action,
        object: "application",
        id: id.as_str(),
        application: Some(id),
        detail,
    })
    .await?;
    Ok(())
}

/// Whether a submission would be accepted as far as this room knows: asked before a seat is taken.
pub async fn may_submit(ask: &mut dyn Ask, id: &ApplicationId, version: i64) -> Result<Application, TransitionRefused> {
    let application = rows::by_id(ask, id).await?.ok_or(TransitionRefused::Absent)?;
    let word = application.state.word();
    match Verb::Submit.from(word) {
        None => Err(TransitionRefused::NotFrom(word)),
        Some(_) if application.version != version => Err(TransitionRefused::Stale),
        Some(_) => Ok(application),
    }
}

/// Submits applications with their seats and bills ("kirim"): first time, and again after expiry. One answer each, in
/// the order of the slice; tells no event (payment tells what became of the bill).
pub async fn submit(tx: &mut Tx<'_>, members: &[Submission], by: &Actor) -> Result<Vec<Done>, store::StoreError> {
    let mut done = Vec::with_capacity(members.len());
    for member in members {
        match submit_one(tx, member, by).await {
            Err(TransitionRefused::Store(error)) => return Err(error),
            other => done.push(other),
        }
    }
    Ok(done)
}

async fn submit_one(tx: &mut Tx<'_>, member: &Submission, by: &Actor) -> Done {
    let application = locked(tx, &member.id, Verb::Submit).await?;
    if application.version != member.version {
        return Err(TransitionRefused::Stale);
    }
    rows::put_submitted(tx, &member.id, &member.office).await?;
    sent::add(tx, &member.bill, &application, &member.office).await?;
    let change = Change {
        action: "application.submit",
        what: Verb::Submit.code(),
        state: ApplicationState::AwaitingPayment { bill: member.bill.clone(), booking: member.booking.clone() },
        detail: json!({ "bill": member.bill, "booking": member.booking, "office": member.office }),
    };
    put(tx, &application, change, by).await
}

/// What an application was sent for with a bill; none for a bill that is no submission's.
pub async fn sent(ask: &mut dyn Ask, bill: &BillId) -> Result<Option<Sent>, StoreError> {
    sent::of_bill(ask, bill).await
}

/// Late money came for a bill: office, passport type and kind are what was paid for again, unless the person is another
/// one now. The caller moves the application on in the same transaction.
pub async fn restore(tx: &mut Tx<'_>, bill: &BillId) -> Result<Restored, TransitionRefused> {
    // where nobody noted what was sent, what stands is taken for it
    let Some(sent) = sent::of_bill(tx, bill).await? else { return Ok(Restored::AsSent) };
    let now = locked(tx, &sent.application, Verb::MarkPaid).await?;
    if now.nik_hash != sent.nik_hash {
        return Ok(Restored::OtherPerson);
    }
    if now.kind == sent.kind && now.passport_type == sent.passport_type && now.office.as_ref() == Some(&sent.office) {
        return Ok(Restored::AsSent);
    }
    sent::restore(tx, &sent).await?;
    let chosen = json!({ "kind": now.kind.code(), "type": now.passport_type, "office": now.office });
    let paid = json!({ "kind": sent.kind.code(), "type": sent.passport_type, "office": sent.office });
    tx.audit(AuditEntry {
        actor: Actor::System,
        action: "application.restore",
        object: "application",
        id: now.id.as_str(),
        application: Some(&now.id),
        detail: json!({ "bill": bill, "chosen": chosen, "paid_for": paid }),
    })
    .await?;
    Ok(Restored::Restored)
}

/// Locks an application for the rest of the transaction: whoever changes seats of it does so first, after the slots.
pub async fn hold(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    rows::hold(tx, id).await
}

async fn simple(tx: &mut Tx<'_>, id: &ApplicationId, verb: Verb, change: Change<'_>, by: &Actor) -> Done {
    let application = locked(tx, id, verb).await?;
    put(tx, &application, change, by).await
}

/// The bill ended unpaid: everything typed stays, and one tap bills again.
pub async fn expire(tx: &mut Tx<'_>, id: &ApplicationId) -> Done {
    let state = ApplicationState::Expired { at: tx.now() };
    let change = Change { action: "application.expire", what: Verb::Expire.code(), state, detail: json!({}) };
    simple(tx, id, Verb::Expire, change, &Actor::System).await
}

/// Withdrawn before payment; also a draft that is not wanted. Tells [`Event::Cancelled`] where a bill was running.
pub async fn cancel(tx: &mut Tx<'_>, id: &ApplicationId, by: &Actor) -> Done {
    let application = locked(tx, id, Verb::Cancel).await?;
    let state = ApplicationState::Cancelled { at: tx.now() };
    let change = Change { action: "application.cancel", what: Verb::Cancel.code(), state, detail: json!({}) };
    put(tx, &application, change, by).await?;
    if matches!(application.state, ApplicationState::AwaitingPayment { .. }) {
        tx.tell(&Event::Cancelled { application: id.clone() }).await?;
    }
    Ok(())
}

/// Money arrived and this seat is booked.
pub async fn mark_paid(tx: &mut Tx<'_>, id: &ApplicationId, booking: &BookingId) -> Done {
    let state = ApplicationState::Scheduled { booking: booking.clone() };
    let detail = json!({ "booking": booking });
    let change = Change { action: "application.mark_paid", what: Verb::MarkPaid.code(), state, detail };
    simple(tx, id, Verb::MarkPaid, change, &Actor::System).await
}

/// Money arrived late and no equal seat is free: the person chooses a new date until an instant.
pub async fn choose_date(tx: &mut Tx<'_>, id: &ApplicationId, until: Timestamp) -> Done {
    let state = ApplicationState::ChooseDate { until };
    let change =
        Change { action: "application.choose_date", what: Verb::ChooseDate.code(), state, detail: json!({ "until": until }) };
    simple(tx, id, Verb::ChooseDate, change, &Actor::System).await
}

/// Money needs a person's decision.
pub async fn money_case(tx: &mut Tx<'_>, id: &ApplicationId, case: &MoneyCaseId) -> Done {
    let state = ApplicationState::MoneyCase { case: case.clone() };
    let change =
        Change { action: "application.money_case", what: Verb::MoneyCase.code(), state, detail: json!({ "case": case }) };
    simple(tx, id, Verb::MoneyCase, change, &Actor::System).await
}

/// Another seat: a move, or the new date after late money.
pub async fn reschedule(tx: &mut Tx<'_>, id: &ApplicationId, booking: &BookingId, by: &Actor) -> Done {
    let state = ApplicationState::Scheduled { booking: booking.clone() };
    let detail = json!({ "booking": booking });
    let change = Change { action: "application.reschedule", what: Verb::Reschedule.code(), state, detail };
    simple(tx, id, Verb::Reschedule, change, by).await
}

/// The applicant gives a paid seat back; the fee is kept. Tells no event: the schedule does, whose seat it is.
pub async fn give_back(tx: &mut Tx<'_>, id: &ApplicationId, by: &Actor) -> Done {
    let state = ApplicationState::GivenBack { at: tx.now() };
    let change = Change { action: "application.give_back", what: Verb::GiveBack.code(), state, detail: json!({}) };
    simple(tx, id, Verb::GiveBack, change, by).await
}

/// The visit passed without a check-in.
pub async fn miss(tx: &mut Tx<'_>, id: &ApplicationId) -> Done {
    let state = ApplicationState::Missed { at: tx.now() };
    let change = Change { action: "application.miss", what: Verb::Miss.code(), state, detail: json!({}) };
    simple(tx, id, Verb::Miss, change, &Actor::System).await
}

/// Arrived at the office.
pub async fn check_in(tx: &mut Tx<'_>, id: &ApplicationId, case: &CaseId, by: &Actor) -> Done {
    let state = ApplicationState::InOffice { case: case.clone(), step: OfficeStep::CheckedIn };
    let what = step_code(OfficeStep::CheckedIn);
    let change = Change { action: "application.check_in", what, state, detail: json!({ "case": case }) };
    simple(tx, id, Verb::CheckIn, change, by).await
}

/// A step at the office was reached; `Ready` and `Collected` are states of their own. Arrival and rejection have
/// their own doors. Tells no event: counter does, which knows its case.
pub async fn office_step(tx: &mut Tx<'_>, id: &ApplicationId, step: OfficeStep, by: &Actor) -> Done {
    let application = locked(tx, id, Verb::OfficeStep).await?;
    let refused = TransitionRefused::NotFrom(application.state.word());
    let (now, case) = match &application.state {
        ApplicationState::InOffice { case, step } => (*step, Some(case.clone())),
        ApplicationState::Ready => (OfficeStep::Ready, None),
        _ => return Err(refused),
    };
    if !follows(now, step) {
        return Err(refused);
    }
    let state = match (step, case) {
        (OfficeStep::Ready, _) => ApplicationState::Ready,
        (OfficeStep::Collected, _) => ApplicationState::Collected,
        (step, Some(case)) => ApplicationState::InOffice { case, step },
        (_, None) => return Err(refused),
    };
    let what = step_code(step);
    put(tx, &application, Change { action: "application.office_step", what, state, detail: json!({ "step": what }) }, by).await
}

/// Refused at the office with a coded reason of the catalogue.
pub async fn reject(tx: &mut Tx<'_>, id: &ApplicationId, reason: &str, by: &Actor) -> Done {
    let state = ApplicationState::Rejected { reason: reason.to_owned() };
    let change = Change { action: "application.reject", what: "rejected", state, detail: json!({ "reason": reason }) };
    simple(tx, id, Verb::Reject, change, by).await
}

/// The verifier corrects new to replacement or the other way, with a coded reason; the only change after submission.
pub async fn reclassify(tx: &mut Tx<'_>, id: &ApplicationId, kind: ApplicationKind, reason: &str, by: &Actor) -> Done {
    let application = locked(tx, id, Verb::Reclassify).await?;
    let ApplicationState::InOffice { case, step } = &application.state else {
        return Err(TransitionRefused::NotFrom(application.state.word()));
    };
    if !follows(*step, OfficeStep::Reclassified) || application.kind == kind {
        return Err(TransitionRefused::NotFrom(application.state.word()));
    }
    rows::put_kind(tx, id, kind).await?;
    let state = ApplicationState::InOffice { case: case.clone(), step: OfficeStep::Reclassified };
    let detail = json!({ "kind": kind.code(), "reason": reason });
    let change = Change { action: "application.reclassify", what: step_code(OfficeStep::Reclassified), state, detail };
    put(tx, &application, change, by).await
}

/// Ended with a coded reason; the fee is kept.
pub async fn void(tx: &mut Tx<'_>, id: &ApplicationId, reason: &str, by: &Actor) -> Done {
    let state = ApplicationState::Void { reason: reason.to_owned() };
    let change = Change { action: "application.void", what: Verb::Void.code(), state, detail: json!({ "reason": reason }) };
    simple(tx, id, Verb::Void, change, by).await
}
