//! Each field as it was typed, beside what the registers hold and what the NIK itself says. Pure.

use application::{Answers, CheckState, Checks};
use catalogue::{Catalogue, Field, NikRegion};
use kernel::name::fold_name;
use kernel::nik::Nik;
use shell::words::Words;

/// What the verifier holds against the originals, in the order of the table.
const COMPARED: [Field; 10] = [
    Field::FullName,
    Field::Nik,
    Field::BirthDate,
    Field::BirthPlace,
    Field::Sex,
    Field::CivilStatus,
    Field::KtpAddress,
    Field::MotherName,
    Field::FatherName,
    Field::PassportHistory,
];

/// What comes of holding the typed value against what the others say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Somebody says something else than was typed.
    Differs,
    /// Somebody says the same, and nobody anything else.
    Same,
    /// The population register does not know the number.
    Unknown,
    /// Nobody says anything, because the register was not asked or has not answered.
    Unanswered,
    /// Nobody says anything: the register answered and has no such value.
    NoValue,
}

/// One field with what everybody says; empty where somebody says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compared {
    pub field: Field,
    pub typed: String,
    pub population: String,
    pub passport: String,
    pub nik: String,
    pub verdict: Verdict,
}

/// The rows of the table, as kept. A field about which nobody says anything is no row.
pub(crate) fn compare(catalogue: &Catalogue, answers: &Answers, checks: &Checks) -> Vec<Compared> {
    COMPARED.into_iter().map(|field| row(catalogue, answers, checks, field)).filter(|r| !r.is_empty()).collect()
}

fn row(catalogue: &Catalogue, answers: &Answers, checks: &Checks, field: Field) -> Compared {
    let typed = answers.typed(field).to_owned();
    let population = population(checks, field);
    let passport = passport(checks, field);
    let nik = said_by_nik(catalogue, answers, field);
    let verdict = match field {
        Field::PassportHistory => history(checks, &typed, &passport),
        Field::Nik if matches!(checks.population, CheckState::NotFound { .. }) => Verdict::Unknown,
        // the region is where the number was first given out, not where the person lives
        Field::Nik => among(checks, &[&population], |said| said == typed),
        _ => among(checks, &[&population, &passport, &nik], |said| fold_name(said) == fold_name(&typed)),
    };
    Compared { field, typed, population, passport, nik, verdict }
}

/// Whether those who say anything say the same; if nobody does, whether the population register was heard.
fn among(checks: &Checks, said: &[&String], same: impl Fn(&str) -> bool) -> Verdict {
    let mut said = said.iter().filter(|text| !text.is_empty()).peekable();
    if said.peek().is_none() {
        return if checks.population.is_answered() { Verdict::NoValue } else { Verdict::Unanswered };
    }
    if said.all(|text| same(text)) { Verdict::Same } else { Verdict::Differs }
}

/// Whether a passport was held before: a register that knows none says so only to whoever typed that there was none.
fn history(checks: &Checks, typed: &str, passport: &str) -> Verdict {
    match (typed == "never", passport.is_empty()) {
        (true, false) => Verdict::Differs,
        (false, false) => Verdict::Same,
        (_, true) if !checks.passports.is_answered() => Verdict::Unanswered,
        (true, true) => Verdict::Same,
        (false, true) => Verdict::NoValue,
    }
}

fn population(checks: &Checks, field: Field) -> String {
    let Some(record) = checks.population.record() else { return String::new() };
    match field {
        Field::FullName => record.full_name.clone(),
        Field::Nik => record.nik.clone(),
        Field::BirthDate => record.birth_date.to_string(),
        Field::BirthPlace => record.birth_place.clone(),
        Field::Sex => record.sex.code().to_owned(),
        Field::CivilStatus => record.civil_status.clone(),
        Field::KtpAddress => record.address.clone(),
        Field::MotherName => record.mother_name.clone().unwrap_or_default(),
        Field::FatherName => record.father_name.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn passport(checks: &Checks, field: Field) -> String {
    let Some(record) = checks.newest_passport() else { return String::new() };
    match field {
        Field::FullName => record.full_name.clone(),
        Field::BirthDate => record.birth_date.to_string(),
        Field::BirthPlace => record.birth_place.clone(),
        Field::Sex => record.sex.code().to_owned(),
        Field::PassportHistory => record.number.clone(),
        _ => String::new(),
    }
}

fn said_by_nik(catalogue: &Catalogue, answers: &Answers, field: Field) -> String {
    let Some(nik) = answers.nik() else { return String::new() };
    match field {
        Field::Nik => match catalogue.nik_region(nik.district()) {
            NikRegion::Known { names } | NikRegion::Historic { names } => names.join(", "),
            NikRegion::Unknown => String::new(),
        },
        Field::BirthDate => nik.birth_date(answers.today()).map(|day| day.to_string()).unwrap_or_default(),
        Field::Sex => nik.sex().code().to_owned(),
        _ => String::new(),
    }
}

impl Compared {
    const fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.population.is_empty() && self.passport.is_empty()
    }

    /// The four cells in the reader's words; a dash where nobody says anything. The number is masked unless it is wanted whole.
    pub(crate) fn cells(&self, w: Words, catalogue: &Catalogue, whole: bool) -> Vec<String> {
        let shown = |text: &str| match text {
            "" => "—".to_owned(),
            // only whoever holds the card beside it needs all sixteen digits
            text if self.field == Field::Nik && !whole => Nik::parse(text).map_or_else(|_| text.to_owned(), |nik| nik.masked()),
            text => application::shown(w, catalogue, self.field, text),
        };
        // a register that was heard and knows no passport has said something
        let no_passport = self.field == Field::PassportHistory && self.verdict == Verdict::Same && self.passport.is_empty();
        let passport = if no_passport { w.t("counter-none-on-record") } else { shown(&self.passport) };
        vec![shown(&self.typed), shown(&self.population), passport, shown(&self.nik)]
    }
}
