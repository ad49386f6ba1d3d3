//! The journey as programs walk it: the same doors as the pages, one operation for each decision.

mod application;
mod draft;
mod needs;
mod open;
mod visit;

use kernel::problem::ProblemCode;
use shell::api::{Endpoint, Holds, TOKENS};

const STATE: &[ProblemCode] = &[ProblemCode::WrongState];
const SEAT: &[ProblemCode] = &[ProblemCode::WrongState, ProblemCode::Stale, ProblemCode::SlotFull, ProblemCode::SlotClosed];

/// The operations of this room.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut all = public();
    all.extend(draft_and_after());
    all
}

fn public() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/offices", "offices", open::offices)
            .open()
            .query("q", Holds::Text)
            .query("province", Holds::Text)
            .query("near", Holds::Text)
            .gives_slices::<open::Office>(),
        Endpoint::get("/offices/{office}", "office", open::office).open().gives::<open::Office>(200),
        Endpoint::get("/offices/{office}/availability", "availability", open::availability)
            .open()
            .needs("book", Holds::Text)
            .query("month", Holds::Month)
            .gives::<open::Calendar>(200),
        Endpoint::get("/offices/{office}/sessions", "sessions", open::sessions)
            .open()
            .needs("book", Holds::Text)
            .needs("day", Holds::Day)
            .gives_slices::<open::Session>(),
        Endpoint::get("/needs", "needs", needs::needs)
            .open()
            .needs("for", Holds::OneOf(needs::FOR))
            .needs("before", Holds::OneOf(needs::BEFORE))
            .query("old", Holds::OneOf(needs::OLD))
            .needs("type", Holds::Text)
            .gives::<needs::Needs>(200)
            .refuses(&[ProblemCode::NotFound]),
        Endpoint::get("/status", "status", open::status).open().gives::<open::Status>(200),
        Endpoint::post("/progress", "progress", open::progress)
            .open()
            .counted(TOKENS)
            .takes::<open::Sought>()
            .gives::<open::Progress>(200)
            .refuses(&[ProblemCode::NotFound]),
    ]
}

fn draft_and_after() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/applications", "applications", application::list).gives_slices::<application::Brief>(),
        Endpoint::post("/applications", "application-create", application::create).gives::<application::Made>(201),
        Endpoint::get("/applications/{id}", "application", application::one).gives::<application::Standing>(200),
        Endpoint::get("/applications/{id}/timeline", "timeline", application::timeline).gives_slices::<application::Knot>(),
        Endpoint::get("/applications/{id}/check", "check", draft::check).gives::<draft::Check>(200).refuses(STATE),
        Endpoint::post("/applications/{id}/check", "check-run", draft::run).gives::<draft::RegisterAnswer>(200).refuses(STATE),
        Endpoint::post("/applications/{id}/check/insistence", "check-insist", draft::insist)
            .gives::<draft::Noted>(200)
            .refuses(STATE),
        Endpoint::post("/applications/{id}/check/replacement", "check-replace", draft::replace)
            .gives::<draft::Noted>(200)
            .refuses(STATE),
        Endpoint::post("/applications/{id}/check/dispute", "check-dispute", draft::dispute)
            .gives::<draft::Noted>(200)
            .refuses(STATE),
        Endpoint::put("/applications/{id}/passport-type", "passport-choose", draft::passport)
            .takes::<draft::Code>()
            .refuses(STATE),
        Endpoint::put("/applications/{id}/office", "office-choose", draft::office)
            .takes::<draft::Code>()
            .refuses(&[ProblemCode::WrongState, ProblemCode::SlotClosed]),
        Endpoint::get("/applications/{id}/review", "review", draft::review).gives::<draft::Review>(200).refuses(STATE),
        Endpoint::post("/applications/{id}/submission", "submit", visit::submit)
            .takes::<visit::Submission>()
            .gives::<visit::Submitted>(201)
            .refuses(SEAT),
        Endpoint::get("/applications/{id}/visit", "visit", visit::show).gives::<visit::Visit>(200),
        Endpoint::post("/applications/{id}/visit", "visit-move", visit::change)
            .takes::<visit::Wanted>()
            .gives::<visit::Moved>(201)
            .refuses(SEAT),
        Endpoint::post("/applications/{id}/cancellation", "cancel", visit::cancel).gives::<visit::Ended>(200).refuses(STATE),
        Endpoint::post("/applications/{id}/return", "give-back", visit::give_back).gives::<visit::Ended>(200).refuses(STATE),
    ]
}
