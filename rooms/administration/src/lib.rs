//! Looking after the product: officers, calendars and reference data from the command line, and a page for what waits for
//! a person ("administrasi").
//!
//! * The doors of [`doors`] are what the command line calls. Each answers in plain English, works in short transactions,
//!   and is written down with [`store::Actor::Operator`] by the room that owns what changes.
//! * `/petugas/admin` shows jobs that gave up, with a way to let them run again, what is not told yet, and the trail of
//!   one application. Looking at a trail is itself written down in it.

mod doors;

pub use doors::{SlotChoice, calendar_capacity, calendar_close, calendar_open, data_load, officer_disable, officer_invite};

/// This room.
pub fn room() -> shell::Room {
    shell::Room::new("administration")
}
