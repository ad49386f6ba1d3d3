use super::{GOOD, OTHER, is_in, newcomer, product, sign_in, signed_up};
use crate::{
    hasher::Hasher,
    model::{CITIZEN_IDLE, CITIZEN_LONGEST, FREE_TRIES},
};
use kernel::time::MINUTE;

#[tokio::test]
async fn a_citizen_signs_in_and_out() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let mut browser = p.browser();
    let page = sign_in(&mut browser, "YULIANA@contoh.id", GOOD).await;
    assert_eq!(page.location(), "/permohonan", "{}", page.text());
    assert!(is_in(&mut browser).await);
    let token = browser.cookie("__Host-mp").unwrap().to_owned();
    let page = browser.post("/keluar", &[]).await;
    assert_eq!(page.location(), "/masuk");
    assert!(page.headers.contains_key("clear-site-data"));
    assert!(!is_in(&mut browser).await);
    browser.set_cookie("__Host-mp", &token);
    assert!(!is_in(&mut browser).await, "an old token is nothing");
}

#[tokio::test]
async fn a_known_and_an_unknown_address_answer_alike_after_one_hash_each() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let pool = p.house.kept::<Hasher>();
    let mut answers = Vec::new();
    for email in ["yuliana@contoh.id", "tidak-ada@contoh.id", "bukan alamat"] {
        let before = pool.computed();
        let page = sign_in(&mut p.browser(), email, OTHER).await;
        assert_eq!(pool.computed() - before, 1, "{email}");
        let body = page.steady().split("<body").nth(1).unwrap().replace(email, "EMAIL");
        answers.push((page.status, body));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[0].0, 400);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_the_latest_after_twelve_hours() {
    let p = product().await;
    let mut browser = signed_up(&p, "yuliana@contoh.id").await;
    p.clock.advance(CITIZEN_IDLE - 1);
    assert!(is_in(&mut browser).await);
    p.clock.advance(CITIZEN_IDLE - 1);
    assert!(is_in(&mut browser).await, "each request starts the clock again");
    p.clock.advance(CITIZEN_IDLE);
    assert_eq!(browser.get("/akun").await.location(), "/masuk?kembali=%2Fakun");
    sign_in(&mut browser, "yuliana@contoh.id", GOOD).await;
    for _ in 0..(CITIZEN_LONGEST / (10 * MINUTE)) {
        assert!(is_in(&mut browser).await);
        p.clock.advance(10 * MINUTE);
    }
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn after_sign_in_one_comes_back_to_our_own_pages_only() {
    let p = product().await;
    signed_up(&p, "yuliana@contoh.id").await;
    let page = p.browser().get("/masuk?kembali=%2Fakun%2Fperangkat").await;
    assert_eq!(page.input("kembali").unwrap(), "/akun/perangkat");
    for (back, to) in [
        ("/akun/perangkat", "/akun/perangkat"),
        ("//evil.example", "/permohonan"),
        ("https://evil.example", "/permohonan"),
        ("/\\evil.example", "/permohonan"),
        ("", "/permohonan"),
    ] {
        let form = [("surel", "yuliana@contoh.id"), ("sandi", GOOD), ("kembali", back)];
        assert_eq!(p.browser().post("/masuk", &form).await.location(), to, "{back}");
        let page = p.browser().get(&format!("/masuk?kembali={}", back.replace('/', "%2F").replace('\\', "%5C"))).await;
        assert!(!page.says("evil.example\""), "{back}");
    }
}

#[tokio::test]
async fn failures_slow_a_guesser_down_but_not_the_owners_device() {
    let p = product().await;
    let mut owner = signed_up(&p, "yuliana@contoh.id").await;
    owner.post("/keluar", &[]).await;
    for email in ["yuliana@contoh.id", "tidak-ada@contoh.id"] {
        let mut guesser = p.browser();
        for _ in 0..FREE_TRIES {
            assert_eq!(sign_in(&mut guesser, email, OTHER).await.status, 400);
        }
        let page = sign_in(&mut guesser, email, OTHER).await;
        assert!(page.status == 429 && page.says("5 detik"), "{email}: {}", page.text());
    }
    assert_eq!(sign_in(&mut p.browser(), "yuliana@contoh.id", GOOD).await.status, 429, "from elsewhere she waits too");
    assert_eq!(sign_in(&mut owner, "yuliana@contoh.id", GOOD).await.status, 303);
    p.clock.advance(15 * MINUTE);
    assert_eq!(sign_in(&mut p.browser(), "yuliana@contoh.id", GOOD).await.status, 303, "never locked out for longer");
}

#[tokio::test]
async fn one_source_that_tries_many_addresses_has_to_wait() {
    let p = product().await;
    let mut last = 0;
    for n in 0..40 {
        let status = sign_in(&mut p.browser(), &format!("orang{n}@contoh.id"), OTHER).await.status.as_u16();
        last = status;
        if status == 429 {
            break;
        }
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn devices_are_listed_and_signed_out_one_by_one() {
    let p = product().await;
    let mut here = signed_up(&p, "yuliana@contoh.id").await;
    let mut phone = p.browser();
    phone.always("user-agent", "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36");
    sign_in(&mut phone, "yuliana@contoh.id", GOOD).await;
    let mut third = p.browser();
    sign_in(&mut third, "yuliana@contoh.id", GOOD).await;
    let page = here.get("/akun/perangkat").await;
    assert!(page.says("Chrome, Android") && page.says("Perangkat ini"), "{}", page.text());
    let html = page.text();
    let at = html.find("Chrome, Android").unwrap();
    let session = html[at..].split("name=\"sesi\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(here.post("/akun/perangkat", &[("sesi", &session)]).await.status, 303);
    assert!(!is_in(&mut phone).await && is_in(&mut third).await && is_in(&mut here).await);
    assert_eq!(here.post("/akun/perangkat", &[("sesi", &session)]).await.status, 404);
    here.post("/akun/perangkat", &[("sesi", "lain")]).await;
    assert!(!is_in(&mut third).await && is_in(&mut here).await);
}

#[tokio::test]
async fn somebody_elses_session_answers_as_one_that_never_was() {
    let p = product().await;
    let mut mine = signed_up(&p, "yuliana@contoh.id").await;
    let mut other = p.browser();
    other.always("user-agent", "Firefox/140.0 Windows");
    other.post("/daftar", &newcomer("lain@contoh.id")).await;
    let digits = super::code(&p, "lain@contoh.id").await;
    other.post("/daftar/kode", &[("kode", &digits)]).await;
    let mut reader = p.house.reader();
    let citizen = crate::store::sessions::citizen(&mut reader, other.cookie("__Host-mp").unwrap(), (p.house.real_now(), false));
    let theirs = citizen.await.unwrap().unwrap().id.to_string();
    let foreign = mine.post("/akun/perangkat", &[("sesi", &theirs)]).await;
    let absent = mine.post("/akun/perangkat", &[("sesi", "019a0000-0000-7000-8000-000000000000")]).await;
    assert_eq!((foreign.status, absent.status), (404.try_into().unwrap(), 404.try_into().unwrap()));
    assert!(is_in(&mut other).await);
}

#[tokio::test]
async fn a_forged_or_doubled_cookie_is_nobody() {
    let p = product().await;
    let browser = signed_up(&p, "yuliana@contoh.id").await;
    let token = browser.cookie("__Host-mp").unwrap().to_owned();
    for forged in ["x", "", "../../etc", &token.to_uppercase(), &format!("{token}; __Host-mp={token}")] {
        let mut other = p.browser();
        other.set_cookie("__Host-mp", forged);
        assert_eq!(other.get("/akun").await.status, 303, "{forged}");
    }
}

#[tokio::test]
async fn english_is_complete() {
    let p = product().await;
    let mut browser = p.browser();
    for path in ["/masuk?bahasa=en", "/daftar", "/lupa", "/petugas/masuk"] {
        let page = browser.get(path).await;
        assert!(page.status == 200 && page.says("lang=\"en\"") && !page.says("⟦"), "{path}");
    }
    let mut browser = signed_up(&p, "yuliana@contoh.id").await;
    for path in ["/akun", "/akun/perangkat", "/akun/surel", "/akun/telepon", "/akun/sandi"] {
        let page = browser.get(path).await;
        assert!(page.status == 200 && !page.says("⟦"), "{path}: {}", page.text());
    }
}
