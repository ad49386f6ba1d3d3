use super::*;
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, http::StatusCode, routing::post};
use std::sync::atomic::{AtomicU16, Ordering};

/// Our side: counts what arrives, checks signatures, answers as told.
#[derive(Clone, Default)]
struct Ours {
    answer: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<(Value, bool)>>>,
}

impl Ours {
    async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().route("/bill/v1/notify", post(take)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        url
    }

    fn got(&self) -> Vec<(Value, bool)> {
        held(&self.got).clone()
    }
}

async fn take(State(ours): State<Ours>, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    let header = |name: &str| headers.get(name).unwrap().to_str().unwrap();
    let signed = Signed {
        client: header("x-bill-client"),
        id: header("x-bill-id"),
        timestamp: header("x-bill-timestamp"),
        target: "POST /bill/v1/notify",
        body: &body,
    };
    let genuine = signed.verify(BILLING, header("x-bill-signature"));
    held(&ours.got).push((serde_json::from_slice(&body).unwrap_or_default(), genuine));
    match ours.answer.load(Ordering::SeqCst) {
        0 => (StatusCode::OK, "{\"result\":\"ACCEPTED\"}".to_owned()),
        status => (StatusCode::from_u16(status).unwrap(), String::new()),
    }
}

#[tokio::test]
async fn a_payment_is_told_to_us_with_a_signature() {
    let (stage, ours) = (Stage::new().await, Ours::default());
    stage.world.set_notify_url(ours.listen().await);
    let code = stage.billing("MP-1").await;
    let receipt = stage.world.pay(&code, None).await.unwrap();
    let (message, genuine) = ours.got()[0].clone();
    assert!(genuine);
    assert_eq!((message["billingCode"].as_str(), message["ntpn"].as_str()), (Some(&*code), Some(&*receipt.ntpn)));
    assert_eq!((message["amount"].as_i64(), message["trxIdKl"].as_str()), (Some(650_000), Some("MP-1")));
    assert_eq!(stage.world.notices()[0].state, NoticeState::Delivered);
    assert!(message["reversed"].is_null());

    stage.world.reverse(&receipt.ntpn).unwrap();
    stage.world.deliver_notices().await;
    let (back, genuine) = ours.got().pop().unwrap();
    assert!(genuine);
    assert_eq!((back["reversed"].as_bool(), back["ntpn"].as_str()), (Some(true), Some(&*receipt.ntpn)));
}

#[tokio::test]
async fn a_refused_notice_is_sent_again_after_one_five_fifteen_and_sixty_minutes() {
    let (stage, ours) = (Stage::new().await, Ours::default());
    ours.answer.store(503, Ordering::SeqCst);
    stage.world.set_notify_url(ours.listen().await);
    let code = stage.billing("MP-1").await;
    stage.world.pay(&code, None).await.unwrap();
    let mut sent = 1;
    for minutes in [1, 5, 15, 60, 60] {
        stage.clock.advance(minutes * MINUTE - 1);
        stage.world.deliver_notices().await;
        assert_eq!(ours.got().len(), sent, "not before {minutes} minutes");
        stage.clock.advance(1);
        stage.world.deliver_notices().await;
        sent += 1;
        assert_eq!(ours.got().len(), sent, "after {minutes} minutes");
    }
    ours.answer.store(0, Ordering::SeqCst);
    stage.clock.advance(HOUR);
    stage.world.deliver_notices().await;
    let notice = stage.world.notices().remove(0);
    assert_eq!((notice.state, notice.attempts.len()), (NoticeState::Delivered, 7));
    assert_eq!((notice.attempts[0].status, notice.attempts[6].status), (503, 200));
    let ids: std::collections::HashSet<_> = notice.attempts.iter().map(|attempt| &attempt.id).collect();
    assert_eq!(ids.len(), 7);
}

#[tokio::test]
async fn a_notice_is_given_up_after_a_day() {
    let stage = Stage::new().await;
    // nobody listens there
    stage.world.set_notify_url("http://127.0.0.1:1".to_owned());
    let code = stage.billing("MP-1").await;
    stage.world.pay(&code, None).await.unwrap();
    for _ in 0..30 {
        stage.clock.advance(HOUR);
        stage.world.deliver_notices().await;
    }
    let notice = stage.world.notices().remove(0);
    assert_eq!(notice.state, NoticeState::GivenUp);
    assert!(notice.attempts.iter().all(|attempt| attempt.status == 0));
    assert!((22..=28).contains(&notice.attempts.len()), "{}", notice.attempts.len());
}

#[tokio::test]
async fn held_notices_go_out_in_the_order_they_are_released() {
    let (stage, ours) = (Stage::new().await, Ours::default());
    stage.world.set_notify_url(ours.listen().await);
    stage.world.set_switch(Part::Notice, Switch::Hold);
    for trx in ["MP-1", "MP-2"] {
        let code = stage.billing(trx).await;
        stage.world.pay(&code, None).await.unwrap();
    }
    assert_eq!(ours.got(), []);
    for sequence in [2, 1] {
        stage.world.release_notice(sequence);
        stage.world.deliver_notices().await;
    }
    let order: Vec<i64> = ours.got().iter().map(|(message, _)| message["sequence"].as_i64().unwrap()).collect();
    assert_eq!(order, [2, 1]);
}

#[tokio::test]
async fn notices_can_come_twice_with_a_wrong_amount_badly_signed_or_never() {
    let (stage, ours) = (Stage::new().await, Ours::default());
    stage.world.set_notify_url(ours.listen().await);
    let pay_with = async |trx: &str, switch| {
        stage.world.set_switch(Part::Notice, switch);
        let code = stage.billing(trx).await;
        stage.world.pay(&code, None).await.unwrap();
        std::mem::take(&mut *held(&ours.got))
    };
    assert_eq!(pay_with("MP-1", Switch::Double).await.len(), 2);
    let wrong = pay_with("MP-2", Switch::WrongAmount).await;
    assert_eq!((wrong[0].0["amount"].as_i64(), wrong[0].1), (Some(651_000), true));
    assert!(!pay_with("MP-3", Switch::BadSignature).await[0].1);
    assert_eq!(pay_with("MP-4", Switch::Silent).await, []);
    assert_eq!(stage.world.notices()[3].state, NoticeState::Lost);
}
