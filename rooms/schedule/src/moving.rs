//! Moving a paid visit to another date: an atomic swap. The old seat goes only if the new one is taken.

use crate::model::{BookingState, SlotState};
use crate::neighbours;
use crate::rules::{MoveRefused, Rules, may_move_to};
use crate::seat::{Again, audit};
use crate::store::{bookings, slots};
use crate::take::Dealt;
use kernel::event::Event;
use kernel::ids::{BookingId, SlotId};
use store::{Actor, Ask as _, StoreError, Tx};

/// Moves a booking and answers the new one. Tells [`Event::Moved`]; the caller moves the application on. An officer's
/// hardship route passes rules with more moves or a longer window.
pub async fn move_to(tx: &mut Tx<'_>, id: &BookingId, to: &SlotId, rules: &Rules, by: &Actor) -> Result<BookingId, MoveRefused> {
    let old = bookings::find(tx, id).await?.ok_or(MoveRefused::NotBooked)?;
    let target = slots::find(tx, to).await?.ok_or(MoveRefused::Closed)?;
    may_move_to(&old, &target, rules, tx.now())?;
    let (first, second) = if old.slot.id < *to { (&old.slot.id, to) } else { (to, &old.slot.id) };
    slots::lock(tx, first).await?;
    slots::lock(tx, second).await?;
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
        // a check-in in this very moment: nothing of this is committed, and the next try is told
        return Err(StoreError::Busy.into());
    }
    slots::free_one(tx, &old.slot.id).await?;
    let again = Again { moves: old.moves + 1, nik_hash, old: &old };
    let new = again
        .book(tx, &mut dealt)
        .await?
        .ok_or_else(|| StoreError::Constraint("booking: the new seat of a move was taken under its lock".to_owned()))?;
    let detail = serde_json::json!({ "from": old.slot.id, "to": to, "booking": new });
    audit(tx, by, "schedule.move", &old, detail).await?;
    tx.tell(&Event::Moved { application: old.application, booking: new.clone() }).await?;
    Ok(new)
}
