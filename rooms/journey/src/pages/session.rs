//! The session, chosen last: this POST submits. Seat, bill and state come together or not at all.

use crate::pages::check::closed;
use crate::pages::days::{self, Days, Looked, Range};
use crate::pages::leave;
use crate::submit::{Asker, Done, Member, Order, Wish, ask};
use crate::whole::{LANE, Whole, first_day, own};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::civil::Date;
use kernel::{ids::SlotId, problem::ProblemCode, time::add_days};
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other, words::Words};

/// A message above the choice, with a way on.
pub(crate) struct Said {
    pub kind: &'static str,
    pub lead: String,
    pub text: String,
    pub href: String,
    pub link: String,
}

impl Said {
    /// A lead and its sentence, by the end of their keys.
    pub(crate) fn warn(w: Words, key: &str) -> Self {
        let (lead, text) = (w.t(&format!("journey-said-{key}")), w.t(&format!("journey-said-{key}-text")));
        Self { kind: "warn", lead, text, href: String::new(), link: String::new() }
    }

    /// The page had become old: what stands there now.
    pub(crate) fn changed(w: Words, whole: &Whole) -> Self {
        let (lead, text) = (w.t("journey-changed"), whole.changed(w));
        Self { kind: "warn", lead, text, href: String::new(), link: String::new() }
    }

    pub(crate) fn to(mut self, link: String, href: String) -> Self {
        (self.link, self.href) = (link, href);
        self
    }
}

/// A page on which a session is chosen: to submit, to move, or after late money.
#[derive(Template)]
#[template(path = "session.html")]
pub(crate) struct SessionPage {
    pub frame: Frame,
    pub back: String,
    pub back_label: String,
    pub action: String,
    /// Of the application.
    pub version: String,
    pub hidden: Vec<(String, String)>,
    pub title: String,
    pub lines: Vec<String>,
    pub note: Option<Said>,
    pub wrong: Vec<(String, String)>,
    pub slot_error: String,
    pub declare_error: String,
    pub ask_declaration: bool,
    pub days: Days,
    pub zone_text: String,
    pub aside_title: String,
    pub aside: Vec<String>,
    pub bar_lead: String,
    pub bar_text: String,
    pub button: String,
}

/// Why the page is drawn again.
#[derive(Default)]
pub(crate) struct Again {
    pub note: Option<Said>,
    pub slot_error: bool,
    pub declare_error: bool,
    pub conflict: bool,
}

