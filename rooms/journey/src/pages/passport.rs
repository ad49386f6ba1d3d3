//! Passport type and years, by the rule of law, with the price and what the chosen office says.

use crate::pages::check::{closed, refused};
use crate::whole::{LANE, Whole, own};
use ::store::Actor;
use application::SaveRefused;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use catalogue::{Offer, Office, PassportType};
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other, words::Words};

/// Up to so many offices are named.
const FEW_OFFICES: usize = 8;

struct Choice {
    code: String,
    name: String,
    hint: String,
    allowed: bool,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "passport.html")]
struct PassportPage {
    frame: Frame,
    back: String,
    choices: Vec<Choice>,
    error: String,
    wrong: Vec<(String, String)>,
    age: String,
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

/// What the chosen office says about a book; before one is chosen, which offices offer it where these are few.
fn where_offered(w: Words, whole: &Whole, book: &PassportType) -> Option<String> {
    let offer = |office: &Office| whole.catalogue.offers(&office.code, &book.code, LANE, whole.today);
    if let Some(office) = whole.office() {
        return catalogue::offer_text(&w, offer(office)).map(|why| format!("{}: {why}", office.short_name()));
    }
    let sure: Vec<&str> = whole
        .catalogue
        .active_offices()
        .filter(|o| offer(o) == Offer::Yes)
        .map(Office::short_name)
        .take(FEW_OFFICES + 1)
        .collect();
    if sure.is_empty() || sure.len() > FEW_OFFICES {
        return None;
    }
    let (n, offices) = (sure.len().to_string(), sure.join(", "));
    Some(w.with("journey-passport-few-offices", &[("n", &n), ("offices", &offices)]))
}

async fn draw(citizen: &Citizen, whole: &Whole, typed: &str, (error, changed): (&str, String)) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let now = if typed.is_empty() { whole.application.passport_type.as_deref().unwrap_or_default() } else { typed };
    let choices = whole
        .catalogue
        .passport_types(whole.today)
        .into_iter()
        .filter_map(|book| {
            let price = whole.catalogue.price(&book.code, whole.application.kind, LANE, whole.today)?;
            let allowed = whole.may_choose(book);
            let mut hint = w.rupiah(price.total);
            if !allowed {
                hint = format!("{hint}. {}", w.t("journey-passport-adult-only"));
            }
            if let Some(place) = where_offered(w, whole, book) {
                hint = format!("{hint}. {place}");
            }
            let chosen = book.code == now;
            Some(Choice { code: book.code.clone(), name: book.name(w.lang()).to_owned(), hint, allowed, chosen })
        })
        .collect();
    let status = match (error.is_empty(), changed.is_empty()) {
        (_, false) => StatusCode::CONFLICT,
        (true, true) => StatusCode::OK,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = PassportPage {
        version: whole.version(),
        changed,
        back: whole.path(""),
        choices,
        wrong: if error.is_empty() { Vec::new() } else { vec![("jenis".to_owned(), error.to_owned())] },
        error: error.to_owned(),
        age: whole.catalogue.limit("ten_year_min_age", whole.today).to_string(),
        frame: visitor.frame(w.t("journey-passport-title")).await,
    };
    Ok(visitor.page_with(status, &page))
}

/// `GET /permohonan/{id}/paspor`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let whole = open(&citizen, &id).await?;
    draw(&citizen, &whole, "", ("", String::new())).await
}

/// Chooses a type; answers the key of the sentence that says why not.
pub(crate) async fn pick(citizen: &Citizen, whole: &Whole, code: &str) -> Result<Option<&'static str>, Problem> {
    let known = whole.catalogue.passport_types(whole.today).into_iter().find(|t| t.code == code);
    let Some(book) = known else { return Ok(Some("journey-passport-unknown")) };
    if !whole.may_choose(book) {
        return Ok(Some("journey-passport-adult-only"));
    }
    let (id, by) = (&whole.application.id, &Actor::Account(citizen.account.clone()));
    let chosen = citizen.visitor.house.db.transact::<_, SaveRefused, _>(|tx| {
        Box::pin(async move { application::choose_passport(tx, id, Some(&book.code), by).await })
    });
    chosen.await.map_err(|error| refused(error, whole.path("")))?;
    Ok(None)
}

/// `POST /permohonan/{id}/paspor`
pub(crate) async fn choose(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["jenis"])?;
    let whole = open(&citizen, &id).await?;
    let (typed, w) = (fields.get("jenis"), citizen.visitor.w);
    if fields.is_stale(whole.application.version) {
        return draw(&citizen, &whole, typed, ("", whole.changed(w))).await;
    }
    if typed.is_empty() {
        return draw(&citizen, &whole, "", (&w.t("journey-passport-choose"), String::new())).await;
    }
    if let Some(why) = pick(&citizen, &whole, typed).await? {
        return draw(&citizen, &whole, typed, (&w.t(why), String::new())).await;
    }
    let offers = |o: &Office| whole.catalogue.offers(&o.code, typed, LANE, whole.today) == Offer::Yes;
    // the next decision is the office, unless a fitting one stands there already
    let fits = whole.office().is_some_and(offers);
    Ok(see_other(whole.path(if fits { "" } else { "kantor" })))
}
