//! The catalogue as the other rooms see it: all rows in memory, and what one asks of them. Everything takes the day,
//! because every rule has one.

use crate::codes::{Answer, Category, Lane, LimitKey, OfficeStatus, RegionLevel, RegionStatus, TypeGroup};
use crate::distance::{Distance, about};
use crate::model::{
    CategoryRow, Channel, Country, Holiday, LaneRow, Limit, Offer, Office, PassportType, PlanScope, Position, QuotaPlan, Region,
    RejectionReason, Requirement, Step, Tariff,
};
use crate::parse::{At, Rows};
use jiff::civil::Date;
use kernel::ids::OfficeCode;
use kernel::money::Rupiah;
use std::collections::{BTreeMap, HashMap};

/// All reference data of one version.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalogue {
    version: i64,
    offices: BTreeMap<OfficeCode, Office>,
    offers: HashMap<OfficeCode, Vec<Offer>>,
    types: Vec<PassportType>,
    regions: BTreeMap<String, Region>,
    places: HashMap<String, Position>,
    countries: Vec<Country>,
    holidays: BTreeMap<Date, Vec<Holiday>>,
    tariffs: Vec<Tariff>,
    categories: Vec<CategoryRow>,
    requirements: Vec<Requirement>,
    steps: Vec<Step>,
    channels: Vec<Channel>,
    lanes: Vec<LaneRow>,
    limits: HashMap<LimitKey, Vec<Limit>>,
    plans: HashMap<PlanScope, Vec<QuotaPlan>>,
    reasons: Vec<RejectionReason>,
}

fn plain<T>(rows: Vec<At<T>>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}

fn grouped<K: std::hash::Hash + Eq, T>(rows: Vec<At<T>>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut all: HashMap<K, Vec<T>> = HashMap::new();
    for (_, row) in rows {
        all.entry(key(&row)).or_default().push(row);
    }
    all
}

impl Catalogue {
    pub(crate) fn of(rows: Rows) -> Self {
        let mut holidays: BTreeMap<Date, Vec<Holiday>> = BTreeMap::new();
        for (_, holiday) in rows.holidays {
            holidays.entry(holiday.day).or_default().push(holiday);
        }
        let mut steps = plain(rows.steps);
        steps.sort_by_key(|s| s.position);
        let mut requirements = plain(rows.requirements);
        requirements.sort_by_key(|r| (r.category, r.position));
        let mut channels = plain(rows.channels);
        channels.sort_by_key(|c| c.position);
        Self {
            version: 0,
            offices: rows.offices.into_iter().map(|(_, o)| (o.code.clone(), o)).collect(),
            offers: grouped(rows.offers, |o| o.office.clone()),
            types: plain(rows.types),
            regions: rows.regions.into_iter().map(|(_, r)| (r.code.clone(), r)).collect(),
            places: rows.places.into_iter().map(|(_, p)| p).collect(),
            countries: plain(rows.countries),
            holidays,
            tariffs: plain(rows.tariffs),
            categories: plain(rows.categories),
            requirements,
            steps,
            channels,
            lanes: plain(rows.lanes),
            limits: grouped(rows.limits, |l| l.key),
            plans: grouped(rows.plans, |p| p.scope.clone()),
            reasons: plain(rows.reasons),
        }
    }

    pub(crate) fn with_version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    /// Number of the publication this is; 0 before any was loaded.
    pub const fn version(&self) -> i64 {
        self.version
    }

    // ---- offices

    /// Every office, closed ones too, by code.
    pub fn offices(&self) -> impl Iterator<Item = &Office> {
        self.offices.values()
    }

    /// The offices that take applicants.
    pub fn active_offices(&self) -> impl Iterator<Item = &Office> {
        self.offices.values().filter(|o| o.status == OfficeStatus::Active)
    }

    /// One office, whatever its status.
    pub fn office(&self, code: &OfficeCode) -> Option<&Office> {
        self.offices.get(code)
    }

