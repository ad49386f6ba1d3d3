//! What each bill pays for.

use crate::model::{Application, Sent};
use catalogue::ApplicationKind;
use kernel::ids::{ApplicationId, BillId, OfficeCode};
use store::{Ask, Sql, StoreError, Tx, params, sql};

const INSERT: Sql = sql("INSERT INTO application_sent (bill, application, kind, passport_type, office, nik_hash, sent_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)");
const OF_BILL: Sql = sql("SELECT application, kind, passport_type, office, nik_hash FROM application_sent WHERE bill = $1");
const RESTORE: Sql =
    sql("UPDATE application SET kind = $2, passport_type = $3, office = $4, version = version + 1 WHERE id = $1");

/// Notes what a bill pays for.
pub(crate) async fn add(
    tx: &mut Tx<'_>,
    bill: &BillId,
    application: &Application,
    office: &OfficeCode,
) -> Result<(), StoreError> {
    let now = tx.now();
    let row = params![
        bill,
        &application.id,
        application.kind.code(),
        application.passport_type.as_deref(),
        office,
        application.nik_hash.as_deref(),
        now
    ];
    tx.exec(INSERT, row).await.map(|_| ())
}

/// What a bill pays for.
pub(crate) async fn of_bill(ask: &mut dyn Ask, bill: &BillId) -> Result<Option<Sent>, StoreError> {
    let Some(row) = ask.maybe(OF_BILL, params![bill]).await? else { return Ok(None) };
    Ok(Some(Sent {
        application: row.parsed("application", ApplicationId::parse)?,
        kind: row.word("kind", ApplicationKind::parse)?,
        passport_type: row.opt_text("passport_type")?,
        office: row.parsed("office", OfficeCode::parse)?,
        nik_hash: row.opt_text("nik_hash")?,
    }))
}

/// Writes the choices back.
pub(crate) async fn restore(tx: &mut Tx<'_>, sent: &Sent) -> Result<(), StoreError> {
    let row = params![&sent.application, sent.kind.code(), sent.passport_type.as_deref(), &sent.office];
    tx.exec(RESTORE, row).await.map(|_| ())
}
