//! Money cases.

use crate::model::{CaseKind, MoneyCase};
use kernel::ids::{ApplicationId, BillId, MoneyCaseId};
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};

const INSERT: Sql = sql("INSERT INTO money_case (id, kind, bill, application, ntpn, amount, evidence, state, opened_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8) ON CONFLICT DO NOTHING");
const BY_STATE: Sql = sql("SELECT id, kind, bill, application, ntpn, amount, evidence, state, opened_at FROM money_case \
     WHERE state = $1 ORDER BY opened_at DESC, id DESC LIMIT 200");
const COUNT: Sql = sql("SELECT CAST(COALESCE(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0) AS BIGINT) AS open, \
     COUNT(*) AS n FROM money_case");
const BY_ID: Sql =
    sql("SELECT id, kind, bill, application, ntpn, amount, evidence, state, opened_at FROM money_case WHERE id = $1");
const OF_BILL: Sql = sql("SELECT id, kind, bill, application, ntpn, amount, evidence, state, opened_at FROM money_case \
     WHERE bill = $1 AND state = 'open' ORDER BY opened_at, id");
const LYING_OF_APPLICATION: Sql =
    sql("SELECT id, kind, bill, application, ntpn, amount, evidence, state, opened_at FROM money_case \
     WHERE application = $1 AND kind IN ('changed', 'wrong_amount') AND state = 'open' ORDER BY opened_at, id");
const OPEN_OF_MONEY: Sql = sql("SELECT id, kind, bill, application, ntpn, amount, evidence, state, opened_at FROM money_case \
     WHERE ntpn = $1 AND state = 'open' ORDER BY opened_at, id");
const CLOSE: Sql = sql("UPDATE money_case SET state = 'closed', closed_at = $1 WHERE id = $2 AND state = 'open'");
const KNOWN: Sql = sql("SELECT id FROM money_case WHERE kind = $1 AND ntpn = $2");

fn case_of(row: &Row) -> Result<MoneyCase, StoreError> {
    Ok(MoneyCase {
        id: row.parsed("id", MoneyCaseId::parse)?,
        kind: row.word("kind", CaseKind::parse)?,
        bill: row.opt_parsed("bill", BillId::parse)?,
        application: row.opt_parsed("application", ApplicationId::parse)?,
        ntpn: row.text("ntpn")?,
        amount: row.rupiah("amount")?,
        evidence: row.parsed("evidence", |text| serde_json::from_str(text))?,
        open: row.text("state")? == "open",
        opened_at: row.time("opened_at")?,
    })
}

/// Writes a case; false when the same money has one of this kind.
pub(crate) async fn insert(tx: &mut Tx<'_>, case: &MoneyCase) -> Result<bool, StoreError> {
    let row = params![
        &case.id,
        case.kind.code(),
        case.bill.as_ref(),
        case.application.as_ref(),
        &case.ntpn,
        case.amount,
        case.evidence.to_string(),
        case.opened_at
    ];
    Ok(tx.exec(INSERT, row).await? == 1)
}

/// The newest 200 cases that are open, or closed.
pub(crate) async fn by_state(ask: &mut dyn Ask, open: bool) -> Result<Vec<MoneyCase>, StoreError> {
    let state = if open { "open" } else { "closed" };
    ask.all(BY_STATE, params![state]).await?.iter().map(case_of).collect()
}

/// How many cases are open, and how many closed.
pub(crate) async fn count(ask: &mut dyn Ask) -> Result<(i64, i64), StoreError> {
    let row = ask.one(COUNT, &[]).await?;
    let open = row.int("open")?;
    Ok((open, row.int("n")? - open))
}

/// One case.
pub(crate) async fn find(ask: &mut dyn Ask, id: &MoneyCaseId) -> Result<Option<MoneyCase>, StoreError> {
    ask.maybe(BY_ID, params![id]).await?.as_ref().map(case_of).transpose()
}

/// The open cases of a bill, oldest first.
pub(crate) async fn of_bill(ask: &mut dyn Ask, id: &BillId) -> Result<Vec<MoneyCase>, StoreError> {
    ask.all(OF_BILL, params![id]).await?.iter().map(case_of).collect()
}

/// The open cases with money of an application that paid for nothing: of another amount, or for what the application was
/// before it was changed. Oldest first.
pub(crate) async fn lying_of(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Vec<MoneyCase>, StoreError> {
    ask.all(LYING_OF_APPLICATION, params![id]).await?.iter().map(case_of).collect()
}

/// The open cases that speak of a payment, oldest first.
pub(crate) async fn of_money(ask: &mut dyn Ask, ntpn: &str) -> Result<Vec<MoneyCase>, StoreError> {
    ask.all(OPEN_OF_MONEY, params![ntpn]).await?.iter().map(case_of).collect()
}

/// Closes a case; false when it was closed already.
pub(crate) async fn close(tx: &mut Tx<'_>, id: &MoneyCaseId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(CLOSE, params![now, id]).await? == 1)
}

/// Whether this money has a case of a kind.
pub(crate) async fn known(ask: &mut dyn Ask, kind: CaseKind, ntpn: &str) -> Result<bool, StoreError> {
    Ok(ask.maybe(KNOWN, params![kind.code(), ntpn]).await?.is_some())
}
