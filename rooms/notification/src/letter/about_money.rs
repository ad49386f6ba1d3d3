//! Bills, payments, cases.

use super::{Letter, Scene};
use crate::model::Kind;
use ::store::StoreError;
use application::{Application, ApplicationState, StateWord};
use kernel::{
    ids::{BillId, MoneyCaseId},
    lang::Lang,
    time::{Timestamp, Zone},
};
use payment::{Bill, BillKind, BillState, CaseKind};
use schedule::Booking;

struct Matter {
    bill: Bill,
    application: Application,
    booking: Option<Booking>,
    /// Of the seat, or of the office where there is none.
    zone: Zone,
}

impl Matter {
    fn zone(&self) -> Zone {
        self.zone
    }

    fn is_visit(&self) -> bool {
        self.bill.kind == BillKind::Visit
    }
}

async fn matter(scene: &Scene<'_>) -> Result<Option<Matter>, StoreError> {
    let id = BillId::parse(&scene.message.about).map_err(|e| StoreError::inconsistent("about", e.to_string()))?;
    let mut reader = scene.house.reader();
    let Some(bill) = payment::bill(&mut reader, &id).await? else { return Ok(None) };
    let application = scene.application(&bill.application).await?;
    let booking = match &bill.booking {
        Some(booking) => schedule::booking(&mut reader, booking).await?,
        None => None,
    };
    let office = application.office.as_ref().and_then(|code| scene.catalogue.office(code)).map(|o| o.zone);
    let zone = booking.as_ref().map(|b| b.zone).or(office).unwrap_or(Zone::Wib);
    Ok(Some(Matter { bill, application, booking, zone }))
}

fn at(scene: &Scene<'_>, matter: &Matter, time: Option<Timestamp>) -> String {
    time.map_or_else(String::new, |t| scene.w.moment(t, matter.zone()))
}

/// The code is there, or one hour is left.
pub(super) async fn to_pay(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(matter) = matter(scene).await? else { return Ok(None) };
    let bill = &matter.bill;
    let open = matches!(bill.state, BillState::Payable { deadline, .. } if scene.house.now() < deadline);
    if scene.fresh && !open {
        return Ok(None);
    }
    let w = scene.w;
    let until = at(scene, &matter, bill.deadline);
    let key = match (scene.message.kind, matter.is_visit()) {
        (Kind::BillReminder, true) => "notification-bill-reminder-text",
        (Kind::BillReminder, false) => "notification-bill-reminder-difference",
        (_, true) => "notification-bill-ready-text",
        (_, false) => "notification-bill-ready-difference",
    };
    let mut letter = scene
        .begin(&matter.application)
        .line(w.with(key, &[("time", &until)]))
        .line(w.t("notification-bill-how"))
        .fact(w.t("notification-amount"), w.rupiah(bill.amount))
        .fact(w.t("notification-billing-code"), bill.code.clone().unwrap_or_default())
        .fact(w.t("notification-pay-before"), until);
    if let Some(booking) = &matter.booking {
        letter = scene.visit(letter, booking);
    }
    Ok(Some(letter.link(w.t("notification-open-bill"), format!("/permohonan/{}/bayar", bill.application))))
}

/// The bill ended without money.
pub(super) async fn unpaid(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(matter) = matter(scene).await? else { return Ok(None) };
    let paid = matches!(matter.bill.state, BillState::Paid { .. });
    // somebody who has a new seat already need not read that the old one went
    let moved_on = if matter.is_visit() {
        matter.application.state.word() != StateWord::Expired
    } else {
        let newest = payment::difference_bill(&mut scene.house.reader(), &matter.application.id).await?;
        newest.is_some_and(|b| b.id != matter.bill.id)
    };
    if scene.fresh && (paid || moved_on) {
        return Ok(None);
    }
    let w = scene.w;
    let until = at(scene, &matter, matter.bill.deadline);
    let silent = matches!(matter.bill.state, BillState::Unknown { .. });
    let letter = scene.begin(&matter.application);
    let letter = match (scene.message.kind, matter.is_visit(), silent) {
        (Kind::BillRefused, true, _) => letter.line(w.t("notification-bill-refused-text")),
        (Kind::BillRefused, false, _) => letter.line(w.t("notification-bill-refused-difference")),
        (_, false, true) => letter.line(w.with("notification-bill-silent-difference", &[("time", &until)])),
        (_, true, true) => letter.line(w.with("notification-bill-silent-text", &[("time", &until)])),
        (_, true, false) => letter.line(w.with("notification-bill-expired-text", &[("time", &until)])),
        (_, false, false) => letter.line(w.with("notification-bill-expired-difference", &[("time", &until)])),
    };
    if matter.is_visit() {
        return Ok(Some(scene.to_application(letter.line(w.t("notification-kept-again")), &matter.application.id)));
    }
    Ok(Some(letter.link(w.t("notification-open-bill"), format!("/permohonan/{}/bayar", matter.application.id))))
}

