//! What the newest bills tell about the biller.

use kernel::time::Timestamp;
use store::{Ask, Sql, StoreError, params, sql};

const ANSWERED: Sql = sql("SELECT MAX(newest.state_at) AS at FROM \
     (SELECT state, state_at, code FROM bill ORDER BY id DESC LIMIT 200) AS newest \
     WHERE newest.state IN ('payable', 'paid') AND newest.code IS NOT NULL");
const WAITING: Sql = sql("SELECT MIN(asked_at) AS at FROM bill WHERE state = 'asked' AND asked_at < $1");

/// When a bill last got its code or its payment.
pub(crate) async fn answered(ask: &mut dyn Ask) -> Result<Option<Timestamp>, StoreError> {
    ask.one(ANSWERED, params![]).await?.opt_time("at")
}

/// Since when a bill waits for its code that was asked for before an instant.
pub(crate) async fn waiting(ask: &mut dyn Ask, before: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    ask.one(WAITING, params![before]).await?.opt_time("at")
}
