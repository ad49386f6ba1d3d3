//! What holds for every operation.

use crate::scene::{self, EMAIL, PASSWORD, Program, header, is_problem};
use kernel::time::{DAY, MINUTE, SECOND};
use serde_json::{Value, json};

#[tokio::test]
async fn a_public_read_is_sent_once_and_confirmed_after_that() {
    let product = scene::product().await;
    let mut program = Program::stranger(&product);
    for path in ["/passport-types", "/offices", "/offices/kanim-maumere", "/countries", "/form", "/status"] {
        let first = program.get(path).await;
        assert_eq!(first.status, 200, "{path}: {}", first.text());
        let tag = header(&first, "etag").to_owned();
        assert!(tag.starts_with("W/\"") && header(&first, "cache-control").starts_with("public"), "{path}");
        program.browser.always("if-none-match", &tag);
        let second = program.get(path).await;
        assert_eq!((second.status.as_u16(), second.bytes.len()), (304, 0), "{path}");
        assert_eq!(header(&second, "etag"), tag);
        program.browser.always("if-none-match", "\"other\"");
        assert_eq!(program.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_list_is_read_part_by_part_and_nothing_is_lost() {
    let product = scene::product().await;
    let mut program = Program::stranger(&product);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = program.get(&format!("/countries?limit=100{cursor}")).await.json();
        seen.extend(page["items"].as_array().expect("rows").iter().map(|r| r["code"].as_str().unwrap_or("").to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let known = catalogue::current(&product.house);
    assert_eq!(seen, known.countries().iter().map(|c| c.alpha2.clone()).collect::<Vec<_>>());
    for bad in ["limit=0", "limit=x", "cursor=entah", "other=1", "limit=1&limit=2", "limit=%ff"] {
        is_problem(&program.get(&format!("/countries?{bad}")).await, 400, "bad-input");
    }
}

#[tokio::test]
async fn every_answer_says_how_often_one_may_ask_and_the_last_one_says_how_long_to_wait() {
    let product = scene::product().await;
    let mut program = Program::stranger(&product);
    let page = program.get("/status").await;
    assert_eq!(header(&page, "ratelimit-policy"), "\"reads\";q=600;w=60");
    assert_eq!(header(&page, "ratelimit"), "\"reads\";r=599;t=60");
    for _ in 0..599 {
        program.get("/status").await;
    }
    let page = program.get("/status").await;
    is_problem(&page, 429, "too-many");
    assert_eq!(header(&page, "ratelimit"), "\"reads\";r=0;t=60");
    assert_eq!(header(&page, "retry-after"), "60");
    product.clock.advance(MINUTE);
    assert_eq!(program.get("/status").await.status, 200);
}

#[tokio::test]
async fn the_same_key_has_one_effect_and_another_body_is_refused() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let first = program.post_as("kunci-satu", "/applications", &Value::Null).await;
    let again = program.post_as("\"kunci-satu\"", "/applications", &Value::Null).await;
    assert_eq!((first.status.as_u16(), first.json()), (201, again.json()), "{}", again.text());
    assert_eq!(program.get("/applications").await.json()["items"].as_array().map(Vec::len), Some(1));
    let id = first.json()["id"].as_str().unwrap_or_default().to_owned();
    let check = program.post_as("kunci-dua-dua", &format!("/applications/{id}/check"), &Value::Null).await;
    assert_eq!(check.json()["answer"], "not_ready", "{}", check.text());
    let other = program.begin().await;
    let reused = program.post_as("kunci-dua-dua", &format!("/applications/{other}/check"), &Value::Null).await;
    is_problem(&reused, 422, "key-reused");
    for bad in ["", "pendek", "ada spasi di sini", &"x".repeat(65)] {
        is_problem(&program.post_as(bad, "/applications", &Value::Null).await, 400, "bad-input");
    }
}

#[tokio::test]
async fn a_document_is_read_strictly() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let id = program.begin().await;
    let path = format!("/api/v1/applications/{id}/answers/full_name");
    let large = vec![b' '; 70_000];
    let bad: [(&str, &[u8], u16, &str); 9] = [
        ("application/json", b"", 400, "bad-json"),
        ("application/json", b"{\"value\":\"x\",\"version\":0,\"lain\":1}", 400, "bad-json"),
        ("application/json", b"{\"value\":\"x\",\"value\":\"y\",\"version\":0}", 400, "bad-json"),
        ("application/json", b"{\"value\":\"x\"}", 400, "bad-json"),
        ("application/json", b"{\"value\":\"\xff\",\"version\":0}", 400, "bad-json"),
        ("application/json", b"{\"value\":1,\"version\":0}", 400, "bad-json"),
        ("application/json", b"[1]", 400, "bad-json"),
        ("text/plain", b"{\"value\":\"x\",\"version\":0}", 415, "unsupported-media"),
        ("application/json", &large, 413, "too-large"),
    ];
    for (kind, body, status, code) in bad {
        let page = program.browser.send(http::Method::PUT, &path, Some(kind), body.to_vec()).await;
        is_problem(&page, status, code);
    }
}

#[tokio::test]
async fn a_second_save_is_shown_what_stands_there() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let id = program.begin().await;
    let path = format!("/applications/{id}/answers/birth_place");
    let page = program.put(&path, &json!({ "value": "Maumere", "version": 0 })).await;
    assert_eq!(page.json(), json!({ "version": 1, "fault": null }));
    let page = program.put(&path, &json!({ "value": "Ende", "version": 0 })).await;
    is_problem(&page, 409, "stale");
    assert_eq!((page.json()["theirs"].clone(), page.json()["version"].clone()), (json!("Maumere"), json!(1)));
    let page = program.put(&path, &json!({ "value": "Ende", "version": 1 })).await;
    assert_eq!(page.json()["version"], 2);
    let page = program.put(&format!("/applications/{id}/answers/nik"), &json!({ "value": "53O7", "version": 0 })).await;
    assert!(page.json()["fault"].as_str().is_some_and(|f| f.contains("NIK")), "kept, and what is wrong is said: {}", page.text());
    is_problem(
        &program.put(&format!("/applications/{id}/answers/warna"), &json!({ "value": "x", "version": 0 })).await,
        404,
        "not-found",
    );
}

#[tokio::test]
async fn a_foreign_application_is_as_absent_as_none() {
    let product = scene::product().await;
    let mut hers = Program::of(&product, EMAIL).await;
    let id = hers.begin().await;
    let mut other = Program::of(&product, "lain@contoh.id").await;
    for path in ["", "/answers", "/missing", "/papers", "/check", "/review", "/visit", "/bill", "/timeline", "/letter.pdf"] {
        let foreign = other.get(&format!("/applications/{id}{path}")).await;
        is_problem(&foreign, 404, "not-found");
        let absent = other.get(&format!("/applications/01999999-0000-7000-8000-000000000000{path}")).await;
        assert_eq!(foreign.json(), absent.json(), "{path}");
    }
}

#[tokio::test]
async fn only_a_living_token_opens_what_is_somebodys() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    assert_eq!(program.get("/me").await.json()["email"], EMAIL);
    let mut browser = product.browser();
    browser.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD)]).await;
    let page = browser.get("/api/v1/me").await;
    is_problem(&page, 401, "sign-in-needed");
    assert_eq!(header(&page, "www-authenticate"), "Bearer", "a cookie is no token");
    let devices = browser.get("/akun/perangkat").await;
    assert!(devices.says("Program: uji"), "{}", devices.text());
    product.clock.advance(29 * DAY);
    assert_eq!(program.get("/me").await.status, 200);
    product.clock.advance(2 * DAY);
    is_problem(&program.get("/me").await, 401, "sign-in-needed");
}

