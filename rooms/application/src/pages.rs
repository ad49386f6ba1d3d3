//! The question pages, saving while typing, two tabs, the NIK that says otherwise, and the way out to an office.

mod autosave;
mod differs;
mod input;
mod lead_out;
mod question;
mod shown;

pub use shown::{label, shown};

use crate::answers::Answers;
use crate::checks::Checks;
use crate::model::{Application, SaveRefused};
use crate::{checking, drafts, saving};
use axum::Router;
use axum::routing::{get, post};
use catalogue::Catalogue;
use kernel::ids::ApplicationId;
use kernel::problem::ProblemCode;
use shell::{Citizen, House, Problem};
use std::sync::Arc;
use store::Actor;

pub(crate) fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/permohonan/{id}/isi/{step}", get(question::draw).post(question::take))
        .route("/permohonan/{id}/simpan", post(autosave::take))
        .route("/permohonan/{id}/cocok", get(differs::draw).post(differs::take))
        .route("/permohonan/{id}/datang-langsung", get(lead_out::draw))
}

/// One application with everything its pages judge by.
pub(crate) struct Opened {
    pub application: Application,
    pub answers: Answers,
    pub checks: Checks,
    pub catalogue: Arc<Catalogue>,
}

impl Opened {
    /// Reads an application of the signed-in citizen; a foreign one is absent, and so is what is no id.
    pub async fn of(citizen: &Citizen, id: &str) -> Result<Self, Problem> {
        let house = &citizen.visitor.house;
        let id = ApplicationId::parse(id).map_err(|_| Problem::not_found())?;
        let mut ask = house.reader();
        let application = drafts::of_account(&mut ask, &citizen.account, &id).await?.ok_or_else(Problem::not_found)?;
        let answers = saving::answers(&house.vault, &mut ask, &application).await?;
        let checks = checking::checks(&house.vault, &mut ask, &application).await?;
        Ok(Self { application, answers, checks, catalogue: catalogue::current(house) })
    }

    /// The same while its answers may be changed.
    pub async fn editable(citizen: &Citizen, id: &str) -> Result<Self, Problem> {
        let opened = Self::of(citizen, id).await?;
        if opened.application.state.word().is_open() { Ok(opened) } else { Err(closed(&opened.application.id)) }
    }

    /// The task list.
    pub fn home(&self) -> String {
        home(&self.application.id)
    }
}

pub(crate) fn home(id: &ApplicationId) -> String {
    format!("/permohonan/{id}")
}

/// Answers cannot be changed now: submitted, paid, at the office, or ended.
pub(crate) fn closed(id: &ApplicationId) -> Problem {
    Problem::new(ProblemCode::WrongState).because("application-closed").back(home(id))
}

/// A refused save at the edge, where it is no conflict.
pub(crate) fn refused(id: &ApplicationId, refused: SaveRefused) -> Problem {
    match refused {
        SaveRefused::Store(error) => error.into(),
        SaveRefused::NotNow => closed(id),
        SaveRefused::Conflict { .. } => Problem::new(ProblemCode::Stale).back(home(id)),
    }
}

pub(crate) fn actor(citizen: &Citizen) -> Actor {
    Actor::Account(citizen.account.clone())
}
