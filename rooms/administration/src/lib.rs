//! Looking after the product: officers, calendars and reference data from the command line, and a page for what waits for
//! a person ("administrasi").
//!
//! * The doors are what the command line calls. Each answers in plain English, works in short transactions, and is written
//!   down with [`store::Actor::Operator`] by the room that owns what changes.
//! * `/petugas/admin` shows jobs that gave up, with a way to let them run again, and what is not told yet.
//! * `/petugas/admin/jejak` shows the trail of one application of the own office. Each look is itself a row of that trail.

mod doors;
mod pages;

#[cfg(test)]
mod tests;

pub use doors::{
    SlotChoice, calendar_capacity, calendar_close, calendar_open, calendar_show, data_load, officer_disable, officer_invite,
};

/// This room.
pub fn room() -> shell::Room {
    shell::Room { routes: pages::routes(), ..shell::Room::new("administration") }
}
