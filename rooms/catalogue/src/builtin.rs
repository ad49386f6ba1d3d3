//! The tables of `data/`, inside the program: a fresh installation and the trial need no file beside it.

use crate::parse::TableText;

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../data/", $name, ".csv")))
    };
}

const ALL: [(&str, &str); 16] = [
    table!("categories"),
    table!("channels"),
    table!("countries"),
    table!("holidays"),
    table!("lanes"),
    table!("limits"),
    table!("office_offers"),
    table!("offices"),
    table!("passport_types"),
    table!("places"),
    table!("quota_plans"),
    table!("regions"),
    table!("rejection_reasons"),
    table!("requirements"),
    table!("steps"),
    table!("tariffs"),
];

/// The tables this program was built with.
pub fn builtin() -> Vec<TableText> {
    ALL.iter().map(|(name, text)| TableText { name: (*name).to_owned(), text: (*text).to_owned() }).collect()
}
