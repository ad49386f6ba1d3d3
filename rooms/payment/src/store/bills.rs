//! Bills and their lines.

use crate::model::{Bill, BillEvent, BillKind, BillState, Evidence, StateWord};
use catalogue::PriceLine;
use kernel::{
    ids::{AccountId, ApplicationId, BillId, BookingId, PersonId},
    time::Timestamp,
};
use outside::{Billing, BillingPayment};
use std::collections::BTreeMap;
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};

const INSERT: Sql = sql("INSERT INTO bill (id, number, application, account, payer, booking, kind, amount, state, state_at, \
     asked_at, seat_until, in_flight, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $9, $10, 0, 1)");
const INSERT_LINE: Sql = sql("INSERT INTO bill_line (bill, seq, tariff_code, name_id, name_en, amount, legal_basis) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)");
const BY_ID: Sql =
    sql("SELECT id, number, application, account, payer, booking, kind, amount, state, state_at, asked_at, seat_until, \
     in_flight, expires_at, code, deadline, evidence, reference, ntb, agent, channel, paid_at, receipt, version FROM bill \
     WHERE id = $1");
const BY_CODE: Sql = sql("SELECT id FROM bill WHERE code = $1");
const BY_PROOF: Sql = sql("SELECT id FROM bill WHERE reference = $1");
const OF_APPLICATION: Sql =
    sql("SELECT id, number, application, account, payer, booking, kind, amount, state, state_at, asked_at, seat_until, \
     in_flight, expires_at, code, deadline, evidence, reference, ntb, agent, channel, paid_at, receipt, version FROM bill \
     WHERE application = $1 ORDER BY asked_at DESC, id DESC");
const LINES_OF_APPLICATION: Sql = sql("SELECT l.bill, l.tariff_code, l.name_id, l.name_en, l.amount, l.legal_basis \
     FROM bill_line l JOIN bill b ON b.id = l.bill WHERE b.application = $1 ORDER BY l.bill, l.seq");
const LINES: Sql = sql("SELECT tariff_code, name_id, name_en, amount, legal_basis FROM bill_line WHERE bill = $1 ORDER BY seq");
const START_CALL: Sql = sql("UPDATE bill SET expires_at = $1, in_flight = 1, version = version + 1 \
     WHERE id = $2 AND state = 'asked' AND version = $3");
const END_CALL: Sql =
    sql("UPDATE bill SET in_flight = 0, version = version + 1 WHERE id = $1 AND state = 'asked' AND version = $2");
const PUT_CODE: Sql = sql("UPDATE bill SET state = 'payable', state_at = $1, code = $2, deadline = $3, in_flight = 0, \
     version = version + 1 WHERE id = $4 AND state = 'asked' AND version = $5");
const LEARN_CODE: Sql =
    sql("UPDATE bill SET code = $1, deadline = $2, in_flight = 0, version = version + 1 WHERE id = $3 AND code IS NULL");
const PUT_STATE: Sql =
    sql("UPDATE bill SET state = $1, state_at = $2, version = version + 1 WHERE id = $3 AND state = $4 AND version = $5");
const PUT_PAID: Sql = sql("UPDATE bill SET state = 'paid', state_at = $1, evidence = $2, reference = $3, ntb = $4, agent = $5, \
     channel = $6, paid_at = $7, receipt = $8, code = COALESCE(code, $12), deadline = COALESCE(deadline, $13), in_flight = 0, \
     version = version + 1 WHERE id = $9 AND state = $10 AND version = $11");
const PUT_BOOKING: Sql = sql("UPDATE bill SET booking = $1 WHERE id = $2");
const PUT_CHOICE: Sql = sql("UPDATE bill SET choose_until = $1 WHERE id = $2");
const CHOICES_DUE: Sql = sql("SELECT id FROM bill WHERE choose_until IS NOT NULL AND choose_until <= $1 AND id > $2 \
     ORDER BY id LIMIT 64");
