use super::{GOOD, code, is_in, mails, newcomer, product, signed_up, wrong};
use crate::{
    CodePurpose,
    hasher::Hasher,
    model::{CODE_LIFE, CODE_TRIES, RESEND_PAUSE},
};
use kernel::time::{DAY, MINUTE};

#[tokio::test]
async fn a_newcomer_signs_up_with_the_code_from_her_mail() {
    let p = product().await;
    let mut browser = signed_up(&p, "yuliana@contoh.id").await;
    let page = browser.get("/akun").await;
    assert!(page.says("Yuliana Goreti") && page.says("yuliana@contoh.id") && page.says("+6281234567890"), "{}", page.text());
    assert_eq!(browser.get("/daftar/kode").await.location(), "/daftar", "the flow has ended");
    let mail = &mails(&p, "yuliana@contoh.id").await;
    assert!(mail.len() == 1 && mail[0].purpose == CodePurpose::SignUp);
}

#[tokio::test]
async fn who_must_sign_up_first_arrives_at_the_page_first_wanted() {
    let p = product().await;
    let mut browser = p.browser();
    let page = browser.get("/masuk?kembali=%2Fakun%2Fperangkat").await;
    assert!(page.says("Masuk dahulu untuk melanjutkan") && page.says("href=\"/daftar?kembali=%2Fakun%2Fperangkat\""));
    let page = browser.get("/daftar?kembali=%2Fakun%2Fperangkat").await;
    assert_eq!(page.input("kembali").unwrap(), "/akun/perangkat");
    assert!(page.says("href=\"/masuk?kembali=%2Fakun%2Fperangkat\""));
    let form: Vec<(&str, &str)> = newcomer("yuliana@contoh.id").into_iter().chain([("kembali", "/akun/perangkat")]).collect();
    let page = browser.post("/daftar", &form).await;
    assert_eq!(page.location(), "/daftar/kode?kembali=%2Fakun%2Fperangkat");
    assert_eq!(browser.get(&page.location()).await.input("kembali").unwrap(), "/akun/perangkat");
    let digits = code(&p, "yuliana@contoh.id").await;
    let page = browser.post("/daftar/kode", &[("kode", &wrong(&digits)), ("kembali", "/akun/perangkat")]).await;
    assert!(page.status == 400 && page.input("kembali").unwrap() == "/akun/perangkat", "{}", page.text());
    let page = browser.post("/daftar/kode", &[("kode", &digits), ("kembali", "/akun/perangkat")]).await;
    assert_eq!(page.location(), "/akun/perangkat");
}

#[tokio::test]
async fn signing_up_leads_nowhere_but_to_pages_of_ours() {
    let p = product().await;
    let mut browser = p.browser();
    for away in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let page = browser.get(&format!("/daftar?kembali={away}")).await;
        assert!(page.input("kembali").is_none() && !page.says("/masuk?kembali="), "{away}");
    }
    let form: Vec<(&str, &str)> = newcomer("yuliana@contoh.id").into_iter().chain([("kembali", "//evil.example")]).collect();
    assert_eq!(browser.post("/daftar", &form).await.location(), "/daftar/kode");
    let digits = code(&p, "yuliana@contoh.id").await;
    let page = browser.post("/daftar/kode", &[("kode", &digits), ("kembali", "//evil.example")]).await;
    assert_eq!(page.location(), "/permohonan");
    let page = p.browser().get("/masuk").await;
    assert!(!page.says("Masuk dahulu") && page.says("href=\"/daftar\""), "nothing was wanted before");
}

#[tokio::test]
async fn what_was_typed_stays_except_the_password() {
    let p = product().await;
    let mut browser = p.browser();
    let mut form = newcomer("yuliana@contoh");
    form[3].1 = "pendek saja";
    let page = browser.post("/daftar", &form).await;
    assert_eq!(page.status, 400);
    assert_eq!(page.input("nama").unwrap(), "Yuliana Goreti");
    assert_eq!(page.input("surel").unwrap(), "yuliana@contoh");
    assert!(page.says("href=\"#surel\"") && page.says("href=\"#sandi\"") && page.says("checked"));
    assert!(!page.says("pendek saja"), "a password is never sent back");
}

