//! Every statement on this room's tables, and how rows become values.

pub(crate) mod aging;
pub(crate) mod answer;
pub(crate) mod application;
pub(crate) mod check;
pub(crate) mod pulse;
pub(crate) mod sent;
