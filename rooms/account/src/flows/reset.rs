//! A forgotten password: a code to the address, then a new password. All other sign-ins end.

use super::{
    Begun, Unjudged,
    arrive::{self, Arrival, From},
    begin, pool,
};
use crate::{
    model::{FlowPurpose, Side},
    password,
    store::{
        codes::{self, Flow, Typed},
        email_hash, factor, people, sessions, throttle,
    },
};
use kernel::{contact::Email, field::FieldError};
use shell::House;
use store::StoreError;

/// What a new password came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reset {
    /// Set; come in.
    In(Arrival),
    /// Set; a code of the second factor is asked for. The token belongs into the browser's cookie.
    Half(String),
    /// The code is wrong or too old.
    Wrong,
    /// The password is refused; the code stays good.
    Refused(FieldError),
}

/// Starts a reset. An address without an account gets no mail; the page cannot tell.
pub async fn start(house: &House, email: &Email, from: &From) -> Result<Begun, StoreError> {
    let hash = email_hash(&house.vault, email);
    let hash = &hash;
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let known = people::password_by_email(tx, hash).await?;
                let typed = Typed { email: email.as_str().to_owned(), ..Typed::default() };
                let flow = Flow {
                    id: String::new(),
                    purpose: FlowPurpose::Reset,
                    live: known.is_some(),
                    account: known.map(|(id, _)| id),
                    typed,
                    lang: from.lang,
                };
                begin(&house.vault, tx, &flow, &from.source).await
            })
        })
        .await
}

/// Sets the new password when the code is right.
pub async fn confirm(house: &House, flow: &Flow, digits: &str, password: &str, from: &From) -> Result<Reset, Unjudged> {
    let right = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move { codes::guess(&house.vault, tx, flow, Side::Main, digits).await })
        })
        .await?;
    let Some(account) = flow.account.as_ref().filter(|_| right) else { return Ok(Reset::Wrong) };
    let Some(contact) = people::contact(&house.vault, &mut house.reader(), account).await? else { return Ok(Reset::Wrong) };
    if let Err(error) = password::judge(password, &contact.name, contact.email.as_str()) {
        return Ok(Reset::Refused(error));
    }
    let hash = pool(house).hash(password).await?;
    let (hash, address) = (&hash, format!("citizen:{}", email_hash(&house.vault, &contact.email)));
    let address = &address;
    let arrival = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                if !codes::finish(tx, flow).await? {
                    return Ok(None);
                }
                people::set_password(tx, account, hash).await?;
                sessions::end_others(tx, account, None).await?;
                throttle::forget(tx, address).await?;
                if factor::is_on(tx, account).await? {
                    return factor::half_in(tx, account, from.shared).await.map(|token| Some(Reset::Half(token)));
                }
                arrive::account(tx, account, from).await.map(|arrival| Some(Reset::In(arrival)))
            })
        })
        .await?;
    Ok(arrival.unwrap_or(Reset::Wrong))
}
