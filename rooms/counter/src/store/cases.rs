//! Cases and queue numbers.

use crate::model::{Case, CaseState, CaseWord, Collector};
use jiff::civil::Date;
use kernel::ids::{ApplicationId, BillId, BookingId, CaseId, OfficeCode, OfficerId};
use kernel::time::Timestamp;
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};

const FIND: Sql = sql("SELECT id, application, booking, office, day, lane, queue, state, state_at, arrived_at, papers_until, \
     bill, interview, biometrics, booklet, collector, reason, assigned, version FROM case_file WHERE id = $1");
const OF_APPLICATION: Sql = sql("SELECT id, application, booking, office, day, lane, queue, state, state_at, arrived_at, \
     papers_until, bill, interview, biometrics, booklet, collector, reason, assigned, version FROM case_file \
     WHERE application = $1 ORDER BY arrived_at DESC, id DESC LIMIT 1");
const OF_STATE: Sql =
    sql("SELECT id, application, booking, office, day, lane, queue, state, state_at, arrived_at, papers_until, \
     bill, interview, biometrics, booklet, collector, reason, assigned, version FROM case_file \
     WHERE office = $1 AND state = $2 ORDER BY arrived_at, id LIMIT 200");
const OF_DAY: Sql = sql("SELECT id, application, booking, office, day, lane, queue, state, state_at, arrived_at, papers_until, \
     bill, interview, biometrics, booklet, collector, reason, assigned, version FROM case_file \
     WHERE office = $1 AND day = $2 ORDER BY arrived_at, id");
const PAPERS_LATE: Sql = sql("SELECT id, application, booking, office, day, lane, queue, state, state_at, arrived_at, \
     papers_until, bill, interview, biometrics, booklet, collector, reason, assigned, version FROM case_file \
     WHERE papers_until <= $1 AND (papers_until > $2 OR (papers_until = $2 AND id > $3)) ORDER BY papers_until, id LIMIT 200");
const BOOKLET_KNOWN: Sql = sql("SELECT id FROM case_file WHERE booklet = $1");
const INSERT: Sql =
    sql("INSERT INTO case_file (id, application, booking, office, day, lane, queue, state, state_at, arrived_at, \
     assigned, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 'checked_in', $8, $8, $9, 1)");
const PUT: Sql =
    sql("UPDATE case_file SET state = $3, state_at = $4, papers_until = $5, bill = COALESCE($6, bill), reason = $7, \
     interview = COALESCE($8, interview), biometrics = COALESCE($9, biometrics), booklet = COALESCE($10, booklet), \
     collector = $11, collector_name = $12, assigned = COALESCE($13, assigned), version = version + 1 \
     WHERE id = $1 AND version = $2");
const NEXT: Sql = sql("INSERT INTO queue_counter (office, day, letter, last) VALUES ($1, $2, $3, 1) \
     ON CONFLICT (office, day, letter) DO UPDATE SET last = queue_counter.last + 1");
const LAST: Sql = sql("SELECT last FROM queue_counter WHERE office = $1 AND day = $2 AND letter = $3");

fn case_of(row: &Row) -> Result<Case, StoreError> {
    let reason = || row.text("reason");
    let state = match row.word("state", CaseWord::parse)? {
        CaseWord::CheckedIn => CaseState::CheckedIn,
        CaseWord::PapersPending => CaseState::PapersPending { until: row.time("papers_until")? },
        CaseWord::AwaitingDifference => CaseState::AwaitingDifference { bill: row.parsed("bill", BillId::parse)? },
        CaseWord::Interview => CaseState::Interview,
        CaseWord::Adjudication => CaseState::Adjudication,
        CaseWord::Printing => CaseState::Printing,
        CaseWord::Printed => CaseState::Printed { booklet: row.text("booklet")? },
        CaseWord::Ready => CaseState::Ready { booklet: row.text("booklet")? },
        CaseWord::Collected => CaseState::Collected { by: row.word("collector", Collector::parse)? },
        CaseWord::Rejected => CaseState::Rejected { reason: reason()? },
        CaseWord::Void => CaseState::Void { reason: reason()? },
    };
    Ok(Case {
        id: row.parsed("id", CaseId::parse)?,
        application: row.parsed("application", ApplicationId::parse)?,
        booking: row.parsed("booking", BookingId::parse)?,
        office: row.parsed("office", OfficeCode::parse)?,
        day: row.day("day")?,
        lane: row.text("lane")?,
        queue: row.text("queue")?,
        state,
        state_at: row.time("state_at")?,
        arrived_at: row.time("arrived_at")?,
        interview: row.opt_text("interview")?,
        biometrics: row.opt_text("biometrics")?,
        booklet: row.opt_text("booklet")?,
        assigned: row.opt_parsed("assigned", OfficerId::parse)?,
        version: row.int("version")?,
    })
}

