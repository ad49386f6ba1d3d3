//! Reconciler: drafts that nobody touches. Their owner is told seven days before; then answers, checks and papers go together.

use ::store::{Actor, StoreError};
use catalogue::Catalogue;
use futures_util::future::BoxFuture;
use kernel::{ids::ApplicationId, time::HOUR};
use shell::{House, Tick};
use std::sync::Arc;

/// The room's reconciler.
pub(crate) const DRAFTS: Tick = Tick { name: "journey.drafts", every: HOUR, run: drafts };

fn drafts(house: Arc<House>) -> BoxFuture<'static, Result<usize, String>> {
    Box::pin(async move { run(&house).await.map_err(|e| e.to_string()) })
}

async fn run(house: &House) -> Result<usize, StoreError> {
    let catalogue = catalogue::current(house);
    let mut done = 0;
    for id in application::drafts_to_warn(&catalogue, &mut house.reader()).await? {
        if papers_are_older(house, &id).await? {
            done += usize::from(warn(house, &catalogue, &id).await?);
        }
    }
    for id in application::drafts_to_discard(&catalogue, &mut house.reader()).await? {
        if papers_are_older(house, &id).await? {
            done += usize::from(discard(house, &catalogue, &id).await?);
        }
    }
    Ok(done)
}

/// True when no paper was sent since the draft was touched; else that is noted, and the draft is looked at again later.
async fn papers_are_older(house: &House, id: &ApplicationId) -> Result<bool, StoreError> {
    let papers = documents::list(&mut house.reader(), id).await?;
    let Some(sent) = papers.iter().map(|p| p.uploaded_at).max() else { return Ok(true) };
    let before = application::touched_at(&mut house.reader(), id).await?;
    if before.is_none_or(|at| sent <= at) {
        return Ok(true);
    }
    house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { application::touched(tx, id, sent).await })).await?;
    Ok(false)
}

async fn warn(house: &House, catalogue: &Catalogue, id: &ApplicationId) -> Result<bool, StoreError> {
    house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { application::warn_draft(catalogue, tx, id).await })).await
}

async fn discard(house: &House, catalogue: &Catalogue, id: &ApplicationId) -> Result<bool, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                if !application::discard_draft(catalogue, tx, id).await? {
                    return Ok(false);
                }
                documents::discard(tx, id, &Actor::System).await?;
                Ok(true)
            })
        })
        .await
}
