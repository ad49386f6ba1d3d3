//! Seat and bill, the visit's date, and the ways out.

use super::open;
use crate::pages::{choose, leave, moves, session};
use crate::submit::Done;
use crate::whole::{Whole, own};
use application::ApplicationState;
use axum::extract::Path;
use kernel::{ids::SlotId, problem::ProblemCode, time::MINUTE};
use schedule::Rules;
use serde::{Deserialize, Serialize};
use shell::{
    Answer, Problem, Query,
    api::{self, Caller, Json, Keyed, ToSchema, utoipa},
    words::Words,
};

/// A submission: the declaration of Art. 126(c) of Law 6/2011, made on what was reviewed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Submission {
    /// The session's id.
    #[schema(max_length = 100)]
    session: String,
    /// The version that was reviewed.
    version: i64,
    /// Must be true: what was given is true and whole.
    declared: bool,
}

/// A submission that was taken: the seat is held and the bill runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Submitted {
    /// The id of the bill.
    bill: String,
}

/// Another session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// The session's id.
    #[schema(max_length = 100)]
    session: String,
}

/// A visit that has a new date.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Moved {
    /// The id of the seat.
    booking: String,
}

/// A visit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Visit {
    /// The office.
    office: String,
    /// Its session.
    session: open::Session,
    /// `held`, `booked`, `checked_in`, `served` or another word of the seat's life.
    state: &'static str,
    /// The number of the seat in its session.
    seat: i64,
    /// How often it was moved.
    moves: i64,
    /// Within which days it may be moved; none when it may not.
    window: Option<Window>,
}

/// When a visit may be moved, and to which days.
#[derive(Debug, Serialize, ToSchema)]
struct Window {
    /// Until when.
    until: String,
    /// First day.
    from: String,
    /// Last day.
    to: String,
}

/// What ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ended {
    /// The state of the application now.
    state: &'static str,
}

fn slot_of(text: &str) -> Result<SlotId, Problem> {
    SlotId::parse(text).map_err(|_| Problem::new(ProblemCode::BadInput).because("journey-session-choose").field("session"))
}

/// What a wish that was not granted means to a program.
fn refused(w: Words, done: &Done, zone: kernel::time::Zone) -> Problem {
    let state = |key| Problem::new(ProblemCode::WrongState).because(key);
    match done {
        Done::Full | Done::RaceLost => Problem::new(ProblemCode::SlotFull),
        Done::Stale => Problem::new(ProblemCode::Stale).field("version"),
        Done::KeyReused => Problem::new(ProblemCode::KeyReused),
        Done::NikElsewhere => state("journey-leave-neutral-text"),
        Done::AlreadyYours { .. } => state("journey-said-yours-text"),
        Done::Limit(most) => state("api-said").with("text", w.count("journey-said-limit-text", *most)),
        Done::TooLate { until } => state("journey-move-too-late").with("until", w.moment(until.plus(-MINUTE), zone)),
        Done::AlreadyMoved => state("journey-move-used"),
        Done::SameDate => state("journey-said-move-same-text"),
        Done::OutsideWindow => state("journey-said-move-outside-text"),
        Done::Closed => Problem::new(ProblemCode::SlotClosed),
        Done::WrongState | Done::Submitted { .. } | Done::Moved { .. } => Problem::new(ProblemCode::WrongState),
    }
}

/// `POST /applications/{id}/submission`: the key is remembered in the same transaction as seat, bill and state.
pub(super) async fn submit(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed<Json<Submission>>) -> Answer {
    query.only(&[])?;
    let said = &keyed.value.value;
    let slot = slot_of(&said.session)?;
    if !said.declared {
        return Err(Problem::new(ProblemCode::BadInput).because("journey-review-declare-needed").field("declared"));
    }
    let house = &caller.visitor.house;
    let whole = Whole::read(house, own(house, &caller.account, &id).await?).await?;
    let zone = whole.office().map_or(kernel::time::Zone::Wib, |o| o.zone);
    let Some((done, _)) = session::place(&caller, &whole, said.version, (slot, keyed.key.clone())).await? else {
        return Err(Problem::new(ProblemCode::WrongState).because("api-not-complete"));
    };
    match done {
        Done::Submitted { bill } => api::created(&Submitted { bill: bill.to_string() }),
        other => Err(refused(caller.visitor.w, &other, zone)),
    }
}

/// `GET /applications/{id}/visit`
pub(super) async fn show(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let house = &caller.visitor.house;
    let application = own(house, &caller.account, &id).await?;
    let booking = schedule::live_of(&mut house.reader(), &application.id).await?.ok_or_else(Problem::not_found)?;
    let rules = Rules::of(&catalogue::current(house), booking.slot.day);
    let window = schedule::move_window(&booking, &rules, house.now()).ok();
    api::json(&Visit {
        office: booking.slot.office.to_string(),
        session: open::session(&booking.slot, house.now()),
        state: booking.state.code(),
        seat: booking.seat,
        moves: booking.moves,
        window: window.map(|w| Window { until: w.until.rfc3339(), from: w.from.to_string(), to: w.to.to_string() }),
    })
}

/// `POST /applications/{id}/visit`: another date for a paid visit, or the date after late money.
pub(super) async fn change(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed<Json<Wanted>>) -> Answer {
    query.only(&[])?;
    let slot = slot_of(&keyed.value.value.session)?;
    let house = &caller.visitor.house;
    let application = own(house, &caller.account, &id).await?;
    let office = application.office.as_ref();
    let zone = office.and_then(|o| catalogue::current(house).office(o).map(|o| o.zone)).unwrap_or(kernel::time::Zone::Wib);
    let wish = (slot, keyed.key.clone(), None);
    let done = if matches!(application.state, ApplicationState::ChooseDate { .. }) {
        choose::take(&caller, &application, wish).await?
    } else {
        moves::move_to(&caller, &application, wish).await?
    };
    match done {
        Done::Moved { booking } => api::created(&Moved { booking: booking.to_string() }),
        other => Err(refused(caller.visitor.w, &other, zone)),
    }
}

/// `POST /applications/{id}/cancellation`
pub(super) async fn cancel(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let house = &caller.visitor.house;
    let application = own(house, &caller.account, &id).await?;
    let work = async { leave::withdraw(&caller, &application).await.map(|()| (200, Ended { state: "cancelled" })) };
    keyed.once((house, &caller.account), work).await
}

/// `POST /applications/{id}/return`
pub(super) async fn give_back(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let house = &caller.visitor.house;
    let application = own(house, &caller.account, &id).await?;
    let work = async { leave::give_up(&caller, &application).await.map(|()| (200, Ended { state: "given_back" })) };
    keyed.once((house, &caller.account), work).await
}
