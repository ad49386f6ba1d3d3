//! Progress for anybody who knows the application's number and the applicant's birth date. It says the step and nothing
//! else, answers a wrong number and a wrong date alike, and may be asked only so often.

use crate::room::{NumberTries, SourceTries};
use crate::voyage::word_key;
use application::{Application, ApplicationState};
use askama::Template;
use axum::http::StatusCode;
use catalogue::Field;
use kernel::problem::ProblemCode;
use shell::{Answer, Fields, Frame, Problem, Query, Visitor, words::Words};

/// Tries from one source in ten minutes.
const SOURCE_MOST: u32 = 20;
/// Tries for one number in an hour.
const NUMBER_MOST: u32 = 5;

#[derive(Template)]
#[template(path = "track.html")]
struct TrackPage {
    frame: Frame,
    page: Track,
}

#[derive(Default)]
struct Track {
    number: String,
    day: String,
    month: String,
    year: String,
    number_error: String,
    born_error: String,
    wrong: Vec<(String, String)>,
    /// The step, once it is known.
    step: String,
    step_text: String,
    nothing: bool,
}

async fn draw(visitor: &Visitor, status: StatusCode, page: Track) -> Answer {
    let frame = visitor.frame(visitor.w.t("journey-track-title")).await;
    Ok(visitor.page_with(status, &TrackPage { frame, page }))
}

/// `GET /lacak`
pub(crate) async fn form(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    draw(&visitor, StatusCode::OK, Track::default()).await
}

/// The date in the three boxes; the month is a number or a name, as on every page with such boxes.
fn birth_of(fields: &Fields) -> Option<jiff::civil::Date> {
    let [day, month, year] = ["lahir-d", "lahir-m", "lahir-y"].map(|name| fields.get(name));
    application::field::read_day(&application::field::joined(day, month, year)).ok()
}

/// 16 digits, however they were grouped.
pub(crate) fn digits_of(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    (digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The step in words: no name, no office, no date.
pub(crate) fn step(w: Words, application: &Application) -> (String, String) {
    if let ApplicationState::InOffice { step, .. } = &application.state {
        let step = application::state::step_code(*step).replace('_', "-");
        return (w.t(&format!("journey-step-{step}")), String::new());
    }
    let key = word_key(application.state.word());
    (w.t(&format!("journey-state-{key}")), w.t(&format!("journey-track-{key}")))
}

/// The submitted application of a number and a birth date; counted, so that nobody tries all of them.
pub(crate) async fn found(visitor: &Visitor, number: &str, born: jiff::civil::Date) -> Result<Option<Application>, Problem> {
    let house = &visitor.house;
    let now = house.real_now();
    let by_source = house.kept::<SourceTries>().0.allow(&visitor.source, SOURCE_MOST, now);
    let by_number = house.kept::<NumberTries>().0.allow(number, NUMBER_MOST, now);
    if !by_source || !by_number {
        return Err(Problem::new(ProblemCode::TooMany).because("journey-problem-track").back("/lacak"));
    }
    let mut ask = house.reader();
    let Some(application) = application::by_number(&mut ask, number).await? else { return Ok(None) };
    let answers = application::answers(&house.vault, &mut ask, &application).await?;
    let same = answers.get(Field::BirthDate) == Some(born.to_string().as_str());
    let sent = application.submitted_at.is_some();
    Ok(Some(application).filter(|_| same && sent))
}

/// `POST /lacak`
pub(crate) async fn look_up(visitor: Visitor, fields: Fields) -> Answer {
    fields.only(&["nomor", "lahir-d", "lahir-m", "lahir-y"])?;
    let w = visitor.w;
    let typed = || Track {
        number: fields.get("nomor").chars().take(40).collect(),
        day: fields.get("lahir-d").chars().take(40).collect(),
        month: fields.get("lahir-m").chars().take(40).collect(),
        year: fields.get("lahir-y").chars().take(40).collect(),
        ..Track::default()
    };
    let (number, born) = (digits_of(fields.get("nomor")), birth_of(&fields));
    let (Some(number), Some(born)) = (&number, born) else {
        let mut page = typed();
        if number.is_none() {
            page.number_error = w.t("journey-track-number-wrong");
            page.wrong.push(("nomor".to_owned(), page.number_error.clone()));
        }
        if born.is_none() {
            page.born_error = w.t("journey-track-born-wrong");
            page.wrong.push(("lahir-d".to_owned(), page.born_error.clone()));
        }
        return draw(&visitor, StatusCode::UNPROCESSABLE_ENTITY, page).await;
    };
    let found = found(&visitor, number, born).await?;
    let mut page = typed();
    let status = match found {
        Some(application) => {
            (page.step, page.step_text) = step(w, &application);
            StatusCode::OK
        }
        None => {
            page.nothing = true;
            StatusCode::NOT_FOUND
        }
    };
    draw(&visitor, status, page).await
}
