//! The room as the roof sees it, and who is signed in.

use crate::{
    api,
    hasher::Hasher,
    model::SEEN_EVERY,
    store::{officers, people, sessions, sweep},
    web,
};
use kernel::{
    ids::SessionId,
    time::{HOUR, Timestamp},
};
use shell::{House, Room, Sessions, SignedInCitizen, SignedInOfficer, Tick};
use store::StoreError;

/// The room.
pub fn room() -> Room {
    let start: fn(&std::sync::Arc<House>) = |house| {
        house.keep(Hasher::default());
        let pool = house.kept::<Hasher>();
        pool.warm();
    };
    Room {
        routes: web::routes(),
        api: api::endpoints(),
        ticks: vec![Tick {
            name: "account.sweep",
            every: HOUR,
            run: |house| Box::pin(async move { sweep(&house.db).await.map_err(|e| e.to_string()) }),
        }],
        start: Some(start),
        ..Room::new("account")
    }
}

/// Who is signed in, for the roof to put into the house.
pub fn sessions() -> impl Sessions {
    Living
}

struct Living;

/// Notes a session's use now and then. A busy database is no reason to turn its owner away.
async fn touch(house: &House, session: &SessionId, seen_at: Timestamp) {
    if house.real_now().since(seen_at) < SEEN_EVERY {
        return;
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::seen(tx, session).await })).await;
    if let Err(error) = done {
        tracing::warn!(%error, "the use of a session could not be noted");
    }
}

async fn citizen(house: &House, token: &str, program: bool) -> Result<Option<SignedInCitizen>, StoreError> {
    let mut reader = house.reader();
    let Some((session, account, seen_at)) = sessions::citizen(&mut reader, token, (house.real_now(), program)).await? else {
        return Ok(None);
    };
    let Some(contact) = people::contact(&house.vault, &mut reader, &account).await? else { return Ok(None) };
    touch(house, &session, seen_at).await;
    Ok(Some(SignedInCitizen { account, session, name: contact.name, lang: contact.lang }))
}

#[async_trait::async_trait]
impl Sessions for Living {
    async fn citizen(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        citizen(house, token, false).await
    }

    async fn bearer(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        citizen(house, token, true).await
    }

    async fn officer(&self, house: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        let Some(found) = sessions::officer(&mut house.reader(), token, house.real_now()).await? else { return Ok(None) };
        touch(house, &found.id, found.seen_at).await;
        let name = officers::name_of(&house.vault, &found.officer, &found.sealed)?;
        let office_name = web::office_name(house, &found.office);
        Ok(Some(SignedInOfficer {
            officer: found.officer,
            session: found.id,
            name,
            office: found.office,
            office_name,
            roles: found.roles,
        }))
    }
}
