//! The clients against partners that are played on a socket of this machine.

mod billing;
mod building;
mod failing;
mod files;
mod mails;
mod notices;
mod registers;

use crate::partner::{Patience, http_client};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, Response, Uri},
};
use kernel::{
    config::{Partner, Secret},
    time::{FakeClock, Timestamp},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use vault::partner::Signed;

const CLIENT: &str = "mpaspor";
const SECRET: &str = "example-billing-secret";
const NOW: &str = "2026-10-05T09:15:30+07:00";

/// How the partner answers.
#[derive(Clone)]
enum Reply {
    /// As agreed.
    Good(u16, String),
    /// Signed with another secret.
    Forged(u16, String),
    /// A good answer to another message.
    Misplaced(u16, String),
    /// Signed before the body was changed.
    Changed(u16, String),
    /// Not signed, as a proxy in between answers.
    Plain(u16, String),
    /// Points elsewhere.
    Redirect,
    /// Never.
    Silence,
}

#[derive(Clone)]
struct Seen {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: String,
}

/// The partner's side: what it saw, and what it says next (the last reply is repeated).
struct Played {
    prefix: &'static str,
    seen: Mutex<Vec<Seen>>,
    script: Mutex<Vec<Reply>>,
}

impl Played {
    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// Starts a partner and gives what a client needs to reach it.
async fn play(prefix: &'static str, script: &[Reply]) -> (Arc<Played>, Partner) {
    let played = Arc::new(Played { prefix, seen: Mutex::default(), script: Mutex::new(script.to_vec()) });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new().fallback(answer).with_state(played.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (played, partner(url))
}

fn partner(url: String) -> Partner {
    Partner { url, client: CLIENT.to_owned(), secret: Secret::new(SECRET.to_owned()) }
}

async fn answer(
    State(played): State<Arc<Played>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<axum::body::Body> {
    let seen = Seen { method, path: uri.to_string(), headers, body: String::from_utf8(body.to_vec()).unwrap() };
    let id = seen.headers[format!("{}id", played.prefix)].to_str().unwrap().to_owned();
    played.seen.lock().unwrap().push(seen);
    let reply = {
        let mut script = played.script.lock().unwrap();
        if script.len() > 1 { script.remove(0) } else { script[0].clone() }
    };
    let (status, body, secret, id, signed_body) = match reply {
        Reply::Good(status, body) => (status, body.clone(), SECRET, id, body),
        Reply::Forged(status, body) => (status, body.clone(), "another-secret-of-16", id, body),
        Reply::Misplaced(status, body) => (status, body.clone(), SECRET, "01JB8Z6Q4T0000000000000001".to_owned(), body),
        Reply::Changed(status, body) => (status, body.clone(), SECRET, id, format!("{body} ")),
        Reply::Plain(status, body) => return Response::builder().status(status).body(body.into()).unwrap(),
        Reply::Redirect => {
            return Response::builder().status(307).header("location", "/elsewhere").body(String::new().into()).unwrap();
        }
        Reply::Silence => std::future::pending().await,
    };
    let target = format!("RESPONSE {status}");
    let signed = Signed { client: CLIENT, id: &id, timestamp: NOW, target: &target, body: signed_body.as_bytes() };
    let name = |part: &str| format!("{}{part}", played.prefix);
    Response::builder()
        .status(status)
        .header(name("client"), CLIENT)
        .header(name("id"), &id)
        .header(name("timestamp"), NOW)
        .header(name("signature"), signed.sign(secret))
        .body(body.into())
        .unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse_rfc3339(NOW).unwrap()
}

fn clock() -> Arc<FakeClock> {
    Arc::new(FakeClock::at(now()))
}

/// Impatient enough for a test of silence.
fn http() -> reqwest::Client {
    http_client(Patience { connect: Duration::from_secs(2), total: Duration::from_millis(500) }).unwrap()
}
