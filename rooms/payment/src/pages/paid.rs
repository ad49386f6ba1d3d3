//! Paid: the proof, the receipt, the letter.

use super::Mine;
use crate::draw::qr;
use crate::letter_token;
use crate::model::{Bill, BillState, Evidence};
use application::ApplicationState;
use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use kernel::time::Timestamp;
use schedule::{Booking, BookingState, Rules};
use shell::{Answer, Citizen, Frame, Problem, Query};

/// What proves a payment, as people read it.
pub(super) struct Proof {
    pub ntpn: String,
    pub ntb: String,
    pub at: Timestamp,
}

impl Proof {
    pub(super) fn of(bill: &Bill) -> Result<Self, Problem> {
        let BillState::Paid { evidence, at } = &bill.state else { return Err(Problem::not_found()) };
        let (ntpn, ntb) = match evidence {
            Evidence::Treasury { ntpn, ntb, .. } => (ntpn.clone(), ntb.clone()),
            Evidence::Acquirer { reference } => (String::new(), reference.clone()),
            Evidence::NothingDue => (String::new(), String::new()),
        };
        Ok(Self { ntpn, ntb, at: *at })
    }
}

/// Another payment of the same application.
struct Beside {
    amount: String,
    ntpn: String,
    at: String,
    receipt: String,
}

async fn beside(mine: &Mine) -> Result<Vec<Beside>, Problem> {
    let w = mine.citizen.visitor.w;
    let mut all = Vec::new();
    for bill in mine.paid_beside().await? {
        let proof = Proof::of(&bill)?;
        all.push(Beside {
            amount: w.rupiah(bill.amount),
            ntpn: proof.ntpn,
            at: w.moment(proof.at, mine.zone),
            receipt: mine.path(&format!("/kuitansi?tagihan={}", bill.number)),
        });
    }
    Ok(all)
}

#[derive(Template)]
#[template(path = "paid.html")]
struct PaidPage {
    frame: Frame,
    amount: String,
    ntpn: String,
    ntb: String,
    at: String,
    day: String,
    latest: String,
    hours: String,
    office: String,
    letter: String,
    receipt: String,
    beside: Vec<Beside>,
    choose: String,
    choose_until: String,
    back: String,
}

/// `GET /permohonan/{id}/lunas`.
pub(super) async fn paid(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let mine = Mine::of(citizen, &id).await?;
    let bill = mine.paid_bill().await?;
    let proof = Proof::of(&bill)?;
    let visitor = &mine.citizen.visitor;
    let w = visitor.w;
    let (choose, choose_until) = match mine.application.state {
        ApplicationState::ChooseDate { until } => (mine.path("/pilih-tanggal"), w.moment(until, mine.zone)),
        _ => (String::new(), String::new()),
    };
    let page = PaidPage {
        frame: visitor.frame(w.t("payment-paid-title")).await,
        amount: w.rupiah(bill.amount),
        at: w.moment(proof.at, mine.zone),
        ntpn: proof.ntpn,
        ntb: proof.ntb,
        day: mine.day(),
        latest: mine.latest(),
        hours: mine.hours(),
        office: mine.office.clone(),
        letter: booked(&mine).filter(|b| b.state == BookingState::Booked).map_or_else(String::new, |_| mine.path("/surat")),
        receipt: mine.path("/kuitansi"),
        beside: beside(&mine).await?,
        choose,
        choose_until,
        back: mine.path(""),
    };
    Ok(visitor.page(&page))
}

/// The paid seat of a letter.
pub(super) fn booked(mine: &Mine) -> Option<&Booking> {
    mine.booking.as_ref().filter(|b| matches!(b.state, BookingState::Booked | BookingState::CheckedIn))
}

/// What stands on a receipt.
#[derive(Template)]
#[template(path = "receipt.html")]
pub(super) struct ReceiptPage {
    frame: Frame,
    pub(super) number: String,
    pub(super) bill: String,
    pub(super) code: String,
    pub(super) ntpn: String,
    pub(super) ntb: String,
    pub(super) at: String,
    pub(super) name: String,
    pub(super) nik: String,
    pub(super) application: String,
    pub(super) lines: Vec<(String, String, String)>,
    pub(super) total: String,
    pdf: String,
    back: String,
}

