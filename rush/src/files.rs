//! What others wrote down: the ledger of the simulated treasury, and what a test client was told.

use crate::AuditError;
use serde::{Deserialize, de::DeserializeOwned};
use std::{fs, path::Path};

/// One billing of the treasury with everything that happened to it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerRow {
    /// 15 digits.
    pub billing_code: String,
    /// All payments, reversed ones too.
    pub payments: Vec<LedgerPayment>,
    /// All notices.
    pub notices: Vec<LedgerNotice>,
}

/// Money a bank took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerPayment {
    /// The treasury's proof.
    pub ntpn: String,
    /// Whole rupiah.
    pub amount: i64,
    /// When the bank gave it back.
    pub reversed_at: Option<String>,
}

/// A message about a payment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerNotice {
    /// Counts from 1.
    pub sequence: u64,
    /// What was said.
    pub message: serde_json::Value,
    /// Where it stands.
    pub state: NoticeState,
    /// Every sending.
    pub attempts: Vec<serde_json::Value>,
}

/// Where a notice stands; only the good end matters here.
#[derive(Debug, Deserialize)]
pub struct NoticeState {
    kind: String,
}

impl NoticeState {
    /// True when we answered that we have it.
    pub fn delivered(&self) -> bool {
        self.kind == "delivered"
    }
}

/// What a test client was told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ack {
    /// What had been done.
    pub kind: AckKind,
    /// For which application.
    pub application: String,
    /// The seat, where one was named.
    #[serde(default)]
    pub booking: Option<String>,
    /// The billing code, where one was shown.
    #[serde(default)]
    pub code: Option<String>,
}

/// What had been done by the time the client was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AckKind {
    /// A seat was taken.
    Booked,
    /// Money arrived.
    Paid,
    /// The visit was moved to this seat.
    Moved,
    /// The passport was handed over.
    Collected,
}

fn text(path: &Path) -> Result<String, AuditError> {
    fs::read_to_string(path).map_err(|error| AuditError::File { path: path.to_owned(), why: error.to_string() })
}

fn parse<T: DeserializeOwned>(path: &Path, text: &str, place: &str) -> Result<T, AuditError> {
    serde_json::from_str(text).map_err(|error| AuditError::File { path: path.to_owned(), why: format!("{place}{error}") })
}

/// Reads the ledger.
pub fn ledger(path: &Path) -> Result<Vec<LedgerRow>, AuditError> {
    parse(path, &text(path)?, "")
}

/// Reads the acknowledgements, one a line; empty lines are passed over.
pub fn acks(path: &Path) -> Result<Vec<Ack>, AuditError> {
    let text = text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| parse(path, line, &format!("line {}: ", at + 1))).collect()
}
