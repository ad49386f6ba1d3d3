//! `rush`: the outside judge of the product.

use clap::{Args, Parser, Subcommand};
use rush::{AuditError, audit};
use std::{path::PathBuf, process::ExitCode};

/// Judges the product from outside.
#[derive(Parser)]
#[command(name = "rush", version)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks the invariants; ends with 0 when all hold, 1 when one is violated, 2 when nothing could be judged.
    Audit(AuditLine),
}

#[derive(Args)]
struct AuditLine {
    /// The database, as sqlite:PATH or postgres://...; it is only read.
    #[arg(long, value_name = "URL")]
    db: String,
    /// The ledger of the simulated outside (world.json): adds I3 and a part of I8.
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// What a test client was told, one JSON object a line: adds I7.
    #[arg(long, value_name = "FILE")]
    acks: Option<PathBuf>,
}

async fn run(line: &AuditLine) -> Result<audit::Report, AuditError> {
    audit::audit(&line.db, line.world.as_deref(), line.acks.as_deref()).await
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Audit(line) = Line::parse().command;
    match run(&line).await {
        Ok(report) => {
            print!("{report}");
            ExitCode::from(u8::from(!report.holds()))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
