use super::{Bench, RULES, a_slot, application, bench, put_slot, run, take_on, visit_day};
use crate::model::{Release, Retaken, Take, TakeKind, TakeRefused};
use crate::rules::{MoveRefused, Rules};
use jiff::civil::Date;
use kernel::chance::SystemChance;
use kernel::ids::{AccountId, BookingId, SlotId};
use kernel::time::{Timestamp, Zone, add_days};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::{Actor, StoreError};

/// Five days with one session each; persons and accounts are few, so that they meet.
const SLOTS: usize = 5;
const PERSONS: usize = 9;
const ACCOUNTS: usize = 2;

#[derive(Debug, Clone)]
enum Step {
    Take { person: usize, slot: usize, paid: bool },
    Release(usize),
    Confirm(usize),
    Move { booking: usize, slot: usize },
    GiveBack(usize),
    Retake(usize),
    Capacity { slot: usize, capacity: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..PERSONS, 0..SLOTS, any::<bool>()).prop_map(|(person, slot, paid)| Step::Take { person, slot, paid }),
        2 => (0..20_usize).prop_map(Step::Release),
        2 => (0..20_usize).prop_map(Step::Confirm),
        3 => (0..20_usize, 0..SLOTS).prop_map(|(booking, slot)| Step::Move { booking, slot }),
        1 => (0..20_usize).prop_map(Step::GiveBack),
        1 => (0..20_usize).prop_map(Step::Retake),
        1 => (0..SLOTS, 0..4_i64).prop_map(|(slot, capacity)| Step::Capacity { slot, capacity }),
    ];
    proptest::collection::vec(step, 1..40)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sits {
    Held,
    Booked,
    Released,
    Gone,
}

/// What a person with pencil and paper would keep.
struct Known {
    id: BookingId,
    person: usize,
    slot: usize,
    state: Sits,
}

struct Naive {
    slots: Vec<(SlotId, Date, i64)>,
    accounts: Vec<AccountId>,
    persons: Vec<String>,
    bookings: Vec<Known>,
}

impl Naive {
    fn taken(&self, slot: usize) -> i64 {
        let taken = self.bookings.iter().filter(|k| k.slot == slot && matches!(k.state, Sits::Held | Sits::Booked)).count();
        i64::try_from(taken).unwrap()
    }
    fn room(&self, slot: usize) -> bool {
        self.taken(slot) < self.slots[slot].2
    }
    fn lives(&self, person: usize) -> bool {
        self.bookings.iter().any(|k| k.person == person && matches!(k.state, Sits::Held | Sits::Booked))
    }
    fn unpaid(&self, account: usize) -> usize {
        self.bookings.iter().filter(|k| k.person % ACCOUNTS == account && k.state == Sits::Held).count()
    }
    fn nth(&self, n: usize) -> Option<usize> {
        (!self.bookings.is_empty()).then(|| n % self.bookings.len())
    }
}

const NARROW: Rules = Rules { unpaid_submissions: 3, moves: 99, ..RULES };

async fn set(b: &Bench) -> Naive {
    let tag = application();
    let office = kernel::ids::OfficeCode::parse(&format!("k-{tag}")).unwrap();
    let mut slots = Vec::new();
    for n in 0..SLOTS {
        let day = add_days(visit_day(), i64::try_from(n).unwrap());
        let slot = crate::Slot { office: office.clone(), ..a_slot(day, 9, 2, Zone::Wib) };
        put_slot(b.db(), &slot).await;
        slots.push((slot.id, day, 2));
    }
    let accounts = (0..ACCOUNTS).map(|_| AccountId::mint(Timestamp(1), &SystemChance)).collect();
    Naive { slots, accounts, persons: (0..PERSONS).map(|n| format!("{tag}-{n}")).collect(), bookings: Vec::new() }
}

async fn do_take(b: &Bench, naive: &mut Naive, person: usize, slot: usize, paid: bool) {
    let take = Take {
        application: application(),
        account: naive.accounts[person % ACCOUNTS].clone(),
        nik_hash: naive.persons[person].clone(),
        slot: naive.slots[slot].0.clone(),
        kind: if paid { super::paid_kind() } else { TakeKind::Hold },
    };
    let answer = take_on(b.db(), &[take], &NARROW).await.unwrap().remove(0);
    if naive.lives(person) {
        assert!(matches!(answer, Err(TakeRefused::AlreadyYours { .. })));
    } else if !naive.room(slot) {
        assert_eq!(answer, Err(TakeRefused::Full));
    } else if !paid && naive.unpaid(person % ACCOUNTS) >= 3 {
        assert_eq!(answer, Err(TakeRefused::LimitReached(3)));
    } else {
        let state = if paid { Sits::Booked } else { Sits::Held };
        naive.bookings.push(Known { id: answer.unwrap().booking, person, slot, state });
    }
}

