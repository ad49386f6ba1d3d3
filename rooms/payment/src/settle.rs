//! The only place that believes money. A message makes us ask; what stands here runs on the biller's own answer.

use crate::cases::{Finding, confirmed, lies_in_case, open_case};
use crate::jobs::kinds;
use crate::model::{Bill, BillEvent, BillKind, BillState, CaseKind, Settled};
use crate::open::{audit, job};
use crate::store::bills;
use application::{Application, ApplicationState, Restored};
use kernel::{
    event::Event,
    ids::{BillId, BookingId},
    time::{DAY, Timestamp, Zone},
};
use outside::{Billing, BillingPayment};
use schedule::{Retaken, Rules};
use serde_json::json;
use shell::House;
use store::{Actor, Ask as _, StoreError, Tx};

/// How often a settlement is run again when somebody else changed the bill in the same moment.
const RACES_MAX: usize = 8;

/// The bill changed between reading and writing: the transaction is given up and run again.
pub(crate) fn raced() -> StoreError {
    StoreError::Constraint("bill changed meanwhile".to_owned())
}

/// True where another transaction was faster and running again tells what it did.
pub(crate) const fn is_race(error: &StoreError) -> bool {
    matches!(error, StoreError::Constraint(_) | StoreError::Inconsistent { .. })
}

/// The seat that money pays for.
enum Seat {
    /// The one that was held for it.
    Held(BookingId),
    /// One in the same session, taken again.
    Same(BookingId),
    /// An equal one.
    Equal(BookingId),
    /// None is free.
    None,
}

/// Books money on a bill, once, by the biller's answer: the bank's time decides, not the message's. In time: the held seat is
/// booked. Late: the same session, else an equal one, else a new date is chosen, else a case. Twice, or another amount: a case.
/// A [`StoreError::Constraint`] means that somebody else changed the bill meanwhile: run the transaction again.
pub async fn settle(house: &House, tx: &mut Tx<'_>, id: &BillId, billing: &Billing) -> Result<Settled, StoreError> {
    let Some(bill) = bills::find(tx, id).await? else { return Ok(Settled::Nothing) };
    let Some(payment) = &billing.payment else { return Ok(Settled::Nothing) };
    let other_code = bill.code.as_ref().is_some_and(|code| *code != billing.code);
    if billing.trx_id != bill.reference() || other_code {
        metrics::counter!("payment_biller_lies").increment(1);
        return Ok(Settled::Nothing);
    }
    let settled = place(house, tx, &bill, Paid { of: payment, billing }).await?;
    // the treasury's own word ends the doubt of a notice that it did not confirm before
    confirmed(tx, &payment.ntpn).await?;
    Ok(settled)
}

/// Finds the one place where money lies: the bill it pays, or a case. What lies in a case stays there until finance decides,
/// however often it is told.
async fn place(house: &House, tx: &mut Tx<'_>, bill: &Bill, payment: Paid<'_>) -> Result<Settled, StoreError> {
    let ntpn = &payment.of.ntpn;
    if BillEvent::Money.from(bill.state.word()).is_none() {
        let known = bill.proof() == Some(ntpn.as_str());
        return if known { Ok(Settled::Nothing) } else { case(tx, CaseKind::Double, bill, payment).await };
    }
    if lies_in_case(tx, ntpn).await? {
        return Ok(Settled::Nothing);
    }
    if bills::by_proof(tx, ntpn).await?.is_some() {
        return case(tx, CaseKind::Double, bill, payment).await;
    }
    if payment.billing.amount != bill.amount {
        return wrong_amount(tx, bill, payment).await;
    }
    book(house, tx, bill, payment).await
}

async fn book(house: &House, tx: &mut Tx<'_>, bill: &Bill, payment: Paid<'_>) -> Result<Settled, StoreError> {
    if bill.kind != BillKind::Visit {
        let later = later_of(tx, bill).await?;
        if later.iter().any(|b| matches!(b.state, BillState::Paid { .. })) {
            return case(tx, CaseKind::Double, bill, payment).await;
        }
        return pay_other(tx, bill, (Some(payment), &later)).await;
    }
    let application = application::find(tx, &bill.application).await?.ok_or(StoreError::NoRow("application"))?;
    match application.state {
        ApplicationState::AwaitingPayment { .. }
        | ApplicationState::Expired { .. }
        | ApplicationState::Cancelled { .. }
        | ApplicationState::MoneyCase { .. } => pay_visit(house, tx, bill, &application, Some(payment)).await,
        // the visit is paid by another bill already
        _ => case(tx, CaseKind::Double, bill, payment).await,
    }
}

/// The bills that were made for the same demand after this one had ended. A new demand is made only when the former one
/// was paid, so among the bills after an unpaid one at most one is paid, and it is of the same demand.
async fn later_of(tx: &mut Tx<'_>, bill: &Bill) -> Result<Vec<Bill>, StoreError> {
    let newest_first = bills::of_application(tx, &bill.application).await?;
    Ok(newest_first.into_iter().take_while(|b| b.id != bill.id).filter(|b| b.kind == bill.kind).collect())
}

