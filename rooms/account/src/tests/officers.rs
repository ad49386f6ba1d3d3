use super::{GOOD, OTHER, Post, product};
use crate::{
    Disabled, Invite, InviteRefused, Invited, disable_officer, invite_officer,
    model::{FREE_TRIES, INVITATION_LIFE, OFFICER_IDLE},
    totp::Seed,
};
use harness::{Browser, Page, Product};
use kernel::{contact::Email, ids::OfficeCode, role::Role, time::SECOND};
use store::{Actor, StoreError};

const STEP: i64 = 30 * SECOND;

fn whom(email: &str) -> Invite {
    Invite {
        email: Email::parse(email).unwrap(),
        name: "Maria Goreti".into(),
        office: OfficeCode::parse("kanim-maumere").unwrap(),
        roles: vec![Role::FrontDesk, Role::Verifier],
    }
}

async fn invite(p: &Product, email: &str) -> Result<Invited, InviteRefused> {
    let (house, whom) = (&p.house, &whom(email));
    house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { invite_officer(&house.vault, tx, whom, Actor::Operator).await }))
        .await
        .unwrap()
}

async fn disable(p: &Product, who: &str) -> Disabled {
    let house = &p.house;
    house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { disable_officer(&house.vault, tx, who, Actor::Operator).await }))
        .await
        .unwrap()
}

fn seed_on(page: &Page) -> Seed {
    let html = page.text();
    let text = html.split("secret=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    Seed::from_text(&text).unwrap()
}

/// Takes an invitation up; answers browser and authenticator.
async fn enrolled(p: &Product, email: &str) -> (Browser, Seed) {
    let path = invite(p, email).await.unwrap().link_path;
    let mut browser = p.browser();
    let page = browser.get(&path).await;
    assert!(page.status == 200 && page.says("Selamat datang, Maria Goreti"), "{}", page.text());
    let page = browser.submit(&path, &[("sandi-baru", GOOD)]).await;
    let seed = seed_on(&page);
    let page = browser.post(&path, &[("kode", &seed.code(p.house.real_now()))]).await;
    assert_eq!(page.location(), "/petugas", "{}", page.text());
    assert_eq!(browser.get(&path).await.status, 404, "the link works once");
    (browser, seed)
}

async fn sign_in(p: &Product, email: &str, password: &str, code: &str) -> (Browser, Page) {
    let mut browser = p.browser();
    let page = browser.post("/petugas/masuk", &[("surel", email), ("sandi", password), ("kode", code)]).await;
    (browser, page)
}

/// True when this browser stands at the desk: the sign-in page sends it on.
async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/petugas/masuk").await.status == 303
}

#[tokio::test]
async fn an_invited_officer_sets_a_password_and_confirms_her_authenticator() {
    let p = product().await;
    let (mut browser, _) = enrolled(&p, "maria@contoh.id").await;
    assert!(is_in(&mut browser).await);
    p.settle().await;
    let post = p.house.kept::<Post>();
    assert!(post.invitations.lock().unwrap().is_empty(), "taken up before it was mailed: the mail is dropped");
    let other = invite(&p, "petrus@contoh.id").await.unwrap();
    p.settle().await;
    let mail = post.invitations.lock().unwrap()[0].clone();
    assert_eq!((mail.to.as_str(), mail.link_path), ("petrus@contoh.id", other.link_path));
    assert_eq!(invite(&p, "maria@contoh.id").await.unwrap_err(), InviteRefused::AlreadyOfficer);
}

#[tokio::test]
async fn an_invitation_refuses_weak_passwords_wrong_codes_and_old_age() {
    let p = product().await;
    let path = invite(&p, "maria@contoh.id").await.unwrap().link_path;
    let mut browser = p.browser();
    let page = browser.post(&path, &[("sandi-baru", "maria yang baik hati")]).await;
    assert!(page.status == 400 && page.says("mudah ditebak"));
    browser.post(&path, &[("sandi-baru", GOOD)]).await;
    let page = browser.post(&path, &[("kode", "000000")]).await;
    assert!(page.status == 400 && page.says("href=\"#kode\""));
    let newer = invite(&p, "maria@contoh.id").await.unwrap().link_path;
    assert_eq!(browser.get(&path).await.status, 404, "a newer invitation ends the older");
    p.clock.advance(INVITATION_LIFE);
    assert_eq!(browser.get(&newer).await.status, 404);
    for token in ["x", "..%2f", &"0".repeat(64)] {
        assert_eq!(browser.get(&format!("/petugas/undangan/{token}")).await.status, 404);
    }
}

