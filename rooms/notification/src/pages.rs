//! The inbox.

use crate::store;
use axum::extract::Path;
use kernel::ids::MessageId;
use kernel::problem::ProblemCode;
use shell::{Answer, Citizen, Problem, see_other};

/// `GET /kabar`
pub async fn inbox(_citizen: Citizen) -> Answer {
    Ok(see_other("/permohonan"))
}

/// `GET /kabar/{id}`
pub async fn one(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let id = MessageId::parse(&id).map_err(|_| Problem::new(ProblemCode::NotFound))?;
    let house = citizen.visitor.house.clone();
    let found = store::of_account(&mut house.reader(), &citizen.account, &id).await?;
    found.map(|_| see_other("/permohonan")).ok_or_else(|| Problem::new(ProblemCode::NotFound))
}
