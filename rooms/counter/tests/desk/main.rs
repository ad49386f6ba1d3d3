//! The officer's day through its pages, with the fake clock and the fake partners.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod entry;
mod keys;
mod many;
mod mending;
mod race;
mod registers;
mod story;
mod walk;
