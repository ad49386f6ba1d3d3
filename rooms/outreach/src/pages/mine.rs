//! `/penyuluhan/pendaftaran/{token}`: a guest's own page. Whoever has the address may see and withdraw; nobody else finds it.

use super::Facts;
use crate::{
    guests as acts,
    model::{Guest, InformationDay},
    store::{days, guests},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::problem::ProblemCode;
use shell::{Answer, Fields, Frame, House, Problem, Query, Visitor, see_other};
use store::StoreError;

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage {
    frame: Frame,
    day: Facts,
    here: bool,
    can_withdraw: bool,
    has_mail: bool,
    name: String,
    persons: String,
    calendar: String,
    action: String,
    /// Of the day: whoever withdraws saw this one.
    version: String,
    /// The page had become old.
    changed: bool,
}

async fn find(house: &House, token: &str) -> Result<(Guest, InformationDay), Problem> {
    if token.len() > 100 {
        return Err(Problem::not_found());
    }
    let mut reader = house.reader();
    let guest = guests::by_token(&house.vault, &mut reader, token).await?.ok_or_else(Problem::not_found)?;
    let day = days::one(&mut reader, &guest.day).await?.ok_or_else(Problem::not_found)?;
    Ok((guest, day))
}

/// Draws it.
pub async fn show(visitor: Visitor, Path(token): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let (guest, day) = find(&visitor.house, &token).await?;
    draw(&visitor, &token, (guest, day), false).await
}

async fn draw(visitor: &Visitor, token: &str, (guest, day): (Guest, InformationDay), changed: bool) -> Answer {
    let tables = catalogue::current(&visitor.house);
    let (w, now) = (visitor.w, visitor.house.now());
    let title = w.t(if guest.here { "outreach-mine-title" } else { "outreach-withdrawn-title" });
    let page = MinePage {
        frame: visitor.frame(title).await,
        here: guest.here,
        can_withdraw: guest.here && now < day.starts_at,
        has_mail: guest.card.as_ref().is_some_and(|c| c.email.is_some()),
        name: guest.card.map(|c| c.name).unwrap_or_default(),
        persons: w.count("outreach-persons", guest.persons),
        calendar: format!("/penyuluhan/{}/kalender.ics", day.id),
        action: format!("{}/batal", acts::path_of(token)),
        version: day.version.to_string(),
        changed,
        day: Facts::of(w, &tables, &day, now),
    };
    Ok(visitor.page_with(if changed { StatusCode::CONFLICT } else { StatusCode::OK }, &page))
}

/// `POST .../batal`: withdraws; once more changes nothing.
pub async fn withdraw(visitor: Visitor, Path(token): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let house = &visitor.house;
    let (guest, day) = find(house, &token).await?;
    if guest.here && fields.is_stale(day.version) {
        return draw(&visitor, &token, (guest, day), true).await;
    }
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        let token = &token;
        Box::pin(async move { acts::withdraw(&house.vault, tx, token).await })
    });
    if !done.await? && guest.here && day.starts_at <= house.now() {
        return Err(Problem::new(ProblemCode::WrongState).because("outreach-problem-begun").back(acts::path_of(&token)));
    }
    Ok(see_other(acts::path_of(&token)))
}
