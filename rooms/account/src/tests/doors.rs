use super::{GOOD, newcomer, product, sign_in, trial};
use crate::{
    Invite, add_person, contact, create_sample_account, create_sample_officer, officer_card, person_key, person_of, sample_code,
    sample_officer,
};
use kernel::{
    contact::{Email, Phone},
    ids::{AccountId, OfficeCode, PersonId},
    role::Role,
    time::{DAY, Timestamp},
};
use store::{Ask as _, StoreError, params, sql};

#[tokio::test]
async fn samples_sign_in_and_are_made_once() {
    let p = trial().await;
    let house = &p.house;
    let email = Email::parse("contoh@contoh.id").unwrap();
    let phone = Phone::parse("081234567890").unwrap();
    let who = Invite {
        email: email.clone(),
        name: "Petugas Contoh".into(),
        office: OfficeCode::parse("kanim-maumere").unwrap(),
        roles: Role::ALL.to_vec(),
    };
    let (email, phone, who) = (&email, &phone, &who);
    let (officer, account, again) = house
        .db
        .transact::<_, crate::SampleRefused, _>(|tx| {
            Box::pin(async move {
                let officer = create_sample_officer(house, tx, who, GOOD).await?;
                let account = create_sample_account(house, tx, ("Yuliana Goreti", email, phone), GOOD).await?;
                let again = create_sample_officer(house, tx, who, GOOD).await?;
                Ok((officer.unwrap(), account.unwrap(), again))
            })
        })
        .await
        .unwrap();
    assert!(again.is_none());
    let found = sample_officer(house, &mut house.reader(), email, GOOD).await.unwrap().unwrap();
    assert_eq!((found.id, found.seed), (officer.id.clone(), officer.seed.clone()), "her seed is read back, not made anew");
    let card = officer_card(&house.vault, &mut house.reader(), &officer.id).await.unwrap().unwrap();
    assert!(card.active && card.name == "Petugas Contoh" && card.roles.len() == 9);
    let code = sample_code(&officer.seed, house.real_now()).unwrap();
    let form = [("surel", "contoh@contoh.id"), ("sandi", GOOD), ("kode", code.as_str())];
    assert_eq!(p.browser().post("/petugas/masuk", &form).await.location(), "/petugas");
    assert_eq!(sign_in(&mut p.browser(), account.email.as_str(), &account.password).await.status, 303);
    let mut reader = house.reader();
    let holder = person_of(&mut reader, &account.id).await.unwrap();
    let key = person_key(&house.vault, &mut reader, &holder).await.unwrap();
    assert!(key.seal_text("x", "y").is_ok());
    assert_eq!(contact(&house.vault, &mut reader, &account.id).await.unwrap().unwrap().name, "Yuliana Goreti");
    let id = &account.id;
    let child: PersonId = house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { add_person(&house.vault, tx, id).await }))
        .await
        .unwrap();
    assert_ne!(child, holder);
    let nobody = AccountId::mint(Timestamp(1), &kernel::chance::SystemChance);
    assert!(contact(&house.vault, &mut reader, &nobody).await.unwrap().is_none());
}

#[tokio::test]
async fn outside_a_trial_there_are_no_samples() {
    let p = product().await;
    let house = &p.house;
    let (email, phone) = (Email::parse("contoh@contoh.id").unwrap(), Phone::parse("081234567890").unwrap());
    let (email, phone) = (&email, &phone);
    let refused = house.db.transact::<_, crate::SampleRefused, _>(|tx| {
        Box::pin(async move { create_sample_account(house, tx, ("Yuliana Goreti", email, phone), GOOD).await })
    });
    assert!(matches!(refused.await, Err(crate::SampleRefused::NotATrial)));
}

#[tokio::test]
async fn the_tables_hold_no_readable_name_address_number_or_code() {
    let p = product().await;
    let mut browser = p.browser();
    browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    let digits = super::code(&p, "yuliana@contoh.id").await;
    browser.post("/daftar/kode", &[("kode", &digits)]).await;
    let token = browser.cookie("__Host-mp").unwrap().to_owned();
    let tables = [
        sql("SELECT token_hash AS a, sealed AS b FROM code_flow"),
        sql("SELECT id AS a, email AS b FROM account"),
        sql("SELECT id AS a, phone AS b FROM account"),
        sql("SELECT password AS a, name AS b FROM account"),
        sql("SELECT token_hash AS a, NULL AS b FROM session"),
    ];
    let mut seen = 0;
    for table in tables {
        for row in p.house.reader().all(table, params![]).await.unwrap() {
            let bytes = row.opt_bytes("b").unwrap().unwrap_or_default();
            let all = format!("{} {}", row.text("a").unwrap(), String::from_utf8_lossy(&bytes));
            for secret in ["yuliana", "Goreti", "81234567890", digits.as_str(), token.as_str(), GOOD] {
                assert!(!all.contains(secret), "{table:?} tells {secret}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 5);
}

#[tokio::test]
async fn what_serves_no_more_is_swept_away() {
    let p = product().await;
    p.browser().post("/daftar", &newcomer("yuliana@contoh.id")).await;
    p.settle().await;
    p.clock.advance(3 * DAY);
    assert_eq!(crate::store::sweep(&p.house.db).await.unwrap(), 3, "the code, its flow, the source's count");
}
