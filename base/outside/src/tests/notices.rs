use super::{billing::client, *};
use crate::{Biller, Notice, NoticeHeaders, NoticeRefused};
use kernel::{money::Rupiah, time::SECOND};
use serde_json::{Value, json};

const PATH: &str = "/bill/v1/notify";
const ID: &str = "01JB8Z6Q4T0000000000000001";

fn body() -> Value {
    json!({
        "billingCode": "820261005000123", "trxIdKl": "MP-20261005-000123", "ntpn": "0A1B2C3D4E5F6G7H",
        "ntb": "000123456789", "amount": 650_000, "paidAt": "2026-10-05T09:14:00+07:00", "agentCode": "009",
        "channelCode": "7014", "sequence": 1
    })
}

fn headers(client: &str, timestamp: &str, secret: &str) -> NoticeHeaders {
    let body = body().to_string();
    let signed = Signed { client, id: ID, timestamp, target: "POST /bill/v1/notify", body: body.as_bytes() };
    let signature = signed.sign(secret);
    NoticeHeaders { client: client.into(), id: ID.into(), timestamp: timestamp.into(), signature }
}

#[tokio::test]
async fn a_notice_is_believed_only_when_all_of_it_is_right() {
    let treasury = client(&partner("http://127.0.0.1:9".into()));
    let text = body().to_string();
    let good = || headers(CLIENT, NOW, SECRET);
    let judge = |headers: &NoticeHeaders, path: &str, body: &str, later: i64| {
        treasury.verify_notice(headers, path, body.as_bytes(), now().plus(later * SECOND))
    };
    for later in [0, 299, 300, -300] {
        assert_eq!(judge(&good(), PATH, &text, later), Ok(()), "{later} s");
    }
    for later in [301, -301, 86_400] {
        assert_eq!(judge(&good(), PATH, &text, later), Err(NoticeRefused::Window), "{later} s");
    }
    assert_eq!(treasury.verify_notice(&good(), PATH, text.as_bytes(), now().plus(300_001)), Err(NoticeRefused::Window));

    assert_eq!(judge(&headers("someone", NOW, SECRET), PATH, &text, 0), Err(NoticeRefused::Client));
    assert_eq!(judge(&headers(CLIENT, NOW, "another-secret-of-16"), PATH, &text, 0), Err(NoticeRefused::Signature));
    assert_eq!(judge(&good(), PATH, &text.replace("650000", "950000"), 0), Err(NoticeRefused::Signature));
    assert_eq!(judge(&good(), PATH, &format!("{text} "), 0), Err(NoticeRefused::Signature));
    assert_eq!(judge(&good(), "/bill/v1/notify?x=1", &text, 0), Err(NoticeRefused::Signature));
    let moved = NoticeHeaders { timestamp: "2026-10-05T09:15:31+07:00".into(), ..good() };
    assert_eq!(judge(&moved, PATH, &text, 0), Err(NoticeRefused::Signature));
    let same_instant = NoticeHeaders { timestamp: "2026-10-05T02:15:30Z".into(), ..good() };
    assert_eq!(judge(&same_instant, PATH, &text, 0), Err(NoticeRefused::Signature), "the text is signed, not the instant");
    let renamed = NoticeHeaders { id: "01JB8Z6Q4T0000000000000002".into(), ..good() };
    assert_eq!(judge(&renamed, PATH, &text, 0), Err(NoticeRefused::Signature));
    let shouted = NoticeHeaders { signature: good().signature.to_uppercase(), ..good() };
    assert_eq!(judge(&shouted, PATH, &text, 0), Err(NoticeRefused::Signature));

    assert_eq!(judge(&NoticeHeaders::default(), PATH, &text, 0), Err(NoticeRefused::Missing));
    let vague = NoticeHeaders { timestamp: "yesterday".into(), ..good() };
    assert_eq!(judge(&vague, PATH, &text, 0), Err(NoticeRefused::Form));
    let odd = NoticeHeaders { id: "1".into(), ..good() };
    assert_eq!(judge(&odd, PATH, &text, 0), Err(NoticeRefused::Form));
}

#[test]
fn headers_are_collected_by_their_names() {
    let found = NoticeHeaders::read(|name| match name {
        "x-bill-client" => Some("a"),
        "x-bill-id" => Some("b"),
        "x-bill-timestamp" => Some("c"),
        _ => None,
    });
    let expected = NoticeHeaders { client: "a".into(), id: "b".into(), timestamp: "c".into(), signature: String::new() };
    assert_eq!(found, expected);
}

#[test]
fn a_notice_is_read_with_all_its_fields() {
    let notice = Notice::parse(body().to_string().as_bytes()).unwrap();
    assert_eq!((notice.billing_code.as_str(), notice.trx_id.as_str()), ("820261005000123", "MP-20261005-000123"));
    assert_eq!((notice.amount, notice.sequence, notice.reversed), (Rupiah(650_000), 1, false));
    assert_eq!(notice.paid_at.rfc3339(), "2026-10-05T02:14:00Z");
    let mut reversal = body();
    reversal["reversed"] = json!(true);
    reversal["somethingNew"] = json!({"a": [1, 2]});
    assert!(Notice::parse(reversal.to_string().as_bytes()).unwrap().reversed);
}

#[test]
fn a_notice_with_a_field_out_of_form_is_refused_without_repeating_it() {
    let table = [
        ("billingCode", json!("82026100500012X")),
        ("trxIdKl", json!("x".repeat(33))),
        ("ntpn", json!("short")),
        ("ntb", json!("12345")),
        ("amount", json!("650000")),
        ("amount", json!(0)),
        ("amount", json!(-650_000)),
        ("amount", json!(650_000.0)),
        ("paidAt", json!("5 Oktober")),
        ("agentCode", json!("<b>")),
        ("channelCode", json!("")),
        ("sequence", json!(-1)),
        ("reversed", json!("yes")),
        ("ntpn", Value::Null),
    ];
    for (field, value) in table {
        let mut changed = body();
        changed[field] = value.clone();
        let error = Notice::parse(changed.to_string().as_bytes()).unwrap_err();
        assert!(!error.contains("82026100500012X") && !error.contains("<b>"), "{field}: {error}");
    }
    for text in ["", "[]", "{", "null", "{\"billingCode\":\"820261005000123\"}"] {
        assert!(Notice::parse(text.as_bytes()).is_err(), "{text}");
    }
    let twice = body().to_string().replacen('{', "{\"amount\":1,", 1);
    assert!(Notice::parse(twice.as_bytes()).is_err(), "a field given twice");
    let nested = "[".repeat(10_000);
    assert!(Notice::parse(nested.as_bytes()).is_err());
    let long = format!("{}{}", body(), " ".repeat(70_000));
    assert!(Notice::parse(long.as_bytes()).is_err());
}
