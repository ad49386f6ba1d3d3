//! Offices, what they offer, regions, countries and days.

use super::{Period, Position};
use crate::codes::{
    Answer, Confidence, HolidayKind, HolidayStatus, OfficeClass, OfficeKind, OfficeStatus, PlanClass, RegionLevel, RegionStatus,
};
use jiff::civil::Date;
use kernel::ids::OfficeCode;
use kernel::time::Zone;

/// An immigration office ("kantor imigrasi") or one of its service points.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// Our stable slug.
    pub code: OfficeCode,
    /// Official style, such as `Kantor Imigrasi Kelas II TPI Maumere`.
    pub name: String,
    /// Class; none for service points and where no source gave it.
    pub class: Option<OfficeClass>,
    /// What it is.
    pub kind: OfficeKind,
    /// Province.
    pub province: String,
    /// Regency or city.
    pub regency: String,
    /// Code of the regency or city.
    pub region_code: String,
    /// Street address; empty when unknown.
    pub address: String,
    /// Its own position, rarely known.
    pub position: Option<Position>,
    /// Time zone.
    pub zone: Zone,
    /// The kanim that runs a service point.
    pub parent: Option<OfficeCode>,
    /// Whether it is open.
    pub status: OfficeStatus,
    /// Regencies served; empty when unknown.
    pub working_area: String,
    /// How sure the row is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

impl Office {
    /// Whether it takes applicants at all.
    pub fn is_active(&self) -> bool {
        self.status == OfficeStatus::Active
    }

    /// `Maumere` for `Kantor Imigrasi Kelas II TPI Maumere`; service points keep their name.
    pub fn short_name(&self) -> &str {
        let rest = self.name.strip_prefix("Kantor Imigrasi ").unwrap_or(&self.name);
        self.class.and_then(|c| rest.strip_prefix(c.code())).map_or(rest, str::trim_start)
    }

    /// The class whose quota plan holds where the office has none of its own.
    pub fn plan_class(&self) -> PlanClass {
        match (self.kind, self.class) {
            (OfficeKind::Ulp, _) => PlanClass::Ulp,
            (OfficeKind::Ukk, _) => PlanClass::Ukk,
            (OfficeKind::Mpp, _) => PlanClass::Mpp,
            (OfficeKind::Kanim, None) => PlanClass::Unknown,
            (OfficeKind::Kanim, Some(class)) => match class {
                OfficeClass::SpecialCheckpoint | OfficeClass::Special => PlanClass::Special,
                OfficeClass::FirstCheckpoint | OfficeClass::First => PlanClass::First,
                OfficeClass::SecondCheckpoint | OfficeClass::Second => PlanClass::Second,
                OfficeClass::ThirdCheckpoint | OfficeClass::Third => PlanClass::Third,
            },
        }
    }
}

/// Whether an office offers a passport type in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It does.
    Yes,
    /// It does not; the key of the sentence that says why.
    No {
        /// Key in the words of this room.
        reason_key: &'static str,
    },
    /// No source says: ask the office. Nothing unknown is sold online.
    Unknown,
}

/// What an office says about one book in one lane, as the table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// The office.
    pub office: OfficeCode,
    /// The book: a passport type without its years.
    pub book: String,
    /// Code of the lane.
    pub lane: String,
    /// What it says.
    pub answer: Answer,
    /// When.
    pub period: Period,
    /// How sure the row is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// A province, regency, city or district of the Ministry of Home Affairs ("wilayah").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// 2, 4 or 6 digits.
    pub code: String,
    /// Name in the newest listing that has the code.
    pub name: String,
    /// Level.
    pub level: RegionLevel,
    /// Code one level up; none for a province.
    pub parent: Option<String>,
    /// Whether the code is in force.
    pub status: RegionStatus,
    /// Current code of the same place, where one was found.
    pub superseded_by: Option<String>,
}

/// A country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1, two letters.
    pub alpha2: String,
    /// ISO 3166-1, three letters.
    pub alpha3: String,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// As printed in a machine-readable zone.
    pub mrz_code: String,
}

/// A day without service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// Why.
    pub kind: HolidayKind,
    /// How firm the date is.
    pub status: HolidayStatus,
}

named!(Country, Holiday);

/// What a NIK's first six digits say: where the number was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NikRegion {
    /// District, regency, province, as far as known.
    Known {
        /// Names, smallest first.
        names: Vec<String>,
    },
    /// A code no longer in force; the number stays good.
    Historic {
        /// Names, smallest first.
        names: Vec<String>,
    },
    /// In no listing since 2015: a reason to warn, never to refuse.
    Unknown,
}
