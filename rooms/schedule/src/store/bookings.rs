//! Bookings, and the guarded row of unpaid submissions.

use crate::model::{Booking, BookingState, TakeKind};
use crate::store::slots::slot_of;
use jiff::civil::Date;
use kernel::ids::{AccountId, ApplicationId, BookingId, OfficeCode, SlotId};
use kernel::time::{HOUR, Timestamp};
use std::collections::BTreeSet;
use store::{
    Ask, Row, Sql, StoreError, Tx, Value, padded,
    padded::{Shapes, cut},
    params, sql,
};

padded! {
    /// New bookings; a row that any unique index refuses is left out of the answer.
    ADD = sql("INSERT INTO booking (id, application, account, nik_hash, slot, seat, state, moves, first_paid_at, previous, day_end, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id")
}
padded! {
    /// Who among these applications has a live booking.
    LIVE_OF_APPLICATIONS = sql("SELECT id, account, application AS owner FROM booking WHERE application IN ($1) AND state IN ('held', 'booked', 'checked_in')")
}
padded! {
    /// Who among these persons has a live booking.
    LIVE_OF_PERSONS = sql("SELECT id, account, nik_hash AS owner FROM booking WHERE nik_hash IN ($1) AND state IN ('held', 'booked', 'checked_in')")
}

const SEATS: Sql =
    sql("SELECT seat FROM booking WHERE slot = $1 AND state IN ('held', 'booked', 'checked_in', 'served', 'no_show')");
const ONE: Sql = sql(
    "SELECT b.id AS booking, b.application, b.account, b.slot, b.seat, b.state AS booking_state, b.moves, b.first_paid_at, \
     s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, s.taken, s.overbooked, \
     s.state, s.reason, p.reason AS paused FROM booking b JOIN slot s ON s.id = b.slot \
     LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group WHERE b.id = $1",
);
const LIVE: Sql = sql(
    "SELECT b.id AS booking, b.application, b.account, b.slot, b.seat, b.state AS booking_state, b.moves, b.first_paid_at, \
     s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, s.taken, s.overbooked, \
     s.state, s.reason, p.reason AS paused FROM booking b JOIN slot s ON s.id = b.slot \
     LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group \
     WHERE b.application = $1 AND b.state IN ('held', 'booked', 'checked_in')",
);
const OF_DAY: Sql = sql(
    "SELECT b.id AS booking, b.application, b.account, b.slot, b.seat, b.state AS booking_state, b.moves, b.first_paid_at, \
     s.office, s.day, s.start_minute, s.end_minute, s.lane, s.type_group, s.zone, s.starts_at, s.capacity, s.taken, s.overbooked, \
     s.state, s.reason, p.reason AS paused FROM slot s JOIN booking b ON b.slot = s.id \
     LEFT JOIN calendar_pause p ON p.office = s.office AND p.type_group = s.type_group \
     WHERE s.office = $1 AND s.day = $2 AND b.state IN ('booked', 'checked_in', 'served', 'no_show') \
     ORDER BY s.start_minute, s.lane, s.type_group, b.seat",
);
const PERSON: Sql = sql("SELECT nik_hash FROM booking WHERE id = $1");
const FIRST_PAID: Sql = sql("SELECT MIN(first_paid_at) AS at FROM booking WHERE application = $1");
const CONFIRM: Sql =
    sql("UPDATE booking SET state = 'booked', first_paid_at = COALESCE(first_paid_at, $1) WHERE id = $2 AND state = 'held'");
const RELEASE: Sql = sql("UPDATE booking SET state = 'released', ended_at = $1, end_why = $2 WHERE id = $3 AND state = 'held'");
const END_MOVED: Sql = sql("UPDATE booking SET state = 'moved', ended_at = $1 WHERE id = $2 AND state = 'booked'");
const END_GIVEN_BACK: Sql = sql("UPDATE booking SET state = 'given_back', ended_at = $1 WHERE id = $2 AND state = 'booked'");
const CHECK_IN: Sql = sql("UPDATE booking SET state = 'checked_in' WHERE id = $1 AND state = 'booked'");
const SERVE: Sql = sql("UPDATE booking SET state = 'served' WHERE id = $1 AND state = 'checked_in'");
const MISS: Sql = sql("UPDATE booking SET state = 'no_show' WHERE id = $1 AND state = 'booked'");
const TOLD: Sql = sql("UPDATE booking SET told_at = $1 WHERE id = $2 AND told_at IS NULL");
const ENDED: Sql =
    sql("SELECT id, application FROM booking WHERE state = 'booked' AND day_end <= $1 ORDER BY day_end, id LIMIT 64");
