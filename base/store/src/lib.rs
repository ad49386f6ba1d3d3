//! The one door to the database: SQLite in one file, or PostgreSQL, with one SQL text for both.
//!
//! * Reading: [`Db::reader`] gives an [`Ask`]; writing: [`Db::transact`] runs a closure in one transaction and may
//!   run it again when the engine says "serialise" or "busy". Nothing inside it mails, bills or calls out.
//! * In the same transaction: [`Tx::audit`], [`Tx::tell`] (outbox), [`Tx::later`] (jobs), [`Tx::once`] (idempotency).
//! * Time of a deadline is [`Tx::now`]: the engine's time plus the trial's offset, or the harness clock.
//! * [`batch::Batch`] lets many callers share one transaction, each with an answer of his own.
//!
//! Statements are constants made by [`sql`], so that a test can prepare each one on both engines. Columns are whole
//! numbers, text or bytes; instants are UTC milliseconds, civil days `YYYY-MM-DD`, money whole rupiah.

#![deny(missing_docs)]

mod audit;
pub mod batch;
mod clear;
mod db;
mod engine;
mod error;
mod idempotency;
mod jobs;
mod load;
mod lock;
mod migrate;
mod outbox;
pub mod padded;
mod reach;
mod setting;
mod snapshot;
mod tx;
mod value;

pub use audit::{Actor, AuditEntry, AuditFault, AuditRow, audit_of, seal, seal_forgotten, verify_audit};
pub use db::{Db, Engine, Reader, TimeSource};
pub use error::{StoreError, deadlocks};
pub use idempotency::Once;
pub use jobs::{Claimed, DeadJob, JobSpec, Outcome, claim_jobs, dead_jobs, finish_job, replay_job, waiting_jobs};
pub use load::Loading;
pub use lock::FileLock;
pub use migrate::{MigrationState, ddl_for, migrate, migration_state, migrations};
pub use outbox::{PendingEvent, event_of, mark_dispatched, pending_events, put_aside};
pub use setting::{get_setting, put_setting};
pub use snapshot::{Applied, ColumnKind, RowSink, Snapshot, Table};
pub use tx::{Ask, Tx};
pub use value::{Row, Sql, Value, sql};

/// Builds the parameter list of a statement: `params![id, now, "text"]`.
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Value] };
    ($($value:expr),+ $(,)?) => { &[$($crate::Value::from($value)),+] };
}

#[cfg(test)]
mod tests;
