//! `/akun` and `/akun/perangkat`.

use crate::store::{factor, people, sessions};
use askama::Template;
use axum::response::{IntoResponse as _, Json};
use kernel::{
    ids::SessionId,
    time::{Timestamp, Zone},
};
use serde_json::json;
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, Visitor, see_other};
use store::StoreError;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    name: String,
    email: String,
    phone: String,
    factor: String,
    done: String,
}

struct Line {
    id: String,
    label: String,
    since: String,
    seen: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "devices.html")]
struct DevicesPage {
    frame: Frame,
    lines: Vec<Line>,
    others: bool,
}

/// What the account holds, each with its way to change it.
pub async fn account(citizen: Citizen, query: Query) -> Answer {
    let visitor = &citizen.visitor;
    let contact = people::contact(&visitor.house.vault, &mut visitor.house.reader(), &citizen.account).await?;
    let contact = contact.ok_or_else(Problem::not_found)?;
    let factor = factor::is_on(&mut visitor.house.reader(), &citizen.account).await?;
    let done = match query.get("selesai") {
        "surel" => visitor.w.t("account-done-email"),
        "telepon" => visitor.w.t("account-done-phone"),
        "sandi" => visitor.w.t("account-done-password"),
        _ => String::new(),
    };
    let page = AccountPage {
        frame: visitor.frame(visitor.w.t("account-title")).await,
        name: contact.name,
        email: contact.email.as_str().to_owned(),
        phone: contact.phone.as_str().to_owned(),
        factor: visitor.w.t(if factor { "account-factor-state-on" } else { "account-factor-state-off" }),
        done,
    };
    Ok(visitor.page(&page))
}

fn named(visitor: &Visitor, label: String, program: bool) -> String {
    match (program, label.is_empty()) {
        (true, true) => visitor.w.t("account-device-program"),
        (true, false) => visitor.w.with("account-device-program-named", &[("name", &label)]),
        (false, true) => visitor.w.t("account-device-unknown"),
        (false, false) => label,
    }
}

fn moment(visitor: &Visitor, at: Timestamp) -> String {
    shell::format::moment(visitor.lang, at, Zone::Wib)
}

/// The devices that are signed in now.
pub async fn page(citizen: Citizen) -> Answer {
    let visitor = &citizen.visitor;
    let house = &visitor.house;
    let devices = sessions::devices(&mut house.reader(), &citizen.account, house.real_now()).await?;
    let lines: Vec<Line> = devices
        .into_iter()
        .map(|d| Line {
            here: d.id == citizen.session,
            label: named(visitor, d.label, d.program),
            since: visitor.w.with("account-device-since", &[("when", &moment(visitor, d.started_at))]),
            seen: visitor.w.with("account-device-seen", &[("when", &moment(visitor, d.seen_at))]),
            id: d.id.to_string(),
        })
        .collect();
    let others = lines.iter().any(|l| !l.here);
    let frame = visitor.frame(visitor.w.t("account-devices-title")).await;
    Ok(visitor.page(&DevicesPage { frame, lines, others }))
}

/// The reader wants to stay: the request itself keeps the session, the answer says until when.
pub async fn stay(citizen: Citizen, fields: Fields) -> Answer {
    fields.only(&[])?;
    stays(&citizen.visitor)
}

/// Until when the session of this page's address lives now.
pub fn stays(visitor: &Visitor) -> Answer {
    let idle = visitor.idle().ok_or_else(Problem::not_found)?;
    Ok(Json(json!({ "ends": idle.ends })).into_response())
}

/// Signs one device out, or all others.
pub async fn send(citizen: Citizen, fields: Fields) -> Answer {
    fields.only(&["sesi"])?;
    let (account, own) = (&citizen.account, &citizen.session);
    let db = &citizen.visitor.house.db;
    if fields.get("sesi") == "lain" {
        db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::end_others(tx, account, Some(own)).await })).await?;
        return Ok(see_other("/akun/perangkat"));
    }
    let session = SessionId::parse(fields.get("sesi"))?;
    let session = &session;
    let ended = db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::end(tx, account, session).await })).await?;
    // somebody else's session answers as one that never was
    if !ended {
        return Err(Problem::not_found().back("/akun/perangkat"));
    }
    Ok(see_other("/akun/perangkat"))
}
