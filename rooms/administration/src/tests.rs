//! The doors as the command line calls them, and the pages through the front door.

mod doors;
mod pages;

use harness::{Browser, Product};
use kernel::contact::Email;
use kernel::ids::{OfficeCode, OfficerId, SessionId};
use kernel::role::Role;
use kernel::time::Timestamp;
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer};
use store::{Ask as _, Sql, StoreError, params, sql};

const AUDITED: Sql = sql("SELECT COUNT(*) AS n FROM audit WHERE action = $1 AND actor_kind = $2");

/// An officer's session whose token is `office role officer`: signing in is account's own test.
struct ByToken;

#[async_trait::async_trait]
impl Sessions for ByToken {
    async fn citizen(&self, _: &House, _: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(None)
    }
    async fn officer(&self, _: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        let parts: Vec<&str> = token.split('.').collect();
        let [office, role, officer] = parts.as_slice() else { return Ok(None) };
        Ok(Some(SignedInOfficer {
            officer: OfficerId::parse(officer).unwrap(),
            session: SessionId::mint(Timestamp(1), &kernel::chance::SystemChance),
            name: "Maria Goreti".to_owned(),
            office: OfficeCode::parse(office).unwrap(),
            office_name: (*office).to_owned(),
            roles: vec![Role::parse(role).unwrap()],
        }))
    }
}

fn maumere() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").unwrap()
}

async fn product() -> Product {
    let rooms = vec![catalogue::room(), account::room(), application::room(), schedule::room(), crate::room()];
    Product::builder().rooms(rooms).sessions(|| ByToken).trial().open().await
}

/// A sample officer of Maumere with all roles.
async fn officer(p: &Product) -> OfficerId {
    let house = &p.house;
    let who = &account::Invite {
        email: Email::parse("admin@contoh.id").unwrap(),
        name: "Agustinus Nong".to_owned(),
        office: maumere(),
        roles: Role::ALL.to_vec(),
    };
    house
        .db
        .transact::<_, account::SampleRefused, _>(|tx| {
            Box::pin(async move { account::create_sample_officer(house, tx, who, "empat kata tanpa arti").await })
        })
        .await
        .unwrap()
        .unwrap()
        .id
}

/// A browser of that officer at an office with one role.
fn at(p: &Product, office: &str, role: Role, officer: &OfficerId) -> Browser {
    let mut browser = p.browser();
    browser.set_cookie(shell::cookies::OFFICER, &format!("{office}.{}.{officer}", role.code()));
    browser
}

async fn audited(p: &Product, action: &str, kind: &str) -> i64 {
    p.house.reader().one(AUDITED, params![action, kind]).await.unwrap().int("n").unwrap()
}
