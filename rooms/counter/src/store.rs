//! The room's statements and how its rows are read. One file per table group.

pub(crate) mod cases;
pub(crate) mod disputes;
pub(crate) mod pace;
pub(crate) mod steps;
