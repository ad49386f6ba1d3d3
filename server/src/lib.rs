//! The roof: composes the rooms and decides nothing.
//!
//! `mpaspor` (or `mpaspor trial`) is a whole country in a folder; `serve` and `work` are production; the other commands
//! look after it. See `mpaspor --help`.

#[macro_use]
mod tell;

pub mod backup;
pub mod cli;
pub mod commands;
pub mod keys;
pub mod listen;
pub mod open;
pub mod rooms;
pub mod serve;
#[cfg(feature = "world")]
pub mod trial;
pub mod watch;
