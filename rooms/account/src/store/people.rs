//! Persons, accounts, consents, changes of contact.

use super::{email_hash, email_of, note, note_plain, row_id};
use crate::model::{Contact, ContactChangeMail, ContactKind, TERMS_VERSION};
use kernel::{
    contact::{Email, Phone},
    event::Event,
    ids::{AccountId, PersonId},
    lang::Lang,
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Actor, Ask, Row, Sql, StoreError, Tx, Value, padded, padded::all_of, params, sql};
use vault::{PersonKey, Vault};

const PERSON_INSERT: Sql = sql("INSERT INTO person (id, holder, key_id, wrapped_key, created_at) VALUES ($1, $2, $3, $4, $5)");
const PERSON_KEY: Sql = sql("SELECT key_id, wrapped_key FROM person WHERE id = $1");
padded! {
    /// The envelopes of some persons.
    PERSON_KEYS = sql("SELECT id, key_id, wrapped_key FROM person WHERE id IN ($1)")
}
const PERSON_DROP: Sql =
    sql("DELETE FROM person WHERE id = $1 AND holder = $2 AND id NOT IN (SELECT person FROM account WHERE id = $2)");
const ACCOUNT_INSERT: Sql = sql("INSERT INTO account (id, person, email_hash, email, phone, name, lang, password, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const ACCOUNT: Sql = sql("SELECT id, person, email, phone, name, lang, password FROM account WHERE id = $1");
const BY_EMAIL: Sql = sql("SELECT id, password FROM account WHERE email_hash = $1");
const SET_PASSWORD: Sql = sql("UPDATE account SET password = $1 WHERE id = $2");
const SET_EMAIL: Sql = sql("UPDATE account SET email = $1, email_hash = $2 WHERE id = $3");
const SET_PHONE: Sql = sql("UPDATE account SET phone = $1 WHERE id = $2");
const SET_LANG: Sql = sql("UPDATE account SET lang = $1 WHERE id = $2 AND lang <> $3");
const CONSENT_INSERT: Sql = sql("INSERT INTO consent (account, what, version, given_at) VALUES ($1, $2, $3, $4)");
const CHANGE_INSERT: Sql = sql("INSERT INTO contact_change (id, account, what, old_email, new_email, changed_at) \
     VALUES ($1, $2, $3, $4, $5, $6)");
const CHANGE: Sql = sql("SELECT account, what, old_email, new_email FROM contact_change WHERE id = $1");

/// What a new account is made of.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The holder's name.
    pub name: String,
    /// Her address.
    pub email: Email,
    /// Her number.
    pub phone: Phone,
    /// The hash of her password.
    pub password: String,
    /// Her language.
    pub lang: Lang,
}

fn place(account: &AccountId, what: &str) -> String {
    format!("account:{account}:{what}")
}

async fn insert_person(vault: &Vault, tx: &mut Tx<'_>, holder: &AccountId) -> Result<(PersonId, PersonKey), StoreError> {
    let id = PersonId::mint(tx.real_now(), tx.chance());
    let (key, key_id, wrapped) = vault.new_person_key(id.as_str())?;
    let now = tx.now();
    tx.exec(PERSON_INSERT, params![&id, holder, key_id, wrapped, now]).await?;
    Ok((id, key))
}

/// A person the holder of an account applies for ("orang yang didaftarkan").
pub async fn add_person(vault: &Vault, tx: &mut Tx<'_>, account: &AccountId) -> Result<PersonId, StoreError> {
    let (id, _) = insert_person(vault, tx, account).await?;
    note_plain(tx, Actor::Account(account.clone()), "account.add_person", ("person", id.as_str())).await?;
    Ok(id)
}

