//! The registers' nouns: persons and passports, all invented.

use jiff::civil::Date;
use kernel::nik::{Nik, Sex};
use serde::{Deserialize, Serialize};

/// Civil status as the family card prints it ("status perkawinan").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CivilStatus {
    /// Belum kawin.
    Single,
    /// Kawin.
    Married,
    /// Cerai hidup.
    Divorced,
    /// Cerai mati.
    Widowed,
}

impl CivilStatus {
    /// All with the word of forms and the word people read.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Single, "single", "Belum kawin"),
        (Self::Married, "married", "Kawin"),
        (Self::Divorced, "divorced", "Cerai hidup"),
        (Self::Widowed, "widowed", "Cerai mati"),
    ];
    /// Reads the word of a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, code, _)| *code == text).map(|(status, _, _)| status)
    }
    /// The word of forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Married => "married",
            Self::Divorced => "divorced",
            Self::Widowed => "widowed",
        }
    }
}

/// A person in the population register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Population number.
    pub nik: Nik,
    /// In capitals, as the card prints it.
    pub full_name: String,
    /// Town.
    pub birth_place: String,
    /// Day.
    #[serde(with = "crate::wire::day")]
    pub birth_date: Date,
    /// Sex.
    pub sex: Sex,
    /// Civil status.
    pub civil_status: CivilStatus,
    /// Street and village.
    pub address: String,
    /// Six digits.
    pub district_code: String,
    /// The mother's name.
    pub mother_name: String,
    /// The father's name.
    pub father_name: String,
    /// False after a death was registered.
    pub alive: bool,
}

/// Where a passport was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssuedIn {
    /// By an immigration office.
    Indonesia,
    /// By an embassy or consulate.
    Abroad,
}

/// What the register says of a passport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PassportState {
    /// Berlaku.
    Valid,
    /// Habis masa berlaku.
    Expired,
    /// Dibatalkan.
    Cancelled,
    /// Dilaporkan hilang.
    Lost,
}

impl PassportState {
    /// All with the word of forms and the word people read.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Valid, "valid", "Berlaku"),
        (Self::Expired, "expired", "Habis masa berlaku"),
        (Self::Cancelled, "cancelled", "Dibatalkan"),
        (Self::Lost, "lost", "Dilaporkan hilang"),
    ];
    /// Reads the word of a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, code, _)| *code == text).map(|(state, _, _)| state)
    }
    /// The word people read.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Valid => "Berlaku",
            Self::Expired => "Habis masa berlaku",
            Self::Cancelled => "Dibatalkan",
            Self::Lost => "Dilaporkan hilang",
        }
    }
}

/// A passport as partners read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passport {
    /// One or two letters and six or seven digits.
    pub number: String,
    /// The holder's name in it.
    pub full_name: String,
    /// The holder's birth date in it.
    #[serde(with = "crate::wire::day")]
    pub birth_date: Date,
    /// The holder's birth place in it.
    pub birth_place: String,
    /// The holder's sex in it.
    pub sex: Sex,
    /// First day.
    #[serde(with = "crate::wire::day")]
    pub issue_date: Date,
    /// Last day.
    #[serde(with = "crate::wire::day")]
    pub expiry_date: Date,
    /// Where.
    pub issued_in: IssuedIn,
    /// Office, embassy or consulate.
    pub office: String,
    /// State.
    pub state: PassportState,
}

/// A passport and whose it is; `note` is for people who look at the page only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldPassport {
    /// The holder.
    pub nik: Nik,
    /// What the register does not know, such as that every page is stamped.
    #[serde(default)]
    pub note: String,
    /// What the register answers.
    pub passport: Passport,
}
