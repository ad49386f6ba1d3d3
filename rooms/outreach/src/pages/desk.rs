//! `/petugas/penyuluhan`: the days of the officer's own office.

use super::{capital, hours, regency_name, seats};
use crate::{model::InformationDay, store::days};
use askama::Template;
use catalogue::Catalogue;
use kernel::{ids::InformationDayId, problem::ProblemCode, role::Role, time::Zone};
use shell::{Answer, Desk, Frame, Problem, Query, words::Words};

struct Row {
    href: String,
    day: String,
    hours: String,
    kind: String,
    audience: String,
    place: String,
    regency: String,
    registered: String,
    state: String,
    tag: &'static str,
    sign: &'static str,
}

#[derive(Template)]
#[template(path = "desk_days.html")]
struct DeskPage {
    frame: Frame,
    past: bool,
    rows: Vec<Row>,
}

/// The zone of an officer's office.
pub(super) fn zone_of(tables: &Catalogue, desk: &Desk) -> Zone {
    tables.office(&desk.office).map_or(Zone::Wib, |o| o.zone)
}

/// The day of an address, if it is the officer's office's; a foreign one is absent.
pub(super) async fn own_day(desk: &Desk, id: &str) -> Result<InformationDay, Problem> {
    desk.needs(Role::Outreach)?;
    let id = InformationDayId::parse(id)?;
    let found = days::one(&mut desk.visitor.house.reader(), &id).await?;
    found.filter(|d| d.office == desk.office).ok_or_else(Problem::not_found)
}

fn row(w: Words, tables: &Catalogue, day: &InformationDay, now: kernel::time::Timestamp) -> Row {
    let (state, tag, sign) = seats(w, day, now);
    Row {
        href: format!("/petugas/penyuluhan/{}", day.id),
        day: w.day(day.plan.day),
        hours: hours(w, day),
        kind: w.t(&day.plan.kind.key()),
        audience: capital(&w.t(&day.plan.audience.key())),
        place: day.plan.place.clone(),
        regency: regency_name(tables, &day.plan.regency),
        registered: w.with("outreach-of", &[("n", &day.taken.to_string()), ("n_of", &day.plan.capacity.to_string())]),
        state,
        tag,
        sign,
    }
}

/// Draws the list.
pub async fn list(desk: Desk, query: Query) -> Answer {
    desk.needs(Role::Outreach)?;
    query.only(&["waktu"])?;
    let past = match query.get("waktu") {
        "" | "nanti" => false,
        "lalu" => true,
        _ => return Err(Problem::new(ProblemCode::BadInput).field("waktu")),
    };
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let tables = catalogue::current(&visitor.house);
    let found = days::of_office(&mut visitor.house.reader(), &desk.office, past).await?;
    let now = visitor.house.now();
    let page = DeskPage {
        frame: visitor.frame(w.t("outreach-desk-title")).await,
        past,
        rows: found.iter().map(|day| row(w, &tables, day, now)).collect(),
    };
    Ok(visitor.page(&page))
}
