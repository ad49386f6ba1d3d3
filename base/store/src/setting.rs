//! Small named values that all processes share: the trial's clock offset, the catalogue's version.

use crate::{Ask, Sql, StoreError, Tx, params, sql};

const GET: Sql = sql("SELECT value FROM setting WHERE name = $1");
const PUT: Sql = sql("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

/// Reads a setting.
pub async fn get_setting(ask: &mut dyn Ask, name: &str) -> Result<Option<String>, StoreError> {
    ask.maybe(GET, params![name]).await?.map(|row| row.text("value")).transpose()
}

/// Writes a setting.
pub async fn put_setting(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.exec(PUT, params![name, value]).await?;
    Ok(())
}
