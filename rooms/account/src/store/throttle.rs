//! Pauses that grow with failures, per address and per source. They slow a guesser and never lock an owner out: the
//! longest pause is bounded, and a device the owner used before passes.

use crate::model::{FIRST_PAUSE, LONGEST_PAUSE, THROTTLE_FORGET};
use kernel::time::Timestamp;
use store::{Ask as _, Sql, StoreError, Tx, params, sql};

const LOCK: Sql = sql("INSERT INTO throttle (name, tries, last_at, free_at) VALUES ($1, 0, $2, 0) \
     ON CONFLICT (name) DO UPDATE SET tries = throttle.tries");
const FIND: Sql = sql("SELECT tries, last_at, free_at FROM throttle WHERE name = $1");
const SET: Sql = sql("UPDATE throttle SET tries = $1, last_at = $2, free_at = $3 WHERE name = $4");
const REFUND: Sql = sql("UPDATE throttle SET tries = tries - 1, free_at = 0 WHERE name = $1 AND tries > 0");
const FORGET: Sql = sql("DELETE FROM throttle WHERE name = $1");

/// Counts a try before it is judged. `Err` holds the milliseconds to wait; such a try is not counted.
pub async fn charge(tx: &mut Tx<'_>, name: &str, free: i64) -> Result<Result<(), i64>, StoreError> {
    let now = tx.real_now();
    tx.exec(LOCK, params![name, now]).await?;
    let row = tx.one(FIND, params![name]).await?;
    let wait = row.time("free_at")?.since(now);
    if wait > 0 {
        return Ok(Err(wait));
    }
    let old = now.since(row.time("last_at")?) > THROTTLE_FORGET;
    let tries = if old { 1 } else { row.int("tries")? + 1 };
    let pause = match tries - free {
        over if over < 0 => 0,
        over => FIRST_PAUSE.saturating_mul(1 << over.min(20)).min(LONGEST_PAUSE),
    };
    // without a pause nothing is kept: another try may have begun before this one and come to the row after it
    let free_at = if pause > 0 { now.plus(pause) } else { Timestamp(0) };
    tx.exec(SET, params![tries, now, free_at, name]).await?;
    Ok(Ok(()))
}

/// The try was good: it was nobody's guess.
pub async fn refund(tx: &mut Tx<'_>, name: &str) -> Result<(), StoreError> {
    tx.exec(REFUND, params![name]).await?;
    Ok(())
}

/// The owner came in: her failures are forgotten.
pub async fn forget(tx: &mut Tx<'_>, name: &str) -> Result<(), StoreError> {
    tx.exec(FORGET, params![name]).await?;
    Ok(())
}
