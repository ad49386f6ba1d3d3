//! What stands in the file: each setting by its whole key, with the line it stands in.

use super::Fault;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// A value as the file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Int(i64),
    Texts(Vec<String>),
    Table,
    Other(&'static str),
}

impl Value {
    /// What it is, in words.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Int(_) => "a number",
            Self::Texts(_) => "a list of texts",
            Self::Table => "a table",
            Self::Other(kind) => kind,
        }
    }

    fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.clone().into_owned()),
            DeValue::Integer(digits) => i64::from_str_radix(&digits.as_str().replace('_', ""), digits.radix())
                .map_or(Self::Other("a number beyond all bounds"), Self::Int),
            DeValue::Float(_) => Self::Other("a number with a fraction"),
            DeValue::Boolean(_) => Self::Other("true or false"),
            DeValue::Datetime(_) => Self::Other("a date"),
            DeValue::Array(all) => {
                let text = |value: &DeValue<'_>| match value {
                    DeValue::String(text) => Some(text.clone().into_owned()),
                    _ => None,
                };
                all.iter().map(|v| text(v.get_ref())).collect::<Option<_>>().map_or(Self::Other("a list"), Self::Texts)
            }
            DeValue::Table(_) => Self::Table,
        }
    }
}

/// The settings of a file.
pub(super) struct Given {
    /// Those that nobody asked for yet.
    pub left: BTreeMap<String, Value>,
    /// The line of each.
    pub lines: BTreeMap<String, usize>,
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

impl Given {
    /// Reads a text; the fault is where it is no TOML.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let parsed = DeTable::parse(text).map_err(|error| {
            let line = error.span().map(|span| line(text, span.start));
            let words = line.and_then(|line| text.lines().nth(line - 1)).and_then(|words| words.split_once('='));
            let key = words.map_or("this line", |(key, _)| key.trim());
            Fault { line, key: key.to_owned(), text: error.message().to_owned() }
        })?;
        let mut given = Self { left: BTreeMap::new(), lines: BTreeMap::new() };
        given.take(text, "", parsed.get_ref());
        Ok(given)
    }

    fn take(&mut self, text: &str, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            self.lines.insert(key.clone(), line(text, name.span().start));
            if let DeValue::Table(inner) = value.get_ref() {
                self.take(text, &format!("{key}."), inner);
            }
            self.left.insert(key, Value::of(value.get_ref()));
        }
    }
}
