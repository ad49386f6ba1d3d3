//! The command line.

use crate::{backup, commands, serve};
use clap::{Args, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// M-Paspor: online passport applications.
#[derive(Parser)]
#[command(name = "mpaspor", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    trial: TrialArgs,
}

/// Settings of a trial.
#[derive(Args, Clone, Debug, Default)]
pub struct TrialArgs {
    /// Folder of the trial (default: var/trial).
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Address of the product's pages (default: 127.0.0.1:8080; a busy port takes the next free one).
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Database of the trial, such as postgres://... of a private server (default: SQLite in the folder).
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Removes the trial folder first.
    #[arg(long)]
    pub fresh: bool,
}

/// Which installation a command looks after.
#[derive(Args, Clone, Debug)]
pub struct Where {
    /// The configuration of a production server.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder of a trial.
    #[cfg(feature = "world")]
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    pub data_dir: Option<PathBuf>,
}

/// A production server.
#[derive(Args, Clone, Debug)]
pub struct Production {
    /// Its configuration.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// A whole country in a folder, with everything outside simulated (what plain `mpaspor` does).
    Trial(TrialArgs),
    /// Serves pages, papers and partners' notices; on SQLite it also does the work.
    Serve(Production),
    /// Does the work in a process of its own (PostgreSQL only).
    Work(Production),
    /// Brings the database's tables up to this program.
    Migrate(Where),
    /// Checks configuration, engine, keys, decoder, tables and partners; each a plain sentence.
    Check(Where),
    /// Looks at a running installation: waiting work, isolated jobs, audit trail.
    Doctor(Where),
    /// Copies database and sealed papers into a folder, beside a running server.
    Backup(backup::BackupArgs),
    /// Brings a backup into an empty database and an empty folder.
    Restore(backup::RestoreArgs),
    /// Mails that are held after a restore.
    #[command(subcommand)]
    Mail(backup::MailCommand),
    /// Officers.
    #[command(subcommand)]
    Officer(commands::OfficerCommand),
    /// Calendars and quotas.
    #[command(subcommand)]
    Calendar(commands::CalendarCommand),
    /// Reference tables.
    #[command(subcommand)]
    Data(commands::DataCommand),
    /// The audit trail.
    #[command(subcommand)]
    Audit(commands::AuditCommand),
}

/// Reads the command line and runs the command.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("the async runtime cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match cli.command {
            None => trial(cli.trial).await,
            Some(Command::Trial(args)) => trial(args).await,
            Some(Command::Serve(at)) => serve::serve(&at).await,
            Some(Command::Work(at)) => serve::work(&at).await,
            Some(Command::Migrate(at)) => commands::migrate(&at).await,
            Some(Command::Check(at)) => commands::check(&at).await,
            Some(Command::Doctor(at)) => commands::doctor(&at).await,
            Some(Command::Backup(args)) => backup::backup(&args).await,
            Some(Command::Restore(args)) => backup::restore(&args).await,
            Some(Command::Mail(command)) => command.run().await,
            Some(Command::Officer(command)) => command.run().await,
            Some(Command::Calendar(command)) => command.run().await,
            Some(Command::Data(command)) => command.run().await,
            Some(Command::Audit(command)) => command.run().await,
        }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "world")]
async fn trial(args: TrialArgs) -> Result<(), String> {
    crate::trial::run(args).await
}

#[cfg(not(feature = "world"))]
async fn trial(_: TrialArgs) -> Result<(), String> {
    Err("This program was built without the simulated outside, so it has no trial. Use: mpaspor serve --config FILE".to_owned())
}
