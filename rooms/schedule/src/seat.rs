//! What becomes of a seat that was taken: confirmed, released, given back, used, or taken again for late money.

use crate::model::{Booking, BookingEvent, BookingState, Release, Retaken};
use crate::neighbours;
use crate::rules::Rules;
use crate::store::{
    bookings::{self, NewBooking},
    slots,
};
use crate::take::Dealt;
use jiff::civil::Date;
use kernel::event::Event;
use kernel::ids::{BookingId, SlotId};
use kernel::time::{Timestamp, add_days};
use std::collections::BTreeMap;
use store::{Actor, Ask as _, AuditEntry, StoreError, Tx};

/// Why a seat was not given back.
#[derive(Debug, thiserror::Error)]
pub enum GiveBackRefused {
    /// The booking is not paid, or its visit is over.
    #[error("not booked")]
    NotBooked,
    /// The session has begun.
    #[error("the session has begun")]
    TooLate,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nobody was checked in. Early and late on the right day is for the counter to say.
#[derive(Debug, thiserror::Error)]
pub enum CheckInRefused {
    /// The booking is of another day at the office.
    #[error("the visit is on {0}")]
    WrongDay(Date),
    /// The person is checked in already, or was served.
    #[error("already used")]
    AlreadyUsed,
    /// The booking is not paid, was moved or given back, or the day was missed.
    #[error("not booked: {0:?}")]
    NotBooked(BookingState),
    /// No such booking.
    #[error("unknown booking")]
    Unknown,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the audit row of a change to one booking.
pub(crate) async fn audit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: &'static str,
    booking: &Booking,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: actor.clone(),
        action,
        object: "booking",
        id: booking.id.as_str(),
        application: Some(&booking.application),
        detail,
    })
    .await
}

/// Reads a booking, locks its slot and its application, and reads it again as it is under those locks; none where the
/// event is refused in its state.
async fn locked(tx: &mut Tx<'_>, id: &BookingId, event: BookingEvent) -> Result<Option<Booking>, StoreError> {
    let Some(booking) = bookings::find(tx, id).await? else { return Ok(None) };
    slots::lock(tx, &booking.slot.id).await?;
    neighbours::hold(tx, &booking.application).await?;
    Ok(bookings::find(tx, id).await?.filter(|b| event.from(b.state).is_some()))
}

/// Frees a seat that is held ("held" becomes "released"); false when it is not held any more. Only the end of a bill does
/// this, and its room has asked the biller before.
pub async fn release(tx: &mut Tx<'_>, id: &BookingId, why: Release) -> Result<bool, StoreError> {
    let Some(booking) = locked(tx, id, BookingEvent::Release).await? else { return Ok(false) };
    neighbours::visit(tx, &booking.application, None).await?;
    bookings::drop_unpaid(tx, &booking.account).await?;
    if !bookings::release(tx, id, why.code()).await? {
        return Err(StoreError::inconsistent("booking.state", "changed under the lock of its slot"));
    }
    slots::free_one(tx, &booking.slot.id).await?;
    audit(tx, &Actor::System, "schedule.release", &booking, serde_json::json!({ "why": why.code() })).await?;
    Ok(true)
}

/// The bill of a held seat is paid ("held" becomes "booked"); false when it is not held any more. `paid_at` is the bank's
/// time: the days within which the visit can be moved run from then.
pub async fn confirm(tx: &mut Tx<'_>, id: &BookingId, paid_at: Timestamp) -> Result<bool, StoreError> {
    let Some(booking) = locked(tx, id, BookingEvent::Confirm).await? else { return Ok(false) };
    bookings::drop_unpaid(tx, &booking.account).await?;
    if !bookings::confirm(tx, id, paid_at).await? {
        return Err(StoreError::inconsistent("booking.state", "changed under the lock of its slot"));
    }
    audit(tx, &Actor::System, "schedule.confirm", &booking, serde_json::json!({})).await?;
    Ok(true)
}

/// The applicant gives a paid seat back, until the session begins. Tells [`Event::GivenBack`]; the caller moves the
/// application on.
pub async fn give_back(tx: &mut Tx<'_>, id: &BookingId, by: &Actor) -> Result<(), GiveBackRefused> {
    let booking = locked(tx, id, BookingEvent::GiveBack).await?.ok_or(GiveBackRefused::NotBooked)?;
    if tx.now() >= booking.slot.starts_at {
        return Err(GiveBackRefused::TooLate);
    }
    neighbours::visit(tx, &booking.application, None).await?;
    if !bookings::end_given_back(tx, id).await? {
        return Err(StoreError::inconsistent("booking.state", "changed under the lock of its application").into());
    }
    slots::free_one(tx, &booking.slot.id).await?;
    audit(tx, by, "schedule.give_back", &booking, serde_json::json!({ "slot": booking.slot.id })).await?;
    tx.tell(&Event::GivenBack { application: booking.application }).await?;
    Ok(())
}

