//! Restoring a backup into an empty place.

use super::{
    cells,
    manifest::{Manifest, PAPERS, Summed, TableFile},
    take::papers_of,
};
use crate::open::{self, sqlite_path};
use kernel::config::Config;
use outside::Files;
use serde_json::json;
use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::Path,
};
use store::{Actor, AuditEntry, Db, FileLock, Loading, Table};

/// The papers of a backup by name.
fn papers(manifest: &Manifest, from: &Path) -> Result<Vec<(String, Summed)>, String> {
    manifest.files.summed.verify(from)?;
    let broken = || format!("This backup is broken: {PAPERS} has a line that cannot be read.");
    let text = fs::read_to_string(from.join(PAPERS)).map_err(|_| broken())?;
    let one = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (sum, bytes, name) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        Some((name.to_owned(), Summed { file: format!("files/{name}"), bytes, sha256: sum.to_owned() }))
    };
    text.lines().map(|line| one(line).ok_or_else(broken)).collect()
}

/// Everything is looked at before anything is touched.
fn verify(manifest: &Manifest, papers: &[(String, Summed)], from: &Path) -> Result<(), String> {
    for table in &manifest.tables {
        table.summed.verify(from)?;
    }
    for (_, paper) in papers {
        paper.verify(from)?;
    }
    Ok(())
}

async fn load(loading: &mut Loading<'_>, table: &Table, source: &TableFile, from: &Path) -> Result<(), String> {
    let wrong = |why: String| format!("{}: {why}", source.summed.file);
    let file = File::open(from.join(&source.summed.file)).map_err(|e| wrong(e.to_string()))?;
    let (limit, mut rows, mut count) = (Loading::at_once(table), Vec::new(), 0_u64);
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|e| wrong(e.to_string()))?;
        let row = cells::row(&table.columns, &line).ok_or_else(|| wrong(format!("line {} is not a row", count + 1)))?;
        rows.push(row);
        count += 1;
        if rows.len() == limit {
            loading.insert(table, std::mem::take(&mut rows)).await.map_err(|e| wrong(e.to_string()))?;
        }
    }
    loading.insert(table, rows).await.map_err(|e| wrong(e.to_string()))?;
    if count == source.rows { Ok(()) } else { Err(wrong(format!("has {count} rows instead of {}", source.rows))) }
}

async fn fill(db: &Db, manifest: &Manifest, from: &Path) -> Result<(), String> {
    let said = |e: store::StoreError| e.to_string();
    let mut loading = db.loading().await.map_err(said)?;
    let built = loading.build(&manifest.applied()).await.map_err(said)?;
    for source in &manifest.tables {
        let table = source.table().ok_or_else(|| format!("table {} has a column of an unknown kind", source.name))?;
        if !built.contains(&table) {
            return Err(format!("table {} has other columns in this program", source.name));
        }
        load(&mut loading, &table, source, from).await?;
    }
    let tx = loading.tx();
    let detail = json!({ "taken_at": manifest.taken_at, "program": manifest.program });
    let (action, object) = ("installation.restore", "installation");
    tx.audit(AuditEntry { actor: Actor::Operator, action, object, id: "", application: None, detail }).await.map_err(said)?;
    notification::hold(tx).await.map_err(said)?;
    loading.finish().await.map_err(said)
}

async fn place(target: &dyn Files, papers: &[(String, Summed)], from: &Path) -> Result<(), String> {
    for (name, paper) in papers {
        let bytes = fs::read(from.join(&paper.file)).map_err(|e| format!("{}: {e}", paper.file))?;
        target.put(name, bytes).await.map_err(|e| format!("the paper {name}: {e}"))?;
    }
    Ok(())
}

async fn into_empty(
    db: &Db,
    target: &dyn Files,
    (manifest, papers): (&Manifest, &[(String, Summed)]),
    from: &Path,
) -> Result<(), String> {
    if !db.is_empty().await.map_err(|e| e.to_string())? {
        return Err("The database is not empty; a backup is restored into an empty one only.".to_owned());
    }
    if !target.list("").await.map_err(|e| e.to_string())?.is_empty() {
        return Err("The folder of papers is not empty; a backup is restored into an empty one only.".to_owned());
    }
    // papers first: a row must never name a paper that is not there
    let mut done = place(target, papers, from).await;
    if done.is_ok() {
        done = fill(db, manifest, from).await;
    }
    if let Err(error) = done {
        for (name, _) in papers {
            let _ = target.delete(name).await;
        }
        return Err(format!("Nothing was restored. {error}"));
    }
    // rows that were written in the last moment before the snapshot have no seal yet
    while store::seal_forgotten(db).await.map_err(|e| e.to_string())? > 0 {}
    match store::verify_audit(db).await.map_err(|e| e.to_string())? {
        Ok(_) => Ok(()),
        Err(fault) => Err(format!("It was restored, but its audit trail is broken: {fault}")),
    }
}

/// Restores a backup into the empty database and the empty folder of papers of a configuration.
pub async fn restore(config: &Config, from: &Path) -> Result<Manifest, String> {
    let manifest = Manifest::read(from, &config.keys)?;
    let papers = papers(&manifest, from)?;
    verify(&manifest, &papers, from)?;
    let lock = match sqlite_path(&config.database) {
        Some(path) => {
            if let Some(above) = path.parent() {
                fs::create_dir_all(above).map_err(|e| format!("{} cannot be made: {e}", above.display()))?;
            }
            Some(FileLock::take(path).map_err(|e| format!("Nothing was restored: {e}"))?)
        }
        None => None,
    };
    let target = papers_of(config)?;
    let db = open::database_or_new(config).await?;
    let done = into_empty(&db, &*target, (&manifest, &papers), from).await;
    db.close().await;
    drop(lock);
    done.map(|()| manifest)
}
