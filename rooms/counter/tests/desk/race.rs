//! Officers at one case at the same time, on PostgreSQL too: one is served, the others are told, and nobody waits in a circle.

use crate::story::{self, World};
use store::{Sql, StoreError, params, sql};

const ROUNDS: usize = 24;

const CASE_AGAIN: Sql = sql("UPDATE case_file SET state = 'checked_in', papers_until = NULL WHERE application = $1");
const APPLICATION_AGAIN: Sql = sql("UPDATE application SET office_step = 'checked_in' WHERE id = $1");

/// The case is where it was, so that the next round begins as this one did.
async fn again(world: &World) {
    let done = world.house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            tx.exec(APPLICATION_AGAIN, params![&world.id]).await?;
            tx.exec(CASE_AGAIN, params![&world.id]).await.map(|_| ())
        })
    });
    done.await.unwrap();
}

async fn send(world: &World, path: &str, version: &str, (act, field, value): (&str, &str, &str)) -> u16 {
    let mut desk = world.desk("verifier");
    desk.post(&format!("{path}/{act}"), &[("versi", version), (field, value)]).await.status.as_u16()
}

#[tokio::test]
async fn two_steps_at_one_case_never_wait_for_each_other_in_a_circle() {
    let world = story::here().await;
    world.check_in().await;
    let path = world.path().await;
    let papers = ("minta-berkas", "berkas-birth_certificate", "ya");
    let kind = ("ubah-jenis", "alasan", "old_passport_shown");
    for round in 0..ROUNDS {
        let version = world.desk("verifier").get(&path).await.input("versi").unwrap();
        let one = |act| send(&world, &path, &version, act);
        let (a, b, c, d) = tokio::join!(one(papers), one(kind), one(papers), one(kind));
        let mut answers = [a, b, c, d];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409, 409, 409], "round {round}: one is served and the others see what changed");
        again(&world).await;
    }
    assert_eq!(store::deadlocks(), 0, "after {ROUNDS} rounds");
}
