//! The collecting bank: looks a code up, takes the money, gives it back. What a careful bank refuses can be forced, so
//! that the product can be tried against a careless one.

use crate::{
    billing::{Billing, BillingState, Notice, NoticeState, Payment},
    book::{Book, Content, Record},
    signing::Refusal,
    switches::{Part, Switch},
    treasury,
    wire::WireTime,
};
use kernel::{
    chance::{Chance, digits},
    time::{SECOND, Timestamp},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Ways to pay: code of the channel and what people call it.
pub const CHANNELS: [(&str, &str); 5] = [
    ("7010", "ATM"),
    ("7012", "Loket bank atau kantor pos"),
    ("7014", "Internet banking"),
    ("7015", "Mobile banking"),
    ("8011", "Dompet digital"),
];
/// The invented bank.
const AGENT: &str = "990001";

/// Money handed to a bank.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PayOrder {
    /// 15 digits.
    pub code: String,
    /// What is billed unless said.
    pub amount: Option<i64>,
    /// The invented bank unless said.
    pub agent_code: String,
    /// Mobile banking unless said.
    pub channel_code: String,
    /// The bank's reference, made up unless said.
    pub ntb: Option<String>,
    /// Pay a second time although it is paid.
    pub force_twice: bool,
    /// Pay after the deadline; before it, the bank's record says one second after it.
    pub force_late: bool,
    /// Take an amount that is not the billed one.
    pub force_amount: bool,
    /// Keep the notice back.
    pub hold_notice: bool,
}

/// Proof of a payment ("bukti penerimaan negara").
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// 15 digits.
    pub billing_code: String,
    /// Who was to pay.
    pub payer_name: String,
    /// 16 letters and digits.
    pub ntpn: String,
    /// 12 digits.
    pub ntb: String,
    /// Whole rupiah.
    pub amount: i64,
    /// The bank's time.
    pub paid_at: WireTime,
    /// Which bank.
    pub agent_code: String,
    /// How.
    pub channel_code: String,
    /// When the money was given back.
    pub reversed_at: Option<WireTime>,
}

/// What the bank shows before it takes money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inquiry {
    /// 15 digits.
    pub billing_code: String,
    /// Who is to pay.
    pub payer_name: String,
    /// Whole rupiah.
    pub amount: i64,
    /// Last instant.
    pub expires_at: WireTime,
    /// Where it stands.
    pub state: BillingState,
}

/// What a code is for.
pub fn inquire(content: &Content, code: &str, now: Timestamp) -> Result<Inquiry, Refusal> {
    let billing = treasury::find(content, code)?;
    Ok(Inquiry {
        billing_code: billing.billing_code.clone(),
        payer_name: billing.request.payer_name.clone(),
        amount: billing.request.amount,
        expires_at: billing.request.expires_at,
        state: billing.state(content.standing_payment(code), now),
    })
}

fn judge(billing: &Billing, state: BillingState, order: &PayOrder) -> Result<(), Refusal> {
    match state {
        BillingState::Cancelled => return Err(Refusal::new(410, "the billing was cancelled")),
        BillingState::Paid | BillingState::Settled if !order.force_twice => {
            return Err(Refusal::new(412, "the billing is already paid"));
        }
        BillingState::Expired if !order.force_late => return Err(Refusal::new(410, "the billing has expired")),
        _ => {}
    }
    let amount = order.amount.unwrap_or(billing.request.amount);
    if amount <= 0 || (amount != billing.request.amount && !order.force_amount) {
        return Err(Refusal::new(422, "the amount is not the billed one"));
    }
    Ok(())
}

