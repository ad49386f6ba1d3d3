//! Reconciler: what should have ended long ago has lost its job (it failed too often and was isolated) and gets a new one. A
//! job that still waits is enough, so this changes nothing in good times.

use super::{kinds, trace::TRACED};
use crate::model::StateWord;
use crate::open::job as job_about;
use crate::store::{bills, notices};
use kernel::{
    ids::{BillId, NoticeId},
    time::{HOUR, Timestamp},
};
use serde_json::json;
use shell::House;
use std::sync::Arc;
use store::{JobSpec, StoreError};

pub(crate) async fn run(house: Arc<House>) -> Result<usize, String> {
    let bills = bills(&house).await;
    let notices = notices(&house).await;
    // the jobs do the work and count it
    bills.and(notices).map(|()| 0).map_err(|error| error.to_string())
}

async fn bills(house: &House) -> Result<(), StoreError> {
    let now = house.now();
    let (mut after, before) = (None, now.plus(-HOUR));
    loop {
        let overdue = bills::overdue(&mut house.reader(), before, after.as_ref()).await?;
        let Some((last, _)) = overdue.last().cloned() else { break };
        for (id, state) in overdue {
            let kind = if state == StateWord::Asked { kinds::ASK } else { kinds::DEADLINE };
            again(house, |now| job_about(kind, &id, now)).await?;
        }
        after = Some(last);
    }
    let mut after: Option<BillId> = None;
    loop {
        let unknown = bills::untraced(&mut house.reader(), (now.plus(-TRACED), before), after.as_ref()).await?;
        let Some((last, _)) = unknown.last().cloned() else { return Ok(()) };
        for (id, _) in unknown {
            again(house, |now| job_about(kinds::TRACE, &id, now)).await?;
        }
        after = Some(last);
    }
}

async fn notices(house: &House) -> Result<(), StoreError> {
    let (mut after, before): (Option<NoticeId>, _) = (None, house.now().plus(-HOUR));
    loop {
        let waiting = notices::unjudged(&mut house.reader(), before, after.as_ref()).await?;
        let Some(last) = waiting.last().cloned() else { return Ok(()) };
        for id in waiting {
            again(house, |now| confirm(&id, now)).await?;
        }
        after = Some(last);
    }
}

/// The job that asks whether a notice is true.
pub(crate) fn confirm(id: &NoticeId, run_at: Timestamp) -> JobSpec {
    JobSpec { kind: kinds::CONFIRM, key: id.to_string(), payload: json!({ "notice": id }), run_at }
}

async fn again(house: &House, job: impl Fn(Timestamp) -> JobSpec + Send + Sync) -> Result<(), StoreError> {
    let job = &job;
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let now = store::Ask::now(tx);
                tx.later(job(now)).await
            })
        })
        .await
}
