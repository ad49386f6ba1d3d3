//! A product with all rooms up to the counter, an applicant with a paid seat, and officers at their desks.

use application::{ApplicationState, CheckRefused, CheckResult, Register, Submission, TransitionRefused};
use catalogue::{ApplicationKind, Field};
use counter::{Case, CaseWord};
use harness::{Browser, Page, Product};
use kernel::chance::SystemChance;
use kernel::contact::{Email, Phone};
use kernel::ids::{AccountId, ApplicationId, OfficeCode, OfficerId, SessionId};
use kernel::lang::Lang;
use kernel::nik::Nik;
use kernel::role::Role;
use kernel::time::{Timestamp, Zone, add_days};
use payment::{BillKind, OpenBill};
use schedule::{Rules, Slot, Take, TakeKind};
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer, cookies};
use std::sync::Arc;
use store::{Actor, Ask as _, StoreError};

/// Hers.
pub const NIK: &str = "5307054103980003";

/// A citizen's token is the account's id; an officer's is `role.role..office`. Signing in is account's own story.
struct ByToken;

#[async_trait::async_trait]
impl Sessions for ByToken {
    async fn citizen(&self, _: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        let session = SessionId::mint(Timestamp(1), &SystemChance);
        let name = "Yuliana".to_owned();
        Ok(AccountId::parse(token).ok().map(|account| SignedInCitizen { account, session, name, lang: Lang::Id }))
    }
    async fn officer(&self, _: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        let (roles, office) = token.split_once("..").expect("role..office");
        Ok(Some(SignedInOfficer {
            officer: OfficerId::mint(Timestamp(1), &SystemChance),
            session: SessionId::mint(Timestamp(1), &SystemChance),
            name: "Petugas".to_owned(),
            office: OfficeCode::parse(office).unwrap(),
            office_name: office.to_owned(),
            roles: roles.split('.').map(|r| Role::parse(r).unwrap()).collect(),
        }))
    }
}

/// The product, somebody with a seat in Maumere, and the day of her visit.
pub struct World {
    pub product: Product,
    pub house: Arc<House>,
    pub account: AccountId,
    pub id: ApplicationId,
    pub slot: Slot,
}

fn office() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").unwrap()
}

const ANSWERS: [(Field, &str); 9] = [
    (Field::FullName, "Yuliana Nona Sare"),
    (Field::Nik, NIK),
    (Field::BirthDate, "1998-03-11"),
    (Field::BirthPlace, "Maumere"),
    (Field::Sex, "female"),
    (Field::CivilStatus, "single"),
    (Field::KtpAddress, "Jl. Mawar 1"),
    (Field::MotherName, "Maria Bere"),
    (Field::PassportHistory, "never"),
];

async fn draft(house: &Arc<House>, account: &AccountId) -> (ApplicationId, Slot) {
    let catalogue = catalogue::current(house);
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let (account, catalogue, house) = (account, &catalogue, house);
            Box::pin(async move {
                let today = tx.now().day_in(Zone::Wita);
                let by = Actor::Account(account.clone());
                let id = application::create(house, tx, account, Lang::Id).await?;
                let draft = application::find(tx, &id).await?.unwrap();
                for (field, value) in ANSWERS {
                    application::save(&house.vault, tx, &draft, (field, value), None, &by).await.unwrap();
                }
                application::choose_passport(tx, &id, Some("ordinary_10"), &by).await.unwrap();
                application::choose_office(tx, &id, Some(&office()), &by).await.unwrap();
                schedule::open_calendar(tx, catalogue, &office(), today, add_days(today, 40), &Actor::Operator).await?;
                let slot = schedule::next_free(tx, &office(), "ordinary", "regular", add_days(today, 2)).await?;
                Ok((id, slot.expect("an open session")))
            })
        })
        .await
        .unwrap()
}

