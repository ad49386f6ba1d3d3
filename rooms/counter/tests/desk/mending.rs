//! Missing papers, a corrected kind, a disputed NIK.

use crate::story::{self, World, whole};
use application::ApplicationState;
use catalogue::{ApplicationKind, Tables};
use counter::CaseWord;
use kernel::time::{DAY, HOUR};
use store::{Actor, Ask as _, StoreError, sql};

const BIRTH: [(&str, &str); 1] = [("berkas-birth_certificate", "ya")];

#[tokio::test]
async fn missing_papers_have_seven_days_and_then_the_application_is_void() {
    let world = story::here().await;
    world.check_in().await;
    assert_eq!(world.act("verifier", "minta-berkas", &[]).await.status, 422);
    world.done("verifier", "minta-berkas", &BIRTH).await;
    assert_eq!(world.word().await, CaseWord::PapersPending);
    let page = world.act("verifier", "berkas-lengkap", &[]).await;
    assert_eq!(page.status, 409, "they are not there");
    world.product.later(7 * DAY - HOUR).await;
    assert_eq!(world.word().await, CaseWord::PapersPending);
    assert!(world.desk("verifier").get("/petugas/hari-ini").await.says("Kurang dokumen"), "found on another day");
    world.product.later(HOUR).await;
    assert_eq!(world.word().await, CaseWord::Void);
    assert_eq!(world.state().await, ApplicationState::Void { reason: "papers_not_completed".to_owned() });
    let told = world.house.reader().one(sql("SELECT COUNT(*) AS n FROM outbox WHERE name = 'voided'"), &[]).await;
    assert_eq!(told.unwrap().int("n").unwrap(), 1, "the applicant is told");
    assert!(schedule::live_of(&mut world.house.reader(), &world.id).await.unwrap().is_none());
}

#[tokio::test]
async fn papers_that_came_in_time_let_the_verifier_go_on() {
    let world = story::here().await;
    world.check_in().await;
    world.done("verifier", "minta-berkas", &BIRTH).await;
    world.citizen().paper("birth_certificate", 90).await;
    let page = world.desk("verifier").get(&world.path().await).await;
    whole(&page);
    assert!(page.says("Sudah dikirim") && page.says("berkas-lengkap"), "{}", page.text());
    world.product.later(8 * DAY).await;
    assert_eq!(world.word().await, CaseWord::PapersPending, "what came is not held against her");
    world.done("verifier", "berkas-lengkap", &[]).await;
    world.verify().await;
}

#[tokio::test]
async fn a_corrected_kind_that_costs_the_same_goes_on() {
    let world = story::here().await;
    world.check_in().await;
    assert_eq!(world.act("verifier", "ubah-jenis", &[("alasan", "")]).await.status, 422);
    world.done("verifier", "ubah-jenis", &[("alasan", "old_passport_shown")]).await;
    assert_eq!(world.word().await, CaseWord::CheckedIn);
    assert_eq!(world.application().await.kind, ApplicationKind::Replacement);
    assert_eq!(payment::bills_of(&mut world.house.reader(), &world.id).await.unwrap().len(), 1);
    world.verify().await;
}

/// A publication says that the booklet costs 50.000 more than was billed.
async fn dearer(world: &World) {
    let tables: Tables = Tables::embedded()
        .iter()
        .map(|(name, text)| {
            let mended = text.replace("2024-12-17,,650000,per_application", "2024-12-17,,700000,per_application");
            (name.to_owned(), if name == "tariffs" { mended } else { text.to_owned() })
        })
        .collect();
    world
        .house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let tables = &tables;
            Box::pin(async move {
                catalogue::load(tx, tables, Actor::Operator).await.expect("tables");
                Ok(())
            })
        })
        .await
        .unwrap();
    catalogue::refresh(&world.house).await.unwrap();
}

#[tokio::test]
async fn a_corrected_kind_that_costs_more_waits_until_the_difference_is_paid() {
    let world = story::here().await;
    world.check_in().await;
    dearer(&world).await;
    world.done("verifier", "ubah-jenis", &[("alasan", "register_knows_passport")]).await;
    assert_eq!(world.word().await, CaseWord::AwaitingDifference);
    world.product.settle().await;
    let page = world.desk("verifier").get(&world.path().await).await;
    whole(&page);
    assert!(page.says("Rp50.000") && page.says("Kode billing"), "{}", page.text());
    assert_eq!(world.act("verifier", "cocok", &[("lanjut", "ya")]).await.status, 409);
    world.pay().await;
    assert_eq!(world.word().await, CaseWord::CheckedIn);
    world.verify().await;
}

#[tokio::test]
async fn a_difference_that_expired_is_billed_again_at_one_tap_and_the_case_goes_on_when_it_is_paid() {
    let world = story::here().await;
    world.check_in().await;
    dearer(&world).await;
    world.done("verifier", "ubah-jenis", &[("alasan", "register_knows_passport")]).await;
    world.product.settle().await;
    let first = world.difference().await;
    world.product.later(7 * DAY).await;
    assert!(matches!(world.difference().await.state, payment::BillState::Expired { .. }));
    assert_eq!(world.word().await, CaseWord::AwaitingDifference);
    let mut citizen = world.citizen().browser;
    let page = citizen.get(&format!("/permohonan/{}/bayar", world.id)).await;
    assert!(page.says("Selisih biaya belum dibayar"), "{}", page.text());
    citizen.post(&format!("/permohonan/{}/bayar/lagi", world.id), &[]).await;
    world.product.settle().await;
    let second = world.difference().await;
    assert_ne!(first.code, second.code);
    let page = world.desk("verifier").get(&world.path().await).await;
    assert!(page.says(second.code.as_deref().unwrap()) && !page.says(first.code.as_deref().unwrap()), "{}", page.text());
    world.pay().await;
    assert_eq!(world.word().await, CaseWord::CheckedIn);
    // there and back: nothing is billed twice
    world.done("verifier", "ubah-jenis", &[("alasan", "old_passport_shown")]).await;
    world.done("verifier", "ubah-jenis", &[("alasan", "old_passport_shown")]).await;
    assert_eq!(world.word().await, CaseWord::CheckedIn);
    world.verify().await;
}

#[tokio::test]
async fn a_dispute_is_opened_once() {
    let world = story::submitted().await;
    let open = || {
        world.house.db.transact::<_, StoreError, _>(|tx| {
            let (id, by) = (&world.id, Actor::Account(world.account.clone()));
            Box::pin(async move { counter::open_dispute(tx, id, by).await })
        })
    };
    assert!(open().await.unwrap());
    assert!(!open().await.unwrap());
}
