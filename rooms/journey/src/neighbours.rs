//! The one door of the counter that the hallway opens for a citizen.

use ::store::{Actor, AuditEntry, StoreError, Tx};
use kernel::event::Event;
use kernel::ids::ApplicationId;

/// Notes that the owner of an application disputes who holds the booking of its NIK.
pub(crate) async fn dispute(tx: &mut Tx<'_>, id: &ApplicationId, by: Actor) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: by,
        action: "journey.dispute",
        object: "application",
        id: id.as_str(),
        application: Some(id),
        detail: serde_json::json!({}),
    })
    .await?;
    tx.tell(&Event::NikDisputed { application: id.clone() }).await
}
