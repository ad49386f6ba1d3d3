//! `/penyuluhan/{id}/daftar`: registering without an account.

use super::{Facts, day_at};
use crate::{
    guests::{self, Wish},
    model::{Card, InformationDay, PERSONS_MAX, RegisterRefused},
    tries::{Tries, WAIT_SECONDS},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::{
    contact::{Email, Phone},
    field::FieldError,
    name::squeeze,
    problem::ProblemCode,
};
use shell::{Answer, Fields, FormErrors, Frame, Problem, Query, Visitor, error_sentence, see_other, words::Words};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    frame: Frame,
    day: Facts,
    action: String,
    name: String,
    phone: String,
    email: String,
    persons: String,
    agreed: bool,
    counts: Vec<(String, String)>,
    errors: Errors,
}

#[derive(Default)]
struct Errors {
    list: Vec<(String, String)>,
    name: String,
    phone: String,
    email: String,
    persons: String,
    agreed: String,
}

const FIELDS: [&str; 5] = ["nama", "ponsel", "surel", "jumlah", "setuju"];

/// A fault in the summary: headed by the field's label unless it is a whole sentence of its own.
pub fn said(w: Words, field: &str, error: &FieldError) -> String {
    let label = match field {
        "nama" => "outreach-name",
        "ponsel" => "outreach-phone",
        "surel" => "outreach-email",
        "jumlah" => "outreach-how-many",
        _ => return w.field(error),
    };
    if matches!(error, FieldError::Words(_)) { w.field(error) } else { error_sentence(w, &w.t(label), error) }
}

async fn draw(visitor: &Visitor, day: &InformationDay, fields: &Fields, (status, faults): (StatusCode, FormErrors)) -> Answer {
    let w = visitor.w;
    let tables = catalogue::current(&visitor.house);
    let persons = fields.get("jumlah");
    let most = day.free().clamp(1, PERSONS_MAX);
    let page = RegisterPage {
        frame: visitor.frame(w.t("outreach-register-title")).await,
        day: Facts::of(w, &tables, day, visitor.house.now()),
        action: format!("/penyuluhan/{}/daftar", day.id),
        name: fields.get("nama").to_owned(),
        phone: fields.get("ponsel").to_owned(),
        email: fields.get("surel").to_owned(),
        persons: if persons.is_empty() { "1".to_owned() } else { persons.to_owned() },
        agreed: fields.get("setuju") == "ya",
        counts: (1..=most).map(|n| (n.to_string(), w.count("outreach-persons", n))).collect(),
        errors: Errors {
            list: faults.list.iter().map(|(field, error)| (field.clone(), said(w, field, error))).collect(),
            name: faults.sentence(w, "nama"),
            phone: faults.sentence(w, "ponsel"),
            email: faults.sentence(w, "surel"),
            persons: faults.sentence(w, "jumlah"),
            agreed: faults.sentence(w, "setuju"),
        },
    };
    Ok(visitor.page_with(status, &page))
}

/// Draws the form; a day that takes nobody leads back to its page, which says why.
pub async fn form(visitor: Visitor, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let day = day_at(&visitor.house, &id).await?;
    if !day.takes_guests(visitor.house.now()) {
        return Ok(see_other(format!("/penyuluhan/{}", day.id)));
    }
    draw(&visitor, &day, &Fields::default(), (StatusCode::OK, FormErrors::default())).await
}

fn name_of(text: &str) -> Result<String, FieldError> {
    let name = squeeze(text);
    match name.chars().count() {
        0 => Err(FieldError::Missing),
        1..=100 if name.chars().any(char::is_alphabetic) => Ok(name),
        1..=100 => Err(FieldError::Words("outreach-error-name")),
        _ => Err(FieldError::TooLong(100)),
    }
}

/// What a guest typed, by the rules of the form; what is wrong is noted at its field.
pub fn read(fields: &Fields, faults: &mut FormErrors) -> Option<(Card, i64)> {
    let name = faults.take("nama", name_of(fields.raw("nama")));
    let (phone, email) = (fields.get("ponsel"), fields.get("surel"));
    if phone.is_empty() && email.is_empty() {
        faults.add("ponsel", FieldError::Words("outreach-error-contact"));
    }
    let phone =
        (!phone.is_empty()).then(|| faults.take("ponsel", Phone::parse(phone).map_err(|_| FieldError::NoPhone))).flatten();
    let email = (!email.is_empty()).then(|| faults.take("surel", Email::parse(email).map_err(|_| FieldError::NoEmail))).flatten();
    let persons = fields.get("jumlah").parse().ok().filter(|n| (1..=PERSONS_MAX).contains(n));
    let persons: Option<i64> = faults.take("jumlah", persons.ok_or(FieldError::NotOffered));
    if fields.get("setuju") != "ya" {
        faults.add("setuju", FieldError::Words("outreach-error-agree"));
    }
    if !faults.is_empty() {
        return None;
    }
    Some((Card { name: name?, phone, email }, persons?))
}

/// Counts a registration of this source: on the page and by a program together.
pub fn allowed(visitor: &Visitor) -> Result<(), Problem> {
    let house = &visitor.house;
    if house.kept::<Tries>().allow(&visitor.source, house.real_now()) {
        return Ok(());
    }
    let mut problem = Problem::new(ProblemCode::TooMany).because("outreach-problem-too-many").back("/penyuluhan");
    problem.retry_after = Some(WAIT_SECONDS);
    Err(problem)
}

/// Registers.
pub async fn send(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&FIELDS)?;
    let own = fields.key()?.to_owned();
    let house = &visitor.house;
    let day = day_at(house, &id).await?;
    let mut faults = FormErrors::default();
    let Some((card, persons)) = read(&fields, &mut faults) else {
        return draw(&visitor, &day, &fields, (StatusCode::BAD_REQUEST, faults)).await;
    };
    allowed(&visitor)?;
    let wish = Wish { day: day.id.clone(), persons, card, lang: visitor.lang };
    match guests::register(house, &wish, &own).await {
        Ok(token) => Ok(see_other(guests::path_of(&token))),
        Err(RegisterRefused::Full(left)) if left > 0 => {
            faults.add("jumlah", FieldError::Words("outreach-error-few-left"));
            let day = day_at(house, &id).await?;
            draw(&visitor, &day, &fields, (StatusCode::CONFLICT, faults)).await
        }
        Err(RegisterRefused::Full(_)) => {
            let back = format!("/penyuluhan/{}", day.id);
            Err(Problem::new(ProblemCode::SlotFull).because("outreach-problem-full").back(back))
        }
        Err(RegisterRefused::Closed) => {
            let back = format!("/penyuluhan/{}", day.id);
            Err(Problem::new(ProblemCode::SlotClosed).because("outreach-problem-closed").back(back))
        }
        Err(RegisterRefused::KeyReused) => {
            Err(Problem::new(ProblemCode::KeyReused).back(format!("/penyuluhan/{}/daftar", day.id)))
        }
        Err(RegisterRefused::Absent) => Err(Problem::not_found()),
        Err(RegisterRefused::Store(error)) => Err(error.into()),
    }
}
