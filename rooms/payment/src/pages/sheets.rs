//! The same as PDF: bill, receipt, letter.

use super::paid::{letter_of, receipt_of};
use super::{Mine, groups, pdf_answer};
use crate::draw::pdf::{Part, Sheet, draw};
use crate::model::BillState;
use axum::extract::Path;
use shell::{Answer, Citizen, Problem, Query, words::Words};

fn fact(w: Words, key: &str, value: &str) -> Option<Part> {
    (!value.is_empty()).then(|| Part::Fact(w.t(key), value.to_owned()))
}

fn sheet(mine: &Mine, title: &str, parts: Vec<Option<Part>>) -> Sheet {
    Sheet {
        title: mine.citizen.visitor.w.t(title),
        lang: mine.citizen.visitor.lang.code(),
        parts: parts.into_iter().flatten().collect(),
    }
}

/// `GET /permohonan/{id}/tagihan.pdf`.
pub(crate) async fn bill_pdf(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let mine = Mine::of(citizen, &id).await?;
    let bill = mine.bill().await?;
    let BillState::Payable { code, deadline } = &bill.state else { return Err(Problem::not_found()) };
    let w = mine.citizen.visitor.w;
    let parts = vec![
        Some(Part::Text(w.with("payment-pay-before", &[("time", &w.moment(*deadline, mine.zone))]))),
        Some(Part::Head(w.t("payment-code"))),
        Some(Part::Big(groups(code, 3).join(" "))),
        Some(Part::Head(w.t("payment-amount"))),
        Some(Part::Big(w.rupiah(bill.amount))),
        fact(w, "payment-bill-number", &bill.number),
        fact(w, "payment-applicant", &mine.name()),
        fact(w, "payment-application-number", &mine.number()),
        fact(w, "payment-passport", &mine.passport),
        fact(w, "payment-office", &mine.office),
        fact(w, "payment-visit", &mine.visit()),
        Some(Part::Head(w.t("payment-how-title"))),
        Some(Part::Text(w.t("payment-how-short"))),
        Some(Part::Small(w.t("payment-late-money"))),
    ];
    pdf_answer(draw(&sheet(&mine, "payment-bill-title", parts)), &format!("tagihan-{}", bill.number))
}

/// `GET /permohonan/{id}/kuitansi.pdf`.
pub(super) async fn receipt_pdf(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["tagihan"])?;
    receipt_sheet(&Mine::of(citizen, &id).await?, query.get("tagihan")).await
}

/// The receipt of a bill's number, or of the visit where none is named.
pub(crate) async fn receipt_sheet(mine: &Mine, number: &str) -> Answer {
    let page = receipt_of(mine, number).await?;
    let w = mine.citizen.visitor.w;
    let mut parts = vec![
        Some(Part::Big(page.total.clone())),
        fact(w, "payment-receipt-number", &page.number),
        fact(w, "payment-ntpn", &page.ntpn),
        fact(w, "payment-ntb", &page.ntb),
        fact(w, "payment-paid-at", &page.at),
        fact(w, "payment-code", &page.code),
        fact(w, "payment-bill-number", &page.bill),
        fact(w, "payment-applicant", &page.name),
        fact(w, "payment-nik", &page.nik),
        fact(w, "payment-application-number", &page.application),
        Some(Part::Head(w.t("payment-for"))),
    ];
    parts.extend(page.lines.iter().map(|(name, law, amount)| Some(Part::Fact(amount.clone(), format!("{name} ({law})")))));
    parts.push(Some(Part::Small(w.t("payment-receipt-note"))));
    pdf_answer(draw(&sheet(mine, "payment-receipt-title", parts)), &format!("kuitansi-{}", page.bill))
}

/// `GET /permohonan/{id}/surat.pdf`.
pub(crate) async fn letter_pdf(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let mine = Mine::of(citizen, &id).await?;
    let page = letter_of(&mine).await?;
    let w = mine.citizen.visitor.w;
    let mut parts = vec![
        Some(Part::Text(w.t("payment-letter-lede"))),
        Some(Part::Qr(page.token.clone())),
        fact(w, "payment-day", &page.day),
        fact(w, "payment-session", &page.hours),
        fact(w, "payment-latest", &page.latest),
        fact(w, "payment-office", &page.office),
        fact(w, "payment-place", &page.place),
        Some(Part::Head(w.t("payment-applicant"))),
        fact(w, "payment-name", &page.name),
        fact(w, "payment-nik", &page.nik),
        fact(w, "payment-application-number", &page.number),
        fact(w, "payment-passport", &page.passport),
        fact(w, "payment-payment", &page.paid),
        (!page.papers.is_empty()).then(|| Part::Head(w.t("payment-letter-papers"))),
    ];
    parts.extend(page.papers.iter().map(|paper| Some(Part::Item(paper.clone()))));
    parts.push(Some(Part::Small(w.t("payment-letter-note"))));
    pdf_answer(draw(&sheet(&mine, "payment-letter-title", parts)), &format!("surat-{}", mine.application.number))
}
