//! The treasury's nouns: billings, payments, notices, and the states that follow from them and the clock.

use crate::wire::WireTime;
use jiff::civil::Date;
use kernel::time::{HOUR, Timestamp, Zone, add_days};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What we ask the treasury for (`POST /bill/v1/billings`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingRequest {
    /// Our key of the request, at most 32 characters; asking twice gives one billing.
    pub trx_id_kl: String,
    /// Ministry, three digits.
    pub kl: String,
    /// Directorate general, two digits.
    pub echelon1: String,
    /// Work unit ("satker"), six digits.
    pub work_unit: String,
    /// Who pays.
    pub payer_name: String,
    /// Always `IDR`.
    pub currency: String,
    /// Whole rupiah.
    pub amount: i64,
    /// Last instant at which a bank takes the money.
    pub expires_at: WireTime,
    /// What the amount is made of.
    pub lines: Vec<BillingLine>,
}

/// One tariff of a billing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingLine {
    /// Code of the tariff.
    pub tariff_code: String,
    /// Revenue account, six digits.
    pub account: String,
    /// Rupiah per unit.
    pub tariff: i64,
    /// How many.
    pub volume: i64,
    /// Of what.
    pub unit: String,
    /// Rupiah.
    pub total: i64,
}

/// Where a billing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum BillingState {
    /// May be paid.
    Issued,
    /// Paid, not yet in a daily file.
    Paid,
    /// Paid and in the daily file.
    Settled,
    /// The time to pay is over.
    Expired,
    /// Withdrawn by us.
    Cancelled,
}

impl BillingState {
    /// The word partners read.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "ISSUED",
            Self::Paid => "PAID",
            Self::Settled => "SETTLED",
            Self::Expired => "EXPIRED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// What pages call it.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Issued => "Menunggu pembayaran",
            Self::Paid => "Sudah dibayar",
            Self::Settled => "Sudah dibayar dan dibukukan",
            Self::Expired => "Kedaluwarsa",
            Self::Cancelled => "Dibatalkan",
        }
    }
}

/// A billing the treasury made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Billing {
    /// 15 digits.
    pub billing_code: String,
    /// The treasury's own number.
    pub simponi_trx_id: String,
    /// When it was made.
    pub created_at: WireTime,
    /// When we withdrew it.
    pub cancelled_at: Option<WireTime>,
    /// What we asked for.
    pub request: BillingRequest,
}

impl Billing {
    /// The state at an instant, given the payment that stands.
    pub fn state(&self, payment: Option<&Payment>, now: Timestamp) -> BillingState {
        match payment {
            Some(paid) if now >= daily_ready(paid.book_date()) => BillingState::Settled,
            Some(_) => BillingState::Paid,
            None if self.cancelled_at.is_some() => BillingState::Cancelled,
            None if now > self.request.expires_at.0 => BillingState::Expired,
            None => BillingState::Issued,
        }
    }
}

/// Money a bank took for a billing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// 16 letters and digits: the treasury has the money.
    pub ntpn: String,
    /// 12 digits: the bank's reference.
    pub ntb: String,
    /// What was paid.
    pub billing_code: String,
    /// What was really paid, whole rupiah.
    pub amount: i64,
    /// The bank's time.
    pub paid_at: WireTime,
    /// Which bank.
    pub agent_code: String,
    /// Teller, machine, telephone.
    pub channel_code: String,
    /// Given back by the bank.
    pub reversed_at: Option<WireTime>,
}

impl Payment {
    /// The day of the treasury's books: the civil day in Jakarta on which the bank took the money.
    pub fn book_date(&self) -> Date {
        self.paid_at.0.day_in(Zone::Wib)
    }
}

/// When the file of a day is ready: 02:00 of the next day in Jakarta.
pub fn daily_ready(day: Date) -> Timestamp {
    Zone::Wib.day_start(add_days(day, 1)).plus(2 * HOUR)
}

/// A message about a payment from the treasury to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Counts from 1; also stands in the message.
    pub sequence: u64,
    /// The billing it speaks of.
    pub billing_code: String,
    /// The message.
    pub message: Value,
    /// When it was due first: retries are counted from here.
    pub first_at: WireTime,
    /// Where it stands.
    pub state: NoticeState,
    /// Every sending with what we answered.
    pub attempts: Vec<Attempt>,
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "at")]
pub enum NoticeState {
    /// Is sent from this instant on.
    Due(WireTime),
    /// Kept back until somebody releases it.
    Held,
    /// Answered with ACCEPTED or DUPLICATE.
    Delivered,
    /// No good answer within a day.
    GivenUp,
    /// Never sent, as if the line had swallowed it.
    Lost,
}

impl NoticeState {
    /// What pages call it.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Due(_) => "Akan dikirim",
            Self::Held => "Ditahan",
            Self::Delivered => "Diterima",
            Self::GivenUp => "Tidak pernah diterima",
            Self::Lost => "Hilang di jalan",
        }
    }
}

/// One sending of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// When.
    pub at: WireTime,
    /// The message's id.
    pub id: String,
    /// HTTP status, 0 when there was no answer.
    pub status: u16,
    /// What was answered, or why nothing was; at most 300 characters.
    pub answer: String,
}

/// One billing with everything that happened to it, for the auditor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerRow {
    /// 15 digits.
    pub billing_code: String,
    /// Our key of the request.
    pub trx_id_kl: String,
    /// Billed, whole rupiah.
    pub amount: i64,
    /// When it was made.
    pub created_at: WireTime,
    /// Last instant to pay.
    pub expires_at: WireTime,
    /// State at the time of the ledger.
    pub state: BillingState,
    /// All payments, reversed ones too, in the order they were made.
    pub payments: Vec<Payment>,
    /// All notices.
    pub notices: Vec<Notice>,
}
