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
    /// The engine does not answer: it is stopped or starting, or the way to it is cut.
    #[error("the database does not answer")]
    Unreachable,
    /// The engine answers but cannot write: its disk is full or fails.
    #[error("the database cannot be written: its disk is full or fails")]
    NoRoom,
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

    /// The same error once more, where it lies with the engine and passes: it says nothing about what was asked, and the
    /// same question may be answered later.
    pub const fn passing(&self) -> Option<Self> {
        match self {
            Self::Busy => Some(Self::Busy),
            Self::Unreachable => Some(Self::Unreachable),
            Self::NoRoom => Some(Self::NoRoom),
            _ => None,
        }
    }

    /// What an engine that cannot go on says, if this is it.
    fn of_engine(error: &sqlx::Error) -> Option<Self> {
        if matches!(error, sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed) {
            return Some(Self::Unreachable);
        }
        let code = error.as_database_error()?.code()?;
        // SQLite: the low byte is the kind (full, input and output), the rest says where
        if let Ok(number) = code.parse::<u32>()
            && code.len() < 5
        {
            return matches!(number & 0xff, 10 | 13).then_some(Self::NoRoom);
        }
        match code.as_ref() {
            "53100" | "58030" => Some(Self::NoRoom),
            "57P01" | "57P02" | "57P03" => Some(Self::Unreachable),
            other => other.starts_with("08").then_some(Self::Unreachable),
        }
    }

    /// True where running the transaction again may help: SQLite busy, SQLSTATE 40001 and 40P01; and all connections taken.
    pub(crate) fn again(error: &sqlx::Error) -> bool {
        let Some(db) = error.as_database_error() else {
            return matches!(error, sqlx::Error::PoolTimedOut);
        };
        let code = db.code().unwrap_or_default();
        if code == DEADLOCK {
            DEADLOCKS.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("store_deadlocks").increment(1);
        }
        matches!(code.as_ref(), "40001" | DEADLOCK | "53300" | "5" | "6" | "261" | "517" | "262")
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if Self::again(&error) {
            return Self::Busy;
        }
        if let Some(passing) = Self::of_engine(&error) {
            tracing::error!(%error, "the database cannot go on for now");
            return passing;
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
