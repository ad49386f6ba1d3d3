//! A remembered date, as people type it into three boxes: `3`, `03`, `Maret`, `March`.

use jiff::civil::Date;

/// What stood in three boxes that are no date, for the sentence that says what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFault {
    /// Nothing at all.
    Empty,
    /// A box is empty or cannot be read.
    Unreadable,
    /// The year has two digits, as typed: nobody guesses the century.
    ShortYear(String),
    /// Read, but not in the calendar: day, month, year.
    NotInCalendar(i64, i8, i16),
}

const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "pebruari", "feb"],
    &["maret", "march", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "agt", "ags", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "december", "des", "dec"],
];

/// How a slash that somebody typed into one of three boxes is kept: it looks the same.
const WITHIN: &str = "\u{2044}";

/// The three boxes as one text: what is kept while it is wrong.
pub fn joined(day: &str, month: &str, year: &str) -> String {
    // a slash within a box is not one between two
    let [day, month, year] = [day, month, year].map(|text| text.trim().replace('/', WITHIN));
    if day.is_empty() && month.is_empty() && year.is_empty() { String::new() } else { format!("{day}/{month}/{year}") }
}

/// True when more than one part of a date was typed into one of the boxes.
pub fn crowded(value: &str) -> bool {
    value.contains(WITHIN)
}

/// The texts of the three boxes for a kept value: canonical `YYYY-MM-DD`, or what [`joined`] made.
pub fn boxes(value: &str) -> (String, String, String) {
    if let Some(date) = kernel::time::parse_day(value) {
        return (date.day().to_string(), date.month().to_string(), date.year().to_string());
    }
    let mut parts = value.splitn(3, '/').map(|part| part.replace(WITHIN, "/"));
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

fn month(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse::<i8>() {
        return Some(number);
    }
    let text = text.to_lowercase();
    let text = text.trim_end_matches('.');
    MONTHS.iter().position(|names| names.contains(&text)).and_then(|at| i8::try_from(at + 1).ok())
}

/// Reads a date: canonical, or day, month and year with anything plain between them.
pub fn read_day(text: &str) -> Result<Date, DateFault> {
    let text = kernel::name::squeeze(text);
    if let Some(date) = kernel::time::parse_day(&text) {
        return Ok(date);
    }
    let parts: Vec<&str> = text.split([' ', '/', '\u{2044}', '-', '.', ',']).filter(|p| !p.is_empty()).collect();
    let [day, month_text, year] = parts[..] else {
        return Err(if parts.is_empty() { DateFault::Empty } else { DateFault::Unreadable });
    };
    let digits = |text: &str| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(day) || !digits(year) {
        return Err(DateFault::Unreadable);
    }
    let month = month(month_text).ok_or(DateFault::Unreadable)?;
    match year.len() {
        4 => {}
        2 => return Err(DateFault::ShortYear(year.to_owned())),
        _ => return Err(DateFault::Unreadable),
    }
    let day: i64 = day.parse().map_err(|_| DateFault::Unreadable)?;
    let year: i16 = year.parse().map_err(|_| DateFault::Unreadable)?;
    let found = i8::try_from(day).ok().and_then(|day| Date::new(year, month, day).ok());
    found.ok_or(if (1..=12).contains(&month) { DateFault::NotInCalendar(day, month, year) } else { DateFault::Unreadable })
}
