//! The one way to call a partner over HTTP: signed question, signed answer, bounded in time and size.
//!
//! An answer counts only when its signature is good and names our message's id. Since the id is new for every message, an
//! old answer cannot be played again, and the answer's own timestamp needs no window.

use crate::{LARGEST_BODY, PartnerError, breaker::Breaker, form};
use kernel::{
    config::{Partner, Secret},
    time::Clock,
};
use reqwest::{Method, Url, header::HeaderMap};
use serde::Deserialize;
use std::{
    error::Error as _,
    sync::Arc,
    time::{Duration, Instant},
};
use vault::partner::{Signed, message_id};

/// Pauses before the retries of a call that certainly was not sent.
const QUICK_RETRIES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(300)];

/// How long a call may take.
#[derive(Clone, Copy)]
pub struct Patience {
    pub connect: Duration,
    pub total: Duration,
}

/// Below the patience of a person in front of a page.
pub const PATIENCE: Patience = Patience { connect: Duration::from_secs(2), total: Duration::from_secs(8) };

/// Builds the HTTP client. The only place in the product that does.
pub fn http_client(patience: Patience) -> Result<reqwest::Client, String> {
    reqwest::Client::builder()
        .connect_timeout(patience.connect)
        .timeout(patience.total)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .referer(false)
        .pool_idle_timeout(Duration::from_secs(20))
        .user_agent(concat!("mpaspor/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| format!("the HTTP client cannot be built: {error}"))
}

/// The names of the four signature headers, which differ between partners.
pub struct HeaderNames {
    pub client: &'static str,
    pub id: &'static str,
    pub timestamp: &'static str,
    pub signature: &'static str,
}

/// A question to a partner.
pub struct Call {
    /// What is asked, for metrics and logs: no code, no reference.
    pub name: &'static str,
    pub method: Method,
    /// Path and query below the partner's base address.
    pub path: String,
    pub body: Vec<u8>,
}

/// An answer whose signature is good.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads a good answer (200 or 201); everything else becomes the fitting error.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, PartnerError> {
        match self.status {
            200 | 201 => serde_json::from_slice(&self.body).map_err(|error| PartnerError::Unknown(form::json_fault(&error))),
            400..=499 => Err(self.refusal()),
            status => Err(PartnerError::Unknown(format!("status {status}"))),
        }
    }

    fn refusal(&self) -> PartnerError {
        #[derive(Deserialize)]
        struct Words {
            code: String,
            #[serde(default)]
            message: String,
        }
        let Ok(words) = serde_json::from_slice::<Words>(&self.body) else {
            return PartnerError::Unknown(format!("status {} without a code", self.status));
        };
        let number = words.code.split_once('-').filter(|(name, number)| {
            (2..=10).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase()) && form::is_digits(number, 3)
        });
        match number.map(|(_, number)| number) {
            None => PartnerError::Unknown(format!("status {} without a code", self.status)),
            Some("404") => PartnerError::NotFound,
            // "too slow", "not ready", "slow down" and 5xx say nothing about what was done
            Some(n @ ("408" | "425" | "429")) => PartnerError::Unknown(format!("code {n}")),
            Some(n) if n.starts_with('5') => PartnerError::Unknown(format!("code {n}")),
            Some(_) => {
                let message = kernel::name::squeeze(&words.message).chars().take(200).collect();
                PartnerError::Refused { code: words.code, message }
            }
        }
    }
}

/// The line to one partner.
pub struct Line {
    name: &'static str,
    base: String,
    client: String,
    secret: Secret,
    headers: &'static HeaderNames,
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    breaker: Breaker,
}

impl Line {
    /// `name` is the partner's key in the configuration, and its label in metrics.
    pub fn new(
        name: &'static str,
        partner: &Partner,
        headers: &'static HeaderNames,
        http: reqwest::Client,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, String> {
        let base = Url::parse(&partner.url).map_err(|error| format!("{name}.url: {error}"))?;
        if !matches!(base.scheme(), "http" | "https") || base.query().is_some() || base.fragment().is_some() {
            return Err(format!("{name}.url: not the base address of a partner"));
        }
        if partner.client.is_empty() || !partner.client.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(format!("{name}.client: has to be letters, digits and signs without blanks"));
        }
        let base = partner.url.trim_end_matches('/').to_owned();
        Ok(Self {
            name,
            base,
            client: partner.client.clone(),
            secret: partner.secret.clone(),
            headers,
            http,
            clock,
            breaker: Breaker::default(),
        })
    }

