//! Late money for what was sent before passport, office or person were changed: it pays for what it was billed for, or for
//! nothing.

use super::*;
use kernel::time::{DAY, SECOND};
use store::params;

const BREAK: store::Sql = store::sql("UPDATE application SET flags = 'nobody_knows' WHERE id = $1");
const MEND: store::Sql = store::sql("UPDATE application SET flags = '' WHERE id = $1");

fn other_office() -> OfficeCode {
    OfficeCode::parse("kanim-kupang").unwrap()
}

impl World {
    async fn application(&self) -> application::Application {
        application::find(&mut self.house.reader(), &self.id).await.unwrap().unwrap()
    }

    async fn choose(&self, passport: &str, office: &OfficeCode) {
        let by = Actor::Account(self.account.clone());
        self.house
            .db
            .transact::<_, application::SaveRefused, _>(|tx| {
                let by = &by;
                Box::pin(async move {
                    application::choose_passport(tx, &self.id, Some(passport), by).await?;
                    application::choose_office(tx, &self.id, Some(office), by).await
                })
            })
            .await
            .unwrap();
    }

    async fn retype_nik(&self, nik: &str) {
        let (by, now) = (Actor::Account(self.account.clone()), self.application().await);
        self.house
            .db
            .transact::<_, application::SaveRefused, _>(|tx| {
                let (by, now) = (&by, &now);
                Box::pin(
                    async move { application::save(&self.house.vault, tx, now, (Field::Nik, nik), None, by).await.map(|_| ()) },
                )
            })
            .await
            .unwrap();
    }

    /// Somebody pays a code at the bank, and the notice arrives.
    async fn pay_old(&self, code: &str) {
        self.product.notify(code).await;
        self.product.settle().await;
    }

    /// A bill that was cancelled and paid before the biller heard of it; its code.
    async fn paid_after_cancelling(&self) -> String {
        let code = self.code().await;
        self.cancel().await.unwrap();
        self.product.outside.biller.pay(&code, self.house.now());
        self.product.clock.advance(SECOND);
        code
    }
}

/// A passport for 5 years was billed, cancelled and paid all the same; one for 10 years is billed now. The former bill and
/// its code.
async fn dearer() -> (World, Bill, String) {
    let w = draft().await;
    w.choose("ordinary_5", &office()).await;
    w.submit().await;
    w.product.settle().await;
    let old = w.bill().await;
    let code = w.paid_after_cancelling().await;
    w.choose("ordinary_10", &office()).await;
    w.submit().await;
    w.product.settle().await;
    (w, old, code)
}

#[tokio::test]
async fn cheap_money_does_not_pay_for_a_dearer_passport() {
    let (w, old, code) = dearer().await;
    let running = w.bill().await;
    assert!(old.amount < running.amount && running.state.word() == StateWord::Payable);
    w.pay_old(&code).await;
    assert_eq!(w.case_kinds().await, [CaseKind::Changed]);
    assert!(matches!(w.state().await, ApplicationState::AwaitingPayment { .. }), "{:?}", w.state().await);
    assert_eq!(w.bill().await.state.word(), StateWord::Payable, "what was chosen now can still be paid");
    assert_eq!(w.heard_times("money_case_opened"), 1);
    assert!(w.cases().await[0].bill == Some(old.id));
    // however often it is told
    w.pay_old(&code).await;
    assert_eq!(w.cases().await.len(), 1);
    // never "expired" alone
    w.expire().await;
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }), "{:?}", w.state().await);
    assert!(w.seat().await.is_none());
    w.judged().await;
}

#[tokio::test]
async fn money_that_lies_in_a_case_pays_for_nothing_else() {
    for paid_by_the_new_bill in [false, true] {
        let (w, old, code) = dearer().await;
        w.pay_old(&code).await;
        if paid_by_the_new_bill {
            w.pay_and_notify(w.house.now()).await;
        } else {
            w.expire().await;
        }
        let before = w.state().await;
        let billing = w.product.outside.biller.billings().into_iter().find(|b| b.code == code).unwrap();
        assert_eq!(crate::settle::settle_now(&w.house, &old.id, &billing).await.unwrap(), crate::Settled::Nothing);
        assert_eq!(w.case_kinds().await, [CaseKind::Changed], "one place for one payment");
        assert_eq!(w.state().await, before);
        w.judged().await;
    }
}

#[tokio::test]
async fn cancelling_while_money_lies_there_says_that_it_is_looked_at() {
    let (w, _, code) = dearer().await;
    w.pay_old(&code).await;
    w.cancel().await.unwrap();
    w.product.settle().await;
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }), "{:?}", w.state().await);
    w.judged().await;
}

#[tokio::test]
async fn another_amount_for_a_former_bill_is_said_when_the_new_one_ends() {
    let w = payable().await;
    let code = w.paid_after_cancelling().await;
    w.product.outside.biller.change(&code, |b| b.amount.0 -= 1_000);
    w.submit().await;
    w.product.settle().await;
    w.pay_old(&code).await;
    assert_eq!(w.case_kinds().await, [CaseKind::WrongAmount]);
    assert!(matches!(w.state().await, ApplicationState::AwaitingPayment { .. }), "{:?}", w.state().await);
    w.expire().await;
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }), "{:?}", w.state().await);
    w.judged().await;
}

#[tokio::test]
async fn another_amount_for_a_cancelled_application_is_not_cancelled_alone() {
    let w = payable().await;
    let code = w.paid_after_cancelling().await;
    w.product.outside.biller.change(&code, |b| b.amount.0 -= 1_000);
    w.pay_old(&code).await;
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }), "{:?}", w.state().await);
    w.judged().await;
}

