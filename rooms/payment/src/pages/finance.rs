//! Money that needs a person's decision: a plain list for finance.

use crate::model::{CaseKind, MoneyCase};
use crate::store::{
    cases,
    notices::{self, Odd},
};
use askama::Template;
use axum::extract::Path;
use kernel::{
    ids::MoneyCaseId,
    money::Rupiah,
    role::Role,
    time::{MINUTE, Timestamp, Zone},
};
use shell::{Answer, Desk, Frame, Problem, Query, words::Words};

struct CaseRow {
    href: String,
    opened: String,
    kind: String,
    ntpn: String,
    amount: String,
}

struct NoticeRow {
    what: String,
    received: String,
    code: String,
    ntpn: String,
    times: i64,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    frame: Frame,
    open: bool,
    /// How many are open, and how many closed.
    counts: (String, String),
    rows: Vec<CaseRow>,
    notices: Vec<NoticeRow>,
}

/// A notice that is not judged after so long is shown to finance.
const LONG: i64 = 15 * MINUTE;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    frame: Frame,
    title: String,
    text: String,
    open: bool,
    opened: String,
    ntpn: String,
    amount: String,
    bill: String,
    application: String,
    evidence: Vec<(String, String)>,
}

const fn kind_key(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Late => "payment-case-late",
        CaseKind::Double => "payment-case-double",
        CaseKind::WrongAmount => "payment-case-wrong-amount",
        CaseKind::Unknown => "payment-case-unknown",
        CaseKind::Reversed => "payment-case-reversed",
        CaseKind::Changed => "payment-case-changed",
    }
}

const fn text_key(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Late => "payment-case-late-text",
        CaseKind::Double => "payment-case-double-text",
        CaseKind::WrongAmount => "payment-case-wrong-amount-text",
        CaseKind::Unknown => "payment-case-unknown-text",
        CaseKind::Reversed => "payment-case-reversed-text",
        CaseKind::Changed => "payment-case-changed-text",
    }
}

fn row(w: Words, case: &MoneyCase) -> CaseRow {
    CaseRow {
        href: format!("/petugas/keuangan/{}", case.id),
        opened: w.moment(case.opened_at, Zone::Wib),
        kind: w.t(kind_key(case.kind)),
        ntpn: case.ntpn.clone(),
        amount: w.rupiah(case.amount),
    }
}

fn notice_row(w: Words, odd: Odd) -> NoticeRow {
    let what = if odd.says.is_some() { "payment-notice-waiting" } else { "payment-notice-unreadable" };
    let (code, ntpn) = odd.says.unwrap_or_default();
    NoticeRow { what: w.t(what), received: w.moment(odd.received_at, Zone::Wib), code, ntpn, times: odd.times }
}

/// What the evidence holds beside the numbers above it, named.
fn evidence_of(w: Words, case: &MoneyCase) -> Vec<(String, String)> {
    let text = |name: &str| case.evidence[name].as_str().unwrap_or_default().to_owned();
    let billed = case.evidence["billed"].as_i64().map_or_else(String::new, |n| w.rupiah(Rupiah(n)));
    let paid_at = Timestamp::parse_rfc3339(&text("paid_at")).map_or_else(String::new, |at| w.moment(at, Zone::Wib));
    let facts = [
        ("payment-code", text("code")),
        ("payment-case-reference", text("reference")),
        ("payment-ntb", text("ntb")),
        ("payment-paid-at", paid_at),
        ("payment-case-billed", billed),
        ("payment-case-proof", text("bill_proof")),
        ("payment-case-agent", text("agent")),
        ("payment-case-channel", text("channel")),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (w.t(key), value)).collect()
}

/// `GET /petugas/keuangan`.
pub(super) async fn list(desk: Desk, query: Query) -> Answer {
    desk.needs(Role::Finance)?;
    query.only(&["status"])?;
    let open = match query.get("status") {
        "" | "terbuka" => true,
        "ditutup" => false,
        _ => return Err(Problem::new(kernel::problem::ProblemCode::BadInput).field("status")),
    };
    let visitor = &desk.visitor;
    let found = crate::cases(&mut visitor.house.reader(), open).await?;
    let counts = cases::count(&mut visitor.house.reader()).await?;
    let before = visitor.house.now().plus(-LONG);
    let odd = if open { notices::for_finance(&mut visitor.house.reader(), before).await? } else { Vec::new() };
    let page = CasesPage {
        frame: visitor.frame(visitor.w.t("payment-cases-title")).await,
        open,
        counts: (visitor.w.number(counts.0), visitor.w.number(counts.1)),
        rows: found.iter().map(|case| row(visitor.w, case)).collect(),
        notices: odd.into_iter().map(|odd| notice_row(visitor.w, odd)).collect(),
    };
    Ok(visitor.page(&page))
}

/// `GET /petugas/keuangan/{id}`.
pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    desk.needs(Role::Finance)?;
    let id = MoneyCaseId::parse(&id)?;
    let visitor = &desk.visitor;
    let mut reader = visitor.house.reader();
    let case = crate::case(&mut reader, &id).await?.ok_or_else(Problem::not_found)?;
    let w = visitor.w;
    let bill = match &case.bill {
        Some(id) => crate::bill(&mut reader, id).await?.map_or_else(String::new, |b| b.number),
        None => String::new(),
    };
    let application = match &case.application {
        Some(id) => application::find(&mut reader, id).await?.map_or_else(String::new, |a| super::groups(&a.number, 4).join(" ")),
        None => String::new(),
    };
    let page = CasePage {
        frame: visitor.frame(w.t(kind_key(case.kind))).await,
        title: w.t(kind_key(case.kind)),
        text: w.t(text_key(case.kind)),
        open: case.open,
        opened: w.moment(case.opened_at, Zone::Wib),
        ntpn: case.ntpn.clone(),
        amount: w.rupiah(case.amount),
        bill,
        application,
        evidence: evidence_of(w, &case),
    };
    Ok(visitor.page(&page))
}
