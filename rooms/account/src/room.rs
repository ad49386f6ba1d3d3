//! The room as the roof sees it, and who is signed in.

use crate::{
    api,
    hasher::Hasher,
    model::{OFFICER_IDLE, SEEN_EVERY},
    store::{officers, parked, people, sessions, sweep},
    web,
};
use kernel::{
    ids::{AccountId, SessionId},
    time::{HOUR, Timestamp},
};
use shell::{EarlyPage, House, ParkedForm, Room, SessionEnd, Sessions, SignedInCitizen, SignedInOfficer, Tick};
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
        early: vec![
            EarlyPage::new("/masuk", |_, w, _| Some(w.t("account-sign-in-title"))).for_nobody(),
            EarlyPage::new("/daftar", |_, w, _| Some(w.t("account-sign-up-title"))).for_nobody(),
            EarlyPage::new("/lupa", |_, w, _| Some(w.t("account-forgot-title"))),
        ],
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

/// Notes a session's use now and then; answers what is noted. A busy database is no reason to turn its owner away.
async fn touch(house: &House, session: &SessionId, seen_at: Timestamp) -> Timestamp {
    let now = house.real_now();
    if now.since(seen_at) < SEEN_EVERY {
        return seen_at;
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::seen(tx, session).await })).await;
    match done {
        Ok(()) => now,
        Err(error) => {
            tracing::warn!(%error, "the use of a session could not be noted");
            seen_at
        }
    }
}

async fn citizen(house: &House, token: &str, program: bool) -> Result<Option<(SignedInCitizen, SessionEnd)>, StoreError> {
    let mut reader = house.reader();
    let Some(found) = sessions::citizen(&mut reader, token, (house.real_now(), program)).await? else {
        return Ok(None);
    };
    let Some(contact) = people::contact(&house.vault, &mut reader, &found.account).await? else { return Ok(None) };
    let seen_at = touch(house, &found.id, found.seen_at).await;
    let end = SessionEnd { at: seen_at.plus(found.idle).min(found.last), last: found.last, idle: found.idle };
    let who = SignedInCitizen { account: found.account, session: found.id, name: contact.name, lang: contact.lang };
    Ok(Some((who, end)))
}

#[async_trait::async_trait]
impl Sessions for Living {
    async fn citizen(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(citizen(house, token, false).await?.map(|(who, _)| who))
    }

    async fn citizen_until(
        &self,
        house: &House,
        token: &str,
    ) -> Result<Option<(SignedInCitizen, Option<SessionEnd>)>, StoreError> {
        Ok(citizen(house, token, false).await?.map(|(who, end)| (who, Some(end))))
    }

    async fn park(&self, house: &House, session: &str, form: &ParkedForm) -> Result<Option<String>, StoreError> {
        // passwords and codes are typed again, and nobody signs in to sign out
        if form.path.starts_with("/akun") || form.path.starts_with("/keluar") {
            return Ok(None);
        }
        let put = (&house.vault, session, form);
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { parked::put(put.0, tx, put.1, put.2).await })).await
    }

    async fn parked(&self, house: &House, token: &str, account: &AccountId) -> Result<Option<ParkedForm>, StoreError> {
        parked::find(&house.vault, &mut house.reader(), (token, account), house.real_now()).await
    }

    async fn unpark(&self, house: &House, token: &str) -> Result<(), StoreError> {
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { parked::forget(tx, token).await })).await
    }

    async fn bearer(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(citizen(house, token, true).await?.map(|(who, _)| who))
    }

    async fn officer(&self, house: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(self.officer_until(house, token).await?.map(|(who, _)| who))
    }

    async fn officer_until(
        &self,
        house: &House,
        token: &str,
    ) -> Result<Option<(SignedInOfficer, Option<SessionEnd>)>, StoreError> {
        let Some(found) = sessions::officer(&mut house.reader(), token, house.real_now()).await? else { return Ok(None) };
        let seen_at = touch(house, &found.id, found.seen_at).await;
        let end = SessionEnd { at: seen_at.plus(OFFICER_IDLE).min(found.last), last: found.last, idle: OFFICER_IDLE };
        let name = officers::name_of(&house.vault, &found.officer, &found.sealed)?;
        let office_name = web::office_name(house, &found.office);
        let who = SignedInOfficer {
            officer: found.officer,
            session: found.id,
            name,
            office: found.office,
            office_name,
            roles: found.roles,
        };
        Ok(Some((who, Some(end))))
    }
}
