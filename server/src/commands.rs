//! Commands that look after an installation. Each change goes through a room's door and is audited there.

use crate::{cli::Where, open, rooms};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use kernel::{config::Config, ids::OfficeCode, role::Role};
use shell::House;
use std::{path::PathBuf, sync::Arc, time::Duration};
use store::{Db, Engine, MigrationState};
use vault::Vault;

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
    let vault = open::keys(&config)?;
    open::house(config, db, vault, trial, &rooms::all()).await
}

/// `mpaspor migrate`.
pub async fn migrate(at: &Where) -> Result<(), String> {
    let config = config(at)?;
    let db = open::database(&config).await?;
    let run = store::migrate(&db).await.map_err(|e| e.to_string())?;
    println!("{run} statements were run; the tables fit this program.");
    if !Vault::exists(&config.keys) {
        Vault::create(&config.keys).map_err(|e| e.to_string())?;
        println!(
            "New keys were made in {}. Keep a copy apart from the database: without them nothing sealed can be read.",
            config.keys.display()
        );
    }
    db.close().await;
    Ok(())
}

struct Report {
    bad: usize,
}

impl Report {
    fn say(&mut self, good: Result<String, String>) {
        match good {
            Ok(text) => println!("good  {text}"),
            Err(text) => {
                self.bad += 1;
                println!("BAD   {text}");
            }
        }
    }

    fn end(&self) -> Result<(), String> {
        if self.bad == 0 { Ok(()) } else { Err(format!("{} of these must be mended first.", self.bad)) }
    }
}

async fn engine(db: &Db, report: &mut Report) {
    match db.version().await {
        Err(error) => report.say(Err(format!("the database does not answer: {error}"))),
        Ok((version, collation)) => {
            report.say(Ok(match db.engine() {
                Engine::Sqlite => format!("the engine is SQLite {version}"),
                Engine::Postgres => format!("the engine is PostgreSQL {version}"),
            }));
            if let Some(collation) = collation {
                report.say(if collation == "C" {
                    Ok("the database's collation is C".to_owned())
                } else {
                    Err(format!(
                        "the database's collation is {collation}; it must be C, or lists sort differently on each machine"
                    ))
                });
            }
        }
    }
    report.say(match store::migration_state(db).await {
        Ok(MigrationState::Current) => Ok("the tables fit this program".to_owned()),
        Ok(MigrationState::Behind(n)) => Err(format!("the tables are {n} statements behind; run mpaspor migrate")),
        Ok(MigrationState::Differs(name, step)) => {
            Err(format!("migration {name}, statement {step}, differs from this program's"))
        }
        Err(error) => Err(format!("the tables cannot be read: {error}")),
    });
}

async fn reachable(name: &str, url: &str) -> Result<String, String> {
    let rest = url.split("://").nth(1).unwrap_or(url);
    let host = rest.split('/').next().unwrap_or(rest);
    let address =
        if host.contains(':') { host.to_owned() } else { format!("{host}:{}", if url.starts_with("https") { 443 } else { 80 }) };
    match tokio::time::timeout(Duration::from_secs(3), tokio::net::TcpStream::connect(&address)).await {
        Ok(Ok(_)) => Ok(format!("{name} can be reached at {address}")),
        Ok(Err(error)) => Err(format!("{name} cannot be reached at {address}: {error}")),
        Err(_) => Err(format!("{name} does not answer at {address} within three seconds")),
    }
}

/// `mpaspor check`.
pub async fn check(at: &Where) -> Result<(), String> {
    let mut report = Report { bad: 0 };
    let config = config(at)?;
    report.say(Ok("the configuration can be read and has no fault".to_owned()));
    match open::database(&config).await {
        Ok(db) => engine(&db, &mut report).await,
        Err(error) => report.say(Err(error)),
    }
    report.say(open::keys(&config).map(|v| format!("the keys open; key {} seals", v.current_key_id())));
    report.say(documents::decode::sandbox_supported().map(|()| "this kernel can fence the decoder of papers in".to_owned()));
    for (name, url) in [
        ("treasury billing", config.biller.url.clone()),
        ("the population register", config.population.url.clone()),
        ("the passport register", config.passports.url.clone()),
        ("the mail server", format!("smtp://{}:{}", config.mail.host, config.mail.port)),
    ] {
        report.say(reachable(name, &url).await);
    }
    report.end()
}

