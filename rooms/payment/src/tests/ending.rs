//! Reminder, deadline, withdrawal.

use super::*;
use harness::Mode;
use kernel::time::SECOND;

#[tokio::test]
async fn one_hour_before_the_end_the_person_is_reminded_once() {
    let w = payable().await;
    w.product.later(HOUR - SECOND).await;
    assert_eq!(w.heard_times("bill_reminder"), 0);
    w.product.later(SECOND).await;
    w.product.later(MINUTE).await;
    assert_eq!(w.heard_times("bill_reminder"), 1);
}

#[tokio::test]
async fn who_has_paid_is_not_reminded() {
    let w = payable().await;
    w.pay_and_notify(w.house.now()).await;
    w.product.later(3 * HOUR).await;
    assert_eq!(w.heard_times("bill_reminder"), 0);
    assert_eq!(w.heard_times("bill_expired"), 0);
}

// money rules 1 and 5
#[tokio::test]
async fn expiry_asks_the_biller_frees_only_the_seat_and_one_tap_bills_again() {
    let w = payable().await;
    let asked = w.product.outside.biller.calls("inquire");
    w.expire().await;
    assert!(w.product.outside.biller.calls("inquire") > asked);
    assert_eq!(w.product.outside.biller.billings()[0].state, outside::BillingState::Cancelled);
    assert!(matches!(w.state().await, ApplicationState::Expired { .. }));
    assert!(w.seat().await.is_none());
    assert_eq!(w.heard_times("bill_expired"), 1);
    let page = w.mine().get(&w.path("/bayar")).await;
    assert!(page.says("Waktu membayar sudah habis") && page.says(&w.path("/jadwal")));
    w.submit().await;
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    assert_eq!(w.product.outside.biller.billings().len(), 2);
}

// P6: paid at 1:59:50, and the message never came
#[tokio::test]
async fn paid_ten_seconds_before_the_end_without_a_message_is_booked_by_asking_first() {
    let w = payable().await;
    let deadline = w.bill().await.deadline.unwrap();
    w.product.outside.biller.pay(&w.code().await, deadline.plus(-10 * SECOND));
    w.expire().await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    assert_eq!(w.heard_times("bill_expired"), 0);
    assert_eq!(w.heard_times("paid"), 1);
}

// P14
#[tokio::test]
async fn a_silent_biller_at_the_deadline_gets_thirty_minutes_and_then_the_seat_goes() {
    let w = payable().await;
    w.product.outside.biller.set(Mode::Unknown);
    w.expire().await;
    w.product.later(20 * MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    assert!(w.seat().await.is_some());
    for _ in 0..5 {
        w.product.later(3 * MINUTE).await;
    }
    assert_eq!(w.bill().await.state.word(), StateWord::Unknown);
    assert!(w.seat().await.is_none());
    let page = w.mine().get(&w.path("/bayar")).await;
    assert!(page.says("Kami belum tahu apakah tagihan ini dibayar"));
    // the biller comes back: nothing was paid
    w.product.outside.biller.set(Mode::Good);
    w.product.later(2 * HOUR).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Expired);
}

#[tokio::test]
async fn money_under_a_silent_biller_is_found_by_asking_on() {
    let w = payable().await;
    let deadline = w.bill().await.deadline.unwrap();
    w.product.outside.biller.pay(&w.code().await, deadline.plus(-MINUTE));
    w.product.outside.biller.set(Mode::Unknown);
    w.expire().await;
    w.product.later(31 * MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Unknown);
    w.product.outside.biller.set(Mode::Good);
    w.product.later(2 * HOUR).await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
}

#[tokio::test]
async fn a_withdrawn_bill_is_withdrawn_at_the_biller_too() {
    let w = payable().await;
    w.cancel().await.unwrap();
    w.product.settle().await;
    assert_eq!(w.product.outside.biller.billings()[0].state, outside::BillingState::Cancelled);
    assert_eq!(w.bill().await.state.word(), StateWord::Cancelled);
    assert!(w.mine().get(&w.path("/bayar")).await.says("Tagihan dibatalkan"));
}

#[tokio::test]
async fn money_of_a_withdrawn_bill_is_late_money() {
    let w = payable().await;
    w.product.outside.biller.pay(&w.code().await, w.house.now());
    w.cancel().await.unwrap();
    w.product.settle().await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
}

#[tokio::test]
async fn a_paid_bill_cannot_be_withdrawn() {
    let w = payable().await;
    w.pay_and_notify(w.house.now()).await;
    let id = w.bill().await.id;
    let refused = w.house.db.transact(|tx| {
        let id = &id;
        Box::pin(async move { crate::cancel_bill(tx, id, Actor::System).await })
    });
    assert!(matches!(refused.await, Err(crate::CancelRefused::AlreadyPaid)));
}

#[tokio::test]
async fn have_you_paid_asks_at_once_and_not_more_often_than_every_ten_seconds() {
    let w = payable().await;
    let mut browser = w.mine();
    let page = browser.submit(&w.path("/bayar/periksa"), &[]).await;
    assert!(page.says("Belum ada pembayaran yang tercatat"));
    let asked = w.product.outside.biller.calls("inquire");
    let page = browser.submit(&w.path("/bayar/periksa"), &[]).await;
    assert!(page.says("Baru saja diperiksa"));
    assert_eq!(w.product.outside.biller.calls("inquire"), asked);
    w.product.outside.biller.pay(&w.code().await, w.house.now());
    w.product.later(11 * SECOND).await;
    let page = browser.submit(&w.path("/bayar/periksa"), &[]).await;
    assert!(page.says("Pembayaran diterima"));
}

