use super::{
    billing::{client, issued, request},
    *,
};
use crate::{Biller, PartnerError};

#[tokio::test]
async fn five_failures_in_a_row_leave_the_partner_alone() {
    let (played, partner) = play("x-bill-", &[Reply::Plain(500, String::new())]).await;
    let client = client(&partner);
    for _ in 0..5 {
        assert!(matches!(client.create(&request()).await, Err(PartnerError::Unknown(_))));
    }
    assert_eq!(client.create(&request()).await, Err(PartnerError::BreakerOpen));
    assert_eq!(client.inquire("820261005000123").await, Err(PartnerError::BreakerOpen));
    assert_eq!(played.seen().len(), 5);
}

#[tokio::test]
async fn a_partner_that_says_no_is_alive() {
    let body = serde_json::json!({"code": "BILL-410", "message": ""}).to_string();
    let mut script = vec![Reply::Good(410, body); 6];
    script.push(Reply::Good(200, issued().to_string()));
    let (_, partner) = play("x-bill-", &script).await;
    let client = client(&partner);
    for _ in 0..6 {
        assert!(matches!(client.inquire("820261005000123").await, Err(PartnerError::Refused { .. })));
    }
    assert!(client.inquire("820261005000123").await.is_ok());
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let result = client(&partner(url)).create(&request()).await;
    assert!(matches!(result, Err(PartnerError::Unreachable(_))), "{result:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_question_leaves_the_result_unknown() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut some = [0_u8; 64];
        tokio::io::AsyncReadExt::read(&mut socket, &mut some).await.unwrap()
    });
    let result = client(&partner(url)).create(&request()).await;
    assert!(matches!(result, Err(PartnerError::Unknown(_))), "{result:?}");
    assert!(server.await.unwrap() > 0);
}

#[tokio::test]
async fn no_error_repeats_the_address_or_the_secret() {
    let (_, partner) = play("x-bill-", &[Reply::Silence]).await;
    let client = client(&partner);
    let error = client.inquire("820261005000123").await.unwrap_err().to_string();
    assert!(!error.contains("820261005000123") && !error.contains(SECRET), "{error}");
}
