//! The one door of the counter that the hallway opens for a citizen.

use ::store::{Actor, StoreError, Tx};
use kernel::ids::ApplicationId;

/// Notes that the owner of an application disputes who holds the booking of its NIK; once.
pub(crate) async fn dispute(tx: &mut Tx<'_>, id: &ApplicationId, by: Actor) -> Result<(), StoreError> {
    counter::open_dispute(tx, id, by).await?;
    Ok(())
}
