//! Requests become typed visitors. A handler that takes a [`Citizen`] cannot be reached without being signed in.

use crate::{
    House, Problem,
    parked::{NobodyIn, ParkedForm},
    terms,
    words::Words,
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use kernel::{
    ids::{AccountId, OfficeCode, OfficerId, SessionId},
    lang::Lang,
    problem::ProblemCode,
    role::Role,
    time::Timestamp,
};
use std::sync::Arc;
use store::StoreError;

/// A citizen's living session.
#[derive(Debug, Clone)]
pub struct SignedInCitizen {
    /// Whose.
    pub account: AccountId,
    /// Which device's.
    pub session: SessionId,
    /// The name in the header.
    pub name: String,
    /// The language chosen in the account.
    pub lang: Lang,
}

/// An officer's living session.
#[derive(Debug, Clone)]
pub struct SignedInOfficer {
    /// Whose.
    pub officer: OfficerId,
    /// Which device's.
    pub session: SessionId,
    /// The officer's name.
    pub name: String,
    /// The only office whose cases exist for this officer.
    pub office: OfficeCode,
    /// That office's name.
    pub office_name: String,
    /// What the officer may do.
    pub roles: Vec<Role>,
}

/// When a session ends, in real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionEnd {
    /// If nothing more is heard from the browser.
    pub at: Timestamp,
    /// Whatever is heard.
    pub last: Timestamp,
    /// How long one request keeps it, in milliseconds.
    pub idle: i64,
}

/// Knows who is signed in. Implemented by account, filled at the roof.
#[async_trait::async_trait]
pub trait Sessions: Send + Sync {
    /// The citizen of a session token, if the session lives; notes that it was used.
    async fn citizen(&self, house: &House, token: &str) -> Result<Option<SignedInCitizen>, StoreError>;
    /// The same with the end of the session, where it has one.
    async fn citizen_until(
        &self,
        house: &House,
        token: &str,
    ) -> Result<Option<(SignedInCitizen, Option<SessionEnd>)>, StoreError> {
        Ok(self.citizen(house, token).await?.map(|citizen| (citizen, None)))
    }
    /// Keeps a form for the owner of a session that has ended by itself; answers the token for the browser's cookie.
    async fn park(&self, _house: &House, _session: &str, _form: &ParkedForm) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
    /// The form that waits behind a browser's token, for this account and no other.
    async fn parked(&self, _house: &House, _token: &str, _account: &AccountId) -> Result<Option<ParkedForm>, StoreError> {
        Ok(None)
    }
    /// Throws away what waited behind a browser's token.
    async fn unpark(&self, _house: &House, _token: &str) -> Result<(), StoreError> {
        Ok(())
    }
    /// The officer of a session token, if the session lives.
    async fn officer(&self, house: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError>;
    /// The same with the end of the session, where it has one.
    async fn officer_until(
        &self,
        house: &House,
        token: &str,
    ) -> Result<Option<(SignedInOfficer, Option<SessionEnd>)>, StoreError> {
        Ok(self.officer(house, token).await?.map(|officer| (officer, None)))
    }
    /// The citizen of a program's bearer token, if the token lives.
    async fn bearer(&self, _house: &House, _token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(None)
    }
}

#[async_trait::async_trait]
impl Sessions for () {
    async fn citizen(&self, _house: &House, _token: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(None)
    }
    async fn officer(&self, _house: &House, _token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(None)
    }
}

/// Anybody: what is known about whoever sent this request.
#[derive(Clone)]
pub struct Visitor {
    /// The house.
    pub house: Arc<House>,
    /// The reader's language.
    pub lang: Lang,
    /// Words in that language.
    pub w: Words,
    /// Path and query.
    pub path: String,
    /// The nonce of this answer's content policy.
    pub nonce: String,
    /// The key of the form that was sent, so that its page keeps it when it is drawn again; else a fresh one.
    pub key: String,
    /// The signed-in citizen, if any.
    pub citizen: Option<SignedInCitizen>,
    /// When the citizen's session ends, where it does.
    pub session_end: Option<SessionEnd>,
    /// The signed-in officer, if any.
    pub officer: Option<SignedInOfficer>,
    /// When the officer's session ends, where it does.
    pub desk_end: Option<SessionEnd>,
    /// Where the request came from, for throttles; `unknown` in tests.
    pub source: String,
    /// What the browser calls itself, at most 200 characters, for the list of devices.
    pub agent: String,
}

impl Visitor {
    /// Renders a page.
    pub fn page<T: askama::Template>(&self, page: &T) -> Response {
        self.page_with(StatusCode::OK, page)
    }

