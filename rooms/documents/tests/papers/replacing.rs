//! A paper that takes another's place: freely, with the old one kept, too late, or because an officer asked.

use crate::home::{Home, home, photo};
use documents::{CaseAccess, PaperState};
use kernel::time::{DAY, Zone};
use store::{Actor, StoreError};

async fn for_officer(home: &Home, officer: &kernel::ids::OfficerId, case: &kernel::ids::CaseId) -> Vec<documents::Paper> {
    let access = CaseAccess::granted(officer.clone(), case.clone(), home.application.clone());
    documents::for_officer(&mut home.product.house.reader(), &access).await.unwrap()
}

#[tokio::test]
async fn the_same_file_twice_is_one_version() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    home.sent("identity_card", &photo(0)).await;
    let papers = home.papers().await;
    assert_eq!((papers.len(), papers[0].version), (1, 1));
    assert_eq!(home.product.outside.files.all().len(), 1);
}

#[tokio::test]
async fn before_submission_the_old_version_goes() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    home.sent("identity_card", &photo(1)).await;
    let papers = home.papers().await;
    assert_eq!((papers.len(), papers[0].version), (1, 2));
    home.product.later(11 * kernel::time::MINUTE).await;
    assert_eq!(home.product.outside.files.all().len(), 1, "the pages of the old version are deleted");
}

#[tokio::test]
async fn after_payment_the_old_version_is_kept_for_the_officer_and_marked() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    home.scheduled().await;
    let path = home.path("identity_card");
    assert!(home.browser.get(&path).await.says("tetap disimpan dan terlihat oleh petugas"));
    home.sent("identity_card", &photo(1)).await;
    home.product.later(DAY).await;
    assert_eq!(home.product.outside.files.all().len(), 2);
    let (officer, case) = home.at_the_office().await;
    let seen = for_officer(&home, &officer, &case).await;
    assert_eq!(seen.iter().map(|p| p.version).collect::<Vec<_>>(), [2, 1]);
    assert!(seen[0].is_accepted() && matches!(seen[1].state, PaperState::Replaced { .. }));
    assert_eq!(home.papers().await.len(), 1, "the owner sees the one in force");
}

#[tokio::test]
async fn from_the_day_of_the_visit_a_replacement_is_refused_in_words() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    home.scheduled().await;
    let midnight = Zone::Wita.day_start(jiff::civil::date(2026, 10, 15));
    home.product.clock.set(midnight.plus(-1));
    home.sent("identity_card", &photo(1)).await;
    home.product.clock.set(midnight);
    let page = home.send("identity_card", "a.jpg", &photo(2)).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Kamis, 15 Oktober 2026") && page.says("Bawa dokumen asli"));
    assert_eq!(home.papers().await[0].version, 2);
    assert!(!home.browser.get(&home.path("identity_card")).await.says("type=\"file\""));
}

#[tokio::test]
async fn what_an_officer_asked_for_may_be_sent_and_nothing_else_and_only_for_seven_days() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    home.sent("diploma", &photo(1)).await;
    home.scheduled().await;
    let (officer, case) = home.at_the_office().await;
    assert_eq!(home.send("diploma", "a.jpg", &photo(2)).await.status, 409);
    let until = home.product.house.now().plus(7 * DAY);
    let (id, by) = (&home.application, &Actor::Officer(officer.clone()));
    let asked = home
        .product
        .house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(documents::request(tx, id, &["diploma", "police_report"], until, by)));
    asked.await.unwrap();
    let list = home.list().await;
    assert!(list.says("Diminta petugas") && list.says("berkas/diploma\""), "{}", list.text());
    assert!(!list.says("berkas/family_card\""), "what nobody asked for is not to be sent: {}", list.text());
    assert_eq!(home.send("identity_card", "a.jpg", &photo(3)).await.status, 409);
    home.sent("diploma", &photo(2)).await;
    home.sent("police_report", &photo(4)).await;
    let requested = documents::requested(&mut home.product.house.reader(), &home.application).await.unwrap();
    assert!(requested.iter().all(|r| r.done_at.is_some()));
    let versions: Vec<i64> =
        for_officer(&home, &officer, &case).await.iter().filter(|p| p.code == "diploma").map(|p| p.version).collect();
    assert_eq!(versions, [2, 1]);
    home.product.clock.set(until);
    assert_eq!(home.send("diploma", "a.jpg", &photo(5)).await.status, 409);
}

#[tokio::test]
async fn an_application_holds_no_more_than_it_may() {
    let mut home = home().await;
    home.scheduled().await;
    let decoded_once = photo(0);
    home.sent("identity_card", &decoded_once).await;
    home.fill("identity_card", 59).await;
    let page = home.send("family_card", "a.jpg", &photo(1)).await;
    assert_eq!(page.status, 409);
    assert!(page.says("60 berkas atau 200 MB"));
}
