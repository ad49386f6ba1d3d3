//! Idempotency keys: the same request twice has one effect and one answer.

use crate::{Ask, Sql, StoreError, Tx, params, sql};

const FIND: Sql = sql("SELECT body_hash, answer FROM idempotency_key WHERE scope = $1 AND name = $2");
const INSERT: Sql = sql("INSERT INTO idempotency_key (scope, name, body_hash, answer, at) VALUES ($1, $2, $3, $4, $5)");

/// What a key means in this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// Never seen: do the work, then [`Tx::remember`].
    First,
    /// Seen with the same body: give this answer again.
    Replay(String),
    /// Seen with another body: refuse.
    OtherBody,
}

impl Tx<'_> {
    /// Looks a key up. `scope` names who and what (such as `submit:ACCOUNT`); `body_hash` the content.
    pub async fn once(&mut self, scope: &str, key: &str, body_hash: &str) -> Result<Once, StoreError> {
        match self.maybe(FIND, params![scope, key]).await? {
            None => Ok(Once::First),
            Some(row) if row.text("body_hash")? == body_hash => Ok(Once::Replay(row.text("answer")?)),
            Some(_) => Ok(Once::OtherBody),
        }
    }

    /// Remembers the answer of a key in the same transaction as its effect. A key that another node remembered
    /// first is a [`StoreError::Constraint`].
    pub async fn remember(&mut self, scope: &str, key: &str, body_hash: &str, answer: &str) -> Result<(), StoreError> {
        let now = self.real_now();
        self.exec(INSERT, params![scope, key, body_hash, answer, now]).await?;
        Ok(())
    }
}
