//! Help before and beside the application ("penyuluhan").
//!
//! * `/bantuan` is one printable page that leads by case: new passport, replacement, lost or damaged, paying late, changing the
//!   date, missing it, coming with the family. Each number and price on it is read from the tables in force, so the page
//!   cannot promise what the product does not keep.
//! * `/penyuluhan` is the calendar of days on which officers travel to explain. Anybody registers without an account; seats are
//!   guarded by one row, so that a day is never over-full. Who left an address is reminded the day before.
//! * `/petugas/penyuluhan` is where officers with the outreach role plan the days of their own office, print poster and leaflet,
//!   tick who came, and read the numbers.
//! * `/api/v1/days` is the same calendar and the same registration for programs.
//! * `/latihan` explains how a class practises with `mpaspor trial`.
//!
//! Name and contact of a guest are sealed, forgotten at once when she withdraws and 30 days after the day otherwise. The events
//! told are [`kernel::event::Event::InformationDay`]; `notification` asks [`guest_mail`] what to write.

mod api;
mod guests;
mod guide;
mod ics;
mod model;
mod nightly;
mod pages;
mod planning;
mod practice;
mod qr;
mod samples;
mod store;
mod tries;

#[cfg(test)]
mod tests;

pub use guests::guest_mail;
pub use model::{Audience, DayKind, DayState, GuestMail, InformationDay, Plan, Tongue};
pub use samples::create_sample_days;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::time::{HOUR, MINUTE};
use pages::{attendance, calendar, desk, event, mine, numbers, plan, practice as practising, register, sheets};
use shell::{EarlyPage, House, Room, Tick};
use std::sync::Arc;

/// The style sheet of calendar and leaflets.
const SHEET: &str = "outreach.css";

/// This room.
pub fn room() -> Room {
    let open = Router::new()
        .route("/bantuan", get(guide::show))
        .route("/selebaran", get(sheets::of_guide))
        .route("/latihan", get(practising::show))
        .route("/latihan/orang", get(practising::persons))
        .route("/penyuluhan", get(calendar::list))
        .route("/penyuluhan/pendaftaran/{token}", get(mine::show))
        .route("/penyuluhan/pendaftaran/{token}/batal", post(mine::withdraw))
        .route("/penyuluhan/{id}", get(event::show))
        .route("/penyuluhan/{id}/kalender.ics", get(event::calendar_file))
        .route("/penyuluhan/{id}/poster", get(sheets::poster))
        .route("/penyuluhan/{id}/selebaran", get(sheets::of_day))
        .route("/penyuluhan/{id}/daftar", get(register::form).post(register::send));
    let desks = Router::new()
        .route("/petugas/penyuluhan", get(desk::list))
        .route("/petugas/penyuluhan/angka", get(numbers::show))
        .route("/petugas/penyuluhan/baru", get(plan::ask).post(plan::make))
        .route("/petugas/penyuluhan/{id}", get(attendance::show))
        .route("/petugas/penyuluhan/{id}/ubah", get(plan::edit).post(plan::change))
        .route("/petugas/penyuluhan/{id}/batal", get(plan::ask_cancel).post(plan::cancel))
        .route("/petugas/penyuluhan/{id}/hadir", post(attendance::tick))
        .route("/petugas/penyuluhan/{id}/tamu", post(attendance::walk_in))
        .route("/petugas/penyuluhan/{id}/tamu/hapus", post(attendance::remove));
    Room {
        routes: open.merge(desks),
        api: api::endpoints(),
        early: vec![
            EarlyPage::new("/bantuan", |_, w, _| Some(w.t("outreach-title"))),
            EarlyPage::new("/selebaran", |_, w, query| query.only(&[]).ok().map(|()| w.t("outreach-leaflet-title"))).sheet(SHEET),
            EarlyPage::new("/latihan", |_, w, query| query.only(&[]).ok().map(|()| w.t("outreach-practice-title"))),
            EarlyPage::new("/penyuluhan", calendar::title_of).sheet(SHEET),
        ],
        ticks: vec![
            Tick { name: "outreach.day_before", every: MINUTE, run: |house| Box::pin(nightly::day_before(house)) },
            Tick { name: "outreach.forget", every: HOUR, run: |house| Box::pin(nightly::forget(house)) },
        ],
        start: Some(start),
        ..Room::new("outreach")
    }
}

fn start(house: &Arc<House>) {
    house.keep(tries::Tries::default());
}
