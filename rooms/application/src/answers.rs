//! The answers of one application, opened, with the version of each.

use crate::field::parse;
use crate::model::{Application, Flag};
use catalogue::Field;
use jiff::civil::Date;
use kernel::name::PersonName;
use kernel::nik::{Nik, Sex};
use std::collections::BTreeMap;

/// The answer to "where to" of those who do not know yet.
pub const UNDECIDED: &str = "undecided";

/// One answer as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was typed; canonical when it parses.
    pub text: String,
    /// Rises with each save; a form carries it.
    pub version: i64,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer(hidden, version {})", self.version)
    }
}

/// All answers of one application. Its debug form shows no value.
#[derive(Debug, Clone)]
pub struct Answers {
    rows: BTreeMap<Field, Answer>,
    flags: Vec<Flag>,
    today: Date,
}

impl Answers {
    /// Puts answers together; `today` judges dates and ages.
    pub fn new(rows: BTreeMap<Field, Answer>, flags: Vec<Flag>, today: Date) -> Self {
        Self { rows, flags, today }
    }

    /// No answer yet.
    pub fn empty(application: &Application, today: Date) -> Self {
        Self::new(BTreeMap::new(), application.flags.clone(), today)
    }

    /// The canonical value of a field, when it was answered and is good.
    pub fn get(&self, field: Field) -> Option<&str> {
        let text = self.typed(field);
        // what is kept is canonical exactly when it parses to itself
        parse(field, text, self.today).ok().filter(|clean| clean.as_str() == text).map(|_| text)
    }

    /// What was typed, good or not; empty when nothing was.
    pub fn typed(&self, field: Field) -> &str {
        self.rows.get(&field).map_or("", |a| a.text.as_str())
    }

    /// The version of an answer; 0 before the first save.
    pub fn version(&self, field: Field) -> i64 {
        self.rows.get(&field).map_or(0, |a| a.version)
    }

    /// The day on which these answers are judged.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// Whether a flag is up.
    pub fn flagged(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// The NIK.
    pub fn nik(&self) -> Option<Nik> {
        Nik::parse(self.get(Field::Nik)?).ok()
    }

    /// The full name.
    pub fn full_name(&self) -> Option<PersonName> {
        PersonName::parse(self.get(Field::FullName)?).ok()
    }

    /// The birth date.
    pub fn birth_date(&self) -> Option<Date> {
        kernel::time::parse_day(self.get(Field::BirthDate)?)
    }

    /// The sex.
    pub fn sex(&self) -> Option<Sex> {
        Sex::parse(self.get(Field::Sex)?)
    }

    /// The same answers without some: whether a page is asked never depends on its own answers.
    #[must_use]
    pub fn without(&self, fields: &[Field]) -> Self {
        let rows = self.rows.iter().filter(|(f, _)| !fields.contains(f)).map(|(f, a)| (*f, a.clone())).collect();
        Self { rows, flags: self.flags.clone(), today: self.today }
    }
}
