//! What anybody may ask.

use crate::pages::{
    offices::{FEW, Group, groups, month_of, next_free, wanted},
    track,
};
use crate::whole::LANE;
use ::store::Ask as _;
use axum::{extract::Path, http::HeaderMap};
use catalogue::{Catalogue, Offer};
use jiff::civil::Date;
use kernel::{
    ids::OfficeCode,
    problem::ProblemCode,
    time::{TimeOfDay, Timestamp, Zone},
};
use schedule::Slot;
use serde::{Deserialize, Serialize};
use shell::{
    Answer, House, Problem, Query, Visitor,
    api::{self, Both, Json, Keyed, Slice, ToSchema, utoipa},
};

/// Seats change from one moment to the next: a cache asks each time.
const NOW: u32 = 0;

/// An office with its next free sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Office {
    /// Its code.
    code: String,
    /// Its official name.
    name: String,
    /// Street address; empty where it is not known.
    address: String,
    /// Regency or city.
    regency: String,
    /// Province.
    province: String,
    /// `WIB`, `WITA` or `WIT`.
    zone: &'static str,
    /// About how far it is from the region asked for, in kilometres.
    kilometres: Option<u32>,
    /// What it says about each book.
    books: Vec<Offered>,
}

/// What an office says about a book.
#[derive(Debug, Serialize, ToSchema)]
struct Offered {
    /// The book's code.
    book: String,
    /// The next session with a free seat.
    next: Option<Session>,
    /// Why there is none; none where there is one.
    reason: Option<Both>,
}

/// A session of an office.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// Its id, to take a seat.
    id: String,
    /// The day at the office.
    day: String,
    /// Start on the office's clock.
    start: String,
    /// End on the office's clock.
    end: String,
    /// Start as an instant.
    starts_at: String,
    /// Free seats.
    free: i64,
    /// Seats.
    capacity: i64,
}

/// A month of an office.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Calendar {
    /// The month.
    month: String,
    /// The last day up to which sessions are opened.
    opened_until: String,
    /// Why the office does not offer this book, if so.
    reason: Option<Both>,
    /// Its days with sessions; a day that is absent has none.
    days: Vec<OfficeDay>,
}

/// A day of an office.
#[derive(Debug, Serialize, ToSchema)]
struct OfficeDay {
    /// The day.
    day: String,
    /// `free`, `few`, `full`, `closed` or `past`.
    state: &'static str,
    /// Free seats.
    free: i64,
    /// Seats.
    capacity: i64,
    /// Why it is closed, as the office wrote it.
    reason: Option<String>,
}

/// How the system is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Status {
    /// The present, for programs whose clock may be wrong.
    now: String,
    /// `good`, or `late` when work that nobody waits for is behind.
    work: &'static str,
    /// The version of the reference tables in force.
    tables: i64,
    /// True in a trial, where nothing is real.
    trial: bool,
}

/// Where an application stands, for whoever knows its number and the birth date.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Sought {
    /// The application's number, 16 digits.
    #[schema(max_length = 40)]
    number: String,
    /// The applicant's birth date.
    #[schema(format = "date")]
    birth_date: String,
}

/// The step, and nothing else.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Progress {
    /// The step's code.
    step: String,
    /// The step in words.
    text: Both,
}

fn clock(time: TimeOfDay) -> String {
    time.dotted().replace('.', ":")
}

pub(super) fn session(slot: &Slot, now: Timestamp) -> Session {
    Session {
        id: slot.id.to_string(),
        day: slot.day.to_string(),
        start: clock(slot.start),
        end: clock(slot.end),
        starts_at: slot.starts_at.rfc3339(),
        free: slot.free(now),
        capacity: slot.capacity,
    }
}

fn reason(catalogue: &Catalogue, office: &OfficeCode, book: &str, today: Date) -> Option<Both> {
    let offer = catalogue.offers(office, book, LANE, today);
    (offer != Offer::Yes).then(|| Both::of(|w| catalogue::offer_text(&w, offer).unwrap_or_default()))
}

async fn described(house: &House, office: &catalogue::Office, near: &str, books: &[Group]) -> Result<Office, Problem> {
    let catalogue = catalogue::current(house);
    let (now, today) = (house.now(), house.now().day_in(office.zone));
    let mut offered = Vec::with_capacity(books.len());
    for group in books {
        let why = reason(&catalogue, &office.code, &group.book, today);
        let next = if why.is_none() { next_free(house, office, &group.code).await? } else { None };
        let none = || Both::of(|w| w.t("journey-office-none-free"));
        offered.push(Offered {
            book: group.book.clone(),
            reason: why.or_else(|| next.is_none().then(none)),
            next: next.map(|slot| session(&slot, now)),
        });
    }
    Ok(Office {
        code: office.code.to_string(),
        name: office.name.clone(),
        address: office.address.clone(),
        regency: office.regency.clone(),
        province: office.province.clone(),
        zone: office.zone.label(),
        kilometres: if near.is_empty() { None } else { catalogue.distance_km(near, &office.code) },
        books: offered,
    })
}