const TOUCH: Sql = sql("UPDATE bill SET version = version + 1 WHERE id = $1 AND version = $2");
const OVERDUE: Sql = sql("SELECT id, state FROM bill WHERE state IN ('asked', 'payable') \
     AND ((state = 'asked' AND kind = 'visit' AND seat_until < $1) OR (state = 'payable' AND deadline < $1)) AND id > $2 \
     ORDER BY id LIMIT 64");
const UNTRACED: Sql = sql("SELECT id, state FROM bill WHERE state = 'unknown' AND state_at < $1 AND state_at > $2 AND id > $3 \
     ORDER BY id LIMIT 64");
const CHECKED: Sql = sql("UPDATE bill SET checked_at = $1 WHERE id = $2 AND (checked_at IS NULL OR checked_at <= $3)");

/// A bill as it is written first.
pub(crate) struct NewBill<'a> {
    pub id: &'a BillId,
    pub number: &'a str,
    pub open: &'a crate::model::OpenBill,
    pub seat_until: Timestamp,
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewBill<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    let open = new.open;
    let row = params![
        new.id,
        new.number,
        &open.application,
        &open.account,
        &open.payer_name_sealed_by,
        open.booking.as_ref(),
        open.kind.code(),
        open.total,
        now,
        new.seat_until
    ];
    tx.exec(INSERT, row).await?;
    for (seq, line) in (1_i64..).zip(&open.lines) {
        let row = params![new.id, seq, &line.tariff_code, &line.name_id, &line.name_en, line.amount, &line.legal_basis];
        tx.exec(INSERT_LINE, row).await?;
    }
    Ok(())
}

fn evidence_of(row: &Row) -> Result<Evidence, StoreError> {
    let text = |column: &'static str| Ok::<_, StoreError>(row.opt_text(column)?.unwrap_or_default());
    match row.opt_text("evidence")?.as_deref() {
        Some("treasury") => Ok(Evidence::Treasury {
            ntpn: text("reference")?,
            ntb: text("ntb")?,
            agent: text("agent")?,
            channel: text("channel")?,
        }),
        Some("acquirer") => Ok(Evidence::Acquirer { reference: text("reference")? }),
        Some("nothing_due") => Ok(Evidence::NothingDue),
        _ => Err(StoreError::inconsistent("bill.evidence", "a paid bill without evidence")),
    }
}

fn state_of(row: &Row) -> Result<BillState, StoreError> {
    let at = row.time("state_at")?;
    let lacks = |column: &'static str| StoreError::inconsistent(column, "missing in this state");
    Ok(match row.word("state", StateWord::parse)? {
        StateWord::Asked => BillState::Asked { since: row.time("asked_at")?, seat_until: row.time("seat_until")? },
        StateWord::Payable => BillState::Payable {
            code: row.opt_text("code")?.ok_or_else(|| lacks("bill.code"))?,
            deadline: row.opt_time("deadline")?.ok_or_else(|| lacks("bill.deadline"))?,
        },
        StateWord::Paid => {
            BillState::Paid { evidence: evidence_of(row)?, at: row.opt_time("paid_at")?.ok_or_else(|| lacks("bill.paid_at"))? }
        }
        StateWord::Expired => BillState::Expired { at },
        StateWord::Cancelled => BillState::Cancelled { at },
        StateWord::Unknown => BillState::Unknown { since: at },
    })
}

/// A bill with its lines.
pub(crate) async fn find(ask: &mut dyn Ask, id: &BillId) -> Result<Option<Bill>, StoreError> {
    let Some(row) = ask.maybe(BY_ID, params![id]).await? else { return Ok(None) };
    let lines = ask.all(LINES, params![id]).await?.iter().map(line_of).collect::<Result<_, _>>()?;
    bill_of(&row, lines).map(Some)
}

fn line_of(row: &Row) -> Result<PriceLine, StoreError> {
    Ok(PriceLine {
        tariff_code: row.text("tariff_code")?,
        name_id: row.text("name_id")?,
        name_en: row.text("name_en")?,
        amount: row.rupiah("amount")?,
        legal_basis: row.text("legal_basis")?,
    })
}

