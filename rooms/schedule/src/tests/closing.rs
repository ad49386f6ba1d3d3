use super::{a_hold, bench, office, run, visit_day};
use crate::calendar::CapacityRefused;
use crate::model::{Release, SlotState, TakeRefused};
use jiff::civil::date;
use kernel::chance::SystemChance;
use kernel::ids::SlotId;
use kernel::time::Timestamp;
use store::{Actor, StoreError};

#[tokio::test]
async fn a_capacity_below_the_bookings_is_accepted_and_shown() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 4).await;
    let mut seats = Vec::new();
    for _ in 0..4 {
        seats.push(b.one(&a_hold(&slot)).await.unwrap().booking);
    }
    let lower = |capacity| {
        let (b, slot) = (&b, &slot);
        async move { run!(b, |tx| crate::set_capacity(tx, slot, capacity, &Actor::Operator).await).await }
    };
    assert_eq!(lower(1).await.unwrap(), 3);
    assert_eq!(b.look(&slot).await.overbooked, 3);
    assert_eq!(b.one(&a_hold(&slot)).await, Err(TakeRefused::Full), "nothing new is sold");
    for (released, over) in [(0, 2), (1, 1), (2, 0)] {
        let booking = &seats[released];
        assert!(run!(b, |tx| crate::release(tx, booking, Release::Expired).await).await.unwrap());
        assert_eq!(b.look(&slot).await.overbooked, over, "each release lowers it");
        b.agrees().await;
    }
    assert_eq!(b.one(&a_hold(&slot)).await, Err(TakeRefused::Full));
    assert_eq!(lower(2).await.unwrap(), 0);
    assert!(b.one(&a_hold(&slot)).await.is_ok());
    assert!(matches!(lower(-1).await, Err(CapacityRefused::Negative)));
    let unknown = SlotId::mint(Timestamp(1), &SystemChance);
    let done = run!(b, unknown, |tx| crate::set_capacity(tx, unknown, 1, &Actor::Operator).await).await;
    assert!(matches!(done, Err(CapacityRefused::Unknown)));
    b.agrees().await;
}

#[tokio::test]
async fn a_closed_day_sells_nothing_and_drops_nobody() {
    let b = bench().await;
    let (morning, noon) = (b.slot(visit_day(), 9, 4).await, b.slot(visit_day(), 12, 4).await);
    let other = b.slot(date(2026, 10, 16), 9, 4).await;
    let booked = b.booked(&morning).await;
    let here = office();
    let close = || async {
        let closed: Result<usize, StoreError> =
            run!(b, here, |tx| crate::close_day(tx, here, visit_day(), "Listrik padam", &Actor::Operator).await).await;
        closed.unwrap()
    };
    assert_eq!(close().await, 2);
    assert_eq!(close().await, 0, "closing twice changes nothing");
    assert_eq!(b.audited("schedule.close").await, 1);
    assert_eq!(b.one(&a_hold(&noon)).await, Err(TakeRefused::Closed));
    assert_eq!(b.look(&noon).await.state, SlotState::Closed { reason: "Listrik padam".to_owned() });
    assert!(b.state(&booked).await.is_live());
    assert!(b.one(&a_hold(&other)).await.is_ok());
    let days = crate::month(&mut b.db().reader(), &here, "ordinary", "regular", 2026, 10).await.unwrap();
    let seen: Vec<_> = days.iter().map(|d| (d.day.day(), d.free, d.capacity, d.closed.as_deref())).collect();
    assert_eq!(seen, [(15, 0, 8, Some("Listrik padam")), (16, 3, 4, None)]);
}

#[tokio::test]
async fn a_paused_group_sells_nothing_until_it_is_offered_again() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 4).await;
    let here = office();
    let offer = |offered| {
        let (b, here) = (&b, &here);
        async move {
            let done: Result<(), StoreError> =
                run!(b, |tx| crate::set_offered(tx, here, "ordinary", offered, "Stok habis", &Actor::Operator).await).await;
            done.unwrap();
        }
    };
    offer(false).await;
    assert_eq!(b.one(&a_hold(&slot)).await, Err(TakeRefused::Closed));
    let mut reader = b.db().reader();
    let days = crate::month(&mut reader, &here, "ordinary", "regular", 2026, 10).await.unwrap();
    assert_eq!((days[0].free, days[0].closed.as_deref()), (0, Some("Stok habis")));
    assert_eq!(crate::next_free(&mut reader, &here, "ordinary", "regular", date(2026, 10, 1)).await.unwrap(), None);
    let sessions = crate::sessions(&mut reader, &here, "ordinary", "regular", visit_day()).await.unwrap();
    assert_eq!(sessions[0].free(b.db().now()), 0);
    offer(true).await;
    offer(true).await;
    assert_eq!(b.audited("schedule.offered").await, 2, "saying it again is no change");
    assert!(b.one(&a_hold(&slot)).await.is_ok());
    let next = crate::next_free(&mut reader, &here, "ordinary", "regular", date(2026, 10, 1)).await.unwrap();
    assert_eq!(next.map(|s| s.id), Some(slot));
}
