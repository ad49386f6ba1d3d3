//! The second origin: shows one page of a paper for a signed link. It reads no cookie and runs no script.

use crate::viewing::{NotOpened, open};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use kernel::lang::Lang;
use shell::{House, words::Words};
use std::sync::Arc;

const POLICY: &str = "default-src 'none'; sandbox";

/// `GET /lihat/{token}`.
pub(crate) async fn show(State(house): State<Arc<House>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    if !ours(&house, &headers) {
        return sorry(StatusCode::NOT_FOUND, "documents-link-over");
    }
    match open(&house, &token).await {
        Ok(opened) => {
            let name = format!("inline; filename=\"{}\"", opened.name);
            let mut response = opened.jpeg.into_response();
            dressed(&mut response, "image/jpeg");
            if let Ok(name) = HeaderValue::from_str(&name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(NotOpened::Absent) => sorry(StatusCode::NOT_FOUND, "documents-link-over"),
        Err(error @ (NotOpened::Folder(_) | NotOpened::Store(_))) => {
            tracing::error!(%error, "a page could not be opened");
            sorry(StatusCode::SERVICE_UNAVAILABLE, "documents-link-later")
        }
    }
}

/// A picture on our page or a tab of its own: no frame, no script of another site, no page that is not ours.
fn ours(house: &House, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("unreadable"));
    let wanted = text("sec-fetch-dest").is_none_or(|dest| matches!(dest, "image" | "document"));
    let home = |address: &str| [&house.config.public_url, &house.config.papers_url].iter().any(|own| within(address, own));
    wanted && text("referer").is_none_or(home) && text("origin").is_none()
}

fn within(address: &str, own: &str) -> bool {
    address.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn dressed(response: &mut Response, kind: &'static str) {
    let fixed = [
        ("content-type", kind),
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        // the product's page has another host name, which the browser may call another site
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

/// A sentence in both languages: without a cookie nobody knows the reader's.
fn sorry(status: StatusCode, key: &str) -> Response {
    let said = Lang::ALL.map(|lang| format!("<p lang=\"{}\">{}</p>", lang.code(), Words::for_lang(lang).t(key))).concat();
    let page = format!("<!doctype html><html lang=\"id\"><meta charset=\"utf-8\"><title>M-Paspor</title>{said}</html>");
    let mut response = (status, page).into_response();
    dressed(&mut response, "text/html; charset=utf-8");
    response
}
