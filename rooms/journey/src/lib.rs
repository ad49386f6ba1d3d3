//! The applicant's hallway: what needs several rooms at once.
//!
//! * Before signing in: home, offices with their next free session, fees, where an application stands ([`pages`]).
//! * A draft's way: task list, what the registers say ([`registers`]), passport type, office, check answers, session.
//! * The session is the last page, and its POST submits: seat, bill and state in one transaction, many applicants in one
//!   batch, each with an answer of its own ([`submit`]).
//! * After that: timeline, move, cancel, give back, a new date after late money.
//!
//! The room owns no table and no rule of law: it asks the doors of the rooms below.

mod aging;
mod api;
mod draft;
mod neighbours;
mod pages;
mod registers;
mod room;
mod submit;
mod tries;
mod voyage;
mod whole;

pub use room::room;
