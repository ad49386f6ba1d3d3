//! A product with this room and those below it, two accounts and an application.

use harness::{Browser, Page, Product};
use kernel::{
    contact::{Email, Phone},
    ids::{AccountId, ApplicationId, BillId, BookingId, CaseId, OfficeCode, OfficerId, SessionId},
    lang::Lang,
    time::Zone,
};
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer, cookies::CITIZEN};
use store::{Actor, StoreError};

use crate::papers::{card, jpeg};

/// Whoever shows an account's id is signed in: signing in is another room's story.
struct Door;

#[async_trait::async_trait]
impl Sessions for Door {
    async fn citizen(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        let session = SessionId::mint(house.real_now(), &kernel::chance::SystemChance);
        let name = "Yuliana".to_owned();
        Ok(AccountId::parse(token).ok().map(|account| SignedInCitizen { account, session, name, lang: Lang::Id }))
    }
    async fn officer(&self, _: &House, _: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(None)
    }
}

/// A product, an account, its application and its browser.
pub struct Home {
    pub product: Product,
    pub account: AccountId,
    pub application: ApplicationId,
    pub browser: Browser,
}

pub async fn home() -> Home {
    let rooms = vec![catalogue::room(), account::room(), application::room(), documents::room()];
    let builder = Product::builder().rooms(rooms).sessions(|| Door).trial();
    let product = builder.decoder(env!("CARGO_BIN_EXE_documents-decode")).open().await;
    let account = new_account(&product, "yuliana@contoh.id").await;
    let application = new_application(&product, &account).await;
    let browser = browser_of(&product, &account);
    Home { product, account, application, browser }
}

pub fn browser_of(product: &Product, account: &AccountId) -> Browser {
    let mut browser = product.browser();
    browser.set_cookie(CITIZEN, account.as_str());
    browser
}

pub async fn new_account(product: &Product, email: &str) -> AccountId {
    let house = &product.house;
    let (email, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, ("Yuliana Bere", &email, &phone), "kuda-nil-ungu-menari"))
    });
    made.await.unwrap().unwrap().id
}

pub async fn new_application(product: &Product, account: &AccountId) -> ApplicationId {
    let house = &product.house;
    let made = house.db.transact::<_, StoreError, _>(|tx| Box::pin(application::create(house, tx, account, Lang::Id)));
    made.await.unwrap()
}

impl Home {
    pub fn path(&self, code: &str) -> String {
        format!("/permohonan/{}/berkas/{code}", self.application)
    }

    pub async fn list(&mut self) -> Page {
        let path = format!("/permohonan/{}/berkas", self.application);
        self.browser.get(&path).await
    }

    pub async fn send(&mut self, code: &str, name: &str, bytes: &[u8]) -> Page {
        let path = self.path(code);
        self.browser.upload(&path, "berkas", (name, "application/octet-stream", bytes), &[]).await
    }

    /// Sends a photograph that must be accepted.
    pub async fn sent(&mut self, code: &str, bytes: &[u8]) {
        let page = self.send(code, "foto.jpg", bytes).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    /// Sends small photographs of one paper, each another picture.
    pub async fn fill(&mut self, code: &str, count: u32) {
        for number in 0..count {
            self.sent(code, &jpeg(&card(60 + number, 60))).await;
        }
    }

    /// Submitted and paid, with a visit on 15 October 2026 in Maumere (WITA).
    pub async fn scheduled(&self) {
        let house = &self.product.house;
        let (id, by) = (&self.application, &Actor::Account(self.account.clone()));
        let chance = kernel::chance::SystemChance;
        let now = house.now();
        let version = application::find(&mut house.reader(), id).await.unwrap().unwrap().version;
        let submission = application::Submission {
            id: id.clone(),
            version,
            bill: BillId::mint(now, &chance),
            booking: BookingId::mint(now, &chance),
            office: OfficeCode::parse("kanim-maumere").unwrap(),
        };
        let submission = &submission;
        let done = house.db.transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                for done in application::submit(tx, std::slice::from_ref(submission), by).await? {
                    done?;
                }
                application::mark_paid(tx, id, &submission.booking).await?;
                application::visit(tx, id, Some((jiff::civil::date(2026, 10, 15), Zone::Wita))).await
            })
        });
        done.await.unwrap();
    }

    /// Checked in at the office.
    pub async fn at_the_office(&self) -> (OfficerId, CaseId) {
        let house = &self.product.house;
        let chance = kernel::chance::SystemChance;
        let (officer, case) = (OfficerId::mint(house.now(), &chance), CaseId::mint(house.now(), &chance));
        let by = &Actor::Officer(officer.clone());
        let (id, at) = (&self.application, &case);
        let done =
            house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { Ok(application::check_in(tx, id, at, by).await?) }));
        done.await.unwrap();
        (officer, case)
    }

    pub async fn papers(&self) -> Vec<documents::Paper> {
        documents::list(&mut self.product.house.reader(), &self.application).await.unwrap()
    }
}

/// A photograph of a card; each number gives another picture.
pub fn photo(number: u32) -> Vec<u8> {
    jpeg(&card(900 + number, 640))
}

/// A PDF of some pages.
pub fn pdf_of_pages(pages: usize) -> Vec<u8> {
    crate::papers::pdf(pages, |_, _| ())
}