/// `mpaspor doctor`.
pub async fn doctor(at: &Where) -> Result<(), String> {
    let mut report = Report { bad: 0 };
    let config = config(at)?;
    let db = open::database(&config).await?;
    engine(&db, &mut report).await;
    let mut reader = db.reader();
    report.say(match store::dead_jobs(&mut reader).await {
        Ok(dead) if dead.is_empty() => Ok("no job is isolated".to_owned()),
        Ok(dead) => {
            let list: Vec<String> = dead.iter().map(|j| format!("{} ({})", j.kind, j.error)).collect();
            Err(format!("{} jobs failed five times and wait for a person: {}", dead.len(), list.join("; ")))
        }
        Err(error) => Err(error.to_string()),
    });
    report.say(match store::waiting_jobs(&mut reader).await {
        Ok(n) if n < 500 => Ok(format!("{n} jobs are due")),
        Ok(n) => Err(format!("{n} jobs are due: is a worker running?")),
        Err(error) => Err(error.to_string()),
    });
    report.say(match store::pending_events(&mut reader, 100).await {
        Ok(events) if events.len() < 100 => Ok(format!("{} events wait to be told", events.len())),
        Ok(_) => Err("a hundred events or more wait to be told: is a worker running?".to_owned()),
        Err(error) => Err(error.to_string()),
    });
    report.say(verified(&db).await);
    report.end()
}

async fn verified(db: &Db) -> Result<String, String> {
    match store::verify_audit(db).await.map_err(|e| e.to_string())? {
        Ok(links) => Ok(format!("the audit trail is whole: {links} links")),
        Err(fault) => Err(format!("the audit trail is broken: {fault}")),
    }
}

/// Officers.
#[derive(Subcommand)]
pub enum OfficerCommand {
    /// Invites an officer: prints a link that works once and for 72 hours, and mails it.
    Invite(InviteArgs),
    /// Ends all sessions of an officer and lets nobody in under this address.
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
                println!("Invited. The link works once and for 72 hours: {}{path}", house.config.public_url);
                Ok(())
            }
            Self::Disable { email, at } => {
                let house = house(&at).await?;
                if administration::officer_disable(&house, &email).await? {
                    println!("Disabled: all sessions ended.");
                    Ok(())
                } else {
                    Err("No officer has this address.".to_owned())
                }
            }
        }
    }
}

/// Calendars and quotas.
#[derive(Subcommand)]
pub enum CalendarCommand {
    /// Opens sessions by the quota plan; running it again changes nothing.
    Open {
        /// One office, or all active ones.
        #[arg(long)]
        office: Option<String>,
        /// First day, YYYY-MM-DD.
        #[arg(long)]
        from: String,
        /// Last day, YYYY-MM-DD.
        #[arg(long)]
        until: String,
        #[command(flatten)]
        at: Where,
    },
    /// Sets the capacity of one session; lowering it below what is booked drops nobody.
    Capacity {
        /// The session's id.
        #[arg(long)]
        slot: String,
        /// Seats.
        #[arg(long)]
        seats: i64,
        #[command(flatten)]
        at: Where,
    },
    /// Closes a day of an office with a reason that applicants read.
    Close {
        /// The office.
        #[arg(long)]
        office: String,
        /// The day, YYYY-MM-DD.
        #[arg(long)]
        day: String,
        /// The reason, in Indonesian.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        at: Where,
    },
}

impl CalendarCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), String> {
        match self {
            Self::Open { office: code, from, until, at } => {
                let code = code.as_deref().map(office).transpose()?;
                let (from, until) = (day(&from)?, day(&until)?);
                let house = house(&at).await?;
                let opened = administration::calendar_open(&house, code.as_ref(), from, until).await?;
                println!("{opened} sessions were opened.");
            }
            Self::Capacity { slot, seats, at } => {
                let slot = kernel::ids::SlotId::parse(&slot).map_err(|_| "this is not the id of a session".to_owned())?;
                let house = house(&at).await?;
                let over = administration::calendar_capacity(&house, &administration::SlotChoice::Id(slot), seats).await?;
                println!("Set. Over-booked by {over}.");
            }
            Self::Close { office: code, day: text, reason, at } => {
                let house = house(&at).await?;
                let closed = administration::calendar_close(&house, &office(&code)?, day(&text)?, &reason).await?;
                println!("{closed} sessions were closed.");
            }
        }
        Ok(())
    }
}

/// Reference tables.
#[derive(Subcommand)]
pub enum DataCommand {
    /// Publishes the reference tables of a folder (or those inside this program) as a new version.
    Load {
        /// Folder with the tables.
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
        let report = administration::data_load(&house, folder.as_deref()).await.map_err(|faults| faults.join("\n"))?;
        if report.changed.is_empty() {
            println!("Version {} is in force already; nothing changed.", report.version);
        } else {
            println!("Version {} is in force; changed: {}.", report.version, report.changed.join(", "));
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
        println!("{}", verified(&db).await?);
        Ok(())
    }
}
