//! `/petugas/masuk`, `/petugas/keluar`, `/petugas/undangan/{token}`.

use super::{
    at_desk, coming,
    devices::stays,
    factor::drawn,
    forms::{Faults, six_digits},
    local, office_name, wait_words,
};
use crate::{
    flows::{
        officer,
        sign_in::{self, SignIn},
    },
    store::{officers::Invitation, sessions},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode},
};
use kernel::field::FieldError;
use shell::{Answer, Fields, Frame, Problem, Query, Visitor, cookies, see_other};
use store::StoreError;

#[derive(Template)]
#[template(path = "desk_sign_in.html")]
struct SignInPage {
    frame: Frame,
    faults: Faults,
    email: String,
    back: String,
}

#[derive(Template)]
#[template(path = "invitation_password.html")]
struct PasswordPage {
    frame: Frame,
    faults: Faults,
    greeting: String,
    office: String,
    email: String,
}

#[derive(Template)]
#[template(path = "invitation_code.html")]
struct CodePage {
    frame: Frame,
    faults: Faults,
    secret: Vec<String>,
    link: String,
    qr: String,
}

fn desk_path(path: &str) -> Option<&str> {
    local(path).filter(|p| *p == "/petugas" || p.starts_with("/petugas/"))
}

async fn draw(visitor: &Visitor, status: StatusCode, fields: &Fields, faults: Faults) -> Answer {
    let page = SignInPage {
        frame: visitor.frame(visitor.w.t("account-desk-sign-in-title")).await,
        faults,
        email: fields.get("surel").to_owned(),
        back: desk_path(fields.get("kembali")).unwrap_or_default().to_owned(),
    };
    Ok(visitor.page_with(status, &page))
}

/// The form.
pub async fn page(visitor: Visitor, query: Query) -> Answer {
    if visitor.officer.is_some() {
        return Ok(see_other(desk_path(query.get("kembali")).unwrap_or("/petugas")));
    }
    draw(&visitor, StatusCode::OK, &query, Faults::default()).await
}

/// The form comes back.
pub async fn send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["surel", "sandi", "kode", "kembali"])?;
    let (email, password, code) = (fields.get("surel"), fields.raw("sandi"), fields.get("kode"));
    let bounded = email.len() <= 254 && password.chars().count() <= crate::password::LONGEST && code.len() <= 20;
    if email.is_empty() || password.is_empty() || code.is_empty() || !bounded {
        let faults = Faults::whole("surel", visitor.w.t("account-desk-wrong"));
        return draw(&visitor, StatusCode::BAD_REQUEST, &fields, faults).await;
    }
    match sign_in::officer(&visitor.house, email, password, code, &coming(&visitor, &headers)).await? {
        SignIn::In(token) => Ok(at_desk(&token, desk_path(fields.get("kembali")).unwrap_or("/petugas"))),
        SignIn::Wrong | SignIn::Half(_) => {
            let faults = Faults::whole("surel", visitor.w.t("account-desk-wrong"));
            draw(&visitor, StatusCode::BAD_REQUEST, &fields, faults).await
        }
        SignIn::Wait(left) => {
            let words = visitor.w.with("account-too-many-tries", &[("wait", &wait_words(&visitor, left))]);
            draw(&visitor, StatusCode::TOO_MANY_REQUESTS, &fields, Faults::whole("surel", words)).await
        }
    }
}

/// The officer wants to stay: the request itself keeps the session, the answer says until when.
pub async fn stay(visitor: Visitor, fields: Fields) -> Answer {
    fields.only(&[])?;
    stays(&visitor)
}

/// The officer's session ends.
pub async fn leave(visitor: Visitor) -> Answer {
    if let Some(desk) = &visitor.officer {
        let (officer, session) = (&desk.officer, &desk.session);
        let db = &visitor.house.db;
        db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::end_desk(tx, officer, session).await })).await?;
    }
    let mut response = see_other("/petugas/masuk");
    cookies::add(&mut response, cookies::clear(cookies::OFFICER));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

async fn open(visitor: &Visitor, token: &str) -> Result<Invitation, Problem> {
    let good = token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
    let found = if good { officer::invitation(&visitor.house, token).await? } else { None };
    found.ok_or_else(|| Problem::not_found().because("account-invitation-gone").back("/petugas/masuk"))
}

async fn draw_step(visitor: &Visitor, status: StatusCode, invitation: &Invitation, faults: Faults) -> Answer {
    if invitation.password.is_none() {
        let page = PasswordPage {
            frame: visitor.frame(visitor.w.t("account-invitation-title")).await,
            faults,
            greeting: visitor.w.with("account-invitation-greeting", &[("name", &invitation.name)]),
            office: office_name(&visitor.house, &invitation.office),
            email: invitation.email.to_string(),
        };
        return Ok(visitor.page_with(status, &page));
    }
    let link = invitation.seed.link(invitation.email.as_str());
    let text: Vec<char> = invitation.seed.text().chars().collect();
    let page = CodePage {
        frame: visitor.frame(visitor.w.t("account-authenticator-title")).await,
        faults,
        secret: text.chunks(4).map(|c| c.iter().collect()).collect(),
        qr: drawn(&link),
        link,
    };
    Ok(visitor.page_with(status, &page))
}

/// First the password, then the authenticator.
pub async fn invitation_page(visitor: Visitor, Path(token): Path<String>) -> Answer {
    let invitation = open(&visitor, &token).await?;
    draw_step(&visitor, StatusCode::OK, &invitation, Faults::default()).await
}

/// A step comes back.
pub async fn invitation_send(visitor: Visitor, Path(token): Path<String>, fields: Fields) -> Answer {
    fields.only(&["sandi-baru", "kode", "surel"])?;
    let invitation = open(&visitor, &token).await?;
    let here = format!("/petugas/undangan/{token}");
    if invitation.password.is_none() {
        return match officer::choose_password(&visitor.house, &invitation, fields.raw("sandi-baru")).await? {
            Ok(()) => Ok(see_other(here)),
            Err(error) => {
                let faults = Faults::one(visitor.w, "sandi-baru", error);
                draw_step(&visitor, StatusCode::BAD_REQUEST, &invitation, faults).await
            }
        };
    }
    let error = match six_digits(fields.get("kode")) {
        Ok(code) => match officer::confirm(&visitor.house, &invitation, &code, &visitor.agent).await? {
            Some(session) => return Ok(at_desk(&session, "/petugas")),
            None => FieldError::CodeWrong,
        },
        Err(error) => error,
    };
    draw_step(&visitor, StatusCode::BAD_REQUEST, &invitation, Faults::one(visitor.w, "kode", error)).await
}
