//! `/petugas/penyuluhan/baru`, `/{id}/ubah`, `/{id}/batal`: an officer plans, changes and cancels.

mod form;

use super::{
    capital,
    desk::{own_day, zone_of},
};
use crate::{
    model::{Audience, ChangeRefused, DayKind, InformationDay, Tongue},
    planning,
    store::days,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use catalogue::Catalogue;
use form::{Draft, FIELDS};
use kernel::{field::FieldError, name::squeeze, problem::ProblemCode, role::Role};
use shell::{Answer, Desk, Fields, FormErrors, Frame, Problem, Query, see_other};

type Choices = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    frame: Frame,
    action: String,
    back: String,
    version: String,
    draft: Draft,
    kinds: Choices,
    audiences: Choices,
    tongues: Choices,
    regencies: Choices,
    zone: &'static str,
    faults: FormErrors,
    /// What changed meanwhile, for a stale page.
    meanwhile: Vec<String>,
    /// How it stands now.
    now: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "cancel.html")]
struct CancelPage {
    frame: Frame,
    action: String,
    back: String,
    version: i64,
    day: String,
    place: String,
    registered: String,
    reason: String,
    error: String,
    list: Vec<(String, String)>,
    /// What somebody else changed since the page was drawn; empty when nobody did.
    changed: String,
}

/// The regencies of the office's province.
fn regencies(tables: &Catalogue, desk: &Desk) -> Choices {
    let province = tables.office(&desk.office).and_then(|o| o.region_code.get(..2)).unwrap_or_default().to_owned();
    tables.children(&province).into_iter().map(|r| (r.code.clone(), r.name.clone())).collect()
}

fn path(day: &InformationDay, end: &str) -> String {
    format!("/petugas/penyuluhan/{}{end}", day.id)
}

/// What a form is drawn from beside what was typed.
struct Sheet<'a> {
    day: Option<&'a InformationDay>,
    status: StatusCode,
    faults: FormErrors,
    meanwhile: Vec<String>,
}

impl<'a> Sheet<'a> {
    fn fresh(day: Option<&'a InformationDay>) -> Self {
        Self { day, status: StatusCode::OK, faults: FormErrors::default(), meanwhile: Vec::new() }
    }
}

async fn draw(desk: &Desk, draft: Draft, sheet: Sheet<'_>) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let tables = catalogue::current(&visitor.house);
    let choice = |code: &str, words: String| (code.to_owned(), words);
    let stale = sheet.day.filter(|_| !sheet.meanwhile.is_empty());
    let page = PlanPage {
        frame: visitor.frame(w.t(if sheet.day.is_some() { "outreach-change-title" } else { "outreach-plan-title" })).await,
        action: sheet.day.map_or_else(|| "/petugas/penyuluhan/baru".to_owned(), |d| path(d, "/ubah")),
        back: sheet.day.map_or_else(|| "/petugas/penyuluhan".to_owned(), |d| path(d, "")),
        version: sheet.day.map_or(0, |d| d.version).to_string(),
        kinds: DayKind::ALL.iter().map(|k| choice(k.code(), w.t(&k.key()))).collect(),
        audiences: Audience::ALL.iter().map(|a| choice(a.code(), capital(&w.t(&a.key())))).collect(),
        tongues: Tongue::ALL.iter().map(|t| choice(t.code(), w.t(&t.key()))).collect(),
        regencies: regencies(&tables, desk),
        zone: zone_of(&tables, desk).label(),
        now: stale.map(|day| form::facts(w, &tables, day)).unwrap_or_default(),
        draft,
        faults: sheet.faults,
        meanwhile: sheet.meanwhile,
    };
    Ok(visitor.page_with(sheet.status, &page))
}

/// `GET /petugas/penyuluhan/baru`.
pub async fn ask(desk: Desk, query: Query) -> Answer {
    desk.needs(Role::Outreach)?;
    query.only(&[])?;
    let tables = catalogue::current(&desk.visitor.house);
    let home = tables.office(&desk.office).map(|o| o.region_code.clone()).unwrap_or_default();
    draw(&desk, Draft::empty(home), Sheet::fresh(None)).await
}

