//! Emptying a database: a trial that starts anew.

use crate::{
    Ask as _, Db, Engine, Sql, StoreError,
    migrate::run_text,
    params,
    snapshot::{columns, tables},
    sql,
};

const CHANGES: Sql = sql("SELECT COUNT(*) AS n FROM audit");

impl Db {
    /// True when nothing but tables of this program stands in the database and no change was ever written down in them: it
    /// is new, or the program that made it ended before its first word.
    pub async fn is_unused(&self) -> Result<bool, StoreError> {
        let ours = tables(&mut self.reader(), self.engine()).await?;
        if i64::try_from(ours.len()).ok() != Some(self.standing().await?) {
            return Ok(false);
        }
        if !ours.iter().any(|table| table.name == "audit") {
            return Ok(true);
        }
        Ok(self.reader().one(CHANGES, params![]).await?.int("n")? == 0)
    }

    /// True when the table stands in the database.
    pub async fn has_table(&self, name: &str) -> Result<bool, StoreError> {
        Ok(!columns(&mut self.reader(), self.engine(), name).await?.is_empty())
    }

    /// Drops all tables of this program with everything in them; others stay. In one transaction.
    pub async fn drop_tables(&self) -> Result<(), StoreError> {
        let ours = tables(&mut self.reader(), self.engine()).await?;
        let names = ours.iter().rev().map(|table| table.name.as_str()).chain(["migration"]);
        let beside = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " CASCADE",
        };
        let drops: Vec<String> = names.map(|name| format!("DROP TABLE IF EXISTS {name}{beside};\n")).collect();
        run_text(self, drops.concat()).await
    }
}
