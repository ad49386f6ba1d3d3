//! Asking the registers of other authorities. The call is made with no transaction open; a silent register stops nobody:
//! a job asks again, less and less often, and keeps what it learns, also after the application was sent: until the officer
//! has verified the data. Before the visit and at its beginning it is asked once more.

use ::store::{Claimed, JobSpec, Outcome, StoreError, Tx};
use application::{Application, CheckRefused, CheckResult, CheckTicket, Register, TransitionRefused};
use futures_util::future::BoxFuture;
use kernel::{
    event::{Event, OfficeStep},
    ids::{ApplicationId, EventId},
    nik::Nik,
    time::{MINUTE, Timestamp, Zone},
};
use shell::House;
use std::sync::Arc;

/// The job that asks again.
pub(crate) const CHECK_AGAIN: &str = "journey.check_again";
/// How often it asks before it leaves the question to the officer: the last pause is about four hours.
const AGAIN_MAX: i64 = 8;

/// How a question ended for the person in front of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// There is an answer.
    Answered,
    /// No answer; it is asked again later.
    Silent,
    /// No more questions today.
    CapReached,
    /// Something is missing before one can ask.
    NotReady,
}

/// Asks both registers about an application; the worse of the two answers counts.
pub(crate) async fn ask_both(house: &House, application: &Application) -> Result<Asked, StoreError> {
    let population = ask(house, application, Register::Population).await?;
    if matches!(population, Asked::CapReached | Asked::NotReady) {
        return Ok(population);
    }
    let passports = ask(house, application, Register::Passports).await?;
    let silent = population == Asked::Silent || passports == Asked::Silent;
    if silent {
        again_later(house, &application.id).await?;
    }
    Ok(if silent { Asked::Silent } else { passports })
}

async fn again_later(house: &House, id: &ApplicationId) -> Result<(), StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let id = id.clone();
            Box::pin(async move {
                let run_at = ::store::Ask::now(tx).plus(MINUTE);
                tx.later(job(&id, run_at)).await
            })
        })
        .await
}

/// The day before the visit and on arrival: what the registers said differently is noted for the officer, and what none has
/// answered yet is asked once more.
pub(crate) fn hears<'t>(
    house: &'t House,
    tx: &'t mut Tx<'_>,
    _: &'t EventId,
    event: &'t Event,
) -> BoxFuture<'t, Result<(), StoreError>> {
    Box::pin(async move {
        let id = match event {
            Event::Office { application, step: OfficeStep::CheckedIn, .. } => Some(application.clone()),
            Event::DayBefore { booking } => schedule::booking(tx, booking).await?.map(|b| b.application),
            _ => None,
        };
        let Some(id) = id else { return Ok(()) };
        if application::find(tx, &id).await?.is_none() {
            return Ok(());
        }
        let checks = application::note_registers(&house.vault, tx, &id).await?;
        if checks.population.is_answered() && checks.passports.is_answered() {
            return Ok(());
        }
        let run_at = ::store::Ask::now(tx);
        tx.later(job(&id, run_at)).await
    })
}

fn job(id: &ApplicationId, run_at: Timestamp) -> JobSpec {
    JobSpec { kind: CHECK_AGAIN, key: id.to_string(), payload: serde_json::json!({ "application": id }), run_at }
}

/// Leave first, committed; then the call; then its answer.
async fn ask(house: &House, application: &Application, register: Register) -> Result<Asked, StoreError> {
    let answers = application::answers(&house.vault, &mut house.reader(), application).await?;
    let Some(nik) = answers.nik() else { return Ok(Asked::NotReady) };
    let cap = catalogue::current(house).limit("register_checks_per_account_day", house.now().day_in(Zone::Wib));
    let leave = house
        .db
        .transact::<_, CheckRefused, _>(|tx| {
            let id = application.id.clone();
            Box::pin(async move { application::begin_check(tx, &id, register, cap).await })
        })
        .await;
    let ticket = match leave {
        Ok(ticket) => ticket,
        Err(CheckRefused::CapReached) => return Ok(Asked::CapReached),
        Err(CheckRefused::NotReady) => return Ok(Asked::NotReady),
        Err(CheckRefused::Store(error)) => return Err(error),
    };
    // answers and ticket were read apart: an answer about another number may not be kept
    if application::nik_hash(&house.vault, &nik) != ticket.nik_hash {
        return Ok(Asked::NotReady);
    }
    let result = call(house, register, &nik).await;
    let said = if result == CheckResult::Silent { Asked::Silent } else { Asked::Answered };
    keep(house, &ticket, result).await?;
    Ok(said)
}

async fn call(house: &House, register: Register, nik: &Nik) -> CheckResult {
    let answer = match register {
        Register::Population => house.outside.population.look_up(nik).await.map(CheckResult::Population),
        Register::Passports => house.outside.passports.look_up(nik).await.map(CheckResult::Passports),
    };
    match answer {
        Ok(result) => result,
        Err(outside::PartnerError::NotFound) if register == Register::Population => CheckResult::Population(None),
        Err(outside::PartnerError::NotFound) => CheckResult::Passports(Vec::new()),
        Err(error) => {
            tracing::warn!(register = register.code(), %error, "a register gave no answer; the person goes on");
            CheckResult::Silent
        }
    }
}

async fn keep(house: &House, ticket: &CheckTicket, result: CheckResult) -> Result<(), StoreError> {
    let kept = house
        .db
        .transact::<_, TransitionRefused, _>(|tx| {
            let (ticket, result) = (ticket.clone(), result.clone());
            Box::pin(async move { application::store_check(&house.vault, tx, &ticket, result).await })
        })
        .await;
    match kept {
        Ok(_) | Err(TransitionRefused::Absent) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Runs [`CHECK_AGAIN`].
pub(crate) fn check_again(house: Arc<House>, job: Claimed) -> BoxFuture<'static, Outcome> {
    Box::pin(async move {
        let id = job.payload.get("application").and_then(|v| v.as_str()).and_then(|t| ApplicationId::parse(t).ok());
        let Some(id) = id else { return Outcome::Done };
        match once_more(&house, &id).await {
            Ok(true) if job.attempt < AGAIN_MAX => Outcome::Again(house.now().plus(MINUTE << job.attempt.clamp(0, AGAIN_MAX))),
            Ok(_) => Outcome::Done,
            Err(error) => Outcome::Failed(error.to_string()),
        }
    })
}

/// Asks again those registers that have not answered; true when one is still silent.
async fn once_more(house: &House, id: &ApplicationId) -> Result<bool, StoreError> {
    let mut reader = house.reader();
    let Some(application) = application::find(&mut reader, id).await? else { return Ok(false) };
    if !application::may_check(&application.state) {
        return Ok(false);
    }
    let checks = application::checks(&house.vault, &mut reader, &application).await?;
    drop(reader);
    let mut silent = false;
    for (register, answered) in
        [(Register::Population, checks.population.is_answered()), (Register::Passports, checks.passports.is_answered())]
    {
        if !answered {
            silent |= ask(house, &application, register).await? == Asked::Silent;
        }
    }
    Ok(silent)
}
