//! Opening an engine, reading from it, and running transactions on it.

use crate::{
    Ask, StoreError, Tx,
    engine::{postgres_rows, sqlite_rows},
    reach::Reach,
    setting::put_setting,
    tx::Conn,
    value::{Row, Sql, Value},
};
use futures_util::future::BoxFuture;
use kernel::time::{Clock, SystemClock, Timestamp};
use sqlx::{
    Connection, PgPool, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    future::ready,
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

/// Longest time a transaction is run again before the caller is told "busy".
const RETRY_MILLIS_MAX: u64 = 3_000;

/// The setting that is written to find out whether anything can be.
const TRIED: &str = "ready";

/// Where the time of deadlines comes from.
#[derive(Clone)]
pub struct TimeSource {
    clock: Arc<dyn Clock>,
    from_engine: bool,
    offset: Arc<AtomicI64>,
}

impl TimeSource {
    /// Production and trial: the engine's own time where it is another machine, plus the trial's offset.
    pub fn system() -> Self {
        Self { clock: Arc::new(SystemClock), from_engine: true, offset: Arc::default() }
    }

    /// Tests and simulation: a clock that is moved by hand.
    pub fn of(clock: Arc<dyn Clock>) -> Self {
        Self { clock, from_engine: false, offset: Arc::default() }
    }

    /// Domain time: deadlines, bills, sessions at the office, jobs.
    pub fn now(&self) -> Timestamp {
        self.real_now().plus(self.offset.load(Ordering::SeqCst))
    }

    /// Time that the trial's clock does not move: sign-in, codes, rate limits, leases.
    pub fn real_now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves domain time (trial only).
    pub fn set_offset(&self, millis: i64) {
        self.offset.store(millis, Ordering::SeqCst);
    }

    /// How far domain time is ahead of real time, in milliseconds.
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::SeqCst)
    }
}

/// Which engine is behind the door. Rooms never ask; `check` and `doctor` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, one server process.
    Sqlite,
    /// PostgreSQL, several server and worker processes.
    Postgres,
}

#[derive(Clone)]
pub(crate) enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) pools: Pools,
    time: TimeSource,
    asked: Arc<AtomicU64>,
    reach: Arc<Reach>,
}

impl Db {
    /// Opens `sqlite:PATH` (made when absent) or `postgres://...`.
    pub async fn open(url: &str, time: TimeSource) -> Result<Self, StoreError> {
        Self::connect(url, time, true).await
    }

    /// Opens a database that must be there: a file of SQLite is not made.
    pub async fn open_existing(url: &str, time: TimeSource) -> Result<Self, StoreError> {
        Self::connect(url, time, false).await
    }

    async fn connect(url: &str, time: TimeSource, make: bool) -> Result<Self, StoreError> {
        let reach = Arc::new(Reach::default());
        let pools = if url.starts_with("sqlite:") { open_sqlite(url, make).await? } else { open_postgres(url, &reach).await? };
        Ok(Self { pools, time, asked: Arc::default(), reach })
    }

    /// What it means that no connection was to be had.
    pub(crate) async fn fault(&self, error: sqlx::Error) -> StoreError {
        match &self.pools {
            Pools::Sqlite { .. } => error.into(),
            Pools::Postgres(pool) => self.reach.fault(&pool.connect_options(), error).await,
        }
    }

    /// Writes a row, to find out whether writing is possible at all.
    pub async fn try_write(&self) -> Result<(), StoreError> {
        let now = self.time.real_now().0.to_string();
        let written = self.transact::<_, StoreError, _>(|tx| {
            let now = &now;
            Box::pin(async move { put_setting(tx, TRIED, now).await })
        });
        written.await
    }

