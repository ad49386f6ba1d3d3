//! The second factor of citizens, through the pages and the programs' door.

use crate::scene::{self, EMAIL, PASSWORD, Program, header, is_problem};
use harness::{Browser, Page, Product};
use kernel::time::{MINUTE, SECOND, Timestamp};
use serde_json::json;
use totp_rs::{Builder, Secret};

const PAGE: &str = "/akun/verifikasi";

fn code(secret: &str, now: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let totp = Builder::new().with_secret(secret).build().expect("a seed");
    totp.generate(u64::try_from(now.0 / SECOND).expect("after 1970")).to_string()
}

async fn signed_in(product: &Product) -> Browser {
    let mut browser = product.browser();
    let page = browser.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    browser
}

fn recovery(page: &Page) -> Vec<String> {
    let html = page.text();
    html.split("<code class=\"num\">").skip(1).filter_map(|r| r.split('<').next()).map(str::to_owned).collect()
}

/// Turns the factor on; answers the key and the recovery codes.
async fn enrolled(product: &Product, browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.submit(PAGE, &[("aksi", "mulai")]).await;
    assert!(page.says("<svg"), "{}", page.text());
    let link = page.links("otpauth://").remove(0);
    let secret = link.split("secret=").nth(1).and_then(|r| r.split('&').next()).expect("a key").to_owned();
    let wrong = browser.post(PAGE, &[("aksi", "aktif"), ("kode", "000000")]).await;
    assert_eq!(wrong.status, 400);
    let page = browser.post(PAGE, &[("aksi", "aktif"), ("kode", &code(&secret, product.house.real_now()))]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(header(&page, "cache-control"), "no-store");
    let codes = recovery(&page);
    assert_eq!(codes.len(), 8, "{}", page.text());
    assert!(!page.text().contains("bahasa=en"), "the other language could not show them again: {}", page.text());
    assert!(recovery(&browser.get(PAGE).await).is_empty(), "they are shown once");
    (secret, codes)
}

#[tokio::test]
async fn a_code_is_asked_for_at_sign_in_once_it_is_set() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut browser = signed_in(&product).await;
    let (secret, codes) = enrolled(&product, &mut browser).await;
    let mut other = product.browser();
    let page = other.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD), ("kembali", "/akun")]).await;
    assert_eq!(page.location(), "/masuk/kode?kembali=%2Fakun");
    assert_eq!(other.get("/akun").await.status, 303, "half in is not in");
    assert_eq!(other.get(&page.location()).await.status, 200);
    let used = code(&secret, product.house.real_now());
    assert_eq!(other.post("/masuk/kode", &[("kode", &used)]).await.status, 400, "a code works once");
    product.clock.advance(MINUTE);
    let fresh = code(&secret, product.house.real_now());
    let page = other.post("/masuk/kode", &[("kode", &fresh), ("kembali", "/akun")]).await;
    assert_eq!(page.location(), "/akun", "{}", page.text());
    assert_eq!(other.get("/akun").await.status, 200);
    let mut third = signed_in(&product).await;
    let page = third.post("/masuk/kode", &[("kode", &codes[0])]).await;
    assert_eq!(page.location(), "/permohonan", "a recovery code stands in: {}", page.text());
    let mut fourth = signed_in(&product).await;
    assert_eq!(fourth.post("/masuk/kode", &[("kode", &codes[0])]).await.status, 400, "once");
    product.clock.advance(11 * MINUTE);
    assert_eq!(fourth.get("/masuk/kode").await.location(), "/masuk", "a right password does not wait for ever");
}

#[tokio::test]
async fn a_code_is_asked_for_at_a_change_of_contact_and_for_a_token() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut browser = signed_in(&product).await;
    let (secret, _) = enrolled(&product, &mut browser).await;
    let page = browser.get("/akun/telepon").await;
    assert!(page.input("kode-autentikator").is_some(), "{}", page.text());
    assert_eq!(browser.post("/akun/telepon", &[("telepon", "081299998888")]).await.status, 400);
    product.clock.advance(MINUTE);
    let fresh = code(&secret, product.house.real_now());
    let form = [("telepon", "081299998888"), ("kode-autentikator", fresh.as_str())];
    assert_eq!(browser.post("/akun/telepon", &form).await.location(), "/akun/telepon/kode");
    let mut program = Program::stranger(&product);
    is_problem(&program.post("/token", &json!({ "email": EMAIL, "password": PASSWORD })).await, 401, "sign-in-needed");
    product.clock.advance(MINUTE);
    let fresh = code(&secret, product.house.real_now());
    let page = program.post("/token", &json!({ "email": EMAIL, "password": PASSWORD, "code": fresh })).await;
    assert_eq!(page.status, 201, "{}", page.text());
    program.carry(page.json()["token"].as_str().expect("a token"));
    assert_eq!(program.get("/me").await.json()["second_factor"], json!(true));
}

#[tokio::test]
async fn it_is_turned_off_with_password_and_code() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut browser = signed_in(&product).await;
    let (_, codes) = enrolled(&product, &mut browser).await;
    let wrong = [("aksi", "mati"), ("sandi", "bukan kata sandinya"), ("kode", codes[0].as_str())];
    assert_eq!(browser.post(PAGE, &wrong).await.status, 400);
    let form = [("aksi", "kode-baru"), ("sandi", PASSWORD), ("kode", codes[0].as_str())];
    let page = browser.post(PAGE, &form).await;
    let new = recovery(&page);
    assert_eq!(new.len(), 8, "{}", page.text());
    let old = [("aksi", "mati"), ("sandi", PASSWORD), ("kode", codes[1].as_str())];
    assert_eq!(browser.post(PAGE, &old).await.status, 400, "new codes end the old ones");
    let form = [("aksi", "mati"), ("sandi", PASSWORD), ("kode", new[0].as_str())];
    assert_eq!(browser.post(PAGE, &form).await.status, 303);
    let mut other = signed_in(&product).await;
    assert_eq!(other.get("/akun").await.status, 200, "no code is asked for");
}

#[tokio::test]
async fn a_shared_device_is_left_after_five_minutes_and_not_remembered() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut shared = product.browser();
    let page = shared.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD), ("bersama", "ya")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let cookies: Vec<&str> = page.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok()).collect();
    assert!(cookies.iter().any(|c| c.starts_with("__Host-mp=") && !c.contains("Max-Age")), "{cookies:?}");
    assert!(!cookies.iter().any(|c| c.starts_with("__Host-mp-perangkat=")), "{cookies:?}");
    let mut own = signed_in(&product).await;
    product.clock.advance(4 * MINUTE);
    assert_eq!(shared.get("/akun").await.status, 200);
    product.clock.advance(5 * MINUTE + SECOND);
    assert_eq!(shared.get("/akun").await.status, 303, "five minutes without a request");
    assert_eq!(own.get("/akun").await.status, 200, "her own device is not");
}
