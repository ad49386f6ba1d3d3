//! How money, days, hours and sizes are written in each language.
//!
//! The free functions take a language; [`Words`] has the same as methods, so that a template writes
//! `frame.w.day(visit)`. Hours carry their zone, days their year, numbers their unit.

use crate::words::Words;
use jiff::civil::Date;
use kernel::{
    lang::Lang,
    money::Rupiah,
    time::{TimeOfDay, Timestamp, Zone},
};
use std::borrow::Borrow;

#[cfg(test)]
mod tests;

const DAYS: [[&str; 7]; 2] = [
    ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];

const MONTHS: [[&str; 12]; 2] = [
    ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
];

const fn column(lang: Lang) -> usize {
    match lang {
        Lang::Id => 0,
        Lang::En => 1,
    }
}

fn ordinal(number: i8) -> usize {
    usize::try_from(number).unwrap_or(1).saturating_sub(1)
}

/// `Kamis`, `Thursday`.
pub fn weekday(lang: Lang, day: Date) -> &'static str {
    DAYS[column(lang)][ordinal(day.weekday().to_monday_one_offset()) % 7]
}

/// `Oktober`, `October`.
pub fn month_name(lang: Lang, month: i8) -> &'static str {
    MONTHS[column(lang)][ordinal(month) % 12]
}

/// `Kamis, 15 Oktober 2026`, `Thursday, 15 October 2026`.
pub fn day(lang: Lang, day: Date) -> String {
    format!("{}, {}", weekday(lang, day), plain_day(lang, day))
}

/// `15 Oktober 2026`, `15 October 2026`: a birth date, a date on a paper.
pub fn plain_day(lang: Lang, day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(lang, day.month()), day.year())
}

/// `Kamis, 15 Oktober`, `Thursday, 15 October`: where the year is said nearby.
pub fn near_day(lang: Lang, day: Date) -> String {
    format!("{}, {} {}", weekday(lang, day), day.day(), month_name(lang, day.month()))
}

/// `15 Okt`, `15 Oct`: in tables of officers.
pub fn short_day(lang: Lang, day: Date) -> String {
    let month: String = month_name(lang, day.month()).chars().take(3).collect();
    format!("{} {month}", day.day())
}

/// `Oktober 2026`, `October 2026`: the title of a calendar.
pub fn month(lang: Lang, day: Date) -> String {
    format!("{} {}", month_name(lang, day.month()), day.year())
}

/// `09.00`, `09:00`, without a zone: only inside a range or a table that says the zone.
pub fn clock(lang: Lang, hour: i8, minute: i8) -> String {
    let separator = match lang {
        Lang::Id => '.',
        Lang::En => ':',
    };
    format!("{hour:02}{separator}{minute:02}")
}

/// `09.00 WITA`, `09:00 WITA`: an instant on the wall clock of a zone.
pub fn time(lang: Lang, at: Timestamp, zone: Zone) -> String {
    let local = at.zoned(zone);
    format!("{} {}", clock(lang, local.hour(), local.minute()), zone.label())
}

/// `09.00–10.00 WITA`, `09:00–10:00 WITA`: a session.
pub fn hours(lang: Lang, from: TimeOfDay, to: TimeOfDay, zone: Zone) -> String {
    let wall = |time: TimeOfDay| clock(lang, part(time.0 / 60), part(time.0 % 60));
    format!("{}–{} {}", wall(from), wall(to), zone.label())
}

fn part(number: i64) -> i8 {
    i8::try_from(number).unwrap_or_default()
}

/// `Kamis, 15 Oktober 2026, 09.00 WITA`.
pub fn moment(lang: Lang, at: Timestamp, zone: Zone) -> String {
    format!("{}, {}", day(lang, at.day_in(zone)), time(lang, at, zone))
}

/// `15 Okt, 09.00 WITA`: in tables of officers.
pub fn short_moment(lang: Lang, at: Timestamp, zone: Zone) -> String {
    format!("{}, {}", short_day(lang, at.day_in(zone)), time(lang, at, zone))
}

/// `1.234.567`, `1,234,567`.
pub fn grouped(lang: Lang, number: i64) -> String {
    let dotted = Rupiah(number).grouped();
    match lang {
        Lang::Id => dotted,
        Lang::En => dotted.replace('.', ","),
    }
}

