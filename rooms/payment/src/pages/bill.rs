//! The bill: code being made, to be paid, or ended.

use super::{Mine, groups};
use crate::again::{Again, bill_again};
use crate::biller::{self, Told};
use crate::model::{Bill, BillKind, BillState};
use crate::settle::{self, is_race};
use crate::store::bills;
use application::ApplicationState;
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
};
use catalogue::codes::ChannelKind;
use kernel::problem::ProblemCode;
use kernel::time::{MINUTE, SECOND, Timestamp};
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other};
use store::StoreError;

/// How often a tap is tried again when another one was faster.
const AGAIN_TRIES: usize = 4;

/// Minutes below which the rest of the time is counted down; what is days away is said once.
const COUNTED: i64 = 48 * 60;

/// Pause between two questions of one person about one bill.
const CHECK_PAUSE: i64 = 10 * SECOND;

#[derive(Template)]
#[template(path = "asked.html")]
struct AskedPage {
    frame: Frame,
    until: String,
    again: String,
    visit: String,
    office: String,
    cancel: String,
}

/// A group of ways to pay.
struct Way {
    open: bool,
    sign: &'static str,
    title: String,
    how: Vec<String>,
    names: String,
}

#[derive(Template)]
#[template(path = "bill.html")]
struct BillPage {
    frame: Frame,
    title: String,
    deadline: i64,
    now: i64,
    left: String,
    knots: i64,
    /// Two hours and a seat hang on it.
    visit_bill: bool,
    /// The countdown counts in hours and minutes.
    timed: bool,
    amount: String,
    code: String,
    code_groups: Vec<String>,
    pdf: String,
    check: String,
    /// Of the bill.
    version: String,
    checked: String,
    bank: String,
    ways: Vec<Way>,
    name: String,
    visit: String,
    office: String,
    passport: String,
    number: String,
    deadline_words: String,
    cancel: String,
}

#[derive(Template)]
#[template(path = "ended.html")]
struct EndedPage {
    frame: Frame,
    title: String,
    text: String,
    kept: String,
    late: String,
    seat: String,
    again: String,
    check: String,
    /// Of the bill.
    version: String,
    checked: String,
    back: String,
}

/// `GET /permohonan/{id}/bayar`.
pub(super) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["hasil"])?;
    let mine = Mine::of(citizen, &id).await?;
    let bill = mine.bill().await?;
    let checked = match query.get("hasil") {
        "belum" => mine.citizen.visitor.w.t("payment-checked-unpaid"),
        "diam" => mine.citizen.visitor.w.t("payment-checked-silent"),
        "baru" => mine.citizen.visitor.w.t("payment-checked-just-now"),
        _ => String::new(),
    };
    match &bill.state {
        BillState::Paid { .. } => Ok(see_other(mine.path("/lunas"))),
        BillState::Asked { seat_until, .. } => asked(&mine, (bill.kind == BillKind::Visit).then_some(*seat_until)).await,
        BillState::Payable { code, deadline } => payable(&mine, &bill, code, *deadline, checked).await,
        BillState::Expired { .. } | BillState::Cancelled { .. } | BillState::Unknown { .. } => ended(&mine, &bill, checked).await,
    }
}

async fn asked(mine: &Mine, seat_until: Option<Timestamp>) -> Answer {
    let visitor = &mine.citizen.visitor;
    let page = AskedPage {
        frame: visitor.frame(visitor.w.t("payment-asked-title")).await,
        until: seat_until.map_or_else(String::new, |at| visitor.w.time(at, mine.zone)),
        again: mine.path("/bayar"),
        visit: mine.visit(),
        office: mine.office.clone(),
        cancel: if seat_until.is_some() { mine.path("/batal") } else { String::new() },
    };
    let mut response = visitor.page(&page);
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("5"));
    Ok(response)
}

