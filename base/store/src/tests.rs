use crate::{
    Actor, Ask as _, AuditEntry, AuditFault, Db, JobSpec, Once, Outcome, Sql, StoreError, TimeSource, batch::Batch, db::Pools,
    engine::raw, sql,
};
use kernel::{
    event::Event,
    ids::{AccountId, ApplicationId},
    time::{FakeClock, Timestamp},
};
use std::sync::Arc;

struct World {
    db: Db,
    clock: Arc<FakeClock>,
    _folder: tempfile::TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FakeClock::at(Timestamp(1_790_000_000_000)));
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let db = Db::open(&url, TimeSource::of(clock.clone())).await.unwrap();
    crate::migrate(&db).await.unwrap();
    World { db, clock, _folder: folder }
}

const PUT: Sql = sql("INSERT INTO setting (name, value) VALUES ($1, $2)");
const GET: Sql = sql("SELECT value FROM setting WHERE name = $1");

#[tokio::test]
async fn a_refused_transaction_leaves_nothing() {
    let w = world().await;
    let name = String::from("a");
    let refused: Result<(), StoreError> =
        w.db.transact(|tx| {
            let name = &name;
            Box::pin(async move {
                tx.exec(PUT, params![name, "1"]).await?;
                Err(StoreError::Busy)
            })
        })
        .await;
    assert!(refused.is_err());
    assert!(w.db.reader().maybe(GET, params!["a"]).await.unwrap().is_none());
}

/// Lets the file grow no further, as if the disk were full.
async fn fill(db: &Db) {
    let Pools::Sqlite { writer, .. } = &db.pools else { panic!("this is SQLite") };
    let mut conn = writer.acquire().await.unwrap();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *conn).await.unwrap();
    raw::<sqlx::Sqlite, _>(&mut *conn, format!("PRAGMA max_page_count = {pages}")).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_spoils_one_transaction_and_not_the_connection() {
    let w = world().await;
    let large = "x".repeat(1_000_000);
    for _ in 0..2 {
        fill(&w.db).await;
        let large = &large;
        let refused: Result<u64, StoreError> =
            w.db.transact(|tx| Box::pin(async move { tx.exec(PUT, params!["large", large]).await })).await;
        assert!(matches!(refused, Err(StoreError::NoRoom)), "{refused:?}");
        w.db.try_write().await.unwrap();
    }
}

#[tokio::test]
async fn what_follows_a_swallowed_fault_of_the_engine_does_not_stand_alone() {
    let w = world().await;
    fill(&w.db).await;
    let large = "x".repeat(1_000_000);
    let refused: Result<(), StoreError> =
        w.db.transact(|tx| {
            let large = &large;
            Box::pin(async move {
                tx.exec(PUT, params!["before", "1"]).await?;
                let _swallowed = tx.exec(PUT, params!["large", large]).await;
                let _outside = tx.exec(PUT, params!["after", "1"]).await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(refused, Err(StoreError::NoRoom)), "{refused:?}");
    for name in ["before", "after"] {
        assert!(w.db.reader().maybe(GET, params![name]).await.unwrap().is_none(), "{name}");
    }
}

#[tokio::test]
async fn members_of_a_batch_are_told_that_the_disk_is_full_and_the_next_batch_is_written() {
    let w = world().await;
    let batch: Batch<String, u64> = Batch::start(
        w.db.clone(),
        "test",
        Arc::new(|tx, members| {
            Box::pin(async move {
                let mut answers = Vec::new();
                for member in members.iter() {
                    answers.push(tx.exec(PUT, params![&member[..2], member]).await?);
                }
                Ok(answers)
            })
        }),
    );
    fill(&w.db).await;
    let full = futures_util::future::join_all((10..14).map(|n| batch.submit(format!("{n}{}", "x".repeat(1_000_000))))).await;
    assert!(full.iter().all(|answer| matches!(answer, Err(StoreError::NoRoom))), "{full:?}");
    assert!(matches!(batch.submit("20 small".to_owned()).await, Ok(1)));
}

#[tokio::test]
async fn a_file_that_is_not_there_is_made_only_where_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.db");
    let url = format!("sqlite:{}", path.display());
    assert!(matches!(Db::open_existing(&url, TimeSource::system()).await, Err(StoreError::Engine(_))));
    assert!(!path.exists());
    Db::open(&url, TimeSource::system()).await.unwrap().close().await;
    Db::open_existing(&url, TimeSource::system()).await.unwrap();
}

#[test]
fn a_lock_ends_with_its_holder_and_not_with_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("m.db");
    // left behind by a crash; the number belongs to somebody else by now
    std::fs::write(folder.path().join("m.lock"), "1").unwrap();
    let first = crate::FileLock::take(&database).unwrap();
    let refused = crate::FileLock::take(&database).unwrap_err();
    assert_eq!(refused, format!("process {} already serves this database file", std::process::id()));
    drop(first);
    crate::FileLock::take(&database).unwrap();
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let w = world().await;
    assert_eq!(crate::migrate(&w.db).await.unwrap(), 0);
    assert_eq!(crate::migration_state(&w.db).await.unwrap(), crate::MigrationState::Current);
}

#[tokio::test]
async fn looking_how_far_a_database_is_changes_nothing_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("new.db").display());
    let db = Db::open(&url, TimeSource::system()).await.unwrap();
    assert!(matches!(crate::migration_state(&db).await.unwrap(), crate::MigrationState::Behind(_)));
    let left = crate::snapshot::columns(&mut db.reader(), db.engine(), "migration").await.unwrap();
    assert!(left.is_empty(), "the table that remembers is made by migrating");
}

