//! What the operator does at the command line. Every refusal is a plain English sentence.

mod calendar;
mod data;
mod officers;

pub use calendar::{SlotChoice, calendar_capacity, calendar_close, calendar_open, calendar_show};
pub use data::data_load;
pub use officers::{officer_disable, officer_invite};

use kernel::ids::OfficeCode;
use shell::House;

/// The office of a code, only when it is open.
fn open_office(house: &House, office: &OfficeCode) -> Result<(), String> {
    match catalogue::current(house).office(office) {
        None => Err(format!("there is no office {office} in the tables")),
        Some(o) if !o.is_active() => Err(format!("{} is in the tables but not open", o.name)),
        Some(_) => Ok(()),
    }
}

/// A fault of the database as a sentence.
fn database(error: impl std::fmt::Display) -> String {
    format!("nothing was changed, because {error}")
}