/// `POST /petugas/penyuluhan/baru`.
pub async fn make(desk: Desk, fields: Fields) -> Answer {
    desk.needs(Role::Outreach)?;
    fields.only(&FIELDS)?;
    let own = fields.key()?.to_owned();
    let house = &desk.visitor.house;
    let tables = catalogue::current(house);
    let zone = zone_of(&tables, &desk);
    let draft = Draft::of(&fields);
    let mut faults = FormErrors::default();
    let Some(plan) = draft.read(&regencies(&tables, &desk), (zone, house.now()), &mut faults) else {
        return draw(&desk, draft, Sheet { status: StatusCode::BAD_REQUEST, faults, ..Sheet::fresh(None) }).await;
    };
    let made = house.db.transact::<_, ChangeRefused, _>(|tx| {
        let (plan, own, desk) = (&plan, &own, &desk);
        Box::pin(async move { planning::plan(tx, (&desk.office, zone), plan, own, &desk.officer).await })
    });
    match made.await {
        Ok(id) => Ok(see_other(format!("/petugas/penyuluhan/{id}"))),
        Err(ChangeRefused::Store(error)) => Err(error.into()),
        Err(_) => Err(Problem::new(ProblemCode::KeyReused)),
    }
}

/// Somebody who has no right to change: over or cancelled.
fn closed(day: &InformationDay) -> Problem {
    let problem = Problem::new(ProblemCode::WrongState).back(path(day, ""));
    if day.is_open() {
        problem.because("outreach-problem-over")
    } else {
        problem.because("outreach-problem-cancelled").with("reason", day.reason())
    }
}

/// `GET .../ubah`.
pub async fn edit(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let day = own_day(&desk, &id).await?;
    if !day.is_open() || day.ends_at <= desk.visitor.house.now() {
        return Err(closed(&day));
    }
    draw(&desk, Draft::from_day(desk.visitor.w, &day), Sheet::fresh(Some(&day))).await
}

fn version(fields: &Fields) -> Result<i64, Problem> {
    fields.get("versi").parse().map_err(|_| Problem::new(ProblemCode::BadInput).field("versi"))
}

/// Sentences about what officers changed after a version: who, what, when.
pub(super) async fn changes(desk: &Desk, day: &InformationDay, after: i64) -> Result<Vec<String>, Problem> {
    let (house, w) = (&desk.visitor.house, desk.visitor.w);
    let mut said = Vec::new();
    for change in days::changes(&mut house.reader(), &day.id, after).await? {
        let officer = account::officer_card(&house.vault, &mut house.reader(), &change.officer).await?;
        let name = officer.map_or_else(|| w.t("outreach-colleague"), |o| o.name);
        let fields: Vec<String> = change.fields.iter().map(|f| w.t(&format!("outreach-changed-{f}"))).collect();
        let when = w.short_moment(change.at, day.zone);
        said.push(w.with("outreach-change-line", &[("who", &name), ("what", &fields.join(", ")), ("when", &when)]));
    }
    Ok(said)
}

/// `POST .../ubah`.
pub async fn change(desk: Desk, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&FIELDS)?;
    let day = own_day(&desk, &id).await?;
    let seen = version(&fields)?;
    let house = &desk.visitor.house;
    let tables = catalogue::current(house);
    let draft = Draft::of(&fields);
    let mut faults = FormErrors::default();
    let plan = draft.read(&regencies(&tables, &desk), (day.zone, house.now()), &mut faults);
    let refused = match plan {
        None if seen == day.version => {
            let sheet = Sheet { status: StatusCode::BAD_REQUEST, faults, ..Sheet::fresh(Some(&day)) };
            return draw(&desk, draft, sheet).await;
        }
        None => Err(ChangeRefused::Stale),
        Some(plan) => {
            let done = house.db.transact::<_, ChangeRefused, _>(|tx| {
                let (plan, desk, id) = (&plan, &desk, &day.id);
                Box::pin(async move { planning::change(tx, (id, seen), &desk.office, plan, &desk.officer).await })
            });
            done.await
        }
    };
    match refused {
        Ok(()) => Ok(see_other(path(&day, ""))),
        Err(ChangeRefused::Stale) => stale(&desk, draft, (&id, seen)).await,
        Err(ChangeRefused::TooFew(_)) => {
            faults.add("kursi", FieldError::Words("outreach-error-too-few"));
            let day = own_day(&desk, &id).await?;
            draw(&desk, draft, Sheet { status: StatusCode::CONFLICT, faults, ..Sheet::fresh(Some(&day)) }).await
        }
        Err(ChangeRefused::NotNow) => Err(closed(&day)),
        Err(ChangeRefused::Absent) => Err(Problem::not_found()),
        Err(ChangeRefused::Store(error)) => Err(error.into()),
    }
}

