//! Check answers: everything on one page with a link to change it, what is still missing, and the declaration.

use crate::pages::check::closed;
use crate::whole::{Whole, own, paper_name};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use catalogue::Field;
use kernel::field::FieldError;
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other, words::Words};

struct Line {
    label: String,
    value: String,
    href: String,
}

struct Section {
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct Review {
    frame: Frame,
    back: String,
    sections: Vec<Section>,
    missing: Vec<(String, String)>,
    complete: bool,
    version: String,
    error: String,
    wrong: Vec<(String, String)>,
    stale: bool,
    price: String,
}

fn answers(w: Words, whole: &Whole) -> Vec<Section> {
    let mut all: Vec<(String, Section)> = Vec::new();
    for step in whole.catalogue.steps().iter().filter(|s| application::asked(s, &whole.answers, &whole.checks)) {
        let lines = step.fields.iter().map(|field| Line {
            label: application::label(w, *field),
            value: value(w, whole, *field),
            href: whole.path(&format!("isi/{}?kembali=tinjau", step.code)),
        });
        match all.iter_mut().find(|(code, _)| *code == step.section) {
            Some((_, section)) => section.lines.extend(lines),
            None => {
                let title = w.t(&format!("journey-section-{}", step.section));
                all.push((step.section.clone(), Section { title, lines: lines.collect() }));
            }
        }
    }
    all.into_iter().map(|(_, section)| section).collect()
}

fn value(w: Words, whole: &Whole, field: Field) -> String {
    match whole.answers.typed(field) {
        "" => w.t("journey-review-empty"),
        text => application::shown(w, &whole.catalogue, field, text),
    }
}

fn choices(w: Words, whole: &Whole) -> Section {
    let none = || w.t("journey-review-empty");
    let papers: Vec<String> =
        whole.papers.iter().filter(|p| p.is_accepted()).map(|p| paper_name(&whole.catalogue, w.lang(), &p.code)).collect();
    let line = |key: &str, value: String, page: &str| Line { label: w.t(key), value, href: whole.path(page) };
    Section {
        title: w.t("journey-review-choice"),
        lines: vec![
            line("journey-part-papers", if papers.is_empty() { none() } else { papers.join(", ") }, "berkas"),
            line("journey-part-passport", whole.book().map_or_else(none, |b| b.name(w.lang()).to_owned()), "paspor"),
            line("journey-part-office", whole.office().map_or_else(none, |o| o.name.clone()), "kantor"),
        ],
    }
}

/// What still stands between the person and the session, each with the page that mends it.
pub(crate) fn missing(w: Words, whole: &Whole) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = whole
        .lacking()
        .into_iter()
        .map(|(step, field, error)| {
            let label = application::label(w, field);
            let text = match error {
                FieldError::Missing => w.with("journey-review-field-missing", &[("field", &label)]),
                error => w.with("journey-review-field-wrong", &[("field", &label), ("why", &w.field(&error))]),
            };
            (whole.path(&format!("isi/{step}?kembali=tinjau")), text)
        })
        .collect();
    for need in whole.papers_lacking() {
        let text = w.with("journey-review-paper", &[("paper", need.name(w.lang()))]);
        all.push((whole.path(&format!("berkas/{}", need.code)), text));
    }
    if whole.book().is_none() {
        all.push((whole.path("paspor"), w.t("journey-review-no-passport")));
    }
    match (whole.office(), whole.offer()) {
        (None, _) => all.push((whole.path("kantor"), w.t("journey-review-no-office"))),
        (Some(office), Some(offer)) => {
            if let Some(why) = catalogue::offer_text(&w, offer) {
                all.push((whole.path("kantor"), format!("{}: {why}", office.name)));
            } else if !office.is_active() {
                all.push((whole.path("kantor"), w.t("journey-review-no-office")));
            }
        }
        (Some(_), None) => {}
    }
    if whole.book().is_some() && whole.price().is_none() {
        all.push((whole.path("paspor"), w.t("journey-review-no-price")));
    }
    all
}

async fn open(citizen: &Citizen, id: &str) -> Result<Whole, Problem> {
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, id).await?;
    if !application.state.word().is_open() {
        return Err(closed(application.state.word(), &application.id));
    }
    Ok(Whole::read(&house, application).await?)
}

async fn draw(citizen: &Citizen, whole: &Whole, (status, error, stale): (StatusCode, String, bool)) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let mut sections = answers(w, whole);
    sections.push(choices(w, whole));
    let missing = missing(w, whole);
    let page = Review {
        back: whole.path(""),
        sections,
        complete: missing.is_empty(),
        missing,
        version: whole.version(),
        wrong: if error.is_empty() { Vec::new() } else { vec![("pernyataan".to_owned(), error.clone())] },
        error,
        stale,
        price: whole.price().map_or_else(String::new, |p| w.rupiah(p.total)),
        frame: visitor.frame(w.t("journey-review-title")).await,
    };
    Ok(visitor.page_with(status, &page))
}

/// `GET /permohonan/{id}/tinjau`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let whole = open(&citizen, &id).await?;
    draw(&citizen, &whole, (StatusCode::OK, String::new(), false)).await
}

/// `POST /permohonan/{id}/tinjau`: the declaration of Art. 126(c) of Law 6/2011, bound to what was looked at.
pub(crate) async fn declare(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["pernyataan"])?;
    let whole = open(&citizen, &id).await?;
    let w = citizen.visitor.w;
    if fields.get("pernyataan") != "ya" {
        return draw(&citizen, &whole, (StatusCode::UNPROCESSABLE_ENTITY, w.t("journey-review-declare-needed"), false)).await;
    }
    if !whole.complete() {
        return draw(&citizen, &whole, (StatusCode::UNPROCESSABLE_ENTITY, String::new(), false)).await;
    }
    if fields.get("versi") != whole.application.version.to_string() {
        return draw(&citizen, &whole, (StatusCode::CONFLICT, String::new(), true)).await;
    }
    Ok(see_other(format!("{}?versi={}", whole.path("jadwal"), whole.application.version)))
}
