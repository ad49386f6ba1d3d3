//! A form that came after its session had ended: kept until its owner is back in the same browser, then finished as if it
//! had just been sent. The newest form of a browser is the one that is kept.

use crate::{
    House,
    cookies::{self, CITIZEN, PARKED},
    visitor::has_file,
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
use tower::ServiceExt as _;

/// How long such a form is kept, in milliseconds.
pub const PARKED_LIFE: i64 = 30 * MINUTE;
/// The largest form that is kept, in bytes: all answers of a page fit many times.
pub const PARKED_BYTES_MAX: usize = 32 * 1024;
/// The longest body of nobody's file that is read to its end: the largest paper fits twice.
const DRAIN_BYTES_MAX: usize = 24 * 1024 * 1024;
/// How long that may take.
const DRAIN_TIME: Duration = Duration::from_mins(2);
const FORM: &str = "application/x-www-form-urlencoded";

/// A form as it came.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ParkedForm {
    /// Path and query it was sent to.
    pub path: String,
    /// Its fields, as sent.
    pub body: String,
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
    let (parts, mut body) = request.into_parts();
    // programs come with a token of their own and are told at once
    if has_file(&parts.headers) && !path.starts_with("/api/") && !is_signed_in(&house, &parts.headers).await {
        // a browser that is cut off while it sends shows no answer
        body = drained(body).await;
    }
    let session = cookies::get(&parts.headers, CITIZEN).filter(|_| is_form(&parts.headers) && small(&body));
    let (body, kept) = match session {
        None => (body, None),
        Some(session) => match axum::body::to_bytes(body, PARKED_BYTES_MAX).await {
            Ok(bytes) => (Body::from(bytes.clone()), Some((session, bytes))),
            // whatever reads it finds it broken, and the problem is drawn as any other
            Err(error) => (Body::from_stream(futures_util::stream::once(async { Err::<Bytes, _>(error) })), None),
        },
    };
    let headers = parts.headers.clone();
    let extensions = parts.extensions.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some((session, bytes)) = kept.filter(|_| response.extensions().get::<NobodyIn>().is_some()) {
        park(&house, &session, path, &bytes, &mut response).await;
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

/// A form of a page; what a script saves while somebody types is not kept, for the page itself is sent later.
fn is_form(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    text(header::CONTENT_TYPE).starts_with(FORM) && !text(header::ACCEPT).starts_with("application/json")
}

async fn is_signed_in(house: &House, headers: &HeaderMap) -> bool {
    match cookies::get(headers, CITIZEN) {
        // where the database does not answer, the page itself says so
        Some(session) => house.sessions.citizen(house, &session).await.map_or(true, |found| found.is_some()),
        None => false,
    }
}

/// Reads a file that nobody takes to its end, within bounds, and throws it away.
async fn drained(body: Body) -> Body {
    let mut chunks = body.into_data_stream();
    let mut left = DRAIN_BYTES_MAX;
    let all = async {
        while let Some(Ok(chunk)) = chunks.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    };
    // slower than this is not a browser that waits for its answer
    let _ = tokio::time::timeout(DRAIN_TIME, all).await;
    Body::empty()
}

fn small(body: &Body) -> bool {
    let limit = u64::try_from(PARKED_BYTES_MAX).unwrap_or(u64::MAX);
    body.size_hint().upper().is_some_and(|bytes| bytes <= limit)
}

async fn park(house: &House, session: &str, path: String, bytes: &Bytes, response: &mut Response) {
    // what is no text is no form of ours
    let Ok(body) = String::from_utf8(bytes.to_vec()) else { return };
    let form = ParkedForm { path, body };
    match house.sessions.park(house, session, &form).await {
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
    let mut request = Request::builder().method(Method::POST).uri(&form.path).body(Body::from(form.body)).ok()?;
    *request.headers_mut() = headers.clone();
    let lang = cookies::get(headers, cookies::LANG).map_or_else(String::new, |lang| format!("; {}={lang}", cookies::LANG));
    let cookie = HeaderValue::from_str(&format!("{CITIZEN}={session}{lang}")).ok()?;
    request.headers_mut().remove(header::CONTENT_LENGTH);
    request.headers_mut().insert(header::COOKIE, cookie);
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
    Some(request)
}
