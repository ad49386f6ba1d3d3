//! `GET /penyuluhan/{id}` and its calendar file.

use super::{Facts, address, day_at, hours, office_name, regency_name, title};
use crate::ics;
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use shell::{Answer, Frame, Query, Visitor};

#[derive(Template)]
#[template(path = "day.html")]
struct DayPage {
    frame: Frame,
    day: Facts,
}

/// Draws one day.
pub async fn show(visitor: Visitor, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let day = day_at(&visitor.house, &id).await?;
    let tables = catalogue::current(&visitor.house);
    let facts = Facts::of(visitor.w, &tables, &day, visitor.house.now());
    let page = DayPage { frame: visitor.frame(facts.title.clone()).await, day: facts };
    Ok(visitor.page(&page))
}

/// `GET /penyuluhan/{id}/kalender.ics`.
pub async fn calendar_file(visitor: Visitor, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let day = day_at(&visitor.house, &id).await?;
    let tables = catalogue::current(&visitor.house);
    let w = visitor.w;
    let url = address(&visitor.house, &format!("/penyuluhan/{}", day.id));
    let location = format!("{}, {}", day.plan.place, regency_name(&tables, &day.plan.regency));
    let mut description = vec![hours(w, &day), day.plan.directions.clone(), office_name(&tables, &day)];
    description.insert(2, day.plan.note.clone());
    description.retain(|line| !line.is_empty());
    let said = ics::Said { summary: &title(w, &day), location: &location, description: &description.join("\n"), url: &url };
    let mut response = ics::file(&day, &said).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"penyuluhan.ics\""));
    Ok(response)
}
