//! The officer's pages. All are of the officer's own office; what is elsewhere is absent.

mod acts;
mod file;
mod forms;
mod lists;
mod queue;
mod say;
mod today;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::role::Role;
use kernel::time::Zone;
use shell::{Answer, Desk, House, Problem, Query, see_other};
use std::sync::Arc;

/// Whoever works on cases may see that they exist.
const WORKERS: [Role; 6] = [Role::FrontDesk, Role::Verifier, Role::Interviewer, Role::Adjudicator, Role::Printer, Role::HandOver];

pub(crate) fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/petugas", get(begin))
        .route("/petugas/hari-ini", get(today::show).post(today::find))
        .route("/petugas/masuk-antre", get(queue::show).post(queue::enter))
        .route("/petugas/kasus/{id}", get(file::show))
        .route("/petugas/kasus/{id}/{act}", post(acts::send))
        .route("/petugas/cetak", get(lists::printing).post(lists::find_printing))
        .route("/petugas/serah", get(lists::ready).post(lists::find_ready))
}

/// `GET /petugas`: on to where this officer's work is.
async fn begin(desk: Desk, query: Query) -> Answer {
    query.only(&[])?;
    let works = |roles: &[Role]| desk.needs_one(roles).is_ok();
    Ok(see_other(if works(&WORKERS) {
        "/petugas/hari-ini"
    } else if works(&[Role::Finance]) {
        "/petugas/keuangan"
    } else if works(&[Role::Outreach]) {
        "/petugas/penyuluhan"
    } else if works(&[Role::Admin]) {
        "/petugas/admin"
    } else {
        return Err(Problem::new(kernel::problem::ProblemCode::NotAllowed).because("counter-no-work"));
    }))
}

/// The clock on the office's wall.
fn zone_of(desk: &Desk) -> Zone {
    catalogue::current(&desk.visitor.house).office(&desk.office).map_or(Zone::Wib, |office| office.zone)
}