fn bill_of(row: &Row, lines: Vec<PriceLine>) -> Result<Bill, StoreError> {
    Ok(Bill {
        id: row.parsed("id", BillId::parse)?,
        number: row.text("number")?,
        application: row.parsed("application", ApplicationId::parse)?,
        account: row.parsed("account", AccountId::parse)?,
        payer: row.parsed("payer", PersonId::parse)?,
        booking: row.opt_parsed("booking", BookingId::parse)?,
        kind: row.word("kind", BillKind::parse)?,
        amount: row.rupiah("amount")?,
        state: state_of(row)?,
        lines,
        asked_at: row.time("asked_at")?,
        code: row.opt_text("code")?,
        deadline: row.opt_time("deadline")?,
        receipt: row.opt_text("receipt")?,
        expires_at: row.opt_time("expires_at")?,
        in_flight: row.flag("in_flight")?,
        version: row.int("version")?,
    })
}

async fn id_of(ask: &mut dyn Ask, sql: Sql, text: &str) -> Result<Option<BillId>, StoreError> {
    ask.maybe(sql, params![text]).await?.map(|row| row.parsed("id", BillId::parse)).transpose()
}

/// The bill of a billing code.
pub(crate) async fn by_code(ask: &mut dyn Ask, code: &str) -> Result<Option<BillId>, StoreError> {
    id_of(ask, BY_CODE, code).await
}

/// The bill that is paid by a proof.
pub(crate) async fn by_proof(ask: &mut dyn Ask, proof: &str) -> Result<Option<BillId>, StoreError> {
    id_of(ask, BY_PROOF, proof).await
}

