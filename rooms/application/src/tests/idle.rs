//! A form that comes after the session ended: kept sealed, finished for its owner, nobody else's, for half an hour.

use super::{World, account, draft};
use axum::http::StatusCode;
use harness::{Browser, Page, Product};
use kernel::time::{Clock as _, MINUTE};

const WORDS: &str = "empat kata tanpa arti";

async fn world() -> World {
    let rooms = vec![catalogue::room(), account::room(), crate::room()];
    let product = Product::builder().rooms(rooms).sessions(account::sessions).trial().open().await;
    let house = product.house.clone();
    let owner = account(&house, "yuliana@contoh.id").await;
    account(&house, "lain@contoh.id").await;
    let id = draft(&house, &owner).await;
    World { product, house, account: owner, id }
}

async fn sign_in(browser: &mut Browser, email: &str) -> Page {
    browser.post("/masuk", &[("surel", email), ("sandi", WORDS)]).await
}

/// Signed in, left alone until the session ended, and then a name is sent.
async fn too_late(w: &World) -> Browser {
    let mut browser = w.product.browser();
    assert_eq!(sign_in(&mut browser, "yuliana@contoh.id").await.location(), "/permohonan");
    let page = browser.get(&w.path("/isi/name")).await;
    assert!(page.says("dibiarkan 15 menit, Anda keluar sendiri") && page.says("data-ends="), "{}", page.text());
    w.product.clock.advance(16 * MINUTE);
    let page = browser.post(&w.path("/isi/name"), &[("full_name", "Yuliana Nona Sare"), ("versi-full_name", "0")]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/masuk".to_owned()));
    browser
}

async fn name(w: &World) -> String {
    w.answers().await.typed(catalogue::Field::FullName).to_owned()
}

#[tokio::test]
async fn a_form_that_came_too_late_is_finished_after_signing_in_again() {
    let w = world().await;
    let mut browser = too_late(&w).await;
    assert_eq!(name(&w).await, "");
    let page = browser.get("/masuk").await;
    assert!(page.says("Isian Anda tidak hilang.") && page.says("pukul 08.46 WIB"), "{}", page.text());
    assert!(!page.says("Nona"), "nothing of it is shown to whoever sits there");
    w.product.clock.advance(29 * MINUTE);
    assert_eq!(sign_in(&mut browser, "yuliana@contoh.id").await.location(), w.path("/isi/nik"), "where the form leads");
    assert_eq!(name(&w).await, "Yuliana Nona Sare");
    assert!(browser.cookie("__Host-mp-isian").is_none(), "once");
    assert_eq!(browser.get(&w.path("/isi/name")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_that_came_too_late_is_nobody_elses() {
    let w = world().await;
    let mut browser = too_late(&w).await;
    assert_eq!(sign_in(&mut browser, "lain@contoh.id").await.location(), "/permohonan");
    assert_eq!(name(&w).await, "");
    browser.post("/keluar", &[]).await;
    let mut elsewhere = w.product.browser();
    assert_eq!(sign_in(&mut elsewhere, "yuliana@contoh.id").await.location(), "/permohonan", "another browser knows nothing");
    assert_eq!(name(&w).await, "");
    sign_in(&mut browser, "yuliana@contoh.id").await;
    assert_eq!(name(&w).await, "Yuliana Nona Sare", "its owner still gets it");
}

#[tokio::test]
async fn after_half_an_hour_it_is_gone() {
    let w = world().await;
    let mut browser = too_late(&w).await;
    w.product.clock.advance(30 * MINUTE);
    assert!(!browser.get("/masuk").await.says("Isian Anda tidak hilang."));
    assert_eq!(sign_in(&mut browser, "yuliana@contoh.id").await.location(), "/permohonan");
    assert_eq!(name(&w).await, "");
}

#[tokio::test]
async fn a_form_with_faults_comes_back_as_its_page_with_what_was_typed() {
    let w = world().await;
    let mut browser = w.product.browser();
    sign_in(&mut browser, "yuliana@contoh.id").await;
    w.product.clock.advance(16 * MINUTE);
    browser.post(&w.path("/isi/name"), &[("full_name", "Dr. Yuliana"), ("versi-full_name", "0")]).await;
    let page = sign_in(&mut browser, "yuliana@contoh.id").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("value=\"Dr. Yuliana\""), "{}", page.text());
    assert_eq!(browser.get("/akun").await.status, StatusCode::OK, "and she is in");
}

#[tokio::test]
async fn nothing_is_kept_of_a_stranger_or_of_who_signed_out() {
    let w = world().await;
    let form = [("full_name", "Yuliana"), ("versi-full_name", "0")];
    let mut stranger = w.product.browser();
    stranger.set_cookie("__Host-mp", &"a".repeat(43));
    stranger.post(&w.path("/isi/name"), &form).await;
    assert!(stranger.cookie("__Host-mp-isian").is_none());
    let mut browser = w.product.browser();
    sign_in(&mut browser, "yuliana@contoh.id").await;
    let token = browser.cookie("__Host-mp").unwrap().to_owned();
    browser.post("/keluar", &[]).await;
    browser.set_cookie("__Host-mp", &token);
    browser.post(&w.path("/isi/name"), &form).await;
    assert!(browser.cookie("__Host-mp-isian").is_none());
}

#[tokio::test]
async fn the_button_keeps_the_session() {
    let w = world().await;
    let mut browser = w.product.browser();
    sign_in(&mut browser, "yuliana@contoh.id").await;
    w.product.clock.advance(14 * MINUTE);
    let page = browser.post("/akun/sesi", &[]).await;
    assert!(page.json()["ends"].as_i64().is_some_and(|ends| ends >= w.product.clock.now().0 + 15 * MINUTE));
    w.product.clock.advance(14 * MINUTE);
    assert_eq!(browser.get("/akun").await.status, StatusCode::OK);
}
