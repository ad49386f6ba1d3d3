//! Slots, bookings and their states, and why a seat is refused.

use jiff::civil::Date;
use kernel::ids::{AccountId, ApplicationId, BookingId, OfficeCode, SlotId};
use kernel::time::{TimeOfDay, Timestamp, Zone};

/// Whether a slot sells seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotState {
    /// It does.
    Open,
    /// It does not; whoever has a seat keeps it until told otherwise.
    Closed {
        /// Why, as the officer wrote it.
        reason: String,
    },
}

/// One office, day, session, lane and passport type group with a capacity ("kuota sesi"). What is left is never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// Where.
    pub office: OfficeCode,
    /// The civil day at the office.
    pub day: Date,
    /// Start on the office's clock.
    pub start: TimeOfDay,
    /// End on the office's clock.
    pub end: TimeOfDay,
    /// Code of the lane ("jalur").
    pub lane: String,
    /// The quota it belongs to: a group of passport types.
    pub group: String,
    /// The office's zone.
    pub zone: Zone,
    /// Start as an instant.
    pub starts_at: Timestamp,
    /// Seats.
    pub capacity: i64,
    /// Seats with a booking.
    pub taken: i64,
    /// Bookings beyond a capacity that was lowered under them.
    pub overbooked: i64,
    /// Open or closed; a group that the office cannot offer now counts as closed.
    pub state: SlotState,
}

impl Slot {
    /// Seats that can be taken now; 0 where it is closed, over-booked or has begun.
    pub fn free(&self, now: Timestamp) -> i64 {
        if self.state == SlotState::Open && now < self.starts_at { (self.capacity - self.taken).max(0) } else { 0 }
    }
}

/// A day of a month as the calendar draws it. Days without sessions are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayView {
    /// The day.
    pub day: Date,
    /// Seats that can be taken now.
    pub free: i64,
    /// Seats planned.
    pub capacity: i64,
    /// Why nothing is sold on this day, if so.
    pub closed: Option<String>,
}

/// Where a booking is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BookingState {
    /// Seat taken, bill not paid.
    Held,
    /// Paid.
    Booked,
    /// The person is at the office.
    CheckedIn,
    /// The visit is done.
    Served,
    /// The day ended without a check-in.
    NoShow,
    /// Freed before it was paid.
    Released,
    /// Replaced by another date.
    Moved,
    /// Given back by the applicant after payment.
    GivenBack,
}

impl BookingState {
    /// All there are.
    pub const ALL: [Self; 8] =
        [Self::Held, Self::Booked, Self::CheckedIn, Self::Served, Self::NoShow, Self::Released, Self::Moved, Self::GivenBack];

    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Booked => "booked",
            Self::CheckedIn => "checked_in",
            Self::Served => "served",
            Self::NoShow => "no_show",
            Self::Released => "released",
            Self::Moved => "moved",
            Self::GivenBack => "given_back",
        }
    }

    /// Reads the word in the column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == text)
    }

    /// Counts as the one booking of its application and its NIK.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Held | Self::Booked | Self::CheckedIn)
    }

    /// Keeps its seat: `slot.taken` counts it.
    pub const fn keeps_seat(self) -> bool {
        !matches!(self, Self::Released | Self::Moved | Self::GivenBack)
    }
}

/// What can happen to a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BookingEvent {
    /// Its bill is paid.
    Confirm,
    /// Its bill ended unpaid.
    Release,
    /// Another date takes its place.
    Move,
    /// The applicant gives it back.
    GiveBack,
    /// The person is at the office.
    CheckIn,
    /// The visit is done.
    Serve,
    /// Its day ended without a check-in.
    Miss,
}

impl BookingEvent {
    /// All there are.
    pub const ALL: [Self; 7] = [Self::Confirm, Self::Release, Self::Move, Self::GiveBack, Self::CheckIn, Self::Serve, Self::Miss];

