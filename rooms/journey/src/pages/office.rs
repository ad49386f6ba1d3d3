//! The choice of an office for one application: near the address on the card first, any office in the country allowed.

use crate::pages::check::{closed, refused};
use crate::pages::encoded;
use crate::pages::offices::{PER_PAGE, next_free, page_number};
use crate::whole::{LANE, Whole, own};
use ::store::Actor;
use application::SaveRefused;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use catalogue::{Field, Offer, Office};
use kernel::ids::OfficeCode;
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other};

struct Card {
    code: String,
    name: String,
    place: String,
    distance: String,
    text: String,
    offered: bool,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pick_office.html")]
struct PickOffice {
    frame: Frame,
    back: String,
    action: String,
    q: String,
    book: String,
    paspor_href: String,
    error: String,
    cards: Vec<Card>,
    distances: String,
    earlier: String,
    later: String,
    page_text: String,
    version: String,
    /// What stands there now, for a page that had become old.
    changed: String,
}

async fn open(citizen: &Citizen, id: &str) -> Result<Whole, Problem> {
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, id).await?;
    if !application.state.word().is_open() {
        return Err(closed(application.state.word(), &application.id));
    }
    Ok(Whole::read(&house, application).await?)
}

/// Offices in the order of their distance from the card's address; those without one after them, by name. Where a passport is
/// chosen, offices that are sure to offer it stand before all others.
fn ordered<'w>(whole: &'w Whole, q: &str) -> Vec<(&'w Office, Option<u32>)> {
    let q: String = q.chars().take(100).collect();
    let home = whole.answers.typed(Field::KtpRegency);
    let mut all: Vec<(&Office, Option<u32>)> = whole
        .catalogue
        .find_offices(&q)
        .into_iter()
        .map(|o| (o, Some(home).filter(|h| !h.is_empty()).and_then(|h| whole.catalogue.distance_km(h, &o.code))))
        .collect();
    let book = whole.book();
    let unsure =
        |office: &Office| book.is_some_and(|b| whole.catalogue.offers(&office.code, &b.code, LANE, whole.today) != Offer::Yes);
    all.sort_by_cached_key(|(office, km)| (unsure(office), km.unwrap_or(u32::MAX), office.name.clone()));
    all
}

async fn card(citizen: &Citizen, whole: &Whole, (office, km): (&Office, Option<u32>)) -> Result<Card, Problem> {
    let w = citizen.visitor.w;
    let (offered, text) = match whole.book() {
        None => (true, String::new()),
        Some(book) => {
            let offer = whole.catalogue.offers(&office.code, &book.code, LANE, whole.today);
            match catalogue::offer_text(&w, offer) {
                Some(why) => (false, why),
                None => match next_free(&citizen.visitor.house, office, &book.group).await? {
                    Some(slot) => {
                        let when = format!("{}, {}", w.near_day(slot.day), w.hours(slot.start, slot.end, slot.zone));
                        (true, w.with("journey-pick-next", &[("when", &when)]))
                    }
                    None => (true, w.t("journey-office-none-free")),
                },
            }
        }
    };
    Ok(Card {
        code: office.code.to_string(),
        name: office.name.clone(),
        place: format!("{}, {}", office.regency, office.province),
        distance: km.map_or_else(String::new, |km| catalogue::distance_text(&w, km)),
        text,
        offered,
        chosen: whole.application.office.as_ref() == Some(&office.code),
    })
}

async fn draw(citizen: &Citizen, whole: &Whole, (q, number): (&str, usize), (error, changed): (String, String)) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let all = ordered(whole, q);
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let mut cards = Vec::new();
    for entry in all.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE) {
        cards.push(card(citizen, whole, *entry).await?);
    }
    let link = |n: usize| format!("{}?q={}&halaman={n}", whole.path("kantor"), encoded(q));
    let status = match (error.is_empty(), changed.is_empty()) {
        (_, false) => StatusCode::CONFLICT,
        (true, true) => StatusCode::OK,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = PickOffice {
        version: whole.version(),
        changed,
        back: whole.path(""),
        action: whole.path("kantor"),
        q: q.to_owned(),
        book: whole.book().map_or_else(String::new, |b| b.name(w.lang()).to_owned()),
        paspor_href: whole.path("paspor"),
        error,
        distances: if cards.iter().any(|c| !c.distance.is_empty()) { catalogue::distance_source(&w) } else { String::new() },
        cards,
        earlier: if number > 1 { link(number - 1) } else { String::new() },
        later: if number < pages { link(number + 1) } else { String::new() },
        page_text: w.with("journey-page-of", &[("n", &number.to_string()), ("n_all", &pages.to_string())]),
        frame: visitor.frame(w.t("journey-pick-title")).await,
    };
    Ok(visitor.page_with(status, &page))
}

/// `GET /permohonan/{id}/kantor`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["q", "halaman"])?;
    let whole = open(&citizen, &id).await?;
    let number = page_number(&query, "halaman")?;
    draw(&citizen, &whole, (query.get("q"), number), (String::new(), String::new())).await
}

/// What choosing an office came to.
pub(crate) enum Picked {
    /// It is chosen.
    Yes,
    /// No such office takes applicants.
    Unknown,
    /// It does not offer the chosen type: its short name and why, in the reader's language.
    No { near: String, why: String },
}

/// Chooses an office.
pub(crate) async fn pick(citizen: &Citizen, whole: &Whole, code: &str) -> Result<Picked, Problem> {
    let code = OfficeCode::parse(code).ok();
    let Some(office) = code.as_ref().and_then(|c| whole.catalogue.office(c)).filter(|o| o.is_active()) else {
        return Ok(Picked::Unknown);
    };
    if let Some(book) = whole.book() {
        let offer = whole.catalogue.offers(&office.code, &book.code, LANE, whole.today);
        if offer != Offer::Yes {
            let why = catalogue::offer_text(&citizen.visitor.w, offer).unwrap_or_default();
            return Ok(Picked::No { near: office.short_name().to_owned(), why });
        }
    }
    let (id, by) = (&whole.application.id, &Actor::Account(citizen.account.clone()));
    let chosen = citizen.visitor.house.db.transact::<_, SaveRefused, _>(|tx| {
        Box::pin(async move { application::choose_office(tx, id, Some(&office.code), by).await })
    });
    chosen.await.map_err(|error| refused(error, whole.path("")))?;
    Ok(Picked::Yes)
}

/// `POST /permohonan/{id}/kantor`
pub(crate) async fn choose(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["kantor"])?;
    let whole = open(&citizen, &id).await?;
    let w = citizen.visitor.w;
    if fields.is_stale(whole.application.version) {
        // the office that was pressed stands first, so that it can be pressed again
        let pressed = OfficeCode::parse(fields.get("kantor")).ok();
        let near = pressed.and_then(|code| whole.catalogue.office(&code)).map_or("", |office| office.short_name()).to_owned();
        return draw(&citizen, &whole, (&near, 1), (String::new(), whole.changed(w))).await;
    }
    match pick(&citizen, &whole, fields.get("kantor")).await? {
        Picked::Yes => {}
        Picked::Unknown => return draw(&citizen, &whole, ("", 1), (w.t("journey-pick-choose"), String::new())).await,
        Picked::No { near, why } => return draw(&citizen, &whole, (&near, 1), (why, String::new())).await,
    }
    Ok(see_other(whole.path(if whole.book().is_some() { "" } else { "paspor" })))
}
