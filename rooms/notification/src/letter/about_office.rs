//! Steps at the office.

use super::{Letter, Scene, about_visit::paper_name};
use crate::model::Kind;
use ::store::StoreError;
use application::{Application, ApplicationState, StateWord};
use catalogue::ApplicationKind;
use kernel::{lang::Lang, time::Zone};
use payment::{BillKind, BillState};

async fn application(scene: &Scene<'_>) -> Result<Application, StoreError> {
    let id = scene.message.application.as_ref().ok_or(StoreError::NoRow("message.application"))?;
    scene.application(id).await
}

fn zone(scene: &Scene<'_>, application: &Application) -> Zone {
    application.office.as_ref().and_then(|o| scene.catalogue.office(o)).map_or(Zone::Wib, |o| o.zone)
}

/// A step that only says where the application is.
pub(super) async fn step(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let application = application(scene).await?;
    let text = match scene.message.kind {
        Kind::CheckedIn => "notification-checked-in-text",
        Kind::Verified => "notification-verified-text",
        Kind::Interviewed => "notification-interviewed-text",
        Kind::Approved => "notification-approved-text",
        Kind::Printed => "notification-printed-text",
        _ => "notification-collected-text",
    };
    // "wait to be called" helps nobody who has left the office
    let in_office = matches!(application.state, ApplicationState::InOffice { .. });
    if scene.fresh && scene.message.kind == Kind::CheckedIn && !in_office {
        return Ok(None);
    }
    let letter = scene.begin(&application).line(scene.w.t(text));
    Ok(Some(scene.to_application(letter, &application.id)))
}

/// Papers are missing until a day.
pub(super) async fn papers(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let application = application(scene).await?;
    let mut asked = documents::requested(&mut scene.house.reader(), &application.id).await?;
    if scene.fresh {
        let now = scene.house.now();
        asked.retain(|p| p.done_at.is_none() && now < p.until);
        let ended = matches!(application.state.word(), StateWord::Rejected | StateWord::Void | StateWord::Collected);
        if ended || asked.is_empty() {
            return Ok(None);
        }
    }
    let w = scene.w;
    let mut letter = scene.begin(&application).line(w.t("notification-papers-pending-text"));
    let mut names: Vec<String> = Vec::new();
    for paper in &asked {
        let name = paper_name(scene, &paper.code);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !names.is_empty() {
        letter = letter.fact(w.t("notification-papers"), names.join(", "));
    }
    if let Some(until) = asked.iter().map(|p| p.until).max() {
        // the bound itself is excluded: midnight is said as the day before
        let day = until.plus(-1).day_in(zone(scene, &application));
        letter = letter.fact(w.t("notification-until"), w.day(day));
    }
    Ok(Some(letter.link(w.t("notification-open-papers"), format!("/permohonan/{}/berkas", application.id))))
}

/// New became replacement, or the other way; perhaps something is still to be paid.
pub(super) async fn reclassified(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let application = application(scene).await?;
    let bills = payment::bills_of(&mut scene.house.reader(), &application.id).await?;
    let due = bills
        .into_iter()
        .find(|b| b.kind == BillKind::Difference && matches!(b.state, BillState::Asked { .. } | BillState::Payable { .. }));
    let w = scene.w;
    let text = match application.kind {
        ApplicationKind::New => "notification-reclassified-new",
        ApplicationKind::Replacement => "notification-reclassified-replacement",
    };
    let letter = scene.begin(&application).line(w.t(text));
    let letter = match due {
        Some(bill) => letter
            .line(w.t("notification-reclassified-difference"))
            .fact(w.t("notification-amount"), w.rupiah(bill.amount))
            .link(w.t("notification-open-bill"), format!("/permohonan/{}/bayar", application.id)),
        None => scene.to_application(letter, &application.id),
    };
    Ok(Some(letter))
}

/// Refused, with the reason in words and what can be done.
pub(super) async fn rejected(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let application = application(scene).await?;
    let ApplicationState::Rejected { reason } = &application.state else { return Ok(None) };
    let w = scene.w;
    let mut letter = scene.begin(&application).line(w.t("notification-rejected-text"));
    if let Some(reason) = scene.catalogue.rejection_reason(reason) {
        let (name, next) = match scene.lang {
            Lang::Id => (&reason.name_id, &reason.next_id),
            Lang::En => (&reason.name_en, &reason.next_en),
        };
        letter =
            letter.line(name).line(next).fact(w.t("notification-legal-basis"), catalogue::basis_text(&w, &reason.legal_basis));
    }
    Ok(Some(scene.to_application(letter, &application.id)))
}

/// Papers that were asked for did not come: which, and what now.
pub(super) async fn voided(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let application = application(scene).await?;
    if !matches!(application.state, ApplicationState::Void { .. }) {
        return Ok(None);
    }
    let w = scene.w;
    let mut asked = documents::requested(&mut scene.house.reader(), &application.id).await?;
    asked.retain(|p| p.done_at.is_none());
    let mut names: Vec<String> = asked.iter().map(|p| paper_name(scene, &p.code)).collect();
    names.dedup();
    let letter = scene.begin(&application).line(w.t("notification-voided-text"));
    let letter = if names.is_empty() { letter } else { letter.fact(w.t("notification-papers"), names.join(", ")) };
    let letter = match asked.iter().map(|p| p.until).max() {
        // the bound itself is excluded: midnight is said as the day before
        Some(until) => letter.fact(w.t("notification-until"), w.day(until.plus(-1).day_in(zone(scene, &application)))),
        None => letter,
    };
    let letter = letter.line(w.t("notification-voided-money")).line(w.t("notification-voided-next"));
    Ok(Some(scene.to_application(letter, &application.id)))
}

/// Ready, and where.
pub(super) async fn ready(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let application = application(scene).await?;
    if scene.fresh && application.state != ApplicationState::Ready {
        return Ok(None);
    }
    let w = scene.w;
    let mut letter = scene.begin(&application).line(w.t("notification-ready-text"));
    if let Some(office) = application.office.as_ref().and_then(|o| scene.catalogue.office(o)) {
        let place = if office.address.is_empty() { office.name.clone() } else { format!("{}, {}", office.name, office.address) };
        letter = letter.fact(w.t("notification-office"), place);
    }
    Ok(Some(scene.to_application(letter, &application.id)))
}
