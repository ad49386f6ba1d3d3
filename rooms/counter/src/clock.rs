//! What happens to a case by itself: papers that do not come, and a difference that was paid.

use crate::model::{Case, CaseState, Refused, Verb};
use crate::store::cases;
use crate::walk;
use ::store::{Actor, Ask as _, StoreError, Tx};
use futures_util::future::BoxFuture;
use kernel::event::Event;
use kernel::ids::{BillId, EventId};
use shell::House;
use std::sync::Arc;

/// The reason of an application whose papers did not come.
const NOT_COMPLETED: &str = "papers_not_completed";

/// Ends the cases whose missing papers did not come in time; those whose papers all came wait for their verifier. One that
/// cannot be ended holds nobody else up: the error names it when all were looked at.
pub(crate) async fn papers(house: Arc<House>) -> Result<usize, String> {
    let (mut ended, mut failed) = (0, Vec::new());
    let now = house.now();
    let mut late = cases::papers_late(&mut house.reader(), now, None).await.map_err(|e| e.to_string())?;
    while let Some(last) = late.last().cloned() {
        end_all(&house, &late, (&mut ended, &mut failed)).await;
        late = cases::papers_late(&mut house.reader(), now, Some(&last)).await.map_err(|e| e.to_string())?;
    }
    if failed.is_empty() { Ok(ended) } else { Err(format!("{ended} cases were ended, but not {}", failed.join("; "))) }
}

async fn end_all(house: &House, late: &[Case], (ended, failed): (&mut usize, &mut Vec<String>)) {
    for case in late {
        let done = house.db.transact::<_, Refused, _>(|tx| Box::pin(async move { end(tx, case).await }));
        match done.await {
            Ok(true) => *ended += 1,
            // somebody works on it in this moment: the next run looks again
            Ok(false) | Err(Refused::Stale) => {}
            Err(error) => failed.push(format!("{}: {error}", case.id)),
        }
    }
}

/// The application is held first and the case read again: an officer may have been faster.
async fn end(tx: &mut Tx<'_>, listed: &Case) -> Result<bool, Refused> {
    application::hold(tx, &listed.application).await?;
    let Some(case) = &cases::find(tx, &listed.id).await? else { return Ok(false) };
    let now = tx.now();
    let wanted = walk::still_missing(tx, case).await?;
    if wanted.is_empty() || !matches!(case.state, CaseState::PapersPending { until } if until <= now) {
        return Ok(false);
    }
    schedule::serve(tx, &case.booking, &Actor::System).await?;
    let state = CaseState::Void { reason: NOT_COMPLETED.to_owned() };
    let detail = serde_json::json!({ "missing": wanted });
    walk::put(tx, case, Verb::PapersLate, &state, walk::With { detail, ..walk::With::default() }).await?;
    application::void(tx, &case.application, NOT_COMPLETED, &Actor::System).await?;
    tx.tell(&Event::Voided { application: case.application.clone() }).await?;
    Ok(true)
}

/// Hears that a difference was paid.
pub(crate) fn hears<'t>(
    _: &'t House,
    tx: &'t mut Tx<'_>,
    _: &'t EventId,
    event: &'t Event,
) -> BoxFuture<'t, Result<(), StoreError>> {
    Box::pin(async move {
        match event {
            Event::DifferencePaid { bill } => difference_paid(tx, bill).await,
            _ => Ok(()),
        }
    })
}

async fn difference_paid(tx: &mut Tx<'_>, bill: &BillId) -> Result<(), StoreError> {
    // one that expired may have been billed again: whichever of them is paid, the difference is
    let Some(application) = payment::bill(tx, bill).await?.map(|b| b.application) else { return Ok(()) };
    application::hold(tx, &application).await?;
    let Some(case) = cases::of_application(tx, &application).await? else { return Ok(()) };
    if !matches!(case.state, CaseState::AwaitingDifference { .. }) {
        return Ok(());
    }
    let with = walk::With { detail: serde_json::json!({ "bill": bill }), ..walk::With::default() };
    match walk::put(tx, &case, Verb::DifferencePaid, &CaseState::CheckedIn, with).await {
        Ok(()) => Ok(()),
        // told again: the event stays in the outbox until this is committed
        Err(Refused::Stale) => Err(StoreError::Busy),
        Err(Refused::Store(error)) => Err(error),
        Err(other) => Err(StoreError::inconsistent("case_file.state", other.to_string())),
    }
}
