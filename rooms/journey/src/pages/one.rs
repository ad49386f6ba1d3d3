//! One application: the task list while it is open, the bill while it waits for money, the thread after that.

use crate::pages::{tasks, timeline};
use crate::whole::{Whole, own, path};
use application::StateWord;
use axum::extract::Path;
use shell::{Answer, Citizen, Query, see_other};

/// `GET /permohonan/{id}`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, &id).await?;
    match application.state.word() {
        StateWord::Draft | StateWord::Expired | StateWord::Cancelled => {
            let whole = Whole::read(&house, application).await?;
            tasks::show(&citizen, &whole).await
        }
        StateWord::AwaitingPayment => Ok(see_other(path(&application.id, "bayar"))),
        _ => timeline::show(&citizen, application).await,
    }
}