impl Again {
    /// The status of the page: what was typed is wrong, or the world moved.
    pub(crate) const fn status(&self) -> StatusCode {
        if self.conflict {
            StatusCode::CONFLICT
        } else if self.slot_error || self.declare_error {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }

    /// Pairs for the summary of errors.
    pub(crate) fn wrong(&self, w: Words) -> Vec<(String, String)> {
        let mut all = Vec::new();
        if self.slot_error {
            all.push(("slot".to_owned(), w.t("journey-session-choose")));
        }
        if self.declare_error {
            all.push(("pernyataan".to_owned(), w.t("journey-review-declare-needed")));
        }
        all
    }
}

/// The address of a day and a strip on a page.
pub(crate) fn day_link(page: &str, day: Option<Date>, strip: usize, version: &str) -> String {
    let day = day.map_or_else(String::new, |d| format!("&hari={d}"));
    let version = if version.is_empty() { String::new() } else { format!("&versi={version}") };
    format!("{page}?bagian={strip}{day}{version}")
}

/// `journey-zone-wita` and so on, with the minutes to come earlier.
pub(crate) fn zone_text(w: Words, whole: &Whole, days: &Days) -> String {
    let minutes = whole.catalogue.limit("arrive_before_minutes", whole.today);
    let zone = format!("journey-zone-{}", days.zone.label().to_lowercase());
    w.with("journey-session-zone", &[("zone", &w.t(&zone)), ("n", &minutes.to_string())])
}

/// True when the person declared on what stands there now.
fn declared(whole: &Whole, version: &str) -> bool {
    version == whole.application.version.to_string()
}

async fn draw(citizen: &Citizen, whole: &Whole, looked: &Looked, version: &str, again: Again) -> Answer {
    let (visitor, w, house) = (&citizen.visitor, citizen.visitor.w, citizen.visitor.house.clone());
    let (Some(office), Some(book), Some(price)) = (whole.office(), whole.book(), whole.price()) else {
        return Ok(see_other(whole.path("tinjau")));
    };
    let declared = declared(whole, version);
    let horizon = whole.catalogue.add_working_days(whole.today, whole.catalogue.limit("calendar_working_days", whole.today));
    let range = Range {
        office: &office.code,
        zone: office.zone,
        group: &book.group,
        from: first_day(whole.today),
        to: add_days(horizon, 1),
        except: None,
    };
    let page = whole.path("jadwal");
    let version = if declared { version } else { "" };
    let days = days::read(&mut house.reader(), w, &range, looked, |day, strip| day_link(&page, day, strip, version)).await?;
    let moves = whole.catalogue.limit("reschedule_max", whole.today).to_string();
    let pay = w.minutes(whole.catalogue.limit("billing_valid_minutes", whole.today));
    let hidden = if declared { vec![("pernyataan".to_owned(), "ya".to_owned())] } else { Vec::new() };
    let (slot_error, declare_error) = (again.slot_error, again.declare_error);
    let said = |bad: bool, key: &str| if bad { w.t(key) } else { String::new() };
    let drawn = SessionPage {
        back: whole.path(""),
        back_label: w.t("journey-back-list"),
        action: page.clone(),
        version: whole.version(),
        hidden,
        title: w.t("journey-session-title"),
        lines: vec![format!("{} · {}", office.name, book.name(w.lang()))],
        wrong: again.wrong(w),
        slot_error: said(slot_error, "journey-session-choose"),
        declare_error: said(declare_error, "journey-review-declare-needed"),
        ask_declaration: !declared,
        zone_text: zone_text(w, whole, &days),
        aside_title: w.t("journey-session-after"),
        aside: vec![
            w.t("journey-session-after-seat"),
            w.with("journey-session-after-pay", &[("time", &pay)]),
            w.with("journey-session-after-move", &[("n", &moves)]),
            w.t("journey-session-after-office"),
        ],
        bar_lead: days.title.clone(),
        bar_text: format!("{}, {}", office.short_name(), w.rupiah(price.total)),
        button: w.t("journey-session-send"),
        days,
        frame: visitor.frame(w.t("journey-session-title")).await,
        note: None,
    };
    let status = again.status();
    Ok(visitor.page_with(status, &SessionPage { note: again.note, ..drawn }))
}

/// `GET /permohonan/{id}/jadwal`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["hari", "bagian", "versi"])?;
    let looked = Looked::read(&query)?;
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, &id).await?;
    if !application.state.word().is_open() {
        return Ok(see_other(crate::whole::path(&application.id, "")));
    }
    let whole = Whole::read(&house, application).await?;
    if !whole.complete() {
        return Ok(see_other(whole.path("tinjau")));
    }
    draw(&citizen, &whole, &looked, query.get("versi"), Again::default()).await
}

/// What goes into the batch, once nothing speaks against it.
fn order(whole: &Whole, version: i64) -> Option<Order> {
    let price = whole.price()?;
    Some(Order {
        version,
        office: whole.office()?.code.clone(),
        nik_hash: whole.application.nik_hash.clone()?,
        person: whole.application.person.clone(),
        lines: price.lines,
        total: price.total,
    })
}

