//! The rules of law and of the form: who is an adult, which page is asked, what is still missing, what contradicts.

use crate::answers::{Answers, UNDECIDED};
use crate::checks::{Checks, issued_here_since_2009};
use crate::field::{FieldKind, kind_of, parse, region_above};
use crate::model::Flag;
use catalogue::{Catalogue, Field, NikRegion, Predicate, Step};
use jiff::civil::Date;
use kernel::field::FieldError;
use kernel::nik::{Nik, Sex};
use kernel::time::{age_on, parse_day};

/// From this age a person applies as an adult, also for ten years of validity; a married person at any age
/// (Permenkumham 18/2022).
pub const ADULT_AGE: i16 = 17;

/// Whether the applicant is an adult; none while birth date or civil status is open.
pub fn is_adult(answers: &Answers) -> Option<bool> {
    if answers.get(Field::CivilStatus) == Some("married") {
        return Some(true);
    }
    let of_age = age_on(answers.birth_date()?, answers.today()) >= ADULT_AGE;
    if of_age { Some(true) } else { answers.get(Field::CivilStatus).map(|_| false) }
}

/// Whether a predicate of the catalogue holds.
pub fn holds(predicate: Predicate, answers: &Answers, checks: &Checks) -> bool {
    let is = |field: Field, word: &str| answers.get(field) == Some(word);
    let office_only = is(Field::PassportHistory, "held")
        && matches!(answers.get(Field::OldCondition), Some("lost" | "damaged" | "lost_disaster" | "damaged_disaster"));
    let replacement = is(Field::PassportHistory, "held") && !office_only;
    let abroad = answers.get(Field::DestinationCountry).is_some_and(|c| c != UNDECIDED);
    match predicate {
        Predicate::Always => true,
        Predicate::IsNew => is(Field::PassportHistory, "never"),
        Predicate::IsReplacement => replacement,
        Predicate::OldPassportOfficeOnly => office_only,
        Predicate::OldPassportShortList => replacement && short_list(answers, checks),
        Predicate::OldPassportLongList => replacement && !short_list(answers, checks),
        Predicate::RegisterSilent => replacement && checks.newest_passport().is_none(),
        Predicate::IsMarried => is(Field::CivilStatus, "married"),
        Predicate::HasDestinationCountry => abroad,
        Predicate::HasDestinationRelative => abroad && is(Field::DestinationRelative, "yes"),
        Predicate::DomicileDiffers => is(Field::DomicileSame, "no"),
        Predicate::TenYearAllowed => is_adult(answers) == Some(true),
    }
}

fn short_list(answers: &Answers, checks: &Checks) -> bool {
    if let Some(passport) = checks.newest_passport() {
        return issued_here_since_2009(passport, answers);
    }
    let issued = answers.get(Field::OldIssueDate).and_then(parse_day);
    issued.is_some_and(|day| day.year() >= 2009)
        && answers.get(Field::OldIssuePlace) == Some("indonesia")
        && answers.get(Field::OldNameSame) == Some("yes")
}

/// Whether a page is asked. It never depends on the page's own answers, so that a wrong one can be mended.
pub fn asked(step: &Step, answers: &Answers, checks: &Checks) -> bool {
    holds(step.condition, &answers.without(&step.fields), checks)
}

/// What the NIK says otherwise than the person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The birth date of the NIK, where it differs from the typed one.
    pub birth_date: Option<Date>,
    /// The sex of the NIK, where it differs from the typed one.
    pub sex: Option<Sex>,
}

/// Compares the NIK with the typed birth date and sex. A mismatch is a warning with a way out: the number stays when a
/// birth date is corrected.
pub fn contradiction(answers: &Answers) -> Option<Contradiction> {
    let nik = answers.nik()?;
    let said = nik.birth_date(answers.today());
    let birth_date = said.filter(|date| answers.birth_date().is_some_and(|typed| typed != *date));
    let sex = Some(nik.sex()).filter(|sex| answers.sex().is_some_and(|typed| typed != *sex));
    (birth_date.is_some() || sex.is_some()).then_some(Contradiction { birth_date, sex })
}

