//! BILL/1 as JSON.

use super::{Billing, BillingPayment, BillingState, NewBilling};
use crate::{PartnerError, form};
use kernel::{config::Revenue, money::Rupiah};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RawRequest<'a> {
    trx_id_kl: &'a str,
    kl: &'a str,
    echelon1: &'a str,
    work_unit: &'a str,
    payer_name: String,
    currency: &'static str,
    amount: i64,
    expires_at: String,
    lines: Vec<RawLine<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RawLine<'a> {
    tariff_code: &'a str,
    account: &'a str,
    tariff: i64,
    volume: i64,
    unit: &'a str,
    total: i64,
}

/// The body of a creation. The same request gives the same bytes.
pub fn encode(request: &NewBilling, revenue: &Revenue) -> Result<Vec<u8>, PartnerError> {
    let lines = request.lines.iter().map(|line| RawLine {
        tariff_code: &line.tariff_code,
        account: &line.account,
        tariff: line.tariff.0,
        volume: line.volume,
        unit: &line.unit,
        total: line.total.0,
    });
    let raw = RawRequest {
        trx_id_kl: &request.trx_id,
        kl: &revenue.ministry,
        echelon1: &revenue.echelon,
        work_unit: &revenue.work_unit,
        payer_name: kernel::name::squeeze(&request.payer_name).chars().take(100).collect(),
        currency: "IDR",
        amount: request.amount.0,
        expires_at: form::jakarta(request.expires_at),
        lines: lines.collect(),
    };
    serde_json::to_vec(&raw).map_err(|_| PartnerError::Unreachable("the request cannot be written as JSON".to_owned()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RawBilling {
    billing_code: Option<String>,
    trx_id_kl: Option<String>,
    simponi_trx_id: String,
    state: String,
    amount: Option<i64>,
    created_at: String,
    expires_at: String,
    ntpn: Option<String>,
    ntb: Option<String>,
    paid_at: Option<String>,
    book_date: Option<String>,
    agent_code: Option<String>,
    channel_code: Option<String>,
}

/// What we asked about. An answer need not repeat it (the signature binds it to the question), but must not contradict it.
#[derive(Default)]
pub struct Asked<'a> {
    pub code: Option<&'a str>,
    pub trx_id: Option<&'a str>,
    pub amount: Option<Rupiah>,
}

impl Asked<'_> {
    /// Reads a billing. Any fault makes the result unknown.
    pub fn billing(&self, raw: RawBilling) -> Result<Billing, PartnerError> {
        self.read(raw).map_err(PartnerError::Unknown)
    }

    fn read(&self, raw: RawBilling) -> Result<Billing, String> {
        let code = agreed("billingCode", raw.billing_code, self.code.map(str::to_owned))?;
        let trx_id = agreed("trxIdKl", raw.trx_id_kl, self.trx_id.map(str::to_owned))?;
        let amount = agreed("amount", raw.amount, self.amount.map(|amount| amount.0))?;
        let state = BillingState::parse(&raw.state).ok_or("field state is not of its form")?;
        let paid = matches!(state, BillingState::Paid | BillingState::Settled);
        let book_date = raw.book_date.map(|day| form::day("bookDate", &day)).transpose()?;
        if state == BillingState::Settled && book_date.is_none() {
            return Err("settled without a day of booking".to_owned());
        }
        let payment = match (paid, raw.ntpn, raw.ntb, raw.paid_at, raw.agent_code, raw.channel_code) {
            (true, Some(ntpn), Some(ntb), Some(paid_at), Some(agent), Some(channel)) => Some(BillingPayment {
                ntpn: form::ntpn(ntpn)?,
                ntb: form::digits("ntb", ntb, 12)?,
                paid_at: form::instant("paidAt", &paid_at)?,
                book_date,
                agent: form::token("agentCode", agent, 20)?,
                channel: form::token("channelCode", channel, 20)?,
            }),
            (false, None, None, None, None, None) => None,
            _ => return Err("the state and the payment do not go together".to_owned()),
        };
        Ok(Billing {
            code: form::digits("billingCode", code, 15)?,
            trx_id: form::token("trxIdKl", trx_id, 32)?,
            simponi_id: form::token("simponiTrxId", raw.simponi_trx_id, 32)?,
            state,
            amount: form::amount("amount", amount)?,
            created_at: form::instant("createdAt", &raw.created_at)?,
            expires_at: form::instant("expiresAt", &raw.expires_at)?,
            payment,
        })
    }
}

fn agreed<T: PartialEq>(field: &str, answered: Option<T>, asked: Option<T>) -> Result<T, String> {
    match (answered, asked) {
        (Some(a), Some(b)) if a != b => Err(format!("{field} is another one than was asked for")),
        (Some(value), _) | (None, Some(value)) => Ok(value),
        (None, None) => Err(format!("field {field} is missing")),
    }
}

/// A cancellation that leaves the billing alive is no cancellation.
pub fn cancelled(billing: Billing) -> Result<Billing, PartnerError> {
    if billing.state == BillingState::Cancelled {
        Ok(billing)
    } else {
        Err(PartnerError::Unknown(format!("state {} after a cancellation", billing.state.code())))
    }
}