/// `GET /offices`
pub(super) async fn offices(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["q", "province", "near", "cursor", "limit"])?;
    let house = &visitor.house;
    let catalogue = catalogue::current(house);
    let near = query.get("near");
    if !near.is_empty() && catalogue.region(near).is_none() {
        return Err(Problem::new(ProblemCode::BadInput).because("api-region-unknown").field("near"));
    }
    let books = groups(visitor.w, &catalogue, house.now().day_in(Zone::Wib));
    let mut found = wanted(&catalogue, query.get("q"), query.get("province"));
    if !near.is_empty() {
        found.sort_by_key(|o| catalogue.distance_km(near, &o.code).unwrap_or(u32::MAX));
    }
    let Slice { items, next } = api::sliced(&query, found, |o| o.code.to_string())?;
    let mut all = Vec::with_capacity(items.len());
    for office in items {
        all.push(described(house, office, near, &books).await?);
    }
    api::public(&headers, NOW, &Slice { items: all, next })
}

fn known<'c>(catalogue: &'c Catalogue, code: &str) -> Result<&'c catalogue::Office, Problem> {
    let code = OfficeCode::parse(code)?;
    catalogue.office(&code).filter(|o| o.is_active()).ok_or_else(Problem::not_found)
}

/// `GET /offices/{office}`
pub(super) async fn office(visitor: Visitor, Path(code): Path<String>, headers: HeaderMap, query: Query) -> Answer {
    query.only(&[])?;
    let catalogue = catalogue::current(&visitor.house);
    let office = known(&catalogue, &code)?;
    let books = groups(visitor.w, &catalogue, visitor.house.now().day_in(office.zone));
    api::public(&headers, NOW, &described(&visitor.house, office, "", &books).await?)
}

fn book_of(visitor: &Visitor, catalogue: &Catalogue, query: &Query, today: Date) -> Result<Group, Problem> {
    let all = groups(visitor.w, catalogue, today);
    let wrong = || Problem::new(ProblemCode::BadInput).because("api-book-unknown").field("book");
    all.into_iter().find(|g| g.book == query.get("book")).ok_or_else(wrong)
}

/// `GET /offices/{office}/availability`
pub(super) async fn availability(visitor: Visitor, Path(code): Path<String>, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["book", "month"])?;
    let house = &visitor.house;
    let catalogue = catalogue::current(house);
    let office = known(&catalogue, &code)?;
    let today = house.now().day_in(office.zone);
    let group = book_of(&visitor, &catalogue, &query, today)?;
    let first = month_of(query.get("month"), today).map_err(|p| p.because("api-month-wrong").field("month"))?;
    let views = schedule::month(&mut house.reader(), &office.code, &group.code, LANE, first.year(), first.month()).await?;
    let state = |view: &schedule::DayView| match view {
        _ if view.day <= today => "past",
        _ if view.closed.is_some() => "closed",
        _ if view.free == 0 => "full",
        _ if view.free <= FEW => "few",
        _ => "free",
    };
    let day = |view: &schedule::DayView| OfficeDay {
        day: view.day.to_string(),
        state: state(view),
        free: view.free,
        capacity: view.capacity,
        reason: view.closed.clone(),
    };
    let last = catalogue.add_working_days(today, catalogue.limit("calendar_working_days", today));
    let month = Calendar {
        month: format!("{:04}-{:02}", first.year(), first.month()),
        opened_until: last.to_string(),
        reason: reason(&catalogue, &office.code, &group.book, today),
        days: views.iter().map(day).collect(),
    };
    api::public(&headers, NOW, &month)
}

/// `GET /offices/{office}/sessions`
pub(super) async fn sessions(visitor: Visitor, Path(code): Path<String>, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["book", "day", "cursor", "limit"])?;
    let house = &visitor.house;
    let catalogue = catalogue::current(house);
    let office = known(&catalogue, &code)?;
    let group = book_of(&visitor, &catalogue, &query, house.now().day_in(office.zone))?;
    let day = kernel::time::parse_day(query.get("day"))
        .ok_or_else(|| Problem::new(ProblemCode::BadInput).because("api-day-wrong").field("day"))?;
    let slots = schedule::sessions(&mut house.reader(), &office.code, &group.code, LANE, day).await?;
    let all: Vec<Session> = slots.iter().map(|slot| session(slot, house.now())).collect();
    api::public(&headers, NOW, &api::sliced(&query, all, |row| row.id.clone())?)
}

/// Jobs due at once beyond which work counts as late.
const LATE: i64 = 500;

/// `GET /status`
pub(super) async fn status(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&[])?;
    let house = &visitor.house;
    let mut ask = house.reader();
    let waiting = ::store::waiting_jobs(&mut ask).await?;
    let status = Status {
        now: ask.now().rfc3339(),
        work: if waiting < LATE { "good" } else { "late" },
        tables: catalogue::current(house).version(),
        trial: house.trial.is_some(),
    };
    api::public(&headers, NOW, &status)
}

/// `POST /progress`
pub(super) async fn progress(visitor: Visitor, query: Query, keyed: Keyed<Json<Sought>>) -> Answer {
    query.only(&[])?;
    let sought = &keyed.value.value;
    let wrong = |key, name: &str| Problem::new(ProblemCode::BadInput).because(key).field(name);
    let number = track::digits_of(&sought.number).ok_or_else(|| wrong("journey-track-number-wrong", "number"))?;
    let born = kernel::time::parse_day(&sought.birth_date).ok_or_else(|| wrong("journey-track-born-wrong", "birth_date"))?;
    let found = track::found(&visitor, &number, born).await?.ok_or_else(Problem::not_found)?;
    let step = if let application::ApplicationState::InOffice { step, .. } = &found.state {
        application::state::step_code(*step)
    } else {
        found.state.word().code()
    };
    api::json(&Progress { step: step.to_owned(), text: Both::of(|w| track::step(w, &found).0) })
}
