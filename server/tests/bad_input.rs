//! Whatever is sent to the product is answered in words: never a 5xx, nothing typed is lost, a stranger's things are
//! absent, and the log of it all knows nobody's name.
#![expect(clippy::unwrap_used, reason = "what cannot be prepared ends the test")]

use account::{Invite, SampleRefused};
use axum::http::Method;
use harness::{Browser, Page, Product};
use kernel::{
    contact::{Email, Phone},
    ids::{ApplicationId, OfficeCode},
    role::Role,
};
use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
};

const PASSWORD: &str = "kuda-nil-ungu-menari";
const NIK: &str = "5307054103980003";
const FORM: &str = "application/x-www-form-urlencoded";

/// What no field wants. The second says whether a person could have typed it, so that it must be kept.
const HOSTILE: [(&str, bool); 14] = [
    ("\0", false),
    ("a\0b", false),
    ("\u{202e}مرحبا\u{200f}", false),
    ("31/02", true),
    ("53O7O541O398OOO3", true),
    ("I307054103980003", true),
    ("5307 0541 0398", true),
    ("<script>alert(1)</script>", true),
    ("' OR 1=1 --", true),
    ("x\r\nSet-Cookie: a=b", false),
    ("٣٣٣", true),
    ("🙂🙂🙂", true),
    ("-1", true),
    ("99999999999999999999", true),
];

/// A product with all rooms, two citizens and an officer of all roles.
struct Stage {
    product: Product,
    mine: Browser,
    other: Browser,
    officer: Browser,
    id: ApplicationId,
}

