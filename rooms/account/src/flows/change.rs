//! Changes that the holder makes while signed in: address, number, password.

use super::{Begun, Unjudged, arrive::From, begin, pool};
use crate::{
    model::{FREE_TRIES, FlowPurpose, Side},
    password,
    store::{
        codes::{self, Flow, Typed},
        email_hash, people, sessions, throttle,
    },
};
use kernel::{
    contact::{Email, Phone},
    field::FieldError,
    ids::{AccountId, SessionId},
};
use shell::House;
use store::StoreError;

/// Starts a move to another address. One that has an account already gets a mail that says so; the page cannot tell.
pub async fn start_email(house: &House, account: &AccountId, email: &Email, from: &From) -> Result<Begun, StoreError> {
    let hash = email_hash(&house.vault, email);
    let hash = &hash;
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let live = people::password_by_email(tx, hash).await?.is_none();
                let typed = Typed { email: email.as_str().to_owned(), ..Typed::default() };
                let account = Some(account.clone());
                let flow = Flow { id: String::new(), purpose: FlowPurpose::Email, account, live, typed, lang: from.lang };
                begin(&house.vault, tx, &flow, &from.source).await
            })
        })
        .await
}

/// Starts a move to another number.
pub async fn start_phone(house: &House, account: &AccountId, phone: &Phone, from: &From) -> Result<Begun, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let typed = Typed { phone: phone.as_str().to_owned(), ..Typed::default() };
                let account = Some(account.clone());
                let flow = Flow { id: String::new(), purpose: FlowPurpose::Phone, account, live: true, typed, lang: from.lang };
                begin(&house.vault, tx, &flow, &from.source).await
            })
        })
        .await
}

/// Which of the two codes were right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// The code to the old address.
    pub old: bool,
    /// The code to the new one.
    pub new: bool,
}

/// Moves to the new address when both codes are right.
pub async fn confirm_email(house: &House, flow: &Flow, old: &str, new: &str) -> Result<Both, StoreError> {
    let moved = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let both = Both {
                old: codes::guess(&house.vault, tx, flow, Side::Old, old).await?,
                new: codes::guess(&house.vault, tx, flow, Side::New, new).await?,
            };
            let email = Email::parse(&flow.typed.email).map_err(|_| StoreError::inconsistent("sealed", "no address"))?;
            if !(both.old && both.new) {
                return Ok(both);
            }
            let Some(account) = &flow.account else { return Ok(Both { new: false, ..both }) };
            let free = people::password_by_email(tx, &email_hash(&house.vault, &email)).await?.is_none();
            if !codes::finish(tx, flow).await? || !free {
                return Ok(Both { new: false, ..both });
            }
            people::change_contact(&house.vault, tx, account, Some(&email), None).await?;
            Ok(both)
        })
    });
    match moved.await {
        Err(StoreError::Constraint(_)) => Ok(Both { old: true, new: false }),
        other => other,
    }
}

/// Moves to the new number when the code is right.
pub async fn confirm_phone(house: &House, flow: &Flow, digits: &str) -> Result<bool, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let phone = Phone::parse(&flow.typed.phone).map_err(|_| StoreError::inconsistent("sealed", "no number"))?;
                let right = codes::guess(&house.vault, tx, flow, Side::Main, digits).await?;
                let Some(account) = flow.account.as_ref().filter(|_| right) else { return Ok(false) };
                if !codes::finish(tx, flow).await? {
                    return Ok(false);
                }
                people::change_contact(&house.vault, tx, account, None, Some(&phone)).await?;
                Ok(true)
            })
        })
        .await
}

/// What a new password came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Set; all other sign-ins ended.
    Yes,
    /// The present password is wrong.
    Wrong,
    /// The new one is refused.
    Refused(FieldError),
    /// Too many tries; milliseconds to wait.
    Wait(i64),
}

/// Sets another password for somebody who knows the present one.
pub async fn password(
    house: &House,
    (account, session): (&AccountId, &SessionId),
    present: &str,
    new: &str,
) -> Result<Changed, Unjudged> {
    let name = format!("password:{account}");
    let name = &name;
    let free: Result<(), i64> =
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { throttle::charge(tx, name, FREE_TRIES).await })).await?;
    if let Err(wait) = free {
        return Ok(Changed::Wait(wait));
    }
    let hash = people::password_of(&mut house.reader(), account).await?;
    if !pool(house).verify(present, Some(&hash)).await? {
        return Ok(Changed::Wrong);
    }
    let contact = people::contact(&house.vault, &mut house.reader(), account).await?;
    let contact = contact.ok_or(StoreError::NoRow("account"))?;
    if let Err(error) = password::judge(new, &contact.name, contact.email.as_str()) {
        return Ok(Changed::Refused(error));
    }
    let hash = pool(house).hash(new).await?;
    let hash = &hash;
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                throttle::forget(tx, name).await?;
                people::set_password(tx, account, hash).await?;
                sessions::end_others(tx, account, Some(session)).await?;
                Ok(())
            })
        })
        .await?;
    Ok(Changed::Yes)
}
