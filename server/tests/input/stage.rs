//! Products as far along as a test needs them.

use account::{Invite, SampleRefused};
use catalogue::Field;
use harness::{Browser, Page, Product};
use kernel::{
    contact::{Email, Phone},
    ids::{ApplicationId, OfficeCode},
    role::Role,
    time::{Zone, add_days},
};
use schedule::Slot;
use store::{Actor, Ask as _, StoreError};

pub const PASSWORD: &str = "kuda-nil-ungu-menari";
pub const NIK: &str = "5307054103980003";

/// A product with all rooms, two citizens and an officer of all roles.
pub struct Stage {
    pub product: Product,
    pub mine: Browser,
    pub other: Browser,
    pub officer: Browser,
    pub id: ApplicationId,
}

/// Signs a citizen in, who has an account.
pub async fn sign_in(product: &Product, email: &str) -> Browser {
    let mut browser = product.browser();
    let page = browser.post("/masuk", &[("surel", email), ("sandi", PASSWORD)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    browser
}

/// Makes an account and signs it in.
pub async fn signed_in(product: &Product, email: &str, name: &str) -> Browser {
    let house = &product.house;
    let (address, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, (name, &address, &phone), PASSWORD))
    });
    made.await.unwrap();
    sign_in(product, email).await
}

/// An officer of all roles in Maumere: the seed of the authenticator.
pub async fn officer(product: &Product) -> String {
    let house = &product.house;
    let who = &Invite {
        email: Email::parse("petugas@contoh.id").unwrap(),
        name: "Petugas Contoh".to_owned(),
        office: OfficeCode::parse("kanim-maumere").unwrap(),
        roles: Role::ALL.to_vec(),
    };
    let made = house.db.transact::<_, SampleRefused, _>(|tx| Box::pin(account::create_sample_officer(house, tx, who, PASSWORD)));
    made.await.unwrap().unwrap().seed
}

/// Signs the officer in. A code opens once, so the clock goes on a minute.
pub async fn desk(product: &Product, seed: &str) -> Browser {
    product.clock.advance(kernel::time::MINUTE);
    let code = account::sample_code(seed, product.house.real_now()).unwrap();
    let mut browser = product.browser();
    let page = browser.post("/petugas/masuk", &[("surel", "petugas@contoh.id"), ("sandi", PASSWORD), ("kode", &code)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    browser
}

/// A product with all rooms, the clock of a trial among them.
pub async fn product() -> Product {
    let builder = Product::builder().rooms(roof::rooms::all()).sessions(account::sessions).frames(notification::frames);
    builder.trial().decoder(env!("CARGO_BIN_EXE_mpaspor")).open().await
}

/// A product, and a draft.
pub async fn stage() -> Stage {
    let product = product().await;
    let mut mine = signed_in(&product, "yuliana.sare@contoh.id", "Yuliana Nona Sare").await;
    let other = signed_in(&product, "orang.lain@contoh.id", "Orang Lain").await;
    let seed = officer(&product).await;
    let officer = desk(&product, &seed).await;
    let id = begin(&mut mine).await;
    Stage { product, mine, other, officer, id }
}

/// Begins an application.
async fn begin(browser: &mut Browser) -> ApplicationId {
    let key = browser.get("/permohonan/baru").await.input("kunci").unwrap();
    let page = browser.post("/permohonan/baru", &[("kunci", &key)]).await;
    ApplicationId::parse(page.location().strip_prefix("/permohonan/").unwrap()).unwrap()
}

const ANSWERS: [(Field, &str); 30] = [
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
];

/// Opens Maumere's calendar for forty days.
pub async fn open_calendar(product: &Product) {
    let (house, catalogue) = (&product.house, &catalogue::current(&product.house));
    let opened = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let (office, today) = (OfficeCode::parse("kanim-maumere").unwrap(), tx.now().day_in(Zone::Wita));
            schedule::open_calendar(tx, catalogue, &office, today, add_days(today, 40), &Actor::Operator).await
        })
    });
    opened.await.unwrap();
}

/// Somebody with an application.
pub struct Applicant {
    pub browser: Browser,
    pub email: String,
    pub id: ApplicationId,
}

impl Applicant {
    /// The address of one of its pages.
    pub fn at(&self, page: &str) -> String {
        if page.is_empty() { format!("/permohonan/{}", self.id) } else { format!("/permohonan/{}/{page}", self.id) }
    }

    async fn sent(&mut self, page: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.browser.post(&self.at(page), fields).await;
        assert_eq!(answer.status, 303, "{page}: {}", answer.text());
        answer
    }

    /// A draft of hers that lacks nothing.
    pub async fn complete(product: &Product, email: &str, nik: &str) -> Self {
        let mut browser = signed_in(product, email, "Yuliana Nona Sare").await;
        let id = begin(&mut browser).await;
        let mut she = Self { browser, email: email.to_owned(), id };
        let (house, by) = (&product.house, &Actor::Operator);
        let answered = house.db.transact::<_, application::SaveRefused, _>(|tx| {
            let id = &she.id;
            Box::pin(async move {
                let draft = application::find(tx, id).await?.unwrap();
                for (field, value) in ANSWERS.into_iter().chain([(Field::Nik, nik)]) {
                    let saved = application::save(&house.vault, tx, &draft, (field, value), None, by).await?;
                    assert_eq!(saved.invalid, None, "{field:?}");
                }
                Ok(())
            })
        });
        answered.await.unwrap();
        for (code, seed) in [("identity_card", 1), ("family_card", 2), ("birth_certificate", 3)] {
            let path = she.at(&format!("berkas/{code}"));
            let page = she.browser.upload(&path, "berkas", ("foto.jpg", "image/jpeg", &e2e::sheet(seed)), &[]).await;
            assert_eq!(page.status, 303, "{}", page.text());
        }
        she.sent("paspor", &[("jenis", "ordinary_10")]).await;
        she.sent("kantor", &[("kantor", "kanim-maumere")]).await;
        she
    }

    /// Declares, takes the first free session of some day, and has a bill.
    pub async fn submit(&mut self, product: &Product, days: i64) -> Slot {
        let version = self.browser.get(&self.at("tinjau")).await.input("versi").unwrap();
        let drawn = self.browser.submit(&self.at("tinjau"), &[("versi", &version), ("pernyataan", "ya")]).await;
        let mut reader = product.house.reader();
        let (office, day) = (OfficeCode::parse("kanim-maumere").unwrap(), product.house.now().day_in(Zone::Wita));
        let open = schedule::sessions(&mut reader, &office, "ordinary", "regular", add_days(day, days)).await.unwrap();
        let slot = open.into_iter().find(|slot| slot.free(product.house.now()) > 0).unwrap();
        let (key, version) = (drawn.input("kunci").unwrap(), drawn.input("versi").unwrap());
        let form = [("kunci", key.as_str()), ("versi", &version), ("slot", slot.id.as_str()), ("pernyataan", "ya")];
        self.sent("jadwal", &form).await;
        product.settle().await;
        slot
    }

    /// The money arrives.
    pub async fn pay(&self, product: &Product) {
        let bill = payment::visit_bill(&mut product.house.reader(), &self.id).await.unwrap().unwrap();
        let code = bill.code.unwrap();
        product.outside.biller.pay(&code, product.house.now());
        product.notify(&code).await;
        product.settle().await;
    }
}
