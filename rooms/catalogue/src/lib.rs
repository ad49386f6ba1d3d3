//! Dated reference data ("data rujukan"): offices and what they offer, regions, countries, holidays, tariffs, papers,
//! question pages, ways to pay, lanes, limits, quotas. Everybody reads it; only a publication changes it.
//!
//! The tables of `data/` are CSV. [`mod@parse`] reads a whole set into a [`Catalogue`] or names every fault with file, line
//! and column; [`load`] publishes a set as a new version, each table as its text, and adds nothing when nothing changed.
//! The process holds the version in force in memory and follows publications within a second.
//!
//! Rules of the room:
//! * what has a period is asked for with a day, because every rule has one;
//! * what no source says is [`Offer::Unknown`] ("ask the office"), and nothing unknown is sold online;
//! * conditions ([`Predicate`]), fields ([`Field`]) and limits ([`LIMITS`]) are closed lists: a table with another name is
//!   refused, so whoever matches on them matches all there is. Offices, passport types, lanes, categories and papers are open:
//!   a new one is rows only, and rows that name each other are checked.

pub mod codes;
pub mod model;

mod api;
mod distance;
mod keeper;
mod parse;
mod room;
mod say;
mod snapshot;
mod store;
mod table;
mod tables;

#[cfg(test)]
mod tests;

pub use codes::{ApplicationKind, Field, LIMITS, Predicate};
pub use model::{
    Category, Channel, Country, Holiday, Lane, Need, NikRegion, Offer, Office, PassportType, PlannedSlot, Price, PriceLine,
    Region, RejectionReason, Requirement, Step, Tariff,
};
pub use parse::parse;
pub use room::{current, refresh, room};
pub use say::{basis_text, distance_source, distance_text, offer_text};
pub use snapshot::Catalogue;
pub use store::{LoadError, LoadReport, load, read_catalogue, tables_in_force};
pub use table::RowFault;
pub use tables::{TABLES, Tables};
