use super::{GOOD, OTHER, Post, code, is_in, mails, product, sign_in, signed_up, wrong};
use crate::{CodePurpose, hasher::Hasher};
use kernel::time::MINUTE;

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_all_other_devices_are_out() {
    let p = product().await;
    let mut old = signed_up(&p, "yuliana@contoh.id").await;
    let mut browser = p.browser();
    assert_eq!(browser.post("/lupa", &[("surel", "yuliana@contoh.id")]).await.location(), "/lupa/kode");
    let digits = code(&p, "yuliana@contoh.id").await;
    assert_eq!(mails(&p, "yuliana@contoh.id").await.last().unwrap().purpose, CodePurpose::Reset);
    let page = browser.post("/lupa/kode", &[("kode", &wrong(&digits)), ("sandi-baru", OTHER)]).await;
    assert_eq!(page.status, 400);
    let page = browser.post("/lupa/kode", &[("kode", &digits), ("sandi-baru", "goreti pergi jauh")]).await;
    assert!(page.status == 400 && page.says("href=\"#sandi-baru\""), "the name is refused once the code is right");
    assert_eq!(page.input("kode").unwrap(), digits, "the code stays typed and good");
    assert_eq!(browser.post("/lupa/kode", &[("kode", &digits), ("sandi-baru", OTHER)]).await.location(), "/permohonan");
    assert!(is_in(&mut browser).await && !is_in(&mut old).await);
    assert_eq!(sign_in(&mut p.browser(), "yuliana@contoh.id", GOOD).await.status, 400);
    assert_eq!(sign_in(&mut p.browser(), "yuliana@contoh.id", OTHER).await.status, 303);
    p.settle().await;
    assert_eq!(*p.house.kept::<Post>().passwords.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_reset_answers_alike_for_an_address_that_nobody_has() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let pool = p.house.kept::<Hasher>();
    let mut answers = Vec::new();
    for email in ["yuliana@contoh.id", "tidak-ada@contoh.id"] {
        let mut browser = p.browser();
        let before = pool.computed();
        let sent = browser.post("/lupa", &[("surel", email)]).await;
        let page = browser.get("/lupa/kode").await;
        let wrong = browser.post("/lupa/kode", &[("kode", "000000"), ("sandi-baru", OTHER)]).await;
        assert_eq!(pool.computed(), before);
        let body = |t: String| t.split("<body").nth(1).unwrap().replace(email, "EMAIL");
        answers.push((sent.status, sent.location(), body(page.steady()), wrong.status, body(wrong.steady())));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(mails(&p, "tidak-ada@contoh.id").await.is_empty(), "nobody is mailed who has no account");
}

#[tokio::test]
async fn a_reset_code_works_once() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let mut browser = p.browser();
    browser.post("/lupa", &[("surel", "yuliana@contoh.id")]).await;
    let digits = code(&p, "yuliana@contoh.id").await;
    let flow = browser.cookie("__Host-mp-alur").unwrap().to_owned();
    browser.post("/lupa/kode", &[("kode", &digits), ("sandi-baru", OTHER)]).await;
    browser.set_cookie("__Host-mp-alur", &flow);
    assert_eq!(browser.post("/lupa/kode", &[("kode", &digits), ("sandi-baru", GOOD)]).await.location(), "/lupa");
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_the_present_one() {
    let p = product().await;
    let mut browser = signed_up(&p, "yuliana@contoh.id").await;
    let mut phone = p.browser();
    sign_in(&mut phone, "yuliana@contoh.id", GOOD).await;
    let page = browser.post("/akun/sandi", &[("sandi", OTHER), ("sandi-baru", OTHER)]).await;
    assert!(page.status == 400 && page.says("href=\"#sandi\""));
    let page = browser.post("/akun/sandi", &[("sandi", GOOD), ("sandi-baru", "yuliana suka teh")]).await;
    assert!(page.status == 400 && page.says("mudah ditebak"));
    let page = browser.post("/akun/sandi", &[("sandi", GOOD), ("sandi-baru", OTHER)]).await;
    assert_eq!(page.location(), "/akun?selesai=sandi");
    assert!(is_in(&mut browser).await && !is_in(&mut phone).await);
    assert_eq!(sign_in(&mut phone, "yuliana@contoh.id", OTHER).await.status, 303);
    for _ in 0..5 {
        browser.post("/akun/sandi", &[("sandi", GOOD), ("sandi-baru", GOOD)]).await;
    }
    assert_eq!(browser.post("/akun/sandi", &[("sandi", GOOD), ("sandi-baru", GOOD)]).await.status, 429);
    p.clock.advance(MINUTE);
}
