//! Publications: versions, idempotence, refusal as a whole, following.

use crate::keeper::Keeper;
use crate::{LoadError, LoadReport, Tables, load};
use ::store::Actor;
use harness::Product;
use jiff::civil::date;

async fn world() -> Product {
    Product::builder().rooms(vec![crate::room()]).open().await
}

fn with_longer_bills() -> Tables {
    const OLD: &str = "billing_valid_minutes,120,minutes,2021-12-30,,";
    const NEW: &str =
        "billing_valid_minutes,120,minutes,2021-12-30,2026-12-31,old,high,old\nbilling_valid_minutes,180,minutes,2027-01-01,,";
    Tables::embedded().iter().map(|(name, text)| (name.to_owned(), text.replace(OLD, NEW))).collect()
}

async fn publish(w: &Product, tables: &Tables) -> Result<LoadReport, LoadError> {
    w.house.db.transact(|tx| Box::pin(load(tx, tables, Actor::Operator))).await
}

#[tokio::test]
async fn loading_the_same_tables_again_changes_nothing() {
    let w = world().await;
    let first = publish(&w, &Tables::embedded()).await.unwrap();
    assert_eq!((first.version, first.changed.len()), (1, 16));
    let again = publish(&w, &Tables::embedded()).await.unwrap();
    assert_eq!((again.version, again.changed.len()), (1, 0));
}

#[tokio::test]
async fn a_publication_is_seen_by_who_holds_the_old_one() {
    let w = world().await;
    let keeper = Keeper::new();
    assert_eq!(keeper.current().version(), 0);
    publish(&w, &Tables::embedded()).await.unwrap();
    assert!(keeper.refresh(&w.house.db).await.unwrap());
    assert!(!keeper.refresh(&w.house.db).await.unwrap());
    let held = keeper.current();
    let second = publish(&w, &with_longer_bills()).await.unwrap();
    assert_eq!(second.changed, ["limits"]);
    assert!(keeper.refresh(&w.house.db).await.unwrap());
    let (before, after) = (date(2026, 12, 31), date(2027, 1, 1));
    assert_eq!(held.limit("billing_valid_minutes", after), 120, "a request keeps its version");
    assert_eq!(keeper.current().limit("billing_valid_minutes", before), 120);
    assert_eq!(keeper.current().limit("billing_valid_minutes", after), 180);
    assert_eq!(keeper.current().version(), 2);
}

#[tokio::test]
async fn one_bad_row_refuses_the_whole_set() {
    let w = world().await;
    let tables: Tables = with_longer_bills()
        .iter()
        .map(|(name, text)| {
            (name.to_owned(), text.to_owned() + if name == "steps" { "99,late,who,when_it_rains,phone,,us\n" } else { "" })
        })
        .collect();
    let refused = publish(&w, &tables).await.unwrap_err();
    let LoadError::Faults(faults) = refused else { panic!("{refused}") };
    let lines: Vec<_> = faults.iter().map(|f| (f.file.as_str(), f.line, f.column.as_str())).collect();
    assert_eq!(lines, [("steps.csv", 28, "condition")], "{faults:?}");
    assert!(!Keeper::new().refresh(&w.house.db).await.unwrap());
}

#[tokio::test]
async fn two_publishers_at_once_leave_one_order() {
    let w = world().await;
    let (a, b) = (Tables::embedded(), with_longer_bills());
    let both = futures_util::future::join(publish(&w, &a), publish(&w, &b)).await;
    let kept = [both.0, both.1].into_iter().filter_map(|r| match r {
        Ok(report) => Some(report.version),
        Err(LoadError::Overtaken) => None,
        Err(error) => panic!("{error}"),
    });
    let mut versions = kept.collect::<Vec<_>>();
    versions.sort_unstable();
    assert!(versions == [1, 2] || versions == [1], "{versions:?}");
}

#[tokio::test]
async fn the_room_follows_what_others_publish() {
    let product = world().await;
    assert_eq!(crate::current(&product.house).version(), 0);
    assert!(crate::current(&product.house).offices().len() > 200, "the built-in tables hold until the first publication");
    let tables = with_longer_bills();
    assert_eq!(publish(&product, &tables).await.unwrap().version, 1);
    assert!(crate::refresh(&product.house).await.unwrap());
    assert_eq!(crate::current(&product.house).limit("billing_valid_minutes", date(2027, 1, 1)), 180);
}
