//! The whole database as of one instant, read table by table while others write: what a backup is made of. Rows come as
//! [`Value`]s, so that what is read from one engine can be loaded into the other.

use crate::{
    Ask, Db, Engine, Row, Sql, StoreError, Value,
    db::Pools,
    engine::{postgres_rows, postgres_stream, sqlite_rows, sqlite_stream},
    migrate::{ddl_for, migrations},
    params, sql,
    tx::Conn,
};
use kernel::time::Timestamp;

const APPLIED: Sql = sql("SELECT name, step FROM migration ORDER BY name, step");
const SQLITE_COLUMNS: Sql = Sql("SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid");
const POSTGRES_COLUMNS: Sql = Sql("SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind \
     FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position");

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// 64-bit whole numbers.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl ColumnKind {
    /// The word of a manifest.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }

    /// Reads the word of a manifest.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Int, Self::Text, Self::Bytes].into_iter().find(|kind| kind.code() == text)
    }

    fn of_engine(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "integer" | "bigint" => Some(Self::Int),
            "text" => Some(Self::Text),
            "blob" | "bytea" => Some(Self::Bytes),
            _ => None,
        }
    }

    /// NULL of this kind: PostgreSQL asks for one.
    pub const fn null(self) -> Value {
        match self {
            Self::Int => Value::Int(None),
            Self::Text => Value::Text(None),
            Self::Bytes => Value::Bytes(None),
        }
    }
}

/// A table and its columns in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Name and kind of each column.
    pub columns: Vec<(String, ColumnKind)>,
}

/// A statement of a migration, named and summed alike on both engines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Applied {
    /// The migration.
    pub name: String,
    /// Which of its statements.
    pub step: i64,
    /// SHA-256 of its text as SQLite reads it.
    pub sum: String,
}

/// Every statement of this program's migrations.
pub(crate) fn known() -> Vec<Applied> {
    let of = |(name, text): (String, String)| {
        let texts = ddl_for(Engine::Sqlite, &text);
        let sums = texts.into_iter().map(|text| hex::encode(vault::sha256(text.as_bytes())));
        (0..).zip(sums).map(|(step, sum)| Applied { name: name.clone(), step, sum }).collect::<Vec<_>>()
    };
    migrations().into_iter().flat_map(of).collect()
}

/// Names of all tables that migrations made, in the order of their making.
fn table_names() -> Vec<String> {
    let texts = migrations().into_iter().flat_map(|(_, text)| ddl_for(Engine::Sqlite, &text));
    let name =
        |text: String| text.strip_prefix("CREATE TABLE ").and_then(|rest| Some(rest.split_whitespace().next()?.to_owned()));
    texts.filter_map(name).collect()
}

pub(crate) async fn columns(ask: &mut dyn Ask, engine: Engine, table: &str) -> Result<Vec<(String, ColumnKind)>, StoreError> {
    let statement = match engine {
        Engine::Sqlite => SQLITE_COLUMNS,
        Engine::Postgres => POSTGRES_COLUMNS,
    };
    let rows = ask.all(statement, params![table]).await?;
    rows.iter().map(|row| Ok((row.text("name")?, row.word("kind", ColumnKind::of_engine)?))).collect()
}

/// All tables that stand in the database.
pub(crate) async fn tables(ask: &mut dyn Ask, engine: Engine) -> Result<Vec<Table>, StoreError> {
    let mut found = Vec::new();
    for name in table_names() {
        let columns = columns(ask, engine, &name).await?;
        // a database that is behind this program has not all of them
        if !columns.is_empty() {
            found.push(Table { name, columns });
        }
    }
    Ok(found)
}

/// What takes the rows of a table, one after the other; an error ends the reading.
pub type RowSink<'s> = dyn FnMut(Vec<Value>) -> Result<(), String> + Send + 's;

/// One instant of the database. Writers go on meanwhile.
pub struct Snapshot {
    conn: Conn,
    engine: Engine,
    taken_at: Timestamp,
}

impl Db {
    /// Takes a snapshot: it sees what is committed now and nothing later.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let conn = match &self.pools {
            Pools::Sqlite { readers, .. } => readers.begin().await.map(Conn::Sqlite),
            Pools::Postgres(pool) => pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Conn::Postgres),
        };
        let conn = match conn {
            Ok(conn) => conn,
            Err(error) => return Err(self.fault(error).await),
        };
        let mut snapshot = Snapshot { conn, engine: self.engine(), taken_at: self.time().real_now() };
        // both engines take the snapshot with the first question, not with BEGIN
        snapshot.all(APPLIED, params![]).await?;
        snapshot.taken_at = self.time().real_now();
        Ok(snapshot)
    }
}

impl Snapshot {
    /// When it was taken, in real time.
    pub const fn taken_at(&self) -> Timestamp {
        self.taken_at
    }

    /// Which statements of migrations were applied. Refuses a database that this program does not know.
    pub async fn applied(&mut self) -> Result<Vec<Applied>, StoreError> {
        let known = known();
        let rows = self.all(APPLIED, params![]).await?;
        let one = |row: &Row| {
            let (name, step) = (row.text("name")?, row.int("step")?);
            let found = known.iter().find(|k| k.name == name && k.step == step).cloned();
            found.ok_or_else(|| {
                StoreError::Unfit(format!(
                    "the database has migration {name}, statement {step}, which this program does not know"
                ))
            })
        };
        rows.iter().map(one).collect()
    }

    /// All tables.
    pub async fn tables(&mut self) -> Result<Vec<Table>, StoreError> {
        let engine = self.engine;
        tables(self, engine).await
    }

    /// Reads all rows of a table, one at a time; answers how many.
    pub async fn rows(&mut self, table: &Table, sink: &mut RowSink<'_>) -> Result<u64, StoreError> {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let text = format!("SELECT {} FROM {}", names.join(", "), table.name);
        match &mut self.conn {
            Conn::Sqlite(c) => sqlite_stream(c, text, sink).await,
            Conn::Postgres(c) => postgres_stream(c, text, sink).await,
        }
    }
}

#[async_trait::async_trait]
impl Ask for Snapshot {
    async fn all(&mut self, sql: Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        match &mut self.conn {
            Conn::Sqlite(c) => sqlite_rows(c, sql, params).await,
            Conn::Postgres(c) => postgres_rows(c, sql, params).await,
        }
    }

    fn now(&self) -> Timestamp {
        self.taken_at
    }
}
