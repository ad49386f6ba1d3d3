//! Requests made by chance from our own description: good ones, nearly good ones and hostile ones. Whatever comes, the
//! answer is one that the description names, and never our fault.
//!
//! `MPASPOR_FUZZ` says how many (20,000 unless told); the chance is the same each time.

mod chance;
mod schema;

use crate::scene::{self, EMAIL, Program};
use chance::Chance;
use harness::{Page, Product};
use http::Method;
use kernel::time::MINUTE;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const COUNT: usize = 20_000;
/// Requests between two steps of the clock, so that no quota is used up for long.
const BURST: usize = 100;

#[expect(clippy::disallowed_methods, reason = "the suite says by a variable how long it may take")]
fn count() -> usize {
    std::env::var("MPASPOR_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(COUNT)
}

/// One operation as the description has it.
struct Operation {
    id: String,
    verb: String,
    path: String,
    described: Value,
}

/// What is known to be there.
struct Pool {
    words: BTreeMap<String, Vec<String>>,
    token: String,
}

/// A request.
struct Request {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    content: Option<String>,
    body: Vec<u8>,
}

impl Pool {
    fn word(&self, chance: &mut Chance, name: &str) -> String {
        let known = self.words.get(name).filter(|_| chance.one_in(3) || chance.one_in(2));
        match known {
            Some(all) => chance.pick(all).clone(),
            None => chance.hostile(),
        }
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    let of = |(path, verbs): (&String, &Value)| -> Vec<Operation> {
        let verbs = verbs.as_object().expect("verbs");
        let one = |(verb, described): (&String, &Value)| Operation {
            id: described["operationId"].as_str().unwrap_or_default().to_owned(),
            verb: verb.to_uppercase(),
            path: path.clone(),
            described: described.clone(),
        };
        verbs.iter().map(one).collect()
    };
    paths.iter().flat_map(of).collect()
}

/// Operations that cost a hash, a decoder or a long answer are asked more rarely.
fn is_dear(id: &str) -> bool {
    matches!(id, "token-create" | "token-end" | "paper-send" | "openapi" | "progress" | "offices")
}

fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_.".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

fn value(chance: &mut Chance, pool: &Pool, document: &Value, schema: &Value, name: &str) -> Value {
    let schema = schema::resolved(document, schema);
    if chance.one_in(25) {
        return chance.other_value();
    }
    let kinds = schema::kinds(schema);
    if kinds.contains(&"null") && chance.one_in(2) {
        return Value::Null;
    }
    match kinds.first() {
        Some(&"integer") => json!(*chance.pick(&[0_i64, 1, 2, 3, -1, i64::MAX, 1_000_000])),
        Some(&"boolean") => json!(!chance.one_in(4)),
        Some(&"object") => {
            let none = Map::new();
            let fields = schema["properties"].as_object().unwrap_or(&none);
            let mut all: Map<String, Value> =
                fields.iter().map(|(n, s)| (n.clone(), value(chance, pool, document, s, n))).collect();
            if chance.one_in(12) {
                all.insert(chance.hostile().chars().take(40).collect(), chance.other_value());
            }
            Value::Object(all)
        }
        _ => Value::String(pool.word(chance, name)),
    }
}

fn document_body(chance: &mut Chance, pool: &Pool, document: &Value, schema: &Value) -> Vec<u8> {
    let whole = value(chance, pool, document, schema, "");
    let mut text = whole.to_string();
    match chance.below(40) {
        0 => text.truncate(text.len() / 2),
        1 => text = text.replacen('{', "{\"version\":0,\"value\":\"x\",\"code\":\"x\",", 1),
        2 => text.push('}'),
        3 => return [text.as_bytes(), b"\xff\xfe\"}"].concat(),
        4 => text = "[".repeat(10_000),
        _ => {}
    }
    text.into_bytes()
}

fn path_of(chance: &mut Chance, pool: &Pool, operation: &Operation) -> String {
    let mut path = String::new();
    for (at, piece) in operation.path.split('/').enumerate() {
        if at > 0 {
            path.push('/');
        }
        match piece.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            None => path.push_str(piece),
            Some(_) if chance.one_in(60) => path.push_str("%FF%C0%80"),
            Some(name) => {
                let name = match () {
                    () if operation.path.contains("/messages") => "message",
                    () if operation.path.contains("/days") => "information-day",
                    () => name,
                };
                let word: String = pool.word(chance, name).chars().take(1_000).collect();
                path.push_str(&encoded(if word.is_empty() || word == "." || word == ".." { "x" } else { &word }));
            }
        }
    }
    path
}

fn query_of(chance: &mut Chance, pool: &Pool, operation: &Operation) -> String {
    let none = Vec::new();
    let params = operation.described["parameters"].as_array().unwrap_or(&none);
    let mut pairs = Vec::new();
    for param in params.iter().filter(|p| p["in"] == "query") {
        if param["required"] == true || chance.one_in(3) {
            let name = param["name"].as_str().unwrap_or_default();
            let known = param["schema"]["enum"].as_array().filter(|_| !chance.one_in(6));
            let known = known.and_then(|words| chance.pick(words).as_str().map(str::to_owned));
            let word: String = known.unwrap_or_else(|| pool.word(chance, name)).chars().take(1_500).collect();
            pairs.push(format!("{name}={}", encoded(&word)));
        }
    }
    match chance.below(40) {
        0 => pairs.push(format!("{}=1", encoded(&chance.hostile().chars().take(50).collect::<String>()))),
        1 => pairs.extend(pairs.first().cloned()),
        2 => pairs.push("q=%FF".to_owned()),
        3 => pairs.push("bahasa=en".to_owned()),
        _ => {}
    }
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn made(chance: &mut Chance, pool: &Pool, document: &Value, operation: &Operation) -> Request {
    let mut headers = Vec::new();
    match chance.below(20) {
        0 => {}
        1 => headers.push(("authorization", format!("Bearer {}", "ab".repeat(32)))),
        2 => headers.push(("authorization", "Basic eDp5".to_owned())),
        // all further requests need the token
        _ if operation.id == "token-end" => {}
        _ => headers.push(("authorization", format!("Bearer {}", pool.token))),
    }
    match chance.below(20) {
        0 => {}
        1 => headers.push(("idempotency-key", chance.pick(&["x", "", "ada spasi", "\"\"", "kunci-sama"]).to_string())),
        _ => headers.push(("idempotency-key", format!("k-{:016x}", chance.next()))),
    }
    let content = &operation.described["requestBody"]["content"];
    let (mut kind, body) = if content["application/json"].is_object() {
        let schema = &content["application/json"]["schema"];
        (Some("application/json".to_owned()), document_body(chance, pool, document, schema))
    } else if content.is_object() {
        let kinds = ["image/jpeg", "image/png", "application/pdf", "multipart/form-data; boundary=x", "multipart/form-data"];
        (Some(chance.pick(&kinds).to_string()), chance.bytes())
    } else if operation.verb == "GET" || !chance.one_in(10) {
        (None, Vec::new())
    } else {
        (None, chance.bytes())
    };
    if chance.one_in(30) {
        kind = Some(
            chance.pick(&["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=latin1"]).to_string(),
        );
    }
    let path = format!("{}{}", path_of(chance, pool, operation), query_of(chance, pool, operation));
    let method = Method::from_bytes(operation.verb.as_bytes()).expect("a method");
    Request { method, path, headers, content: kind, body }
}

/// What is wrong with an answer, by the description.
fn fault(document: &Value, operation: &Operation, page: &Page) -> Option<String> {
    let status = page.status.as_u16();
    if status >= 500 {
        return Some(format!("our fault: {}", page.text()));
    }
    let described = &operation.described["responses"][status.to_string()];
    if described.is_null() {
        return Some(format!("status {status} is not described: {}", page.text()));
    }
    let kind = page.headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let content = &described["content"];
    if content.is_null() {
        return (!page.bytes.is_empty()).then(|| format!("{status} has a body: {}", page.text()));
    }
    if !content[kind].is_object() {
        return Some(format!("{status} comes as {kind:?}: {}", page.text()));
    }
    for name in ["ratelimit", "ratelimit-policy"] {
        if page.headers.get(name).is_none() && status != 403 {
            return Some(format!("{status} has no {name}: {}", page.text()));
        }
    }
    if kind == "application/pdf" {
        return None;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&page.bytes) else { return Some(format!("{status} is no JSON")) };
    if page.text().contains('⟦') {
        return Some(format!("a word is missing: {}", page.text()));
    }
    schema::fault(document, &content[kind]["schema"], &body).map(|f| format!("{status}: {f}: {}", page.text()))
}

async fn pool(product: &Product, program: &mut Program) -> Pool {
    let first = program.begin().await;
    let second = program.begin().await;
    let page =
        program.put(&format!("/applications/{first}/answers/nik"), &json!({ "value": "5307054103980003", "version": 0 })).await;
    assert_eq!(page.status, 200);
    let own = |page: &Page, key: &str| -> Vec<String> {
        let rows = page.json()["items"].as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(|r| r[key].as_str().map(str::to_owned)).collect()
    };
    let papers = own(&program.get(&format!("/applications/{first}/papers")).await, "code");
    let sessions = own(&program.get("/offices/kanim-maumere/sessions?book=ordinary&day=2026-10-08").await, "id");
    let pages = program.get("/form?limit=100").await.json();
    let fields =
        pages["items"].as_array().expect("pages").iter().flat_map(|p| p["fields"].as_array().cloned().unwrap_or_default());
    let fields: Vec<String> = fields.filter_map(|f| f["field"].as_str().map(str::to_owned)).collect();
    outreach::create_sample_days(&product.house).await.expect("the sample days are made");
    let days = own(&program.get("/days").await, "id");
    product.settle().await;
    let token = program.post("/token", &json!({ "email": EMAIL, "password": scene::PASSWORD })).await.json();
    let token = token["token"].as_str().expect("a token").to_owned();
    let text = |all: &[&str]| -> Vec<String> { all.iter().map(|t| (*t).to_owned()).collect() };
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, all) in [
        ("id", vec![first, second]),
        ("paper", papers),
        ("session", sessions),
        ("field", fields),
        ("information-day", days),
        ("regency", text(&["5307", "3275"])),
        ("phone", text(&["081234567890"])),
        ("message", own(&program.get("/messages").await, "id")),
        ("office", text(&["kanim-maumere", "kanim-kupang"])),
        ("category", text(&["new_adult", "replacement_adult"])),
        ("page", text(&["1", "2"])),
        ("code", text(&["ordinary_10", "electronic_10", "kanim-maumere"])),
        ("book", text(&["ordinary", "electronic"])),
        ("type", text(&["ordinary_5", "electronic_10", "polycarbonate_5"])),
        ("day", text(&["2026-10-08", "2026-02-31", "31/02/2026"])),
        ("month", text(&["2026-10", "2026-13"])),
        ("parent", text(&["53", "5307"])),
        ("near", text(&["5307"])),
        ("q", text(&["maumere", "kupang"])),
        ("province", text(&["Nusa Tenggara Timur"])),
        ("limit", text(&["1", "5", "100"])),
        ("cursor", text(&["kanim-maumere", "SG", "53"])),
        ("value", text(&["Maumere", "self", "1998-03-01", "53O7O54I03980003", "+1 202 555 0100", "yes", "SG"])),
        ("number", text(&["6262000000000000"])),
        ("birth_date", text(&["1998-03-01", "1998-02-31"])),
        ("email", text(&["tiada@contoh.id"])),
        ("password", text(&["kuda payung sendok merah"])),
        ("name", text(&["uji"])),
    ] {
        if !all.is_empty() {
            words.insert(name.to_owned(), all);
        }
    }
    Pool { words, token }
}

#[tokio::test]
async fn no_request_from_our_own_description_is_answered_otherwise_than_it_says() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    let pool = pool(&product, &mut program).await;
    let document = Program::stranger(&product).get("/openapi.json").await.json();
    let operations = operations(&document);
    let (cheap, dear): (Vec<&Operation>, Vec<&Operation>) = operations.iter().partition(|o| !is_dear(&o.id));
    let mut chance = Chance::seeded(20_261_005);
    let mut seen: BTreeMap<(String, u16), usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for at in 0..count() {
        if at % BURST == 0 {
            product.clock.advance(MINUTE + 1);
        }
        let operation = if chance.one_in(60) { chance.pick(&dear) } else { chance.pick(&cheap) };
        let request = made(&mut chance, &pool, &document, operation);
        let mut browser = product.browser();
        browser.always("accept-language", "en");
        for (name, text) in &request.headers {
            browser.always(name, text);
        }
        let shown = format!("{} {}", request.method, request.path.chars().take(200).collect::<String>());
        let page = browser.send(request.method, &request.path, request.content.as_deref(), request.body).await;
        *seen.entry((operation.id.clone(), page.status.as_u16())).or_default() += 1;
        if let Some(fault) = fault(&document, operation, &page) {
            faults.push(format!("{} ({shown}): {}", operation.id, fault.chars().take(600).collect::<String>()));
        }
        if faults.len() >= 20 {
            break;
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let good = |id: &str| seen.iter().any(|((known, status), _)| known == id && *status < 300);
    let reached = operations.iter().filter(|o| good(&o.id)).count();
    println!("{} requests, {reached} of {} operations reached their good answer; {seen:?}", count(), operations.len());
    assert!(reached * 2 >= operations.len() || count() < 5_000, "{reached} of {}", operations.len());
}
