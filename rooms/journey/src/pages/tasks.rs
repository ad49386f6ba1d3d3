//! The task list of an open application: parts in any order, each with its true state, one button for what is next.

use crate::draft::{self, PartState};
use crate::pages::offices::next_free;
use crate::voyage::word_key;
use crate::whole::Whole;
use application::StateWord;
use askama::Template;
use kernel::time::add_days;
use shell::{Answer, Citizen, Frame, Problem, words::Words};

struct Row {
    href: String,
    title: String,
    small: String,
    state: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct Tasks {
    frame: Frame,
    over: String,
    title: String,
    done: i64,
    total: i64,
    stage: String,
    about: Vec<Row>,
    papers: Vec<Row>,
    choice: Vec<Row>,
    send: Vec<Row>,
    next_label: String,
    next_href: String,
    ended: String,
    ended_text: String,
    again_href: String,
    nearest: String,
    nearest_text: String,
    kept: String,
    cancel_href: String,
    deletable: bool,
}

fn row(w: Words, state: PartState, title: String, small: String, href: String) -> Row {
    Row { href, title, small, state: state.code(), word: w.t(&format!("journey-part-{}", state.code())) }
}

fn about(w: Words, whole: &Whole) -> Vec<(PartState, Row)> {
    draft::sections(whole)
        .into_iter()
        .map(|s| {
            let small = match s.state {
                PartState::Partly | PartState::Fix => {
                    w.with("journey-part-count", &[("n", &s.answered.to_string()), ("n_all", &s.asked.to_string())])
                }
                _ => String::new(),
            };
            let title = w.t(&format!("journey-section-{}", s.code));
            (s.state, row(w, s.state, title, small, whole.path(&format!("isi/{}", s.step))))
        })
        .collect()
}

fn papers(w: Words, whole: &Whole) -> Vec<(PartState, Row)> {
    let missing = whole.papers_lacking();
    let small = if missing.is_empty() {
        String::new()
    } else {
        w.with("journey-papers-missing", &[("what", &missing.iter().map(|n| n.name(w.lang())).collect::<Vec<_>>().join(", "))])
    };
    let state = draft::papers(whole);
    let check = draft::check(whole);
    let check_small = match check {
        PartState::Locked => w.t("journey-check-locked"),
        PartState::Fix => w.t("journey-check-look"),
        _ => String::new(),
    };
    vec![
        (state, row(w, state, w.t("journey-part-papers"), small, whole.path("berkas"))),
        (check, row(w, check, w.t("journey-part-check"), check_small, whole.path("periksa"))),
    ]
}

fn choice(w: Words, whole: &Whole) -> Vec<(PartState, Row)> {
    let (book, office) = (draft::book(whole), draft::office(whole));
    let book_small = whole.book().map_or_else(String::new, |b| b.name(w.lang()).to_owned());
    let office_small = match (whole.office(), whole.offer()) {
        (Some(_), Some(offer)) if office == PartState::Fix => catalogue::offer_text(&w, offer).unwrap_or_default(),
        (Some(office), _) => office.name.clone(),
        (None, _) => String::new(),
    };
    vec![
        (book, row(w, book, w.t("journey-part-passport"), book_small, whole.path("paspor"))),
        (office, row(w, office, w.t("journey-part-office"), office_small, whole.path("kantor"))),
    ]
}

fn send(w: Words, whole: &Whole) -> Vec<(PartState, Row)> {
    let complete = whole.complete();
    let session = if complete { PartState::Todo } else { PartState::Locked };
    let small = if complete { String::new() } else { w.t("journey-part-review-small") };
    let locked = if complete { String::new() } else { w.t("journey-part-session-small") };
    vec![
        (PartState::Todo, row(w, PartState::Todo, w.t("journey-part-review"), small, whole.path("tinjau"))),
        (session, row(w, session, w.t("journey-part-session"), locked, whole.path("tinjau"))),
    ]
}

/// The first part that wants something, in the order of the page.
fn next<'r>(parts: &'r [&[(PartState, Row)]]) -> Option<&'r Row> {
    let all = || parts.iter().flat_map(|p| p.iter());
    let open = |s: PartState| matches!(s, PartState::Todo | PartState::Partly | PartState::Fix);
    // the registers' verdict stops nobody
    all().find(|(state, row)| open(*state) && !(row.href.ends_with("/periksa") && *state == PartState::Fix)).map(|(_, row)| row)
}

