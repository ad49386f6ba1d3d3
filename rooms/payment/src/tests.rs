//! The room through its front door, with the fake clock and the fake biller.

mod asking;
mod changed;
mod difference;
mod ending;
mod late;
mod notices;
mod sheets;
mod states;

use crate::model::{Bill, BillKind, BillState, CaseKind, MoneyCase, OpenBill, StateWord};
use application::{ApplicationState, Submission};
use catalogue::{ApplicationKind, Field};
use harness::{Browser, Product};
use kernel::chance::SystemChance;
use kernel::contact::{Email, Phone};
use kernel::event::Event;
use kernel::ids::{AccountId, ApplicationId, BillId, BookingId, OfficeCode, OfficerId, SessionId, SlotId};
use kernel::lang::Lang;
use kernel::role::Role;
use kernel::time::{HOUR, MINUTE, Timestamp, add_days};
use schedule::{Rules, Slot, Take, TakeKind};
use serde_json::json;
use shell::{House, Room, Sessions, SignedInCitizen, SignedInOfficer};
use std::sync::{Arc, Mutex};
use store::{Actor, StoreError};

/// A session whose token is the account's id, or `finance` and `desk` for officers: signing in is account's own test.
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
    async fn officer(&self, _: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(Some(SignedInOfficer {
            officer: OfficerId::mint(Timestamp(1), &SystemChance),
            session: SessionId::mint(Timestamp(1), &SystemChance),
            name: "Petugas".into(),
            office: office(),
            office_name: "Maumere".into(),
            roles: vec![if token == "finance" { Role::Finance } else { Role::FrontDesk }],
        }))
    }
}

/// What the ears of the house heard.
#[derive(Default)]
struct Heard(Mutex<Vec<Event>>);

fn ears() -> Room {
    Room {
        hears: Some(|house, _, _, event| {
            Box::pin(async move {
                house.kept::<Heard>().0.lock().unwrap().push(event.clone());
                Ok(())
            })
        }),
        start: Some(|house| house.keep(Heard::default())),
        ..Room::new("ears")
    }
}

const NIK: &str = "5307054103980003";

fn office() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").unwrap()
}

struct World {
    product: Product,
    house: Arc<House>,
    account: AccountId,
    id: ApplicationId,
    slot: Slot,
}

async fn account(house: &House, email: &str) -> AccountId {
    let (email, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        let (email, phone) = (&email, &phone);
        Box::pin(async move {
            account::create_sample_account(house, tx, ("Yuliana Nona Sare", email, phone), "empat kata tanpa arti").await
        })
    });
    made.await.expect("a sample account").expect("a new address").id
}

/// A filled-in draft and an open calendar; nothing submitted.
async fn draft() -> World {
    let rooms =
        vec![catalogue::room(), account::room(), application::room(), documents::room(), schedule::room(), crate::room(), ears()];
    let product = Product::builder().rooms(rooms).sessions(|| ByToken).trial().open().await;
    let house = product.house.clone();
    let account = account(&house, "yuliana@contoh.id").await;
    let catalogue = catalogue::current(&house);
    let slot = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let catalogue = &catalogue;
            Box::pin(async move {
                let today = store::Ask::now(tx).day_in(kernel::time::Zone::Wita);
                schedule::open_calendar(tx, catalogue, &office(), today, add_days(today, 40), &Actor::Operator).await?;
                let slot = schedule::next_free(tx, &office(), "ordinary", "regular", add_days(today, 2)).await?;
                Ok(slot.expect("an open session"))
            })
        })
        .await
        .unwrap();
    let id = filled(&house, &account, NIK).await;
    World { product, house, account, id, slot }
}

/// A draft with a NIK and a passport.
async fn filled(house: &House, account: &AccountId, nik: &str) -> ApplicationId {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let id = application::create(house, tx, account, Lang::Id).await?;
                let by = Actor::Account(account.clone());
                let draft = application::find(tx, &id).await?.unwrap();
                for (field, value) in [(Field::FullName, "Yuliana Nona Sare"), (Field::Nik, nik)] {
                    application::save(&house.vault, tx, &draft, (field, value), None, &by).await.unwrap();
                }
                application::choose_passport(tx, &id, Some("ordinary_10"), &by).await.unwrap();
                application::choose_office(tx, &id, Some(&office()), &by).await.unwrap();
                Ok(id)
            })
        })
        .await
        .unwrap()
}

