//! `backup`, `restore` and `mail`: an installation in a folder, and back.
//!
//! A backup holds the database as of one instant (rows, so that either engine takes them back), the sealed papers, and the
//! names and fingerprints of the keys, never the keys. It is taken beside a running server, is written under another name until
//! it is whole, and is restored into an empty database and an empty folder only. See `docs/operating.md`.

mod cells;
mod manifest;
mod restore;
mod take;

use crate::{cli::Where, commands::config, keys, open};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use store::StoreError;

/// Where a backup goes.
#[derive(Args)]
pub struct BackupArgs {
    /// The folder of the backup; it must not exist yet.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// Where a backup lies.
#[derive(Args)]
pub struct RestoreArgs {
    /// The folder of the backup.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// Mails that are held after a restore.
#[derive(Subcommand)]
pub enum MailCommand {
    /// Says what is held.
    Held(Where),
    /// Lets mails leave again, and says what becomes of those held so far.
    Release(ReleaseArgs),
}

/// Of which installation mails are released.
#[derive(Args)]
pub struct ReleaseArgs {
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    at: Where,
}

/// What becomes of held mails.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Choice {
    /// They are sent. Some of them may have been sent by the old system after the backup was taken.
    #[arg(long)]
    send: bool,
    /// They are not sent; people find them in their inbox.
    #[arg(long)]
    drop: bool,
}

/// `mpaspor backup`.
pub async fn backup(args: &BackupArgs) -> Result<(), String> {
    let config = config(&args.at)?;
    let db = open::database(&config).await?;
    let vault = keys::check(&config.keys, &db).await?;
    let done = take::take(&db, &vault, &config, &args.to).await;
    db.close().await;
    let manifest = done?;
    say!("{}", manifest.summary());
    say!("In {}. Its keys are not in it; keep them elsewhere: {}.", args.to.display(), manifest.key_names());
    for name in &manifest.files.missing {
        eprintln!("The database names the paper {name}, but the folder of papers does not have it.");
    }
    Ok(())
}

/// `mpaspor restore`.
pub async fn restore(args: &RestoreArgs) -> Result<(), String> {
    let config = config(&args.at)?;
    let manifest = restore::restore(&config, &args.from).await?;
    say!("{}", manifest.summary());
    say!("It was restored, and its audit trail is whole. Mails to people are held until you decide:");
    say!("  mpaspor mail held      says what waits");
    say!("  mpaspor mail release   --send or --drop (docs/operating.md says when which)");
    Ok(())
}

impl MailCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), String> {
        match self {
            Self::Held(at) => {
                let db = open::database(&config(&at)?).await?;
                let held = notification::held(&mut db.reader()).await.map_err(|e| e.to_string())?;
                let Some(held) = held else {
                    say!("No mail is held.");
                    return Ok(());
                };
                say!("Mails are held since the restore of {}.", take::instant(held.restored_at));
                for (kind, count) in held.kinds {
                    say!("  {count:>6}  {kind}");
                }
            }
            Self::Release(args) => {
                let db = open::database(&config(&args.at)?).await?;
                let released = db.transact::<_, StoreError, _>(|tx| Box::pin(notification::release(tx, args.choice.send)));
                if !released.await.map_err(|e| e.to_string())? {
                    return Err("No mail is held.".to_owned());
                }
                say!("Mails leave again; those held so far are {}.", if args.choice.send { "sent" } else { "in the inbox only" });
            }
        }
        Ok(())
    }
}
