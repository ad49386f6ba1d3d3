//! `GET /data-pribadi/jejak`: what officers did with the own applications, newest first.

use application::Application;
use askama::Template;
use kernel::{
    ids::OfficerId,
    time::{Timestamp, Zone},
};
use shell::{Answer, Citizen, Frame, words::Words};
use std::collections::HashMap;
use store::{AuditRow, StoreError, audit_of};

/// Lines on the page at most; older ones are counted in a sentence.
const SHOWN: usize = 200;

#[derive(PartialEq, Eq)]
struct Line {
    at: String,
    what: String,
    office: String,
    number: String,
}

#[derive(Template)]
#[template(path = "trail.html")]
struct Trail {
    frame: Frame,
    lines: Vec<Line>,
    hidden: i64,
    applications: bool,
}

/// A row, and the application it stands in.
struct Found {
    at: Timestamp,
    row: AuditRow,
    number: String,
}

/// Rows of officers and of the operator: what the citizen did herself, and what the product did by its rules, is no opening
/// of a file by a person.
fn is_a_person(row: &AuditRow) -> bool {
    matches!(row.actor_kind.as_str(), "officer" | "operator")
}

/// Draws the trail.
pub async fn show(citizen: Citizen) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let house = &visitor.house;
    let mut ask = house.reader();
    let applications: Vec<Application> = application::list_of(&mut ask, &citizen.account).await?;
    let mut found = Vec::new();
    for one in &applications {
        let rows = audit_of(&mut ask, &one.id).await?;
        found.extend(rows.into_iter().filter(is_a_person).map(|row| Found { at: row.at, number: one.number.clone(), row }));
    }
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.row.id.cmp(&a.row.id)));
    let hidden = i64::try_from(found.len().saturating_sub(SHOWN)).unwrap_or(i64::MAX);
    found.truncate(SHOWN);
    let page = Trail {
        lines: lines(&citizen, found).await?,
        hidden,
        applications: !applications.is_empty(),
        frame: visitor.frame(w.t("privacy-trail-title")).await,
    };
    Ok(visitor.page(&page))
}

async fn lines(citizen: &Citizen, found: Vec<Found>) -> Result<Vec<Line>, StoreError> {
    let (house, w) = (&citizen.visitor.house, citizen.visitor.w);
    let tables = catalogue::current(house);
    let mut offices: HashMap<String, (String, Zone)> = HashMap::new();
    let mut lines = Vec::with_capacity(found.len());
    for one in found {
        if !offices.contains_key(&one.row.actor) {
            let card = match OfficerId::parse(&one.row.actor) {
                Ok(id) => account::officer_card(&house.vault, &mut house.reader(), &id).await?,
                Err(_) => None,
            };
            let office = card.and_then(|c| tables.office(&c.office).map(|o| (o.name.clone(), o.zone)));
            // the operator has no office, and an office may have left the tables
            let office = office.unwrap_or_else(|| (w.t("privacy-trail-operator"), Zone::Wib));
            offices.insert(one.row.actor.clone(), office);
        }
        let (office, zone) = offices.get(&one.row.actor).cloned().unwrap_or_else(|| (String::new(), Zone::Wib));
        let what = what(w, &tables, &one.row);
        let line = Line { at: w.moment(one.at, zone), what, office, number: grouped(&one.number) };
        // one deed touches several rooms and each writes its row: in one minute it is told once
        let seen = lines.iter().rev().take_while(|l: &&Line| l.at == line.at).any(|l| *l == line);
        if !seen {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// The row in plain words. What has no words of its own is still told.
fn what(w: Words, tables: &catalogue::Catalogue, row: &AuditRow) -> String {
    let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let key = match row.action.as_str() {
        "documents.opened" => {
            let code = text(&detail["code"]);
            let paper = tables.document(&code).map_or(code, |d| d.name(w.lang()).to_owned());
            return w.with("privacy-did-opened-paper", &[("paper", &paper)]);
        }
        "documents.requested" => "privacy-did-asked-papers",
        "administration.trail_opened" => "privacy-did-opened-trail",
        "counter.ask_papers" => "privacy-did-asked-papers",
        "counter.foreign_letter" => "privacy-did-foreign-letter",
        "counter.check_in" | "application.check_in" | "schedule.check_in" => "privacy-did-checked-in",
        "counter.confirm" | "counter.verify" => "privacy-did-verified",
        "counter.interview" => "privacy-did-interviewed",
        "counter.approve" => "privacy-did-approved",
        "counter.reject" | "application.reject" => "privacy-did-rejected",
        "counter.reclassify" | "application.reclassify" => "privacy-did-reclassified",
        "counter.print" => "privacy-did-printed",
        "counter.ready" => "privacy-did-ready",
        "counter.hand_over" => "privacy-did-collected",
        "application.office_step" => step_key(&text(&detail["with"]["step"])),
        "schedule.move" | "application.reschedule" => "privacy-did-moved",
        other => room_key(other),
    };
    w.t(key)
}

fn step_key(step: &str) -> &'static str {
    match step {
        "verified" => "privacy-did-verified",
        "papers_pending" => "privacy-did-asked-papers",
        "interviewed" => "privacy-did-interviewed",
        "approved" => "privacy-did-approved",
        "printed" => "privacy-did-printed",
        "ready" => "privacy-did-ready",
        "collected" => "privacy-did-collected",
        _ => "privacy-did-step",
    }
}

fn room_key(action: &str) -> &'static str {
    let (room, verb) = action.split_once('.').unwrap_or((action, ""));
    match room {
        "counter" if verb.contains("open") || verb.contains("view") || verb.contains("look") => "privacy-did-opened-case",
        "counter" => "privacy-did-worked-case",
        "payment" => "privacy-did-money",
        "schedule" => "privacy-did-schedule",
        _ => "privacy-did-other",
    }
}

/// `1553 0261 0070 0418`
fn grouped(number: &str) -> String {
    number.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join(" ")
}
