//! What the newest look-ups tell about the registers.

use kernel::time::Timestamp;
use store::{Ask, Sql, StoreError, params, sql};

const NEWEST: Sql = sql("SELECT MAX(CASE WHEN newest.state IN ('found', 'not_found') THEN newest.answered_at END) AS answered, \
     MAX(CASE WHEN newest.state = 'silent' THEN newest.answered_at END) AS silent FROM \
     (SELECT state, answered_at FROM register_check ORDER BY application DESC, register DESC LIMIT 200) AS newest");

/// When a register last answered, and when one was last silent.
pub(crate) async fn newest(ask: &mut dyn Ask) -> Result<(Option<Timestamp>, Option<Timestamp>), StoreError> {
    let row = ask.one(NEWEST, params![]).await?;
    Ok((row.opt_time("answered")?, row.opt_time("silent")?))
}
