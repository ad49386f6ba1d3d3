//! Seats at the offices ("antrean"): slots with a capacity, and who sits where and when.
//!
//! A seat is taken in two independent ways: the slot's guarded counter and a seat number that is unique among bookings
//! that keep their seat. One live booking per application and per person. Nothing is held while a person types.
//!
//! Whoever changes seats locks slots first, then applications, then accounts' rows of unpaid submissions, each kind in
//! ascending order of its ids, then bookings; the bill comes last. Under the lock of its application nobody else changes a
//! booking, so that only a NIK which stands in two applications lets one wait for another, and those are written in
//! order too. Whoever moves some in one transaction with others calls [`lock_all`] first.
//!
//! The room draws no pages of its own; the journey and the counter do.

mod board;
mod calendar;
mod model;
mod moving;
mod neighbours;
mod nightly;
mod room;
mod rules;
mod seat;
mod store;
mod take;

#[cfg(test)]
mod tests;

pub use board::{closures, open_days, open_until, opening_days, pauses, rolls};
pub use calendar::{
    CapacityRefused, ROLLING, close_day, month, next_free, open_calendar, roll, sessions, sessions_of_office, set_capacity,
    set_offered, slot,
};
pub use model::{
    Booking, BookingEvent, BookingState, DayView, Release, Retaken, Slot, SlotState, Take, TakeKind, TakeRefused, Taken, chart,
};
pub use moving::{lock_all, move_to};
pub use nightly::{booking, day_before, live_of, live_of_person, missed, of_day};
pub use room::room;
pub use rules::{MoveRefused, MoveWindow, Rules, may_move_to, move_window};
pub use seat::{CheckInRefused, GiveBackRefused, check_in, confirm, give_back, release, retake, serve};
pub use take::take;
