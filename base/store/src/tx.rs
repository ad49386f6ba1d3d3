//! A transaction, and the questions that both a transaction and a reader answer.

use crate::{
    StoreError, TimeSource,
    engine::{postgres_exec, postgres_rows, sqlite_exec, sqlite_rows},
    value::{Row, Sql, Value},
};
use kernel::{
    chance::{Chance, SystemChance},
    time::Timestamp,
};
use std::{
    marker::PhantomData,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Something that can be asked: a [`crate::Reader`] or a [`Tx`]. Doors that only read take `&mut dyn Ask`.
#[async_trait::async_trait]
pub trait Ask: Send {
    /// All rows.
    async fn all(&mut self, sql: Sql, params: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// The present in domain time.
    fn now(&self) -> Timestamp;

    /// The first row, if any.
    async fn maybe(&mut self, sql: Sql, params: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.all(sql, params).await?.into_iter().next())
    }

    /// The first row, which must exist.
    async fn one(&mut self, sql: Sql, params: &[Value]) -> Result<Row, StoreError> {
        self.maybe(sql, params).await?.ok_or(StoreError::NoRow(sql.0))
    }
}

pub(crate) enum Conn {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

const ENGINE_TIME: Sql = crate::sql("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now");

/// One transaction. Given to the closure of [`crate::Db::transact`]; passed on to neighbours' doors.
pub struct Tx<'env> {
    conn: Conn,
    now: Timestamp,
    real_now: Timestamp,
    again: bool,
    spoilt: Option<StoreError>,
    asked: Arc<AtomicU64>,
    env: PhantomData<&'env ()>,
}

impl Tx<'_> {
    pub(crate) async fn begin(
        conn: Conn,
        (time, asked): (&TimeSource, &Arc<AtomicU64>),
        ask_engine: bool,
    ) -> Result<Self, StoreError> {
        let asked = asked.clone();
        let (now, real_now) = (time.now(), time.real_now());
        let mut tx = Tx { conn, now, real_now, again: false, spoilt: None, asked, env: PhantomData };
        if ask_engine {
            tx.real_now = tx.one(ENGINE_TIME, &[]).await?.time("now")?;
            tx.now = tx.real_now.plus(time.offset());
        }
        Ok(tx)
    }

    /// Runs a statement and answers how many rows it touched.
    pub async fn exec(&mut self, sql: Sql, params: &[Value]) -> Result<u64, StoreError> {
        self.stands()?;
        self.asked.fetch_add(1, Ordering::Relaxed);
        let done = match &mut self.conn {
            Conn::Sqlite(c) => sqlite_exec(c, sql, params).await,
            Conn::Postgres(c) => postgres_exec(c, sql, params).await,
        };
        self.noticed(done)
    }

    /// Time that the trial's clock does not move: sign-in, codes, rate limits, leases.
    pub const fn real_now(&self) -> Timestamp {
        self.real_now
    }

    /// Chance for new ids.
    pub fn chance(&self) -> &'static dyn Chance {
        &SystemChance
    }

    pub(crate) const fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    fn noticed<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        match &answer {
            Err(StoreError::Busy) => self.again = true,
            Err(error) => self.spoilt = error.passing(),
            Ok(_) => {}
        }
        answer
    }

    /// After an engine's fault the transaction may be gone: a further statement would stand by itself, outside of any.
    fn stands(&self) -> Result<(), StoreError> {
        self.spoilt().map_or(Ok(()), Err)
    }

    /// The fault of the engine that ended it.
    pub(crate) fn spoilt(&self) -> Option<StoreError> {
        self.spoilt.as_ref().and_then(StoreError::passing)
    }

    pub(crate) const fn wants_again(&self) -> bool {
        self.again
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.conn {
            Conn::Sqlite(c) => c.commit().await?,
            Conn::Postgres(c) => c.commit().await?,
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) {
        let done = match self.conn {
            Conn::Sqlite(c) => c.rollback().await,
            Conn::Postgres(c) => c.rollback().await,
        };
        if let Err(error) = done {
            tracing::warn!(%error, "a transaction could not be rolled back; its connection is replaced");
        }
    }
}

#[async_trait::async_trait]
impl Ask for Tx<'_> {
    async fn all(&mut self, sql: Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.stands()?;
        self.asked.fetch_add(1, Ordering::Relaxed);
        let rows = match &mut self.conn {
            Conn::Sqlite(c) => sqlite_rows(c, sql, params).await,
            Conn::Postgres(c) => postgres_rows(c, sql, params).await,
        };
        self.noticed(rows)
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
