//! The decoder of papers, tested through its child process.
#![expect(clippy::unwrap_used, reason = "a paper that cannot be made ends the test")]

mod hostile;
mod papers;
mod pdf;
mod pictures;
mod sandbox;
