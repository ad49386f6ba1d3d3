//! The second factor of a citizen: a sealed seed, recovery codes of which only keyed hashes are kept, and sign-ins that
//! wait for a code.

use super::{note_plain, token_hash};
use crate::{
    model::{FACTOR_PATIENCE, RECOVERY_CODES},
    totp::Seed,
};
use kernel::{event::Event, ids::AccountId, time::Timestamp};
use store::{Actor, Ask, Sql, StoreError, Tx, params, sql};
use vault::{HashPurpose, Vault};

const FIND: Sql = sql("SELECT seed, last_step, made_at, confirmed_at FROM account_factor WHERE account = $1");
const PUT: Sql = sql("INSERT INTO account_factor (account, seed, last_step, made_at) VALUES ($1, $2, 0, $3) \
     ON CONFLICT (account) DO UPDATE SET seed = $4, last_step = 0, made_at = $5");
const CONFIRM: Sql =
    sql("UPDATE account_factor SET confirmed_at = $1, last_step = $2 WHERE account = $3 AND confirmed_at IS NULL");
const STEP: Sql = sql("UPDATE account_factor SET last_step = $1 WHERE account = $2 AND last_step < $3");
const DROP: Sql = sql("DELETE FROM account_factor WHERE account = $1");
const CODE_PUT: Sql = sql("INSERT INTO account_recovery (account, code_hash) VALUES ($1, $2)");
const CODE_USE: Sql = sql("UPDATE account_recovery SET used_at = $1 WHERE account = $2 AND code_hash = $3 AND used_at IS NULL");
const CODES_DROP: Sql = sql("DELETE FROM account_recovery WHERE account = $1");
const CODES_LEFT: Sql = sql("SELECT COUNT(*) AS n FROM account_recovery WHERE account = $1 AND used_at IS NULL");
const HALF_PUT: Sql = sql("INSERT INTO account_half_in (token_hash, account, shared, expires_at) VALUES ($1, $2, $3, $4)");
const HALF: Sql = sql("SELECT account, shared FROM account_half_in WHERE token_hash = $1 AND expires_at > $2");
const HALF_DONE: Sql = sql("DELETE FROM account_half_in WHERE token_hash = $1");

/// A second factor as it stands.
pub struct Factor {
    /// Its seed.
    pub seed: Seed,
    /// Asked for from now on; false while it was not confirmed by a code.
    pub on: bool,
    /// Rises when a seed is made and when it is confirmed.
    pub version: i64,
    last_step: i64,
}

/// A sign-in whose password was right.
#[derive(Debug, Clone)]
pub struct HalfIn {
    /// Whose.
    pub account: AccountId,
    /// On a device that others use.
    pub shared: bool,
}

fn place(account: &AccountId) -> String {
    format!("account:{account}:factor")
}

/// The second factor of an account, confirmed or not.
pub async fn find(vault: &Vault, ask: &mut dyn Ask, account: &AccountId) -> Result<Option<Factor>, StoreError> {
    let Some(row) = ask.maybe(FIND, params![account]).await? else { return Ok(None) };
    Ok(Some(Factor {
        seed: Seed::open(vault, &place(account), &row.bytes("seed")?)?,
        on: row.opt_time("confirmed_at")?.is_some(),
        version: row.opt_time("confirmed_at")?.unwrap_or(row.time("made_at")?).0,
        last_step: row.int("last_step")?,
    }))
}

/// True when a code is asked for.
pub async fn is_on(ask: &mut dyn Ask, account: &AccountId) -> Result<bool, StoreError> {
    let row = ask.maybe(FIND, params![account]).await?;
    row.map_or(Ok(false), |r| Ok(r.opt_time("confirmed_at")?.is_some()))
}

/// Makes a seed that waits for its first code; one that is on already stays.
pub async fn begin(vault: &Vault, tx: &mut Tx<'_>, account: &AccountId) -> Result<(), StoreError> {
    if is_on(tx, account).await? {
        return Ok(());
    }
    let (_, sealed) = Seed::generate(vault, &place(account))?;
    let now = tx.real_now();
    tx.exec(PUT, params![account, sealed.clone(), now, sealed, now]).await?;
    Ok(())
}

