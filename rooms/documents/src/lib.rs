//! documents

pub mod decode;
