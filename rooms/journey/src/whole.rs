//! One application with everything that is known about it, read for one page.

use ::store::StoreError;
use application::{Answers, Application, Checks};
use catalogue::{Catalogue, Field, Offer, Office, PassportType, Price};
use documents::{Need, Paper};
use jiff::civil::Date;
use kernel::{
    field::FieldError,
    ids::{AccountId, ApplicationId},
    lang::Lang,
    time::{Zone, add_days},
};
use shell::{House, Problem};
use std::sync::Arc;

/// The lane that applicants book.
pub(crate) const LANE: &str = "regular";

/// The first day that is sold: papers, moves and the reminder all count on the day before the visit.
pub(crate) fn first_day(today: Date) -> Date {
    add_days(today, 1)
}

/// An application and what the rooms know about it.
pub(crate) struct Whole {
    pub application: Application,
    pub answers: Answers,
    pub checks: Checks,
    pub catalogue: Arc<Catalogue>,
    pub needs: Vec<Need>,
    pub papers: Vec<Paper>,
    pub today: Date,
}

/// The applicant's own application; somebody else's is absent.
pub(crate) async fn own(house: &House, account: &AccountId, id: &str) -> Result<Application, Problem> {
    let id = ApplicationId::parse(id)?;
    application::of_account(&mut house.reader(), account, &id).await?.ok_or_else(Problem::not_found)
}

impl Whole {
    /// Reads all of it.
    pub(crate) async fn read(house: &House, application: Application) -> Result<Self, StoreError> {
        let mut ask = house.reader();
        let catalogue = catalogue::current(house);
        let answers = application::answers(&house.vault, &mut ask, &application).await?;
        let checks = application::checks(&house.vault, &mut ask, &application).await?;
        let zone = application.office.as_ref().and_then(|code| catalogue.office(code)).map_or(Zone::Wib, |o| o.zone);
        let today = house.now().day_in(zone);
        let needs = documents::needed(&catalogue, &application, &answers, &checks, today);
        let papers = documents::list(&mut ask, &application.id).await?;
        Ok(Self { application, answers, checks, catalogue, needs, papers, today })
    }

    /// Where a page of this application stands.
    pub(crate) fn path(&self, page: &str) -> String {
        path(&self.application.id, page)
    }

    /// What the question pages still ask.
    pub(crate) fn lacking(&self) -> Vec<(String, Field, FieldError)> {
        application::missing(&self.catalogue, &self.answers, &self.checks)
    }

    /// What papers are still to be sent.
    pub(crate) fn papers_lacking(&self) -> Vec<Need> {
        documents::missing(&self.needs, &self.papers)
    }

    /// Whether a paper is there and in force.
    pub(crate) fn has_paper(&self, code: &str) -> bool {
        self.papers.iter().any(|p| p.code == code && p.is_accepted())
    }

    /// The office as it was chosen, whether or not it still fits.
    pub(crate) fn office(&self) -> Option<&Office> {
        self.application.office.as_ref().and_then(|code| self.catalogue.office(code))
    }

    /// Whether the applicant may choose a passport type.
    pub(crate) fn may_choose(&self, book: &PassportType) -> bool {
        application::holds(book.condition, &self.answers, &self.checks)
    }

    /// The chosen passport type, as long as it may be chosen today.
    pub(crate) fn book(&self) -> Option<&PassportType> {
        let code = self.application.passport_type.as_deref()?;
        self.catalogue.passport_types(self.today).into_iter().find(|t| t.code == code).filter(|t| self.may_choose(t))
    }

    /// What the office says about the chosen type.
    pub(crate) fn offer(&self) -> Option<Offer> {
        let (office, book) = (self.office()?, self.book()?);
        Some(self.catalogue.offers(&office.code, &book.code, LANE, self.today))
    }

    /// What is to pay.
    pub(crate) fn price(&self) -> Option<Price> {
        let book = self.book()?;
        self.catalogue.price(&book.code, self.application.kind, LANE, self.today)
    }

    /// True when type and office are chosen and fit each other.
    pub(crate) fn place_chosen(&self) -> bool {
        self.offer() == Some(Offer::Yes) && self.office().is_some_and(Office::is_active)
    }

    /// True when nothing is left but the declaration and the session.
    pub(crate) fn complete(&self) -> bool {
        self.lacking().is_empty() && self.papers_lacking().is_empty() && self.place_chosen() && self.price().is_some()
    }

    /// The name of the applicant, once it is known.
    pub(crate) fn name(&self) -> String {
        self.answers.typed(Field::FullName).to_owned()
    }
}

/// Where a page of an application stands; the empty page is the application itself.
pub(crate) fn path(id: &ApplicationId, page: &str) -> String {
    if page.is_empty() { format!("/permohonan/{id}") } else { format!("/permohonan/{id}/{page}") }
}

/// What a paper is called in the reader's language; its code where no table knows it.
pub(crate) fn paper_name(catalogue: &Catalogue, lang: Lang, code: &str) -> String {
    catalogue.document(code).map_or_else(|| code.to_owned(), |row| row.name(lang).to_owned())
}
