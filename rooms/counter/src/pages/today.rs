//! Today's visits of the own office, by session.

use super::file::step_of;
use super::say::{self, Face, Tag};
use super::{WORKERS, zone_of};
use crate::model::{Case, CaseWord, Verb};
use crate::store::cases;
use askama::Template;
use kernel::ids::{ApplicationId, BookingId};
use kernel::name::fold_name;
use kernel::role::Role;
use kernel::time::{MINUTE, Timestamp, Zone};
use schedule::{Booking, BookingState};
use shell::{Answer, Desk, Fields, Frame, Query, words::Words};
use std::collections::{BTreeMap, BTreeSet};
use store::{Reader, StoreError};

/// States of cases that go on on another day than that of the visit.
const OPEN: [CaseWord; 5] =
    [CaseWord::CheckedIn, CaseWord::PapersPending, CaseWord::AwaitingDifference, CaseWord::Interview, CaseWord::Adjudication];

pub(super) struct Row {
    pub queue: String,
    pub href: String,
    /// The officer's key that opens it; empty where there is none.
    pub key: String,
    pub name: String,
    pub nik: String,
    pub kind: String,
    pub book: String,
    pub tag: Tag,
    pub flags: String,
    pub waited: String,
}

struct Group {
    title: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "today.html")]
struct Today {
    frame: Frame,
    enters: bool,
    next_href: String,
    next_queue: String,
    title: String,
    now: String,
    expected: String,
    arrived: String,
    waiting: String,
    longest: String,
    none: String,
    sought: String,
    path: &'static str,
    groups: Vec<Group>,
}

impl Row {
    /// Whether it is about whom is looked for, by a part of the name or by the queue number; everybody is nobody in particular.
    pub(super) fn is(&self, sought: &str) -> bool {
        let number = sought.trim().to_ascii_uppercase();
        fold_name(&self.name).contains(&fold_name(sought))
            || self.queue == number
            || self.queue.ends_with(&format!("-{number:0>3}"))
    }
}

fn none(w: Words, sought: &str) -> String {
    if sought.is_empty() { w.t("counter-today-none") } else { w.with("counter-find-none", &[("sought", sought)]) }
}

/// Rows of cases, as many statements for one as for all.
pub(super) async fn rows(desk: &Desk, reader: &mut Reader, cases: &[Case], now: Timestamp) -> Result<Vec<Row>, StoreError> {
    let ids: Vec<&ApplicationId> = cases.iter().map(|case| &case.application).collect();
    let faces = say::faces(desk, reader, &ids).await?;
    cases.iter().map(|case| Ok(row(desk.visitor.w, case, face(&faces, &case.application)?, now))).collect()
}

type Faces = BTreeMap<ApplicationId, Face>;

fn face(faces: &Faces, id: &ApplicationId) -> Result<Face, StoreError> {
    faces.get(id).cloned().ok_or(StoreError::NoRow("application"))
}

fn row(w: Words, case: &Case, face: Face, now: Timestamp) -> Row {
    let waits = !matches!(case.state.word(), CaseWord::Collected | CaseWord::Rejected | CaseWord::Void);
    Row {
        queue: case.queue.clone(),
        href: format!("/petugas/kasus/{}", case.id),
        key: String::new(),
        name: face.name,
        nik: face.nik,
        kind: face.kind,
        book: face.book,
        tag: say::state(w, case.state.word()),
        flags: if waits { face.flags } else { String::new() },
        waited: if waits { w.minutes(now.since(case.state_at) / MINUTE) } else { "—".to_owned() },
    }
}

fn expected(w: Words, booking: &Booking, face: Face) -> Row {
    let missed = booking.state == BookingState::NoShow;
    let text = w.t(if missed { "counter-missed" } else { "counter-expected" });
    Row {
        queue: "—".to_owned(),
        href: String::new(),
        key: String::new(),
        name: face.name,
        nik: face.nik,
        kind: face.kind,
        book: face.book,
        flags: if missed { String::new() } else { face.flags },
        tag: Tag { class: "", sign: if missed { "x" } else { "clock" }, text },
        waited: "—".to_owned(),
    }
}

/// `GET /petugas/hari-ini`
pub(super) async fn show(desk: Desk, query: Query) -> Answer {
    query.only(&[])?;
    draw(desk, "").await
}

/// `POST /petugas/hari-ini`: the same with whom is looked for. A name stands in no address.
pub(super) async fn find(desk: Desk, fields: Fields) -> Answer {
    fields.only(&["cari"])?;
    draw(desk, fields.get("cari")).await
}

