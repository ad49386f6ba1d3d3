//! Publications in the database. A publication keeps the text of each table it changed; the tables of a version are the
//! newest texts up to it. So a rule's whole history stands in the database, and loading the same tables adds nothing.

use crate::parse::{TableText, parse};
use crate::snapshot::Catalogue;
use crate::table::Fault;
use ::store::{Actor, Ask, AuditEntry, Db, Sql, StoreError, Tx, params, sql};

const VERSION: Sql = sql("SELECT COALESCE(MAX(number), 0) AS number FROM catalogue_version");
const TABLES_OF: Sql = sql("SELECT t.name, t.body FROM catalogue_table t \
     JOIN (SELECT name, MAX(version) AS version FROM catalogue_table WHERE version <= $1 GROUP BY name) newest \
     ON newest.name = t.name AND newest.version = t.version ORDER BY t.name");
const INSERT_VERSION: Sql = sql("INSERT INTO catalogue_version (number, published_at, note) VALUES ($1, $2, $3)");
const INSERT_TABLE: Sql = sql("INSERT INTO catalogue_table (version, name, body) VALUES ($1, $2, $3)");

/// How often a publication looks again when another one took its number.
const PUBLISH_TRIES: usize = 5;

/// Why tables were not published.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The tables are wrong; every fault, sorted by file and line.
    #[error("{} faults in the tables", .0.len())]
    Faults(Vec<Fault>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a publication did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Version now in force.
    pub version: i64,
    /// Tables that changed with it; empty when the same tables were in force already.
    pub changed: Vec<String>,
}

/// Publishes a whole set of tables as a new version, audited. Refuses all of it when one row is wrong.
pub async fn load(db: &Db, tables: &[TableText], actor: Actor, note: &str) -> Result<Loaded, LoadError> {
    parse(tables).map_err(LoadError::Faults)?;
    for _ in 0..PUBLISH_TRIES {
        let loaded = db
            .transact(|tx| {
                let actor = actor.clone();
                Box::pin(async move { publish(tx, tables, actor, note).await })
            })
            .await;
        match loaded {
            // someone else took the number; look again at what is in force now
            Err(StoreError::Constraint(_)) => {}
            other => return Ok(other?),
        }
    }
    Err(StoreError::Busy.into())
}

async fn publish(tx: &mut Tx<'_>, tables: &[TableText], actor: Actor, note: &str) -> Result<Loaded, StoreError> {
    let (version, in_force) = read(tx).await?;
    let changed: Vec<&TableText> = tables.iter().filter(|t| !in_force.contains(t)).collect();
    if changed.is_empty() {
        return Ok(Loaded { version, changed: Vec::new() });
    }
    let version = version + 1;
    let now = tx.now();
    tx.exec(INSERT_VERSION, params![version, now, note]).await?;
    for table in &changed {
        tx.exec(INSERT_TABLE, params![version, &table.name, &table.text]).await?;
    }
    let changed: Vec<String> = changed.into_iter().map(|t| t.name.clone()).collect();
    tx.audit(AuditEntry {
        actor,
        action: "catalogue.publish",
        object: "catalogue",
        id: &version.to_string(),
        application: None,
        detail: serde_json::json!({ "tables": changed }),
    })
    .await?;
    Ok(Loaded { version, changed })
}

/// Number of the version in force; 0 before any.
pub(crate) async fn version(ask: &mut dyn Ask) -> Result<i64, StoreError> {
    ask.one(VERSION, params![]).await?.int("number")
}

async fn read(ask: &mut dyn Ask) -> Result<(i64, Vec<TableText>), StoreError> {
    let version = version(ask).await?;
    // bounded by the version: a publication between the two questions is not mixed in
    let rows = ask.all(TABLES_OF, params![version]).await?;
    let tables = rows.iter().map(|r| Ok(TableText { name: r.text("name")?, text: r.text("body")? }));
    Ok((version, tables.collect::<Result<_, StoreError>>()?))
}

/// The tables in force, as they were published.
pub async fn tables(ask: &mut dyn Ask) -> Result<Vec<TableText>, StoreError> {
    read(ask).await.map(|(_, tables)| tables)
}

/// The catalogue in force; empty before any publication.
pub(crate) async fn catalogue(ask: &mut dyn Ask) -> Result<Catalogue, LoadError> {
    let (version, tables) = read(ask).await?;
    if version == 0 {
        return Ok(Catalogue::default());
    }
    Ok(parse(&tables).map_err(LoadError::Faults)?.with_version(version))
}
