//! The product judged from outside: the auditor of its invariants. Nothing here uses a crate of the house, so that a
//! mistake there is not repeated here; what may follow what is written down a second time on purpose.

pub mod audit;
mod database;
mod files;

pub use database::Database;

/// Why an audit could not be made. What it found is no error: that stands in the report.
#[derive(Debug)]
pub enum AuditError {
    /// The database could not be opened or read.
    Database(sqlx::Error),
    /// The address of the database is of neither engine.
    UnknownEngine,
    /// A file could not be read.
    File {
        /// Which one.
        path: std::path::PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl std::fmt::Display for AuditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database cannot be read: {error}"),
            Self::UnknownEngine => write!(f, "the address of the database begins with neither sqlite: nor postgres://"),
            Self::File { path, why } => write!(f, "{} cannot be read: {why}", path.display()),
        }
    }
}

impl std::error::Error for AuditError {}

impl From<sqlx::Error> for AuditError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}
