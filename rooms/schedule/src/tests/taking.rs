use super::{Bench, RULES, a_hold, a_slot, application, bench, paid, run, take_on, visit_day};
use crate::model::{BookingState, Release, Take, TakeKind, TakeRefused};
use crate::store::bookings::{self, NewBooking};
use crate::store::slots;
use kernel::chance::SystemChance;
use kernel::ids::{AccountId, BookingId, SlotId};
use kernel::time::{Timestamp, Zone};
use store::{Sql, StoreError, params, sql};

const PLAIN_INSERT: Sql =
    sql("INSERT INTO booking (id, application, account, nik_hash, slot, seat, state, moves, day_end, created_at) \
     VALUES ($1, $2, 'a', $3, $4, $5, 'held', 0, 0, 0)");
const OVERFILL: Sql = sql("UPDATE slot SET taken = taken + 1 WHERE id = $1");

#[tokio::test]
async fn a_full_day_cannot_be_booked() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 2).await;
    let answers = b.take(&[a_hold(&slot), a_hold(&slot), a_hold(&slot)]).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 2);
    assert_eq!(answers[2], Err(TakeRefused::Full));
    assert_eq!(b.one(&a_hold(&slot)).await, Err(TakeRefused::Full));
    assert_eq!(b.look(&slot).await.taken, 2);
    b.agrees().await;
}

#[tokio::test]
async fn members_of_one_batch_sit_together() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 9).await;
    let takes: Vec<Take> = (0..4).map(|_| a_hold(&slot)).collect();
    let seats: Vec<i64> = b.take(&takes).await.into_iter().map(|a| a.unwrap().seat).collect();
    assert_eq!(seats, [1, 2, 3, 4]);
    assert_eq!(b.audited("schedule.take").await, 4);
}

#[tokio::test]
async fn a_batch_of_any_size_gets_one_answer_each() {
    for members in [1, 2, 8, 9, 63, 65, 200, 256] {
        let b = bench().await;
        let (first, second) = (b.slot(visit_day(), 9, 300).await, b.slot(visit_day(), 10, 20).await);
        let slots = [&first, &second];
        let takes: Vec<Take> = (0..members).map(|n| a_hold(slots[n % 2])).collect();
        let answers = b.take(&takes).await;
        assert_eq!(answers.len(), members);
        let good = answers.iter().filter(|a| a.is_ok()).count();
        assert_eq!(good, members.div_ceil(2) + (members / 2).min(20), "{members} members");
        b.agrees().await;
    }
}

#[tokio::test]
async fn a_closed_unknown_or_begun_session_is_refused() {
    let b = bench().await;
    let unknown = SlotId::mint(Timestamp(1), &SystemChance);
    assert_eq!(b.one(&a_hold(&unknown)).await, Err(TakeRefused::Closed));
    let slot = b.slot(visit_day(), 9, 2).await;
    b.clock().set(Zone::Wib.at(visit_day(), 9, 0));
    assert_eq!(b.one(&a_hold(&slot)).await, Err(TakeRefused::Past));
    b.clock().advance(-1);
    assert!(b.one(&a_hold(&slot)).await.is_ok());
}

#[tokio::test]
async fn an_application_and_a_person_have_one_live_booking() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 5).await;
    let mine = a_hold(&slot);
    let booking = b.one(&mine).await.unwrap().booking;
    let yours = Err(TakeRefused::AlreadyYours { booking: booking.clone() });
    assert_eq!(b.one(&mine).await, yours, "the same application");
    let again = Take { application: application(), ..mine.clone() };
    assert_eq!(b.one(&again).await, yours, "the same person through the same account");
    let stranger = Take { account: a_hold(&slot).account, ..again.clone() };
    assert_eq!(b.one(&stranger).await, Err(TakeRefused::NikElsewhere));
    let released = run!(b, booking, |tx| crate::release(tx, booking, Release::Expired).await).await.unwrap();
    assert!(released);
    assert!(b.one(&stranger).await.is_ok(), "free again once the first seat is released");
    b.agrees().await;
}

#[tokio::test]
async fn the_second_of_two_equal_members_of_a_batch_waits() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 5).await;
    let mine = a_hold(&slot);
    let other = Take { application: application(), ..mine.clone() };
    let answers = b.take(&[mine, other]).await;
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(TakeRefused::RaceLost));
    assert_eq!(b.look(&slot).await.taken, 1);
    b.agrees().await;
}

