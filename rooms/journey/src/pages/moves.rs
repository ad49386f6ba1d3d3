//! Another date for a paid visit: what is allowed is said first, the old seat is kept until the new one is taken.

use crate::pages::days::{self, Looked, Range};
use crate::pages::session::{Again, Said, SessionPage, day_link, zone_text};
use crate::submit::{Asker, Done, Member, Wish, ask};
use crate::whole::{Whole, own};
use application::Application;
use axum::extract::Path;
use kernel::{ids::SlotId, problem::ProblemCode, time::MINUTE};
use schedule::{Booking, MoveRefused, MoveWindow, Rules};
use shell::{Answer, Citizen, Fields, Problem, Query, see_other, words::Words};

/// The visit and what may be done about its date.
struct Visit {
    whole: Whole,
    booking: Booking,
    window: Result<MoveWindow, MoveRefused>,
}

async fn read(citizen: &Citizen, id: &str) -> Result<Visit, Problem> {
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, id).await?;
    let booking = schedule::live_of(&mut house.reader(), &application.id).await?;
    let back = crate::whole::path(&application.id, "");
    let whole = Whole::read(&house, application).await?;
    let Some(booking) = booking.filter(|b| b.state == schedule::BookingState::Booked) else {
        return Err(Problem::new(ProblemCode::WrongState).because("journey-problem-no-visit").back(back));
    };
    let rules = Rules::of(&whole.catalogue, booking.slot.day);
    let window = schedule::move_window(&booking, &rules, house.now());
    Ok(Visit { whole, booking, window })
}

/// Why the visit cannot be moved, as a page.
fn refused(w: Words, visit: &Visit, refused: &MoveRefused) -> Problem {
    let back = visit.whole.path("");
    let problem = Problem::new(ProblemCode::WrongState).back(back);
    match refused {
        MoveRefused::AlreadyMoved => problem.because("journey-move-used"),
        MoveRefused::TooLate { until } => {
            problem.because("journey-move-too-late").with("until", w.moment(until.plus(-MINUTE), visit.booking.zone))
        }
        _ => problem.because("journey-problem-no-visit"),
    }
}

async fn draw(citizen: &Citizen, visit: Visit, looked: &Looked, again: Again) -> Answer {
    let (visitor, w, house) = (&citizen.visitor, citizen.visitor.w, citizen.visitor.house.clone());
    let window = match &visit.window {
        Ok(window) => *window,
        Err(error) => return Err(refused(w, &visit, error)),
    };
    let Visit { whole, booking, .. } = visit;
    let slot = &booking.slot;
    let range = Range {
        office: &slot.office,
        zone: booking.zone,
        group: &slot.group,
        from: window.from,
        to: window.to,
        except: Some(slot.day),
    };
    let page = whole.path("ubah-jadwal");
    let days = days::read(&mut house.reader(), w, &range, looked, |day, strip| day_link(&page, day, strip, "")).await?;
    let now_at = format!("{}, {}", w.day(slot.day), w.hours(slot.start, slot.end, booking.zone));
    let office = whole.office().map_or_else(String::new, |o| o.name.clone());
    let moves = whole.catalogue.limit("reschedule_max", whole.today).to_string();
    let until = w.moment(window.until.plus(-MINUTE), booking.zone);
    let (first, last) = (w.plain_day(window.from), w.plain_day(window.to));
    let status = again.status();
    let drawn = SessionPage {
        back: whole.path(""),
        back_label: w.t("journey-back-application"),
        action: page.clone(),
        version: whole.version(),
        hidden: Vec::new(),
        title: w.t("journey-move-title"),
        lines: vec![office, w.with("journey-move-now", &[("when", &now_at)])],
        wrong: again.wrong(w),
        slot_error: if again.slot_error { w.t("journey-session-choose") } else { String::new() },
        declare_error: String::new(),
        ask_declaration: false,
        zone_text: zone_text(w, &whole, &days),
        aside_title: w.t("journey-move-rules"),
        aside: vec![
            w.with("journey-move-rule-once", &[("n", &moves)]),
            w.with("journey-move-rule-until", &[("until", &until)]),
            w.with("journey-move-rule-window", &[("from", &first), ("to", &last)]),
            w.t("journey-move-rule-office"),
            w.t("journey-move-rule-seat"),
        ],
        bar_lead: days.title.clone(),
        bar_text: w.t("journey-move-free"),
        button: w.t("journey-move-send"),
        note: again.note,
        days,
        frame: visitor.frame(w.t("journey-move-title")).await,
    };
    Ok(visitor.page_with(status, &drawn))
}

/// `GET /permohonan/{id}/ubah-jadwal`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["hari", "bagian"])?;
    let looked = Looked::read(&query)?;
    let visit = read(&citizen, &id).await?;
    draw(&citizen, visit, &looked, Again::default()).await
}

/// Moves a paid visit to another session; `seen` is the version that was looked at, none where nobody asks.
pub(crate) async fn move_to(
    citizen: &Citizen,
    application: &Application,
    (slot, key, seen): (SlotId, String, Option<i64>),
) -> Result<Done, Problem> {
    let asker = Asker { account: citizen.account.clone(), application: application.id.clone(), key, slot, seen };
    Ok(ask(&citizen.visitor.house, Member { asker, wish: Wish::Move }).await?)
}

/// `POST /permohonan/{id}/ubah-jadwal`
pub(crate) async fn submit(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["slot", "hari", "bagian"])?;
    let key = fields.key()?.to_owned();
    let looked = Looked::read(&fields)?;
    let (house, w) = (citizen.visitor.house.clone(), citizen.visitor.w);
    let application = own(&house, &citizen.account, &id).await?;
    let Some(slot) = looked.slot.clone() else {
        let visit = read(&citizen, &id).await?;
        return draw(&citizen, visit, &looked, Again { slot_error: true, ..Again::default() }).await;
    };
    let done = move_to(&citizen, &application, (slot, key, fields.version())).await?;
    let visit = match &done {
        Done::Moved { .. } => return Ok(see_other(crate::whole::path(&application.id, ""))),
        Done::KeyReused => return Err(Problem::new(ProblemCode::KeyReused)),
        _ => read(&citizen, &id).await?,
    };
    let note = match done {
        Done::Stale => Said::changed(w, &visit.whole),
        Done::Full | Done::RaceLost => Said::warn(w, "move-taken"),
        Done::SameDate => Said::warn(w, "move-same"),
        Done::OutsideWindow => Said::warn(w, "move-outside"),
        _ => Said::warn(w, "shut"),
    };
    draw(&citizen, visit, &looked, Again { note: Some(note), conflict: true, ..Again::default() }).await
}
