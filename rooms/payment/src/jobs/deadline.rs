//! The end of a code's time. The biller is asked before a seat goes.

use super::kinds;
use crate::biller::{self, Told};
use crate::model::{Bill, BillEvent, BillKind, BillState, Settled};
use crate::open::{audit, job as job_about};
use crate::settle::{self, is_race, raced};
use crate::store::{bills, cases};
use kernel::{
    event::Event,
    time::{MINUTE, SECOND, Zone},
};
use schedule::Release;
use serde_json::json;
use shell::House;
use store::{Actor, Ask as _, Claimed, Outcome, StoreError, Tx};

/// Pause between questions to a silent biller after the deadline.
const SILENT_PAUSE: i64 = 3 * MINUTE;

pub(crate) async fn run(house: &House, job: &Claimed) -> Result<Outcome, StoreError> {
    let Some(bill) = super::bill_of(house, job).await? else { return Ok(Outcome::Done) };
    let BillState::Payable { code, deadline } = &bill.state else { return Ok(Outcome::Done) };
    let now = house.now();
    if now < *deadline {
        return Ok(Outcome::Again(*deadline));
    }
    let told = match biller::ask(house, &bill).await {
        // taken off the bank's counters first, so that nobody pays while the seat goes
        Told::Unpaid(_) => biller::withdraw(house, &bill, code).await,
        told => told,
    };
    match told {
        Told::Money(billing) => {
            match settle::settle_now(house, &bill.id, &billing).await? {
                // money that was not booked: the bill still ends
                Settled::Case(_) | Settled::Nothing => end(house, &bill, BillEvent::Deadline).await,
                _ => Ok(Outcome::Done),
            }
        }
        Told::Dead(_) => end(house, &bill, BillEvent::Deadline).await,
        Told::BeingPaid(_) => {
            let catalogue = catalogue::current(house);
            let today = now.day_in(Zone::Wib);
            let grace = catalogue.limit("inquiry_grace_minutes", today) * MINUTE;
            let last = deadline.plus(catalogue.limit("inquiry_grace_max", today) * grace);
            if now >= last {
                // whether the money moved is not known: what turns up later is late money
                return end(house, &bill, BillEvent::Silence).await;
            }
            Ok(Outcome::Again(now.plus(grace).min(last)))
        }
        Told::Unpaid(_) | Told::Absent | Told::Silent(_) => {
            metrics::counter!("payment_biller_silent_at_deadline").increment(1);
            let grace = catalogue::current(house).limit("biller_silent_grace_minutes", now.day_in(Zone::Wib)) * MINUTE;
            let last = deadline.plus(grace);
            if now >= last {
                return end(house, &bill, BillEvent::Silence).await;
            }
            Ok(Outcome::Again(now.plus(SILENT_PAUSE).min(last)))
        }
    }
}

async fn end(house: &House, bill: &Bill, event: BillEvent) -> Result<Outcome, StoreError> {
    let done = house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { end_unpaid(tx, bill, event).await })).await;
    match done {
        Ok(()) => Ok(Outcome::Done),
        // paid or withdrawn in this moment: the next run sees it
        Err(error) if is_race(&error) => Ok(Outcome::Again(house.now().plus(SECOND))),
        Err(error) => Err(error),
    }
}

/// Frees the seat and nothing else: what was typed and uploaded stays.
async fn end_unpaid(tx: &mut Tx<'_>, bill: &Bill, event: BillEvent) -> Result<(), StoreError> {
    let Some(bill) = bills::find(tx, &bill.id).await? else { return Ok(()) };
    let BillState::Payable { deadline, .. } = &bill.state else { return Ok(()) };
    if tx.now() < *deadline {
        return Err(raced());
    }
    if let Some(booking) = bill.booking.as_ref().filter(|_| bill.kind == BillKind::Visit) {
        let why = if event == BillEvent::Silence { Release::BillerSilent } else { Release::Expired };
        if !schedule::release(tx, booking, why).await? {
            return Err(raced());
        }
        application::hold(tx, &bill.application).await?;
        let mut lying = cases::of_bill(tx, &bill.id).await?;
        lying.extend(cases::lying_of(tx, &bill.application).await?);
        match lying.first() {
            // money lies there, of another amount or for former choices: not "expired" alone
            Some(case) => application::money_case(tx, &bill.application, &case.id).await?,
            None => application::expire(tx, &bill.application).await?,
        }
    }
    if !bills::advance(tx, &bill, event).await? {
        return Err(raced());
    }
    audit(tx, Actor::System, "payment.expire", &bill, json!({ "why": event.code() })).await?;
    tx.tell(&Event::BillExpired { bill: bill.id.clone() }).await?;
    if event == BillEvent::Silence {
        let now = tx.now();
        tx.later(job_about(kinds::TRACE, &bill.id, now.plus(10 * SECOND))).await?;
    }
    Ok(())
}

/// One hour is left: says so if that is still true.
pub(crate) async fn remind(house: &House, job: &Claimed) -> Result<Outcome, StoreError> {
    let Some(bill) = super::bill_of(house, job).await? else { return Ok(Outcome::Done) };
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let id = bill.id.clone();
            Box::pin(async move {
                let state = bills::find(tx, &id).await?.map(|b| b.state);
                if matches!(state, Some(BillState::Payable { deadline, .. }) if tx.now() < deadline) {
                    tx.tell(&Event::BillReminder { bill: id }).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(Outcome::Done)
}
