//! What the biller says about one bill, told apart the way the room needs it.

use crate::model::Bill;
use outside::{Billing, BillingState, PartnerError};
use shell::House;

/// The biller's word.
pub(crate) enum Told {
    /// Money arrived for it.
    Money(Billing),
    /// It can be paid and nobody has.
    Unpaid(Billing),
    /// Somebody is paying it in this moment.
    BeingPaid(Billing),
    /// It cannot be paid any more and nobody has.
    Dead(Billing),
    /// No such billing exists.
    Absent,
    /// No answer, or one that cannot be believed: nobody knows.
    Silent(String),
}

/// Sorts an answer. One that speaks of another bill, or of another amount before anything was paid, is not believed.
pub(crate) fn judge(bill: &Bill, billing: Billing) -> Told {
    let same_code = bill.code.as_ref().is_none_or(|code| *code == billing.code);
    let same_amount = billing.payment.is_some() || billing.amount == bill.amount;
    if billing.trx_id != bill.reference() || !same_code || !same_amount {
        metrics::counter!("payment_biller_lies").increment(1);
        tracing::error!(bill = %bill.id, "the biller's answer does not fit the bill; it is not believed");
        return Told::Silent("the answer does not fit the bill".to_owned());
    }
    if billing.payment.is_some() {
        return Told::Money(billing);
    }
    match billing.state {
        BillingState::Issued => Told::Unpaid(billing),
        BillingState::Paying => Told::BeingPaid(billing),
        BillingState::Expired | BillingState::Cancelled => Told::Dead(billing),
        BillingState::Paid | BillingState::Settled => Told::Silent("paid without a payment".to_owned()),
    }
}

/// Asks about a bill: by its code, or by our reference where the code is not known. No transaction may be open.
pub(crate) async fn ask(house: &House, bill: &Bill) -> Told {
    let answer = match &bill.code {
        Some(code) => match house.outside.biller.inquire(code).await {
            Ok(billing) => Ok(Some(billing)),
            // a code it gave us cannot be unknown to it
            Err(PartnerError::NotFound) => Err(PartnerError::Unknown("the code it gave is unknown to it".to_owned())),
            Err(error) => Err(error),
        },
        None => house.outside.biller.inquire_by_reference(&bill.reference()).await,
    };
    match answer {
        Ok(Some(billing)) => judge(bill, billing),
        Ok(None) => Told::Absent,
        Err(error) => Told::Silent(error.to_string()),
    }
}

/// Withdraws a billing that is still unpaid and says what is true then.
pub(crate) async fn withdraw(house: &House, bill: &Bill, code: &str) -> Told {
    match house.outside.biller.cancel(code).await {
        Ok(billing) => judge(bill, billing),
        // paid or dead meanwhile: only a question tells which
        Err(PartnerError::Refused { .. }) => match ask(house, bill).await {
            Told::Unpaid(_) => Told::Silent("neither withdrawn nor paid".to_owned()),
            told => told,
        },
        Err(error) => Told::Silent(error.to_string()),
    }
}
