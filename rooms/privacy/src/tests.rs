//! Through the front door: what a citizen reads about her data.

use harness::{Browser, Product};
use kernel::{
    contact::{Email, Phone},
    ids::{AccountId, ApplicationId, OfficeCode, OfficerId, PaperId, SessionId},
    lang::Lang,
    role::Role,
    time::{MINUTE, Timestamp},
};
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer};
use store::{Actor, AuditEntry, StoreError};

const PASSWORD: &str = "empat kata tanpa arti";

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

async fn product() -> Product {
    let rooms = vec![catalogue::room(), account::room(), application::room(), crate::room()];
    Product::builder().rooms(rooms).sessions(|| ByToken).trial().open().await
}

async fn citizen(p: &Product, email: &str) -> (AccountId, ApplicationId) {
    let house = &p.house;
    let (email, phone) = (&Email::parse(email).unwrap(), &Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(async move {
            let who = ("Yuliana Nona Sare", email, phone);
            let account = account::create_sample_account(house, tx, who, PASSWORD).await?.unwrap().id;
            let id = application::create(house, tx, &account, Lang::Id).await?;
            Ok((account, id))
        })
    });
    made.await.unwrap()
}

async fn officer(p: &Product) -> OfficerId {
    let house = &p.house;
    let who = &account::Invite {
        email: Email::parse("petugas@contoh.id").unwrap(),
        name: "Agustinus Nong".to_owned(),
        office: OfficeCode::parse("kanim-maumere").unwrap(),
        roles: vec![Role::Verifier],
    };
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(async move { account::create_sample_officer(house, tx, who, PASSWORD).await })
    });
    made.await.unwrap().unwrap().id
}

fn browser(p: &Product, account: &AccountId) -> Browser {
    let mut browser = p.browser();
    browser.set_cookie(shell::cookies::CITIZEN, account.as_str());
    browser
}

async fn did(p: &Product, officer: &OfficerId, id: &ApplicationId, action: &'static str, detail: serde_json::Value) {
    let detail = &detail;
    let paper = PaperId::mint(p.house.now(), &kernel::chance::SystemChance);
    let paper = &paper;
    p.house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(tx.audit(AuditEntry {
                actor: Actor::Officer(officer.clone()),
                action,
                object: "paper",
                id: paper.as_str(),
                application: Some(id),
                detail: detail.clone(),
            }))
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn anybody_reads_what_is_kept_and_why_in_both_languages() {
    let p = product().await;
    let page = p.browser().get("/data-pribadi").await;
    assert_eq!(page.status, 200);
    for said in ["Data pribadi Anda", "Undang-Undang 27/2022", "90 hari", "3 kali 24 jam", "/data-pribadi/jejak", "/kantor"] {
        assert!(page.says(said), "{said}\n{}", page.text());
    }
    let page = p.browser().get("/data-pribadi?bahasa=en").await;
    assert!(page.says("Law 27/2022") && page.says("90 days") && !page.says("privacy-"), "{}", page.text());
}

#[tokio::test]
async fn who_opened_my_file_names_time_office_and_deed_but_no_officer() {
    let p = product().await;
    let (account, id) = citizen(&p, "yuliana@contoh.id").await;
    let officer = officer(&p).await;
    let mut own = browser(&p, &account);
    let page = own.get("/data-pribadi/jejak").await;
    assert!(page.status == 200 && page.says("Belum ada petugas yang membuka"), "{}", page.text());
    did(&p, &officer, &id, "documents.opened", serde_json::json!({ "code": "identity_card", "page": 1 })).await;
    let verified = serde_json::json!({ "from": "in_office", "to": "in_office", "with": { "step": "verified" } });
    p.later(MINUTE).await;
    did(&p, &officer, &id, "application.office_step", verified).await;
    did(&p, &officer, &id, "counter.verify", serde_json::json!({})).await;
    p.later(MINUTE).await;
    did(&p, &officer, &id, "unheard.of", serde_json::json!({})).await;
    let page = own.get("/data-pribadi/jejak").await;
    let text = page.text();
    let opened = text.find("Membuka dokumen: KTP elektronik (e-KTP)").unwrap();
    let verified = text.find("Mencocokkan data dengan dokumen asli").unwrap();
    let other = text.find("Membuka atau mengubah permohonan").unwrap();
    assert!(other < verified && verified < opened, "newest first");
    assert_eq!(text.matches("Mencocokkan data dengan dokumen asli").count(), 1, "one deed, told once");
    assert!(page.says("Maumere") && page.says("Senin, 5 Oktober 2026, 09.00 WITA"), "{text}");
    assert!(!page.says("Agustinus") && !page.says(officer.as_str()) && !page.says("unheard"), "{text}");
    assert!(own.get("/data-pribadi/jejak?bahasa=en").await.says("Opened a paper: Identity card (e-KTP)"));
}

#[tokio::test]
async fn a_trail_holds_only_the_own_applications_and_asks_to_sign_in() {
    let p = product().await;
    let (_, foreign) = citizen(&p, "yuliana@contoh.id").await;
    let (other, _) = citizen(&p, "markus@contoh.id").await;
    let officer = officer(&p).await;
    did(&p, &officer, &foreign, "documents.opened", serde_json::json!({ "code": "identity_card", "page": 1 })).await;
    let page = browser(&p, &other).get("/data-pribadi/jejak").await;
    assert!(page.says("Belum ada petugas yang membuka"), "{}", page.text());
    assert!(p.browser().get("/data-pribadi/jejak").await.location().starts_with("/masuk?kembali="));
}
