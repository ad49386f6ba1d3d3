//! "What do I need?": four questions, one after another, each answer in the address; then papers, fee, choices and days,
//! and why each is asked. Nobody signs in and nothing is kept.

mod asked;
mod result;

pub(crate) use asked::{Asked, Question};
pub(crate) use result::{Found, early, spared, validity, why_of};

use askama::Template;
use axum::http::StatusCode;
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::time::Zone;
use shell::{Answer, Frame, House, Query, Visitor, words::Words};

/// An answer to choose, as a large row.
struct Choice {
    /// The question's name on the first row, so that the error summary leads there.
    id: String,
    value: String,
    label: String,
    hint: String,
}

/// What was answered, with the way to change it.
struct Answered {
    question: String,
    answer: String,
    href: String,
}

#[derive(Template)]
#[template(path = "needs.html")]
struct NeedsPage {
    frame: Frame,
    back: String,
    stage: String,
    name: &'static str,
    question: String,
    hint: String,
    error: String,
    wrong: Vec<(String, String)>,
    hidden: Vec<(&'static str, String)>,
    choices: Vec<Choice>,
    answered: Vec<Answered>,
}

fn question_text(w: Words, question: Question) -> String {
    w.t(&format!("journey-needs-q-{}", question.code()))
}

fn answer_text(w: Words, catalogue: &Catalogue, asked: &Asked, question: Question) -> String {
    let answer = asked.answer(question);
    match question {
        Question::Book => catalogue.passport_type(answer).map_or_else(String::new, |b| b.name(w.lang()).to_owned()),
        Question::Who | Question::Before | Question::Old => w.t(&format!("journey-needs-a-{}-{answer}", question.code())),
    }
}

fn choices(w: Words, catalogue: &Catalogue, asked: &Asked, (question, day): (Question, Date)) -> Vec<Choice> {
    let lane = crate::whole::LANE;
    if question == Question::Book {
        let fee = |code: &str| catalogue.price(code, asked.kind(), lane, day).map_or_else(String::new, |p| w.rupiah(p.total));
        let row = |b: &catalogue::PassportType| Choice {
            id: String::new(),
            value: b.code.clone(),
            label: b.name(w.lang()).to_owned(),
            hint: fee(&b.code),
        };
        return asked.books(catalogue, day).into_iter().map(row).collect();
    }
    let year = catalogue.limit("short_list_from_year", day).to_string();
    let age = catalogue.limit("adult_age", day).to_string();
    let row = |value: &&str| {
        let key = format!("journey-needs-a-{}-{value}", question.code());
        let hint = format!("journey-needs-hint-{}-{value}", question.code());
        Choice {
            id: String::new(),
            value: (*value).to_owned(),
            label: w.t(&key),
            hint: if w.has(&hint) { w.with(&hint, &[("year", &year), ("age", &age)]) } else { String::new() },
        }
    };
    Asked::choices(question).iter().map(row).collect()
}

fn answered(w: Words, catalogue: &Catalogue, asked: &Asked) -> Vec<Answered> {
    let known = asked.questions().into_iter().filter(|q| !asked.answer(*q).is_empty());
    known
        .map(|q| Answered {
            question: question_text(w, q),
            answer: answer_text(w, catalogue, asked, q),
            href: asked.address(Some(q)),
        })
        .collect()
}

/// The names in the address.
const NAMES: [&str; 4] = ["untuk", "paspor", "lama", "jenis"];

/// The title, where each answer in the address is one of the list.
pub(crate) fn title(house: &House, w: Words, query: &Query) -> Option<String> {
    query.only(&NAMES).ok()?;
    let (catalogue, day) = (catalogue::current(house), house.now().day_in(Zone::Wib));
    let asked = Asked::read(query, &catalogue, day);
    let known = || Found::of(&catalogue, &asked, day).is_some();
    match asked.next() {
        Some(_) => asked.wrong.is_none().then(|| w.t("journey-needs-title")),
        None => known().then(|| w.t("journey-needs-result-title")),
    }
}

/// `GET /perlu-apa`
pub(crate) async fn show(visitor: Visitor, query: Query) -> Answer {
    query.only(&NAMES)?;
    let (house, w) = (visitor.house.clone(), visitor.w);
    let catalogue = catalogue::current(&house);
    let day = house.now().day_in(Zone::Wib);
    let asked = Asked::read(&query, &catalogue, day);
    let Some(question) = asked.next() else { return result::draw(&visitor, &catalogue, &asked, day).await };
    let questions = asked.questions();
    let at = questions.iter().position(|q| *q == question).unwrap_or(0);
    let error = if asked.wrong.is_some() { w.t("journey-needs-choose") } else { String::new() };
    let hint = format!("journey-needs-hint-{}", question.code());
    let mut choices = choices(w, &catalogue, &asked, (question, day));
    if let Some(first) = choices.first_mut() {
        question.code().clone_into(&mut first.id);
    }
    let page = NeedsPage {
        back: at.checked_sub(1).map_or_else(|| "/".to_owned(), |before| asked.address(Some(questions[before]))),
        stage: w.with("journey-needs-stage", &[("n", &(at + 1).to_string()), ("n_all", &questions.len().to_string())]),
        name: question.code(),
        question: question_text(w, question),
        hint: if w.has(&hint) { w.t(&hint) } else { String::new() },
        wrong: if error.is_empty() { Vec::new() } else { vec![(question.code().to_owned(), error.clone())] },
        error,
        hidden: asked.before(Some(question)).into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
        choices,
        answered: answered(w, &catalogue, &asked),
        frame: visitor.frame(w.t("journey-needs-title")).await,
    };
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(visitor.page_with(status, &page))
}
