//! The only place that sees the two drivers.

use crate::{Row, Sql, StoreError, Value, snapshot::RowSink};
use sqlx::{
    Column as _, Database, Row as _, TypeInfo as _, ValueRef as _,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};
use std::sync::Arc;

macro_rules! bind_all {
    ($arguments:ty, $params:expr) => {{
        use sqlx::Arguments as _;
        let mut arguments = <$arguments>::default();
        for value in $params {
            let bound = match value {
                Value::Int(v) => arguments.add(*v),
                Value::Text(v) => arguments.add(v.clone()),
                Value::Bytes(v) => arguments.add(v.clone()),
            };
            bound.map_err(|e| StoreError::Engine(sqlx::Error::Encode(e)))?;
        }
        arguments
    }};
}

fn sqlite_value(row: &SqliteRow, at: usize) -> Result<Value, sqlx::Error> {
    let kind = {
        let raw = row.try_get_raw(at)?;
        if raw.is_null() { "NULL".to_owned() } else { raw.type_info().name().to_owned() }
    };
    match kind.as_str() {
        "NULL" => Ok(Value::Text(None)),
        "TEXT" => row.try_get_unchecked::<String, _>(at).map(|v| Value::Text(Some(v))),
        "BLOB" => row.try_get_unchecked::<Vec<u8>, _>(at).map(|v| Value::Bytes(Some(v))),
        _ => row.try_get_unchecked::<i64, _>(at).map(|v| Value::Int(Some(v))),
    }
}

fn postgres_value(row: &PgRow, at: usize) -> Result<Value, sqlx::Error> {
    match row.columns()[at].type_info().name() {
        "INT8" => row.try_get::<Option<i64>, _>(at).map(Value::Int),
        "INT4" => row.try_get::<Option<i32>, _>(at).map(|v| Value::Int(v.map(i64::from))),
        "BOOL" => row.try_get::<Option<bool>, _>(at).map(|v| Value::Int(v.map(i64::from))),
        "BYTEA" => row.try_get::<Option<Vec<u8>>, _>(at).map(Value::Bytes),
        _ => row.try_get::<Option<String>, _>(at).map(Value::Text),
    }
}

fn rows_from<R: sqlx::Row>(rows: &[R], read: impl Fn(&R, usize) -> Result<Value, sqlx::Error>) -> Result<Vec<Row>, StoreError> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let names: Arc<[String]> = first.columns().iter().map(|c| c.name().to_owned()).collect();
    rows.iter()
        .map(|row| {
            let values = (0..names.len()).map(|i| read(row, i)).collect::<Result<_, _>>()?;
            Ok(Row { names: names.clone(), values })
        })
        .collect()
}

pub(crate) async fn sqlite_rows(conn: &mut sqlx::SqliteConnection, sql: Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
    let arguments = bind_all!(SqliteArguments, params);
    let rows = sqlx::query_with::<sqlx::Sqlite, _>(sql.0, arguments).fetch_all(&mut *conn).await?;
    rows_from(&rows, sqlite_value)
}

pub(crate) async fn postgres_rows(conn: &mut sqlx::PgConnection, sql: Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
    let arguments = bind_all!(PgArguments, params);
    let rows = sqlx::query_with::<sqlx::Postgres, _>(sql.0, arguments).fetch_all(&mut *conn).await?;
    rows_from(&rows, postgres_value)
}

pub(crate) async fn sqlite_exec(conn: &mut sqlx::SqliteConnection, sql: Sql, params: &[Value]) -> Result<u64, StoreError> {
    let arguments = bind_all!(SqliteArguments, params);
    let done = sqlx::query_with::<sqlx::Sqlite, _>(sql.0, arguments).execute(&mut *conn).await?;
    Ok(done.rows_affected())
}

pub(crate) async fn postgres_exec(conn: &mut sqlx::PgConnection, sql: Sql, params: &[Value]) -> Result<u64, StoreError> {
    let arguments = bind_all!(PgArguments, params);
    let done = sqlx::query_with::<sqlx::Postgres, _>(sql.0, arguments).execute(&mut *conn).await?;
    Ok(done.rows_affected())
}

/// Runs a text that is not a constant: DDL of migrations and the statements test only.
pub(crate) async fn raw<'c, D, X>(conn: X, text: String) -> Result<(), sqlx::Error>
where
    D: Database,
    X: sqlx::Executor<'c, Database = D>,
{
    conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(text))).await.map(|_| ())
}

macro_rules! stream {
    ($conn:expr, $text:expr, $sink:expr, $read:ident) => {{
        use futures_util::TryStreamExt as _;
        let mut rows = sqlx::query(sqlx::AssertSqlSafe($text)).fetch($conn);
        let mut count = 0;
        while let Some(row) = rows.try_next().await? {
            let values = (0..row.columns().len()).map(|at| $read(&row, at)).collect::<Result<_, sqlx::Error>>()?;
            $sink(values).map_err(StoreError::Unfit)?;
            count += 1;
        }
        Ok(count)
    }};
}

/// Reads row by row, so that a table of any size needs little memory: backups only.
pub(crate) async fn sqlite_stream(
    conn: &mut sqlx::SqliteConnection,
    text: String,
    sink: &mut RowSink<'_>,
) -> Result<u64, StoreError> {
    stream!(conn, text, sink, sqlite_value)
}

pub(crate) async fn postgres_stream(
    conn: &mut sqlx::PgConnection,
    text: String,
    sink: &mut RowSink<'_>,
) -> Result<u64, StoreError> {
    stream!(conn, text, sink, postgres_value)
}

/// Many rows in one statement whose text is made of a table's own names: restoring only.
pub(crate) async fn sqlite_insert(conn: &mut sqlx::SqliteConnection, text: String, values: &[Value]) -> Result<(), StoreError> {
    let arguments = bind_all!(SqliteArguments, values);
    sqlx::query_with::<sqlx::Sqlite, _>(sqlx::AssertSqlSafe(text), arguments).execute(conn).await?;
    Ok(())
}

pub(crate) async fn postgres_insert(conn: &mut sqlx::PgConnection, text: String, values: &[Value]) -> Result<(), StoreError> {
    let arguments = bind_all!(PgArguments, values);
    sqlx::query_with::<sqlx::Postgres, _>(sqlx::AssertSqlSafe(text), arguments).execute(conn).await?;
    Ok(())
}