/// Submitted; the biller is not asked yet.
async fn submitted() -> World {
    let world = draft().await;
    world.submit().await;
    world
}

/// Submitted and payable.
async fn payable() -> World {
    let world = submitted().await;
    world.product.settle().await;
    assert_eq!(world.bill().await.state.word(), StateWord::Payable);
    world
}

impl World {
    async fn submit(&self) -> BillId {
        let catalogue = catalogue::current(&self.house);
        let house = &self.house;
        house
            .db
            .transact::<_, StoreError, _>(|tx| {
                let (catalogue, world) = (&catalogue, self);
                Box::pin(async move {
                    let application = application::find(tx, &world.id).await?.unwrap();
                    let today = store::Ask::now(tx).day_in(world.slot.zone);
                    let take = Take {
                        application: world.id.clone(),
                        account: world.account.clone(),
                        nik_hash: application.nik_hash.clone().expect("a NIK"),
                        slot: world.slot.id.clone(),
                        kind: TakeKind::Hold,
                    };
                    let taken = schedule::take(tx, &Rules::of(catalogue, today), &[take]).await?.remove(0).expect("a seat");
                    let passport = application.passport_type.as_deref().expect("a passport type");
                    let price = catalogue.price(passport, ApplicationKind::New, "regular", today).unwrap();
                    let open = OpenBill {
                        application: world.id.clone(),
                        account: world.account.clone(),
                        booking: Some(taken.booking.clone()),
                        kind: BillKind::Visit,
                        payer_name_sealed_by: application.person.clone(),
                        lines: price.lines,
                        total: price.total,
                    };
                    let bill = crate::open_bills(tx, catalogue, &[open]).await?.remove(0);
                    let by = Actor::Account(world.account.clone());
                    let (booking, office) = (taken.booking, world.slot.office.clone());
                    let member =
                        Submission { id: world.id.clone(), version: application.version, bill: bill.clone(), booking, office };
                    application::submit(tx, &[member], &by).await?.remove(0).expect("submitted");
                    Ok(bill)
                })
            })
            .await
            .unwrap()
    }

    async fn open(&self, kind: BillKind, amount: i64) -> BillId {
        let catalogue = catalogue::current(&self.house);
        self.house
            .db
            .transact::<_, StoreError, _>(|tx| {
                let (catalogue, world) = (&catalogue, self);
                Box::pin(async move {
                    let application = application::find(tx, &world.id).await?.unwrap();
                    let line = catalogue::PriceLine {
                        tariff_code: "difference".into(),
                        name_id: "Selisih".into(),
                        name_en: "Difference".into(),
                        amount: kernel::money::Rupiah(amount),
                        legal_basis: "PP 45/2024".into(),
                    };
                    let open = OpenBill {
                        application: world.id.clone(),
                        account: world.account.clone(),
                        booking: None,
                        kind,
                        payer_name_sealed_by: application.person,
                        total: line.amount,
                        lines: vec![line],
                    };
                    Ok(crate::open_bills(tx, catalogue, &[open]).await?.remove(0))
                })
            })
            .await
            .unwrap()
    }

    /// Somebody else's paid seats, until the session is full.
    async fn fill(&self, slot: &SlotId) {
        let catalogue = catalogue::current(&self.house);
        loop {
            let taken = self
                .house
                .db
                .transact::<_, StoreError, _>(|tx| {
                    let (catalogue, world) = (&catalogue, self);
                    Box::pin(async move {
                        let now = store::Ask::now(tx);
                        let application = application::create(&world.house, tx, &world.account, Lang::Id).await?;
                        let take = Take {
                            account: AccountId::mint(now, &SystemChance),
                            nik_hash: format!("hash-{application}"),
                            application,
                            slot: slot.clone(),
                            kind: TakeKind::Paid { at: now },
                        };
                        Ok(schedule::take(tx, &Rules::of(catalogue, now.day_in(world.slot.zone)), &[take]).await?.remove(0))
                    })
                })
                .await
                .unwrap();
            if let Err(why) = taken {
                assert_eq!(why, schedule::TakeRefused::Full);
                return;
            }
        }
    }

