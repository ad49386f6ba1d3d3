//! Reading either engine, in one snapshot, without the right to change anything.

use crate::AuditError;
use sqlx::{
    Connection as _, Row as _, TypeInfo as _, ValueRef as _,
    postgres::{PgConnection, PgRow},
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow},
};
use std::str::FromStr as _;

/// One row: each column as text, a missing value as the empty text.
pub type Cells = Vec<String>;

/// An open connection in a transaction that only reads.
#[derive(Debug)]
pub enum Database {
    /// SQLite.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

impl Database {
    /// Opens by address and begins the snapshot that everything is judged on.
    pub async fn open(url: &str) -> Result<Self, AuditError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?.read_only(true).create_if_missing(false);
            let mut connection = SqliteConnection::connect_with(&options).await?;
            sqlx::query("BEGIN").execute(&mut connection).await?;
            return Ok(Self::Sqlite(connection));
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let mut connection = PgConnection::connect(url).await?;
            sqlx::query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(&mut connection).await?;
            return Ok(Self::Postgres(connection));
        }
        Err(AuditError::UnknownEngine)
    }

    /// All rows of a statement.
    pub async fn rows(&mut self, statement: &'static str) -> Result<Vec<Cells>, AuditError> {
        let rows: Result<Vec<Cells>, sqlx::Error> = match self {
            Self::Sqlite(connection) => sqlx::query(statement)
                .fetch_all(connection)
                .await?
                .iter()
                .map(|row| cells(row.len(), |at| sqlite_text(row, at)))
                .collect(),
            Self::Postgres(connection) => sqlx::query(statement)
                .fetch_all(connection)
                .await?
                .iter()
                .map(|row| cells(row.len(), |at| postgres_text(row, at)))
                .collect(),
        };
        Ok(rows?)
    }

    /// The single number that a statement answers.
    pub async fn number(&mut self, statement: &'static str) -> Result<i64, AuditError> {
        let rows = self.rows(statement).await?;
        Ok(rows.first().and_then(|row| row.first()).and_then(|text| text.parse().ok()).unwrap_or(0))
    }
}

fn cells(width: usize, read: impl Fn(usize) -> Result<String, sqlx::Error>) -> Result<Cells, sqlx::Error> {
    (0..width).map(read).collect()
}

fn sqlite_text(row: &SqliteRow, at: usize) -> Result<String, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(String::new());
    }
    // the value's own type decides: an expression has no declared one
    if raw.type_info().name() == "TEXT" {
        return row.try_get_unchecked::<String, _>(at);
    }
    row.try_get_unchecked::<i64, _>(at).map(|number| number.to_string())
}

fn postgres_text(row: &PgRow, at: usize) -> Result<String, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    match raw.type_info().name() {
        "INT8" => row.try_get::<Option<i64>, _>(at).map(|v| v.map_or_else(String::new, |n| n.to_string())),
        "INT4" => row.try_get::<Option<i32>, _>(at).map(|v| v.map_or_else(String::new, |n| n.to_string())),
        _ => row.try_get::<Option<String>, _>(at).map(Option::unwrap_or_default),
    }
}
