//! Sign-in of citizens and officers: the same work and the same answer whether the address is known or not.

use super::{
    Unjudged,
    arrive::{self, Arrival, From},
    pool, source_name,
};
use crate::{
    model::{FREE_TRIES, FREE_TRIES_SOURCE},
    store::{
        factor, officers, people,
        sessions::{self, Holder},
        throttle, token_hash,
    },
};
use shell::House;
use store::{StoreError, Tx};
use vault::HashPurpose;

/// What a try came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn<T> {
    /// Come in.
    In(T),
    /// The password is right; a code of the second factor is asked for. The token belongs into the browser's cookie.
    Half(String),
    /// Address, password or code is wrong; nobody says which.
    Wrong,
    /// Too many tries; milliseconds to wait.
    Wait(i64),
}

/// Counts a try for its source and its address (or its known device) before anything is judged.
pub(super) async fn charge(tx: &mut Tx<'_>, source: &str, address: &str) -> Result<Result<(), i64>, StoreError> {
    let by_source = throttle::charge(tx, source, FREE_TRIES_SOURCE).await?;
    if by_source.is_err() {
        return Ok(by_source);
    }
    throttle::charge(tx, address, FREE_TRIES).await
}

/// Signs a citizen in.
pub async fn citizen(house: &House, email: &str, password: &str, from: &From) -> Result<SignIn<Arrival>, Unjudged> {
    let hash = house.vault.keyed_hash(HashPurpose::Email, &email.to_lowercase());
    let mut reader = house.reader();
    let known = people::password_by_email(&mut reader, &hash).await?;
    let device = match &from.device {
        Some(token) if sessions::knows_device(&mut reader, token, &hash, house.real_now()).await? => Some(token_hash(token)),
        _ => None,
    };
    let source = source_name(&house.vault, "in", &from.source);
    // tries from a device of the owner are counted apart, so that strangers cannot keep her out
    let address = device.map_or_else(|| format!("citizen:{hash}"), |d| format!("device:{d}"));
    let names = (&source, &address);
    let free: Result<(), i64> =
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { charge(tx, names.0, names.1).await })).await?;
    if let Err(wait) = free {
        return Ok(SignIn::Wait(wait));
    }
    let good = pool(house).verify(password, known.as_ref().map(|(_, h)| h.as_str())).await?;
    let Some((account, judged)) = known.filter(|_| good) else { return Ok(SignIn::Wrong) };
    let who = (&account, &judged);
    let arrival = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                // a password that was changed while this one was judged lets nobody in
                if people::password_of(tx, who.0).await? != *who.1 {
                    return Ok(None);
                }
                throttle::refund(tx, names.0).await?;
                throttle::forget(tx, names.1).await?;
                if factor::is_on(tx, who.0).await? {
                    return factor::half_in(tx, who.0, from.shared).await.map(|token| Some(SignIn::Half(token)));
                }
                arrive::account(tx, who.0, from).await.map(|arrival| Some(SignIn::In(arrival)))
            })
        })
        .await?;
    Ok(arrival.unwrap_or(SignIn::Wrong))
}

/// Signs an officer in with password and authenticator; answers the session's token.
pub async fn officer(house: &House, email: &str, password: &str, code: &str, from: &From) -> Result<SignIn<String>, Unjudged> {
    let hash = house.vault.keyed_hash(HashPurpose::Email, &email.to_lowercase());
    let known = officers::by_email(&mut house.reader(), &hash).await?;
    let source = source_name(&house.vault, "desk", &from.source);
    let address = format!("officer:{hash}");
    let names = (&source, &address);
    let free: Result<(), i64> =
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { charge(tx, names.0, names.1).await })).await?;
    if let Err(wait) = free {
        return Ok(SignIn::Wait(wait));
    }
    let good = pool(house).verify(password, known.as_ref().map(|(_, h, _)| h.as_str())).await?;
    let Some((id, _, seed)) = known.filter(|_| good) else { return Ok(SignIn::Wrong) };
    let Some(step) = officers::seed_of(&house.vault, &id, &seed)?.step(code, house.real_now()) else {
        return Ok(SignIn::Wrong);
    };
    let id = &id;
    let token = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                if !officers::use_step(tx, id, step).await? {
                    return Ok(None);
                }
                throttle::refund(tx, names.0).await?;
                throttle::forget(tx, names.1).await?;
                sessions::start(tx, Holder::Officer(id), &arrive::label(&from.agent)).await.map(Some)
            })
        })
        .await?;
    Ok(token.map_or(SignIn::Wrong, SignIn::In))
}
