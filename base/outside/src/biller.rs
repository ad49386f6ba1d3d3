//! Treasury billing: nouns, the door, and notices ("kode billing", "pemberitahuan pembayaran").

mod client;
mod notice;
mod wire;

pub(crate) use client::BillerClient;
pub use notice::{NOTICE_WINDOW, Notice, NoticeHeaders, NoticeRefused, verify as verify_notice};

use crate::PartnerError;
use async_trait::async_trait;
use jiff::civil::Date;
use kernel::{money::Rupiah, time::Timestamp};

/// The treasury's billing system.
#[async_trait]
pub trait Biller: Send + Sync {
    /// Makes a billing. Idempotent by `trx_id`: the same request again gives the first answer.
    async fn create(&self, request: &NewBilling) -> Result<Billing, PartnerError>;
    /// Reads a billing by its code.
    async fn inquire(&self, code: &str) -> Result<Billing, PartnerError>;
    /// Finds a billing by our own reference: the way back when the answer to `create` got lost. `None`: no such billing
    /// exists (yet).
    async fn inquire_by_reference(&self, trx_id: &str) -> Result<Option<Billing>, PartnerError>;
    /// Cancels a billing that is still only issued.
    async fn cancel(&self, code: &str) -> Result<Billing, PartnerError>;
    /// Is this notice from the treasury? Client, time window and signature; to be asked before the body is parsed. `path`
    /// is the path (and query) as it arrived; the method is POST.
    fn verify_notice(&self, headers: &NoticeHeaders, path: &str, body: &[u8], now: Timestamp) -> Result<(), NoticeRefused>;
}

/// A billing to be made. The ministry, echelon and work unit come from the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBilling {
    /// Our reference, unique for ever: 1 to 32 letters, digits and hyphens ("trxIdKl").
    pub trx_id: String,
    /// Who pays ("nama wajib bayar"); what is beyond 100 characters is cut.
    pub payer_name: String,
    /// The sum of the lines.
    pub amount: Rupiah,
    /// Until when it can be paid: 15 minutes to 7 days ahead; sent in whole seconds.
    pub expires_at: Timestamp,
    /// What is paid for; at least one.
    pub lines: Vec<BillingLine>,
}

/// A line of a billing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingLine {
    /// The tariff's code ("kode tarif").
    pub tariff_code: String,
    /// Revenue account, six digits ("akun").
    pub account: String,
    /// Price of one unit.
    pub tariff: Rupiah,
    /// How many units.
    pub volume: i64,
    /// The unit's name ("satuan").
    pub unit: String,
    /// Tariff times volume.
    pub total: Rupiah,
}

/// A billing as the treasury sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Billing {
    /// The 15 digits a person pays with ("kode billing").
    pub code: String,
    /// Our reference.
    pub trx_id: String,
    /// The treasury's own reference.
    pub simponi_id: String,
    /// Where it stands.
    pub state: BillingState,
    /// What is to be paid.
    pub amount: Rupiah,
    /// When the code came into being.
    pub created_at: Timestamp,
    /// After this instant the code is dead.
    pub expires_at: Timestamp,
    /// The payment: present exactly in the states paid and settled.
    pub payment: Option<BillingPayment>,
}

/// The state of a billing at the treasury.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingState {
    /// Can be paid.
    Issued,
    /// A collecting agent has the code in hand: money may have moved and is not booked yet.
    Paying,
    /// Paid, not yet booked.
    Paid,
    /// Paid and booked ("sudah dibukukan").
    Settled,
    /// Its time ran out.
    Expired,
    /// Cancelled by us.
    Cancelled,
}

impl BillingState {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "ISSUED",
            Self::Paying => "PAYING",
            Self::Paid => "PAID",
            Self::Settled => "SETTLED",
            Self::Expired => "EXPIRED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// Reads the word on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Issued, Self::Paying, Self::Paid, Self::Settled, Self::Expired, Self::Cancelled];
        all.into_iter().find(|s| s.code() == text)
    }
}

/// The proof of a payment ("bukti penerimaan negara").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingPayment {
    /// The state revenue number, 16 letters and digits ("NTPN").
    pub ntpn: String,
    /// The bank's number, 12 digits ("NTB").
    pub ntb: String,
    /// When the bank took the money.
    pub paid_at: Timestamp,
    /// The day of booking, once booked ("tanggal buku").
    pub book_date: Option<Date>,
    /// The collecting agent's code (bank, post, fintech).
    pub agent: String,
    /// The channel's code, such as `7014` for internet banking.
    pub channel: String,
}
