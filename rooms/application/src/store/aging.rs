//! The age of what was never sent.

use kernel::ids::ApplicationId;
use kernel::time::Timestamp;
use store::{Ask, Sql, StoreError, Tx, params, sql};

const TO_WARN: Sql = sql("SELECT id FROM application WHERE submitted_at IS NULL AND state = 'draft' \
     AND COALESCE(touched_at, created_at) <= $1 AND (warned_at IS NULL OR warned_at < COALESCE(touched_at, created_at)) \
     ORDER BY id LIMIT 64");
const WARN: Sql = sql("UPDATE application SET warned_at = $1 WHERE id = $2 AND submitted_at IS NULL AND state = 'draft' \
     AND COALESCE(touched_at, created_at) <= $3 AND (warned_at IS NULL OR warned_at < COALESCE(touched_at, created_at))");
const OLD: Sql = sql("SELECT id FROM application WHERE submitted_at IS NULL AND state IN ('draft', 'cancelled') \
     AND COALESCE(touched_at, created_at) <= $1 \
     AND (state = 'cancelled' OR (warned_at >= COALESCE(touched_at, created_at) AND warned_at <= $2)) ORDER BY id LIMIT 64");
const IS_OLD: Sql = sql("SELECT id FROM application WHERE id = $3 AND submitted_at IS NULL AND state IN ('draft', 'cancelled') \
     AND COALESCE(touched_at, created_at) <= $1 \
     AND (state = 'cancelled' OR (warned_at >= COALESCE(touched_at, created_at) AND warned_at <= $2))");
const AGE: Sql = sql("SELECT COALESCE(touched_at, created_at) AS touched, warned_at FROM application WHERE id = $1");
const TOUCHED: Sql = sql("UPDATE application SET touched_at = $1 WHERE id = $2 AND (touched_at IS NULL OR touched_at < $1)");
const DROP_ANSWERS: Sql = sql("DELETE FROM answer WHERE application = $1");
const DROP_HISTORY: Sql = sql("DELETE FROM application_history WHERE application = $1");
const DROP: Sql = sql("DELETE FROM application WHERE id = $1");

fn ids(rows: &[store::Row]) -> Result<Vec<ApplicationId>, StoreError> {
    rows.iter().map(|row| row.parsed("id", ApplicationId::parse)).collect()
}

/// Drafts untouched since an instant whose owner does not know it yet.
pub(crate) async fn to_warn(ask: &mut dyn Ask, since: Timestamp) -> Result<Vec<ApplicationId>, StoreError> {
    ids(&ask.all(TO_WARN, params![since]).await?)
}

/// Notes that the owner is told; false when it was touched, sent or told meanwhile.
pub(crate) async fn warn(tx: &mut Tx<'_>, id: &ApplicationId, since: Timestamp) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(WARN, params![now, id, since]).await? == 1)
}

/// What was never sent, is untouched since an instant and, if it still is a draft, was warned of before another.
pub(crate) async fn old(ask: &mut dyn Ask, since: Timestamp, warned: Timestamp) -> Result<Vec<ApplicationId>, StoreError> {
    ids(&ask.all(OLD, params![since, warned]).await?)
}

/// The same of one, under its lock.
pub(crate) async fn is_old(
    ask: &mut dyn Ask,
    id: &ApplicationId,
    (since, warned): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    Ok(ask.maybe(IS_OLD, params![since, warned, id]).await?.is_some())
}

/// When it was touched last, and when its owner was told.
pub(crate) async fn age(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<(Timestamp, Option<Timestamp>)>, StoreError> {
    let Some(row) = ask.maybe(AGE, params![id]).await? else { return Ok(None) };
    Ok(Some((row.time("touched")?, row.opt_time("warned_at")?)))
}

/// Something of it was touched at an instant.
pub(crate) async fn touched(tx: &mut Tx<'_>, id: &ApplicationId, at: Timestamp) -> Result<(), StoreError> {
    tx.exec(TOUCHED, params![at, id]).await.map(|_| ())
}

/// Deletes answers, timeline and the row itself.
pub(crate) async fn drop(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    for statement in [DROP_ANSWERS, DROP_HISTORY, DROP] {
        tx.exec(statement, params![id]).await?;
    }
    Ok(())
}