async fn draw(desk: Desk, sought: &str) -> Answer {
    desk.needs_one(&WORKERS)?;
    let (visitor, w, zone) = (&desk.visitor, desk.visitor.w, zone_of(&desk));
    let now = visitor.house.now();
    let today = now.day_in(zone);
    let mut reader = visitor.house.reader();
    let bookings = schedule::of_day(&mut reader, &desk.office, today).await?;
    let arrived = cases::of_day(&mut reader, &desk.office, today).await?;
    let earlier = earlier(&desk, &mut reader, today).await?;
    let books = older_books(&desk, &mut reader, today).await?;
    let here: Vec<&Case> = arrived.iter().chain(&earlier).chain(&books).collect();
    let (waiting, next) = (waiting(&desk, &here), next(&desk, &here));
    let longest = waiting.iter().map(|c| now.since(c.state_at)).max().unwrap_or(0);
    let listed = bookings.iter().map(|b| &b.application).chain(arrived.iter().chain(&earlier).map(|c| &c.application));
    let ids: Vec<&ApplicationId> = listed.collect::<BTreeSet<_>>().into_iter().collect();
    let faces = say::faces(&desk, &mut reader, &ids).await?;
    let mut groups = sessions(w, &faces, (&bookings, &arrived), (now, zone))?;
    if !earlier.is_empty() {
        let rows = earlier.iter().map(|case| Ok(row(w, case, face(&faces, &case.application)?, now)));
        let title = w.with("counter-earlier", &[("n", &earlier.len().to_string())]);
        groups.push(Group { title, rows: rows.collect::<Result<_, StoreError>>()? });
    }
    for group in &mut groups {
        group.rows.retain(|row| row.is(sought));
    }
    groups.retain(|group| !group.rows.is_empty());
    number_keys(groups.iter_mut().flat_map(|group| &mut group.rows));
    let page = Today {
        title: w.with("counter-today-title", &[("day", &w.day(today))]),
        next_href: next.map_or_else(String::new, |case| format!("/petugas/kasus/{}", case.id)),
        next_queue: next.map_or_else(String::new, |case| case.queue.clone()),
        enters: desk.needs(Role::FrontDesk).is_ok(),
        now: w.time(now, zone),
        expected: w.number(as_number(bookings.len())),
        arrived: w.number(as_number(arrived.len())),
        waiting: w.number(as_number(waiting.len())),
        longest: w.minutes(longest / MINUTE),
        none: none(w, sought),
        sought: sought.to_owned(),
        path: "/petugas/hari-ini",
        groups,
        frame: visitor.frame(w.t("counter-nav-today")).await,
    };
    Ok(visitor.page(&page))
}

/// Whether it is the turn of an officer with one of these roles; where papers are awaited it is the applicant's.
fn waits_for(case: &Case, ours: impl Fn(Role) -> bool) -> bool {
    case.state.word() != CaseWord::PapersPending && step_of(case.state.word()).and_then(Verb::role).is_some_and(ours)
}

/// The cases that wait for a step of this officer's roles; whoever only lets people in sees all that wait.
fn waiting<'c>(desk: &Desk, cases: &[&'c Case]) -> Vec<&'c Case> {
    let works = desk.needs_one(&WORKERS[1..]).is_ok();
    cases.iter().copied().filter(|case| waits_for(case, |role| !works || desk.needs(role).is_ok())).collect()
}

/// The case that waits longest for a step of this officer's roles.
fn next<'c>(desk: &Desk, cases: &[&'c Case]) -> Option<&'c Case> {
    let mine = cases.iter().copied().filter(|case| waits_for(case, |role| desk.needs(role).is_ok()));
    mine.min_by_key(|case| case.state_at)
}

/// The same, looked up for a page that lists nothing.
pub(super) async fn next_for(desk: &Desk, reader: &mut Reader) -> Result<Option<Case>, StoreError> {
    let today = desk.visitor.house.now().day_in(zone_of(desk));
    let mut found = cases::of_day(reader, &desk.office, today).await?;
    found.extend(earlier(desk, reader, today).await?);
    found.extend(older_books(desk, reader, today).await?);
    Ok(next(desk, &found.iter().collect::<Vec<_>>()).cloned())
}

/// Books of other days that wait for this printer.
async fn older_books(desk: &Desk, reader: &mut Reader, today: jiff::civil::Date) -> Result<Vec<Case>, StoreError> {
    let states: &[CaseWord] = if desk.needs(Role::Printer).is_ok() { &[CaseWord::Printing, CaseWord::Printed] } else { &[] };
    of_other_days(desk, reader, states, today).await
}

/// The first nine cases open with a digit.
pub(super) fn number_keys<'r>(rows: impl IntoIterator<Item = &'r mut Row>) {
    for (row, key) in rows.into_iter().filter(|row| !row.href.is_empty()).zip(1..=9) {
        row.key = key.to_string();
    }
}

pub(super) fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn sessions(
    w: Words,
    faces: &Faces,
    (bookings, arrived): (&[Booking], &[Case]),
    (now, zone): (Timestamp, Zone),
) -> Result<Vec<Group>, StoreError> {
    let case_of: BTreeMap<&BookingId, &Case> = arrived.iter().map(|case| (&case.booking, case)).collect();
    let mut by_session: BTreeMap<(i64, i64), Vec<&Booking>> = BTreeMap::new();
    for booking in bookings {
        by_session.entry((booking.slot.start.0, booking.slot.end.0)).or_default().push(booking);
    }
    let mut groups = Vec::with_capacity(by_session.len());
    for ((start, end), members) in by_session {
        let came = members.iter().filter(|b| case_of.contains_key(&b.id)).count();
        let rows = members.iter().map(|booking| {
            let face = face(faces, &booking.application)?;
            Ok(match case_of.get(&booking.id) {
                Some(case) => row(w, case, face, now),
                None => expected(w, booking, face),
            })
        });
        let rows = rows.collect::<Result<_, StoreError>>()?;
        let hours = w.hours(kernel::time::TimeOfDay(start), kernel::time::TimeOfDay(end), zone);
        let (all, came) = (members.len().to_string(), came.to_string());
        let title = w.with("counter-session", &[("hours", &hours), ("came", &came), ("all", &all)]);
        groups.push(Group { title, rows });
    }
    Ok(groups)
}

/// Cases of other days that wait for something: papers that came back, a difference that was paid.
async fn earlier(desk: &Desk, reader: &mut Reader, today: jiff::civil::Date) -> Result<Vec<Case>, StoreError> {
    of_other_days(desk, reader, &OPEN, today).await
}

async fn of_other_days(
    desk: &Desk,
    reader: &mut Reader,
    states: &[CaseWord],
    today: jiff::civil::Date,
) -> Result<Vec<Case>, StoreError> {
    let mut found = Vec::new();
    for state in states {
        found.extend(cases::of_state(reader, &desk.office, *state).await?);
    }
    found.retain(|case| case.day != today);
    Ok(found)
}
