//! The check-in page: one field for a scanner or sixteen digits, one sentence for an answer.

use super::{WORKERS, say, zone_of};
use crate::entry::{self, AtDesk, Outcome};
use crate::model::Case;
use askama::Template;
use axum::http::StatusCode;
use kernel::ids::CaseId;
use kernel::role::Role;
use kernel::time::TimeOfDay;
use shell::{Answer, Desk, Fields, Frame, Problem, Query, see_other};
use store::StoreError;

struct Said {
    kind: &'static str,
    lead: String,
    text: String,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct Queue {
    frame: Frame,
    typed: String,
    said: Option<Said>,
    number: String,
    name: String,
    href: String,
}

/// `GET /petugas/masuk-antre`
pub(super) async fn show(desk: Desk, query: Query) -> Answer {
    desk.needs_one(&[Role::FrontDesk])?;
    query.only(&["kasus"])?;
    let mut page = empty(&desk, "").await;
    if !query.get("kasus").is_empty() {
        let id = CaseId::parse(query.get("kasus"))?;
        let mut reader = desk.visitor.house.reader();
        let case = crate::case(&mut reader, &id).await?.filter(|c| c.office == desk.office).ok_or_else(Problem::not_found)?;
        page.said = Some(arrived(&desk, &case).await?);
        page.name = say::face(&desk, &mut reader, &case.application).await?.name;
        page.number.clone_from(&case.queue);
        page.href = case_href(&desk, &case);
    }
    Ok(desk.visitor.page(&page))
}

async fn empty(desk: &Desk, typed: &str) -> Queue {
    Queue {
        frame: desk.visitor.frame(desk.visitor.w.t("counter-entry-title")).await,
        typed: typed.to_owned(),
        said: None,
        number: String::new(),
        name: String::new(),
        href: String::new(),
    }
}

fn case_href(desk: &Desk, case: &Case) -> String {
    if desk.needs_one(&WORKERS).is_ok() { format!("/petugas/kasus/{}", case.id) } else { String::new() }
}

/// On time, early or late: said, and allowed.
async fn arrived(desk: &Desk, case: &Case) -> Result<Said, Problem> {
    let (w, zone) = (desk.visitor.w, zone_of(desk));
    let booking = schedule::booking(&mut desk.visitor.house.reader(), &case.booking).await?;
    let slot = booking.ok_or(StoreError::NoRow("booking"))?.slot;
    let minute = TimeOfDay(i64::from(case.arrived_at.zoned(zone).hour()) * 60 + i64::from(case.arrived_at.zoned(zone).minute()));
    let hours = w.hours(slot.start, slot.end, zone);
    let text = if minute.0 < slot.start.0 {
        "counter-entry-early"
    } else if minute.0 >= slot.end.0 {
        "counter-entry-late"
    } else {
        "counter-entry-on-time"
    };
    let lead = w.with("counter-entry-in", &[("queue", &case.queue)]);
    Ok(Said { kind: "ok", lead, text: w.with(text, &[("hours", &hours)]) })
}

/// `POST /petugas/masuk-antre`
pub(super) async fn enter(desk: Desk, fields: Fields) -> Answer {
    desk.needs_one(&[Role::FrontDesk])?;
    fields.only(&["kode"])?;
    let house = desk.visitor.house.clone();
    let catalogue = catalogue::current(&house);
    let typed = fields.get("kode");
    let outcome = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let (house, catalogue, desk) = (&house, &catalogue, &desk);
            Box::pin(async move {
                let at = AtDesk { officer: &desk.officer, office: &desk.office };
                entry::enter(&house.vault, tx, catalogue, typed, &at).await
            })
        })
        .await?;
    if let Outcome::In(case) = &outcome {
        return Ok(see_other(format!("/petugas/masuk-antre?kasus={}", case.id)));
    }
    refused(&desk, typed, outcome).await
}

async fn refused(desk: &Desk, typed: &str, outcome: Outcome) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    // what may be a slip of the fingers is kept to be mended; what was read well makes room for the next one
    let slip = matches!(outcome, Outcome::Unknown | Outcome::Unreadable | Outcome::NotGenuine);
    let mut page = empty(desk, if slip { typed } else { "" }).await;
    let catalogue = catalogue::current(&visitor.house);
    let plain = |key: &str| w.t(key);
    let (status, kind, lead, text) = match outcome {
        Outcome::In(_) => return Err(Problem::not_found()),
        Outcome::OtherOffice { office, day } => {
            let name = catalogue.office(&office).map_or_else(|| office.to_string(), |o| o.name.clone());
            let lead = w.with("counter-entry-other-office", &[("office", &name), ("day", &w.day(day))]);
            (StatusCode::CONFLICT, "bad", lead, String::new())
        }
        Outcome::WrongDay(day) => {
            let lead = w.with("counter-entry-wrong-day", &[("day", &w.day(day))]);
            (StatusCode::CONFLICT, "bad", lead, plain("counter-entry-wrong-day-text"))
        }
        Outcome::Used(case) => {
            let at = w.moment(case.arrived_at, zone_of(desk));
            page.href = case_href(desk, &case);
            page.number.clone_from(&case.queue);
            let lead = w.with("counter-entry-used", &[("queue", &case.queue), ("at", &at)]);
            (StatusCode::CONFLICT, "warn", lead, String::new())
        }
        Outcome::NotPaid => (StatusCode::CONFLICT, "bad", plain("counter-entry-not-paid"), plain("counter-entry-not-paid-text")),
        Outcome::Over => (StatusCode::CONFLICT, "bad", plain("counter-entry-over"), plain("counter-entry-over-text")),
        Outcome::Unknown => (StatusCode::NOT_FOUND, "bad", plain("counter-entry-unknown"), plain("counter-entry-unknown-text")),
        Outcome::Unreadable => {
            (StatusCode::UNPROCESSABLE_ENTITY, "bad", plain("counter-entry-unreadable"), plain("counter-entry-unreadable-text"))
        }
        Outcome::NotGenuine => {
            (StatusCode::UNPROCESSABLE_ENTITY, "bad", plain("counter-entry-forged"), plain("counter-entry-forged-text"))
        }
    };
    page.said = Some(Said { kind, lead, text });
    Ok(visitor.page_with(status, &page))
}
