//! A notice of payment from the treasury. It is verified before it is parsed, and it only makes us ask: the state of a
//! bill changes on the answer to our own inquiry.

use crate::form;
use kernel::{
    money::Rupiah,
    time::{SECOND, Timestamp},
};
use serde::Deserialize;
use vault::partner::Signed;

/// How far a notice's timestamp may lie from our clock, in milliseconds; both edges are inside.
pub const NOTICE_WINDOW: i64 = 300 * SECOND;

pub const CLIENT: &str = "x-bill-client";
pub const ID: &str = "x-bill-id";
pub const TIMESTAMP: &str = "x-bill-timestamp";
pub const SIGNATURE: &str = "x-bill-signature";

/// The four signature headers of a message, as received. Empty when absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeHeaders {
    /// `X-Bill-Client`.
    pub client: String,
    /// `X-Bill-Id`: the message's id; the receiver refuses an id it has seen within 24 hours.
    pub id: String,
    /// `X-Bill-Timestamp`, exactly as received.
    pub timestamp: String,
    /// `X-Bill-Signature`.
    pub signature: String,
}

impl NoticeHeaders {
    /// Collects the headers through a look-up by lower-case name.
    pub fn read<'a>(find: impl Fn(&'static str) -> Option<&'a str>) -> Self {
        let text = |name| find(name).unwrap_or_default().to_owned();
        Self { client: text(CLIENT), id: text(ID), timestamp: text(TIMESTAMP), signature: text(SIGNATURE) }
    }
}

/// Why a notice is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefused {
    /// A header is missing (`BILL-400`).
    #[error("a header is missing")]
    Missing,
    /// The id or the timestamp has not the right form (`BILL-400`).
    #[error("a header has not the right form")]
    Form,
    /// Another client's name (`BILL-401`).
    #[error("another client")]
    Client,
    /// The timestamp is more than [`NOTICE_WINDOW`] from our clock (`BILL-401`).
    #[error("outside the time window")]
    Window,
    /// The signature is not genuine (`BILL-401`).
    #[error("not genuine")]
    Signature,
}

impl NoticeRefused {
    /// HTTP status of the answer: 400 or 401. The answer's code is `BILL-` and this number.
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing | Self::Form => 400,
            Self::Client | Self::Window | Self::Signature => 401,
        }
    }
}

/// Judges a notice in the order missing, form, client, window, signature. `ours` is our name and secret.
pub fn verify(headers: &NoticeHeaders, path: &str, body: &[u8], now: Timestamp, ours: (&str, &str)) -> Result<(), NoticeRefused> {
    let all = [&headers.client, &headers.id, &headers.timestamp, &headers.signature];
    if all.iter().any(|text| text.is_empty()) {
        return Err(NoticeRefused::Missing);
    }
    let sent = form::instant("timestamp", &headers.timestamp).map_err(|_| NoticeRefused::Form)?;
    if headers.id.len() != 26 || !headers.id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(NoticeRefused::Form);
    }
    if headers.client != ours.0 {
        return Err(NoticeRefused::Client);
    }
    if now.since(sent).saturating_abs() > NOTICE_WINDOW {
        return Err(NoticeRefused::Window);
    }
    let target = format!("POST {path}");
    let signed = Signed { client: &headers.client, id: &headers.id, timestamp: &headers.timestamp, target: &target, body };
    if signed.verify(ours.1, &headers.signature) { Ok(()) } else { Err(NoticeRefused::Signature) }
}

/// What a notice says. Not yet true: ask the biller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The billing code, 15 digits.
    pub billing_code: String,
    /// Our reference.
    pub trx_id: String,
    /// The state revenue number.
    pub ntpn: String,
    /// The bank's number.
    pub ntb: String,
    /// What was paid.
    pub amount: Rupiah,
    /// When the bank took the money.
    pub paid_at: Timestamp,
    /// The collecting agent's code.
    pub agent: String,
    /// The channel's code.
    pub channel: String,
    /// Counts the notices about one billing.
    pub sequence: i64,
    /// The bank took the payment back ("reversal").
    pub reversed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawNotice {
    billing_code: String,
    trx_id_kl: String,
    ntpn: String,
    ntb: String,
    amount: i64,
    paid_at: String,
    agent_code: String,
    channel_code: String,
    sequence: i64,
    #[serde(default)]
    reversed: bool,
}

impl Notice {
    /// Reads the body of a notice that was verified. The error is a sentence without the notice's content.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        if body.len() > crate::LARGEST_BODY {
            return Err("the notice is too long".to_owned());
        }
        let raw: RawNotice = serde_json::from_slice(body).map_err(|error| crate::form::json_fault(&error))?;
        if raw.sequence < 0 {
            return Err("field sequence is not of its form".to_owned());
        }
        Ok(Self {
            billing_code: form::digits("billingCode", raw.billing_code, 15)?,
            trx_id: form::token("trxIdKl", raw.trx_id_kl, 32)?,
            ntpn: form::ntpn(raw.ntpn)?,
            ntb: form::digits("ntb", raw.ntb, 12)?,
            amount: form::amount("amount", raw.amount)?,
            paid_at: form::instant("paidAt", &raw.paid_at)?,
            agent: form::token("agentCode", raw.agent_code, 20)?,
            channel: form::token("channelCode", raw.channel_code, 20)?,
            sequence: raw.sequence,
            reversed: raw.reversed,
        })
    }
}