/// `Rp650.000`, in English `Rp650,000`, where a dot would read as a fraction.
pub fn rupiah(lang: Lang, amount: Rupiah) -> String {
    format!("Rp{}", grouped(lang, amount.0))
}

/// `812 B`, `340 KB`, `1,2 MB` (English `1.2 MB`), in steps of 1,000 as phones count.
pub fn size(lang: Lang, bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_500 => format!("{} KB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            let comma = if lang == Lang::Id { ',' } else { '.' };
            match tenths % 10 {
                0 => format!("{} MB", tenths / 10),
                rest => format!("{}{comma}{rest} MB", tenths / 10),
            }
        }
    }
}

/// `1 jam 40 menit`, `1 hour 40 minutes`; nothing left is `0 menit`. Above two days, days are counted too.
pub fn minutes(lang: Lang, total: i64) -> String {
    const WORDS: [[[&str; 2]; 3]; 2] =
        [[["hari", "hari"], ["jam", "jam"], ["menit", "menit"]], [["day", "days"], ["hour", "hours"], ["minute", "minutes"]]];
    let total = total.max(0);
    let (days, hours) = if total >= 48 * 60 { (total / 1_440, total % 1_440 / 60) } else { (0, total / 60) };
    let mut said: Vec<String> = [days, hours, total % 60]
        .into_iter()
        .zip(WORDS[column(lang)])
        .filter(|(number, _)| *number > 0)
        .map(|(number, [one, many])| format!("{number} {}", if number == 1 { one } else { many }))
        .collect();
    if said.is_empty() {
        said.push(format!("0 {}", WORDS[column(lang)][2][1]));
    }
    said.join(" ")
}

/// The same for templates. Values come owned or borrowed, as a template happens to hold them.
impl Words {
    /// `Kamis, 15 Oktober 2026`.
    pub fn day(&self, on: impl Borrow<Date>) -> String {
        day(self.lang(), *on.borrow())
    }

    /// `15 Oktober 2026`.
    pub fn plain_day(&self, on: impl Borrow<Date>) -> String {
        plain_day(self.lang(), *on.borrow())
    }

    /// `Kamis, 15 Oktober`.
    pub fn near_day(&self, on: impl Borrow<Date>) -> String {
        near_day(self.lang(), *on.borrow())
    }

    /// `15 Okt`.
    pub fn short_day(&self, on: impl Borrow<Date>) -> String {
        short_day(self.lang(), *on.borrow())
    }

    /// `Kamis`.
    pub fn weekday(&self, on: impl Borrow<Date>) -> &'static str {
        weekday(self.lang(), *on.borrow())
    }

    /// `Oktober 2026`.
    pub fn month(&self, on: impl Borrow<Date>) -> String {
        month(self.lang(), *on.borrow())
    }

    /// `09.00 WITA`.
    pub fn time(&self, at: impl Borrow<Timestamp>, zone: impl Borrow<Zone>) -> String {
        time(self.lang(), *at.borrow(), *zone.borrow())
    }

    /// `09.00–10.00 WITA`.
    pub fn hours(&self, from: impl Borrow<TimeOfDay>, to: impl Borrow<TimeOfDay>, zone: impl Borrow<Zone>) -> String {
        hours(self.lang(), *from.borrow(), *to.borrow(), *zone.borrow())
    }

    /// `Kamis, 15 Oktober 2026, 09.00 WITA`.
    pub fn moment(&self, at: impl Borrow<Timestamp>, zone: impl Borrow<Zone>) -> String {
        moment(self.lang(), *at.borrow(), *zone.borrow())
    }

    /// `15 Okt, 09.00 WITA`.
    pub fn short_moment(&self, at: impl Borrow<Timestamp>, zone: impl Borrow<Zone>) -> String {
        short_moment(self.lang(), *at.borrow(), *zone.borrow())
    }

    /// `Rp650.000`.
    pub fn rupiah(&self, amount: impl Borrow<Rupiah>) -> String {
        rupiah(self.lang(), *amount.borrow())
    }

    /// `1.234`.
    pub fn number(&self, number: impl Borrow<i64>) -> String {
        grouped(self.lang(), *number.borrow())
    }

    /// `1,2 MB`.
    pub fn size(&self, bytes: impl Borrow<u64>) -> String {
        size(self.lang(), *bytes.borrow())
    }

    /// `1 jam 40 menit`.
    pub fn minutes(&self, total: impl Borrow<i64>) -> String {
        minutes(self.lang(), *total.borrow())
    }
}