/// Whether the first six digits were ever a district, as far as we know.
pub fn region_unknown(catalogue: &Catalogue, nik: &Nik) -> bool {
    !catalogue.provinces().is_empty() && catalogue.nik_region(nik.district()) == NikRegion::Unknown
}

/// Why the person has to go to an office instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadOut {
    /// A child's passport.
    Child,
    /// The old passport is lost.
    Lost,
    /// The old passport is damaged.
    Damaged,
}

impl LeadOut {
    /// The category of the catalogue that says where to go and what to bring.
    pub fn category(self, answers: &Answers) -> &'static str {
        match self {
            Self::Child if answers.get(Field::PassportHistory) == Some("held") => "replacement_child",
            Self::Child => "new_child",
            Self::Lost => "lost",
            Self::Damaged => "damaged",
        }
    }
}

/// Whether this application has to be made at an office, and why.
pub fn lead_out(answers: &Answers) -> Option<LeadOut> {
    if answers.get(Field::ApplyingFor) == Some("child") || is_adult(answers) == Some(false) {
        return Some(LeadOut::Child);
    }
    if answers.get(Field::PassportHistory) != Some("held") {
        return None;
    }
    match answers.get(Field::OldCondition) {
        Some("lost" | "lost_disaster") => Some(LeadOut::Lost),
        Some("damaged" | "damaged_disaster") => Some(LeadOut::Damaged),
        _ => None,
    }
}

/// What is wrong with a field as it stands: by its kind, then by what the catalogue knows.
pub fn fault(catalogue: &Catalogue, answers: &Answers, field: Field, optional: bool) -> Option<FieldError> {
    let text = answers.typed(field);
    if text.is_empty() {
        return (!optional).then_some(FieldError::Missing);
    }
    let clean = match parse(field, text, answers.today()) {
        Ok(clean) => clean,
        Err(error) => return Some(error),
    };
    let known = match kind_of(field) {
        FieldKind::Country { .. } => clean.as_str() == UNDECIDED || catalogue.country(clean.as_str()).is_some(),
        FieldKind::Region(_) => {
            let above = region_above(field).map(|above| answers.typed(above));
            catalogue.region(clean.as_str()).is_some_and(|r| above.is_none() || r.parent.as_deref() == above)
        }
        _ => true,
    };
    (!known).then_some(FieldError::NotOffered)
}

/// What "check answers" still asks for, in the order of the pages.
pub fn missing(catalogue: &Catalogue, answers: &Answers, checks: &Checks) -> Vec<(String, Field, FieldError)> {
    let mut all = Vec::new();
    for step in catalogue.steps().iter().filter(|s| asked(s, answers, checks)) {
        for field in &step.fields {
            if let Some(error) = fault(catalogue, answers, *field, step.optional.contains(field)) {
                all.push((step.code.clone(), *field, error));
            } else if let Some(error) = contradicts(answers, *field) {
                all.push((step.code.clone(), *field, error));
            }
        }
    }
    all
}

/// What speaks against a field that is good by itself.
fn contradicts(answers: &Answers, field: Field) -> Option<FieldError> {
    let unsaid = |open: bool| open && !answers.flagged(Flag::NikMismatch);
    match field {
        Field::ApplyingFor if answers.get(field) == Some("child") => Some(FieldError::Words("application-error-child")),
        Field::CivilStatus if is_adult(answers) == Some(false) => Some(FieldError::Words("application-error-child")),
        Field::OldCondition if matches!(lead_out(answers), Some(LeadOut::Lost | LeadOut::Damaged)) => {
            Some(FieldError::Words("application-error-office-only"))
        }
        Field::BirthDate if unsaid(contradiction(answers).is_some_and(|c| c.birth_date.is_some())) => {
            Some(FieldError::Words("application-error-nik-birth"))
        }
        Field::Sex if unsaid(contradiction(answers).is_some_and(|c| c.sex.is_some())) => {
            Some(FieldError::Words("application-error-nik-sex"))
        }
        _ => None,
    }
}
