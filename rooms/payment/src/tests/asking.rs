//! From submission to a code, with a biller that is down, slow or forgetful.

use super::*;
use harness::Mode;
use kernel::time::SECOND;

#[tokio::test]
async fn the_two_hours_run_from_the_moment_the_code_exists() {
    let w = submitted().await;
    let before = w.house.now();
    w.product.settle().await;
    let bill = w.bill().await;
    assert_eq!(bill.deadline, Some(before.plus(2 * HOUR)));
    assert_eq!(bill.code.as_ref().map(String::len), Some(15));
    assert_eq!(w.heard(), ["submitted", "bill_ready"]);
    assert_eq!(w.product.outside.biller.billings()[0].trx_id, bill.reference());
}

#[tokio::test]
async fn while_no_code_exists_the_page_says_so_and_looks_again_by_itself() {
    let w = submitted().await;
    let page = w.mine().get(&w.path("/bayar")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers.get("refresh").unwrap(), "5");
    assert!(page.says("Kode billing sedang dibuat") && page.says(&w.path("/bayar")));
}

// P1, P3
#[tokio::test]
async fn a_biller_that_is_away_for_ten_minutes_costs_nobody_a_seat() {
    let w = submitted().await;
    w.product.outside.biller.set(Mode::Unreachable);
    w.product.settle().await;
    w.product.later(10 * MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Asked);
    w.product.outside.biller.set(Mode::Good);
    w.product.later(MINUTE).await;
    let bill = w.bill().await;
    assert_eq!(bill.deadline, Some(w.house.now().plus(2 * HOUR)), "nothing had been sent, so the two hours are whole");
    assert_eq!(w.product.outside.biller.billings().len(), 1);
}

// P2
#[tokio::test]
async fn a_lost_answer_is_found_by_our_reference_and_never_makes_a_second_billing() {
    let w = submitted().await;
    let asked = w.house.now();
    w.product.outside.biller.set(Mode::LostAnswer);
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Asked);
    w.product.outside.biller.set(Mode::Good);
    w.product.later(MINUTE).await;
    assert_eq!(w.product.outside.biller.billings().len(), 1);
    assert_eq!(w.product.outside.biller.calls("create"), 1);
    assert_eq!(w.bill().await.deadline, Some(asked.plus(2 * HOUR)));
}

#[tokio::test]
async fn a_result_that_nobody_knows_is_asked_again_with_the_same_words() {
    let w = submitted().await;
    let asked = w.house.now();
    w.product.outside.biller.set(Mode::Unknown);
    w.product.settle().await;
    w.product.later(5 * SECOND).await;
    w.product.outside.biller.set(Mode::Good);
    w.product.later(MINUTE).await;
    assert_eq!(w.product.outside.biller.billings()[0].expires_at, asked.plus(2 * HOUR));
}

#[tokio::test]
async fn after_fifteen_minutes_without_a_code_the_seat_goes_and_everything_typed_stays() {
    let w = submitted().await;
    w.product.outside.biller.set(Mode::Unreachable);
    w.product.settle().await;
    w.product.later(15 * MINUTE + SECOND).await;
    assert!(matches!(w.state().await, ApplicationState::Expired { .. }));
    assert!(w.seat().await.is_none());
    assert_eq!(w.heard_times("bill_refused"), 1);
    let application = application::find(&mut w.house.reader(), &w.id).await.unwrap().unwrap();
    let answers = application::answers(&w.house.vault, &mut w.house.reader(), &application).await.unwrap();
    assert_eq!(answers.typed(Field::FullName), "Yuliana Nona Sare");
    let page = w.mine().get(&w.path("/bayar")).await;
    assert!(page.says("Kode billing belum dapat dibuat") && page.says(&w.path("/jadwal")));
}

#[tokio::test]
async fn a_billing_that_turns_up_after_the_seat_went_is_withdrawn_at_the_biller() {
    let w = submitted().await;
    w.product.outside.biller.set(Mode::LostAnswer);
    w.product.settle().await;
    w.product.later(16 * MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Unknown);
    w.product.outside.biller.set(Mode::Good);
    w.product.later(HOUR).await;
    assert_eq!(w.product.outside.biller.billings()[0].state, outside::BillingState::Cancelled);
    assert_eq!(w.bill().await.state.word(), StateWord::Expired);
}

#[tokio::test]
async fn a_billing_that_turns_up_paid_after_the_seat_went_takes_the_seat_again() {
    let w = submitted().await;
    w.product.outside.biller.set(Mode::LostAnswer);
    w.product.settle().await;
    let code = w.product.outside.biller.billings()[0].code.clone();
    w.product.later(16 * MINUTE).await;
    w.product.outside.biller.pay(&code, w.house.now());
    w.product.outside.biller.set(Mode::Good);
    w.product.later(HOUR).await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
}

#[tokio::test]
async fn a_biller_that_answers_with_another_amount_is_not_believed() {
    let w = submitted().await;
    w.product.outside.biller.set(Mode::LostAnswer);
    w.product.settle().await;
    let code = w.product.outside.biller.billings()[0].code.clone();
    w.product.outside.biller.change(&code, |b| b.amount.0 += 1_000);
    w.product.outside.biller.set(Mode::Good);
    w.product.later(MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Asked);
}

#[tokio::test]
async fn a_refusal_is_final_and_the_seat_goes_at_once() {
    let w = submitted().await;
    w.product.outside.biller.set(Mode::Refuses);
    w.product.settle().await;
    assert!(matches!(w.state().await, ApplicationState::Expired { .. }));
    assert_eq!(w.heard_times("bill_refused"), 1);
}

#[tokio::test]
async fn a_bill_of_nothing_settles_without_a_code() {
    let w = draft().await;
    w.open(BillKind::Difference, 0).await;
    w.product.settle().await;
    assert!(is_paid(&w.bill().await));
    assert_eq!(w.heard(), ["difference_paid"]);
    assert_eq!(w.product.outside.biller.calls("create"), 0);
}

#[tokio::test]
async fn a_paid_difference_is_told() {
    let w = draft().await;
    w.open(BillKind::Difference, 300_000).await;
    w.product.settle().await;
    w.pay_and_notify(w.house.now()).await;
    assert!(is_paid(&w.bill().await));
    assert_eq!(w.heard_times("difference_paid"), 1);
}