/// The person is at the office on the day of the visit ("booked" becomes "checked in").
pub async fn check_in(tx: &mut Tx<'_>, id: &BookingId, by: &Actor) -> Result<Booking, CheckInRefused> {
    let booking = bookings::find(tx, id).await?.ok_or(CheckInRefused::Unknown)?;
    neighbours::hold(tx, &booking.application).await?;
    let mut booking = bookings::find(tx, id).await?.ok_or(CheckInRefused::Unknown)?;
    match booking.state {
        BookingState::Booked => {}
        BookingState::CheckedIn | BookingState::Served => return Err(CheckInRefused::AlreadyUsed),
        other => return Err(CheckInRefused::NotBooked(other)),
    }
    if tx.now().day_in(booking.zone) != booking.slot.day {
        return Err(CheckInRefused::WrongDay(booking.slot.day));
    }
    if !bookings::check_in(tx, id).await? {
        return Err(CheckInRefused::AlreadyUsed);
    }
    audit(tx, by, "schedule.check_in", &booking, serde_json::json!({})).await?;
    booking.state = BookingState::CheckedIn;
    Ok(booking)
}

/// The visit is done ("checked in" becomes "served"); false when the person is not checked in. The person may be booked
/// again from now on; the seat stays used.
pub async fn serve(tx: &mut Tx<'_>, id: &BookingId, by: &Actor) -> Result<bool, StoreError> {
    let Some(booking) = bookings::find(tx, id).await? else { return Ok(false) };
    neighbours::hold(tx, &booking.application).await?;
    if !bookings::serve(tx, id).await? {
        return Ok(false);
    }
    audit(tx, by, "schedule.serve", &booking, serde_json::json!({})).await?;
    Ok(true)
}

/// Money came after the seat was released: the same session if it has room, else the nearest equal one (same day first,
/// then later days), else nothing. The new booking is paid; the caller tells people and moves the application on.
/// `paid_at` is the bank's time.
pub async fn retake(tx: &mut Tx<'_>, rules: &Rules, id: &BookingId, paid_at: Timestamp) -> Result<Retaken, StoreError> {
    let Some(old) = bookings::find(tx, id).await?.filter(|b| b.state == BookingState::Released) else {
        return Ok(Retaken::None);
    };
    let nik_hash = bookings::person(tx, id).await?;
    let elsewhere = !bookings::live_of_applications(tx, &[old.application.to_string()]).await?.is_empty()
        || !bookings::live_of_persons(tx, std::slice::from_ref(&nik_hash)).await?.is_empty();
    if elsewhere {
        return Ok(Retaken::None);
    }
    let from = old.slot.day.max(tx.now().day_in(old.zone));
    let until = add_days(old.slot.day, rules.late_days);
    let equal = slots::free(tx, &old.slot.office, (&old.slot.group, &old.slot.lane), (from, until)).await?;
    let mut liked: Vec<SlotId> = vec![old.slot.id.clone()];
    liked.extend(equal.into_iter().map(|s| s.id).filter(|s| *s != old.slot.id));
    // locked in ascending order, chosen in order of liking
    let mut locked: BTreeMap<SlotId, Dealt> = BTreeMap::new();
    let mut order = liked.clone();
    order.sort();
    for slot in order {
        if let Some(dealt) = Dealt::lock(tx, &slot).await? {
            locked.insert(slot, dealt);
        }
    }
    let Some(slot) = liked.into_iter().find(|s| locked.get(s).is_some_and(|d| d.refuses(tx).is_none())) else {
        return Ok(Retaken::None);
    };
    let Some(dealt) = locked.get_mut(&slot) else { return Ok(Retaken::None) };
    neighbours::hold(tx, &old.application).await?;
    let again = Again { moves: old.moves, nik_hash, old: &old, paid_at };
    let Some(new) = again.book(tx, dealt).await? else { return Ok(Retaken::None) };
    neighbours::visit(tx, &old.application, Some((dealt.slot.day, dealt.slot.zone))).await?;
    let same = slot == old.slot.id;
    audit(tx, &Actor::System, "schedule.retake", &old, serde_json::json!({ "slot": slot, "booking": new, "same": same })).await?;
    Ok(if same { Retaken::Same(new) } else { Retaken::Equal(new) })
}

/// A booking that follows another one of the same application and is paid.
pub(crate) struct Again<'a> {
    pub moves: i64,
    pub nik_hash: String,
    pub old: &'a Booking,
    /// When it was paid, if no payment is known yet.
    pub paid_at: Timestamp,
}

impl Again<'_> {
    /// Writes it into a slot that has room; nothing when a unique index refuses it.
    pub(crate) async fn book(self, tx: &mut Tx<'_>, dealt: &mut Dealt) -> Result<Option<BookingId>, StoreError> {
        let now = tx.now();
        let new = NewBooking {
            id: BookingId::mint(now, tx.chance()),
            application: self.old.application.clone(),
            account: self.old.account.clone(),
            nik_hash: self.nik_hash,
            slot: dealt.slot.id.clone(),
            seat: dealt.number(),
            state: BookingState::Booked,
            moves: self.moves,
            first_paid_at: Some(self.old.first_paid_at.unwrap_or(self.paid_at)),
            previous: Some(self.old.id.clone()),
            day_end: dealt.slot.zone.day_end(dealt.slot.day),
        };
        if bookings::add(tx, std::slice::from_ref(&new)).await?.is_empty() {
            return Ok(None);
        }
        slots::fill(tx, &new.slot, 1).await?;
        Ok(Some(new.id))
    }
}