#[tokio::test]
async fn common_and_context_passwords_and_missing_consent_are_refused() {
    let p = product().await;
    let mut browser = p.browser();
    for password in ["qwertyuiop123", "pasporku yang biru", "goreti pergi jauh", "yuliana suka teh"] {
        let mut form = newcomer("yuliana@contoh.id");
        form[3].1 = password;
        let page = browser.post("/daftar", &form).await;
        assert!(page.status == 400 && page.says("mudah ditebak"), "{password}");
    }
    let page = browser.post("/daftar", &newcomer("yuliana@contoh.id")[..4]).await;
    assert!(page.status == 400 && page.says("Centang kotak ini"));
}

#[tokio::test]
async fn five_wrong_codes_kill_a_code_and_a_new_one_still_works() {
    let p = product().await;
    let mut browser = p.browser();
    browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    let first = code(&p, "yuliana@contoh.id").await;
    for _ in 0..CODE_TRIES {
        assert_eq!(browser.post("/daftar/kode", &[("kode", &wrong(&first))]).await.status, 400);
    }
    let page = browser.post("/daftar/kode", &[("kode", &first)]).await;
    assert!(page.status == 400 && page.says("href=\"#kode\""), "the right digits come too late");
    p.clock.advance(RESEND_PAUSE);
    assert_eq!(browser.post("/daftar/kode", &[("aksi", "kirim-lagi")]).await.status, 303);
    let second = code(&p, "yuliana@contoh.id").await;
    assert_ne!(first, second);
    assert_eq!(browser.post("/daftar/kode", &[("kode", &second)]).await.location(), "/permohonan");
}

#[tokio::test]
async fn an_older_code_stays_good_until_it_expires() {
    let p = product().await;
    let mut browser = p.browser();
    browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    let first = code(&p, "yuliana@contoh.id").await;
    p.clock.advance(RESEND_PAUSE);
    browser.post("/daftar/kode", &[("aksi", "kirim-lagi")]).await;
    p.settle().await;
    let spaced = format!("{} {}", &first[..3], &first[3..]);
    assert_eq!(browser.post("/daftar/kode", &[("kode", &spaced)]).await.location(), "/permohonan");
}

#[tokio::test]
async fn an_expired_code_is_wrong_and_its_mail_is_not_sent_any_more() {
    let p = product().await;
    let mut browser = p.browser();
    browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    let digits = code(&p, "yuliana@contoh.id").await;
    p.clock.advance(CODE_LIFE);
    assert_eq!(browser.post("/daftar/kode", &[("kode", &digits)]).await.status, 400);
    browser.post("/daftar/kode", &[("aksi", "kirim-lagi")]).await;
    p.clock.advance(CODE_LIFE);
    assert_eq!(mails(&p, "yuliana@contoh.id").await.len(), 1, "a late mail is dropped");
}

#[tokio::test]
async fn another_code_waits_a_minute_and_ends_at_ten_a_day() {
    let p = product().await;
    let mut browser = p.browser();
    browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    assert!(browser.get("/daftar/kode").await.says("60 detik lagi"));
    p.clock.advance(20_000);
    let page = browser.post("/daftar/kode", &[("aksi", "kirim-lagi")]).await;
    assert!(page.status == 429 && page.says("40 detik lagi"), "{}", page.text());
    for _ in 0..9 {
        p.clock.advance(RESEND_PAUSE);
        assert_eq!(browser.post("/daftar/kode", &[("aksi", "kirim-lagi")]).await.status, 303);
    }
    p.clock.advance(RESEND_PAUSE);
    let page = browser.post("/daftar/kode", &[("aksi", "kirim-lagi")]).await;
    assert!(page.status == 429 && page.says("10 kode"));
    assert_eq!(p.browser().post("/lupa", &[("surel", "Yuliana@contoh.id")]).await.status, 429, "whatever they are for");
    p.clock.advance(DAY);
    assert_eq!(p.browser().post("/daftar", &newcomer("yuliana@contoh.id")).await.status, 303);
}