    /// Renders a page with a status: 4xx pages keep everything that was typed.
    pub fn page_with<T: askama::Template>(&self, status: StatusCode, page: &T) -> Response {
        match page.render() {
            Ok(html) => {
                // officers know their terms
                let html = if self.path.starts_with("/petugas") { html } else { terms::explained(html, self.w) };
                let mut response = (status, html).into_response();
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
                response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.lang.code()));
                response
            }
            Err(error) => Problem::new(ProblemCode::Internal).cause(&error).into_response(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::new(ProblemCode::Internal).cause(&"a route was mounted without the visitor layer"))
    }
}

/// A signed-in citizen. Without one the request is sent to the sign-in page.
#[derive(Clone)]
pub struct Citizen {
    /// The visitor.
    pub visitor: Visitor,
    /// The account.
    pub account: AccountId,
    /// The device's session.
    pub session: SessionId,
}

/// A signed-in officer at the desk of one office.
#[derive(Clone)]
pub struct Desk {
    /// The visitor.
    pub visitor: Visitor,
    /// The officer.
    pub officer: OfficerId,
    /// The device's session.
    pub session: SessionId,
    /// The officer's name.
    pub name: String,
    /// The office.
    pub office: OfficeCode,
    /// That office's name.
    pub office_name: String,
    /// What the officer may do.
    pub roles: Vec<Role>,
}

impl Desk {
    /// Refuses an officer without the role.
    pub fn needs(&self, role: Role) -> Result<(), Problem> {
        self.needs_one(&[role])
    }

    /// Refuses an officer with none of the roles.
    pub fn needs_one(&self, roles: &[Role]) -> Result<(), Problem> {
        if roles.iter().any(|r| self.roles.contains(r)) {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::NotAllowed).because("common-not-your-role"))
        }
    }
}

/// Stands in the answer that leads to a sign-in page instead of doing something: it is not remembered.
#[derive(Clone, Copy)]
pub(crate) struct NothingDone;

/// Stands in the query of a page whose file came after the session had ended: the page asks for the file again.
pub const FILE_AGAIN: &str = "kirim-ulang";

/// The kind of content that a request names; empty where it names none.
pub(crate) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// True for a form with a file. Where it was not kept its page says that it has to be sent again.
pub(crate) fn has_file(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("multipart/form-data")
}

fn to_sign_in(page: &str, parts: &Parts, visitor: &Visitor) -> Response {
    let asked_again = format!("{}?{FILE_AGAIN}", parts.uri.path());
    // only a page that can be drawn again is worth coming back to
    let back = if parts.method.is_safe() {
        visitor.path.as_str()
    } else if has_file(&parts.headers) {
        asked_again.as_str()
    } else {
        ""
    };
    let mut response = if back.is_empty() || back == "/" {
        see_other(page)
    } else {
        let back: String = percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC).to_string();
        see_other(format!("{page}?kembali={back}"))
    };
    response.extensions_mut().insert(NothingDone);
    response
}

impl<S: Send + Sync> FromRequestParts<S> for Citizen {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = <Visitor as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        match visitor.citizen.clone() {
            Some(who) => Ok(Self { account: who.account, session: who.session, visitor }),
            None => {
                let mut response = to_sign_in("/masuk", parts, &visitor);
                response.extensions_mut().insert(NobodyIn);
                Err(response)
            }
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Citizen {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Response> {
        Ok(<Self as FromRequestParts<S>>::from_request_parts(parts, state).await.ok())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = <Visitor as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        match visitor.officer.clone() {
            Some(who) => Ok(Self {
                officer: who.officer,
                session: who.session,
                name: who.name,
                office: who.office,
                office_name: who.office_name,
                roles: who.roles,
                visitor,
            }),
            None => Err(to_sign_in("/petugas/masuk", parts, &visitor)),
        }
    }
}

/// 303: after a POST, look at this page.
pub fn see_other(path: impl Into<String>) -> Response {
    let location = HeaderValue::from_str(&path.into()).unwrap_or_else(|_| HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response
}
