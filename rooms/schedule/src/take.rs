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
use kernel::ids::{ApplicationId, BookingId, SlotId};
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
    pub(crate) fn number(&mut self) -> i64 {
        let mut seat = 1;
        while self.used.contains(&seat) {
            seat += 1;
        }
        self.used.insert(seat);
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
    let mut seated = reserve(tx, takes, &mut answers, &mut dealt);
    // what is written here is the lock, too
    seated.sort_by(|a, b| takes[*a].application.cmp(&takes[*b].application));
    for at in &seated {
        if let Some(slot) = dealt.get(&takes[*at].slot).map(|d| &d.slot) {
            neighbours::visit(tx, &takes[*at].application, Some((slot.day, slot.zone))).await?;
        }
    }
    count_unpaid(tx, rules, takes, (&mut answers, &mut seated, &mut dealt)).await?;
    seated.sort_unstable();
    let mut rows: Vec<(usize, NewBooking)> = Vec::new();
    for at in seated {
        if let Some(slot) = dealt.get_mut(&takes[at].slot) {
            rows.push((at, deal(tx, &takes[at], slot).await?));
        }
    }
    let new: Vec<NewBooking> = rows.iter().map(|(_, row)| row.clone()).collect();
    let there = bookings::add(tx, &new).await?;
    let mut seats: BTreeMap<&SlotId, i64> = BTreeMap::new();
    for (at, row) in &rows {
        if there.contains(row.id.as_str()) {
            *seats.entry(&row.slot).or_default() += 1;
            answers[*at] = Some(Ok(Taken { booking: row.id.clone(), seat: row.seat }));
            tell(tx, row).await?;
        } else {
            if takes[*at].kind == TakeKind::Hold {
                bookings::drop_unpaid(tx, &row.account).await?;
            }
            no_visit(tx, &row.application).await?;
        }
    }
    for (slot, count) in seats {
        slots::fill(tx, slot, count).await?;
    }
    Ok(answers.into_iter().map(|answer| answer.unwrap_or(Err(TakeRefused::RaceLost))).collect())
}

/// First come, first served: keeps a seat back for each member whose session has one, and answers who they are.
fn reserve(tx: &Tx<'_>, takes: &[Take], answers: &mut [Option<Answer>], dealt: &mut BTreeMap<SlotId, Dealt>) -> Vec<usize> {
    let mut seated = Vec::new();
    for (at, take) in takes.iter().enumerate().filter(|(at, _)| answers[*at].is_none()).collect::<Vec<_>>() {
        let refused = dealt.get(&take.slot).map_or(Some(TakeRefused::Closed), |slot| slot.refuses(tx));
        match (refused, dealt.get_mut(&take.slot)) {
            (None, Some(slot)) => {
                slot.left -= 1;
                seated.push(at);
            }
            (refused, _) => answers[at] = Some(Err(refused.unwrap_or(TakeRefused::Closed))),
        }
    }
    seated
}

/// Counts the holds as unpaid submissions, account by account in ascending order. Whoever is over the limit gives the seat
/// up, and who found that session full meanwhile tries again.
async fn count_unpaid(
    tx: &mut Tx<'_>,
    rules: &Rules,
    takes: &[Take],
    (answers, seated, dealt): (&mut [Option<Answer>], &mut Vec<usize>, &mut BTreeMap<SlotId, Dealt>),
) -> Result<(), StoreError> {
    let limit = rules.unpaid_submissions;
    let mut holds: Vec<usize> = seated.iter().copied().filter(|at| takes[*at].kind == TakeKind::Hold).collect();
    holds.sort_by(|a, b| (&takes[*a].account, a).cmp(&(&takes[*b].account, b)));
    let mut given_up: BTreeSet<&SlotId> = BTreeSet::new();
    for at in holds {
        if bookings::add_unpaid(tx, &takes[at].account, limit).await? {
            continue;
        }
        answers[at] = Some(Err(TakeRefused::LimitReached(limit)));
        seated.retain(|one| *one != at);
        no_visit(tx, &takes[at].application).await?;
        if let Some(slot) = dealt.get_mut(&takes[at].slot) {
            slot.left += 1;
        }
        given_up.insert(&takes[at].slot);
    }
    for (at, take) in takes.iter().enumerate() {
        if answers[at] == Some(Err(TakeRefused::Full)) && given_up.contains(&take.slot) {
            answers[at] = None;
        }
    }
    Ok(())
}

/// Writes back when the visit of an application is that got no seat here: it may have one by another road.
async fn no_visit(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    let live = bookings::live_of(tx, id).await?;
    neighbours::visit(tx, id, live.map(|b| (b.slot.day, b.zone))).await
}

async fn tell(tx: &mut Tx<'_>, row: &NewBooking) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: Actor::Account(row.account.clone()),
        action: "schedule.take",
        object: "booking",
        id: row.id.as_str(),
        application: Some(&row.application),
        detail: serde_json::json!({ "slot": row.slot, "seat": row.seat, "state": row.state.code() }),
    })
    .await
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

async fn deal(tx: &mut Tx<'_>, take: &Take, dealt: &mut Dealt) -> Result<NewBooking, StoreError> {
    let first_paid_at = match take.kind {
        TakeKind::Hold => None,
        TakeKind::Paid { at } => Some(bookings::first_paid(tx, &take.application).await?.unwrap_or(at)),
    };
    Ok(NewBooking {
        id: BookingId::mint(tx.now(), tx.chance()),
        application: take.application.clone(),
        account: take.account.clone(),
        nik_hash: take.nik_hash.clone(),
        slot: take.slot.clone(),
        seat: dealt.number(),
        state: bookings::first_state(take.kind),
        moves: 0,
        first_paid_at,
        previous: None,
        day_end: dealt.slot.zone.day_end(dealt.slot.day),
    })
}
