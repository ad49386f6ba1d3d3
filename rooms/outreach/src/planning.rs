//! What an officer does with a day: plan it, change it, cancel it. Each names the version that was seen; guests who left an
//! address hear of a change that touches them.

use crate::{
    model::{ChangeRefused, InformationDay, Plan},
    store::{days, guests},
};
use kernel::{
    event::{DayNews, Event},
    ids::{InformationDayId, OfficeCode, OfficerId},
    time::Zone,
};
use store::{Actor, AuditEntry, Once, StoreError, Tx};

/// Changes that a guest must hear of.
const TOUCHING: [&str; 4] = ["day", "hours", "place", "regency"];

async fn audit(
    tx: &mut Tx<'_>,
    action: &'static str,
    id: &InformationDayId,
    by: &OfficerId,
    fields: &[&str],
) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: Actor::Officer(by.clone()),
        action,
        object: "information_day",
        id: id.as_str(),
        application: None,
        detail: serde_json::json!({ "fields": fields }),
    })
    .await
}

async fn tell(tx: &mut Tx<'_>, id: &InformationDayId, news: DayNews) -> Result<(), StoreError> {
    for guest in guests::with_mail(tx, id).await? {
        tx.tell(&Event::InformationDay { guest, news }).await?;
    }
    Ok(())
}

/// Plans a day at an office. The same key again answers the day that was made.
pub async fn plan(
    tx: &mut Tx<'_>,
    (office, zone): (&OfficeCode, Zone),
    plan: &Plan,
    key: &str,
    by: &OfficerId,
) -> Result<InformationDayId, ChangeRefused> {
    let scope = format!("outreach.plan:{by}");
    match tx.once(&scope, key, "").await? {
        Once::Replay(id) => return InformationDayId::parse(&id).map_err(|_| ChangeRefused::Absent),
        Once::OtherBody => return Err(ChangeRefused::Absent),
        Once::First => {}
    }
    let id = days::insert(tx, office, zone, plan).await?;
    days::note_change(tx, &id, 1, by, &["made"]).await?;
    audit(tx, "outreach.plan", &id, by, &[]).await?;
    tx.remember(&scope, key, "", id.as_str()).await?;
    Ok(id)
}

/// The day as it stands, if it is this office's and at the version that was seen.
async fn seen(
    tx: &mut Tx<'_>,
    id: &InformationDayId,
    office: &OfficeCode,
    version: i64,
) -> Result<InformationDay, ChangeRefused> {
    let day = days::one(tx, id).await?.filter(|d| d.office == *office).ok_or(ChangeRefused::Absent)?;
    if day.version != version {
        return Err(ChangeRefused::Stale);
    }
    if !day.is_open() || day.ends_at <= store::Ask::now(tx) {
        return Err(ChangeRefused::NotNow);
    }
    Ok(day)
}

/// Changes a day that has not begun.
pub async fn change(
    tx: &mut Tx<'_>,
    (id, version): (&InformationDayId, i64),
    office: &OfficeCode,
    plan: &Plan,
    by: &OfficerId,
) -> Result<(), ChangeRefused> {
    let day = seen(tx, id, office, version).await?;
    let fields = day.plan.differences(plan);
    if fields.is_empty() {
        return Ok(());
    }
    if !days::update(tx, &day, plan).await? {
        // the row may have gone on between the two statements: seats are taken without the officers' version
        let now = days::one(tx, id).await?.ok_or(ChangeRefused::Absent)?;
        return Err(if now.version == version && now.taken > plan.capacity {
            ChangeRefused::TooFew(now.taken)
        } else {
            ChangeRefused::Stale
        });
    }
    days::note_change(tx, id, version + 1, by, &fields).await?;
    audit(tx, "outreach.change", id, by, &fields).await?;
    if fields.iter().any(|f| TOUCHING.contains(f)) {
        tell(tx, id, DayNews::Changed).await?;
    }
    Ok(())
}

/// Cancels a day; its guests hear why.
pub async fn cancel(
    tx: &mut Tx<'_>,
    (id, version): (&InformationDayId, i64),
    office: &OfficeCode,
    reason: &str,
    by: &OfficerId,
) -> Result<(), ChangeRefused> {
    let day = seen(tx, id, office, version).await?;
    if !days::cancel(tx, &day, reason).await? {
        return Err(ChangeRefused::Stale);
    }
    days::note_change(tx, id, version + 1, by, &["cancelled"]).await?;
    audit(tx, "outreach.cancel", id, by, &[]).await?;
    tell(tx, id, DayNews::Cancelled).await.map_err(ChangeRefused::from)
}
