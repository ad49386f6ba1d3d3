//! Today's visits of the own office, by session.

use super::say::{self, Tag};
use super::{WORKERS, zone_of};
use crate::model::{Case, CaseWord};
use crate::store::cases;
use askama::Template;
use kernel::role::Role;
use kernel::time::{MINUTE, Timestamp, Zone};
use schedule::{Booking, BookingState};
use shell::{Answer, Desk, Frame, Problem, Query};
use std::collections::BTreeMap;
use store::{Reader, StoreError};

/// States of cases that go on on another day than that of the visit.
const OPEN: [CaseWord; 5] =
    [CaseWord::CheckedIn, CaseWord::PapersPending, CaseWord::AwaitingDifference, CaseWord::Interview, CaseWord::Adjudication];

pub(super) struct Row {
    pub queue: String,
    pub href: String,
    pub name: String,
    pub nik: String,
    pub kind: String,
    pub book: String,
    pub tag: Tag,
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
    title: String,
    now: String,
    expected: String,
    arrived: String,
    waiting: String,
    longest: String,
    groups: Vec<Group>,
}

/// A row of a case.
pub(super) async fn row(desk: &Desk, reader: &mut Reader, case: &Case, now: Timestamp) -> Result<Row, StoreError> {
    let face = say::face(desk, reader, &case.application).await?;
    let w = desk.visitor.w;
    let waits = !matches!(case.state.word(), CaseWord::Collected | CaseWord::Rejected | CaseWord::Void);
    Ok(Row {
        queue: case.queue.clone(),
        href: format!("/petugas/kasus/{}", case.id),
        name: face.name,
        nik: face.nik,
        kind: face.kind,
        book: face.book,
        tag: say::state(w, case.state.word()),
        waited: if waits { w.minutes(now.since(case.state_at) / MINUTE) } else { "—".to_owned() },
    })
}

async fn expected(desk: &Desk, reader: &mut Reader, booking: &Booking) -> Result<Row, StoreError> {
    let face = say::face(desk, reader, &booking.application).await?;
    let missed = booking.state == BookingState::NoShow;
    let text = desk.visitor.w.t(if missed { "counter-missed" } else { "counter-expected" });
    Ok(Row {
        queue: "—".to_owned(),
        href: String::new(),
        name: face.name,
        nik: face.nik,
        kind: face.kind,
        book: face.book,
        tag: Tag { class: "", sign: if missed { "x" } else { "clock" }, text },
        waited: "—".to_owned(),
    })
}

/// `GET /petugas/hari-ini`
pub(super) async fn show(desk: Desk, query: Query) -> Answer {
    say::needs_one(&desk, &WORKERS)?;
    query.only(&[])?;
    let (visitor, w, zone) = (&desk.visitor, desk.visitor.w, zone_of(&desk));
    let now = visitor.house.now();
    let today = now.day_in(zone);
    let mut reader = visitor.house.reader();
    let bookings = schedule::of_day(&mut reader, &desk.office, today).await?;
    let arrived = cases::of_day(&mut reader, &desk.office, today).await?;
    let waiting: Vec<&Case> = arrived.iter().filter(|c| OPEN.contains(&c.state.word())).collect();
    let longest = waiting.iter().map(|c| now.since(c.state_at)).max().unwrap_or(0);
    let mut groups = sessions(&desk, &mut reader, &bookings, &arrived, (now, zone)).await?;
    groups.extend(earlier(&desk, &mut reader, (now, today)).await?);
    let page = Today {
        title: w.with("counter-today-title", &[("day", &w.day(today))]),
        enters: desk.needs(Role::FrontDesk).is_ok(),
        now: w.time(now, zone),
        expected: w.number(as_number(bookings.len())),
        arrived: w.number(as_number(arrived.len())),
        waiting: w.number(as_number(waiting.len())),
        longest: w.minutes(longest / MINUTE),
        groups,
        frame: visitor.frame(w.t("counter-nav-today")).await,
    };
    Ok(visitor.page(&page))
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

async fn sessions(
    desk: &Desk,
    reader: &mut Reader,
    bookings: &[Booking],
    arrived: &[Case],
    (now, zone): (Timestamp, Zone),
) -> Result<Vec<Group>, Problem> {
    let w = desk.visitor.w;
    let mut by_session: BTreeMap<(i64, i64), Vec<&Booking>> = BTreeMap::new();
    for booking in bookings {
        by_session.entry((booking.slot.start.0, booking.slot.end.0)).or_default().push(booking);
    }
    let mut groups = Vec::with_capacity(by_session.len());
    for ((start, end), members) in by_session {
        let mut rows = Vec::with_capacity(members.len());
        let mut came = 0;
        for booking in &members {
            rows.push(match arrived.iter().find(|c| c.booking == booking.id) {
                Some(case) => {
                    came += 1;
                    row(desk, reader, case, now).await?
                }
                None => expected(desk, reader, booking).await?,
            });
        }
        let hours = w.hours(kernel::time::TimeOfDay(start), kernel::time::TimeOfDay(end), zone);
        let (all, came) = (members.len().to_string(), came.to_string());
        let title = w.with("counter-session", &[("hours", &hours), ("came", &came), ("all", &all)]);
        groups.push(Group { title, rows });
    }
    Ok(groups)
}

/// Cases of other days that wait for something: papers that came back, a difference that was paid.
async fn earlier(
    desk: &Desk,
    reader: &mut Reader,
    (now, today): (Timestamp, jiff::civil::Date),
) -> Result<Option<Group>, Problem> {
    let mut rows = Vec::new();
    for state in OPEN {
        for case in cases::of_state(reader, &desk.office, state).await? {
            if case.day != today {
                rows.push(row(desk, reader, &case, now).await?);
            }
        }
    }
    let title = desk.visitor.w.t("counter-earlier");
    Ok((!rows.is_empty()).then_some(Group { title, rows }))
}
