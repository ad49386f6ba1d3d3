//! What was never sent and nobody touches is not kept for ever: the owner is told, and later it is thrown away. The hallway
//! drives it, because papers belong to another room.

use crate::store::{aging as rows, application, check};
use catalogue::Catalogue;
use kernel::event::Event;
use kernel::ids::ApplicationId;
use kernel::time::{DAY, Timestamp, Zone};
use serde_json::json;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};

/// The owner is told so long before.
const WARNING: i64 = 7 * DAY;

fn kept(catalogue: &Catalogue, now: Timestamp) -> i64 {
    catalogue.limit("draft_days", now.day_in(Zone::Wib)) * DAY
}

/// Up to 64 drafts that will be thrown away within seven days and whose owner was not told.
pub async fn drafts_to_warn(catalogue: &Catalogue, ask: &mut dyn Ask) -> Result<Vec<ApplicationId>, StoreError> {
    let now = ask.now();
    rows::to_warn(ask, now.plus(WARNING - kept(catalogue, now))).await
}

/// Tells [`Event::DraftAging`], once for each time that a draft is left alone.
pub async fn warn_draft(catalogue: &Catalogue, tx: &mut Tx<'_>, id: &ApplicationId) -> Result<bool, StoreError> {
    let now = tx.now();
    if !rows::warn(tx, id, now.plus(WARNING - kept(catalogue, now))).await? {
        return Ok(false);
    }
    note(tx, id, "application.draft_warned").await?;
    tx.tell(&Event::DraftAging { application: id.clone() }).await?;
    Ok(true)
}

/// Up to 64 drafts, and drafts that were cancelled before they were ever sent, whose time is over.
pub async fn drafts_to_discard(catalogue: &Catalogue, ask: &mut dyn Ask) -> Result<Vec<ApplicationId>, StoreError> {
    let now = ask.now();
    rows::old(ask, now.plus(-kept(catalogue, now)), now.plus(-WARNING)).await
}

/// Deletes a draft whose time is over with all answers, register checks and the key of somebody else it was for; false when it was touched or sent meanwhile.
/// The caller discards its papers in the same transaction.
pub async fn discard_draft(catalogue: &Catalogue, tx: &mut Tx<'_>, id: &ApplicationId) -> Result<bool, StoreError> {
    let now = tx.now();
    let Some(application) = application::lock(tx, id).await? else { return Ok(false) };
    if !rows::is_old(tx, id, (now.plus(-kept(catalogue, now)), now.plus(-WARNING))).await? {
        return Ok(false);
    }
    check::forget(tx, id).await?;
    rows::drop(tx, id).await?;
    // somebody the holder applied for: her key has nothing left to open once the papers are gone, too
    account::drop_person(tx, &application.account, &application.person).await?;
    note(tx, id, "application.draft_discarded").await?;
    Ok(true)
}

/// A paper was sent at an instant: the draft was touched then.
pub async fn touched(tx: &mut Tx<'_>, id: &ApplicationId, at: Timestamp) -> Result<(), StoreError> {
    rows::touched(tx, id, at).await
}

/// When it was touched last, as far as this room knows.
pub async fn touched_at(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Timestamp>, StoreError> {
    Ok(rows::age(ask, id).await?.map(|(touched, _)| touched))
}

/// Until when a draft is kept if nobody touches it again.
pub async fn kept_until(catalogue: &Catalogue, ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Timestamp>, StoreError> {
    let kept = kept(catalogue, ask.now());
    let Some((touched, warned)) = rows::age(ask, id).await? else { return Ok(None) };
    let warned = warned.filter(|warned| *warned >= touched).map_or(touched, |warned| warned.plus(WARNING));
    Ok(Some(touched.plus(kept).max(warned)))
}

async fn note(tx: &mut Tx<'_>, id: &ApplicationId, action: &'static str) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: Actor::System,
        action,
        object: "application",
        id: id.as_str(),
        application: Some(id),
        detail: json!({}),
    })
    .await
}
