//! The NIK says another birth date or sex than the person typed: both are named, and there are three ways out.

use super::Opened;
use super::question::{Look, after, conflict, drawn_with, faults, given, names, put_flag, save_all};
use super::shown::shown;
use crate::field::boxes;
use crate::model::Flag;
use crate::rules::contradiction;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use catalogue::Field;
use kernel::nik::Sex;
use shell::words::Words;
use shell::{Answer, Citizen, Fields, Frame, Query, see_other};

#[derive(Template)]
#[template(path = "differs.html")]
struct DiffersPage {
    frame: Frame,
    id: String,
    version: String,
    from: String,
    wrong: Vec<(String, String)>,
    nik: String,
    nik_error: String,
    nik_version: i64,
    /// Day, month, year as typed.
    birth: (String, String, String),
    birth_error: String,
    birth_version: i64,
    /// Area, day, month, year, rest of the NIK.
    parts: Option<[String; 5]>,
    parts_text: String,
    use_nik: String,
    use_nik_hint: String,
    choice_error: String,
}

/// The page's own sentences.
struct Said {
    birth: String,
    sex: String,
    use_nik: String,
    parts: Option<[String; 5]>,
    parts_text: String,
}

fn said(opened: &Opened, w: Words) -> Said {
    let answers = &opened.answers;
    let found = contradiction(answers);
    let nik_date = found.as_ref().and_then(|c| c.birth_date);
    let nik_sex = found.as_ref().and_then(|c| c.sex);
    let typed = |field: Field| shown(w, &opened.catalogue, field, answers.typed(field));
    let sex_word = |sex: Sex| shown(w, &opened.catalogue, Field::Sex, sex.code());
    let birth = nik_date.map_or_else(String::new, |date| {
        let (typed, said) = (typed(Field::BirthDate), w.plain_day(date));
        w.with("application-differs-birth", &[("typed", &typed), ("nik", &said)])
    });
    let sex = nik_sex.map_or_else(String::new, |sex| {
        let (typed, said) = (typed(Field::Sex), sex_word(sex));
        w.with("application-differs-sex", &[("typed", &typed), ("nik", &said)])
    });
    let use_nik: Vec<String> = nik_date.map(|d| w.plain_day(d)).into_iter().chain(nik_sex.map(sex_word)).collect();
    let nik = answers.nik();
    let parts = nik.as_ref().filter(|_| nik_date.is_some()).map(|nik| {
        let cut = |from: usize, to: usize| nik.reveal()[from..to].to_owned();
        [cut(0, 6), cut(6, 8), cut(8, 10), cut(10, 12), cut(12, 16)]
    });
    let parts_text = match (&parts, nik.map(|nik| nik.sex())) {
        (Some([_, day, month, year, _]), Some(Sex::Female)) => {
            w.with("application-differs-map-female", &[("day", day), ("month", month), ("year", year)])
        }
        (Some([_, day, month, year, _]), _) => {
            w.with("application-differs-map-male", &[("day", day), ("month", month), ("year", year)])
        }
        (None, _) => String::new(),
    };
    Said { birth, sex, use_nik: use_nik.join(", "), parts, parts_text }
}

async fn page(citizen: &Citizen, opened: &Opened, from: &str, (status, choice_error): (StatusCode, String)) -> Answer {
    let visitor = &citizen.visitor;
    let w = visitor.w;
    let said = said(opened, w);
    let mut wrong = Vec::new();
    let mut add = |anchor: &str, text: &String| {
        if !text.is_empty() {
            wrong.push((anchor.to_owned(), text.clone()));
        }
    };
    add("birth_date-d", &said.birth);
    add("nik", &said.sex);
    add("benar", &choice_error);
    let page = DiffersPage {
        frame: visitor.frame(w.t("application-differs-title")).await,
        id: opened.application.id.to_string(),
        version: opened.application.version.to_string(),
        from: from.to_owned(),
        wrong,
        nik: opened.answers.typed(Field::Nik).to_owned(),
        nik_error: said.sex,
        nik_version: opened.answers.version(Field::Nik),
        birth: boxes(opened.answers.typed(Field::BirthDate)),
        birth_error: said.birth,
        birth_version: opened.answers.version(Field::BirthDate),
        parts: said.parts,
        parts_text: said.parts_text,
        use_nik_hint: w.t("application-differs-use-nik-hint"),
        use_nik: said.use_nik,
        choice_error,
    };
    Ok(visitor.page_with(status, &page))
}

/// The step the person came from, if the form has it.
fn origin(opened: &Opened, text: &str) -> String {
    opened.catalogue.step(text).map_or_else(|| "birth".to_owned(), |step| step.code.clone())
}

/// GET `/permohonan/{id}/cocok`
pub(super) async fn draw(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["dari"])?;
    let opened = Opened::editable(&citizen, &id).await?;
    if contradiction(&opened.answers).is_none() || opened.answers.flagged(Flag::NikMismatch) {
        return Ok(see_other(opened.home()));
    }
    let from = origin(&opened, query.get("dari"));
    page(&citizen, &opened, &from, (StatusCode::OK, String::new())).await
}

/// POST `/permohonan/{id}/cocok`
pub(super) async fn take(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    let known = names(&[Field::Nik, Field::BirthDate], &["benar", "dari"]);
    fields.only(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
    let opened = Opened::editable(&citizen, &id).await?;
    let from = origin(&opened, fields.get("dari"));
    let mut values = Vec::new();
    for field in [Field::Nik, Field::BirthDate] {
        if let Some(value) = given(&fields, field) {
            values.push((field, value, drawn_with(&fields, field)?));
        }
    }
    let conflicts = save_all(&citizen, &opened.application, values).await?;
    let opened = Opened::editable(&citizen, &id).await?;
    if let Some(first) = conflicts.first() {
        let step = if first.field == Field::Nik { "nik" } else { "birth" };
        return conflict(&citizen, &opened, step, &conflicts[..1], Look::default()).await;
    }
    // a value that is wrong by itself is mended on its own page
    for code in ["nik", "birth"] {
        let wrong = opened.catalogue.step(code).is_some_and(|step| !faults(&opened, step).is_empty());
        if wrong {
            return Ok(see_other(format!("{}/isi/{code}", opened.home())));
        }
    }
    let Some(found) = contradiction(&opened.answers) else { return Ok(see_other(after(&opened, &from))) };
    match fields.get("benar") {
        "nik" => {
            let mut values = Vec::new();
            if let Some(date) = found.birth_date {
                values.push((Field::BirthDate, date.to_string(), opened.answers.version(Field::BirthDate)));
            }
            if let Some(sex) = found.sex {
                values.push((Field::Sex, sex.code().to_owned(), opened.answers.version(Field::Sex)));
            }
            save_all(&citizen, &opened.application, values).await?;
        }
        "ktp" => put_flag(&citizen, &opened.application, Flag::NikMismatch).await?,
        answer => {
            let key = if answer == "salah" { "application-differs-still" } else { "application-differs-choose" };
            let error = citizen.visitor.w.t(key);
            return page(&citizen, &opened, &from, (StatusCode::UNPROCESSABLE_ENTITY, error)).await;
        }
    }
    let opened = Opened::editable(&citizen, &id).await?;
    Ok(see_other(after(&opened, &from)))
}