async fn payable(mine: &Mine, bill: &Bill, code: &str, deadline: Timestamp, checked: String) -> Answer {
    let visitor = &mine.citizen.visitor;
    let w = visitor.w;
    let now = mine.house().now();
    let left = (deadline.since(now).max(0) + MINUTE - 1) / MINUTE;
    let visit_bill = bill.kind == BillKind::Visit;
    let until = if visit_bill { w.time(deadline, mine.zone) } else { w.moment(deadline, mine.zone) };
    let title = if visit_bill { "payment-pay-before" } else { "payment-difference-pay-before" };
    let title = w.with(title, &[("time", &until)]);
    let may_cancel = visit_bill && matches!(mine.application.state, ApplicationState::AwaitingPayment { .. });
    let page = BillPage {
        frame: visitor.frame(title.clone()).await,
        title,
        deadline: deadline.0,
        now: now.0,
        left: w.minutes(left),
        knots: ((left + 9) / 10).clamp(0, 12),
        visit_bill,
        timed: left < COUNTED,
        amount: w.rupiah(bill.amount),
        code: code.to_owned(),
        code_groups: groups(code, 3),
        pdf: mine.path("/tagihan.pdf"),
        check: mine.path("/bayar/periksa"),
        version: bill.version.to_string(),
        checked,
        bank: visitor.house.trial.as_ref().map_or_else(String::new, |trial| format!("{}/bank?kode={code}", trial.world_url)),
        ways: ways(mine),
        name: mine.name(),
        visit: mine.visit(),
        office: mine.office.clone(),
        passport: mine.passport.clone(),
        number: mine.number(),
        deadline_words: until,
        cancel: if may_cancel { mine.path("/batal") } else { String::new() },
    };
    Ok(visitor.page(&page))
}

fn ways(mine: &Mine) -> Vec<Way> {
    let visitor = &mine.citizen.visitor;
    let catalogue = catalogue::current(&visitor.house);
    let channels = catalogue.channels(visitor.house.now().day_in(mine.zone));
    let mut ways = Vec::new();
    for kind in ChannelKind::ALL {
        let of_kind: Vec<_> = channels.iter().filter(|c| c.kind == *kind).collect();
        let mut how: Vec<String> = Vec::new();
        for channel in &of_kind {
            let text = if visitor.lang == kernel::lang::Lang::Id { &channel.how_id } else { &channel.how_en };
            if !how.contains(text) {
                how.push(text.clone());
            }
        }
        if how.is_empty() {
            continue;
        }
        let (sign, title) = match kind {
            ChannelKind::Bank => ("bank", "payment-way-bank"),
            ChannelKind::Post => ("mail", "payment-way-post"),
            ChannelKind::Ecommerce => ("shop", "payment-way-ecommerce"),
            ChannelKind::Ewallet => ("tel", "payment-way-ewallet"),
            ChannelKind::Retail => ("shop", "payment-way-retail"),
        };
        let names = of_kind.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
        ways.push(Way { open: ways.is_empty(), sign, title: visitor.w.t(title), how, names });
    }
    ways
}

async fn ended(mine: &Mine, bill: &Bill, checked: String) -> Answer {
    let visitor = &mine.citizen.visitor;
    let w = visitor.w;
    let visit = bill.kind == BillKind::Visit;
    let (title, text, seat) = match (&bill.state, &mine.application.state) {
        (BillState::Unknown { .. }, _) if !visit => ("payment-unknown-title", "payment-difference-unknown-text", false),
        (_, _) if !visit => ("payment-difference-expired-title", "payment-difference-expired-text", false),
        (_, ApplicationState::MoneyCase { .. }) => ("payment-case-title", "payment-case-text", false),
        (BillState::Cancelled { .. }, _) => ("payment-cancelled-title", "payment-cancelled-text", true),
        // without a code nobody can have paid
        (BillState::Unknown { .. } | BillState::Expired { .. }, _) if bill.code.is_none() => {
            ("payment-no-code-title", "payment-no-code-text", true)
        }
        (BillState::Unknown { .. }, _) => ("payment-unknown-title", "payment-unknown-text", true),
        _ => ("payment-expired-title", "payment-expired-text", true),
    };
    let at = bill.deadline.map_or_else(String::new, |at| w.moment(at, mine.zone));
    let page = EndedPage {
        frame: visitor.frame(w.t(title)).await,
        title: w.t(title),
        text: if visit || !at.is_empty() { w.with(text, &[("time", &at)]) } else { w.t("payment-difference-no-code-text") },
        kept: if visit { w.t("payment-kept") } else { w.t("payment-difference-waits") },
        late: w.t(if visit { "payment-late-money" } else { "payment-difference-late" }),
        again: if !visit && matches!(bill.state, BillState::Expired { .. }) { mine.path("/bayar/lagi") } else { String::new() },
        seat: if seat { mine.path("/jadwal") } else { String::new() },
        check: bill.code.as_ref().map_or_else(String::new, |_| mine.path("/bayar/periksa")),
        version: bill.version.to_string(),
        checked,
        back: mine.path(""),
    };
    Ok(visitor.page(&page))
}

