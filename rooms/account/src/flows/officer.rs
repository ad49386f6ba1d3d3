//! An invited officer chooses a password and confirms her authenticator.

use super::{Unjudged, arrive, pool};
use crate::{
    password,
    store::{
        officers::{self, Invitation},
        sessions::{self, Holder},
        throttle,
    },
};
use kernel::field::FieldError;
use shell::House;
use store::StoreError;

/// The open invitation of a link.
pub async fn invitation(house: &House, token: &str) -> Result<Option<Invitation>, StoreError> {
    officers::invitation(&house.vault, &mut house.reader(), token, house.real_now()).await
}

/// Keeps the password she chose.
pub async fn choose_password(house: &House, invitation: &Invitation, chosen: &str) -> Result<Result<(), FieldError>, Unjudged> {
    if let Err(error) = password::judge(chosen, &invitation.name, invitation.email.as_str()) {
        return Ok(Err(error));
    }
    let hash = pool(house).hash(chosen).await?;
    let hash = &hash;
    house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { officers::choose_password(tx, invitation, hash).await }))
        .await?;
    Ok(Ok(()))
}

/// Confirms the authenticator and lets her in; `None` when the code is wrong or came too often.
pub async fn confirm(house: &House, invitation: &Invitation, code: &str, agent: &str) -> Result<Option<String>, StoreError> {
    let step = invitation.seed.step(code, house.real_now());
    let name = format!("invitation:{}", invitation.id);
    let name = &name;
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if throttle::charge(tx, name, crate::model::FREE_TRIES).await?.is_err() {
                return Ok(None);
            }
            let Some(step) = step else { return Ok(None) };
            let Some(id) = officers::accept(&house.vault, tx, invitation, step).await? else { return Ok(None) };
            throttle::forget(tx, name).await?;
            sessions::start(tx, Holder::Officer(&id), &arrive::label(agent)).await.map(Some)
        })
    });
    match done.await {
        Err(StoreError::Constraint(_)) => Ok(None),
        other => other,
    }
}
