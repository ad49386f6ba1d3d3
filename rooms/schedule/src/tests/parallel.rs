use super::{Bench, RULES, a_hold, bench, paid, run, take_on, visit_day};
use crate::model::{Release, Take, TakeRefused};
use crate::rules::MoveRefused;
use jiff::civil::date;
use kernel::ids::{BookingId, SlotId};
use store::{Actor, Db, StoreError};

async fn try_until_known(db: &Db, take: &Take) -> Result<BookingId, TakeRefused> {
    loop {
        match take_on(db, std::slice::from_ref(take), &RULES).await {
            Ok(mut answers) => match answers.remove(0) {
                Err(TakeRefused::RaceLost) => {}
                answer => return answer.map(|taken| taken.booking),
            },
            Err(StoreError::Busy) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

async fn all(b: &Bench, takes: Vec<Take>) -> Vec<Result<BookingId, TakeRefused>> {
    let tasks: Vec<_> = takes
        .into_iter()
        .map(|take| {
            let db = b.db().clone();
            tokio::spawn(async move { try_until_known(&db, &take).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_takers_of_one_session_get_exactly_its_seats() {
    let b = bench().await;
    let slot = b.slot(visit_day(), 9, 10).await;
    let answers = all(&b, (0..60).map(|_| a_hold(&slot)).collect()).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 10);
    assert!(answers.iter().filter_map(|a| a.as_ref().err()).all(|e| *e == TakeRefused::Full));
    assert_eq!(b.look(&slot).await.taken, 10);
    b.agrees().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_in_many_hands_gets_one_seat() {
    let b = bench().await;
    let slots = [b.slot(visit_day(), 9, 50).await, b.slot(visit_day(), 10, 50).await];
    let person = paid(&slots[0]).nik_hash;
    let takes = (0..24).map(|n| Take { nik_hash: person.clone(), ..a_hold(&slots[n % 2]) }).collect();
    let answers = all(&b, takes).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
    b.agrees().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_calls_of_one_account_stay_within_its_limit() {
    let b = bench().await;
    let slots = [b.slot(visit_day(), 9, 50).await, b.slot(visit_day(), 10, 50).await];
    let account = a_hold(&slots[0]).account;
    let takes = (0..24).map(|n| Take { account: account.clone(), ..a_hold(&slots[n % 2]) }).collect();
    let answers = all(&b, takes).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 5);
    b.agrees().await;
}

async fn upset(db: Db, booking: BookingId, to: SlotId, held: bool, what: usize) {
    let (booking, to) = (&booking, &to);
    let done: Result<(), StoreError> = match (held, what % 2) {
        (true, 0) => {
            db.transact(|tx| Box::pin(async move { crate::release(tx, booking, Release::Expired).await.map(|_| ()) })).await
        }
        (true, _) => {
            db.transact(|tx| Box::pin(async move { crate::confirm(tx, booking, super::paid_at()).await.map(|_| ()) })).await
        }
        (false, 0) => {
            let moved =
                db.transact(|tx| Box::pin(async move { crate::move_to(tx, booking, to, &RULES, &Actor::System).await })).await;
            match moved {
                Err(MoveRefused::Store(error)) => Err(error),
                _ => Ok(()),
            }
        }
        (false, _) => {
            let given = db.transact(|tx| Box::pin(async move { crate::give_back(tx, booking, &Actor::System).await })).await;
            match given {
                Err(crate::GiveBackRefused::Store(error)) => Err(error),
                _ => Ok(()),
            }
        }
    };
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn expiry_payment_move_and_return_run_against_each_other() {
    let b = bench().await;
    let (first, second) = (b.slot(visit_day(), 9, 20).await, b.slot(date(2026, 10, 20), 9, 20).await);
    let mut tasks = Vec::new();
    for n in 0..8 {
        let (here, there) = if n % 2 == 0 { (&first, &second) } else { (&second, &first) };
        let held = b.one(&a_hold(here)).await.unwrap().booking;
        let booked = b.booked(here).await;
        for what in 0..2 {
            tasks.push(tokio::spawn(upset(b.db().clone(), held.clone(), there.clone(), true, what)));
            tasks.push(tokio::spawn(upset(b.db().clone(), booked.clone(), there.clone(), false, what)));
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    b.agrees().await;
    let done: Result<Vec<BookingId>, StoreError> = run!(b, |tx| crate::missed(tx).await).await;
    assert!(done.unwrap().is_empty());
}
