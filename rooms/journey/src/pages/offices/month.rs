//! The calendar of an office: what is free, few, full, closed and why, and not open yet with the hour at which it will be.

use super::{FEW, Group, GroupRow, Horizon, group_rows, groups, month_of};
use crate::pages::days::{self, SessionRow};
use crate::whole::LANE;
use askama::Template;
use axum::extract::Path;
use catalogue::{Catalogue, Offer, Office};
use jiff::civil::Date;
use kernel::{
    ids::OfficeCode,
    time::{Zone, add_days},
};
use schedule::DayView;
use shell::{Answer, Frame, House, Problem, Query, Visitor, words::Words};

/// A cell of the month, as the component `calendar` wants it.
#[derive(Clone)]
struct Cell {
    day: u8,
    state: &'static str,
    text: String,
    href: String,
}

fn cell(w: Words, catalogue: &Catalogue, day: Date, view: Option<&DayView>, (horizon, page): (Horizon, &str)) -> Cell {
    let number = u8::try_from(day.day()).unwrap_or(0);
    let say = |state: &'static str, text: String| Cell { day: number, state, text, href: String::new() };
    if day == horizon.today {
        return say("today", w.t("journey-cal-today"));
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

/// Days that are not open yet: the sentence, and each day with the moment at which it opens.
#[derive(Default)]
struct Soon {
    lead: String,
    days: Vec<(String, String)>,
}

/// Working days of a month without service from today on, and why.
fn shut(w: Words, catalogue: &Catalogue, (first, today): (Date, Date), views: &[DayView]) -> Vec<(String, String)> {
    let days = (0..i64::from(first.days_in_month())).map(|n| add_days(first, n));
    days.filter(|day| *day >= today && day.weekday().to_monday_zero_offset() < 5)
        .filter_map(|day| {
            let view = views.iter().find(|v| v.day == day).and_then(|v| v.closed.clone());
            let holiday = catalogue.holiday(day).map(|h| h.name(w.lang()).to_owned());
            Some((w.day(day), holiday.or(view)?))
        })
        .collect()
}

/// When the days of a month that are not open yet will be, on the office's clock.
async fn soon(house: &House, w: Words, zone: Zone, days: &[Date]) -> Result<Soon, Problem> {
    let Some(first) = days.first() else { return Ok(Soon::default()) };
    if !schedule::rolls(&mut house.reader()).await? {
        return Ok(Soon { lead: w.t("journey-cal-soon-unknown"), days: Vec::new() });
    }
    let catalogue = catalogue::current(house);
    let opening = schedule::opening_days(&catalogue, house.now().day_in(zone), days);
    let said: Vec<(String, String)> =
        opening.iter().map(|(day, on)| (w.day(*day), w.moment(zone.day_start(*on), zone))).collect();
    let at = said.first().map_or("", |(_, at)| at.as_str());
    let lead = w.with("journey-cal-soon-lead", &[("day", &w.day(*first)), ("time", at)]);
    Ok(Soon { lead, days: if said.len() > 1 { said } else { Vec::new() } })
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
    /// Working days of the month without service, with the reason.
    shut: Vec<(String, String)>,
    /// When the days that are not open yet will be.
    soon: Soon,
    earlier: String,
    later: String,
    day: String,
    sessions: Vec<SessionRow>,
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
    let mut views = schedule::month(&mut house.reader(), &code, &chosen.code, LANE, first.year(), first.month()).await?;
    let closures = schedule::closures(&mut house.reader(), &code, first, first.last_of_month()).await?;
    // a closed day may have no sessions yet
    for (day, reason) in &closures {
        if views.iter().all(|v| v.day != *day) {
            views.push(DayView { day: *day, free: 0, capacity: 0, closed: Some(reason.clone()) });
        }
    }
    let horizon = catalogue.add_working_days(today, catalogue.limit("calendar_working_days", today));
    let last = if schedule::rolls(&mut house.reader()).await? {
        horizon
    } else {
        // an office that opens its days by hand has opened them so far
        schedule::open_until(&mut house.reader(), &code).await?.unwrap_or(horizon)
    };
    let link = |day: Date| format!("/kantor/{code}?jenis={}&bulan={:04}-{:02}", chosen.book, day.year(), day.month());
    let (looked, sessions) = sessions_of(&house, w, office, chosen, &query).await?;
    let before = add_days(first, -1).first_of_month();
    let after = add_days(first.last_of_month(), 1);
    let pauses = schedule::pauses(&mut house.reader()).await?;
    let offer = catalogue::offer_text(&w, catalogue.offers(&code, &chosen.book, LANE, today));
    let why = offer.or(pauses.get(&(code.clone(), chosen.code.clone())).cloned());
    let waiting: Vec<Date> = (0..i64::from(first.days_in_month()))
        .map(|n| add_days(first, n))
        .filter(|day| *day > last && catalogue.is_working_day(*day))
        .filter(|day| why.is_none() && views.iter().all(|v| v.day != *day))
        .collect();
    let page = OfficePage {
        name: office.name.clone(),
        place: format!("{}, {}", office.regency, office.province),
        address: office.address.clone(),
        zone: office.zone.label().to_owned(),
        rows: group_rows(&house, w, office, &all, &pauses).await?,
        groups: all.iter().map(|g| (link_to(&code, g, first), g.name.clone(), g.book == chosen.book)).collect(),
        caption: w
            .with("journey-cal-caption", &[("office", office.short_name()), ("type", &chosen.name), ("month", &w.month(first))]),
        month: w.month(first),
        weeks: weeks(w, &catalogue, first, &views, (Horizon { today, last }, &link(first))),
        day: looked.map_or_else(String::new, |day| w.day(day)),
        sessions,
        shut: shut(w, &catalogue, (first, today), &views),
        soon: soon(&house, w, office.zone, &waiting).await?,
        why: why.unwrap_or_default(),
        earlier: if first > today.first_of_month() { link(before) } else { String::new() },
        later: if after <= add_days(last, 31) { link(after) } else { String::new() },
        frame: visitor.frame(office.name.clone()).await,
    };
    Ok(visitor.page(&page))
}

fn link_to(code: &OfficeCode, group: &Group, month: Date) -> String {
    format!("/kantor/{code}?jenis={}&bulan={:04}-{:02}", group.book, month.year(), month.month())
}
