//! Forms and query strings, read strictly: bounded, UTF-8, no name twice, no unknown name.

use crate::{Problem, visitor::content_type, words::Words};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, request::Parts},
};
use kernel::{field::FieldError, problem::ProblemCode};
use std::collections::BTreeMap;

/// Largest form in bytes (papers have a route of their own).
pub const FORM_BYTES_MAX: usize = 256 * 1024;
const FIELDS_MAX: usize = 200;
/// The hidden key of a form's drawing: sent twice, the form acts once.
pub(crate) const KEY: &str = "kunci";
/// The hidden version of what a form changes.
pub(crate) const VERSION: &str = "versi";

/// A form as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<String, String>);

/// A query string as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Query(Fields);

impl std::ops::Deref for Query {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.0
    }
}

pub(crate) fn decode(text: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let bytes = percent_encoding::percent_decode(&spaced).collect::<Vec<u8>>();
    // no person types U+0000, and no column of ours could hold it
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn parse(bytes: &[u8]) -> Result<Fields, Problem> {
    let mut fields = BTreeMap::new();
    for pair in bytes.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
        let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
        let (name, value) = (&pair[..at], pair.get(at + 1..).unwrap_or_default());
        let bad = |name: String| Problem::new(ProblemCode::BadInput).because("problem-bad-encoding").field(name);
        let name = decode(name).ok_or_else(|| bad(String::new()))?;
        let value = decode(value).ok_or_else(|| bad(shown(&name)))?;
        if fields.len() >= FIELDS_MAX {
            return Err(Problem::new(ProblemCode::BadInput).because("problem-too-many-fields"));
        }
        if fields.insert(name.clone(), value).is_some() {
            return Err(Problem::new(ProblemCode::BadInput).because("problem-field-twice").field(shown(&name)));
        }
    }
    Ok(Fields(fields))
}

fn shown(name: &str) -> String {
    kernel::name::squeeze(name).chars().take(60).collect()
}

impl Fields {
    /// Builds a form in a test or from values at hand.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    /// A value without white space at its ends; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// A value as sent (passwords); empty when absent.
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// True when the name was sent, even empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// Refuses names that the form does not have. Every form has a key and a version.
    pub fn only(&self, names: &[&str]) -> Result<(), Problem> {
        self.known(|name| name == KEY || name == VERSION || names.contains(&name))
    }

    /// Refuses names that are not known.
    pub fn known(&self, known: impl Fn(&str) -> bool) -> Result<(), Problem> {
        match self.0.keys().find(|name| !known(name)) {
            Some(name) => Err(Problem::new(ProblemCode::BadInput).because("problem-unknown-field").field(shown(name))),
            None => Ok(()),
        }
    }

    /// The key of this drawing; a form that makes something is not taken without one.
    pub fn key(&self) -> Result<&str, Problem> {
        Some(self.get(KEY))
            .filter(|key| crate::once::is_key(key))
            .ok_or_else(|| Problem::new(ProblemCode::BadInput).because("problem-form-key").field(KEY))
    }

    /// The version the form was drawn with, for the transaction that changes the thing: none where the form carries none,
    /// one that never was where it is no number.
    pub fn version(&self) -> Option<i64> {
        self.has(VERSION).then(|| self.get(VERSION).parse().unwrap_or(-1))
    }

    /// True when the page was drawn while another version stood there. A form without a version asks for no such look.
    pub fn is_stale(&self, now: impl std::fmt::Display) -> bool {
        self.has(VERSION) && self.get(VERSION) != now.to_string()
    }
}

impl Query {
    /// Refuses names that the address does not have.
    pub fn only(&self, names: &[&str]) -> Result<(), Problem> {
        self.known(|name| names.contains(&name))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = content_type(request.headers());
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind != "application/x-www-form-urlencoded" && !kind.is_empty() {
            return Err(Problem::new(ProblemCode::UnsupportedMedia).because("problem-form-expected"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(ProblemCode::TooLarge).because("problem-form-too-large"),
            _ => Problem::new(ProblemCode::BadInput).because("problem-form-cut"),
        })?;
        if bytes.len() > FORM_BYTES_MAX {
            return Err(Problem::new(ProblemCode::TooLarge).because("problem-form-too-large"));
        }
        parse(&bytes)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > 4_096 {
            return Err(Problem::new(ProblemCode::BadInput).because("problem-query-too-long"));
        }
        let mut fields = parse(query.as_bytes())?;
        // the language switch is read before any handler
        fields.0.remove("bahasa");
        Ok(Self(fields))
    }
}

/// What was wrong in a form, field by field, as codes until the template turns them into words.
#[derive(Debug, Clone, Default)]
pub struct FormErrors {
    /// Name of the field (its id on the page) and what is wrong.
    pub list: Vec<(String, FieldError)>,
}

impl FormErrors {
    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, error: FieldError) {
        self.list.push((field.into(), error));
    }

    /// True when the form is good.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&FieldError> {
        self.list.iter().find(|(name, _)| name == field).map(|(_, e)| e)
    }

    /// The sentence of a field; empty when it is good.
    pub fn sentence(&self, w: Words, field: &str) -> String {
        self.of(field).map_or_else(String::new, |e| w.field(e))
    }

    /// Pairs for the error summary.
    pub fn sentences(&self, w: Words) -> Vec<(String, String)> {
        self.list.iter().map(|(name, e)| (name.clone(), w.field(e))).collect()
    }

    /// Keeps a value if it parses, notes the fault if not.
    pub fn take<T, E: Into<FieldError>>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(field, error.into());
                None
            }
        }
    }
}

/// The sentence of a fault, headed by the field's label.
pub fn error_sentence(w: Words, label: &str, error: &FieldError) -> String {
    format!("{label}: {}", w.field(error))
}
