//! A product with all rooms up to this one, citizens, and applications as far along as a test needs them.

use application::{Application, StateWord};
use catalogue::Field;
use harness::{Browser, Page, Product};
use jiff::civil::date;
use kernel::chance::SystemChance;
use kernel::contact::{Email, Phone};
use kernel::ids::{AccountId, ApplicationId, OfficeCode, SessionId, SlotId};
use kernel::lang::Lang;
use kernel::nik::Sex;
use kernel::time::{Zone, add_days};
use outside::{IssuedIn, PassportRecord, PopulationRecord};
use schedule::{Rules, Take, TakeKind};
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer, cookies::CITIZEN};
use store::{Actor, Ask as _, StoreError};

/// A woman born on 1 March 1998 in Alok.
pub const NIK: &str = "5307054103980003";

/// Whoever shows an account's id is signed in: signing in is another room's story.
struct Door;

#[async_trait::async_trait]
impl Sessions for Door {
    async fn citizen(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        let session = SessionId::mint(house.real_now(), &SystemChance);
        let name = "Yuliana".to_owned();
        Ok(AccountId::parse(token).ok().map(|account| SignedInCitizen { account, session, name, lang: Lang::Id }))
    }
    async fn officer(&self, _: &House, _: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(None)
    }
}

pub fn office() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").unwrap()
}

/// The product, with Maumere's calendar open.
pub async fn product() -> Product {
    let rooms = vec![
        catalogue::room(),
        account::room(),
        application::room(),
        documents::room(),
        schedule::room(),
        payment::room(),
        journey::room(),
    ];
    let builder = Product::builder().rooms(rooms).sessions(|| Door).trial();
    let product = builder.decoder(env!("CARGO_BIN_EXE_journey-decode")).open().await;
    let (house, catalogue) = (product.house.clone(), catalogue::current(&product.house));
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let catalogue = &catalogue;
            Box::pin(async move {
                let today = tx.now().day_in(Zone::Wita);
                schedule::open_calendar(tx, catalogue, &office(), today, add_days(today, 40), &Actor::Operator).await
            })
        })
        .await
        .unwrap();
    product
}

/// Somebody who is signed in.
pub struct Citizen {
    pub account: AccountId,
    pub browser: Browser,
}

/// Makes an account and signs it in.
pub async fn citizen(product: &Product, email: &str) -> Citizen {
    let house = &product.house;
    let (email, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, ("Yuliana Nona Sare", &email, &phone), "kuda-nil-ungu-menari"))
    });
    let account = made.await.unwrap().unwrap().id;
    let mut browser = product.browser();
    browser.set_cookie(CITIZEN, account.as_str());
    Citizen { account, browser }
}

const ANSWERS: [(Field, &str); 34] = [
    (Field::ApplyingFor, "self"),
    (Field::FullName, "Yuliana Nona Sare"),
    (Field::BirthDate, "1998-03-01"),
    (Field::BirthPlace, "Maumere"),
    (Field::Sex, "female"),
    (Field::CivilStatus, "single"),
    (Field::PassportHistory, "never"),
    (Field::Purpose, "tourism"),
    (Field::DestinationCountry, "SG"),
    (Field::Stay, "under_1_month"),
    (Field::RelativeName, "Maria Bere"),
    (Field::RelativePhone, "081234500001"),
    (Field::RelativeRelation, "mother"),
    (Field::DestinationRelative, "no"),
    (Field::KtpIssueDate, "2015-05-05"),
    (Field::Nationality, "ID"),
    (Field::KtpAddress, "Jl. Mawar 1"),
    (Field::KtpProvince, "53"),
    (Field::KtpRegency, "5307"),
    (Field::KtpDistrict, "530705"),
    (Field::KtpPostcode, "86111"),
    (Field::DomicileSame, "yes"),
    (Field::Occupation, "Guru"),
    (Field::Phone, "081234567890"),
    (Field::MotherName, "Maria Bere"),
    (Field::MotherNationality, "ID"),
    (Field::MotherAddress, "Jl. Mawar 1"),
    (Field::FatherName, "Yosef Sare"),
    (Field::FatherNationality, "ID"),
    (Field::FatherAddress, "Jl. Mawar 1"),
    (Field::AddressAbroad, ""),
    (Field::DestinationRelativeName, ""),
    (Field::DomicileAddress, ""),
    (Field::SpouseName, ""),
];

