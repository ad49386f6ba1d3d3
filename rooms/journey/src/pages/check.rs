//! What the registers say about the person, field by field, and what one can do about it. Nothing here is a wall.

use crate::registers::{Asked, ask_both};
use crate::whole::{Whole, own};
use ::store::Actor;
use application::{CheckState, Flag, SaveRefused, StateWord};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use catalogue::{ApplicationKind, Catalogue, Field};
use kernel::problem::ProblemCode;
use outside::{IssuedIn, PassportRecord};
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other, words::Words};

struct Difference {
    label: String,
    typed: String,
    register: String,
    href: String,
}

struct Known {
    lines: Vec<(String, String)>,
    text: String,
}

#[derive(Template)]
#[template(path = "check.html")]
struct Check {
    frame: Frame,
    back: String,
    action: String,
    kind: &'static str,
    lead: String,
    text: String,
    differences: Vec<Difference>,
    /// The form that asks the registers is shown.
    can_ask: bool,
    ask_label: String,
    /// Going on must be said, and is flagged for the officer.
    must_say: bool,
    known: Option<Known>,
    /// The passport register knows a passport, but "new" was chosen.
    wrong_kind: bool,
    papers_href: String,
    next: String,
    version: String,
    /// What stands there now, for a page that had become old.
    changed: String,
}

/// The register's name of somebody is not shown to whoever types a number: first letters only. Dates keep their year.
pub(crate) fn masked(w: Words, catalogue: &Catalogue, field: Field, text: &str) -> String {
    match field {
        Field::FullName | Field::BirthPlace => text.split_whitespace().map(mask_word).collect::<Vec<_>>().join(" "),
        Field::BirthDate => kernel::time::parse_day(text)
            .map_or_else(String::new, |d| w.with("journey-check-birth-masked", &[("year", &d.year().to_string())])),
        _ => application::shown(w, catalogue, field, text),
    }
}

fn mask_word(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.by_ref().take(1).collect();
    format!("{first}{}", "•".repeat(letters.count().min(10)))
}

/// The question page of a field.
fn step_of(whole: &Whole, field: Field) -> String {
    let step = whole.catalogue.steps().iter().find(|s| s.fields.contains(&field));
    step.map_or_else(|| whole.path(""), |s| whole.path(&format!("isi/{}", s.code)))
}

fn known(w: Words, passport: &PassportRecord) -> Known {
    // the number is enough to recognise the book one holds in the hand
    let tail: String = passport.number.chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
    let place = match passport.issued_in {
        IssuedIn::Indonesia => w.t("journey-check-issued-home"),
        IssuedIn::Abroad => w.t("journey-check-issued-abroad"),
    };
    Known {
        lines: vec![
            (w.t("journey-check-number"), format!("•••••{tail}")),
            (w.t("journey-check-issued"), w.plain_day(passport.issue_date)),
            (w.t("journey-check-issued-in"), place),
            (w.t("journey-check-expires"), w.plain_day(passport.expiry_date)),
        ],
        text: w.t("journey-check-known-text"),
    }
}

/// Colour, heading and sentence for what the population register said.
fn verdict(whole: &Whole, ready: bool, asked: Option<Asked>) -> (&'static str, &'static str) {
    match (asked, &whole.checks.population) {
        (Some(Asked::CapReached), _) => ("warn", "cap"),
        _ if !ready => ("", "not-ready"),
        (_, CheckState::Found { .. }) if whole.checks.differences.is_empty() => ("ok", "same"),
        (_, CheckState::Found { .. }) => ("warn", "differs"),
        (_, CheckState::NotFound { .. }) => ("warn", "not-found"),
        (_, CheckState::Silent { .. }) => ("", "silent"),
        (_, CheckState::Asked { .. }) => ("", "asked"),
        (_, CheckState::NotAsked) => ("", "begin"),
    }
}

async fn draw(citizen: &Citizen, whole: &Whole, asked: Option<Asked>) -> Answer {
    draw_with(citizen, whole, asked, String::new()).await
}

