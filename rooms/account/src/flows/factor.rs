//! The second factor: turned on and off, asked for at sign-in, at a change of contact and for a program's token.

use super::{
    Unjudged,
    arrive::{self, Arrival, From},
    pool, sign_in, source_name,
};
use crate::{
    model::{FREE_TRIES, TOKEN_LIFE},
    store::{
        factor::{self, HalfIn},
        people,
        sessions::{self, Holder, Life},
        throttle,
    },
};
use kernel::{
    ids::{AccountId, SessionId},
    time::Timestamp,
};
use shell::House;
use store::{StoreError, Tx};
use vault::HashPurpose;

/// What a code came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passed<T> {
    /// It is right.
    Yes(T),
    /// It is wrong, too old, or was used.
    Wrong,
    /// Too many tries; milliseconds to wait.
    Wait(i64),
}

/// Counts a try at an account's codes, whatever they are for.
async fn charge(house: &House, account: &AccountId) -> Result<Result<(), i64>, StoreError> {
    let name = format!("factor:{account}");
    let name = &name;
    house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { throttle::charge(tx, name, FREE_TRIES).await })).await
}

async fn forgive(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), StoreError> {
    throttle::forget(tx, &format!("factor:{account}")).await
}

/// Makes a seed to be scanned.
pub async fn begin(house: &House, account: &AccountId) -> Result<(), StoreError> {
    house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { factor::begin(&house.vault, tx, account).await })).await
}

/// Turns it on with its first code; answers the recovery codes.
pub async fn confirm(house: &House, account: &AccountId, code: &str) -> Result<Passed<Vec<String>>, StoreError> {
    if let Err(wait) = charge(house, account).await? {
        return Ok(Passed::Wait(wait));
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let codes = factor::confirm(&house.vault, tx, account, code).await?;
            if codes.is_some() {
                forgive(tx, account).await?;
            }
            Ok(codes)
        })
    });
    Ok(done.await?.map_or(Passed::Wrong, Passed::Yes))
}

/// Turns it off, or makes new recovery codes, for whoever knows the password and has a code.
pub async fn manage(
    house: &House,
    account: &AccountId,
    (password, code): (&str, &str),
    off: bool,
) -> Result<Passed<Vec<String>>, Unjudged> {
    if let Err(wait) = charge(house, account).await? {
        return Ok(Passed::Wait(wait));
    }
    let hash = people::password_of(&mut house.reader(), account).await?;
    if !pool(house).verify(password, Some(&hash)).await? {
        return Ok(Passed::Wrong);
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if !factor::pass(&house.vault, tx, account, code).await? {
                return Ok(None);
            }
            forgive(tx, account).await?;
            if off {
                factor::drop_it(tx, account).await?;
                return Ok(Some(Vec::new()));
            }
            factor::new_codes(&house.vault, tx, account).await.map(Some)
        })
    });
    Ok(done.await?.map_or(Passed::Wrong, Passed::Yes))
}

/// Asks for a code where the account has a second factor; without one anything passes.
pub async fn pass(house: &House, account: &AccountId, code: &str) -> Result<Passed<()>, StoreError> {
    if !factor::is_on(&mut house.reader(), account).await? {
        return Ok(Passed::Yes(()));
    }
    if let Err(wait) = charge(house, account).await? {
        return Ok(Passed::Wait(wait));
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let good = factor::pass(&house.vault, tx, account, code).await?;
            if good {
                forgive(tx, account).await?;
            }
            Ok(good)
        })
    });
    Ok(if done.await? { Passed::Yes(()) } else { Passed::Wrong })
}

/// Who waits for a code in this browser.
pub async fn waiting(house: &House, token: Option<&str>) -> Result<Option<HalfIn>, StoreError> {
    let Some(token) = token else { return Ok(None) };
    factor::half(&mut house.reader(), token, house.real_now()).await
}

/// The second half of a sign-in.
pub async fn finish(
    house: &House,
    half: &HalfIn,
    (token, code): (&str, &str),
    from: &From,
) -> Result<Passed<Arrival>, StoreError> {
    let account = &half.account;
    if let Err(wait) = charge(house, account).await? {
        return Ok(Passed::Wait(wait));
    }
    let from = &From { shared: half.shared, ..from.clone() };
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if !factor::pass(&house.vault, tx, account, code).await? || !factor::half_done(tx, token).await? {
                return Ok(None);
            }
            forgive(tx, account).await?;
            arrive::account(tx, account, from).await.map(Some)
        })
    });
    Ok(done.await?.map_or(Passed::Wrong, Passed::Yes))
}

