//! Forms that came after their session had ended. Each is sealed and bound to a token in its browser's cookie; only the
//! account whose session it was gets it back, within [`PARKED_LIFE`].

use super::token_hash;
use crate::model::PARKED_MAX;
use kernel::{ids::AccountId, time::Timestamp};
use shell::{PARKED_LIFE, ParkedForm};
use store::{Ask, Sql, StoreError, Tx, params, sql};
use vault::Vault;

// a session that its owner ended keeps nothing; one that ended by itself does
const OWNER: Sql = sql("SELECT account FROM session WHERE token_hash = $1 AND account IS NOT NULL AND ended_at IS NULL \
     AND program = 0");
const PUT: Sql = sql("INSERT INTO account_parked (token_hash, account, sealed, expires_at) VALUES ($1, $2, $3, $4)");
const FIND: Sql = sql("SELECT account, sealed FROM account_parked WHERE token_hash = $1 AND account = $2 AND expires_at > $3");
const UNTIL: Sql = sql("SELECT expires_at FROM account_parked WHERE token_hash = $1 AND expires_at > $2");
const DROP: Sql = sql("DELETE FROM account_parked WHERE token_hash = $1");
const DROP_OLD: Sql = sql("DELETE FROM account_parked WHERE account = $1 AND token_hash NOT IN \
     (SELECT token_hash FROM account_parked WHERE account = $2 ORDER BY expires_at DESC, token_hash LIMIT $3)");
const SWEEP: Sql = sql("DELETE FROM account_parked WHERE expires_at <= $1");

fn place(hash: &str) -> String {
    format!("account_parked:{hash}")
}

/// Where to and what kind in one line of JSON, then the body as it came: it may be a file.
fn packed(form: &ParkedForm) -> Result<Vec<u8>, StoreError> {
    let head = serde_json::to_vec(&(&form.path, &form.kind));
    let mut plain = head.map_err(|_| StoreError::inconsistent("sealed", "not a form"))?;
    plain.push(b'\n');
    plain.extend_from_slice(&form.body);
    Ok(plain)
}

fn unpacked(plain: &[u8]) -> Option<ParkedForm> {
    let end = plain.iter().position(|byte| *byte == b'\n')?;
    let (path, kind) = serde_json::from_slice(&plain[..end]).ok()?;
    Some(ParkedForm { path, kind, body: plain[end + 1..].to_vec() })
}

/// Keeps a form for the owner of a session; answers the browser's token, or nothing when there is no such session.
pub async fn put(vault: &Vault, tx: &mut Tx<'_>, session: &str, form: &ParkedForm) -> Result<Option<String>, StoreError> {
    let Some(row) = tx.maybe(OWNER, params![token_hash(session)]).await? else { return Ok(None) };
    let account = row.parsed("account", AccountId::parse)?;
    let token = vault::new_token();
    let hash = token_hash(&token);
    let sealed = vault.seal_own(&place(&hash), &packed(form)?)?;
    sweep(tx).await?;
    tx.exec(PUT, params![&hash, &account, sealed, tx.real_now().plus(PARKED_LIFE)]).await?;
    tx.exec(DROP_OLD, params![&account, &account, PARKED_MAX]).await?;
    Ok(Some(token))
}

/// The form behind a browser's token, for this account.
pub async fn find(
    vault: &Vault,
    ask: &mut dyn Ask,
    (token, account): (&str, &AccountId),
    now: Timestamp,
) -> Result<Option<ParkedForm>, StoreError> {
    let hash = token_hash(token);
    let Some(row) = ask.maybe(FIND, params![&hash, account, now]).await? else { return Ok(None) };
    let plain = vault.open_own(&place(&hash), &row.bytes("sealed")?)?;
    unpacked(&plain).map(Some).ok_or_else(|| StoreError::inconsistent("sealed", "not a form"))
}

/// Until when a form waits behind a browser's token, whoever's it is.
pub async fn until(ask: &mut dyn Ask, token: &str, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let row = ask.maybe(UNTIL, params![token_hash(token), now]).await?;
    row.map(|r| r.time("expires_at")).transpose()
}

/// It was finished.
pub async fn forget(tx: &mut Tx<'_>, token: &str) -> Result<(), StoreError> {
    tx.exec(DROP, params![token_hash(token)]).await?;
    Ok(())
}

/// Throws away what waited too long; answers how many.
pub async fn sweep(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let now = tx.real_now();
    tx.exec(SWEEP, params![now]).await
}