/// Submits with a session: seat, bill and state together or not at all. None while something is missing. Answers the day of
/// the session where it is one of this office and type.
pub(crate) async fn place(
    citizen: &Citizen,
    whole: &Whole,
    version: i64,
    (slot, key): (SlotId, String),
) -> Result<Option<(Done, Option<Date>)>, Problem> {
    let house = &citizen.visitor.house;
    let (Some(order), true) = (order(whole, version), whole.complete()) else { return Ok(None) };
    let found = schedule::slot(&mut house.reader(), &slot).await?.filter(|s| {
        s.office == order.office
            && s.lane == LANE
            && s.day >= first_day(whole.today)
            && whole.book().is_some_and(|b| b.group == s.group)
    });
    let Some(found) = found else { return Ok(Some((Done::Closed, None))) };
    let asker = Asker { account: citizen.account.clone(), application: whole.application.id.clone(), key, slot, seen: None };
    let done = ask(house, Member { asker, wish: Wish::Submit(order) }).await?;
    Ok(Some((done, Some(found.day))))
}

/// `POST /permohonan/{id}/jadwal`
pub(crate) async fn submit(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["slot", "pernyataan", "hari", "bagian"])?;
    let key = fields.key()?.to_owned();
    let looked = Looked::read(&fields)?;
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, &id).await?;
    let whole = Whole::read(&house, application).await?;
    let version = fields.get("versi").parse::<i64>().map_err(|_| {
        Problem::new(ProblemCode::BadInput).because("journey-problem-version").field("versi").back(whole.path(""))
    })?;
    let Some(slot) = looked.slot.clone() else {
        let again = Again { slot_error: true, ..Again::default() };
        return draw(&citizen, &whole, &looked, fields.get("versi"), again).await;
    };
    if fields.get("pernyataan") != "ya" {
        return draw(&citizen, &whole, &looked, "", Again { declare_error: true, ..Again::default() }).await;
    }
    let Some((done, day)) = place(&citizen, &whole, version, (slot, key)).await? else {
        return Ok(see_other(whole.path("tinjau")));
    };
    let looked = Looked { day: day.or(looked.day), ..looked };
    answer(&citizen, &whole, &looked, fields.get("versi"), done).await
}

async fn answer(citizen: &Citizen, whole: &Whole, looked: &Looked, version: &str, done: Done) -> Answer {
    let w = citizen.visitor.w;
    let note = match done {
        Done::Submitted { .. } => return Ok(see_other(whole.path("bayar"))),
        Done::NikElsewhere => return leave::neutral(citizen, whole).await,
        Done::KeyReused => return Err(Problem::new(ProblemCode::KeyReused).back(whole.path("jadwal"))),
        Done::WrongState if whole.application.state.word().is_open() => {
            return Err(closed(whole.application.state.word(), &whole.application.id));
        }
        Done::WrongState => return Ok(see_other(whole.path(""))),
        Done::AlreadyYours { booking } => {
            let other = schedule::booking(&mut citizen.visitor.house.reader(), &booking).await?;
            let href = other.map_or_else(|| "/permohonan".to_owned(), |b| crate::whole::path(&b.application, ""));
            Said::warn(w, "yours").to(w.t("journey-session-yours-link"), href)
        }
        Done::Limit(most) => {
            let lead = w.t("journey-said-limit");
            let text = w.count("journey-said-limit-text", most);
            let said = Said { kind: "warn", lead, text, href: String::new(), link: String::new() };
            said.to(w.t("journey-mine-title"), "/permohonan".to_owned())
        }
        Done::Stale => Said::warn(w, "stale").to(w.t("journey-review-title"), whole.path("tinjau")),
        Done::Full | Done::RaceLost => Said::warn(w, "taken"),
        Done::Closed | Done::Moved { .. } | Done::TooLate { .. } | Done::AlreadyMoved | Done::SameDate | Done::OutsideWindow => {
            Said::warn(w, "shut")
        }
    };
    draw(citizen, whole, looked, version, Again { note: Some(note), conflict: true, ..Again::default() }).await
}
