//! The trail of one application, read only. Only the own office's applications exist for an officer.

use super::zone;
use application::Application;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::{
    ids::{ApplicationId, OfficerId},
    role::Role,
};
use shell::{Answer, Desk, Fields, Frame, Problem, see_other};
use std::collections::HashMap;
use store::{Actor, AuditEntry, AuditRow, StoreError, audit_of};

/// Digits of an application's number.
const NUMBER_LENGTH: usize = 16;

struct TrailRow {
    at: String,
    who: String,
    action: String,
    object: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "trail.html")]
struct TrailPage {
    frame: Frame,
    number: String,
    error: String,
    found: bool,
    rows: Vec<TrailRow>,
}

async fn draw(desk: &Desk, status: StatusCode, number: String, error: String) -> Answer {
    let visitor = &desk.visitor;
    let frame = visitor.frame(visitor.w.t("administration-trail-title")).await;
    Ok(visitor.page_with(status, &TrailPage { frame, number, error, found: false, rows: Vec::new() }))
}

/// `GET /petugas/admin/jejak`
pub async fn ask(desk: Desk) -> Answer {
    desk.needs(Role::Admin)?;
    draw(&desk, StatusCode::OK, String::new(), String::new()).await
}

/// `POST /petugas/admin/jejak`
pub async fn find(desk: Desk, fields: Fields) -> Answer {
    desk.needs(Role::Admin)?;
    fields.only(&["nomor"])?;
    let typed = fields.get("nomor");
    let number: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let w = desk.visitor.w;
    if number.len() != NUMBER_LENGTH || !number.bytes().all(|b| b.is_ascii_digit()) {
        return draw(&desk, StatusCode::BAD_REQUEST, typed.to_owned(), w.t("administration-trail-number-wrong")).await;
    }
    let found = application::by_number(&mut desk.visitor.house.reader(), &number).await?;
    match found.filter(|a| is_own(&desk, a)) {
        Some(a) => Ok(see_other(format!("/petugas/admin/jejak/{}", a.id))),
        None => draw(&desk, StatusCode::NOT_FOUND, typed.to_owned(), w.t("administration-trail-none")).await,
    }
}

fn is_own(desk: &Desk, application: &Application) -> bool {
    application.office.as_ref() == Some(&desk.office)
}

/// `GET /petugas/admin/jejak/{id}`: written down before it is shown.
pub async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    desk.needs(Role::Admin)?;
    let id = ApplicationId::parse(&id)?;
    let house = &desk.visitor.house;
    let found = application::find(&mut house.reader(), &id).await?.filter(|a| is_own(&desk, a));
    let found = found.ok_or_else(|| Problem::not_found().back("/petugas/admin/jejak"))?;
    let (id, officer) = (&found.id, &desk.officer);
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(tx.audit(AuditEntry {
                actor: Actor::Officer(officer.clone()),
                action: "administration.trail_opened",
                object: "application",
                id: id.as_str(),
                application: Some(id),
                detail: serde_json::json!({}),
            }))
        })
        .await?;
    let trail = audit_of(&mut house.reader(), id).await?;
    let page = TrailPage {
        frame: desk.visitor.frame(desk.visitor.w.t("administration-trail-title")).await,
        number: found.number.clone(),
        error: String::new(),
        found: true,
        rows: rows(&desk, trail).await?,
    };
    Ok(desk.visitor.page(&page))
}

/// Newest first.
async fn rows(desk: &Desk, trail: Vec<AuditRow>) -> Result<Vec<TrailRow>, StoreError> {
    let (w, zone) = (desk.visitor.w, zone(desk));
    let mut names: HashMap<String, String> = HashMap::new();
    let mut rows = Vec::with_capacity(trail.len());
    for row in trail.into_iter().rev() {
        let who = match row.actor_kind.as_str() {
            "officer" => {
                if !names.contains_key(&row.actor) {
                    let name = officer_name(desk, &row.actor).await?;
                    names.insert(row.actor.clone(), name);
                }
                names.get(&row.actor).cloned().unwrap_or_default()
            }
            "account" => w.t("administration-who-account"),
            "partner" => w.with("administration-who-partner", &[("name", &row.actor)]),
            "operator" => w.t("administration-who-operator"),
            _ => w.t("administration-who-system"),
        };
        let detail = if row.detail == "{}" { String::new() } else { row.detail };
        rows.push(TrailRow { at: w.short_moment(row.at, zone), who, action: row.action, object: row.object, detail });
    }
    Ok(rows)
}

async fn officer_name(desk: &Desk, id: &str) -> Result<String, StoreError> {
    let (house, w) = (&desk.visitor.house, desk.visitor.w);
    let card = match OfficerId::parse(id) {
        Ok(id) => account::officer_card(&house.vault, &mut house.reader(), &id).await?,
        Err(_) => None,
    };
    Ok(card.map_or_else(|| w.t("administration-who-officer"), |c| c.name))
}
