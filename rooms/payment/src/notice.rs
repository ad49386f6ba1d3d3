//! The partners' listener for notices of payment. The signature is judged before the body is looked at, the notice is kept
//! before it is judged, and the answer comes at once: what it says is asked back by a job.

use crate::jobs::sweep::confirm;
use crate::store::notices;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use outside::{Notice, NoticeHeaders};
use serde_json::{Value, json};
use shell::House;
use std::sync::Arc;
use store::{Ask as _, StoreError};

/// What the treasury is told.
#[derive(Clone, Copy)]
enum Reply {
    Accepted,
    Duplicate,
    Replayed,
    Unreadable,
}

fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn refused(status: u16, message: &str) -> Response {
    answer(status, &json!({ "code": format!("BILL-{status}"), "message": message }))
}

/// `POST /bill/v1/notify`.
pub(crate) async fn notify(State(house): State<Arc<House>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let signed = NoticeHeaders::read(|name| headers.get(name).and_then(|v| v.to_str().ok()));
    let path = uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    if let Err(error) = house.outside.biller.verify_notice(&signed, path, &body, house.now()) {
        metrics::counter!("payment_notice_refused").increment(1);
        tracing::warn!(%error, "a notice was refused");
        return refused(error.status(), &error.to_string());
    }
    match keep(&house, &signed.id, &body).await {
        Ok(Reply::Accepted) => answer(200, &json!({ "result": "ACCEPTED" })),
        Ok(Reply::Duplicate) => answer(200, &json!({ "result": "DUPLICATE" })),
        Ok(Reply::Replayed) => refused(409, "this message id was used within a day"),
        Ok(Reply::Unreadable) => refused(400, "the notice cannot be read"),
        Err(error) => {
            tracing::error!(%error, "a notice could not be kept; the treasury will send it again");
            answer(503, &json!({ "code": "BILL-500", "message": "try again later" }))
        }
    }
}

async fn keep(house: &House, message: &str, body: &[u8]) -> Result<Reply, StoreError> {
    let notice = Notice::parse(body);
    let raw = String::from_utf8_lossy(body).into_owned();
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let (notice, raw) = (&notice, &raw);
            Box::pin(async move {
                if !notices::first_sight(tx, message).await? {
                    return Ok(Reply::Replayed);
                }
                let notice = match notice {
                    Ok(notice) => notice,
                    Err(fault) => {
                        tracing::error!(fault, "a genuine notice cannot be read; it is kept");
                        notices::keep_unreadable(tx, raw).await?;
                        return Ok(Reply::Unreadable);
                    }
                };
                let Some(id) = notices::keep(tx, notice, raw).await? else { return Ok(Reply::Duplicate) };
                let run_at = tx.now();
                tx.later(confirm(&id, run_at)).await?;
                Ok(Reply::Accepted)
            })
        })
        .await
}
