//! The whole product through HTTP, without a browser: one person's way to her passport, and several processes on one
//! database.

mod citizen;
mod desk;
mod guest;
mod several;
mod whole;
