//! Work that is done later, outside any transaction: asking the biller, sending a mail.
//!
//! A job is written in the transaction that wants it. A worker claims it with a lease and a growing attempt number
//! (the fence): a worker that was paused and comes back finds that its attempt is not the latest and cannot finish it.
//! `run_at` is domain time; leases are real time, so that moving the trial's clock does not run a job twice.

use crate::{Ask, Db, Sql, StoreError, Tx, params, sql};
use kernel::{ids::JobId, time::Timestamp};

/// A wish for work.
#[derive(Debug, Clone)]
pub struct JobSpec {
    /// The kind, as `room.verb`; a room's description says who runs it.
    pub kind: &'static str,
    /// One waiting job per kind and key: asking again changes nothing.
    pub key: String,
    /// What the runner needs to know: ids only.
    pub payload: serde_json::Value,
    /// Not before this instant (domain time).
    pub run_at: Timestamp,
}

/// A job that this worker may run now.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: JobId,
    /// The kind.
    pub kind: String,
    /// The key it was asked for with.
    pub key: String,
    /// What the runner needs to know.
    pub payload: serde_json::Value,
    /// 1 for the first try; also the fence.
    pub attempt: i64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or no longer needed.
    Done,
    /// Not an error: look again at this instant (does not count as a failed try).
    Again(Timestamp),
    /// Failed; tried again after a growing pause, at most five times, then isolated.
    Failed(String),
}

/// A job that failed too often and waits for a person.
#[derive(Debug, Clone)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// The kind.
    pub kind: String,
    /// The key.
    pub key: String,
    /// The last error, without personal data.
    pub error: String,
    /// How often it was tried, over all its lives.
    pub attempt: i64,
}

/// Tries before a job is isolated.
pub const ATTEMPTS_MAX: i64 = 5;

const INSERT: Sql = sql("INSERT INTO job (id, kind, job_key, payload, run_at, state, failures, attempt, created_at) \
     VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, $6) ON CONFLICT DO NOTHING");
const DUE: Sql =
    sql("SELECT id FROM job WHERE state = 'waiting' AND run_at <= $1 AND (lease_until IS NULL OR lease_until < $2) \
     ORDER BY run_at LIMIT $3");
const CLAIM: Sql = sql("UPDATE job SET lease_until = $1, attempt = attempt + 1 WHERE id = $2 AND state = 'waiting' \
     AND run_at <= $3 AND (lease_until IS NULL OR lease_until < $4) RETURNING id, kind, job_key, payload, attempt");
const DONE: Sql =
    sql("UPDATE job SET state = 'done', lease_until = NULL, done_at = $1 WHERE id = $2 AND attempt = $3 AND state = 'waiting'");
const AGAIN: Sql = sql(
    "UPDATE job SET run_at = $1, lease_until = NULL, failures = $2, error = $3 WHERE id = $4 AND attempt = $5 AND state = 'waiting'",
);
const FAILURES: Sql = sql("SELECT failures FROM job WHERE id = $1");
const DEAD: Sql = sql(
    "UPDATE job SET state = 'dead', lease_until = NULL, error = $1, failures = $2 WHERE id = $3 AND attempt = $4 AND state = 'waiting'",
);
const LIST_DEAD: Sql = sql("SELECT id, kind, job_key, error, attempt FROM job WHERE state = 'dead' ORDER BY id LIMIT 200");
const REPLAY: Sql = sql("UPDATE job SET state = 'waiting', failures = 0, run_at = $1 WHERE id = $2 AND state = 'dead'");
const COUNT_DUE: Sql = sql("SELECT COUNT(*) AS n FROM job WHERE state = 'waiting' AND run_at <= $1");

impl Tx<'_> {
    /// Writes a job: run after this transaction commits. A waiting job with the same kind and key is enough.
    pub async fn later(&mut self, job: JobSpec) -> Result<(), StoreError> {
        let id = JobId::mint(self.real_now(), self.chance());
        let now = self.now();
        self.exec(INSERT, params![&id, job.kind, job.key, job.payload.to_string(), job.run_at, now]).await?;
        Ok(())
    }
}

/// Claims up to `limit` due jobs for `lease` milliseconds of real time.
pub async fn claim_jobs(db: &Db, limit: i64, lease: i64) -> Result<Vec<Claimed>, StoreError> {
    let (now, real) = (db.now(), db.time().real_now());
    let due = db.reader().all(DUE, params![now, real, limit]).await?;
    let mut claimed = Vec::with_capacity(due.len());
    for row in due {
        let id = row.text("id")?;
        let taken = db
            .transact::<_, StoreError, _>(|tx| {
                let id = id.clone();
                Box::pin(async move {
                    let (now, real) = (tx.now(), tx.real_now());
                    tx.maybe(CLAIM, params![real.plus(lease), id, now, real]).await
                })
            })
            .await?;
        if let Some(row) = taken {
            claimed.push(Claimed {
                id: row.parsed("id", JobId::parse)?,
                kind: row.text("kind")?,
                key: row.text("job_key")?,
                payload: row.parsed("payload", |t| serde_json::from_str(t))?,
                attempt: row.int("attempt")?,
            });
        }
    }
    Ok(claimed)
}

/// Writes down how a run ended; false when the lease was lost to another worker meanwhile.
pub async fn finish_job(db: &Db, job: &Claimed, outcome: &Outcome) -> Result<bool, StoreError> {
    db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let now = tx.now();
            let touched = match outcome {
                Outcome::Done => tx.exec(DONE, params![now, &job.id, job.attempt]).await?,
                Outcome::Again(at) => tx.exec(AGAIN, params![*at, 0, None::<String>, &job.id, job.attempt]).await?,
                Outcome::Failed(error) => {
                    let failures = tx.one(FAILURES, params![&job.id]).await?.int("failures")? + 1;
                    let error: String = error.chars().take(300).collect();
                    if failures >= ATTEMPTS_MAX {
                        tx.exec(DEAD, params![error, failures, &job.id, job.attempt]).await?
                    } else {
                        // 10 s, 40 s, 160 s, 640 s
                        let pause = 10_000_i64 << (2 * (failures - 1)).min(20);
                        tx.exec(AGAIN, params![now.plus(pause), failures, error, &job.id, job.attempt]).await?
                    }
                }
            };
            Ok(touched == 1)
        })
    })
    .await
}

/// Jobs that wait for a person.
pub async fn dead_jobs(ask: &mut dyn Ask) -> Result<Vec<DeadJob>, StoreError> {
    let rows = ask.all(LIST_DEAD, params![]).await?;
    rows.iter()
        .map(|row| {
            Ok(DeadJob {
                id: row.parsed("id", JobId::parse)?,
                kind: row.text("kind")?,
                key: row.text("job_key")?,
                error: row.opt_text("error")?.unwrap_or_default(),
                attempt: row.int("attempt")?,
            })
        })
        .collect()
}

/// Lets an isolated job run again; false when it is not isolated.
pub async fn replay_job(tx: &mut Tx<'_>, id: &JobId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(REPLAY, params![now, id]).await? == 1)
}

/// How many jobs are due now.
pub async fn waiting_jobs(ask: &mut dyn Ask) -> Result<i64, StoreError> {
    let now = ask.now();
    ask.one(COUNT_DUE, params![now]).await?.int("n")
}
