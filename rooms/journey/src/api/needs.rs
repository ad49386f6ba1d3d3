//! "What do I need?" as programs ask it: the four answers of the page, then papers, fee, choices, days, and why.

use crate::pages::needs::{Asked, Found, Question, early, spared, validity, why_of};
use axum::http::HeaderMap;
use catalogue::{Catalogue, Need, PriceLine, Requirement};
use jiff::civil::Date;
use kernel::{problem::ProblemCode, time::Zone};
use serde::Serialize;
use shell::{
    Answer, Fields, Problem, Query, Visitor,
    api::{self, Both, ToSchema, utoipa},
    words::Words,
};

/// How many seconds a cache may give it without asking: as long as the tables it is made from.
const FRESH: u32 = 300;

/// For whom.
pub(super) const FOR: &[&str] = &["adult", "child"];
/// What became of the passport before.
pub(super) const BEFORE: &[&str] = &["none", "expired", "full", "lost", "damaged"];
/// Where the old passport comes from.
pub(super) const OLD: &[&str] = &["same", "other"];

/// What a case needs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Needs {
    /// The day on which these rules hold.
    day: String,
    /// Code of the kind of application.
    category: String,
    /// Its name.
    name: Both,
    /// Whether it is made here.
    online: bool,
    /// What to do instead, where it is not.
    instead: Option<Both>,
    /// Papers, in the order of the table.
    papers: Vec<NeededPaper>,
    /// What the fee is made of; empty where no tariff holds.
    lines: Vec<NeededFee>,
    /// Their sum in whole rupiah.
    total: Option<i64>,
    /// When the charge is not taken, where there is one.
    spared: Option<Both>,
    /// The passports this person may choose.
    types: Vec<NeededType>,
    /// How long a passport may be valid.
    validity: Both,
    /// From when on the old passport may be replaced, where it expires.
    early: Option<Both>,
    /// Working days until the passport is ready, at most.
    ready_working_days: i64,
    /// Minutes to pay after the billing code came.
    pay_minutes: i64,
    /// Days to collect it.
    pickup_days: i64,
}

/// A paper of a case.
#[derive(Debug, Serialize, ToSchema)]
struct NeededPaper {
    /// Its code.
    code: String,
    /// Its name.
    name: Both,
    /// `required`, `one_of`, `conditional` or `office_made`.
    need: &'static str,
    /// The group of which one paper is enough.
    group: Option<String>,
    /// What to know about it; may be empty.
    note: Both,
    /// Why it is asked for.
    why: Both,
    /// The regulation.
    legal_basis: String,
}

/// A line of a case's fee.
#[derive(Debug, Serialize, ToSchema)]
struct NeededFee {
    /// What it is for.
    name: Both,
    /// Whole rupiah.
    amount: i64,
    /// The regulation.
    legal_basis: String,
}

/// A passport that can be chosen.
#[derive(Debug, Serialize, ToSchema)]
struct NeededType {
    /// Its code.
    code: String,
    /// Its name.
    name: Both,
    /// Its fee in whole rupiah.
    fee: Option<i64>,
    /// Whether it is the one asked about.
    chosen: bool,
    /// The regulation.
    legal_basis: String,
}

/// The page's word for a program's; empty where there is none.
fn own(question: Question, words: &[&str], said: &str) -> &'static str {
    let at = words.iter().position(|word| *word == said);
    at.and_then(|at| Asked::choices(question).get(at)).copied().unwrap_or_default()
}

/// The name under which a program answers a question.
const fn name(question: Question) -> &'static str {
    match question {
        Question::Who => "for",
        Question::Before => "before",
        Question::Old => "old",
        Question::Book => "type",
    }
}

fn read(query: &Query, catalogue: &Catalogue, day: Date) -> Result<Asked, Problem> {
    query.only(&["for", "before", "old", "type"])?;
    let wrong = |question| Problem::new(ProblemCode::BadInput).because("api-needs-wrong").field(name(question));
    let old = own(Question::Old, OLD, query.get("old"));
    if old.is_empty() && !query.get("old").is_empty() {
        return Err(wrong(Question::Old));
    }
    let answers = [
        (Question::Who.code(), own(Question::Who, FOR, query.get("for"))),
        (Question::Before.code(), own(Question::Before, BEFORE, query.get("before"))),
        (Question::Old.code(), old),
        (Question::Book.code(), query.get("type")),
    ];
    let asked = Asked::read(&Fields::of(&answers), catalogue, day);
    match asked.next() {
        Some(question) => Err(wrong(question)),
        None => Ok(asked),
    }
}

fn paper(row: &Requirement) -> NeededPaper {
    let (need, group) = match &row.need {
        Need::Required => ("required", None),
        Need::OneOf(group) => ("one_of", Some(group.clone())),
        Need::Conditional => ("conditional", None),
        Need::OfficeMade => ("office_made", None),
    };
    NeededPaper {
        code: row.document_code.clone(),
        name: Both::new(&row.name_id, &row.name_en),
        need,
        group,
        note: Both::new(&row.note_id, &row.note_en),
        why: Both::of(|w| why_of(w, row)),
        legal_basis: row.legal_basis.clone(),
    }
}

fn fee(line: PriceLine) -> NeededFee {
    NeededFee { name: Both::new(line.name_id, line.name_en), amount: line.amount.0, legal_basis: line.legal_basis }
}

/// Both languages of a sentence; none where it is empty.
fn said(draw: impl Fn(Words) -> String) -> Option<Both> {
    Some(Both::of(draw)).filter(|both| !both.id.is_empty())
}

/// `GET /needs`
pub(super) async fn needs(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    let house = &visitor.house;
    let (catalogue, day) = (catalogue::current(house), house.now().day_in(Zone::Wib));
    let asked = read(&query, &catalogue, day)?;
    let found = Found::of(&catalogue, &asked, day).ok_or_else(Problem::not_found)?;
    let category = found.category;
    let types = found.books.iter().map(|(row, fee)| NeededType {
        code: row.code.clone(),
        name: Both::new(&row.name_id, &row.name_en),
        fee: fee.map(|fee| fee.0),
        chosen: row.code == asked.book,
        legal_basis: row.legal_basis.clone(),
    });
    let needs = Needs {
        day: day.to_string(),
        category: category.code.clone(),
        name: Both::new(&category.name_id, &category.name_en),
        online: category.in_app,
        instead: (!category.in_app).then(|| Both::new(&category.lead_out_id, &category.lead_out_en)),
        papers: found.papers.iter().map(|row| paper(row)).collect(),
        total: found.total.map(|sum| sum.0),
        types: types.collect(),
        lines: found.lines.into_iter().map(fee).collect(),
        spared: said(|w| spared(w, &asked)),
        validity: Both::of(|w| validity(w, &catalogue, &asked, day)),
        early: said(|w| early(w, &catalogue, &asked, day)),
        ready_working_days: catalogue.limit("issue_working_days", day),
        pay_minutes: catalogue.limit("billing_valid_minutes", day),
        pickup_days: catalogue.limit("pickup_days", day),
    };
    api::public(&headers, FRESH, &needs)
}
