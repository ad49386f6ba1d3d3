//! The programs' door, through the front: the description against the router, a journey from the first token to the
//! letter, the rules that hold everywhere, and requests made by chance from our own description.

mod contract;
mod days;
mod factor;
mod generated;
mod headers;
mod journey;
mod rules;
mod scene;
mod twins;
