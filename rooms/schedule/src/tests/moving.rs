use super::{Bench, RULES, a_hold, a_slot, bench, office, paid, run, visit_day};
use crate::model::BookingState;
use crate::rules::{MoveRefused, Rules};
use crate::seat::GiveBackRefused;
use jiff::civil::date;
use kernel::event::Event;
use kernel::ids::{BookingId, OfficeCode, SlotId};
use kernel::time::{TimeOfDay, Zone};
use store::Actor;

async fn move_by(b: &Bench, booking: &BookingId, to: &SlotId, rules: &Rules) -> Result<BookingId, MoveRefused> {
    run!(b, |tx| crate::move_to(tx, booking, to, rules, &Actor::System).await).await
}

async fn moved(b: &Bench, booking: &BookingId, to: &SlotId) -> Result<BookingId, MoveRefused> {
    move_by(b, booking, to, &RULES).await
}

#[tokio::test]
async fn a_move_takes_the_new_seat_and_frees_the_old_one() {
    let b = bench().await;
    let (old, new) = (b.slot(visit_day(), 9, 3).await, b.slot(date(2026, 10, 20), 10, 3).await);
    let booking = b.booked(&old).await;
    let next = moved(&b, &booking, &new).await.unwrap();
    assert_eq!((b.look(&old).await.taken, b.look(&new).await.taken), (0, 1));
    assert_eq!((b.state(&booking).await, b.state(&next).await), (BookingState::Moved, BookingState::Booked));
    let there = crate::booking(&mut b.db().reader(), &next).await.unwrap().unwrap();
    assert_eq!((there.moves, there.slot.id), (1, new));
    let told = Event::Moved { application: there.application.clone(), booking: next.clone() };
    assert_eq!(b.events().await, [told]);
    let live = crate::live_of(&mut b.db().reader(), &there.application).await.unwrap();
    assert_eq!(live.map(|l| l.id), Some(next));
    b.agrees().await;
}

#[tokio::test]
async fn the_cut_off_is_the_end_of_the_day_before_at_the_office() {
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        let b = bench().await;
        let old = b.slot_of(a_slot(visit_day(), 9, 5, zone)).await;
        let new = b.slot_of(a_slot(date(2026, 10, 20), 9, 5, zone)).await;
        let (in_time, late) = (b.booked(&old).await, b.booked(&old).await);
        let midnight = zone.day_start(visit_day());
        b.clock().set(midnight.plus(-100));
        assert!(moved(&b, &in_time, &new).await.is_ok(), "{} at 23:59:59.9", zone.label());
        b.clock().set(midnight);
        let refused = moved(&b, &late, &new).await;
        assert!(matches!(refused, Err(MoveRefused::TooLate { until }) if until == midnight), "{}", zone.label());
        assert_eq!(b.state(&late).await, BookingState::Booked);
        b.agrees().await;
    }
}

#[tokio::test]
async fn a_visit_is_moved_once_and_an_officer_may_allow_more() {
    let b = bench().await;
    let (first, second) = (b.slot(visit_day(), 9, 3).await, b.slot(date(2026, 10, 20), 10, 3).await);
    let third = b.slot(date(2026, 10, 21), 10, 3).await;
    let booking = b.booked(&first).await;
    let next = moved(&b, &booking, &second).await.unwrap();
    assert!(matches!(moved(&b, &next, &third).await, Err(MoveRefused::AlreadyMoved)));
    assert!(matches!(moved(&b, &booking, &third).await, Err(MoveRefused::NotBooked)), "the old booking is over");
    let hardship = Rules { moves: 2, ..RULES };
    assert!(move_by(&b, &next, &third, &hardship).await.is_ok());
    b.agrees().await;
}

