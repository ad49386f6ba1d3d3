//! Whether PostgreSQL answers at all. A connection that could not be had in time means that all are taken, or that nobody
//! is there: one try outside the pool tells which.

use crate::StoreError;
use sqlx::{
    Connection as _,
    postgres::{PgConnectOptions, PgConnection},
};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the try may take.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long its answer holds: however many wait, a busy server is tried once in this time.
const HOLDS: Duration = Duration::from_secs(1);

/// What the last try found, and when.
#[derive(Default)]
pub(crate) struct Reach(Mutex<Option<(Instant, bool)>>);

impl Reach {
    /// What an error of the pool means.
    pub async fn fault(&self, options: &PgConnectOptions, error: sqlx::Error) -> StoreError {
        if matches!(error, sqlx::Error::PoolTimedOut) && !self.answers(options).await {
            return StoreError::Unreachable;
        }
        error.into()
    }

    async fn answers(&self, options: &PgConnectOptions) -> bool {
        let mut last = self.0.lock().await;
        if let Some((_, answered)) = last.filter(|(at, _)| at.elapsed() < HOLDS) {
            return answered;
        }
        let answered = match tokio::time::timeout(PATIENCE, PgConnection::connect_with(options)).await {
            Ok(Ok(conn)) => {
                let _closed = conn.close().await;
                true
            }
            // it speaks, even if it does not let us in; unless it is starting or stopping
            Ok(Err(error)) => !matches!(StoreError::from(error), StoreError::Unreachable),
            Err(_) => false,
        };
        *last = Some((Instant::now(), answered));
        answered
    }
}
