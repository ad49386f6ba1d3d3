//! What the registers say, and that nobody is stopped by it.

use crate::story::{self, NIK, path};
use application::Flag;
use catalogue::{ApplicationKind, Field};
use harness::Mode;
use kernel::time::HOUR;

#[tokio::test]
async fn equal_data_are_said_and_nothing_is_flagged() {
    let product = story::product().await;
    product.outside.population.add(story::record(NIK));
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let page = her.browser.submit(&path(&id, "periksa"), &[]).await;
    story::whole(&page);
    assert!(page.says("sama dengan data kependudukan"), "{}", page.text());
    assert!(page.says(&format!("<a class=\"btn \" href=\"{}\">Lanjutkan</a>", path(&id, ""))), "{}", page.text());
    assert!(story::find(&product, &id).await.flags.is_empty());
}

#[tokio::test]
async fn the_register_is_not_asked_before_the_card_is_there() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.begin().await;
    her.answer(&product, &id, NIK).await;
    let page = her.browser.submit(&path(&id, "periksa"), &[]).await;
    story::whole(&page);
    assert!(page.says("Belum bisa dicocokkan"), "{}", page.text());
    assert_eq!(product.outside.population.asked(), 0);
}

#[tokio::test]
async fn a_mismatch_names_the_field_masks_the_register_and_lets_her_go_on_flagged() {
    let product = story::product().await;
    let mut theirs = story::record(NIK);
    theirs.full_name = "YULIANA NONA SARI".to_owned();
    product.outside.population.add(theirs);
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let page = her.browser.submit(&path(&id, "periksa"), &[]).await;
    story::whole(&page);
    assert!(page.says("Ada data yang berbeda") && page.says("Dukcapil"), "{}", page.text());
    assert!(!page.says("SARI"), "the register's name is not told to whoever types a number");
    let page = her.browser.submit(&path(&id, "periksa/lanjut"), &[]).await;
    assert_eq!(page.status, 200);
    assert_eq!(story::find(&product, &id).await.flags, [Flag::RegisterDiffers]);
    her.declare(&id).await;
}

#[tokio::test]
async fn a_silent_register_stops_nobody_and_is_asked_again() {
    let product = story::product().await;
    product.outside.population.add(story::record(NIK));
    product.outside.population.set(Mode::Unreachable);
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let page = her.browser.submit(&path(&id, "periksa"), &[]).await;
    story::whole(&page);
    assert!(page.says("tidak menjawab"), "{}", page.text());
    her.declare(&id).await;
    product.outside.population.set(Mode::Good);
    product.later(HOUR).await;
    let page = her.browser.get(&path(&id, "periksa")).await;
    assert!(page.says("sama dengan data kependudukan"), "{}", page.text());
}

#[tokio::test]
async fn new_with_a_passport_on_record_is_explained_and_becomes_replacement_in_one_tap() {
    let product = story::product().await;
    product.outside.population.add(story::record(NIK));
    product.outside.passports.add(NIK, story::passport());
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let page = her.browser.submit(&path(&id, "periksa"), &[]).await;
    story::whole(&page);
    assert!(page.says("Anda memilih paspor baru") && !page.says("B1234567"), "{}", page.text());
    let page = her.browser.submit(&path(&id, "periksa/ganti"), &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let now = story::find(&product, &id).await;
    assert_eq!(now.kind, ApplicationKind::Replacement);
    let answers = application::answers(&product.house.vault, &mut product.house.reader(), &now).await.unwrap();
    assert_eq!(answers.get(Field::OldNumber), Some("B1234567"));
    let page = her.browser.get(&path(&id, "tinjau")).await;
    assert!(page.says("berkas/old_passport") && !page.says("berkas/family_card"), "the short list of papers: {}", page.text());
}

#[tokio::test]
async fn new_with_a_passport_on_record_may_go_on_flagged() {
    let product = story::product().await;
    product.outside.population.add(story::record(NIK));
    product.outside.passports.add(NIK, story::passport());
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    her.browser.submit(&path(&id, "periksa"), &[]).await;
    her.browser.submit(&path(&id, "periksa/lanjut"), &[]).await;
    let now = story::find(&product, &id).await;
    assert_eq!((now.kind, now.flags), (ApplicationKind::New, vec![Flag::PassportKnown]));
    her.declare(&id).await;
}

#[tokio::test]
async fn guessing_numbers_ends_at_the_cap_and_she_may_go_on() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let cap = catalogue::current(&product.house)
        .limit("register_checks_per_account_day", product.house.now().day_in(kernel::time::Zone::Wib));
    let mut last = None;
    for n in 0..=cap {
        her.save(&product, &id, &[(Field::Nik, &format!("530705410398{:04}", 100 + n))]).await;
        last = Some(her.browser.submit(&path(&id, "periksa"), &[]).await);
    }
    let page = last.unwrap();
    story::whole(&page);
    assert!(page.says("Batas pencocokan hari ini"), "{}", page.text());
    her.declare(&id).await;
}

