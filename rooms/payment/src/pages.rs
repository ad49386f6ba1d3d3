//! What the applicant sees of her bill, and the list for finance. Pages of one application exist only for its owner: to
//! everybody else they are as absent as those of no application.

pub(crate) mod bill;
mod finance;
mod paid;
pub(crate) mod sheets;

use crate::bills_of;
use crate::model::{Bill, BillKind, BillState};
use crate::visit_bill;
use application::{Answers, Application, ApplicationState};
use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use kernel::{
    ids::ApplicationId,
    problem::ProblemCode,
    time::{TimeOfDay, Zone},
};
use schedule::Booking;
use shell::{Citizen, House, Problem};
use std::sync::Arc;

/// The routes of this room.
pub(crate) fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/permohonan/{id}/bayar", get(bill::show))
        .route("/permohonan/{id}/bayar/periksa", post(bill::check))
        .route("/permohonan/{id}/bayar/lagi", post(bill::again))
        .route("/permohonan/{id}/tagihan.pdf", get(sheets::bill_pdf))
        .route("/permohonan/{id}/lunas", get(paid::paid))
        .route("/permohonan/{id}/kuitansi", get(paid::receipt))
        .route("/permohonan/{id}/kuitansi.pdf", get(sheets::receipt_pdf))
        .route("/permohonan/{id}/surat", get(paid::letter))
        .route("/permohonan/{id}/surat.pdf", get(sheets::letter_pdf))
        .route("/petugas/keuangan", get(finance::list))
        .route("/petugas/keuangan/{id}", get(finance::show))
}

/// What the pages of one application need.
pub(crate) struct Mine {
    pub(crate) citizen: Citizen,
    application: Application,
    answers: Answers,
    /// The held or booked seat.
    booking: Option<Booking>,
    office: String,
    /// Where the office stands, for the letter.
    place: String,
    zone: Zone,
    /// The passport as people name it.
    passport: String,
}

impl Mine {
    pub(crate) async fn of(citizen: Citizen, id: &str) -> Result<Self, Problem> {
        let house = citizen.visitor.house.clone();
        let id = ApplicationId::parse(id)?;
        let mut reader = house.reader();
        let application = application::of_account(&mut reader, &citizen.account, &id).await?.ok_or_else(Problem::not_found)?;
        let answers = application::answers(&house.vault, &mut reader, &application).await?;
        let booking = schedule::live_of(&mut reader, &id).await?;
        let catalogue = catalogue::current(&house);
        let code = booking.as_ref().map(|b| &b.slot.office).or(application.office.as_ref());
        let office = code.and_then(|code| catalogue.office(code));
        let zone = booking.as_ref().map(|b| b.zone).or(office.map(|o| o.zone)).unwrap_or(Zone::Wib);
        let kind = application.passport_type.as_deref().and_then(|code| catalogue.passport_type(code));
        Ok(Self {
            office: office.map_or_else(String::new, |o| o.name.clone()),
            place: office.map_or_else(String::new, |o| {
                [o.address.as_str(), o.regency.as_str(), o.province.as_str()]
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
            passport: kind.map_or_else(String::new, |k| k.name(citizen.visitor.lang).to_owned()),
            citizen,
            application,
            answers,
            booking,
            zone,
        })
    }

    pub(crate) fn house(&self) -> &Arc<House> {
        &self.citizen.visitor.house
    }

    fn id(&self) -> &ApplicationId {
        &self.application.id
    }

    fn name(&self) -> String {
        self.answers.full_name().map(|n| n.to_string()).unwrap_or_default()
    }

    /// The application's number in fours, as people read it out.
    fn number(&self) -> String {
        groups(&self.application.number, 4).join(" ")
    }

    /// `Kamis, 15 Oktober 2026`; empty without a seat.
    fn day(&self) -> String {
        self.booking.as_ref().map_or_else(String::new, |b| self.citizen.visitor.w.day(b.slot.day))
    }

    /// `09.00–10.00 WITA`; empty without a seat.
    fn hours(&self) -> String {
        self.booking.as_ref().map_or_else(String::new, |b| self.citizen.visitor.w.hours(b.slot.start, b.slot.end, b.zone))
    }

    /// When to be there at the latest: `08.45 WITA`; empty without a seat.
    fn latest(&self) -> String {
        self.booking.as_ref().map_or_else(String::new, |b| {
            let before = catalogue::current(self.house()).limit("arrive_before_minutes", b.slot.day);
            let at = TimeOfDay(b.slot.start.0 - before).on(b.slot.day, b.zone);
            self.citizen.visitor.w.time(at, b.zone)
        })
    }

    /// Day and session; empty without a seat.
    fn visit(&self) -> String {
        if self.booking.is_none() { String::new() } else { format!("{}, {}", self.day(), self.hours()) }
    }

    /// The bill to look at: one that can still be paid, else a difference that the office still waits for, else the visit's.
    pub(crate) async fn bill(&self) -> Result<Bill, Problem> {
        let bills = bills_of(&mut self.house().reader(), self.id()).await?;
        let open = bills.iter().find(|b| matches!(b.state, BillState::Asked { .. } | BillState::Payable { .. }));
        let in_office = matches!(self.application.state, ApplicationState::InOffice { .. });
        let difference = bills.iter().find(|b| b.kind == BillKind::Difference);
        let owed = difference.filter(|b| in_office && matches!(b.state, BillState::Expired { .. } | BillState::Unknown { .. }));
        let visit = bills.iter().find(|b| b.kind == BillKind::Visit);
        open.or(owed).or(visit).cloned().ok_or_else(Problem::not_found)
    }

    /// The bill that paid for the visit.
    async fn paid_bill(&self) -> Result<Bill, Problem> {
        let bill = visit_bill(&mut self.house().reader(), self.id()).await?;
        bill.filter(|b| matches!(b.state, BillState::Paid { .. })).ok_or_else(Problem::not_found)
    }

    /// What was paid beside the visit, oldest first.
    async fn paid_beside(&self) -> Result<Vec<Bill>, Problem> {
        let mut bills = bills_of(&mut self.house().reader(), self.id()).await?;
        bills.retain(|b| b.kind != BillKind::Visit && matches!(b.state, BillState::Paid { .. }));
        bills.reverse();
        Ok(bills)
    }

    /// The paid bill of a number, or the visit's where none is named.
    async fn paid_bill_of(&self, number: &str) -> Result<Bill, Problem> {
        if number.is_empty() {
            return self.paid_bill().await;
        }
        let bills = bills_of(&mut self.house().reader(), self.id()).await?;
        let mut paid = bills.into_iter().filter(|b| matches!(b.state, BillState::Paid { .. }));
        paid.find(|b| b.number == number).ok_or_else(Problem::not_found)
    }

    fn path(&self, rest: &str) -> String {
        format!("/permohonan/{}{rest}", self.id())
    }
}

/// A text in groups of so many characters, for reading and typing.
fn groups(text: &str, size: usize) -> Vec<String> {
    text.chars().collect::<Vec<_>>().chunks(size).map(|part| part.iter().collect()).collect()
}

/// A PDF to be looked at or kept, under a name without personal data.
fn pdf_answer(drawn: Result<Vec<u8>, String>, name: &str) -> Result<Response, Problem> {
    let bytes = drawn.map_err(|error| Problem::new(ProblemCode::Internal).cause(&error))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
