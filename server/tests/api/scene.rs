//! A product with all rooms, somebody with an account, and a program that speaks for her.

use harness::{Browser, Page, Product};
use http::Method;
use kernel::contact::{Email, Phone};
use kernel::time::{Zone, add_days};
use serde_json::{Value, json};
use store::{Actor, Ask as _, StoreError};

/// A password nobody refuses.
pub const PASSWORD: &str = "kuda payung sendok biru";
/// Her address.
pub const EMAIL: &str = "yuliana@contoh.id";

/// The whole product, with Maumere's calendar open.
pub async fn product() -> Product {
    let builder = Product::builder().rooms(roof::rooms::all()).sessions(account::sessions).frames(notification::frames);
    let product = builder.trial().decoder(env!("CARGO_BIN_EXE_mpaspor")).open().await;
    let (house, catalogue) = (product.house.clone(), catalogue::current(&product.house));
    let office = kernel::ids::OfficeCode::parse("kanim-maumere").expect("a code");
    let opened = house.db.transact::<_, StoreError, _>(|tx| {
        let (catalogue, office) = (&catalogue, &office);
        Box::pin(async move {
            let today = tx.now().day_in(Zone::Wita);
            schedule::open_calendar(tx, catalogue, office, today, add_days(today, 40), &Actor::Operator).await
        })
    });
    opened.await.expect("the calendar opens");
    product
}

/// Makes an account.
pub async fn account(product: &Product, email: &str) {
    let (email, phone) = (Email::parse(email).expect("an address"), Phone::parse("081234567890").expect("a number"));
    let house = &product.house;
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, ("Yuliana Nona Sare", &email, &phone), PASSWORD))
    });
    made.await.expect("the database answers");
}

/// A program.
pub struct Program {
    pub browser: Browser,
    keys: usize,
}

impl Program {
    /// One without a token.
    pub fn stranger(product: &Product) -> Self {
        let mut browser = product.browser();
        browser.always("accept-language", "en");
        Self { browser, keys: 0 }
    }

    /// One with a token of a new account.
    pub async fn of(product: &Product, email: &str) -> Self {
        account(product, email).await;
        let mut program = Self::stranger(product);
        let page = program.post("/token", &json!({ "email": email, "password": PASSWORD, "name": "uji" })).await;
        assert_eq!(page.status, 201, "{}", page.text());
        program.carry(page.json()["token"].as_str().expect("a token"));
        program
    }

    /// Carries a token from now on.
    pub fn carry(&mut self, token: &str) {
        self.browser.always("authorization", &format!("Bearer {token}"));
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.browser.get(&format!("/api/v1{path}")).await
    }

    async fn send(&mut self, method: Method, path: &str, body: &Value) -> Page {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.browser.send(method, &format!("/api/v1{path}"), Some("application/json"), bytes).await
    }

    /// A POST with a fresh key.
    pub async fn post(&mut self, path: &str, body: &Value) -> Page {
        self.keys += 1;
        let key = format!("kunci-uji-{:08}", self.keys);
        self.post_as(&key, path, body).await
    }

    /// A POST with this key.
    pub async fn post_as(&mut self, key: &str, path: &str, body: &Value) -> Page {
        self.browser.always("idempotency-key", key);
        self.send(Method::POST, path, body).await
    }

    pub async fn put(&mut self, path: &str, body: &Value) -> Page {
        self.send(Method::PUT, path, body).await
    }

    pub async fn delete(&mut self, path: &str) -> Page {
        self.send(Method::DELETE, path, &Value::Null).await
    }

    /// A POST whose body is a file.
    pub async fn file(&mut self, key: &str, path: &str, bytes: Vec<u8>) -> Page {
        self.browser.always("idempotency-key", key);
        self.browser.send(Method::POST, &format!("/api/v1{path}"), Some("image/jpeg"), bytes).await
    }

    /// Begins an application.
    pub async fn begin(&mut self) -> String {
        let page = self.post("/applications", &Value::Null).await;
        assert_eq!(page.status, 201, "{}", page.text());
        page.json()["id"].as_str().expect("an id").to_owned()
    }
}

/// A problem of this code, as the description says.
pub fn is_problem(page: &Page, status: u16, code: &str) {
    assert_eq!(page.status, status, "{}", page.text());
    let kind = page.headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
    assert_eq!(kind, "application/problem+json", "{}", page.text());
    let body = page.json();
    assert_eq!(body["code"], code, "{body}");
    assert_eq!(body["type"], format!("http://localhost:8080/masalah/{code}"));
    assert_eq!(body["status"], status);
    assert!(!body["detail"].as_str().unwrap_or("⟦").contains('⟦'), "{body}");
}

/// A header's text.
pub fn header<'p>(page: &'p Page, name: &str) -> &'p str {
    page.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}
