//! Money rules 3 and 4: late, twice, wrong, unknown, reversed.

use super::*;
use kernel::time::{DAY, SECOND};
use outside::BillingState;

// rule 1
#[tokio::test]
async fn money_in_time_books_the_held_seat() {
    let w = payable().await;
    let held = w.seat().await.unwrap().id;
    w.pay_and_notify(w.house.now()).await;
    assert_eq!(w.state().await, ApplicationState::Scheduled { booking: held });
    assert_eq!(w.heard_times("paid"), 1);
    let page = w.mine().open(&w.path("/bayar")).await;
    assert!(page.says("NTPN000000000001") && page.says("Rp650.000"));
    w.judged().await;
}

// rule 3, P7
#[tokio::test]
async fn late_money_takes_the_same_seat_again_when_it_is_free() {
    let w = payable().await;
    w.expire().await;
    w.pay_and_notify(w.house.now()).await;
    let seat = w.seat().await.expect("a seat");
    assert_eq!(seat.slot.id, w.slot.id);
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    assert_eq!((w.heard_times("paid"), w.heard_times("paid_late_other_seat")), (1, 0));
    w.judged().await;
}

// rule 3, P6 with the seat gone: the bank's time decides
#[tokio::test]
async fn money_in_time_whose_message_came_late_is_honoured() {
    let w = payable().await;
    let in_time = w.bill().await.deadline.unwrap().plus(-10 * SECOND);
    w.expire().await;
    w.product.later(9 * MINUTE).await;
    w.pay_and_notify(in_time).await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    w.judged().await;
}

// rule 3
#[tokio::test]
async fn late_money_takes_an_equal_seat_when_the_session_is_full() {
    let w = payable().await;
    w.expire().await;
    w.fill(&w.slot.id).await;
    w.pay_and_notify(w.house.now()).await;
    let seat = w.seat().await.expect("a seat");
    assert_ne!(seat.slot.id, w.slot.id);
    assert_eq!(w.heard_times("paid_late_other_seat"), 1);
    assert!(w.mine().get(&w.path("/surat")).await.status == 200);
}

// rule 3, P8
#[tokio::test]
async fn late_money_without_an_equal_seat_lets_the_person_choose_and_becomes_a_case_in_the_end() {
    let w = payable().await;
    w.expire().await;
    w.fill_week().await;
    w.pay_and_notify(w.house.now()).await;
    assert!(is_paid(&w.bill().await));
    let ApplicationState::ChooseDate { until } = w.state().await else { panic!("{:?}", w.state().await) };
    assert_eq!(until, w.house.now().plus(7 * DAY));
    assert_eq!(w.heard_times("paid_late_choose"), 1);
    let page = w.mine().get(&w.path("/lunas")).await;
    assert!(page.says("Pilih tanggal baru") && page.says(&w.path("/pilih-tanggal")));
    w.product.later(7 * DAY + SECOND).await;
    assert_eq!(w.case_kinds().await, [CaseKind::Late]);
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }));
    assert_eq!(w.heard_times("money_case_opened"), 1);
}

#[tokio::test]
async fn money_of_the_old_bill_pays_for_the_seat_that_is_held_now() {
    let w = payable().await;
    let old = w.bill().await;
    w.expire().await;
    w.submit().await;
    w.product.settle().await;
    let new = w.bill().await;
    w.product.outside.biller.pay(old.code.as_ref().unwrap(), w.house.now());
    w.product.notify(old.code.as_ref().unwrap()).await;
    w.product.settle().await;
    assert!(is_scheduled(&w.state().await));
    assert_eq!(w.bill().await.state.word(), StateWord::Cancelled);
    assert_eq!(w.product.outside.biller.billings()[1].state, BillingState::Cancelled);
    assert_eq!(crate::visit_bill(&mut w.house.reader(), &w.id).await.unwrap().unwrap().id, old.id);
    assert_ne!(old.id, new.id);
    w.judged().await;
}

// rule 4, P9
#[tokio::test]
async fn paid_with_two_codes_is_one_booking_and_one_case() {
    let w = payable().await;
    let old = w.code().await;
    w.expire().await;
    w.submit().await;
    w.product.settle().await;
    w.pay_and_notify(w.house.now()).await;
    w.product.outside.biller.pay(&old, w.house.now());
    w.product.notify(&old).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Double]);
    assert!(is_scheduled(&w.state().await));
    assert_eq!(w.heard_times("paid"), 1);
    w.judged().await;
}

// rule 4
#[tokio::test]
async fn another_number_for_a_paid_bill_is_a_case() {
    let w = payable().await;
    w.pay_and_notify(w.house.now()).await;
    let code = w.code().await;
    w.product.outside.biller.change(&code, |b| b.payment.as_mut().unwrap().ntpn = "NTPN000000000099".into());
    w.product.notify(&code).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Double]);
    assert_eq!(w.bill().await.proof(), Some("NTPN000000000001"));
}