/// A bill without a seat. Those that took its place are withdrawn.
async fn pay_other(tx: &mut Tx<'_>, bill: &Bill, (payment, later): (Option<Paid<'_>>, &[Bill])) -> Result<Settled, StoreError> {
    paid(tx, bill, payment, "other").await?;
    // newest first: locked in ascending order
    for other in later.iter().rev().filter(|b| BillEvent::Withdraw.from(b.state.word()).is_some()) {
        withdraw_other(tx, &other.id).await?;
    }
    tx.tell(&Event::DifferencePaid { bill: bill.id.clone() }).await?;
    Ok(Settled::Booked)
}

/// Settles a bill of nothing.
pub(crate) async fn settle_nothing_due(house: &House, tx: &mut Tx<'_>, bill: &Bill) -> Result<Settled, StoreError> {
    if bill.kind != BillKind::Visit {
        return pay_other(tx, bill, (None, &[])).await;
    }
    let application = application::find(tx, &bill.application).await?.ok_or(StoreError::NoRow("application"))?;
    pay_visit(house, tx, bill, &application, None).await
}

async fn paid(tx: &mut Tx<'_>, bill: &Bill, payment: Option<Paid<'_>>, how: &str) -> Result<(), StoreError> {
    if !bills::put_paid(tx, bill, payment.map(|p| (p.billing, p.of))).await? {
        return Err(raced());
    }
    metrics::counter!("payment_settled", "how" => how.to_owned()).increment(1);
    let detail = json!({ "how": how, "ntpn": payment.map(|p| &p.of.ntpn), "paid_at": payment.map(|p| p.of.paid_at) });
    audit(tx, Actor::Partner("treasury"), "payment.settle", bill, detail).await
}

async fn pay_visit(
    house: &House,
    tx: &mut Tx<'_>,
    bill: &Bill,
    application: &Application,
    payment: Option<Paid<'_>>,
) -> Result<Settled, StoreError> {
    if !fits(tx, bill, application).await? {
        return match payment {
            Some(payment) => of_other_choices(tx, bill, application, payment).await,
            None => Ok(Settled::Nothing),
        };
    }
    let paid_at = payment.map_or(tx.now(), |p| p.of.paid_at);
    let seat = seat_for(house, tx, bill, (application, paid_at)).await?;
    let (settled, how, event) = match &seat {
        Seat::Held(_) => (Settled::Booked, "held", Event::Paid { bill: bill.id.clone() }),
        Seat::Same(_) => (Settled::RetookSame, "same", Event::Paid { bill: bill.id.clone() }),
        Seat::Equal(_) => (Settled::RetookEqual, "equal", Event::PaidLateOtherSeat { bill: bill.id.clone() }),
        Seat::None => (Settled::ChooseDate, "choose", Event::PaidLateChoose { bill: bill.id.clone() }),
    };
    match &seat {
        Seat::Held(booking) => application::mark_paid(tx, &application.id, booking).await?,
        Seat::Same(booking) | Seat::Equal(booking) => {
            application::mark_paid(tx, &application.id, booking).await?;
            bills::put_booking(tx, &bill.id, booking).await?;
        }
        Seat::None => {
            let today = tx.now().day_in(Zone::Wib);
            let until = tx.now().plus(catalogue::current(house).limit("late_choice_days", today) * DAY);
            application::choose_date(tx, &application.id, until).await?;
            bills::put_choice(tx, &bill.id, Some(until)).await?;
        }
    }
    paid(tx, bill, payment, how).await?;
    if let Some(running) = running_of(application).filter(|running| **running != bill.id) {
        withdraw_other(tx, running).await?;
    }
    tx.tell(&event).await?;
    Ok(settled)
}

/// Money, and the biller's answer it stands in.
#[derive(Clone, Copy)]
struct Paid<'a> {
    of: &'a BillingPayment,
    billing: &'a Billing,
}

const fn running_of(application: &Application) -> Option<&BillId> {
    match &application.state {
        ApplicationState::AwaitingPayment { bill, .. } => Some(bill),
        _ => None,
    }
}

/// Whether a bill's money may pay for a seat of its application now: for the one that is held where the running bill is for
/// the same passport, office, person and amount; else for one as the bill itself was for, unless the person is another now.
async fn fits(tx: &mut Tx<'_>, bill: &Bill, application: &Application) -> Result<bool, StoreError> {
    let running = running_of(application);
    if running == Some(&bill.id) {
        return Ok(true);
    }
    let sent = application::sent(tx, &bill.id).await?;
    let Some(running) = running else {
        // where nobody noted what was sent, nothing tells that it was changed
        return Ok(sent.is_none_or(|sent| sent.nik_hash == application.nik_hash));
    };
    let Some(sent) = sent else { return Ok(false) };
    let other = bills::find(tx, running).await?.ok_or(StoreError::NoRow("bill"))?;
    Ok(other.amount == bill.amount && application::sent(tx, running).await?.as_ref() == Some(&sent))
}

