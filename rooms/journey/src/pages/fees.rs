//! Official fees with the regulation behind each.

use askama::Template;
use catalogue::{Catalogue, basis_text};
use jiff::civil::Date;
use kernel::time::Zone;
use shell::{Answer, Frame, Visitor, words::Words};

/// One fee as a row of a table.
pub(crate) struct FeeRow {
    pub name: String,
    pub amount: String,
    pub basis: String,
    pub since: String,
}

#[derive(Template)]
#[template(path = "fees.html")]
struct Fees {
    frame: Frame,
    passports: Vec<FeeRow>,
    others: Vec<FeeRow>,
    today: String,
}

fn row(w: Words, catalogue: &Catalogue, code: &str, day: Date) -> Option<FeeRow> {
    let tariff = catalogue.tariff(code, day)?;
    Some(FeeRow {
        name: tariff.name(w.lang()).to_owned(),
        amount: w.rupiah(tariff.amount),
        basis: basis_text(&w, &tariff.legal_basis),
        since: tariff.period.from.map_or_else(String::new, |from| w.plain_day(from)),
    })
}

/// The fees of the passports that are issued today, each once.
pub(crate) fn fee_rows(w: Words, catalogue: &Catalogue, day: Date) -> Vec<FeeRow> {
    let mut codes: Vec<&str> = Vec::new();
    for book in catalogue.passport_types(day) {
        if !codes.contains(&book.tariff_code.as_str()) {
            codes.push(&book.tariff_code);
        }
    }
    codes.into_iter().filter_map(|code| row(w, catalogue, code, day)).collect()
}

/// `GET /biaya`
pub(crate) async fn show(visitor: Visitor) -> Answer {
    let (house, w) = (visitor.house.clone(), visitor.w);
    let catalogue = catalogue::current(&house);
    let today = house.now().day_in(Zone::Wib);
    let mut others: Vec<&str> = catalogue.lanes(today).into_iter().filter_map(|l| l.surcharge.as_deref()).collect();
    others.extend(["penalty_lost", "penalty_damaged"]);
    let page = Fees {
        passports: fee_rows(w, &catalogue, today),
        others: others.into_iter().filter_map(|code| row(w, &catalogue, code, today)).collect(),
        today: w.plain_day(today),
        frame: visitor.frame(w.t("journey-fees-title")).await,
    };
    Ok(visitor.page(&page))
}
