//! What is done later, outside any transaction.

pub(crate) mod ask;
pub(crate) mod confirm;
pub(crate) mod deadline;
pub(crate) mod trace;

use crate::model::{Bill, StateWord};
use crate::open::job as job_about;
use crate::store::bills;
use kernel::{
    ids::BillId,
    time::{HOUR, SECOND},
};
use shell::{House, JobKind};
use std::sync::Arc;
use store::{Ask as _, Claimed, Outcome, StoreError};

/// The kinds of this room.
pub(crate) mod kinds {
    /// Ask the biller for a code.
    pub const ASK: &str = "payment.ask";
    /// The code's time is over.
    pub const DEADLINE: &str = "payment.deadline";
    /// One hour is left.
    pub const REMINDER: &str = "payment.reminder";
    /// A notice arrived: ask whether it is true.
    pub const CONFIRM: &str = "payment.confirm";
    /// A bill was withdrawn: tell the biller.
    pub const CANCEL: &str = "payment.cancel_at_biller";
    /// The biller was silent at the end of a bill: find out what became of it.
    pub const TRACE: &str = "payment.trace";
}

/// Who runs them.
pub(crate) fn all() -> Vec<JobKind> {
    vec![
        JobKind { kind: kinds::ASK, run: |house, job| Box::pin(async move { ended(&house, ask::run(&house, &job).await) }) },
        JobKind {
            kind: kinds::DEADLINE,
            run: |house, job| Box::pin(async move { ended(&house, deadline::run(&house, &job).await) }),
        },
        JobKind {
            kind: kinds::REMINDER,
            run: |house, job| Box::pin(async move { ended(&house, deadline::remind(&house, &job).await) }),
        },
        JobKind {
            kind: kinds::CONFIRM,
            run: |house, job| Box::pin(async move { ended(&house, confirm::run(&house, &job).await) }),
        },
        JobKind { kind: kinds::CANCEL, run: |house, job| Box::pin(async move { ended(&house, trace::run(&house, &job).await) }) },
        JobKind { kind: kinds::TRACE, run: |house, job| Box::pin(async move { ended(&house, trace::run(&house, &job).await) }) },
    ]
}

/// A busy database is no failure of the job: a seat must not hang on it.
fn ended(house: &House, answer: Result<Outcome, StoreError>) -> Outcome {
    match answer {
        Ok(outcome) => outcome,
        Err(StoreError::Busy) => Outcome::Again(house.now().plus(10 * SECOND)),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// Reconciler: a bill that should have ended long ago has lost its job (it failed too often and was isolated); it gets a
/// new one. A job that still waits is enough, so this changes nothing in good times.
pub(crate) async fn sweep(house: Arc<House>) -> Result<usize, String> {
    let overdue = bills::overdue(&mut house.reader(), house.now().plus(-HOUR)).await.map_err(|e| e.to_string())?;
    for (id, state) in overdue {
        let kind = if state == StateWord::Asked { kinds::ASK } else { kinds::DEADLINE };
        let wanted = house.db.transact::<_, StoreError, _>(|tx| {
            let id = &id;
            Box::pin(async move {
                let now = tx.now();
                tx.later(job_about(kind, id, now)).await
            })
        });
        wanted.await.map_err(|e| e.to_string())?;
    }
    // the jobs do the work and count it
    Ok(0)
}

/// The bill a job speaks of.
async fn bill_of(house: &House, job: &Claimed) -> Result<Option<Bill>, StoreError> {
    let text = job.payload["bill"].as_str().unwrap_or_default();
    let id = BillId::parse(text).map_err(|e| StoreError::inconsistent("job.payload", e.to_string()))?;
    bills::find(&mut house.reader(), &id).await
}
