//! A draft's decisions: what the registers say, the passport type, the office, what is still missing.

use crate::pages::{check, leave, office as offices, passport as books, review as reviews};
use crate::registers::{self, ask_both};
use crate::whole::{Whole, own};
use application::CheckState;
use axum::extract::Path;
use kernel::problem::ProblemCode;
use serde::{Deserialize, Serialize};
use shell::{
    Answer, Problem, Query,
    api::{self, Both, Caller, Json, Keyed, ToSchema, utoipa},
};

/// What the registers said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Check {
    /// What the population register said: `not_asked`, `asked`, `found`, `not_found` or `silent`.
    population: &'static str,
    /// What the passport register said, in the same words.
    passports: &'static str,
    /// Where the population register differs from what was typed.
    differences: Vec<Differs>,
    /// True when "new" was chosen and the passport register knows a passport.
    passport_known: bool,
    /// True once the person said that it is as typed.
    insisted: bool,
}

/// A difference.
#[derive(Debug, Serialize, ToSchema)]
struct Differs {
    /// The field.
    field: &'static str,
    /// What was typed.
    typed: String,
    /// What the register has, masked: first letters, the year of a date.
    register: String,
}

/// What asking came to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterAnswer {
    /// `answered`, `silent`, `no_more_today` or `not_ready`.
    answer: &'static str,
}

/// What was noted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Noted {
    /// True when something was noted or filled in.
    noted: bool,
}

/// A choice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    /// The code of what is chosen.
    #[schema(max_length = 100)]
    code: String,
}

/// What a submission would look like.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Review {
    /// Nothing is missing.
    complete: bool,
    /// The version to submit with.
    version: i64,
    /// What is missing, in the reader's language.
    missing: Vec<String>,
    /// What is to pay, in whole rupiah.
    fee: Option<i64>,
    /// What the fee is made of.
    lines: Vec<Line>,
    /// The declaration that a submission makes.
    declaration: Both,
}

/// A line of the fee.
#[derive(Debug, Serialize, ToSchema)]
struct Line {
    /// What it is for.
    name: Both,
    /// Whole rupiah.
    amount: i64,
    /// The regulation.
    legal_basis: String,
}

const fn said<T>(state: &CheckState<T>) -> &'static str {
    match state {
        CheckState::NotAsked => "not_asked",
        CheckState::Asked { .. } => "asked",
        CheckState::Found { .. } => "found",
        CheckState::NotFound { .. } => "not_found",
        CheckState::Silent { .. } => "silent",
    }
}

/// `GET /applications/{id}/check`
pub(super) async fn check(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    let w = caller.visitor.w;
    let differs = |d: &application::Difference| Differs {
        field: d.field.code(),
        typed: d.typed.clone(),
        register: check::masked(w, &whole.catalogue, d.field, &d.register),
    };
    let is_new = whole.application.kind == catalogue::ApplicationKind::New;
    api::json(&Check {
        population: said(&whole.checks.population),
        passports: said(&whole.checks.passports),
        differences: whole.checks.differences.iter().map(differs).collect(),
        passport_known: is_new && whole.checks.newest_passport().is_some(),
        insisted: whole.answers.flagged(application::Flag::RegisterDiffers)
            || whole.answers.flagged(application::Flag::PassportKnown),
    })
}

/// `POST /applications/{id}/check`
pub(super) async fn run(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    let house = &caller.visitor.house;
    let work = async {
        let asked = if whole.has_paper("identity_card") {
            ask_both(house, &whole.application).await?
        } else {
            registers::Asked::NotReady
        };
        let answer = match asked {
            registers::Asked::Answered => "answered",
            registers::Asked::Silent => "silent",
            registers::Asked::CapReached => "no_more_today",
            registers::Asked::NotReady => "not_ready",
        };
        Ok((200, RegisterAnswer { answer }))
    };
    keyed.once((house, &caller.account), work).await
}

/// `POST /applications/{id}/check/insistence`
pub(super) async fn insist(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    let work = async { check::insist(&caller, &whole).await.map(|()| (200, Noted { noted: true })) };
    keyed.once((&caller.visitor.house, &caller.account), work).await
}

/// `POST /applications/{id}/check/replacement`
pub(super) async fn replace(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    let work = async { check::replace(&caller, &whole).await.map(|noted| (200, Noted { noted })) };
    keyed.once((&caller.visitor.house, &caller.account), work).await
}

/// `POST /applications/{id}/check/dispute`
pub(super) async fn dispute(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let house = &caller.visitor.house;
    let application = own(house, &caller.account, &id).await?;
    let work = async { leave::tell_dispute(&caller, &application).await.map(|()| (200, Noted { noted: true })) };
    keyed.once((house, &caller.account), work).await
}

/// `PUT /applications/{id}/passport-type`
pub(super) async fn passport(caller: Caller, Path(id): Path<String>, query: Query, body: Json<Code>) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    match books::pick(&caller, &whole, &body.value.code).await? {
        None => api::nothing(),
        Some(why) => Err(Problem::new(ProblemCode::BadInput).because(why).field("code")),
    }
}

/// `PUT /applications/{id}/office`
pub(super) async fn office(caller: Caller, Path(id): Path<String>, query: Query, body: Json<Code>) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    match offices::pick(&caller, &whole, &body.value.code).await? {
        offices::Picked::Yes => api::nothing(),
        offices::Picked::Unknown => Err(Problem::new(ProblemCode::BadInput).because("journey-pick-choose").field("code")),
        offices::Picked::No { why, .. } => {
            Err(Problem::new(ProblemCode::SlotClosed).because("api-said").with("text", why).field("code"))
        }
    }
}

fn reviewed(caller: &Caller, whole: &Whole) -> Review {
    let price = whole.price();
    let line = |l: &catalogue::PriceLine| Line {
        name: Both::new(&l.name_id, &l.name_en),
        amount: l.amount.0,
        legal_basis: l.legal_basis.clone(),
    };
    Review {
        complete: whole.complete(),
        version: whole.application.version,
        missing: reviews::missing(caller.visitor.w, whole).into_iter().map(|(_, text)| text).collect(),
        fee: price.as_ref().map(|p| p.total.0),
        lines: price.map(|p| p.lines.iter().map(line).collect()).unwrap_or_default(),
        declaration: Both::of(|w| w.t("journey-review-declare")),
    }
}

/// `GET /applications/{id}/review`
pub(super) async fn review(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let whole = check::open(&caller, &id).await?;
    api::json(&reviewed(&caller, &whole))
}
