//! Starting an application and finding it again.

use crate::model::{Application, HistoryRow};
use crate::store::application as rows;
use jiff::civil::Date;
use kernel::chance::digits;
use kernel::ids::{AccountId, ApplicationId};
use kernel::lang::Lang;
use kernel::time::Zone;
use serde_json::json;
use shell::House;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};
use vault::Vault;

/// The first four digits of every application number.
const NUMBER_PREFIX: &str = "6262";

/// How often another serial is drawn when one is taken: with 12 digits, once is already rare.
const NUMBER_TRIES: usize = 8;

/// Starts a draft for an account. The first application of an account is under the holder's own key; each further one
/// gets a person of its own, because it may be for somebody else.
pub async fn create(house: &House, tx: &mut Tx<'_>, account: &AccountId, lang: Lang) -> Result<ApplicationId, StoreError> {
    start(&house.vault, tx, account, lang).await
}

pub(crate) async fn start(vault: &Vault, tx: &mut Tx<'_>, account: &AccountId, lang: Lang) -> Result<ApplicationId, StoreError> {
    let first = rows::of_account(tx, account).await?.is_empty();
    let person = if first { account::person_of(tx, account).await? } else { account::add_person(vault, tx, account).await? };
    let id = ApplicationId::mint(tx.now(), tx.chance());
    let number = free_number(tx).await?;
    rows::insert(tx, &id, &number, (account, &person), lang).await?;
    let by = Actor::Account(account.clone());
    rows::remember(tx, &id, "created", &by).await?;
    tx.audit(AuditEntry {
        actor: by,
        action: "application.create",
        object: "application",
        id: id.as_str(),
        application: Some(&id),
        detail: json!({}),
    })
    .await?;
    Ok(id)
}

async fn free_number(tx: &mut Tx<'_>) -> Result<String, StoreError> {
    for _ in 0..NUMBER_TRIES {
        let number = format!("{NUMBER_PREFIX}{}", digits(tx.chance(), 12));
        if rows::by_number(tx, &number).await?.is_none() {
            return Ok(number);
        }
    }
    Err(StoreError::inconsistent("application.number", "no free number was drawn"))
}

/// One application, whoever asks. Pages of citizens ask [`of_account`].
pub async fn find(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Application>, StoreError> {
    rows::by_id(ask, id).await
}

/// One application of an account; a foreign one is absent.
pub async fn of_account(ask: &mut dyn Ask, account: &AccountId, id: &ApplicationId) -> Result<Option<Application>, StoreError> {
    Ok(rows::by_id(ask, id).await?.filter(|a| a.account == *account))
}

/// All applications of an account, newest first.
pub async fn list_of(ask: &mut dyn Ask, account: &AccountId) -> Result<Vec<Application>, StoreError> {
    rows::of_account(ask, account).await
}

/// Some applications, in no order; what does not exist is absent.
pub async fn find_many(ask: &mut dyn Ask, ids: &[&ApplicationId]) -> Result<Vec<Application>, StoreError> {
    rows::by_ids(ask, ids).await
}

/// One application by its 16 digits, as typed.
pub async fn by_number(ask: &mut dyn Ask, number: &str) -> Result<Option<Application>, StoreError> {
    let number: String = number.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
    if number.len() != 16 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    rows::by_number(ask, &number).await
}

/// The timeline, oldest first.
pub async fn history(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Vec<HistoryRow>, StoreError> {
    rows::history(ask, id).await
}

/// The schedule tells when the visit is, for the rule of the day before; none when there is none any more.
pub async fn visit(tx: &mut Tx<'_>, id: &ApplicationId, visit: Option<(Date, Zone)>) -> Result<(), StoreError> {
    rows::put_visit(tx, id, visit).await
}

/// When the visit is, and in which zone its days end.
pub async fn visit_of(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<(Date, Zone)>, StoreError> {
    rows::visit(ask, id).await
}
