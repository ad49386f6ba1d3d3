//! Commands that look after an installation. Each change goes through a room's door and is audited there.

mod calendar;
mod check;

pub use calendar::CalendarCommand;
pub use check::{check, doctor};

use crate::{cli::Where, keys, open, rooms, tell::many};
use account::Disabled;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use kernel::{config::Config, ids::OfficeCode, role::Role};
use shell::House;
use std::{path::PathBuf, sync::Arc};

pub(crate) fn config(at: &Where) -> Result<Config, String> {
    #[cfg(feature = "world")]
    if at.config.is_none() {
        let folder = at.data_dir.clone().unwrap_or_else(|| PathBuf::from("var/trial"));
        return crate::trial::config_of(&folder);
    }
    open::read_config(at.config.as_deref())
}

async fn house(at: &Where) -> Result<Arc<House>, String> {
    let config = config(at)?;
    let trial = config.trial.then(|| shell::TrialInfo { world_url: String::new() });
    let db = open::database(&config).await?;
    open::fits(&db).await?;
    let vault = keys::begin(&config.keys, &db).await?;
    open::house(config, db, vault, trial, &rooms::all()).await
}

/// `mpaspor migrate`.
pub async fn migrate(at: &Where) -> Result<(), String> {
    let config = config(at)?;
    let db = open::database_or_new(&config).await?;
    // first: keys that are missing or foreign must not bring a database up
    let new = keys::make(&config.keys, &db).await?;
    let run = store::migrate(&db).await.map_err(|e| e.to_string())?;
    say!("{} run; the tables fit this program.", many(run, "statement was", "statements were"));
    keys::begin(&config.keys, &db).await?;
    if new {
        say!(
            "New keys were made in {}. Keep a copy apart from the database: without them nothing sealed can be read.",
            config.keys.display()
        );
    }
    db.close().await;
    Ok(())
}

/// Officers.
#[derive(Subcommand)]
pub enum OfficerCommand {
    /// Invites an officer: prints a link that works once and for 72 hours, and mails it.
    Invite(InviteArgs),
    /// Ends all sessions of an officer and lets nobody in under this address; withdraws an invitation that waits.
    Disable {
        /// The officer's e-mail address.
        #[arg(long)]
        email: String,
        #[command(flatten)]
        at: Where,
    },
}

/// Who is invited.
#[derive(Args)]
pub struct InviteArgs {
    /// E-mail address.
    #[arg(long)]
    email: String,
    /// Full name.
    #[arg(long)]
    name: String,
    /// Code of the office, such as kanim-maumere.
    #[arg(long)]
    office: String,
    /// Roles, separated by commas: front_desk, verifier, interviewer, adjudicator, printer, hand_over, finance, outreach, admin.
    #[arg(long, value_delimiter = ',', required = true)]
    roles: Vec<String>,
    #[command(flatten)]
    at: Where,
}

fn office(text: &str) -> Result<OfficeCode, String> {
    OfficeCode::parse(text).map_err(|_| format!("\"{text}\" is not an office code, such as kanim-maumere"))
}

fn day(text: &str) -> Result<Date, String> {
    kernel::time::parse_day(text).ok_or_else(|| format!("\"{text}\" is not a day, such as 2026-12-01"))
}

impl OfficerCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), String> {
        match self {
            Self::Invite(args) => {
                let roles: Vec<Role> = args
                    .roles
                    .iter()
                    .map(|r| Role::parse(r.trim()).ok_or_else(|| format!("\"{r}\" is not a role")))
                    .collect::<Result<_, _>>()?;
                let house = house(&args.at).await?;
                let path =
                    administration::officer_invite(&house, &args.email, &args.name, &office(&args.office)?, &roles).await?;
                say!("Invited. The link works once and for 72 hours: {}{path}", house.config.public_url);
                Ok(())
            }
            Self::Disable { email, at } => {
                let house = house(&at).await?;
                match administration::officer_disable(&house, &email).await? {
                    Disabled::Officer => say!("Disabled: all sessions ended."),
                    Disabled::Invitation => {
                        say!("No officer has this address; the invitation that waited is withdrawn, its link leads nowhere.");
                    }
                    Disabled::Nobody => return Err("No officer has this address, and no invitation waits.".to_owned()),
                }
                Ok(())
            }
        }
    }
}

/// Reference tables.
#[derive(Subcommand)]
pub enum DataCommand {
    /// Publishes the reference tables as a new version.
    Load {
        /// Folder with the tables (default: the configuration's `data`, else the tables inside this program).
        #[arg(long)]
        folder: Option<PathBuf>,
        #[command(flatten)]
        at: Where,
    },
}

impl DataCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), String> {
        let Self::Load { folder, at } = self;
        let house = house(&at).await?;
        let folder = folder.or_else(|| house.config.data.clone());
        let report = administration::data_load(&house, folder.as_deref()).await.map_err(|faults| faults.join("\n"))?;
        if report.changed.is_empty() {
            say!("Version {} is in force already; nothing changed.", report.version);
        } else {
            say!("Version {} is in force; changed: {}.", report.version, report.changed.join(", "));
        }
        Ok(())
    }
}

/// The audit trail.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Walks the whole chain and names the first broken link or an old row that nobody sealed.
    Verify(Where),
}

impl AuditCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), String> {
        let Self::Verify(at) = self;
        let db = open::database(&config(&at)?).await?;
        say!("{}", check::verified(&db).await?);
        Ok(())
    }
}
