//! `/petugas/penyuluhan/{id}`: one day at the desk, with the list of who came.

use super::{Facts, desk::own_day, plan::changes};
use crate::{
    guests as acts,
    model::{Guest, InformationDay, Source, WALK_IN_MAX},
    store::guests,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::{field::FieldError, ids::GuestId, name::squeeze, problem::ProblemCode, time::Timestamp};
use shell::{Answer, Desk, Fields, FormErrors, Frame, House, Problem, Query, see_other, words::Words};
use store::{Actor, AuditEntry, StoreError};

/// Lines of a form: a form has at most 200 fields.
const LINES: usize = 100;
/// The longest name of a guest, in characters.
const NAME_MAX: usize = 100;

struct Line {
    id: String,
    number: usize,
    name: String,
    contact: String,
    persons: i64,
    came: bool,
    walk_in: bool,
}

#[derive(Template)]
#[template(path = "attendance.html")]
struct DayPage {
    frame: Frame,
    day: Facts,
    path: String,
    registered: String,
    came: String,
    walked: String,
    lines: Vec<Line>,
    /// Who was added last by hand: her removal has the key, for it is where one errs.
    newest: String,
    before: String,
    /// The day has come: ticks are taken.
    begun: bool,
    /// It can still be changed or cancelled.
    changeable: bool,
    version: String,
    walk_name: String,
    walk_name_error: String,
    walk_persons: String,
    walk_error: String,
    errors: Vec<(String, String)>,
    history: Vec<String>,
    earlier: String,
    later: String,
    page_text: String,
    at: usize,
    saved: String,
    /// What officers changed since the page was opened; its ticks are kept.
    changed: String,
}

/// Whether ticks are taken: from the civil day on, at the office.
fn has_come(day: &InformationDay, now: Timestamp) -> bool {
    day.is_open() && now >= day.zone.day_start(day.plan.day)
}

fn line(w: Words, number: usize, guest: &Guest) -> Line {
    let card = guest.card.as_ref();
    let contact = card.map(|c| {
        let phone = c.phone.as_ref().map(ToString::to_string);
        let email = c.email.as_ref().map(ToString::to_string);
        phone.into_iter().chain(email).collect::<Vec<_>>().join(" · ")
    });
    let name = match (card, guest.source) {
        (Some(card), _) => card.name.clone(),
        (None, Source::WalkIn) => w.t("outreach-walk-in-nameless"),
        (None, Source::Registered) => w.t("outreach-forgotten"),
    };
    Line {
        id: guest.id.to_string(),
        number,
        name,
        contact: contact.unwrap_or_default(),
        persons: guest.persons,
        came: guest.came > 0,
        walk_in: guest.source == Source::WalkIn,
    }
}

/// Whoever opens a list with names is written down.
async fn note_opened(desk: &Desk, day: &InformationDay) -> Result<(), StoreError> {
    let opened = desk.visitor.house.db.transact::<_, StoreError, _>(|tx| {
        let entry = AuditEntry {
            actor: Actor::Officer(desk.officer.clone()),
            action: "outreach.list_opened",
            object: "information_day",
            id: day.id.as_str(),
            application: None,
            detail: serde_json::json!({}),
        };
        Box::pin(async move { tx.audit(entry).await })
    });
    opened.await
}

/// What the forms say when they come back.
#[derive(Default)]
struct Typed {
    name: String,
    persons: String,
    faults: FormErrors,
    /// What was ticked on a page that had become old, and what changed meanwhile.
    stale: Option<(Vec<GuestId>, String)>,
}

async fn draw(desk: &Desk, day: &InformationDay, (at, saved): (usize, String), typed: Typed) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let house = &visitor.house;
    let list = guests::list(&house.vault, &mut house.reader(), &day.id).await?;
    if list.iter().any(|g| g.card.is_some()) {
        note_opened(desk, day).await?;
    }
    let sum = |source: Source| list.iter().filter(|g| g.source == source).map(|g| g.came).sum::<i64>();
    let mut shown: Vec<Line> =
        list.iter().enumerate().skip((at - 1) * LINES).take(LINES).map(|(n, g)| line(w, n + 1, g)).collect();
    let before: Vec<String> = shown.iter().filter(|l| l.came && !l.walk_in).map(|l| l.id.clone()).collect();
    let (ticked, changed) = typed.stale.unzip();
    if let Some(ticked) = ticked {
        for line in shown.iter_mut().filter(|line| !line.walk_in) {
            line.came = ticked.iter().any(|id| id.as_str() == line.id);
        }
    }
    let pages = list.len().div_ceil(LINES).max(1);
    let path = format!("/petugas/penyuluhan/{}", day.id);
    let tables = catalogue::current(house);
    let page = DayPage {
        frame: visitor.frame(super::title(w, day)).await,
        registered: w.with("outreach-of", &[("n", &day.taken.to_string()), ("n_of", &day.plan.capacity.to_string())]),
        came: w.number(sum(Source::Registered)),
        walked: w.number(sum(Source::WalkIn)),
        before: before.join(","),
        begun: has_come(day, house.now()),
        changeable: day.is_open() && house.now() < day.ends_at,
        version: day.version.to_string(),
        walk_name_error: typed.faults.sentence(w, "nama"),
        walk_name: typed.name,
        walk_persons: typed.persons,
        walk_error: typed.faults.sentence(w, "jumlah"),
        errors: typed.faults.sentences(w),
        history: changes(desk, day, 0).await?,
        earlier: if at > 1 { format!("{path}?halaman={}", at - 1) } else { String::new() },
        later: if at < pages { format!("{path}?halaman={}", at + 1) } else { String::new() },
        page_text: w.with("outreach-days-page", &[("n", &at.to_string()), ("n_of", &pages.to_string())]),
        newest: shown.iter().rfind(|line| line.walk_in).map(|line| line.id.clone()).unwrap_or_default(),
        lines: shown,
        day: Facts::of(w, &tables, day, house.now()),
        path,
        at,
        saved,
        changed: changed.unwrap_or_default(),
    };
    let status = match (typed.faults.is_empty(), page.changed.is_empty()) {
        (_, false) => StatusCode::CONFLICT,
        (true, true) => StatusCode::OK,
        (false, true) => StatusCode::BAD_REQUEST,
    };
    Ok(visitor.page_with(status, &page))
}

