//! Pages whose status is decided by the address alone: status, headers and the page's first part go out before the first
//! question to the store is asked, the rest when it is drawn.
//!
//! A browser fetches the style sheet while the store still works. When drawing fails after that, the page ends with the
//! ordinary apology and a way to ask again; the log and the metrics count what it was, not the 200 that was sent.

use crate::{House, Problem, Query, Visitor, cookies, record::Watched, web, words::Words};
use askama::Template;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequestParts as _, MatchedPath},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, future::BoxFuture, stream};
use kernel::problem::ProblemCode;
use std::{collections::HashMap, convert::Infallible, sync::Arc};

/// A page that answers 200 whatever the store says, once its address was read.
#[derive(Clone, Copy)]
pub struct EarlyPage {
    /// The route, as the router knows it.
    pub path: &'static str,
    /// A style sheet of `ui/static` that the page names in its head besides the common one; empty for none.
    pub sheet: &'static str,
    /// True where whoever is signed in is sent elsewhere: then only a browser without a session gets the first part early.
    pub nobody: bool,
    /// The title where the page answers this query with 200, judged from memory; none where it has to be drawn first.
    pub title: fn(&House, Words, &Query) -> Option<String>,
}

impl EarlyPage {
    /// A page with the common style sheet, for everybody.
    pub const fn new(path: &'static str, title: fn(&House, Words, &Query) -> Option<String>) -> Self {
        Self { path, sheet: "", nobody: false, title }
    }

    /// With a further style sheet.
    #[must_use]
    pub const fn sheet(mut self, name: &'static str) -> Self {
        self.sheet = name;
        self
    }

    /// Early only for a browser without a session.
    #[must_use]
    pub const fn for_nobody(mut self) -> Self {
        self.nobody = true;
        self
    }
}

/// All early pages by their routes.
pub(crate) type EarlyPages = HashMap<&'static str, EarlyPage>;

#[derive(Template)]
#[template(path = "early.html")]
struct FirstPart {
    frame: crate::Frame,
    sheet: &'static str,
}

/// What is known before anything is asked.
pub(crate) struct Head {
    /// The visitor, as far as the request itself tells.
    pub visitor: Visitor,
    /// The language was chosen in the address.
    pub chosen: bool,
    first: String,
    /// What the first part ends with.
    mark: &'static str,
}

/// The page as its handler draws it; where that failed, why, and who had been recognised until then.
pub(crate) type Whole = BoxFuture<'static, Result<Response, Box<(Problem, Option<Visitor>)>>>;

/// Stands in an answer whose end is recorded by its body.
#[derive(Clone, Copy)]
pub(crate) struct RecordedLater;

/// The first part of an early page; none where this request has to be drawn as a whole.
pub(crate) async fn head(all: &EarlyPages, house: &Arc<House>, nonce: &str, parts: &mut Parts) -> Option<Head> {
    let route = parts.extensions.get::<MatchedPath>()?;
    let page = all.get(route.as_str()).filter(|_| parts.method == Method::GET)?;
    let session = cookies::get(&parts.headers, cookies::CITIZEN).is_some();
    let (visitor, chosen, spoken) = web::stranger(house, parts, nonce);
    // without a word of the browser's own the account chooses the language, and the account stands in the store
    if session && (page.nobody || !spoken) {
        return None;
    }
    let query = Query::from_request_parts(parts, &()).await.ok()?;
    let title = (page.title)(house, visitor.w, &query)?;
    let frame = visitor.frame(title).await;
    let mut first = FirstPart { frame, sheet: page.sheet }.render().ok()?;
    // the bar below the head names whoever is signed in
    let mark = if session { "</head>" } else { "</header>" };
    let end = first.find(mark)? + mark.len();
    first.truncate(end);
    Some(Head { visitor, chosen, first, mark })
}

/// The answer: the first part, then what `whole` draws behind it.
pub(crate) fn answer(head: Head, watched: Option<Watched>, whole: Whole) -> Response {
    let lang = head.visitor.lang.code();
    let first = Bytes::from(head.first.clone());
    let rest = async move {
        let (status, bytes) = rest(&head, whole).await;
        if let Some(watched) = watched {
            watched.record(status);
        }
        bytes
    };
    let parts = stream::once(std::future::ready(first)).chain(stream::once(rest)).map(Ok::<_, Infallible>);
    let mut response = Body::from_stream(parts).into_response();
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang));
    response.extensions_mut().insert(RecordedLater);
    response
}

/// What follows the first part, and what the status would have been.
async fn rest(head: &Head, whole: Whole) -> (StatusCode, Bytes) {
    let (problem, known) = match whole.await {
        Ok(response) => match drawn(head, response).await {
            Ok(bytes) => return (StatusCode::OK, bytes),
            Err(problem) => (problem, None),
        },
        Err(failed) => *failed,
    };
    let page = problem.page_again(known.as_ref().unwrap_or(&head.visitor)).await;
    let status = page.status();
    (status, behind(head.mark, page).await.unwrap_or_default())
}

async fn drawn(head: &Head, response: Response) -> Result<Bytes, Problem> {
    let lost = |error: &str| Problem::new(ProblemCode::Internal).cause(&error);
    if response.status() != StatusCode::OK {
        return Err(lost("a page that had begun with 200 wanted another status"));
    }
    if response.headers().contains_key(header::SET_COOKIE) {
        tracing::error!("a page that had begun wanted to set a cookie");
    }
    let (parts, body) = response.into_parts();
    let whole = body_of(body).await;
    let same = whole.starts_with(head.first.as_bytes());
    debug_assert!(same, "the first part of {} is another than that of the whole page", head.visitor.path);
    if !same {
        tracing::error!("a page began otherwise than it was drawn");
    }
    let whole = Response::from_parts(parts, Body::from(whole));
    behind(head.mark, whole).await.ok_or_else(|| lost("a page that had begun came without a body"))
}

async fn body_of(body: Body) -> Bytes {
    // pages are drawn in memory, so there is nothing to wait for and nothing that breaks off
    axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default()
}

/// The page behind a mark.
async fn behind(mark: &str, page: Response) -> Option<Bytes> {
    let whole = body_of(page.into_body()).await;
    let at = whole.windows(mark.len()).position(|piece| piece == mark.as_bytes())?;
    Some(whole.slice(at + mark.len()..))
}