#[tokio::test]
async fn a_known_address_gets_the_same_page_and_another_mail() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let pool = p.house.kept::<Hasher>();
    let mut pages = Vec::new();
    for email in ["yuliana@contoh.id", "belum-ada@contoh.id"] {
        let mut browser = p.browser();
        let before = pool.computed();
        let sent = browser.post("/daftar", &newcomer(email)).await;
        assert_eq!(pool.computed() - before, 1);
        let page = browser.get("/daftar/kode").await;
        let wrong = browser.post("/daftar/kode", &[("kode", "000000")]).await;
        let text = |page: &harness::Page| page.steady().replace(email, "EMAIL");
        pages.push((sent.status, sent.location(), page.status, text(&page), wrong.status, text(&wrong)));
    }
    assert_eq!(pages[0], pages[1]);
    let known = mails(&p, "yuliana@contoh.id").await;
    let last = known.last().unwrap();
    assert!(last.purpose == CodePurpose::SignUpKnown && last.digits.is_none());
}

#[tokio::test]
async fn a_code_belongs_to_its_browser_and_its_purpose() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let mut owner = p.browser();
    owner.post("/lupa", &[("surel", "yuliana@contoh.id")]).await;
    let digits = code(&p, "yuliana@contoh.id").await;
    let mut stranger = p.browser();
    stranger.post("/daftar", &newcomer("lain@contoh.id")).await;
    assert_eq!(stranger.post("/daftar/kode", &[("kode", &digits)]).await.status, 400, "a reset's code makes no account");
    assert_eq!(stranger.post("/lupa/kode", &[("kode", &digits), ("sandi-baru", GOOD)]).await.location(), "/lupa");
    assert!(!is_in(&mut stranger).await);
}

#[tokio::test]
async fn of_two_browsers_with_one_address_the_first_code_wins() {
    let p = product().await;
    let (mut one, mut two) = (p.browser(), p.browser());
    one.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    let first = code(&p, "yuliana@contoh.id").await;
    two.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    let second = code(&p, "yuliana@contoh.id").await;
    assert_eq!(one.post("/daftar/kode", &[("kode", &first)]).await.status, 303);
    assert_eq!(two.post("/daftar/kode", &[("kode", &second)]).await.status, 400);
}

#[tokio::test]
async fn the_trials_clock_ends_no_code() {
    let p = product().await;
    let mut browser = p.browser();
    browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
    p.house.db.time().set_offset(3 * DAY);
    let digits = code(&p, "yuliana@contoh.id").await;
    assert_eq!(browser.post("/daftar/kode", &[("kode", &digits)]).await.location(), "/permohonan");
    p.house.db.time().set_offset(30 * DAY);
    p.clock.advance(5 * MINUTE);
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn malformed_forms_name_what_is_wrong() {
    let p = product().await;
    let mut browser = p.browser();
    for fields in [vec![("nama", "a"), ("lebih", "1")], vec![("surel", "a\r\nb@c.id"), ("nama", "\u{202e}")], vec![]] {
        assert_eq!(browser.post("/daftar", &fields).await.status, 400);
    }
    for digits in ["", "12345", "abcdef", "1234567", "１２３４５６"] {
        browser.post("/daftar", &newcomer("yuliana@contoh.id")).await;
        let page = browser.post("/daftar/kode", &[("kode", digits)]).await;
        assert!(page.status == 400 && page.says("href=\"#kode\""), "{digits}");
        p.clock.advance(DAY);
    }
    browser.set_cookie("__Host-mp-alur", "x.y-z");
    assert_eq!(browser.get("/daftar/kode").await.location(), "/daftar");
}
