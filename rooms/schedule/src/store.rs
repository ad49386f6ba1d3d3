//! The room's statements and how its rows are read. One file per table group.

pub(crate) mod bookings;
pub(crate) mod calendar;
pub(crate) mod slots;
