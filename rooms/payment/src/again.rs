//! A difference that was not paid in time is billed again at one tap: the same lines, a new code. The case at the counter
//! waits for the difference of its application, whichever bill it is paid by.

use crate::model::{Bill, BillKind, BillState, OpenBill};
use crate::open::open_bills;
use crate::settle::raced;
use crate::store::bills;
use application::ApplicationState;
use catalogue::Catalogue;
use kernel::ids::{AccountId, ApplicationId};
use store::{Ask, StoreError, Tx};

/// The difference an officer's correction costs: the newest bill of it, in whatever state.
pub async fn difference_bill(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Bill>, StoreError> {
    let bills = bills::of_application(ask, id).await?;
    Ok(bills.into_iter().find(|b| b.kind == BillKind::Difference))
}

/// What became of a request for a new bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// There is one to be paid: made now, or there already.
    Billed,
    /// Nothing is to be billed again: paid, still being looked for, or nobody waits for it any more.
    NotNow,
}

/// Bills an expired difference again. No second bill is made while nobody knows whether the first one was paid.
pub(crate) async fn bill_again(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    account: &AccountId,
    id: &ApplicationId,
) -> Result<Again, StoreError> {
    let application = application::of_account(tx, account, id).await?;
    let waits = application.is_some_and(|a| matches!(a.state, ApplicationState::InOffice { .. }));
    let Some(last) = difference_bill(tx, id).await?.filter(|_| waits) else { return Ok(Again::NotNow) };
    match last.state {
        BillState::Asked { .. } | BillState::Payable { .. } => return Ok(Again::Billed),
        BillState::Expired { .. } => {}
        BillState::Paid { .. } | BillState::Cancelled { .. } | BillState::Unknown { .. } => return Ok(Again::NotNow),
    }
    // two taps at once: the slower one runs again and finds the new bill
    if !bills::touch(tx, &last).await? {
        return Err(raced());
    }
    let open = OpenBill {
        application: last.application,
        account: last.account,
        booking: None,
        kind: BillKind::Difference,
        payer_name_sealed_by: last.payer,
        lines: last.lines,
        total: last.amount,
    };
    open_bills(tx, catalogue, &[open]).await?;
    Ok(Again::Billed)
}
