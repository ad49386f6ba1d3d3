//! The routers with their guards: who asks, what may be loaded, what is refused, how a problem is drawn.

use crate::{
    House, Problem, Room, Visitor,
    cookies::{self, CITIZEN, LANG, OFFICER},
    early::{self, EarlyPages, Head},
    record::{Watched, watch},
    words::Words,
};
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use kernel::{lang::Lang, problem::ProblemCode, proxies::Proxies};
use std::{net::SocketAddr, sync::Arc};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer};

/// How hard bodies are squeezed: one step above brotli's usual four, a page is a twentieth smaller for the same time.
const SQUEEZE: CompressionLevel = CompressionLevel::Precise(5);

/// The product: pages of all rooms.
pub fn product(house: &Arc<House>, rooms: &[Room]) -> Router {
    let routes = rooms.iter().fold(Router::new(), |all, room| all.merge(room.routes.clone()));
    let early: EarlyPages = rooms.iter().flat_map(|room| &room.early).map(|page| (page.path, *page)).collect();
    let routes = routes
        .merge(crate::api::routes(house, rooms))
        .merge(crate::assets::routes())
        .merge(crate::gaya::routes())
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method);
    let pages = routes.clone().with_state(house.clone());
    let doors = routes
        .layer(CatchPanicLayer::custom(|_| Problem::new(ProblemCode::Internal).into_response()))
        .layer(DefaultBodyLimit::max(crate::fields::FORM_BYTES_MAX))
        .layer(middleware::from_fn_with_state(house.clone(), crate::once::guard))
        .layer(middleware::from_fn_with_state(pages, crate::switch::keep_input))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state((house.clone(), Arc::new(early)), dress))
        .layer(CompressionLayer::new().br(true).gzip(true).quality(SQUEEZE))
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

fn language(query: Option<&str>, said: Option<&str>) -> (Lang, bool) {
    let asked = query.and_then(|q| q.split('&').find_map(|p| p.strip_prefix("bahasa="))).and_then(Lang::parse);
    match asked {
        Some(lang) => (lang, true),
        None => (said.and_then(Lang::parse).unwrap_or_default(), false),
    }
}

/// What the request itself tells of a visitor, nobody being signed in; whether its address chose the language, and whether
/// the request spoke of one at all.
pub(crate) fn stranger(house: &Arc<House>, parts: &Parts, nonce: &str) -> (Visitor, bool, bool) {
    let headers = &parts.headers;
    // programs come with a bearer token, browsers with cookies; neither is read for the other
    let program = is_program(parts.uri.path());
    let said = if program { spoken(headers) } else { cookies::get(headers, LANG) };
    let (lang, chosen) = language(parts.uri.query(), said.as_deref());
    let visitor = Visitor {
        house: house.clone(),
        lang,
        w: Words::for_lang(lang),
        path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        nonce: nonce.to_owned(),
        key: crate::once::fresh_key(),
        citizen: None,
        session_end: None,
        officer: None,
        desk_end: None,
        source: source_of(&house.config.trusted_proxies, parts),
        agent: text_header(headers, &header::USER_AGENT).chars().take(200).collect(),
    };
    let known = chosen || said.as_deref().and_then(Lang::parse).is_some();
    (visitor, chosen && !program, known)
}

async fn visitor_of(house: &Arc<House>, parts: &Parts, nonce: &str) -> Result<(Visitor, bool), Problem> {
    let (mut visitor, chosen, spoken) = stranger(house, parts, nonce);
    let program = is_program(parts.uri.path());
    let cookie = |name: &str| if program { None } else { cookies::get(&parts.headers, name) };
    let citizen = match (bearer(&parts.headers).filter(|_| program), cookie(CITIZEN)) {
        (Some(token), _) => house.sessions.bearer(house, &token).await?.map(|citizen| (citizen, None)),
        (None, Some(token)) => house.sessions.citizen_until(house, &token).await?,
        (None, None) => None,
    };
    (visitor.citizen, visitor.session_end) = citizen.map_or((None, None), |(citizen, end)| (Some(citizen), end));
    if let Some(token) = cookie(OFFICER) {
        let officer = house.sessions.officer_until(house, &token).await?;
        (visitor.officer, visitor.desk_end) = officer.map_or((None, None), |(officer, end)| (Some(officer), end));
    }
    if let Some(lang) = visitor.citizen.as_ref().map(|c| c.lang).filter(|_| !spoken) {
        (visitor.lang, visitor.w) = (lang, Words::for_lang(lang));
    }
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

/// Knows the visitor before the handler runs, and draws the problem after it. What is decided before that goes out at once.
async fn dress(State((house, all)): State<(Arc<House>, Arc<EarlyPages>)>, request: Request, next: Next) -> Response {
    let document = wants_document(&request);
    let nonce = vault::new_token();
    let (mut parts, body) = request.into_parts();
    if !document && let Some(head) = early::head(&all, &house, &nonce, &mut parts).await {
        return begun(&house, head, Request::from_parts(parts, body), next);
    }
    let (visitor, chosen) = match visitor_of(&house, &parts, &nonce).await {
        Ok(known) => known,
        Err(problem) => return guarded(problem.document(Words::for_lang(Lang::Id), &house.config.public_url), "", &house),
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
        remember(&mut response, visitor.lang);
    }
    guarded(response, &visitor.nonce, &house)
}

fn remember(response: &mut Response, lang: Lang) {
    cookies::add(response, cookies::set(LANG, lang.code(), Some(400 * 24 * 3600)));
}

/// The answer of an early page: the handler runs while the first part is on its way.
fn begun(house: &Arc<House>, head: Head, request: Request, next: Next) -> Response {
    let (chosen, lang, nonce) = (head.chosen, head.visitor.lang, head.visitor.nonce.clone());
    let (mut parts, body) = request.into_parts();
    let watched = parts.extensions.get::<Watched>().cloned();
    let (inner, own) = (house.clone(), nonce.clone());
    let whole = async move {
        let (visitor, _) = visitor_of(&inner, &parts, &own).await.map_err(|problem| Box::new((problem, None)))?;
        parts.extensions.insert(visitor.clone());
        let response = next.run(Request::from_parts(parts, body)).await;
        problem_in(&response).map_or(Ok(response), |problem| Err(Box::new((problem, Some(visitor)))))
    };
    let mut response = early::answer(head, watched, Box::pin(whole));
    if chosen {
        remember(&mut response, lang);
    }
    guarded(response, &nonce, house)
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
fn guarded(mut response: Response, nonce: &str, house: &House) -> Response {
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
