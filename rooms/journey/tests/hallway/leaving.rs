//! Cancelling before payment and giving a paid seat back.

use crate::story::{self, NIK, path};
use application::StateWord;

#[tokio::test]
async fn cancelling_frees_the_seat_ends_the_bill_and_keeps_everything() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, slot) = her.submitted(&product, NIK).await;
    product.settle().await;
    let page = her.browser.get(&path(&id, "batal")).await;
    story::whole(&page);
    assert!(page.says("sebelum Anda membayar") && page.says("Jangan membayarnya"), "{}", page.text());
    for _ in 0..2 {
        let page = her.browser.post(&path(&id, "batal"), &[]).await;
        assert_eq!(page.location(), path(&id, ""), "{}", page.text());
    }
    assert_eq!(story::state(&product, &id).await, StateWord::Cancelled);
    assert_eq!(story::slot(&product, &slot).await.taken, 0);
    let bill = payment::visit_bill(&mut product.house.reader(), &id).await.unwrap().unwrap();
    assert!(matches!(bill.state, payment::BillState::Cancelled { .. }));
    product.settle().await;
    her.resubmit(&product, &id).await;
}

#[tokio::test]
async fn what_is_paid_is_not_cancelled() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, slot) = her.paid(&product, NIK).await;
    assert_eq!(her.browser.get(&path(&id, "batal")).await.status, 409);
    let page = her.browser.post(&path(&id, "batal"), &[]).await;
    assert_eq!(page.status, 409);
    story::whole(&page);
    assert_eq!(story::slot(&product, &slot).await.taken, 1);
}

#[tokio::test]
async fn giving_back_says_before_that_no_money_returns() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, slot) = her.paid(&product, NIK).await;
    let page = her.browser.get(&path(&id, "kembalikan")).await;
    story::whole(&page);
    assert!(page.says("tidak dikembalikan"), "{}", page.text());
    for _ in 0..2 {
        assert_eq!(her.browser.post(&path(&id, "kembalikan"), &[]).await.location(), path(&id, ""));
    }
    assert_eq!(story::state(&product, &id).await, StateWord::GivenBack);
    assert_eq!(story::slot(&product, &slot).await.taken, 0);
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("Mulai permohonan baru"), "{}", page.text());
    // the way says where it ended
    let end = page.text().split("<li class=\"end\">").nth(1).map(str::to_owned).unwrap_or_default();
    assert!(end.starts_with("<h3>Kursi sudah dikembalikan</h3>"), "{}", page.text());
}

#[tokio::test]
async fn an_unpaid_application_has_no_seat_to_give_back() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, slot) = her.submitted(&product, NIK).await;
    assert_eq!(her.browser.get(&path(&id, "kembalikan")).await.status, 409);
    assert_eq!(her.browser.post(&path(&id, "kembalikan"), &[]).await.status, 409);
    assert_eq!(her.browser.get(&path(&id, "ubah-jadwal")).await.status, 409);
    assert_eq!(story::slot(&product, &slot).await.taken, 1);
}

#[tokio::test]
async fn a_draft_can_be_cancelled_and_taken_up_again() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let page = her.browser.get(&path(&id, "batal")).await;
    story::whole(&page);
    assert!(page.says("Belum ada kursi") && page.says("Isian dan dokumen tetap ada"), "{}", page.text());
    assert!(!page.says("dilepas") && !page.says("Jangan membayarnya"), "a draft has neither: {}", page.text());
    her.browser.post(&path(&id, "batal"), &[]).await;
    assert_eq!(story::state(&product, &id).await, StateWord::Cancelled);
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    let text = page.text();
    let (button, list) = (text.find("Ambil sesi baru"), text.find("class=\"tasks\""));
    assert!(button.is_some() && button < list, "what ended is followed by the way on: {text}");
    her.resubmit(&product, &id).await;
}
