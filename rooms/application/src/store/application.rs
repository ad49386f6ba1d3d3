//! The application's row: one state with its evidence; any other combination is a lie of the database.

use crate::model::{Application, Flag, HistoryRow};
use crate::state::{ApplicationState, StateWord, parse_step, step_code};
use catalogue::ApplicationKind;
use jiff::civil::Date;
use kernel::event::OfficeStep;
use kernel::ids::{AccountId, ApplicationId, BillId, BookingId, CaseId, MoneyCaseId, OfficeCode, PersonId};
use kernel::lang::Lang;
use kernel::time::{Timestamp, Zone};
use store::{Actor, Ask, Row, Sql, StoreError, Tx, Value, padded, padded::all_of, params, sql};

const COLUMNS_OF_ID: Sql = sql("SELECT id, number, account, person, kind, lang, office, passport_type, nik_hash, flags, \
     state, state_at, bill, booking, choose_until, money_case, office_case, office_step, reason, version, created_at, \
     submitted_at FROM application WHERE id = $1");
padded! {
    /// Applications by their ids.
    OF_IDS = sql("SELECT id, number, account, person, kind, lang, office, passport_type, nik_hash, flags, state, state_at, bill, booking, choose_until, money_case, office_case, office_step, reason, version, created_at, submitted_at FROM application WHERE id IN ($1)")
}
const OF_NUMBER: Sql = sql("SELECT id, number, account, person, kind, lang, office, passport_type, nik_hash, flags, \
     state, state_at, bill, booking, choose_until, money_case, office_case, office_step, reason, version, created_at, \
     submitted_at FROM application WHERE number = $1");
const OF_ACCOUNT: Sql = sql("SELECT id, number, account, person, kind, lang, office, passport_type, nik_hash, flags, \
     state, state_at, bill, booking, choose_until, money_case, office_case, office_step, reason, version, created_at, \
     submitted_at FROM application WHERE account = $1 ORDER BY created_at DESC, id DESC LIMIT 200");
const INSERT: Sql = sql("INSERT INTO application (id, number, account, person, kind, lang, flags, state, state_at, version, \
     created_at) VALUES ($1, $2, $3, $4, 'new', $5, '', 'draft', $6, 1, $6)");
const LOCK: Sql = sql("UPDATE application SET version = version WHERE id = $1");
const PUT_STATE: Sql = sql("UPDATE application SET state = $2, state_at = $3, bill = $4, booking = $5, choose_until = $6, \
     money_case = $7, office_case = $8, office_step = $9, reason = $10, touched_at = $3, version = version + 1 WHERE id = $1");
const PUT_SUBMITTED: Sql = sql("UPDATE application SET submitted_at = $2, office = $3 WHERE id = $1");
const TOUCH: Sql = sql("UPDATE application SET version = version + 1, touched_at = $2 WHERE id = $1");
const PUT_KIND: Sql = sql("UPDATE application SET kind = $2 WHERE id = $1");
const PUT_NIK: Sql = sql("UPDATE application SET nik_hash = $2 WHERE id = $1");
const PUT_FLAGS: Sql = sql("UPDATE application SET flags = $2, touched_at = $3, version = version + 1 WHERE id = $1");
const PUT_OFFICE: Sql = sql("UPDATE application SET office = $2, touched_at = $3, version = version + 1 WHERE id = $1");
const PUT_TYPE: Sql = sql("UPDATE application SET passport_type = $2, touched_at = $3, version = version + 1 WHERE id = $1");
const PUT_VISIT: Sql = sql("UPDATE application SET visit_day = $2, visit_zone = $3 WHERE id = $1");
const VISIT: Sql = sql("SELECT visit_day, visit_zone FROM application WHERE id = $1");
const HISTORY_SEQ: Sql = sql("SELECT COALESCE(MAX(seq), 0) AS seq FROM application_history WHERE application = $1");
const HISTORY_ADD: Sql = sql("INSERT INTO application_history (application, seq, at, what, by_kind) VALUES ($1, $2, $3, $4, $5)");
const HISTORY: Sql = sql("SELECT at, what, by_kind FROM application_history WHERE application = $1 ORDER BY seq");

/// The evidence columns as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub bill: Option<BillId>,
    pub booking: Option<BookingId>,
    pub choose_until: Option<Timestamp>,
    pub money_case: Option<MoneyCaseId>,
    pub office_case: Option<CaseId>,
    pub office_step: Option<OfficeStep>,
    pub reason: Option<String>,
}

