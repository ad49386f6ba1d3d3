//! `/daftar` and `/daftar/kode`.

use super::{
    arrived, awaiting, coming,
    forms::{Faults, needed, six_digits},
    local,
    sign_in::target,
    wait_words, with_wish,
};
use crate::{
    flows::{self, Begun, sign_up},
    model::FlowPurpose,
    password,
    store::codes::{Flow, Issued},
};
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use kernel::{
    contact::{Email, Phone},
    field::FieldError,
    name::PersonName,
};
use shell::{Answer, Fields, FormErrors, Frame, Query, Visitor, cookies, see_other};

#[derive(Template)]
#[template(path = "sign_up.html")]
struct SignUp {
    frame: Frame,
    faults: Faults,
    name: String,
    email: String,
    phone: String,
    agreed: bool,
    /// The page that is wanted afterwards; empty where none is.
    back: String,
    /// Where those sign in who have an account.
    known: String,
}

/// A page that asks for one code and offers another one.
#[derive(Template)]
#[template(path = "code.html")]
pub struct CodePage {
    /// The frame.
    pub frame: Frame,
    /// What was wrong.
    pub faults: Faults,
    /// Where the code went.
    pub email: String,
    /// The way back, to mend the address.
    pub back: String,
    /// Where the form goes.
    pub action: &'static str,
    /// The page that is wanted afterwards; empty where none is.
    pub wanted: String,
    /// The sentence about another code.
    pub again: String,
}

/// The sentence about another code: when it may be asked for.
pub async fn again_words(visitor: &Visitor, flow: &Flow) -> Result<String, store::StoreError> {
    let left = flows::pause_left(&visitor.house, flow).await?;
    if left > 0 {
        return Ok(visitor.w.with("account-again-later", &[("wait", &wait_words(visitor, left))]));
    }
    Ok(visitor.w.t("account-again-now"))
}

/// What came of asking for another code, as a fault or nothing.
pub fn again_fault(visitor: &Visitor, field: &str, issued: Issued) -> Option<Faults> {
    match issued {
        Issued::Sent => None,
        Issued::TooSoon(left) => {
            let words = visitor.w.with("account-again-later", &[("wait", &wait_words(visitor, left))]);
            Some(Faults::whole(field, words))
        }
        Issued::TooMany => Some(Faults::whole(field, visitor.w.t("account-too-many-codes"))),
    }
}

/// The fault of a flow that did not start; none when it did.
pub fn begun_fault(visitor: &Visitor, field: &str, begun: &Begun) -> Option<Faults> {
    match begun {
        Begun::Sent(_) => None,
        Begun::TooMany => Some(Faults::whole(field, visitor.w.t("account-too-many-codes"))),
        Begun::Wait(left) => {
            let words = visitor.w.with("account-too-many-tries", &[("wait", &wait_words(visitor, *left))]);
            Some(Faults::whole(field, words))
        }
    }
}

async fn draw(visitor: &Visitor, status: StatusCode, fields: &Fields, faults: Faults) -> Answer {
    let back = local(fields.get("kembali")).unwrap_or_default();
    let page = SignUp {
        frame: visitor.frame(visitor.w.t("account-sign-up-title")).await,
        faults,
        name: fields.get("nama").to_owned(),
        email: fields.get("surel").to_owned(),
        phone: fields.get("telepon").to_owned(),
        agreed: fields.get("setuju") == "ya",
        known: with_wish("/masuk", back),
        back: back.to_owned(),
    };
    Ok(visitor.page_with(status, &page))
}

/// The form.
pub async fn page(visitor: Visitor, query: Query) -> Answer {
    if visitor.citizen.is_some() {
        return Ok(see_other(target(&query)));
    }
    let wish = Fields::of(&[("kembali", query.get("kembali"))]);
    draw(&visitor, StatusCode::OK, &wish, Faults::default()).await
}

