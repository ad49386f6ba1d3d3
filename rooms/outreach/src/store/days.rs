//! Rows of information days and of what officers changed.

use crate::model::{Audience, Change, DayKind, DayState, InformationDay, Plan, Tongue};
use jiff::civil::Date;
use kernel::{
    ids::{InformationDayId, OfficeCode, OfficerId},
    time::{TimeOfDay, Timestamp, Zone},
};
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};

const INSERT: Sql = sql("INSERT INTO information_day (id, office, kind, audience, tongue, regency, day, start_minute, \
     end_minute, zone, starts_at, ends_at, place, directions, officers, note, capacity, taken, state, version, made_at, changed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 'open', 1, $18, $18)");
const ONE: Sql =
    sql("SELECT id, office, kind, audience, tongue, regency, day, start_minute, end_minute, zone, starts_at, ends_at, \
     place, directions, officers, note, capacity, taken, state, reason, version, changed_at FROM information_day WHERE id = $1");
const PUBLIC: Sql = sql("SELECT id, office, kind, audience, tongue, regency, day, start_minute, end_minute, zone, starts_at, \
     ends_at, place, directions, officers, note, capacity, taken, state, reason, version, changed_at FROM information_day \
     WHERE ends_at > $1 AND day >= $2 AND day <= $3 AND (regency = $4 OR $4 = '') ORDER BY starts_at, id LIMIT $5 OFFSET $6");
const PUBLIC_AFTER: Sql =
    sql("SELECT id, office, kind, audience, tongue, regency, day, start_minute, end_minute, zone, starts_at, \
     ends_at, place, directions, officers, note, capacity, taken, state, reason, version, changed_at FROM information_day \
     WHERE ends_at > $1 AND day >= $2 AND day <= $3 AND (regency = $4 OR $4 = '') \
     AND (starts_at > $5 OR (starts_at = $5 AND id > $6)) ORDER BY starts_at, id LIMIT $7");
const PUBLIC_COUNT: Sql = sql("SELECT COUNT(*) AS n FROM information_day \
     WHERE ends_at > $1 AND day >= $2 AND day <= $3 AND (regency = $4 OR $4 = '')");
const REGENCIES: Sql = sql("SELECT DISTINCT regency FROM information_day WHERE ends_at > $1 ORDER BY regency");
const AHEAD: Sql = sql("SELECT id, office, kind, audience, tongue, regency, day, start_minute, end_minute, zone, starts_at, \
     ends_at, place, directions, officers, note, capacity, taken, state, reason, version, changed_at FROM information_day \
     WHERE office = $1 AND ends_at > $2 ORDER BY starts_at, id LIMIT 200");
const PAST: Sql = sql("SELECT id, office, kind, audience, tongue, regency, day, start_minute, end_minute, zone, starts_at, \
     ends_at, place, directions, officers, note, capacity, taken, state, reason, version, changed_at FROM information_day \
     WHERE office = $1 AND ends_at <= $2 ORDER BY starts_at DESC, id LIMIT 200");
const UPDATE: Sql = sql("UPDATE information_day SET kind = $1, audience = $2, tongue = $3, regency = $4, day = $5, \
     start_minute = $6, end_minute = $7, starts_at = $8, ends_at = $9, place = $10, directions = $11, officers = $12, note = $13, \
     capacity = $14, version = version + 1, changed_at = $15, reminded_at = CASE WHEN day = $5 THEN reminded_at ELSE NULL END \
     WHERE id = $16 AND office = $17 AND version = $18 AND state = 'open' AND taken <= $14");
const CANCEL: Sql = sql("UPDATE information_day SET state = 'cancelled', reason = $1, version = version + 1, changed_at = $2 \
     WHERE id = $3 AND office = $4 AND version = $5 AND state = 'open'");
const TAKE: Sql = sql("UPDATE information_day SET taken = taken + $1 \
     WHERE id = $2 AND state = 'open' AND starts_at > $3 AND taken + $1 <= capacity");
const GIVE: Sql = sql("UPDATE information_day SET taken = taken - $1 WHERE id = $2 AND taken >= $1");
const INSERT_CHANGE: Sql = sql("INSERT INTO information_day_change (information_day, version, at, officer, fields) \
     VALUES ($1, $2, $3, $4, $5)");
const CHANGES: Sql = sql("SELECT version, at, officer, fields FROM information_day_change \
     WHERE information_day = $1 AND version > $2 ORDER BY version");
const TO_REMIND: Sql =
    sql("SELECT id, office, kind, audience, tongue, regency, day, start_minute, end_minute, zone, starts_at, \
     ends_at, place, directions, officers, note, capacity, taken, state, reason, version, changed_at FROM information_day \
     WHERE reminded_at IS NULL AND state = 'open' AND starts_at > $1 AND starts_at <= $2 ORDER BY starts_at LIMIT 100");
