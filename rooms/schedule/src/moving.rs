//! Moving a paid visit to another date: an atomic swap. The old seat goes only if the new one is taken.

use crate::model::{BookingState, SlotState};
use crate::neighbours;
use crate::rules::{MoveRefused, Rules, may_move_to};
use crate::seat::{Again, audit};
use crate::store::{bookings, slots};
use crate::take::Dealt;
use kernel::event::Event;
use kernel::ids::{ApplicationId, BookingId, SlotId};
use store::{Actor, Ask as _, StoreError, Tx};

/// Locks slots, then applications, each in ascending order: first thing in a transaction that changes several.
pub async fn lock_all(tx: &mut Tx<'_>, mut slots: Vec<SlotId>, mut applications: Vec<ApplicationId>) -> Result<(), StoreError> {
    slots.sort();
    slots.dedup();
    for slot in &slots {
        slots::lock(tx, slot).await?;
    }
    applications.sort();
    applications.dedup();
    for application in &applications {
        neighbours::hold(tx, application).await?;
    }
    Ok(())
}

/// Moves a booking and answers the new one. Tells [`Event::Moved`]; the caller moves the application on. An officer's
/// hardship route passes rules with more moves or a longer window.
pub async fn move_to(tx: &mut Tx<'_>, id: &BookingId, to: &SlotId, rules: &Rules, by: &Actor) -> Result<BookingId, MoveRefused> {
    let old = bookings::find(tx, id).await?.ok_or(MoveRefused::NotBooked)?;
    let target = slots::find(tx, to).await?.ok_or(MoveRefused::Closed)?;
    may_move_to(&old, &target, rules, tx.now())?;
    lock_all(tx, vec![old.slot.id.clone(), to.clone()], vec![old.application.clone()]).await?;
    // another move of the same booking may have been faster
    let old = bookings::find(tx, id).await?.filter(|b| b.state == BookingState::Booked).ok_or(MoveRefused::NotBooked)?;
    let mut dealt = Dealt::lock(tx, to).await?.ok_or(MoveRefused::Closed)?;
    if dealt.slot.state != SlotState::Open {
        return Err(MoveRefused::Closed);
    }
    if dealt.refuses(tx).is_some() {
        return Err(MoveRefused::Full);
    }
    let nik_hash = bookings::person(tx, id).await?;
    neighbours::visit(tx, &old.application, Some((target.day, target.zone))).await?;
    if !bookings::end_moved(tx, id).await? {
        return Err(StoreError::inconsistent("booking.state", "changed under the lock of its application").into());
    }
    slots::free_one(tx, &old.slot.id).await?;
    let paid_at = old.first_paid_at.unwrap_or_else(|| tx.now());
    let again = Again { moves: old.moves + 1, nik_hash, old: &old, paid_at };
    let new = again
        .book(tx, &mut dealt)
        .await?
        .ok_or_else(|| StoreError::Constraint("booking: the new seat of a move was taken under its lock".to_owned()))?;
    let detail = serde_json::json!({ "from": old.slot.id, "to": to, "booking": new });
    audit(tx, by, "schedule.move", &old, detail).await?;
    tx.tell(&Event::Moved { application: old.application, booking: new.clone() }).await?;
    Ok(new)
}