#[tokio::test]
async fn an_event_is_told_once() {
    let w = world().await;
    let account = AccountId::mint(Timestamp(1), &kernel::chance::SystemChance);
    let event = Event::PasswordChanged { account };
    w.db.transact::<_, StoreError, _>(|tx| {
        let event = &event;
        Box::pin(async move { tx.tell(event).await })
    })
    .await
    .unwrap();
    let pending = crate::pending_events(&mut w.db.reader(), 10).await.unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].event.as_ref(), Some(&event));
    for expected in [true, false] {
        let id = &pending[0].id;
        let first =
            w.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { crate::mark_dispatched(tx, id).await })).await.unwrap();
        assert_eq!(first, expected);
    }
    assert!(crate::pending_events(&mut w.db.reader(), 10).await.unwrap().is_empty());
}

const STRANGE: Sql = sql("UPDATE outbox SET payload = '{\"name\":\"of_tomorrow\"}'");

#[tokio::test]
async fn an_event_that_cannot_be_read_goes_aside_and_stays() {
    let w = world().await;
    let event = Event::PasswordChanged { account: AccountId::mint(Timestamp(1), &kernel::chance::SystemChance) };
    w.db.transact::<_, StoreError, _>(|tx| {
        let event = &event;
        Box::pin(async move {
            tx.tell(event).await?;
            tx.exec(STRANGE, params![]).await
        })
    })
    .await
    .unwrap();
    let pending = crate::pending_events(&mut w.db.reader(), 10).await.unwrap().remove(0);
    assert_eq!(pending.event, None);
    let id = &pending.id;
    for first in [true, false] {
        let aside =
            w.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { crate::put_aside(tx, id).await })).await.unwrap();
        assert_eq!(aside, first);
    }
    assert!(crate::pending_events(&mut w.db.reader(), 10).await.unwrap().is_empty(), "those behind it are told");
    assert!(crate::event_of(&mut w.db.reader(), id.as_str()).await.unwrap().is_some(), "it is not lost");
}

async fn add_job(db: &Db) {
    db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let run_at = tx.now();
            tx.later(JobSpec { kind: "test.run", key: "k".into(), payload: serde_json::json!({}), run_at }).await
        })
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_job_that_always_fails_is_isolated_after_five_tries_and_can_be_replayed() {
    let w = world().await;
    add_job(&w.db).await;
    add_job(&w.db).await;
    for attempt in 1..=5 {
        let claimed = crate::claim_jobs(&w.db, 10, 30_000).await.unwrap();
        assert_eq!(claimed.len(), 1, "attempt {attempt}");
        assert!(crate::claim_jobs(&w.db, 10, 30_000).await.unwrap().is_empty(), "a leased job is not given twice");
        crate::finish_job(&w.db, &claimed[0], &Outcome::Failed("no".into())).await.unwrap();
        w.clock.advance(3_600_000);
    }
    assert!(crate::claim_jobs(&w.db, 10, 30_000).await.unwrap().is_empty());
    let dead = crate::dead_jobs(&mut w.db.reader()).await.unwrap();
    assert_eq!(dead.len(), 1);
    let id = &dead[0].id;
    assert!(w.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { crate::replay_job(tx, id).await })).await.unwrap());
    assert_eq!(crate::claim_jobs(&w.db, 10, 30_000).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_finish() {
    let w = world().await;
    add_job(&w.db).await;
    let slow = crate::claim_jobs(&w.db, 1, 1_000).await.unwrap().remove(0);
    w.clock.advance(2_000);
    let fast = crate::claim_jobs(&w.db, 1, 1_000).await.unwrap().remove(0);
    assert!(!crate::finish_job(&w.db, &slow, &Outcome::Done).await.unwrap());
    assert!(crate::finish_job(&w.db, &fast, &Outcome::Done).await.unwrap());
}

#[tokio::test]
async fn the_same_key_replays_and_another_body_is_refused() {
    let w = world().await;
    let first = w.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let seen = tx.once("s", "k", "h1").await?;
            tx.remember("s", "k", "h1", "answer").await?;
            Ok(seen)
        })
    });
    assert_eq!(first.await.unwrap(), Once::First);
    let again =
        |hash: &'static str| w.db.transact::<_, StoreError, _>(move |tx| Box::pin(async move { tx.once("s", "k", hash).await }));
    assert_eq!(again("h1").await.unwrap(), Once::Replay("answer".into()));
    assert_eq!(again("h2").await.unwrap(), Once::OtherBody);
}

