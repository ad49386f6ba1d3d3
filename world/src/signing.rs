//! Who may speak to the outside: the signature of a request is checked before a byte of it is believed, and every
//! answer is signed with the request's id.

use crate::wire::WireTime;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::Response,
};
use kernel::time::{Clock as _, DAY, MINUTE, SystemClock, Timestamp};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use vault::partner::Signed;

/// How far a clock may be off, both edges inside.
const WINDOW: i64 = 5 * MINUTE;

/// One of the two sets of header names and error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// BILL/1.
    Bill,
    /// The registers.
    Register,
}

impl Scheme {
    /// Client, id, timestamp, signature.
    pub const fn headers(self) -> [&'static str; 4] {
        match self {
            Self::Bill => ["x-bill-client", "x-bill-id", "x-bill-timestamp", "x-bill-signature"],
            Self::Register => ["x-client", "x-id", "x-timestamp", "x-signature"],
        }
    }

    const fn prefix(self) -> &'static str {
        match self {
            Self::Bill => "BILL",
            Self::Register => "REG",
        }
    }
}

/// An error a partner reads: HTTP status, number of the code, sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status; the code is made of it.
    pub status: u16,
    /// For people who read logs.
    pub message: String,
}

impl Refusal {
    /// A refusal with a sentence.
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// The body partners read.
    pub fn body(&self, scheme: Scheme) -> Value {
        json!({ "code": format!("{}-{}", scheme.prefix(), self.status), "message": self.message })
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BILL-{} {}", self.status, self.message)
    }
}

/// A request of which nothing is believed yet.
pub struct Incoming<'a> {
    /// Header names and codes.
    pub scheme: Scheme,
    /// `POST /path?query`.
    pub target: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The raw body.
    pub body: &'a [u8],
}

impl Incoming<'_> {
    fn header(&self, index: usize) -> Option<&str> {
        self.headers.get(self.scheme.headers()[index]).and_then(|value| value.to_str().ok()).filter(|text| !text.is_empty())
    }

    /// The id as claimed, for the answer.
    pub fn id(&self) -> &str {
        self.header(1).unwrap_or("")
    }

    /// Checks headers, client, time window, signature, and that the id is new, in this order; only a genuine id is remembered.
    pub fn check(&self, client: &str, secret: &str, now: Timestamp, seen: &mut SeenIds) -> Result<(), Refusal> {
        let [Some(caller), Some(id), Some(timestamp), Some(signature)] = [0, 1, 2, 3].map(|index| self.header(index)) else {
            return Err(Refusal::new(400, "a header is missing"));
        };
        let good_id =
            id.len() == 26 && id.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"ILOU".contains(&b)));
        let Some(at) = Timestamp::parse_rfc3339(timestamp).filter(|_| good_id) else {
            return Err(Refusal::new(400, "a header has the wrong form"));
        };
        if caller != client {
            return Err(Refusal::new(401, "unknown client"));
        }
        // a trial moves the domain's clock, while a partner may keep to real time: either will do
        let near = |clock: Timestamp| clock.since(at).abs() <= WINDOW;
        if !near(now) && !near(SystemClock.now()) {
            return Err(Refusal::new(401, "the timestamp is too far from our clock"));
        }
        if !(Signed { client, id, timestamp, target: self.target, body: self.body }).verify(secret, signature) {
            return Err(Refusal::new(401, "the signature is wrong"));
        }
        if !seen.remember(self.scheme, id, now) {
            return Err(Refusal::new(409, "this message id was used before"));
        }
        Ok(())
    }
}

/// Ids of genuine messages of the last 24 hours.
#[derive(Debug, Default)]
pub struct SeenIds {
    at: HashMap<String, Timestamp>,
    order: VecDeque<(Timestamp, String)>,
}

impl SeenIds {
    fn remember(&mut self, scheme: Scheme, id: &str, now: Timestamp) -> bool {
        while self.order.front().is_some_and(|(at, _)| now.since(*at) > DAY) {
            if let Some((_, old)) = self.order.pop_front() {
                self.at.remove(&old);
            }
        }
        let key = format!("{}:{id}", scheme.prefix());
        let fresh = self.at.insert(key.clone(), now).is_none();
        if fresh {
            self.order.push_back((now, key));
        }
        fresh
    }
}

/// What goes back.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Status and JSON.
    Json(u16, Value),
    /// The daily file.
    Csv(String),
}

impl Answer {
    /// Status, media type and bytes.
    pub fn parts(&self) -> (u16, &'static str, Vec<u8>) {
        match self {
            Self::Json(status, value) => (*status, "application/json", value.to_string().into_bytes()),
            Self::Csv(text) => (200, "text/csv; charset=utf-8", text.clone().into_bytes()),
        }
    }
}

/// A finished answer before it is signed.
pub struct Outgoing<'a> {
    /// Header names.
    pub scheme: Scheme,
    /// Our name.
    pub client: &'a str,
    /// The key.
    pub secret: &'a str,
    /// The request's id.
    pub id: &'a str,
    /// The answer's own time.
    pub now: Timestamp,
}

impl Outgoing<'_> {
    /// Signs bytes into a response; `spoil` turns the signature of a good answer into a wrong one.
    pub fn sign(&self, status: u16, kind: &str, body: Vec<u8>, spoil: bool) -> Response {
        let timestamp = WireTime(self.now).text();
        let target = format!("RESPONSE {status}");
        let mut signature =
            Signed { client: self.client, id: self.id, timestamp: &timestamp, target: &target, body: &body }.sign(self.secret);
        if spoil {
            signature = signature.chars().rev().collect();
        }
        let [client, id, time, sign] = self.scheme.headers();
        Response::builder()
            .status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            .header(CONTENT_TYPE, kind)
            .header(client, self.client)
            .header(id, self.id)
            .header(time, timestamp)
            .header(sign, signature)
            .body(Body::from(Bytes::from(body)))
            .unwrap_or_default()
    }
}
