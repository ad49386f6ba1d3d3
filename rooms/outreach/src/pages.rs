//! Pages: what several of them say of a day.

pub mod attendance;
pub mod calendar;
pub mod desk;
pub mod event;
pub mod mine;
pub mod numbers;
pub mod plan;
pub mod practice;
pub mod register;
pub mod sheets;

use crate::{
    model::{InformationDay, Standing},
    store::days,
};
use catalogue::Catalogue;
use kernel::ids::InformationDayId;
use shell::{House, Problem, words::Words};

/// The name of a regency or city.
pub fn regency_name(tables: &Catalogue, code: &str) -> String {
    tables.region(code).map_or_else(|| code.to_owned(), |r| r.name.clone())
}

/// The name of an office.
pub fn office_name(tables: &Catalogue, day: &InformationDay) -> String {
    tables.office(&day.office).map_or_else(|| day.office.to_string(), |o| o.name.clone())
}

/// `Penyuluhan umum untuk semua orang`.
fn title(w: Words, day: &InformationDay) -> String {
    w.with("outreach-day-title", &[("kind", &w.t(&day.plan.kind.key())), ("audience", &w.t(&day.plan.audience.key()))])
}

/// `09.00–11.00 WITA`.
fn hours(w: Words, day: &InformationDay) -> String {
    w.hours(day.plan.start, day.plan.end, day.zone)
}

/// How many seats are free, or why none is to be had.
pub fn standing(w: Words, day: &InformationDay, now: kernel::time::Timestamp) -> String {
    match day.standing(now) {
        Standing::Cancelled => w.t("outreach-cancelled"),
        Standing::Over => w.t("outreach-over"),
        Standing::Running => w.t("outreach-running"),
        Standing::Full => w.t("outreach-full"),
        Standing::Free => w.with("outreach-free", &[("n", &day.free().to_string()), ("n_of", &day.plan.capacity.to_string())]),
    }
}

/// The same, and the tag that says it: class and sign.
fn seats(w: Words, day: &InformationDay, now: kernel::time::Timestamp) -> (String, &'static str, &'static str) {
    let (tag, sign) = match day.standing(now) {
        Standing::Cancelled => ("bad", "bad"),
        Standing::Over => ("", "clock"),
        Standing::Running => ("now", "clock"),
        Standing::Full => ("warn", "lock"),
        Standing::Free => ("ok", "ok"),
    };
    (standing(w, day, now), tag, sign)
}

/// A name of a closed list where it stands alone: with a capital.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A day as the facts of a page.
struct Facts {
    href: String,
    title: String,
    kind: String,
    audience: String,
    /// The same within a sentence.
    whom: String,
    tongue: String,
    day: String,
    number: String,
    month: String,
    weekday: String,
    hours: String,
    place: String,
    regency: String,
    office: String,
    directions: String,
    officers: String,
    note: String,
    seats: String,
    tag: &'static str,
    sign: &'static str,
    open: bool,
    free: bool,
    reason: String,
}

impl Facts {
    fn of(w: Words, tables: &Catalogue, day: &InformationDay, now: kernel::time::Timestamp) -> Self {
        let (said, tag, sign) = seats(w, day, now);
        let short = w.short_day(day.plan.day);
        Self {
            href: format!("/penyuluhan/{}", day.id),
            title: title(w, day),
            kind: w.t(&day.plan.kind.key()),
            audience: capital(&w.t(&day.plan.audience.key())),
            whom: w.t(&day.plan.audience.key()),
            tongue: w.t(&day.plan.tongue.key()),
            day: w.day(day.plan.day),
            number: day.plan.day.day().to_string(),
            month: short.rsplit(' ').next().unwrap_or_default().to_owned(),
            weekday: w.weekday(day.plan.day).to_owned(),
            hours: hours(w, day),
            place: day.plan.place.clone(),
            regency: regency_name(tables, &day.plan.regency),
            office: office_name(tables, day),
            directions: day.plan.directions.clone(),
            officers: day.plan.officers.clone(),
            note: day.plan.note.clone(),
            seats: said,
            tag,
            sign,
            open: day.is_open(),
            free: day.takes_guests(now),
            reason: day.reason().to_owned(),
        }
    }
}

/// The day of an address; absent when there is none.
pub async fn day_at(house: &House, id: &str) -> Result<InformationDay, Problem> {
    let id = InformationDayId::parse(id)?;
    days::one(&mut house.reader(), &id).await?.ok_or_else(Problem::not_found)
}

/// An address of this installation as people type it, without the scheme.
fn spoken(house: &House, path: &str) -> String {
    let url = house.config.public_url.trim_end_matches('/');
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    format!("{host}{path}")
}

/// A whole address of this installation.
pub fn address(house: &House, path: &str) -> String {
    format!("{}{path}", house.config.public_url.trim_end_matches('/'))
}
