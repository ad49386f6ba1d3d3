//! What the registers of other authorities said, and where it differs from what was typed.

use crate::answers::Answers;
use catalogue::Field;
use kernel::ids::{AccountId, ApplicationId};
use kernel::name::fold_name;
use kernel::time::Timestamp;
use outside::{IssuedIn, PassportRecord, PopulationRecord};
use store::StoreError;

/// Which register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Register {
    /// The population register ("data kependudukan").
    Population,
    /// The register of issued passports.
    Passports,
}

impl Register {
    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Passports => "passports",
        }
    }

    /// Reads the word in the column.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Population, Self::Passports].into_iter().find(|r| r.code() == text)
    }
}

/// Where a question to a register stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckState<T> {
    /// Not asked yet, or asked for other data than stand there now.
    NotAsked,
    /// Asked; no answer yet.
    Asked {
        /// When.
        at: Timestamp,
    },
    /// The register did not answer.
    Silent {
        /// When it was given up.
        at: Timestamp,
    },
    /// The register knows no such number.
    NotFound {
        /// When.
        at: Timestamp,
    },
    /// The register answered.
    Found {
        /// When.
        at: Timestamp,
        /// What it holds.
        record: T,
    },
}

impl<T> CheckState<T> {
    /// What was found.
    pub const fn record(&self) -> Option<&T> {
        match self {
            Self::Found { record, .. } => Some(record),
            _ => None,
        }
    }

    /// True when the register has said something, be it "unknown".
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Found { .. } | Self::NotFound { .. })
    }
}

/// A typed value and what the population register holds instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which field.
    pub field: Field,
    /// What was typed.
    pub typed: String,
    /// What the register holds.
    pub register: String,
}

/// Both checks of an application.
#[derive(Debug, Clone)]
pub struct Checks {
    /// The population register.
    pub population: CheckState<PopulationRecord>,
    /// The passport register, newest passport first.
    pub passports: CheckState<Vec<PassportRecord>>,
    /// Where the population register differs from what was typed.
    pub differences: Vec<Difference>,
}

impl Default for Checks {
    fn default() -> Self {
        Self { population: CheckState::NotAsked, passports: CheckState::NotAsked, differences: Vec::new() }
    }
}

impl Checks {
    /// The newest passport that the register knows.
    pub fn newest_passport(&self) -> Option<&PassportRecord> {
        self.passports.record().and_then(|all| all.first())
    }
}

/// What a register answered, as the journey hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckResult {
    /// The population register's record; none when it knows no such number.
    Population(Option<PopulationRecord>),
    /// The passports it knows.
    Passports(Vec<PassportRecord>),
    /// No answer.
    Silent,
}

/// Leave to ask a register once.
#[derive(Debug, Clone)]
pub struct CheckTicket {
    /// For which application.
    pub application: ApplicationId,
    /// Whose account is charged.
    pub account: AccountId,
    /// Which register.
    pub register: Register,
    /// Keyed hash of the number that may be asked for: an answer for another number is dropped.
    pub nik_hash: String,
}

/// Why a register may not be asked.
#[derive(Debug, thiserror::Error)]
pub enum CheckRefused {
    /// The account asked for as many numbers today as it may.
    #[error("no more checks today")]
    CapReached,
    /// NIK, name or birth date is missing or wrong, or the application is verified, or over.
    #[error("not ready")]
    NotReady,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Compares the record with what was typed. Names and places are folded; an unanswered field is no difference.
pub fn differences(answers: &Answers, record: &PopulationRecord) -> Vec<Difference> {
    let birth = record.birth_date.to_string();
    let rows = [
        (Field::FullName, record.full_name.as_str()),
        (Field::BirthDate, birth.as_str()),
        (Field::BirthPlace, record.birth_place.as_str()),
        (Field::Sex, record.sex.code()),
    ];
    rows.into_iter()
        .filter_map(|(field, register)| {
            let typed = answers.get(field)?;
            let differs = fold_name(typed) != fold_name(register);
            differs.then(|| Difference { field, typed: typed.to_owned(), register: register.to_owned() })
        })
        .collect()
}

/// The register's data decide the short list of papers; its silence leaves the plain questions.
pub(crate) fn issued_here_since_2009(passport: &PassportRecord, answers: &Answers) -> bool {
    let same_name = answers.full_name().is_some_and(|name| name.folded() == fold_name(&passport.full_name));
    let same_birth = answers.birth_date() == Some(passport.birth_date);
    passport.issued_in == IssuedIn::Indonesia && passport.issue_date.year() >= 2009 && same_name && same_birth
}
