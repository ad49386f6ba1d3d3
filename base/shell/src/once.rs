//! A form that is sent twice acts once: the key of its drawing (`kunci`) is looked at before any handler runs. The second
//! of two waits for the first and gets its answer; an answer that is no redirect changed nothing, and its form may run
//! again. What is remembered is no truth: it may be forgotten, another node does not know it, and a restart empties it.
//! Versions, and keys within transactions, stand behind it.

use crate::{
    House, Problem, Visitor,
    cookies::{self, CITIZEN, FLOW, OFFICER},
    fields::{FORM_BYTES_MAX, KEY, decode},
    parked::Arrived,
    visitor::{NothingDone, content_type, has_file},
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::StreamExt as _;
use kernel::{
    problem::ProblemCode,
    time::{MINUTE, SECOND, Timestamp},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// Answers that are remembered at most; the oldest goes first.
const KEPT_MAX: usize = 20_000;
/// How long an answer is remembered, in milliseconds of real time.
const KEPT_LIFE: i64 = 15 * MINUTE;
/// The longest answer that is remembered: address and cookies, in bytes.
const ANSWER_BYTES_MAX: usize = 2 * 1024;
/// How long the second of two waits for the first, in milliseconds of real time.
const WAIT_MAX: i64 = 20 * SECOND;
/// Within so many bytes a form with a file says its key.
const HEAD_BYTES_MAX: usize = 4 * 1024;
const FORGET: &str = "clear-site-data";
const FORM: &str = "application/x-www-form-urlencoded";

/// SHA-256 of a key, a path and the SHA-256 of a body.
type Name = [u8; 32];
/// SHA-256 of a browser's cookies.
type Who = [u8; 32];

/// The cookies that say whose form it is.
#[derive(Clone)]
struct Jar([Option<String>; 3]);

const JAR: [&str; 3] = [CITIZEN, OFFICER, FLOW];

impl Jar {
    fn of(headers: &HeaderMap) -> Self {
        Self(JAR.map(|name| cookies::get(headers, name)))
    }

    /// The same browser after an answer.
    fn after(mut self, told: &Told) -> Self {
        for cookie in told.cookies.iter().filter_map(|cookie| cookie.to_str().ok()) {
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if let Some(at) = JAR.iter().position(|own| *own == name) {
                self.0[at] = (!rest.contains("Max-Age=0")).then(|| value.to_owned());
            }
        }
        self
    }

    fn who(&self) -> Who {
        digest(&self.0.each_ref().map(|value| value.as_deref().unwrap_or_default().as_bytes()))
    }
}

/// SHA-256 of several parts, none of which can run into the next.
fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&part.len().to_be_bytes());
        all.extend_from_slice(part);
    }
    vault::sha256(&all)
}

/// A fresh key for a drawing: 128 random bits in 22 characters.
pub(crate) fn fresh_key() -> String {
    vault::new_key()
}

