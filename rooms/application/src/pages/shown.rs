//! A field and its value in the reader's words.

use crate::answers::UNDECIDED;
use crate::field::{DateFault, FieldKind, crowded, kind_of, read_day};
use catalogue::{Catalogue, Field};
use kernel::contact::Phone;
use kernel::field::FieldError;
use kernel::lang::Lang;
use shell::words::Words;

/// The code of a field or word as it stands in a key.
pub(super) fn kebab(code: &str) -> String {
    code.replace('_', "-")
}

/// What a field is called ("Nama lengkap").
pub fn label(w: Words, field: Field) -> String {
    w.t(&format!("application-field-{}", kebab(field.code())))
}

/// What may be said below the label; empty when nothing is.
pub(super) fn hint(w: Words, field: Field) -> String {
    let key = format!("application-hint-{}", kebab(field.code()));
    if w.has(&key) { w.t(&key) } else { String::new() }
}

/// The words of one row of a choice.
pub(super) fn choice(w: Words, field: Field, word: &str) -> String {
    let group = match field {
        Field::RelativeRelation | Field::DestinationRelativeRelation => "relation".to_owned(),
        Field::OldNameSame | Field::DestinationRelative | Field::DomicileSame => "answer".to_owned(),
        _ => kebab(field.code()),
    };
    w.t(&format!("application-choice-{group}-{}", kebab(word)))
}

/// A kept value as a person reads it: the words of a choice, a day in full, the name of a country or region.
pub fn shown(w: Words, catalogue: &Catalogue, field: Field, text: &str) -> String {
    let words = match kind_of(field) {
        FieldKind::Choice(words) if words.contains(&text) => Some(choice(w, field, text)),
        FieldKind::Day(_) => kernel::time::parse_day(text).map(|day| w.plain_day(day)),
        FieldKind::Country { .. } if text == UNDECIDED => Some(w.t("application-undecided")),
        FieldKind::Country { .. } => catalogue.country(text).map(|country| match w.lang() {
            Lang::Id => country.name_id.clone(),
            Lang::En => country.name_en.clone(),
        }),
        FieldKind::Region(_) => catalogue.region(text).map(|region| region.name.clone()),
        FieldKind::Phone => Phone::parse(text).ok().map(|phone| phone.as_str().replacen("+62", "0", 1)),
        _ => None,
    };
    words.unwrap_or_else(|| text.to_owned())
}

/// The sentence of a fault; a date that is not in the calendar is said back as it was read.
pub(super) fn fault(w: Words, field: Field, text: &str, error: &FieldError) -> String {
    if !matches!((kind_of(field), error), (FieldKind::Day(_), FieldError::NoDate)) {
        return w.field(error);
    }
    match read_day(text) {
        Err(DateFault::NotInCalendar(day, month, year)) => {
            let month = shell::format::month_name(w.lang(), month);
            let (day, year) = (day.to_string(), year.to_string());
            w.with("application-error-no-such-day", &[("day", &day), ("month", month), ("year", &year)])
        }
        Err(DateFault::ShortYear(year)) => w.with("application-error-short-year", &[("year", &year)]),
        Err(DateFault::Unreadable) if crowded(text) => w.t("application-error-crowded-box"),
        _ => w.field(error),
    }
}
