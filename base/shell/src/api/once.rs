//! `Idempotency-Key`: whoever asks again after a lost answer gets that answer, and nothing happens twice.

use super::read;
use crate::{Answer, House, Problem};
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use kernel::{ids::AccountId, problem::ProblemCode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{Once, StoreError};

/// The header.
pub(super) const HEADER: &str = "idempotency-key";
const KEY_MAX: usize = 64;

/// A request with its key.
#[derive(Debug, Clone)]
pub struct Keyed<T = ()> {
    /// What the body says.
    pub value: T,
    /// The caller's key.
    pub key: String,
    /// SHA-256 of path and body.
    pub hash: String,
    scope: &'static str,
}

/// The key: 8 to 64 letters, digits and `-_.:`, bare or in quotes as the draft writes it.
fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let wrong = || Problem::new(ProblemCode::BadInput).because("api-key-needed").field("Idempotency-Key");
    let mut all = headers.get_all(HEADER).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return Err(wrong()) };
    let text = one.to_str().map_err(|_| wrong())?.trim();
    let text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let good = (8..=KEY_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    if good { Ok(text.to_owned()) } else { Err(wrong()) }
}

/// What the key stands for: this path with this body.
fn hash_of(path: &str, body: &[u8]) -> String {
    let mut all = path.as_bytes().to_vec();
    all.push(0);
    all.extend_from_slice(body);
    hex::encode(vault::sha256(&all))
}

impl<S: Send + Sync> FromRequestParts<S> for Keyed {
    type Rejection = Problem;

    /// The key of a request whose body is read elsewhere (a file) or is none.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = key_of(&parts.headers)?;
        Ok(Self { value: (), key, hash: hash_of(parts.uri.path(), &[]), scope: "api" })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Keyed<super::Json<T>> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let key = key_of(request.headers())?;
        if read::content(&request) != "application/json" {
            return Err(Problem::new(ProblemCode::UnsupportedMedia).because("api-json-expected"));
        }
        let path = request.uri().path().to_owned();
        let bytes = read::bytes(request, state).await?;
        let hash = hash_of(&path, &bytes);
        Ok(Self { value: super::Json { value: read::parsed(&bytes)?, hash: hash.clone() }, key, hash, scope: "api" })
    }
}

/// An answer that is kept for whoever asks again: it names codes and ids, never a person.
#[derive(Serialize, serde::Deserialize)]
struct Kept {
    status: u16,
    body: Value,
}

fn told(kept: &Kept) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = (status, kept.body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

impl<T> Keyed<T> {
    fn name(&self, account: &AccountId) -> String {
        format!("{}:{account}", self.scope)
    }

    /// Does the work once: a key that was seen with this request gives its first answer again. Refusals are not kept; the
    /// work itself must bear being begun twice at the same moment (it does: states, keys and digests see to it).
    pub async fn once<R: Serialize>(
        &self,
        (house, account): (&House, &AccountId),
        work: impl Future<Output = Result<(u16, R), Problem>> + Send,
    ) -> Answer {
        let scope = self.name(account);
        let (scope, key, hash) = (&scope, &self.key, &self.hash);
        let seen = house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.once(scope, key, hash).await }));
        match seen.await? {
            Once::Replay(answer) => {
                let kept: Kept = serde_json::from_str(&answer).map_err(|e| Problem::new(ProblemCode::Internal).cause(&e))?;
                return Ok(told(&kept));
            }
            Once::OtherBody => return Err(Problem::new(ProblemCode::KeyReused)),
            Once::First => {}
        }
        let (status, body) = work.await?;
        let body = serde_json::to_value(body).map_err(|e| Problem::new(ProblemCode::Internal).cause(&e))?;
        let kept = Kept { status, body };
        let text = serde_json::to_string(&kept).map_err(|e| Problem::new(ProblemCode::Internal).cause(&e))?;
        let text = &text;
        let noted = house.db.transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                match tx.once(scope, key, hash).await? {
                    Once::First => tx.remember(scope, key, hash, text).await,
                    Once::Replay(_) | Once::OtherBody => Ok(()),
                }
            })
        });
        match noted.await {
            // two at the same moment: the other one's answer is kept
            Ok(()) | Err(StoreError::Constraint(_)) => Ok(told(&kept)),
            Err(error) => Err(error.into()),
        }
    }
}

impl<T> Keyed<T> {
    /// The same key for a body that was read elsewhere: its digest joins.
    #[must_use]
    pub fn with_bytes(mut self, bytes: &[u8]) -> Self {
        self.hash = hash_of(&self.hash, bytes);
        self
    }
}
