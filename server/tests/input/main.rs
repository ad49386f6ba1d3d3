//! Whatever is sent to the product is answered in words: never a 5xx, nothing typed is lost, a stranger's things are
//! absent, and the log of it all knows nobody's name.
#![expect(clippy::unwrap_used, reason = "what cannot be prepared ends the test")]

mod attack;
mod desk;
mod doors;
mod draft;
mod elsewhere;
mod forms;
mod keys;
mod late;
mod older;
mod once;
mod quiet;
mod stage;
mod submitted;
mod tongue;
