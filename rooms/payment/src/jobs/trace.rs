//! After a bill ended without an answer: what became of it at the biller? A billing that turns up is withdrawn; money that
//! turns up is late money.

use crate::biller::{self, Told};
use crate::model::{Bill, BillEvent, BillState, slow_pause};
use crate::open::audit;
use crate::settle;
use crate::store::bills;
use kernel::time::{HOUR, SECOND};
use outside::Billing;
use serde_json::json;
use shell::House;
use store::{Actor, Claimed, Outcome, StoreError};

/// How long a bill is traced; later money is found by its notice.
pub(super) const TRACED: i64 = 48 * HOUR;

pub(crate) async fn run(house: &House, job: &Claimed) -> Result<Outcome, StoreError> {
    let Some(bill) = super::bill_of(house, job).await? else { return Ok(Outcome::Done) };
    let ended = match bill.state {
        BillState::Unknown { since } => since,
        BillState::Cancelled { at } | BillState::Expired { at } => at,
        BillState::Asked { .. } | BillState::Payable { .. } | BillState::Paid { .. } => return Ok(Outcome::Done),
    };
    if bill.code.is_none() && !bill.in_flight {
        // the biller never heard of it
        return cleared(house, &bill, None).await;
    }
    let told = match biller::ask(house, &bill).await {
        Told::Unpaid(billing) => biller::withdraw(house, &bill, &billing.code).await,
        told => told,
    };
    match told {
        Told::Money(billing) => {
            settle::settle_now(house, &bill.id, &billing).await?;
            Ok(Outcome::Done)
        }
        Told::Dead(billing) => cleared(house, &bill, Some(&billing)).await,
        Told::Unpaid(_) => Ok(Outcome::Again(house.now().plus(10 * SECOND))),
        told @ (Told::Absent | Told::Silent(_) | Told::BeingPaid(_)) => {
            if house.now().since(ended) < TRACED {
                return Ok(Outcome::Again(house.now().plus(slow_pause(job.attempt))));
            }
            if matches!(told, Told::Absent) {
                return cleared(house, &bill, None).await;
            }
            metrics::counter!("payment_trace_given_up").increment(1);
            tracing::error!(bill = %bill.id, "the biller was silent about a bill for two days");
            Ok(Outcome::Done)
        }
    }
}

/// Nothing was paid and nothing can be.
async fn cleared(house: &House, bill: &Bill, billing: Option<&Billing>) -> Result<Outcome, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                if let Some(billing) = billing {
                    bills::learn_code(tx, &bill.id, billing).await?;
                }
                let Some(bill) = bills::find(tx, &bill.id).await? else { return Ok(()) };
                if bills::advance(tx, &bill, BillEvent::Cleared).await? {
                    audit(tx, Actor::Partner("treasury"), "payment.cleared", &bill, json!({})).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(Outcome::Done)
}
