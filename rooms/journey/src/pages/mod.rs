//! The pages, one file each.

pub(crate) mod begin;
pub(crate) mod check;
pub(crate) mod choose;
pub(crate) mod days;
pub(crate) mod fees;
pub(crate) mod home;
pub(crate) mod leave;
pub(crate) mod mine;
pub(crate) mod moves;
pub(crate) mod needs;
pub(crate) mod office;
pub(crate) mod offices;
pub(crate) mod one;
pub(crate) mod passport;
pub(crate) mod review;
pub(crate) mod session;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod track;
pub(crate) mod visit_file;

use kernel::{chance::SystemChance, ids::JobId, time::Timestamp};

/// A fresh key for a form that creates something: asking twice with it gives one answer.
pub(crate) fn fresh_key(now: Timestamp) -> String {
    // the same shape as our ids; nothing is looked up by it
    JobId::mint(now, &SystemChance).to_string()
}

/// A key from a form; none when it is no key of ours.
pub(crate) fn key(text: &str) -> Result<String, shell::Problem> {
    JobId::parse(text)
        .map(|k| k.to_string())
        .map_err(|_| shell::Problem::new(kernel::problem::ProblemCode::BadInput).because("journey-problem-key").field("kunci"))
}

/// Percent-encodes a value for a query.
pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
