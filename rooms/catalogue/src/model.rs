//! What the tables say, as typed rows.

use jiff::civil::Date;
use kernel::lang::Lang;

mod places;
mod rules;

pub use self::places::{Country, Holiday, Offer, Office, Region};
pub use self::rules::{
    CategoryRow, Channel, LaneRow, Limit, PassportType, PlanScope, QuotaPlan, RejectionReason, Requirement, Step, Tariff,
};

/// When a row holds: both ends inclusive, absent means open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Period {
    /// Whether the row holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }

    /// Whether two rows hold on one day together.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The text in the reader's language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// A point on the earth, decimal degrees WGS84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// North.
    pub latitude: f64,
    /// East.
    pub longitude: f64,
}