/// Reads a state from its word and its evidence. Evidence that the state has no room for is as wrong as evidence that
/// is missing; the error names the column.
pub(crate) fn state_of(word: StateWord, at: Timestamp, mut have: Evidence) -> Result<ApplicationState, StoreError> {
    use ApplicationState as A;
    fn need<T>(column: &str, word: StateWord, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| StoreError::inconsistent(column, format!("NULL in state {}", word.code())))
    }
    let state = match word {
        StateWord::Draft => A::Draft,
        StateWord::AwaitingPayment => A::AwaitingPayment {
            bill: need("bill", word, have.bill.take())?,
            booking: need("booking", word, have.booking.take())?,
        },
        StateWord::Expired => A::Expired { at },
        StateWord::Cancelled => A::Cancelled { at },
        StateWord::ChooseDate => A::ChooseDate { until: need("choose_until", word, have.choose_until.take())? },
        StateWord::MoneyCase => A::MoneyCase { case: need("money_case", word, have.money_case.take())? },
        StateWord::Scheduled => A::Scheduled { booking: need("booking", word, have.booking.take())? },
        StateWord::InOffice => A::InOffice {
            case: need("office_case", word, have.office_case.take())?,
            step: need("office_step", word, have.office_step.take())?,
        },
        StateWord::Ready => A::Ready,
        StateWord::Collected => A::Collected,
        StateWord::Rejected => A::Rejected { reason: need("reason", word, have.reason.take())? },
        StateWord::Missed => A::Missed { at },
        StateWord::GivenBack => A::GivenBack { at },
        StateWord::Void => A::Void { reason: need("reason", word, have.reason.take())? },
    };
    if let Some(column) = left_over(&have) {
        return Err(StoreError::inconsistent(column, format!("not NULL in state {}", word.code())));
    }
    if let A::InOffice { step: OfficeStep::Ready | OfficeStep::Collected | OfficeStep::Rejected, .. } = state {
        return Err(StoreError::inconsistent("office_step", "an end of the visit while at the office"));
    }
    Ok(state)
}

fn left_over(have: &Evidence) -> Option<&'static str> {
    let columns = [
        ("bill", have.bill.is_some()),
        ("booking", have.booking.is_some()),
        ("choose_until", have.choose_until.is_some()),
        ("money_case", have.money_case.is_some()),
        ("office_case", have.office_case.is_some()),
        ("office_step", have.office_step.is_some()),
        ("reason", have.reason.is_some()),
    ];
    columns.into_iter().find(|(_, there)| *there).map(|(column, _)| column)
}

/// The evidence columns of a state.
pub(crate) fn evidence_of(state: &ApplicationState) -> Evidence {
    use ApplicationState as A;
    let none = Evidence::default();
    match state.clone() {
        A::AwaitingPayment { bill, booking } => Evidence { bill: Some(bill), booking: Some(booking), ..none },
        A::ChooseDate { until } => Evidence { choose_until: Some(until), ..none },
        A::MoneyCase { case } => Evidence { money_case: Some(case), ..none },
        A::Scheduled { booking } => Evidence { booking: Some(booking), ..none },
        A::InOffice { case, step } => Evidence { office_case: Some(case), office_step: Some(step), ..none },
        A::Rejected { reason } | A::Void { reason } => Evidence { reason: Some(reason), ..none },
        A::Draft | A::Expired { .. } | A::Cancelled { .. } | A::Ready | A::Collected | A::Missed { .. } | A::GivenBack { .. } => {
            none
        }
    }
}

fn from_row(row: &Row) -> Result<Application, StoreError> {
    let word = row.word("state", StateWord::parse)?;
    let step = match row.opt_text("office_step")? {
        None => None,
        Some(text) => Some(parse_step(&text).ok_or_else(|| StoreError::inconsistent("office_step", "unknown word"))?),
    };
    let have = Evidence {
        bill: row.opt_parsed("bill", BillId::parse)?,
        booking: row.opt_parsed("booking", BookingId::parse)?,
        choose_until: row.opt_time("choose_until")?,
        money_case: row.opt_parsed("money_case", MoneyCaseId::parse)?,
        office_case: row.opt_parsed("office_case", CaseId::parse)?,
        office_step: step,
        reason: row.opt_text("reason")?,
    };
    let flags = row.text("flags")?;
    let flags = flags
        .split_whitespace()
        .map(|word| Flag::parse(word).ok_or_else(|| StoreError::inconsistent("flags", format!("unknown word {word}"))));
    Ok(Application {
        id: row.parsed("id", ApplicationId::parse)?,
        number: row.text("number")?,
        account: row.parsed("account", AccountId::parse)?,
        person: row.parsed("person", PersonId::parse)?,
        kind: row.word("kind", ApplicationKind::parse)?,
        lang: row.word("lang", Lang::parse)?,
        office: row.opt_parsed("office", OfficeCode::parse)?,
        passport_type: row.opt_text("passport_type")?,
        nik_hash: row.opt_text("nik_hash")?,
        state: state_of(word, row.time("state_at")?, have)?,
        version: row.int("version")?,
        flags: flags.collect::<Result<_, _>>()?,
        created_at: row.time("created_at")?,
        submitted_at: row.opt_time("submitted_at")?,
    })
}