async fn signed_in(product: &Product, email: &str, name: &str) -> Browser {
    let house = &product.house;
    let (address, phone) = (Email::parse(email).unwrap(), Phone::parse("081234567890").unwrap());
    let made = house.db.transact::<_, SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, (name, &address, &phone), PASSWORD))
    });
    made.await.unwrap();
    let mut browser = product.browser();
    let page = browser.post("/masuk", &[("surel", email), ("sandi", PASSWORD)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    browser
}

async fn officer(product: &Product) -> Browser {
    let house = &product.house;
    let who = &Invite {
        email: Email::parse("petugas@contoh.id").unwrap(),
        name: "Petugas Contoh".to_owned(),
        office: OfficeCode::parse("kanim-maumere").unwrap(),
        roles: Role::ALL.to_vec(),
    };
    let made = house.db.transact::<_, SampleRefused, _>(|tx| Box::pin(account::create_sample_officer(house, tx, who, PASSWORD)));
    let code = account::sample_code(&made.await.unwrap().unwrap().seed, house.real_now()).unwrap();
    let mut browser = product.browser();
    let page = browser.post("/petugas/masuk", &[("surel", "petugas@contoh.id"), ("sandi", PASSWORD), ("kode", &code)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    browser
}

async fn stage() -> Stage {
    let builder = Product::builder().rooms(roof::rooms::all()).sessions(account::sessions).trial();
    let product = builder.decoder(env!("CARGO_BIN_EXE_mpaspor")).open().await;
    let mut mine = signed_in(&product, "yuliana.sare@contoh.id", "Yuliana Nona Sare").await;
    let other = signed_in(&product, "orang.lain@contoh.id", "Orang Lain").await;
    let officer = officer(&product).await;
    let key = mine.get("/permohonan/baru").await.input("kunci").unwrap();
    let page = mine.post("/permohonan/baru", &[("kunci", &key)]).await;
    let id = ApplicationId::parse(page.location().strip_prefix("/permohonan/").unwrap()).unwrap();
    Stage { product, mine, other, officer, id }
}

/// Never our fault, never a page without words.
fn answered(page: &Page, what: &str) {
    let status = page.status.as_u16();
    assert!(status < 500, "{what}: {status} {}", page.text());
    assert!(!page.says("⟦"), "{what}: a word is missing in {}", page.text());
    let html = page.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap_or_default().starts_with("text/html"));
    if (400..500).contains(&status) {
        let said = if html {
            page.says("<h1")
        } else {
            !page.json()["title"].is_null() || page.json()["message"].is_string() || page.json()["conflict"] == true
        };
        assert!(said, "{what}: {status} says nothing: {}", page.text());
    }
}

/// A field of a form as the page draws it.
struct Drawn {
    name: String,
    value: String,
    typed: bool,
}

/// A form of a page that changes something.
struct Form {
    action: String,
    fields: Vec<Drawn>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&"))
}

fn forms(page: &Page, path: &str) -> Vec<Form> {
    let html = page.text();
    let bodies = html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    bodies
        .filter(|body| body.split('>').next().unwrap_or_default().contains("method=\"post\""))
        .map(|body| {
            let action = attribute(body.split('>').next().unwrap_or_default(), "action");
            let mut fields: Vec<Drawn> = Vec::new();
            for tag in body.split('<').filter(|tag| ["input ", "select ", "textarea "].iter().any(|t| tag.starts_with(t))) {
                let Some(name) = attribute(tag, "name") else { continue };
                let kind = attribute(tag, "type").unwrap_or_default();
                let typed = tag.starts_with("textarea") || ["text", "email", "tel"].contains(&kind.as_str());
                let one_time = tag.contains("one-time-code");
                if fields.iter().all(|f| f.name != name) && kind != "file" {
                    let value = attribute(tag, "value").unwrap_or_default();
                    fields.push(Drawn { name, value, typed: typed && !one_time });
                }
            }
            Form { action: action.unwrap_or_else(|| path.to_owned()), fields }
        })
        .filter(|form| !form.action.starts_with("/percobaan") && !form.action.contains("keluar"))
        .collect()
}

/// Sends every form of a page with every hostile value in each of its fields.
async fn attack(browser: &mut Browser, path: &str) -> usize {
    let page = browser.open(path).await;
    answered(&page, path);
    let mut sent = 0;
    for form in forms(&page, path) {
        for (at, field) in form.fields.iter().enumerate() {
            for (value, typable) in HOSTILE {
                let filled: Vec<(&str, &str)> = form
                    .fields
                    .iter()
                    .enumerate()
                    .map(|(other, f)| (f.name.as_str(), if other == at { value } else { f.value.as_str() }))
                    .collect();
                let answer = browser.post(&form.action, &filled).await;
                let what = format!("{} with {value:?} in {}", form.action, field.name);
                answered(&answer, &what);
                let drawn_again = answer.says(&format!("name=\"{}\"", field.name)) && answer.status == 422;
                if drawn_again && typable && field.typed {
                    let shown = answer.text().replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'");
                    assert!(shown.contains(value), "{what} is lost: {}", answer.text());
                }
                sent += 1;
            }
        }
        sent += crooked(browser, &form).await;
    }
    sent
}

/// Bodies that no browser makes of this form.
async fn crooked(browser: &mut Browser, form: &Form) -> usize {
    let name = form.fields.first().map_or("x", |f| f.name.as_str());
    let long = format!("{name}={}", "9".repeat(100_000));
    let huge = format!("{name}={}", "9".repeat(300_000));
    let bodies: [(&str, Vec<u8>, Option<u16>); 10] = [
        (FORM, format!("{name}=1&{name}=2").into_bytes(), Some(400)),
        (FORM, b"tidak-ada-isian-ini=1".to_vec(), Some(400)),
        (FORM, format!("{name}=%ff%fe").into_bytes(), Some(400)),
        (FORM, format!("{name}=%").into_bytes(), None),
        (FORM, b"\xff\xfe\x00\x01".to_vec(), Some(400)),
        (FORM, long.into_bytes(), None),
        (FORM, huge.into_bytes(), Some(413)),
        ("application/json", b"{\"a\": ".to_vec(), Some(415)),
        ("text/plain", b"halo".to_vec(), Some(415)),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken".to_vec(), Some(415)),
    ];
    let count = bodies.len();
    for (kind, body, wanted) in bodies {
        let what = format!("{} as {kind}: {}", form.action, String::from_utf8_lossy(&body[..body.len().min(40)]));
        let answer = browser.send(Method::POST, &form.action, Some(kind), body).await;
        answered(&answer, &what);
        if let Some(wanted) = wanted {
            let status = answer.status.as_u16();
            // a form that is not this visitor's turn may say so first
            assert!(status == wanted || [303, 404, 409].contains(&status), "{what}: {status} {}", answer.text());
        }
    }
    count
}

#[tokio::test]
async fn every_form_answers_hostile_values_in_words_and_keeps_what_was_typed() {
    let mut stage = stage().await;
    let id = &stage.id;
    let mut sent = 0;
    for path in ["/lupa", "/masuk", "/petugas/masuk", "/daftar", "/lacak"] {
        sent += attack(&mut stage.product.browser(), path).await;
    }
    let steps: Vec<String> = catalogue::current(&stage.product.house).steps().iter().map(|s| s.code.clone()).collect();
    let mut pages: Vec<String> = steps.iter().map(|step| format!("/permohonan/{id}/isi/{step}")).collect();
    for rest in ["", "/periksa", "/paspor", "/kantor", "/tinjau", "/jadwal", "/batal", "/berkas", "/sengketa-nik", "/cocok"] {
        pages.push(format!("/permohonan/{id}{rest}"));
    }
    pages.extend(["/akun/surel", "/akun/telepon", "/permohonan/baru"].map(str::to_owned));
    for path in &pages {
        sent += attack(&mut stage.mine, path).await;
    }
    for path in ["/petugas/masuk-antre", "/petugas/admin/jejak"] {
        sent += attack(&mut stage.officer, path).await;
    }
    assert!(sent > 800, "{sent} requests are too few: forms were not found");
}

#[tokio::test]
async fn autosave_uploads_queries_and_partners_answer_hostile_values_in_words() {
    let mut stage = stage().await;
    let id = stage.id.clone();
    let save = format!("/permohonan/{id}/simpan");
    for (value, _) in HOSTILE {
        for field in ["full_name", "nik", "birth_date", "sex", "tidak_ada", value] {
            for version in ["0", value] {
                let fields = [("field", field), ("value", value), ("versi", version)];
                answered(&stage.mine.post(&save, &fields).await, &format!("autosave of {field:?} {value:?}"));
            }
        }
        let encoded: String = value.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}"));
        for page in ["/kantor", "/lacak", "/masuk", "/permohonan", "/petugas/hari-ini", "/petugas/keuangan", "/biaya", "/bantuan"]
        {
            for key in ["kembali", "cari", "bahasa", "status", "kasus", "nomor", "wilayah"] {
                let path = format!("{page}?{key}={encoded}");
                answered(&stage.officer.get(&path).await, &path);
                answered(&stage.mine.get(&path).await, &path);
            }
        }
    }
    let paper = format!("/permohonan/{id}/berkas/identity_card");
    for (name, kind, bytes) in
        [("a\u{202e}gpj.exe", "image/jpeg", &b"MZ"[..]), ("../../x", "text/html", b"<script>"), ("kosong", "image/png", b"")]
    {
        let page = stage.mine.upload(&paper, "berkas", (name, kind, bytes), &[]).await;
        answered(&page, name);
        assert!(page.status.is_client_error(), "{name}: {}", page.status);
    }
    for (kind, body) in
        [("multipart/form-data", &b""[..]), ("multipart/form-data; boundary=b", b"--b\r\n\r\n"), ("image/png", b"x")]
    {
        let page = stage.mine.send(Method::POST, &paper, Some(kind), body.to_vec()).await;
        answered(&page, kind);
        assert!(page.status.is_client_error(), "{kind}: {}", page.status);
    }
    for body in [&b"{"[..], b"", b"null", b"[1,2]", b"\xff\xfe", b"{\"billingCode\": {\"a\": 1e999}}"] {
        let page = stage.product.partner().send(Method::POST, "/bill/v1/notify", Some("application/json"), body.to_vec()).await;
        answered(&page, "a notice");
        assert!(page.status.is_client_error(), "{}", page.status);
    }
}

#[tokio::test]
async fn bad_cookies_headers_and_methods_are_refused_or_ignored() {
    let stage = stage().await;
    for value in ["%00", "", "a=b", "\"x\"", "../..", &"x".repeat(8_000)] {
        let mut browser = stage.product.browser();
        for name in ["__Host-mp", "__Host-mp-petugas", "__Host-mp-bahasa", "__Host-mp-alur", "__Host-mp-perangkat"] {
            browser.set_cookie(name, value);
        }
        for path in ["/", "/permohonan", "/petugas", "/daftar/kode", "/lupa/kode"] {
            answered(&browser.get(path).await, &format!("{path} with the cookie {value:.20}"));
        }
    }
    for (name, value) in [
        ("accept", "application/json; q=\"\\"),
        ("accept-language", ";;;q=9"),
        ("x-forwarded-for", "<script>, 1.2.3.4"),
        ("content-type", ";;="),
        ("user-agent", "\"'<>%00"),
        ("if-none-match", "W/\"\\"),
        ("range", "bytes=9-1"),
    ] {
        let mut browser = stage.mine.clone();
        browser.always(name, value);
        for path in ["/", "/permohonan", "/akun/perangkat"] {
            answered(&browser.get(path).await, &format!("{path} with {name}: {value}"));
        }
    }
    let mut strange = stage.mine.clone();
    strange.always("sec-fetch-site", "cross-site");
    strange.always("origin", "https://jahat.example");
    let page = strange.post("/akun/perangkat", &[]).await;
    answered(&page, "from another site");
    assert_eq!(page.status, 403);
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::POST] {
        let page = stage.mine.clone().send(method.clone(), "/kantor", Some(FORM), Vec::new()).await;
        answered(&page, method.as_str());
        assert_eq!(page.status, 405, "{method}");
    }
}

