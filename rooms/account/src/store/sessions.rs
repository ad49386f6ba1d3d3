//! Sign-ins: reference tokens of 256 bits, of which only the hash is kept.

use super::{note_plain, office_of, roles_of, token_hash};
use crate::model::{CITIZEN_IDLE, CITIZEN_LONGEST, DEVICE_LIFE, OFFICER_IDLE, OFFICER_LONGEST, SHARED_IDLE, TOKEN_LIFE};
use kernel::{
    ids::{AccountId, OfficeCode, OfficerId, SessionId},
    role::Role,
    time::Timestamp,
};
use store::{Actor, Ask, Sql, StoreError, Tx, params, sql};

const INSERT: Sql = sql("INSERT INTO session \
     (id, token_hash, account, officer, device, started_at, seen_at, idle, longest, program) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const CITIZEN: Sql =
    sql("SELECT id, account, started_at, seen_at, idle, longest FROM session WHERE token_hash = $1 AND account IS NOT NULL \
     AND ended_at IS NULL AND seen_at + idle > $2 AND started_at + longest > $3 AND program = $4");
const OFFICER: Sql = sql("SELECT session.id AS id, session.officer AS officer, session.seen_at AS seen_at, \
     session.started_at AS started_at, officer.sealed AS sealed, officer.office AS office, officer.roles AS roles \
     FROM session JOIN officer ON officer.id = session.officer WHERE session.token_hash = $1 \
     AND session.ended_at IS NULL AND officer.disabled_at IS NULL AND session.seen_at > $2 AND session.started_at > $3");
const SEEN: Sql = sql("UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $3");
const LIST: Sql = sql("SELECT id, device, started_at, seen_at, program FROM session WHERE account = $1 AND ended_at IS NULL \
     AND seen_at + idle > $2 AND started_at + longest > $3 ORDER BY seen_at DESC, id");
const END: Sql = sql("UPDATE session SET ended_at = $1 WHERE id = $2 AND account = $3 AND ended_at IS NULL");
const END_OFFICERS_ONE: Sql = sql("UPDATE session SET ended_at = $1 WHERE id = $2 AND officer = $3 AND ended_at IS NULL");
const END_OTHERS: Sql = sql("UPDATE session SET ended_at = $1 WHERE account = $2 AND id <> $3 AND ended_at IS NULL");
const END_OF_OFFICER: Sql = sql("UPDATE session SET ended_at = $1 WHERE officer = $2 AND ended_at IS NULL");
const DEVICE_PUT: Sql = sql("INSERT INTO known_device (token_hash, account, seen_at) VALUES ($1, $2, $3) \
     ON CONFLICT (token_hash) DO UPDATE SET seen_at = $4");
const DEVICE_OF: Sql = sql("SELECT known_device.account AS account FROM known_device \
     JOIN account ON account.id = known_device.account \
     WHERE known_device.token_hash = $1 AND account.email_hash = $2 AND known_device.seen_at > $3");
const DEVICE_ACCOUNT: Sql = sql("SELECT seen_at FROM known_device WHERE token_hash = $1 AND account = $2");
const DEVICES_FORGET: Sql = sql("DELETE FROM known_device WHERE account = $1");

/// A sign-in as its owner sees it.
#[derive(Debug, Clone)]
pub struct Device {
    /// The session.
    pub id: SessionId,
    /// Browser and system, in plain words.
    pub label: String,
    /// When it signed in.
    pub started_at: Timestamp,
    /// Its last request, to within half a minute.
    pub seen_at: Timestamp,
    /// A program's token.
    pub program: bool,
}

/// How long a session lives.
#[derive(Debug, Clone, Copy)]
pub struct Life {
    idle: i64,
    longest: i64,
    program: bool,
}

impl Life {
    /// A citizen's browser.
    pub const BROWSER: Self = Self { idle: CITIZEN_IDLE, longest: CITIZEN_LONGEST, program: false };
    /// A citizen's browser on a device that others use.
    pub const SHARED: Self = Self { idle: SHARED_IDLE, longest: CITIZEN_LONGEST, program: false };
    /// A citizen's program.
    pub const PROGRAM: Self = Self { idle: TOKEN_LIFE, longest: TOKEN_LIFE, program: true };
    /// An officer's desk.
    pub const DESK: Self = Self { idle: OFFICER_IDLE, longest: OFFICER_LONGEST, program: false };
}

/// Who signs in.
#[derive(Debug, Clone, Copy)]
pub enum Holder<'a> {
    /// A citizen.
    Account(&'a AccountId),
    /// An officer.
    Officer(&'a OfficerId),
}

/// Starts a browser's session; answers the token for the cookie, which is never seen again.
pub async fn start(tx: &mut Tx<'_>, who: Holder<'_>, device: &str) -> Result<String, StoreError> {
    let life = if matches!(who, Holder::Officer(_)) { Life::DESK } else { Life::BROWSER };
    begin(tx, who, device, life).await.map(|(token, _)| token)
}

/// Starts a session of a length; answers its token, which is never seen again, and its row.
pub async fn begin(tx: &mut Tx<'_>, who: Holder<'_>, device: &str, life: Life) -> Result<(String, SessionId), StoreError> {
    let token = vault::new_token();
    let id = begin_as(tx, who, device, life, &token).await?;
    Ok((token, id))
}

/// The same with a token that was made elsewhere, of at least 256 bits that nobody can guess.
pub async fn begin_as(tx: &mut Tx<'_>, who: Holder<'_>, device: &str, life: Life, token: &str) -> Result<SessionId, StoreError> {
    let id = SessionId::mint(tx.real_now(), tx.chance());
    let now = tx.real_now();
    let (account, officer, actor) = match who {
        Holder::Account(id) => (Some(id), None, Actor::Account(id.clone())),
        Holder::Officer(id) => (None, Some(id), Actor::Officer(id.clone())),
    };
    let (idle, longest, program) = (life.idle, life.longest, life.program);
    tx.exec(INSERT, params![&id, token_hash(token), account, officer, device, now, now, idle, longest, program]).await?;
    let action = if program { "account.token" } else { "account.sign_in" };
    note_plain(tx, actor, action, ("session", id.as_str())).await?;
    Ok(id)
}

/// The living citizen's session of a token.
pub struct CitizenSession {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// Last request.
    pub seen_at: Timestamp,
    /// When it ends whatever is heard.
    pub last: Timestamp,
    /// How long one request keeps it, in milliseconds.
    pub idle: i64,
}

/// The living citizen's session of a token, of a browser or of a program.
pub async fn citizen(
    ask: &mut dyn Ask,
    token: &str,
    (now, program): (Timestamp, bool),
) -> Result<Option<CitizenSession>, StoreError> {
    let params = params![token_hash(token), now, now, program];
    let Some(row) = ask.maybe(CITIZEN, params).await? else { return Ok(None) };
    Ok(Some(CitizenSession {
        id: row.parsed("id", SessionId::parse)?,
        account: row.parsed("account", AccountId::parse)?,
        seen_at: row.time("seen_at")?,
        last: row.time("started_at")?.plus(row.int("longest")?),
        idle: row.int("idle")?,
    }))
}

/// The living officer's session of a token.
pub struct OfficerSession {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub officer: OfficerId,
    /// Last request.
    pub seen_at: Timestamp,
    /// When it ends whatever is heard.
    pub last: Timestamp,
    /// Name and address, sealed.
    pub sealed: Vec<u8>,
    /// Her office.
    pub office: OfficeCode,
    /// What she may do, as it stands now.
    pub roles: Vec<Role>,
}

/// The living officer's session of a token; none for a disabled officer.
pub async fn officer(ask: &mut dyn Ask, token: &str, now: Timestamp) -> Result<Option<OfficerSession>, StoreError> {
    let params = params![token_hash(token), now.plus(-OFFICER_IDLE), now.plus(-OFFICER_LONGEST)];
    let Some(row) = ask.maybe(OFFICER, params).await? else { return Ok(None) };
    Ok(Some(OfficerSession {
        id: row.parsed("id", SessionId::parse)?,
        officer: row.parsed("officer", OfficerId::parse)?,
        seen_at: row.time("seen_at")?,
        last: row.time("started_at")?.plus(OFFICER_LONGEST),
        sealed: row.bytes("sealed")?,
        office: office_of(&row)?,
        roles: roles_of(&row)?,
    }))
}

/// Notes that a session was used.
pub async fn seen(tx: &mut Tx<'_>, session: &SessionId) -> Result<(), StoreError> {
    let now = tx.real_now();
    tx.exec(SEEN, params![now, session, now]).await?;
    Ok(())
}

/// The living sign-ins of an account, the last used first.
pub async fn devices(ask: &mut dyn Ask, account: &AccountId, now: Timestamp) -> Result<Vec<Device>, StoreError> {
    let rows = ask.all(LIST, params![account, now, now]).await?;
    let read = |row: &store::Row| -> Result<Device, StoreError> {
        Ok(Device {
            id: row.parsed("id", SessionId::parse)?,
            label: row.text("device")?,
            started_at: row.time("started_at")?,
            seen_at: row.time("seen_at")?,
            program: row.flag("program")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Ends one sign-in of an account; false when it is not hers or has ended.
pub async fn end(tx: &mut Tx<'_>, account: &AccountId, session: &SessionId) -> Result<bool, StoreError> {
    let now = tx.real_now();
    let ended = tx.exec(END, params![now, session, account]).await? == 1;
    if ended {
        note_plain(tx, Actor::Account(account.clone()), "account.sign_out", ("session", session.as_str())).await?;
    }
    Ok(ended)
}

/// Ends an officer's own session.
pub async fn end_desk(tx: &mut Tx<'_>, officer: &OfficerId, session: &SessionId) -> Result<(), StoreError> {
    let now = tx.real_now();
    if tx.exec(END_OFFICERS_ONE, params![now, session, officer]).await? == 1 {
        note_plain(tx, Actor::Officer(officer.clone()), "account.sign_out", ("session", session.as_str())).await?;
    }
    Ok(())
}

/// Ends all sign-ins of an account but one (or all), and forgets its known devices if all go.
pub async fn end_others(tx: &mut Tx<'_>, account: &AccountId, keep: Option<&SessionId>) -> Result<u64, StoreError> {
    let now = tx.real_now();
    let ended = tx.exec(END_OTHERS, params![now, account, keep.map_or("", SessionId::as_str)]).await?;
    if keep.is_none() {
        tx.exec(DEVICES_FORGET, params![account]).await?;
    }
    if ended > 0 {
        note_plain(tx, Actor::Account(account.clone()), "account.sign_out_others", ("account", account.as_str())).await?;
    }
    Ok(ended)
}

/// Ends all sessions of an officer.
pub async fn end_officer(tx: &mut Tx<'_>, officer: &OfficerId) -> Result<u64, StoreError> {
    let now = tx.real_now();
    tx.exec(END_OF_OFFICER, params![now, officer]).await
}

/// True when the owner of an address signed in on this device before.
pub async fn knows_device(ask: &mut dyn Ask, token: &str, email_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    let row = ask.maybe(DEVICE_OF, params![token_hash(token), email_hash, now.plus(-DEVICE_LIFE)]).await?;
    Ok(row.is_some())
}

/// Remembers this device for its owner; answers the token for its cookie.
pub async fn remember_device(tx: &mut Tx<'_>, account: &AccountId, token: Option<&str>) -> Result<String, StoreError> {
    let now = tx.real_now();
    let mut kept = None;
    if let Some(token) = token
        && tx.maybe(DEVICE_ACCOUNT, params![token_hash(token), account]).await?.is_some()
    {
        kept = Some(token.to_owned());
    }
    let token = kept.unwrap_or_else(vault::new_token);
    tx.exec(DEVICE_PUT, params![token_hash(&token), account, now, now]).await?;
    Ok(token)
}
