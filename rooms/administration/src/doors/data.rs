//! `data load`.

use super::database;
use catalogue::{LoadError, LoadReport, RowFault, Tables};
use shell::House;
use std::path::Path;
use store::Actor;

/// How often a publication is tried again when another one took its number.
const TRIES: usize = 3;

/// Publishes the tables of a folder, or those inside the program, as a new version; the same tables again change nothing.
/// Refuses all of it when one row is wrong, with every fault as file, line, column and sentence.
pub async fn data_load(house: &House, folder: Option<&Path>) -> Result<LoadReport, Vec<String>> {
    let said = |faults: Vec<RowFault>| -> Vec<String> { faults.iter().map(ToString::to_string).collect() };
    let tables = &match folder {
        Some(path) => Tables::folder(path).map_err(said)?,
        None => Tables::embedded(),
    };
    for _ in 0..TRIES {
        let done = house
            .db
            .transact::<_, LoadError, _>(|tx| Box::pin(async move { catalogue::load(tx, tables, Actor::Operator).await }))
            .await;
        match done {
            Ok(report) => {
                catalogue::refresh(house).await.map_err(|e| {
                    vec![format!("version {} is published, but this process could not read it: {e}", report.version)]
                })?;
                return Ok(report);
            }
            Err(LoadError::Overtaken) => {}
            Err(LoadError::Faults(faults)) => return Err(said(faults)),
            Err(LoadError::Store(error)) => return Err(vec![database(error)]),
        }
    }
    Err(vec!["others publish tables at this moment; look at what is in force, then load again".to_owned()])
}
