//! What people are told, through the front door, the workers and the fake mail server.

mod account_mails;
mod delivery;
mod guests;
mod journey;
mod words;

use crate::{
    model::{Kind, MailState, Message},
    store::inbox,
};
use ::store::{Actor, Ask as _, StoreError, Tx};
use application::Submission;
use catalogue::{ApplicationKind, Field};
use harness::{Browser, Product};
use kernel::{
    chance::SystemChance,
    contact::{Email, Phone},
    event::Event,
    ids::{AccountId, ApplicationId, BillId, BookingId, OfficeCode, SessionId},
    lang::Lang,
    time::{Timestamp, Zone, add_days},
};
use payment::{Bill, BillKind, OpenBill};
use schedule::{Rules, Slot, Take, TakeKind};
use shell::{House, Room, Sessions, SignedInCitizen, SignedInOfficer, cookies::CITIZEN};
use std::sync::Arc;

/// Whoever shows an account's id is signed in: signing in is another room's story.
struct ByToken;

#[async_trait::async_trait]
impl Sessions for ByToken {
    async fn citizen(&self, _: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(AccountId::parse(token).ok().map(|account| SignedInCitizen {
            account,
            session: SessionId::mint(Timestamp(1), &SystemChance),
            name: "Yuliana".into(),
            lang: Lang::Id,
        }))
    }
    async fn officer(&self, _: &House, _: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(None)
    }
}

const MAIL: &str = "yuliana@contoh.id";

fn office() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").unwrap()
}

fn rooms() -> Vec<Room> {
    vec![
        catalogue::room(),
        account::room(),
        application::room(),
        documents::room(),
        schedule::room(),
        payment::room(),
        crate::room(),
    ]
}

async fn account(house: &House, email: &str, name: &str) -> AccountId {
    let (email, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        let (email, phone) = (&email, &phone);
        Box::pin(async move { account::create_sample_account(house, tx, (name, email, phone), "empat kata tanpa arti").await })
    });
    made.await.expect("a sample account").expect("a new address").id
}

/// A product with one citizen, her draft and an open calendar.
struct World {
    p: Product,
    house: Arc<House>,
    account: AccountId,
    id: ApplicationId,
    slot: Slot,
}

async fn world() -> World {
    world_of("Yuliana Nona Sare").await
}

async fn world_of(name: &str) -> World {
    let p = Product::builder().rooms(rooms()).sessions(|| ByToken).frames(crate::frames).trial().open().await;
    let house = p.house.clone();
    let account = account(&house, MAIL, name).await;
    let catalogue = catalogue::current(&house);
    let (id, slot) = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let (account, catalogue, house) = (&account, &catalogue, &house);
            Box::pin(async move {
                let today = tx.now().day_in(Zone::Wita);
                let id = draft(house, tx, account, "5307054103980003").await?;
                schedule::open_calendar(tx, catalogue, &office(), today, add_days(today, 40), &Actor::Operator).await?;
                let slot = schedule::next_free(tx, &office(), "ordinary", "regular", add_days(today, 2)).await?;
                Ok((id, slot.expect("an open session")))
            })
        })
        .await
        .unwrap();
    World { p, house, account, id, slot }
}

async fn draft(house: &House, tx: &mut Tx<'_>, account: &AccountId, nik: &str) -> Result<ApplicationId, StoreError> {
    let id = application::create(house, tx, account, Lang::Id).await?;
    let by = Actor::Account(account.clone());
    let draft = application::find(tx, &id).await?.unwrap();
    for (field, value) in [(Field::FullName, "Yuliana Nona Sare"), (Field::Nik, nik)] {
        application::save(&house.vault, tx, &draft, (field, value), None, &by).await.unwrap();
    }
    application::choose_passport(tx, &id, Some("ordinary_10"), &by).await.unwrap();
    Ok(id)
}

impl World {
    /// Something happened.
    async fn tell(&self, event: Event) {
        let told = self.house.db.transact::<_, StoreError, _>(|tx| {
            let event = &event;
            Box::pin(async move { tx.tell(event).await })
        });
        told.await.unwrap();
    }

    async fn submit(&self) -> BillId {
        let (house, world) = (&self.house, self);
        let catalogue = &catalogue::current(house);
        house
            .db
            .transact::<_, StoreError, _>(|tx| {
                Box::pin(async move {
                    let application = application::find(tx, &world.id).await?.unwrap();
                    let today = tx.now().day_in(world.slot.zone);
                    let take = Take {
                        application: world.id.clone(),
                        account: world.account.clone(),
                        nik_hash: application.nik_hash.clone().unwrap(),
                        slot: world.slot.id.clone(),
                        kind: TakeKind::Hold,
                    };
                    let taken = schedule::take(tx, &Rules::of(catalogue, today), &[take]).await?.remove(0).expect("a seat");
                    let price = catalogue.price("ordinary_10", ApplicationKind::New, "regular", today).unwrap();
                    let open = OpenBill {
                        application: world.id.clone(),
                        account: world.account.clone(),
                        booking: Some(taken.booking.clone()),
                        kind: BillKind::Visit,
                        payer_name_sealed_by: application.person.clone(),
                        lines: price.lines,
                        total: price.total,
                    };
                    let bill = payment::open_bills(tx, catalogue, &[open]).await?.remove(0);
                    let (booking, office) = (taken.booking, office());
                    let member =
                        Submission { id: world.id.clone(), version: application.version, bill: bill.clone(), booking, office };
                    let by = Actor::Account(world.account.clone());
                    application::submit(tx, &[member], &by).await?.remove(0).expect("submitted");
                    Ok(bill)
                })
            })
            .await
            .unwrap()
    }

    async fn bill(&self) -> Bill {
        payment::bills_of(&mut self.house.reader(), &self.id).await.unwrap().remove(0)
    }

    async fn pay(&self) {
        let code = self.bill().await.code.expect("a code");
        self.p.outside.biller.pay(&code, self.house.now());
        self.p.notify(&code).await;
        self.p.settle().await;
    }

    /// Submitted, billed and paid; all is told.
    async fn paid(&self) -> BookingId {
        self.submit().await;
        self.p.settle().await;
        self.pay().await;
        schedule::live_of(&mut self.house.reader(), &self.id).await.unwrap().expect("a booking").id
    }

    async fn inbox(&self) -> Vec<Message> {
        inbox(&mut self.house.reader(), &self.account, 100, 0).await.unwrap()
    }

    async fn kinds(&self) -> Vec<Kind> {
        self.inbox().await.iter().map(|m| m.kind).collect()
    }

    /// The one message of a kind, with exactly one mail.
    async fn only(&self, kind: Kind) -> (Message, String) {
        let mut found: Vec<Message> = self.inbox().await.into_iter().filter(|m| m.kind == kind).collect();
        assert_eq!(found.len(), 1, "{kind:?}");
        let message = found.remove(0);
        assert_eq!(message.mail, MailState::Sent, "{kind:?}");
        let id = format!("message-{}", message.id);
        let mails: Vec<_> = self.p.outside.mailer.all().into_iter().filter(|m| m.message_id == id).collect();
        assert_eq!(mails.len(), 1, "{kind:?}");
        assert!(!mails[0].text.contains('⟦') && !mails[0].subject.contains('⟦'), "{}", mails[0].text);
        (message, mails[0].text.clone())
    }

    fn browser(&self) -> Browser {
        let mut browser = self.p.browser();
        browser.set_cookie(CITIZEN, self.account.as_str());
        browser
    }
}
