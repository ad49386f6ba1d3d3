//! The pages. Every answer to a form is a redirect or the same page with what was typed, never a secret.

mod change;
mod desk;
mod devices;
mod factor;
mod forms;
mod recover;
mod sign_in;
mod sign_up;

use axum::{
    Router,
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
use kernel::ids::OfficeCode;
use shell::{Arrived, House, PARKED_LIFE, Problem, Visitor, cookies, see_other};
use std::sync::Arc;

use crate::{
    flows::{
        Unjudged,
        arrive::{Arrival, From as Coming},
    },
    model::{CITIZEN_LONGEST, DEVICE_LIFE, FLOW_LIFE, OFFICER_LONGEST},
};
use kernel::{problem::ProblemCode, time::SECOND};

/// All pages of the room.
pub fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/daftar", get(sign_up::page).post(sign_up::send))
        .route("/daftar/kode", get(sign_up::code_page).post(sign_up::code_send))
        .route("/masuk", get(sign_in::page).post(sign_in::send))
        .route("/masuk/kode", get(factor::code_page).post(factor::code_send))
        .route("/keluar", post(sign_in::leave))
        .route("/lupa", get(recover::page).post(recover::send))
        .route("/lupa/kode", get(recover::code_page).post(recover::code_send))
        .route("/akun", get(devices::account))
        .route("/akun/perangkat", get(devices::page).post(devices::send))
        .route("/akun/sesi", post(devices::stay))
        .route("/akun/verifikasi", get(factor::page).post(factor::send))
        .route("/akun/surel", get(change::email_page).post(change::email_send))
        .route("/akun/surel/kode", get(change::email_code_page).post(change::email_code_send))
        .route("/akun/telepon", get(change::phone_page).post(change::phone_send))
        .route("/akun/telepon/kode", get(change::phone_code_page).post(change::phone_code_send))
        .route("/akun/sandi", get(change::password_page).post(change::password_send))
        .route("/petugas/masuk", get(desk::page).post(desk::send))
        .route("/petugas/keluar", post(desk::leave))
        .route("/petugas/sesi", post(desk::stay))
        .route("/petugas/undangan/{token}", get(desk::invitation_page).post(desk::invitation_send))
}

/// The name of an office as people know it; the code while the catalogue does not know it.
pub fn office_name(house: &House, office: &OfficeCode) -> String {
    let catalogue = catalogue::current(house);
    catalogue.office(office).map_or_else(|| office.to_string(), |o| o.name.clone())
}

impl From<Unjudged> for Problem {
    fn from(error: Unjudged) -> Self {
        match error {
            Unjudged::Full(full) => Self::new(ProblemCode::Busy).cause(&full),
            Unjudged::Store(error) => Self::from(error),
        }
    }
}

/// The browser that came.
fn coming(visitor: &Visitor, headers: &HeaderMap) -> Coming {
    Coming {
        agent: visitor.agent.clone(),
        source: visitor.source.clone(),
        device: cookies::get(headers, cookies::DEVICE),
        lang: visitor.lang,
        shared: false,
    }
}

/// To a page, with the cookies of somebody who came in.
fn arrived(arrival: &Arrival, to: &str) -> Response {
    let mut response = see_other(to);
    // what was sent after the last session had ended is finished now
    response.extensions_mut().insert(Arrived(arrival.token.clone()));
    // on a device that others use nothing outlives the browser's window; elsewhere the cookie outlives the session, so that
    // a form that comes too late is known for its owner's
    let life = arrival.device.as_ref().map(|_| (CITIZEN_LONGEST + PARKED_LIFE) / SECOND);
    cookies::add(&mut response, cookies::set(cookies::CITIZEN, &arrival.token, life));
    if let Some(device) = &arrival.device {
        cookies::add(&mut response, cookies::set(cookies::DEVICE, device, Some(DEVICE_LIFE / SECOND)));
    }
    cookies::add(&mut response, cookies::clear(cookies::FLOW));
    response
}

/// To the desk, with an officer's cookie.
fn at_desk(token: &str, to: &str) -> Response {
    let mut response = see_other(to);
    cookies::add(&mut response, cookies::set(cookies::OFFICER, token, Some(OFFICER_LONGEST / SECOND)));
    response
}

/// To the page that asks for the code, with the flow's cookie.
fn awaiting(token: &str, to: &str) -> Response {
    let mut response = see_other(to);
    cookies::add(&mut response, cookies::set(cookies::FLOW, token, Some(FLOW_LIFE / SECOND)));
    response
}

/// A path of ours to come back to; anything that could lead elsewhere is dropped.
fn local(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path.starts_with("//") && path.len() <= 500;
    let plain = path.chars().all(|c| c.is_ascii_graphic() && c != '\\' && c != '"' && c != '<');
    (inside && plain).then_some(path)
}

/// A page of ours with the path that is wanted after it; the page alone where none is.
fn with_wish(page: &str, wanted: &str) -> String {
    if wanted.is_empty() {
        return page.to_owned();
    }
    format!("{page}?kembali={}", percent_encoding::utf8_percent_encode(wanted, percent_encoding::NON_ALPHANUMERIC))
}

/// Whole seconds or minutes to wait, in words.
fn wait_words(visitor: &Visitor, millis: i64) -> String {
    let seconds = (millis + SECOND - 1) / SECOND;
    if seconds <= 90 {
        visitor.w.count("account-wait-seconds", seconds)
    } else {
        visitor.w.count("account-wait-minutes", (seconds + 59) / 60)
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_ours_are_come_back_to() {
        for good in ["/", "/permohonan/1?x=2", "/akun%2F"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\r\nb", "\\/evil", "/a b"]
        {
            assert_eq!(local(bad), None, "{bad:?}");
        }
    }
}