#[tokio::test]
async fn the_new_bill_is_paid_all_the_same_and_the_old_money_stays_a_case() {
    let (w, _, code) = dearer().await;
    w.pay_old(&code).await;
    w.pay_and_notify(w.house.now()).await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    assert_eq!(w.case_kinds().await, [CaseKind::Changed]);
}

#[tokio::test]
async fn money_of_one_person_does_not_pay_for_another_ones_seat() {
    let w = payable().await;
    let code = w.paid_after_cancelling().await;
    w.retype_nik("5307054103980004").await;
    w.submit().await;
    w.product.settle().await;
    w.pay_old(&code).await;
    assert_eq!(w.case_kinds().await, [CaseKind::Changed]);
    assert!(matches!(w.state().await, ApplicationState::AwaitingPayment { .. }));
}

#[tokio::test]
async fn late_money_brings_back_the_office_and_the_passport_it_was_for() {
    let w = payable().await;
    let code = w.paid_after_cancelling().await;
    w.choose("ordinary_5", &other_office()).await;
    w.pay_old(&code).await;
    assert!(is_scheduled(&w.state().await), "{:?}", w.state().await);
    let (now, seat) = (w.application().await, w.seat().await.expect("a seat"));
    assert_eq!((now.office.as_ref(), now.passport_type.as_deref()), (Some(&office()), Some("ordinary_10")));
    assert_eq!(seat.slot.office, office());
    assert_eq!((w.heard_times("choice_restored"), w.heard_times("paid")), (1, 1));
    w.judged().await;
}

#[tokio::test]
async fn late_money_for_unchanged_choices_says_nothing_of_restoring() {
    let w = payable().await;
    let code = w.paid_after_cancelling().await;
    w.pay_old(&code).await;
    assert!(is_scheduled(&w.state().await));
    assert_eq!(w.heard_times("choice_restored"), 0);
}

#[tokio::test]
async fn late_money_takes_no_seat_for_a_person_who_is_another_now() {
    let w = payable().await;
    let code = w.paid_after_cancelling().await;
    w.retype_nik("5307054103980004").await;
    w.pay_old(&code).await;
    assert_eq!(w.case_kinds().await, [CaseKind::Changed]);
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }), "{:?}", w.state().await);
    assert!(w.seat().await.is_none());
    assert!(!is_paid(&w.bill().await));
}

#[tokio::test]
async fn the_days_to_move_run_from_the_banks_time() {
    let in_time = payable().await;
    let at = in_time.house.now();
    in_time.product.later(HOUR).await;
    in_time.pay_and_notify(at).await;
    assert_eq!(in_time.seat().await.unwrap().first_paid_at, Some(at));

    let late = payable().await;
    let at = late.house.now();
    late.expire().await;
    late.pay_and_notify(at).await;
    assert_eq!(late.seat().await.unwrap().first_paid_at, Some(at));
}

impl World {
    /// Paid late with every seat taken: a new date is to be chosen.
    async fn choosing(&self) {
        self.expire().await;
        self.fill_week().await;
        self.pay_and_notify(self.house.now()).await;
        assert!(matches!(self.state().await, ApplicationState::ChooseDate { .. }), "{:?}", self.state().await);
    }
}

#[tokio::test]
async fn a_late_payment_that_cannot_be_closed_does_not_keep_others_waiting() {
    let mut w = payable().await;
    let other = filled(&w.house, &w.account, "5307054103980004").await;
    let first = std::mem::replace(&mut w.id, other);
    let free = schedule::next_free(&mut w.house.reader(), &office(), "ordinary", "regular", w.slot.day).await.unwrap().unwrap();
    let slot = std::mem::replace(&mut w.slot, free);
    w.submit().await;
    w.product.settle().await;
    let second = std::mem::replace(&mut w.id, first.clone());
    w.slot = slot;
    w.choosing().await;
    w.id = second;
    w.pay_and_notify(w.house.now()).await;
    assert!(matches!(w.state().await, ApplicationState::ChooseDate { .. }), "{:?}", w.state().await);
    let (db, first) = (&w.house.db, &first);
    let run = async |sql| {
        let done = db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(sql, params![first]).await }));
        assert_eq!(done.await.unwrap(), 1);
    };
    run(BREAK).await;
    w.product.clock.advance(7 * DAY + SECOND);
    let said = crate::cases::late_choices(w.house.clone()).await;
    assert!(said.is_err(), "the broken one is reported");
    assert!(matches!(w.state().await, ApplicationState::MoneyCase { .. }), "{:?}", w.state().await);
    run(MEND).await;
    assert_eq!(crate::cases::late_choices(w.house.clone()).await, Ok(1));
    assert_eq!(w.case_kinds().await, [CaseKind::Late, CaseKind::Late]);
}

#[tokio::test]
async fn money_without_a_number_is_told_apart_by_its_bill() {
    let w = draft().await;
    let bills = [w.open(BillKind::Penalty, 100).await, w.open(BillKind::Penalty, 200).await];
    let open = |bill: &BillId| {
        let owner = Some((bill.clone(), w.id.clone()));
        let amount = kernel::money::Rupiah(0);
        crate::cases::Finding { kind: CaseKind::Late, bill: owner, ntpn: String::new(), amount, evidence: serde_json::json!({}) }
    };
    let mut opened = Vec::new();
    for bill in [&bills[0], &bills[1], &bills[0]] {
        let finding = open(bill);
        let case = w.house.db.transact::<_, StoreError, _>(|tx| {
            let finding = finding.clone();
            Box::pin(async move { crate::cases::open_case(tx, finding).await })
        });
        opened.push(case.await.unwrap().is_some());
    }
    assert_eq!(opened, [true, true, false]);
}
