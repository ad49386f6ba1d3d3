//! Offices, what each offers, and its next free session: to be seen before anybody signs in.

mod finder;
mod month;

pub(crate) use finder::{list, title};
pub(crate) use month::one;

use crate::whole::LANE;
use catalogue::{Catalogue, Office};
use jiff::civil::Date;
use kernel::{ids::OfficeCode, problem::ProblemCode, time::Timestamp};
use schedule::Slot;
use shell::{House, Problem, Query, words::Words};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// Offices on one page of a list. A page asks at most one question per office and quota: 20 where there are two quotas.
pub(crate) const PER_PAGE: usize = 10;
/// How long a "next free session" is shown again without asking, in milliseconds.
const FRESH: i64 = 1_000;
/// Up to so many free seats a day counts as "few".
pub(crate) const FEW: i64 = 3;

/// When it was seen, and which session it was.
type Seen = (Timestamp, Option<Slot>);

/// The next free session per office and group, as it was a moment ago.
#[derive(Default)]
pub(crate) struct NextFree(Mutex<HashMap<(OfficeCode, String), Seen>>);

/// The next free session from tomorrow on.
pub(crate) async fn next_free(house: &House, office: &Office, group: &str) -> Result<Option<Slot>, Problem> {
    let kept = house.kept::<NextFree>();
    let (name, now) = ((office.code.clone(), group.to_owned()), house.real_now());
    {
        let seen = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, slot)) = seen.get(&name)
            && now.since(*at) < FRESH
        {
            return Ok(slot.clone());
        }
    }
    let from = crate::whole::first_day(house.now().day_in(office.zone));
    let slot = schedule::next_free(&mut house.reader(), &office.code, group, LANE, from).await?;
    let mut seen = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    // offices times groups: a few hundred names
    seen.insert(name, (now, slot.clone()));
    Ok(slot)
}

/// A group of passport types with a quota of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub code: String,
    pub name: String,
    /// A type of it, to ask what an office says.
    pub book: String,
}

/// The groups of passport types of a day, in the order of the table.
pub(crate) fn groups(w: Words, catalogue: &Catalogue, day: Date) -> Vec<Group> {
    let mut all: Vec<Group> = Vec::new();
    for book in catalogue.passport_types(day) {
        if !all.iter().any(|g| g.book == book.book) {
            let key = format!("journey-book-{}", book.book.replace('_', "-"));
            let name = if w.has(&key) { w.t(&key) } else { book.name(w.lang()).to_owned() };
            all.push(Group { code: book.group.clone(), name, book: book.book.clone() });
        }
    }
    all
}

/// What an office says about a group: a session, or why there is none.
pub(crate) struct GroupRow {
    pub name: String,
    pub text: String,
    pub free: bool,
}

/// Groups that offices cannot offer now, and why.
type Pauses = BTreeMap<(OfficeCode, String), String>;

/// One line per group for an office.
async fn group_rows(
    house: &House,
    w: Words,
    office: &Office,
    groups: &[Group],
    pauses: &Pauses,
) -> Result<Vec<GroupRow>, Problem> {
    let catalogue = catalogue::current(house);
    let today = house.now().day_in(office.zone);
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let offer = catalogue.offers(&office.code, &group.book, LANE, today);
        let paused = || pauses.get(&(office.code.clone(), group.code.clone())).cloned();
        let (free, text) = match catalogue::offer_text(&w, offer).or_else(paused) {
            Some(why) => (false, why),
            None => match next_free(house, office, &group.code).await? {
                Some(slot) => (true, format!("{}, {}", w.near_day(slot.day), w.hours(slot.start, slot.end, office.zone))),
                None => (false, w.t("journey-office-none-free")),
            },
        };
        rows.push(GroupRow { name: group.name.clone(), text, free });
    }
    Ok(rows)
}

/// A page number from a query: 1 and up.
pub(crate) fn page_number(query: &Query, name: &str) -> Result<usize, Problem> {
    match query.get(name) {
        "" => Ok(1),
        text => text
            .parse::<usize>()
            .ok()
            .filter(|n| (1..=1_000).contains(n))
            .ok_or_else(|| Problem::new(ProblemCode::BadInput).because("journey-problem-page").field(name)),
    }
}

pub(crate) fn wanted<'c>(catalogue: &'c Catalogue, q: &str, province: &str) -> Vec<&'c Office> {
    let q: String = q.chars().take(100).collect();
    let mut found = catalogue.find_offices(&q);
    found.retain(|o| province.is_empty() || o.province == province);
    found
}

/// What the calendar needs to know about time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    pub today: Date,
    /// The last day up to which calendars are opened.
    pub last: Date,
}

pub(crate) fn month_of(text: &str, today: Date) -> Result<Date, Problem> {
    if text.is_empty() {
        return Ok(today.first_of_month());
    }
    let bad = || Problem::new(ProblemCode::BadInput).because("journey-problem-month").field("bulan");
    let day = kernel::time::parse_day(&format!("{text}-01")).ok_or_else(bad)?;
    let distance = i32::from(day.year() - today.year()) * 12 + i32::from(day.month() - today.month());
    if (-1..=12).contains(&distance) { Ok(day) } else { Err(bad()) }
}
