//! Dated reference data ("data rujukan"): offices and what they offer, regions, countries, holidays, tariffs, papers,
//! question pages, ways to pay, lanes, limits, quotas. Everybody reads it; only a publication changes it.
//!
//! The tables of `data/` are CSV. [`parse`] reads a whole set into a [`Catalogue`] or names every fault with file, line
//! and column; [`load`] publishes a set as a new version, each table as its text, and adds nothing when nothing changed.
//! A [`Keeper`] holds the version in force in memory and follows publications within a second.
//!
//! Rules of the room:
//! * every question takes a day, because every rule has one;
//! * what no source says is [`codes::Answer::Unknown`] ("ask the office"), and nothing unknown is sold online;
//! * conditions, fields, papers, lanes and limits are closed lists in [`codes`]: a table with another name is refused, so
//!   whoever matches on them matches all there is. Passport types are open: a new one is rows only.

pub mod codes;
pub mod model;

mod builtin;
mod distance;
mod keeper;
mod parse;
mod snapshot;
mod store;
mod table;

#[cfg(test)]
mod tests;

pub use builtin::builtin;
pub use distance::Distance;
pub use keeper::Keeper;
pub use parse::{TABLES, TableText, parse};
pub use snapshot::Catalogue;
pub use store::{LoadError, Loaded, load, tables};
pub use table::Fault;
