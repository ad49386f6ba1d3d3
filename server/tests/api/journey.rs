//! From the first token to the letter, by program alone.

use crate::scene::{self, EMAIL, Program, header, is_problem};
use harness::Product;
use serde_json::{Value, json};

/// A woman born on 1 March 1998 in Alok.
const NIK: &str = "5307054103980003";

const ANSWERS: [(&str, &str); 31] = [
    ("applying_for", "self"),
    ("nik", NIK),
    ("full_name", "Yuliana Nona Sare"),
    ("birth_date", "1 Maret 1998"),
    ("birth_place", "Maumere"),
    ("sex", "female"),
    ("civil_status", "single"),
    ("passport_history", "never"),
    ("purpose", "tourism"),
    ("destination_country", "SG"),
    ("stay", "under_1_month"),
    ("relative_name", "Maria Bere"),
    ("relative_phone", "081234500001"),
    ("relative_relation", "mother"),
    ("destination_relative", "no"),
    ("ktp_issue_date", "2015-05-05"),
    ("nationality", "ID"),
    ("ktp_address", "Jl. Mawar 1"),
    ("ktp_province", "53"),
    ("ktp_regency", "5307"),
    ("ktp_district", "530705"),
    ("ktp_postcode", "86111"),
    ("domicile_same", "yes"),
    ("occupation", "Guru"),
    ("phone", "081234567890"),
    ("mother_name", "Maria Bere"),
    ("mother_nationality", "ID"),
    ("mother_address", "Jl. Mawar 1"),
    ("father_name", "Yosef Sare"),
    ("father_nationality", "ID"),
    ("father_address", "Jl. Mawar 1"),
];

/// Answers whatever is still asked, from the table above, until nothing is.
async fn answer(program: &mut Program, id: &str) {
    for (field, value) in ANSWERS {
        let page = program.put(&format!("/applications/{id}/answers/{field}"), &json!({ "value": value, "version": 0 })).await;
        assert_eq!((page.status.as_u16(), &page.json()["fault"]), (200, &Value::Null), "{field}: {}", page.text());
    }
    let left = program.get(&format!("/applications/{id}/missing")).await.json();
    assert_eq!(left["items"], json!([]), "{left}");
}

/// Sends each required paper; answers their codes.
async fn papers(program: &mut Program, id: &str) -> Vec<String> {
    let list = program.get(&format!("/applications/{id}/papers")).await.json();
    let mut sent = Vec::new();
    let (mut groups, rows) = (Vec::new(), list["items"].as_array().cloned().unwrap_or_default());
    for (row, seed) in rows.iter().zip(1_u64..) {
        let (code, group) = (row["code"].as_str().unwrap_or_default(), row["group"].clone());
        if row["need"] == "if_applicable" || (row["need"] == "one_of" && groups.contains(&group)) {
            continue;
        }
        groups.push(group);
        let picture = e2e::sheet(seed);
        let path = format!("/applications/{id}/papers/{code}");
        let page = program.file(&format!("berkas-{code}"), &path, picture.clone()).await;
        assert_eq!((page.status.as_u16(), &page.json()["same"]), (201, &json!(false)), "{code}: {}", page.text());
        let again = program.file(&format!("berkas-{code}"), &path, picture.clone()).await;
        assert_eq!(again.json(), page.json(), "the same key gives the same answer");
        let same = program.file(&format!("berkas-{code}-lagi"), &path, picture).await;
        assert_eq!(same.json()["same"], json!(true), "the very same file makes no new version");
        sent.push(code.to_owned());
    }
    sent
}

