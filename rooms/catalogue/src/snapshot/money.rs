//! Passport types and what they cost.

use super::Catalogue;
use crate::codes::ApplicationKind;
use crate::model::{PassportType, Price, PriceLine, Tariff};
use jiff::civil::Date;
use kernel::money::Rupiah;

impl Catalogue {
    /// The passport types of a day, as the table orders them.
    pub fn passport_types(&self, day: Date) -> Vec<&PassportType> {
        self.types.iter().filter(|t| t.period.holds(day)).collect()
    }

    /// One passport type, also one no longer issued; of several rows the newest.
    pub fn passport_type(&self, code: &str) -> Option<&PassportType> {
        self.types.iter().filter(|t| t.code == code).max_by_key(|t| t.period.from)
    }

    /// The tariff of a code on a day.
    pub fn tariff(&self, code: &str, day: Date) -> Option<&Tariff> {
        self.tariffs.iter().find(|t| t.code == code && t.period.holds(day))
    }

    /// What a passport costs in a lane on a day: its tariff and the lane's surcharge. None when it is not issued on that day or
    /// a part has no tariff. A replacement costs what a new one costs; penalties are billed at the office.
    pub fn price(&self, passport_type: &str, kind: ApplicationKind, lane: &str, day: Date) -> Option<Price> {
        let book = self.types.iter().find(|t| t.code == passport_type && t.period.holds(day))?;
        let mut lines = vec![self.line(&book.tariff_code, day)?];
        match kind {
            ApplicationKind::New | ApplicationKind::Replacement => {}
        }
        if let Some(surcharge) = &self.lane(lane, day)?.surcharge {
            lines.push(self.line(surcharge, day)?);
        }
        let total = lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.amount))?;
        Some(Price { total, lines })
    }

    /// A tariff as a line of a bill: for penalties and differences.
    pub fn line(&self, tariff_code: &str, day: Date) -> Option<PriceLine> {
        self.tariff(tariff_code, day).map(|t| PriceLine {
            tariff_code: t.code.clone(),
            name_id: t.name_id.clone(),
            name_en: t.name_en.clone(),
            amount: t.amount,
            legal_basis: t.legal_basis.clone(),
        })
    }
}
