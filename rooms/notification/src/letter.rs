//! What a message says: drawn at the moment of sending or showing, from the doors of the neighbours.

mod about_account;
pub mod about_days;
mod about_money;
mod about_office;
mod about_visit;

use crate::{
    mail::Addressed,
    model::{Kind, Message},
};
use ::store::StoreError;
use application::Application;
use catalogue::Catalogue;
use kernel::{ids::ApplicationId, lang::Lang};
use schedule::Booking;
use shell::{House, words::Words};
use std::sync::Arc;

/// A text with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The subject line, and the heading in the inbox.
    pub subject: String,
    /// Sentences.
    pub lines: Vec<String>,
    /// Facts with their labels.
    pub facts: Vec<(String, String)>,
    /// A label and a path within the product; never one that signs in, but for an officer's invitation.
    pub link: Option<(String, String)>,
}

impl Letter {
    fn of(w: Words, kind: Kind) -> Self {
        Self { subject: w.t(kind.subject()), lines: Vec::new(), facts: Vec::new(), link: None }
    }

    fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    fn fact(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((label.into(), value.into()));
        self
    }

    fn link(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.link = Some((label.into(), path.into()));
        self
    }
}

/// A number as people read it out: `2026 1123 0000 0017`.
pub fn in_fours(number: &str) -> String {
    number.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// Whether a message is still true.
pub enum Fresh<T> {
    /// It is.
    Yes(T),
    /// It is not, or nobody is there to be told.
    No,
}

/// What a letter is drawn from.
struct Scene<'a> {
    house: &'a House,
    message: &'a Message,
    lang: Lang,
    w: Words,
    catalogue: Arc<Catalogue>,
    /// For the mail: what is no longer true is not told. The inbox tells what was true then.
    fresh: bool,
}

impl<'a> Scene<'a> {
    fn new(house: &'a House, message: &'a Message, lang: Lang, fresh: bool) -> Self {
        Self { house, message, lang, w: Words::for_lang(lang), catalogue: catalogue::current(house), fresh }
    }

    async fn application(&self, id: &ApplicationId) -> Result<Application, StoreError> {
        application::find(&mut self.house.reader(), id).await?.ok_or(StoreError::NoRow("application"))
    }

    /// A letter that names its application.
    fn begin(&self, application: &Application) -> Letter {
        Letter::of(self.w, self.message.kind).fact(self.w.t("notification-application-number"), in_fours(&application.number))
    }

    /// The facts of a visit.
    fn visit(&self, letter: Letter, booking: &Booking) -> Letter {
        let slot = &booking.slot;
        let when = format!("{}, {}", self.w.day(slot.day), self.w.hours(slot.start, slot.end, booking.zone));
        letter
            .fact(self.w.t("notification-visit"), when)
            .fact(self.w.t("notification-office"), self.office_name(slot.office.as_str()))
    }

    fn office_name(&self, code: &str) -> String {
        let office = kernel::ids::OfficeCode::parse(code).ok();
        office.and_then(|o| self.catalogue.office(&o)).map_or_else(|| code.to_owned(), |o| o.name.clone())
    }

    /// With a link to the application.
    fn to_application(&self, letter: Letter, id: &ApplicationId) -> Letter {
        letter.link(self.w.t("notification-open-application"), format!("/permohonan/{id}"))
    }

    /// With a link to the letter of introduction.
    fn to_sheet(&self, letter: Letter, id: &ApplicationId) -> Letter {
        letter.link(self.w.t("notification-open-letter"), format!("/permohonan/{id}/surat"))
    }

    async fn draw(&self) -> Result<Option<Letter>, StoreError> {
        match self.message.kind {
            Kind::Code | Kind::AddressKnown | Kind::Invitation => Ok(None),
            Kind::GuestRegistered | Kind::GuestTomorrow | Kind::GuestChanged | Kind::GuestCancelled => Ok(None),
            Kind::ContactOld | Kind::ContactNew => about_account::contact_shown(self.house, self.w, self.message).await,
            Kind::PasswordChanged => Ok(Some(about_account::password(self.w, self.message))),
            Kind::FactorOn | Kind::FactorOff => Ok(Some(about_account::factor(self.w, self.message))),
            Kind::BillReady | Kind::BillReminder => about_money::to_pay(self).await,
            Kind::BillExpired | Kind::BillRefused => about_money::unpaid(self).await,
            Kind::Paid | Kind::PaidOtherSeat | Kind::ChooseDate | Kind::DifferencePaid => about_money::paid(self).await,
            Kind::Restored => about_money::restored(self).await,
            Kind::MoneyCase => about_money::case(self).await,
            Kind::Cancelled | Kind::GivenBack => about_visit::left(self).await,
            Kind::Moved | Kind::DayBefore | Kind::Missed => about_visit::visit(self).await,
            Kind::PapersPending => about_office::papers(self).await,
            Kind::Reclassified => about_office::reclassified(self).await,
            Kind::Rejected => about_office::rejected(self).await,
            Kind::Ready => about_office::ready(self).await,
            Kind::CheckedIn | Kind::Verified | Kind::Interviewed | Kind::Approved | Kind::Printed | Kind::Collected => {
                about_office::step(self).await
            }
            Kind::Voided => about_office::voided(self).await,
            Kind::DraftAging => about_visit::draft(self).await,
            Kind::NikAsked | Kind::NikHolder => about_visit::nik(self).await,
        }
    }
}

/// The letter of a message with its address, for the mail.
pub async fn addressed(house: &House, message: &Message) -> Result<Fresh<Addressed>, StoreError> {
    let found = match message.kind {
        Kind::Code | Kind::AddressKnown => about_account::code(house, message).await?,
        Kind::Invitation => about_account::invitation(house, message).await?,
        Kind::ContactOld | Kind::ContactNew => about_account::contact(house, message).await?,
        Kind::GuestRegistered | Kind::GuestTomorrow | Kind::GuestChanged | Kind::GuestCancelled => {
            about_days::addressed(house, message).await?
        }
        _ => to_holder(house, message).await?,
    };
    Ok(found.map_or(Fresh::No, Fresh::Yes))
}

async fn to_holder(house: &House, message: &Message) -> Result<Option<Addressed>, StoreError> {
    let Some(account) = &message.account else { return Ok(None) };
    let Some(contact) = account::contact(&house.vault, &mut house.reader(), account).await? else { return Ok(None) };
    let Some(letter) = Scene::new(house, message, contact.lang, true).draw().await? else { return Ok(None) };
    Ok(Some(Addressed { to: contact.email, lang: contact.lang, name: Some(contact.name), letter }))
}

/// The letter as the inbox shows it, also of something that has changed since.
pub async fn shown(house: &House, message: &Message, lang: Lang) -> Result<Letter, StoreError> {
    let drawn = Scene::new(house, message, lang, false).draw().await?;
    Ok(drawn.unwrap_or_else(|| Letter::of(Words::for_lang(lang), message.kind)))
}
