//! `/masuk` and `/keluar`.

use super::{arrived, coming, factor, forms::Faults, local, wait_words, with_wish};
use crate::{
    flows::{
        arrive::From,
        sign_in::{self, SignIn},
    },
    store::{parked, sessions},
};
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use kernel::time::Zone;
use shell::{Answer, Citizen, Fields, Frame, Query, Visitor, cookies, see_other};
use store::StoreError;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    frame: Frame,
    faults: Faults,
    email: String,
    back: String,
    /// Where newcomers make an account; they come back to the same page.
    newcomer: String,
    shared: bool,
    /// Until when a form waits for its owner in this browser; empty when none does.
    kept: String,
}

/// The hour until which a form waits in this browser, whoever's it is.
pub async fn kept(visitor: &Visitor, headers: &HeaderMap) -> Result<String, StoreError> {
    let Some(token) = cookies::get(headers, cookies::PARKED) else { return Ok(String::new()) };
    let house = &visitor.house;
    let until = parked::until(&mut house.reader(), &token, house.real_now()).await?;
    Ok(until.map_or_else(String::new, |at| shell::format::time(visitor.lang, at, Zone::Wib)))
}

async fn draw(visitor: &Visitor, (status, headers): (StatusCode, &HeaderMap), fields: &Fields, faults: Faults) -> Answer {
    let back = local(fields.get("kembali")).unwrap_or_default();
    let page = Page {
        frame: visitor.frame(visitor.w.t("account-sign-in-title")).await,
        faults,
        email: fields.get("surel").to_owned(),
        newcomer: with_wish("/daftar", back),
        back: back.to_owned(),
        shared: fields.get("bersama") == "ya",
        kept: kept(visitor, headers).await?,
    };
    Ok(visitor.page_with(status, &page))
}

/// The page that is wanted after coming in: the list of applications unless the form says another of ours.
pub fn target(fields: &Fields) -> &str {
    local(fields.get("kembali")).unwrap_or("/permohonan")
}

/// The form.
pub async fn page(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    if visitor.citizen.is_some() {
        return Ok(see_other(target(&query)));
    }
    draw(&visitor, (StatusCode::OK, &headers), &query, Faults::default()).await
}

/// The form comes back.
pub async fn send(visitor: Visitor, headers: HeaderMap, fields: Fields) -> Answer {
    fields.only(&["surel", "sandi", "kembali", "bersama"])?;
    let (email, password) = (fields.get("surel"), fields.raw("sandi"));
    // beyond these bounds nobody has an account
    let bounded = email.len() <= 254 && password.chars().count() <= crate::password::LONGEST;
    if email.is_empty() || password.is_empty() || !bounded {
        let faults = Faults::whole("surel", visitor.w.t("account-sign-in-wrong"));
        return draw(&visitor, (StatusCode::BAD_REQUEST, &headers), &fields, faults).await;
    }
    let from = From { shared: fields.get("bersama") == "ya", ..coming(&visitor, &headers) };
    match sign_in::citizen(&visitor.house, email, password, &from).await? {
        SignIn::In(arrival) => Ok(arrived(&arrival, target(&fields))),
        SignIn::Half(token) => Ok(factor::half_in(&token, target(&fields))),
        SignIn::Wrong => {
            let faults = Faults::whole("surel", visitor.w.t("account-sign-in-wrong"));
            draw(&visitor, (StatusCode::BAD_REQUEST, &headers), &fields, faults).await
        }
        SignIn::Wait(left) => {
            let words = visitor.w.with("account-too-many-tries", &[("wait", &wait_words(&visitor, left))]);
            draw(&visitor, (StatusCode::TOO_MANY_REQUESTS, &headers), &fields, Faults::whole("surel", words)).await
        }
    }
}

/// The session ends here; whoever presses Back afterwards finds nothing.
pub async fn leave(citizen: Option<Citizen>) -> Answer {
    if let Some(citizen) = citizen {
        let who = (&citizen.account, &citizen.session);
        let db = &citizen.visitor.house.db;
        db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::end(tx, who.0, who.1).await })).await?;
    }
    let mut response = see_other("/masuk");
    cookies::add(&mut response, cookies::clear(cookies::CITIZEN));
    cookies::add(&mut response, cookies::clear(cookies::FLOW));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
