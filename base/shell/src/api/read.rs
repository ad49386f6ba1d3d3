//! Requests of programs, read strictly.

use crate::{Citizen, Problem, Visitor, visitor::content_type};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use kernel::problem::ProblemCode;
use serde::de::DeserializeOwned;

/// Largest JSON document in bytes.
pub(super) const JSON_BYTES_MAX: usize = 64 * 1024;

/// The holder of a bearer token. Without a living one: 401, never a page.
#[derive(Clone)]
pub struct Caller(pub Citizen);

impl std::ops::Deref for Caller {
    type Target = Citizen;
    fn deref(&self) -> &Citizen {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let visitor = <Visitor as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        let who = visitor.citizen.clone().ok_or_else(|| Problem::new(ProblemCode::SignInNeeded).because("api-token-needed"))?;
        Ok(Self(Citizen { account: who.account, session: who.session, visitor }))
    }
}

/// A JSON document of a shape: one document, in bounds, no name unknown or twice.
pub struct Json<T> {
    /// What it says.
    pub value: T,
    /// SHA-256 of its bytes, for the idempotency key.
    pub hash: String,
}

/// The kind of content, without its parameters.
pub(super) fn content(request: &Request) -> String {
    let kind = content_type(request.headers());
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The bytes of a body in bounds.
pub(super) async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let large = || Problem::new(ProblemCode::TooLarge);
    let bytes = Bytes::from_request(request, state).await.map_err(|_| large())?;
    if bytes.len() > JSON_BYTES_MAX { Err(large()) } else { Ok(bytes) }
}

/// Reads a document; what is wrong with it is said as the reader of JSON says it.
pub(super) fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let fault: String = error.to_string().chars().filter(|c| !c.is_control()).take(200).collect();
        Problem::new(ProblemCode::BadJson).because("api-json-fault").with("fault", fault)
    })
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if content(&request) != "application/json" {
            return Err(Problem::new(ProblemCode::UnsupportedMedia).because("api-json-expected"));
        }
        let bytes = bytes(request, state).await?;
        Ok(Self { value: parsed(&bytes)?, hash: hex::encode(vault::sha256(&bytes)) })
    }
}

#[cfg(test)]
mod tests {
    use super::parsed;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Said {
        #[expect(dead_code, reason = "only reading it matters")]
        name: String,
    }

    #[test]
    fn a_document_is_read_strictly() {
        assert!(parsed::<Said>(br#"{"name":"x"}"#).is_ok());
        let bad: [&[u8]; 7] = [
            b"",
            b"{}",
            br#"{"name":"x","name":"y"}"#,
            br#"{"name":"x","other":1}"#,
            br#"{"name":"x"} x"#,
            br#"{"name":1}"#,
            b"{\"name\":\"\xff\"}",
        ];
        for body in bad {
            assert!(parsed::<Said>(body).is_err(), "{}", String::from_utf8_lossy(body));
        }
    }
}
