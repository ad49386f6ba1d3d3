//! How often one caller may ask, told with every answer (draft-ietf-httpapi-ratelimit-headers).

use crate::{Problem, Visitor};
use axum::{
    extract::Request,
    http::HeaderValue,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use kernel::{
    problem::ProblemCode,
    time::{SECOND, Timestamp},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How many requests in how many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Its name in the headers.
    pub name: &'static str,
    /// Requests.
    pub quota: u32,
    /// In so many seconds.
    pub window: u32,
}

/// Reads.
pub const READS: Policy = Policy { name: "reads", quota: 600, window: 60 };
/// Changes.
pub const WRITES: Policy = Policy { name: "writes", quota: 120, window: 60 };
/// Files.
pub const UPLOADS: Policy = Policy { name: "uploads", quota: 30, window: 60 };
/// Sign-ins and look-ups of strangers.
pub const TOKENS: Policy = Policy { name: "tokens", quota: 20, window: 600 };

/// Callers that are remembered at once; beyond that the ended windows are forgotten.
const CALLERS: usize = 20_000;

type Windows = HashMap<(&'static str, String), (Timestamp, u32)>;

/// Who asked how often in the present window.
#[derive(Default)]
pub(crate) struct Meter(Mutex<Windows>);

/// Where a caller stands after this request.
struct Standing {
    left: Option<u32>,
    seconds: i64,
}

impl Meter {
    fn take(&self, policy: Policy, who: String, now: Timestamp) -> Standing {
        let length = i64::from(policy.window) * SECOND;
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= CALLERS {
            windows.retain(|_, (began, _)| now.since(*began) < length);
        }
        let window = windows.entry((policy.name, who)).or_insert((now, 0));
        if now.since(window.0) >= length || now < window.0 {
            *window = (now, 0);
        }
        let seconds = (length - now.since(window.0) + SECOND - 1) / SECOND;
        if window.1 >= policy.quota {
            return Standing { left: None, seconds };
        }
        window.1 += 1;
        Standing { left: Some(policy.quota - window.1), seconds }
    }
}

fn told(response: &mut Response, policy: Policy, standing: &Standing) {
    let headers = response.headers_mut();
    let limits = format!("\"{}\";q={};w={}", policy.name, policy.quota, policy.window);
    let left = format!("\"{}\";r={};t={}", policy.name, standing.left.unwrap_or(0), standing.seconds);
    for (name, value) in [("ratelimit-policy", limits), ("ratelimit", left)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// Counts a request before it is judged; tells the caller where he stands.
pub(super) async fn count(policy: Policy, request: Request, next: Next) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>() else {
        return Problem::new(ProblemCode::Internal).cause(&"the API was mounted without the visitor layer").into_response();
    };
    let who = visitor.citizen.as_ref().map_or_else(|| format!("source:{}", visitor.source), |c| format!("account:{}", c.account));
    let standing = visitor.house.kept::<Meter>().take(policy, who, visitor.house.real_now());
    let mut response = if standing.left.is_some() {
        next.run(request).await
    } else {
        let mut problem = Problem::new(ProblemCode::TooMany);
        problem.retry_after = u32::try_from(standing.seconds).ok();
        problem.into_response()
    };
    told(&mut response, policy, &standing);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_used_up_and_opens_again() {
        let (meter, policy) = (Meter::default(), Policy { name: "t", quota: 2, window: 10 });
        let at = |seconds: i64| Timestamp(seconds * SECOND);
        let left = |seconds: i64| meter.take(policy, "x".to_owned(), at(seconds)).left;
        assert_eq!((left(0), left(1), left(2)), (Some(1), Some(0), None));
        assert_eq!(meter.take(policy, "x".to_owned(), at(4)).seconds, 6);
        assert_eq!(meter.take(policy, "y".to_owned(), at(4)).left, Some(1), "another caller has his own window");
        assert_eq!(left(10), Some(1));
    }
}
