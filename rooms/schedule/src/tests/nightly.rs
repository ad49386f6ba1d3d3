use super::{Bench, a_hold, a_slot, bench, office, run, visit_day};
use crate::model::BookingState;
use crate::nightly::{all_missed, all_told};
use crate::seat::CheckInRefused;
use kernel::event::Event;
use kernel::ids::BookingId;
use kernel::time::{HOUR, Zone};
use store::{Actor, StoreError};

async fn arrive(b: &Bench, booking: &BookingId) -> Result<crate::Booking, CheckInRefused> {
    run!(b, |tx| crate::check_in(tx, booking, &Actor::System).await).await
}

#[tokio::test]
async fn a_visit_is_told_once_the_day_before_at_nine_at_its_office() {
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        let b = bench().await;
        let slot = b.slot_of(a_slot(visit_day(), 9, 9, zone)).await;
        let booked = b.booked(&slot).await;
        b.one(&a_hold(&slot)).await.unwrap();
        let nine = zone.at(super::date(2026, 10, 14), 9, 0);
        b.clock().set(nine.plus(-1));
        assert_eq!(all_told(b.db()).await.unwrap(), 0);
        b.clock().set(nine);
        assert_eq!(all_told(b.db()).await.unwrap(), 1);
        assert_eq!(all_told(b.db()).await.unwrap(), 0, "once");
        assert_eq!(b.events().await, [Event::DayBefore { booking: booked }]);
    }
}

#[tokio::test]
async fn a_seat_booked_late_the_day_before_is_told_and_one_of_today_is_not() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 20, 9).await;
    b.clock().set(Zone::Wib.day_start(visit_day()).plus(-HOUR));
    b.booked(&slot).await;
    assert_eq!(all_told(b.db()).await.unwrap(), 1);
    b.clock().advance(2 * HOUR);
    b.booked(&slot).await;
    assert_eq!(all_told(b.db()).await.unwrap(), 0);
}

#[tokio::test]
async fn who_did_not_come_is_missed_when_the_day_ends_at_the_office() {
    let b = bench().await;
    let slot = b.slot_of(a_slot(visit_day(), 9, 100, Zone::Wita)).await;
    let mut absent = Vec::new();
    for _ in 0..70 {
        absent.push(b.booked(&slot).await);
    }
    let (held, came) = (b.one(&a_hold(&slot)).await.unwrap().booking, b.booked(&slot).await);
    b.clock().set(Zone::Wita.at(visit_day(), 10, 0));
    arrive(&b, &came).await.unwrap();
    b.clock().set(Zone::Wita.day_end(visit_day()).plus(-1));
    assert_eq!(all_missed(b.db()).await.unwrap(), 0);
    b.clock().advance(1);
    let first: Result<_, StoreError> = run!(b, |tx| crate::missed(tx).await).await;
    assert_eq!(first.unwrap().len(), 64, "64 in one transaction");
    assert_eq!(all_missed(b.db()).await.unwrap(), 6);
    assert_eq!(b.state(&absent[0]).await, BookingState::NoShow);
    assert_eq!(b.state(&came).await, BookingState::CheckedIn);
    assert_eq!(b.state(&held).await, BookingState::Held, "only the end of its bill ends a hold");
    assert_eq!(b.events().await.len(), 70);
    b.agrees().await;
}

#[tokio::test]
async fn a_person_is_checked_in_once_on_the_right_day_and_then_served() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 9).await;
    let (booking, held) = (b.booked(&slot).await, b.one(&a_hold(&slot)).await.unwrap().booking);
    assert!(matches!(arrive(&b, &booking).await, Err(CheckInRefused::WrongDay(day)) if day == visit_day()));
    b.clock().set(Zone::Wib.at(visit_day(), 7, 0));
    assert!(matches!(arrive(&b, &held).await, Err(CheckInRefused::NotBooked(BookingState::Held))));
    assert_eq!(arrive(&b, &booking).await.unwrap().state, BookingState::CheckedIn);
    assert!(matches!(arrive(&b, &booking).await, Err(CheckInRefused::AlreadyUsed)));
    let today = crate::of_day(&mut b.db().reader(), &office(), visit_day()).await.unwrap();
    assert_eq!(today.iter().map(|t| &t.id).collect::<Vec<_>>(), [&booking], "holds are not expected");
    let serve = || async { run!(b, booking, |tx| crate::serve(tx, booking, &Actor::System).await).await.unwrap() };
    assert!(serve().await);
    assert!(!serve().await);
    let application = today[0].application.clone();
    assert_eq!(crate::live_of(&mut b.db().reader(), &application).await.unwrap(), None, "may be booked again");
    assert_eq!(b.look(&slot).await.taken, 2, "a used seat stays used");
    b.agrees().await;
}
