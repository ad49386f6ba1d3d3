//! The look-up of progress says the step in each state, and nothing of what was never sent.

use crate::story::{self, NIK};
use kernel::chance::SystemChance;
use kernel::event::OfficeStep;
use kernel::ids::CaseId;
use kernel::time::{DAY, HOUR};
use store::Actor;

async fn ask(product: &harness::Product, number: &str) -> harness::Page {
    let form = [("nomor", number), ("lahir-d", "1"), ("lahir-m", "3"), ("lahir-y", "1998")];
    let page = product.browser().post("/lacak", &form).await;
    story::whole(&page);
    page
}

#[tokio::test]
async fn a_draft_is_answered_like_an_unknown_number() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let number = story::find(&product, &id).await.number;
    let page = ask(&product, &number).await;
    assert_eq!(page.status, 404);
    assert!(page.says("Tidak ada permohonan dengan nomor dan tanggal lahir itu"), "{}", page.text());
}

#[tokio::test]
async fn an_expired_bill_is_said_without_office_or_name() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.submitted(&product, NIK).await;
    product.settle().await;
    product.later(3 * HOUR).await;
    let number = story::find(&product, &id).await.number;
    let page = ask(&product, &number).await;
    assert!(page.says("Kedaluwarsa") && page.says("Tagihan tidak terbayar"), "{}", page.text());
    assert!(!page.says("Yuliana") && !page.says("Maumere"));
}

#[tokio::test]
async fn a_paid_visit_and_each_step_at_the_office_are_said_in_words() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    let number = story::find(&product, &id).await.number;
    let page = ask(&product, &number).await;
    assert!(page.says("Terjadwal") && page.says("Berikutnya kunjungan ke kantor"), "{}", page.text());
    product.later(3 * DAY).await;
    let case = CaseId::mint(product.house.now(), &SystemChance);
    let steps = [
        (None, "Anda sudah terdaftar di kantor"),
        (Some(OfficeStep::Verified), "Data sudah dicocokkan"),
        (Some(OfficeStep::Interviewed), "Wawancara selesai"),
        (Some(OfficeStep::Approved), "Permohonan disetujui"),
    ];
    for (step, words) in steps {
        let done = product.house.db.transact::<_, application::TransitionRefused, _>(|tx| {
            let (id, case) = (&id, &case);
            Box::pin(async move {
                match step {
                    None => application::check_in(tx, id, case, &Actor::System).await,
                    Some(step) => application::office_step(tx, id, step, &Actor::System).await,
                }
            })
        });
        done.await.unwrap();
        let page = ask(&product, &number).await;
        assert!(page.says(words), "{words}: {}", page.text());
        assert!(!page.says("Yuliana") && !page.says("Maumere"));
    }
}

#[tokio::test]
async fn a_birth_month_may_be_a_name_and_stands_as_it_was_typed() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    let number = story::find(&product, &id).await.number;
    for (month, status) in [("Maret", 200), ("march", 200), ("Mart", 422), ("3", 200)] {
        let form = [("nomor", number.as_str()), ("lahir-d", "1"), ("lahir-m", month), ("lahir-y", "1998")];
        let page = product.browser().post("/lacak", &form).await;
        assert_eq!(page.status, status, "{month}: {}", page.text());
        assert_eq!(page.input("lahir-m").as_deref(), Some(month));
    }
}