const UNTOLD: Sql =
    sql("SELECT id, application FROM booking WHERE state = 'booked' AND told_at IS NULL AND day_end <= $1 AND day_end > $2 \
     ORDER BY day_end, id LIMIT 64");
const ADD_UNPAID: Sql = sql("INSERT INTO unpaid_submission (account, held) VALUES ($1, 1) ON CONFLICT (account) \
     DO UPDATE SET held = unpaid_submission.held + 1 WHERE unpaid_submission.held < $2 RETURNING held");
const DROP_UNPAID: Sql = sql("UPDATE unpaid_submission SET held = held - 1 WHERE account = $1 AND held >= 1");

/// A booking about to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewBooking {
    pub id: BookingId,
    pub application: ApplicationId,
    pub account: AccountId,
    pub nik_hash: String,
    pub slot: SlotId,
    pub seat: i64,
    pub state: BookingState,
    pub moves: i64,
    pub first_paid_at: Option<Timestamp>,
    pub previous: Option<BookingId>,
    pub day_end: Timestamp,
}

impl NewBooking {
    fn row(&self, now: Timestamp) -> Vec<Value> {
        params![
            &self.id,
            &self.application,
            &self.account,
            &self.nik_hash,
            &self.slot,
            self.seat,
            self.state.code(),
            self.moves,
            self.first_paid_at,
            self.previous.as_ref(),
            self.day_end,
            now
        ]
        .to_vec()
    }
}

fn booking_of(row: &Row) -> Result<Booking, StoreError> {
    let slot = slot_of(row, "slot")?;
    Ok(Booking {
        id: row.parsed("booking", BookingId::parse)?,
        application: row.parsed("application", ApplicationId::parse)?,
        account: row.parsed("account", AccountId::parse)?,
        seat: row.int("seat")?,
        state: row.word("booking_state", BookingState::parse)?,
        moves: row.int("moves")?,
        first_paid_at: row.opt_time("first_paid_at")?,
        zone: slot.zone,
        slot,
    })
}

/// One booking.
pub(crate) async fn find(ask: &mut dyn Ask, id: &BookingId) -> Result<Option<Booking>, StoreError> {
    ask.maybe(ONE, params![id]).await?.map(|row| booking_of(&row)).transpose()
}

/// The live booking of an application.
pub(crate) async fn live_of(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Option<Booking>, StoreError> {
    ask.maybe(LIVE, params![application]).await?.map(|row| booking_of(&row)).transpose()
}

/// Who is expected, was there or did not come on a day, by session and seat.
pub(crate) async fn of_day(ask: &mut dyn Ask, office: &OfficeCode, day: Date) -> Result<Vec<Booking>, StoreError> {
    ask.all(OF_DAY, params![office, day]).await?.iter().map(booking_of).collect()
}

/// A live booking that is in the way: by application or by keyed NIK.
pub(crate) struct Live {
    pub owner: String,
    pub account: String,
    pub booking: BookingId,
}

async fn live(ask: &mut dyn Ask, shapes: &Shapes, owners: &[String]) -> Result<Vec<Live>, StoreError> {
    let rows: Vec<Vec<Value>> = owners.iter().map(|o| vec![Value::from(o)]).collect();
    let mut all = Vec::new();
    for (sql, params) in cut(shapes, &rows) {
        for row in ask.all(sql, &params).await? {
            let booking = row.parsed("id", BookingId::parse)?;
            all.push(Live { owner: row.text("owner")?, account: row.text("account")?, booking });
        }
    }
    Ok(all)
}

/// Live bookings of some applications.
pub(crate) async fn live_of_applications(ask: &mut dyn Ask, ids: &[String]) -> Result<Vec<Live>, StoreError> {
    live(ask, &LIVE_OF_APPLICATIONS, ids).await
}

/// Live bookings of some persons.
pub(crate) async fn live_of_persons(ask: &mut dyn Ask, nik_hashes: &[String]) -> Result<Vec<Live>, StoreError> {
    live(ask, &LIVE_OF_PERSONS, nik_hashes).await
}

/// Numbers of the seats in use.
pub(crate) async fn seats(ask: &mut dyn Ask, slot: &SlotId) -> Result<BTreeSet<i64>, StoreError> {
    ask.all(SEATS, params![slot]).await?.iter().map(|row| row.int("seat")).collect()
}

/// Writes bookings and answers which of them are there now.
pub(crate) async fn add(tx: &mut Tx<'_>, bookings: &[NewBooking]) -> Result<BTreeSet<String>, StoreError> {
    let now = tx.now();
    // one order for all nodes, so that two batches with the same persons do not wait for each other
    let mut sorted: Vec<&NewBooking> = bookings.iter().collect();
    sorted.sort_by(|a, b| a.nik_hash.cmp(&b.nik_hash));
    let rows: Vec<Vec<Value>> = sorted.into_iter().map(|b| b.row(now)).collect();
    let mut there = BTreeSet::new();
    for (sql, params) in cut(&ADD, &rows) {
        for row in tx.all(sql, &params).await? {
            there.insert(row.text("id")?);
        }
    }
    Ok(there)
}

/// The keyed NIK of a booking.
pub(crate) async fn person(ask: &mut dyn Ask, id: &BookingId) -> Result<String, StoreError> {
    ask.one(PERSON, params![id]).await?.text("nik_hash")
}

/// When an application was first paid, if it was.
pub(crate) async fn first_paid(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Option<Timestamp>, StoreError> {
    ask.one(FIRST_PAID, params![application]).await?.opt_time("at")
}

/// Held becomes booked.
pub(crate) async fn confirm(tx: &mut Tx<'_>, id: &BookingId, paid_at: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.exec(CONFIRM, params![paid_at, id]).await? == 1)
}

/// Held becomes released.
pub(crate) async fn release(tx: &mut Tx<'_>, id: &BookingId, why: &'static str) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(RELEASE, params![now, why, id]).await? == 1)
}

