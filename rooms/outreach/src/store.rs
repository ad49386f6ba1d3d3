//! Rows of information days and of their guests.

pub mod days;
pub mod guests;
