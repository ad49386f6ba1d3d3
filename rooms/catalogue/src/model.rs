//! What the tables say, as typed rows.

use jiff::civil::Date;

/// A row with a name in both languages.
macro_rules! named {
    ($($row:ident),+) => {
        $(impl $row {
            /// Its name in the reader's language.
            pub fn name(&self, lang: kernel::lang::Lang) -> &str {
                match lang {
                    kernel::lang::Lang::Id => &self.name_id,
                    kernel::lang::Lang::En => &self.name_en,
                }
            }
        })+
    };
}

mod places;
mod rules;

pub use self::places::{Country, Holiday, NikRegion, Offer, OfferRow, Office, Region};
pub use self::rules::{
    Category, Channel, Lane, Limit, Need, PassportType, PlanScope, PlannedSlot, Price, PriceLine, QuotaPlan, RejectionReason,
    Requirement, Step, Tariff,
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

/// A point on the earth, decimal degrees WGS84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// North.
    pub latitude: f64,
    /// East.
    pub longitude: f64,
}
