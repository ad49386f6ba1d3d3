//! The forms of fields in partners' messages. Strict: what does not fit is not guessed.

use jiff::civil::Date;
use kernel::{
    money::Rupiah,
    time::{Timestamp, Zone, parse_day},
};

/// No tariff and no payment of a citizen comes near this; more is a damaged message.
const LARGEST: i64 = 1_000_000_000_000;

/// A field of a message is not of its form. Names the field, never its value.
pub type Fault = String;

fn fault(field: &str) -> Fault {
    format!("field {field} is not of its form")
}

/// Exactly `count` ASCII digits.
pub fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

/// 1 to `longest` ASCII letters, digits and hyphens.
pub fn is_token(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A code of the tariff table: 1 to 64 ASCII letters, digits, hyphens and low lines, as in `passport_electronic_10`.
pub fn is_tariff(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

pub fn digits(field: &str, text: String, count: usize) -> Result<String, Fault> {
    if is_digits(&text, count) { Ok(text) } else { Err(fault(field)) }
}

pub fn token(field: &str, text: String, longest: usize) -> Result<String, Fault> {
    if is_token(&text, longest) { Ok(text) } else { Err(fault(field)) }
}

/// A revenue number: 16 capitals and digits.
pub fn ntpn(text: String) -> Result<String, Fault> {
    let good = text.len() == 16 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if good { Ok(text) } else { Err(fault("ntpn")) }
}

/// One to `longest` characters without control and direction marks, single blanks.
pub fn words(field: &str, text: &str, longest: usize) -> Result<String, Fault> {
    let clean = kernel::name::squeeze(text);
    if !clean.is_empty() && clean.chars().count() <= longest { Ok(clean) } else { Err(fault(field)) }
}

/// One of a closed list of words.
pub fn one_of(field: &str, text: String, list: &[&str]) -> Result<String, Fault> {
    if list.contains(&text.as_str()) { Ok(text) } else { Err(fault(field)) }
}

/// Whole rupiah above nothing. The number itself was read as a whole number already.
pub fn amount(field: &str, rupiah: i64) -> Result<Rupiah, Fault> {
    if (1..=LARGEST).contains(&rupiah) { Ok(Rupiah(rupiah)) } else { Err(fault(field)) }
}

/// `2026-10-05T09:15:30+07:00`; any offset, `Z` and a fraction are read too.
pub fn instant(field: &str, text: &str) -> Result<Timestamp, Fault> {
    let shaped = (20..=35).contains(&text.len()) && text.as_bytes().get(10) == Some(&b'T') && !text.contains('[');
    shaped.then(|| Timestamp::parse_rfc3339(text)).flatten().ok_or_else(|| fault(field))
}

pub fn day(field: &str, text: &str) -> Result<Date, Fault> {
    parse_day(text).ok_or_else(|| fault(field))
}

/// An instant as partners want it: Jakarta time, whole seconds.
pub fn jakarta(instant: Timestamp) -> String {
    instant.zoned(Zone::Wib).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Where a JSON text stopped making sense. serde's own sentence could repeat a value.
pub fn json_fault(error: &serde_json::Error) -> Fault {
    format!("not the expected JSON ({:?}, line {} column {})", error.classify(), error.line(), error.column())
}
