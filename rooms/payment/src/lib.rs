//! Bills ("tagihan"), billing codes, notices of payment, receipts and letters. The only place that believes money arrived.
//!
//! A bill is opened in the transaction that takes its seat; a job asks the treasury for a code, and the two hours run from the
//! moment there is one. A notice is authenticated before it is parsed, kept before it is judged, and only makes us ask: the
//! state of a bill changes on the biller's own answer, in [`mod@settle`]. Before a seat goes the biller is asked; when it is silent
//! for too long the seat goes all the same, and money that turns up later is never lost: same seat, equal seat, a new date to
//! choose, or a case for a person.
//!
//! Locks are taken in the order of the house: slots, application, booking, bill. A bill is changed under its version; whoever
//! was slower runs again and sees what happened.

mod again;
mod api;
mod biller;
mod cases;
mod draw;
mod jobs;
mod model;
mod notice;
mod open;
mod pages;
mod pulse;
mod settle;
mod store;

#[cfg(test)]
mod tests;

pub use again::difference_bill;
pub use cases::{case, cases};
pub use draw::qr::letter_token;
pub use model::{
    Bill, BillEvent, BillKind, BillState, CancelRefused, CaseKind, Evidence, MoneyCase, OpenBill, Settled, StateWord, chart,
};
pub use open::{cancel_bill, open_bills};
pub use pulse::biller_seen;
pub use settle::settle;

use ::store::{Ask, StoreError};
use axum::{Router, routing::post};
use kernel::ids::{ApplicationId, BillId};
use kernel::time::{MINUTE, SECOND};
use shell::{Room, Tick};

/// One bill.
pub async fn bill(ask: &mut dyn Ask, id: &BillId) -> Result<Option<Bill>, StoreError> {
    store::bills::find(ask, id).await
}

/// The bills of an application, newest first.
pub async fn bills_of(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Vec<Bill>, StoreError> {
    store::bills::of_application(ask, id).await
}

/// The bill of the visit: the paid one, else the newest.
pub async fn visit_bill(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Bill>, StoreError> {
    let mut bills = bills_of(ask, id).await?;
    bills.retain(|b| b.kind == BillKind::Visit);
    let paid = bills.iter().position(|b| matches!(b.state, BillState::Paid { .. }));
    Ok(if bills.is_empty() { None } else { Some(bills.swap_remove(paid.unwrap_or(0))) })
}

/// This room.
pub fn room() -> Room {
    Room {
        routes: pages::routes(),
        api: api::endpoints(),
        partner_routes: Router::new().route("/bill/v1/notify", post(notice::notify)),
        jobs: jobs::all(),
        ticks: vec![
            Tick { name: "payment.late_choice", every: 30 * SECOND, run: |house| Box::pin(cases::late_choices(house)) },
            Tick { name: "payment.sweep", every: MINUTE, run: |house| Box::pin(jobs::sweep::run(house)) },
        ],
        ..Room::new("payment")
    }
}
