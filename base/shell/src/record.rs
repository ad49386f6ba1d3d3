//! One line in the log and one point in the metrics per request: the route, never the address.

use crate::early::RecordedLater;
use axum::{
    extract::{MatchedPath, Request},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// A request that is under way.
#[derive(Clone)]
pub(crate) struct Watched {
    started: Instant,
    method: &'static str,
    route: String,
}

impl Watched {
    fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |p| p.as_str().to_owned());
        Self { started: Instant::now(), method: method_name(request.method()), route }
    }

    /// Its end.
    pub(crate) fn record(self, status: StatusCode) {
        let Self { started, method, route } = self;
        let (status, took) = (status.as_u16(), started.elapsed());
        metrics::histogram!("http_request_seconds", "route" => route.clone(), "method" => method, "status" => status.to_string())
            .record(took.as_secs_f64());
        tracing::info!(target: "http", method, route, status, millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "request");
    }
}

/// Records each request when it is answered; what goes out in parts records itself when its last part is drawn.
pub(crate) async fn watch(mut request: Request, next: Next) -> Response {
    let watched = Watched::of(&request);
    request.extensions_mut().insert(watched.clone());
    let response = next.run(request).await;
    if response.extensions().get::<RecordedLater>().is_none() {
        watched.record(response.status());
    }
    response
}

fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
