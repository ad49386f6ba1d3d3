//! Asking the registers: the leave to ask, capped for each account, and the answer, sealed. The call itself is made by
//! the journey with no transaction open.

use crate::checks::{CheckRefused, CheckResult, CheckState, CheckTicket, Checks, Register, differences};
use crate::model::{Application, Flag, TransitionRefused};
use crate::saving::{answers, key_of};
use crate::state::ApplicationState;
use crate::store::{answer, application as rows, check};
use catalogue::ApplicationKind;
use kernel::event::OfficeStep;
use kernel::ids::ApplicationId;
use kernel::time::Zone;
use serde_json::json;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};
use vault::Vault;

/// Whether what the registers say can still help somebody: the applicant while it is filled in, the officer until the data
/// are verified. A register that was silent may answer long after the application was sent.
pub const fn may_check(state: &ApplicationState) -> bool {
    use ApplicationState as A;
    match state {
        A::Draft | A::Expired { .. } | A::Cancelled { .. } | A::AwaitingPayment { .. } => true,
        A::ChooseDate { .. } | A::MoneyCase { .. } | A::Scheduled { .. } => true,
        A::InOffice { step, .. } => matches!(step, OfficeStep::CheckedIn | OfficeStep::PapersPending | OfficeStep::Reclassified),
        A::Ready | A::Collected | A::Rejected { .. } | A::Missed { .. } | A::GivenBack { .. } | A::Void { .. } => false,
    }
}

/// Leave to ask a register about the NIK that stands in the application, until it is verified. Each number costs one of the
/// account's `cap` questions of a day of real time; asking for the same number again costs nothing.
pub async fn begin_check(tx: &mut Tx<'_>, id: &ApplicationId, register: Register, cap: i64) -> Result<CheckTicket, CheckRefused> {
    let application = rows::lock(tx, id).await?.ok_or(CheckRefused::NotReady)?;
    let Some(nik_hash) = application.nik_hash.clone() else { return Err(CheckRefused::NotReady) };
    if !may_check(&application.state) || !answer::identity_is_good(tx, id).await? {
        return Err(CheckRefused::NotReady);
    }
    let ticket = CheckTicket { application: id.clone(), account: application.account.clone(), register, nik_hash };
    // the trial's clock must not give new tries
    let day = tx.real_now().day_in(Zone::Wib);
    if !check::begin(tx, &ticket, day, cap).await? {
        return Err(CheckRefused::CapReached);
    }
    log(tx, &ticket, "application.check_begin", "asked").await?;
    Ok(ticket)
}

async fn log(tx: &mut Tx<'_>, ticket: &CheckTicket, action: &'static str, what: &str) -> Result<(), StoreError> {
    let (id, detail) = (&ticket.application, json!({ "register": ticket.register.code(), "state": what }));
    let actor = Actor::Account(ticket.account.clone());
    tx.audit(AuditEntry { actor, action, object: "register_check", id: id.as_str(), application: Some(id), detail }).await
}

/// Keeps a register's answer; false when the data changed meanwhile and the answer is about somebody else. Once the
/// application is sent an answer changes what the officer is told to look at, and nothing else.
pub async fn store_check(
    vault: &Vault,
    tx: &mut Tx<'_>,
    ticket: &CheckTicket,
    result: CheckResult,
) -> Result<bool, TransitionRefused> {
    let application = rows::lock(tx, &ticket.application).await?.ok_or(TransitionRefused::Absent)?;
    let key = key_of(vault, tx, &application).await?;
    let (state, sealed) = match (ticket.register, result) {
        (_, CheckResult::Silent) => ("silent", None),
        (Register::Population, CheckResult::Population(None)) => ("not_found", None),
        (Register::Population, CheckResult::Population(Some(record))) => {
            ("found", Some(check::seal_person(&key, &application.id, record)?))
        }
        (Register::Passports, CheckResult::Passports(records)) => {
            ("found", Some(check::seal_passports(&key, &application.id, records)?))
        }
        (Register::Population, CheckResult::Passports(_)) | (Register::Passports, CheckResult::Population(_)) => {
            return Err(StoreError::inconsistent("register_check.register", "an answer of the other register").into());
        }
    };
    if application.nik_hash.as_deref() != Some(ticket.nik_hash.as_str()) || !check::answer(tx, ticket, state, sealed).await? {
        return Ok(false);
    }
    if application.state.word().is_open() {
        // what is reviewed before submission includes what the registers say
        rows::touch(tx, &application.id).await?;
    } else {
        refresh_flags(vault, tx, &application).await?;
    }
    log(tx, ticket, "application.check_answer", state).await?;
    Ok(true)
}

/// Notes for the officer what the registers have said differently so far, whether or not the person looked at it before
/// submission, and what they said. Locks the application; a draft keeps the flags that its owner chose.
pub async fn note_registers(vault: &Vault, tx: &mut Tx<'_>, id: &ApplicationId) -> Result<Checks, StoreError> {
    let application = rows::lock(tx, id).await?.ok_or(StoreError::NoRow("application"))?;
    if application.state.word().is_open() {
        return checks(vault, tx, &application).await;
    }
    refresh_flags(vault, tx, &application).await
}

/// The applicant cannot be asked any more, so the officer is told what the registers say differently: that a register does
/// not know the number is a difference too.
async fn refresh_flags(vault: &Vault, tx: &mut Tx<'_>, application: &Application) -> Result<Checks, StoreError> {
    let now = checks(vault, tx, application).await?;
    let mut flags = application.flags.clone();
    let differs = match now.population {
        CheckState::Found { .. } => Some(!now.differences.is_empty()),
        CheckState::NotFound { .. } => Some(true),
        CheckState::NotAsked | CheckState::Asked { .. } | CheckState::Silent { .. } => None,
    };
    let known = now.passports.record().map(|all| !all.is_empty() && application.kind == ApplicationKind::New);
    for (flag, up) in [(Flag::RegisterDiffers, differs), (Flag::PassportKnown, known)] {
        if let Some(up) = up {
            flags.retain(|f| *f != flag);
            if up {
                flags.push(flag);
            }
        }
    }
    if flags != application.flags {
        rows::put_flags(tx, &application.id, &flags).await?;
    }
    Ok(now)
}

/// What the registers said about the data that stand there now.
pub async fn checks(vault: &Vault, ask: &mut dyn Ask, application: &Application) -> Result<Checks, StoreError> {
    let Some(nik_hash) = application.nik_hash.as_deref() else { return Ok(Checks::default()) };
    let key = key_of(vault, ask, application).await?;
    let population = check::population(&key, ask, &application.id, nik_hash).await?;
    let passports = check::passports(&key, ask, &application.id, nik_hash).await?;
    let differences = match &population {
        CheckState::Found { record, .. } => differences(&answers(vault, ask, application).await?, record),
        _ => Vec::new(),
    };
    Ok(Checks { population, passports, differences })
}
