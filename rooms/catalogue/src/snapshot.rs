//! The catalogue as the other rooms see it: all rows in memory, and what one asks of them. What has a period takes the day.

mod days;
mod money;
mod near;
mod places;
mod rules;

use crate::model::{
    Category, Channel, Country, Holiday, Lane, Limit, OfferRow, Office, PassportType, PlanScope, Position, QuotaPlan, Region,
    RejectionReason, Requirement, Step, Tariff,
};
use crate::parse::{At, Rows};
use jiff::civil::Date;
use kernel::ids::OfficeCode;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// All reference data of one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    version: i64,
    /// By code, so that one is found by halving.
    offices: Vec<Office>,
    offers: HashMap<OfficeCode, Vec<OfferRow>>,
    types: Vec<PassportType>,
    regions: BTreeMap<String, Region>,
    places: HashMap<String, Position>,
    countries: Vec<Country>,
    holidays: BTreeMap<Date, Vec<Holiday>>,
    tariffs: Vec<Tariff>,
    categories: Vec<Category>,
    requirements: Vec<Requirement>,
    steps: Vec<Step>,
    channels: Vec<Channel>,
    lanes: Vec<Lane>,
    limits: HashMap<String, Vec<Limit>>,
    plans: HashMap<PlanScope, Vec<QuotaPlan>>,
    reasons: Vec<RejectionReason>,
}

fn plain<T>(rows: Vec<At<T>>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}

fn sorted<T, K: Ord>(rows: Vec<At<T>>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut all = plain(rows);
    all.sort_by_key(key);
    all
}

fn grouped<K: std::hash::Hash + Eq, T>(rows: Vec<At<T>>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut all: HashMap<K, Vec<T>> = HashMap::new();
    for (_, row) in rows {
        all.entry(key(&row)).or_default().push(row);
    }
    all
}

static EMBEDDED: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let tables = crate::parse(&crate::Tables::embedded());
    Arc::new(tables.expect("a test reads the tables this program is built with"))
});

impl Catalogue {
    /// The tables this program was built with, as version 0.
    pub fn embedded() -> Arc<Self> {
        EMBEDDED.clone()
    }

    pub(crate) fn of(rows: Rows) -> Self {
        let mut holidays: BTreeMap<Date, Vec<Holiday>> = BTreeMap::new();
        for (_, holiday) in rows.holidays {
            holidays.entry(holiday.day).or_default().push(holiday);
        }
        Self {
            version: 0,
            offices: sorted(rows.offices, |o| o.code.clone()),
            offers: grouped(rows.offers, |o| o.office.clone()),
            types: plain(rows.types),
            regions: rows.regions.into_iter().map(|(_, r)| (r.code.clone(), r)).collect(),
            places: rows.places.into_iter().map(|(_, p)| p).collect(),
            countries: plain(rows.countries),
            holidays,
            tariffs: plain(rows.tariffs),
            categories: plain(rows.categories),
            requirements: sorted(rows.requirements, |r| r.position),
            steps: sorted(rows.steps, |s| s.position),
            channels: sorted(rows.channels, |c| c.position),
            lanes: plain(rows.lanes),
            limits: grouped(rows.limits, |l| l.key.clone()),
            plans: grouped(rows.plans, |p| p.scope.clone()),
            reasons: plain(rows.reasons),
        }
    }

    pub(crate) fn with_version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    /// Number of the publication this is; 0 for the tables this program was built with.
    pub const fn version(&self) -> i64 {
        self.version
    }
}
