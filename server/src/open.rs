//! From a configuration to a house.

use crate::tell::many;
use kernel::{
    config::Config,
    time::{Clock, SystemClock},
};
use outside::Outside;
use shell::{House, HouseParts, Room, TrialInfo};
use std::{path::Path, sync::Arc};
use store::{Db, MigrationState, StoreError, TimeSource};
use vault::Vault;

/// The name under which a trial keeps how far its clock was moved, in milliseconds.
pub const OFFSET: &str = "trial.offset";

/// Reads a production configuration; all faults in one text.
pub fn read_config(path: Option<&Path>) -> Result<Config, String> {
    let Some(path) = path else {
        return Err("Which installation? Give --config FILE.".to_owned());
    };
    let text = std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    Config::parse(&text, &|file| std::fs::read_to_string(file)).map_err(|faults| {
        let list: Vec<String> = faults.iter().map(|f| format!("  - {f}")).collect();
        format!("{} has {}:\n{}", path.display(), many(faults.len(), "fault", "faults"), list.join("\n"))
    })
}

/// The file of a database that is one.
pub(crate) fn sqlite_path(url: &str) -> Option<&Path> {
    url.strip_prefix("sqlite:").map(|p| Path::new(p.trim_start_matches("//").split('?').next().unwrap_or(p)))
}

/// Refuses a database whose file is not there: it is not made by looking at it.
pub fn stands(config: &Config) -> Result<(), String> {
    match sqlite_path(&config.database).filter(|path| !path.exists()) {
        None => Ok(()),
        Some(path) => Err(format!(
            "There is no database at {}. Where an installation has been, the path is wrong or a disk did not come up; a new one \
             begins with: mpaspor migrate",
            path.display()
        )),
    }
}

/// Opens the database of a configuration, which must be there; that of a trial follows the trial's clock.
pub async fn database(config: &Config) -> Result<Db, String> {
    stands(config)?;
    opened(config, Db::open_existing(&config.database, TimeSource::system()).await).await
}

/// Opens the database of a configuration, and makes its file where there is none.
pub async fn database_or_new(config: &Config) -> Result<Db, String> {
    opened(config, Db::open(&config.database, TimeSource::system()).await).await
}

async fn opened(config: &Config, db: Result<Db, StoreError>) -> Result<Db, String> {
    let db = db.map_err(|e| format!("The database cannot be opened: {e}"))?;
    // an empty one, into which a backup is about to be restored, has no clock yet
    if config.trial && !db.is_unused().await.map_err(|e| e.to_string())? {
        follow_trial(&db).await?;
    }
    Ok(db)
}

/// Sets the clock as far ahead as the trial stored it.
pub async fn follow_trial(db: &Db) -> Result<(), String> {
    let offset = store::get_setting(&mut db.reader(), OFFSET).await.map_err(|e| e.to_string())?;
    db.time().set_offset(offset.and_then(|o| o.parse().ok()).unwrap_or(0));
    Ok(())
}

/// Refuses a PostgreSQL database that orders its rows by a language: lists and unique names would differ between machines.
pub async fn ordered(db: &Db) -> Result<(), String> {
    let (_, collation) = db.version().await.map_err(|e| e.to_string())?;
    match collation {
        Some(other) if other != "C" => Err(format!(
            "The PostgreSQL database has the collation {other}; it must be C, or lists sort differently on each machine. Make it with: \
             CREATE DATABASE mpaspor TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        )),
        _ => Ok(()),
    }
}

/// Refuses a database that this program does not fit.
pub async fn fits(db: &Db) -> Result<(), String> {
    match store::migration_state(db).await.map_err(|e| e.to_string())? {
        MigrationState::Current => Ok(()),
        MigrationState::Behind(n) => {
            let behind = many(n, "statement", "statements");
            Err(format!("The database is {behind} behind this program. Run: mpaspor migrate"))
        }
        MigrationState::Differs(name, step) => {
            Err(format!("The database has another text of migration {name}, statement {step}: it belongs to another program."))
        }
    }
}

/// Puts the house together and starts its rooms.
pub async fn house(config: Config, db: Db, vault: Vault, trial: Option<TrialInfo>, rooms: &[Room]) -> Result<Arc<House>, String> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let outside = Outside::from_config(&config, clock)?;
    let house = House::new(HouseParts {
        db,
        vault,
        outside,
        config: Arc::new(config),
        trial,
        sessions: Box::new(account::sessions()),
        frames: Box::new(notification::frames()),
    });
    for room in rooms {
        if let Some(start) = room.start {
            start(&house);
        }
    }
    catalogue::refresh(&house).await.map_err(|e| e.to_string())?;
    Ok(house)
}