#[tokio::test]
async fn a_token_is_ended_by_its_program_or_on_the_page_of_devices() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    assert_eq!(program.delete("/token").await.status, 204);
    is_problem(&program.get("/me").await, 401, "sign-in-needed");
    let page = program.post("/token", &json!({ "email": EMAIL, "password": PASSWORD })).await.json();
    program.carry(page["token"].as_str().unwrap_or_default());
    assert_eq!(program.get("/me").await.status, 200);
    let mut browser = product.browser();
    browser.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD)]).await;
    browser.post("/akun/perangkat", &[("sesi", page["id"].as_str().unwrap_or_default())]).await;
    is_problem(&program.get("/me").await, 401, "sign-in-needed");
}

#[tokio::test]
async fn a_token_whose_answer_was_lost_is_asked_for_again() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut program = Program::stranger(&product);
    let body = json!({ "email": EMAIL, "password": PASSWORD, "name": "uji" });
    let (first, again) =
        (program.post_as("token-0001", "/token", &body).await, program.post_as("token-0001", "/token", &body).await);
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.text());
    assert_eq!(first.json(), again.json());
    let other = program.post_as("token-0002", "/token", &body).await.json();
    assert_ne!(other["token"], first.json()["token"]);
    let body = json!({ "email": EMAIL, "password": PASSWORD, "name": "lain" });
    is_problem(&program.post_as("token-0001", "/token", &body).await, 422, "key-reused");
    let body = json!({ "email": EMAIL, "password": "kata sandi yang salah", "name": "uji" });
    is_problem(&program.post_as("token-0001", "/token", &body).await, 401, "sign-in-needed");
    program.carry(first.json()["token"].as_str().unwrap_or_default());
    assert_eq!(program.delete("/token").await.status, 204);
    is_problem(&program.get("/me").await, 401, "sign-in-needed");
}

#[tokio::test]
async fn nobody_learns_whether_an_address_has_an_account() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut program = Program::stranger(&product);
    let known = program.post("/token", &json!({ "email": EMAIL, "password": "kata sandi yang salah" })).await;
    let unknown = program.post("/token", &json!({ "email": "tiada@contoh.id", "password": "kata sandi yang salah" })).await;
    is_problem(&known, 401, "sign-in-needed");
    assert_eq!(known.json(), unknown.json());
    for _ in 0..10 {
        program.post("/token", &json!({ "email": EMAIL, "password": "kata sandi yang salah" })).await;
    }
    let page = program.post("/token", &json!({ "email": EMAIL, "password": PASSWORD })).await;
    is_problem(&page, 429, "too-many");
    assert!(!header(&page, "retry-after").is_empty());
    product.clock.advance(16 * MINUTE + SECOND);
    let page = program.post("/token", &json!({ "email": EMAIL, "password": PASSWORD })).await;
    assert_eq!(page.status, 201, "an owner is never locked out for long: {}", page.text());
}