fn photograph(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(80, 60, |x, y| {
        if (x / 9 + y / 14) % 3 == 0 { image::Rgb([30, 30, 40]) } else { image::Rgb([228, 226, shade]) }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

impl Citizen {
    /// Starts a draft through the page.
    pub async fn begin(&mut self) -> ApplicationId {
        let page = self.browser.get("/permohonan/baru").await;
        let key = page.input("kunci").unwrap();
        let page = self.browser.post("/permohonan/baru", &[("kunci", &key)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        ApplicationId::parse(page.location().strip_prefix("/permohonan/").unwrap()).unwrap()
    }

    /// Answers every question.
    pub async fn answer(&self, product: &Product, id: &ApplicationId, nik: &str) {
        let mut all: Vec<(Field, &str)> = ANSWERS.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        all.push((Field::Nik, nik));
        self.save(product, id, &all).await;
    }

    /// Saves some answers.
    pub async fn save(&self, product: &Product, id: &ApplicationId, answers: &[(Field, &str)]) {
        let (house, by) = (&product.house, &Actor::Account(self.account.clone()));
        house
            .db
            .transact::<_, application::SaveRefused, _>(|tx| {
                Box::pin(async move {
                    let draft = application::find(tx, id).await?.unwrap();
                    for (field, value) in answers {
                        let saved = application::save(&house.vault, tx, &draft, (*field, value), None, by).await?;
                        assert_eq!(saved.invalid, None, "{field:?}");
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    /// Sends a paper that is accepted.
    pub async fn paper(&mut self, id: &ApplicationId, code: &str, shade: u8) {
        let path = format!("/permohonan/{id}/berkas/{code}");
        let file = ("foto.jpg", "image/jpeg", &photograph(shade)[..]);
        let page = self.browser.upload(&path, "berkas", file, &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    /// A draft that lacks nothing but declaration and session, for a passport of this type in Maumere.
    pub async fn complete(&mut self, product: &Product, nik: &str, book: &str) -> ApplicationId {
        let id = self.begin().await;
        self.answer(product, &id, nik).await;
        for (code, shade) in [("identity_card", 10), ("family_card", 60), ("birth_certificate", 110)] {
            self.paper(&id, code, shade).await;
        }
        let page = self.browser.post(&path(&id, "paspor"), &[("jenis", book)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = self.browser.post(&path(&id, "kantor"), &[("kantor", "kanim-maumere")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        id
    }

    /// Declares and answers the session page.
    pub async fn declare(&mut self, id: &ApplicationId) -> Page {
        let page = self.browser.get(&path(id, "tinjau")).await;
        let version = page.input("versi").unwrap_or_else(|| panic!("not complete: {}", page.text()));
        let page = self.browser.submit(&path(id, "tinjau"), &[("versi", &version), ("pernyataan", "ya")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        whole(&page);
        page
    }

    /// Sends the form of a session page for a session.
    pub async fn send(&mut self, id: &ApplicationId, drawn: &Page, slot: &SlotId) -> Page {
        let (key, version) = (drawn.input("kunci").unwrap(), drawn.input("versi").unwrap());
        let form = [("kunci", key.as_str()), ("versi", &version), ("slot", slot.as_str()), ("pernyataan", "ya")];
        self.browser.post(&path(id, "jadwal"), &form).await
    }

    /// Complete and submitted; the session it holds.
    pub async fn submitted(&mut self, product: &Product, nik: &str) -> (ApplicationId, SlotId) {
        let id = self.complete(product, nik, "ordinary_10").await;
        let slot = self.resubmit(product, &id).await;
        (id, slot)
    }

    /// Takes a session for something that is complete.
    pub async fn resubmit(&mut self, product: &Product, id: &ApplicationId) -> SlotId {
        let drawn = self.declare(id).await;
        let slot = sessions(product, 3, "ordinary").await.into_iter().find(|s| s.free(product.house.now()) > 0).unwrap().id;
        let page = self.send(id, &drawn, &slot).await;
        assert_eq!(page.location(), path(id, "bayar"), "{}", page.text());
        slot
    }

    /// Complete, submitted and paid.
    pub async fn paid(&mut self, product: &Product, nik: &str) -> (ApplicationId, SlotId) {
        let (id, slot) = self.submitted(product, nik).await;
        product.settle().await;
        let code = code_of(product, &id).await;
        product.outside.biller.pay(&code, product.house.now());
        product.notify(&code).await;
        product.settle().await;
        assert_eq!(state(product, &id).await, StateWord::Scheduled);
        (id, slot)
    }
}

/// The billing code of an application.
pub async fn code_of(product: &Product, id: &ApplicationId) -> String {
    payment::visit_bill(&mut product.house.reader(), id).await.unwrap().unwrap().code.expect("a code")
}

pub fn path(id: &ApplicationId, page: &str) -> String {
    if page.is_empty() { format!("/permohonan/{id}") } else { format!("/permohonan/{id}/{page}") }
}

pub async fn find(product: &Product, id: &ApplicationId) -> Application {
    application::find(&mut product.house.reader(), id).await.unwrap().unwrap()
}

pub async fn state(product: &Product, id: &ApplicationId) -> StateWord {
    find(product, id).await.state.word()
}

/// The sessions of Maumere some days from now.
pub async fn sessions(product: &Product, days: i64, group: &str) -> Vec<schedule::Slot> {
    let day = add_days(product.house.now().day_in(Zone::Wita), days);
    schedule::sessions(&mut product.house.reader(), &office(), group, "regular", day).await.unwrap()
}

pub async fn slot(product: &Product, id: &SlotId) -> schedule::Slot {
    schedule::slot(&mut product.house.reader(), id).await.unwrap().unwrap()
}

/// Somebody else's paid seats, until the session is full.
pub async fn fill(product: &Product, other: &Citizen, slot: &SlotId) {
    let (house, catalogue) = (&product.house, &catalogue::current(&product.house));
    loop {
        let taken = house
            .db
            .transact::<_, StoreError, _>(|tx| {
                Box::pin(async move {
                    let now = tx.now();
                    let application = application::create(house, tx, &other.account, Lang::Id).await?;
                    let take = Take {
                        account: AccountId::mint(now, &SystemChance),
                        nik_hash: format!("hash-{application}"),
                        application,
                        slot: slot.clone(),
                        kind: TakeKind::Paid { at: now },
                    };
                    Ok(schedule::take(tx, &Rules::of(catalogue, now.day_in(Zone::Wita)), &[take]).await?.remove(0))
                })
            })
            .await
            .unwrap();
        if let Err(refused) = taken {
            assert_eq!(refused, schedule::TakeRefused::Full);
            return;
        }
    }
}

/// What the population register holds on her.
pub fn record(nik: &str) -> PopulationRecord {
    PopulationRecord {
        nik: nik.to_owned(),
        full_name: "YULIANA NONA SARE".to_owned(),
        birth_place: "MAUMERE".to_owned(),
        birth_date: date(1998, 3, 1),
        sex: Sex::Female,
        civil_status: "single".to_owned(),
        address: "JL. MAWAR 1".to_owned(),
        district_code: "530705".to_owned(),
        mother_name: None,
        father_name: None,
        alive: true,
    }
}

/// A passport of hers that has expired.
pub fn passport() -> PassportRecord {
    PassportRecord {
        number: "B1234567".to_owned(),
        full_name: "YULIANA NONA SARE".to_owned(),
        birth_date: date(1998, 3, 1),
        birth_place: "MAUMERE".to_owned(),
        sex: Sex::Female,
        issue_date: date(2018, 6, 1),
        expiry_date: date(2023, 6, 1),
        issued_in: IssuedIn::Indonesia,
        office: "Kantor Imigrasi Maumere".to_owned(),
        state: "expired".to_owned(),
    }
}

/// Every page is whole: no word is missing.
pub fn whole(page: &Page) {
    assert!(!page.says("⟦"), "a word is missing: {}", page.text());
}
