//! Sample people of the trial. Refused everywhere else.

use super::pool;
use crate::{
    model::{Invite, SampleAccount, SampleOfficer, SampleRefused},
    store::{
        email_hash,
        officers::{self, NewOfficer},
        people::{self, NewAccount},
    },
    totp::Seed,
};
use kernel::{
    contact::{Email, Phone},
    lang::Lang,
};
use shell::House;
use store::{Ask, StoreError, Tx};

async fn hash(house: &House, password: &str) -> Result<String, SampleRefused> {
    if house.trial.is_none() {
        return Err(SampleRefused::NotATrial);
    }
    pool(house).hash(password).await.map_err(|_| SampleRefused::Busy)
}

/// Makes an officer with a known password and a new seed, or answers `None` where the address has one already.
pub async fn create_sample_officer(
    house: &House,
    tx: &mut Tx<'_>,
    who: &Invite,
    password: &str,
) -> Result<Option<SampleOfficer>, SampleRefused> {
    let hash = hash(house, password).await?;
    if officers::by_email(tx, &email_hash(&house.vault, &who.email)).await?.is_some() {
        return Ok(None);
    }
    let (seed, _) = Seed::generate(&house.vault, "sample")?;
    let new = NewOfficer {
        name: &who.name,
        email: &who.email,
        office: &who.office,
        roles: &who.roles,
        password: &hash,
        seed: &seed,
        step: 0,
    };
    let id = officers::insert_officer(&house.vault, tx, &new).await?;
    Ok(Some(SampleOfficer { id, email: who.email.clone(), password: password.to_owned(), seed: seed.text() }))
}

/// A sample officer that was made before, with the seed that stands sealed in the database; `None` where no active officer
/// has this address.
pub async fn sample_officer(
    house: &House,
    ask: &mut dyn Ask,
    email: &Email,
    password: &str,
) -> Result<Option<SampleOfficer>, SampleRefused> {
    if house.trial.is_none() {
        return Err(SampleRefused::NotATrial);
    }
    let Some((id, _, sealed)) = officers::by_email(ask, &email_hash(&house.vault, email)).await? else { return Ok(None) };
    let seed = officers::seed_of(&house.vault, &id, &sealed)?.text();
    Ok(Some(SampleOfficer { id, email: email.clone(), password: password.to_owned(), seed }))
}

/// Makes an account with a known password, or answers `None` where the address has one already.
pub async fn create_sample_account(
    house: &House,
    tx: &mut Tx<'_>,
    (name, email, phone): (&str, &Email, &Phone),
    password: &str,
) -> Result<Option<SampleAccount>, SampleRefused> {
    let hash = hash(house, password).await?;
    if people::password_by_email(tx, &email_hash(&house.vault, email)).await?.is_some() {
        return Ok(None);
    }
    let (name, lang) = (name.to_owned(), Lang::Id);
    let new = NewAccount { name, email: email.clone(), phone: phone.clone(), password: hash, lang };
    let id = people::create_account(&house.vault, tx, &new).await?;
    Ok(Some(SampleAccount { id, email: email.clone(), password: password.to_owned() }))
}

/// The code that a sample officer's authenticator shows now (the seed in base 32, as [`SampleOfficer`] has it).
pub fn sample_code(seed: &str, now: kernel::time::Timestamp) -> Result<String, StoreError> {
    Ok(Seed::from_text(seed)?.code(now))
}
