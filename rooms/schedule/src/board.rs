//! What people read before they choose: why a day or a kind of passport is not sold, and when a day will be.

use crate::calendar::ROLLING;
use crate::store::calendar;
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::ids::OfficeCode;
use kernel::time::add_days;
use std::collections::BTreeMap;
use store::{Ask, StoreError, get_setting};

/// How many days ahead it is looked for the day on which a day will be opened.
const AHEAD_DAYS: i64 = 400;

/// Groups of passport types that offices cannot offer now, with the reason people read. One question for all offices.
pub async fn pauses(ask: &mut dyn Ask) -> Result<BTreeMap<(OfficeCode, String), String>, StoreError> {
    calendar::pauses(ask).await
}

/// Days of an office without service, with the reason people read, both ends inclusive.
pub async fn closures(
    ask: &mut dyn Ask,
    office: &OfficeCode,
    from: Date,
    until: Date,
) -> Result<BTreeMap<Date, String>, StoreError> {
    calendar::closure_reasons(ask, office, from, until).await
}

/// How far the calendar of an office is open; nothing before its first opening.
pub async fn open_until(ask: &mut dyn Ask, office: &OfficeCode) -> Result<Option<Date>, StoreError> {
    Ok(calendar::spans(ask).await?.remove(office.as_str()))
}

/// How far the calendar of each office is open that ever was.
pub async fn open_days(ask: &mut dyn Ask) -> Result<BTreeMap<String, Date>, StoreError> {
    calendar::spans(ask).await
}

/// Whether calendars are opened by themselves, each day at the office's midnight.
pub async fn rolls(ask: &mut dyn Ask) -> Result<bool, StoreError> {
    Ok(get_setting(ask, ROLLING).await?.as_deref() == Some("on"))
}

/// For days that are not open yet, in ascending order, the day whose first minute opens each: the first one from which it
/// is no further than the catalogue's number of working days.
pub fn opening_days(catalogue: &Catalogue, today: Date, days: &[Date]) -> Vec<(Date, Date)> {
    let mut opening = add_days(today, 1);
    let mut out = Vec::with_capacity(days.len());
    for day in days {
        let last = add_days(today, AHEAD_DAYS);
        while opening < last && catalogue.add_working_days(opening, catalogue.limit("calendar_working_days", opening)) < *day {
            opening = add_days(opening, 1);
        }
        out.push((*day, opening));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::opening_days;
    use catalogue::Catalogue;
    use jiff::civil::date;

    #[test]
    fn a_day_opens_on_the_first_day_from_which_it_is_near_enough() {
        let catalogue = Catalogue::embedded();
        let today = date(2026, 10, 5);
        let last = catalogue.add_working_days(today, 30);
        let (next, after) = (catalogue.add_working_days(last, 1), catalogue.add_working_days(last, 2));
        let opening = opening_days(&catalogue, today, &[next, after]);
        assert_eq!(opening, [(next, date(2026, 10, 6)), (after, date(2026, 10, 7))]);
    }
}
