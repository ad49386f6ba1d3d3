//! The kinds of fields: a closed list, each with its parse function. A value that parses has one canonical form;
//! one that does not is kept as typed.

mod date;
mod kind;
mod parse;

pub use date::{DateFault, boxes, crowded, joined, read_day};
pub use kind::{Choices, DateRule, FieldKind, kind_of, region_above};
pub use parse::{Clean, TYPED_CHARS_MAX, parse, typed};

#[cfg(test)]
mod tests;
