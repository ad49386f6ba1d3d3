//! From what was typed to one canonical value, or to the code of what is wrong with it.

use super::date::{DateFault, read_day};
use super::kind::{DateRule, FieldKind, kind_of};
use catalogue::codes::{Field, RegionLevel};
use jiff::civil::Date;
use kernel::contact::Phone;
use kernel::field::FieldError;
use kernel::name::{PersonName, squeeze};
use kernel::nik::{Nik, NikError};
use kernel::time::age_on;

/// The longest text of a field that is kept, in characters, right or wrong.
pub const TYPED_CHARS_MAX: usize = 400;

/// Oldest plausible age in years.
const AGE_MAX: i16 = 120;

/// A value in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean(String);

impl Clean {
    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was typed, without control and direction marks and within a bound: this is what is kept.
pub fn typed(text: &str) -> String {
    // a bound before the work: the rest of 100 kB is no answer to any question
    let head: String = text.chars().take(TYPED_CHARS_MAX * 2).collect();
    squeeze(&head).chars().take(TYPED_CHARS_MAX).collect()
}

/// Reads a field. `today` judges dates. Whether a code exists in the catalogue is asked elsewhere.
pub fn parse(field: Field, text: &str, today: Date) -> Result<Clean, FieldError> {
    let text = typed(text);
    if text.is_empty() {
        return Err(FieldError::Missing);
    }
    match kind_of(field) {
        FieldKind::Name => Ok(PersonName::parse(&text)?.as_str().to_owned()),
        FieldKind::Nik => nik(&text),
        FieldKind::Day(rule) => day(&text, rule, today).map(|date| date.to_string()),
        FieldKind::Choice(words) => {
            if words.contains(&text.as_str()) {
                Ok(text)
            } else {
                Err(FieldError::NotOffered)
            }
        }
        FieldKind::Country { or_undecided } => country(&text, or_undecided),
        FieldKind::Region(level) => region(&text, level),
        FieldKind::Phone => Phone::parse(&text).map(|phone| phone.as_str().to_owned()).map_err(|_| FieldError::NoPhone),
        FieldKind::Postcode => postcode(&text),
        FieldKind::Text { max } => plain(&text, max),
        FieldKind::PassportNumber => passport_number(&text),
    }
    .map(Clean)
}

fn nik(text: &str) -> Result<String, FieldError> {
    match Nik::parse(text) {
        Ok(nik) => Ok(nik.reveal().to_owned()),
        // the two letters people type for 0 and 1 are named, so that they are found
        Err(NikError::NotDigits) if text.contains(['O', 'o']) => Err(FieldError::Words("application-error-nik-letter-o")),
        Err(NikError::NotDigits) if text.contains(['I', 'i', 'l']) => Err(FieldError::Words("application-error-nik-letter-i")),
        Err(error) => Err(error.into()),
    }
}

fn day(text: &str, rule: DateRule, today: Date) -> Result<Date, FieldError> {
    let date = read_day(text).map_err(|fault| match fault {
        DateFault::Empty => FieldError::Missing,
        DateFault::Unreadable | DateFault::ShortYear(_) | DateFault::NotInCalendar(..) => FieldError::NoDate,
    })?;
    let too_early = match rule {
        DateRule::Birth => age_on(date, today) > AGE_MAX,
        DateRule::Issue => date.year() < 1945,
    };
    match date {
        _ if date > today => Err(FieldError::Future),
        _ if too_early => Err(FieldError::TooEarly),
        _ => Ok(date),
    }
}

fn country(text: &str, or_undecided: bool) -> Result<String, FieldError> {
    let undecided = or_undecided && text == crate::answers::UNDECIDED;
    let good = undecided || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()));
    if good { Ok(text.to_owned()) } else { Err(FieldError::NotOffered) }
}

fn region(text: &str, level: RegionLevel) -> Result<String, FieldError> {
    let length = match level {
        RegionLevel::Province => 2,
        RegionLevel::Regency | RegionLevel::City => 4,
        RegionLevel::District => 6,
    };
    let good = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(text.to_owned()) } else { Err(FieldError::NotOffered) }
}

fn postcode(text: &str) -> Result<String, FieldError> {
    let digits: String = text.chars().filter(|c| *c != ' ').collect();
    let good = digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(digits) } else { Err(FieldError::NoPostcode) }
}

fn plain(text: &str, max: usize) -> Result<String, FieldError> {
    if text.chars().count() > max {
        return Err(FieldError::TooLong(max));
    }
    let odd = text.chars().find(|c| !(c.is_alphanumeric() || " .,'’`/-()&:;#+\"“”".contains(*c)));
    match odd {
        Some(c) => Err(FieldError::Character(c)),
        None if !text.chars().any(char::is_alphanumeric) => Err(FieldError::Missing),
        None => Ok(text.to_owned()),
    }
}

fn passport_number(text: &str) -> Result<String, FieldError> {
    let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect::<String>().to_uppercase();
    let letters = number.chars().take_while(char::is_ascii_uppercase).count();
    let digits = number.get(letters..).unwrap_or_default();
    let good = (1..=2).contains(&letters) && (6..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(number) } else { Err(FieldError::NoPassportNumber) }
}
