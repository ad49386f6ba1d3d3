//! Publications in the database. A publication keeps the text of each table it changed; the tables of a version are the
//! newest texts up to it. So a rule's whole history stands in the database, and loading the same tables adds nothing.

use crate::parse::parse;
use crate::snapshot::Catalogue;
use crate::table::RowFault;
use crate::tables::Tables;
use ::store::{Actor, Ask, AuditEntry, Sql, StoreError, Tx, params, sql};
use std::sync::Arc;

const VERSION: Sql = sql("SELECT COALESCE(MAX(number), 0) AS number FROM catalogue_version");
const TABLES_OF: Sql = sql("SELECT t.name, t.body FROM catalogue_table t \
     JOIN (SELECT name, MAX(version) AS version FROM catalogue_table WHERE version <= $1 GROUP BY name) newest \
     ON newest.name = t.name AND newest.version = t.version ORDER BY t.name");
const INSERT_VERSION: Sql = sql("INSERT INTO catalogue_version (number, published_at) VALUES ($1, $2) ON CONFLICT DO NOTHING");
const INSERT_TABLE: Sql = sql("INSERT INTO catalogue_table (version, name, body) VALUES ($1, $2, $3)");

/// Why tables were not published, or not read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The tables are wrong; every fault, sorted by file and line.
    #[error("{} faults in the tables, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Faults(Vec<RowFault>),
    /// Somebody else published at the same moment. Look at what is in force now, then load again.
    #[error("another publication took the next version")]
    Overtaken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a publication did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadReport {
    /// Version now in force.
    pub version: i64,
    /// Tables that changed with it; empty when the same tables were in force already.
    pub changed: Vec<String>,
}

/// Publishes a whole set of tables as a new version, audited. Refuses all of it when one row is wrong; the same tables again
/// change nothing. Nodes follow within a second; this one at once by [`crate::refresh`], after the commit.
pub async fn load(tx: &mut Tx<'_>, tables: &Tables, by: Actor) -> Result<LoadReport, LoadError> {
    let (version, in_force) = read(tx).await?;
    let changed: Vec<(&str, &str)> = tables.iter().filter(|(name, text)| in_force.text(name) != Some(text)).collect();
    let complete = tables.iter().count() == in_force.iter().count();
    if changed.is_empty() && complete && version > 0 {
        return Ok(LoadReport { version, changed: Vec::new() });
    }
    parse(tables).map_err(LoadError::Faults)?;
    let version = version + 1;
    let now = tx.now();
    if tx.exec(INSERT_VERSION, params![version, now]).await? == 0 {
        return Err(LoadError::Overtaken);
    }
    for (name, text) in &changed {
        tx.exec(INSERT_TABLE, params![version, *name, *text]).await?;
    }
    let changed: Vec<String> = changed.into_iter().map(|(name, _)| name.to_owned()).collect();
    tx.audit(AuditEntry {
        actor: by,
        action: "catalogue.publish",
        object: "catalogue",
        id: &version.to_string(),
        application: None,
        detail: serde_json::json!({ "tables": changed }),
    })
    .await?;
    Ok(LoadReport { version, changed })
}

/// Number of the version in force; 0 before any.
pub(crate) async fn version(ask: &mut dyn Ask) -> Result<i64, StoreError> {
    ask.one(VERSION, params![]).await?.int("number")
}

async fn read(ask: &mut dyn Ask) -> Result<(i64, Tables), StoreError> {
    let version = version(ask).await?;
    // bounded by the version: a publication between the two questions is not mixed in
    let rows = ask.all(TABLES_OF, params![version]).await?;
    let tables = rows.iter().map(|r| Ok((r.text("name")?, r.text("body")?)));
    Ok((version, tables.collect::<Result<Tables, StoreError>>()?))
}

/// The tables in force, as they were published: what an officer edits a copy of.
pub async fn tables_in_force(ask: &mut dyn Ask) -> Result<Tables, StoreError> {
    read(ask).await.map(|(_, tables)| tables)
}

/// The catalogue in force; before any publication the one this program was built with.
pub async fn read_catalogue(ask: &mut dyn Ask) -> Result<Arc<Catalogue>, LoadError> {
    let (version, tables) = read(ask).await?;
    if version == 0 {
        return Ok(Catalogue::embedded());
    }
    Ok(Arc::new(parse(&tables).map_err(LoadError::Faults)?.with_version(version)))
}