/// What asking the biller at once came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The money is there.
    Paid,
    /// It is not.
    Unpaid,
    /// No answer.
    Silent,
    /// Asked less than ten seconds ago.
    TooSoon,
}

impl Asked {
    /// The word for programs.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Unpaid => "unpaid",
            Self::Silent => "silent",
            Self::TooSoon => "just_asked",
        }
    }
}

/// Asks the biller at once, not more often than every ten seconds, and believes what it says about money.
pub(crate) async fn ask_now(mine: &Mine, bill: &Bill) -> Result<Asked, Problem> {
    if matches!(bill.state, BillState::Paid { .. }) {
        return Ok(Asked::Paid);
    }
    let house = mine.house();
    let may = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let id = &bill.id;
            Box::pin(async move { bills::checked(tx, id, CHECK_PAUSE).await })
        })
        .await?;
    if !may {
        return Ok(Asked::TooSoon);
    }
    Ok(match biller::ask(house, bill).await {
        Told::Money(billing) => {
            settle::settle_now(house, &bill.id, &billing).await?;
            Asked::Paid
        }
        Told::Unpaid(_) | Told::BeingPaid(_) | Told::Dead(_) | Told::Absent => Asked::Unpaid,
        Told::Silent(_) => Asked::Silent,
    })
}

/// `POST /permohonan/{id}/bayar/periksa`: "have you paid?" asks the biller at once. An older page may ask as well: the
/// answer is the bill as it stands now.
pub(super) async fn check(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let mine = Mine::of(citizen, &id).await?;
    let bill = mine.bill().await?;
    let known = matches!(bill.state, BillState::Paid { .. });
    Ok(see_other(mine.path(match ask_now(&mine, &bill).await? {
        Asked::Paid if known => "/lunas",
        Asked::Paid => "/bayar",
        Asked::Unpaid => "/bayar?hasil=belum",
        Asked::Silent => "/bayar?hasil=diam",
        Asked::TooSoon => "/bayar?hasil=baru",
    })))
}

/// `POST /permohonan/{id}/bayar/lagi`: a difference that was not paid in time gets a new code.
pub(super) async fn again(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let mine = Mine::of(citizen, &id).await?;
    let bill = mine.bill().await?;
    // what cannot be billed again says so itself; a bill that changed is shown as it stands now
    if fields.is_stale(bill.version) && matches!(bill.state, BillState::Expired { .. }) {
        return ended(&mine, &bill, mine.citizen.visitor.w.t("payment-checked-changed")).await.map(|mut page| {
            *page.status_mut() = StatusCode::CONFLICT;
            page
        });
    }
    renew(&mine).await?;
    Ok(see_other(mine.path("/bayar")))
}

/// Bills an expired difference again.
pub(crate) async fn renew(mine: &Mine) -> Result<(), Problem> {
    let house = mine.house();
    let catalogue = catalogue::current(house);
    for _ in 0..AGAIN_TRIES {
        let billed = house.db.transact::<_, StoreError, _>(|tx| {
            let catalogue = &catalogue;
            Box::pin(async move { bill_again(tx, catalogue, &mine.citizen.account, mine.id()).await })
        });
        match billed.await {
            Ok(Again::Billed) => return Ok(()),
            Ok(Again::NotNow) => {
                return Err(Problem::new(ProblemCode::WrongState).because("payment-not-again").back(mine.path("/bayar")));
            }
            Err(error) if is_race(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
