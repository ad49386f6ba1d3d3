//! The page of one case: papers beside the data, and below them what this officer may do now.

mod panel;
mod papers;

use super::{WORKERS, say, zone_of};
use crate::comparison::{Verdict, compare};
use crate::model::{Case, CaseWord, Step};
use crate::store::{cases, steps};
use application::{Application, Checks};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use catalogue::Field;
use kernel::ids::{CaseId, OfficerId};
use kernel::role::Role;
use panel::Panel;
pub(super) use panel::step_of;
use papers::Papers;
use say::Tag;
use shell::{Answer, Desk, Fields, FormErrors, Frame, Problem, Query, words::Words};
use std::collections::BTreeSet;
use store::{Actor, AuditEntry, Reader, StoreError};

/// Who sees papers and data; the others see whose case it is.
const READERS: [Role; 3] = [Role::Verifier, Role::Interviewer, Role::Adjudicator];

/// What a refused form says on the page.
#[derive(Default)]
pub(super) struct Shown {
    pub typed: Fields,
    pub wrong: FormErrors,
    pub stale: bool,
    pub unconfirmed: Vec<Field>,
    pub missing: Vec<String>,
    pub paper: String,
    pub page: i64,
}

struct Line {
    code: &'static str,
    label: String,
    cells: Vec<String>,
    verdict: Verdict,
    ticked: bool,
}

struct Past {
    what: String,
    when: String,
    who: String,
}

#[derive(Template)]
#[template(path = "file.html")]
struct FilePage {
    frame: Frame,
    path: String,
    list_name: String,
    list_href: &'static str,
    title: String,
    about: String,
    state: Tag,
    differences: String,
    version: i64,
    errors: Vec<(String, String)>,
    stale: String,
    sees: bool,
    silent: Vec<String>,
    flags: Vec<String>,
    papers: Papers,
    lines: Vec<Line>,
    panel: Panel,
    past: Vec<Past>,
}

/// `GET /petugas/kasus/{id}`
pub(super) async fn show(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    say::needs_one(&desk, &WORKERS)?;
    query.only(&["berkas", "halaman"])?;
    let id = CaseId::parse(&id)?;
    let found = cases::find(&mut desk.visitor.house.reader(), &id).await?;
    let case = found.filter(|c| c.office == desk.office).ok_or_else(Problem::not_found)?;
    let page = query.get("halaman").parse().unwrap_or(1);
    let shown = Shown { paper: query.get("berkas").to_owned(), page, ..Shown::default() };
    draw(&desk, &case, shown, StatusCode::OK).await
}

/// Draws the page as it stands now.
pub(super) async fn draw(desk: &Desk, case: &Case, shown: Shown, status: StatusCode) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let house = &visitor.house;
    let mut reader = house.reader();
    let found = application::find(&mut reader, &case.application).await?.ok_or(StoreError::NoRow("application"))?;
    let sees = desk.needs_one(&READERS).is_ok();
    let checks = application::checks(&house.vault, &mut reader, &found).await?;
    let lines = lines(desk, &mut reader, (case, &found), &checks, &shown).await?;
    let differ = lines.iter().filter(|l| l.verdict == Verdict::Differs).count();
    let papers = if sees { papers::read(desk, &mut reader, (case, &found), &shown).await? } else { Papers::default() };
    if sees {
        opened(desk, case).await?;
    }
    let face = say::face(desk, &mut reader, &case.application).await?;
    let zone = zone_of(desk);
    let past = past(desk, &mut reader, case).await?;
    let last = past.last().map_or_else(String::new, |p| format!("{} · {} · {}", p.what, p.who, p.when));
    let title = format!("{} · {}", case.queue, face.name);
    let (list_name, list_href) = list_of(desk, case);
    let page = FilePage {
        list_name: w.t(list_name),
        list_href,
        about: format!("{} · {} · {}", face.kind, face.book, w.with("counter-came", &[("at", &w.moment(case.arrived_at, zone))])),
        state: say::state(w, case.state.word()),
        differences: if sees && differ > 0 {
            w.with("counter-differences", &[("n", &differ.to_string())])
        } else {
            String::new()
        },
        path: format!("/petugas/kasus/{}", case.id),
        version: case.version,
        errors: errors(desk, &shown),
        stale: if shown.stale { last } else { String::new() },
        sees,
        silent: if sees { silent(w, &checks) } else { Vec::new() },
        flags: if sees { say::flags(w, &found, &checks) } else { Vec::new() },
        papers,
        panel: panel::read(desk, &mut reader, (case, &found), shown).await?,
        lines: if sees { lines } else { Vec::new() },
        past,
        frame: visitor.frame(title.clone()).await,
        title,
    };
    Ok(visitor.page_with(status, &page))
}

