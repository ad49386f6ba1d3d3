//! Cookies: reference tokens only. Citizens and officers have different names, so one browser can be both.

use axum::http::{HeaderMap, HeaderValue, header};

/// The citizen's session.
pub const CITIZEN: &str = "__Host-mp";
/// The officer's session.
pub const OFFICER: &str = "__Host-mp-petugas";
/// The reader's language.
pub const LANG: &str = "__Host-mp-bahasa";
/// A sign-up, reset or other flow in progress.
pub const FLOW: &str = "__Host-mp-alur";
/// A form that waits for its owner to sign in again.
pub const PARKED: &str = "__Host-mp-isian";
/// A device that signed in before.
pub const DEVICE: &str = "__Host-mp-perangkat";

/// The value of a cookie. A name given twice is no value at all.
pub fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = None;
    for header in headers.get_all(header::COOKIE) {
        for pair in header.to_str().unwrap_or_default().split(';') {
            let Some((key, value)) = pair.trim().split_once('=') else { continue };
            if key == name {
                if found.is_some() {
                    return None;
                }
                found = Some(value.to_owned());
            }
        }
    }
    found.filter(|v| v.len() <= 512 && v.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)))
}

/// A `Set-Cookie` value. `seconds` of `None` ends with the browser.
pub fn set(name: &str, value: &str, seconds: Option<i64>) -> HeaderValue {
    let age = seconds.map_or_else(String::new, |s| format!("; Max-Age={s}"));
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// A `Set-Cookie` value that removes a cookie.
pub fn clear(name: &str) -> HeaderValue {
    set(name, "", Some(0))
}

/// Adds a cookie to an answer.
pub fn add(response: &mut axum::response::Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}
