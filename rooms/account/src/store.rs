//! The tables of the room.

pub mod codes;
pub mod factor;
pub mod officers;
pub mod parked;
pub mod people;
pub mod proof;
pub mod sessions;
pub mod throttle;

use crate::model::SWEEP_AFTER;
use kernel::{
    contact::Email,
    ids::{EventId, OfficeCode},
    role::Role,
};
use serde_json::json;
use store::{Actor, AuditEntry, Db, Row, Sql, StoreError, Tx, params, sql};
use vault::{HashPurpose, Vault};

const SWEEP_CODES: Sql = sql("DELETE FROM code WHERE made_at < $1");
const SWEEP_FLOWS: Sql = sql("DELETE FROM code_flow WHERE made_at < $1 AND NOT EXISTS \
     (SELECT 1 FROM code WHERE code.flow = code_flow.id)");
const SWEEP_HALF_IN: Sql = sql("DELETE FROM account_half_in WHERE expires_at < $1");
const SWEEP_THROTTLE: Sql = sql("DELETE FROM throttle WHERE last_at < $1");

/// An id for a row that no other room names by type.
pub fn row_id(tx: &Tx<'_>) -> String {
    EventId::mint(tx.real_now(), tx.chance()).to_string()
}

/// The keyed hash by which an address is found.
pub fn email_hash(vault: &Vault, email: &Email) -> String {
    vault.keyed_hash(HashPurpose::Email, &email.folded())
}

/// What a reference token is kept as.
pub fn token_hash(token: &str) -> String {
    hex::encode(vault::sha256(token.as_bytes()))
}

/// One audit row of this room: codes and ids only.
pub async fn note(
    tx: &mut Tx<'_>,
    actor: Actor,
    action: &'static str,
    (object, id): (&'static str, &str),
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    tx.audit(AuditEntry { actor, action, object, id, application: None, detail }).await
}

/// One audit row that needs no explanation.
pub async fn note_plain(
    tx: &mut Tx<'_>,
    actor: Actor,
    action: &'static str,
    object: (&'static str, &str),
) -> Result<(), StoreError> {
    note(tx, actor, action, object, json!({})).await
}

fn roles_text(roles: &[Role]) -> String {
    roles.iter().map(|r| r.code()).collect::<Vec<_>>().join(",")
}

fn roles_of(row: &Row) -> Result<Vec<Role>, StoreError> {
    let read = |text: &str| text.split(',').map(Role::parse).collect::<Option<Vec<_>>>();
    row.word("roles", read)
}

fn office_of(row: &Row) -> Result<OfficeCode, StoreError> {
    row.parsed("office", OfficeCode::parse)
}

fn email_of(text: &str) -> Result<Email, StoreError> {
    Email::parse(text).map_err(|_| StoreError::inconsistent("email", "not an address"))
}

/// Removes codes, flows and tries that serve no more; answers how many rows.
pub async fn sweep(db: &Db) -> Result<usize, StoreError> {
    db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let before = tx.real_now().plus(-SWEEP_AFTER);
            let mut gone = 0;
            for statement in [SWEEP_CODES, SWEEP_FLOWS, SWEEP_HALF_IN, SWEEP_THROTTLE] {
                gone += tx.exec(statement, params![before]).await?;
            }
            gone += parked::sweep(tx).await?;
            Ok(usize::try_from(gone).unwrap_or(usize::MAX))
        })
    })
    .await
}
