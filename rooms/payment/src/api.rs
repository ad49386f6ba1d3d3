//! The bill as programs see it, and the sheets as PDF.

use crate::model::{Bill, BillState};
use crate::pages::{Mine, bill, sheets};
use axum::extract::Path;
use kernel::problem::ProblemCode;
use serde::Serialize;
use shell::{
    Answer, Query,
    api::{self, Both, Caller, Endpoint, Gives, Holds, Keyed, ToSchema, utoipa},
};

/// The operations of this room.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let wrong = &[ProblemCode::WrongState];
    vec![
        Endpoint::get("/applications/{id}/bill", "bill", show).gives::<Due>(200),
        Endpoint::post("/applications/{id}/bill/check", "bill-check", check).gives::<Checked>(200),
        Endpoint::post("/applications/{id}/bill/renewal", "bill-renew", renew).gives::<Renewed>(201).refuses(wrong),
        Endpoint::get("/applications/{id}/bill.pdf", "bill-pdf", bill_pdf).gives_other(Gives::Pdf),
        Endpoint::get("/applications/{id}/receipt.pdf", "receipt-pdf", receipt_pdf)
            .query("bill", Holds::Text)
            .gives_other(Gives::Pdf),
        Endpoint::get("/applications/{id}/letter.pdf", "letter-pdf", letter_pdf).gives_other(Gives::Pdf),
    ]
}

/// A bill.
#[derive(Debug, Serialize, ToSchema)]
struct Due {
    /// The number people read on it.
    number: String,
    /// `visit`, `penalty` or `difference`.
    kind: &'static str,
    /// `asked`, `payable`, `paid`, `expired`, `cancelled` or `unknown`.
    state: &'static str,
    /// Whole rupiah.
    amount: i64,
    /// What it is made of.
    lines: Vec<DueLine>,
    /// The treasury's billing code, once there is one.
    code: Option<String>,
    /// Until when it can be paid.
    deadline: Option<String>,
    /// Until when the seat is kept without a code.
    seat_until: Option<String>,
    /// When the money was taken.
    paid_at: Option<String>,
    /// The proof of payment: the state revenue number, or the acquirer's reference.
    proof: Option<String>,
    /// The number of the receipt.
    receipt: Option<String>,
}

/// A line of a bill.
#[derive(Debug, Serialize, ToSchema)]
struct DueLine {
    /// What it is for.
    name: Both,
    /// Whole rupiah.
    amount: i64,
    /// The regulation.
    legal_basis: String,
}

/// What the biller said when it was asked at once.
#[derive(Debug, Serialize, ToSchema)]
struct Checked {
    /// `paid`, `unpaid`, `silent`, or `just_asked` when it was asked less than ten seconds ago.
    answer: &'static str,
    /// The state of the bill now.
    state: &'static str,
}

/// A bill that was made again.
#[derive(Debug, Serialize, ToSchema)]
struct Renewed {
    /// The state of the bill to pay.
    state: &'static str,
}

fn due(bill: &Bill) -> Due {
    let seat_until = if let BillState::Asked { seat_until, .. } = &bill.state { Some(seat_until.rfc3339()) } else { None };
    let paid_at = if let BillState::Paid { at, .. } = &bill.state { Some(at.rfc3339()) } else { None };
    let line = |l: &catalogue::PriceLine| DueLine {
        name: Both::new(&l.name_id, &l.name_en),
        amount: l.amount.0,
        legal_basis: l.legal_basis.clone(),
    };
    Due {
        number: bill.number.clone(),
        kind: bill.kind.code(),
        state: bill.state.word().code(),
        amount: bill.amount.0,
        lines: bill.lines.iter().map(line).collect(),
        code: bill.code.clone(),
        deadline: bill.deadline.map(kernel::time::Timestamp::rfc3339),
        seat_until,
        paid_at,
        proof: bill.proof().map(str::to_owned),
        receipt: bill.receipt.clone(),
    }
}

async fn show(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let mine = Mine::of(caller.0, &id).await?;
    api::json(&due(&mine.bill().await?))
}

async fn check(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let mine = Mine::of(caller.0, &id).await?;
    let bill = mine.bill().await?;
    let work = async {
        let answer = bill::ask_now(&mine, &bill).await?.code();
        Ok((200, Checked { answer, state: mine.bill().await?.state.word().code() }))
    };
    keyed.once((mine.house(), &mine.citizen.account), work).await
}

async fn renew(caller: Caller, Path(id): Path<String>, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let mine = Mine::of(caller.0, &id).await?;
    let work = async {
        bill::renew(&mine).await?;
        Ok((201, Renewed { state: mine.bill().await?.state.word().code() }))
    };
    keyed.once((mine.house(), &mine.citizen.account), work).await
}

async fn bill_pdf(caller: Caller, id: Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    sheets::bill_pdf(caller.0, id).await
}

async fn receipt_pdf(caller: Caller, id: Path<String>, query: Query) -> Answer {
    query.only(&["bill"])?;
    let mine = Mine::of(caller.0, &id).await?;
    sheets::receipt_sheet(&mine, query.get("bill")).await
}

async fn letter_pdf(caller: Caller, id: Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    sheets::letter_pdf(caller.0, id).await
}
