//! Help before and beside the application ("penyuluhan").
//!
//! `/bantuan` is one printable page that leads by case: new passport, replacement, lost or damaged, paying late, changing the
//! date, missing it, coming with the family. Each number and price on it is read from the tables in force, so the page
//! cannot promise what the product does not keep.

mod guide;

#[cfg(test)]
mod tests;

use axum::{Router, routing::get};
use shell::Room;

/// This room: one page.
pub fn room() -> Room {
    Room { routes: Router::new().route("/bantuan", get(guide::show)), ..Room::new("outreach") }
}
