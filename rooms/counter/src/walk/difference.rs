//! New becomes replacement or the other way, and what it costs more (money rule 6).

use super::{Hand, With, put, tell};
use crate::model::{Case, CaseState, Refused, Verb};
use crate::store::cases::Left;
use ::store::{Ask as _, StoreError, Tx};
use application::Application;
use catalogue::{ApplicationKind, Catalogue, Price, PriceLine};
use kernel::event::OfficeStep;
use kernel::ids::BillId;
use kernel::money::Rupiah;
use kernel::time::Zone;
use payment::{BillKind, BillState, OpenBill};
use serde_json::json;
use shell::House;

/// The line of the difference between what was paid and the right price; none when nothing is owed. What was paid too
/// much is not billed here.
pub(crate) fn difference(price: &Price, paid: Rupiah) -> Option<PriceLine> {
    let more = price.total.0 - paid.0;
    let line = price.lines.first().filter(|_| more > 0)?;
    Some(PriceLine { amount: Rupiah(more), ..line.clone() })
}

const fn other(kind: ApplicationKind) -> ApplicationKind {
    match kind {
        ApplicationKind::New => ApplicationKind::Replacement,
        ApplicationKind::Replacement => ApplicationKind::New,
    }
}

/// Corrects the kind; a difference is billed at the prices of the day on which the application was submitted, and the case
/// waits for it.
pub(super) async fn reclassify(
    (house, catalogue): (&House, &Catalogue),
    tx: &mut Tx<'_>,
    case: &Case,
    reason: &str,
    hand: &Hand<'_>,
) -> Result<(), Refused> {
    let found = application::find(tx, &case.application).await?.ok_or(Refused::Absent)?;
    let kind = other(found.kind);
    application::reclassify(tx, &case.application, kind, reason, &hand.actor()).await?;
    // an old passport that the register knows is a flag of a new one only
    application::note_registers(&house.vault, tx, &case.application).await?;
    let left = Left { by: Some(hand.officer), ..Left::default() };
    let owed = owed(tx, catalogue, (case, &found), kind).await?;
    match owed {
        None => {
            let detail = json!({ "kind": kind.code(), "reason": reason });
            put(tx, case, Verb::Reclassify, &CaseState::CheckedIn, With { left, detail }).await?;
        }
        Some(line) => {
            let amount = line.amount;
            let bill = open(tx, catalogue, &found, line).await?;
            let detail = json!({ "kind": kind.code(), "reason": reason, "bill": bill, "amount": amount });
            let state = CaseState::AwaitingDifference { bill };
            put(tx, case, Verb::BillDifference, &state, With { left, detail }).await?;
        }
    }
    tell(tx, case, OfficeStep::Reclassified).await
}

async fn owed(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (case, found): (&Case, &Application),
    kind: ApplicationKind,
) -> Result<Option<PriceLine>, StoreError> {
    let mut bills = payment::bills_of(tx, &case.application).await?;
    // what a former correction cost was paid too
    bills.retain(|b| b.kind != BillKind::Penalty && matches!(b.state, BillState::Paid { .. }));
    if bills.is_empty() {
        return Ok(None);
    }
    let paid = Rupiah(bills.iter().map(|b| b.amount.0).sum());
    let day = found.submitted_at.unwrap_or_else(|| tx.now()).day_in(Zone::Wib);
    let book = found.passport_type.as_deref().unwrap_or_default();
    Ok(catalogue.price(book, kind, &case.lane, day).and_then(|price| difference(&price, paid)))
}

async fn open(tx: &mut Tx<'_>, catalogue: &Catalogue, found: &Application, line: PriceLine) -> Result<BillId, StoreError> {
    let total = line.amount;
    let bill = OpenBill {
        application: found.id.clone(),
        account: found.account.clone(),
        booking: None,
        kind: BillKind::Difference,
        payer_name_sealed_by: found.person.clone(),
        lines: vec![line],
        total,
    };
    let ids = payment::open_bills(tx, catalogue, &[bill]).await?;
    ids.into_iter().next().ok_or(StoreError::NoRow("bill"))
}

#[cfg(test)]
mod tests {
    use super::difference;
    use catalogue::{Price, PriceLine};
    use kernel::money::Rupiah;

    fn price(amount: i64) -> Price {
        let line = PriceLine {
            tariff_code: "passport_ordinary_10".to_owned(),
            name_id: String::new(),
            name_en: String::new(),
            amount: Rupiah(amount),
            legal_basis: String::new(),
        };
        Price { total: Rupiah(amount), lines: vec![line] }
    }

    #[test]
    fn only_what_is_dearer_is_billed() {
        assert_eq!(difference(&price(950_000), Rupiah(650_000)).unwrap().amount, Rupiah(300_000));
        assert_eq!(difference(&price(650_000), Rupiah(650_000)), None);
        assert_eq!(difference(&price(350_000), Rupiah(650_000)), None);
    }
}
