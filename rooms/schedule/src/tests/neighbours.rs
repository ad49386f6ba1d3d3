use super::{Bench, RULES, a_hold, bench, run, visit_day};
use crate::model::{Release, Take};
use crate::nightly::all_missed;
use application::{ApplicationState, Submission};
use jiff::civil::{Date, date};
use kernel::chance::SystemChance;
use kernel::contact::{Email, Phone};
use kernel::ids::{AccountId, ApplicationId, BillId, BookingId, SlotId};
use kernel::lang::Lang;
use kernel::time::Zone;
use store::{Actor, StoreError};

async fn draft(b: &Bench) -> (AccountId, ApplicationId) {
    let house = &b.product.house;
    let (email, phone) = (Email::parse("yuliana@contoh.id").unwrap(), Phone::parse("081234567890").unwrap());
    let made: Result<_, account::SampleRefused> = run!(b, email, phone, |tx| {
        account::create_sample_account(house, tx, ("Yuliana Nona Sare", email, phone), "empat kata tanpa arti").await
    })
    .await;
    let account = made.unwrap().unwrap().id;
    let id: Result<_, StoreError> = run!(b, account, |tx| application::create(house, tx, account, Lang::Id).await).await;
    (account, id.unwrap())
}

async fn visit(b: &Bench, id: &ApplicationId) -> Option<(Date, Zone)> {
    application::visit_of(&mut b.db().reader(), id).await.unwrap()
}

async fn held(b: &Bench, slot: &SlotId, account: &AccountId, id: &ApplicationId) -> BookingId {
    let take = Take { application: id.clone(), account: account.clone(), ..a_hold(slot) };
    b.one(&take).await.unwrap().booking
}

#[tokio::test]
async fn the_application_knows_when_its_visit_is() {
    let b = Bench { product: harness::Product::builder().rooms(vec![account::room()]).trial().open().await };
    let (slot, later) = (b.slot(visit_day(), 9, 3).await, b.slot(date(2026, 10, 20), 9, 3).await);
    let (account, id) = draft(&b).await;
    let first = held(&b, &slot, &account, &id).await;
    assert_eq!(visit(&b, &id).await, Some((visit_day(), Zone::Wib)));
    run!(b, first, |tx| crate::release(tx, first, Release::Expired).await).await.unwrap();
    assert_eq!(visit(&b, &id).await, None);
    let retaken = run!(b, first, |tx| crate::retake(tx, &RULES, first, super::paid_at()).await).await.unwrap();
    let crate::Retaken::Same(second) = retaken else { panic!("the session has room") };
    assert_eq!(visit(&b, &id).await, Some((visit_day(), Zone::Wib)));
    let moved = run!(b, second, later, |tx| crate::move_to(tx, second, later, &RULES, &Actor::System).await).await.unwrap();
    assert_eq!(visit(&b, &id).await, Some((date(2026, 10, 20), Zone::Wib)));
    run!(b, moved, |tx| crate::give_back(tx, moved, &Actor::System).await).await.unwrap();
    assert_eq!(visit(&b, &id).await, None);
}

#[tokio::test]
async fn the_application_is_missed_with_its_visit() {
    let b = Bench { product: harness::Product::builder().rooms(vec![account::room()]).trial().open().await };
    let slot = b.slot(visit_day(), 9, 3).await;
    let (account, id) = draft(&b).await;
    let booking = held(&b, &slot, &account, &id).await;
    let draft = application::find(&mut b.db().reader(), &id).await.unwrap().unwrap();
    let bill = BillId::mint(b.db().now(), &SystemChance);
    let submission =
        Submission { id: id.clone(), version: draft.version, bill, booking: booking.clone(), office: super::office() };
    let members = [submission];
    let submitted = run!(b, members, |tx| application::submit(tx, members, &Actor::System).await).await;
    submitted.unwrap().remove(0).unwrap();
    run!(b, booking, |tx| crate::confirm(tx, booking, super::paid_at()).await).await.unwrap();
    run!(b, id, booking, |tx| application::mark_paid(tx, id, booking).await).await.unwrap();
    b.clock().set(Zone::Wib.day_end(visit_day()));
    assert_eq!(all_missed(b.db()).await.unwrap(), 1);
    let missed = application::find(&mut b.db().reader(), &id).await.unwrap().unwrap();
    assert!(matches!(missed.state, ApplicationState::Missed { .. }));
}

#[tokio::test]
async fn the_room_has_its_three_reconcilers() {
    let b = bench().await;
    let names: Vec<&str> = crate::room().ticks.iter().map(|t| t.name).collect();
    assert_eq!(names, ["schedule.roll", "schedule.day_before", "schedule.missed"]);
    b.agrees().await;
}
