//! `/lupa` and `/lupa/kode`.

use super::{
    arrived, awaiting, coming, factor,
    forms::{Faults, needed, six_digits},
    sign_up::{again_fault, again_words, begun_fault},
};
use crate::{
    flows::{
        self, Begun,
        reset::{self, Reset},
    },
    model::FlowPurpose,
    password,
    store::codes::Flow,
};
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use kernel::{contact::Email, field::FieldError};
use shell::{Answer, Fields, FormErrors, Frame, Visitor, cookies, see_other};

#[derive(Template)]
#[template(path = "forgot.html")]
struct Forgot {
    frame: Frame,
    faults: Faults,
    email: String,
}

#[derive(Template)]
#[template(path = "reset.html")]
struct ResetPage {
    frame: Frame,
    faults: Faults,
    email: String,
    code: String,
    again: String,
}

async fn draw(visitor: &Visitor, status: StatusCode, fields: &Fields, faults: Faults) -> Answer {
    let frame = visitor.frame(visitor.w.t("account-forgot-title")).await;
    Ok(visitor.page_with(status, &Forgot { frame, faults, email: fields.get("surel").to_owned() }))
}

/// The form.
pub async fn page(visitor: Visitor) -> Answer {
    draw(&visitor, StatusCode::OK, &Fields::default(), Faults::default()).await
}

/// The address comes.
pub async fn send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["surel"])?;
    let email = match needed(fields.get("surel")).and_then(|t| Email::parse(t).map_err(|_| FieldError::NoEmail)) {
        Ok(email) => email,
        Err(error) => return draw(&visitor, StatusCode::BAD_REQUEST, &fields, Faults::one(visitor.w, "surel", error)).await,
    };
    let begun = reset::start(&visitor.house, &email, &coming(&visitor, &headers)).await?;
    match (begun_fault(&visitor, "surel", &begun), begun) {
        (None, Begun::Sent(token)) => Ok(awaiting(&token, "/lupa/kode")),
        (faults, _) => draw(&visitor, StatusCode::TOO_MANY_REQUESTS, &fields, faults.unwrap_or_default()).await,
    }
}

async fn flow_here(visitor: &Visitor, headers: &HeaderMap) -> Result<Option<Flow>, store::StoreError> {
    let token = cookies::get(headers, cookies::FLOW);
    flows::flow(&visitor.house, token.as_deref(), FlowPurpose::Reset).await
}

async fn draw_code(visitor: &Visitor, status: StatusCode, flow: &Flow, code: &str, faults: Faults) -> Answer {
    let page = ResetPage {
        frame: visitor.frame(visitor.w.t("account-reset-title")).await,
        faults,
        email: flow.typed.email.clone(),
        code: code.to_owned(),
        again: again_words(visitor, flow).await?,
    };
    Ok(visitor.page_with(status, &page))
}

/// The page that asks for code and new password.
pub async fn code_page(visitor: Visitor, headers: HeaderMap) -> Answer {
    match flow_here(&visitor, &headers).await? {
        Some(flow) => draw_code(&visitor, StatusCode::OK, &flow, "", Faults::default()).await,
        None => Ok(see_other("/lupa")),
    }
}

/// Code and new password come, or another code is wanted.
pub async fn code_send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["kode", "sandi-baru", "aksi"])?;
    let Some(flow) = flow_here(&visitor, &headers).await? else { return Ok(see_other("/lupa")) };
    let code = fields.get("kode");
    if fields.get("aksi") == "kirim-lagi" {
        return match again_fault(&visitor, "kode", flows::again(&visitor.house, &flow).await?) {
            None => Ok(see_other("/lupa/kode")),
            Some(faults) => draw_code(&visitor, StatusCode::TOO_MANY_REQUESTS, &flow, code, faults).await,
        };
    }
    let new = fields.raw("sandi-baru");
    let mut errors = FormErrors::default();
    let digits = errors.take("kode", six_digits(code));
    errors.take("sandi-baru", password::judge(new, "", &flow.typed.email));
    if let (Some(digits), true) = (digits, errors.is_empty()) {
        match reset::confirm(&visitor.house, &flow, &digits, new, &coming(&visitor, &headers)).await? {
            Reset::In(arrival) => return Ok(arrived(&arrival, "/permohonan")),
            Reset::Half(token) => return Ok(factor::half_in(&token, "/permohonan")),
            Reset::Wrong => errors.add("kode", FieldError::CodeWrong),
            Reset::Refused(error) => errors.add("sandi-baru", error),
        }
    }
    draw_code(&visitor, StatusCode::BAD_REQUEST, &flow, code, Faults::of(visitor.w, &errors)).await
}