/// Draws the list.
pub(crate) async fn show(citizen: &Citizen, whole: &Whole) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let (about, papers, choice, send) = (about(w, whole), papers(w, whole), choice(w, whole), send(w, whole));
    let counted: Vec<PartState> = about.iter().chain(&papers).chain(&choice).map(|(s, _)| *s).collect();
    let done = counted.iter().filter(|s| **s == PartState::Done).count();
    let total = counted.len() + 2;
    let (nearest, nearest_text) = nearest(citizen, whole).await?;
    let parts = [about.as_slice(), &papers, &choice, &send];
    let following = next(&parts);
    let word = whole.application.state.word();
    let is_draft = word == StateWord::Draft;
    let days = whole.catalogue.limit("draft_days", whole.today);
    let title = whole.name();
    let kind = format!("journey-kind-{}", whole.application.kind.code());
    let heading =
        if title.is_empty() { w.t("journey-tasks-title") } else { w.with("journey-tasks-title-of", &[("name", &title)]) };
    let numbers = [("n", done.to_string()), ("n_all", total.to_string())];
    let page = Tasks {
        over: w.t(&kind),
        done: i64::try_from(done).unwrap_or(0),
        total: i64::try_from(total).unwrap_or(0),
        stage: w.with("journey-tasks-stage", &[("n", &numbers[0].1), ("n_all", &numbers[1].1)]),
        next_label: following.map_or_else(String::new, |r| w.with("journey-tasks-next", &[("what", &r.title)])),
        next_href: following.map_or_else(String::new, |r| r.href.clone()),
        ended: if is_draft { String::new() } else { w.t(&format!("journey-lead-{}", word_key(word))) },
        ended_text: if is_draft { String::new() } else { w.t(&format!("journey-next-{}", word_key(word))) },
        again_href: if !is_draft && whole.complete() { whole.path("jadwal") } else { String::new() },
        nearest,
        nearest_text,
        kept: w.with("journey-tasks-kept", &[("day", &w.plain_day(add_days(whole.today, days)))]),
        cancel_href: whole.path("batal"),
        deletable: matches!(word, StateWord::Draft | StateWord::Expired),
        about: about.into_iter().map(|(_, r)| r).collect(),
        papers: papers.into_iter().map(|(_, r)| r).collect(),
        choice: choice.into_iter().map(|(_, r)| r).collect(),
        send: send.into_iter().map(|(_, r)| r).collect(),
        frame: visitor.frame(heading.clone()).await,
        title: heading,
    };
    Ok(visitor.page(&page))
}

/// The nearest free session of the chosen office and type.
async fn nearest(citizen: &Citizen, whole: &Whole) -> Result<(String, String), Problem> {
    let w = citizen.visitor.w;
    let (Some(office), Some(book), true) = (whole.office(), whole.book(), whole.place_chosen()) else {
        return Ok((String::new(), String::new()));
    };
    let Some(slot) = next_free(&citizen.visitor.house, office, &book.group).await? else {
        return Ok((w.t("journey-office-none-free"), String::new()));
    };
    let free = slot.free(citizen.visitor.house.now()).to_string();
    let text = [("hours", w.hours(slot.start, slot.end, slot.zone)), ("office", office.short_name().to_owned()), ("n", free)];
    let text: Vec<(&str, &str)> = text.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Ok((w.near_day(slot.day), w.with("journey-tasks-nearest", &text)))
}
