//! Seats at the offices ("antrean"): slots with a capacity, and who sits where and when.
//!
//! A seat is taken in two independent ways: the slot's guarded counter and a seat number that is unique among bookings
//! that keep their seat. One live booking per application and per person. Nothing is held while a person types.
//!
//! Whoever changes seats locks slots first, in ascending order of their ids, then the account's row of unpaid
//! submissions, then bookings; other rooms take application and bill after that.
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

pub use board::{closures, open_until, opening_days, pauses, rolls};
pub use calendar::{
    CapacityRefused, ROLLING, close_day, month, next_free, open_calendar, roll, sessions, sessions_of_office, set_capacity,
    set_offered, slot,
};
pub use model::{Booking, BookingState, DayView, Release, Retaken, Slot, SlotState, Take, TakeKind, TakeRefused, Taken};
pub use moving::move_to;
pub use nightly::{booking, day_before, live_of, live_of_person, missed, of_day};
pub use room::room;
pub use rules::{MoveRefused, MoveWindow, Rules, may_move_to, move_window};
pub use seat::{CheckInRefused, GiveBackRefused, check_in, confirm, give_back, release, retake, serve};
pub use take::take;
