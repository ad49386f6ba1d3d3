use super::{Bench, RULES, a_hold, bench, office, run, visit_day};
use crate::model::{BookingState, Release, Retaken, Take};
use jiff::civil::date;
use kernel::ids::{BookingId, SlotId};
use kernel::time::Zone;
use store::{Actor, StoreError};

async fn expired(b: &Bench, slot: &SlotId) -> (Take, BookingId) {
    let take = a_hold(slot);
    let booking = b.one(&take).await.unwrap().booking;
    assert!(run!(b, booking, |tx| crate::release(tx, booking, Release::Expired).await).await.unwrap());
    (take, booking)
}

async fn late_money(b: &Bench, booking: &BookingId) -> Retaken {
    let done: Result<Retaken, StoreError> = run!(b, |tx| crate::retake(tx, &RULES, booking, super::paid_at()).await).await;
    b.agrees().await;
    done.unwrap()
}

async fn slot_of(b: &Bench, booking: &BookingId) -> SlotId {
    let booking = crate::booking(&mut b.db().reader(), booking).await.unwrap().unwrap();
    assert_eq!(booking.state, BookingState::Booked);
    booking.slot.id
}

#[tokio::test]
async fn late_money_gets_the_same_session_while_it_has_room() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 1).await;
    b.slot(visit_day(), 8, 1).await;
    let (_, booking) = expired(&b, &slot).await;
    let Retaken::Same(new) = late_money(&b, &booking).await else { panic!("the same session has room") };
    assert_eq!(slot_of(&b, &new).await, slot);
    assert_eq!(late_money(&b, &booking).await, Retaken::None, "money that comes twice takes no second seat");
}

#[tokio::test]
async fn late_money_gets_the_nearest_equal_session_when_its_own_is_full() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 1).await;
    let (same_day, next_day) = (b.slot(visit_day(), 14, 1).await, b.slot(date(2026, 10, 16), 8, 1).await);
    let mut waiting = Vec::new();
    for _ in 0..3 {
        waiting.push(expired(&b, &slot).await.1);
    }
    b.booked(&slot).await;
    for (booking, expected) in waiting.iter().zip([Some(same_day), Some(next_day), None]) {
        match (late_money(&b, booking).await, expected) {
            (Retaken::Equal(new), Some(slot)) => assert_eq!(slot_of(&b, &new).await, slot),
            (got, expected) => assert_eq!((got, expected), (Retaken::None, None)),
        }
    }
}

#[tokio::test]
async fn an_equal_seat_is_at_most_seven_days_later() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 1).await;
    let (_, booking) = expired(&b, &slot).await;
    b.booked(&slot).await;
    b.slot(date(2026, 10, 23), 9, 5).await;
    b.slot(date(2026, 10, 14), 9, 5).await;
    let electronic = crate::Slot { group: "electronic".to_owned(), ..super::a_slot(visit_day(), 10, 5, Zone::Wib) };
    b.slot_of(electronic).await;
    assert_eq!(late_money(&b, &booking).await, Retaken::None);
    let last = b.slot(date(2026, 10, 22), 9, 5).await;
    let Retaken::Equal(new) = late_money(&b, &booking).await else { panic!("the seventh day counts") };
    assert_eq!(slot_of(&b, &new).await, last);
}

#[tokio::test]
async fn late_money_takes_no_seat_where_person_or_application_have_one() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 9).await;
    let (take, booking) = expired(&b, &slot).await;
    b.one(&take).await.unwrap();
    assert_eq!(late_money(&b, &booking).await, Retaken::None, "the application has a new hold");
    let (take, booking) = expired(&b, &slot).await;
    let elsewhere = Take { nik_hash: take.nik_hash, ..a_hold(&slot) };
    b.one(&elsewhere).await.unwrap();
    assert_eq!(late_money(&b, &booking).await, Retaken::None, "the person is booked elsewhere");
}

#[tokio::test]
async fn late_money_gets_nothing_on_a_closed_day_or_in_the_past() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 9).await;
    let (_, booking) = expired(&b, &slot).await;
    let here = office();
    run!(b, here, |tx| crate::close_day(tx, here, visit_day(), "Listrik padam", &Actor::Operator).await).await.unwrap();
    assert_eq!(late_money(&b, &booking).await, Retaken::None);
    let other = b.slot(date(2026, 10, 16), 9, 9).await;
    let (_, booking) = expired(&b, &other).await;
    b.clock().set(Zone::Wib.at(date(2026, 10, 16), 9, 1));
    assert_eq!(late_money(&b, &booking).await, Retaken::None);
}