/// True for a key of a form: 16 to 64 letters, digits, `-` and `_`.
pub(crate) fn is_key(text: &str) -> bool {
    (16..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// What a browser was told: where to go, with its cookies. No body, nothing that was typed.
#[derive(Clone)]
struct Told {
    place: HeaderValue,
    cookies: Vec<HeaderValue>,
    /// What a browser is told to forget when somebody leaves.
    forget: Option<HeaderValue>,
    arrived: Option<Arrived>,
}

impl Told {
    /// What is worth remembering of an answer: a redirect after something was done.
    fn of(response: &Response) -> Option<Self> {
        if response.status() != StatusCode::SEE_OTHER || response.extensions().get::<NothingDone>().is_some() {
            return None;
        }
        let told = Self {
            place: response.headers().get(header::LOCATION)?.clone(),
            cookies: response.headers().get_all(header::SET_COOKIE).iter().cloned().collect(),
            forget: response.headers().get(FORGET).cloned(),
            arrived: response.extensions().get::<Arrived>().cloned(),
        };
        let bytes = told.place.len() + told.cookies.iter().map(HeaderValue::len).sum::<usize>();
        (bytes <= ANSWER_BYTES_MAX).then_some(told)
    }

    fn answer(&self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(header::LOCATION, self.place.clone());
        for cookie in &self.cookies {
            cookies::add(&mut response, cookie.clone());
        }
        if let Some(forget) = &self.forget {
            response.headers_mut().insert(FORGET, forget.clone());
        }
        if let Some(arrived) = &self.arrived {
            response.extensions_mut().insert(arrived.clone());
        }
        response
    }
}

/// Nothing yet, or the answer with the browsers that may have it: the one that asked, and the same once it was answered.
type Said = Option<Arc<(Told, [Who; 2])>>;

struct Entry {
    at: Timestamp,
    by: Who,
    said: watch::Receiver<Said>,
}

#[derive(Default)]
struct Entries {
    by_name: HashMap<Name, Entry>,
    /// Oldest first.
    order: VecDeque<(Name, Timestamp)>,
}

/// What was answered lately.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Entries>);

/// What somebody who comes with a key has to do.
enum Turn {
    /// Run the form, and say what came of it.
    Mine(watch::Sender<Said>),
    /// Wait for whoever runs it.
    Wait(watch::Receiver<Said>),
    /// Run it without a word: somebody else's key.
    Alone,
}

impl Memory {
    fn locked(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, name: Name, who: Who, now: Timestamp) -> Turn {
        let mut all = self.locked();
        all.forget(now);
        if let Some(entry) = all.by_name.get(&name) {
            let answered = entry.said.borrow().clone();
            let known = answered.map_or(entry.by == who, |said| said.1.contains(&who));
            return if known { Turn::Wait(entry.said.clone()) } else { Turn::Alone };
        }
        let (say, said) = watch::channel(None);
        all.by_name.insert(name, Entry { at: now, by: who, said });
        all.order.push_back((name, now));
        all.forget(now);
        Turn::Mine(say)
    }

    /// Forgets what ran without an answer worth remembering.
    fn drop_unsaid(&self, name: &Name) {
        let mut all = self.locked();
        if all.by_name.get(name).is_some_and(|entry| entry.said.borrow().is_none()) {
            all.by_name.remove(name);
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        let all = self.locked();
        all.by_name.len().max(all.order.len())
    }
}

impl Entries {
    fn forget(&mut self, now: Timestamp) {
        while let Some((name, at)) = self.order.front().copied() {
            if self.order.len() <= KEPT_MAX && now.since(at) < KEPT_LIFE {
                return;
            }
            self.order.pop_front();
            // the same name may stand there anew
            if self.by_name.get(&name).is_some_and(|entry| entry.at == at) {
                self.by_name.remove(&name);
            }
        }
    }
}

/// Says at its end, whatever the end is, that nothing more comes.
struct Running {
    house: Arc<House>,
    name: Name,
    say: Option<watch::Sender<Said>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.house.once.drop_unsaid(&self.name);
        self.say.take();
    }
}

/// The request with its form's key noted in the visitor, and the name of what it asks for; none without a key.
async fn read(request: Request) -> Result<(Request, Option<Name>), Problem> {
    let (parts, body) = request.into_parts();
    if has_file(&parts.headers) {
        let (body, key) = peeked(&parts, body).await;
        // its bytes are not looked at here: another file has another length, and the room knows a file by its digest
        let length = parts.headers.get(header::CONTENT_LENGTH).map(|v| v.as_bytes().to_vec());
        return noted(parts, body, key, length.as_deref());
    }
    if !content_type(&parts.headers).starts_with(FORM) {
        return Ok((Request::from_parts(parts, body), None));
    }
    let bytes = whole(body).await?;
    let key = bytes.split(|b| *b == b'&').find_map(|pair| pair.strip_prefix(KEY.as_bytes())?.strip_prefix(b"="));
    let key = key.map(|key| decode(key).unwrap_or_default());
    let body = Body::from(bytes.clone());
    noted(parts, body, key, Some(&bytes))
}

/// Reads a form to its end, within the bound of all forms.
async fn whole(body: Body) -> Result<Bytes, Problem> {
    let mut chunks = body.into_data_stream();
    let mut all = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::new(ProblemCode::BadInput).because("problem-form-cut"))?;
        if all.len() + chunk.len() > FORM_BYTES_MAX {
            return Err(Problem::new(ProblemCode::TooLarge).because("problem-form-too-large"));
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.into())
}

/// The key at the head of a form with a file; what was read of it goes on with the rest.
async fn peeked(parts: &Parts, body: Body) -> (Body, Option<String>) {
    if parts.headers.get(header::CONTENT_LENGTH).is_none() {
        return (body, None);
    }
    let mut chunks = body.into_data_stream();
    let (mut read, mut head) = (Vec::new(), Vec::new());
    let mut key = None;
    while head.len() < HEAD_BYTES_MAX && key.is_none() {
        let Some(chunk) = chunks.next().await else { break };
        if let Ok(bytes) = &chunk {
            head.extend_from_slice(&bytes[..bytes.len().min(HEAD_BYTES_MAX)]);
        }
        let broken = chunk.is_err();
        read.push(chunk);
        key = key_in_head(&head);
        if broken {
            break;
        }
    }
    (Body::from_stream(futures_util::stream::iter(read).chain(chunks)), key)
}

/// The value of the part with the key's name, once it has come to its end.
fn key_in_head(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let (_, rest) = text.split_once(&format!("name=\"{KEY}\"\r\n\r\n"))?;
    rest.split_once("\r\n").map(|(key, _)| key.to_owned())
}

fn noted(mut parts: Parts, body: Body, key: Option<String>, content: Option<&[u8]>) -> Result<(Request, Option<Name>), Problem> {
    let (Some(key), Some(content)) = (key, content) else { return Ok((Request::from_parts(parts, body), None)) };
    if !is_key(&key) {
        return Err(Problem::new(ProblemCode::BadInput).because("problem-form-key").field(KEY));
    }
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let name = digest(&[key.as_bytes(), path.as_bytes(), &vault::sha256(content)]);
    if let Some(visitor) = parts.extensions.get_mut::<Visitor>() {
        visitor.key = key;
    }
    Ok((Request::from_parts(parts, body), Some(name)))
}

/// Lets a form with a key through once.
pub(crate) async fn guard(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    if *request.method() != Method::POST || request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    match read(request).await {
        Ok((request, None)) => next.run(request).await,
        Ok((request, Some(name))) => keyed(house, request, next, name).await,
        Err(problem) => problem.into_response(),
    }
}

async fn keyed(house: Arc<House>, request: Request, next: Next, name: Name) -> Response {
    let jar = Jar::of(request.headers());
    let who = jar.who();
    let deadline = house.real_now().plus(WAIT_MAX);
    let say = loop {
        match house.once.turn(name, who, house.real_now()) {
            Turn::Alone => return next.run(request).await,
            Turn::Mine(say) => break say,
            Turn::Wait(mut said) => {
                let left = kernel::time::millis(deadline.since(house.real_now()).max(0));
                match tokio::time::timeout(left, said.wait_for(Option::is_some)).await {
                    Ok(Ok(said)) => match said.as_deref().filter(|(_, may)| may.contains(&who)) {
                        Some((told, _)) => return told.answer(),
                        None => return Problem::new(ProblemCode::Busy).into_response(),
                    },
                    // the first ended without a word: this is the first now
                    Ok(Err(_)) => {}
                    Err(_) => return Problem::new(ProblemCode::Busy).into_response(),
                }
            }
        }
    };
    let running = Running { house, name, say: Some(say) };
    // goes on to its end although the browser hung up to send the form again
    let done = tokio::spawn(async move {
        let running = running;
        let response = next.run(request).await;
        if let (Some(told), Some(say)) = (Told::of(&response), &running.say) {
            let may = [who, jar.after(&told).who()];
            say.send_replace(Some(Arc::new((told, may))));
        }
        response
    });
    done.await.unwrap_or_else(|error| Problem::new(ProblemCode::Internal).cause(&error).into_response())
}

#[cfg(test)]
mod tests;
