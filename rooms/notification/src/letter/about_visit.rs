//! Dates that are moved, near, missed or given up, and the question who holds a booking.

use super::{Letter, Scene};
use crate::model::Kind;
use ::store::StoreError;
use application::{Application, StateWord};
use kernel::{
    ids::BookingId,
    lang::Lang,
    time::{TimeOfDay, Zone},
};
use schedule::{Booking, BookingState};

async fn application(scene: &Scene<'_>) -> Result<Option<Application>, StoreError> {
    match &scene.message.application {
        Some(id) => scene.application(id).await.map(Some),
        None => Ok(None),
    }
}

/// Withdrawn before payment, or given back after it.
pub(super) async fn left(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(application) = application(scene).await? else { return Ok(None) };
    let cancelled = scene.message.kind == Kind::Cancelled;
    let state = if cancelled { StateWord::Cancelled } else { StateWord::GivenBack };
    if scene.fresh && application.state.word() != state {
        return Ok(None);
    }
    let w = scene.w;
    let letter = scene.begin(&application);
    let letter = if cancelled {
        letter.line(w.t("notification-cancelled-text")).line(w.t("notification-kept-again"))
    } else {
        letter.line(w.t("notification-given-back-text"))
    };
    Ok(Some(scene.to_application(letter, &application.id)))
}

/// Moved, tomorrow, or missed.
pub(super) async fn visit(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(application) = application(scene).await? else { return Ok(None) };
    let id = BookingId::parse(&scene.message.about).map_err(|e| StoreError::inconsistent("about", e.to_string()))?;
    let Some(booking) = schedule::booking(&mut scene.house.reader(), &id).await? else { return Ok(None) };
    if scene.fresh && !still(scene, &application, &booking) {
        return Ok(None);
    }
    let w = scene.w;
    let letter = scene.visit(scene.begin(&application), &booking);
    Ok(Some(match scene.message.kind {
        Kind::Moved => {
            let letter = letter.line(w.t("notification-moved-text")).line(w.t("notification-moved-letter"));
            scene.to_sheet(letter, &application.id)
        }
        Kind::DayBefore => {
            let letter = letter.line(w.t("notification-day-before-text")).line(w.t("notification-day-before-bring"));
            let letter = letter.fact(w.t("notification-latest"), latest(scene, &booking));
            let bring = originals(scene, &application).await?;
            let letter = if bring.is_empty() { letter } else { letter.fact(w.t("notification-originals"), bring.join(", ")) };
            scene.to_sheet(letter, &application.id)
        }
        _ => {
            let letter = letter.line(w.t("notification-missed-text")).line(w.t("notification-missed-next"));
            scene.to_application(letter, &application.id)
        }
    }))
}

/// When to be there at the latest: `08.45 WITA`.
fn latest(scene: &Scene<'_>, booking: &Booking) -> String {
    let slot = &booking.slot;
    let before = scene.catalogue.limit("arrive_before_minutes", slot.day);
    scene.w.time(TimeOfDay(slot.start.0 - before).on(slot.day, booking.zone), booking.zone)
}

fn still(scene: &Scene<'_>, application: &Application, booking: &Booking) -> bool {
    match scene.message.kind {
        Kind::Moved => booking.state == BookingState::Booked,
        Kind::DayBefore => booking.state == BookingState::Booked && scene.house.now() < booking.slot.starts_at,
        _ => application.state.word() == StateWord::Missed,
    }
}

/// The papers that were sent: their originals are looked at.
async fn originals(scene: &Scene<'_>, application: &Application) -> Result<Vec<String>, StoreError> {
    let mut papers = documents::list(&mut scene.house.reader(), &application.id).await?;
    documents::in_order(&scene.catalogue, application.kind, scene.house.now().day_in(Zone::Wib), &mut papers);
    let mut names: Vec<String> = Vec::new();
    for paper in papers.iter().filter(|p| p.is_accepted()) {
        let name = paper_name(scene, &paper.code);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The name of a kind of paper.
pub(super) fn paper_name(scene: &Scene<'_>, code: &str) -> String {
    match (scene.catalogue.document(code), scene.lang) {
        (Some(paper), Lang::Id) => paper.name_id.clone(),
        (Some(paper), Lang::En) => paper.name_en.clone(),
        (None, _) => code.to_owned(),
    }
}

/// Two accounts, one NIK: neither learns anything about the other.
pub(super) async fn nik(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(application) = application(scene).await? else { return Ok(None) };
    let w = scene.w;
    let text = if scene.message.kind == Kind::NikAsked { "notification-nik-asked-text" } else { "notification-nik-holder-text" };
    let letter = scene.begin(&application).line(w.t(text)).line(w.t("notification-nik-originals"));
    Ok(Some(scene.to_application(letter, &application.id)))
}

/// A draft that nobody touched: when it is thrown away, and how to keep it.
pub(super) async fn draft(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(id) = &scene.message.application else { return Ok(None) };
    // it may be gone by now: the inbox then shows the heading alone
    let Some(draft) = application::find(&mut scene.house.reader(), id).await? else { return Ok(None) };
    let until = application::kept_until(&scene.catalogue, &mut scene.house.reader(), id).await?;
    let Some(until) = until.filter(|_| draft.state.word() == StateWord::Draft) else { return Ok(None) };
    let w = scene.w;
    let day = w.day(until.plus(-1).day_in(Zone::Wib));
    let letter = scene
        .begin(&draft)
        .line(w.with("notification-draft-aging-text", &[("day", &day)]))
        .line(w.t("notification-draft-aging-keep"));
    Ok(Some(scene.to_application(letter, id)))
}
