//! From the text of the tables to a [`Catalogue`]: each row by itself, then what rows say about each other.

use crate::snapshot::Catalogue;
use crate::table::{Faults, RowFault};
use crate::tables::{TABLES, Tables};

mod links;
mod money;
mod places;
mod rules;

/// Reads all tables. Fails with every fault found, sorted by file and line.
pub fn parse(tables: &Tables) -> Result<Catalogue, Vec<RowFault>> {
    let faults = Faults::default();
    for (name, _) in tables.iter().filter(|(name, _)| !TABLES.contains(name)) {
        faults.add(&format!("{name}.csv"), 0, "", "is no table of the catalogue");
    }
    let text = |name: &str| {
        let found = tables.text(name);
        if found.is_none() {
            faults.add(&format!("{name}.csv"), 0, "", "is missing");
        }
        // a missing table is one fault, not a second one about its header
        found
    };
    let rows = Rows {
        categories: text("categories").map_or_else(Vec::new, |t| rules::categories(t, &faults)),
        channels: text("channels").map_or_else(Vec::new, |t| rules::channels(t, &faults)),
        countries: text("countries").map_or_else(Vec::new, |t| places::countries(t, &faults)),
        holidays: text("holidays").map_or_else(Vec::new, |t| places::holidays(t, &faults)),
        lanes: text("lanes").map_or_else(Vec::new, |t| money::lanes(t, &faults)),
        limits: text("limits").map_or_else(Vec::new, |t| rules::limits(t, &faults)),
        offers: text("office_offers").map_or_else(Vec::new, |t| places::offers(t, &faults)),
        offices: text("offices").map_or_else(Vec::new, |t| places::offices(t, &faults)),
        types: text("passport_types").map_or_else(Vec::new, |t| money::passport_types(t, &faults)),
        places: text("places").map_or_else(Vec::new, |t| places::places(t, &faults)),
        plans: text("quota_plans").map_or_else(Vec::new, |t| money::quota_plans(t, &faults)),
        regions: text("regions").map_or_else(Vec::new, |t| places::regions(t, &faults)),
        reasons: text("rejection_reasons").map_or_else(Vec::new, |t| rules::reasons(t, &faults)),
        requirements: text("requirements").map_or_else(Vec::new, |t| rules::requirements(t, &faults)),
        steps: text("steps").map_or_else(Vec::new, |t| rules::steps(t, &faults)),
        tariffs: text("tariffs").map_or_else(Vec::new, |t| money::tariffs(t, &faults)),
    };
    links::check(&rows, &faults);
    let found = faults.into_vec();
    if found.is_empty() { Ok(Catalogue::of(rows)) } else { Err(found) }
}

/// A row with the line it stands on, for faults found later.
pub(crate) type At<T> = (u64, T);

/// All rows of all tables.
pub(crate) struct Rows {
    pub(crate) categories: Vec<At<crate::model::Category>>,
    pub(crate) channels: Vec<At<crate::model::Channel>>,
    pub(crate) countries: Vec<At<crate::model::Country>>,
    pub(crate) holidays: Vec<At<crate::model::Holiday>>,
    pub(crate) lanes: Vec<At<crate::model::Lane>>,
    pub(crate) limits: Vec<At<crate::model::Limit>>,
    pub(crate) offers: Vec<At<crate::model::OfferRow>>,
    pub(crate) offices: Vec<At<crate::model::Office>>,
    pub(crate) types: Vec<At<crate::model::PassportType>>,
    pub(crate) places: Vec<At<(String, crate::model::Position)>>,
    pub(crate) plans: Vec<At<crate::model::QuotaPlan>>,
    pub(crate) regions: Vec<At<crate::model::Region>>,
    pub(crate) reasons: Vec<At<crate::model::RejectionReason>>,
    pub(crate) requirements: Vec<At<crate::model::Requirement>>,
    pub(crate) steps: Vec<At<crate::model::Step>>,
    pub(crate) tariffs: Vec<At<crate::model::Tariff>>,
}