/// The page had become old: nothing is done, and it says what stands there now.
async fn draw_stale(citizen: &Citizen, whole: &Whole) -> Answer {
    draw_with(citizen, whole, None, whole.changed(citizen.visitor.w)).await
}

async fn draw_with(citizen: &Citizen, whole: &Whole, asked: Option<Asked>, changed: String) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let status = if changed.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    let identity = whole.answers.nik().is_some() && whole.answers.birth_date().is_some() && whole.answers.full_name().is_some();
    let ready = identity && whole.has_paper("identity_card");
    let (kind, key) = verdict(whole, ready, asked);
    let unanswered = !whole.checks.population.is_answered() || !whole.checks.passports.is_answered();
    let is_new = whole.application.kind == ApplicationKind::New;
    let passport = whole.checks.newest_passport();
    let flagged = whole.answers.flagged(Flag::RegisterDiffers);
    let wrong_kind = is_new && passport.is_some();
    let page = Check {
        back: whole.path(""),
        action: whole.path("periksa"),
        kind,
        lead: w.t(&format!("journey-check-{key}")),
        text: w.t(&format!("journey-check-{key}-text")),
        differences: whole
            .checks
            .differences
            .iter()
            .map(|d| Difference {
                label: application::label(w, d.field),
                typed: application::shown(w, &whole.catalogue, d.field, &d.typed),
                register: masked(w, &whole.catalogue, d.field, &d.register),
                href: step_of(whole, d.field),
            })
            .collect(),
        can_ask: ready && unanswered && asked != Some(Asked::CapReached),
        ask_label: w.t(if matches!(whole.checks.population, CheckState::NotAsked) {
            "journey-check-go"
        } else {
            "journey-check-again"
        }),
        must_say: (matches!(key, "differs" | "not-found") && !flagged)
            || (wrong_kind && !whole.answers.flagged(Flag::PassportKnown)),
        known: passport.map(|p| known(w, p)),
        wrong_kind,
        papers_href: if identity { whole.path("berkas/identity_card") } else { step_of(whole, Field::Nik) },
        next: whole.path(""),
        version: whole.version(),
        changed,
        frame: visitor.frame(w.t("journey-check-title")).await,
    };
    Ok(visitor.page_with(status, &page))
}

pub(crate) async fn open(citizen: &Citizen, id: &str) -> Result<Whole, Problem> {
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, id).await?;
    if !application.state.word().is_open() {
        return Err(closed(application.state.word(), &application.id));
    }
    Ok(Whole::read(&house, application).await?)
}

/// A page of a draft asked for after submission.
pub(crate) fn closed(word: StateWord, id: &kernel::ids::ApplicationId) -> Problem {
    tracing::debug!(state = word.code(), "a page of a draft was asked for later");
    Problem::new(ProblemCode::WrongState).because("journey-problem-sent").back(crate::whole::path(id, ""))
}

/// `GET /permohonan/{id}/periksa`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let whole = open(&citizen, &id).await?;
    draw(&citizen, &whole, None).await
}

/// `POST /permohonan/{id}/periksa`: asks both registers.
pub(crate) async fn run(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let whole = open(&citizen, &id).await?;
    if fields.is_stale(whole.application.version) {
        return draw_stale(&citizen, &whole).await;
    }
    if !whole.has_paper("identity_card") {
        return draw(&citizen, &whole, None).await;
    }
    let asked = ask_both(&citizen.visitor.house, &whole.application).await?;
    match asked {
        Asked::CapReached => draw(&citizen, &whole, Some(asked)).await,
        Asked::Answered | Asked::Silent | Asked::NotReady => Ok(see_other(whole.path("periksa"))),
    }
}

