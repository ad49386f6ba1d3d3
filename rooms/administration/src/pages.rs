//! `/petugas/admin`: for officers with the role [`kernel::role::Role::Admin`] only.

mod jobs;
mod trail;

use axum::{
    Router,
    routing::{get, post},
};
use kernel::time::Zone;
use shell::{Desk, House};
use std::sync::Arc;

/// The addresses of this room.
pub fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/petugas/admin", get(jobs::list))
        .route("/petugas/admin/pekerjaan/{id}/ulang", post(jobs::replay))
        .route("/petugas/admin/jejak", get(trail::ask).post(trail::find))
        .route("/petugas/admin/jejak/{id}", get(trail::show))
}

/// The zone an officer reads the clock in.
fn zone(desk: &Desk) -> Zone {
    catalogue::current(&desk.visitor.house).office(&desk.office).map_or(Zone::Wib, |o| o.zone)
}