async fn answered(product: &harness::Product, id: &kernel::ids::ApplicationId) -> bool {
    let (house, now) = (&product.house, story::find(product, id).await);
    let checks = application::checks(&house.vault, &mut house.reader(), &now).await.unwrap();
    checks.population.is_answered() && checks.passports.is_answered()
}

#[tokio::test]
async fn a_register_that_answers_after_submission_fills_the_officers_columns_and_flags() {
    let product = story::product().await;
    product.outside.population.add(outside::PopulationRecord { full_name: "YULIANA SARI".into(), ..story::record(NIK) });
    product.outside.passports.add(NIK, story::passport());
    product.outside.population.set(Mode::Unreachable);
    product.outside.passports.set(Mode::Unreachable);
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    her.browser.submit(&path(&id, "periksa"), &[]).await;
    her.resubmit(&product, &id).await;
    product.settle().await;
    product.outside.population.set(Mode::Good);
    product.outside.passports.set(Mode::Good);
    product.later(HOUR).await;
    let now = story::find(&product, &id).await;
    assert_eq!(now.state.word(), application::StateWord::AwaitingPayment);
    assert!(answered(&product, &id).await);
    assert_eq!(now.flags, [Flag::RegisterDiffers, Flag::PassportKnown]);
    assert_eq!(now.kind, ApplicationKind::New, "only flags change once it is sent");
}

#[tokio::test]
async fn a_register_that_was_silent_for_days_is_asked_again_the_day_before_the_visit() {
    let product = story::product().await;
    product.outside.population.add(story::record(NIK));
    product.outside.population.set(Mode::Unreachable);
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    product.later(24 * HOUR).await;
    assert!(!answered(&product, &id).await);
    product.outside.population.set(Mode::Good);
    for _ in 0..24 {
        product.later(2 * HOUR).await;
    }
    assert!(answered(&product, &id).await);
}

#[tokio::test]
async fn a_number_that_a_register_does_not_know_is_flagged_also_when_it_answers_after_submission() {
    let product = story::product().await;
    product.outside.population.set(Mode::Unreachable);
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    her.browser.submit(&path(&id, "periksa"), &[]).await;
    her.resubmit(&product, &id).await;
    product.settle().await;
    product.outside.population.set(Mode::Good);
    product.later(HOUR).await;
    assert!(answered(&product, &id).await);
    assert_eq!(story::find(&product, &id).await.flags, [Flag::RegisterDiffers]);
}

#[tokio::test]
async fn what_the_registers_said_and_the_applicant_did_not_look_at_is_flagged_before_the_visit() {
    let product = story::product().await;
    product.outside.population.add(outside::PopulationRecord { full_name: "YULIANA SARI".into(), ..story::record(NIK) });
    product.outside.passports.add(NIK, story::passport());
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    her.browser.submit(&path(&id, "periksa"), &[]).await;
    her.resubmit(&product, &id).await;
    product.settle().await;
    let code = story::code_of(&product, &id).await;
    product.outside.biller.pay(&code, product.house.now());
    product.notify(&code).await;
    product.settle().await;
    for _ in 0..36 {
        product.later(2 * HOUR).await;
    }
    assert_eq!(story::find(&product, &id).await.flags, [Flag::RegisterDiffers, Flag::PassportKnown]);
}