/// What a save that was refused means to the person.
pub(crate) fn refused(error: SaveRefused, back: String) -> Problem {
    match error {
        SaveRefused::NotNow => Problem::new(ProblemCode::WrongState).because("journey-problem-sent").back(back),
        SaveRefused::Conflict { .. } => Problem::new(ProblemCode::Stale).back(back),
        SaveRefused::Store(error) => error.into(),
    }
}

/// `POST /permohonan/{id}/periksa/lanjut`: the person goes on as typed; the officer will look.
pub(crate) async fn go_on(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let whole = open(&citizen, &id).await?;
    if fields.is_stale(whole.application.version) {
        return draw_stale(&citizen, &whole).await;
    }
    insist(&citizen, &whole).await?;
    Ok(see_other(whole.path("")))
}

/// The person goes on as typed: what the registers say otherwise is noted for the officer.
pub(crate) async fn insist(citizen: &Citizen, whole: &Whole) -> Result<(), Problem> {
    let mut flags = Vec::new();
    if matches!(whole.checks.population, CheckState::NotFound { .. }) || !whole.checks.differences.is_empty() {
        flags.push(Flag::RegisterDiffers);
    }
    if whole.application.kind == ApplicationKind::New && whole.checks.newest_passport().is_some() {
        flags.push(Flag::PassportKnown);
    }
    let house = citizen.visitor.house.clone();
    let (id, by) = (whole.application.id.clone(), Actor::Account(citizen.account.clone()));
    house
        .db
        .transact::<_, SaveRefused, _>(|tx| {
            let (id, by, flags) = (id.clone(), by.clone(), flags.clone());
            Box::pin(async move {
                for flag in flags {
                    application::flag(tx, &id, flag, true, &by).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(|error| refused(error, whole.path("")))?;
    Ok(())
}

/// The answers that the register's newest passport gives.
fn filled(passport: &PassportRecord, today: jiff::civil::Date) -> Vec<(Field, String)> {
    let condition = if passport.expiry_date < today { "expired" } else { "soon" };
    let place = if passport.issued_in == IssuedIn::Indonesia { "indonesia" } else { "abroad" };
    vec![
        (Field::PassportHistory, "held".to_owned()),
        (Field::OldCondition, condition.to_owned()),
        (Field::OldNumber, passport.number.clone()),
        (Field::OldIssueDate, passport.issue_date.to_string()),
        (Field::OldIssuePlace, place.to_owned()),
    ]
}

/// `POST /permohonan/{id}/periksa/ganti`: new becomes replacement, filled in from the register.
pub(crate) async fn to_replacement(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let whole = open(&citizen, &id).await?;
    if fields.is_stale(whole.application.version) {
        return draw_stale(&citizen, &whole).await;
    }
    Ok(see_other(whole.path(if replace(&citizen, &whole).await? { "" } else { "periksa" })))
}

/// New becomes replacement, filled in from the register's newest passport; false when it knows none.
pub(crate) async fn replace(citizen: &Citizen, whole: &Whole) -> Result<bool, Problem> {
    let Some(passport) = whole.checks.newest_passport() else { return Ok(false) };
    let values = filled(passport, whole.today);
    let house = citizen.visitor.house.clone();
    let (application, by) = (whole.application.clone(), Actor::Account(citizen.account.clone()));
    house
        .db
        .transact::<_, SaveRefused, _>(|tx| {
            let (house, application, by, values) = (house.clone(), application.clone(), by.clone(), values.clone());
            Box::pin(async move {
                for (field, value) in values {
                    application::save(&house.vault, tx, &application, (field, &value), None, &by).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(|error| refused(error, whole.path("")))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::{mask_word, masked};
    use catalogue::{Catalogue, Field};
    use kernel::lang::Lang;
    use shell::words::Words;

    #[test]
    fn the_register_shows_no_more_than_first_letters_of_a_name() {
        assert_eq!(mask_word("Yuliana"), "Y••••••");
        assert_eq!(masked(Words::for_lang(Lang::Id), &Catalogue::embedded(), Field::FullName, "Yuliana Sare"), "Y•••••• S•••");
    }
}
