//! Offices, what each offers, and its next free session: to be seen before anybody signs in.

use crate::pages::days::{self, SessionRow};
use crate::pages::encoded;
use crate::whole::LANE;
use askama::Template;
use axum::extract::Path;
use catalogue::{Catalogue, Offer, Office};
use jiff::civil::Date;
use kernel::{
    ids::OfficeCode,
    problem::ProblemCode,
    time::{Timestamp, Zone, add_days},
};
use schedule::{DayView, Slot};
use shell::{Answer, Frame, House, Problem, Query, Visitor, words::Words};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Offices on one page of the list.
pub(crate) const PER_PAGE: usize = 20;
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

/// One line per group for an office.
pub(crate) async fn group_rows(house: &House, w: Words, office: &Office, groups: &[Group]) -> Result<Vec<GroupRow>, Problem> {
    let catalogue = catalogue::current(house);
    let today = house.now().day_in(office.zone);
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let offer = catalogue.offers(&office.code, &group.book, LANE, today);
        let (free, text) = match catalogue::offer_text(&w, offer) {
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

pub(crate) struct OfficeCard {
    pub href: String,
    pub name: String,
    pub place: String,
    pub rows: Vec<GroupRow>,
}

#[derive(Template)]
#[template(path = "offices.html")]
struct Offices {
    frame: Frame,
    q: String,
    province: String,
    provinces: Vec<(String, String)>,
    group: String,
    groups: Vec<(String, String)>,
    heading: String,
    updated: String,
    cards: Vec<OfficeCard>,
    earlier: String,
    later: String,
    page_text: String,
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

/// `GET /kantor`
pub(crate) async fn list(visitor: Visitor, query: Query) -> Answer {
    query.only(&["q", "provinsi", "jenis", "halaman"])?;
    let (house, w) = (visitor.house.clone(), visitor.w);
    let catalogue = catalogue::current(&house);
    let today = house.now().day_in(Zone::Wib);
    let (q, province, group) = (query.get("q"), query.get("provinsi"), query.get("jenis"));
    let number = page_number(&query, "halaman")?;
    let found = wanted(&catalogue, q, province);
    let all_groups = groups(w, &catalogue, today);
    let shown: Vec<Group> = all_groups.iter().filter(|g| group.is_empty() || g.book == group).cloned().collect();
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let mut cards = Vec::new();
    for office in found.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE) {
        cards.push(OfficeCard {
            href: format!("/kantor/{}", office.code),
            name: office.name.clone(),
            place: format!("{}, {}", office.regency, office.province),
            rows: group_rows(&house, w, office, &shown).await?,
        });
    }
    let link = |n: usize| format!("/kantor?q={}&provinsi={}&jenis={}&halaman={n}", encoded(q), encoded(province), encoded(group));
    let mut names: Vec<String> = catalogue.active_offices().map(|o| o.province.clone()).collect();
    names.sort();
    names.dedup();
    let page = Offices {
        q: q.to_owned(),
        province: province.to_owned(),
        provinces: names.into_iter().map(|n| (n.clone(), n)).collect(),
        group: group.to_owned(),
        groups: all_groups.into_iter().map(|g| (g.book, g.name)).collect(),
        heading: w.count("journey-offices-found", i64::try_from(found.len()).unwrap_or(i64::MAX)),
        updated: w.moment(house.now(), Zone::Wib),
        cards,
        earlier: if number > 1 { link(number - 1) } else { String::new() },
        later: if number < pages { link(number + 1) } else { String::new() },
        page_text: w.with("journey-page-of", &[("n", &number.to_string()), ("n_all", &pages.to_string())]),
        frame: visitor.frame(w.t("journey-offices-title")).await,
    };
    Ok(visitor.page(&page))
}

/// A cell of the month, as the component `calendar` wants it.
#[derive(Clone)]
pub(crate) struct Cell {
    pub day: u8,
    pub state: &'static str,
    pub text: String,
    pub href: String,
}

/// What the calendar needs to know about time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    pub today: Date,
    /// The last day up to which calendars are opened.
    pub last: Date,
}

fn cell(w: Words, catalogue: &Catalogue, day: Date, view: Option<&DayView>, (horizon, page): (Horizon, &str)) -> Cell {
    let number = u8::try_from(day.day()).unwrap_or(0);
    let say = |state: &'static str, text: String| Cell { day: number, state, text, href: String::new() };
    if day == horizon.today {
        return say("past", w.t("journey-cal-today"));
    }
    if day < horizon.today {
        return say("past", w.t("journey-cal-past"));
    }
    match view {
        Some(view) if view.closed.is_some() => say("shut", w.t("journey-cal-shut")),
        Some(view) if view.free > 0 => {
            let state = if view.free > FEW { "open" } else { "few" };
            Cell { href: format!("{page}&hari={day}#sesi"), ..say(state, w.count("journey-cal-left", view.free)) }
        }
        Some(_) => say("full", w.t("journey-cal-full")),
        None if day > horizon.last && catalogue.is_working_day(day) => say("soon", w.t("journey-cal-soon")),
        None => say("none", w.t("journey-cal-shut")),
    }
}

/// The weeks of a month, Monday first; a day with free seats leads to its sessions on `page`.
fn weeks(w: Words, catalogue: &Catalogue, first: Date, views: &[DayView], look: (Horizon, &str)) -> Vec<Vec<Cell>> {
    let blank = || Cell { day: 0, state: "none", text: String::new(), href: String::new() };
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let mut cells: Vec<Cell> = (0..lead).map(|_| blank()).collect();
    for number in 1..=first.days_in_month() {
        let day = add_days(first, i64::from(number) - 1);
        cells.push(cell(w, catalogue, day, views.iter().find(|v| v.day == day), look));
    }
    while !cells.len().is_multiple_of(7) {
        cells.push(blank());
    }
    cells.chunks(7).map(<[Cell]>::to_vec).collect()
}

#[derive(Template)]
#[template(path = "office.html")]
struct OfficePage {
    frame: Frame,
    name: String,
    place: String,
    address: String,
    zone: String,
    rows: Vec<GroupRow>,
    groups: Vec<(String, String, bool)>,
    caption: String,
    month: String,
    weeks: Vec<Vec<Cell>>,
    why: String,
    earlier: String,
    later: String,
    day: String,
    sessions: Vec<SessionRow>,
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

/// The sessions of the day that is looked at, if one is.
async fn sessions_of(
    house: &House,
    w: Words,
    office: &Office,
    group: &Group,
    query: &Query,
) -> Result<(Option<Date>, Vec<SessionRow>), Problem> {
    let Some(day) = days::Looked::read(query)?.day else { return Ok((None, Vec::new())) };
    let mut ask = house.reader();
    let slots = schedule::sessions(&mut ask, &office.code, &group.code, LANE, day).await?;
    Ok((Some(day), slots.iter().map(|slot| days::row(w, slot, house.now(), None)).collect()))
}

/// `GET /kantor/{code}`
pub(crate) async fn one(visitor: Visitor, Path(code): Path<String>, query: Query) -> Answer {
    query.only(&["jenis", "bulan", "hari"])?;
    let (house, w) = (visitor.house.clone(), visitor.w);
    let catalogue = catalogue::current(&house);
    let code = OfficeCode::parse(&code)?;
    let office = catalogue.office(&code).filter(|o| o.is_active()).ok_or_else(Problem::not_found)?;
    let today = house.now().day_in(office.zone);
    let all = groups(w, &catalogue, today);
    let offered = |g: &&Group| catalogue.offers(&code, &g.book, LANE, today) == Offer::Yes;
    let chosen = all
        .iter()
        .find(|g| g.book == query.get("jenis"))
        .or_else(|| all.iter().find(offered))
        .or_else(|| all.first())
        .ok_or_else(Problem::not_found)?;
    let first = month_of(query.get("bulan"), today)?;
    let views = schedule::month(&mut house.reader(), &code, &chosen.code, LANE, first.year(), first.month()).await?;
    let last = catalogue.add_working_days(today, catalogue.limit("calendar_working_days", today));
    let link = |day: Date| format!("/kantor/{code}?jenis={}&bulan={:04}-{:02}", chosen.book, day.year(), day.month());
    let (looked, sessions) = sessions_of(&house, w, office, chosen, &query).await?;
    let before = add_days(first, -1).first_of_month();
    let after = add_days(first.last_of_month(), 1);
    let why = catalogue::offer_text(&w, catalogue.offers(&code, &chosen.book, LANE, today)).unwrap_or_default();
    let page = OfficePage {
        name: office.name.clone(),
        place: format!("{}, {}", office.regency, office.province),
        address: office.address.clone(),
        zone: office.zone.label().to_owned(),
        rows: group_rows(&house, w, office, &all).await?,
        groups: all.iter().map(|g| (link_to(&code, g, first), g.name.clone(), g.book == chosen.book)).collect(),
        caption: w
            .with("journey-cal-caption", &[("office", office.short_name()), ("type", &chosen.name), ("month", &w.month(first))]),
        month: w.month(first),
        weeks: weeks(w, &catalogue, first, &views, (Horizon { today, last }, &link(first))),
        day: looked.map_or_else(String::new, |day| w.day(day)),
        sessions,
        why,
        earlier: if first > today.first_of_month() { link(before) } else { String::new() },
        later: if after <= add_days(last, 31) { link(after) } else { String::new() },
        frame: visitor.frame(office.name.clone()).await,
    };
    Ok(visitor.page(&page))
}

fn link_to(code: &OfficeCode, group: &Group, month: Date) -> String {
    format!("/kantor/{code}?jenis={}&bulan={:04}-{:02}", group.book, month.year(), month.month())
}
