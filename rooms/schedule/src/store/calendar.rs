//! How far calendars are open, closed days and paused groups.

use jiff::civil::Date;
use kernel::ids::OfficeCode;
use std::collections::{BTreeMap, BTreeSet};
use store::{Ask, Sql, StoreError, Tx, params, sql};

const SPANS: Sql = sql("SELECT office, open_until FROM calendar_span");
const PUT_SPAN: Sql = sql("INSERT INTO calendar_span (office, open_until) VALUES ($1, $2) ON CONFLICT (office) \
     DO UPDATE SET open_until = excluded.open_until WHERE calendar_span.open_until < excluded.open_until");
const CLOSURES: Sql = sql("SELECT day FROM calendar_closure WHERE office = $1 AND day >= $2 AND day <= $3");
const CLOSURE_REASONS: Sql = sql("SELECT day, reason FROM calendar_closure WHERE office = $1 AND day >= $2 AND day <= $3");
const PAUSES: Sql = sql("SELECT office, type_group, reason FROM calendar_pause");
const ADD_CLOSURE: Sql =
    sql("INSERT INTO calendar_closure (office, day, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
const ADD_PAUSE: Sql = sql("INSERT INTO calendar_pause (office, type_group, reason, at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (office, type_group) DO UPDATE SET reason = excluded.reason");
const DROP_PAUSE: Sql = sql("DELETE FROM calendar_pause WHERE office = $1 AND type_group = $2");

/// Until when each office's calendar is open.
pub(crate) async fn spans(ask: &mut dyn Ask) -> Result<BTreeMap<String, Date>, StoreError> {
    ask.all(SPANS, params![]).await?.iter().map(|row| Ok((row.text("office")?, row.day("open_until")?))).collect()
}

/// Remembers how far an office's calendar is open; it never goes back.
pub(crate) async fn put_span(tx: &mut Tx<'_>, office: &OfficeCode, until: Date) -> Result<(), StoreError> {
    tx.exec(PUT_SPAN, params![office, until]).await.map(|_| ())
}

/// Days of an office without service.
pub(crate) async fn closures(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    from: Date,
    until: Date,
) -> Result<BTreeSet<Date>, StoreError> {
    ask.all(CLOSURES, params![office, from, until]).await?.iter().map(|row| row.day("day")).collect()
}

/// The same with their reasons.
pub(crate) async fn closure_reasons(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    from: Date,
    until: Date,
) -> Result<BTreeMap<Date, String>, StoreError> {
    let rows = ask.all(CLOSURE_REASONS, params![office, from, until]).await?;
    rows.iter().map(|row| Ok((row.day("day")?, row.text("reason")?))).collect()
}

/// Groups that cannot be offered now: office, group, reason.
pub(crate) async fn pauses(ask: &mut dyn Ask) -> Result<BTreeMap<(OfficeCode, String), String>, StoreError> {
    let rows = ask.all(PAUSES, params![]).await?;
    rows.iter()
        .map(|row| Ok(((row.parsed("office", OfficeCode::parse)?, row.text("type_group")?), row.text("reason")?)))
        .collect()
}

/// Remembers a day without service; false when it was known.
pub(crate) async fn add_closure(tx: &mut Tx<'_>, office: &OfficeCode, day: Date, reason: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(ADD_CLOSURE, params![office, day, reason, now]).await? == 1)
}

/// Pauses a group at an office, or changes the reason.
pub(crate) async fn add_pause(tx: &mut Tx<'_>, office: &OfficeCode, group: &str, reason: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(ADD_PAUSE, params![office, group, reason, now]).await.map(|_| ())
}

/// Ends a pause; false when there was none.
pub(crate) async fn drop_pause(tx: &mut Tx<'_>, office: &OfficeCode, group: &str) -> Result<bool, StoreError> {
    Ok(tx.exec(DROP_PAUSE, params![office, group]).await? == 1)
}
