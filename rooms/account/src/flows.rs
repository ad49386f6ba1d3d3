//! What people do here, step by step: each step is one or two transactions around at most one password hash.

pub mod arrive;
pub mod change;
pub mod factor;
pub mod officer;
pub mod reset;
pub mod samples;
pub mod sign_in;
pub mod sign_up;

use crate::{
    hasher::{Full, Hasher},
    model::{FLOWS_PER_SOURCE, FlowPurpose},
    store::{
        codes::{self, Flow, Issued},
        throttle,
    },
};
use shell::House;
use std::sync::Arc;
use store::{StoreError, Tx};
use vault::{HashPurpose, Vault};

/// Why a step could not be judged at all.
#[derive(Debug, thiserror::Error)]
pub enum Unjudged {
    /// The password pool is full.
    #[error(transparent)]
    Full(#[from] Full),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The room's password pool.
pub fn pool(house: &House) -> Arc<Hasher> {
    house.kept::<Hasher>()
}

/// What starting a flow came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// A code is on its way; the token belongs into the browser's cookie.
    Sent(String),
    /// The address got its codes for today.
    TooMany,
    /// This source started too many; milliseconds to wait.
    Wait(i64),
}

/// The name under which a source's tries of one kind are counted: no address of a network is kept readable.
fn source_name(vault: &Vault, kind: &str, source: &str) -> String {
    format!("{kind}:{}", vault.keyed_hash(HashPurpose::Email, &format!("source:{source}")))
}

/// Starts a flow in a transaction and issues its first code.
async fn begin(vault: &Vault, tx: &mut Tx<'_>, flow: &Flow, source: &str) -> Result<Begun, StoreError> {
    if let Err(wait) = throttle::charge(tx, &source_name(vault, "flow", source), FLOWS_PER_SOURCE).await? {
        return Ok(Begun::Wait(wait));
    }
    let (flow, token) = codes::open_flow(vault, tx, flow).await?;
    Ok(match codes::issue(vault, tx, &flow).await? {
        Issued::Sent => Begun::Sent(token),
        Issued::TooMany | Issued::TooSoon(_) => Begun::TooMany,
    })
}

/// The living flow of a browser.
pub async fn flow(house: &House, token: Option<&str>, purpose: FlowPurpose) -> Result<Option<Flow>, StoreError> {
    let Some(token) = token else { return Ok(None) };
    codes::flow_by_token(&house.vault, &mut house.reader(), token, purpose, house.real_now()).await
}

/// Another code for a flow; older ones stay good until they expire.
pub async fn again(house: &House, flow: &Flow) -> Result<Issued, StoreError> {
    house.db.transact(|tx| Box::pin(async move { codes::issue(&house.vault, tx, flow).await })).await
}

/// Milliseconds until another code may be asked for.
pub async fn pause_left(house: &House, flow: &Flow) -> Result<i64, StoreError> {
    codes::pause_left(&mut house.reader(), flow, house.real_now()).await
}
