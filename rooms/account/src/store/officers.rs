//! Officers and invitations.

use super::{email_hash, email_of, note, note_plain, office_of, roles_of, roles_text, row_id, sessions, token_hash};
use crate::{
    model::{Disabled, INVITATION_LIFE, InvitationMail, Invite, InviteRefused, Invited, OfficerCard},
    totp::Seed,
};
use kernel::{
    contact::Email,
    event::Event,
    ids::{OfficeCode, OfficerId},
    lang::Lang,
    role::Role,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Actor, Ask, Row, Sql, StoreError, Tx, Value, padded, padded::all_of, params, sql};
use vault::{HashPurpose, Vault};

const OFFICER_INSERT: Sql = sql("INSERT INTO officer \
     (id, email_hash, sealed, office, roles, password, seed, seed_step, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const BY_EMAIL: Sql = sql("SELECT id, password, seed FROM officer WHERE email_hash = $1 AND disabled_at IS NULL");
const CARD: Sql = sql("SELECT sealed, office, roles, disabled_at FROM officer WHERE id = $1");
padded! {
    /// Cards of some officers.
    CARDS = sql("SELECT id, sealed, office, roles, disabled_at FROM officer WHERE id IN ($1)")
}
const USE_STEP: Sql = sql("UPDATE officer SET seed_step = $1 WHERE id = $2 AND seed_step < $3 AND disabled_at IS NULL");
const DISABLE: Sql = sql("UPDATE officer SET disabled_at = $1 WHERE id = $2 AND disabled_at IS NULL");
const INVITATION_INSERT: Sql = sql("INSERT INTO invitation \
     (id, token_hash, email_hash, sealed, office, roles, seed, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const INVITATION: Sql =
    sql("SELECT id, sealed, office, roles, password, seed, expires_at, used_at FROM invitation WHERE id = $1");
const INVITATION_BY_TOKEN: Sql =
    sql("SELECT id, sealed, office, roles, password, seed, expires_at, used_at FROM invitation WHERE token_hash = $1 \
     AND used_at IS NULL AND expires_at > $2");
const INVITATION_PASSWORD: Sql = sql("UPDATE invitation SET password = $1 WHERE id = $2 AND used_at IS NULL");
const INVITATION_USE: Sql = sql("UPDATE invitation SET used_at = $1 WHERE id = $2 AND used_at IS NULL");
const INVITATIONS_OPEN: Sql = sql("SELECT id FROM invitation WHERE email_hash = $1 AND used_at IS NULL ORDER BY id");
const INVITATIONS_CLOSE: Sql = sql("UPDATE invitation SET used_at = $1 WHERE email_hash = $2 AND used_at IS NULL");

#[derive(Serialize, Deserialize)]
pub(super) struct Who {
    name: String,
    pub(super) email: String,
}

fn seal_who(vault: &Vault, place: &str, name: &str, email: &Email) -> Result<Vec<u8>, StoreError> {
    let who = Who { name: name.to_owned(), email: email.as_str().to_owned() };
    let text = serde_json::to_vec(&who).map_err(|e| StoreError::inconsistent("sealed", e.to_string()))?;
    Ok(vault.seal_own(place, &text)?)
}

pub(super) fn open_who(vault: &Vault, place: &str, sealed: &[u8]) -> Result<Who, StoreError> {
    let text = vault.open_own(place, sealed)?;
    serde_json::from_slice(&text).map_err(|e| StoreError::inconsistent("sealed", e.to_string()))
}

pub(super) fn officer_place(id: &OfficerId) -> String {
    format!("officer:{id}")
}

fn seed_place(id: &OfficerId) -> String {
    format!("totp:{id}")
}

/// The name inside an officer's sealed part.
pub fn name_of(vault: &Vault, id: &OfficerId, sealed: &[u8]) -> Result<String, StoreError> {
    Ok(open_who(vault, &officer_place(id), sealed)?.name)
}

/// What neighbours may know of an officer.
pub async fn officer_card(vault: &Vault, ask: &mut dyn Ask, id: &OfficerId) -> Result<Option<OfficerCard>, StoreError> {
    ask.maybe(CARD, params![id]).await?.map(|row| card_of(vault, id, &row)).transpose()
}

/// What neighbours may know of some officers; who does not exist is absent.
pub async fn officer_cards(
    vault: &Vault,
    ask: &mut dyn Ask,
    ids: &[&OfficerId],
) -> Result<BTreeMap<OfficerId, OfficerCard>, StoreError> {
    let rows = all_of(ask, &CARDS, ids.iter().map(|id| Value::from(*id))).await?;
    let card = |row: &Row| {
        let id = row.parsed("id", OfficerId::parse)?;
        card_of(vault, &id, row).map(|card| (id, card))
    };
    rows.iter().map(card).collect()
}

fn card_of(vault: &Vault, id: &OfficerId, row: &Row) -> Result<OfficerCard, StoreError> {
    let name = name_of(vault, id, &row.bytes("sealed")?)?;
    let active = row.opt_time("disabled_at")?.is_none();
    Ok(OfficerCard { name, office: office_of(row)?, roles: roles_of(row)?, active })
}

/// An invitation that can still be taken up.
pub struct Invitation {
    /// Its row.
    pub id: String,
    /// Whom it names.
    pub name: String,
    /// Her address.
    pub email: Email,
    /// Her office.
    pub office: OfficeCode,
    /// Her roles.
    pub roles: Vec<Role>,
    /// The hash of the password she chose, once she did.
    pub password: Option<String>,
    /// The authenticator's seed.
    pub seed: Seed,
}

pub(super) fn invitation_place(id: &str) -> String {
    format!("invitation:{id}")
}

fn invitation_seed_place(id: &str) -> String {
    format!("invitation_totp:{id}")
}

/// The token of a link: derived, so that the mail can be written later and the table cannot tell it.
fn link_token(vault: &Vault, id: &str) -> String {
    vault.keyed_hash(HashPurpose::Code, &format!("invitation:{id}"))
}

fn link_path(vault: &Vault, id: &str) -> String {
    format!("/petugas/undangan/{}", link_token(vault, id))
}

fn invitation_of(vault: &Vault, row: &Row) -> Result<Invitation, StoreError> {
    let id = row.text("id")?;
    let who = open_who(vault, &invitation_place(&id), &row.bytes("sealed")?)?;
    Ok(Invitation {
        name: who.name,
        email: email_of(&who.email)?,
        office: office_of(row)?,
        roles: roles_of(row)?,
        password: row.opt_text("password")?,
        seed: Seed::open(vault, &invitation_seed_place(&id), &row.bytes("seed")?)?,
        id,
    })
}

/// Invites an officer: a link that works once, for 72 hours of real time. Earlier invitations of the address end.
pub async fn invite_officer(
    vault: &Vault,
    tx: &mut Tx<'_>,
    invite: &Invite,
    by: Actor,
) -> Result<Result<Invited, InviteRefused>, StoreError> {
    let name = kernel::name::squeeze(&invite.name);
    if name.is_empty() || name.chars().count() > 100 {
        return Ok(Err(InviteRefused::NoName));
    }
    if invite.roles.is_empty() {
        return Ok(Err(InviteRefused::NoRole));
    }
    let hash = email_hash(vault, &invite.email);
    if tx.maybe(BY_EMAIL, params![&hash]).await?.is_some() {
        return Ok(Err(InviteRefused::AlreadyOfficer));
    }
    let now = tx.real_now();
    tx.exec(INVITATIONS_CLOSE, params![now, &hash]).await?;
    let id = row_id(tx);
    let sealed = seal_who(vault, &invitation_place(&id), &name, &invite.email)?;
    let (_, seed) = Seed::generate(vault, &invitation_seed_place(&id))?;
    let roles = roles_text(&invite.roles);
    let token = token_hash(&link_token(vault, &id));
    let row = params![&id, token, hash, sealed, &invite.office, &roles, seed, now, now.plus(INVITATION_LIFE)];
    tx.exec(INVITATION_INSERT, row).await?;
    let detail = json!({"office": invite.office.as_str(), "roles": roles});
    note(tx, by, "account.invite_officer", ("invitation", &id), detail).await?;
    tx.tell(&Event::OfficerInvited { invitation: id.clone() }).await?;
    let link_path = link_path(vault, &id);
    Ok(Ok(Invited { id, link_path }))
}

/// An invitation's mail, opened now; `None` when it was taken up or is too old.
pub async fn invitation_mail(
    vault: &Vault,
    ask: &mut dyn Ask,
    id: &str,
    real_now: Timestamp,
) -> Result<Option<InvitationMail>, StoreError> {
    let Some(row) = ask.maybe(INVITATION, params![id]).await? else { return Ok(None) };
    if row.opt_time("used_at")?.is_some() || row.time("expires_at")? <= real_now {
        return Ok(None);
    }
    let open = invitation_of(vault, &row)?;
    let link_path = link_path(vault, id);
    Ok(Some(InvitationMail { to: open.email, name: open.name, office: open.office, link_path, lang: Lang::Id }))
}

/// The open invitation of a link's token.
pub async fn invitation(
    vault: &Vault,
    ask: &mut dyn Ask,
    token: &str,
    real_now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    let row = ask.maybe(INVITATION_BY_TOKEN, params![token_hash(token), real_now]).await?;
    row.map(|r| invitation_of(vault, &r)).transpose()
}

/// Keeps the password she chose until the authenticator is confirmed.
pub async fn choose_password(tx: &mut Tx<'_>, invitation: &Invitation, hash: &str) -> Result<(), StoreError> {
    tx.exec(INVITATION_PASSWORD, params![hash, &invitation.id]).await?;
    note_plain(tx, Actor::System, "account.invitation_password", ("invitation", &invitation.id)).await
}

/// Who an officer is and how she signs in.
pub struct NewOfficer<'a> {
    /// Her name.
    pub name: &'a str,
    /// Her address.
    pub email: &'a Email,
    /// Her office.
    pub office: &'a OfficeCode,
    /// Her roles.
    pub roles: &'a [Role],
    /// The hash of her password.
    pub password: &'a str,
    /// Her authenticator's seed.
    pub seed: &'a Seed,
    /// The step that was used to confirm it.
    pub step: i64,
}

/// Makes an officer.
pub async fn insert_officer(vault: &Vault, tx: &mut Tx<'_>, new: &NewOfficer<'_>) -> Result<OfficerId, StoreError> {
    let id = OfficerId::mint(tx.real_now(), tx.chance());
    let sealed = seal_who(vault, &officer_place(&id), new.name, new.email)?;
    let seed = new.seed.seal(vault, &seed_place(&id))?;
    let (hash, roles) = (email_hash(vault, new.email), roles_text(new.roles));
    let now = tx.now();
    let row = params![&id, hash, sealed, new.office, &roles, new.password, seed, new.step, now];
    tx.exec(OFFICER_INSERT, row).await?;
    let detail = json!({"office": new.office.as_str(), "roles": roles});
    note(tx, Actor::Officer(id.clone()), "account.enrol_officer", ("officer", id.as_str()), detail).await?;
    Ok(id)
}

/// Takes an invitation up; `None` when it was taken up meanwhile or the address belongs to an officer by now.
pub async fn accept(vault: &Vault, tx: &mut Tx<'_>, invitation: &Invitation, step: i64) -> Result<Option<OfficerId>, StoreError> {
    let now = tx.real_now();
    let hash = email_hash(vault, &invitation.email);
    let Some(password) = &invitation.password else { return Ok(None) };
    if tx.maybe(BY_EMAIL, params![hash]).await?.is_some() || tx.exec(INVITATION_USE, params![now, &invitation.id]).await? == 0 {
        return Ok(None);
    }
    let new = NewOfficer {
        name: &invitation.name,
        email: &invitation.email,
        office: &invitation.office,
        roles: &invitation.roles,
        password,
        seed: &invitation.seed,
        step,
    };
    insert_officer(vault, tx, &new).await.map(Some)
}

/// The active officer of an address: id, password's hash, sealed seed.
pub async fn by_email(ask: &mut dyn Ask, email_hash: &str) -> Result<Option<(OfficerId, String, Vec<u8>)>, StoreError> {
    let Some(row) = ask.maybe(BY_EMAIL, params![email_hash]).await? else { return Ok(None) };
    Ok(Some((row.parsed("id", OfficerId::parse)?, row.text("password")?, row.bytes("seed")?)))
}

/// Opens an officer's seed.
pub fn seed_of(vault: &Vault, id: &OfficerId, sealed: &[u8]) -> Result<Seed, StoreError> {
    Seed::open(vault, &seed_place(id), sealed)
}

/// Uses a step of the authenticator; false when it, or a later one, was used before, or the officer is disabled.
pub async fn use_step(tx: &mut Tx<'_>, id: &OfficerId, step: i64) -> Result<bool, StoreError> {
    Ok(tx.exec(USE_STEP, params![step, id, step]).await? == 1)
}

/// Disables an officer, named by id or address, and ends her sessions at once; open invitations of the address end
/// too, also where nobody took one up yet.
pub async fn disable_officer(vault: &Vault, tx: &mut Tx<'_>, who: &str, by: Actor) -> Result<Disabled, StoreError> {
    let now = tx.real_now();
    let mut withdrawn = Disabled::Nobody;
    let id = match (OfficerId::parse(who), Email::parse(who)) {
        (Ok(id), _) => Some(id),
        (_, Ok(email)) => {
            let hash = email_hash(vault, &email);
            for row in tx.all(INVITATIONS_OPEN, params![&hash]).await? {
                note_plain(tx, by.clone(), "account.withdraw_invitation", ("invitation", &row.text("id")?)).await?;
                withdrawn = Disabled::Invitation;
            }
            tx.exec(INVITATIONS_CLOSE, params![now, &hash]).await?;
            by_email(tx, &hash).await?.map(|(id, ..)| id)
        }
        _ => None,
    };
    let Some(id) = id else { return Ok(withdrawn) };
    if tx.exec(DISABLE, params![now, &id]).await? == 0 {
        return Ok(withdrawn);
    }
    let ended = sessions::end_officer(tx, &id).await?;
    note(tx, by, "account.disable_officer", ("officer", id.as_str()), json!({"sessions": ended})).await?;
    Ok(Disabled::Officer)
}