/// Money arrived.
pub(super) async fn paid(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(matter) = matter(scene).await? else { return Ok(None) };
    let choosing = matter.application.state.word() == StateWord::ChooseDate;
    let paid = matches!(matter.bill.state, BillState::Paid { .. });
    if scene.fresh && (!paid || (scene.message.kind == Kind::ChooseDate && !choosing)) {
        return Ok(None);
    }
    let w = scene.w;
    let id = &matter.application.id;
    let letter = scene.begin(&matter.application).fact(w.t("notification-amount"), w.rupiah(matter.bill.amount));
    // a former bill may have paid for the seat that was held when its money came
    let live = if matter.is_visit() { schedule::live_of(&mut scene.house.reader(), id).await? } else { None };
    let visit = live.or_else(|| matter.booking.clone());
    let with_visit = |letter: Letter| match &visit {
        Some(booking) => scene.visit(letter, booking),
        None => letter,
    };
    Ok(Some(match scene.message.kind {
        Kind::ChooseDate => {
            let letter = letter.line(w.t("notification-choose-date-text"));
            let letter = match matter.application.state {
                ApplicationState::ChooseDate { until } => {
                    letter.fact(w.t("notification-choose-before"), w.moment(until, matter.zone()))
                }
                _ => letter,
            };
            letter.link(w.t("notification-choose-date-go"), format!("/permohonan/{id}/pilih-tanggal"))
        }
        Kind::PaidOtherSeat => {
            let letter = letter.line(w.t("notification-paid-other-seat-text")).line(w.t("notification-paid-letter"));
            scene.to_sheet(with_visit(letter), id)
        }
        Kind::DifferencePaid => scene.to_application(letter.line(w.t("notification-difference-paid-text")), id),
        _ => {
            let letter = letter.line(w.t("notification-paid-text")).line(w.t("notification-paid-letter"));
            scene.to_sheet(with_visit(letter), id)
        }
    }))
}

fn line_name<'a>(scene: &Scene<'_>, line: &'a catalogue::PriceLine) -> &'a str {
    match scene.lang {
        Lang::Id => &line.name_id,
        Lang::En => &line.name_en,
    }
}

/// What was paid for stands again: which passport, and at which office.
pub(super) async fn restored(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let Some(matter) = matter(scene).await? else { return Ok(None) };
    let Some(sent) = application::sent(&mut scene.house.reader(), &matter.bill.id).await? else { return Ok(None) };
    let w = scene.w;
    let letter = scene.begin(&matter.application).line(w.t("notification-restored-text"));
    let letter = match matter.bill.lines.first() {
        Some(line) => letter.fact(w.t("notification-restored-passport"), line_name(scene, line)),
        None => letter,
    };
    let letter = letter.fact(w.t("notification-office"), scene.office_name(sent.office.as_str()));
    Ok(Some(scene.to_application(letter, &matter.application.id)))
}

/// A person in finance looks at money.
pub(super) async fn case(scene: &Scene<'_>) -> Result<Option<Letter>, StoreError> {
    let id = MoneyCaseId::parse(&scene.message.about).map_err(|e| StoreError::inconsistent("about", e.to_string()))?;
    let Some(case) = payment::case(&mut scene.house.reader(), &id).await? else { return Ok(None) };
    if scene.fresh && !case.open {
        return Ok(None);
    }
    let Some(application) = &case.application else { return Ok(None) };
    let application = scene.application(application).await?;
    let w = scene.w;
    let why = match case.kind {
        CaseKind::Late => "notification-money-case-late",
        CaseKind::Double => "notification-money-case-double",
        CaseKind::WrongAmount => "notification-money-case-amount",
        CaseKind::Changed => "notification-money-case-changed",
        CaseKind::Unknown => "notification-money-case-unknown",
        CaseKind::Reversed => "notification-money-case-reversed",
    };
    let letter = scene.begin(&application).line(w.t(why));
    // where another bill runs, "do not pay again" would be wrong
    let runs = matches!(application.state, ApplicationState::AwaitingPayment { .. });
    let letter = match case.kind {
        CaseKind::Changed if runs => letter.line(w.t("notification-money-case-changed-runs")),
        CaseKind::Changed => letter,
        _ => letter.line(w.t("notification-money-case-text")),
    };
    let letter = letter.fact(w.t("notification-amount-arrived"), w.rupiah(case.amount));
    Ok(Some(scene.to_application(letter, &application.id)))
}
