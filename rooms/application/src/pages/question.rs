//! One page per step: draw it, save what was given, say what is wrong, go on.

use super::input::{Input, View, view, views};
use super::shown::{fault, label, shown};
use super::{Opened, actor, refused};
use crate::field::{FieldKind, joined, kind_of, typed};
use crate::model::{Application, Flag, SaveRefused};
use crate::rules::{self, asked, contradiction, lead_out, region_unknown};
use crate::saving;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Field, Step};
use kernel::field::FieldError;
use shell::words::Words;
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, error_sentence, see_other};

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    frame: Frame,
    id: String,
    step: String,
    version: String,
    heading: String,
    lede: String,
    why: String,
    wrong: Vec<(String, String)>,
    views: Vec<View>,
    section_at: i64,
    sections: i64,
    stage: String,
    back_to_review: bool,
    region_warning: bool,
    more_regions: bool,
}

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictPage {
    frame: Frame,
    id: String,
    step: String,
    version: String,
    rows: Vec<ConflictRow>,
    back_to_review: bool,
}

struct ConflictRow {
    name: &'static str,
    label: String,
    mine: String,
    mine_shown: String,
    theirs_shown: String,
    version: i64,
}

/// A field of which another value was saved meanwhile.
pub(super) struct Conflict {
    pub field: Field,
    pub mine: String,
    pub theirs: String,
    pub version: i64,
}

fn step_of(opened: &Opened, code: &str) -> Result<Step, Problem> {
    opened.catalogue.step(code).cloned().ok_or_else(Problem::not_found)
}

/// GET `/permohonan/{id}/isi/{step}`
pub(super) async fn draw(citizen: Citizen, Path((id, code)): Path<(String, String)>, query: Query) -> Answer {
    query.only(&["kembali", "lihat"])?;
    let opened = Opened::editable(&citizen, &id).await?;
    let step = step_of(&opened, &code)?;
    if !asked(&step, &opened.answers, &opened.checks) {
        return Ok(see_other(opened.home()));
    }
    // what was saved wrong is said again, what was never asked is not
    let wrong = faults(&opened, &step).into_iter().filter(|(f, _)| !opened.answers.typed(*f).is_empty()).collect();
    let look = Look { review: query.get("kembali") == "tinjau", region: query.get("lihat") == "wilayah" };
    page(&citizen, &opened, &step, (StatusCode::OK, wrong), look).await
}

/// What an address adds to a page.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    /// Came from "check answers".
    review: bool,
    /// The region of the NIK is unknown.
    region: bool,
}

/// What is wrong with the fields of a page as they stand.
pub(super) fn faults(opened: &Opened, step: &Step) -> Vec<(Field, FieldError)> {
    let optional = |field: &Field| step.optional.contains(field);
    step.fields
        .iter()
        .filter_map(|f| rules::fault(&opened.catalogue, &opened.answers, *f, optional(f)).map(|error| (*f, error)))
        .collect()
}

async fn page(
    citizen: &Citizen,
    opened: &Opened,
    step: &Step,
    (status, wrong): (StatusCode, Vec<(Field, FieldError)>),
    look: Look,
) -> Answer {
    let visitor = &citizen.visitor;
    let w = visitor.w;
    let code = &step.code;
    let heading = w.t(&format!("application-step-{code}"));
    let optional_text = |key: String| if w.has(&key) { w.t(&key) } else { String::new() };
    let (at, sections) = section(opened, step);
    let (n, n_all) = place(opened, step);
    let stage = [("at", at + 1), ("all", sections), ("n", n), ("n_all", n_all)].map(|(name, n)| (name, n.to_string()));
    let views = views(opened, step, &wrong, w);
    let page = QuestionPage {
        frame: visitor.frame(heading.clone()).await,
        id: opened.application.id.to_string(),
        step: code.clone(),
        version: opened.application.version.to_string(),
        heading,
        lede: optional_text(format!("application-lede-{code}")),
        why: optional_text(format!("application-why-{code}")),
        wrong: summary(opened, step, &wrong, w),
        section_at: at,
        sections,
        stage: w.with("application-stage", &stage.each_ref().map(|(name, n)| (*name, n.as_str()))),
        back_to_review: look.review,
        region_warning: look.region && opened.answers.flagged(Flag::NikRegionUnknown),
        more_regions: views.iter().any(View::is_later),
        views,
    };
    Ok(visitor.page_with(status, &page))
}

fn summary(opened: &Opened, step: &Step, wrong: &[(Field, FieldError)], w: Words) -> Vec<(String, String)> {
    wrong
        .iter()
        .map(|(field, error)| {
            let anchor = view(opened, step, *field, &[], w).anchor();
            let sentence = match error {
                FieldError::Words(_) | FieldError::NoDate => fault(w, *field, opened.answers.typed(*field), error),
                _ => error_sentence(w, &label(w, *field), error),
            };
            (anchor, sentence)
        })
        .collect()
}

