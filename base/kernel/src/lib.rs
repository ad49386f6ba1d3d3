//! The words every room shares: identity numbers, money, ids, clock and chance, names, office-local
//! time, problem codes, events, configuration. No input or output, no await.
//!
//! Nothing here knows a table, a page or a partner. If two rooms need the same noun, it stands here;
//! if only one does, it stands in that room.

#![deny(missing_docs)]

pub mod chance;
pub mod config;
pub mod contact;
pub mod event;
pub mod field;
pub mod ids;
pub mod lang;
pub mod money;
pub mod name;
pub mod nik;
pub mod problem;
pub mod proxies;
pub mod role;
pub mod time;
