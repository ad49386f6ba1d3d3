//! The outside, tried through its doors: HTTP, SMTP and the methods that mirror its buttons.

use super::*;
use kernel::time::{FakeClock, HOUR, MINUTE, Timestamp};
use serde_json::{Value, json};
use std::path::Path;
use vault::partner::{Signed, message_id};

mod bank;
mod mail;
mod notices;
mod pages;
mod registers;
mod restart;
mod treasury;

const BILLING: &str = "secret of billing";
const REGISTER: &str = "secret of registers";

/// 2026-10-05 09:15:30 in Jakarta, a Monday.
fn morning() -> Timestamp {
    Timestamp::parse_rfc3339("2026-10-05T09:15:30+07:00").unwrap()
}

/// A running outside with a clock that stands still, and a partner that signs.
struct Stage {
    world: World,
    clock: Arc<FakeClock>,
    http: reqwest::Client,
    _folder: Option<tempfile::TempDir>,
}

/// An answer with its parts.
struct Got {
    status: u16,
    body: String,
    genuine: bool,
    id: String,
    /// When it was signed, as it says.
    stamp: String,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FakeClock::at(morning()));
        let stage = Self::in_folder(folder.path(), clock).await;
        Self { _folder: Some(folder), ..stage }
    }

    async fn in_folder(folder: &Path, clock: Arc<FakeClock>) -> Self {
        let local = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = WorldConfig {
            data_dir: folder.to_owned(),
            listen: local,
            smtp_listen: local,
            notify_url: String::new(),
            billing_secret: BILLING.to_owned(),
            register_secret: REGISTER.to_owned(),
            client: "mpaspor".to_owned(),
        };
        let world = World::start(config, clock.clone()).await.unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { world, clock, http, _folder: None }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.world.http_addr())
    }

    async fn call(&self, method: &str, path: &str, body: &str) -> Got {
        self.call_with(method, path, body, &message_id(self.clock.now()), 0, None).await
    }

    async fn call_with(&self, method: &str, path: &str, body: &str, id: &str, skew: i64, secret: Option<&str>) -> Got {
        let register = !path.starts_with("/bill/");
        let key = if register { REGISTER } else { BILLING };
        let timestamp = WireTime(self.clock.now().plus(skew)).text();
        let target = format!("{method} {path}");
        let signed = Signed { client: "mpaspor", id, timestamp: &timestamp, target: &target, body: body.as_bytes() };
        let prefix = if register { "X-" } else { "X-Bill-" };
        let answer = self
            .http
            .request(method.parse().unwrap(), self.url(path))
            .header(format!("{prefix}Client"), "mpaspor")
            .header(format!("{prefix}Id"), id)
            .header(format!("{prefix}Timestamp"), &timestamp)
            .header(format!("{prefix}Signature"), signed.sign(secret.unwrap_or(key)))
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let header = |name: &str| {
            let value = answer.headers().get(format!("{prefix}{name}"));
            value.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (client, id, timestamp, signature) = (header("Client"), header("Id"), header("Timestamp"), header("Signature"));
        let body = answer.text().await.unwrap();
        let target = format!("RESPONSE {status}");
        let signed = Signed { client: &client, id: &id, timestamp: &timestamp, target: &target, body: body.as_bytes() };
        let genuine = signed.verify(key, &signature);
        Got { status, genuine, id, stamp: timestamp, body }
    }

    /// Makes a billing of Rp650.000 that may be paid for two hours; returns its code.
    async fn billing(&self, trx: &str) -> String {
        let got = self.call("POST", "/bill/v1/billings", &self.request(trx).to_string()).await;
        assert_eq!(got.status, 201, "{}", got.body);
        got.json()["billingCode"].as_str().unwrap().to_owned()
    }

    fn request(&self, trx: &str) -> Value {
        json!({
            "trxIdKl": trx, "kl": "137", "echelon1": "04", "workUnit": "409123", "payerName": "YULIANA NONA LERO",
            "currency": "IDR", "amount": 650_000, "expiresAt": WireTime(self.clock.now().plus(2 * HOUR)).text(),
            "lines": [{ "tariffCode": "P48", "account": "425214", "tariff": 650_000, "volume": 1, "unit": "buku", "total": 650_000 }],
        })
    }

    async fn state(&self, code: &str) -> String {
        self.call("GET", &format!("/bill/v1/billings/{code}"), "").await.json()["state"].as_str().unwrap().to_owned()
    }

    async fn page(&self, path: &str) -> (u16, String) {
        let answer = self.http.get(self.url(path)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Presses a button: the status, and where it leads or what the page says.
    async fn press(&self, path: &str, form: &str) -> (u16, String) {
        let request = self.http.post(self.url(path)).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(form.to_owned()).send().await.unwrap();
        let status = answer.status().as_u16();
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (status, if let Some(to) = to { to } else { answer.text().await.unwrap() })
    }
}

const FIVE_MINUTES: i64 = 5 * MINUTE;
