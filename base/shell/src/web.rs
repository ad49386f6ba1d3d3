//! The routers with their guards: who asks, what may be loaded, what is refused, how a problem is drawn.

use crate::{
    House, Problem, Room, Visitor,
    cookies::{self, CITIZEN, LANG, OFFICER},
    words::Words,
};
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use kernel::{lang::Lang, problem::ProblemCode, proxies::Proxies};
use std::{net::SocketAddr, sync::Arc, time::Instant};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer};

/// The product: pages of all rooms.
pub fn product(house: &Arc<House>, rooms: &[Room]) -> Router {
    let routes = rooms.iter().fold(Router::new(), |all, room| all.merge(room.routes.clone()));
    let doors = routes
        .merge(crate::api::routes(house, rooms))
        .merge(crate::assets::routes())
        .merge(crate::gaya::routes())
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(|_| Problem::new(ProblemCode::Internal).into_response()))
        .layer(DefaultBodyLimit::max(crate::fields::FORM_BYTES_MAX))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(house.clone(), dress))
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(middleware::from_fn(watch))
        .with_state(house.clone());
    // outside all routes, so that a kept form goes in through the same doors as any other
    let again = (doors.clone(), house.clone());
    Router::new().fallback_service(doors).layer(middleware::from_fn_with_state(again, crate::parked::keep))
}

/// The second origin: papers. Reads no cookie.
pub fn papers(house: &Arc<House>, rooms: &[Room]) -> Router {
    let routes = rooms.iter().fold(Router::new(), |all, room| all.merge(room.paper_routes.clone()));
    bare(house, routes)
}

/// The partners' listener.
pub fn partners(house: &Arc<House>, rooms: &[Room]) -> Router {
    let routes = rooms.iter().fold(Router::new(), |all, room| all.merge(room.partner_routes.clone()));
    bare(house, routes)
}

fn bare(house: &Arc<House>, routes: Router<Arc<House>>) -> Router {
    routes
        .fallback(nothing_here)
        .layer(CatchPanicLayer::custom(|_| Problem::new(ProblemCode::Internal).into_response()))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn(undressed))
        .layer(middleware::from_fn(watch))
        .with_state(house.clone())
}

async fn nothing_here() -> Problem {
    Problem::not_found()
}

async fn wrong_method() -> Problem {
    Problem::new(ProblemCode::MethodNotAllowed)
}

fn language(query: Option<&str>, cookie: Option<&str>, account: Option<Lang>) -> (Lang, bool) {
    let asked = query.and_then(|q| q.split('&').find_map(|p| p.strip_prefix("bahasa="))).and_then(Lang::parse);
    match asked {
        Some(lang) => (lang, true),
        None => (cookie.and_then(Lang::parse).or(account).unwrap_or_default(), false),
    }
}

async fn visitor_of(house: &Arc<House>, parts: &Parts) -> Result<(Visitor, bool), Problem> {
    let headers = &parts.headers;
    // programs come with a bearer token, browsers with cookies; neither is read for the other
    let program = is_program(parts.uri.path());
    let cookie = |name: &str| if program { None } else { cookies::get(headers, name) };
    let citizen = match (bearer(headers).filter(|_| program), cookie(CITIZEN)) {
        (Some(token), _) => house.sessions.bearer(house, &token).await?.map(|citizen| (citizen, None)),
        (None, Some(token)) => house.sessions.citizen_until(house, &token).await?,
        (None, None) => None,
    };
    let (citizen, session_end) = citizen.map_or((None, None), |(citizen, end)| (Some(citizen), end));
    let officer = match cookie(OFFICER) {
        Some(token) => house.sessions.officer(house, &token).await?,
        None => None,
    };
    let said = if program { spoken(headers) } else { cookie(LANG) };
    let (lang, chosen) = language(parts.uri.query(), said.as_deref(), citizen.as_ref().map(|c| c.lang));
    let chosen = chosen && !program;
    let visitor = Visitor {
        house: house.clone(),
        lang,
        w: Words::for_lang(lang),
        path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        nonce: vault::new_token(),
        citizen,
        session_end,
        officer,
        source: source_of(&house.config.trusted_proxies, parts),
        agent: text_header(headers, &header::USER_AGENT).chars().take(200).collect(),
    };
    Ok((visitor, chosen))
}

/// The source that throttles count by: the peer, or whom a trusted proxy names.
fn source_of(trusted: &Proxies, parts: &Parts) -> String {
    let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else { return "unknown".to_owned() };
    let forwarded: Vec<&str> =
        parts.headers.get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or_default()).collect();
    trusted.source(peer.ip(), &forwarded).to_string()
}

fn text_header(headers: &HeaderMap, name: &header::HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).map(kernel::name::squeeze).unwrap_or_default()
}

/// True below the programs' door.
fn is_program(path: &str) -> bool {
    path.starts_with("/api/")
}

/// The bearer token of a request; a header given twice is none.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    let (scheme, token) = one.to_str().ok()?.split_once(' ')?;
    let good = (20..=128).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (scheme.eq_ignore_ascii_case("bearer") && good).then(|| token.to_owned())
}

/// The language a program asks for: the first of `Accept-Language` that we speak.
fn spoken(headers: &HeaderMap) -> Option<String> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let codes = asked.split(',').filter_map(|part| part.trim().get(..2)).map(str::to_ascii_lowercase);
    codes.into_iter().find(|code| Lang::parse(code).is_some())
}

fn wants_document(request: &Request) -> bool {
    is_program(request.uri().path()) || text_header(request.headers(), &header::ACCEPT).starts_with("application/json")
}