// S4
#[tokio::test]
async fn expiry_and_payment_at_once_leave_one_winner_and_no_lost_money() {
    for _ in 0..5 {
        let w = payable().await;
        w.product.outside.biller.pay(&w.code().await, w.bill().await.deadline.unwrap());
        w.product.clock.advance(2 * HOUR);
        let billing = w.product.outside.biller.billings().remove(0);
        let id = w.bill().await.id;
        let (one, two, three) = tokio::join!(
            crate::settle::settle_now(&w.house, &id, &billing),
            crate::settle::settle_now(&w.house, &id, &billing),
            shell::work::run_jobs(&w.house, &w.product.rooms)
        );
        let booked = [one.unwrap(), two.unwrap()].into_iter().filter(|s| *s == crate::Settled::Booked).count();
        assert!(booked <= 1 && three.unwrap() > 0);
        w.product.settle().await;
        assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
        assert_eq!(w.heard_times("paid"), 1);
    }
}

#[tokio::test]
async fn a_bill_whose_job_was_isolated_gets_a_new_one() {
    let w = payable().await;
    w.product.clock.advance(3 * HOUR + MINUTE);
    // the job is taken away as an isolated one would be
    for job in store::claim_jobs(&w.house.db, 8, MINUTE).await.unwrap() {
        store::finish_job(&w.house.db, &job, &store::Outcome::Done).await.unwrap();
    }
    w.product.settle().await;
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Expired);
}

/// The answer of a treasury whose agent has the code in hand.
fn in_hand(w: &World, code: &str, state: outside::BillingState) {
    w.product.outside.biller.change(code, |b| b.state = state);
}

// "being paid" adds five minutes, at most twice
#[tokio::test]
async fn a_bill_that_is_being_paid_at_the_deadline_keeps_its_seat_for_ten_minutes() {
    let w = payable().await;
    in_hand(&w, &w.code().await, outside::BillingState::Paying);
    w.product.later(2 * HOUR).await;
    let asked = w.product.outside.biller.calls("inquire");
    w.product.later(5 * MINUTE - SECOND).await;
    assert_eq!(w.product.outside.biller.calls("inquire"), asked);
    w.product.later(5 * MINUTE).await;
    assert_eq!(w.product.outside.biller.calls("inquire"), asked + 1);
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    assert!(w.seat().await.is_some());
    w.product.later(SECOND).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Unknown, "nobody knows whether the money moved");
    assert!(w.seat().await.is_none());
    // it had: late money, and the seat is free
    w.pay_and_notify(w.house.now()).await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
}

#[tokio::test]
async fn money_that_was_on_its_way_at_the_deadline_books_the_held_seat() {
    let w = payable().await;
    let (held, code) = (w.seat().await.unwrap().id, w.code().await);
    in_hand(&w, &code, outside::BillingState::Paying);
    w.product.later(2 * HOUR + MINUTE).await;
    w.product.outside.biller.pay(&code, w.house.now());
    w.product.later(5 * MINUTE).await;
    assert_eq!(w.state().await, ApplicationState::Scheduled { booking: held });
}

#[tokio::test]
async fn a_bill_that_was_in_hand_and_was_not_paid_ends_as_expired() {
    let w = payable().await;
    let code = w.code().await;
    in_hand(&w, &code, outside::BillingState::Paying);
    w.product.later(2 * HOUR + MINUTE).await;
    in_hand(&w, &code, outside::BillingState::Issued);
    w.product.later(5 * MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Expired);
}

const ACTIONS: store::Sql = store::sql("SELECT action FROM audit WHERE object = 'bill' AND object_id = $1");

/// What was written into the trail about the newest bill, sorted.
async fn trail(w: &World) -> Vec<String> {
    let rows = store::Ask::all(&mut w.house.reader(), ACTIONS, &[w.bill().await.id.as_str().into()]).await.unwrap();
    let mut actions: Vec<String> = rows.iter().map(|row| row.text("action").unwrap()).collect();
    actions.sort();
    actions
}

// rule 8
#[tokio::test]
async fn each_change_of_a_bill_leaves_its_row_in_the_trail_and_tells_its_event() {
    let w = payable().await;
    assert_eq!(
        (trail(&w).await, w.heard()),
        (vec!["payment.code".into(), "payment.open".into()], vec!["submitted".to_owned(), "bill_ready".to_owned()])
    );
    w.pay_and_notify(w.house.now()).await;
    assert_eq!(trail(&w).await, ["payment.code", "payment.open", "payment.settle"]);
    assert_eq!(w.heard_times("paid"), 1);
    let w = payable().await;
    w.expire().await;
    assert_eq!(trail(&w).await, ["payment.code", "payment.expire", "payment.open"]);
    assert_eq!(w.heard_times("bill_expired"), 1);
    let w = payable().await;
    w.cancel().await.unwrap();
    w.product.settle().await;
    assert_eq!(trail(&w).await, ["payment.cancel", "payment.code", "payment.open"]);
    assert_eq!(w.heard_times("cancelled"), 1);
    let w = submitted().await;
    w.product.outside.biller.set(Mode::Refuses);
    w.product.settle().await;
    assert_eq!(trail(&w).await, ["payment.no_code", "payment.open"]);
    assert_eq!(w.heard_times("bill_refused"), 1);
}
