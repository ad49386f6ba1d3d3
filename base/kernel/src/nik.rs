//! The population number (NIK, "Nomor Induk Kependudukan").
//!
//! 16 digits: province 2, regency 2, district 2 (where it was first registered), birth date DDMMYY with
//! 40 added to the day for women, serial 4 from 0001. Permanent, no check digit. A mismatch with the typed
//! birth date is a warning with a way out, never a wall: the number stays when a birth date is corrected.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Sex as the card prints it ("jenis kelamin").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Perempuan.
    Female,
    /// Laki-laki.
    Male,
}

impl Sex {
    /// The word kept in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
    /// Reads the word kept in columns.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "female" => Some(Self::Female),
            "male" => Some(Self::Male),
            _ => None,
        }
    }
}

/// Why a text is not a NIK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// Something other than digits, after spaces, dots and hyphens were dropped.
    #[error("not only digits")]
    NotDigits,
    /// Not 16 digits; how many there were.
    #[error("{0} digits instead of 16")]
    Length(usize),
    /// Digits 7 to 12 are no date.
    #[error("digits 7 to 12 are no date")]
    NoDate,
    /// The serial number is 0000.
    #[error("serial 0000")]
    NoSerial,
}

/// A well-formed population number.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nik(String);

impl Nik {
    /// Reads a number as people type it: spaces, dots and hyphens are dropped.
    pub fn parse(text: &str) -> Result<Self, NikError> {
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}')).collect();
        if !kept.chars().all(|c| c.is_ascii_digit()) {
            return Err(NikError::NotDigits);
        }
        if kept.len() != 16 {
            return Err(NikError::Length(kept.len()));
        }
        let nik = Self(kept);
        if nik.number(12, 16) == 0 {
            return Err(NikError::NoSerial);
        }
        // any century will do to see whether day and month exist
        nik.birth_date_in(2000).or_else(|| nik.birth_date_in(1900)).ok_or(NikError::NoDate)?;
        Ok(nik)
    }

    fn number(&self, from: usize, to: usize) -> i64 {
        self.0[from..to].parse().unwrap_or(0)
    }

    fn birth_date_in(&self, century: i16) -> Option<Date> {
        let day = i8::try_from(self.number(6, 8) % 40).ok()?;
        let month = i8::try_from(self.number(8, 10)).ok()?;
        let year = century + i16::try_from(self.number(10, 12)).ok()?;
        (self.number(6, 8) <= 71).then(|| Date::new(year, month, day).ok()).flatten()
    }

    /// The sixteen digits. For sealing and partners only; never for logs or addresses.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Digits 1 to 6: the district that issued the number.
    pub fn district(&self) -> &str {
        &self.0[..6]
    }

    /// The birth date the number says, choosing the century so that it lies before `today` and within 100 years.
    pub fn birth_date(&self, today: Date) -> Option<Date> {
        let this_century = self.birth_date_in(today.year() / 100 * 100);
        match this_century {
            Some(date) if date <= today => Some(date),
            _ => self.birth_date_in(today.year() / 100 * 100 - 100),
        }
    }

    /// The sex the number says: women have 40 added to the day.
    pub fn sex(&self) -> Sex {
        if self.number(6, 8) > 40 { Sex::Female } else { Sex::Male }
    }

    /// `5307••••••••0003`, for lists.
    pub fn masked(&self) -> String {
        format!("{}••••••••{}", &self.0[..4], &self.0[12..])
    }
}

impl std::fmt::Debug for Nik {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Nik(masked)")
    }
}

impl TryFrom<String> for Nik {
    type Error = NikError;
    fn try_from(text: String) -> Result<Self, NikError> {
        Self::parse(&text)
    }
}
impl From<Nik> for String {
    fn from(nik: Nik) -> Self {
        nik.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_woman_has_forty_added_to_her_day() {
        let nik = Nik::parse("5307 0541 0398 0003").unwrap();
        assert_eq!(nik.birth_date(date(2026, 10, 5)), Some(date(1998, 3, 1)));
        assert_eq!(nik.sex(), Sex::Female);
        assert_eq!(nik.district(), "530705");
        assert_eq!(nik.masked(), "5307••••••••0003");
    }

    #[test]
    fn the_century_is_the_last_one_that_is_past() {
        let young = Nik::parse("5307050103100001").unwrap();
        assert_eq!(young.birth_date(date(2026, 10, 5)), Some(date(2010, 3, 1)));
        let old = Nik::parse("5307050103400001").unwrap();
        assert_eq!(old.birth_date(date(2026, 10, 5)), Some(date(1940, 3, 1)));
        let leap = Nik::parse("5307052902000001").unwrap();
        assert_eq!(leap.birth_date(date(2026, 10, 5)), Some(date(2000, 2, 29)));
    }

    #[test]
    fn bad_numbers_are_refused_with_a_reason() {
        assert_eq!(Nik::parse("53O7054103980003"), Err(NikError::NotDigits));
        assert_eq!(Nik::parse("530705410398000"), Err(NikError::Length(15)));
        assert_eq!(Nik::parse("5307057203980003"), Err(NikError::NoDate));
        assert_eq!(Nik::parse("5307054113980003"), Err(NikError::NoDate));
        assert_eq!(Nik::parse("5307054103980000"), Err(NikError::NoSerial));
        assert_eq!(Nik::parse("5307054003980001"), Err(NikError::NoDate));
        assert_eq!(Nik::parse("٥٣٠٧٠٥٤١٠٣٩٨٠٠٠٣"), Err(NikError::NotDigits));
    }
}
