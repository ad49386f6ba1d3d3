//! Whose data this is: the notice in plain words, and who opened somebody's file ("data pribadi").
//!
//! * `/data-pribadi` says what is kept, why, how long, who sees it, and whom to ask (Law 27/2022 on personal data
//!   protection, "UU PDP").
//! * `/data-pribadi/jejak` shows a signed-in citizen each look and each change by an officer in the own applications: when,
//!   at which office, what; never who. It is read from the audit trail, so nothing can be left out of it.

mod notice;
mod trail;

#[cfg(test)]
mod tests;

use axum::{Router, routing::get};
use shell::{EarlyPage, Room};

/// This room: two pages.
pub fn room() -> Room {
    let routes = Router::new().route("/data-pribadi", get(notice::show)).route("/data-pribadi/jejak", get(trail::show));
    let early = vec![EarlyPage::new("/data-pribadi", |_, w, _| Some(w.t("privacy-title")))];
    Room { routes, early, ..Room::new("privacy") }
}
