//! The room's statements and how its rows are read. One file per table group.

pub(crate) mod bills;
pub(crate) mod cases;
pub(crate) mod notices;
pub(crate) mod pulse;