/// Money for what was sent before it was changed. A bill that runs stays what it is; where none runs the application says
/// that money is being looked at.
async fn of_other_choices(
    tx: &mut Tx<'_>,
    bill: &Bill,
    application: &Application,
    payment: Paid<'_>,
) -> Result<Settled, StoreError> {
    application::hold(tx, &application.id).await?;
    let now = application::find(tx, &application.id).await?.ok_or(StoreError::NoRow("application"))?;
    if now.state != application.state || now.nik_hash != application.nik_hash {
        return Err(raced());
    }
    let Some(id) = open_case(tx, Finding::of_billing(CaseKind::Changed, bill, payment.billing, payment.of)).await? else {
        return Ok(Settled::Nothing);
    };
    if matches!(now.state, ApplicationState::Expired { .. } | ApplicationState::Cancelled { .. }) {
        application::money_case(tx, &now.id, &id).await?;
    }
    if !bills::touch(tx, bill).await? {
        return Err(raced());
    }
    Ok(Settled::Case(CaseKind::Changed))
}

/// Finds the seat, slots locked first, then the application.
async fn seat_for(
    house: &House,
    tx: &mut Tx<'_>,
    bill: &Bill,
    (application, paid_at): (&Application, Timestamp),
) -> Result<Seat, StoreError> {
    if let ApplicationState::AwaitingPayment { booking, .. } = &application.state {
        // a former bill's money pays for the seat that is held now; the running bill is withdrawn
        if !schedule::confirm(tx, booking, paid_at).await? {
            return Err(raced());
        }
        return Ok(Seat::Held(booking.clone()));
    }
    let booking = bill.booking.as_ref().ok_or_else(|| StoreError::inconsistent("bill.booking", "a visit without a seat"))?;
    let rules = Rules::of(&catalogue::current(house), tx.now().day_in(Zone::Wib));
    let seat = match schedule::retake(tx, &rules, booking, paid_at).await? {
        Retaken::Same(new) => Seat::Same(new),
        Retaken::Equal(new) => Seat::Equal(new),
        Retaken::None => Seat::None,
    };
    application::hold(tx, &application.id).await?;
    let now = application::find(tx, &application.id).await?.map(|a| a.state);
    if now.as_ref() != Some(&application.state) {
        return Err(raced());
    }
    match application::restore(tx, &bill.id).await? {
        Restored::AsSent => {}
        Restored::Restored => tx.tell(&Event::ChoiceRestored { bill: bill.id.clone() }).await?,
        // the NIK was changed since it was compared
        Restored::OtherPerson => return Err(raced()),
    }
    Ok(seat)
}

async fn withdraw_other(tx: &mut Tx<'_>, id: &BillId) -> Result<(), StoreError> {
    let other = bills::find(tx, id).await?.ok_or(StoreError::NoRow("bill"))?;
    if !bills::advance(tx, &other, BillEvent::Withdraw).await? {
        return Err(raced());
    }
    audit(tx, Actor::System, "payment.cancel", &other, json!({ "why": "paid_by_former_bill" })).await?;
    let now = tx.now();
    tx.later(job(kinds::CANCEL, id, now)).await
}

async fn case(tx: &mut Tx<'_>, kind: CaseKind, bill: &Bill, payment: Paid<'_>) -> Result<Settled, StoreError> {
    // what looks like a second payment may be this one, booked by somebody else since the bill was read
    if !bills::touch(tx, bill).await? {
        return Err(raced());
    }
    let finding = Finding::of_billing(kind, bill, payment.billing, payment.of);
    let opened = open_case(tx, finding).await?;
    Ok(if opened.is_some() { Settled::Case(kind) } else { Settled::Nothing })
}

/// Not booked. While the seat is still held the person may yet pay rightly; afterwards the application says that money is
/// being looked at, never "expired" alone.
async fn wrong_amount(tx: &mut Tx<'_>, bill: &Bill, payment: Paid<'_>) -> Result<Settled, StoreError> {
    application::hold(tx, &bill.application).await?;
    let Some(id) = open_case(tx, Finding::of_billing(CaseKind::WrongAmount, bill, payment.billing, payment.of)).await? else {
        return Ok(Settled::Nothing);
    };
    let application = application::find(tx, &bill.application).await?;
    let ended = |a: Application| matches!(a.state, ApplicationState::Expired { .. } | ApplicationState::Cancelled { .. });
    if application.is_some_and(ended) && bill.kind == BillKind::Visit {
        application::money_case(tx, &bill.application, &id).await?;
    }
    if !bills::touch(tx, bill).await? {
        return Err(raced());
    }
    Ok(Settled::Case(CaseKind::WrongAmount))
}

/// Settles in a transaction of its own, and again when somebody else was faster.
pub(crate) async fn settle_now(house: &House, id: &BillId, billing: &Billing) -> Result<Settled, StoreError> {
    let mut races = 0;
    loop {
        let settled =
            house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { settle(house, tx, id, billing).await })).await;
        match settled {
            Err(error) if is_race(&error) && races < RACES_MAX => races += 1,
            other => return other,
        }
    }
}