/// All addresses below an application, as the rooms mount them.
fn addresses() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let routes = text.split(".route(\"/").skip(1).filter_map(|rest| rest.split('"').next());
                found.extend(routes.filter(|route| route.contains('{')).map(|route| format!("/{route}")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../rooms"), &mut found);
    found.retain(|route| !route.starts_with("/lihat") && !route.contains('*'));
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn ids_that_are_none_are_absent_in_every_address() {
    let stage = stage().await;
    let long = "a".repeat(500);
    for route in addresses() {
        for bad in ["bukan-id", "%00", "%ff", "..%2f..%2fetc", "0", "%E2%80%AE", "{id}", long.as_str()] {
            let path: String =
                route.split('/').map(|part| if part.starts_with('{') { bad } else { part }).collect::<Vec<_>>().join("/");
            for mut browser in [stage.mine.clone(), stage.officer.clone()] {
                let page = browser.get(&path).await;
                answered(&page, &path);
                assert!(!page.status.is_success() || route.contains("masalah"), "{path}: {}", page.status);
                answered(&browser.post(&path, &[]).await, &path);
            }
        }
    }
}

#[tokio::test]
async fn what_belongs_to_somebody_else_answers_as_what_is_not_there() {
    let mut stage = stage().await;
    let (mine, absent) = (stage.id.clone(), ApplicationId::mint(stage.product.house.real_now(), &kernel::chance::SystemChance));
    let routes: Vec<String> = addresses().into_iter().filter(|route| route.starts_with("/permohonan/{id}")).collect();
    assert!(routes.len() > 20, "{routes:?}");
    for route in routes {
        let path = |id: &ApplicationId| {
            let fill = [("{id}", id.as_str()), ("{step}", "name"), ("{code}", "identity_card"), ("{page}", "1")];
            fill.iter().fold(route.clone(), |path, (name, value)| path.replace(name, value))
        };
        let plain = |page: &Page, id: &ApplicationId| {
            let text = page.text().replace(id.as_str(), "ID");
            // the nonce of the content policy is drawn anew for each page
            text.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest).to_owned()).collect::<Vec<_>>()
        };
        for fields in [None, Some(vec![]), Some(vec![("field", "full_name"), ("value", "Ani"), ("versi", "1")])] {
            let mut answers = Vec::new();
            for id in [&mine, &absent] {
                let page = match &fields {
                    None => stage.other.get(&path(id)).await,
                    Some(fields) => stage.other.post(&path(id), fields).await,
                };
                answered(&page, &path(id));
                assert!(!page.status.is_success(), "{}: {}", path(id), page.status);
                answers.push((page.status, page.location().replace(id.as_str(), "ID"), plain(&page, id)[1..].to_vec()));
            }
            assert_eq!(answers[0], answers[1], "{route} {fields:?}");
        }
    }
    assert_eq!(stage.mine.get(&format!("/permohonan/{mine}")).await.status, 200, "its owner sees it");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_knows_nobody() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG).with_writer(move || writer.clone()).init();
    let mut stage = stage().await;
    let mut newcomer = stage.product.browser();
    let form = [("nama", "Agnes Wea Bhoki"), ("surel", "agnes.bhoki@contoh.id"), ("telepon", "081339001256")];
    let form: Vec<(&str, &str)> = form.into_iter().chain([("sandi", PASSWORD), ("setuju", "ya")]).collect();
    assert_eq!(newcomer.post("/daftar", &form).await.status, 303);
    stage.product.settle().await;
    let code = stage.product.outside.mailer.code_for("agnes.bhoki@contoh.id");
    assert_eq!(newcomer.post("/daftar/kode", &[("kode", &code)]).await.status, 303);
    stage.product.browser().post("/masuk", &[("surel", "agnes.bhoki@contoh.id"), ("sandi", "salah-salah-salah")]).await;
    let save = format!("/permohonan/{}/simpan", stage.id);
    for (field, value) in [("full_name", "Yuliana Nona Sare"), ("nik", NIK), ("ktp_address", "Jalan Mawar Nomor Satu")] {
        let page = stage.mine.post(&save, &[("field", field), ("value", value), ("versi", "0")]).await;
        assert!(page.status.is_success(), "{field}: {} {}", page.status, page.text());
    }
    let paper = format!("/permohonan/{}/berkas/identity_card", stage.id);
    stage.mine.upload(&paper, "berkas", ("ktp yuliana sare.jpg", "image/jpeg", b"bukan gambar"), &[]).await;
    stage.mine.get(&format!("/permohonan/{}/periksa", stage.id)).await;
    stage.mine.get(&format!("/lacak?nomor={NIK}")).await;
    stage.officer.post("/petugas/masuk-antre", &[("kode", NIK)]).await;
    stage.product.later(kernel::time::DAY).await;
    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).to_lowercase();
    assert!(text.contains("/permohonan/{id}/simpan"), "the log was heard");
    for secret in
        [NIK, "yuliana", "nona sare", "agnes", "bhoki", "contoh.id", "339001256", "mawar", PASSWORD, "salah-salah", code.as_str()]
    {
        let at = text.find(&secret.to_lowercase());
        assert!(
            at.is_none(),
            "{secret} stands in the log: {}",
            &text[at.unwrap_or(0).saturating_sub(200)..][..400.min(text.len())]
        );
    }
}

#[tokio::test]
async fn metrics_and_health_stand_on_a_port_of_their_own_and_know_nobody() {
    let watching = roof::watch::collect().unwrap();
    let mut stage = stage().await;
    stage.mine.get(&format!("/permohonan/{}", stage.id)).await;
    let watch = roof::watch::routes(stage.product.house.clone(), watching);
    let ask = async |path: &str| {
        let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(watch.clone(), request).await.unwrap();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert_eq!(ask("/health").await, "ok\n");
    assert_eq!(ask("/ready").await, "ready\n");
    let numbers = ask("/metrics").await;
    assert!(numbers.contains("http_request_seconds") && numbers.contains("route=\"/permohonan/{id}\""), "{numbers}");
    for secret in [stage.id.as_str(), "yuliana", "contoh.id"] {
        assert!(!numbers.contains(secret), "{secret}: {numbers}");
    }
    for path in ["/metrics", "/health", "/ready"] {
        assert_eq!(stage.product.browser().get(path).await.status, 404, "{path} is not for citizens");
        assert_eq!(stage.product.papers().get(path).await.status, 404, "{path} is not for papers");
        assert_eq!(stage.product.partner().get(path).await.status, 404, "{path} is not for partners");
    }
}