/// Takes the money: books the payment and puts its notice in line.
pub fn pay(book: &mut Book, order: &PayOrder, now: Timestamp, chance: &dyn Chance) -> Result<Receipt, Refusal> {
    let billing = treasury::find(&book.content, &order.code)?.clone();
    let state = billing.state(book.content.standing_payment(&order.code), now);
    judge(&billing, state, order)?;
    let ntb = order.ntb.clone().unwrap_or_else(|| digits(chance, 12));
    if ntb.len() != 12 || !ntb.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::new(400, "ntb: twelve digits"));
    }
    let or = |text: &str, default: &str| if text.is_empty() { default.to_owned() } else { text.to_owned() };
    let paid_at = if order.force_late { now.max(billing.request.expires_at.0.plus(SECOND)) } else { now };
    let payment = Payment {
        ntpn: new_ntpn(&book.content, chance),
        ntb,
        billing_code: order.code.clone(),
        amount: order.amount.unwrap_or(billing.request.amount),
        paid_at: WireTime(paid_at),
        agent_code: or(&order.agent_code, AGENT),
        channel_code: or(&order.channel_code, "7015"),
        reversed_at: None,
    };
    let notice = notice_of(&book.content, &billing, &payment, now, order.hold_notice);
    book.put(Record::Payment(payment.clone()));
    book.put(Record::Notice(notice));
    Ok(receipt(&billing, &payment))
}

fn notice_of(content: &Content, billing: &Billing, payment: &Payment, now: Timestamp, hold: bool) -> Notice {
    let sequence = content.notices.keys().next_back().copied().unwrap_or(0) + 1;
    let state = match content.switch(Part::Notice) {
        Switch::Silent => NoticeState::Lost,
        Switch::Hold => NoticeState::Held,
        _ if hold => NoticeState::Held,
        _ => NoticeState::Due(WireTime(now)),
    };
    let message = json!({
        "billingCode": payment.billing_code,
        "trxIdKl": billing.request.trx_id_kl,
        "ntpn": payment.ntpn,
        "ntb": payment.ntb,
        "amount": payment.amount,
        "paidAt": payment.paid_at,
        "agentCode": payment.agent_code,
        "channelCode": payment.channel_code,
        "sequence": sequence,
    });
    let billing_code = payment.billing_code.clone();
    Notice { sequence, billing_code, message, first_at: WireTime(now), state, attempts: Vec::new() }
}

fn new_ntpn(content: &Content, chance: &dyn Chance) -> String {
    // no I and no O: people copy these by hand
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKLMNPQRSTUVWX";
    loop {
        let mut bytes = [0_u8; 16];
        chance.fill(&mut bytes);
        let ntpn: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        if !content.payments.contains_key(&ntpn) {
            return ntpn;
        }
    }
}

fn receipt(billing: &Billing, payment: &Payment) -> Receipt {
    Receipt {
        billing_code: payment.billing_code.clone(),
        payer_name: billing.request.payer_name.clone(),
        ntpn: payment.ntpn.clone(),
        ntb: payment.ntb.clone(),
        amount: payment.amount,
        paid_at: payment.paid_at,
        agent_code: payment.agent_code.clone(),
        channel_code: payment.channel_code.clone(),
        reversed_at: payment.reversed_at,
    }
}

/// The proof of a payment.
pub fn receipt_of(content: &Content, ntpn: &str) -> Result<Receipt, Refusal> {
    let payment = content.payments.get(ntpn).ok_or_else(|| Refusal::new(404, "no payment has this NTPN"))?;
    let billing = treasury::find(content, &payment.billing_code)?;
    Ok(receipt(billing, payment))
}

/// Gives the money back and puts a notice that says `reversed` in line: the billing is unpaid again, its time goes on.
pub fn reverse(book: &mut Book, ntpn: &str, now: Timestamp) -> Result<Receipt, Refusal> {
    let known = book.content.payments.get(ntpn).ok_or_else(|| Refusal::new(404, "no payment has this NTPN"))?;
    if known.reversed_at.is_some() {
        return Err(Refusal::new(409, "this payment was reversed before"));
    }
    let payment = Payment { reversed_at: Some(WireTime(now)), ..known.clone() };
    let billing = treasury::find(&book.content, &payment.billing_code)?.clone();
    let mut notice = notice_of(&book.content, &billing, &payment, now, false);
    notice.message["reversed"] = json!(true);
    book.put(Record::Payment(payment));
    book.put(Record::Notice(notice));
    receipt_of(&book.content, ntpn)
}
