//! What can go wrong between us and the engine.

use std::sync::atomic::{AtomicU64, Ordering};

/// SQLSTATE of a deadlock that PostgreSQL broke.
const DEADLOCK: &str = "40P01";

static DEADLOCKS: AtomicU64 = AtomicU64::new(0);

/// How many deadlocks the engine broke since this process began. The transaction runs again, but each one means that two
/// doors take their locks in different orders.
pub fn deadlocks() -> u64 {
    DEADLOCKS.load(Ordering::Relaxed)
}

/// A fault of the database or of what it holds.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine was busy or asked to run again, longer than we are willing to wait (3 s).
    #[error("the database is busy")]
    Busy,
    /// A UNIQUE or CHECK constraint refused the row; the constraint's name where the engine tells it.
    #[error("constraint {0}")]
    Constraint(String),
    /// A row that must exist does not.
    #[error("no row for: {0}")]
    NoRow(&'static str),
    /// A column holds what cannot be: the database lies.
    #[error("impossible value in column {column}: {reason}")]
    Inconsistent {
        /// The column.
        column: String,
        /// What was found, without personal data.
        reason: String,
    },
    /// The engine's own error.
    #[error("database: {0}")]
    Engine(#[source] sqlx::Error),
    /// The address or version of the engine does not fit.
    #[error("{0}")]
    Unfit(String),
    /// Sealing or opening failed.
    #[error("vault: {0}")]
    Vault(#[from] vault::VaultError),
}

impl StoreError {
    /// A fault in a row's content.
    pub fn inconsistent(column: &str, reason: impl Into<String>) -> Self {
        Self::Inconsistent { column: column.to_owned(), reason: reason.into() }
    }

    /// True where running the transaction again may help: SQLite busy, SQLSTATE 40001 and 40P01.
    pub(crate) fn again(error: &sqlx::Error) -> bool {
        let Some(db) = error.as_database_error() else {
            return matches!(error, sqlx::Error::PoolTimedOut);
        };
        let code = db.code().unwrap_or_default();
        if code == DEADLOCK {
            DEADLOCKS.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("store_deadlocks").increment(1);
        }
        matches!(code.as_ref(), "40001" | DEADLOCK | "5" | "6" | "261" | "517" | "262")
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if Self::again(&error) {
            return Self::Busy;
        }
        if let Some(db) = error.as_database_error() {
            use sqlx::error::ErrorKind;
            if matches!(
                db.kind(),
                ErrorKind::UniqueViolation
                    | ErrorKind::CheckViolation
                    | ErrorKind::ForeignKeyViolation
                    | ErrorKind::NotNullViolation
            ) {
                let name = db.constraint().map_or_else(|| db.message().to_owned(), str::to_owned);
                return Self::Constraint(name);
            }
        }
        Self::Engine(error)
    }
}