    /// Which engine this is.
    pub const fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// How many statements readers and transactions of this database have run since it was opened: what a page costs.
    pub fn statements(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// The time source: its offset is the trial clock.
    pub const fn time(&self) -> &TimeSource {
        &self.time
    }

    /// Domain time outside a transaction; deadlines are judged by [`Tx::now`].
    pub fn now(&self) -> Timestamp {
        self.time.now()
    }

    /// A reader: each question sees what is committed.
    pub fn reader(&self) -> Reader {
        Reader { db: self.clone() }
    }

    /// Runs `work` in one transaction and commits when it answers `Ok`. Run again, bounded and jittered, when the
    /// engine asks for it; so `work` must not do anything outside the transaction.
    pub async fn transact<'env, T, E, F>(&'env self, mut work: F) -> Result<T, E>
    where
        F: for<'t> FnMut(&'t mut Tx<'env>) -> BoxFuture<'t, Result<T, E>> + Send,
        E: From<StoreError>,
    {
        let mut waited = 0_u64;
        let mut pause = 4_u64;
        loop {
            let mut tx = match self.begin().await {
                Ok(tx) => tx,
                Err(StoreError::Busy) if waited < RETRY_MILLIS_MAX => {
                    waited += self.pause(&mut pause).await;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let answer = work(&mut tx).await;
            let again = tx.wants_again();
            // the engine may have ended the transaction by itself: whatever the work says, nothing of it stands
            let answer = match tx.spoilt() {
                Some(error) if answer.is_ok() && !again => Err(error.into()),
                _ => answer,
            };
            match answer {
                Ok(value) if !again => match tx.commit().await {
                    Ok(()) => return Ok(value),
                    Err(StoreError::Busy) if waited < RETRY_MILLIS_MAX => {}
                    Err(error) => return Err(error.into()),
                },
                answer => {
                    tx.rollback().await;
                    if !again {
                        return answer;
                    }
                    if waited >= RETRY_MILLIS_MAX {
                        return Err(StoreError::Busy.into());
                    }
                }
            }
            metrics::counter!("store_transaction_again").increment(1);
            waited += self.pause(&mut pause).await;
        }
    }

    async fn pause(&self, pause: &mut u64) -> u64 {
        // the low bits of the clock are jitter enough to part two nodes
        let jitter = self.time.real_now().0.unsigned_abs() % (*pause);
        let millis = *pause / 2 + jitter;
        tokio::time::sleep(Duration::from_millis(millis)).await;
        *pause = (*pause * 2).min(400);
        millis.max(1)
    }

    pub(crate) async fn begin(&self) -> Result<Tx<'_>, StoreError> {
        let conn = match &self.pools {
            Pools::Sqlite { writer, .. } => writer.begin_with("BEGIN IMMEDIATE").await.map(Conn::Sqlite),
            Pools::Postgres(pool) => pool.begin().await.map(Conn::Postgres),
        };
        let conn = match conn {
            Ok(conn) => conn,
            Err(error) => return Err(self.fault(error).await),
        };
        Tx::begin(conn, (&self.time, &self.asked), self.time.from_engine && self.engine() == Engine::Postgres).await
    }

    /// The engine's version, such as `3.51.3` or `15.18`, and on PostgreSQL the database's collation. A database whose order
    /// comes from ICU is named so: its `LC_COLLATE` says nothing.
    pub async fn version(&self) -> Result<(String, Option<String>), StoreError> {
        let mut reader = self.reader();
        match self.engine() {
            Engine::Sqlite => {
                let row = reader.one(crate::sql("SELECT sqlite_version() AS version"), &[]).await?;
                Ok((row.text("version")?, None))
            }
            Engine::Postgres => {
                let text = "SELECT current_setting('server_version') AS version, \
                            CASE WHEN to_jsonb(d) ->> 'datlocprovider' = 'i' THEN 'of ICU' ELSE CAST(d.datcollate AS TEXT) END \
                            AS collation FROM pg_database d WHERE d.datname = current_database()";
                let row = reader.one(crate::sql(text), &[]).await?;
                Ok((row.text("version")?, Some(row.text("collation")?)))
            }
        }
    }

    /// Asks the engine to plan a text without running it: the statements test.
    pub async fn prepare(&self, text: &'static str) -> Result<(), StoreError> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        let text = text.into_sql_str();
        match &self.pools {
            Pools::Sqlite { readers, .. } => readers.acquire().await?.prepare(text).await.map(|_| ())?,
            Pools::Postgres(pool) => pool.acquire().await?.prepare(text).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Closes all connections and, on SQLite, folds the write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection whose transaction ended without the driver's knowledge (SQLite rolls back by itself when its disk is full)
/// counts it for ever and begins no other: such a one is closed and replaced.
fn clean<C: Connection>(conn: &C) -> bool {
    let clean = !conn.is_in_transaction();
    if !clean {
        tracing::warn!("a connection was left inside a transaction that the database had ended; it is replaced");
    }
    clean
}

async fn open_sqlite(url: &str, make: bool) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(make)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("temp_store", "MEMORY")
        .statement_cache_capacity(512);
    let pool = |most: u32| {
        let pool = SqlitePoolOptions::new().max_connections(most).acquire_timeout(Duration::from_secs(5));
        pool.before_acquire(|conn, _| Box::pin(ready(Ok(clean(conn)))))
    };
    let writer = pool(1).connect_with(options.clone()).await?;
    let readers = pool(6).connect_with(options.pragma("query_only", "ON")).await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&readers).await?;
    let number: Vec<u32> = version.split('.').filter_map(|p| p.parse().ok()).collect();
    if number < vec![3, 51, 3] {
        return Err(StoreError::Unfit(format!(
            "SQLite {version} is older than 3.51.3, which can corrupt a write-ahead log; build with the bundled one"
        )));
    }
    Ok(Pools::Sqlite { writer, readers })
}

async fn open_postgres(url: &str, reach: &Reach) -> Result<Pools, StoreError> {
    let options = sqlx::postgres::PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Unfit("the database address is not a postgres:// address".to_owned()))?
        .application_name("mpaspor")
        .statement_cache_capacity(512);
    let pool = sqlx::postgres::PgPoolOptions::new()
        .max_connections(20)
        .acquire_timeout(Duration::from_secs(5))
        .before_acquire(|conn, _| Box::pin(ready(Ok(clean(conn)))))
        .connect_with(options.clone())
        .await;
    match pool {
        Ok(pool) => Ok(Pools::Postgres(pool)),
        Err(error) => Err(reach.fault(&options, error).await),
    }
}

/// Asks the database outside a transaction.
pub struct Reader {
    db: Db,
}

#[async_trait::async_trait]
impl Ask for Reader {
    async fn all(&mut self, sql: Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.db.asked.fetch_add(1, Ordering::Relaxed);
        match &self.db.pools {
            Pools::Sqlite { readers, .. } => sqlite_rows(&mut *readers.acquire().await?, sql, params).await,
            Pools::Postgres(pool) => match pool.acquire().await {
                Ok(mut conn) => postgres_rows(&mut conn, sql, params).await,
                Err(error) => Err(self.db.fault(error).await),
            },
        }
    }

    fn now(&self) -> Timestamp {
        self.db.now()
    }
}
