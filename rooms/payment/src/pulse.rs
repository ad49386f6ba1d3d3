//! Whether the biller answers, from what the bills themselves have seen. Nobody is called.

use crate::store::pulse;
use ::store::{Ask, StoreError};
use kernel::time::{MINUTE, Timestamp};

/// A code usually comes within seconds; one that takes longer is said.
const SLOW: i64 = MINUTE;

/// When the biller last gave a code or a payment, and since when a code is waited for in vain.
pub async fn biller_seen(ask: &mut dyn Ask) -> Result<(Option<Timestamp>, Option<Timestamp>), StoreError> {
    let before = ask.now().plus(-SLOW);
    Ok((pulse::answered(ask).await?, pulse::waiting(ask, before).await?))
}
