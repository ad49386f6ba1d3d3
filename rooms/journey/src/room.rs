//! The room as the roof sees it.

use crate::aging;
use crate::pages::{
    begin, check, choose, fees, home, leave, mine, moves, needs, office, offices, one, passport, review, session, track,
    visit_file,
};
use crate::registers::{self, CHECK_AGAIN, check_again};
use crate::submit;
use crate::tries::Tries;
use axum::{
    Router,
    routing::{get, post},
};
use kernel::time::{HOUR, MINUTE};
use shell::{EarlyPage, House, JobKind, Room};
use std::sync::Arc;

/// Look-ups of an application's progress from one source.
pub(crate) struct SourceTries(pub Tries);
/// Look-ups of one application's number.
pub(crate) struct NumberTries(pub Tries);

/// The room.
pub fn room() -> Room {
    let open = Router::new()
        .route("/", get(home::show))
        .route("/kantor", get(offices::list))
        .route("/kantor/{code}", get(offices::one))
        .route("/perlu-apa", get(needs::show))
        .route("/biaya", get(fees::show))
        .route("/lacak", get(track::form).post(track::look_up));
    let own = Router::new()
        .route("/permohonan", get(mine::list))
        .route("/permohonan/baru", get(begin::ask).post(begin::create))
        .route("/permohonan/{id}", get(one::show))
        .route("/permohonan/{id}/periksa", get(check::show).post(check::run))
        .route("/permohonan/{id}/periksa/lanjut", post(check::go_on))
        .route("/permohonan/{id}/periksa/ganti", post(check::to_replacement))
        .route("/permohonan/{id}/paspor", get(passport::show).post(passport::choose))
        .route("/permohonan/{id}/kantor", get(office::show).post(office::choose))
        .route("/permohonan/{id}/tinjau", get(review::show).post(review::declare))
        .route("/permohonan/{id}/jadwal", get(session::show).post(session::submit))
        .route("/permohonan/{id}/ubah-jadwal", get(moves::show).post(moves::submit))
        .route("/permohonan/{id}/pilih-tanggal", get(choose::show).post(choose::submit))
        .route("/permohonan/{id}/kunjungan.ics", get(visit_file::file))
        .route("/permohonan/{id}/batal", get(leave::ask_cancel).post(leave::cancel))
        .route("/permohonan/{id}/kembalikan", get(leave::ask_give_back).post(leave::give_back))
        .route("/permohonan/{id}/sengketa-nik", get(leave::ask_dispute).post(leave::dispute));
    Room {
        routes: open.merge(own),
        early: vec![
            EarlyPage::new("/", |_, w, _| Some(w.t("journey-home-title"))),
            EarlyPage::new("/kantor", offices::title),
            EarlyPage::new("/perlu-apa", needs::title),
            EarlyPage::new("/biaya", |_, w, _| Some(w.t("journey-fees-title"))),
            EarlyPage::new("/lacak", |_, w, query| query.only(&[]).ok().map(|()| w.t("journey-track-title"))),
        ],
        api: crate::api::endpoints(),
        jobs: vec![JobKind { kind: CHECK_AGAIN, run: check_again }],
        ticks: vec![aging::DRAFTS],
        hears: Some(registers::hears),
        start: Some(start),
        ..Room::new("journey")
    }
}

fn start(house: &Arc<House>) {
    house.keep(SourceTries(Tries::within(10 * MINUTE)));
    house.keep(NumberTries(Tries::within(HOUR)));
    house.keep(offices::NextFree::default());
    submit::start(house);
}