/// The bills of an application, newest first.
pub(crate) async fn of_application(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Vec<Bill>, StoreError> {
    let mut lines: BTreeMap<String, Vec<PriceLine>> = BTreeMap::new();
    for row in ask.all(LINES_OF_APPLICATION, params![id]).await? {
        lines.entry(row.text("bill")?).or_default().push(line_of(&row)?);
    }
    let rows = ask.all(OF_APPLICATION, params![id]).await?;
    rows.iter().map(|row| bill_of(row, lines.remove(&row.text("id")?).unwrap_or_default())).collect()
}

/// A request for a code is about to be sent; false when the bill changed.
pub(crate) async fn start_call(tx: &mut Tx<'_>, bill: &Bill, expires_at: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.exec(START_CALL, params![expires_at, &bill.id, bill.version]).await? == 1)
}

/// The request was certainly not sent.
pub(crate) async fn end_call(tx: &mut Tx<'_>, bill: &Bill) -> Result<bool, StoreError> {
    Ok(tx.exec(END_CALL, params![&bill.id, bill.version]).await? == 1)
}

/// The code is there ("asked" becomes "payable"); false when the bill changed.
pub(crate) async fn put_code(tx: &mut Tx<'_>, bill: &Bill, billing: &Billing) -> Result<bool, StoreError> {
    let now = tx.now();
    let row = params![now, &billing.code, billing.expires_at, &bill.id, bill.version];
    Ok(tx.exec(PUT_CODE, row).await? == 1)
}

/// A code that was found after its bill ended.
pub(crate) async fn learn_code(tx: &mut Tx<'_>, id: &BillId, billing: &Billing) -> Result<(), StoreError> {
    tx.exec(LEARN_CODE, params![&billing.code, billing.expires_at, id]).await?;
    Ok(())
}

/// Moves a bill on by an event that carries no evidence; false when it changed or the table refuses.
pub(crate) async fn advance(tx: &mut Tx<'_>, bill: &Bill, event: BillEvent) -> Result<bool, StoreError> {
    let from = bill.state.word();
    let Some(to) = event.from(from).filter(|to| !matches!(to, StateWord::Payable | StateWord::Paid)) else { return Ok(false) };
    let now = tx.now();
    Ok(tx.exec(PUT_STATE, params![to.code(), now, &bill.id, from.code(), bill.version]).await? == 1)
}

/// Money is believed, and a code that was not known yet is learnt with it; false when the bill changed.
pub(crate) async fn put_paid(
    tx: &mut Tx<'_>,
    bill: &Bill,
    told: Option<(&Billing, &BillingPayment)>,
) -> Result<bool, StoreError> {
    let (billing, payment) = told.unzip();
    let from = bill.state.word();
    if BillEvent::Money.from(from).is_none() {
        return Ok(false);
    }
    let now = tx.now();
    let receipt = format!("KW-{}", bill.number);
    let evidence = if payment.is_some() { "treasury" } else { "nothing_due" };
    let row = params![
        now,
        evidence,
        payment.map(|p| p.ntpn.as_str()),
        payment.map(|p| p.ntb.as_str()),
        payment.map(|p| p.agent.as_str()),
        payment.map(|p| p.channel.as_str()),
        payment.map_or(now, |p| p.paid_at),
        receipt,
        &bill.id,
        from.code(),
        bill.version,
        billing.map(|b| b.code.as_str()),
        billing.map(|b| b.expires_at)
    ];
    Ok(tx.exec(PUT_PAID, row).await? == 1)
}

/// The seat that late money took.
pub(crate) async fn put_booking(tx: &mut Tx<'_>, id: &BillId, booking: &BookingId) -> Result<(), StoreError> {
    tx.exec(PUT_BOOKING, params![booking, id]).await?;
    Ok(())
}

/// Until when a new date may be chosen, or that nobody waits any more.
pub(crate) async fn put_choice(tx: &mut Tx<'_>, id: &BillId, until: Option<Timestamp>) -> Result<(), StoreError> {
    tx.exec(PUT_CHOICE, params![until, id]).await?;
    Ok(())
}

/// Bills whose time to choose a new date has passed, 64 at most, after an id.
pub(crate) async fn choices_due(ask: &mut dyn Ask, after: Option<&BillId>) -> Result<Vec<BillId>, StoreError> {
    let now = ask.now();
    ask.all(CHOICES_DUE, params![now, after.map_or("", BillId::as_str)])
        .await?
        .iter()
        .map(|row| row.parsed("id", BillId::parse))
        .collect()
}

/// Locks a bill as it was read; false when it changed.
pub(crate) async fn touch(tx: &mut Tx<'_>, bill: &Bill) -> Result<bool, StoreError> {
    Ok(tx.exec(TOUCH, params![&bill.id, bill.version]).await? == 1)
}

fn words_of(rows: &[Row]) -> Result<Vec<(BillId, StateWord)>, StoreError> {
    rows.iter().map(|row| Ok((row.parsed("id", BillId::parse)?, row.word("state", StateWord::parse)?))).collect()
}

/// Bills that should have ended before an instant, and their states; 64 at most, after an id.
pub(crate) async fn overdue(
    ask: &mut dyn Ask,
    before: Timestamp,
    after: Option<&BillId>,
) -> Result<Vec<(BillId, StateWord)>, StoreError> {
    words_of(&ask.all(OVERDUE, params![before, after.map_or("", BillId::as_str)]).await?)
}

/// Bills that nobody knows about since an instant between two; 64 at most, after an id.
pub(crate) async fn untraced(
    ask: &mut dyn Ask,
    (from, before): (Timestamp, Timestamp),
    after: Option<&BillId>,
) -> Result<Vec<(BillId, StateWord)>, StoreError> {
    words_of(&ask.all(UNTRACED, params![before, from, after.map_or("", BillId::as_str)]).await?)
}

/// Notes that the person asked whether the money arrived; false when that was a moment ago.
pub(crate) async fn checked(tx: &mut Tx<'_>, id: &BillId, pause: i64) -> Result<bool, StoreError> {
    let now = tx.real_now();
    Ok(tx.exec(CHECKED, params![now, id, now.plus(-pause)]).await? == 1)
}