#[tokio::test]
async fn an_officer_signs_in_with_password_and_a_code_that_works_once() {
    let p = product().await;
    let (_, seed) = enrolled(&p, "maria@contoh.id").await;
    let used = seed.code(p.house.real_now());
    assert_eq!(sign_in(&p, "maria@contoh.id", GOOD, &used).await.1.status, 400, "the code of the enrolment is used");
    p.clock.advance(STEP);
    let fresh = seed.code(p.house.real_now());
    let (mut browser, page) = sign_in(&p, "maria@contoh.id", GOOD, &fresh).await;
    assert_eq!(page.location(), "/petugas", "{}", page.text());
    assert_eq!(sign_in(&p, "maria@contoh.id", GOOD, &fresh).await.1.status, 400, "a replayed code is refused");
    assert_eq!(sign_in(&p, "maria@contoh.id", GOOD, &used).await.1.status, 400, "an older one too");
    p.clock.advance(STEP);
    let next = seed.code(p.house.real_now());
    assert_eq!(sign_in(&p, "maria@contoh.id", OTHER, &next).await.1.status, 400);
    assert_eq!(sign_in(&p, "maria@contoh.id", GOOD, &next).await.1.status, 303, "a wrong password uses no code up");
    browser.post("/petugas/keluar", &[]).await;
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn only_the_last_invitation_of_an_address_opens_and_a_withdrawn_one_does_not() {
    let p = product().await;
    let first = invite(&p, "maria@contoh.id").await.unwrap().link_path;
    let second = invite(&p, "maria@contoh.id").await.unwrap().link_path;
    assert_eq!(p.browser().get(&first).await.status, 404, "the first link");
    assert_eq!(p.browser().get(&second).await.status, 200, "the second link");
    assert_eq!(disable(&p, "maria@contoh.id").await, Disabled::Invitation);
    assert_eq!(p.browser().get(&second).await.status, 404, "withdrawn");
    assert_eq!(disable(&p, "maria@contoh.id").await, Disabled::Nobody, "once is enough");
}

#[tokio::test]
async fn a_disabled_officer_is_out_at_once_and_may_be_invited_again() {
    let p = product().await;
    let (mut browser, seed) = enrolled(&p, "maria@contoh.id").await;
    assert!(is_in(&mut browser).await);
    assert_eq!(disable(&p, "Maria@contoh.id").await, Disabled::Officer);
    assert!(!is_in(&mut browser).await);
    p.clock.advance(STEP);
    assert_eq!(sign_in(&p, "maria@contoh.id", GOOD, &seed.code(p.house.real_now())).await.1.status, 400);
    for who in ["maria@contoh.id", "siapa"] {
        assert_eq!(disable(&p, who).await, Disabled::Nobody, "{who}");
    }
    enrolled(&p, "maria@contoh.id").await;
}

#[tokio::test]
async fn an_officer_idle_for_ten_minutes_has_to_sign_in_again() {
    let p = product().await;
    let (mut browser, _) = enrolled(&p, "maria@contoh.id").await;
    p.clock.advance(OFFICER_IDLE - 1);
    assert!(is_in(&mut browser).await);
    p.clock.advance(OFFICER_IDLE);
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn an_officer_is_told_when_the_session_ends_and_can_stay() {
    let p = product().await;
    let (mut browser, _) = enrolled(&p, "maria@contoh.id").await;
    let ends = |page: &harness::Page| -> i64 {
        let text = page.text();
        let box_ = text.split("action=\"/petugas/sesi\"").nth(1).unwrap_or_else(|| panic!("no box in {text}"));
        box_.split("data-ends=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    let first = ends(&browser.get("/petugas/tiada").await);
    assert_eq!(first, p.house.real_now().0 + OFFICER_IDLE);
    p.clock.advance(OFFICER_IDLE - 1);
    let stays = browser.post("/petugas/sesi", &[]).await;
    assert_eq!(stays.json()["ends"].as_i64(), Some(p.house.real_now().0 + OFFICER_IDLE), "{}", stays.text());
    p.clock.advance(OFFICER_IDLE - 1);
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn guesses_at_the_desk_are_slowed_and_answers_do_not_tell_who_is_an_officer() {
    let p = product().await;
    enrolled(&p, "maria@contoh.id").await;
    let mut answers = Vec::new();
    for email in ["maria@contoh.id", "bukan@contoh.id"] {
        let mut seen = Vec::new();
        for _ in 0..=FREE_TRIES {
            let page = sign_in(&p, email, OTHER, "000000").await.1;
            seen.push((page.status, page.steady().split("<body").nth(1).unwrap().replace(email, "EMAIL")));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].last().unwrap().0, 429);
}

#[tokio::test]
async fn an_officer_comes_back_to_the_desk_only() {
    let p = product().await;
    let (_, seed) = enrolled(&p, "maria@contoh.id").await;
    for (back, to) in [("/petugas/cetak", "/petugas/cetak"), ("/akun", "/petugas"), ("//petugas/x", "/petugas")] {
        p.clock.advance(STEP);
        let code = seed.code(p.house.real_now());
        let form = [("surel", "maria@contoh.id"), ("sandi", GOOD), ("kode", &code), ("kembali", back)];
        assert_eq!(p.browser().post("/petugas/masuk", &form).await.location(), to);
    }
}
