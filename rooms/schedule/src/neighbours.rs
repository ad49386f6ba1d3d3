//! What this room tells the application it serves.

use application::TransitionRefused;
use jiff::civil::Date;
use kernel::ids::ApplicationId;
use kernel::time::Zone;
use store::{StoreError, Tx};

/// Locks an application, after the slots and before anything else.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    application::hold(tx, id).await
}

/// When the visit is now, or that there is none. Locks the application.
pub(crate) async fn visit(tx: &mut Tx<'_>, id: &ApplicationId, visit: Option<(Date, Zone)>) -> Result<(), StoreError> {
    application::visit(tx, id, visit).await
}

/// The visit passed without a check-in. An application that is not waiting for its visit stays as it is.
pub(crate) async fn miss(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<(), StoreError> {
    match application::miss(tx, id).await {
        Ok(()) => Ok(()),
        Err(TransitionRefused::Store(error)) => Err(error),
        Err(refused) => {
            tracing::warn!(application = %id, %refused, "a missed visit left the application as it is");
            Ok(())
        }
    }
}
