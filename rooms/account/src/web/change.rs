//! `/akun/surel`, `/akun/telepon`, `/akun/sandi`.

use super::{
    awaiting, coming,
    forms::{Faults, needed, six_digits},
    sign_up::{CodePage, again_fault, again_words, begun_fault},
    wait_words,
};
use crate::{
    flows::{
        self, Begun,
        change::{self, Changed},
        factor::{self as passing, Passed},
    },
    model::FlowPurpose,
    store::{codes::Flow, factor, people},
};
use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use kernel::{
    contact::{Email, Phone},
    field::FieldError,
};
use shell::{Answer, Citizen, Fields, FormErrors, Frame, Problem, Visitor, cookies, see_other};

/// Asks for the new address or the new number.
#[derive(Template)]
#[template(path = "change_contact.html")]
struct ContactPage {
    frame: Frame,
    faults: Faults,
    is_email: bool,
    present: String,
    value: String,
    /// A code of the second factor is asked for.
    factor: bool,
    /// Of address and number together.
    version: String,
}

#[derive(Template)]
#[template(path = "change_email_code.html")]
struct EmailCodePage {
    frame: Frame,
    faults: Faults,
    old: String,
    new: String,
    code_old: String,
    code_new: String,
    again: String,
}

#[derive(Template)]
#[template(path = "change_password.html")]
struct PasswordPage {
    frame: Frame,
    faults: Faults,
    email: String,
}

async fn contact(citizen: &Citizen) -> Result<crate::model::Contact, Problem> {
    let house = &citizen.visitor.house;
    let found = people::contact(&house.vault, &mut house.reader(), &citizen.account).await?;
    found.ok_or_else(Problem::not_found)
}

/// The version of address and number: they have none of their own, so it is what they say, shortened beyond reading.
fn version_of(contact: &crate::model::Contact) -> String {
    let both = format!("{}\n{}", contact.email.folded(), contact.phone);
    hex::encode(&vault::sha256(both.as_bytes())[..6])
}

/// The page once more when address or number changed since it was drawn; none where they stand as they did.
async fn stale(citizen: &Citizen, is_email: bool, text: &str, fields: &Fields) -> Result<Option<Response>, Problem> {
    let contact = contact(citizen).await?;
    if !fields.is_stale(version_of(&contact)) {
        return Ok(None);
    }
    let present = if is_email { contact.email.to_string() } else { contact.phone.to_string() };
    let words = citizen.visitor.w.with("account-contact-changed", &[("present", &present)]);
    let faults = Faults::whole(if is_email { "surel" } else { "telepon" }, words);
    draw_contact(citizen, is_email, StatusCode::CONFLICT, text, faults).await.map(Some)
}

/// The living flow of this browser that belongs to whoever is signed in.
async fn own_flow(citizen: &Citizen, headers: &HeaderMap, purpose: FlowPurpose) -> Result<Option<Flow>, Problem> {
    let token = cookies::get(headers, cookies::FLOW);
    let flow = flows::flow(&citizen.visitor.house, token.as_deref(), purpose).await?;
    Ok(flow.filter(|f| f.account.as_ref() == Some(&citizen.account)))
}

fn done(what: &str) -> Response {
    let mut response = see_other(format!("/akun?selesai={what}"));
    response.headers_mut().append(header::SET_COOKIE, cookies::clear(cookies::FLOW));
    response
}

async fn draw_contact(citizen: &Citizen, is_email: bool, status: StatusCode, value: &str, faults: Faults) -> Answer {
    let visitor = &citizen.visitor;
    let contact = contact(citizen).await?;
    let version = version_of(&contact);
    let title = visitor.w.t(if is_email { "account-email-title" } else { "account-phone-title" });
    let present = if is_email { contact.email.to_string() } else { contact.phone.to_string() };
    let factor = factor::is_on(&mut visitor.house.reader(), &citizen.account).await?;
    let frame = visitor.frame(title).await;
    Ok(visitor.page_with(status, &ContactPage { frame, faults, is_email, present, value: value.to_owned(), factor, version }))
}

/// Asks for the new address.
pub async fn email_page(citizen: Citizen) -> Answer {
    draw_contact(&citizen, true, StatusCode::OK, "", Faults::default()).await
}

/// Asks for the new number.
pub async fn phone_page(citizen: Citizen) -> Answer {
    draw_contact(&citizen, false, StatusCode::OK, "", Faults::default()).await
}

