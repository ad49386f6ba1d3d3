//! A notice only makes us ask. The state of a bill changes on the answer, when code, amount and reference agree.

use crate::biller::{self, Told};
use crate::cases::{Finding, lies_in_case, open_case};
use crate::model::{Bill, CaseKind, Settled, bill_of_reference, slow_pause};
use crate::settle;
use crate::store::{bills, cases, notices};
use kernel::ids::NoticeId;
use outside::Notice;
use shell::House;
use store::{Claimed, Outcome, StoreError};

/// Questions about a notice that the treasury does not confirm, before it becomes a case.
const DOUBTS_MAX: i64 = 5;

pub(crate) async fn run(house: &House, job: &Claimed) -> Result<Outcome, StoreError> {
    let text = job.payload["notice"].as_str().unwrap_or_default();
    let id = NoticeId::parse(text).map_err(|e| StoreError::inconsistent("job.payload", e.to_string()))?;
    let Some(notice) = notices::waiting(&mut house.reader(), &id).await? else { return Ok(Outcome::Done) };
    let Some(bill) = bill_for(house, &notice).await? else {
        return keep_case(house, &id, Finding::of_notice(CaseKind::Unknown, None, &notice)).await;
    };
    let told = biller::ask(house, &bill).await;
    let again = Outcome::Again(house.now().plus(slow_pause(job.attempt)));
    match told {
        Told::Money(billing) => {
            let stands = billing.payment.as_ref().is_some_and(|p| p.ntpn == notice.ntpn);
            let settled = settle::settle_now(house, &bill.id, &billing).await?;
            if notice.reversed && !stands {
                return keep_case(house, &id, Finding::of_notice(CaseKind::Reversed, Some(&bill), &notice)).await;
            }
            if !stands && !notice.reversed {
                return another(house, &id, (&bill, &notice)).await;
            }
            let word = match settled {
                Settled::Case(_) => "case",
                Settled::Nothing => "nothing",
                _ => "settled",
            };
            judge(house, &id, word).await
        }
        Told::Silent(_) => Ok(again),
        // the treasury says: no money
        _ if notice.reversed => keep_case(house, &id, Finding::of_notice(CaseKind::Reversed, Some(&bill), &notice)).await,
        _ if cases::known(&mut house.reader(), CaseKind::Reversed, &notice.ntpn).await? => judge(house, &id, "nothing").await,
        _ if job.attempt < DOUBTS_MAX => Ok(again),
        _ => keep_case(house, &id, Finding::of_notice(CaseKind::Unknown, Some(&bill), &notice)).await,
    }
}

/// By the code, or by our reference where the answer with the code got lost. A code and a reference that speak of different
/// bills fit nothing.
async fn bill_for(house: &House, notice: &Notice) -> Result<Option<Bill>, StoreError> {
    let mut reader = house.reader();
    let by_reference = match bill_of_reference(&notice.trx_id) {
        Some(id) => bills::find(&mut reader, &id).await?,
        None => None,
    };
    let by_code = bills::by_code(&mut reader, &notice.billing_code).await?;
    Ok(by_reference.filter(|bill| match (&bill.code, by_code) {
        (Some(code), _) => *code == notice.billing_code,
        (None, Some(_)) => false,
        (None, None) => true,
    }))
}

async fn judge(house: &House, id: &NoticeId, word: &'static str) -> Result<Outcome, StoreError> {
    house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { notices::judge(tx, id, word).await })).await?;
    Ok(Outcome::Done)
}

/// Money with a number of its own, of which the treasury's answer does not speak: a code tells of one payment only. It lies
/// where it lay already, or in a case.
async fn another(house: &House, id: &NoticeId, (bill, notice): (&Bill, &Notice)) -> Result<Outcome, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let placed = bills::by_proof(tx, &notice.ntpn).await?.is_some()
                    || lies_in_case(tx, &notice.ntpn).await?
                    || cases::known(tx, CaseKind::Reversed, &notice.ntpn).await?;
                if !placed {
                    open_case(tx, Finding::of_notice(CaseKind::Double, Some(bill), notice)).await?;
                }
                notices::judge(tx, id, if placed { "nothing" } else { "case" }).await
            })
        })
        .await?;
    Ok(Outcome::Done)
}

async fn keep_case(house: &House, id: &NoticeId, finding: Finding) -> Result<Outcome, StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let finding = finding.clone();
            Box::pin(async move {
                open_case(tx, finding).await?;
                notices::judge(tx, id, "case").await
            })
        })
        .await?;
    Ok(Outcome::Done)
}
