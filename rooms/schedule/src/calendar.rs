//! Calendars: opening days from the plan, changing a capacity, closing a day, pausing a group; and what people read.

use crate::model::{DayView, Slot, SlotState};
use crate::store::{calendar, slots};
use ::store::padded::cut;
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::ids::{OfficeCode, SlotId};
use kernel::time::add_days;
use store::{Actor, Ask, AuditEntry, Db, StoreError, Tx, get_setting};

/// The setting that keeps calendars open by themselves: `on`. The trial sets it; offices decide themselves.
pub const ROLLING: &str = "calendar.rolling";

/// Offices whose days are opened in one transaction.
const OFFICES_PER_TRANSACTION: usize = 8;

/// Why a capacity was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CapacityRefused {
    /// No such slot.
    #[error("unknown slot")]
    Unknown,
    /// Less than nothing.
    #[error("a capacity is 0 or more")]
    Negative,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn audit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: &'static str,
    id: &str,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    tx.audit(AuditEntry { actor: actor.clone(), action, object: "calendar", id, application: None, detail }).await
}

/// Opens the days of an office from its plan, both ends inclusive, and answers how many slots are new. What is there
/// already is left as it is; holidays and closed days stay shut.
pub async fn open_calendar(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    office: &OfficeCode,
    from: Date,
    until: Date,
    by: &Actor,
) -> Result<usize, StoreError> {
    let Some(zone) = catalogue.office(office).map(|o| o.zone) else { return Ok(0) };
    let closed = calendar::closures(tx, office, from, until).await?;
    let mut rows = Vec::new();
    let mut day = from;
    while day <= until {
        let plan = if closed.contains(&day) { Vec::new() } else { catalogue.quota_plan(office, day) };
        for planned in plan {
            rows.push(slots::new_row(&Slot {
                id: SlotId::mint(tx.now(), tx.chance()),
                office: office.clone(),
                day,
                start: planned.start,
                end: planned.end,
                lane: planned.lane,
                group: planned.group,
                zone,
                starts_at: planned.start.on(day, zone),
                capacity: planned.capacity,
                taken: 0,
                overbooked: 0,
                state: SlotState::Open,
            }));
        }
        day = add_days(day, 1);
    }
    let mut opened = 0_u64;
    for (sql, params) in cut(slots::ADD, &rows) {
        opened += tx.exec(sql, &params).await?;
    }
    calendar::put_span(tx, office, until).await?;
    let detail = serde_json::json!({ "from": from.to_string(), "until": until.to_string(), "slots": opened });
    audit(tx, by, "schedule.open", office.as_str(), detail).await?;
    Ok(usize::try_from(opened).unwrap_or(usize::MAX))
}

/// Keeps the calendars of all active offices open as far ahead as the catalogue says, where [`ROLLING`] is `on`. Writes
/// only days that are new; answers how many slots.
pub async fn roll(db: &Db, catalogue: &Catalogue) -> Result<usize, StoreError> {
    let mut reader = db.reader();
    if get_setting(&mut reader, ROLLING).await?.as_deref() != Some("on") {
        return Ok(0);
    }
    let spans = calendar::spans(&mut reader).await?;
    let now = db.now();
    let behind: Vec<(OfficeCode, (Date, Date))> = catalogue
        .active_offices()
        .filter_map(|office| {
            let today = now.day_in(office.zone);
            let until = catalogue.add_working_days(today, catalogue.limit("calendar_working_days", today));
            let from = spans.get(office.code.as_str()).map_or(today, |open| add_days(*open, 1).max(today));
            (from <= until).then(|| (office.code.clone(), (from, until)))
        })
        .collect();
    let mut opened = 0;
    for offices in behind.chunks(OFFICES_PER_TRANSACTION) {
        opened += db
            .transact::<_, StoreError, _>(|tx| {
                Box::pin(async move {
                    let mut opened = 0;
                    for (office, (from, until)) in offices {
                        opened += open_calendar(tx, catalogue, office, *from, *until, &Actor::System).await?;
                    }
                    Ok(opened)
                })
            })
            .await?;
    }
    Ok(opened)
}

/// Sets a slot's capacity and answers by how much it is over-booked now. Less than is booked is accepted: nothing new is
/// sold and nobody is dropped.
pub async fn set_capacity(tx: &mut Tx<'_>, id: &SlotId, capacity: i64, by: &Actor) -> Result<i64, CapacityRefused> {
    if capacity < 0 {
        return Err(CapacityRefused::Negative);
    }
    let overbooked = slots::set_capacity(tx, id, capacity).await?.ok_or(CapacityRefused::Unknown)?;
    let detail = serde_json::json!({ "capacity": capacity, "overbooked": overbooked });
    audit(tx, by, "schedule.capacity", id.as_str(), detail).await?;
    Ok(overbooked)
}

/// Closes a day of an office, also one that is not open yet, and answers how many sessions were open. Whoever is booked
/// stays booked until an officer moves him.
pub async fn close_day(tx: &mut Tx<'_>, office: &OfficeCode, day: Date, reason: &str, by: &Actor) -> Result<usize, StoreError> {
    let new = calendar::add_closure(tx, office, day, reason).await?;
    let closed = slots::close(tx, office, day, reason).await?;
    if new || closed > 0 {
        let detail = serde_json::json!({ "day": day.to_string(), "sessions": closed });
        audit(tx, by, "schedule.close", office.as_str(), detail).await?;
    }
    Ok(closed)
}

/// Says whether an office can offer a group of passport types now; people read the reason while it cannot.
pub async fn set_offered(
    tx: &mut Tx<'_>,
    office: &OfficeCode,
    group: &str,
    offered: bool,
    reason: &str,
    by: &Actor,
) -> Result<(), StoreError> {
    if !offered {
        calendar::add_pause(tx, office, group, reason).await?;
    } else if !calendar::drop_pause(tx, office, group).await? {
        return Ok(());
    }
    let detail = serde_json::json!({ "group": group, "offered": offered });
    audit(tx, by, "schedule.offered", office.as_str(), detail).await
}

/// The days of a month that have sessions.
pub async fn month(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    group: &str,
    lane: &str,
    year: i16,
    month: i8,
) -> Result<Vec<DayView>, StoreError> {
    let Ok(first) = Date::new(year, month, 1) else { return Ok(Vec::new()) };
    slots::days(ask, office, (group, lane), (first, first.last_of_month())).await
}

/// The sessions of a day, full and closed ones too, by start.
pub async fn sessions(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    group: &str,
    lane: &str,
    day: Date,
) -> Result<Vec<Slot>, StoreError> {
    slots::of_day(ask, office, group, lane, day).await
}

/// All sessions of an office on a day, whatever they sell and closed ones too: by start, lane and group.
pub async fn sessions_of_office(ask: &mut dyn Ask, office: &OfficeCode, day: Date) -> Result<Vec<Slot>, StoreError> {
    slots::of_office(ask, office, day).await
}

/// One slot.
pub async fn slot(ask: &mut dyn Ask, id: &SlotId) -> Result<Option<Slot>, StoreError> {
    slots::find(ask, id).await
}

/// The first session with a free seat from a day on.
pub async fn next_free(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    group: &str,
    lane: &str,
    from: Date,
) -> Result<Option<Slot>, StoreError> {
    Ok(slots::free(ask, office, (group, lane), (from, Date::MAX)).await?.into_iter().next())
}