/// The page was older than the day: says what changed, keeps what was typed, and asks again.
async fn stale(desk: &Desk, draft: Draft, (id, seen): (&str, i64)) -> Answer {
    let day = own_day(desk, id).await?;
    if !day.is_open() {
        return Err(closed(&day));
    }
    let meanwhile = changes(desk, &day, seen).await?;
    draw(desk, draft, Sheet { status: StatusCode::CONFLICT, meanwhile, ..Sheet::fresh(Some(&day)) }).await
}

/// The page that asks for the reason: what was typed, what is wrong with it, and what changed meanwhile.
type Reason<'a> = (&'a str, FormErrors, String);

async fn draw_cancel(desk: &Desk, day: &InformationDay, (reason, faults, changed): Reason<'_>) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let status = match (faults.is_empty(), changed.is_empty()) {
        (true, true) => StatusCode::OK,
        (true, false) => StatusCode::CONFLICT,
        (false, _) => StatusCode::BAD_REQUEST,
    };
    let page = CancelPage {
        frame: visitor.frame(w.t("outreach-cancel-title")).await,
        action: path(day, "/batal"),
        back: path(day, ""),
        version: day.version,
        day: format!("{}, {}", w.day(day.plan.day), super::hours(w, day)),
        place: day.plan.place.clone(),
        registered: w.count("outreach-cancel-registered", day.taken),
        reason: reason.to_owned(),
        error: faults.sentence(w, "alasan"),
        list: faults.sentences(w),
        changed,
    };
    Ok(visitor.page_with(status, &page))
}

/// `GET .../batal`.
pub async fn ask_cancel(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let day = own_day(&desk, &id).await?;
    if !day.is_open() || day.ends_at <= desk.visitor.house.now() {
        return Err(closed(&day));
    }
    draw_cancel(&desk, &day, ("", FormErrors::default(), String::new())).await
}

/// `POST .../batal`.
pub async fn cancel(desk: Desk, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["alasan"])?;
    let day = own_day(&desk, &id).await?;
    let seen = version(&fields)?;
    let reason = squeeze(fields.get("alasan"));
    let mut faults = FormErrors::default();
    match reason.chars().count() {
        0 => faults.add("alasan", FieldError::Missing),
        1..=200 => {}
        _ => faults.add("alasan", FieldError::TooLong(200)),
    }
    if !faults.is_empty() {
        return draw_cancel(&desk, &day, (&reason, faults, String::new())).await;
    }
    let done = desk.visitor.house.db.transact::<_, ChangeRefused, _>(|tx| {
        let (desk, id, reason) = (&desk, &day.id, &reason);
        Box::pin(async move { planning::cancel(tx, (id, seen), &desk.office, reason, &desk.officer).await })
    });
    match done.await {
        Ok(()) => Ok(see_other(path(&day, ""))),
        Err(ChangeRefused::Stale) => {
            let now = own_day(&desk, &id).await?;
            if !now.is_open() {
                return Err(closed(&now));
            }
            let said = changes(&desk, &now, seen).await?.join(" ");
            let changed = desk.visitor.w.with("outreach-problem-stale", &[("changes", &said)]);
            draw_cancel(&desk, &now, (&reason, FormErrors::default(), changed)).await
        }
        Err(ChangeRefused::NotNow | ChangeRefused::TooFew(_)) => Err(closed(&day)),
        Err(ChangeRefused::Absent) => Err(Problem::not_found()),
        Err(ChangeRefused::Store(error)) => Err(error.into()),
    }
}

impl PlanPage {
    fn sentence(&self, field: &str) -> String {
        self.faults.sentence(self.frame.w, field)
    }

    fn sentences(&self) -> Vec<(String, String)> {
        self.faults.sentences(self.frame.w)
    }
}
