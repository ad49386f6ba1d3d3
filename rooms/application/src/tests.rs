//! Through the front door where there is one, with the fake clock.

mod doors;
mod idle;
mod pages;
mod states;

use crate::model::{Application, SaveRefused, Saved};
use catalogue::Field;
use harness::{Browser, Product};
use kernel::contact::{Email, Phone};
use kernel::ids::{AccountId, ApplicationId, SessionId};
use kernel::lang::Lang;
use kernel::time::Timestamp;
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer};
use std::sync::Arc;
use store::{Actor, StoreError};

/// A session whose token is the account's id: signing in is account's own test.
struct ByToken;

#[async_trait::async_trait]
impl Sessions for ByToken {
    async fn citizen(&self, _: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(AccountId::parse(token).ok().map(|account| SignedInCitizen {
            account,
            session: SessionId::mint(Timestamp(1), &kernel::chance::SystemChance),
            name: "Yuliana".into(),
            lang: Lang::Id,
        }))
    }
    async fn officer(&self, _: &House, _: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(None)
    }
}

struct World {
    product: Product,
    house: Arc<House>,
    account: AccountId,
    id: ApplicationId,
}

async fn account(house: &House, email: &str) -> AccountId {
    let (email, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    house
        .db
        .transact::<_, account::SampleRefused, _>(|tx| {
            let (email, phone) = (&email, &phone);
            Box::pin(async move {
                account::create_sample_account(house, tx, ("Yuliana Nona Sare", email, phone), "empat kata tanpa arti").await
            })
        })
        .await
        .expect("a sample account")
        .expect("a new address")
        .id
}

async fn draft(house: &House, account: &AccountId) -> ApplicationId {
    house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { crate::create(house, tx, account, Lang::Id).await }))
        .await
        .unwrap()
}

async fn world() -> World {
    let product = Product::builder()
        .rooms(vec![catalogue::room(), account::room(), crate::room()])
        .sessions(|| ByToken)
        .trial()
        .open()
        .await;
    let house = product.house.clone();
    let account = account(&house, "yuliana@contoh.id").await;
    let id = draft(&house, &account).await;
    World { product, house, account, id }
}

impl World {
    fn browser(&self, account: &AccountId) -> Browser {
        let mut browser = self.product.browser();
        browser.set_cookie(shell::cookies::CITIZEN, account.as_str());
        browser
    }

    fn path(&self, rest: &str) -> String {
        format!("/permohonan/{}{rest}", self.id)
    }

    async fn application(&self) -> Application {
        crate::find(&mut self.house.reader(), &self.id).await.unwrap().unwrap()
    }

    async fn answers(&self) -> crate::Answers {
        crate::answers(&self.house.vault, &mut self.house.reader(), &self.application().await).await.unwrap()
    }

    async fn save(&self, field: Field, value: &str, expected: Option<i64>) -> Result<Saved, SaveRefused> {
        let application = self.application().await;
        let by = Actor::Account(self.account.clone());
        self.house
            .db
            .transact(|tx| {
                let (application, by, vault) = (&application, &by, &self.house.vault);
                Box::pin(async move { crate::save(vault, tx, application, (field, value), expected, by).await })
            })
            .await
    }

    async fn put(&self, values: &[(Field, &str)]) {
        for (field, value) in values {
            self.save(*field, value, None).await.unwrap();
        }
    }

    async fn identity(&self) {
        let values = [
            (Field::ApplyingFor, "self"),
            (Field::FullName, "Yuliana Nona Sare"),
            (Field::Nik, "5307054103980003"),
            (Field::BirthDate, "1998-03-01"),
            (Field::BirthPlace, "Maumere"),
            (Field::Sex, "female"),
            (Field::CivilStatus, "single"),
        ];
        self.put(&values).await;
    }
}
