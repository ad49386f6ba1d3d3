//! What the tables must say, what a wrong table is told, and how publications are kept.

mod publication;
mod tables;
