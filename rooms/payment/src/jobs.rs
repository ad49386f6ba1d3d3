//! What is done later, outside any transaction.

pub(crate) mod ask;
pub(crate) mod confirm;
pub(crate) mod deadline;
pub(crate) mod sweep;
pub(crate) mod trace;

use crate::model::Bill;
use crate::store::bills;
use kernel::{ids::BillId, time::SECOND};
use shell::{House, JobKind};
use store::{Claimed, Outcome, StoreError};

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

/// The bill a job speaks of.
async fn bill_of(house: &House, job: &Claimed) -> Result<Option<Bill>, StoreError> {
    let text = job.payload["bill"].as_str().unwrap_or_default();
    let id = BillId::parse(text).map_err(|e| StoreError::inconsistent("job.payload", e.to_string()))?;
    bills::find(&mut house.reader(), &id).await
}