/// Filled in, with its card, and not sent.
pub async fn drafted() -> World {
    let rooms = vec![
        catalogue::room(),
        account::room(),
        application::room(),
        documents::room(),
        schedule::room(),
        payment::room(),
        counter::room(),
    ];
    let builder = Product::builder().rooms(rooms).sessions(|| ByToken).trial();
    let product = builder.decoder(env!("CARGO_BIN_EXE_counter-decode")).open().await;
    let house = product.house.clone();
    let (email, phone) = (Email::parse("yuliana@contoh.id").unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        let (house, email, phone) = (&house, &email, &phone);
        Box::pin(async move {
            account::create_sample_account(house, tx, ("Yuliana Nona Sare", email, phone), "kuda-nil-ungu-menari").await
        })
    });
    let account = made.await.unwrap().unwrap().id;
    let (id, slot) = draft(&house, &account).await;
    let world = World { product, house, account, id, slot };
    world.citizen().paper("identity_card", 10).await;
    world
}

/// Submitted, and not paid.
pub async fn submitted() -> World {
    let world = drafted().await;
    world.submit().await;
    world.product.settle().await;
    world
}

/// Submitted and paid.
pub async fn paid() -> World {
    let world = submitted().await;
    world.pay().await;
    assert!(matches!(world.state().await, ApplicationState::Scheduled { .. }));
    world
}

/// Paid, and it is the hour of the visit.
pub async fn here() -> World {
    let world = paid().await;
    world.product.clock.set(world.slot.starts_at);
    world
}

