//! The numbers of our policies about seats, and what follows from them for one booking.

use crate::model::{Booking, BookingState, Slot};
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::time::{Timestamp, add_days};
use store::StoreError;

/// The numbers in force on a day; rows of the catalogue's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Unpaid submissions an account may have at once.
    pub unpaid_submissions: i64,
    /// How often a visit may be moved. An officer's hardship route passes more.
    pub moves: i64,
    /// Days from the first payment or from the booked date, whichever is later.
    pub move_window_days: i64,
    /// Days in which an equal seat is looked for when money came late.
    pub late_days: i64,
}

impl Rules {
    /// What the catalogue says on a day.
    pub fn of(catalogue: &Catalogue, day: Date) -> Self {
        Self {
            unpaid_submissions: catalogue.limit("unpaid_submissions_per_account", day),
            moves: catalogue.limit("reschedule_max", day),
            move_window_days: catalogue.limit("reschedule_window_days", day),
            late_days: catalogue.limit("late_choice_days", day),
        }
    }
}

/// When and where to a booking may be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveWindow {
    /// First instant at which it is too late: the end of the day before the visit, at the office.
    pub until: Timestamp,
    /// First day to move to.
    pub from: Date,
    /// Last day to move to.
    pub to: Date,
}

/// Why a visit was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveRefused {
    /// The day before the visit has ended at the office.
    #[error("too late to move")]
    TooLate {
        /// The first instant at which it was too late.
        until: Timestamp,
    },
    /// It was moved as often as allowed.
    #[error("already moved")]
    AlreadyMoved,
    /// The new session is on the same day.
    #[error("same date")]
    SameDate,
    /// The new day is too early or too late.
    #[error("outside {from} to {to}")]
    OutsideWindow {
        /// First day to move to.
        from: Date,
        /// Last day to move to.
        to: Date,
    },
    /// Another office, or another lane or group than was paid for.
    #[error("another office, lane or group")]
    OtherOffice,
    /// No seat is left; the old one is kept.
    #[error("the slot is full")]
    Full,
    /// The slot is closed or unknown; the old seat is kept.
    #[error("the slot is closed")]
    Closed,
    /// The booking is not paid, or its visit is over.
    #[error("not booked")]
    NotBooked,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Judges whether a booking may be moved now, and to which days.
pub fn move_window(booking: &Booking, rules: &Rules, now: Timestamp) -> Result<MoveWindow, MoveRefused> {
    if booking.state != BookingState::Booked {
        return Err(MoveRefused::NotBooked);
    }
    let (zone, day) = (booking.zone, booking.slot.day);
    let until = zone.day_start(day);
    if now >= until {
        return Err(MoveRefused::TooLate { until });
    }
    if booking.moves >= rules.moves {
        return Err(MoveRefused::AlreadyMoved);
    }
    let paid = booking.first_paid_at.map_or(day, |at| at.day_in(zone));
    Ok(MoveWindow { until, from: add_days(now.day_in(zone), 1), to: add_days(paid.max(day), rules.move_window_days) })
}

/// Judges a session that a booking shall be moved to. Whether it has room is decided under its lock.
pub fn may_move_to(booking: &Booking, to: &Slot, rules: &Rules, now: Timestamp) -> Result<MoveWindow, MoveRefused> {
    let window = move_window(booking, rules, now)?;
    let old = &booking.slot;
    if (&to.office, &to.lane, &to.group) != (&old.office, &old.lane, &old.group) {
        return Err(MoveRefused::OtherOffice);
    }
    if to.day == old.day {
        return Err(MoveRefused::SameDate);
    }
    if to.day < window.from || to.day > window.to {
        return Err(MoveRefused::OutsideWindow { from: window.from, to: window.to });
    }
    Ok(window)
}
