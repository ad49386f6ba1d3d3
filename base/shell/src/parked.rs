//! A form that came after its session had ended, a file with it: kept until its owner is back in the same browser, then
//! finished as if it had just been sent. The newest form of a browser is the one that is kept.

use crate::{
    House,
    cookies::{self, CITIZEN, PARKED},
    visitor::{content_type, has_file},
};
use axum::{
    Router,
    body::{Body, Bytes, HttpBody as _},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt as _;
use kernel::time::{MINUTE, SECOND};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};
use tower::ServiceExt as _;

/// How long such a form is kept, in milliseconds.
pub const PARKED_LIFE: i64 = 30 * MINUTE;
/// The largest form that is kept, in bytes: all answers of a page fit many times.
pub const PARKED_BYTES_MAX: usize = 32 * 1024;
/// The largest form with a file that is kept, in bytes: a paper as large as may be, and what stands around it.
pub const PARKED_FILE_BYTES_MAX: usize = 10 * 1024 * 1024 + 64 * 1024;
/// Forms with files that are held in memory at once until they are kept; the next is read to its end and asked for again.
const FILES_AT_ONCE: usize = 4;
/// The longest body of nobody's file that is read to its end: the largest paper fits twice.
const DRAIN_BYTES_MAX: usize = 24 * 1024 * 1024;
/// How long that may take.
const DRAIN_TIME: Duration = Duration::from_mins(2);
const FORM: &str = "application/x-www-form-urlencoded";

/// A form as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedForm {
    /// Path and query it was sent to.
    pub path: String,
    /// Its kind of content, as sent: the fields' or, with its boundary, the file's.
    pub kind: String,
    /// Its fields, as sent.
    pub body: Vec<u8>,
}

static FILES: Semaphore = Semaphore::const_new(FILES_AT_ONCE);

/// A form while its page is asked whether anybody is in.
struct Held {
    session: String,
    bytes: Bytes,
    /// A file's share of the memory.
    _turn: Option<SemaphorePermit<'static>>,
}

/// Stands in the answer that lets a citizen in: the token of the session.
#[derive(Clone)]
pub struct Arrived(pub String);

/// Stands in the answer of a page that needs a citizen and found none.
#[derive(Clone, Copy)]
pub(crate) struct NobodyIn;

/// The whole product, to send a kept form through, and its house.
pub(crate) type Doors = (Router, Arc<House>);

/// Keeps a form that found its session ended, and finishes it once somebody came in.
pub(crate) async fn keep(State((doors, house)): State<Doors>, request: Request, next: Next) -> Response {
    if *request.method() != Method::POST {
        return next.run(request).await;
    }
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let (parts, body) = request.into_parts();
    let (body, held) = hold(&house, &path, &parts.headers, body).await;
    let headers = parts.headers.clone();
    let extensions = parts.extensions.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(held) = held.filter(|_| response.extensions().get::<NobodyIn>().is_some()) {
        park(&house, held, (path, content_type(&headers).to_owned()), &mut response).await;
    }
    let Some(Arrived(session)) = response.extensions_mut().remove::<Arrived>() else { return response };
    let Some(waiting) = cookies::get(&headers, PARKED) else { return response };
    let Some(form) = waiting_form(&house, &session, &waiting).await else { return response };
    let Some(mut again) = repeated(&headers, &session, form) else { return response };
    *again.extensions_mut() = extensions;
    let Ok(mut done) = doors.oneshot(again).await;
    if !done.status().is_server_error() {
        if let Err(error) = house.sessions.unpark(&house, &waiting).await {
            tracing::warn!(%error, "a finished form could not be thrown away");
        }
        cookies::add(&mut done, cookies::clear(PARKED));
    }
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        cookies::add(&mut done, cookie.clone());
    }
    done
}

