//! Money that needs a person's decision is kept here, never dropped.

use crate::model::{Bill, CaseKind, MoneyCase};
use crate::store::{bills, cases as rows};
use application::ApplicationState;
use kernel::{
    event::Event,
    ids::{ApplicationId, BillId, MoneyCaseId},
    money::Rupiah,
};
use outside::{Billing, BillingPayment, Notice};
use serde_json::json;
use shell::House;
use std::sync::Arc;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};

/// What a case is opened with.
#[derive(Clone)]
pub(crate) struct Finding {
    pub kind: CaseKind,
    pub bill: Option<(BillId, ApplicationId)>,
    pub ntpn: String,
    pub amount: Rupiah,
    pub evidence: serde_json::Value,
}

impl Finding {
    /// On the biller's answer.
    pub(crate) fn of_billing(kind: CaseKind, bill: &Bill, billing: &Billing, payment: &BillingPayment) -> Self {
        Self {
            kind,
            bill: Some((bill.id.clone(), bill.application.clone())),
            ntpn: payment.ntpn.clone(),
            amount: billing.amount,
            evidence: json!({
                "code": billing.code,
                "reference": billing.trx_id,
                "ntpn": payment.ntpn,
                "ntb": payment.ntb,
                "paid_at": payment.paid_at.rfc3339(),
                "paid": billing.amount,
                "billed": bill.amount,
                "agent": payment.agent,
                "channel": payment.channel,
                "bill_state": bill.state.word().code(),
                "bill_proof": bill.proof(),
            }),
        }
    }

    /// On a notice.
    pub(crate) fn of_notice(kind: CaseKind, bill: Option<&Bill>, notice: &Notice) -> Self {
        Self {
            kind,
            bill: bill.map(|b| (b.id.clone(), b.application.clone())),
            ntpn: notice.ntpn.clone(),
            amount: notice.amount,
            evidence: json!({
                "code": notice.billing_code,
                "reference": notice.trx_id,
                "ntpn": notice.ntpn,
                "ntb": notice.ntb,
                "paid_at": notice.paid_at.rfc3339(),
                "paid": notice.amount,
                "agent": notice.agent,
                "channel": notice.channel,
                "reversed": notice.reversed,
            }),
        }
    }
}

/// Whether money lies in an open case: then it pays nothing until finance has decided.
pub(crate) async fn lies_in_case(ask: &mut dyn Ask, ntpn: &str) -> Result<bool, StoreError> {
    let holds = |case: &MoneyCase| matches!(case.kind, CaseKind::Changed | CaseKind::WrongAmount | CaseKind::Double);
    Ok(rows::of_money(ask, ntpn).await?.iter().any(holds))
}

/// The treasury confirmed money of which only a notice spoke: the case of the doubt is closed.
pub(crate) async fn confirmed(tx: &mut Tx<'_>, ntpn: &str) -> Result<(), StoreError> {
    let doubted = rows::of_money(tx, ntpn).await?.into_iter().find(|case| case.kind == CaseKind::Unknown);
    let Some(case) = doubted else { return Ok(()) };
    if rows::close(tx, &case.id).await? {
        tx.audit(AuditEntry {
            actor: Actor::Partner("treasury"),
            action: "payment.case_closed",
            object: "money_case",
            id: case.id.as_str(),
            application: case.application.as_ref(),
            detail: json!({ "why": "confirmed", "ntpn": ntpn }),
        })
        .await?;
    }
    Ok(())
}

/// Opens a case; none when this money has one of this kind already, or when it is only a doubt about money that lies in
/// another one.
pub(crate) async fn open_case(tx: &mut Tx<'_>, finding: Finding) -> Result<Option<MoneyCaseId>, StoreError> {
    if finding.kind == CaseKind::Unknown && !rows::of_money(tx, &finding.ntpn).await?.is_empty() {
        return Ok(None);
    }
    let (bill, application) = finding.bill.map_or((None, None), |(bill, application)| (Some(bill), Some(application)));
    let case = MoneyCase {
        id: MoneyCaseId::mint(tx.now(), tx.chance()),
        kind: finding.kind,
        bill,
        application,
        ntpn: finding.ntpn,
        amount: finding.amount,
        evidence: finding.evidence,
        open: true,
        opened_at: tx.now(),
    };
    if !rows::insert(tx, &case).await? {
        return Ok(None);
    }
    metrics::counter!("payment_case_opened", "kind" => case.kind.code()).increment(1);
    tx.audit(AuditEntry {
        actor: Actor::System,
        action: "payment.case",
        object: "money_case",
        id: case.id.as_str(),
        application: case.application.as_ref(),
        detail: json!({ "kind": case.kind.code(), "bill": case.bill, "ntpn": case.ntpn }),
    })
    .await?;
    tx.tell(&Event::MoneyCaseOpened { case: case.id.clone() }).await?;
    Ok(Some(case.id))
}

/// The newest 200 cases that are open, or closed.
pub async fn cases(ask: &mut dyn Ask, open: bool) -> Result<Vec<MoneyCase>, StoreError> {
    rows::by_state(ask, open).await
}

/// One case.
pub async fn case(ask: &mut dyn Ask, id: &MoneyCaseId) -> Result<Option<MoneyCase>, StoreError> {
    rows::find(ask, id).await
}

/// Reconciler: people who paid late and chose no new date in time become cases for a refund. Answers how many. One that
/// cannot be closed is reported and does not keep the others waiting.
pub(crate) async fn late_choices(house: Arc<House>) -> Result<usize, String> {
    let (mut opened, mut failed, mut after) = (0, None, None);
    loop {
        let due = bills::choices_due(&mut house.reader(), after.as_ref()).await.map_err(|e| e.to_string())?;
        let Some(last) = due.last().cloned() else { break };
        for id in due {
            let done = house
                .db
                .transact::<_, StoreError, _>(|tx| {
                    let id = &id;
                    Box::pin(async move { close_choice(tx, id).await })
                })
                .await;
            match done {
                Ok(done) => opened += usize::from(done),
                Err(error) => {
                    tracing::error!(bill = %id, %error, "a late payment without a new date could not be closed");
                    failed = Some(error.to_string());
                }
            }
        }
        after = Some(last);
    }
    failed.map_or(Ok(opened), Err)
}

async fn close_choice(tx: &mut Tx<'_>, id: &BillId) -> Result<bool, StoreError> {
    let Some(bill) = bills::find(tx, id).await? else { return Ok(false) };
    application::hold(tx, &bill.application).await?;
    let application = application::find(tx, &bill.application).await?;
    let waits = application.is_some_and(|a| matches!(a.state, ApplicationState::ChooseDate { .. }));
    if waits {
        let ntpn = bill.proof().unwrap_or_default().to_owned();
        let evidence = json!({ "code": bill.code, "ntpn": ntpn, "paid": bill.amount, "billed": bill.amount });
        let owner = Some((bill.id.clone(), bill.application.clone()));
        let finding = Finding { kind: CaseKind::Late, bill: owner, ntpn, amount: bill.amount, evidence };
        let case = match open_case(tx, finding).await? {
            Some(case) => case,
            // it has one already: the application points to it
            None => rows::of_bill(tx, id).await?.pop().ok_or(StoreError::NoRow("money_case"))?.id,
        };
        application::money_case(tx, &bill.application, &case).await?;
    }
    bills::put_choice(tx, id, None).await?;
    // also where nothing waited any more, something was done: the row leaves the list
    Ok(true)
}