/// A program's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Shown once.
    pub token: String,
    /// Its row among the devices.
    pub id: SessionId,
    /// When it ends.
    pub until: Timestamp,
}

/// What came of asking for a program's token.
pub enum Token {
    /// Here it is.
    Given(Pass),
    /// Address, password or code is not right.
    Wrong,
    /// Too often; again after so many milliseconds.
    Wait(i64),
    /// The caller's key was used with another request.
    KeyReused,
}

/// The key of a request for a token and the SHA-256 of what it said.
pub struct Once<'a> {
    /// The caller's key.
    pub key: &'a str,
    /// SHA-256 of path and body.
    pub hash: &'a str,
}

/// A program's token for whoever knows address and password, and has a code where the account asks for one. The same
/// answer, after the same work, for whatever is wrong. The same request with the same key gets the same token: it follows
/// from both and the house's own key, so that nothing readable is kept. An older code does for that, too.
pub async fn token(
    house: &House,
    (email, password, code): (&str, &str, &str),
    (label, source): (&str, &str),
    once: Once<'_>,
) -> Result<Token, Unjudged> {
    let hash = house.vault.keyed_hash(HashPurpose::Email, &email.to_lowercase());
    let known = people::password_by_email(&mut house.reader(), &hash).await?;
    let (source, address) = (source_name(&house.vault, "in", source), format!("citizen:{hash}"));
    let names = (&source, &address);
    let free: Result<(), i64> =
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sign_in::charge(tx, names.0, names.1).await })).await?;
    if let Err(wait) = free {
        return Ok(Token::Wait(wait));
    }
    let good = pool(house).verify(password, known.as_ref().map(|(_, h)| h.as_str())).await?;
    let Some((account, judged)) = known.filter(|_| good) else { return Ok(Token::Wrong) };
    let asked = Asked { account: &account, judged: &judged, names: (&source, &address), code, label, once };
    match given(house, &asked).await {
        // another node did it at this very moment, and its answer is kept
        Err(StoreError::Constraint(_)) => Ok(given(house, &asked).await?),
        answer => Ok(answer?),
    }
}

/// A request whose password is right.
struct Asked<'a> {
    account: &'a AccountId,
    /// The password's hash it was judged by.
    judged: &'a str,
    /// What its tries are counted under: source and address.
    names: (&'a str, &'a str),
    code: &'a str,
    label: &'a str,
    once: Once<'a>,
}

async fn given(house: &House, asked: &Asked<'_>) -> Result<Token, StoreError> {
    let (account, once) = (asked.account, &asked.once);
    let made = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if people::password_of(tx, account).await? != asked.judged {
                return Ok(Token::Wrong);
            }
            // the body holds a password: what is kept of it says nothing without the house's key
            let said = house.vault.keyed_hash(HashPurpose::Token, once.hash);
            let scope = format!("token:{account}");
            let seen = tx.once(&scope, once.key, &said).await?;
            let first = matches!(seen, store::Once::First);
            if first && factor::is_on(tx, account).await? && !factor::pass(&house.vault, tx, account, asked.code).await? {
                return Ok(Token::Wrong);
            }
            throttle::refund(tx, asked.names.0).await?;
            throttle::forget(tx, asked.names.1).await?;
            let token = house.vault.keyed_hash(HashPurpose::Token, &format!("{scope}:{}:{}", once.key, once.hash));
            let kept = match seen {
                store::Once::Replay(kept) => kept,
                store::Once::OtherBody => return Ok(Token::KeyReused),
                store::Once::First => {
                    let id = sessions::begin_as(tx, Holder::Account(account), asked.label, Life::PROGRAM, &token).await?;
                    let kept = format!("{id} {}", tx.real_now().plus(TOKEN_LIFE).0);
                    tx.remember(&scope, once.key, &said, &kept).await?;
                    kept
                }
            };
            Ok(kept_pass(&kept, token).map_or(Token::Wrong, Token::Given))
        })
    });
    made.await
}

/// The pass of a kept answer: its row and when it ends, in milliseconds since 1970.
fn kept_pass(kept: &str, token: String) -> Option<Pass> {
    let (id, until) = kept.split_once(' ')?;
    Some(Pass { token, id: SessionId::parse(id).ok()?, until: Timestamp(until.parse().ok()?) })
}
