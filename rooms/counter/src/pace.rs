//! How long the steps took at an office lately, so that a person who waits is told something true.

use crate::store::pace::{self, Stepped};
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::ids::OfficeCode;
use kernel::time::{MINUTE, Timestamp, Zone, add_days};
use shell::House;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::StoreError;

/// Office days that are looked back on.
pub const PACE_DAYS: i64 = 20;
/// Fewer cases than this say nothing.
pub const PACE_CASES: usize = 20;
/// How long an answer is given again.
const FRESH: i64 = MINUTE;
/// A step counts when it ended in time; its case may have come so many days before.
const CAME_BEFORE_DAYS: i64 = 60;

/// A part of the way at the office: from one step to the next ("tahap").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leg {
    /// From arrival to the end of the interview.
    Examined,
    /// From the interview to the decision.
    Approved,
    /// From the decision to the printed booklet.
    Printed,
    /// From the printed booklet until it can be collected.
    Ready,
}

impl Leg {
    /// All there are, in order.
    pub const ALL: [Self; 4] = [Self::Examined, Self::Approved, Self::Printed, Self::Ready];

    /// The steps between which it lies.
    const fn between(self) -> (&'static str, &'static str) {
        match self {
            Self::Examined => ("check_in", "interview"),
            Self::Approved => ("interview", "approve"),
            Self::Printed => ("approve", "print"),
            Self::Ready => ("print", "ready"),
        }
    }
}

/// How long a leg took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    /// How many cases ended it.
    pub cases: usize,
    /// Half of them took no longer than this, in minutes.
    pub median: i64,
    /// Nine of ten took no longer than this, in minutes.
    pub ninth: i64,
}

impl Took {
    /// Whether enough cases are behind it.
    pub const fn is_telling(&self) -> bool {
        self.cases >= PACE_CASES
    }
}

/// How long each leg took at one office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace(HashMap<Leg, Took>);

impl Pace {
    /// One leg; none when no case ended it.
    pub fn of(&self, leg: Leg) -> Option<Took> {
        self.0.get(&leg).copied()
    }
}

type Seen = (Timestamp, Pace);

/// What was told a moment ago.
#[derive(Default)]
struct Kept(Mutex<HashMap<OfficeCode, Seen>>);

/// The smallest duration that so many hundredths of all did not exceed.
fn percentile(sorted: &[i64], hundredths: usize) -> i64 {
    let at = (sorted.len() * hundredths).div_ceil(100).max(1) - 1;
    sorted.get(at).copied().unwrap_or(0)
}

/// Counts each leg from its newest beginning to its first end after it; only ends from `since` on count.
fn count(steps: &[Stepped], since: Timestamp) -> Pace {
    let mut all: HashMap<Leg, Vec<i64>> = HashMap::new();
    for case in steps.chunk_by(|a, b| a.case == b.case) {
        for leg in Leg::ALL {
            let (from, to) = leg.between();
            let Some(end) = case.iter().rposition(|s| s.word == to).filter(|at| case[*at].at >= since) else { continue };
            if let Some(begin) = case[..end].iter().rev().find(|s| s.word == from) {
                all.entry(leg).or_default().push(case[end].at.since(begin.at) / MINUTE);
            }
        }
    }
    let took = |mut minutes: Vec<i64>| {
        minutes.sort_unstable();
        Took { cases: minutes.len(), median: percentile(&minutes, 50), ninth: percentile(&minutes, 90) }
    };
    Pace(all.into_iter().map(|(leg, minutes)| (leg, took(minutes))).collect())
}

/// The day from which the last office days begin.
fn since(catalogue: &Catalogue, today: Date) -> Date {
    let mut day = today;
    let mut left = PACE_DAYS;
    // bounded: holidays are never a year long
    for _ in 0..365 {
        left -= i64::from(catalogue.is_working_day(day));
        if left <= 0 {
            break;
        }
        day = add_days(day, -1);
    }
    day
}

/// How long the steps took at an office over its last [`PACE_DAYS`] working days. Told again for a minute.
pub async fn pace(house: &House, office: &OfficeCode) -> Result<Pace, StoreError> {
    let kept = house.try_kept::<Kept>().unwrap_or_else(|| {
        house.keep(Kept::default());
        house.kept::<Kept>()
    });
    let now = house.now();
    {
        let seen = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, pace)) = seen.get(office)
            && (0..FRESH).contains(&now.since(*at))
        {
            return Ok(pace.clone());
        }
    }
    let catalogue = catalogue::current(house);
    let zone = catalogue.office(office).map_or(Zone::Wib, |o| o.zone);
    let since = since(&catalogue, now.day_in(zone));
    let steps = pace::steps(&mut house.reader(), office, add_days(since, -CAME_BEFORE_DAYS)).await?;
    let pace = count(&steps, zone.day_start(since));
    let mut seen = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    seen.insert(office.clone(), (now, pace.clone()));
    Ok(pace)
}

#[cfg(test)]
mod tests {
    use super::{Leg, count, percentile, since};
    use crate::store::pace::Stepped;
    use catalogue::Catalogue;
    use jiff::civil::date;
    use kernel::time::{DAY, HOUR, Timestamp};

    fn steps(case: &str, at: &[(&str, i64)]) -> Vec<Stepped> {
        at.iter().map(|(word, at)| Stepped { case: case.to_owned(), word: (*word).to_owned(), at: Timestamp(*at) }).collect()
    }

    #[test]
    fn half_and_nine_of_ten_are_counted_from_step_to_step() {
        let mut all = Vec::new();
        for n in 1..=20_i64 {
            all.extend(steps(&format!("{n:02}"), &[("check_in", 0), ("interview", n * HOUR), ("approve", n * HOUR + DAY)]));
        }
        let pace = count(&all, Timestamp(0));
        let examined = pace.of(Leg::Examined).unwrap();
        assert_eq!((examined.cases, examined.median, examined.ninth, examined.is_telling()), (20, 600, 18 * 60, true));
        assert_eq!(pace.of(Leg::Approved).unwrap().median, 24 * 60);
        assert_eq!(pace.of(Leg::Ready), None);
        // what ended before the days that count is left out
        assert!(!count(&all, Timestamp(2 * HOUR)).of(Leg::Examined).unwrap().is_telling());
    }

    #[test]
    fn a_percentile_is_a_duration_that_happened() {
        assert_eq!((percentile(&[7], 50), percentile(&[7], 90), percentile(&[], 50)), (7, 7, 0));
        assert_eq!(percentile(&[1, 2, 3, 4], 50), 2);
    }

    #[test]
    fn twenty_office_days_skip_weekends() {
        assert_eq!(since(&Catalogue::embedded(), date(2026, 10, 30)), date(2026, 10, 5));
    }
}
