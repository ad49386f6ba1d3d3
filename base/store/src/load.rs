//! Filling an empty database from a snapshot, in one transaction: tables, rows, and what the caller adds; all or nothing.

use crate::{
    Ask as _, Db, Engine, Sql, StoreError, Tx, Value,
    engine::{postgres_insert, raw, sqlite_insert},
    migrate::{TABLE, ddl_for, migrations},
    snapshot::{Applied, Table, known, tables},
    tx::Conn,
};

const SQLITE_TABLES: Sql = Sql(
    "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'migration'",
);
const POSTGRES_TABLES: Sql = Sql("SELECT COUNT(*) AS n FROM information_schema.tables \
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'migration'");
const FOREIGN_KEYS: Sql = Sql("SELECT CAST(c.conname AS TEXT) AS name, CAST(t.relname AS TEXT) AS owner FROM pg_constraint c \
     JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace \
     WHERE c.contype = 'f' AND n.nspname = current_schema()");

/// Most parameters of one statement; both engines take far more.
const PARAMETERS: usize = 2_000;

impl Db {
    /// True when no table stands in the database yet.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.standing().await? == 0)
    }

    /// How many tables stand in the database, the one that remembers migrations aside.
    pub(crate) async fn standing(&self) -> Result<i64, StoreError> {
        let statement = match self.engine() {
            Engine::Sqlite => SQLITE_TABLES,
            Engine::Postgres => POSTGRES_TABLES,
        };
        self.reader().one(statement, &[]).await?.int("n")
    }

    /// Begins to fill an empty database. Dropped without [`Loading::finish`], nothing was done.
    pub async fn loading(&self) -> Result<Loading<'_>, StoreError> {
        if !self.is_empty().await? {
            return Err(StoreError::Unfit("the database is not empty".to_owned()));
        }
        Ok(Loading { tx: self.begin().await?, engine: self.engine(), real: self.time().real_now().0 })
    }
}

/// A database that is being filled.
pub struct Loading<'d> {
    tx: Tx<'d>,
    engine: Engine,
    real: i64,
}

impl<'d> Loading<'d> {
    async fn run(&mut self, text: String) -> Result<(), StoreError> {
        match self.tx.conn() {
            Conn::Sqlite(c) => raw::<sqlx::Sqlite, _>(&mut **c, text).await?,
            Conn::Postgres(c) => raw::<sqlx::Postgres, _>(&mut **c, text).await?,
        }
        Ok(())
    }

    /// Makes the tables as these statements made them, and answers which they are. Refuses statements that this program does
    /// not know or knows otherwise.
    pub async fn build(&mut self, applied: &[Applied]) -> Result<Vec<Table>, StoreError> {
        let known = known();
        if let Some(strange) = applied.iter().find(|a| !known.contains(a)) {
            let (name, step) = (&strange.name, strange.step);
            let text = format!("migration {name}, statement {step}, is not known to this program or has another text in it");
            return Err(StoreError::Unfit(text));
        }
        self.run(format!("DROP TABLE IF EXISTS migration;\n{}", ddl_for(self.engine, TABLE).join(";"))).await?;
        for (name, text) in migrations() {
            for (step, text) in (0_i64..).zip(ddl_for(self.engine, &text)) {
                if applied.iter().any(|a| a.name == name && a.step == step) {
                    let sum = hex::encode(vault::sha256(text.as_bytes()));
                    let at = self.real;
                    let record =
                        format!("INSERT INTO migration (name, step, checksum, at) VALUES ('{name}', {step}, '{sum}', {at})");
                    self.run(format!("{record};\n{text}")).await?;
                }
            }
        }
        self.put_off_references().await?;
        tables(&mut self.tx, self.engine).await
    }

    /// Rows may name rows that come later.
    async fn put_off_references(&mut self) -> Result<(), StoreError> {
        match self.engine {
            Engine::Sqlite => self.run("PRAGMA defer_foreign_keys = ON".to_owned()).await,
            Engine::Postgres => self.alter_references("DEFERRABLE INITIALLY DEFERRED").await,
        }
    }

    async fn alter_references(&mut self, how: &str) -> Result<(), StoreError> {
        for row in self.tx.all(FOREIGN_KEYS, &[]).await? {
            let text = format!("ALTER TABLE {} ALTER CONSTRAINT {} {how}", row.text("owner")?, row.text("name")?);
            self.run(text).await?;
        }
        Ok(())
    }

    /// How many rows of a table fit into one [`Self::insert`].
    pub fn at_once(table: &Table) -> usize {
        (PARAMETERS / table.columns.len().max(1)).max(1)
    }

    /// Writes rows; each has a value for each column, in order.
    pub async fn insert(&mut self, table: &Table, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let width = names.len();
        let shape = |row: usize| {
            let places: Vec<String> = (1..=width).map(|at| format!("${}", row * width + at)).collect();
            format!("({})", places.join(", "))
        };
        let shapes: Vec<String> = (0..rows.len()).map(shape).collect();
        let text = format!("INSERT INTO {} ({}) VALUES {}", table.name, names.join(", "), shapes.join(", "));
        let values: Vec<Value> = rows.into_iter().flatten().collect();
        match self.tx.conn() {
            Conn::Sqlite(c) => sqlite_insert(c, text, &values).await,
            Conn::Postgres(c) => postgres_insert(c, text, &values).await,
        }
    }

    /// The transaction itself, for rows of the present.
    pub const fn tx(&mut self) -> &mut Tx<'d> {
        &mut self.tx
    }

    /// Checks that every reference is met, and commits.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        if self.engine == Engine::Postgres {
            self.run("SET CONSTRAINTS ALL IMMEDIATE".to_owned()).await?;
            self.alter_references("NOT DEFERRABLE").await?;
        }
        self.tx.commit().await
    }
}
