//! Publications: versions, idempotence, refusal as a whole, following.

use crate::codes::LimitKey;
use crate::{Keeper, LoadError, TableText, builtin, load};
use ::store::{Actor, Db, TimeSource, migrate};
use jiff::civil::date;
use kernel::time::{FakeClock, Timestamp};
use std::sync::Arc;

struct World {
    db: Db,
    _folder: tempfile::TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FakeClock::at(Timestamp(1_790_000_000_000)));
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let db = Db::open(&url, TimeSource::of(clock)).await.unwrap();
    migrate(&db).await.unwrap();
    World { db, _folder: folder }
}

fn with_longer_bills() -> Vec<TableText> {
    let edit = |t: TableText| match t.name.as_str() {
        "limits" => TableText {
            text: t.text.replace(
                "billing_valid_minutes,120,minutes,2021-12-30,,",
                "billing_valid_minutes,120,minutes,2021-12-30,2026-12-31,\"a\",high,old\nbilling_valid_minutes,180,minutes,2027-01-01,,",
            ),
            ..t
        },
        _ => t,
    };
    builtin().into_iter().map(edit).collect()
}

#[tokio::test]
async fn loading_the_same_tables_again_changes_nothing() {
    let w = world().await;
    let first = load(&w.db, &builtin(), Actor::Operator, "first").await.unwrap();
    assert_eq!((first.version, first.changed.len()), (1, 16));
    let again = load(&w.db, &builtin(), Actor::Operator, "again").await.unwrap();
    assert_eq!((again.version, again.changed.len()), (1, 0));
}

#[tokio::test]
async fn a_publication_is_seen_by_who_holds_the_old_one() {
    let w = world().await;
    let keeper = Keeper::open(w.db.clone()).await.unwrap();
    assert_eq!(keeper.current().version(), 0);
    load(&w.db, &builtin(), Actor::Operator, "first").await.unwrap();
    assert!(keeper.refresh().await.unwrap());
    assert!(!keeper.refresh().await.unwrap());
    let held = keeper.current();
    let second = load(&w.db, &with_longer_bills(), Actor::Operator, "three hours").await.unwrap();
    assert_eq!(second.changed, ["limits"]);
    assert!(keeper.refresh().await.unwrap());
    let (before, after) = (date(2026, 12, 31), date(2027, 1, 1));
    assert_eq!(held.limit(LimitKey::BillingValidMinutes, after), 120, "a request keeps its version");
    assert_eq!(keeper.current().limit(LimitKey::BillingValidMinutes, before), 120);
    assert_eq!(keeper.current().limit(LimitKey::BillingValidMinutes, after), 180);
    assert_eq!(keeper.current().version(), 2);
}

#[tokio::test]
async fn one_bad_row_refuses_the_whole_set() {
    let w = world().await;
    let mut tables = with_longer_bills();
    tables.iter_mut().find(|t| t.name == "steps").unwrap().text += "99,late,who,questions,when_it_rains,phone,,,,us\n";
    let refused = load(&w.db, &tables, Actor::Operator, "bad").await.unwrap_err();
    let LoadError::Faults(faults) = refused else { panic!("{refused}") };
    let lines: Vec<_> = faults.iter().map(|f| (f.file.as_str(), f.line, f.column.as_str())).collect();
    assert_eq!(lines, [("steps.csv", 31, "condition")], "{faults:?}");
    assert_eq!(Keeper::open(w.db.clone()).await.unwrap().current().version(), 0);
}

#[tokio::test]
async fn two_publishers_at_once_leave_one_order() {
    let w = world().await;
    let (a, b) = (builtin(), with_longer_bills());
    let both = futures_util::future::join(
        load(&w.db, &a, Actor::Operator, "one"),
        load(&w.db, &b, Actor::Operator, "two"),
    )
    .await;
    let mut versions = [both.0.unwrap().version, both.1.unwrap().version];
    versions.sort_unstable();
    assert_eq!(versions, [1, 2]);
}
