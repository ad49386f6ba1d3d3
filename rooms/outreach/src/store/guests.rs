//! Rows of guests. Name and contact stand sealed in one envelope; the secret of a guest's page is kept as a hash beside it.

use crate::model::{Card, Guest, KEEP_DAYS, Source};
use kernel::{
    contact::{Email, Phone},
    ids::{GuestId, InformationDayId},
    lang::Lang,
    time::DAY,
};
use serde::{Deserialize, Serialize};
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};
use vault::Vault;

const INSERT: Sql = sql("INSERT INTO information_day_guest \
     (id, information_day, source, token_hash, persons, came, has_mail, lang, sealed, state, made_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'here', $10)");
const ONE: Sql =
    sql("SELECT id, information_day, source, persons, came, lang, sealed, state FROM information_day_guest WHERE id = $1");
const BY_TOKEN: Sql = sql(
    "SELECT id, information_day, source, persons, came, lang, sealed, state FROM information_day_guest WHERE token_hash = $1",
);
const LIST: Sql = sql("SELECT id, information_day, source, persons, came, lang, sealed, state FROM information_day_guest \
     WHERE information_day = $1 AND state = 'here' ORDER BY id");
const WITH_MAIL: Sql = sql("SELECT id FROM information_day_guest \
     WHERE information_day = $1 AND state = 'here' AND has_mail = 1 ORDER BY id");
const WITHDRAW: Sql = sql("UPDATE information_day_guest SET state = 'withdrawn', ended_at = $1, sealed = NULL \
     WHERE id = $2 AND state = 'here' AND source = 'registered'");
const CAME: Sql = sql("UPDATE information_day_guest SET came = persons \
     WHERE id = $1 AND information_day = $2 AND state = 'here' AND source = 'registered' AND came = 0");
const CAME_NOT: Sql = sql("UPDATE information_day_guest SET came = 0 \
     WHERE id = $1 AND information_day = $2 AND state = 'here' AND source = 'registered' AND came > 0");
const REMOVE: Sql = sql("DELETE FROM information_day_guest WHERE id = $1 AND information_day = $2 AND source = 'walk_in'");
const FORGET: Sql = sql("UPDATE information_day_guest SET sealed = NULL WHERE sealed IS NOT NULL AND information_day IN \
     (SELECT d.id FROM information_day d WHERE d.ends_at <= $1)");

/// What is inside the envelope.
#[derive(Serialize, Deserialize)]
struct Inside {
    name: String,
    phone: Option<Phone>,
    email: Option<Email>,
    token: String,
}

fn place(id: &GuestId) -> String {
    format!("guest:{id}")
}

/// The hash by which a guest's page is found.
pub fn token_hash(token: &str) -> String {
    hex::encode(vault::sha256(token.as_bytes()))
}

fn guest_of(vault: &Vault, row: &Row) -> Result<Guest, StoreError> {
    let id = row.parsed("id", GuestId::parse)?;
    let inside: Option<Inside> = match row.opt_bytes("sealed")? {
        None => None,
        Some(sealed) => {
            let plain = vault.open_own(&place(&id), &sealed)?;
            Some(serde_json::from_slice(&plain).map_err(|e| StoreError::inconsistent("sealed", e.to_string()))?)
        }
    };
    let (card, token) = match inside {
        None => (None, None),
        Some(i) => (Some(Card { name: i.name, phone: i.phone, email: i.email }), Some(i.token)),
    };
    Ok(Guest {
        id,
        day: row.parsed("information_day", InformationDayId::parse)?,
        source: row.word("source", Source::parse)?,
        persons: row.int("persons")?,
        came: row.int("came")?,
        lang: row.word("lang", Lang::parse)?,
        here: row.text("state")? == "here",
        card,
        token,
    })
}

/// A guest as she is written.
pub struct New<'a> {
    pub day: &'a InformationDayId,
    pub source: Source,
    pub persons: i64,
    pub came: i64,
    pub lang: Lang,
    /// None for those who came without leaving a name.
    pub card: Option<&'a Card>,
}

/// Writes a guest; answers her id and the secret of her page.
pub async fn insert(vault: &Vault, tx: &mut Tx<'_>, new: &New<'_>) -> Result<(GuestId, String), StoreError> {
    let id = GuestId::mint(tx.real_now(), tx.chance());
    let token = vault::new_token();
    let sealed = match new.card {
        None => None,
        Some(card) => {
            let Card { name, phone, email } = card.clone();
            let inside = Inside { name, phone, email, token: token.clone() };
            let plain = serde_json::to_vec(&inside).map_err(|e| StoreError::inconsistent("sealed", e.to_string()))?;
            Some(vault.seal_own(&place(&id), &plain)?)
        }
    };
    let has_mail = new.card.is_some_and(|c| c.email.is_some());
    let now = tx.now();
    let row = params![
        &id,
        new.day,
        new.source.code(),
        token_hash(&token),
        new.persons,
        new.came,
        has_mail,
        new.lang.code(),
        sealed,
        now
    ];
    tx.exec(INSERT, row).await?;
    Ok((id, token))
}

/// One guest.
pub async fn one(vault: &Vault, ask: &mut dyn Ask, id: &GuestId) -> Result<Option<Guest>, StoreError> {
    ask.maybe(ONE, params![id]).await?.map(|row| guest_of(vault, &row)).transpose()
}

/// The guest of a page's secret.
pub async fn by_token(vault: &Vault, ask: &mut dyn Ask, token: &str) -> Result<Option<Guest>, StoreError> {
    ask.maybe(BY_TOKEN, params![token_hash(token)]).await?.map(|row| guest_of(vault, &row)).transpose()
}

/// Everybody on the list of a day, in the order of coming onto it.
pub async fn list(vault: &Vault, ask: &mut dyn Ask, day: &InformationDayId) -> Result<Vec<Guest>, StoreError> {
    ask.all(LIST, params![day]).await?.iter().map(|row| guest_of(vault, row)).collect()
}

/// Those who left an address.
pub async fn with_mail(ask: &mut dyn Ask, day: &InformationDayId) -> Result<Vec<GuestId>, StoreError> {
    ask.all(WITH_MAIL, params![day]).await?.iter().map(|row| row.parsed("id", GuestId::parse)).collect()
}

/// Takes a guest off the list and forgets her; false when she was not on it.
pub async fn withdraw(tx: &mut Tx<'_>, id: &GuestId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(WITHDRAW, params![now, id]).await? == 1)
}

/// Notes whether a registered guest came; false when nothing changed.
pub async fn came(tx: &mut Tx<'_>, day: &InformationDayId, id: &GuestId, came: bool) -> Result<bool, StoreError> {
    Ok(tx.exec(if came { CAME } else { CAME_NOT }, params![id, day]).await? == 1)
}

/// Removes a line of those who came without registration; false when there is none.
pub async fn remove(tx: &mut Tx<'_>, day: &InformationDayId, id: &GuestId) -> Result<bool, StoreError> {
    Ok(tx.exec(REMOVE, params![id, day]).await? == 1)
}

/// Forgets names and contacts of days that are long past; answers of how many guests.
pub async fn forget(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let before = tx.now().plus(-KEEP_DAYS * DAY);
    tx.exec(FORGET, params![before]).await
}
