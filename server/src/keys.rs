//! Whose keys these are. A database remembers the fingerprints of the keys under which it is sealed (never the keys), so that
//! keys of another installation are noticed before anything is written with them, and nobody makes new ones for it.

use std::{collections::BTreeMap, path::Path};
use store::{Db, StoreError};
use vault::{Strange, Vault};

/// The setting that holds the fingerprints.
const PRINTS: &str = "keys";

/// Names of keys and their fingerprints.
type Prints = BTreeMap<String, String>;

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Names and fingerprints in a line.
pub fn listed(prints: &Prints) -> String {
    prints.iter().map(|(name, print)| format!("{name} ({print})")).collect::<Vec<_>>().join(", ")
}

async fn remembered(db: &Db) -> Result<Option<Prints>, String> {
    if !db.has_table("setting").await.map_err(said)? {
        return Ok(None);
    }
    let text = store::get_setting(&mut db.reader(), PRINTS).await.map_err(said)?;
    let read = |text: String| {
        serde_json::from_str(&text).map_err(|_| "the fingerprints of keys in the database cannot be read".to_owned())
    };
    text.map(read).transpose()
}

/// Whether the tables of people stand and somebody is in them.
async fn anybody(db: &Db) -> Result<bool, String> {
    for table in ["person", "account", "officer", "invitation"] {
        if !db.has_table(table).await.map_err(said)? {
            return Ok(false);
        }
    }
    account::anybody(&mut db.reader()).await.map_err(said)
}

/// Writes down which keys the database is sealed under from now on.
pub async fn remember(db: &Db, vault: &Vault) -> Result<(), String> {
    let text = serde_json::to_string(&vault.fingerprints()).map_err(said)?;
    let done = db.transact::<_, StoreError, _>(|tx| {
        let text = &text;
        Box::pin(async move { store::put_setting(tx, PRINTS, text).await })
    });
    done.await.map_err(said)
}

/// What is wrong with a key that was wanted; `whose` is what wants it.
pub fn strange(whose: &str, strange: &Strange, folder: &Path) -> String {
    let Strange { name, wanted, here } = strange;
    match here {
        None => format!("The key {name} ({wanted}) of this {whose} is not in {}. Bring it there first.", folder.display()),
        Some(here) => format!(
            "The keys in {} are not those of this {whose}: {name} has the fingerprint {here} here and {wanted} there. Nothing could \
             be opened with them; bring the right ones.",
            folder.display()
        ),
    }
}

/// Refuses keys that are not those of the database: by their fingerprints, or, where an older program wrote none down, by
/// opening something. Answers the fingerprints that the database remembers.
async fn fitting(vault: &Vault, db: &Db, folder: &Path) -> Result<Option<Prints>, String> {
    if let Some(prints) = remembered(db).await? {
        return vault.has(&prints).map(|()| Some(prints)).map_err(|found| strange("database", &found, folder));
    }
    if anybody(db).await? && !account::opens(vault, &mut db.reader()).await.map_err(said)? {
        return Err(format!(
            "The keys in {} are not those of this database: what is sealed in it cannot be opened and found with them. Bring the \
             right ones.",
            folder.display()
        ));
    }
    Ok(None)
}

/// Opens the keys and compares them with the database; changes nothing.
pub async fn check(folder: &Path, db: &Db) -> Result<Vault, String> {
    whole(folder, needed(db).await?.as_deref())?;
    let vault = Vault::open(folder).map_err(said)?;
    fitting(&vault, db, folder).await?;
    Ok(vault)
}

/// Opens the keys for work: compares them with the database, and lets it remember those that are new to it.
pub async fn begin(folder: &Path, db: &Db) -> Result<Vault, String> {
    whole(folder, needed(db).await?.as_deref())?;
    let vault = Vault::open(folder).map_err(said)?;
    let known = fitting(&vault, db, folder).await?;
    if known.as_ref() != Some(&vault.fingerprints()) {
        remember(db, &vault).await?;
    }
    Ok(vault)
}

/// Opens the keys where no database can be asked.
pub fn alone(folder: &Path) -> Result<Vault, String> {
    whole(folder, None)?;
    Vault::open(folder).map_err(said)
}

/// Opens the keys for a restore of a backup that was made with these.
pub fn of_backup(folder: &Path, prints: &Prints) -> Result<Vault, String> {
    if !Vault::exists(folder) {
        return Err(format!(
            "There are no keys in {}. This backup needs those it was made with: {}. Bring them from the safe place of their copy; a \
             backup holds none. Do not run `mpaspor migrate`: it would make others, and tables that are in the way.",
            folder.display(),
            listed(prints)
        ));
    }
    whole(folder, Some(&format!("this backup was made with {}", listed(prints))))?;
    Vault::open(folder).map_err(said)
}

/// Makes the keys of a new installation, before its tables are made or brought up; none for a database that had keys. Answers
/// whether they are new.
pub async fn make(folder: &Path, db: &Db) -> Result<bool, String> {
    let needed = needed(db).await?;
    if Vault::exists(folder) || needed.is_some() {
        whole(folder, needed.as_deref())?;
        let vault = Vault::open(folder).map_err(said)?;
        fitting(&vault, db, folder).await?;
        return Ok(false);
    }
    Vault::create(folder).map_err(said)?;
    Ok(true)
}

/// Why the database needs keys that were made before; none where it is new.
async fn needed(db: &Db) -> Result<Option<String>, String> {
    if let Some(prints) = remembered(db).await? {
        return Ok(Some(format!("the database is sealed under {}", listed(&prints))));
    }
    Ok(anybody(db).await?.then(|| "the database holds people whose data is sealed".to_owned()))
}

/// Refuses a folder in which keys are missing. `needed` says why they must be the old ones, where that is known.
fn whole(folder: &Path, needed: Option<&str>) -> Result<(), String> {
    let (missing, at) = (Vault::missing(folder), folder.display());
    let bring = "Bring back the copy that was kept apart; a backup holds none";
    if missing.is_empty() {
        return Ok(());
    }
    if !Vault::exists(folder) {
        return Err(match needed {
            Some(why) => {
                format!("There are no keys in {at}, and {why}. {bring}, and no new ones are made: they would open nothing.")
            }
            None => format!(
                "There are no keys in {at}. On a new installation `mpaspor migrate` makes them; to an old one bring them back."
            ),
        });
    }
    let (verb, names) = (if missing.len() == 1 { "is" } else { "are" }, missing.join(", "));
    Err(match needed {
        Some(why) => format!("{names} {verb} missing in {at}, and {why}. {bring}, and none is made anew beside the others."),
        None => format!(
            "{names} {verb} missing in {at}. {bring}. Where this installation has served nobody yet, remove the folder and run: \
             mpaspor migrate"
        ),
    })
}