/// Gathers a receipt.
pub(super) async fn receipt_of(mine: &Mine, number: &str) -> Result<ReceiptPage, Problem> {
    let bill = mine.paid_bill_of(number).await?;
    let proof = Proof::of(&bill)?;
    let visitor = &mine.citizen.visitor;
    let w = visitor.w;
    let name = |line: &catalogue::PriceLine| {
        if visitor.lang == kernel::lang::Lang::Id { line.name_id.clone() } else { line.name_en.clone() }
    };
    Ok(ReceiptPage {
        frame: visitor.frame(w.t("payment-receipt-title")).await,
        number: bill.receipt.clone().unwrap_or_default(),
        bill: bill.number.clone(),
        code: bill.code.clone().unwrap_or_default(),
        ntpn: proof.ntpn,
        ntb: proof.ntb,
        at: w.moment(proof.at, mine.zone),
        name: mine.name(),
        nik: mine.answers.nik().map_or_else(String::new, |nik| nik.masked()),
        application: mine.number(),
        lines: bill.lines.iter().map(|l| (name(l), l.legal_basis.clone(), w.rupiah(l.amount))).collect(),
        total: w.rupiah(bill.amount),
        pdf: mine.path(&if number.is_empty() { "/kuitansi.pdf".to_owned() } else { format!("/kuitansi.pdf?tagihan={number}") }),
        back: mine.path("/lunas"),
    })
}

/// `GET /permohonan/{id}/kuitansi`.
pub(super) async fn receipt(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    let mine = Mine::of(citizen, &id).await?;
    query.only(&["tagihan"])?;
    let page = receipt_of(&mine, query.get("tagihan")).await?;
    Ok(mine.citizen.visitor.page(&page))
}

/// What stands in a letter.
#[derive(Template)]
#[template(path = "letter.html")]
pub(super) struct LetterPage {
    frame: Frame,
    pub(super) day: String,
    pub(super) hours: String,
    pub(super) latest: String,
    pub(super) qr: String,
    pub(super) token: String,
    pub(super) office: String,
    pub(super) place: String,
    pub(super) name: String,
    pub(super) nik: String,
    pub(super) number: String,
    pub(super) passport: String,
    pub(super) paid: String,
    pub(super) papers: Vec<String>,
    pub(super) until: String,
    pdf: String,
    back: String,
}

/// Gathers a letter; absent without a paid seat.
pub(super) async fn letter_of(mine: &Mine) -> Result<LetterPage, Problem> {
    let booking = booked(mine).ok_or_else(Problem::not_found)?;
    let bill = mine.paid_bill().await?;
    let proof = Proof::of(&bill)?;
    let visitor = &mine.citizen.visitor;
    let w = visitor.w;
    let catalogue = catalogue::current(mine.house());

    let token = letter_token(mine.house(), booking);
    let amount = w.rupiah(bill.amount);
    let mut papers: Vec<String> = Vec::new();
    let mut sent = documents::list(&mut mine.house().reader(), mine.id()).await?;
    documents::in_order(&catalogue, mine.application.kind, mine.house().now().day_in(mine.zone), &mut sent);
    for paper in sent {
        let name = catalogue.document(&paper.code).map(|d| d.name(visitor.lang).to_owned());
        papers.extend(name.filter(|name| !papers.contains(name)));
    }
    Ok(LetterPage {
        frame: visitor.frame(w.t("payment-letter-title")).await,
        day: mine.day(),
        hours: mine.hours(),
        latest: mine.latest(),
        qr: qr::svg(&token),
        token,
        office: mine.office.clone(),
        place: mine.place.clone(),
        name: mine.name(),
        nik: mine.answers.nik().map_or_else(String::new, |nik| nik.masked()),
        number: mine.number(),
        passport: mine.passport.clone(),
        paid: w.with("payment-letter-paid", &[("amount", &amount), ("time", &w.moment(proof.at, mine.zone))]),
        papers,
        until: last_day_to_move(mine, booking).map_or_else(String::new, |day| w.plain_day(day)),
        pdf: mine.path("/surat.pdf"),
        back: mine.path("/lunas"),
    })
}

/// The last day on which the date can be changed, if it still can.
fn last_day_to_move(mine: &Mine, booking: &Booking) -> Option<Date> {
    let now = mine.house().now();
    let rules = Rules::of(&catalogue::current(mine.house()), now.day_in(booking.zone));
    let window = schedule::move_window(booking, &rules, now).ok()?;
    Some(window.until.plus(-1).day_in(booking.zone))
}

/// `GET /permohonan/{id}/surat`.
pub(super) async fn letter(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let mine = Mine::of(citizen, &id).await?;
    let page = letter_of(&mine).await?;
    Ok(mine.citizen.visitor.page(&page))
}
