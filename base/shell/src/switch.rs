//! The switch of language keeps what was typed. The header's button sends the form of its page (`#isian`) to the page's own
//! address with `bahasa` and the mark `isian`; nothing acts, the page is drawn anew in that language, and what was typed is
//! put back where it stood. Passwords and files are asked for again. Works without script.

use crate::{
    Problem, Visitor,
    fields::{Fields, KEY},
};
use askama::filters::{Html, escape};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, FromRequest as _, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use html5gum::{DefaultEmitter, Span, StartTag, Token, Tokenizer};
use kernel::problem::ProblemCode;
use std::net::SocketAddr;
use tower::ServiceExt as _;

/// The name that marks such a request in its query.
pub(crate) const MARK: &str = "isian";
/// The largest page that is filled in, in bytes: the longest of ours fits many times.
const PAGE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Kinds of fields whose value is put back.
const KINDS: [&str; 8] = ["text", "tel", "email", "number", "search", "date", "url", "hidden"];

/// Draws the page a form stood on in the language asked for, with what was typed. `routes` is the product without its guards:
/// who asks is known already.
pub(crate) async fn keep_input(State(routes): State<Router>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    if !query.split('&').any(|part| part.starts_with("bahasa=")) {
        return next.run(request).await;
    }
    let marked = query.split('&').any(|part| part.split('=').next() == Some(MARK));
    if *request.method() != Method::POST || !marked {
        let (asks, uri) = (*request.method() == Method::GET, request.uri().clone());
        let response = next.run(request).await;
        // a page that was drawn by an act has no address of its own
        return match asks.then(|| above(uri.path())).flatten() {
            Some(place) if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
                Redirect::to(&format!("{place}?{query}")).into_response()
            }
            _ => response,
        };
    }
    let asked = Asked::of(&request, &query);
    let fields = match Fields::from_request(request, &()).await {
        Ok(fields) => fields,
        Err(problem) => return problem.into_response(),
    };
    let response = asked.drawn(routes).await;
    filled(response, &fields).await
}

/// The next shorter path.
fn above(path: &str) -> Option<String> {
    let (place, _) = path.rsplit_once('/')?;
    (!place.is_empty()).then(|| place.to_owned())
}

/// Who asks for which page.
struct Asked {
    path: String,
    query: String,
    headers: HeaderMap,
    visitor: Option<Visitor>,
    peer: Option<ConnectInfo<SocketAddr>>,
}

impl Asked {
    fn of(request: &Request, query: &str) -> Self {
        let kept: Vec<&str> = query.split('&').filter(|part| part.split('=').next() != Some(MARK)).collect();
        let mut headers = request.headers().clone();
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::IF_NONE_MATCH, header::ORIGIN] {
            headers.remove(name);
        }
        Self {
            path: request.uri().path().to_owned(),
            query: kept.join("&"),
            headers,
            visitor: request.extensions().get().cloned(),
            peer: request.extensions().get().copied(),
        }
    }

    /// The page at this address, or where only acts have this one, the nearest above it.
    async fn drawn(self, routes: Router) -> Response {
        let mut path = self.path.clone();
        loop {
            let response = match self.asking(&path) {
                Some(request) => match routes.clone().oneshot(request).await {
                    Ok(response) => response,
                },
                None => return Problem::not_found().into_response(),
            };
            match above(&path) {
                Some(shorter) if response.status() == StatusCode::METHOD_NOT_ALLOWED => path = shorter,
                _ => return response,
            }
        }
    }

    fn asking(&self, path: &str) -> Option<Request> {
        let address = format!("{path}?{}", self.query);
        let mut request = Request::builder().method(Method::GET).uri(address.parse::<Uri>().ok()?).body(Body::empty()).ok()?;
        *request.headers_mut() = self.headers.clone();
        if let Some(mut visitor) = self.visitor.clone() {
            visitor.path = address;
            request.extensions_mut().insert(visitor);
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(peer);
        }
        Some(request)
    }
}

/// The page with what was typed; an answer that is no page stays as it is.
async fn filled(response: Response, fields: &Fields) -> Response {
    let is_page =
        response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|k| k.starts_with("text/html"));
    if !is_page || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ETAG);
    let page = to_bytes(body, PAGE_BYTES_MAX).await.ok().and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let Some(page) = page else { return Problem::new(ProblemCode::Internal).into_response() };
    let page = fill(&page, fields);
    Response::from_parts(parts, Body::from(page))
}

