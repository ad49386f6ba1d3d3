//! What rows say about each other: names that must exist, keys that must not repeat, periods that must not overlap.

use super::{At, Rows};
use crate::codes::{Lane, LimitKey};
use crate::model::{Period, PlanScope};
use crate::table::Faults;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Rows of one key may follow each other in time, not overlap.
fn one_at_a_time<T, K: Hash + Eq>(
    file: &str,
    rows: &[At<T>],
    faults: &Faults,
    key: impl Fn(&T) -> K,
    period: impl Fn(&T) -> Period,
) {
    let mut seen: HashMap<K, Vec<(u64, Period)>> = HashMap::new();
    for (line, row) in rows {
        let earlier = seen.entry(key(row)).or_default();
        let period = period(row);
        if let Some((other, _)) = earlier.iter().find(|(_, p)| p.overlaps(&period)) {
            faults.add(file, *line, "", format!("says the same as line {other} in an overlapping period"));
        }
        earlier.push((*line, period));
    }
}

pub(super) fn check(rows: &Rows, faults: &Faults) {
    let always = Period::default();
    one_at_a_time("offices.csv", &rows.offices, faults, |o| o.code.clone(), |_| always);
    one_at_a_time("regions.csv", &rows.regions, faults, |r| r.code.clone(), |_| always);
    one_at_a_time("places.csv", &rows.places, faults, |p| p.0.clone(), |_| always);
    one_at_a_time("countries.csv", &rows.countries, faults, |c| c.alpha3.clone(), |_| always);
    one_at_a_time("holidays.csv", &rows.holidays, faults, |h| (h.day, h.name.id.clone()), |_| always);
    one_at_a_time(
        "office_offers.csv",
        &rows.offers,
        faults,
        |o| (o.office.clone(), o.passport_type.clone(), o.lane),
        |o| o.period,
    );
    one_at_a_time("passport_types.csv", &rows.types, faults, |t| (t.code.clone(), t.years), |t| t.period);
    one_at_a_time("tariffs.csv", &rows.tariffs, faults, |t| t.code.clone(), |t| t.period);
    one_at_a_time("categories.csv", &rows.categories, faults, |c| c.category, |c| c.period);
    one_at_a_time(
        "requirements.csv",
        &rows.requirements,
        faults,
        |r| (r.category, r.document, r.condition.clone()),
        |r| r.period,
    );
    one_at_a_time("steps.csv", &rows.steps, faults, |s| s.code.clone(), |s| s.period);
    one_at_a_time("channels.csv", &rows.channels, faults, |c| c.code.clone(), |c| c.period);
    one_at_a_time("lanes.csv", &rows.lanes, faults, |l| l.lane, |l| l.period);
    one_at_a_time("lanes.csv", &rows.lanes, faults, |l| l.letter, |l| l.period);
    one_at_a_time("limits.csv", &rows.limits, faults, |l| l.key, |l| l.period);
    one_at_a_time("rejection_reasons.csv", &rows.reasons, faults, |r| r.code.clone(), |r| r.period);
    plans_do_not_overlap(rows, faults);
    names_exist(rows, faults);
    lists_are_complete(rows, faults);
}

fn plans_do_not_overlap(rows: &Rows, faults: &Faults) {
    let mut seen: HashMap<_, Vec<(u64, Period)>> = HashMap::new();
    for (line, plan) in &rows.plans {
        for weekday in &plan.weekdays {
            let key = (plan.scope.clone(), weekday.to_monday_zero_offset(), plan.start, plan.lane, plan.group);
            let earlier = seen.entry(key).or_default();
            if let Some((other, _)) = earlier.iter().find(|(_, p)| p.overlaps(&plan.period)) {
                faults.add("quota_plans.csv", *line, "", format!("says the same as line {other} in an overlapping period"));
            }
            earlier.push((*line, plan.period));
        }
    }
}

fn names_exist(rows: &Rows, faults: &Faults) {
    let regions: HashSet<&str> = rows.regions.iter().map(|(_, r)| r.code.as_str()).collect();
    let places: HashSet<&str> = rows.places.iter().map(|(_, p)| p.0.as_str()).collect();
    let offices: HashSet<_> = rows.offices.iter().map(|(_, o)| &o.code).collect();
    let types: HashSet<&str> = rows.types.iter().map(|(_, t)| t.code.as_str()).collect();
    let tariffs: HashSet<&str> = rows.tariffs.iter().map(|(_, t)| t.code.as_str()).collect();
    let missing = |file: &str, line: u64, column: &str, name: &str, table: &str| {
        faults.add(file, line, column, format!("\"{name}\" is not in {table}.csv"));
    };
    for (line, office) in &rows.offices {
        if !regions.contains(office.region_code.as_str()) {
            missing("offices.csv", *line, "region_code", &office.region_code, "regions");
        }
        if !places.contains(office.region_code.as_str()) {
            missing("offices.csv", *line, "region_code", &office.region_code, "places");
        }
        if let Some(parent) = office.parent.as_ref().filter(|p| !offices.contains(p)) {
            missing("offices.csv", *line, "parent", parent.as_str(), "offices");
        }
    }
    for (line, region) in &rows.regions {
        for (column, code) in [("parent", &region.parent), ("superseded_by", &region.superseded_by)] {
            if let Some(code) = code.as_deref().filter(|c| !regions.contains(c)) {
                missing("regions.csv", *line, column, code, "regions");
            }
        }
        if region.parent.is_none() != (region.code.len() == 2) {
            faults.add("regions.csv", *line, "parent", "a province has none, everything else has one");
        }
    }
    for (line, offer) in &rows.offers {
        if !offices.contains(&offer.office) {
            missing("office_offers.csv", *line, "office", offer.office.as_str(), "offices");
        }
        if !types.contains(offer.passport_type.as_str()) {
            missing("office_offers.csv", *line, "passport_type", &offer.passport_type, "passport_types");
        }
    }
    for (line, passport) in rows.types.iter().filter(|(_, t)| !tariffs.contains(t.tariff.as_str())) {
        missing("passport_types.csv", *line, "tariff", &passport.tariff, "tariffs");
    }
    for (line, lane) in &rows.lanes {
        if let Some(code) = lane.surcharge.as_deref().filter(|c| !tariffs.contains(c)) {
            missing("lanes.csv", *line, "surcharge", code, "tariffs");
        }
    }
    for (line, plan) in &rows.plans {
        if let PlanScope::Office(code) = &plan.scope
            && !offices.contains(code)
        {
            missing("quota_plans.csv", *line, "office", code.as_str(), "offices");
        }
    }
}

fn lists_are_complete(rows: &Rows, faults: &Faults) {
    // a table that has no good row at all already has its fault
    if !rows.limits.is_empty() {
        for key in LimitKey::ALL.iter().filter(|k| !rows.limits.iter().any(|(_, l)| l.key == **k && l.period.to.is_none())) {
            faults.add("limits.csv", 0, "key", format!("{} has no row that is open at the end", key.code()));
        }
    }
    if !rows.lanes.is_empty() {
        for lane in Lane::ALL.iter().filter(|l| !rows.lanes.iter().any(|(_, r)| r.lane == **l)) {
            faults.add("lanes.csv", 0, "code", format!("{} has no row", lane.code()));
        }
    }
    let mut owner: HashMap<_, u64> = HashMap::new();
    for (line, step) in rows.steps.iter().filter(|(_, s)| s.period.to.is_none()) {
        for field in &step.fields {
            if let Some(other) = owner.insert(*field, *line) {
                faults.add("steps.csv", *line, "fields", format!("{} is already asked in line {other}", field.code()));
            }
        }
    }
}
