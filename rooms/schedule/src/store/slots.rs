//! Slots: their counter, their lock, and the questions of the calendar pages.

use crate::model::{DayView, Slot, SlotState};
use jiff::civil::Date;
use kernel::ids::{OfficeCode, SlotId};
use kernel::time::{TimeOfDay, Timestamp, Zone};
use store::{Ask, Row, Sql, StoreError, Tx, Value, padded, params, sql};

padded! {
    /// New slots; one that is there already is left as it is.
    ADD_SLOTS = sql("INSERT INTO slot (id, office, day, start_minute, end_minute, lane, type_group, zone, starts_at, capacity, taken, overbooked, state, reason, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 'open', NULL, 1) ON CONFLICT DO NOTHING")
}

const LOCK: Sql = sql("UPDATE slot SET version = version + 1 WHERE id = $1");
const ONE: Sql =
    sql("SELECT s.id, s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, \
     s.taken, s.overbooked, s.state, s.reason, p.reason AS paused \
     FROM slot s LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group WHERE s.id = $1");
const OF_DAY: Sql =
    sql("SELECT s.id, s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, \
     s.taken, s.overbooked, s.state, s.reason, p.reason AS paused \
     FROM slot s LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group \
     WHERE s.office = $1 AND s.type_group = $2 AND s.lane = $3 AND s.day = $4 ORDER BY s.start_minute");
const OF_OFFICE: Sql =
    sql("SELECT s.id, s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, \
     s.taken, s.overbooked, s.state, s.reason, p.reason AS paused \
     FROM slot s LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group \
     WHERE s.office = $1 AND s.day = $2 ORDER BY s.start_minute, s.lane, s.type_group");
const FREE: Sql =
    sql("SELECT s.id, s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, \
     s.taken, s.overbooked, s.state, s.reason, p.reason AS paused \
     FROM slot s LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group \
     WHERE s.office = $1 AND s.type_group = $2 AND s.lane = $3 AND s.day >= $4 AND s.day <= $5 AND s.starts_at > $6 \
     AND s.state = 'open' AND s.taken < s.capacity AND p.office IS NULL ORDER BY s.day, s.start_minute LIMIT 4");
const MONTH: Sql = sql("SELECT s.day, \
     CAST(SUM(CASE WHEN s.state = 'open' AND s.starts_at > $6 AND s.taken < s.capacity THEN s.capacity - s.taken ELSE 0 END) AS BIGINT) AS free, \
     CAST(SUM(s.capacity) AS BIGINT) AS capacity, CAST(SUM(CASE WHEN s.state = 'open' THEN 1 ELSE 0 END) AS BIGINT) AS open, \
     MIN(s.reason) AS reason, MIN(p.reason) AS paused \
     FROM slot s LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group \
     WHERE s.office = $1 AND s.type_group = $2 AND s.lane = $3 AND s.day >= $4 AND s.day <= $5 GROUP BY s.day ORDER BY s.day");
const FILL: Sql =
    sql("UPDATE slot SET taken = taken + $1 WHERE id = $2 AND taken + $1 <= capacity AND state = 'open' RETURNING id");
const FREE_ONE: Sql = sql("UPDATE slot SET taken = taken - 1, \
     overbooked = CASE WHEN taken - 1 > capacity THEN taken - 1 - capacity ELSE 0 END WHERE id = $1 AND taken >= 1");
const SET_CAPACITY: Sql = sql("UPDATE slot SET capacity = $1, \
     overbooked = CASE WHEN taken > $1 THEN taken - $1 ELSE 0 END, version = version + 1 WHERE id = $2 RETURNING overbooked");
const OPEN_IDS: Sql = sql("SELECT id FROM slot WHERE office = $1 AND day = $2 AND state = 'open' ORDER BY id");
const CLOSE: Sql = sql("UPDATE slot SET state = 'closed', reason = $1, version = version + 1 WHERE id = $2 AND state = 'open'");

/// Reads a slot whose id stands in the column `id`.
pub(crate) fn slot_of(row: &Row, id: &str) -> Result<Slot, StoreError> {
    let closed = match row.text("state")?.as_str() {
        "open" => row.opt_text("paused")?,
        "closed" => Some(row.text("reason")?),
        other => return Err(StoreError::inconsistent("slot.state", format!("unknown word {other}"))),
    };
    slot_with(row, id, closed.map_or(SlotState::Open, |reason| SlotState::Closed { reason }))
}

/// Reads a slot whose state was read already.
pub(crate) fn slot_with(row: &Row, id: &str, state: SlotState) -> Result<Slot, StoreError> {
    Ok(Slot {
        id: row.parsed(id, SlotId::parse)?,
        office: row.parsed("office", OfficeCode::parse)?,
        day: row.day("day")?,
        start: TimeOfDay(row.int("start_minute")?),
        end: TimeOfDay(row.int("end_minute")?),
        lane: row.text("lane")?,
        group: row.text("type_group")?,
        zone: row.word("zone", Zone::parse)?,
        starts_at: row.time("starts_at")?,
        capacity: row.int("capacity")?,
        taken: row.int("taken")?,
        overbooked: row.int("overbooked")?,
        state,
    })
}

