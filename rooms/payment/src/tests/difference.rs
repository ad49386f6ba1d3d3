//! Money rule 6 as the applicant sees it: what a correction costs more, in time, late, twice.

use super::*;
use harness::Mode;
use kernel::ids::CaseId;
use kernel::time::DAY;

const MORE: i64 = 300_000;

/// Paid, at the office, and a difference of Rp300.000 to pay.
async fn owing() -> World {
    let w = payable().await;
    w.pay_and_notify(w.house.now()).await;
    let case = CaseId::mint(w.house.now(), &SystemChance);
    let arrived = w.house.db.transact::<_, StoreError, _>(|tx| {
        let (w, case) = (&w, &case);
        Box::pin(async move {
            application::check_in(tx, &w.id, case, &Actor::System).await.unwrap();
            Ok(())
        })
    });
    arrived.await.unwrap();
    // bills are told apart by when they were made
    w.product.later(MINUTE).await;
    w.open(BillKind::Difference, MORE).await;
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    w
}

async fn again(w: &World) -> harness::Page {
    let page = w.mine().post(&w.path("/bayar/lagi"), &[]).await;
    w.product.settle().await;
    page
}

#[tokio::test]
async fn the_difference_is_shown_with_code_deadline_and_ways_and_then_as_paid_with_its_receipt() {
    let w = owing().await;
    let code = w.code().await;
    let page = w.mine().open(&w.path("/bayar")).await;
    assert!(page.says("Bayar selisih sebelum") && page.says("Rp300.000") && page.says("Sisa waktu: 6 hari"), "{}", page.text());
    assert!(page.says(&format!("<span>{}</span>", &code[..3])) && page.says("Penerimaan Negara"));
    assert!(page.says("Petugas memperbaiki jenis permohonan") && !page.says("/batal"), "{}", page.text());
    w.product.later(5 * DAY).await;
    assert!(w.mine().get(&w.path("/bayar")).await.says("data-deadline"), "the last two days are counted down");
    w.pay_and_notify(w.house.now()).await;
    let page = w.mine().open(&w.path("/bayar")).await;
    let both = ["Rp650.000", "NTPN000000000001", "Selisih biaya", "Rp300.000", "NTPN000000000002"];
    assert!(both.iter().all(|text| page.says(text)), "{}", page.text());
    let receipt = w.path(&format!("/kuitansi?tagihan={}", w.bill().await.number));
    assert!(page.says(&receipt), "{}", page.text());
    let receipt = w.mine().get(&receipt).await;
    assert!(receipt.says("NTPN000000000002") && receipt.says("Rp300.000") && !receipt.says("Rp650.000"), "{}", receipt.text());
    let pdf = w.path(&format!("/kuitansi.pdf?tagihan={}", w.bill().await.number));
    assert!(receipt.says(&pdf));
    assert_eq!(w.mine().get(&pdf).await.headers["content-type"], "application/pdf");
    assert_eq!(w.mine().get(&w.path("/kuitansi?tagihan=1")).await.status, 404);
    assert!(w.mine().get(&w.path("/kuitansi")).await.says("NTPN000000000001"), "the visit's, as before");
}

#[tokio::test]
async fn an_expired_difference_is_billed_again_once_however_often_it_is_tapped() {
    let w = owing().await;
    let old = w.bill().await;
    assert_eq!(again(&w).await.status, 303, "there is one to pay already");
    assert_eq!(w.bill().await.id, old.id);
    w.product.later(7 * DAY).await;
    let page = w.mine().get(&w.path("/bayar")).await;
    assert!(page.says("Selisih biaya belum dibayar") && page.says(&w.path("/bayar/lagi")), "{}", page.text());
    assert!(!page.says("/jadwal"), "no seat hangs on it: {}", page.text());
    let mut browsers: Vec<Browser> = (0..4).map(|_| w.mine()).collect();
    let path = w.path("/bayar/lagi");
    let taps = futures_util::future::join_all(browsers.iter_mut().map(|b| b.post(&path, &[]))).await;
    assert!(taps.iter().all(|t| t.status == 303));
    w.product.settle().await;
    let bills = crate::bills_of(&mut w.house.reader(), &w.id).await.unwrap();
    assert_eq!(bills.iter().filter(|b| b.kind == BillKind::Difference).count(), 2);
    assert_eq!((bills[0].amount, bills[0].state.word()), (old.amount, StateWord::Payable));
    assert_ne!(bills[0].code, old.code);
    assert_eq!(w.product.outside.biller.billings()[1].state, outside::BillingState::Cancelled);
}

#[tokio::test]
async fn late_money_for_the_old_difference_pays_it_and_withdraws_the_new_code() {
    let w = owing().await;
    let old = w.bill().await;
    w.product.later(7 * DAY).await;
    again(&w).await;
    w.product.outside.biller.pay(old.code.as_ref().unwrap(), w.house.now());
    w.product.notify(old.code.as_ref().unwrap()).await;
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Cancelled);
    assert_eq!(w.product.outside.biller.billings()[2].state, outside::BillingState::Cancelled);
    assert_eq!(w.heard_times("difference_paid"), 1);
    assert!(w.cases().await.is_empty());
    assert_eq!(again(&w).await.status, 409, "nothing is owed");
}

#[tokio::test]
async fn a_difference_paid_with_both_codes_is_paid_once_and_a_case() {
    let w = owing().await;
    let old = w.bill().await;
    w.product.later(7 * DAY).await;
    again(&w).await;
    w.pay_and_notify(w.house.now()).await;
    w.product.outside.biller.pay(old.code.as_ref().unwrap(), w.house.now());
    w.product.notify(old.code.as_ref().unwrap()).await;
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Double]);
    assert_eq!(w.heard_times("difference_paid"), 1);
}

#[tokio::test]
async fn no_second_difference_is_billed_while_nobody_knows_about_the_first() {
    let w = owing().await;
    w.product.outside.biller.set(Mode::Unknown);
    w.product.later(7 * DAY).await;
    w.product.later(31 * MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Unknown);
    let page = w.mine().get(&w.path("/bayar")).await;
    assert!(page.says("Jangan membayar lagi") && !page.says("/bayar/lagi"), "{}", page.text());
    assert_eq!(again(&w).await.status, 409);
    w.product.outside.biller.set(Mode::Good);
    w.product.later(2 * HOUR).await;
    assert_eq!(again(&w).await.status, 303);
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
}

#[tokio::test]
async fn a_refused_difference_can_be_billed_again_at_once() {
    let w = owing().await;
    w.product.later(7 * DAY).await;
    w.product.outside.biller.set(Mode::Refuses);
    again(&w).await;
    w.product.later(MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Expired);
    let page = w.mine().get(&w.path("/bayar")).await;
    assert!(page.says("belum memberi kode billing"), "{}", page.text());
    w.product.outside.biller.set(Mode::Good);
    again(&w).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
}

#[tokio::test]
async fn nobody_else_bills_again_and_nothing_is_billed_before_the_office() {
    let w = payable().await;
    assert_eq!(again(&w).await.status, 409);
    let other = account(&w.house, "orang.lain@contoh.id").await;
    assert_eq!(w.browser(&other).post(&w.path("/bayar/lagi"), &[]).await.status, 404);
}
