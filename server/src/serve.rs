//! Production: `serve` and `work`.

use crate::{cli::Production, keys, listen, open, open::sqlite_path, rooms, watch};
use kernel::config::Config;
use shell::{House, Room};
use std::sync::Arc;
use store::{Engine, FileLock};
use tokio::task::JoinSet;

/// Structured logs, one JSON object a line, on standard error.
pub fn log_json() {
    let _ = tracing_subscriber::fmt().json().with_max_level(tracing::Level::INFO).with_writer(std::io::stderr).try_init();
}

async fn open_house(config: Config, rooms: &[Room]) -> Result<Arc<House>, String> {
    let db = open::database(&config).await?;
    open::ordered(&db).await?;
    open::fits(&db).await?;
    let offset = store::get_setting(&mut db.reader(), open::OFFSET).await.map_err(|e| e.to_string())?;
    if offset.is_some() {
        return Err("This database belongs to a trial: its clock can be moved. A production server does not open it.".to_owned());
    }
    let vault = keys::begin(&config.keys, &db).await?;
    open::house(config, db, vault, None, rooms).await
}

async fn sandboxed(house: &House) -> Result<(), String> {
    documents::decode::sandbox_supported()
        .map_err(|e| format!("Papers cannot be decoded safely on this machine: {e}. A server that would decode them without the filter does not start."))?;
    documents::decoder(house).probe().await.map_err(|e| format!("The decoder of papers does not start: {e}"))
}

/// `mpaspor serve`.
pub async fn serve(at: &Production) -> Result<(), String> {
    log_json();
    let config = open::read_config(Some(&at.config))?;
    open::stands(&config)?;
    let lock = match sqlite_path(&config.database) {
        Some(path) => Some(FileLock::take(path).map_err(|e| format!("The server does not start: {e}"))?),
        None => None,
    };
    let rooms = Arc::new(rooms::all());
    let house = open_house(config, &rooms).await?;
    sandboxed(&house).await?;
    let metrics = watch::collect()?;
    let config = house.config.clone();
    let stop = listen::stop_signal();
    let mut running = JoinSet::new();
    let listeners = [
        (config.listen.clone(), shell::web::product(&house, &rooms)),
        (config.papers_listen.clone(), shell::web::papers(&house, &rooms)),
        (config.partner_listen.clone(), shell::web::partners(&house, &rooms)),
        (config.watch_listen.clone(), watch::routes(house.clone(), metrics)),
    ];
    // with port 0 in the configuration the system chooses: what it chose stands in the log
    let mut taken = Vec::new();
    for (address, router) in listeners {
        let listener = listen::bind(&address, false).await?;
        taken.push(listener.local_addr().map_err(|e| e.to_string())?);
        running.spawn(listen::serve(listener, router, stop.clone()));
    }
    let mut workers = match house.db.engine() {
        Engine::Sqlite => shell::work::start(&house, &rooms, &stop),
        // workers are processes of their own; this one still follows what is published
        Engine::Postgres => shell::work::start_node(&house, &rooms, &stop),
    };
    running.spawn(async move { while workers.join_next().await.is_some() {} });
    tracing::info!(listen = %taken[0], papers = %taken[1], partners = %taken[2], watch = %taken[3], "serving");
    while running.join_next().await.is_some() {}
    house.db.close().await;
    drop(lock);
    tracing::info!("stopped");
    Ok(())
}

/// `mpaspor work`.
pub async fn work(at: &Production) -> Result<(), String> {
    log_json();
    let config = open::read_config(Some(&at.config))?;
    if sqlite_path(&config.database).is_some() {
        return Err(
            "On SQLite the server does the work itself; a second process would only wait for the same file. Use: mpaspor serve"
                .to_owned(),
        );
    }
    let rooms = Arc::new(rooms::all());
    let house = open_house(config, &rooms).await?;
    let stop = listen::stop_signal();
    let mut watching = JoinSet::new();
    let mut watched = "nobody asks".to_owned();
    if let Some(address) = &house.config.work_watch_listen {
        let listener = listen::bind(address, false).await?;
        watched = listener.local_addr().map_err(|e| e.to_string())?.to_string();
        watching.spawn(listen::serve(listener, watch::routes(house.clone(), watch::collect()?), stop.clone()));
    }
    let mut workers = shell::work::start(&house, &rooms, &stop);
    tracing::info!(watch = %watched, "working");
    while workers.join_next().await.is_some() {}
    while watching.join_next().await.is_some() {}
    house.db.close().await;
    tracing::info!("stopped");
    Ok(())
}