/// The parameters of a new slot.
pub(crate) fn new_row(slot: &Slot) -> Vec<Value> {
    params![
        &slot.id,
        &slot.office,
        slot.day,
        slot.start.0,
        slot.end.0,
        &slot.lane,
        &slot.group,
        slot.zone.iana(),
        slot.starts_at,
        slot.capacity
    ]
    .to_vec()
}

/// At most 64 rows at once: binding grows with the square of the parameters on SQLite.
pub(crate) const ADD: &[(usize, Sql)] = ADD_SLOTS.split_at(3).0;

/// One slot.
pub(crate) async fn find(ask: &mut dyn Ask, id: &SlotId) -> Result<Option<Slot>, StoreError> {
    ask.maybe(ONE, params![id]).await?.map(|row| slot_of(&row, "id")).transpose()
}

/// Locks a slot for the rest of the transaction and reads it. Whoever locks several does so in ascending order of ids.
pub(crate) async fn lock(tx: &mut Tx<'_>, id: &SlotId) -> Result<Option<Slot>, StoreError> {
    if tx.exec(LOCK, params![id]).await? == 0 {
        return Ok(None);
    }
    find(tx, id).await
}

/// The sessions of a day.
pub(crate) async fn of_day(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    group: &str,
    lane: &str,
    day: Date,
) -> Result<Vec<Slot>, StoreError> {
    ask.all(OF_DAY, params![office, group, lane, day]).await?.iter().map(|row| slot_of(row, "id")).collect()
}

/// All sessions of an office on a day.
pub(crate) async fn of_office(ask: &mut dyn Ask, office: &OfficeCode, day: Date) -> Result<Vec<Slot>, StoreError> {
    ask.all(OF_OFFICE, params![office, day]).await?.iter().map(|row| slot_of(row, "id")).collect()
}

/// The next sessions with room, nearest first, four at most.
pub(crate) async fn free(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    (group, lane): (&str, &str),
    (from, to): (Date, Date),
) -> Result<Vec<Slot>, StoreError> {
    let now = ask.now();
    ask.all(FREE, params![office, group, lane, from, to, now]).await?.iter().map(|row| slot_of(row, "id")).collect()
}

/// The days that have sessions.
pub(crate) async fn days(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    (group, lane): (&str, &str),
    (from, to): (Date, Date),
) -> Result<Vec<DayView>, StoreError> {
    let now: Timestamp = ask.now();
    let rows = ask.all(MONTH, params![office, group, lane, from, to, now]).await?;
    rows.iter()
        .map(|row| {
            let closed = match row.opt_text("paused")? {
                Some(reason) => Some(reason),
                None if row.int("open")? == 0 => row.opt_text("reason")?,
                None => None,
            };
            let free = if closed.is_some() { 0 } else { row.int("free")? };
            Ok(DayView { day: row.day("day")?, free, capacity: row.int("capacity")?, closed })
        })
        .collect()
}

/// Counts seats into a slot that has room for all of them; otherwise the transaction must not commit.
pub(crate) async fn fill(tx: &mut Tx<'_>, id: &SlotId, seats: i64) -> Result<(), StoreError> {
    match tx.maybe(FILL, params![seats, id]).await? {
        Some(_) => Ok(()),
        None => Err(StoreError::Constraint("slot: taken beyond capacity".to_owned())),
    }
}

/// Counts one seat out of a slot; what it was over-booked by goes down with it.
pub(crate) async fn free_one(tx: &mut Tx<'_>, id: &SlotId) -> Result<(), StoreError> {
    match tx.exec(FREE_ONE, params![id]).await? {
        1 => Ok(()),
        _ => Err(StoreError::inconsistent("slot.taken", "a seat is given back where none is taken")),
    }
}

/// Writes a capacity and answers by how much the slot is over-booked now; nothing for an unknown slot.
pub(crate) async fn set_capacity(tx: &mut Tx<'_>, id: &SlotId, capacity: i64) -> Result<Option<i64>, StoreError> {
    tx.maybe(SET_CAPACITY, params![capacity, id]).await?.map(|row| row.int("overbooked")).transpose()
}

/// Closes the open slots of a day one by one in ascending order; answers how many.
pub(crate) async fn close(tx: &mut Tx<'_>, office: &OfficeCode, day: Date, reason: &str) -> Result<usize, StoreError> {
    let mut closed = 0;
    for row in tx.all(OPEN_IDS, params![office, day]).await? {
        closed += usize::from(tx.exec(CLOSE, params![reason, row.text("id")?]).await? == 1);
    }
    Ok(closed)
}
