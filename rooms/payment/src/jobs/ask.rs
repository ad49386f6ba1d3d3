//! Asks the biller for a code. What may have reached it is found again by our reference before anything is asked twice.

use super::kinds;
use crate::biller::{self, Told};
use crate::model::{Bill, BillEvent, BillKind, BillState, quick_pause};
use crate::open::{audit, job as job_about};
use crate::settle::{self, is_race, raced};
use crate::store::{bills, cases};
use kernel::{
    event::Event,
    time::{DAY, HOUR, MINUTE, SECOND, Timestamp, Zone},
};
use outside::{Billing, BillingLine, NewBilling, PartnerError};
use schedule::Release;
use serde_json::json;
use shell::House;
use store::{Actor, Ask as _, Claimed, Outcome, StoreError, Tx};

/// How long the code of a bill without a seat can be paid: the longest the treasury allows, less an hour.
const OTHER_VALID: i64 = 7 * DAY - HOUR;

pub(crate) async fn run(house: &House, job: &Claimed) -> Result<Outcome, StoreError> {
    let Some(bill) = super::bill_of(house, job).await? else { return Ok(Outcome::Done) };
    let BillState::Asked { seat_until, .. } = bill.state else { return Ok(Outcome::Done) };
    if bill.amount.0 == 0 {
        return nothing_due(house, &bill).await;
    }
    let now = house.now();
    let patient = bill.kind != BillKind::Visit;
    let told = if now >= seat_until && !patient {
        // last question: nothing new is asked for any more
        if bill.in_flight { biller::ask(house, &bill).await } else { Told::Absent }
    } else {
        code_for(house, &bill).await?
    };
    let told = match told {
        // it has a code, and somebody has it in hand already
        Told::BeingPaid(billing) => Told::Unpaid(billing),
        told => told,
    };
    match told {
        Told::Unpaid(billing) if now < seat_until || patient => take_code(house, &bill, &billing).await,
        Told::Money(billing) => {
            settle::settle_now(house, &bill.id, &billing).await?;
            Ok(Outcome::Done)
        }
        Told::Dead(_) => give_up(house, &bill, "dead").await,
        Told::Unpaid(_) | Told::Absent | Told::Silent(_) if now >= seat_until && !patient => {
            give_up(house, &bill, "silent").await
        }
        Told::Silent(why) if why == REFUSED => give_up(house, &bill, "refused").await,
        Told::Silent(_) | Told::Absent | Told::Unpaid(_) | Told::BeingPaid(_) => {
            let again = now.plus(quick_pause(job.attempt));
            Ok(Outcome::Again(if patient { again } else { again.min(seat_until) }))
        }
    }
}

/// The mark of a final refusal among silent answers.
const REFUSED: &str = "refused";

/// A code, found or made.
async fn code_for(house: &House, bill: &Bill) -> Result<Told, StoreError> {
    if bill.in_flight {
        match biller::ask(house, bill).await {
            Told::Absent => {}
            told => return Ok(told),
        }
    }
    let payer_name = payer_name(house, bill).await?;
    let (bill, expires_at) = match bill.expires_at.filter(|_| bill.in_flight) {
        // the same question, word for word: the biller answers as it did
        Some(expires_at) => (bill.clone(), expires_at),
        None => match start_call(house, bill).await? {
            Some(started) => started,
            None => return Ok(Told::Silent("the bill changed meanwhile".to_owned())),
        },
    };
    let request = request(house, &bill, payer_name, expires_at);
    Ok(match house.outside.biller.create(&request).await {
        Ok(billing) => biller::judge(&bill, billing),
        Err(error @ (PartnerError::Unreachable(_) | PartnerError::BreakerOpen)) => {
            never_made(house, &bill, expires_at).await?;
            Told::Silent(error.to_string())
        }
        Err(PartnerError::Refused { code, .. }) => {
            tracing::error!(bill = %bill.id, code, "the biller refuses the bill");
            never_made(house, &bill, expires_at).await?;
            Told::Silent(REFUSED.to_owned())
        }
        Err(error) => Told::Silent(error.to_string()),
    })
}

/// This request made no billing; a former one of unknown fate stays in flight.
async fn never_made(house: &House, bill: &Bill, expires_at: Timestamp) -> Result<(), StoreError> {
    if bill.expires_at.is_none_or(|kept| kept != expires_at) {
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { bills::end_call(tx, bill).await })).await?;
    }
    Ok(())
}