/// Throws away the key of somebody the holder applied for, and with it what it sealed; false for the holder herself, whose
/// key stays with the account. The caller has thrown away what was sealed.
pub async fn drop_person(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId) -> Result<bool, StoreError> {
    if tx.exec(PERSON_DROP, params![person, account]).await? == 0 {
        return Ok(false);
    }
    note_plain(tx, Actor::System, "account.drop_person", ("person", person.as_str())).await?;
    Ok(true)
}

/// The holder of an account as a person.
pub async fn person_of(ask: &mut dyn Ask, account: &AccountId) -> Result<PersonId, StoreError> {
    ask.one(ACCOUNT, params![account]).await?.parsed("person", PersonId::parse)
}

/// Opens the envelope of a person. An erased person has none: [`StoreError::Inconsistent`].
pub async fn person_key(vault: &Vault, ask: &mut dyn Ask, person: &PersonId) -> Result<PersonKey, StoreError> {
    let row = ask.one(PERSON_KEY, params![person]).await?;
    let wrapped = row.bytes("wrapped_key")?;
    Ok(vault.person_key(person.as_str(), &row.text("key_id")?, &wrapped)?)
}

/// Opens the envelopes of some persons; as [`person_key`] does, it refuses one that was erased. Who does not exist is absent.
pub async fn person_keys(
    vault: &Vault,
    ask: &mut dyn Ask,
    persons: &[&PersonId],
) -> Result<BTreeMap<PersonId, PersonKey>, StoreError> {
    let rows = all_of(ask, &PERSON_KEYS, persons.iter().map(|id| Value::from(*id))).await?;
    let open = |row: &Row| {
        let (id, wrapped) = (row.parsed("id", PersonId::parse)?, row.bytes("wrapped_key")?);
        let key = vault.person_key(id.as_str(), &row.text("key_id")?, &wrapped)?;
        Ok((id, key))
    };
    rows.iter().map(open).collect()
}

async fn key_of_row(vault: &Vault, ask: &mut dyn Ask, row: &Row) -> Result<PersonKey, StoreError> {
    person_key(vault, ask, &row.parsed("person", PersonId::parse)?).await
}

/// How to reach the holder, opened now. `None` when there is no such account.
pub async fn contact(vault: &Vault, ask: &mut dyn Ask, account: &AccountId) -> Result<Option<Contact>, StoreError> {
    let Some(row) = ask.maybe(ACCOUNT, params![account]).await? else { return Ok(None) };
    let key = key_of_row(vault, ask, &row).await?;
    let open = |what: &str| -> Result<String, StoreError> { Ok(key.open_text(&place(account, what), &row.bytes(what)?)?) };
    let phone = Phone::parse(&open("phone")?).map_err(|_| StoreError::inconsistent("phone", "not a number"))?;
    Ok(Some(Contact { name: open("name")?, email: email_of(&open("email")?)?, phone, lang: row.word("lang", Lang::parse)? }))
}

/// Makes an account with its holder and her consent. Two at once for one address: the second is a
/// [`StoreError::Constraint`].
pub async fn create_account(vault: &Vault, tx: &mut Tx<'_>, new: &NewAccount) -> Result<AccountId, StoreError> {
    let id = AccountId::mint(tx.real_now(), tx.chance());
    let (person, key) = insert_person(vault, tx, &id).await?;
    let email = key.seal_text(&place(&id, "email"), new.email.as_str())?;
    let phone = key.seal_text(&place(&id, "phone"), new.phone.as_str())?;
    let name = key.seal_text(&place(&id, "name"), &new.name)?;
    let hash = email_hash(vault, &new.email);
    let now = tx.now();
    let row = params![&id, &person, hash, email, phone, name, new.lang.code(), &new.password, now];
    tx.exec(ACCOUNT_INSERT, row).await?;
    tx.exec(CONSENT_INSERT, params![&id, "terms", TERMS_VERSION, now]).await?;
    note(tx, Actor::Account(id.clone()), "account.sign_up", ("account", id.as_str()), json!({"terms": TERMS_VERSION})).await?;
    Ok(id)
}