fn read(fields: &Fields) -> Result<sign_up::Newcomer, FormErrors> {
    let mut errors = FormErrors::default();
    let name = errors.take("nama", PersonName::parse(fields.get("nama")));
    let email = needed(fields.get("surel")).and_then(|t| Email::parse(t).map_err(|_| FieldError::NoEmail));
    let email = errors.take("surel", email);
    let phone = needed(fields.get("telepon")).and_then(|t| Phone::parse(t).map_err(|_| FieldError::NoPhone));
    let phone = errors.take("telepon", phone);
    let password = fields.raw("sandi");
    errors.take("sandi", password::judge(password, fields.get("nama"), fields.get("surel")));
    if fields.get("setuju") != "ya" {
        errors.add("setuju", FieldError::Words("account-terms-needed"));
    }
    match (name, email, phone) {
        (Some(name), Some(email), Some(phone)) if errors.is_empty() => {
            Ok(sign_up::Newcomer { name: name.as_str().to_owned(), email, phone, password: password.to_owned() })
        }
        _ => Err(errors),
    }
}

/// The form comes back.
pub async fn send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["nama", "surel", "telepon", "sandi", "setuju", "kembali"])?;
    let new = match read(&fields) {
        Ok(new) => new,
        Err(errors) => return draw(&visitor, StatusCode::BAD_REQUEST, &fields, Faults::of(visitor.w, &errors)).await,
    };
    let begun = sign_up::start(&visitor.house, &new, &coming(&visitor, &headers)).await?;
    match (begun_fault(&visitor, "surel", &begun), begun) {
        (None, Begun::Sent(token)) => Ok(awaiting(&token, &at("/daftar/kode", &fields))),
        (faults, _) => draw(&visitor, StatusCode::TOO_MANY_REQUESTS, &fields, faults.unwrap_or_default()).await,
    }
}

/// A page on the way, with the page that is wanted after it.
fn at(page: &str, fields: &Fields) -> String {
    with_wish(page, local(fields.get("kembali")).unwrap_or_default())
}

async fn flow_here(visitor: &Visitor, headers: &HeaderMap) -> Result<Option<Flow>, store::StoreError> {
    let token = cookies::get(headers, cookies::FLOW);
    flows::flow(&visitor.house, token.as_deref(), FlowPurpose::SignUp).await
}

async fn draw_code(visitor: &Visitor, fields: &Fields, (status, faults): (StatusCode, Faults), flow: &Flow) -> Answer {
    let wanted = local(fields.get("kembali")).unwrap_or_default();
    let page = CodePage {
        frame: visitor.frame(visitor.w.t("account-code-title")).await,
        faults,
        email: flow.typed.email.clone(),
        back: with_wish("/daftar", wanted),
        action: "/daftar/kode",
        wanted: wanted.to_owned(),
        again: again_words(visitor, flow).await?,
    };
    Ok(visitor.page_with(status, &page))
}

/// The page that asks for the code.
pub async fn code_page(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    match flow_here(&visitor, &headers).await? {
        Some(flow) => draw_code(&visitor, &query, (StatusCode::OK, Faults::default()), &flow).await,
        None => Ok(see_other(at("/daftar", &query))),
    }
}

/// The code comes back, or another one is wanted.
pub async fn code_send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["kode", "aksi", "kembali"])?;
    let Some(flow) = flow_here(&visitor, &headers).await? else { return Ok(see_other(at("/daftar", &fields))) };
    if fields.get("aksi") == "kirim-lagi" {
        return match again_fault(&visitor, "kode", flows::again(&visitor.house, &flow).await?) {
            None => Ok(see_other(at("/daftar/kode", &fields))),
            Some(faults) => draw_code(&visitor, &fields, (StatusCode::TOO_MANY_REQUESTS, faults), &flow).await,
        };
    }
    let arrival = match six_digits(fields.get("kode")) {
        Ok(digits) => {
            let come = coming(&visitor, &headers);
            sign_up::confirm(&visitor.house, &flow, &digits, &come).await?.ok_or(FieldError::CodeWrong)
        }
        Err(error) => Err(error),
    };
    match arrival {
        Ok(arrival) => Ok(arrived(&arrival, target(&fields))),
        Err(error) => {
            let wrong = (StatusCode::BAD_REQUEST, Faults::one(visitor.w, "kode", error));
            draw_code(&visitor, &fields, wrong, &flow).await
        }
    }
}
