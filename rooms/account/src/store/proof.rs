//! Whether the keys at hand are those under which this room sealed: asked before anything is written with them.

use super::{email_hash, email_of, officers, people};
use kernel::ids::{AccountId, OfficerId};
use store::{Ask, Row, Sql, StoreError, params, sql};
use vault::Vault;

const OFFICER: Sql = sql("SELECT id, email_hash, sealed FROM officer ORDER BY id DESC LIMIT 1");
const INVITATION: Sql = sql("SELECT id, email_hash, sealed FROM invitation ORDER BY id DESC LIMIT 1");
const ACCOUNT: Sql = sql("SELECT a.id, a.email_hash FROM account a JOIN person p ON p.id = a.person \
     WHERE p.wrapped_key IS NOT NULL ORDER BY a.id DESC LIMIT 1");

/// True when somebody stands in the tables: an officer, one who is invited, or the holder of an account.
pub async fn anybody(ask: &mut dyn Ask) -> Result<bool, StoreError> {
    for statement in [OFFICER, INVITATION, ACCOUNT] {
        if ask.maybe(statement, params![]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Opens the newest that was sealed of each kind and finds it by its address; false when these are not the keys. True also
/// where nothing is sealed yet.
pub async fn opens(vault: &Vault, ask: &mut dyn Ask) -> Result<bool, StoreError> {
    let officer = ask.maybe(OFFICER, params![]).await?;
    let invitation = ask.maybe(INVITATION, params![]).await?;
    let account = ask.maybe(ACCOUNT, params![]).await?;
    let mut proofs = Vec::new();
    if let Some(row) = officer {
        let place = officers::officer_place(&row.parsed("id", OfficerId::parse)?);
        proofs.push(named(vault, &row, &place));
    }
    if let Some(row) = invitation {
        proofs.push(named(vault, &row, &officers::invitation_place(&row.text("id")?)));
    }
    if let Some(row) = account {
        let id = row.parsed("id", AccountId::parse)?;
        let contact = people::contact(vault, ask, &id).await;
        proofs.push(contact.and_then(|contact| {
            let contact = contact.ok_or(StoreError::NoRow("account"))?;
            Ok(row.text("email_hash")? == email_hash(vault, &contact.email))
        }));
    }
    for proof in proofs {
        match proof {
            Ok(true) => {}
            Ok(false) | Err(StoreError::Vault(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// The sealed part opens, and holds the address by which its row is found.
fn named(vault: &Vault, row: &Row, place: &str) -> Result<bool, StoreError> {
    let who = officers::open_who(vault, place, &row.bytes("sealed")?)?;
    Ok(row.text("email_hash")? == email_hash(vault, &email_of(&who.email)?))
}
