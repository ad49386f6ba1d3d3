use super::*;
use kernel::time::{DAY, SECOND};

#[tokio::test]
async fn a_billing_is_made_once_for_one_request() {
    let stage = Stage::new().await;
    let request = stage.request("MP-1").to_string();
    let first = stage.call("POST", "/bill/v1/billings", &request).await;
    let again = stage.call("POST", "/bill/v1/billings", &request).await;
    assert_eq!((first.status, again.status), (201, 200));
    assert!(first.genuine && again.genuine);
    assert_eq!(first.json(), again.json());
    let code = first.json()["billingCode"].as_str().unwrap().to_owned();
    assert!(code.starts_with("820261005") && code.len() == 15, "{code}");
    assert_eq!(first.json()["expiresAt"], "2026-10-05T11:15:30+07:00");
    assert_ne!(stage.billing("MP-2").await, code);
    let by_trx = stage.call("GET", "/bill/v1/billings?trxIdKl=MP-1", "").await;
    assert_eq!(by_trx.json()["billingCode"], code.as_str());
    assert_eq!(stage.call("GET", "/bill/v1/billings?trxIdKl=MP-9", "").await.json()["code"], "BILL-404");
}

#[tokio::test]
async fn the_same_key_with_other_content_is_a_conflict() {
    let stage = Stage::new().await;
    stage.billing("MP-1").await;
    let mut other = stage.request("MP-1");
    other["payerName"] = json!("ANOTHER");
    let got = stage.call("POST", "/bill/v1/billings", &other.to_string()).await;
    assert_eq!((got.status, got.json()["code"].as_str().unwrap()), (409, "BILL-409"));
    assert!(got.genuine);
}

#[tokio::test]
async fn a_request_with_a_wrong_signature_or_clock_changes_nothing() {
    let stage = Stage::new().await;
    let body = stage.request("MP-1").to_string();
    let id = message_id(morning());
    let forged = stage.call_with("POST", "/bill/v1/billings", &body, &id, 0, Some("guess")).await;
    assert_eq!((forged.status, forged.json()["code"].as_str().unwrap()), (401, "BILL-401"));
    let edge = FIVE_MINUTES + SECOND;
    for skew in [edge, -edge] {
        let got = stage.call_with("POST", "/bill/v1/billings", &body, &message_id(morning()), skew, None).await;
        assert_eq!((got.status, got.json()["code"].as_str().unwrap()), (401, "BILL-401"));
    }
    assert_eq!(stage.world.ledger(), []);
    // the forged message did not use the id up
    assert_eq!(stage.call_with("POST", "/bill/v1/billings", &body, &id, FIVE_MINUTES, None).await.status, 201);
}

#[tokio::test]
async fn a_message_id_is_taken_once() {
    let stage = Stage::new().await;
    let (id, path) = (message_id(morning()), "/bill/v1/billings?trxIdKl=MP-1");
    assert_eq!(stage.call_with("GET", path, "", &id, 0, None).await.status, 404);
    let replayed = stage.call_with("GET", path, "", &id, 0, None).await;
    assert_eq!((replayed.status, replayed.json()["code"].as_str().unwrap()), (409, "BILL-409"));
    assert_eq!(replayed.id, id);
    let odd = stage.call_with("GET", path, "", "not a message id", 0, None).await;
    assert_eq!(odd.json()["code"], "BILL-400");
}

