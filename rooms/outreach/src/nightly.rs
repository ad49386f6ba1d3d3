//! What the days do by themselves: guests are reminded on the day before, and forgotten when the day is long past.

use crate::store::{days, guests};
use kernel::{
    event::{DayNews, Event},
    time::{DAY, TimeOfDay, add_days},
};
use shell::House;
use std::sync::Arc;
use store::{Actor, AuditEntry, StoreError};

/// The hour of the office at which the day before is told.
const REMINDER_HOUR: TimeOfDay = TimeOfDay(9 * 60);

/// Tells guests that it is tomorrow, once per day, from nine o'clock on the day before. Answers how many days.
pub async fn day_before(house: Arc<House>) -> Result<usize, String> {
    remind(&house).await.map_err(|e| e.to_string())
}

async fn remind(house: &House) -> Result<usize, StoreError> {
    let now = house.now();
    let mut told = 0;
    for day in days::to_remind(&mut house.reader(), now.plus(2 * DAY)).await? {
        if now < REMINDER_HOUR.on(add_days(day.plan.day, -1), day.zone) {
            continue;
        }
        let done = house.db.transact::<_, StoreError, _>(|tx| {
            let day = &day;
            Box::pin(async move {
                if !days::reminded(tx, day).await? {
                    return Ok(false);
                }
                for guest in guests::with_mail(tx, &day.id).await? {
                    tx.tell(&Event::InformationDay { guest, news: DayNews::Tomorrow }).await?;
                }
                Ok(true)
            })
        });
        told += usize::from(done.await?);
    }
    Ok(told)
}

/// Forgets names and contacts of guests 30 days after the day. Answers of how many.
pub async fn forget(house: Arc<House>) -> Result<usize, String> {
    let forgotten = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let forgotten = guests::forget(tx).await?;
            if forgotten > 0 {
                let detail = serde_json::json!({ "guests": forgotten });
                let entry = AuditEntry {
                    actor: Actor::System,
                    action: "outreach.forget",
                    object: "guest",
                    id: "",
                    application: None,
                    detail,
                };
                tx.audit(entry).await?;
            }
            Ok(forgotten)
        })
    });
    let forgotten = forgotten.await.map_err(|e| e.to_string())?;
    Ok(usize::try_from(forgotten).unwrap_or(usize::MAX))
}