/// The account of an address and its password's hash.
pub async fn password_by_email(ask: &mut dyn Ask, email_hash: &str) -> Result<Option<(AccountId, String)>, StoreError> {
    let Some(row) = ask.maybe(BY_EMAIL, params![email_hash]).await? else { return Ok(None) };
    Ok(Some((row.parsed("id", AccountId::parse)?, row.text("password")?)))
}

/// The hash of an account's password.
pub async fn password_of(ask: &mut dyn Ask, account: &AccountId) -> Result<String, StoreError> {
    ask.one(ACCOUNT, params![account]).await?.text("password")
}

/// Sets a new password's hash and tells it.
pub async fn set_password(tx: &mut Tx<'_>, account: &AccountId, hash: &str) -> Result<(), StoreError> {
    tx.exec(SET_PASSWORD, params![hash, account]).await?;
    note_plain(tx, Actor::Account(account.clone()), "account.password", ("account", account.as_str())).await?;
    tx.tell(&Event::PasswordChanged { account: account.clone() }).await
}

/// The language of messages follows the language she reads in.
pub async fn set_lang(tx: &mut Tx<'_>, account: &AccountId, lang: Lang) -> Result<(), StoreError> {
    tx.exec(SET_LANG, params![lang.code(), account, lang.code()]).await?;
    Ok(())
}

/// Moves an account to another address or number, and tells the old and the new address.
pub async fn change_contact(
    vault: &Vault,
    tx: &mut Tx<'_>,
    account: &AccountId,
    email: Option<&Email>,
    phone: Option<&Phone>,
) -> Result<(), StoreError> {
    let before = contact(vault, tx, account).await?.ok_or(StoreError::NoRow("account"))?;
    let person = person_of(tx, account).await?;
    let key = person_key(vault, tx, &person).await?;
    let what = if email.is_some() { ContactKind::Email } else { ContactKind::Phone };
    if let Some(email) = email {
        let sealed = key.seal_text(&place(account, "email"), email.as_str())?;
        tx.exec(SET_EMAIL, params![sealed, email_hash(vault, email), account]).await?;
    }
    if let Some(phone) = phone {
        let sealed = key.seal_text(&place(account, "phone"), phone.as_str())?;
        tx.exec(SET_PHONE, params![sealed, account]).await?;
    }
    let id = row_id(tx);
    let seal = |email: &Email, side: &str| key.seal_text(&format!("contact_change:{id}:{side}"), email.as_str());
    let (old, new) = (seal(&before.email, "old")?, seal(email.unwrap_or(&before.email), "new")?);
    let now = tx.now();
    tx.exec(CHANGE_INSERT, params![&id, account, what.code(), old, new, now]).await?;
    let detail = json!({"what": what.code(), "change": id});
    note(tx, Actor::Account(account.clone()), "account.contact", ("account", account.as_str()), detail).await?;
    tx.tell(&Event::ContactChanged { change: id }).await
}

/// The notice of a change of contact, opened now.
pub async fn contact_change_mail(vault: &Vault, ask: &mut dyn Ask, id: &str) -> Result<Option<ContactChangeMail>, StoreError> {
    let Some(row) = ask.maybe(CHANGE, params![id]).await? else { return Ok(None) };
    let account = row.parsed("account", AccountId::parse)?;
    let Some(now) = contact(vault, ask, &account).await? else { return Ok(None) };
    let person = person_of(ask, &account).await?;
    let key = person_key(vault, ask, &person).await?;
    let open = |side: &str, column: &str| -> Result<Email, StoreError> {
        email_of(&key.open_text(&format!("contact_change:{id}:{side}"), &row.bytes(column)?)?)
    };
    let (old, new) = (open("old", "old_email")?, open("new", "new_email")?);
    Ok(Some(ContactChangeMail { account, old, new, lang: now.lang, what: row.word("what", ContactKind::parse)? }))
}
