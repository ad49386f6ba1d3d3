//! Taking seats: many members in one transaction, one answer each.
//!
//! Two independent guards decide each race, whatever the engine's isolation level: the slot's counter with its CHECK, and
//! the seat number that is unique among bookings that keep their seat. Our own look at what is free only spares the try.

use crate::model::{Take, TakeKind, TakeRefused, Taken};
use crate::neighbours;
use crate::rules::Rules;
use crate::store::{
    bookings::{self, Live, NewBooking},
    slots,
};
use kernel::ids::{BookingId, SlotId};
use std::collections::{BTreeMap, BTreeSet};
use store::{Actor, Ask as _, AuditEntry, StoreError, Tx};

type Answer = Result<Taken, TakeRefused>;

/// A slot under its lock, with what is left of it while the batch is dealt out.
pub(crate) struct Dealt {
    pub slot: crate::model::Slot,
    used: BTreeSet<i64>,
    left: i64,
}

impl Dealt {
    /// Locks a slot and reads its seats in use; nothing for an unknown slot.
    pub(crate) async fn lock(tx: &mut Tx<'_>, id: &SlotId) -> Result<Option<Self>, StoreError> {
        let Some(slot) = slots::lock(tx, id).await? else { return Ok(None) };
        let used = bookings::seats(tx, id).await?;
        let left = slot.capacity - slot.taken;
        Ok(Some(Self { slot, used, left }))
    }

    /// Why nobody gets a seat here, if so.
    pub(crate) fn refuses(&self, tx: &Tx<'_>) -> Option<TakeRefused> {
        if self.slot.state != crate::model::SlotState::Open {
            Some(TakeRefused::Closed)
        } else if store::Ask::now(tx) >= self.slot.starts_at {
            Some(TakeRefused::Past)
        } else if self.left < 1 {
            Some(TakeRefused::Full)
        } else {
            None
        }
    }

    /// Deals out the lowest free seat number: neighbours in a batch sit together.
    pub(crate) fn seat(&mut self) -> i64 {
        let mut seat = 1;
        while self.used.contains(&seat) {
            seat += 1;
        }
        self.used.insert(seat);
        self.left -= 1;
        seat
    }
}

/// Takes seats for up to 256 members. One answer each, in their order; a member that was beaten by another node in this
/// very moment gets [`TakeRefused::RaceLost`] and learns why in the next batch. Where a counter does not allow what we
/// dealt out the whole transaction fails, so that nothing of it is committed.
pub async fn take(tx: &mut Tx<'_>, rules: &Rules, takes: &[Take]) -> Result<Vec<Answer>, StoreError> {
    let mut answers: Vec<Option<Answer>> = refuse_early(tx, takes).await?;
    let mut dealt = BTreeMap::new();
    let wanted: BTreeSet<&SlotId> =
        takes.iter().zip(&answers).filter(|(_, answer)| answer.is_none()).map(|(take, _)| &take.slot).collect();
    for id in wanted {
        if let Some(slot) = Dealt::lock(tx, id).await? {
            dealt.insert(id.clone(), slot);
        }
    }
    let mut rows: Vec<(usize, NewBooking)> = Vec::new();
    for (at, take) in takes.iter().enumerate() {
        if answers[at].is_some() {
            continue;
        }
        match deal(tx, rules, take, dealt.get_mut(&take.slot)).await? {
            Ok(row) => rows.push((at, row)),
            Err(refused) => answers[at] = Some(Err(refused)),
        }
    }
    let new: Vec<NewBooking> = rows.iter().map(|(_, row)| row.clone()).collect();
    let there = bookings::add(tx, &new).await?;
    let mut seats: BTreeMap<&SlotId, i64> = BTreeMap::new();
    for (at, row) in &rows {
        if there.contains(row.id.as_str()) {
            *seats.entry(&row.slot).or_default() += 1;
            answers[*at] = Some(Ok(Taken { booking: row.id.clone(), seat: row.seat }));
        } else if takes[*at].kind == TakeKind::Hold {
            bookings::drop_unpaid(tx, &row.account).await?;
        }
    }
    for (slot, count) in seats {
        slots::fill(tx, slot, count).await?;
    }
    for (_, row) in rows.iter().filter(|(_, row)| there.contains(row.id.as_str())) {
        tell(tx, row, dealt.get(&row.slot)).await?;
    }
    Ok(answers.into_iter().map(|answer| answer.unwrap_or(Err(TakeRefused::RaceLost))).collect())
}

async fn tell(tx: &mut Tx<'_>, row: &NewBooking, dealt: Option<&Dealt>) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: Actor::Account(row.account.clone()),
        action: "schedule.take",
        object: "booking",
        id: row.id.as_str(),
        application: Some(&row.application),
        detail: serde_json::json!({ "slot": row.slot, "seat": row.seat, "state": row.state.code() }),
    })
    .await?;
    neighbours::visit(tx, &row.application, dealt.map(|d| (d.slot.day, d.slot.zone))).await
}

async fn refuse_early(tx: &mut Tx<'_>, takes: &[Take]) -> Result<Vec<Option<Answer>>, StoreError> {
    let applications: Vec<String> = takes.iter().map(|t| t.application.to_string()).collect();
    let persons: Vec<String> = takes.iter().map(|t| t.nik_hash.clone()).collect();
    let by_owner = |all: Vec<Live>| all.into_iter().map(|l| (l.owner.clone(), l)).collect::<BTreeMap<String, Live>>();
    let of_application = by_owner(bookings::live_of_applications(tx, &applications).await?);
    let of_person = by_owner(bookings::live_of_persons(tx, &persons).await?);
    let mut seen = BTreeSet::new();
    let answers = takes.iter().map(|take| {
        let yours = of_application.get(take.application.as_str());
        let person = of_person.get(&take.nik_hash);
        if let Some(live) = yours.or_else(|| person.filter(|l| l.account == take.account.as_str())) {
            return Some(Err(TakeRefused::AlreadyYours { booking: live.booking.clone() }));
        }
        if person.is_some() {
            return Some(Err(TakeRefused::NikElsewhere));
        }
        // two members of one batch for the same application or person: the second one waits for the first
        let first = seen.insert(take.application.as_str()) & seen.insert(take.nik_hash.as_str());
        (!first).then_some(Err(TakeRefused::RaceLost))
    });
    Ok(answers.collect())
}

async fn deal(
    tx: &mut Tx<'_>,
    rules: &Rules,
    take: &Take,
    dealt: Option<&mut Dealt>,
) -> Result<Result<NewBooking, TakeRefused>, StoreError> {
    let Some(dealt) = dealt else { return Ok(Err(TakeRefused::Closed)) };
    if let Some(refused) = dealt.refuses(tx) {
        return Ok(Err(refused));
    }
    let first_paid_at = match take.kind {
        TakeKind::Hold => {
            if !bookings::add_unpaid(tx, &take.account, rules.unpaid_submissions).await? {
                return Ok(Err(TakeRefused::LimitReached(rules.unpaid_submissions)));
            }
            None
        }
        TakeKind::Paid => Some(bookings::first_paid(tx, &take.application).await?.unwrap_or_else(|| tx.now())),
    };
    Ok(Ok(NewBooking {
        id: BookingId::mint(tx.now(), tx.chance()),
        application: take.application.clone(),
        account: take.account.clone(),
        nik_hash: take.nik_hash.clone(),
        slot: take.slot.clone(),
        seat: dealt.seat(),
        state: bookings::first_state(take.kind),
        moves: 0,
        first_paid_at,
        previous: None,
        day_end: dealt.slot.zone.day_end(dealt.slot.day),
    }))
}