    /// Every session from the booked day to seven days later is full.
    async fn fill_week(&self) {
        for days in 0..=7 {
            let day = add_days(self.slot.day, days);
            for slot in schedule::sessions(&mut self.house.reader(), &office(), "ordinary", "regular", day).await.unwrap() {
                self.fill(&slot.id).await;
            }
        }
    }

    async fn bill(&self) -> Bill {
        crate::bills_of(&mut self.house.reader(), &self.id).await.unwrap().remove(0)
    }

    async fn code(&self) -> String {
        self.bill().await.code.expect("a code")
    }

    async fn state(&self) -> ApplicationState {
        application::find(&mut self.house.reader(), &self.id).await.unwrap().unwrap().state
    }

    async fn seat(&self) -> Option<schedule::Booking> {
        schedule::live_of(&mut self.house.reader(), &self.id).await.unwrap()
    }

    async fn cases(&self) -> Vec<MoneyCase> {
        crate::cases(&mut self.house.reader(), true).await.unwrap()
    }

    async fn case_kinds(&self) -> Vec<CaseKind> {
        self.cases().await.iter().map(|c| c.kind).collect()
    }

    fn heard(&self) -> Vec<String> {
        self.house.kept::<Heard>().0.lock().unwrap().iter().map(Event::name).collect()
    }

    fn heard_times(&self, name: &str) -> usize {
        self.heard().iter().filter(|n| *n == name).count()
    }

    /// Pays at the bank at an instant and lets the notice arrive now.
    async fn pay_and_notify(&self, at: Timestamp) {
        let code = self.code().await;
        self.product.outside.biller.pay(&code, at);
        let answer = self.product.notify(&code).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.product.settle().await;
    }

    /// To just after the deadline, with the workers at work.
    async fn expire(&self) {
        self.product.later(2 * HOUR + MINUTE).await;
    }

    /// The outside auditor finds each payment of the treasury in one place, and no step that is not listed.
    async fn judged(&self) {
        // what waits for its seal gets it
        self.product.settle().await;
        let payments = |b: &outside::Billing| {
            let of = |p: &outside::BillingPayment| json!({ "ntpn": p.ntpn, "amount": b.amount.0, "reversedAt": null });
            b.payment.iter().map(of).collect::<Vec<_>>()
        };
        let rows: Vec<_> = (self.product.outside.biller.billings().iter())
            .map(|b| json!({ "billingCode": b.code, "payments": payments(b), "notices": [] }))
            .collect();
        let ledger = self.product.folder().join("ledger.json");
        std::fs::write(&ledger, json!(rows).to_string()).unwrap();
        let report = rush::audit::audit(&self.product.url, Some(&ledger), None).await.unwrap();
        assert!(report.holds(), "{report}");
    }

    fn browser(&self, account: &AccountId) -> Browser {
        let mut browser = self.product.browser();
        browser.set_cookie(shell::cookies::CITIZEN, account.as_str());
        browser
    }

    fn mine(&self) -> Browser {
        self.browser(&self.account)
    }

    fn path(&self, rest: &str) -> String {
        format!("/permohonan/{}{rest}", self.id)
    }

    async fn cancel(&self) -> Result<(), crate::CancelRefused> {
        self.house
            .db
            .transact(|tx| {
                Box::pin(async move {
                    let bill = crate::bills_of(tx, &self.id).await?.remove(0);
                    let by = Actor::Account(self.account.clone());
                    let booking: BookingId = bill.booking.clone().expect("a seat");
                    schedule::release(tx, &booking, schedule::Release::Cancelled).await?;
                    application::cancel(tx, &self.id, &by).await.map_err(StoreError::from)?;
                    crate::cancel_bill(tx, &bill.id, by).await
                })
            })
            .await
    }
}

fn is_scheduled(state: &ApplicationState) -> bool {
    matches!(state, ApplicationState::Scheduled { .. })
}

fn is_paid(bill: &Bill) -> bool {
    matches!(bill.state, BillState::Paid { .. })
}