#[tokio::test]
async fn forms_and_amounts_are_judged() {
    let stage = Stage::new().await;
    let try_with = async |field: &str, value: Value| {
        let mut request = stage.request("MP-1");
        request[field] = value;
        stage.call("POST", "/bill/v1/billings", &request.to_string()).await.json()["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(try_with("amount", json!(600_000)).await, "BILL-422");
    assert_eq!(try_with("amount", json!("650000")).await, "BILL-400");
    assert_eq!(try_with("kl", json!("13")).await, "BILL-400");
    assert_eq!(try_with("trxIdKl", json!("x".repeat(33))).await, "BILL-400");
    assert_eq!(try_with("expiresAt", json!("2026-10-05T09:30:29+07:00")).await, "BILL-400");
    assert_eq!(try_with("expiresAt", json!("2026-10-12T09:15:31+07:00")).await, "BILL-400");
    assert_eq!(stage.call("POST", "/bill/v1/billings", "{").await.json()["code"], "BILL-400");
    assert_eq!(stage.call("DELETE", "/bill/v1/billings/1", "").await.json()["code"], "BILL-404");
    assert_eq!(stage.world.ledger(), []);
}

#[tokio::test]
async fn a_billing_expires_by_the_clock_and_is_cancelled_only_before() {
    let stage = Stage::new().await;
    let (code, other) = (stage.billing("MP-1").await, stage.billing("MP-2").await);
    let cancelled = stage.call("POST", &format!("/bill/v1/billings/{other}/cancel"), "").await;
    assert_eq!((cancelled.status, cancelled.json()["state"].as_str().unwrap()), (200, "CANCELLED"));
    stage.clock.advance(2 * HOUR);
    assert_eq!(stage.state(&code).await, "ISSUED");
    stage.clock.advance(1);
    assert_eq!(stage.state(&code).await, "EXPIRED");
    assert_eq!(stage.state(&other).await, "CANCELLED");
    let late = stage.call("POST", &format!("/bill/v1/billings/{code}/cancel"), "").await;
    assert_eq!((late.status, late.json()["code"].as_str().unwrap()), (410, "BILL-410"));
}

#[tokio::test]
async fn the_daily_file_is_ready_at_two_and_its_trailer_fits() {
    let stage = Stage::new().await;
    let mut codes = Vec::new();
    for n in 0..3 {
        let code = stage.billing(&format!("MP-{n}")).await;
        stage.world.pay(&code, None).await.unwrap();
        codes.push(code);
    }
    let first = stage.world.ledger()[0].payments[0].ntpn.clone();
    stage.world.reverse(&first).unwrap();
    let path = "/bill/v1/daily/2026-10-05.csv";
    stage.clock.set(Timestamp::parse_rfc3339("2026-10-06T01:59:59.999+07:00").unwrap());
    assert_eq!(stage.call("GET", path, "").await.json()["code"], "BILL-425");
    assert_eq!(stage.state(&codes[1]).await, "PAID");
    stage.clock.advance(1);
    assert_eq!(stage.state(&codes[1]).await, "SETTLED");
    let file = stage.call("GET", path, "").await;
    assert!(file.genuine);
    let (rows, trailer) = file.body.split_at(file.body.find("TRAILER,").unwrap());
    let digest = hex::encode(vault::sha256(rows.as_bytes()));
    assert_eq!(trailer, format!("TRAILER,3,1950000,{digest}\n"));
    let ntpns: Vec<&str> = rows.lines().skip(1).filter_map(|row| row.split(',').nth(2)).collect();
    assert!(ntpns.is_sorted() && ntpns.len() == 3);
    let status = |ntpn: &str| rows.lines().find(|row| row.contains(ntpn)).unwrap().rsplit(',').next().unwrap().to_owned();
    assert_eq!(status(&first), "REVERSED");
    assert_eq!(rows.matches(",SETTLED").count(), 2);

    stage.world.set_switch(Part::TreasuryDaily, Switch::DamagedTrailer);
    let damaged = stage.call("GET", path, "").await;
    assert!(damaged.genuine && damaged.body.contains("TRAILER,93,"));
    stage.clock.advance(DAY);
    assert_eq!(stage.world.daily_file(jiff::civil::date(2026, 10, 6)).unwrap().lines().count(), 2);
}

#[tokio::test]
async fn switches_spoil_the_answer_but_a_timeout_has_done_the_work() {
    let stage = Stage::new().await;
    let code = stage.billing("MP-1").await;
    let path = format!("/bill/v1/billings/{code}");
    let with = async |part, switch| {
        stage.world.set_switch(part, switch);
        stage.call("GET", &path, "").await
    };
    assert!(!with(Part::TreasuryInquire, Switch::BadSignature).await.genuine);
    assert_eq!(with(Part::TreasuryInquire, Switch::WrongAmount).await.json()["amount"], 651_000);
    assert_eq!(with(Part::TreasuryInquire, Switch::ServerError).await.status, 500);
    assert!(with(Part::TreasuryInquire, Switch::Garbage).await.json().is_string());
    let skewed = with(Part::TreasuryInquire, Switch::SkewedClock).await;
    let ten_minutes_ago = WireTime(stage.clock.now().plus(-10 * MINUTE)).text();
    assert!(skewed.genuine && skewed.stamp == ten_minutes_ago, "{}", skewed.stamp);
    let began = std::time::Instant::now();
    assert_eq!(with(Part::TreasuryInquire, Switch::Delay(1)).await.status, 200);
    assert!(began.elapsed() >= std::time::Duration::from_secs(1), "it answers, but late");
    let inquired = with(Part::TreasuryInquire, Switch::BeingPaid).await;
    assert!(inquired.genuine && inquired.json()["state"] == "PAYING" && inquired.json()["ntpn"].is_null());
    let inquired = with(Part::TreasuryInquire, Switch::Normal).await.json();
    assert_eq!((inquired["amount"].as_i64(), inquired["state"].as_str()), (Some(650_000), Some("ISSUED")));

    stage.world.set_switch(Part::TreasuryCreate, Switch::ServerError);
    assert_eq!(stage.call("POST", "/bill/v1/billings", &stage.request("MP-2").to_string()).await.status, 500);
    assert_eq!(stage.world.ledger().len(), 1);
    stage.world.set_switch(Part::TreasuryCreate, Switch::TimeoutAfter);
    let got = stage.call("POST", "/bill/v1/billings", &stage.request("MP-2").to_string()).await;
    assert_eq!((got.status, got.json()["code"].as_str().unwrap()), (504, "BILL-504"));
    assert_eq!(stage.world.ledger().len(), 2);
}

#[tokio::test]
async fn a_silent_treasury_does_nothing_and_lets_go_at_a_stop() {
    let stage = Stage::new().await;
    stage.world.set_switch(Part::TreasuryCreate, Switch::Silent);
    let body = stage.request("MP-1").to_string();
    let asked = stage.call("POST", "/bill/v1/billings", &body);
    let stopped = async {
        // an unsigned page is answered meanwhile
        assert_eq!(stage.page("/").await.0, 200);
        stage.world.clone().stop().await;
    };
    let (got, ()) = tokio::join!(asked, stopped);
    assert!(!got.genuine);
    assert_eq!(stage.world.ledger(), []);
}