/// The list on which this officer finds cases like this one.
fn list_of(desk: &Desk, case: &Case) -> (&'static str, &'static str) {
    let has = |role| desk.needs(role).is_ok();
    match case.state.word() {
        CaseWord::Printing | CaseWord::Printed if has(Role::Printer) => ("counter-print-title", "/petugas/cetak"),
        CaseWord::Ready if has(Role::HandOver) => ("counter-hand-title", "/petugas/serah"),
        _ => ("counter-nav-today", "/petugas/hari-ini"),
    }
}

async fn lines(
    desk: &Desk,
    reader: &mut Reader,
    (case, found): (&Case, &Application),
    checks: &Checks,
    shown: &Shown,
) -> Result<Vec<Line>, StoreError> {
    let (house, w) = (&desk.visitor.house, desk.visitor.w);
    let catalogue = catalogue::current(house);
    let answers = application::answers(&house.vault, reader, found).await?;
    let confirmed = steps::confirmed(reader, &case.id).await?;
    let rows = compare(&catalogue, &answers, checks);
    Ok(rows
        .into_iter()
        .map(|row| {
            let typed = shown.typed.has(&format!("cocok-{}", row.field.code()));
            Line {
                code: row.field.code(),
                label: application::label(w, row.field),
                cells: row.cells(w, &catalogue),
                verdict: row.verdict,
                ticked: confirmed.contains(&row.field) || typed,
            }
        })
        .collect())
}

fn errors(desk: &Desk, shown: &Shown) -> Vec<(String, String)> {
    let w = desk.visitor.w;
    let mut list = shown.wrong.sentences(w);
    for field in &shown.unconfirmed {
        let label = application::label(w, *field);
        list.push((format!("cocok-{}", field.code()), w.with("counter-unconfirmed", &[("field", &label)])));
    }
    for code in &shown.missing {
        let name = papers::name(desk, code);
        list.push(("berkas".to_owned(), w.with("counter-still-missing", &[("paper", &name)])));
    }
    list
}

fn silent(w: Words, checks: &Checks) -> Vec<String> {
    let mut said = Vec::new();
    if !checks.population.is_answered() {
        said.push(w.t("counter-population-silent"));
    }
    if !checks.passports.is_answered() {
        said.push(w.t("counter-passports-silent"));
    }
    said
}

async fn past(desk: &Desk, reader: &mut Reader, case: &Case) -> Result<Vec<Past>, StoreError> {
    let (house, w, zone) = (&desk.visitor.house, desk.visitor.w, zone_of(desk));
    let steps = steps::list(reader, &case.id).await?;
    let officers: BTreeSet<&OfficerId> = steps.iter().filter_map(|step| step.officer.as_ref()).collect();
    let officers: Vec<&OfficerId> = officers.into_iter().collect();
    let cards = account::officer_cards(&house.vault, reader, &officers).await?;
    let line = |step: &Step| {
        let who = match &step.officer {
            Some(id) => cards.get(id).map_or_else(|| w.t("counter-officer"), |card| card.name.clone()),
            None => w.t("counter-product"),
        };
        Past { what: say::step(w, step), when: w.moment(step.at, zone), who }
    };
    Ok(steps.iter().map(line).collect())
}

/// That somebody looked at the data is written down: the applicant may ask who did.
async fn opened(desk: &Desk, case: &Case) -> Result<(), StoreError> {
    desk.visitor
        .house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(tx.audit(AuditEntry {
                actor: Actor::Officer(desk.officer.clone()),
                action: "counter.opened",
                object: "case",
                id: case.id.as_str(),
                application: Some(&case.application),
                detail: serde_json::json!({}),
            }))
        })
        .await
}