/// Booked becomes moved.
pub(crate) async fn end_moved(tx: &mut Tx<'_>, id: &BookingId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(END_MOVED, params![now, id]).await? == 1)
}

/// Booked becomes given back.
pub(crate) async fn end_given_back(tx: &mut Tx<'_>, id: &BookingId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(END_GIVEN_BACK, params![now, id]).await? == 1)
}

/// Booked becomes checked in.
pub(crate) async fn check_in(tx: &mut Tx<'_>, id: &BookingId) -> Result<bool, StoreError> {
    Ok(tx.exec(CHECK_IN, params![id]).await? == 1)
}

/// Checked in becomes served.
pub(crate) async fn serve(tx: &mut Tx<'_>, id: &BookingId) -> Result<bool, StoreError> {
    Ok(tx.exec(SERVE, params![id]).await? == 1)
}

/// Booked becomes no-show.
pub(crate) async fn miss(tx: &mut Tx<'_>, id: &BookingId) -> Result<bool, StoreError> {
    Ok(tx.exec(MISS, params![id]).await? == 1)
}

/// Remembers that the day before was told; false when it was remembered already.
pub(crate) async fn told(tx: &mut Tx<'_>, id: &BookingId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(TOLD, params![now, id]).await? == 1)
}

fn due(rows: &[Row]) -> Result<Vec<(BookingId, ApplicationId)>, StoreError> {
    rows.iter().map(|row| Ok((row.parsed("id", BookingId::parse)?, row.parsed("application", ApplicationId::parse)?))).collect()
}

/// Booked visits whose day has ended at the office by an instant, 64 at most.
pub(crate) async fn ended(ask: &mut dyn Ask, by: Timestamp) -> Result<Vec<(BookingId, ApplicationId)>, StoreError> {
    due(&ask.all(ENDED, params![by]).await?)
}

/// Booked visits of tomorrow that were not told, 64 at most: between 09.00 of the day before and midnight, at each office.
pub(crate) async fn untold(ask: &mut dyn Ask) -> Result<Vec<(BookingId, ApplicationId)>, StoreError> {
    // 09.00 of the day before is 39 hours before the end of the visit's day, and that day begins 24 hours before its end
    let (latest, earliest) = (ask.now().plus(39 * HOUR), ask.now().plus(24 * HOUR));
    due(&ask.all(UNTOLD, params![latest, earliest]).await?)
}

/// Counts one more unpaid submission where the limit allows it.
pub(crate) async fn add_unpaid(tx: &mut Tx<'_>, account: &AccountId, limit: i64) -> Result<bool, StoreError> {
    if limit < 1 {
        return Ok(false);
    }
    Ok(tx.maybe(ADD_UNPAID, params![account, limit]).await?.is_some())
}

/// Counts one unpaid submission less.
pub(crate) async fn drop_unpaid(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), StoreError> {
    match tx.exec(DROP_UNPAID, params![account]).await? {
        1 => Ok(()),
        _ => Err(StoreError::inconsistent("unpaid_submission.held", "less than the held bookings")),
    }
}

/// The state a seat begins in.
pub(crate) const fn first_state(kind: TakeKind) -> BookingState {
    match kind {
        TakeKind::Hold => BookingState::Held,
        TakeKind::Paid { .. } => BookingState::Booked,
    }
}
