//! Where a trial begins: a database of its own, and what `--fresh` may remove.

use crate::{keys, open};
use std::path::Path;
use store::{Db, FileLock, StoreError, TimeSource};
use vault::Vault;

/// Whose database it is.
enum Owner {
    /// Nobody's yet: it is empty, or a start was ended before its first word.
    Nobody,
    /// A trial's: its clock can be moved.
    Trial,
    /// Somebody else's, perhaps a production server's.
    Other,
}

async fn owner(db: &Db) -> Result<Owner, StoreError> {
    if db.is_unused().await? {
        return Ok(Owner::Nobody);
    }
    // a database without such a table is not one of ours
    match store::get_setting(&mut db.reader(), open::OFFSET).await {
        Ok(Some(_)) => Ok(Owner::Trial),
        Ok(None) | Err(_) => Ok(Owner::Other),
    }
}

async fn connect(url: &str) -> Result<Db, String> {
    let db = Db::open(url, TimeSource::system()).await.map_err(|e| format!("The trial's database cannot be opened: {e}"))?;
    open::ordered(&db).await?;
    Ok(db)
}

fn is_file_inside(folder: &Path, url: &str) -> bool {
    open::sqlite_path(url).is_some_and(|file| file.starts_with(folder))
}

/// Opens the trial's database with its tables, keys beside it, and its clock.
pub(super) async fn database(folder: &Path, url: &str) -> Result<Db, String> {
    let keys = folder.join("keys");
    let db = connect(url).await?;
    let owner = owner(&db).await.map_err(|e| e.to_string())?;
    match owner {
        Owner::Other => {
            return Err("This database holds something that is not a trial, so no trial opens it. Give --database another one."
                .to_owned());
        }
        Owner::Trial if !Vault::exists(&keys) => {
            return Err(format!(
                "This database holds a trial whose keys are not in {}. Give its own --data-dir, or start anew with --fresh.",
                folder.display()
            ));
        }
        Owner::Trial | Owner::Nobody => {}
    }
    if !Vault::exists(&keys) {
        Vault::create(&keys).map_err(|e| e.to_string())?;
    }
    store::migrate(&db).await.map_err(|e| e.to_string())?;
    match owner {
        // whatever an early end left behind: nothing is sealed yet
        Owner::Nobody => keys::remember(&db, &Vault::open(&keys).map_err(|e| e.to_string())?).await?,
        Owner::Trial | Owner::Other => drop(keys::begin(&keys, &db).await?),
    }
    open::follow_trial(&db).await?;
    Ok(db)
}

/// What a start makes before it writes `trial.json`.
const EARLY: [&str; 6] = ["mpaspor.lock", "mpaspor.db", "mpaspor.db-wal", "mpaspor.db-shm", "keys", "world"];

/// A trial's folder; also one whose first start was ended early.
fn is_trial(folder: &Path) -> bool {
    let early = || {
        let mut entries = std::fs::read_dir(folder).ok()?;
        let ours = |name: &std::ffi::OsStr| EARLY.iter().any(|early| name == *early) || name == "trial.json.new";
        Some(entries.all(|entry| entry.is_ok_and(|entry| ours(&entry.file_name()))))
    };
    folder.join("trial.json").exists() || early().unwrap_or(false)
}

/// Removes the trial of a folder and, where its database stands elsewhere, our tables in it; a database that is not a
/// trial's is left alone, and then the folder is too.
pub(super) async fn anew(folder: &Path, url: &str) -> Result<(), String> {
    let found = folder.exists();
    if found && !is_trial(folder) {
        return Err(format!(
            "{} does not look like a trial (no trial.json in it), so --fresh does not remove it.",
            folder.display()
        ));
    }
    if found && FileLock::take(&folder.join("mpaspor.db")).is_err() {
        return Err("This trial is running already; stop it first.".to_owned());
    }
    if !is_file_inside(folder, url) {
        let db = connect(url).await?;
        match owner(&db).await.map_err(|e| e.to_string())? {
            Owner::Other => {
                return Err("The database holds something that is not a trial, so --fresh removes nothing.".to_owned());
            }
            Owner::Trial => db.drop_tables().await.map_err(|e| format!("The trial's tables cannot be removed: {e}"))?,
            Owner::Nobody => {}
        }
        db.close().await;
    }
    if found {
        std::fs::remove_dir_all(folder).map_err(|e| format!("{} cannot be removed: {e}", folder.display()))?;
    }
    Ok(())
}