/// Which part of the form this is, counted from 0, and how many there are.
fn section(opened: &Opened, step: &Step) -> (i64, i64) {
    let mut names: Vec<&str> = opened.catalogue.steps().iter().map(|s| s.section.as_str()).collect();
    names.dedup();
    let at = names.iter().position(|name| *name == step.section).unwrap_or(0);
    (i64::try_from(at).unwrap_or(0), i64::try_from(names.len()).unwrap_or(1))
}

/// Which page of its part this is, counted from 1 over those that are asked, and how many there are.
fn place(opened: &Opened, step: &Step) -> (i64, i64) {
    let counts = |s: &&Step| s.section == step.section && asked(s, &opened.answers, &opened.checks);
    let pages: Vec<&Step> = opened.catalogue.steps().iter().filter(counts).collect();
    let at = pages.iter().position(|s| s.code == step.code).unwrap_or(0);
    (i64::try_from(at + 1).unwrap_or(1), i64::try_from(pages.len()).unwrap_or(1))
}

/// What was given for a field; none when the form did not carry it.
pub(super) fn given(fields: &Fields, field: Field) -> Option<String> {
    let name = field.code();
    match (fields.get(&format!("pilih-{name}")), kind_of(field)) {
        ("milik", _) => Some(typed(fields.raw(&format!("milik-{name}")))),
        ("mereka", _) => None,
        (_, FieldKind::Day(_)) => {
            let [d, m, y] = ["d", "m", "y"].map(|part| format!("{name}-{part}"));
            [&d, &m, &y].iter().any(|n| fields.has(n)).then(|| joined(fields.get(&d), fields.get(&m), fields.get(&y)))
        }
        _ => fields.has(name).then(|| typed(fields.raw(name))),
    }
}

/// The version a form was drawn with; none when it does not say.
pub(super) fn drawn_with(fields: &Fields, field: Field) -> Result<i64, Problem> {
    let name = format!("versi-{}", field.code());
    let bad = || Problem::new(kernel::problem::ProblemCode::BadInput).field(name.clone());
    fields.get(&name).parse::<i64>().ok().filter(|v| *v >= 0).ok_or_else(bad)
}

/// Names a form with these fields may carry.
pub(super) fn names(of: &[Field], more: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = more.iter().map(|n| (*n).to_owned()).collect();
    for field in of {
        let name = field.code();
        all.extend([name.to_owned(), format!("versi-{name}"), format!("pilih-{name}"), format!("milik-{name}")]);
        if matches!(kind_of(*field), FieldKind::Day(_)) {
            all.extend(["d", "m", "y"].map(|part| format!("{name}-{part}")));
        }
    }
    all
}

/// Saves what was given, all in one transaction. What was saved meanwhile by another tab is handed back, not overwritten.
pub(super) async fn save_all(
    citizen: &Citizen,
    application: &Application,
    values: Vec<(Field, String, i64)>,
) -> Result<Vec<Conflict>, Problem> {
    let house = &citizen.visitor.house;
    let by = actor(citizen);
    let saved = house
        .db
        .transact::<_, SaveRefused, _>(|tx| {
            let (values, by) = (&values, &by);
            Box::pin(async move {
                let mut conflicts = Vec::new();
                for (field, value, version) in values {
                    match saving::save(&house.vault, tx, application, (*field, value), Some(*version), by).await {
                        Err(SaveRefused::Conflict { theirs, version }) => {
                            conflicts.push(Conflict { field: *field, mine: value.clone(), theirs, version });
                        }
                        other => drop(other?),
                    }
                }
                Ok(conflicts)
            })
        })
        .await;
    saved.map_err(|error| refused(&application.id, error))
}