async fn free_sessions(program: &mut Program) -> Vec<Value> {
    let month = program.get("/offices/kanim-maumere/availability?book=ordinary&month=2026-10").await.json();
    let days = month["days"].as_array().cloned().unwrap_or_default();
    let free: Vec<Value> = days.into_iter().filter(|d| d["state"] == "free").collect();
    let day = free[2]["day"].as_str().unwrap_or_default().to_owned();
    let page = program.get(&format!("/offices/kanim-maumere/sessions?book=ordinary&day={day}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.json()["items"].as_array().cloned().unwrap_or_default()
}

/// A draft that lacks nothing but the session.
async fn complete(program: &mut Program) -> String {
    let id = program.begin().await;
    answer(program, &id).await;
    let sent = papers(program, &id).await;
    assert!(sent.len() >= 3, "{sent:?}");
    for (what, code) in [("passport-type", "ordinary_10"), ("office", "kanim-maumere")] {
        let page = program.put(&format!("/applications/{id}/{what}"), &json!({ "code": code })).await;
        assert_eq!(page.status, 204, "{}", page.text());
    }
    id
}

async fn pay(product: &Product, program: &mut Program, id: &str) {
    product.settle().await;
    let bill = program.get(&format!("/applications/{id}/bill")).await.json();
    assert_eq!((bill["state"].clone(), bill["amount"].clone()), (json!("payable"), json!(650_000)), "{bill}");
    let code = bill["code"].as_str().expect("a code").to_owned();
    let page = program.post(&format!("/applications/{id}/bill/check"), &Value::Null).await;
    assert_eq!(page.json()["answer"], "unpaid", "{}", page.text());
    product.outside.biller.pay(&code, product.house.now());
    product.notify(&code).await;
    product.settle().await;
    let bill = program.get(&format!("/applications/{id}/bill")).await.json();
    assert_eq!(bill["state"], "paid", "{bill}");
    assert!(bill["proof"].as_str().is_some_and(|p| p.len() == 16), "{bill}");
}

#[tokio::test]
async fn from_the_first_token_to_the_letter() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let id = complete(&mut program).await;
    let asked = program.post(&format!("/applications/{id}/check"), &Value::Null).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let check = program.get(&format!("/applications/{id}/check")).await.json();
    assert_eq!(check["population"], "not_found", "the register knows nobody in this test: {check}");
    program.post(&format!("/applications/{id}/check/insistence"), &Value::Null).await;
    let review = program.get(&format!("/applications/{id}/review")).await.json();
    assert_eq!((&review["complete"], &review["fee"]), (&json!(true), &json!(650_000)), "{review}");
    let sessions = free_sessions(&mut program).await;
    let wish = json!({ "session": sessions[0]["id"], "version": review["version"], "declared": true });
    let path = format!("/applications/{id}/submission");
    let undeclared = json!({ "session": sessions[0]["id"], "version": review["version"], "declared": false });
    is_problem(&program.post(&path, &undeclared).await, 400, "bad-input");
    let old = json!({ "session": sessions[0]["id"], "version": 1, "declared": true });
    is_problem(&program.post(&path, &old).await, 409, "stale");
    let done = program.post_as("kirim-sekali", &path, &wish).await;
    assert_eq!(done.status, 201, "{}", done.text());
    assert_eq!(program.post_as("kirim-sekali", &path, &wish).await.json(), done.json());
    let other = json!({ "session": sessions[1]["id"], "version": review["version"], "declared": true });
    assert!(program.post_as("kirim-sekali", &path, &other).await.status.is_client_error());
    pay(&product, &mut program, &id).await;
    let whole = program.get(&format!("/applications/{id}")).await.json();
    assert_eq!(whole["state"], "scheduled", "{whole}");
    for sheet in ["letter.pdf", "receipt.pdf"] {
        let page = program.get(&format!("/applications/{id}/{sheet}")).await;
        assert_eq!((page.status.as_u16(), header(&page, "content-type")), (200, "application/pdf"), "{sheet}");
        assert!(page.bytes.starts_with(b"%PDF") && header(&page, "cache-control") == "no-store", "{sheet}");
    }
    let knots = program.get(&format!("/applications/{id}/timeline")).await.json();
    let places: Vec<&str> = knots["items"].as_array().expect("knots").iter().filter_map(|k| k["place"].as_str()).collect();
    assert_eq!(&places[..3], ["done", "done", "here"], "{knots}");
    after(&product, &mut program, &id).await;
}

/// A moved visit, the inbox, and the seat given back.
async fn after(product: &Product, program: &mut Program, id: &str) {
    let visit = program.get(&format!("/applications/{id}/visit")).await.json();
    let day = visit["window"]["from"].as_str().expect("a window").to_owned();
    let mut target = Value::Null;
    for ahead in 0..10 {
        let day = kernel::time::add_days(kernel::time::parse_day(&day).expect("a day"), ahead);
        let rows = program.get(&format!("/offices/kanim-maumere/sessions?book=ordinary&day={day}")).await.json();
        if let Some(row) =
            rows["items"].as_array().and_then(|r| r.iter().find(|s| s["free"] != 0 && s["day"] != visit["session"]["day"]))
        {
            target = row["id"].clone();
            break;
        }
    }
    let moved = program.post(&format!("/applications/{id}/visit"), &json!({ "session": target })).await;
    assert_eq!(moved.status, 201, "{}", moved.text());
    is_problem(&program.post(&format!("/applications/{id}/visit"), &json!({ "session": target })).await, 409, "wrong-state");
    product.settle().await;
    let inbox = program.get("/messages?limit=1").await.json();
    let next = inbox["next"].as_str().expect("more than one message").to_owned();
    let second = program.get(&format!("/messages?limit=1&cursor={next}")).await.json();
    assert_ne!(inbox["items"][0]["id"], second["items"][0]["id"]);
    let message = inbox["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    assert!(program.get(&format!("/messages/{message}")).await.json()["lines"].is_array());
    assert_eq!(program.put(&format!("/messages/{message}/read"), &Value::Null).await.status, 204);
    assert_eq!(program.get("/messages?limit=1").await.json()["items"][0]["read"], json!(true));
    let number = program.get(&format!("/applications/{id}")).await.json()["number"].clone();
    let progress = program.post("/progress", &json!({ "number": number, "birth_date": "1998-03-01" })).await;
    assert_eq!(progress.json()["step"], "scheduled", "{}", progress.text());
    is_problem(&program.post("/progress", &json!({ "number": number, "birth_date": "1998-03-02" })).await, 404, "not-found");
    let back = program.post(&format!("/applications/{id}/return"), &Value::Null).await;
    assert_eq!(back.json()["state"], "given_back", "{}", back.text());
    is_problem(&program.post(&format!("/applications/{id}/cancellation"), &Value::Null).await, 409, "wrong-state");
}

#[tokio::test]
async fn an_unpaid_submission_is_cancelled_and_its_seat_is_free_again() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let id = complete(&mut program).await;
    let review = program.get(&format!("/applications/{id}/review")).await.json();
    let sessions = free_sessions(&mut program).await;
    let wish = json!({ "session": sessions[0]["id"], "version": review["version"], "declared": true });
    let page = program.post(&format!("/applications/{id}/submission"), &wish).await;
    assert_eq!(page.status, 201, "{}", page.text());
    let taken = free_sessions(&mut program).await;
    assert_ne!(taken[0]["free"], sessions[0]["free"]);
    is_problem(
        &program.put(&format!("/applications/{id}/office"), &json!({ "code": "kanim-maumere" })).await,
        409,
        "wrong-state",
    );
    let page = program.post(&format!("/applications/{id}/cancellation"), &Value::Null).await;
    assert_eq!(page.json()["state"], "cancelled", "{}", page.text());
    assert_eq!(free_sessions(&mut program).await[0]["free"], sessions[0]["free"]);
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_refused_in_words() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let id = program.begin().await;
    let path = format!("/applications/{id}/papers/identity_card");
    is_problem(&program.file("berkas-rusak", &path, b"not a picture".to_vec()).await, 422, "paper-refused");
    is_problem(&program.file("berkas-kosong", &path, Vec::new()).await, 400, "bad-input");
    is_problem(&program.file("berkas-besar", &path, vec![7; 11 * 1024 * 1024]).await, 413, "too-large");
    let page = program.post(&path, &json!({})).await;
    is_problem(&page, 415, "unsupported-media");
    let list = program.get(&format!("/applications/{id}/papers")).await.json();
    let row = list["items"].as_array().expect("rows").iter().find(|r| r["code"] == "identity_card").cloned();
    assert!(row.is_some_and(|r| r["refused"].is_string() && r["sent"].is_null()), "{list}");
}
