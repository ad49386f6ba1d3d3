use super::*;
use crate::{Biller, BillingLine, BillingState, NewBilling, PartnerError, biller::BillerClient};
use kernel::{config::Revenue, money::Rupiah, time::HOUR};
use serde_json::{Value, json};

pub fn client(partner: &Partner) -> BillerClient {
    let revenue = Revenue { ministry: "013".into(), echelon: "06".into(), work_unit: "409292".into(), account: "425211".into() };
    BillerClient::new(partner, &revenue, http(), clock()).unwrap()
}

pub fn request() -> NewBilling {
    NewBilling {
        trx_id: "MP-20261005-000123".into(),
        payer_name: "MARIA GORETI NONA".into(),
        amount: Rupiah(650_000),
        expires_at: now().plus(2 * HOUR),
        lines: vec![BillingLine {
            tariff_code: "PASPOR-BIASA-10".into(),
            account: "425211".into(),
            tariff: Rupiah(650_000),
            volume: 1,
            unit: "buku".into(),
            total: Rupiah(650_000),
        }],
    }
}

pub fn issued() -> Value {
    json!({
        "billingCode": "820261005000123", "trxIdKl": "MP-20261005-000123", "simponiTrxId": "99887766",
        "state": "ISSUED", "amount": 650_000,
        "createdAt": "2026-10-05T09:15:31+07:00", "expiresAt": "2026-10-05T11:15:30+07:00"
    })
}

fn with(mut base: Value, changes: Value) -> String {
    for (key, value) in changes.as_object().unwrap() {
        base[key] = value.clone();
    }
    base.to_string()
}

fn paid() -> Value {
    let payment = json!({
        "state": "PAID", "ntpn": "0A1B2C3D4E5F6G7H", "ntb": "000123456789", "paidAt": "2026-10-05T09:40:00+07:00",
        "agentCode": "009", "channelCode": "7014"
    });
    serde_json::from_str(&with(issued(), payment)).unwrap()
}

