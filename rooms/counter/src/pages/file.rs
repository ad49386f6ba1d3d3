//! The page of one case: papers beside the data, and below them what this officer may do now.

mod panel;
mod papers;

use super::{WORKERS, say, today, zone_of};
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
    /// The version that was looked at, where the case went on meanwhile.
    pub stale: Option<i64>,
    /// The version that this officer's step has just made.
    pub made: Option<i64>,
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
    stale: Vec<String>,
    done: String,
    next: Option<(String, String)>,
    sees: bool,
    flags: Vec<String>,
    papers: Papers,
    lines: Vec<Line>,
    panel: Panel,
    past: Vec<Past>,
}

/// `GET /petugas/kasus/{id}`
pub(super) async fn show(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    desk.needs_one(&WORKERS)?;
    query.only(&["berkas", "halaman", "tadi"])?;
    let id = CaseId::parse(&id)?;
    let found = cases::find(&mut desk.visitor.house.reader(), &id).await?;
    let case = found.filter(|c| c.office == desk.office).ok_or_else(Problem::not_found)?;
    let page = query.get("halaman").parse().unwrap_or(1);
    let made = query.get("tadi").parse().ok();
    let shown = Shown { paper: query.get("berkas").to_owned(), page, made, ..Shown::default() };
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
    let (stale, done) = since(w, &past, case, &shown);
    let errors = errors(desk, &shown);
    let title = format!("{} · {}", case.queue, face.name);
    let (list_name, list_href) = list_of(desk, case);
    let panel = panel::read(desk, &mut reader, (case, &found), shown).await?;
    let next = if panel.idle { today::next_for(desk, &mut reader).await? } else { None };
    let next = next.map(|case| (case.queue, format!("/petugas/kasus/{}", case.id)));
    let page = FilePage {
        list_name: w.t(list_name),
        list_href,
        about: format!(
            "{} · {} · {} · {}",
            face.nik,
            face.kind,
            face.book,
            w.with("counter-came", &[("at", &w.moment(case.arrived_at, zone))])
        ),
        state: say::state(w, case.state.word()),
        differences: if sees && differ > 0 {
            w.with("counter-differences", &[("n", &differ.to_string())])
        } else {
            String::new()
        },
        path: format!("/petugas/kasus/{}", case.id),
        version: case.version,
        errors,
        stale,
        done,
        sees,
        flags: if sees { to_look_at(w, &found, &checks) } else { Vec::new() },
        papers,
        next,
        panel,
        lines: if sees { lines } else { Vec::new() },
        past,
        frame: visitor.frame(title.clone()).await,
        title,
    };
    Ok(visitor.page_with(status, &page))
}

/// What happened since an older page was drawn, and what was done a moment ago: each step makes a version.
fn since(w: Words, past: &[Past], case: &Case, shown: &Shown) -> (Vec<String>, String) {
    let line = |p: &Past| format!("{} · {} · {}", p.what, p.who, p.when);
    let stale = shown.stale.map_or_else(Vec::new, |version| {
        let known = usize::try_from(version).unwrap_or(0).min(past.len().saturating_sub(1));
        past.iter().skip(known).map(line).collect()
    });
    let made = past.last().filter(|_| shown.made == Some(case.version));
    (stale, made.map_or_else(String::new, |p| w.with("counter-done", &[("what", &line(p))])))
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
    let whole = case.state.word() == CaseWord::CheckedIn;
    Ok(rows
        .into_iter()
        .map(|row| {
            let typed = shown.typed.has(&format!("cocok-{}", row.field.code()));
            Line {
                code: row.field.code(),
                label: label(w, row.field),
                cells: row.cells(w, &catalogue, whole),
                verdict: row.verdict,
                ticked: confirmed.contains(&row.field) || typed,
            }
        })
        .collect())
}

/// What a row of the table is called: a question of the form is no name for a row.
fn label(w: Words, field: Field) -> String {
    if field == Field::PassportHistory { w.t("counter-old-passport") } else { application::label(w, field) }
}

fn errors(desk: &Desk, shown: &Shown) -> Vec<(String, String)> {
    let w = desk.visitor.w;
    let mut list = shown.wrong.sentences(w);
    for field in &shown.unconfirmed {
        let label = label(w, *field);
        list.push((format!("cocok-{}", field.code()), w.with("counter-unconfirmed", &[("field", &label)])));
    }
    for code in &shown.missing {
        let name = papers::name(desk, code);
        list.push(("berkas".to_owned(), w.with("counter-still-missing", &[("paper", &name)])));
    }
    list
}

/// Registers that gave no answer, and what is flagged.
fn to_look_at(w: Words, found: &Application, checks: &Checks) -> Vec<String> {
    let mut said = Vec::new();
    if !checks.population.is_answered() {
        said.push(w.t("counter-population-silent"));
    }
    if !checks.passports.is_answered() {
        said.push(w.t("counter-passports-silent"));
    }
    said.extend(say::flags(w, found, checks));
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
