//! Bills begin and are withdrawn here.

use crate::jobs::kinds;
use crate::model::{Bill, BillEvent, BillKind, BillState, CancelRefused, OpenBill, StateWord};
use crate::store::{
    bills::{self, NewBill},
    cases,
};
use catalogue::Catalogue;
use kernel::{
    chance::digits,
    event::Event,
    ids::BillId,
    time::{MINUTE, Zone},
};
use serde_json::json;
use store::{Actor, Ask as _, AuditEntry, JobSpec, StoreError, Tx};

/// Writes the audit row of a change to one bill.
pub(crate) async fn audit(
    tx: &mut Tx<'_>,
    actor: Actor,
    action: &'static str,
    bill: &Bill,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    let application = Some(&bill.application);
    tx.audit(AuditEntry { actor, action, object: "bill", id: bill.id.as_str(), application, detail }).await
}

/// A job about one bill, to be run at an instant.
pub(crate) fn job(kind: &'static str, bill: &BillId, run_at: kernel::time::Timestamp) -> JobSpec {
    JobSpec { kind, key: bill.to_string(), payload: json!({ "bill": bill }), run_at }
}

/// The number on a bill: the day in Jakarta and twelve digits of chance, so that it tells nothing about others.
fn new_number(tx: &Tx<'_>) -> String {
    let day = tx.now().day_in(Zone::Wib);
    let chance = digits(tx.chance(), 12);
    format!("{:02}{:02}{:02}-{}-{}", day.year() % 100, day.month(), day.day(), &chance[..6], &chance[6..])
}

/// Opens bills in the transaction that takes their seats: rows, lines, and the job that asks the biller. One id each, in the
/// order of the slice. A bill of nothing goes the same way and is settled by its job without a code. Tells
/// [`Event::Submitted`] for visits.
pub async fn open_bills(tx: &mut Tx<'_>, catalogue: &Catalogue, opened: &[OpenBill]) -> Result<Vec<BillId>, StoreError> {
    let now = tx.now();
    let wait = catalogue.limit("code_wait_minutes", now.day_in(Zone::Wib)) * MINUTE;
    let mut ids = Vec::with_capacity(opened.len());
    for open in opened {
        let sum = open.lines.iter().try_fold(kernel::money::Rupiah::ZERO, |sum, line| sum.checked_add(line.amount));
        if sum != Some(open.total) {
            return Err(StoreError::inconsistent("bill.amount", "the lines do not add up to the total"));
        }
        let id = BillId::mint(now, tx.chance());
        let number = new_number(tx);
        bills::insert(tx, &NewBill { id: &id, number: &number, open, seat_until: now.plus(wait) }).await?;
        tx.later(job(kinds::ASK, &id, now)).await?;
        tx.audit(AuditEntry {
            actor: Actor::Account(open.account.clone()),
            action: "payment.open",
            object: "bill",
            id: id.as_str(),
            application: Some(&open.application),
            detail: json!({ "kind": open.kind.code(), "amount": open.total, "booking": open.booking }),
        })
        .await?;
        if open.kind == BillKind::Visit {
            tx.tell(&Event::Submitted { application: open.application.clone(), bill: id.clone() }).await?;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Withdraws a bill before it is paid; a job tells the biller. Should the money be there all the same, the rule of late money
/// finds it. The caller releases the seat and moves the application on.
pub async fn cancel_bill(tx: &mut Tx<'_>, id: &BillId, by: Actor) -> Result<(), CancelRefused> {
    let bill = bills::find(tx, id).await?.ok_or(StoreError::NoRow("bill"))?;
    match bill.state {
        BillState::Paid { .. } => return Err(CancelRefused::AlreadyPaid),
        _ if BillEvent::Withdraw.from(bill.state.word()) != Some(StateWord::Cancelled) => return Err(CancelRefused::BeingPaid),
        _ => {}
    }
    if !bills::advance(tx, &bill, BillEvent::Withdraw).await? {
        return Err(CancelRefused::BeingPaid);
    }
    audit(tx, by, "payment.cancel", &bill, json!({})).await?;
    // money of a former bill lies there: not "cancelled" alone
    let ended =
        application::find(tx, &bill.application).await?.is_some_and(|a| a.state.word() == application::StateWord::Cancelled);
    if ended && let Some(case) = cases::lying_of(tx, &bill.application).await?.first() {
        application::money_case(tx, &bill.application, &case.id).await.map_err(StoreError::from)?;
    }
    let now = tx.now();
    tx.later(job(kinds::CANCEL, id, now)).await?;
    Ok(())
}
