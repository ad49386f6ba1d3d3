//! Somebody says that the booking of her NIK is not hers.

use crate::store::disputes;
use ::store::{Actor, AuditEntry, StoreError, Tx};
use kernel::event::Event;
use kernel::ids::ApplicationId;

/// Notes that the owner of an application disputes who holds the booking of its NIK. Tells [`Event::NikDisputed`] once;
/// asking again changes nothing and answers false.
pub async fn open_dispute(tx: &mut Tx<'_>, application: &ApplicationId, by: Actor) -> Result<bool, StoreError> {
    if !disputes::open(tx, application).await? {
        return Ok(false);
    }
    tx.audit(AuditEntry {
        actor: by,
        action: "counter.dispute",
        object: "application",
        id: application.as_str(),
        application: Some(application),
        detail: serde_json::json!({}),
    })
    .await?;
    tx.tell(&Event::NikDisputed { application: application.clone() }).await?;
    Ok(true)
}
