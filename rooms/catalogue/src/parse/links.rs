//! What rows say about each other: names that must exist, keys that must not repeat, periods that must not overlap.

use super::{At, Rows};
use crate::codes::LIMITS;
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
    one_at_a_time("holidays.csv", &rows.holidays, faults, |h| (h.day, h.name_id.clone()), |_| always);
    one_at_a_time(
        "office_offers.csv",
        &rows.offers,
        faults,
        |o| (o.office.clone(), o.book.clone(), o.lane.clone()),
        |o| o.period,
    );
    one_at_a_time("passport_types.csv", &rows.types, faults, |t| t.code.clone(), |t| t.period);
    one_at_a_time("tariffs.csv", &rows.tariffs, faults, |t| t.code.clone(), |t| t.period);
    one_at_a_time("categories.csv", &rows.categories, faults, |c| c.code.clone(), |c| c.period);
    one_at_a_time(
        "requirements.csv",
        &rows.requirements,
        faults,
        |r| (r.category.clone(), r.document_code.clone(), r.condition),
        |r| r.period,
    );
    one_at_a_time("steps.csv", &rows.steps, faults, |s| s.code.clone(), |_| always);
    one_at_a_time("channels.csv", &rows.channels, faults, |c| c.code.clone(), |c| c.period);
    one_at_a_time("lanes.csv", &rows.lanes, faults, |l| l.code.clone(), |l| l.period);
    one_at_a_time("lanes.csv", &rows.lanes, faults, |l| l.letter, |l| l.period);
    one_at_a_time("limits.csv", &rows.limits, faults, |l| l.key.clone(), |l| l.period);
    one_at_a_time("rejection_reasons.csv", &rows.reasons, faults, |r| r.code.clone(), |r| r.period);
    plans_do_not_overlap(rows, faults);
    names_exist(rows, faults);
    lists_are_complete(rows, faults);
}

fn plans_do_not_overlap(rows: &Rows, faults: &Faults) {
    let mut seen: HashMap<_, Vec<(u64, Period)>> = HashMap::new();
    for (line, plan) in &rows.plans {
        for weekday in &plan.weekdays {
            let key = (plan.scope.clone(), weekday.to_monday_zero_offset(), plan.start, plan.lane.clone(), plan.group.clone());
            let earlier = seen.entry(key).or_default();
            if let Some((other, _)) = earlier.iter().find(|(_, p)| p.overlaps(&plan.period)) {
                faults.add("quota_plans.csv", *line, "", format!("says the same as line {other} in an overlapping period"));
            }
            earlier.push((*line, plan.period));
        }
    }
}

fn missing(faults: &Faults, file: &str, line: u64, column: &str, name: &str, table: &str) {
    faults.add(file, line, column, format!("\"{name}\" is not in {table}.csv"));
}

fn names_exist(rows: &Rows, faults: &Faults) {
    offices_and_regions(rows, faults);
    let offices: HashSet<_> = rows.offices.iter().map(|(_, o)| &o.code).collect();
    let of = |codes: &mut dyn Iterator<Item = &str>| codes.map(str::to_owned).collect::<HashSet<String>>();
    let books = of(&mut rows.types.iter().map(|(_, t)| t.book.as_str()));
    let groups = of(&mut rows.types.iter().map(|(_, t)| t.group.as_str()));
    let tariffs = of(&mut rows.tariffs.iter().map(|(_, t)| t.code.as_str()));
    let lanes = of(&mut rows.lanes.iter().map(|(_, l)| l.code.as_str()));
    let categories = of(&mut rows.categories.iter().map(|(_, c)| c.code.as_str()));
    let want = |known: &HashSet<String>, file: &str, line: u64, column: &str, name: &str, table: &str| {
        // a table without any good row has its own fault; do not repeat it for each row that names it
        if !known.is_empty() && !known.contains(name) {
            missing(faults, file, line, column, name, table);
        }
    };
    for (line, offer) in &rows.offers {
        if !offices.contains(&offer.office) {
            missing(faults, "office_offers.csv", *line, "office", offer.office.as_str(), "offices");
        }
        want(&books, "office_offers.csv", *line, "book", &offer.book, "passport_types");
        want(&lanes, "office_offers.csv", *line, "lane", &offer.lane, "lanes");
    }
    for (line, passport) in &rows.types {
        want(&tariffs, "passport_types.csv", *line, "tariff", &passport.tariff_code, "tariffs");
    }
    for (line, lane) in &rows.lanes {
        if let Some(code) = &lane.surcharge {
            want(&tariffs, "lanes.csv", *line, "surcharge", code, "tariffs");
        }
    }
    for (line, paper) in &rows.requirements {
        want(&categories, "requirements.csv", *line, "category", &paper.category, "categories");
    }
    for (line, plan) in &rows.plans {
        if let PlanScope::Office(code) = &plan.scope
            && !offices.contains(code)
        {
            missing(faults, "quota_plans.csv", *line, "office", code.as_str(), "offices");
        }
        want(&lanes, "quota_plans.csv", *line, "lane", &plan.lane, "lanes");
        want(&groups, "quota_plans.csv", *line, "type_group", &plan.group, "passport_types");
    }
}

fn offices_and_regions(rows: &Rows, faults: &Faults) {
    let regions: HashSet<&str> = rows.regions.iter().map(|(_, r)| r.code.as_str()).collect();
    let places: HashSet<&str> = rows.places.iter().map(|(_, p)| p.0.as_str()).collect();
    let offices: HashSet<_> = rows.offices.iter().map(|(_, o)| &o.code).collect();
    for (line, office) in &rows.offices {
        for (known, table) in [(&regions, "regions"), (&places, "places")] {
            if !known.contains(office.region_code.as_str()) {
                missing(faults, "offices.csv", *line, "region_code", &office.region_code, table);
            }
        }
        if let Some(parent) = office.parent.as_ref().filter(|p| !offices.contains(p)) {
            missing(faults, "offices.csv", *line, "parent", parent.as_str(), "offices");
        }
    }
    for (line, region) in &rows.regions {
        for (column, code) in [("parent", &region.parent), ("superseded_by", &region.superseded_by)] {
            if let Some(code) = code.as_deref().filter(|c| !regions.contains(c)) {
                missing(faults, "regions.csv", *line, column, code, "regions");
            }
        }
        if region.parent.is_none() != (region.code.len() == 2) {
            faults.add("regions.csv", *line, "parent", "a province has none, everything else has one");
        }
    }
}

fn lists_are_complete(rows: &Rows, faults: &Faults) {
    // a table that has no good row at all already has its fault
    if !rows.limits.is_empty() {
        for key in LIMITS.iter().filter(|k| !rows.limits.iter().any(|(_, l)| l.key == **k && l.period.to.is_none())) {
            faults.add("limits.csv", 0, "key", format!("{key} has no row that is open at the end"));
        }
    }
    let mut owner: HashMap<_, u64> = HashMap::new();
    for (line, step) in &rows.steps {
        for field in &step.fields {
            if let Some(other) = owner.insert(*field, *line) {
                faults.add("steps.csv", *line, "fields", format!("{} is already asked in line {other}", field.code()));
            }
        }
    }
}