    pub fn client(&self) -> &str {
        &self.client
    }

    pub fn secret(&self) -> &str {
        self.secret.reveal()
    }

    /// Asks, and reads the answer. `read` is part of the judgement: a partner that answers nonsense counts as failing.
    pub async fn ask<T>(&self, call: Call, read: impl Fn(&Answer) -> Result<T, PartnerError>) -> Result<T, PartnerError> {
        let started = Instant::now();
        if !self.breaker.admits(started) {
            self.count(&call, "breaker_open", started);
            return Err(PartnerError::BreakerOpen);
        }
        let mut result = self.once(&call).await;
        for pause in QUICK_RETRIES {
            if !matches!(result, Err(PartnerError::Unreachable(_))) {
                break;
            }
            tokio::time::sleep(pause).await;
            result = self.once(&call).await;
        }
        let result = result.and_then(|answer| read(&answer));
        let (good, word) = match &result {
            Ok(_) => (true, "ok"),
            Err(PartnerError::Refused { .. }) => (true, "refused"),
            Err(PartnerError::NotFound) => (true, "not_found"),
            Err(PartnerError::Unknown(_)) => (false, "unknown"),
            Err(PartnerError::Unreachable(_) | PartnerError::BreakerOpen) => (false, "unreachable"),
        };
        self.breaker.note(Instant::now(), good);
        self.count(&call, word, started);
        if let Err(error @ (PartnerError::Unknown(_) | PartnerError::Unreachable(_))) = &result {
            tracing::warn!(partner = self.name, call = call.name, %error, "partner call failed");
        }
        result
    }

    fn count(&self, call: &Call, result: &'static str, started: Instant) {
        metrics::counter!("outside_calls_total", "partner" => self.name, "call" => call.name, "result" => result).increment(1);
        metrics::histogram!("outside_call_seconds", "partner" => self.name, "call" => call.name)
            .record(started.elapsed().as_secs_f64());
    }

    async fn once(&self, call: &Call) -> Result<Answer, PartnerError> {
        let url = Url::parse(&format!("{}{}", self.base, call.path))
            .map_err(|_| PartnerError::Unreachable("no address for this call".to_owned()))?;
        let sent_path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let now = self.clock.now();
        let id = message_id(now);
        let timestamp = form::jakarta(now);
        let target = format!("{} {sent_path}", call.method);
        let signed = Signed { client: &self.client, id: &id, timestamp: &timestamp, target: &target, body: &call.body };
        let mut request = self
            .http
            .request(call.method.clone(), url)
            .header(self.headers.client, &self.client)
            .header(self.headers.id, &id)
            .header(self.headers.timestamp, &timestamp)
            .header(self.headers.signature, signed.sign(self.secret()))
            .header(reqwest::header::ACCEPT, "application/json");
        if !call.body.is_empty() {
            request = request.header(reqwest::header::CONTENT_TYPE, "application/json").body(call.body.clone());
        }
        let response = request.send().await.map_err(|error| {
            let sentence = cause(&error);
            if error.is_connect() { PartnerError::Unreachable(sentence) } else { PartnerError::Unknown(sentence) }
        })?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = bounded(response).await?;
        self.check(&headers, status, &id, &body)?;
        Ok(Answer { status, body })
    }

    /// Is the answer from the partner, and to this very question?
    fn check(&self, headers: &HeaderMap, status: u16, id: &str, body: &[u8]) -> Result<(), PartnerError> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let timestamp = text(self.headers.timestamp);
        let target = format!("RESPONSE {status}");
        let signed = Signed { client: &self.client, id, timestamp, target: &target, body };
        let ours = text(self.headers.client) == self.client && text(self.headers.id) == id;
        let genuine = ours && signed.verify(self.secret(), text(self.headers.signature));
        if genuine && form::instant("timestamp", timestamp).is_ok() {
            Ok(())
        } else {
            Err(PartnerError::Unknown(format!("status {status}, and the signature of the answer is not good")))
        }
    }
}

async fn bounded(mut response: reqwest::Response) -> Result<Vec<u8>, PartnerError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| PartnerError::Unknown(cause(&error)))? {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(PartnerError::Unknown("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What went wrong on the wire, without the address: it holds codes and references.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "time-out".to_owned();
    }
    let mut deepest = error.source();
    while let Some(inner) = deepest.and_then(|error| error.source()) {
        deepest = Some(inner);
    }
    deepest.map_or_else(|| "the connection failed".to_owned(), ToString::to_string)
}
