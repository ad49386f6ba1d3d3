//! `mpaspor trial`: a whole country in a folder. Real offices and rules; everything outside is simulated by `world`.

mod begin;
pub mod clock;
mod samples;

use crate::{cli::TrialArgs, listen, open, rooms, watch};
use kernel::{
    config::{Config, Mail, Partner, Revenue, Secret},
    time::{Clock, Timestamp},
};
use serde::{Deserialize, Serialize};
use shell::TrialInfo;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{Db, FileLock, StoreError, TimeSource};
use tokio::task::JoinSet;
use vault::Vault;
use world::{World, WorldConfig};

/// Ports and secrets of a trial, kept in its folder so that running again continues.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    billing_secret: String,
    register_secret: String,
    world: SocketAddr,
    smtp: SocketAddr,
    product: String,
    papers: String,
    database: String,
}

/// Domain time, for the simulated outside: the bank's clock follows the trial's.
struct DomainClock(TimeSource);

impl Clock for DomainClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

fn folder_of(args: &TrialArgs) -> PathBuf {
    args.data_dir.clone().unwrap_or_else(|| PathBuf::from("var/trial"))
}

fn read_kept(folder: &Path) -> Option<Kept> {
    let text = std::fs::read_to_string(folder.join("trial.json")).ok()?;
    serde_json::from_str(&text).ok()
}

/// Writes a whole file or none: whoever reads it, also after a kill, sees the old text or the new one.
fn write_json(path: &Path, value: &impl Serialize) -> Result<(), String> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let text = serde_json::to_string_pretty(value).map_err(|e| e.to_string())?;
    let beside = path.with_extension("json.new");
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|error: std::io::Error| format!("{} cannot be written: {error}", path.display()))
}

fn config(folder: &Path, kept: &Kept, partner: &str, watch: &str) -> Config {
    let at = |secret: &str| Partner {
        url: format!("http://{}", kept.world),
        client: "mpaspor".to_owned(),
        secret: Secret::new(secret.to_owned()),
    };
    Config {
        trial: true,
        listen: kept.product.clone(),
        public_url: kept.product.replace("127.0.0.1", "localhost"),
        papers_listen: kept.papers.clone(),
        papers_url: kept.papers.clone(),
        partner_listen: partner.to_owned(),
        watch_listen: watch.to_owned(),
        work_watch_listen: None,
        trusted_proxies: kernel::proxies::Proxies::default(),
        database: kept.database.clone(),
        files: folder.join("files"),
        keys: folder.join("keys"),
        data: None,
        decoder: None,
        biller: at(&kept.billing_secret),
        population: at(&kept.register_secret),
        passports: at(&kept.register_secret),
        mail: Mail {
            host: kept.smtp.ip().to_string(),
            port: kept.smtp.port(),
            security: "none".to_owned(),
            from: "M-Paspor <jangan-balas@paspor.contoh.id>".to_owned(),
            login: None,
        },
        revenue: Revenue {
            ministry: "137".to_owned(),
            echelon: "04".to_owned(),
            work_unit: "409221".to_owned(),
            account: "425213".to_owned(),
        },
    }
}

/// The configuration of a trial that ran before, for the commands that look after it.
pub fn config_of(folder: &Path) -> Result<Config, String> {
    let kept = read_kept(folder).ok_or_else(|| {
        format!("There is no trial in {}. Start one with `mpaspor trial`, or give --config FILE.", folder.display())
    })?;
    Ok(config(folder, &kept, "", ""))
}

/// The database asked for, the one used before, or SQLite in the folder.
fn database_of(folder: &Path, args: &TrialArgs) -> String {
    let before = || read_kept(folder).map(|k| k.database);
    args.database.clone().or_else(before).unwrap_or_else(|| format!("sqlite:{}", folder.join("mpaspor.db").display()))
}

/// Marks the database as a trial's and lets calendars roll.
async fn mark(db: &Db) -> Result<(), StoreError> {
    db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if store::get_setting(tx, open::OFFSET).await?.is_none() {
                store::put_setting(tx, open::OFFSET, "0").await?;
            }
            store::put_setting(tx, schedule::ROLLING, "on").await
        })
    })
    .await
}

fn log() {
    let level = tracing::Level::WARN;
    let _ = tracing_subscriber::fmt().with_max_level(level).with_target(true).with_writer(std::io::stderr).try_init();
}

