//! How instants are written for partners: ISO 8601 with the offset of Jakarta, a fraction only when there is one.

use kernel::time::{Timestamp, Zone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant that travels as text such as `2026-10-05T09:15:30+07:00`; any offset is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WireTime(pub Timestamp);

impl WireTime {
    /// The text partners read.
    pub fn text(self) -> String {
        self.0.zoned(Zone::Wib).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()
    }

    /// `Kamis, 15 Oktober 2026 pukul 09.00 WIB`, for pages.
    pub fn shown(self) -> String {
        let at = self.0.zoned(Zone::Wib);
        format!("{} pukul {:02}.{:02}.{:02} WIB", day_shown(at.date()), at.hour(), at.minute(), at.second())
    }
}

/// `Kamis, 15 Oktober 2026`.
pub fn day_shown(day: jiff::civil::Date) -> String {
    const DAYS: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
    let index = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    format!("{}, {}", DAYS[index], date_shown(day))
}

/// `15 Oktober 2026`.
pub fn date_shown(day: jiff::civil::Date) -> String {
    const MONTHS: [&str; 12] = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    let index = usize::try_from(day.month() - 1).unwrap_or(0);
    format!("{} {} {}", day.day(), MONTHS[index], day.year())
}

impl Serialize for WireTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for WireTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse_rfc3339(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not an instant with an offset"))
    }
}

/// Civil days as `YYYY-MM-DD`, for serde.
pub mod day {
    use jiff::civil::Date;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    pub(crate) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&day.to_string())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        kernel::time::parse_day(&text).ok_or_else(|| serde::de::Error::custom("not a day"))
    }
}
