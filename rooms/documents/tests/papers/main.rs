//! Papers through the front door: sending, refusing, replacing, looking, and what happens when something is away.
#![expect(clippy::unwrap_used, reason = "a paper that cannot be made ends the test")]

#[path = "../decoder/papers.rs"]
#[expect(dead_code, reason = "the other suite uses the rest of these papers")]
mod papers;

mod faults;
mod home;
mod looking;
mod replacing;
mod sending;