async fn one(ask: &mut dyn Ask, sql: Sql, id: &str) -> Result<Option<Case>, StoreError> {
    ask.maybe(sql, params![id]).await?.as_ref().map(case_of).transpose()
}

/// One case.
pub(crate) async fn find(ask: &mut dyn Ask, id: &CaseId) -> Result<Option<Case>, StoreError> {
    one(ask, FIND, id.as_str()).await
}

/// The newest case of an application.
pub(crate) async fn of_application(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Case>, StoreError> {
    one(ask, OF_APPLICATION, id.as_str()).await
}

/// A work list: the cases of an office in a state, longest here first.
pub(crate) async fn of_state(ask: &mut dyn Ask, office: &OfficeCode, state: CaseWord) -> Result<Vec<Case>, StoreError> {
    ask.all(OF_STATE, params![office, state.code()]).await?.iter().map(case_of).collect()
}

/// The cases that began at an office on a day.
pub(crate) async fn of_day(ask: &mut dyn Ask, office: &OfficeCode, day: Date) -> Result<Vec<Case>, StoreError> {
    ask.all(OF_DAY, params![office, day]).await?.iter().map(case_of).collect()
}

/// Cases whose time for papers has ended: a page of them, from the one after `last`.
pub(crate) async fn papers_late(ask: &mut dyn Ask, now: Timestamp, last: Option<&Case>) -> Result<Vec<Case>, StoreError> {
    let (until, id) = match last {
        Some(Case { id, state: CaseState::PapersPending { until }, .. }) => (*until, id.as_str()),
        _ => (Timestamp(i64::MIN), ""),
    };
    ask.all(PAPERS_LATE, params![now, until, id]).await?.iter().map(case_of).collect()
}

/// Whether a booklet of this number was printed already.
pub(crate) async fn booklet_known(ask: &mut dyn Ask, booklet: &str) -> Result<bool, StoreError> {
    Ok(ask.maybe(BOOKLET_KNOWN, params![booklet]).await?.is_some())
}

/// Draws the next queue number of an office, day and lane letter: `A-014`.
pub(crate) async fn next_queue(tx: &mut Tx<'_>, office: &OfficeCode, day: Date, letter: char) -> Result<String, StoreError> {
    let letter = letter.to_string();
    tx.exec(NEXT, params![office, day, &letter]).await?;
    let last = tx.one(LAST, params![office, day, &letter]).await?.int("last")?;
    Ok(format!("{letter}-{last:03}"))
}

/// A case that begins.
pub(crate) struct NewCase<'a> {
    pub id: &'a CaseId,
    pub application: &'a ApplicationId,
    pub booking: &'a BookingId,
    pub office: &'a OfficeCode,
    pub day: Date,
    pub lane: &'a str,
    pub queue: &'a str,
    pub by: &'a OfficerId,
}

/// Writes a case that begins.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewCase<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    let row = params![new.id, new.application, new.booking, new.office, new.day, new.lane, new.queue, now, new.by];
    tx.exec(INSERT, row).await?;
    Ok(())
}

/// What a step leaves in the case beside its state.
#[derive(Default)]
pub(crate) struct Left<'a> {
    pub interview: Option<&'a str>,
    pub biometrics: Option<&'a str>,
    /// The collector's name, sealed under the person's key.
    pub collector_name: Option<Vec<u8>>,
    pub by: Option<&'a OfficerId>,
}

/// Writes a state with its evidence over the version that was looked at; false when somebody was faster.
pub(crate) async fn put(tx: &mut Tx<'_>, case: &Case, state: &CaseState, left: Left<'_>) -> Result<bool, StoreError> {
    let now = tx.now();
    let (mut until, mut bill, mut reason, mut booklet, mut collector) = (None, None, None, None, None);
    match state {
        CaseState::PapersPending { until: at } => until = Some(*at),
        CaseState::AwaitingDifference { bill: id } => bill = Some(id),
        CaseState::Rejected { reason: why } | CaseState::Void { reason: why } => reason = Some(why.as_str()),
        CaseState::Printed { booklet: number } | CaseState::Ready { booklet: number } => booklet = Some(number.as_str()),
        CaseState::Collected { by } => collector = Some(by.code()),
        _ => {}
    }
    let row = params![
        &case.id,
        case.version,
        state.word().code(),
        now,
        until,
        bill,
        reason,
        left.interview,
        left.biometrics,
        booklet,
        collector,
        left.collector_name,
        left.by
    ];
    Ok(tx.exec(PUT, row).await? == 1)
}
