//! `mpaspor check` before a start, `mpaspor doctor` on what runs: each finding a plain sentence.

use super::config;
use crate::{cli::Where, keys, open, tell::many};
use kernel::{config::Config, time::Zone};
use std::{path::Path, time::Duration};
use store::{Db, Engine, MigrationState};

/// How long a partner may take to accept a connection.
const REACH_TIME: Duration = Duration::from_secs(3);

struct Report {
    bad: usize,
}

impl Report {
    fn say(&mut self, good: Result<String, String>) {
        match good {
            Ok(text) => say!("good  {text}"),
            Err(text) => {
                self.bad += 1;
                say!("BAD   {text}");
            }
        }
    }

    fn end(&self) -> Result<(), String> {
        if self.bad == 0 { Ok(()) } else { Err(format!("{} of these must be mended first.", self.bad)) }
    }
}

async fn engine(db: &Db, report: &mut Report) {
    match db.version().await {
        Err(error) => report.say(Err(error.to_string())),
        Ok((version, collation)) => {
            report.say(Ok(match db.engine() {
                Engine::Sqlite => format!("the engine is SQLite {version}"),
                Engine::Postgres => format!("the engine is PostgreSQL {version}"),
            }));
            if let Some(collation) = collation {
                report.say(open::ordered(db).await.map(|()| format!("the database's collation is {collation}")));
            }
        }
    }
    report.say(match store::migration_state(db).await {
        Ok(MigrationState::Current) => Ok("the tables fit this program".to_owned()),
        Ok(MigrationState::Behind(n)) => {
            Err(format!("the tables are {} behind; run mpaspor migrate", many(n, "statement", "statements")))
        }
        Ok(MigrationState::Differs(name, step)) => {
            Err(format!("migration {name}, statement {step}, differs from this program's"))
        }
        Err(error) => Err(format!("the tables cannot be read: {error}")),
    });
}

/// The host and the port behind an address; none where it is not one.
fn endpoint(url: &str) -> Option<(String, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let usual = if scheme == "https" { 443 } else { 80 };
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = if let Some(bracketed) = host.strip_prefix('[') {
        let (host, port) = bracketed.split_once(']')?;
        (host, port.strip_prefix(':'))
    } else {
        match host.rsplit_once(':') {
            // an IPv6 address without brackets has no port
            Some((left, port)) if !left.contains(':') => (left, Some(port)),
            _ => (host, None),
        }
    };
    let port = port.map_or(Some(usual), |port| port.parse().ok())?;
    (!host.is_empty()).then(|| (host.to_owned(), port))
}

async fn reachable(name: &str, at: Option<(String, u16)>) -> Result<String, String> {
    let Some((host, port)) = at else { return Err(format!("the address of {name} names no host")) };
    let shown = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    match tokio::time::timeout(REACH_TIME, tokio::net::TcpStream::connect((host.as_str(), port))).await {
        Ok(Ok(_)) => Ok(format!("{name} can be reached at {shown}")),
        Ok(Err(error)) => Err(format!("{name} cannot be reached at {shown}: {error}")),
        Err(_) => Err(format!("{name} does not answer at {shown} within three seconds")),
    }
}

/// Writes a file where papers go, and removes it.
fn writable(folder: &Path) -> Result<String, String> {
    let file = folder.join(format!(".check-{}", std::process::id()));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&file, b"check"))
        .and_then(|()| std::fs::remove_file(&file))
        .map(|()| format!("papers can be written to {}", folder.display()))
        .map_err(|error| format!("papers cannot be written to {}: {error}", folder.display()))
}

async fn decoder(config: &Config, report: &mut Report) {
    let fenced = documents::decode::sandbox_supported();
    report.say(match &fenced {
        Ok(()) => Ok("this kernel can fence the decoder of papers in".to_owned()),
        Err(error) => Err(format!("papers cannot be decoded safely on this machine: {error}")),
    });
    if fenced.is_ok() {
        let probed = documents::decoder_of(config).probe().await;
        report.say(match probed {
            Ok(()) => Ok("the decoder of papers starts and fences itself in".to_owned()),
            Err(error) => Err(format!("the decoder of papers does not start: {error}")),
        });
    }
}