const REMINDED: Sql =
    sql("UPDATE information_day SET reminded_at = $1 WHERE id = $2 AND reminded_at IS NULL AND state = 'open' AND day = $3");
const SUMS: Sql = sql("SELECT d.regency, d.audience, d.taken, \
     (SELECT COALESCE(CAST(SUM(g.came) AS BIGINT), 0) FROM information_day_guest g WHERE g.information_day = d.id) AS came \
     FROM information_day d WHERE d.office = $1 AND d.state = 'open' AND d.ends_at <= $2 AND d.day >= $3 AND d.day <= $4 \
     ORDER BY d.day, d.id");
const FIRST_YEAR: Sql = sql("SELECT MIN(day) AS day FROM information_day WHERE office = $1");
const FILL: Sql = sql("UPDATE information_day SET taken = $1 WHERE id = $2");
const ANY_AHEAD: Sql = sql("SELECT COUNT(*) AS n FROM information_day WHERE office = $1 AND ends_at > $2");

fn day_of(row: &Row) -> Result<InformationDay, StoreError> {
    let state = match row.opt_text("reason")? {
        None => DayState::Open,
        Some(reason) => DayState::Cancelled { reason },
    };
    Ok(InformationDay {
        id: row.parsed("id", InformationDayId::parse)?,
        office: row.parsed("office", OfficeCode::parse)?,
        plan: Plan {
            kind: row.word("kind", DayKind::parse)?,
            audience: row.word("audience", Audience::parse)?,
            tongue: row.word("tongue", Tongue::parse)?,
            regency: row.text("regency")?,
            day: row.day("day")?,
            start: TimeOfDay(row.int("start_minute")?),
            end: TimeOfDay(row.int("end_minute")?),
            place: row.text("place")?,
            directions: row.text("directions")?,
            officers: row.text("officers")?,
            note: row.text("note")?,
            capacity: row.int("capacity")?,
        },
        zone: row.word("zone", Zone::parse)?,
        starts_at: row.time("starts_at")?,
        ends_at: row.time("ends_at")?,
        taken: row.int("taken")?,
        state,
        version: row.int("version")?,
        changed_at: row.time("changed_at")?,
    })
}

fn all(rows: &[Row]) -> Result<Vec<InformationDay>, StoreError> {
    rows.iter().map(day_of).collect()
}

/// Writes a planned day.
pub async fn insert(tx: &mut Tx<'_>, office: &OfficeCode, zone: Zone, plan: &Plan) -> Result<InformationDayId, StoreError> {
    let id = InformationDayId::mint(tx.real_now(), tx.chance());
    let now = tx.now();
    let row = params![
        &id,
        office,
        plan.kind.code(),
        plan.audience.code(),
        plan.tongue.code(),
        &plan.regency,
        plan.day,
        plan.start.0,
        plan.end.0,
        zone.iana(),
        plan.start.on(plan.day, zone),
        plan.end.on(plan.day, zone),
        &plan.place,
        &plan.directions,
        &plan.officers,
        &plan.note,
        plan.capacity,
        now
    ];
    tx.exec(INSERT, row).await?;
    Ok(id)
}

/// One day.
pub async fn one(ask: &mut dyn Ask, id: &InformationDayId) -> Result<Option<InformationDay>, StoreError> {
    ask.maybe(ONE, params![id]).await?.map(|row| day_of(&row)).transpose()
}

/// Which days the public calendar shows.
pub struct Wanted<'a> {
    /// From this civil day.
    pub from: Date,
    /// To this civil day.
    pub to: Date,
    /// In this regency; everywhere when empty.
    pub regency: &'a str,
}

/// Days that are not over, next first.
pub async fn public(ask: &mut dyn Ask, wanted: &Wanted<'_>, limit: i64, skip: i64) -> Result<Vec<InformationDay>, StoreError> {
    let now = ask.now();
    all(&ask.all(PUBLIC, params![now, wanted.from, wanted.to, wanted.regency, limit, skip]).await?)
}

/// The same behind one of them, wherever that one stands by now.
pub async fn public_after(
    ask: &mut dyn Ask,
    wanted: &Wanted<'_>,
    seen: &InformationDay,
    limit: i64,
) -> Result<Vec<InformationDay>, StoreError> {
    let now = ask.now();
    let row = params![now, wanted.from, wanted.to, wanted.regency, seen.starts_at, &seen.id, limit];
    all(&ask.all(PUBLIC_AFTER, row).await?)
}

/// How many they are.
pub async fn public_count(ask: &mut dyn Ask, wanted: &Wanted<'_>) -> Result<i64, StoreError> {
    let now = ask.now();
    ask.one(PUBLIC_COUNT, params![now, wanted.from, wanted.to, wanted.regency]).await?.int("n")
}

/// Codes of the regencies with days ahead.
pub async fn regencies(ask: &mut dyn Ask) -> Result<Vec<String>, StoreError> {
    let now = ask.now();
    ask.all(REGENCIES, params![now]).await?.iter().map(|row| row.text("regency")).collect()
}

