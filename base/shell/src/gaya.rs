//! `/gaya`, in trial mode only: every component in every state, so that people who build pages see what there is and
//! people who look after the look see what broke. `?rupa=terang` and `?rupa=gelap` fix the scheme.

mod data;

use crate::{
    Answer, Frame, House, Problem, Query, Visitor,
    assets::{Assets, components},
};
use askama::Template;
use axum::{
    Router,
    extract::Path,
    response::{Html, IntoResponse as _},
    routing::get,
};
use data::Data;
use kernel::problem::ProblemCode;
use std::sync::Arc;

/// The whole pages beside the components: they show a layout.
const PAGES: [&str; 4] = ["home", "officer", "letter", "screen"];

struct Part {
    name: &'static str,
    title: String,
}

#[derive(Template)]
#[template(path = "sample/gaya.html")]
struct Gaya {
    frame: Frame,
    data: Data,
    parts: Vec<Part>,
    pages: Vec<Part>,
    one: bool,
    scheme: &'static str,
}

#[derive(Template)]
#[template(path = "sample/home.html")]
struct Home {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "sample/officer.html")]
struct Officer {
    frame: Frame,
    data: Data,
}

#[derive(Template)]
#[template(path = "sample/letter.html")]
struct Letter {
    frame: Frame,
    data: Data,
}

#[derive(Template)]
#[template(path = "sample/screen.html")]
struct Screen {
    frame: Frame,
    data: Data,
}

/// The names under `/gaya/`: all components in the order of the style sheet, then the whole pages.
pub fn names() -> impl Iterator<Item = &'static str> {
    components().chain(PAGES)
}

/// The page of all components, or of one component or whole page. `None` when there is none of this name.
///
/// # Errors
/// When a template cannot be written out.
pub fn page(mut frame: Frame, only: Option<&str>) -> Result<Option<String>, askama::Error> {
    let scheme = match frame.path.split(['?', '&']).find_map(|part| part.strip_prefix("rupa=")) {
        Some("gelap") => "gelap",
        Some("terang") => "terang",
        _ => "",
    };
    match scheme {
        "gelap" => frame.css = Assets::url("app-dark.css"),
        "terang" => frame.css = Assets::url("app-light.css"),
        _ => {}
    }
    let data = Data::new(frame.w);
    let title = |name| frame.w.t(&format!("gaya-part-{name}"));
    let part = |name| Part { name, title: title(name) };
    match only {
        Some("home") => Home { frame }.render().map(Some),
        Some("officer") => Officer { frame, data }.render().map(Some),
        Some("letter") => Letter { frame, data }.render().map(Some),
        Some("screen") => Screen { frame, data }.render().map(Some),
        _ => {
            let parts: Vec<Part> = components().filter(|name| only.is_none_or(|one| one == *name)).map(part).collect();
            if parts.is_empty() {
                return Ok(None);
            }
            let pages = PAGES.map(part).into();
            Gaya { frame, data, parts, pages, one: only.is_some(), scheme }.render().map(Some)
        }
    }
}

pub(crate) fn routes() -> Router<Arc<House>> {
    Router::new().route("/gaya", get(all)).route("/gaya/{name}", get(one))
}

async fn all(visitor: Visitor, query: Query) -> Answer {
    shown(&visitor, &query, None).await
}

async fn one(visitor: Visitor, Path(name): Path<String>, query: Query) -> Answer {
    shown(&visitor, &query, Some(&name)).await
}

async fn shown(visitor: &Visitor, query: &Query, only: Option<&str>) -> Answer {
    if visitor.house.trial.is_none() {
        return Err(Problem::not_found());
    }
    query.only(&["rupa"])?;
    let frame = visitor.frame(visitor.w.t("gaya-title")).await;
    let page = page(frame, only).map_err(|error| Problem::new(ProblemCode::Internal).cause(&error))?;
    page.map(|page| Html(page).into_response()).ok_or_else(Problem::not_found)
}
