//! Twenty visits cost as many statements as one, and one case that cannot be ended holds no other one up.

use crate::story::{self, World};
use catalogue::Field;
use counter::CaseWord;
use harness::Page;
use kernel::{
    chance::SystemChance,
    ids::{ApplicationId, BookingId, CaseId},
    lang::Lang,
    time::DAY,
};
use store::{Actor, Ask as _, Sql, StoreError, params, sql};

const MORE_BOOKINGS: Sql =
    sql("INSERT INTO booking (id, application, account, nik_hash, slot, seat, state, moves, first_paid_at, \
     day_end, created_at) SELECT $1, $2, account, $2, slot, seat + $3, state, moves, first_paid_at, day_end, created_at \
     FROM booking WHERE application = $4");
const MORE_CASES: Sql =
    sql("INSERT INTO case_file (id, application, booking, office, day, lane, queue, state, state_at, arrived_at, \
     papers_until, version) SELECT $1, $2, $3, office, day, lane, $4, state, state_at, arrived_at, papers_until - 1, version \
     FROM case_file WHERE application = $5");
const MORE_REQUESTS: Sql = sql("INSERT INTO paper_request (application, code, asked_at, until_at, done_at) \
     SELECT $1, code, asked_at, until_at, done_at FROM paper_request WHERE application = $2");

/// Another visit of the same hour: an application with a name and a number, a seat, and where told a case like the first one.
async fn another(world: &World, number: i64, arrived: bool) {
    let house = &world.house;
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let id = application::create(house, tx, &world.account, Lang::Id).await?;
            let draft = application::find(tx, &id).await?.unwrap();
            let by = Actor::Account(world.account.clone());
            let name = format!("Tamu Nomor {}", "I".repeat(usize::try_from(number).unwrap()));
            for (field, value) in [(Field::FullName, name.as_str()), (Field::Nik, "5307054103980003")] {
                application::save(&house.vault, tx, &draft, (field, value), None, &by).await.unwrap();
            }
            let (booking, case) = (BookingId::mint(tx.now(), &SystemChance), CaseId::mint(tx.now(), &SystemChance));
            tx.exec(MORE_BOOKINGS, params![&booking, &id, number, &world.id]).await?;
            if arrived {
                tx.exec(MORE_CASES, params![&case, &id, &booking, format!("A-{:03}", 500 + number), &world.id]).await?;
            }
            Ok(())
        })
    });
    done.await.unwrap();
}

/// A page, and how many statements it took.
async fn counted(world: &World, role: &str, path: &str) -> (Page, u64) {
    let mut desk = world.desk(role);
    desk.get(path).await;
    let before = world.house.db.statements();
    let page = desk.get(path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    (page, world.house.db.statements() - before)
}

#[tokio::test]
async fn twenty_visits_are_listed_with_as_many_statements_as_one() {
    let world = story::here().await;
    world.check_in().await;
    let (_, one) = counted(&world, "front_desk", "/petugas/hari-ini").await;
    for number in 1..20 {
        another(&world, number, number % 2 == 0).await;
    }
    let (page, twenty) = counted(&world, "front_desk", "/petugas/hari-ini").await;
    assert_eq!(page.text().matches("Tamu Nomor").count(), 19);
    assert_eq!(twenty, one, "statements of twenty visits and of one");
}

#[tokio::test]
async fn a_case_that_was_worked_on_often_is_drawn_with_as_many_statements_as_a_new_one() {
    let world = story::here().await;
    world.check_in().await;
    let path = world.path().await;
    let (_, new) = counted(&world, "verifier", &path).await;
    let boxes = world.boxes().await;
    let all: Vec<(&str, &str)> = boxes.iter().map(|name| (name.as_str(), "ya")).collect();
    for some in [&all[..1], &all[..2], &all[..3]] {
        world.done("verifier", "cocok", some).await;
    }
    let (_, worked) = counted(&world, "verifier", &path).await;
    assert_eq!(worked, new, "statements after three more steps of three officers");
}

#[tokio::test]
async fn a_case_that_cannot_be_ended_holds_no_other_one_up() {
    let world = story::here().await;
    world.check_in().await;
    world.done("verifier", "minta-berkas", &[("berkas-birth_certificate", "ya")]).await;
    let nobody = ApplicationId::mint(kernel::time::Timestamp(1), &SystemChance);
    let broken = world.house.db.transact::<_, StoreError, _>(|tx| {
        let (world, nobody) = (&world, &nobody);
        Box::pin(async move {
            let (booking, case) = (BookingId::mint(tx.now(), &SystemChance), CaseId::mint(tx.now(), &SystemChance));
            tx.exec(MORE_CASES, params![&case, nobody, &booking, "A-501", &world.id]).await?;
            tx.exec(MORE_REQUESTS, params![nobody, &world.id]).await?;
            Ok(())
        })
    });
    broken.await.unwrap();
    world.product.later(7 * DAY).await;
    assert_eq!(world.word().await, CaseWord::Void, "the case behind the broken one is ended");
}
