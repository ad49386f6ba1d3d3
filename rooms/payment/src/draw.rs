//! What is drawn: the QR of a letter, and sheets of paper as PDF.

pub(crate) mod pdf;
pub(crate) mod qr;