    /// The word in the chart.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Release => "release",
            Self::Move => "move",
            Self::GiveBack => "give_back",
            Self::CheckIn => "check_in",
            Self::Serve => "serve",
            Self::Miss => "miss",
        }
    }

    /// Where an event leads from a state; none when it is refused there.
    pub const fn from(self, state: BookingState) -> Option<BookingState> {
        use BookingState as S;
        match (self, state) {
            (Self::Confirm, S::Held) => Some(S::Booked),
            (Self::Release, S::Held) => Some(S::Released),
            (Self::Move, S::Booked) => Some(S::Moved),
            (Self::GiveBack, S::Booked) => Some(S::GivenBack),
            (Self::CheckIn, S::Booked) => Some(S::CheckedIn),
            (Self::Serve, S::CheckedIn) => Some(S::Served),
            (Self::Miss, S::Booked) => Some(S::NoShow),
            _ => None,
        }
    }
}

/// The chart of `docs/states-booking.md`.
pub fn chart() -> String {
    use std::fmt::Write as _;
    let mut out = String::from(
        "# States of a booking\n\nGenerated by a test of `rooms/schedule` from the code. A dot means: refused. A booking begins \
         `held`, or `booked` where\nits money is there already. Late money and a move begin a new booking; the old one keeps its \
         state.\n\n| from \\ event |",
    );
    for event in BookingEvent::ALL {
        let _ = write!(out, " {} |", event.code());
    }
    out.push_str("\n| --- |");
    out.push_str(&" --- |".repeat(BookingEvent::ALL.len()));
    for state in BookingState::ALL {
        let _ = write!(out, "\n| **{}** |", state.code());
        for event in BookingEvent::ALL {
            let _ = write!(out, " {} |", event.from(state).map_or("·", BookingState::code));
        }
    }
    out.push('\n');
    out
}

/// A seat of an application ("pesanan kursi").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// For which application.
    pub application: ApplicationId,
    /// Whose account.
    pub account: AccountId,
    /// Where and when.
    pub slot: Slot,
    /// Number of the seat in its slot, from 1. The queue number is another thing.
    pub seat: i64,
    /// State.
    pub state: BookingState,
    /// How often the visit was moved.
    pub moves: i64,
    /// When the bank took the first payment.
    pub first_paid_at: Option<Timestamp>,
    /// The office's zone.
    pub zone: Zone,
}

/// What a seat is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeKind {
    /// Held until its bill ends; counts as one unpaid submission.
    Hold,
    /// Booked at once: the money is there, or there is none to pay.
    Paid {
        /// When the bank took the money: the time to move the visit runs from then.
        at: Timestamp,
    },
}

/// One member of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// For which application.
    pub application: ApplicationId,
    /// Whose account.
    pub account: AccountId,
    /// The keyed hash of the NIK: one live booking per person.
    pub nik_hash: String,
    /// Which slot.
    pub slot: SlotId,
    /// What for.
    pub kind: TakeKind,
}

/// A seat that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The booking.
    pub booking: BookingId,
    /// The seat's number in its slot.
    pub seat: i64,
}

/// Why a seat was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeRefused {
    /// No seat is left.
    #[error("the slot is full")]
    Full,
    /// The slot is closed, unknown, or the office cannot offer the group now.
    #[error("the slot is closed")]
    Closed,
    /// The session has begun.
    #[error("the session has begun")]
    Past,
    /// This application, or this person through the same account, has a live booking.
    #[error("already booked by the same account")]
    AlreadyYours {
        /// That booking.
        booking: BookingId,
    },
    /// The person has a live booking through another account: the answer to people is neutral.
    #[error("the person is booked by another account")]
    NikElsewhere,
    /// The account has this many unpaid submissions already.
    #[error("the account has {0} unpaid submissions")]
    LimitReached(i64),
    /// Somebody was faster in this very moment; the next try learns why.
    #[error("another node was faster")]
    RaceLost,
}

/// Why a held seat is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// Not paid in time.
    Expired,
    /// Withdrawn before payment.
    Cancelled,
    /// The biller gave no code, or no answer, in time.
    BillerSilent,
}

impl Release {
    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::BillerSilent => "biller_silent",
        }
    }
}

/// What became of a seat whose money came late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retaken {
    /// A seat in the same session.
    Same(BookingId),
    /// A seat in another session of the same office, lane and group, at most seven days later.
    Equal(BookingId),
    /// Nothing is free, or application or person have a seat elsewhere.
    None,
}
