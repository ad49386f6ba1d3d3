//! A field as its page draws it.

use super::Opened;
use super::shown::{choice, fault, hint, label, shown};
use crate::answers::UNDECIDED;
use crate::field::{FieldKind, boxes, kind_of, region_above};
use catalogue::{Field, Step};
use kernel::field::FieldError;
use kernel::lang::Lang;
use shell::words::Words;

/// A choice of more than so many words is a list to open, not rows: the page stays one to look over.
const ROWS_MOST: usize = 7;

/// How a field is drawn.
pub(super) enum Input {
    Nik,
    Text {
        kind: &'static str,
        mode: &'static str,
        auto: &'static str,
        class: &'static str,
    },
    Area {
        max: String,
    },
    Day {
        day: String,
        month: String,
        year: String,
        born: &'static str,
    },
    Choice(Vec<Row>),
    Select {
        options: Vec<(String, String)>,
        blank: String,
    },
    /// Drawn once the region above is chosen.
    Later,
}

/// A row of a choice.
pub(super) struct Row {
    pub word: String,
    pub label: String,
    pub checked: bool,
    /// Set on the first row, where the error summary leads.
    pub id: String,
}

/// A field with everything its page says about it.
pub(super) struct View {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub error: String,
    pub version: i64,
    pub input: Input,
}

impl View {
    /// Where the error summary leads.
    pub fn anchor(&self) -> String {
        match self.input {
            Input::Day { .. } => format!("{}-d", self.name),
            _ => self.name.to_owned(),
        }
    }

    pub const fn is_later(&self) -> bool {
        matches!(self.input, Input::Later)
    }
}

/// The views of a page's fields with what is wrong with each.
pub(super) fn views(opened: &Opened, step: &Step, wrong: &[(Field, FieldError)], w: Words) -> Vec<View> {
    step.fields.iter().map(|field| view(opened, step, *field, wrong, w)).collect()
}

pub(super) fn view(opened: &Opened, step: &Step, field: Field, wrong: &[(Field, FieldError)], w: Words) -> View {
    let value = opened.answers.typed(field).to_owned();
    let error = wrong.iter().find(|(f, _)| *f == field).map_or_else(String::new, |(_, e)| fault(w, field, &value, e));
    let mut label = label(w, field);
    if step.optional.contains(&field) {
        label = w.with("application-optional", &[("label", &label)]);
    }
    View {
        name: field.code(),
        label,
        hint: hint(w, field),
        version: opened.answers.version(field),
        input: input(opened, field, &value, w),
        // a number comes back as people write it here, not as it is kept
        value: if kind_of(field) == FieldKind::Phone { shown(w, &opened.catalogue, field, &value) } else { value },
        error,
    }
}

fn input(opened: &Opened, field: Field, value: &str, w: Words) -> Input {
    let text = |kind, mode, auto, class| Input::Text { kind, mode, auto, class };
    match kind_of(field) {
        FieldKind::Nik => Input::Nik,
        FieldKind::Name if field == Field::FullName => text("text", "", "name", "full"),
        FieldKind::Name => text("text", "", "off", "full"),
        FieldKind::Phone if field == Field::Phone => text("tel", "tel", "tel", ""),
        FieldKind::Phone => text("tel", "tel", "off", ""),
        FieldKind::Postcode => text("text", "numeric", "postal-code", "w4"),
        FieldKind::PassportNumber => text("text", "", "off", ""),
        FieldKind::Text { max } if max >= 100 => Input::Area { max: max.to_string() },
        FieldKind::Text { .. } => text("text", "", "off", "full"),
        FieldKind::Day(_) => {
            let (day, month, year) = boxes(value);
            Input::Day { day, month, year, born: if field == Field::BirthDate { "bday" } else { "" } }
        }
        FieldKind::Choice(words) if words.len() > ROWS_MOST => {
            let options = words.iter().map(|word| ((*word).to_owned(), choice(w, field, word))).collect();
            Input::Select { options, blank: w.t("application-choose") }
        }
        FieldKind::Choice(words) => Input::Choice(rows(field, words, value, w)),
        FieldKind::Country { or_undecided } => countries(opened, or_undecided, w),
        FieldKind::Region(_) => regions(opened, field, w),
    }
}

fn rows(field: Field, words: &[&str], value: &str, w: Words) -> Vec<Row> {
    let id = |at: usize| if at == 0 { field.code().to_owned() } else { String::new() };
    words
        .iter()
        .enumerate()
        .map(|(at, word)| Row { word: (*word).to_owned(), label: choice(w, field, word), checked: *word == value, id: id(at) })
        .collect()
}

fn countries(opened: &Opened, or_undecided: bool, w: Words) -> Input {
    let mut options: Vec<(String, String)> = opened
        .catalogue
        .countries()
        .iter()
        .map(|c| (c.alpha2.clone(), if w.lang() == Lang::Id { c.name_id.clone() } else { c.name_en.clone() }))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    if or_undecided {
        options.insert(0, (UNDECIDED.to_owned(), w.t("application-undecided")));
    } else if let Some(at) = options.iter().position(|(code, _)| code == "ID") {
        // most people look for it first
        let own = options.remove(at);
        options.insert(0, own);
    }
    Input::Select { options, blank: w.t("application-choose-country") }
}

fn regions(opened: &Opened, field: Field, w: Words) -> Input {
    let found = match region_above(field) {
        None => opened.catalogue.provinces(),
        Some(above) => match opened.answers.get(above) {
            Some(code) => opened.catalogue.children(code),
            None => Vec::new(),
        },
    };
    if found.is_empty() {
        return Input::Later;
    }
    let options = found.into_iter().map(|r| (r.code.clone(), r.name.clone())).collect();
    Input::Select { options, blank: w.t("application-choose") }
}