/// The new address comes.
pub async fn email_send(citizen: Citizen, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["surel", "kode-autentikator"])?;
    let (visitor, text) = (&citizen.visitor, fields.get("surel"));
    if let Some(answer) = stale(&citizen, true, text, &fields).await? {
        return Ok(answer);
    }
    let present = contact(&citizen).await?.email;
    let read = needed(text).and_then(|t| Email::parse(t).map_err(|_| FieldError::NoEmail)).and_then(|email| {
        if email.folded() == present.folded() { Err(FieldError::Words("account-same-email")) } else { Ok(email) }
    });
    let email = match read {
        Ok(email) => email,
        Err(error) => {
            let faults = Faults::one(visitor.w, "surel", error);
            return draw_contact(&citizen, true, StatusCode::BAD_REQUEST, text, faults).await;
        }
    };
    if let Some(answer) = unproven(&citizen, true, text, &fields).await? {
        return Ok(answer);
    }
    let begun = change::start_email(&visitor.house, &citizen.account, &email, &coming(visitor, &headers)).await?;
    after_begin(&citizen, true, text, begun).await
}

/// The new number comes.
pub async fn phone_send(citizen: Citizen, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["telepon", "kode-autentikator"])?;
    let (visitor, text) = (&citizen.visitor, fields.get("telepon"));
    if let Some(answer) = stale(&citizen, false, text, &fields).await? {
        return Ok(answer);
    }
    let present = contact(&citizen).await?.phone;
    let read = needed(text)
        .and_then(|t| Phone::parse(t).map_err(|_| FieldError::NoPhone))
        .and_then(|phone| if phone == present { Err(FieldError::Words("account-same-phone")) } else { Ok(phone) });
    let phone = match read {
        Ok(phone) => phone,
        Err(error) => {
            let faults = Faults::one(visitor.w, "telepon", error);
            return draw_contact(&citizen, false, StatusCode::BAD_REQUEST, text, faults).await;
        }
    };
    if let Some(answer) = unproven(&citizen, false, text, &fields).await? {
        return Ok(answer);
    }
    let begun = change::start_phone(&visitor.house, &citizen.account, &phone, &coming(visitor, &headers)).await?;
    after_begin(&citizen, false, text, begun).await
}

/// The page once more while the code of the second factor is missing or wrong; none where it is right or not asked for.
async fn unproven(citizen: &Citizen, is_email: bool, text: &str, fields: &Fields) -> Result<Option<Response>, Problem> {
    let (visitor, field) = (&citizen.visitor, "kode-autentikator");
    let code: String = fields.get(field).chars().take(40).collect();
    let (status, faults) = match passing::pass(&visitor.house, &citizen.account, &code).await? {
        Passed::Yes(()) => return Ok(None),
        Passed::Wrong => (StatusCode::BAD_REQUEST, Faults::one(visitor.w, field, FieldError::Words("account-factor-wrong"))),
        Passed::Wait(left) => {
            let words = visitor.w.with("account-too-many-tries", &[("wait", &wait_words(visitor, left))]);
            (StatusCode::TOO_MANY_REQUESTS, Faults::whole(field, words))
        }
    };
    draw_contact(citizen, is_email, status, text, faults).await.map(Some)
}

async fn after_begin(citizen: &Citizen, is_email: bool, text: &str, begun: Begun) -> Answer {
    let field = if is_email { "surel" } else { "telepon" };
    match (begun_fault(&citizen.visitor, field, &begun), begun) {
        (None, Begun::Sent(token)) => Ok(awaiting(&token, &format!("/akun/{field}/kode"))),
        (faults, _) => draw_contact(citizen, is_email, StatusCode::TOO_MANY_REQUESTS, text, faults.unwrap_or_default()).await,
    }
}

async fn draw_email_code(citizen: &Citizen, status: StatusCode, flow: &Flow, fields: &Fields, faults: Faults) -> Answer {
    let visitor = &citizen.visitor;
    let page = EmailCodePage {
        frame: visitor.frame(visitor.w.t("account-email-code-title")).await,
        faults,
        old: contact(citizen).await?.email.to_string(),
        new: flow.typed.email.clone(),
        code_old: fields.get("kode-lama").to_owned(),
        code_new: fields.get("kode-baru").to_owned(),
        again: again_words(visitor, flow).await?,
    };
    Ok(visitor.page_with(status, &page))
}

/// Asks for both codes.
pub async fn email_code_page(citizen: Citizen, headers: HeaderMap) -> Answer {
    match own_flow(&citizen, &headers, FlowPurpose::Email).await? {
        Some(flow) => draw_email_code(&citizen, StatusCode::OK, &flow, &Fields::default(), Faults::default()).await,
        None => Ok(see_other("/akun/surel")),
    }
}