fn request(house: &House, bill: &Bill, payer_name: String, expires_at: Timestamp) -> NewBilling {
    let lines = bill.lines.iter().filter(|line| line.amount.0 > 0);
    let lines = lines
        .map(|line| BillingLine {
            tariff_code: line.tariff_code.clone(),
            account: house.config.revenue.account.clone(),
            tariff: line.amount,
            volume: 1,
            unit: "permohonan".to_owned(),
            total: line.amount,
        })
        .collect();
    NewBilling { trx_id: bill.reference(), payer_name, amount: bill.amount, expires_at, lines }
}

/// Writes down, before the first call, until when the code shall live: the code's time runs from here. The answered bill
/// carries the version after this write, and the former expiry.
async fn start_call(house: &House, bill: &Bill) -> Result<Option<(Bill, Timestamp)>, StoreError> {
    let minutes = catalogue::current(house).limit("billing_valid_minutes", house.now().day_in(Zone::Wib));
    let valid = if bill.kind == BillKind::Visit { minutes * MINUTE } else { OTHER_VALID };
    let expires_at = Timestamp(house.now().plus(valid).0 / SECOND * SECOND);
    let started = house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { bills::start_call(tx, bill, expires_at).await }))
        .await?;
    Ok(started.then(|| (Bill { version: bill.version + 1, expires_at: None, ..bill.clone() }, expires_at)))
}

/// The name in the billing; the application's number where there is no name to be read, so that no seat hangs on it.
async fn payer_name(house: &House, bill: &Bill) -> Result<String, StoreError> {
    let mut reader = house.reader();
    let application = application::find(&mut reader, &bill.application).await?.ok_or(StoreError::NoRow("application"))?;
    let answers = application::answers(&house.vault, &mut reader, &application).await?;
    Ok(answers.full_name().map_or(application.number, |name| name.to_string()))
}

async fn take_code(house: &House, bill: &Bill, billing: &Billing) -> Result<Outcome, StoreError> {
    let left = catalogue::current(house).limit("one_hour_left_minutes", house.now().day_in(Zone::Wib)) * MINUTE;
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let Some(bill) = bills::find(tx, &bill.id).await? else { return Ok(()) };
                if !bills::put_code(tx, &bill, billing).await? {
                    // withdrawn meanwhile: its own job finds the billing by our reference
                    return Ok(());
                }
                let deadline = billing.expires_at;
                audit(tx, Actor::System, "payment.code", &bill, json!({ "deadline": deadline })).await?;
                tx.tell(&Event::BillReady { bill: bill.id.clone() }).await?;
                tx.later(job_about(kinds::DEADLINE, &bill.id, deadline)).await?;
                if deadline.since(tx.now()) > left {
                    tx.later(job_about(kinds::REMINDER, &bill.id, deadline.plus(-left))).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(Outcome::Done)
}

async fn nothing_due(house: &House, bill: &Bill) -> Result<Outcome, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { settle::settle_nothing_due(house, tx, bill).await }))
        .await?;
    Ok(Outcome::Done)
}

/// No code in time: the seat goes, everything typed stays, and what may lie at the biller is traced.
async fn give_up(house: &House, bill: &Bill, why: &'static str) -> Result<Outcome, StoreError> {
    metrics::counter!("payment_code_refused", "why" => why).increment(1);
    let done = house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { end_without_code(tx, bill, why).await })).await;
    match done {
        Ok(()) => Ok(Outcome::Done),
        // paid or withdrawn in this moment: the next run sees it
        Err(error) if is_race(&error) => Ok(Outcome::Again(house.now().plus(SECOND))),
        Err(error) => Err(error),
    }
}

async fn end_without_code(tx: &mut Tx<'_>, bill: &Bill, why: &str) -> Result<(), StoreError> {
    let Some(bill) = bills::find(tx, &bill.id).await? else { return Ok(()) };
    if !matches!(bill.state, BillState::Asked { .. }) {
        return Ok(());
    }
    if let Some(booking) = &bill.booking {
        if !schedule::release(tx, booking, Release::BillerSilent).await? {
            return Err(raced());
        }
        application::hold(tx, &bill.application).await?;
        match cases::lying_of(tx, &bill.application).await?.first() {
            Some(case) => application::money_case(tx, &bill.application, &case.id).await?,
            None => application::expire(tx, &bill.application).await?,
        }
    }
    if !bills::advance(tx, &bill, BillEvent::Silence).await? {
        return Err(raced());
    }
    audit(tx, Actor::System, "payment.no_code", &bill, json!({ "why": why })).await?;
    tx.tell(&Event::BillRefused { bill: bill.id.clone() }).await?;
    let now = tx.now();
    tx.later(job_about(kinds::TRACE, &bill.id, now.plus(10 * SECOND))).await
}
