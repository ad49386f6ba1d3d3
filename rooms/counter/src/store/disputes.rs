//! Who disputes the holder of a NIK's booking.

use kernel::ids::ApplicationId;
use store::{Ask as _, Sql, StoreError, Tx, params, sql};

const OPEN: Sql =
    sql("INSERT INTO nik_dispute (application, opened_at, state) VALUES ($1, $2, 'open') ON CONFLICT (application) DO NOTHING");

/// Writes the row; false when it stands there already.
pub(crate) async fn open(tx: &mut Tx<'_>, application: &ApplicationId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(OPEN, params![application, now]).await? == 1)
}