/// Runs the trial until it is told to stop.
pub async fn run(args: TrialArgs) -> Result<(), String> {
    log();
    let folder = folder_of(&args);
    let url = database_of(&folder, &args);
    if args.fresh {
        begin::anew(&folder, &url).await?;
    }
    std::fs::create_dir_all(&folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    let _lock = FileLock::take(&folder.join("mpaspor.db")).map_err(|e| format!("This trial is running already: {e}"))?;
    let db = begin::database(&folder, &url).await?;
    mark(&db).await.map_err(|e| e.to_string())?;
    let (kept, world, listeners) = open_outside(&folder, &args, (&db, url)).await?;
    let rooms = {
        let mut rooms = rooms::all();
        rooms.push(clock::room());
        Arc::new(rooms)
    };
    let [product, papers, partner, watching] = listeners;
    let text = |l: &tokio::net::TcpListener| l.local_addr().map(|a| a.to_string()).map_err(|e| e.to_string());
    let config = config(&folder, &kept, &text(&partner)?, &text(&watching)?);
    let vault = Vault::open(&config.keys).map_err(|e| e.to_string())?;
    let trial = TrialInfo { world_url: format!("http://{}", world.http_addr()) };
    let house = open::house(config, db, vault, Some(trial), &rooms).await?;
    house.keep(clock::Workers(rooms.clone()));
    documents::decode::sandbox_supported().map_err(|e| format!("Papers cannot be decoded safely on this machine: {e}"))?;
    let stop = listen::stop_signal();
    let mut running = JoinSet::new();
    running.spawn(listen::serve(product, shell::web::product(&house, &rooms), stop.clone()));
    running.spawn(listen::serve(papers, shell::web::papers(&house, &rooms), stop.clone()));
    running.spawn(listen::serve(partner, shell::web::partners(&house, &rooms), stop.clone()));
    running.spawn(listen::serve(watching, watch::routes(house.clone(), watch::collect()?), stop.clone()));
    let officers = samples::prepare(&house, &folder).await?;
    outreach::create_sample_days(&house).await.map_err(|e| format!("the sample information days: {e}"))?;
    world.set_officers(officers.iter().map(samples::Officer::shown).collect());
    let mut workers = shell::work::start(&house, &rooms, &stop);
    running.spawn(async move { while workers.join_next().await.is_some() {} });
    announce(&house, &folder, &officers)?;
    while running.join_next().await.is_some() {}
    world.stop().await;
    house.db.close().await;
    Ok(())
}

type Listeners = [tokio::net::TcpListener; 4];

/// Finds free ports, starts the simulated outside, and keeps what must stay the same.
async fn open_outside(
    folder: &Path,
    args: &TrialArgs,
    (db, database): (&Db, String),
) -> Result<(Kept, World, Listeners), String> {
    let before = read_kept(folder);
    let wanted = args.listen.clone().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let product = listen::bind(&wanted, true).await?;
    let port = product.local_addr().map_err(|e| e.to_string())?.port();
    let near = |n: u16| format!("127.0.0.1:{}", if wanted.ends_with(":0") { 0 } else { port.saturating_add(n) });
    let (papers, partner, watching) =
        (listen::bind(&near(1), true).await?, listen::bind(&near(2), true).await?, listen::bind(&near(3), true).await?);
    // bound once and handed over: nobody can take them in between
    let (http, smtp) = (listen::bind(&near(4), true).await?, listen::bind(&near(5), true).await?);
    let at = |l: &tokio::net::TcpListener| l.local_addr().map_err(|e| e.to_string());
    let local = |l: &tokio::net::TcpListener| l.local_addr().map(|a| format!("http://{a}")).map_err(|e| e.to_string());
    let kept = Kept {
        billing_secret: before.as_ref().map_or_else(vault::new_token, |k| k.billing_secret.clone()),
        register_secret: before.as_ref().map_or_else(vault::new_token, |k| k.register_secret.clone()),
        world: at(&http)?,
        smtp: at(&smtp)?,
        product: local(&product)?,
        papers: local(&papers)?,
        database,
    };
    let world = World::start_on(
        (http, smtp),
        WorldConfig {
            data_dir: folder.join("world"),
            listen: kept.world,
            smtp_listen: kept.smtp,
            notify_url: local(&partner)?,
            billing_secret: kept.billing_secret.clone(),
            register_secret: kept.register_secret.clone(),
            client: "mpaspor".to_owned(),
        },
        Arc::new(DomainClock(db.time().clone())),
    )
    .map_err(|e| format!("The simulated outside cannot start: {e}"))?;
    world.set_product_url(kept.product.replace("127.0.0.1", "localhost"));
    write_json(&folder.join("trial.json"), &kept)?;
    Ok((kept, world, [product, papers, partner, watching]))
}

fn announce(house: &shell::House, folder: &Path, officers: &[samples::Officer]) -> Result<(), String> {
    let config = &house.config;
    let world = house.trial.as_ref().map(|t| t.world_url.clone()).unwrap_or_default();
    write_json(
        &folder.join("addresses.json"),
        &serde_json::json!({
            "product": config.public_url, "papers": config.papers_url, "world": world, "watch": format!("http://{}", config.watch_listen),
        }),
    )?;
    say!("M-Paspor trial: nothing here is real.");
    say!("");
    say!("  Product           {}", config.public_url);
    say!("  Officers' desk    {}/petugas", config.public_url);
    say!("  Bank, mail, ...   {world}");
    say!("  Metrics, health   http://{}", config.watch_listen);
    say!("  Folder            {}", folder.display());
    say!("");
    say!("  Sample citizen    {}  password: {}", samples::CITIZEN.1, samples::PASSWORD);
    for officer in officers {
        say!("  Sample officer    {}  ({}, {})", officer.email, officer.office, officer.roles.join(" "));
    }
    say!("  Officers' password: {}   current codes: {world}/petugas", samples::PASSWORD);
    say!("");
    say!("Stop with Ctrl-C; running again continues; --fresh starts anew.");
    Ok(())
}