// rule 4, P9: the treasury's answer about a code speaks of one payment, and the second one only has its notice
#[tokio::test]
async fn a_second_payment_of_one_code_that_only_a_notice_tells_of_is_a_case() {
    let w = payable().await;
    w.pay_and_notify(w.house.now()).await;
    let code = w.code().await;
    let told = |ntpn: &'static str| w.product.outside.biller.change(&code, |b| b.payment.as_mut().unwrap().ntpn = ntpn.into());
    told("NTPN000000000099");
    w.product.notify(&code).await;
    told("NTPN000000000001");
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Double]);
    assert_eq!(w.cases().await[0].ntpn, "NTPN000000000099");
    assert_eq!(w.bill().await.proof(), Some("NTPN000000000001"));
    w.product.notify(&code).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await.len(), 1, "the first one lies where it lay");
    w.judged().await;
}

// rule 4, P10
#[tokio::test]
async fn a_wrong_amount_is_not_booked_and_never_ends_as_expired_alone() {
    let w = payable().await;
    let code = w.code().await;
    w.product.outside.biller.pay(&code, w.house.now());
    w.product.outside.biller.change(&code, |b| b.amount.0 -= 1_000);
    w.product.notify(&code).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::WrongAmount]);
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    w.expire().await;
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }));
    assert!(w.seat().await.is_none());
    assert!(w.mine().get(&w.path("/bayar")).await.says("Pembayaran Anda sedang diperiksa"));
    w.judged().await;
}

// rule 4: the same money, however often it is told and judged
#[tokio::test]
async fn a_wrong_amount_that_is_judged_again_is_still_one_case() {
    let w = payable().await;
    let code = w.code().await;
    let payment = w.product.outside.biller.pay(&code, w.house.now());
    w.product.outside.biller.change(&code, |b| b.amount.0 -= 1_000);
    for sequence in 1..=3 {
        notices::send(&w, &notices::body(&w, &code, &payment, sequence, false).await).await;
        w.product.settle().await;
    }
    let (billing, id) = (w.product.outside.biller.billings().remove(0), w.bill().await.id);
    // a job that is run again, beside itself
    let all = (0..10).map(|_| crate::settle::settle_now(&w.house, &id, &billing));
    for settled in futures_util::future::join_all(all).await {
        assert_eq!(settled.unwrap(), crate::Settled::Nothing);
    }
    w.expire().await;
    assert_eq!(crate::settle::settle_now(&w.house, &id, &billing).await.unwrap(), crate::Settled::Nothing);
    assert_eq!(w.case_kinds().await, [CaseKind::WrongAmount]);
    assert_eq!(w.heard_times("money_case_opened"), 1);
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }));
    w.judged().await;
}

// rule 4, P12
#[tokio::test]
async fn reversed_and_paid_end_alike_in_both_orders() {
    let w = payable().await;
    let code = w.code().await;
    let payment = w.product.outside.biller.pay(&code, w.house.now());
    w.product.outside.biller.change(&code, |b| {
        b.payment = None;
        b.state = BillingState::Issued;
    });
    notices::send(&w, &notices::body(&w, &code, &payment, 2, true).await).await;
    w.product.settle().await;
    notices::send(&w, &notices::body(&w, &code, &payment, 1, false).await).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Reversed]);
    assert_eq!(w.bill().await.state.word(), StateWord::Payable, "the bill can still be paid");

    let w = payable().await;
    let code = w.code().await;
    let payment = w.product.outside.biller.pay(&code, w.house.now());
    w.product.notify(&code).await;
    w.product.settle().await;
    w.product.outside.biller.change(&code, |b| {
        b.payment = None;
        b.state = BillingState::Issued;
    });
    notices::send(&w, &notices::body(&w, &code, &payment, 2, true).await).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Reversed]);
    assert!(is_scheduled(&w.state().await), "a person decides about a booked seat");
}

// rule 2, on the database alone
#[tokio::test]
async fn twenty_who_settle_the_same_money_at_once_book_it_once() {
    let w = payable().await;
    w.product.outside.biller.pay(&w.code().await, w.house.now());
    let (billing, id) = (w.product.outside.biller.billings().remove(0), w.bill().await.id);
    let all = (0..20).map(|_| crate::settle::settle_now(&w.house, &id, &billing));
    let settled: Vec<_> = futures_util::future::join_all(all).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(settled.iter().filter(|s| **s == crate::Settled::Booked).count(), 1);
    assert_eq!(settled.iter().filter(|s| **s == crate::Settled::Nothing).count(), 19);
    w.judged().await;
}