/// What people need besides a program that runs: reference tables, and days that can be booked.
async fn ready(db: &Db, report: &mut Report) {
    if !matches!(store::migration_state(db).await, Ok(MigrationState::Current)) {
        return;
    }
    let mut reader = db.reader();
    report.say(match catalogue::read_catalogue(&mut reader).await {
        Ok(tables) if tables.version() == 0 => Err("there are no reference tables: run mpaspor data load".to_owned()),
        Ok(tables) => Ok(format!("reference tables of version {} are in force", tables.version())),
        Err(error) => Err(format!("the reference tables cannot be read: {error}")),
    });
    let today = db.now().day_in(Zone::Wib);
    report.say(match schedule::open_days(&mut reader).await {
        Err(error) => Err(format!("the calendar cannot be read: {error}")),
        Ok(offices) => match offices.values().max().filter(|until| **until >= today) {
            None => Err("no session lies ahead, so nobody can book: run mpaspor calendar open".to_owned()),
            Some(until) => Ok(format!("the calendar is open until {until} at the furthest")),
        },
    });
}

/// `mpaspor check`.
pub async fn check(at: &Where) -> Result<(), String> {
    let mut report = Report { bad: 0 };
    let config = config(at)?;
    report.say(Ok("the configuration can be read and has no fault".to_owned()));
    let opened = match open::database(&config).await {
        Ok(db) => {
            engine(&db, &mut report).await;
            let opened = keys::check(&config.keys, &db).await;
            ready(&db, &mut report).await;
            opened
        }
        Err(error) => {
            report.say(Err(error));
            keys::alone(&config.keys)
        }
    };
    report.say(opened.map(|vault| format!("the keys open what they should; key {} seals", vault.current_key_id())));
    report.say(writable(&config.files));
    decoder(&config, &mut report).await;
    for (name, at) in [
        ("treasury billing", endpoint(&config.biller.url)),
        ("the population register", endpoint(&config.population.url)),
        ("the passport register", endpoint(&config.passports.url)),
        ("the mail server", Some((config.mail.host.clone(), config.mail.port))),
    ] {
        report.say(reachable(name, at).await);
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
            let jobs = many(dead.len(), "job", "jobs");
            Err(format!("{jobs} failed five times, for a person to look at: {}", list.join("; ")))
        }
        Err(error) => Err(error.to_string()),
    });
    report.say(match store::waiting_jobs(&mut reader).await {
        Ok(n) if n < 500 => Ok(many(n, "job is due", "jobs are due")),
        Ok(n) => Err(format!("{n} jobs are due: is a worker running?")),
        Err(error) => Err(error.to_string()),
    });
    report.say(match store::pending_events(&mut reader, 100).await {
        Ok(events) if events.len() < 100 => Ok(many(events.len(), "event waits to be told", "events wait to be told")),
        Ok(_) => Err("a hundred events or more wait to be told: is a worker running?".to_owned()),
        Err(error) => Err(error.to_string()),
    });
    report.say(verified(&db).await);
    report.end()
}

/// The audit trail, link by link.
pub(super) async fn verified(db: &Db) -> Result<String, String> {
    match store::verify_audit(db).await.map_err(|e| e.to_string())? {
        Ok(links) => Ok(format!("the audit trail is whole: {}", many(links, "link", "links"))),
        Err(fault) => Err(format!("the audit trail is broken: {fault}")),
    }
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    #[test]
    fn the_host_behind_an_address_is_found_whatever_stands_around_it() {
        for (url, host, port) in [
            ("http://127.0.0.1:9", "127.0.0.1", 9),
            ("https://billing.example.id", "billing.example.id", 443),
            ("http://billing.example.id/bill/v1?a=b:c", "billing.example.id", 80),
            ("https://us:er@billing.example.id:8443/x@y", "billing.example.id", 8443),
            ("https://user:word@billing.example.id", "billing.example.id", 443),
            ("https://[2001:db8::7]:8443/bill", "2001:db8::7", 8443),
            ("https://[2001:db8::7]", "2001:db8::7", 443),
            ("http://::1", "::1", 80),
        ] {
            assert_eq!(endpoint(url), Some((host.to_owned(), port)), "{url}");
        }
        for url in ["billing", "https://", "https://user@", "https://billing.example.id:port", "https://[2001:db8::7"] {
            assert_eq!(endpoint(url), None, "{url}");
        }
    }
}
