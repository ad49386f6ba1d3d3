//! The applicant's hallway through its front door, over all rooms below it.
#![expect(clippy::unwrap_used, reason = "what cannot be prepared ends the test")]

mod after;
mod aging;
mod draft;
mod finder;
mod leaving;
mod needs;
mod open;
mod pace;
mod registers;
mod story;
mod submit;
mod track;
mod visit;
