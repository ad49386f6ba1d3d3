//! How a request becomes a typed visitor, and how a value becomes a page or a problem document.
//!
//! * [`House`] holds what every room needs; rooms get it as axum state and keep their own caches in it.
//! * [`Room`] describes a room to the roof: routes, jobs, reconcilers, what it hears.
//! * [`Visitor`], [`Citizen`], [`Desk`]: a handler's signature is the permission it needs.
//! * [`Problem`]: one code for people (a page) and programs (RFC 9457).
//! * [`web`] assembles the routers with the guards; [`work`] runs what is to be done later.
//!
//! The traits [`Sessions`] and [`FrameSource`] are filled at the roof, so that no room below needs to know who signs in.

extern crate self as shell;

pub mod api;
pub mod assets;
pub mod cookies;
mod early;
mod fields;
pub mod format;
mod frame;
pub mod gaya;
mod house;
pub mod ics;
mod nav;
mod once;
mod parked;
mod problem;
mod record;
mod room;
mod switch;
mod terms;
mod visitor;
pub mod web;
pub mod words;
pub mod work;

pub use early::EarlyPage;
pub use fields::{Fields, FormErrors, Query, error_sentence};
pub use frame::{Frame, FrameSource, Idle, SignedIn, TrialBar};
pub use house::{House, HouseParts, TrialInfo};
pub use nav::NavLink;
pub use parked::{Arrived, PARKED_BYTES_MAX, PARKED_LIFE, ParkedForm};
pub use problem::{Answer, Problem};
pub use room::{Hears, JobKind, Room, Tick};
pub use visitor::{Citizen, Desk, FILE_AGAIN, SessionEnd, Sessions, SignedInCitizen, SignedInOfficer, Visitor, see_other};

#[cfg(test)]
mod tests;