fn page_number(text: &str) -> Result<usize, Problem> {
    match text {
        "" => Ok(1),
        text => {
            let number = text.parse().ok().filter(|n| (1..=100).contains(n));
            number.ok_or_else(|| Problem::new(ProblemCode::BadInput).field("halaman"))
        }
    }
}

/// Draws the day.
pub async fn show(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["halaman", "tersimpan"])?;
    let day = own_day(&desk, &id).await?;
    let saved = if query.has("tersimpan") { desk.visitor.w.t("outreach-saved") } else { String::new() };
    draw(&desk, &day, (page_number(query.get("halaman"))?, saved), Typed::default()).await
}

fn too_early(house: &House, day: &InformationDay) -> Result<(), Problem> {
    if has_come(day, house.now()) {
        return Ok(());
    }
    let back = format!("/petugas/penyuluhan/{}", day.id);
    Err(Problem::new(ProblemCode::WrongState).because("outreach-problem-not-yet").back(back))
}

fn ids(texts: impl Iterator<Item = String>) -> Result<Vec<GuestId>, Problem> {
    texts.map(|t| GuestId::parse(&t).map_err(|_| Problem::new(ProblemCode::BadInput).field("tadi"))).collect()
}

/// `POST .../hadir`: who came, with what was ticked when the page was drawn.
pub async fn tick(desk: Desk, Path(id): Path<String>, fields: Fields) -> Answer {
    let day = own_day(&desk, &id).await?;
    let house = &desk.visitor.house;
    too_early(house, &day)?;
    fields.known(|name| name.starts_with("datang-") || ["kunci", "versi", "tadi", "halaman"].contains(&name))?;
    let at = page_number(fields.get("halaman"))?;
    let ticked = ids(fields.iter().filter_map(|(name, _)| name.strip_prefix("datang-").map(str::to_owned)))?;
    let before = ids(fields.get("tadi").split(',').filter(|t| !t.is_empty()).map(str::to_owned))?;
    if fields.is_stale(day.version) {
        let said = changes(&desk, &day, fields.version().unwrap_or(0)).await?.join(" ");
        let said = desk.visitor.w.with("outreach-problem-stale", &[("changes", &said)]);
        return draw(&desk, &day, (at, String::new()), Typed { stale: Some((ticked, said)), ..Typed::default() }).await;
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        let (day, ticked, before, desk) = (&day.id, &ticked, &before, &desk);
        Box::pin(async move { acts::note_came(tx, day, (ticked, before), &desk.officer).await })
    });
    done.await?;
    Ok(see_other(format!("/petugas/penyuluhan/{}?halaman={at}&tersimpan", day.id)))
}

/// `POST .../tamu`: persons who came without registration.
pub async fn walk_in(desk: Desk, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["nama", "jumlah"])?;
    let day = own_day(&desk, &id).await?;
    let house = &desk.visitor.house;
    too_early(house, &day)?;
    let own = fields.key()?;
    let name = squeeze(fields.get("nama"));
    let mut faults = FormErrors::default();
    let persons = fields.get("jumlah").parse::<i64>().ok().filter(|n| (1..=WALK_IN_MAX).contains(n));
    let persons = faults.take("jumlah", persons.ok_or(FieldError::Words("outreach-error-walk-in")));
    if name.chars().count() > NAME_MAX {
        faults.add("nama", FieldError::TooLong(NAME_MAX));
    }
    let Some(persons) = persons.filter(|_| faults.is_empty()) else {
        let typed = Typed { name, persons: fields.get("jumlah").to_owned(), faults, stale: None };
        return draw(&desk, &day, (1, String::new()), typed).await;
    };
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        let (day, name, desk) = (&day.id, name.as_str(), &desk);
        Box::pin(async move { acts::walk_in(&house.vault, tx, day, (name, persons), (own, &desk.officer)).await })
    });
    done.await?;
    Ok(see_other(format!("/petugas/penyuluhan/{}?tersimpan", day.id)))
}

/// `POST .../tamu/hapus`: a line that was added by mistake.
pub async fn remove(desk: Desk, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["tamu"])?;
    let day = own_day(&desk, &id).await?;
    let house = &desk.visitor.house;
    let guest = GuestId::parse(fields.get("tamu"))?;
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        let (day, guest, desk) = (&day.id, &guest, &desk);
        Box::pin(async move { acts::remove_walk_in(tx, day, guest, &desk.officer).await })
    });
    done.await?;
    Ok(see_other(format!("/petugas/penyuluhan/{}?tersimpan", day.id)))
}
