//! The bill: code being made, to be paid, or ended.

use super::{Mine, groups};
use crate::biller::{self, Told};
use crate::model::{Bill, BillKind, BillState};
use crate::settle;
use crate::store::bills;
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
};
use catalogue::codes::ChannelKind;
use kernel::time::{MINUTE, SECOND, Timestamp};
use shell::{Answer, Citizen, Fields, Frame, Query, see_other};
use store::StoreError;

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
    timed: bool,
    amount: String,
    code: String,
    code_groups: Vec<String>,
    pdf: String,
    check: String,
    checked: String,
    bank: String,
    ways: Vec<Way>,
    name: String,
    visit: String,
    office: String,
    passport: String,
    number: String,
    deadline_words: String,
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
    check: String,
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
    let timed = bill.kind == BillKind::Visit;
    let until = if timed { w.time(deadline, mine.zone) } else { w.moment(deadline, mine.zone) };
    let title = w.with("payment-pay-before", &[("time", &until)]);
    let page = BillPage {
        frame: visitor.frame(title.clone()).await,
        title,
        deadline: deadline.0,
        now: now.0,
        left: w.minutes(left),
        knots: ((left + 9) / 10).clamp(0, 12),
        timed,
        amount: w.rupiah(bill.amount),
        code: code.to_owned(),
        code_groups: groups(code, 3),
        pdf: mine.path("/tagihan.pdf"),
        check: mine.path("/bayar/periksa"),
        checked,
        bank: visitor.house.trial.as_ref().map_or_else(String::new, |trial| format!("{}/bank?kode={code}", trial.world_url)),
        ways: ways(mine),
        name: mine.name(),
        visit: mine.visit(),
        office: mine.office.clone(),
        passport: mine.passport.clone(),
        number: mine.number(),
        deadline_words: until,
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
    let (title, text, seat) = match (&bill.state, &mine.application.state) {
        (_, application::ApplicationState::MoneyCase { .. }) => ("payment-case-title", "payment-case-text", false),
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
        text: w.with(text, &[("time", &at)]),
        kept: w.t("payment-kept"),
        late: w.t("payment-late-money"),
        seat: if seat { mine.path("/jadwal") } else { String::new() },
        check: bill.code.as_ref().map_or_else(String::new, |_| mine.path("/bayar/periksa")),
        checked,
        back: mine.path(""),
    };
    Ok(visitor.page(&page))
}

/// `POST /permohonan/{id}/bayar/periksa`: "have you paid?" asks the biller at once, not more often than every ten seconds.
pub(super) async fn check(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let mine = Mine::of(citizen, &id).await?;
    let bill = mine.bill().await?;
    if matches!(bill.state, BillState::Paid { .. }) {
        return Ok(see_other(mine.path("/lunas")));
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
        return Ok(see_other(mine.path("/bayar?hasil=baru")));
    }
    let word = match biller::ask(house, &bill).await {
        Told::Money(billing) => {
            settle::settle_now(house, &bill.id, &billing).await?;
            return Ok(see_other(mine.path("/bayar")));
        }
        Told::Unpaid(_) | Told::Dead(_) | Told::Absent => "belum",
        Told::Silent(_) => "diam",
    };
    Ok(see_other(mine.path(&format!("/bayar?hasil={word}"))))
}