pub(crate) async fn by_id(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Application>, StoreError> {
    ask.maybe(COLUMNS_OF_ID, params![id]).await?.as_ref().map(from_row).transpose()
}

pub(crate) async fn by_ids(ask: &mut dyn Ask, ids: &[&ApplicationId]) -> Result<Vec<Application>, StoreError> {
    all_of(ask, &OF_IDS, ids.iter().map(|id| Value::from(*id))).await?.iter().map(from_row).collect()
}

pub(crate) async fn by_number(ask: &mut dyn Ask, number: &str) -> Result<Option<Application>, StoreError> {
    ask.maybe(OF_NUMBER, params![number]).await?.as_ref().map(from_row).transpose()
}

pub(crate) async fn of_account(ask: &mut dyn Ask, account: &AccountId) -> Result<Vec<Application>, StoreError> {
    ask.all(OF_ACCOUNT, params![account]).await?.iter().map(from_row).collect()
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &ApplicationId,
    number: &str,
    (account, person): (&AccountId, &PersonId),
    lang: Lang,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(INSERT, params![id, number, account, person, lang.code(), now]).await.map(|_| ())
}

/// Locks the row until the transaction ends, without reading it.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    tx.exec(LOCK, params![id]).await.map(|_| ())
}

/// Locks the row until the transaction ends and reads it: nobody else changes it meanwhile on either engine.
pub(crate) async fn lock(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<Option<Application>, StoreError> {
    if tx.exec(LOCK, params![id]).await? == 0 {
        return Ok(None);
    }
    by_id(tx, id).await
}

pub(crate) async fn put_state(tx: &mut Tx<'_>, id: &ApplicationId, state: &ApplicationState) -> Result<(), StoreError> {
    let have = evidence_of(state);
    let step = have.office_step.map(step_code);
    let row = params![
        id,
        state.word().code(),
        tx.now(),
        have.bill.as_ref(),
        have.booking.as_ref(),
        have.choose_until,
        have.money_case.as_ref(),
        have.office_case.as_ref(),
        step,
        have.reason,
    ];
    tx.exec(PUT_STATE, row).await.map(|_| ())
}

pub(crate) async fn put_submitted(tx: &mut Tx<'_>, id: &ApplicationId, office: &OfficeCode) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(PUT_SUBMITTED, params![id, now, office]).await.map(|_| ())
}

pub(crate) async fn touch(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(TOUCH, params![id, now]).await.map(|_| ())
}

pub(crate) async fn put_kind(tx: &mut Tx<'_>, id: &ApplicationId, kind: ApplicationKind) -> Result<(), StoreError> {
    tx.exec(PUT_KIND, params![id, kind.code()]).await.map(|_| ())
}

pub(crate) async fn put_nik(tx: &mut Tx<'_>, id: &ApplicationId, hash: Option<&str>) -> Result<(), StoreError> {
    tx.exec(PUT_NIK, params![id, hash]).await.map(|_| ())
}

pub(crate) async fn put_flags(tx: &mut Tx<'_>, id: &ApplicationId, flags: &[Flag]) -> Result<(), StoreError> {
    let words: Vec<&str> = flags.iter().map(|f| f.code()).collect();
    let now = tx.now();
    tx.exec(PUT_FLAGS, params![id, words.join(" "), now]).await.map(|_| ())
}

pub(crate) async fn put_office(tx: &mut Tx<'_>, id: &ApplicationId, office: Option<&OfficeCode>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(PUT_OFFICE, params![id, office.map(OfficeCode::as_str), now]).await.map(|_| ())
}

pub(crate) async fn put_type(tx: &mut Tx<'_>, id: &ApplicationId, code: Option<&str>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(PUT_TYPE, params![id, code, now]).await.map(|_| ())
}

pub(crate) async fn put_visit(tx: &mut Tx<'_>, id: &ApplicationId, visit: Option<(Date, Zone)>) -> Result<(), StoreError> {
    let (day, zone) = (visit.map(|v| v.0), visit.map(|v| v.1.iana()));
    tx.exec(PUT_VISIT, params![id, day, zone]).await.map(|_| ())
}

pub(crate) async fn visit(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<(Date, Zone)>, StoreError> {
    let Some(row) = ask.maybe(VISIT, params![id]).await? else { return Ok(None) };
    match row.opt_day("visit_day")? {
        None => Ok(None),
        Some(day) => Ok(Some((day, row.word("visit_zone", Zone::parse)?))),
    }
}

const fn kind_of(actor: &Actor) -> &'static str {
    match actor {
        Actor::Account(_) => "account",
        Actor::Officer(_) => "officer",
        Actor::System => "system",
        Actor::Partner(_) => "partner",
        Actor::Operator => "operator",
    }
}

/// Adds a line to the timeline. The caller holds the application's lock, so the number is free.
pub(crate) async fn remember(tx: &mut Tx<'_>, id: &ApplicationId, what: &str, by: &Actor) -> Result<(), StoreError> {
    let seq = tx.one(HISTORY_SEQ, params![id]).await?.int("seq")? + 1;
    let now = tx.now();
    let row: [Value; 5] = [id.into(), seq.into(), now.into(), what.into(), kind_of(by).into()];
    tx.exec(HISTORY_ADD, &row).await.map(|_| ())
}

pub(crate) async fn history(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Vec<HistoryRow>, StoreError> {
    let rows = ask.all(HISTORY, params![id]).await?;
    rows.iter().map(|r| Ok(HistoryRow { at: r.time("at")?, what: r.text("what")?, by_kind: r.text("by_kind")? })).collect()
}
