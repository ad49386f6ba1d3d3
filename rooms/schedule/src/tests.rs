//! Seats on a private database of either engine, with a clock that moves only when told to.

mod closing;
mod late;
mod moving;
mod neighbours;
mod nightly;
mod opening;
mod parallel;
mod property;
mod states;
mod taking;

use crate::model::{Slot, SlotState, Take, TakeKind, TakeRefused, Taken};
use crate::rules::Rules;
use crate::store::slots;
use ::store::padded::cut;
use harness::Product;
use jiff::civil::{Date, date};
use kernel::chance::SystemChance;
use kernel::event::Event;
use kernel::ids::{AccountId, ApplicationId, BookingId, OfficeCode, SlotId};
use kernel::time::{FakeClock, TimeOfDay, Timestamp, Zone};
use std::sync::Arc;
use store::{Ask as _, Db, Sql, StoreError, params, sql};

const WRONG_COUNTERS: Sql = sql("SELECT s.id FROM slot s LEFT JOIN booking b ON b.slot = s.id \
     AND b.state IN ('held', 'booked', 'checked_in', 'served', 'no_show') \
     GROUP BY s.id, s.taken, s.capacity, s.overbooked HAVING s.taken <> COUNT(b.id) OR s.taken > s.capacity + s.overbooked");
const WRONG_LIMITS: Sql = sql("SELECT u.account FROM unpaid_submission u LEFT JOIN booking b ON b.account = u.account \
     AND b.state = 'held' GROUP BY u.account, u.held HAVING u.held <> COUNT(b.id)");
const AUDITED: Sql = sql("SELECT COUNT(*) AS n FROM audit WHERE action = $1");

/// What the published limits say, without reading them.
const RULES: Rules = Rules { unpaid_submissions: 5, moves: 1, move_window_days: 30, late_days: 7 };

/// Runs one transaction; what it needs is named first and lent to it.
macro_rules! run {
    ($bench:expr, $($lent:ident,)* |$tx:ident| $work:expr) => {{
        $(let $lent = &$lent;)*
        $bench.db().transact(move |$tx| Box::pin(async move { $work }))
    }};
}
use run;

/// A database with a maker of slots and persons.
struct Bench {
    product: Product,
}

async fn bench() -> Bench {
    Bench { product: Product::builder().open().await }
}

fn office() -> OfficeCode {
    OfficeCode::parse("kanim-uji").unwrap()
}

/// Thursday, 15 October 2026: the day of most visits here.
fn visit_day() -> Date {
    date(2026, 10, 15)
}

fn application() -> ApplicationId {
    ApplicationId::mint(Timestamp(1), &SystemChance)
}

fn a_hold(slot: &SlotId) -> Take {
    let application = application();
    let account = AccountId::mint(Timestamp(1), &SystemChance);
    Take { nik_hash: format!("h-{application}"), application, account, slot: slot.clone(), kind: TakeKind::Hold }
}

/// When the bank took the money of all paid visits here: the evening before.
fn paid_at() -> Timestamp {
    harness::first_morning().plus(-12 * kernel::time::HOUR)
}

fn paid_kind() -> TakeKind {
    TakeKind::Paid { at: paid_at() }
}

fn paid(slot: &SlotId) -> Take {
    Take { kind: paid_kind(), ..a_hold(slot) }
}

fn a_slot(day: Date, hour: i64, capacity: i64, zone: Zone) -> Slot {
    let start = TimeOfDay(hour * 60);
    Slot {
        id: SlotId::mint(Timestamp(1), &SystemChance),
        office: office(),
        day,
        start,
        end: TimeOfDay(hour * 60 + 60),
        lane: "regular".to_owned(),
        group: "ordinary".to_owned(),
        zone,
        starts_at: start.on(day, zone),
        capacity,
        taken: 0,
        overbooked: 0,
        state: SlotState::Open,
    }
}

async fn put_slot(db: &Db, slot: &Slot) {
    let rows = [slots::new_row(slot)];
    db.transact::<_, StoreError, _>(|tx| {
        let rows = &rows;
        Box::pin(async move {
            for (sql, params) in cut(slots::ADD, rows) {
                tx.exec(sql, &params).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
}

async fn take_on(db: &Db, takes: &[Take], rules: &Rules) -> Result<Vec<Result<Taken, TakeRefused>>, StoreError> {
    db.transact(|tx| Box::pin(async move { crate::take(tx, rules, takes).await })).await
}

impl Bench {
    fn db(&self) -> &Db {
        &self.product.house.db
    }

    fn clock(&self) -> &Arc<FakeClock> {
        &self.product.clock
    }

    /// An open slot in Jakarta's zone.
    async fn slot(&self, day: Date, hour: i64, capacity: i64) -> SlotId {
        self.slot_of(a_slot(day, hour, capacity, Zone::Wib)).await
    }

    async fn slot_of(&self, slot: Slot) -> SlotId {
        put_slot(self.db(), &slot).await;
        slot.id
    }

    async fn take(&self, takes: &[Take]) -> Vec<Result<Taken, TakeRefused>> {
        take_on(self.db(), takes, &RULES).await.unwrap()
    }

    async fn one(&self, take: &Take) -> Result<Taken, TakeRefused> {
        self.take(std::slice::from_ref(take)).await.remove(0)
    }

    async fn booked(&self, slot: &SlotId) -> BookingId {
        self.one(&paid(slot)).await.unwrap().booking
    }

    async fn look(&self, slot: &SlotId) -> Slot {
        crate::slot(&mut self.db().reader(), slot).await.unwrap().unwrap()
    }

    async fn state(&self, booking: &BookingId) -> crate::BookingState {
        crate::booking(&mut self.db().reader(), booking).await.unwrap().unwrap().state
    }

    async fn events(&self) -> Vec<Event> {
        let pending = store::pending_events(&mut self.db().reader(), 1_000).await.unwrap();
        pending.into_iter().filter_map(|p| p.event).collect()
    }

    async fn audited(&self, action: &str) -> i64 {
        self.db().reader().one(AUDITED, params![action]).await.unwrap().int("n").unwrap()
    }

    /// Counters, seats and limits agree with the bookings.
    async fn agrees(&self) {
        let mut reader = self.db().reader();
        assert!(reader.all(WRONG_COUNTERS, params![]).await.unwrap().is_empty(), "a counter differs from its bookings");
        assert!(reader.all(WRONG_LIMITS, params![]).await.unwrap().is_empty(), "a limit differs from its bookings");
    }
}
