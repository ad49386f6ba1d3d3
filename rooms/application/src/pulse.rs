//! Whether the registers answer, from what the newest look-ups have seen. Nobody is called.

use ::store::{Ask, StoreError};
use kernel::time::Timestamp;

/// When a register last answered, and when one was last silent.
pub async fn registers_seen(ask: &mut dyn Ask) -> Result<(Option<Timestamp>, Option<Timestamp>), StoreError> {
    crate::store::pulse::newest(ask).await
}