/// The days of an office: those ahead with the next first, or those past with the last first.
pub async fn of_office(ask: &mut dyn Ask, office: &OfficeCode, past: bool) -> Result<Vec<InformationDay>, StoreError> {
    let now = ask.now();
    all(&ask.all(if past { PAST } else { AHEAD }, params![office, now]).await?)
}

/// Writes a changed plan over the version that was seen; false when it is another now, is cancelled, or too few seats are left.
pub async fn update(tx: &mut Tx<'_>, seen: &InformationDay, plan: &Plan) -> Result<bool, StoreError> {
    let now = tx.now();
    let row = params![
        plan.kind.code(),
        plan.audience.code(),
        plan.tongue.code(),
        &plan.regency,
        plan.day,
        plan.start.0,
        plan.end.0,
        plan.start.on(plan.day, seen.zone),
        plan.end.on(plan.day, seen.zone),
        &plan.place,
        &plan.directions,
        &plan.officers,
        &plan.note,
        plan.capacity,
        now,
        &seen.id,
        &seen.office,
        seen.version
    ];
    Ok(tx.exec(UPDATE, row).await? == 1)
}

/// Cancels the version that was seen; false when it is another now or cancelled already.
pub async fn cancel(tx: &mut Tx<'_>, seen: &InformationDay, reason: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(CANCEL, params![reason, now, &seen.id, &seen.office, seen.version]).await? == 1)
}

/// Takes seats; false when fewer are free, or it has begun or was cancelled.
pub async fn take(tx: &mut Tx<'_>, id: &InformationDayId, persons: i64) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(TAKE, params![persons, id, now]).await? == 1)
}

/// Gives seats back.
pub async fn give(tx: &mut Tx<'_>, id: &InformationDayId, persons: i64) -> Result<(), StoreError> {
    tx.exec(GIVE, params![persons, id]).await?;
    Ok(())
}

/// Notes what an officer changed.
pub async fn note_change(
    tx: &mut Tx<'_>,
    id: &InformationDayId,
    version: i64,
    by: &OfficerId,
    fields: &[&str],
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(INSERT_CHANGE, params![id, version, now, by, fields.join(" ")]).await?;
    Ok(())
}

/// What officers changed after a version.
pub async fn changes(ask: &mut dyn Ask, id: &InformationDayId, after: i64) -> Result<Vec<Change>, StoreError> {
    let rows = ask.all(CHANGES, params![id, after]).await?;
    rows.iter()
        .map(|row| {
            Ok(Change {
                version: row.int("version")?,
                at: row.time("at")?,
                officer: row.parsed("officer", OfficerId::parse)?,
                fields: row.text("fields")?.split_whitespace().map(str::to_owned).collect(),
            })
        })
        .collect()
}

/// Days that begin within a while and of which nobody was reminded.
pub async fn to_remind(ask: &mut dyn Ask, until: Timestamp) -> Result<Vec<InformationDay>, StoreError> {
    let now = ask.now();
    all(&ask.all(TO_REMIND, params![now, until]).await?)
}

/// Notes that the guests are reminded; false when somebody else was faster or the day moved.
pub async fn reminded(tx: &mut Tx<'_>, seen: &InformationDay) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(REMINDED, params![now, &seen.id, seen.plan.day]).await? == 1)
}

/// A day that took place, in numbers.
pub struct Held {
    /// Where.
    pub regency: String,
    /// For whom.
    pub audience: Audience,
    /// Persons that had registered.
    pub registered: i64,
    /// Persons that came.
    pub came: i64,
}

/// The days of an office that took place within a span.
pub async fn held(ask: &mut dyn Ask, office: &OfficeCode, from: Date, to: Date) -> Result<Vec<Held>, StoreError> {
    let now = ask.now();
    let rows = ask.all(SUMS, params![office, now, from, to]).await?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                regency: row.text("regency")?,
                audience: row.word("audience", Audience::parse)?,
                registered: row.int("taken")?,
                came: row.int("came")?,
            })
        })
        .collect()
}

/// The civil day of an office's first information day.
pub async fn first_day(ask: &mut dyn Ask, office: &OfficeCode) -> Result<Option<Date>, StoreError> {
    ask.one(FIRST_YEAR, params![office]).await?.opt_day("day")
}

/// Whether an office has a day ahead.
pub async fn any_ahead(ask: &mut dyn Ask, office: &OfficeCode) -> Result<bool, StoreError> {
    let now = ask.now();
    Ok(ask.one(ANY_AHEAD, params![office, now]).await?.int("n")? > 0)
}

/// Sets the counter of a sample day to the guests that were written with it.
pub async fn fill(tx: &mut Tx<'_>, id: &InformationDayId, taken: i64) -> Result<(), StoreError> {
    tx.exec(FILL, params![taken, id]).await?;
    Ok(())
}
