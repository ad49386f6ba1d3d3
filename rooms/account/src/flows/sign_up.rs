//! A new account: what was typed waits, sealed, until the code that went to the address comes back.

use super::{
    Begun, Unjudged,
    arrive::{self, Arrival, From},
    begin, pool,
};
use crate::{
    model::{FlowPurpose, Side},
    store::{
        codes::{self, Flow, Typed},
        email_hash,
        people::{self, NewAccount},
    },
};
use kernel::contact::{Email, Phone};
use shell::House;
use store::StoreError;

/// What a newcomer typed, each part judged.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: Email,
    /// Her number.
    pub phone: Phone,
    /// Her password.
    pub password: String,
}

/// Starts a sign-up. An address that has an account gets a mail that says so; the page cannot tell.
pub async fn start(house: &House, new: &Newcomer, from: &From) -> Result<Begun, Unjudged> {
    let password = pool(house).hash(&new.password).await?;
    let typed =
        Typed { name: new.name.clone(), email: new.email.as_str().to_owned(), phone: new.phone.as_str().to_owned(), password };
    let hash = email_hash(&house.vault, &new.email);
    let (typed, hash) = (&typed, &hash);
    let begun = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let live = people::password_by_email(tx, hash).await?.is_none();
            let flow = Flow {
                id: String::new(),
                purpose: FlowPurpose::SignUp,
                account: None,
                live,
                typed: typed.clone(),
                lang: from.lang,
            };
            begin(&house.vault, tx, &flow, &from.source).await
        })
    });
    Ok(begun.await?)
}

fn account_of(flow: &Flow) -> Result<NewAccount, StoreError> {
    let bad = |what: &str| StoreError::inconsistent("sealed", format!("{what} cannot be read"));
    Ok(NewAccount {
        name: flow.typed.name.clone(),
        email: Email::parse(&flow.typed.email).map_err(|_| bad("address"))?,
        phone: Phone::parse(&flow.typed.phone).map_err(|_| bad("number"))?,
        password: flow.typed.password.clone(),
        lang: flow.lang,
    })
}

/// Makes the account when the code is right; `None` when it is not.
pub async fn confirm(house: &House, flow: &Flow, digits: &str, from: &From) -> Result<Option<Arrival>, StoreError> {
    let new = account_of(flow)?;
    let new = &new;
    let made = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if !codes::guess(&house.vault, tx, flow, Side::Main, digits).await? {
                return Ok(None);
            }
            // the address may have got its account from another browser meanwhile
            let free = people::password_by_email(tx, &email_hash(&house.vault, &new.email)).await?.is_none();
            if !codes::finish(tx, flow).await? || !free {
                return Ok(None);
            }
            let account = people::create_account(&house.vault, tx, new).await?;
            arrive::account(tx, &account, from).await.map(Some)
        })
    });
    match made.await {
        Err(StoreError::Constraint(_)) => Ok(None),
        other => other,
    }
}