    /// Active offices whose name, address, regency, province or working area holds every word of the text.
    pub fn find_offices(&self, text: &str) -> Vec<&Office> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        self.active_offices()
            .filter(|o| {
                let all = [&o.name, &o.address, &o.regency, &o.province, &o.working_area].map(|t| t.to_lowercase()).join("\n");
                words.iter().all(|w| all.contains(w.as_str()))
            })
            .collect()
    }

    /// Active offices with their distance from a regency or city, nearest first. Empty for an unknown code.
    pub fn offices_near(&self, region_code: &str) -> Vec<(&Office, Distance)> {
        let Some(from) = self.place(region_code) else { return Vec::new() };
        let mut all: Vec<_> = self.active_offices().filter_map(|o| self.position_of(o).map(|to| (o, about(from, to)))).collect();
        all.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.code.cmp(&b.0.code)));
        all
    }

    /// How far an office is from a regency, city or district.
    pub fn distance(&self, office: &Office, region_code: &str) -> Option<Distance> {
        Some(about(self.place(region_code)?, self.position_of(office)?))
    }

    fn position_of(&self, office: &Office) -> Option<Position> {
        office.position.or_else(|| self.place(&office.region_code))
    }

    /// Position of a regency or city, also asked by the code of one of its districts.
    fn place(&self, region_code: &str) -> Option<Position> {
        self.places.get(region_code.get(..4)?).copied()
    }

    // ---- what is offered

    /// What an office says about a type in a lane on a day. No row means unknown: ask the office.
    pub fn offered(&self, office: &OfficeCode, passport_type: &str, lane: Lane, day: Date) -> Answer {
        self.offers
            .get(office)
            .and_then(|all| all.iter().find(|o| o.passport_type == passport_type && o.lane == lane && o.period.holds(day)))
            .map_or(Answer::Unknown, |o| o.answer)
    }

    /// Whether an office offers any type of a group in a lane on a day.
    pub fn group_offered(&self, office: &OfficeCode, group: TypeGroup, lane: Lane, day: Date) -> bool {
        self.types_on(day).any(|t| t.group == group && self.offered(office, &t.code, lane, day) == Answer::Yes)
    }

    /// The passport types of a day: one row per type and years.
    pub fn types_on(&self, day: Date) -> impl Iterator<Item = &PassportType> {
        self.types.iter().filter(move |t| t.period.holds(day))
    }

    /// One passport type with its years on a day.
    pub fn passport_type(&self, code: &str, years: i64, day: Date) -> Option<&PassportType> {
        self.types_on(day).find(|t| t.code == code && t.years == years)
    }

    /// The quota a type draws on, whatever the years.
    pub fn group_of(&self, code: &str, day: Date) -> Option<TypeGroup> {
        self.types_on(day).find(|t| t.code == code).map(|t| t.group)
    }

    // ---- money

    /// The tariff of a code on a day.
    pub fn tariff(&self, code: &str, day: Date) -> Option<&Tariff> {
        self.tariffs.iter().find(|t| t.code == code && t.period.holds(day))
    }

    /// What a passport costs in a lane on a day: its tariff and the lane's surcharge. None when a part has no tariff.
    pub fn price(&self, code: &str, years: i64, lane: Lane, day: Date) -> Option<Rupiah> {
        let book = self.tariff(&self.passport_type(code, years, day)?.tariff, day)?.amount;
        match &self.lane(lane, day)?.surcharge {
            Some(surcharge) => book.checked_add(self.tariff(surcharge, day)?.amount),
            None => Some(book),
        }
    }

    // ---- rules

    /// Kinds of applications of a day.
    pub fn categories(&self, day: Date) -> impl Iterator<Item = &CategoryRow> {
        self.categories.iter().filter(move |c| c.period.holds(day))
    }

    /// Papers of a category on a day, in order. Conditions are for the application to judge.
    pub fn requirements(&self, category: Category, day: Date) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().filter(move |r| r.category == category && r.period.holds(day))
    }

    /// Question pages of a day, in order.
    pub fn steps(&self, day: Date) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |s| s.period.holds(day))
    }

    /// Ways to pay of a day, in order.
    pub fn channels(&self, day: Date) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(move |c| c.period.holds(day))
    }

    /// Lanes of a day.
    pub fn lanes(&self, day: Date) -> impl Iterator<Item = &LaneRow> {
        self.lanes.iter().filter(move |l| l.period.holds(day))
    }

    /// One lane on a day.
    pub fn lane(&self, lane: Lane, day: Date) -> Option<&LaneRow> {
        self.lanes(day).find(|l| l.lane == lane)
    }

    /// Reasons of a rejection of a day.
    pub fn rejection_reasons(&self, day: Date) -> impl Iterator<Item = &RejectionReason> {
        self.reasons.iter().filter(move |r| r.period.holds(day))
    }

    /// One reason, also one that no longer holds.
    pub fn rejection_reason(&self, code: &str) -> Option<&RejectionReason> {
        self.reasons.iter().find(|r| r.code == code)
    }

    /// The number of a policy on a day. Before its first row the first row counts: a rule we keep is older than its record.
    pub fn limit(&self, key: LimitKey, day: Date) -> i64 {
        let rows = self.limits.get(&key).map_or(&[][..], Vec::as_slice);
        rows.iter().find(|l| l.period.holds(day)).or_else(|| rows.iter().min_by_key(|l| l.period.from)).map_or(0, |l| l.value)
    }

    // ---- days and quotas

    /// Why a day is without service; none when it is not a holiday.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.get(&day).and_then(|all| all.first())
    }

    /// Whether offices work on a day: from Monday to Friday, no holiday.
    pub fn is_working_day(&self, day: Date) -> bool {
        day.weekday().to_monday_zero_offset() < 5 && self.holiday(day).is_none()
    }

    /// The day some working days after `day`; `day` itself for 0 when it is a working day.
    pub fn add_working_days(&self, day: Date, count: i64) -> Date {
        let mut at = day;
        while !self.is_working_day(at) {
            at = kernel::time::add_days(at, 1);
        }
        for _ in 0..count {
            at = kernel::time::add_days(at, 1);
            while !self.is_working_day(at) {
                at = kernel::time::add_days(at, 1);
            }
        }
        at
    }

    /// The sessions an active office opens on a day: its own plan, else its class's; nothing on holidays, and nothing of a
    /// group it is not known to offer in the lane.
    pub fn sessions(&self, office: &Office, day: Date) -> Vec<&QuotaPlan> {
        if !office.is_active() || self.holiday(day).is_some() {
            return Vec::new();
        }
        let own = self.plans.get(&PlanScope::Office(office.code.clone()));
        let plans = own.or_else(|| self.plans.get(&PlanScope::Class(office.plan_class()))).map_or(&[][..], Vec::as_slice);
        let mut open: Vec<_> = plans
            .iter()
            .filter(|p| p.period.holds(day) && p.weekdays.contains(&day.weekday()))
            .filter(|p| {
                !matches!(p.lane, Lane::Regular | Lane::Express) || self.group_offered(&office.code, p.group, p.lane, day)
            })
            .collect();
        open.sort_by_key(|p| (p.start, p.lane, p.group));
        open
    }

    // ---- regions and countries

    /// One region, current or historic.
    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.get(code)
    }

    /// The current provinces.
    pub fn provinces(&self) -> impl Iterator<Item = &Region> {
        self.regions.values().filter(|r| r.level == RegionLevel::Province && r.status == RegionStatus::Current)
    }

    /// The current regions one level below, by name.
    pub fn regions_in(&self, parent: &str) -> Vec<&Region> {
        let mut all: Vec<_> = self
            .regions
            .range(parent.to_owned()..)
            .map(|(_, r)| r)
            .take_while(|r| r.code.starts_with(parent))
            .filter(|r| r.parent.as_deref() == Some(parent) && r.status == RegionStatus::Current)
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Whether a NIK's first six digits were ever a district; where only the regency is known, that is enough.
    /// False is a reason to warn, never to refuse: listings before 2015 are missing.
    pub fn knows_nik_prefix(&self, six: &str) -> bool {
        let historic_regency = |code: &str| {
            self.regions.get(code).is_some_and(|r| r.status == RegionStatus::Historic) && self.regions_ever_in(code) == 0
        };
        self.regions.contains_key(six) || six.get(..4).is_some_and(historic_regency)
    }

    fn regions_ever_in(&self, parent: &str) -> usize {
        self.regions.range(parent.to_owned()..).skip(1).take_while(|(code, _)| code.starts_with(parent)).count()
    }

    /// All countries, as the table orders them.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// One country by its three letters.
    pub fn country(&self, alpha3: &str) -> Option<&Country> {
        self.countries.iter().find(|c| c.alpha3 == alpha3)
    }
}