async fn write_audit(db: &Db) {
    let application = ApplicationId::mint(Timestamp(5), &kernel::chance::SystemChance);
    db.transact::<_, StoreError, _>(|tx| {
        let application = &application;
        Box::pin(async move {
            tx.audit(AuditEntry {
                actor: Actor::System,
                action: "test.write",
                object: "thing",
                id: "1",
                application: Some(application),
                detail: serde_json::json!({"n": 1}),
            })
            .await
        })
    })
    .await
    .unwrap();
}

const FORGE: Sql = sql("UPDATE audit SET detail = '{}' WHERE id = (SELECT audit FROM audit_seal WHERE seq = 2)");

#[tokio::test]
async fn a_changed_audit_row_is_named() {
    let w = world().await;
    for _ in 0..3 {
        write_audit(&w.db).await;
    }
    assert_eq!(crate::seal(&w.db).await.unwrap(), 3);
    assert_eq!(crate::seal(&w.db).await.unwrap(), 0);
    assert_eq!(crate::verify_audit(&w.db).await.unwrap(), Ok(3));
    w.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(FORGE, params![]).await })).await.unwrap();
    assert_eq!(crate::verify_audit(&w.db).await.unwrap(), Err(AuditFault::Broken { seq: 2 }));
}

#[tokio::test]
async fn an_old_row_that_nobody_sealed_is_named() {
    let w = world().await;
    write_audit(&w.db).await;
    assert_eq!(crate::verify_audit(&w.db).await.unwrap(), Ok(0));
    w.clock.advance(11_000);
    assert!(matches!(crate::verify_audit(&w.db).await.unwrap(), Err(AuditFault::Unsealed { .. })));
}

const UNSEAL: Sql = sql("DELETE FROM audit_seal WHERE seq = 1");
const YOUNG_SEALED: Sql = sql("INSERT INTO audit_seal (seq, audit, hash, sealed_at) \
     SELECT 2, MAX(id), 'any', MAX(written_at) FROM audit");

#[tokio::test]
async fn a_row_that_was_forgotten_for_an_hour_is_sealed_all_the_same() {
    let w = world().await;
    write_audit(&w.db).await;
    assert_eq!(crate::seal(&w.db).await.unwrap(), 1);
    w.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(UNSEAL, params![]).await })).await.unwrap();
    w.clock.advance(3_600_000);
    write_audit(&w.db).await;
    w.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(YOUNG_SEALED, params![]).await })).await.unwrap();
    assert_eq!(crate::seal(&w.db).await.unwrap(), 0, "the young end holds nothing new");
    assert_eq!(crate::seal_forgotten(&w.db).await.unwrap(), 1);
}

#[tokio::test]
async fn a_batch_answers_each_member_and_one_bad_member_hurts_nobody() {
    let w = world().await;
    let batch: Batch<String, String> = Batch::start(
        w.db.clone(),
        "test",
        Arc::new(|tx, members| {
            Box::pin(async move {
                let mut answers = Vec::new();
                for member in members.iter() {
                    tx.exec(PUT, params![member, "x"]).await?;
                    answers.push(format!("did {member}"));
                }
                Ok(answers)
            })
        }),
    );
    let members: Vec<String> = (0..40).map(|i| if i % 10 == 9 { "same".to_owned() } else { format!("m{i}") }).collect();
    let answers = futures_util::future::join_all(members.iter().map(|m| batch.submit(m.clone()))).await;
    let good = answers.iter().filter(|a| a.is_ok()).count();
    assert_eq!(good, 37, "36 different members and the first of the four same ones");
    for (member, answer) in members.iter().zip(&answers) {
        if let Ok(answer) = answer {
            assert_eq!(*answer, format!("did {member}"));
        }
    }
}