/// Knows the visitor before the handler runs, and draws the problem after it.
async fn dress(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let document = wants_document(&request);
    let (mut parts, body) = request.into_parts();
    let (visitor, chosen) = match visitor_of(&house, &parts).await {
        Ok(known) => known,
        Err(problem) => return guarded(problem.document(Words::for_lang(Lang::Id), &house.config.public_url), None, &house),
    };
    parts.extensions.insert(visitor.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(problem) = problem_in(&response) {
        let headers = std::mem::take(response.headers_mut());
        response = if document { problem.document(visitor.w, &house.config.public_url) } else { problem.page(&visitor).await };
        for cookie in headers.get_all(header::SET_COOKIE) {
            response.headers_mut().append(header::SET_COOKIE, cookie.clone());
        }
        for name in ["allow", "ratelimit", "ratelimit-policy"] {
            if let Some(value) = headers.get(name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        if document && response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
    }
    if chosen {
        cookies::add(&mut response, cookies::set(LANG, visitor.lang.code(), Some(400 * 24 * 3600)));
    }
    guarded(response, Some(&visitor), &house)
}

/// The problem inside an answer; plain refusals of the framework become one.
fn problem_in(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    if response.extensions().get::<tower_http::csrf::ProtectionError>().is_some() {
        return Some(Problem::new(ProblemCode::CrossSite));
    }
    let status = response.status();
    let drawn =
        response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|k| !k.starts_with("text/plain"));
    if drawn || status.as_u16() < 400 {
        return None;
    }
    Some(Problem::new(match status {
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMedia,
        StatusCode::FORBIDDEN => ProblemCode::NotAllowed,
        s if s.is_server_error() => ProblemCode::Internal,
        _ => ProblemCode::BadInput,
    }))
}

/// Headers that every answer of the product carries.
fn guarded(mut response: Response, visitor: Option<&Visitor>, house: &House) -> Response {
    let nonce = visitor.map_or("", |v| v.nonce.as_str());
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'nonce-{nonce}'; img-src 'self' data: {}; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
        house.config.papers_url
    );
    let headers = response.headers_mut();
    let is_page = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|k| k.starts_with("text/html"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if is_page || !headers.contains_key(header::CACHE_CONTROL) {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    let fixed: [(&str, &str); 5] = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(self), geolocation=(self), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Some(promise) = sealed_line(&house.config.public_url) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, promise);
    }
    response
}

/// What a product behind TLS promises for two years; one on this machine promises nothing.
fn sealed_line(public_url: &str) -> Option<HeaderValue> {
    public_url.starts_with("https://").then_some(HeaderValue::from_static("max-age=63072000; includeSubDomains"))
}

/// Problems of the bare listeners are documents; no cookie is read.
async fn undressed(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(problem) = problem_in(&response) {
        response = problem.document(Words::for_lang(Lang::Id), "");
    }
    response.headers_mut().entry("x-content-type-options").or_insert(HeaderValue::from_static("nosniff"));
    response
}

/// One line in the log and one point in the metrics per request: the route, never the address.
async fn watch(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |p| p.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took = started.elapsed();
    metrics::histogram!("http_request_seconds", "route" => route.clone(), "method" => method, "status" => status.to_string())
        .record(took.as_secs_f64());
    tracing::info!(target: "http", method, route, status, millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "request");
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

#[cfg(test)]
mod tests {
    use super::{bearer, sealed_line, source_of, spoken};
    use axum::{
        extract::ConnectInfo,
        http::{HeaderMap, HeaderValue, Request, header},
    };
    use kernel::proxies::Proxies;
    use std::net::SocketAddr;

    #[test]
    fn only_a_listed_proxy_says_where_a_request_came_from() {
        let trusted = Proxies::parse(&["127.0.0.1".to_owned()]).unwrap();
        let said = |peer: &str, forwarded: &[&str]| {
            let mut request = Request::builder().uri("/masuk");
            for value in forwarded {
                request = request.header("x-forwarded-for", *value);
            }
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            source_of(&trusted, &parts)
        };
        assert_eq!(said("127.0.0.1:50000", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(said("127.0.0.1:50000", &["198.51.100.7", "203.0.113.9"]), "203.0.113.9", "the proxy adds its own at the end");
        assert_eq!(said("198.51.100.7:50000", &["203.0.113.9"]), "198.51.100.7", "a stranger is not believed");
        assert_eq!(said("127.0.0.1:50000", &[]), "127.0.0.1");
    }

    #[test]
    fn only_a_product_behind_tls_promises_tls() {
        assert!(sealed_line("https://paspor.example.id").is_some_and(|v| v == "max-age=63072000; includeSubDomains"));
        assert!(sealed_line("http://localhost:8080").is_none());
    }

    #[test]
    fn a_bearer_token_is_one_header_of_one_form() {
        let token = "ab".repeat(32);
        let read = |values: &[String]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            bearer(&headers)
        };
        assert_eq!(read(&[format!("bearer {token}")]), Some(token.clone()));
        for bad in [vec![], vec![format!("Basic {token}")], vec![format!("Bearer {token}"); 2], vec!["Bearer x".to_owned()]] {
            assert_eq!(read(&bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_first_language_that_we_speak_is_spoken() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("ja, en-GB;q=0.8, id;q=0.5"));
        assert_eq!(spoken(&headers).as_deref(), Some("en"));
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("ja, *"));
        assert_eq!(spoken(&headers), None);
    }
}