/// POST `/permohonan/{id}/isi/{step}`
pub(super) async fn take(citizen: Citizen, Path((id, code)): Path<(String, String)>, fields: Fields) -> Answer {
    let opened = Opened::editable(&citizen, &id).await?;
    let step = step_of(&opened, &code)?;
    let known = names(&step.fields, &["aksi", "kembali"]);
    fields.only(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
    let look = Look { review: fields.get("kembali") == "tinjau", region: false };
    let mut values = Vec::new();
    for field in &step.fields {
        if let Some(value) = given(&fields, *field) {
            values.push((*field, value, drawn_with(&fields, *field)?));
        }
    }
    let offered: Vec<Field> = values.iter().map(|(field, ..)| *field).collect();
    let conflicts = save_all(&citizen, &opened.application, values).await?;
    let opened = Opened::editable(&citizen, &id).await?;
    if !conflicts.is_empty() {
        return conflict(&citizen, &opened, &step.code, &conflicts, look).await;
    }
    let wrong = faults(&opened, &step);
    // a list that was not on the page yet is shown, not complained about
    let unseen = |(field, _): &(Field, FieldError)| {
        matches!(kind_of(*field), FieldKind::Region(_)) && !offered.contains(field) && opened.answers.typed(*field).is_empty()
    };
    if fields.get("aksi") == "wilayah" || (!wrong.is_empty() && wrong.iter().all(unseen)) {
        let at = wrong.first().map_or("", |(field, _)| field.code());
        let query = if look.review { "?kembali=tinjau" } else { "" };
        return Ok(see_other(format!("{}/isi/{code}{query}#{at}", opened.home())));
    }
    if !wrong.is_empty() {
        let said = wrong.into_iter().filter(|fault| !unseen(fault)).collect();
        return page(&citizen, &opened, &step, (StatusCode::UNPROCESSABLE_ENTITY, said), look).await;
    }
    onward(&citizen, &opened, &step, look).await
}

/// Both values side by side: the second save is shown both, and nothing is overwritten silently.
pub(super) async fn conflict(citizen: &Citizen, opened: &Opened, step: &str, conflicts: &[Conflict], look: Look) -> Answer {
    let visitor = &citizen.visitor;
    let w = visitor.w;
    let said = |field: Field, text: &str| {
        if text.is_empty() { w.t("application-empty") } else { shown(w, &opened.catalogue, field, text) }
    };
    let canonical = |c: &Conflict| {
        let parsed = crate::field::parse(c.field, &c.mine, opened.answers.today());
        parsed.map_or_else(|_| c.mine.clone(), |clean| clean.as_str().to_owned())
    };
    let rows = conflicts
        .iter()
        .map(|c| ConflictRow {
            name: c.field.code(),
            label: label(w, c.field),
            mine_shown: said(c.field, &canonical(c)),
            mine: c.mine.clone(),
            theirs_shown: said(c.field, &c.theirs),
            version: c.version,
        })
        .collect();
    let page = ConflictPage {
        frame: visitor.frame(w.t("application-conflict-title")).await,
        id: opened.application.id.to_string(),
        step: step.to_owned(),
        version: opened.application.version.to_string(),
        rows,
        back_to_review: look.review,
    };
    Ok(visitor.page_with(StatusCode::CONFLICT, &page))
}

const IDENTITY: [Field; 3] = [Field::Nik, Field::BirthDate, Field::Sex];
const DECIDES_WHERE: [Field; 5] =
    [Field::ApplyingFor, Field::BirthDate, Field::CivilStatus, Field::PassportHistory, Field::OldCondition];

/// Where to go from a page that is good.
async fn onward(citizen: &Citizen, opened: &Opened, step: &Step, look: Look) -> Result<Response, Problem> {
    let home = opened.home();
    let has = |some: &[Field]| step.fields.iter().any(|f| some.contains(f));
    let answers = &opened.answers;
    if has(&[Field::Nik]) && !answers.flagged(Flag::NikRegionUnknown) && warn_of_region(citizen, opened).await? {
        return Ok(see_other(format!("{home}/isi/{}?lihat=wilayah", step.code)));
    }
    if has(&IDENTITY) && contradiction(answers).is_some() && !answers.flagged(Flag::NikMismatch) {
        return Ok(see_other(format!("{home}/cocok?dari={}", step.code)));
    }
    if has(&DECIDES_WHERE) && lead_out(answers).is_some() {
        return Ok(see_other(format!("{home}/datang-langsung")));
    }
    if look.review {
        return Ok(see_other(format!("{home}/tinjau")));
    }
    Ok(see_other(after(opened, &step.code)))
}

/// The next page of the same part that is asked, else the task list.
pub(super) fn after(opened: &Opened, code: &str) -> String {
    let steps = opened.catalogue.steps();
    let at = steps.iter().position(|s| s.code == code);
    let next = at.and_then(|at| {
        steps[at + 1..].iter().take_while(|s| s.section == steps[at].section).find(|s| asked(s, &opened.answers, &opened.checks))
    });
    next.map_or_else(|| opened.home(), |step| format!("{}/isi/{}", opened.home(), step.code))
}

/// An unknown region is said once and noted for the officer; the number stays good.
async fn warn_of_region(citizen: &Citizen, opened: &Opened) -> Result<bool, Problem> {
    let unknown = opened.answers.nik().is_some_and(|nik| region_unknown(&opened.catalogue, &nik));
    if unknown {
        put_flag(citizen, &opened.application, Flag::NikRegionUnknown).await?;
    }
    Ok(unknown)
}

pub(super) async fn put_flag(citizen: &Citizen, application: &Application, flag: Flag) -> Result<(), Problem> {
    let (db, id, by) = (&citizen.visitor.house.db, &application.id, actor(citizen));
    db.transact::<_, SaveRefused, _>(|tx| {
        let by = &by;
        Box::pin(async move { saving::flag(tx, id, flag, true, by).await })
    })
    .await
    .map_err(|error| refused(id, error))
}
