//! `/akun/verifikasi` turns the second factor on and off; `/masuk/kode` asks for it.

use super::{
    arrived, awaiting, coming,
    forms::{Faults, six_digits},
    local, wait_words, with_wish,
};
use crate::{
    flows::factor::{self as flow, Passed},
    store::{factor, people},
};
use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use fast_qr::convert::{Builder as _, Shape, svg::SvgBuilder};
use kernel::field::FieldError;
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, Visitor, cookies, see_other};

/// Longest code that is looked at.
const CODE_MAX: usize = 40;

#[derive(Template)]
#[template(path = "factor.html")]
struct FactorPage {
    frame: Frame,
    faults: Faults,
    on: bool,
    /// The key in fours, while a code is waited for.
    secret: Vec<String>,
    link: String,
    qr: String,
    left: String,
    /// Recovery codes, shown once.
    codes: Vec<String>,
    /// Of the second factor; 0 while there is none.
    version: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    frame: Frame,
    faults: Faults,
    back: String,
}

/// A QR code as a picture; empty when the text is too long for one.
pub fn drawn(link: &str) -> String {
    let code = fast_qr::QRBuilder::new(link).build();
    code.map_or_else(|_| String::new(), |qr| SvgBuilder::default().shape(Shape::Square).to_str(&qr))
}

async fn draw(citizen: &Citizen, status: StatusCode, faults: Faults, codes: Vec<String>) -> Answer {
    let visitor = &citizen.visitor;
    let (house, w) = (&visitor.house, visitor.w);
    let mut ask = house.reader();
    let contact = people::contact(&house.vault, &mut ask, &citizen.account).await?.ok_or_else(Problem::not_found)?;
    let factor = factor::find(&house.vault, &mut ask, &citizen.account).await?;
    let on = factor.as_ref().is_some_and(|f| f.on);
    let version = factor.as_ref().map_or(0, |f| f.version).to_string();
    let seed = factor.filter(|f| !f.on).map(|f| f.seed);
    let link = seed.as_ref().map_or_else(String::new, |s| s.link(contact.email.as_str()));
    let text: Vec<char> = seed.map_or_else(Vec::new, |s| s.text().chars().collect());
    let left = if on { factor::codes_left(&mut ask, &citizen.account).await? } else { 0 };
    let page = FactorPage {
        frame: visitor.frame(w.t("account-factor-title")).await,
        faults,
        on,
        secret: text.chunks(4).map(|c| c.iter().collect()).collect(),
        qr: if link.is_empty() { String::new() } else { drawn(&link) },
        link,
        left: w.count("account-factor-left", left),
        codes,
        version,
    };
    Ok(visitor.page_with(status, &page))
}

/// What is in force.
pub async fn page(citizen: Citizen) -> Answer {
    draw(&citizen, StatusCode::OK, Faults::default(), Vec::new()).await
}

async fn answer(citizen: &Citizen, field: &str, passed: Passed<Vec<String>>) -> Answer {
    let w = citizen.visitor.w;
    match passed {
        Passed::Yes(codes) if codes.is_empty() => Ok(see_other("/akun/verifikasi")),
        Passed::Yes(codes) => draw(citizen, StatusCode::OK, Faults::default(), codes).await,
        Passed::Wrong => {
            let faults = Faults::one(w, field, FieldError::Words("account-factor-wrong"));
            draw(citizen, StatusCode::BAD_REQUEST, faults, Vec::new()).await
        }
        Passed::Wait(left) => {
            let words = w.with("account-too-many-tries", &[("wait", &wait_words(&citizen.visitor, left))]);
            draw(citizen, StatusCode::TOO_MANY_REQUESTS, Faults::whole(field, words), Vec::new()).await
        }
    }
}

/// On, off, or new recovery codes.
pub async fn send(citizen: Citizen, fields: Fields) -> Answer {
    fields.only(&["aksi", "kode", "sandi"])?;
    let (house, account) = (&citizen.visitor.house, &citizen.account);
    let stands = factor::find(&house.vault, &mut house.reader(), account).await?.map_or(0, |f| f.version);
    if fields.is_stale(stands) {
        let faults = Faults::whole("kode", citizen.visitor.w.t("account-factor-changed"));
        return draw(&citizen, StatusCode::CONFLICT, faults, Vec::new()).await;
    }
    match fields.get("aksi") {
        "mulai" => {
            flow::begin(house, account).await?;
            Ok(see_other("/akun/verifikasi"))
        }
        "aktif" => match six_digits(fields.get("kode")) {
            Ok(code) => answer(&citizen, "kode", flow::confirm(house, account, &code).await?).await,
            Err(error) => {
                draw(&citizen, StatusCode::BAD_REQUEST, Faults::one(citizen.visitor.w, "kode", error), Vec::new()).await
            }
        },
        action @ ("mati" | "kode-baru") => {
            let (password, code) = (fields.raw("sandi"), fields.get("kode"));
            let bounded = password.chars().count() <= crate::password::LONGEST && code.len() <= CODE_MAX;
            if password.is_empty() || code.is_empty() || !bounded {
                return answer(&citizen, "sandi", Passed::Wrong).await;
            }
            let done = flow::manage(house, account, (password, code), action == "mati").await?;
            answer(&citizen, "sandi", done).await
        }
        _ => Err(Problem::new(kernel::problem::ProblemCode::BadInput).field("aksi").back("/akun/verifikasi")),
    }
}

/// The password was right: to the page that asks for the code.
pub fn half_in(token: &str, target: &str) -> Response {
    awaiting(token, &with_wish("/masuk/kode", target))
}

async fn draw_code(visitor: &Visitor, status: StatusCode, back: &str, faults: Faults) -> Answer {
    let back = local(back).unwrap_or_default().to_owned();
    let frame = visitor.frame(visitor.w.t("account-sign-in-code-title")).await;
    Ok(visitor.page_with(status, &CodePage { frame, faults, back }))
}

/// Asks for the second factor.
pub async fn code_page(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    let token = cookies::get(&headers, cookies::FLOW);
    if flow::waiting(&visitor.house, token.as_deref()).await?.is_none() {
        return Ok(see_other("/masuk"));
    }
    draw_code(&visitor, StatusCode::OK, query.get("kembali"), Faults::default()).await
}

/// The code comes: of the authenticator, or a recovery code.
pub async fn code_send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["kode", "kembali"])?;
    let token = cookies::get(&headers, cookies::FLOW).unwrap_or_default();
    let Some(half) = flow::waiting(&visitor.house, Some(&token)).await? else { return Ok(see_other("/masuk")) };
    let (code, back) = (fields.get("kode"), fields.get("kembali"));
    if code.is_empty() || code.len() > CODE_MAX {
        let faults = Faults::one(visitor.w, "kode", FieldError::Missing);
        return draw_code(&visitor, StatusCode::BAD_REQUEST, back, faults).await;
    }
    match flow::finish(&visitor.house, &half, (&token, code), &coming(&visitor, &headers)).await? {
        Passed::Yes(arrival) => Ok(arrived(&arrival, local(back).unwrap_or("/permohonan"))),
        Passed::Wrong => {
            let faults = Faults::one(visitor.w, "kode", FieldError::Words("account-factor-wrong"));
            draw_code(&visitor, StatusCode::BAD_REQUEST, back, faults).await
        }
        Passed::Wait(left) => {
            let words = visitor.w.with("account-too-many-tries", &[("wait", &wait_words(&visitor, left))]);
            draw_code(&visitor, StatusCode::TOO_MANY_REQUESTS, back, Faults::whole("kode", words)).await
        }
    }
}
