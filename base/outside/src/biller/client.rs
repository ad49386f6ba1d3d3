//! The client of profile BILL/1.

use super::{Biller, Billing, BillingLine, NewBilling, NoticeHeaders, NoticeRefused, notice, wire};
use crate::{
    PartnerError, form,
    partner::{Call, HeaderNames, Line},
};
use async_trait::async_trait;
use kernel::{
    config::{Partner, Revenue},
    time::{Clock, Timestamp},
};
use reqwest::Method;
use std::sync::Arc;

const HEADERS: HeaderNames =
    HeaderNames { client: notice::CLIENT, id: notice::ID, timestamp: notice::TIMESTAMP, signature: notice::SIGNATURE };

/// Talks to the treasury.
pub struct BillerClient {
    line: Line,
    revenue: Revenue,
}

impl BillerClient {
    pub fn new(partner: &Partner, revenue: &Revenue, http: reqwest::Client, clock: Arc<dyn Clock>) -> Result<Self, String> {
        let line = Line::new("biller", partner, &HEADERS, http, clock)?;
        Ok(Self { line, revenue: revenue.clone() })
    }
}

#[async_trait]
impl Biller for BillerClient {
    async fn create(&self, request: &NewBilling) -> Result<Billing, PartnerError> {
        judge(request)?;
        let body = wire::encode(request, &self.revenue)?;
        let call = Call { name: "create", method: Method::POST, path: "/bill/v1/billings".to_owned(), body };
        let asked = wire::Asked { trx_id: Some(&request.trx_id), amount: Some(request.amount), code: None };
        self.line.ask(call, |answer| asked.billing(answer.read()?)).await
    }

    async fn inquire(&self, code: &str) -> Result<Billing, PartnerError> {
        let path = format!("/bill/v1/billings/{}", known_code(code)?);
        let call = Call { name: "inquire", method: Method::GET, path, body: Vec::new() };
        let asked = wire::Asked { code: Some(code), ..wire::Asked::default() };
        self.line.ask(call, |answer| asked.billing(answer.read()?)).await
    }

    async fn inquire_by_reference(&self, trx_id: &str) -> Result<Option<Billing>, PartnerError> {
        let path = format!("/bill/v1/billings?trxIdKl={}", known_reference(trx_id)?);
        let call = Call { name: "inquire_by_reference", method: Method::GET, path, body: Vec::new() };
        let asked = wire::Asked { trx_id: Some(trx_id), ..wire::Asked::default() };
        match self.line.ask(call, |answer| asked.billing(answer.read()?)).await {
            Ok(billing) => Ok(Some(billing)),
            Err(PartnerError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn cancel(&self, code: &str) -> Result<Billing, PartnerError> {
        let path = format!("/bill/v1/billings/{}/cancel", known_code(code)?);
        let call = Call { name: "cancel", method: Method::POST, path, body: Vec::new() };
        let asked = wire::Asked { code: Some(code), ..wire::Asked::default() };
        self.line.ask(call, |answer| wire::cancelled(asked.billing(answer.read()?)?)).await
    }

    fn verify_notice(&self, headers: &NoticeHeaders, path: &str, body: &[u8], now: Timestamp) -> Result<(), NoticeRefused> {
        notice::verify(headers, path, body, now, (self.line.client(), self.line.secret()))
    }
}

/// A request that the profile forbids is not sent: the answer would be the same.
fn judge(request: &NewBilling) -> Result<(), PartnerError> {
    known_reference(&request.trx_id)?;
    if kernel::name::squeeze(&request.payer_name).is_empty() {
        return Err(refused("BILL-400", "the payer has no name"));
    }
    if request.lines.is_empty() || !request.lines.iter().all(well_formed) {
        return Err(refused("BILL-400", "a line is not of its form"));
    }
    let sum = request.lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.total.0));
    if sum != Some(request.amount.0) || form::amount("amount", request.amount.0).is_err() {
        return Err(refused("BILL-422", "the lines do not add up to the amount"));
    }
    Ok(())
}

fn well_formed(line: &BillingLine) -> bool {
    form::is_digits(&line.account, 6)
        && form::is_tariff(&line.tariff_code)
        && line.volume > 0
        && line.tariff.0.checked_mul(line.volume) == Some(line.total.0)
}

fn known_code(code: &str) -> Result<&str, PartnerError> {
    if form::is_digits(code, 15) { Ok(code) } else { Err(refused("BILL-400", "not a billing code")) }
}

fn known_reference(trx_id: &str) -> Result<&str, PartnerError> {
    if form::is_token(trx_id, 32) { Ok(trx_id) } else { Err(refused("BILL-400", "not a reference")) }
}

fn refused(code: &str, message: &str) -> PartnerError {
    PartnerError::Refused { code: code.to_owned(), message: message.to_owned() }
}
