//! The treasury's rules ("SIMPONI"): making, finding and cancelling billings, and the daily file. Pure, over the book.

use crate::{
    billing::{Billing, BillingRequest, BillingState, Payment, daily_ready},
    book::{Book, Content, Record},
    signing::Refusal,
    wire::WireTime,
};
use jiff::civil::Date;
use kernel::time::{DAY, MINUTE, Timestamp, Zone};
use serde_json::{Value, json};

/// A billing made now, or the first one of the same request.
pub enum Made {
    /// New.
    Fresh(Billing),
    /// Asked before with the same content.
    Again(Billing),
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

fn check(request: &BillingRequest, now: Timestamp) -> Result<(), Refusal> {
    let length = |text: &str| text.chars().count();
    let form = [
        ((1..=32).contains(&length(&request.trx_id_kl)), "trxIdKl: 1 to 32 characters"),
        (is_digits(&request.kl, 3), "kl: three digits"),
        (is_digits(&request.echelon1, 2), "echelon1: two digits"),
        (is_digits(&request.work_unit, 6), "workUnit: six digits"),
        ((1..=100).contains(&length(&request.payer_name)), "payerName: 1 to 100 characters"),
        (request.currency == "IDR", "currency: IDR"),
        (!request.lines.is_empty(), "lines: at least one"),
        (request.lines.iter().all(|line| is_digits(&line.account, 6)), "lines: account has six digits"),
    ];
    if let Some((_, message)) = form.into_iter().find(|(good, _)| !good) {
        return Err(Refusal::new(400, message));
    }
    let ahead = request.expires_at.0.since(now);
    if !(15 * MINUTE..=7 * DAY).contains(&ahead) {
        return Err(Refusal::new(400, "expiresAt: 15 minutes to 7 days ahead"));
    }
    let sum = request.lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.total));
    if request.amount <= 0 || sum != Some(request.amount) {
        return Err(Refusal::new(422, "amount: more than zero and the sum of the lines"));
    }
    Ok(())
}

/// Makes a billing; asking again with the same content gives the first one.
pub fn create(book: &mut Book, body: &[u8], now: Timestamp) -> Result<Made, Refusal> {
    let request: BillingRequest = serde_json::from_slice(body).map_err(|error| Refusal::new(400, error.to_string()))?;
    let known = book.content.by_trx.get(&request.trx_id_kl).and_then(|code| book.content.billings.get(code));
    if let Some(first) = known {
        return if first.request == request {
            Ok(Made::Again(first.clone()))
        } else {
            Err(Refusal::new(409, "this trxIdKl was used with other content"))
        };
    }
    check(&request, now)?;
    let code = book.content.next_code(now).ok_or_else(|| Refusal::new(429, "no code is left today"))?;
    let billing = Billing {
        simponi_trx_id: format!("20{}", &code[1..]),
        billing_code: code,
        created_at: WireTime(now),
        cancelled_at: None,
        request,
    };
    book.put(Record::Billing(billing.clone()));
    Ok(Made::Fresh(billing))
}

/// The billing with this code.
pub fn find<'a>(content: &'a Content, code: &str) -> Result<&'a Billing, Refusal> {
    content.billings.get(code).ok_or_else(|| Refusal::new(404, "no billing has this code"))
}

/// What we are told about a billing. `amount` is what was paid once it is paid; `billedAmount` stays.
pub fn view(content: &Content, billing: &Billing, now: Timestamp) -> Value {
    let payment = content.standing_payment(&billing.billing_code);
    let mut view = json!({
        "billingCode": billing.billing_code,
        "trxIdKl": billing.request.trx_id_kl,
        "simponiTrxId": billing.simponi_trx_id,
        "createdAt": billing.created_at,
        "expiresAt": billing.request.expires_at,
        "amount": payment.map_or(billing.request.amount, |paid| paid.amount),
        "billedAmount": billing.request.amount,
        "currency": "IDR",
        "state": billing.state(payment, now),
    });
    if let Some(paid) = payment {
        view["ntpn"] = json!(paid.ntpn);
        view["ntb"] = json!(paid.ntb);
        view["paidAt"] = json!(paid.paid_at);
        view["bookDate"] = json!(paid.book_date().to_string());
        view["agentCode"] = json!(paid.agent_code);
        view["channelCode"] = json!(paid.channel_code);
    }
    let reversed: Vec<Value> = content
        .payments_of(&billing.billing_code)
        .into_iter()
        .filter_map(|paid| paid.reversed_at.map(|at| json!({ "ntpn": paid.ntpn, "amount": paid.amount, "reversedAt": at })))
        .collect();
    if !reversed.is_empty() {
        view["reversed"] = Value::Array(reversed);
    }
    view
}

