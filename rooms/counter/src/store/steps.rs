//! What happened to a case, and which fields are confirmed.

use crate::model::Step;
use catalogue::Field;
use kernel::ids::{CaseId, OfficerId};
use store::{Ask, Sql, StoreError, Tx, params, sql};

const ADD: Sql = sql("INSERT INTO case_step (case_file, seq, step, officer, at, detail) \
     SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM case_step WHERE case_file = $1");
const LIST: Sql = sql("SELECT step, officer, at FROM case_step WHERE case_file = $1 ORDER BY seq");
const CONFIRMED: Sql = sql("SELECT field FROM case_confirmation WHERE case_file = $1");
const CONFIRM: Sql = sql("INSERT INTO case_confirmation (case_file, field, officer, at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (case_file, field) DO NOTHING");
const WITHDRAW: Sql = sql("DELETE FROM case_confirmation WHERE case_file = $1 AND field = $2");

/// Adds a line to the case's history.
pub(crate) async fn add(
    tx: &mut Tx<'_>,
    case: &CaseId,
    word: &str,
    officer: Option<&OfficerId>,
    detail: &serde_json::Value,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(ADD, params![case, word, officer, now, detail.to_string()]).await?;
    Ok(())
}

/// The case's history, oldest first.
pub(crate) async fn list(ask: &mut dyn Ask, case: &CaseId) -> Result<Vec<Step>, StoreError> {
    let rows = ask.all(LIST, params![case]).await?;
    rows.iter()
        .map(|row| {
            Ok(Step { word: row.text("step")?, officer: row.opt_parsed("officer", OfficerId::parse)?, at: row.time("at")? })
        })
        .collect()
}

/// The confirmed fields.
pub(crate) async fn confirmed(ask: &mut dyn Ask, case: &CaseId) -> Result<Vec<Field>, StoreError> {
    ask.all(CONFIRMED, params![case]).await?.iter().map(|row| row.word("field", Field::parse)).collect()
}

/// An officer saw the field on the original.
pub(crate) async fn confirm(tx: &mut Tx<'_>, case: &CaseId, field: Field, by: &OfficerId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(CONFIRM, params![case, field.code(), by, now]).await?;
    Ok(())
}

/// It was ticked by mistake.
pub(crate) async fn withdraw(tx: &mut Tx<'_>, case: &CaseId, field: Field) -> Result<(), StoreError> {
    tx.exec(WITHDRAW, params![case, field.code()]).await?;
    Ok(())
}