/// Both codes come, or others are wanted.
pub async fn email_code_send(citizen: Citizen, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["kode-lama", "kode-baru", "aksi"])?;
    let visitor = &citizen.visitor;
    let Some(flow) = own_flow(&citizen, &headers, FlowPurpose::Email).await? else { return Ok(see_other("/akun/surel")) };
    if fields.get("aksi") == "kirim-lagi" {
        return match again_fault(visitor, "kode-lama", flows::again(&visitor.house, &flow).await?) {
            None => Ok(see_other("/akun/surel/kode")),
            Some(faults) => draw_email_code(&citizen, StatusCode::TOO_MANY_REQUESTS, &flow, &fields, faults).await,
        };
    }
    let mut errors = FormErrors::default();
    let old = errors.take("kode-lama", six_digits(fields.get("kode-lama")));
    let new = errors.take("kode-baru", six_digits(fields.get("kode-baru")));
    if let (Some(old), Some(new)) = (old, new) {
        let both = change::confirm_email(&visitor.house, &flow, &old, &new).await?;
        if both.old && both.new {
            return Ok(done("surel"));
        }
        for (field, good) in [("kode-lama", both.old), ("kode-baru", both.new)] {
            if !good {
                errors.add(field, FieldError::CodeWrong);
            }
        }
    }
    draw_email_code(&citizen, StatusCode::BAD_REQUEST, &flow, &fields, Faults::of(visitor.w, &errors)).await
}

async fn draw_phone_code(citizen: &Citizen, status: StatusCode, flow: &Flow, faults: Faults) -> Answer {
    let visitor = &citizen.visitor;
    let page = CodePage {
        frame: visitor.frame(visitor.w.t("account-code-title")).await,
        faults,
        email: contact(citizen).await?.email.to_string(),
        back: "/akun/telepon".to_owned(),
        action: "/akun/telepon/kode",
        wanted: String::new(),
        again: again_words(visitor, flow).await?,
    };
    Ok(visitor.page_with(status, &page))
}

/// Asks for the code that confirms the new number.
pub async fn phone_code_page(citizen: Citizen, headers: HeaderMap) -> Answer {
    match own_flow(&citizen, &headers, FlowPurpose::Phone).await? {
        Some(flow) => draw_phone_code(&citizen, StatusCode::OK, &flow, Faults::default()).await,
        None => Ok(see_other("/akun/telepon")),
    }
}

/// The code comes, or another one is wanted.
pub async fn phone_code_send(citizen: Citizen, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["kode", "aksi"])?;
    let visitor = &citizen.visitor;
    let Some(flow) = own_flow(&citizen, &headers, FlowPurpose::Phone).await? else { return Ok(see_other("/akun/telepon")) };
    if fields.get("aksi") == "kirim-lagi" {
        return match again_fault(visitor, "kode", flows::again(&visitor.house, &flow).await?) {
            None => Ok(see_other("/akun/telepon/kode")),
            Some(faults) => draw_phone_code(&citizen, StatusCode::TOO_MANY_REQUESTS, &flow, faults).await,
        };
    }
    let error = match six_digits(fields.get("kode")) {
        Ok(digits) if change::confirm_phone(&visitor.house, &flow, &digits).await? => return Ok(done("telepon")),
        Ok(_) => FieldError::CodeWrong,
        Err(error) => error,
    };
    draw_phone_code(&citizen, StatusCode::BAD_REQUEST, &flow, Faults::one(visitor.w, "kode", error)).await
}

async fn draw_password(citizen: &Citizen, status: StatusCode, faults: Faults) -> Answer {
    let visitor: &Visitor = &citizen.visitor;
    let email = contact(citizen).await?.email.to_string();
    let frame = visitor.frame(visitor.w.t("account-password-title")).await;
    Ok(visitor.page_with(status, &PasswordPage { frame, faults, email }))
}

/// Asks for the present and the new password.
pub async fn password_page(citizen: Citizen) -> Answer {
    draw_password(&citizen, StatusCode::OK, Faults::default()).await
}

/// Both passwords come.
pub async fn password_send(citizen: Citizen, fields: Fields) -> Answer {
    fields.only(&["sandi", "sandi-baru", "surel"])?;
    let visitor = &citizen.visitor;
    let (present, new) = (fields.raw("sandi"), fields.raw("sandi-baru"));
    let mut errors = FormErrors::default();
    errors.take("sandi", needed(present));
    errors.take("sandi-baru", crate::password::judge(new, "", ""));
    if present.chars().count() > crate::password::LONGEST {
        errors.add("sandi", FieldError::TooLong(crate::password::LONGEST));
    }
    if !errors.is_empty() {
        return draw_password(&citizen, StatusCode::BAD_REQUEST, Faults::of(visitor.w, &errors)).await;
    }
    match change::password(&visitor.house, (&citizen.account, &citizen.session), present, new).await? {
        Changed::Yes => Ok(done("sandi")),
        Changed::Wrong => {
            let faults = Faults::one(visitor.w, "sandi", FieldError::Words("account-password-wrong"));
            draw_password(&citizen, StatusCode::BAD_REQUEST, faults).await
        }
        Changed::Refused(error) => {
            draw_password(&citizen, StatusCode::BAD_REQUEST, Faults::one(visitor.w, "sandi-baru", error)).await
        }
        Changed::Wait(left) => {
            let words = visitor.w.with("account-too-many-tries", &[("wait", &wait_words(visitor, left))]);
            draw_password(&citizen, StatusCode::TOO_MANY_REQUESTS, Faults::whole("sandi", words)).await
        }
    }
}