/// Reads what may have to be kept, and gives the page its body.
async fn hold(house: &House, path: &str, headers: &HeaderMap, body: Body) -> (Body, Option<Held>) {
    let session = cookies::get(headers, CITIZEN);
    // programs come with a token of their own and are told at once
    if has_file(headers) && !path.starts_with("/api/") {
        if is_signed_in(house, headers).await {
            return (body, None);
        }
        let turn = session.as_ref().and_then(|_| FILES.try_acquire().ok());
        let bytes = read_to_its_end(body, turn.is_some()).await;
        let held = session.zip(bytes).map(|(session, bytes)| Held { session, bytes, _turn: turn });
        return (Body::empty(), held);
    }
    let Some(session) = session.filter(|_| is_form(headers) && small(&body)) else { return (body, None) };
    match axum::body::to_bytes(body, PARKED_BYTES_MAX).await {
        Ok(bytes) => (Body::from(bytes.clone()), Some(Held { session, bytes, _turn: None })),
        // whatever reads it finds it broken, and the problem is drawn as any other
        Err(error) => (Body::from_stream(futures_util::stream::once(async { Err::<Bytes, _>(error) })), None),
    }
}

/// A form of a page; what a script saves while somebody types is not kept, for the page itself is sent later.
fn is_form(headers: &HeaderMap) -> bool {
    let saves = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("application/json"));
    content_type(headers).starts_with(FORM) && !saves
}

async fn is_signed_in(house: &House, headers: &HeaderMap) -> bool {
    match cookies::get(headers, CITIZEN) {
        // where the database does not answer, the page itself says so
        Some(session) => house.sessions.citizen(house, &session).await.map_or(true, |found| found.is_some()),
        None => false,
    }
}

/// Reads a file that nobody takes to its end, within bounds, for a browser that is cut off while it sends shows no answer.
/// Its bytes, where they are to be kept and it came whole and is not too large.
async fn read_to_its_end(body: Body, keeps: bool) -> Option<Bytes> {
    let mut chunks = body.into_data_stream();
    let mut left = DRAIN_BYTES_MAX;
    let mut bytes = keeps.then(Vec::new);
    let all = async {
        while let Some(chunk) = chunks.next().await {
            let Ok(chunk) = chunk else { return false };
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                return false;
            }
            match &mut bytes {
                Some(bytes) if bytes.len() + chunk.len() <= PARKED_FILE_BYTES_MAX => bytes.extend_from_slice(&chunk),
                _ => bytes = None,
            }
        }
        true
    };
    // slower than this is not a browser that waits for its answer
    let whole = tokio::time::timeout(DRAIN_TIME, all).await.unwrap_or(false);
    bytes.filter(|_| whole).map(Bytes::from)
}

fn small(body: &Body) -> bool {
    let limit = u64::try_from(PARKED_BYTES_MAX).unwrap_or(u64::MAX);
    body.size_hint().upper().is_some_and(|bytes| bytes <= limit)
}

async fn park(house: &House, held: Held, (path, kind): (String, String), response: &mut Response) {
    let form = ParkedForm { path, kind, body: held.bytes.into() };
    // what is no text is no form of ours
    if form.kind.starts_with(FORM) && std::str::from_utf8(&form.body).is_err() {
        return;
    }
    match house.sessions.park(house, &held.session, &form).await {
        Ok(Some(token)) => cookies::add(response, cookies::set(PARKED, &token, Some(PARKED_LIFE / SECOND))),
        Ok(None) => {}
        // the way to the sign-in page stays open; only the typed text is lost
        Err(error) => tracing::warn!(%error, "a form could not be kept"),
    }
}

async fn waiting_form(house: &House, session: &str, waiting: &str) -> Option<ParkedForm> {
    let found = async {
        match house.sessions.citizen(house, session).await? {
            Some(citizen) => house.sessions.parked(house, waiting, &citizen.account).await,
            None => Ok(None),
        }
    };
    found.await.unwrap_or_else(|error: store::StoreError| {
        tracing::warn!(%error, "a kept form could not be read");
        None
    })
}

/// The kept form as a request of the browser that just came in.
fn repeated(headers: &HeaderMap, session: &str, form: ParkedForm) -> Option<Request> {
    let kind = HeaderValue::from_str(&form.kind).ok()?;
    let mut request = Request::builder().method(Method::POST).uri(&form.path).body(Body::from(form.body)).ok()?;
    *request.headers_mut() = headers.clone();
    let lang = cookies::get(headers, cookies::LANG).map_or_else(String::new, |lang| format!("; {}={lang}", cookies::LANG));
    let cookie = HeaderValue::from_str(&format!("{CITIZEN}={session}{lang}")).ok()?;
    request.headers_mut().remove(header::CONTENT_LENGTH);
    request.headers_mut().insert(header::COOKIE, cookie);
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    Some(request)
}