fn photograph(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(80, 60, |x, y| {
        if (x / 9 + y / 14) % 3 == 0 { image::Rgb([30, 30, 40]) } else { image::Rgb([228, 226, shade]) }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// The applicant's browser.
pub struct Citizen {
    pub browser: Browser,
    id: ApplicationId,
}

impl Citizen {
    pub async fn paper(&mut self, code: &str, shade: u8) {
        let path = format!("/permohonan/{}/berkas/{code}", self.id);
        let page = self.browser.upload(&path, "berkas", ("foto.jpg", "image/jpeg", &photograph(shade)[..]), &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
}

impl World {
    /// Both registers are asked about her and answer.
    pub async fn registers_answer(&self) {
        let (house, cap) = (&self.house, 100);
        let nik = Nik::parse(NIK).unwrap();
        for register in [Register::Population, Register::Passports] {
            let begun = house.db.transact::<_, CheckRefused, _>(|tx| {
                Box::pin(async move { application::begin_check(tx, &self.id, register, cap).await })
            });
            let ticket = begun.await.unwrap();
            let answer = match register {
                Register::Population => CheckResult::Population(house.outside.population.look_up(&nik).await.unwrap()),
                Register::Passports => CheckResult::Passports(house.outside.passports.look_up(&nik).await.unwrap()),
            };
            let kept = house.db.transact::<_, TransitionRefused, _>(|tx| {
                let (ticket, answer) = (&ticket, answer.clone());
                Box::pin(async move { application::store_check(&house.vault, tx, ticket, answer).await })
            });
            assert!(kept.await.unwrap());
        }
    }

    async fn submit(&self) {
        let catalogue = catalogue::current(&self.house);
        self.house
            .db
            .transact::<_, StoreError, _>(|tx| {
                let (catalogue, world) = (&catalogue, self);
                Box::pin(async move {
                    let found = application::find(tx, &world.id).await?.unwrap();
                    let today = tx.now().day_in(world.slot.zone);
                    let take = Take {
                        application: world.id.clone(),
                        account: world.account.clone(),
                        nik_hash: found.nik_hash.clone().unwrap(),
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
                        payer_name_sealed_by: found.person.clone(),
                        lines: price.lines,
                        total: price.total,
                    };
                    let bill = payment::open_bills(tx, catalogue, &[open]).await?.remove(0);
                    let by = Actor::Account(world.account.clone());
                    let (version, booking) = (found.version, taken.booking);
                    let member = Submission { id: world.id.clone(), version, bill, booking, office: office() };
                    application::submit(tx, &[member], &by).await?.remove(0).expect("submitted");
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    /// Sends what is filled in, pays, and waits for the hour of the visit.
    pub async fn go_to_the_office(&self) {
        self.submit().await;
        self.product.settle().await;
        self.pay().await;
        self.product.clock.set(self.slot.starts_at);
    }

    /// Her newest bill of a difference.
    pub async fn difference(&self) -> payment::Bill {
        payment::difference_bill(&mut self.house.reader(), &self.id).await.unwrap().expect("a difference")
    }

    /// Pays the newest bill.
    pub async fn pay(&self) {
        let bill = payment::bills_of(&mut self.house.reader(), &self.id).await.unwrap().remove(0);
        let code = bill.code.expect("a code");
        self.product.outside.biller.pay(&code, self.house.now());
        self.product.notify(&code).await;
        self.product.settle().await;
    }

    pub fn citizen(&self) -> Citizen {
        let mut browser = self.product.browser();
        browser.set_cookie(cookies::CITIZEN, self.account.as_str());
        Citizen { browser, id: self.id.clone() }
    }

    /// An officer with these roles at an office.
    pub fn desk_at(&self, roles: &str, office: &str) -> Browser {
        let mut browser = self.product.browser();
        browser.set_cookie(cookies::OFFICER, &format!("{}..{office}", roles.replace(',', ".")));
        browser
    }

    /// An officer of Maumere.
    pub fn desk(&self, roles: &str) -> Browser {
        self.desk_at(roles, "kanim-maumere")
    }

    pub async fn application(&self) -> application::Application {
        application::find(&mut self.house.reader(), &self.id).await.unwrap().unwrap()
    }

    pub async fn state(&self) -> ApplicationState {
        self.application().await.state
    }

    pub async fn number(&self) -> String {
        self.application().await.number
    }

    /// The text in the QR of her letter.
    pub async fn letter(&self) -> String {
        let booking = schedule::live_of(&mut self.house.reader(), &self.id).await.unwrap().unwrap();
        payment::letter_token(&self.house, &booking)
    }

    pub async fn case(&self) -> Case {
        counter::case_of(&mut self.house.reader(), &self.id).await.unwrap().unwrap()
    }

    pub async fn word(&self) -> CaseWord {
        self.case().await.state.word()
    }

    pub async fn path(&self) -> String {
        format!("/petugas/kasus/{}", self.case().await.id)
    }

    /// Checks her in.
    pub async fn check_in(&self) {
        let page = self.desk("front_desk").post("/petugas/masuk-antre", &[("kode", &self.number().await)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    /// Sends a form of the case's page, as it is drawn now, by an officer with this role.
    pub async fn act(&self, role: &str, act: &str, fields: &[(&str, &str)]) -> Page {
        let mut desk = self.desk(role);
        let path = self.path().await;
        let version = desk.get(&path).await.input("versi").unwrap_or_default();
        let mut form = vec![("versi", version.as_str())];
        form.extend_from_slice(fields);
        desk.post(&format!("{path}/{act}"), &form).await
    }

    /// The same, and it was done.
    pub async fn done(&self, role: &str, act: &str, fields: &[(&str, &str)]) {
        let page = self.act(role, act, fields).await;
        assert_eq!(page.status, 303, "{act}: {}", page.text());
    }

    /// All fields that the verifier's page asks to confirm.
    pub async fn boxes(&self) -> Vec<String> {
        let page = self.desk("verifier").get(&self.path().await).await;
        whole(&page);
        page.text().split("name=\"cocok-").skip(1).map(|r| format!("cocok-{}", r.split('"').next().unwrap())).collect()
    }

    /// Confirms every field and goes on to the interview.
    pub async fn verify(&self) {
        let boxes = self.boxes().await;
        let mut form: Vec<(&str, &str)> = boxes.iter().map(|name| (name.as_str(), "ya")).collect();
        form.push(("lanjut", "ya"));
        self.done("verifier", "cocok", &form).await;
        assert_eq!(self.word().await, CaseWord::Interview);
    }
}

/// Every page is whole: no word is missing.
pub fn whole(page: &Page) {
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.says("⟦"), "a word is missing: {}", page.text());
}
