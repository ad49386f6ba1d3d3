use super::*;
use kernel::time::SECOND;

fn order(code: &str) -> PayOrder {
    PayOrder { code: code.to_owned(), ..PayOrder::default() }
}

#[tokio::test]
async fn a_person_pays_on_the_banks_page_and_gets_a_receipt() {
    let stage = Stage::new().await;
    let code = stage.billing("MP-1").await;
    let (status, page) = stage.page(&format!("/bank?kode={code}")).await;
    assert_eq!(status, 200);
    assert!(page.contains("YULIANA NONA LERO") && page.contains("Rp650.000") && page.contains("pukul 11.15"), "{page}");
    let (status, to) = stage.press("/bank/bayar", &format!("kode={code}&saluran=7010")).await;
    assert_eq!(status, 303);
    let ntpn = to.strip_prefix("/bank/bukti/").unwrap();
    assert!(ntpn.len() == 16 && ntpn.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
    let (_, receipt) = stage.page(&to).await;
    assert!(receipt.contains(ntpn) && receipt.contains("Rp650.000") && receipt.contains("ATM"));
    let told = stage.call("GET", &format!("/bill/v1/billings/{code}"), "").await.json();
    assert_eq!((told["state"].as_str(), told["ntpn"].as_str()), (Some("PAID"), Some(ntpn)));
    assert_eq!((told["ntb"].as_str().unwrap().len(), told["bookDate"].as_str().unwrap()), (12, "2026-10-05"));
}

#[tokio::test]
async fn an_unknown_code_is_told_so() {
    let stage = Stage::new().await;
    let (status, page) = stage.page("/bank?kode=820261005999999").await;
    assert_eq!(status, 404);
    assert!(page.contains("Kode ini tidak ada") && page.contains("820261005999999"));
}

#[tokio::test]
async fn a_second_payment_is_refused_unless_forced() {
    let stage = Stage::new().await;
    let code = stage.billing("MP-1").await;
    stage.world.pay(&code, None).await.unwrap();
    let refused = stage.world.pay(&code, None).await.unwrap_err();
    assert!(refused.starts_with("BILL-412"), "{refused}");
    let (status, page) = stage.press("/bank/bayar", &format!("kode={code}&saluran=7010")).await;
    assert_eq!(status, 412);
    assert!(page.contains("sudah dibayar"));
    let (status, _) = stage.press("/bank/bayar", &format!("kode={code}&cara=dua-kali&jumlah=650000")).await;
    assert_eq!(status, 303);
    let ledger = stage.world.ledger();
    assert_eq!((ledger[0].payments.len(), ledger[0].notices.len()), (2, 2));
    // the first payment stands
    let told = stage.call("GET", &format!("/bill/v1/billings/{code}"), "").await.json();
    assert_eq!(told["ntpn"], ledger[0].payments[0].ntpn.as_str());
}

#[tokio::test]
async fn a_wrong_amount_is_refused_unless_forced() {
    let stage = Stage::new().await;
    let code = stage.billing("MP-1").await;
    assert!(stage.world.pay(&code, Some(600_000)).await.unwrap_err().starts_with("BILL-422"));
    stage.world.take(&PayOrder { amount: Some(600_000), force_amount: true, ..order(&code) }).unwrap();
    let told = stage.call("GET", &format!("/bill/v1/billings/{code}"), "").await.json();
    assert_eq!((told["amount"].as_i64(), told["billedAmount"].as_i64()), (Some(600_000), Some(650_000)));
}

#[tokio::test]
async fn money_after_the_deadline_is_refused_unless_forced_and_then_says_so() {
    let stage = Stage::new().await;
    let (code, early) = (stage.billing("MP-1").await, stage.billing("MP-2").await);
    let expires = morning().plus(2 * HOUR);
    let forced = stage.world.take(&PayOrder { force_late: true, ..order(&early) }).unwrap();
    assert_eq!(forced.paid_at.0, expires.plus(SECOND));
    stage.clock.set(expires.plus(1));
    assert!(stage.world.pay(&code, None).await.unwrap_err().starts_with("BILL-410"));
    let late = stage.world.take(&PayOrder { force_late: true, ..order(&code) }).unwrap();
    assert!(late.paid_at.0 > expires);
    assert_eq!(stage.state(&code).await, "PAID");
}

#[tokio::test]
async fn a_reversed_payment_leaves_the_billing_unpaid_again() {
    let stage = Stage::new().await;
    let code = stage.billing("MP-1").await;
    let receipt = stage.world.pay(&code, None).await.unwrap();
    let (status, _) = stage.press("/bank/kembalikan", &format!("ntpn={}", receipt.ntpn)).await;
    assert_eq!(status, 303);
    let told = stage.call("GET", &format!("/bill/v1/billings/{code}"), "").await.json();
    assert_eq!((told["state"].as_str(), told["ntpn"].as_str()), (Some("ISSUED"), None));
    assert_eq!(told["reversed"][0]["ntpn"], receipt.ntpn.as_str());
    assert_eq!(stage.world.reverse(&receipt.ntpn).unwrap_err().status, 409);
    assert_ne!(stage.world.pay(&code, None).await.unwrap().ntpn, receipt.ntpn);
}

#[tokio::test]
async fn a_collecting_agent_asks_and_pays_without_a_signature() {
    let stage = Stage::new().await;
    let code = stage.billing("MP-1").await;
    let post = async |path: &str, body: Value| {
        let answer = stage.http.post(stage.url(path)).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let (_, asked) = post("/agent/v1/inquiry", json!({ "code": code })).await;
    assert_eq!((asked["amount"].as_i64(), asked["state"].as_str()), (Some(650_000), Some("ISSUED")));
    let pay = json!({ "code": code, "amount": 650_000, "agentCode": "002", "channelCode": "7012", "ntb": "123456789012" });
    let (status, paid) = post("/agent/v1/pay", pay.clone()).await;
    assert_eq!((status, paid["ntb"].as_str()), (200, Some("123456789012")));
    let (status, refused) = post("/agent/v1/pay", pay).await;
    assert_eq!((status, refused["code"].as_str()), (412, Some("BILL-412")));
}