#[tokio::test]
async fn a_move_stays_in_its_window_its_office_and_changes_the_date() {
    let b = bench().await;
    let old = b.slot(visit_day(), 9, 3).await;
    let booking = b.booked(&old).await;
    let refused = |slot: SlotId| {
        let (b, booking) = (&b, &booking);
        async move { moved(b, booking, &slot).await.expect_err("this move is refused") }
    };
    let same_day = b.slot(visit_day(), 13, 3).await;
    assert!(matches!(refused(same_day).await, MoveRefused::SameDate));
    let today = b.slot(date(2026, 10, 5), 15, 3).await;
    assert!(matches!(refused(today).await, MoveRefused::OutsideWindow { from, .. } if from == date(2026, 10, 6)));
    let far = b.slot(date(2026, 11, 15), 9, 3).await;
    assert!(matches!(refused(far).await, MoveRefused::OutsideWindow { to, .. } if to == date(2026, 11, 14)));
    let elsewhere = OfficeCode::parse("kanim-lain").unwrap();
    let other = b.slot_of(crate::Slot { office: elsewhere, ..a_slot(date(2026, 10, 20), 9, 3, Zone::Wib) }).await;
    assert!(matches!(refused(other).await, MoveRefused::OtherOffice));
    let dearer = crate::Slot { group: "electronic".to_owned(), ..a_slot(date(2026, 10, 20), 9, 3, Zone::Wib) };
    assert!(matches!(refused(b.slot_of(dearer).await).await, MoveRefused::OtherOffice));
    let last = b.slot(date(2026, 11, 14), 9, 3).await;
    assert!(moved(&b, &booking, &last).await.is_ok());
    b.agrees().await;
}

#[tokio::test]
async fn a_move_to_a_full_or_closed_session_keeps_the_old_seat() {
    let b = bench().await;
    let (old, full) = (b.slot(visit_day(), 9, 3).await, b.slot(date(2026, 10, 20), 10, 1).await);
    let closed = b.slot(date(2026, 10, 21), 10, 3).await;
    let booking = b.booked(&old).await;
    b.booked(&full).await;
    let here = office();
    run!(b, here, |tx| crate::close_day(tx, here, date(2026, 10, 21), "Libur daerah", &Actor::Operator).await).await.unwrap();
    assert!(matches!(moved(&b, &booking, &full).await, Err(MoveRefused::Full)));
    assert!(matches!(moved(&b, &booking, &closed).await, Err(MoveRefused::Closed)));
    assert_eq!((b.state(&booking).await, b.look(&old).await.taken), (BookingState::Booked, 1));
    assert!(b.events().await.is_empty());
    b.agrees().await;
}

#[tokio::test]
async fn an_unpaid_seat_is_not_moved() {
    let b = bench().await;
    let (old, new) = (b.slot(visit_day(), 9, 3).await, b.slot(date(2026, 10, 20), 10, 1).await);
    let held = b.one(&a_hold(&old)).await.unwrap().booking;
    assert!(matches!(moved(&b, &held, &new).await, Err(MoveRefused::NotBooked)));
}

#[tokio::test]
async fn a_paid_seat_is_given_back_until_its_session_begins() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 3).await;
    let (mine, late, take) = (b.booked(&slot).await, b.booked(&slot).await, paid(&slot));
    let held = b.one(&a_hold(&slot)).await.unwrap().booking;
    let give = |id: BookingId| {
        let b = &b;
        async move { run!(b, id, |tx| crate::give_back(tx, id, &Actor::System).await).await }
    };
    give(mine.clone()).await.unwrap();
    assert_eq!(b.state(&mine).await, BookingState::GivenBack);
    assert!(matches!(give(mine).await, Err(GiveBackRefused::NotBooked)));
    assert!(matches!(give(held).await, Err(GiveBackRefused::NotBooked)));
    assert_eq!(b.look(&slot).await.taken, 2);
    assert!(matches!(b.events().await.as_slice(), [Event::GivenBack { .. }]));
    assert!(b.one(&take).await.is_ok());
    b.clock().set(TimeOfDay(9 * 60).on(visit_day(), Zone::Wib));
    assert!(matches!(give(late).await, Err(GiveBackRefused::TooLate)));
    b.agrees().await;
}
