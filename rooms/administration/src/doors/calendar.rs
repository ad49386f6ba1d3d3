//! `calendar open`, `calendar show`, `calendar capacity`, `calendar close`.

use super::{database, open_office};
use jiff::civil::Date;
use kernel::{
    ids::{OfficeCode, SlotId},
    time::{TimeOfDay, add_days},
};
use schedule::{CapacityRefused, Slot};
use shell::House;
use store::{Actor, StoreError};

/// Days opened in one transaction, so that nobody who wants a seat waits long for the only writer.
const DAYS_AT_ONCE: i64 = 31;
/// Days that one command opens at most: a slip of the keyboard shall not open a century.
const DAYS_MAX: i64 = 366;
/// Seats of one session at most.
const CAPACITY_MAX: i64 = 10_000;
/// Characters of a reason that people read.
const REASON_MAX: usize = 200;

/// Which session is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotChoice {
    /// By its id.
    Id(SlotId),
    /// By what it is.
    At {
        /// The office.
        office: OfficeCode,
        /// The civil day there.
        day: Date,
        /// When it starts, on the office's clock.
        start: TimeOfDay,
        /// Code of the lane.
        lane: String,
        /// The quota: a group of passport types.
        group: String,
    },
}

/// Opens the days of one office, or of all that are open, from the quota plans, both ends inclusive; answers how many
/// sessions are new. What is there already stays as it is, so running it again is safe.
pub async fn calendar_open(house: &House, office: Option<&OfficeCode>, from: Date, until: Date) -> Result<usize, String> {
    if until < from {
        return Err(format!("the last day {until} is before the first day {from}"));
    }
    if add_days(from, DAYS_MAX - 1) < until {
        return Err(format!("at most {DAYS_MAX} days are opened at once"));
    }
    catalogue::refresh(house).await.map_err(database)?;
    let tables = catalogue::current(house);
    let offices: Vec<OfficeCode> = match office {
        Some(one) => {
            open_office(house, one)?;
            vec![one.clone()]
        }
        None => tables.active_offices().map(|o| o.code.clone()).collect(),
    };
    let tables = &*tables;
    let mut opened = 0;
    for office in &offices {
        let mut first = from;
        while first <= until {
            let last = add_days(first, DAYS_AT_ONCE - 1).min(until);
            let done = house.db.transact::<_, StoreError, _>(|tx| {
                Box::pin(async move { schedule::open_calendar(tx, tables, office, first, last, &Actor::Operator).await })
            });
            opened += done.await.map_err(|e| {
                format!("{opened} sessions were opened, then {office} from {first} to {last} failed: {e}; run the command again")
            })?;
            first = add_days(last, 1);
        }
    }
    Ok(opened)
}

/// All sessions of an office on a day, closed ones too, by start, lane and group.
pub async fn calendar_show(house: &House, office: &OfficeCode, day: Date) -> Result<Vec<Slot>, String> {
    if catalogue::current(house).office(office).is_none() {
        return Err(format!("there is no office {office} in the tables"));
    }
    let found = schedule::sessions_of_office(&mut house.reader(), office, day).await;
    found.map_err(|error| format!("the database does not answer: {error}"))
}

/// Sets the capacity of a session; answers by how many bookings it is over-booked now. Nobody who is booked is dropped.
pub async fn calendar_capacity(house: &House, which: &SlotChoice, capacity: i64) -> Result<i64, String> {
    if !(0..=CAPACITY_MAX).contains(&capacity) {
        return Err(format!("a capacity is between 0 and {CAPACITY_MAX}"));
    }
    let id = &match which {
        SlotChoice::Id(id) => id.clone(),
        SlotChoice::At { office, day, start, lane, group } => {
            let all = schedule::sessions(&mut house.reader(), office, group, lane, *day).await.map_err(database)?;
            let found = all.into_iter().find(|s| s.start == *start);
            found
                .map(|s| s.id)
                .ok_or_else(|| format!("{office} has no session on {day} at {} in lane {lane} for {group}", start.dotted()))?
        }
    };
    let done = house.db.transact::<_, CapacityRefused, _>(|tx| {
        Box::pin(async move { schedule::set_capacity(tx, id, capacity, &Actor::Operator).await })
    });
    done.await.map_err(|refused| match refused {
        CapacityRefused::Store(error) => database(error),
        refused => refused.to_string(),
    })
}

/// Closes a day of an office, also one that is not open yet; answers how many sessions were open. People read the reason;
/// whoever is booked stays booked until an officer moves him.
pub async fn calendar_close(house: &House, office: &OfficeCode, day: Date, reason: &str) -> Result<usize, String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        return Err(format!("people read the reason: give one of at most {REASON_MAX} characters"));
    }
    catalogue::refresh(house).await.map_err(database)?;
    open_office(house, office)?;
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move { schedule::close_day(tx, office, day, reason, &Actor::Operator).await })
    });
    done.await.map_err(database)
}
