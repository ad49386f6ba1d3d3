//! What is given up leaves the folder of papers: versions replaced before anybody looked at them, and pages whose row was
//! never written.

use crate::intake::folder;
use crate::store as rows;
use futures_util::future::BoxFuture;
use kernel::time::{DAY, HOUR, MINUTE, Timestamp};
use shell::{House, Tick};
use std::sync::Arc;
use store::StoreError;

/// Younger pages may belong to an upload that is still on its way.
const ORPHAN_AGE: i64 = DAY;
/// Folders of so many days are looked through.
const DAYS: i64 = 14;

/// The room's reconcilers.
pub(crate) fn ticks() -> Vec<Tick> {
    vec![
        Tick { name: "documents.purge", every: 10 * MINUTE, run: purge },
        Tick { name: "documents.orphans", every: 6 * HOUR, run: orphans },
    ]
}

fn purge(house: Arc<House>) -> BoxFuture<'static, Result<usize, String>> {
    Box::pin(async move { purge_now(&house).await })
}

fn orphans(house: Arc<House>) -> BoxFuture<'static, Result<usize, String>> {
    Box::pin(async move { orphans_now(&house).await })
}

/// Deletes the pages of versions that were given up, at most 200 a run.
pub(crate) async fn purge_now(house: &House) -> Result<usize, String> {
    let pages = rows::to_purge(&mut house.reader()).await.map_err(|e| e.to_string())?;
    for (paper, file) in &pages {
        // the file first: a row without a file would be a lie, a file without a row is swept
        house.outside.files.delete(file).await.map_err(|e| e.to_string())?;
        let done = house.db.transact::<_, StoreError, _>(|tx| Box::pin(rows::purged(tx, paper, file))).await;
        done.map_err(|e| e.to_string())?;
    }
    Ok(pages.len())
}

/// Deletes pages older than a day that no row knows.
pub(crate) async fn orphans_now(house: &House) -> Result<usize, String> {
    let now = house.real_now();
    let mut swept = 0;
    for back in 0..=DAYS {
        let names = house.outside.files.list(&folder(now.plus(-back * DAY))).await.map_err(|e| e.to_string())?;
        for name in names {
            let old = made_at(&name).is_some_and(|at| now.since(at) > ORPHAN_AGE);
            if !old || rows::file_known(&mut house.reader(), &name).await.map_err(|e| e.to_string())? {
                continue;
            }
            house.outside.files.delete(&name).await.map_err(|e| e.to_string())?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// When a page was put into the folder: its paper's id begins with the instant it was made.
fn made_at(name: &str) -> Option<Timestamp> {
    let id = name.split('/').nth(2)?;
    let digits: String = id.chars().filter(|c| *c != '-').take(12).collect();
    i64::from_str_radix(&digits, 16).ok().map(Timestamp)
}