fn folded(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn code_hash(vault: &Vault, account: &AccountId, code: &str) -> String {
    vault.keyed_hash(HashPurpose::Email, &format!("recovery:{account}:{}", folded(code)))
}

/// New recovery codes in place of all others; they are shown once.
pub async fn new_codes(vault: &Vault, tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<String>, StoreError> {
    tx.exec(CODES_DROP, params![account]).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let text = hex::encode(vault::secret_bytes::<5>());
        tx.exec(CODE_PUT, params![account, code_hash(vault, account, &text)]).await?;
        codes.push(format!("{}-{}", &text[..5], &text[5..]));
    }
    Ok(codes)
}

/// Recovery codes that were not used.
pub async fn codes_left(ask: &mut dyn Ask, account: &AccountId) -> Result<i64, StoreError> {
    ask.one(CODES_LEFT, params![account]).await?.int("n")
}

/// Turns the factor on when the code is right; answers the recovery codes.
pub async fn confirm(vault: &Vault, tx: &mut Tx<'_>, account: &AccountId, code: &str) -> Result<Option<Vec<String>>, StoreError> {
    let Some(factor) = find(vault, tx, account).await?.filter(|f| !f.on) else { return Ok(None) };
    let now = tx.real_now();
    let Some(step) = factor.seed.step(code, now) else { return Ok(None) };
    if tx.exec(CONFIRM, params![now, step, account]).await? != 1 {
        return Ok(None);
    }
    note_plain(tx, Actor::Account(account.clone()), "account.factor_on", ("account", account.as_str())).await?;
    tx.tell(&Event::FactorChanged { account: account.clone(), on: true }).await?;
    new_codes(vault, tx, account).await.map(Some)
}

/// Uses a code of the authenticator, or a recovery code. Each works once.
pub async fn pass(vault: &Vault, tx: &mut Tx<'_>, account: &AccountId, code: &str) -> Result<bool, StoreError> {
    let Some(factor) = find(vault, tx, account).await?.filter(|f| f.on) else { return Ok(false) };
    let now = tx.real_now();
    if let Some(step) = factor.seed.step(code, now).filter(|step| *step > factor.last_step) {
        return Ok(tx.exec(STEP, params![step, account, step]).await? == 1);
    }
    let hash = code_hash(vault, account, code);
    let used = folded(code).len() == 10 && tx.exec(CODE_USE, params![now, account, hash]).await? == 1;
    if used {
        note_plain(tx, Actor::Account(account.clone()), "account.recovery_code", ("account", account.as_str())).await?;
    }
    Ok(used)
}

/// Turns it off, with its recovery codes.
pub async fn drop_it(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), StoreError> {
    tx.exec(CODES_DROP, params![account]).await?;
    tx.exec(DROP, params![account]).await?;
    note_plain(tx, Actor::Account(account.clone()), "account.factor_off", ("account", account.as_str())).await?;
    tx.tell(&Event::FactorChanged { account: account.clone(), on: false }).await
}

/// The password was right: answers the token for the browser that types the code next.
pub async fn half_in(tx: &mut Tx<'_>, account: &AccountId, shared: bool) -> Result<String, StoreError> {
    let token = vault::new_token();
    let until = tx.real_now().plus(FACTOR_PATIENCE);
    tx.exec(HALF_PUT, params![token_hash(&token), account, shared, until]).await?;
    Ok(token)
}

/// Who waits for a code in this browser.
pub async fn half(ask: &mut dyn Ask, token: &str, now: Timestamp) -> Result<Option<HalfIn>, StoreError> {
    let Some(row) = ask.maybe(HALF, params![token_hash(token), now]).await? else { return Ok(None) };
    Ok(Some(HalfIn { account: row.parsed("account", AccountId::parse)?, shared: row.flag("shared")? }))
}

/// The wait is over; false when another request ended it.
pub async fn half_done(tx: &mut Tx<'_>, token: &str) -> Result<bool, StoreError> {
    Ok(tx.exec(HALF_DONE, params![token_hash(token)]).await? == 1)
}
