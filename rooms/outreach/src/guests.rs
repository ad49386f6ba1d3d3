//! What a guest does (register, withdraw) and what an officer notes on the day (who came).

use crate::{
    model::{Card, DayState, Guest, GuestMail, InformationDay, RegisterRefused, Source},
    store::{days, guests},
};
use kernel::{
    event::{DayNews, Event},
    ids::{GuestId, InformationDayId, OfficerId},
    lang::Lang,
    time::add_days,
};
use shell::House;
use store::{Actor, Ask, AuditEntry, Once, StoreError, Tx};
use vault::Vault;

/// What a guest asks for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Which day.
    pub day: InformationDayId,
    /// How many persons, herself included.
    pub persons: i64,
    /// Name and contact.
    pub card: Card,
    /// Her language.
    pub lang: Lang,
}

impl Wish {
    /// The content, for telling a repeated request from another one.
    fn digest(&self) -> String {
        let Card { name, phone, email } = &self.card;
        let phone = phone.as_ref().map_or("", |p| p.as_str());
        let email = email.as_ref().map_or("", |e| e.as_str());
        hex::encode(vault::sha256(format!("{}|{}|{name}|{phone}|{email}", self.day, self.persons).as_bytes()))
    }
}

async fn audit(
    tx: &mut Tx<'_>,
    (actor, action): (Actor, &'static str),
    guest: &str,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    tx.audit(AuditEntry { actor, action, object: "guest", id: guest, application: None, detail }).await
}

/// The path of a guest's own page.
pub fn path_of(token: &str) -> String {
    format!("/penyuluhan/pendaftaran/{token}")
}

async fn write(vault: &Vault, tx: &mut Tx<'_>, wish: &Wish, key: &str) -> Result<String, RegisterRefused> {
    let (scope, digest) = (format!("outreach.register:{}", wish.day), wish.digest());
    match tx.once(&scope, key, &digest).await? {
        Once::Replay(id) => {
            let id = GuestId::parse(&id).map_err(|_| RegisterRefused::Absent)?;
            let guest = guests::one(vault, tx, &id).await?;
            return guest.and_then(|g| g.token).ok_or(RegisterRefused::Absent);
        }
        Once::OtherBody => return Err(RegisterRefused::KeyReused),
        Once::First => {}
    }
    if !days::take(tx, &wish.day, wish.persons).await? {
        let now = tx.now();
        let day = days::one(tx, &wish.day).await?.ok_or(RegisterRefused::Absent)?;
        let runs = day.is_open() && now < day.starts_at;
        return Err(if runs { RegisterRefused::Full(day.free()) } else { RegisterRefused::Closed });
    }
    let new = guests::New {
        day: &wish.day,
        source: Source::Registered,
        persons: wish.persons,
        came: 0,
        lang: wish.lang,
        card: Some(&wish.card),
    };
    let (id, token) = guests::insert(vault, tx, &new).await?;
    let detail = serde_json::json!({ "day": wish.day.as_str(), "persons": wish.persons });
    audit(tx, (Actor::System, "outreach.register"), id.as_str(), detail).await?;
    tx.remember(&scope, key, &digest, id.as_str()).await?;
    if wish.card.email.is_some() {
        tx.tell(&Event::InformationDay { guest: id, news: DayNews::Registered }).await?;
    }
    Ok(token)
}

/// Registers a guest and answers the secret of her page. The same key with the same content answers the same again.
pub async fn register(house: &House, wish: &Wish, key: &str) -> Result<String, RegisterRefused> {
    let mut again = true;
    loop {
        let written = house.db.transact(|tx| Box::pin(write(&house.vault, tx, wish, key))).await;
        match written {
            // another node remembered the key between our two statements: its answer is ours
            Err(RegisterRefused::Store(StoreError::Constraint(_))) if again => again = false,
            written => return written,
        }
    }
}

/// Takes a guest off the list, gives her seats back and forgets her. False when she was not on it or the day has begun.
pub async fn withdraw(vault: &Vault, tx: &mut Tx<'_>, token: &str) -> Result<bool, StoreError> {
    let Some(guest) = guests::by_token(vault, tx, token).await? else { return Ok(false) };
    let now = tx.now();
    let begun = days::one(tx, &guest.day).await?.is_none_or(|d| d.starts_at <= now);
    if begun || !guests::withdraw(tx, &guest.id).await? {
        return Ok(false);
    }
    days::give(tx, &guest.day, guest.persons).await?;
    let detail = serde_json::json!({ "day": guest.day.as_str(), "persons": guest.persons });
    audit(tx, (Actor::System, "outreach.withdraw"), guest.id.as_str(), detail).await?;
    Ok(true)
}

/// Notes who came: `ticked` now and `before` when the officer's page was drawn, so that two officers with the same list do not
/// undo each other. Answers how many lines changed.
pub async fn note_came(
    tx: &mut Tx<'_>,
    day: &InformationDayId,
    (ticked, before): (&[GuestId], &[GuestId]),
    by: &OfficerId,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    for guest in ticked.iter().filter(|g| !before.contains(g)) {
        changed += usize::from(guests::came(tx, day, guest, true).await?);
    }
    for guest in before.iter().filter(|g| !ticked.contains(g)) {
        changed += usize::from(guests::came(tx, day, guest, false).await?);
    }
    if changed > 0 {
        let detail = serde_json::json!({ "lines": changed });
        let entry = AuditEntry {
            actor: Actor::Officer(by.clone()),
            action: "outreach.attendance",
            object: "information_day",
            id: day.as_str(),
            application: None,
            detail,
        };
        tx.audit(entry).await?;
    }
    Ok(changed)
}

/// Adds persons who came without registration; the same key again adds nothing.
pub async fn walk_in(
    vault: &Vault,
    tx: &mut Tx<'_>,
    day: &InformationDayId,
    (name, persons): (&str, i64),
    (key, by): (&str, &OfficerId),
) -> Result<(), StoreError> {
    let scope = format!("outreach.walk_in:{day}");
    if tx.once(&scope, key, "").await? != Once::First {
        return Ok(());
    }
    let card = (!name.is_empty()).then(|| Card { name: name.to_owned(), phone: None, email: None });
    let new = guests::New { day, source: Source::WalkIn, persons, came: persons, lang: Lang::Id, card: card.as_ref() };
    let (id, _) = guests::insert(vault, tx, &new).await?;
    let detail = serde_json::json!({ "day": day.as_str(), "persons": persons });
    audit(tx, (Actor::Officer(by.clone()), "outreach.walk_in"), id.as_str(), detail).await?;
    tx.remember(&scope, key, "", id.as_str()).await
}

/// Removes a line that was added by mistake.
pub async fn remove_walk_in(tx: &mut Tx<'_>, day: &InformationDayId, id: &GuestId, by: &OfficerId) -> Result<bool, StoreError> {
    if !guests::remove(tx, day, id).await? {
        return Ok(false);
    }
    let detail = serde_json::json!({ "day": day.as_str() });
    audit(tx, (Actor::Officer(by.clone()), "outreach.walk_in_removed"), id.as_str(), detail).await?;
    Ok(true)
}

/// What a guest is told by mail, or none when it is no longer true: withdrawn, forgotten, without an address, over, or told
/// otherwise meanwhile.
pub async fn guest_mail(vault: &Vault, ask: &mut dyn Ask, id: &GuestId, news: DayNews) -> Result<Option<GuestMail>, StoreError> {
    let Some(guest) = guests::one(vault, ask, id).await? else { return Ok(None) };
    let Some(day) = days::one(ask, &guest.day).await? else { return Ok(None) };
    let now = ask.now();
    let Guest { here: true, persons, lang, card: Some(Card { name, email: Some(to), .. }), token: Some(token), .. } = guest
    else {
        return Ok(None);
    };
    Ok(still_true(&day, news, now).then(|| GuestMail { to, name, lang, persons, link_path: path_of(&token), day }))
}

fn still_true(day: &InformationDay, news: DayNews, now: kernel::time::Timestamp) -> bool {
    let ahead = now < day.starts_at;
    match (news, &day.state) {
        (DayNews::Cancelled, DayState::Cancelled { .. }) => now < day.ends_at,
        (DayNews::Tomorrow, DayState::Open) => ahead && day.plan.day <= add_days(now.day_in(day.zone), 1),
        (DayNews::Registered | DayNews::Changed, DayState::Open) => ahead,
        _ => false,
    }
}