/// The page with the values in its form. A box that was not sent is not ticked.
fn fill(page: &str, fields: &Fields) -> String {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let (mut done, mut form) = (Done { page, copied: 0, text: String::with_capacity(page.len() + 512) }, Form::default());
    for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"form" => form.open = value(&tag, b"id").as_deref() == Some(MARK),
            Token::StartTag(mut tag) if form.open => {
                if form.refilled(&mut tag, fields) {
                    done.put(tag.span, &written(&tag));
                }
                if let Some(typed) = form.area.as_deref() {
                    done.put(Span { start: tag.span.end, end: tag.span.end }, &safe(typed));
                }
            }
            Token::EndTag(tag) if tag.name.as_slice() == b"form" => form = Form::default(),
            Token::EndTag(tag) if tag.name.as_slice() == b"select" => form.list = None,
            Token::EndTag(tag) if tag.name.as_slice() == b"textarea" && form.area.take().is_some() => done.skip(tag.span.start),
            _ => {}
        }
    }
    done.text.push_str(page.get(done.copied..).unwrap_or_default());
    done.text
}

/// The page as far as it was written anew.
struct Done<'p> {
    page: &'p str,
    copied: usize,
    text: String,
}

impl Done<'_> {
    /// What stood before `span` as it is, and `text` in the place of `span`.
    fn put(&mut self, span: Span<usize>, text: &str) {
        self.text.push_str(self.page.get(self.copied..span.start).unwrap_or_default());
        self.text.push_str(text);
        self.copied = span.end;
    }

    /// Leaves out what stands before `at`.
    const fn skip(&mut self, at: usize) {
        self.copied = at;
    }
}

/// Where in the form the reading is.
#[derive(Default)]
struct Form {
    open: bool,
    /// What was chosen of the list around.
    list: Option<String>,
    /// What was typed into the area around.
    area: Option<String>,
}

impl Form {
    /// True when the tag is changed.
    fn refilled(&mut self, tag: &mut StartTag<usize>, fields: &Fields) -> bool {
        let name = value(tag, b"name").filter(|name| name != KEY && fields.has(name));
        let typed = name.as_deref().map(|name| fields.raw(name));
        match tag.name.as_slice() {
            b"select" => self.list = typed.map(str::to_owned),
            b"textarea" => self.area = typed.map(str::to_owned),
            b"option" => {
                let Some(chosen) = &self.list else { return false };
                mark(tag, b"selected", value(tag, b"value").as_ref() == Some(chosen));
                return true;
            }
            b"input" => return refilled(tag, typed),
            _ => {}
        }
        false
    }
}

fn refilled(tag: &mut StartTag<usize>, typed: Option<&str>) -> bool {
    match (value(tag, b"type").as_deref().unwrap_or("text"), typed) {
        ("checkbox" | "radio", typed) => mark(tag, b"checked", typed.is_some() && value(tag, b"value").as_deref() == typed),
        (kind, Some(typed)) if KINDS.contains(&kind) => {
            tag.attributes.insert(b"value".to_vec().into(), typed.as_bytes().to_vec().into());
        }
        _ => return false,
    }
    true
}

fn value(tag: &StartTag<usize>, name: &[u8]) -> Option<String> {
    let found = tag.attributes.iter().find(|(own, _)| own.as_slice() == name)?;
    String::from_utf8(found.1.value.to_vec()).ok()
}

fn mark(tag: &mut StartTag<usize>, name: &[u8], stands: bool) {
    tag.attributes.retain(|own, _| own.as_slice() != name);
    if stands {
        tag.attributes.insert(name.to_vec().into(), Vec::new().into());
    }
}

/// Text as it stands in a page.
fn safe(text: &str) -> String {
    escape(text, Html).map_or_else(|_| String::new(), |safe| safe.to_string())
}

fn written(tag: &StartTag<usize>) -> String {
    let name = String::from_utf8_lossy(&tag.name);
    let attributes = tag.attributes.iter().fold(String::new(), |all, (name, value)| {
        format!("{all} {}=\"{}\"", String::from_utf8_lossy(name), safe(&String::from_utf8_lossy(value)))
    });
    format!("<{name}{attributes}>")
}
