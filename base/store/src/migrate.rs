//! The migration runner. One list for both engines: files of `migrations/` in the order of their names, each named
//! by its room. Statements are run and recorded one by one, so that a run killed half way continues where it stopped.
//! Forward only; expand first, contract in a later release, so that old and new binary live together.

use crate::{Ask, Db, Engine, Sql, StoreError, db::Pools, engine::raw, params, snapshot::columns, sql};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../migrations"]
struct Files;

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (name {text} NOT NULL, step {int} NOT NULL, checksum {text} NOT NULL, \
                     at {int} NOT NULL, PRIMARY KEY (name, step)) {strict}";
const APPLIED: Sql = sql("SELECT name, step, checksum FROM migration");
const RECORD: &str = "INSERT INTO migration (name, step, checksum, at) VALUES ('{name}', {step}, '{checksum}', {at})";

/// All migrations: name and text, in order.
pub fn migrations() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Files::iter()
        .filter(|name| name.ends_with(".sql"))
        .filter_map(|name| {
            let file = Files::get(&name)?;
            Some((name.trim_end_matches(".sql").to_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    files.sort();
    files
}

/// The statements of a migration in the engine's own words.
pub fn ddl_for(engine: Engine, text: &str) -> Vec<String> {
    let (int, txt, bytes, strict) = match engine {
        Engine::Sqlite => ("INTEGER", "TEXT", "BLOB", "STRICT"),
        Engine::Postgres => ("BIGINT", "TEXT", "BYTEA", ""),
    };
    let without_comments: String = text.lines().filter(|l| !l.trim_start().starts_with("--")).flat_map(|l| [l, "\n"]).collect();
    without_comments
        .split(";\n")
        .map(|s| {
            s.trim()
                .trim_end_matches(';')
                .replace("{int}", int)
                .replace("{text}", txt)
                .replace("{bytes}", bytes)
                .replace("{strict}", strict)
        })
        .filter(|s| !s.is_empty())
        .collect()
}

/// How far a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MigrationState {
    /// Everything in this binary is applied.
    Current,
    /// How many statements wait.
    Behind(usize),
    /// A statement was applied with another text than this binary has: name and step.
    Differs(String, i64),
}

pub(crate) async fn run_text(db: &Db, text: String) -> Result<(), StoreError> {
    match &db.pools {
        Pools::Sqlite { writer, .. } => {
            let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
            raw::<sqlx::Sqlite, _>(&mut *tx, text).await?;
            tx.commit().await?;
        }
        Pools::Postgres(pool) => {
            let mut tx = match pool.begin().await {
                Ok(tx) => tx,
                Err(error) => return Err(db.fault(error).await),
            };
            raw::<sqlx::Postgres, _>(&mut *tx, text).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

#[expect(clippy::struct_field_names, reason = "the column is called step")]
struct Step {
    name: String,
    step: i64,
    text: String,
    checksum: String,
}

fn steps(engine: Engine) -> Vec<Step> {
    let mut out = Vec::new();
    for (name, text) in migrations() {
        for (at, text) in ddl_for(engine, &text).into_iter().enumerate() {
            let checksum = hex::encode(vault::sha256(text.as_bytes()));
            out.push(Step { name: name.clone(), step: i64::try_from(at).unwrap_or(i64::MAX), text, checksum });
        }
    }
    out
}

async fn waiting(db: &Db) -> Result<Result<Vec<Step>, (String, i64)>, StoreError> {
    let mut applied = std::collections::HashMap::new();
    if !columns(&mut db.reader(), db.engine(), "migration").await?.is_empty() {
        for row in db.reader().all(APPLIED, params![]).await? {
            applied.insert((row.text("name")?, row.int("step")?), row.text("checksum")?);
        }
    }
    let mut left = Vec::new();
    for step in steps(db.engine()) {
        match applied.get(&(step.name.clone(), step.step)) {
            None => left.push(step),
            Some(sum) if *sum == step.checksum => {}
            Some(_) => return Ok(Err((step.name, step.step))),
        }
    }
    Ok(Ok(left))
}

/// Tells how far the database is, without changing it.
pub async fn migration_state(db: &Db) -> Result<MigrationState, StoreError> {
    Ok(match waiting(db).await? {
        Ok(left) if left.is_empty() => MigrationState::Current,
        Ok(left) => MigrationState::Behind(left.len()),
        Err((name, step)) => MigrationState::Differs(name, step),
    })
}

/// Applies what is missing; answers how many statements were run. Two runners at once are safe: the record's primary
/// key lets one win each step, and the other goes on with the next.
pub async fn migrate(db: &Db) -> Result<usize, StoreError> {
    run_text(db, ddl_for(db.engine(), TABLE).join(";")).await?;
    let left = waiting(db).await?.map_err(|(name, step)| {
        StoreError::Unfit(format!(
            "migration {name}, statement {step}, was applied with another text; this binary does not fit this database"
        ))
    })?;
    let mut run = 0;
    for step in left {
        let record = RECORD
            .replace("{name}", &step.name)
            .replace("{step}", &step.step.to_string())
            .replace("{checksum}", &step.checksum)
            .replace("{at}", &db.time().real_now().0.to_string());
        match run_text(db, format!("{record};\n{}", step.text)).await {
            Ok(()) => run += 1,
            Err(StoreError::Constraint(name)) if name.contains("migration") => {}
            Err(error) => return Err(error),
        }
    }
    Ok(run)
}