#[tokio::test]
async fn an_account_has_a_limit_of_unpaid_submissions() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 20).await;
    let account = a_hold(&slot).account;
    let of_account = |kind| Take { account: account.clone(), kind, ..a_hold(&slot) };
    let takes: Vec<Take> = (0..7).map(|_| of_account(TakeKind::Hold)).collect();
    let answers = b.take(&takes).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 5);
    assert_eq!(answers[5], Err(TakeRefused::LimitReached(5)));
    assert!(b.one(&of_account(super::paid_kind())).await.is_ok(), "a paid seat is not counted");
    let (first, second) = (answers[0].clone().unwrap().booking, answers[1].clone().unwrap().booking);
    assert!(run!(b, first, |tx| crate::confirm(tx, first, super::paid_at()).await).await.unwrap());
    assert!(run!(b, second, |tx| crate::release(tx, second, Release::Cancelled).await).await.unwrap());
    assert!(b.one(&of_account(TakeKind::Hold)).await.is_ok());
    assert!(b.one(&of_account(TakeKind::Hold)).await.is_ok());
    assert_eq!(b.one(&of_account(TakeKind::Hold)).await, Err(TakeRefused::LimitReached(5)));
    b.agrees().await;
}

#[tokio::test]
async fn expiry_and_payment_of_one_hold_have_one_winner() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 1).await;
    let booking = b.one(&a_hold(&slot)).await.unwrap().booking;
    assert!(run!(b, booking, |tx| crate::release(tx, booking, Release::BillerSilent).await).await.unwrap());
    assert!(!run!(b, booking, |tx| crate::release(tx, booking, Release::Expired).await).await.unwrap(), "released once");
    assert!(!run!(b, booking, |tx| crate::confirm(tx, booking, super::paid_at()).await).await.unwrap(), "not held any more");
    assert_eq!(b.state(&booking).await, BookingState::Released);
    assert_eq!(b.look(&slot).await.taken, 0);
    let next = b.one(&a_hold(&slot)).await.unwrap().booking;
    assert!(run!(b, next, |tx| crate::confirm(tx, next, super::paid_at()).await).await.unwrap());
    assert!(!run!(b, next, |tx| crate::release(tx, next, Release::Expired).await).await.unwrap(), "a paid seat stays");
    b.agrees().await;
}

fn a_row(slot: &SlotId, seat: i64) -> NewBooking {
    let take = a_hold(slot);
    NewBooking {
        id: BookingId::mint(Timestamp(1), &SystemChance),
        application: take.application,
        account: AccountId::mint(Timestamp(1), &SystemChance),
        nik_hash: take.nik_hash,
        slot: slot.clone(),
        seat,
        state: BookingState::Held,
        moves: 0,
        first_paid_at: None,
        previous: None,
        day_end: Timestamp(0),
    }
}

async fn refused_by_the_engine(b: &Bench, sql: Sql, params: Vec<store::Value>) -> bool {
    let params = &params;
    let done: Result<u64, StoreError> = run!(b, |tx| tx.exec(sql, params).await).await;
    matches!(done, Err(StoreError::Constraint(_)))
}

#[tokio::test]
async fn without_our_own_check_the_database_still_refuses() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 1).await;
    let mine = paid(&slot);
    b.one(&mine).await.unwrap();
    let (same_seat, next_seat) = (a_row(&slot, 1), a_row(&slot, 2));
    let done: Result<_, StoreError> = run!(b, same_seat, |tx| bookings::add(tx, std::slice::from_ref(same_seat)).await).await;
    assert!(done.unwrap().is_empty(), "the seat is taken");
    let done: Result<(), StoreError> = run!(b, next_seat, slot, |tx| {
        bookings::add(tx, std::slice::from_ref(next_seat)).await?;
        slots::fill(tx, slot, 1).await
    })
    .await;
    assert!(matches!(done, Err(StoreError::Constraint(_))), "the counter refuses, so nothing is committed");
    b.agrees().await;
    assert!(refused_by_the_engine(&b, OVERFILL, params![&slot].to_vec()).await, "the table's CHECK");
    let id = BookingId::mint(Timestamp(1), &SystemChance);
    let seat = params![&id, &application(), "x", &slot, 1_i64].to_vec();
    assert!(refused_by_the_engine(&b, PLAIN_INSERT, seat).await, "the seat's number");
    let same_application = params![&id, &mine.application, "x", &slot, 7_i64].to_vec();
    assert!(refused_by_the_engine(&b, PLAIN_INSERT, same_application).await, "one live booking per application");
    let same_person = params![&id, &application(), &mine.nik_hash, &slot, 7_i64].to_vec();
    assert!(refused_by_the_engine(&b, PLAIN_INSERT, same_person).await, "one live booking per person");
    b.agrees().await;
}

#[tokio::test]
async fn nothing_becomes_negative() {
    let b = bench().await;
    let slot = b.slot_of(a_slot(visit_day(), 9, 3, Zone::Wib)).await;
    let done: Result<(), StoreError> = run!(b, slot, |tx| slots::free_one(tx, slot).await).await;
    assert!(done.is_err());
    let account = a_hold(&slot).account;
    let done: Result<(), StoreError> = run!(b, account, |tx| bookings::drop_unpaid(tx, account).await).await;
    assert!(done.is_err());
    let none = crate::Rules { unpaid_submissions: 0, ..RULES };
    let answers = take_on(b.db(), &[a_hold(&slot)], &none).await.unwrap();
    assert_eq!(answers, [Err(TakeRefused::LimitReached(0))]);
    b.agrees().await;
}