async fn do_move(b: &Bench, naive: &mut Naive, n: usize, slot: usize) {
    let (id, to) = (naive.bookings[n].id.clone(), naive.slots[slot].0.clone());
    let (id, to) = (&id, &to);
    let moved = run!(b, |tx| crate::move_to(tx, id, to, &NARROW, &Actor::System).await).await;
    let (old, booked) = (naive.bookings[n].slot, naive.bookings[n].state == Sits::Booked);
    match moved {
        Err(MoveRefused::NotBooked) => assert!(!booked),
        Err(MoveRefused::SameDate) => assert!(booked && old == slot),
        Err(MoveRefused::Full) => assert!(booked && !naive.room(slot)),
        Err(other) => panic!("{other}"),
        Ok(id) => {
            assert!(booked && old != slot && naive.room(slot));
            naive.bookings[n].state = Sits::Gone;
            let person = naive.bookings[n].person;
            naive.bookings.push(Known { id, person, slot, state: Sits::Booked });
        }
    }
}

async fn do_retake(b: &Bench, naive: &mut Naive, n: usize) {
    let id = &naive.bookings[n].id.clone();
    let retaken: Result<Retaken, StoreError> = run!(b, |tx| crate::retake(tx, &NARROW, id, super::paid_at()).await).await;
    let (person, own) = (naive.bookings[n].person, naive.bookings[n].slot);
    let may = naive.bookings[n].state == Sits::Released && !naive.lives(person);
    let next = (own..SLOTS).find(|s| naive.room(*s)).filter(|_| may);
    let id = match (retaken.unwrap(), next) {
        (Retaken::None, None) => return,
        (Retaken::Same(id), Some(slot)) if slot == own => id,
        (Retaken::Equal(id), Some(slot)) if slot != own => id,
        (got, next) => panic!("{got:?} where {next:?} is next"),
    };
    naive.bookings.push(Known { id, person, slot: next.unwrap(), state: Sits::Booked });
}

async fn do_step(b: &Bench, naive: &mut Naive, step: &Step) {
    match *step {
        Step::Take { person, slot, paid } => do_take(b, naive, person, slot, paid).await,
        Step::Capacity { slot, capacity } => {
            let id = &naive.slots[slot].0;
            let over = run!(b, |tx| crate::set_capacity(tx, id, capacity, &Actor::Operator).await).await.unwrap();
            assert_eq!(over, (naive.taken(slot) - capacity).max(0));
            naive.slots[slot].2 = capacity;
        }
        Step::Release(n) | Step::Confirm(n) | Step::GiveBack(n) | Step::Retake(n) | Step::Move { booking: n, .. } => {
            let Some(n) = naive.nth(n) else { return };
            let (id, state) = (naive.bookings[n].id.clone(), naive.bookings[n].state);
            let id = &id;
            match *step {
                Step::Release(_) => {
                    let done = run!(b, |tx| crate::release(tx, id, Release::Expired).await).await.unwrap();
                    assert_eq!(done, state == Sits::Held);
                    naive.bookings[n].state = if done { Sits::Released } else { state };
                }
                Step::Confirm(_) => {
                    let done = run!(b, |tx| crate::confirm(tx, id, super::paid_at()).await).await.unwrap();
                    assert_eq!(done, state == Sits::Held);
                    naive.bookings[n].state = if done { Sits::Booked } else { state };
                }
                Step::GiveBack(_) => {
                    let done = run!(b, |tx| crate::give_back(tx, id, &Actor::System).await).await.is_ok();
                    assert_eq!(done, state == Sits::Booked);
                    naive.bookings[n].state = if done { Sits::Gone } else { state };
                }
                Step::Move { slot, .. } => do_move(b, naive, n, slot).await,
                _ => do_retake(b, naive, n).await,
            }
        }
    }
}

#[test]
fn any_sequence_of_changes_agrees_with_pencil_and_paper() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let b = runtime.block_on(bench());
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let checked = TestRunner::new(config).run(&steps(), |steps| {
        runtime.block_on(async {
            let mut naive = set(&b).await;
            for step in &steps {
                do_step(&b, &mut naive, step).await;
                for n in 0..SLOTS {
                    let slot = b.look(&naive.slots[n].0).await;
                    let taken = naive.taken(n);
                    assert_eq!((slot.taken, slot.overbooked), (taken, (taken - slot.capacity).max(0)));
                }
            }
            b.agrees().await;
        });
        Ok(())
    });
    checked.unwrap();
}
