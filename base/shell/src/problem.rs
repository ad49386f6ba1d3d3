//! Two messages: one for the person or program at the edge, one for the log. The inner one cannot slip out.

use crate::{Visitor, words::Words};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{ids::NotAnId, problem::ProblemCode};
use store::StoreError;

/// What a handler answers.
pub type Answer = Result<Response, Problem>;

/// Something went wrong at the edge.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which of the closed catalogue.
    pub code: ProblemCode,
    /// The key of a sentence in the reader's language that says more than the code's own text.
    pub because: Option<&'static str>,
    /// Arguments of that sentence.
    pub arguments: Vec<(&'static str, String)>,
    /// The field it is about.
    pub field: Option<String>,
    /// Where the reader should go next, if not home.
    pub back: Option<String>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u32>,
    /// What stands there now, and its version, where somebody else was faster.
    pub theirs: Option<Box<(String, i64)>>,
}

impl Problem {
    /// A problem of the catalogue.
    pub const fn new(code: ProblemCode) -> Self {
        Self { code, because: None, arguments: Vec::new(), field: None, back: None, retry_after: None, theirs: None }
    }

    /// The answer for what is absent or somebody else's: the same for both.
    pub const fn not_found() -> Self {
        Self::new(ProblemCode::NotFound)
    }

    /// Says more, by the key of a sentence.
    #[must_use]
    pub const fn because(mut self, key: &'static str) -> Self {
        self.because = Some(key);
        self
    }

    /// Gives the sentence an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into());
        self
    }

    /// What stands there now, and its version.
    #[must_use]
    pub fn theirs(mut self, value: impl Into<String>, version: i64) -> Self {
        self.theirs = Some(Box::new((value.into(), version)));
        self
    }

    /// Where to go next.
    #[must_use]
    pub fn back(mut self, path: impl Into<String>) -> Self {
        self.back = Some(path.into());
        self
    }

    /// The private half: goes to the log, never to the edge.
    #[must_use]
    pub fn cause(self, error: &dyn std::fmt::Display) -> Self {
        if self.code.status() >= 500 {
            tracing::error!(code = self.code.slug(), %error, "a request failed");
        } else {
            tracing::debug!(code = self.code.slug(), %error, "a request was refused");
        }
        self
    }

    fn text(&self, w: Words) -> String {
        let arguments: Vec<(&str, &str)> = self.arguments.iter().map(|(k, v)| (*k, v.as_str())).collect();
        match self.because {
            Some(key) => w.with(key, &arguments),
            None => w.t(&format!("problem-{}-text", self.code.slug())),
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn headers(&self, response: &mut Response) {
        let seconds = self.retry_after.or_else(|| (self.code.status() == 503).then_some(30));
        if let Some(value) = seconds.and_then(|s| HeaderValue::from_str(&s.to_string()).ok()) {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }

    /// The problem as a page in the reader's language.
    pub async fn page(&self, visitor: &Visitor) -> Response {
        let (home, go) =
            if visitor.path.starts_with("/petugas") { ("/petugas", "problem-go-desk") } else { ("/", "problem-go-home") };
        match self.back.clone() {
            // whoever has to wait goes back, not on
            Some(back) if self.code == ProblemCode::TooMany => self.draw(visitor, (back, "problem-go-return")).await,
            Some(back) => self.draw(visitor, (back, "problem-go-back")).await,
            None => self.draw(visitor, (home.to_owned(), go)).await,
        }
    }

    /// The problem as a page that leads to the page it came upon, to be asked again.
    pub(crate) async fn page_again(&self, visitor: &Visitor) -> Response {
        self.draw(visitor, (visitor.path.clone(), "problem-try-again")).await
    }

    async fn draw(&self, visitor: &Visitor, (back, go): (String, &str)) -> Response {
        let title = visitor.w.t(&format!("problem-{}-title", self.code.slug()));
        let frame = visitor.frame(title.clone()).await;
        let (text, field, go) = (self.text(visitor.w), self.field.clone().unwrap_or_default(), visitor.w.t(go));
        let mut response = if visitor.path.starts_with("/petugas") {
            visitor.page_with(self.status(), &DeskProblemPage { frame, title, text, field, back, go })
        } else {
            visitor.page_with(self.status(), &ProblemPage { frame, title, text, field, back, go })
        };
        self.headers(&mut response);
        response
    }

    /// The problem as an RFC 9457 document; its type leads to a page of ours below `base`.
    pub fn document(&self, w: Words, base: &str) -> Response {
        let mut body = serde_json::json!({
            "type": format!("{base}/masalah/{}", self.code.slug()),
            "title": w.t(&format!("problem-{}-title", self.code.slug())),
            "status": self.code.status(),
            "detail": self.text(w),
            "code": self.code.slug(),
        });
        if let Some(field) = &self.field {
            body["field"] = serde_json::json!(field);
        }
        if let Some((theirs, version)) = self.theirs.as_deref() {
            body["theirs"] = serde_json::json!(theirs);
            body["version"] = serde_json::json!(version);
        }
        let mut response = (self.status(), body.to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        self.headers(&mut response);
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: crate::Frame,
    title: String,
    text: String,
    field: String,
    back: String,
    go: String,
}

/// The same at the desk: the officer keeps the way around.
#[derive(Template)]
#[template(path = "problem_desk.html")]
struct DeskProblemPage {
    frame: crate::Frame,
    title: String,
    text: String,
    field: String,
    back: String,
    go: String,
}

impl IntoResponse for Problem {
    /// A bare status with the problem inside; [`crate::web`] turns it into a page or a document for its reader.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::Busy => ProblemCode::Busy,
            StoreError::Unreachable | StoreError::NoRoom => ProblemCode::Unavailable,
            _ => ProblemCode::Internal,
        };
        Self::new(code).cause(&error)
    }
}

impl From<NotAnId> for Problem {
    fn from(_: NotAnId) -> Self {
        Self::not_found()
    }
}

impl From<vault::VaultError> for Problem {
    fn from(error: vault::VaultError) -> Self {
        Self::new(ProblemCode::Internal).cause(&error)
    }
}
