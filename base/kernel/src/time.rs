//! Time as the product knows it: instants in UTC milliseconds, civil days, and the three zones in which
//! Indonesian offices live. The clock is passed in; nobody asks the machine by himself.

use jiff::{SignedDuration, ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicI64, Ordering};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Milliseconds in a second, minute, hour and day.
pub const SECOND: i64 = 1_000;
/// Milliseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day of 24 hours (not a civil day).
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// Later by some milliseconds.
    #[must_use]
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to here.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The civil day here in a zone.
    pub fn day_in(self, zone: Zone) -> Date {
        self.zoned(zone).date()
    }

    /// The wall clock here in a zone.
    pub fn zoned(self, zone: Zone) -> jiff::Zoned {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default().to_zoned(zone.tz())
    }

    /// RFC 3339 in UTC, for logs and partners.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default().to_string()
    }

    /// Reads an RFC 3339 instant with any offset.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }
}

/// The time zone of an office. Indonesia has three and no summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// Waktu Indonesia Barat, UTC+7.
    Wib,
    /// Waktu Indonesia Tengah, UTC+8.
    Wita,
    /// Waktu Indonesia Timur, UTC+9.
    Wit,
}

impl Zone {
    /// The IANA name.
    pub const fn iana(self) -> &'static str {
        match self {
            Self::Wib => "Asia/Jakarta",
            Self::Wita => "Asia/Makassar",
            Self::Wit => "Asia/Jayapura",
        }
    }

    /// The label people read: WIB, WITA, WIT.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// Reads an IANA name; Pontianak counts as Jakarta.
    pub fn parse(iana: &str) -> Option<Self> {
        match iana {
            "Asia/Jakarta" | "Asia/Pontianak" => Some(Self::Wib),
            "Asia/Makassar" => Some(Self::Wita),
            "Asia/Jayapura" => Some(Self::Wit),
            _ => None,
        }
    }

    fn tz(self) -> TimeZone {
        TimeZone::get(self.iana()).expect("the three zones are in the bundled table")
    }

    /// The instant of a wall-clock time on a civil day here.
    pub fn at(self, day: Date, hour: i8, minute: i8) -> Timestamp {
        let zoned = day.at(hour, minute, 0, 0).to_zoned(self.tz()).expect("no gap in zones without summer time");
        Timestamp(zoned.timestamp().as_millisecond())
    }

    /// The first instant of a civil day here.
    pub fn day_start(self, day: Date) -> Timestamp {
        self.at(day, 0, 0)
    }

    /// The first instant after a civil day here: deadlines "until the end of the day" end before it.
    pub fn day_end(self, day: Date) -> Timestamp {
        self.day_start(day.checked_add(1.day()).unwrap_or(day))
    }
}

/// Minutes after midnight as a wall-clock time, such as 540 for 09.00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeOfDay(pub i64);

impl TimeOfDay {
    /// Reads `HH:MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Self(hour * 60 + minute))
    }

    /// `09.00`, the Indonesian way.
    pub fn dotted(self) -> String {
        format!("{:02}.{:02}", self.0 / 60, self.0 % 60)
    }

    /// The instant of this wall-clock time on a day in a zone.
    pub fn on(self, day: Date, zone: Zone) -> Timestamp {
        zone.day_start(day).plus(self.0 * MINUTE)
    }
}

/// A source of the present.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock, the only reader of it in the product.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock that moves only when told to: tests, simulation.
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl FakeClock {
    /// Starts at an instant.
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Goes forward (or back) by some milliseconds.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// Jumps to an instant.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Reads a civil day written `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Whole years from birth to a day: the age in law.
pub fn age_on(birth: Date, day: Date) -> i16 {
    let years = day.year() - birth.year();
    if (day.month(), day.day()) < (birth.month(), birth.day()) { years - 1 } else { years }
}

/// A bound for waiting, as the async runtime wants it.
pub const fn millis(duration: i64) -> std::time::Duration {
    std::time::Duration::from_millis(duration.unsigned_abs())
}

/// The day some days later (or earlier).
pub fn add_days(day: Date, days: i64) -> Date {
    day.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_ends_at_midnight_of_the_office_not_of_the_machine() {
        let day = date(2026, 10, 14);
        assert_eq!(Zone::Wita.day_end(day).rfc3339(), "2026-10-14T16:00:00Z");
        assert_eq!(Zone::Wib.day_end(day).rfc3339(), "2026-10-14T17:00:00Z");
        assert_eq!(Zone::Wit.day_end(day).rfc3339(), "2026-10-14T15:00:00Z");
        assert_eq!(Zone::Wita.day_end(day).plus(-1).day_in(Zone::Wita), day);
    }

    #[test]
    fn age_counts_birthdays() {
        assert_eq!(age_on(date(2009, 11, 23), date(2026, 11, 22)), 16);
        assert_eq!(age_on(date(2009, 11, 22), date(2026, 11, 22)), 17);
    }

    #[test]
    fn a_time_of_day_reads_and_prints() {
        assert_eq!(TimeOfDay::parse("09:30").map(TimeOfDay::dotted), Some("09.30".to_owned()));
        assert_eq!(TimeOfDay::parse("24:00"), None);
        assert_eq!(TimeOfDay(570).on(date(2026, 10, 15), Zone::Wita).rfc3339(), "2026-10-15T01:30:00Z");
    }
}