#[tokio::test]
async fn a_billing_is_made_with_a_signed_request_in_jakarta_time() {
    let (played, partner) = play("x-bill-", &[Reply::Good(201, issued().to_string())]).await;
    let billing = client(&partner).create(&request()).await.unwrap();
    assert_eq!(billing.code, "820261005000123");
    assert_eq!((billing.state, billing.amount, billing.payment), (BillingState::Issued, Rupiah(650_000), None));
    assert_eq!(billing.expires_at, now().plus(2 * HOUR));

    let seen = &played.seen()[0];
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/bill/v1/billings"));
    let header = |name: &str| seen.headers[name].to_str().unwrap();
    assert_eq!((header("x-bill-client"), header("x-bill-timestamp")), (CLIENT, NOW));
    assert_eq!(header("x-bill-id").len(), 26);
    let signed = Signed {
        client: CLIENT,
        id: header("x-bill-id"),
        timestamp: NOW,
        target: "POST /bill/v1/billings",
        body: seen.body.as_bytes(),
    };
    assert!(signed.verify(SECRET, header("x-bill-signature")));
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    let expected = json!({
        "trxIdKl": "MP-20261005-000123", "kl": "013", "echelon1": "06", "workUnit": "409292",
        "payerName": "MARIA GORETI NONA", "currency": "IDR", "amount": 650_000, "expiresAt": "2026-10-05T11:15:30+07:00",
        "lines": [{"tariffCode": "PASPOR-BIASA-10", "account": "425211", "tariff": 650_000, "volume": 1, "unit": "buku",
                   "total": 650_000}]
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn the_same_request_again_sends_the_same_body_under_a_new_id_and_gives_the_first_answer() {
    let script = [Reply::Good(201, issued().to_string()), Reply::Good(200, issued().to_string())];
    let (played, partner) = play("x-bill-", &script).await;
    let client = client(&partner);
    let first = client.create(&request()).await.unwrap();
    assert_eq!(client.create(&request()).await.unwrap(), first);
    let seen = played.seen();
    assert_eq!(seen[0].body, seen[1].body);
    assert_ne!(seen[0].headers["x-bill-id"], seen[1].headers["x-bill-id"]);
}

#[tokio::test]
async fn an_answer_that_leaves_out_what_we_asked_about_is_filled_from_the_question() {
    let mut short = issued();
    short.as_object_mut().unwrap().retain(|key, _| !matches!(key.as_str(), "trxIdKl" | "amount"));
    let (_, partner) = play("x-bill-", &[Reply::Good(201, short.to_string())]).await;
    let billing = client(&partner).create(&request()).await.unwrap();
    assert_eq!((billing.trx_id.as_str(), billing.amount), ("MP-20261005-000123", Rupiah(650_000)));
}

#[tokio::test]
async fn a_lying_or_damaged_answer_leaves_the_result_unknown() {
    let table = [
        ("another amount", Reply::Good(201, with(issued(), json!({"amount": 65_000})))),
        ("an amount as text", Reply::Good(201, with(issued(), json!({"amount": "650000"})))),
        ("a broken amount", Reply::Good(201, with(issued(), json!({"amount": 650_000.5})))),
        ("another reference", Reply::Good(201, with(issued(), json!({"trxIdKl": "MP-20261005-000124"})))),
        ("14 digits", Reply::Good(201, with(issued(), json!({"billingCode": "82026100500012"})))),
        ("letters in the code", Reply::Good(201, with(issued(), json!({"billingCode": "82026100500O123"})))),
        ("no code", Reply::Good(201, with(issued(), json!({"billingCode": null})))),
        ("an unknown state", Reply::Good(201, with(issued(), json!({"state": "MAYBE"})))),
        ("paid without a payment", Reply::Good(201, with(issued(), json!({"state": "PAID"})))),
        ("a payment of an unpaid bill", Reply::Good(201, with(paid(), json!({"state": "EXPIRED"})))),
        ("settled without a day", Reply::Good(201, with(paid(), json!({"state": "SETTLED"})))),
        ("a short NTPN", Reply::Good(201, with(paid(), json!({"ntpn": "0A1B2C3D4E5F6G7"})))),
        ("a small-letter NTPN", Reply::Good(201, with(paid(), json!({"ntpn": "0a1b2c3d4e5f6g7h"})))),
        ("a long NTB", Reply::Good(201, with(paid(), json!({"ntb": "0001234567890"})))),
        ("a time without an offset", Reply::Good(201, with(issued(), json!({"expiresAt": "2026-10-05T11:15:30"})))),
        ("accepted, not done", Reply::Good(202, issued().to_string())),
        ("not JSON", Reply::Good(201, "<html>OK</html>".into())),
        ("nothing", Reply::Good(201, String::new())),
        ("too long", Reply::Good(201, " ".repeat(70_000))),
        ("a forged answer", Reply::Forged(201, issued().to_string())),
        ("an answer to another message", Reply::Misplaced(201, issued().to_string())),
        ("a changed body", Reply::Changed(201, issued().to_string())),
        ("an unsigned answer", Reply::Plain(201, issued().to_string())),
        ("an unsigned refusal", Reply::Plain(410, json!({"code": "BILL-410", "message": "expired"}).to_string())),
        ("a refusal without a code", Reply::Good(400, "{}".into())),
        ("slow down", Reply::Good(429, json!({"code": "BILL-429", "message": "slow down"}).to_string())),
        ("a server error", Reply::Good(500, json!({"code": "BILL-500", "message": "oops"}).to_string())),
        ("done, but not known", Reply::Good(504, json!({"code": "BILL-504", "message": "oops"}).to_string())),
        ("a redirect", Reply::Redirect),
        ("silence", Reply::Silence),
    ];
    for (what, reply) in table {
        let (played, partner) = play("x-bill-", &[reply]).await;
        let result = client(&partner).create(&request()).await;
        assert!(matches!(result, Err(PartnerError::Unknown(_))), "{what}: {result:?}");
        assert_eq!(played.seen().len(), 1, "{what}: an unknown result is not asked again at once");
    }
}

#[tokio::test]
async fn a_signed_no_is_final_and_carries_the_partners_code() {
    for (status, code) in [(400, "BILL-400"), (409, "BILL-409"), (410, "BILL-410"), (412, "BILL-412"), (422, "BILL-422")] {
        let body = json!({"code": code, "message": "tidak\r\nbisa"}).to_string();
        let (_, partner) = play("x-bill-", &[Reply::Good(status, body)]).await;
        let expected = PartnerError::Refused { code: code.to_owned(), message: "tidak bisa".to_owned() };
        assert_eq!(client(&partner).cancel("820261005000123").await, Err(expected));
    }
}

#[tokio::test]
async fn a_paid_billing_is_read_by_code_with_its_proof() {
    let settled = with(paid(), json!({"state": "SETTLED", "bookDate": "2026-10-05"}));
    let (played, partner) = play("x-bill-", &[Reply::Good(200, settled)]).await;
    let billing = client(&partner).inquire("820261005000123").await.unwrap();
    let payment = billing.payment.unwrap();
    assert_eq!(
        (billing.state, payment.ntpn.as_str(), payment.ntb.as_str()),
        (BillingState::Settled, "0A1B2C3D4E5F6G7H", "000123456789")
    );
    assert_eq!(payment.book_date, Some(jiff::civil::date(2026, 10, 5)));
    assert_eq!((payment.agent.as_str(), payment.channel.as_str()), ("009", "7014"));
    assert_eq!(payment.paid_at.rfc3339(), "2026-10-05T02:40:00Z");
    let seen = &played.seen()[0];
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("GET", "/bill/v1/billings/820261005000123"));
}

#[tokio::test]
async fn another_billing_than_was_asked_for_is_not_believed() {
    let (_, partner) = play("x-bill-", &[Reply::Good(200, issued().to_string())]).await;
    let client = client(&partner);
    assert!(matches!(client.inquire("820261005000124").await, Err(PartnerError::Unknown(_))));
    assert!(matches!(client.inquire_by_reference("MP-1").await, Err(PartnerError::Unknown(_))));
    assert!(matches!(client.cancel("820261005000123").await, Err(PartnerError::Unknown(_))), "still issued");
}

#[tokio::test]
async fn a_lost_answer_is_found_again_by_our_reference() {
    let nothing = json!({"code": "BILL-404", "message": "unknown"}).to_string();
    let script = [Reply::Good(404, nothing.clone()), Reply::Good(200, issued().to_string()), Reply::Good(404, nothing)];
    let (played, partner) = play("x-bill-", &script).await;
    let client = client(&partner);
    assert_eq!(client.inquire_by_reference("MP-20261005-000123").await, Ok(None));
    let found = client.inquire_by_reference("MP-20261005-000123").await.unwrap().unwrap();
    assert_eq!(found.code, "820261005000123");
    assert_eq!(played.seen()[1].path, "/bill/v1/billings?trxIdKl=MP-20261005-000123");
    assert_eq!(client.inquire("820261005000123").await, Err(PartnerError::NotFound));
}

#[tokio::test]
async fn a_cancellation_is_a_signed_post_without_a_body() {
    let (played, partner) = play("x-bill-", &[Reply::Good(200, with(issued(), json!({"state": "CANCELLED"})))]).await;
    let billing = client(&partner).cancel("820261005000123").await.unwrap();
    assert_eq!(billing.state, BillingState::Cancelled);
    let seen = &played.seen()[0];
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/bill/v1/billings/820261005000123/cancel"));
    assert_eq!(seen.body, "");
}

#[tokio::test]
async fn what_the_profile_forbids_is_not_even_sent() {
    let (played, partner) = play("x-bill-", &[Reply::Good(201, issued().to_string())]).await;
    let client = client(&partner);
    let mut faulty = vec![request(), request(), request(), request(), request()];
    faulty[0].trx_id = "x".repeat(33);
    faulty[1].amount = Rupiah(650_001);
    faulty[2].lines.clear();
    faulty[3].lines[0].account = "42521".into();
    faulty[4].payer_name = " \r\n".into();
    for request in &faulty {
        assert!(matches!(client.create(request).await, Err(PartnerError::Refused { .. })), "{request:?}");
    }
    for code in ["", "../admin", "82026100500012", "820261005000123?x"] {
        assert!(matches!(client.inquire(code).await, Err(PartnerError::Refused { .. })), "{code}");
        assert!(matches!(client.inquire_by_reference(&format!("{code}/&")).await, Err(PartnerError::Refused { .. })), "{code}");
    }
    assert!(played.seen().is_empty());
}