/// Withdraws a billing that may still be paid; withdrawing it again changes nothing.
pub fn cancel(book: &mut Book, code: &str, now: Timestamp) -> Result<Billing, Refusal> {
    let mut billing = find(&book.content, code)?.clone();
    match billing.state(book.content.standing_payment(code), now) {
        BillingState::Cancelled => Ok(billing),
        BillingState::Issued => {
            billing.cancelled_at = Some(WireTime(now));
            book.put(Record::Billing(billing.clone()));
            Ok(billing)
        }
        BillingState::Paid | BillingState::Settled => Err(Refusal::new(412, "the billing is paid")),
        BillingState::Expired => Err(Refusal::new(410, "the billing has expired")),
    }
}

const COLUMNS: [&str; 16] = [
    "billing_code",
    "trx_id_kl",
    "ntpn",
    "ntb",
    "paid_at",
    "book_date",
    "agent_code",
    "channel_code",
    "currency",
    "amount",
    "payer_name",
    "kl",
    "echelon1",
    "work_unit",
    "account",
    "status",
];

/// Payments whose money moved on a day: SETTLED when taken, REVERSED when given back (once, when both were on that day).
fn moved_on(content: &Content, day: Date) -> Vec<(&Payment, &'static str)> {
    let status = |paid: &Payment| {
        let back = paid.reversed_at.map(|at| at.0.day_in(Zone::Wib));
        match (paid.book_date() == day, back == Some(day)) {
            (_, true) => Some("REVERSED"),
            (true, false) => Some("SETTLED"),
            (false, false) => None,
        }
    };
    content.payments.values().filter_map(|paid| status(paid).map(|status| (paid, status))).collect()
}

/// The file of a day, ready at 02:00 of the next one.
pub fn daily(content: &Content, day: Date, now: Timestamp) -> Result<String, Refusal> {
    if now < daily_ready(day) {
        return Err(Refusal::new(425, "the file is ready at 02:00 of the next day"));
    }
    let failed = |error: csv::Error| Refusal::new(500, error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(failed)?;
    let (mut rows, mut sum) = (0_u64, 0_i64);
    for (paid, status) in moved_on(content, day) {
        let Some(billing) = content.billings.get(&paid.billing_code) else { continue };
        let request = &billing.request;
        let account = request.lines.first().map_or("", |line| line.account.as_str());
        let (paid_at, book_date, amount) = (paid.paid_at.text(), paid.book_date().to_string(), paid.amount.to_string());
        writer
            .write_record([
                paid.billing_code.as_str(),
                &request.trx_id_kl,
                &paid.ntpn,
                &paid.ntb,
                &paid_at,
                &book_date,
                &paid.agent_code,
                &paid.channel_code,
                "IDR",
                &amount,
                &request.payer_name,
                &request.kl,
                &request.echelon1,
                &request.work_unit,
                account,
                status,
            ])
            .map_err(failed)?;
        rows += 1;
        sum = sum.saturating_add(paid.amount);
    }
    let bytes = writer.into_inner().map_err(|error| Refusal::new(500, error.to_string()))?;
    let digest = hex::encode(vault::sha256(&bytes));
    let text = String::from_utf8(bytes).map_err(|error| Refusal::new(500, error.to_string()))?;
    Ok(format!("{text}TRAILER,{rows},{sum},{digest}\n"))
}
