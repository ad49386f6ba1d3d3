//! Reading one table: a header, rows, and typed cells. Nothing stops at the first fault: all are collected with file,
//! line and column, so that whoever edits a table mends it once.

#![expect(clippy::option_option, reason = "outer: the cell could be read; inner: it may be empty")]

use jiff::civil::Date;
use std::cell::RefCell;
use std::fmt;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowFault {
    /// File name of the table.
    pub file: String,
    /// Line in the file, from 1; 0 when the whole file is meant.
    pub line: u64,
    /// Column name; empty when the whole row is meant.
    pub column: String,
    /// A plain English sentence without full stop.
    pub what: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, " {}", self.column)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// A value of a closed list.
pub trait Code: Sized {
    /// All texts of the list.
    const KNOWN: &'static [&'static str];
    /// Reads one.
    fn read(text: &str) -> Option<Self>;
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(RefCell<Vec<RowFault>>);

impl Faults {
    pub(crate) fn add(&self, file: &str, line: u64, column: &str, what: impl Into<String>) {
        self.0.borrow_mut().push(RowFault { file: file.to_owned(), line, column: column.to_owned(), what: what.into() });
    }

    pub(crate) fn into_vec(self) -> Vec<RowFault> {
        let mut all = self.0.into_inner();
        all.sort();
        all
    }
}

/// One row under its header.
pub(crate) struct Row<'a> {
    file: &'static str,
    /// Line in the file, from 1.
    pub(crate) line: u64,
    columns: &'static [&'static str],
    cells: &'a csv::StringRecord,
    faults: &'a Faults,
}

impl Row<'_> {
    pub(crate) fn fault(&self, column: &str, what: impl Into<String>) {
        self.faults.add(self.file, self.line, column, what);
    }

    /// The cell as it stands; empty when absent.
    pub(crate) fn raw(&self, column: &'static str) -> &str {
        self.columns.iter().position(|c| *c == column).and_then(|i| self.cells.get(i)).unwrap_or_default()
    }

    /// A text that must be there.
    pub(crate) fn text(&self, column: &'static str) -> Option<String> {
        let cell = self.raw(column);
        if cell.is_empty() {
            self.fault(column, "is empty");
            return None;
        }
        Some(cell.to_owned())
    }

    /// A text that may be empty.
    pub(crate) fn opt(&self, column: &'static str) -> String {
        self.raw(column).to_owned()
    }

    /// A cell read by `read`; `what` says what was expected.
    pub(crate) fn with<T>(&self, column: &'static str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let cell = self.raw(column);
        let value = read(cell);
        if value.is_none() {
            self.fault(column, format!("\"{cell}\" is not {what}"));
        }
        value
    }

    /// As [`Row::with`], but an empty cell is `Some(None)`.
    pub(crate) fn maybe<T>(&self, column: &'static str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
        if self.raw(column).is_empty() { Some(None) } else { self.with(column, what, read).map(Some) }
    }

    /// A name of a closed list.
    pub(crate) fn code<T: Code>(&self, column: &'static str) -> Option<T> {
        self.with(column, &format!("one of {}", T::KNOWN.join(", ")), T::read)
    }

    /// A name of a closed list, or nothing.
    pub(crate) fn maybe_code<T: Code>(&self, column: &'static str) -> Option<Option<T>> {
        if self.raw(column).is_empty() { Some(None) } else { self.code(column).map(Some) }
    }

    /// Names of a closed list between spaces. None when one is unknown.
    pub(crate) fn codes<T: Code>(&self, column: &'static str) -> Option<Vec<T>> {
        let mut good = true;
        let mut all = Vec::new();
        for word in self.raw(column).split(' ').filter(|w| !w.is_empty()) {
            if let Some(value) = T::read(word) {
                all.push(value);
            } else {
                good = false;
                self.fault(column, format!("\"{word}\" is not one of {}", T::KNOWN.join(", ")));
            }
        }
        good.then_some(all)
    }

    /// As [`Row::codes`], with at least one name.
    pub(crate) fn some_codes<T: Code>(&self, column: &'static str) -> Option<Vec<T>> {
        let all = self.codes(column)?;
        if all.is_empty() {
            self.fault(column, "is empty");
            return None;
        }
        Some(all)
    }

    /// A whole number within bounds.
    pub(crate) fn number(&self, column: &'static str, from: i64, to: i64) -> Option<i64> {
        self.with(column, &format!("a whole number from {from} to {to}"), |t| {
            t.parse().ok().filter(|n| (from..=to).contains(n) && !t.starts_with('+'))
        })
    }

    /// As [`Row::number`], or nothing.
    pub(crate) fn maybe_number(&self, column: &'static str, from: i64, to: i64) -> Option<Option<i64>> {
        if self.raw(column).is_empty() { Some(None) } else { self.number(column, from, to).map(Some) }
    }

    /// A civil day.
    pub(crate) fn day(&self, column: &'static str) -> Option<Date> {
        self.with(column, "a day written YYYY-MM-DD", kernel::time::parse_day)
    }

    /// The columns `valid_from` and `valid_to`.
    pub(crate) fn period(&self) -> Option<crate::model::Period> {
        let from = self.maybe("valid_from", "a day written YYYY-MM-DD", kernel::time::parse_day);
        let to = self.maybe("valid_to", "a day written YYYY-MM-DD", kernel::time::parse_day);
        let (from, to) = (from?, to?);
        if let (Some(a), Some(b)) = (from, to)
            && a > b
        {
            self.fault("valid_to", "lies before valid_from");
            return None;
        }
        Some(crate::model::Period { from, to })
    }
}

/// Reads all rows of a table; a row that `read` refuses has added its faults.
pub(crate) fn rows<T>(
    file: &'static str,
    columns: &'static [&'static str],
    text: &str,
    faults: &Faults,
    read: impl Fn(&Row<'_>) -> Option<T>,
) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    match records.next() {
        Some(Ok(header)) if header.iter().eq(columns.iter().copied()) => {}
        Some(Ok(_)) => {
            faults.add(file, 1, "", format!("the header must be {}", columns.join(",")));
            return Vec::new();
        }
        _ => {
            faults.add(file, 0, "", "is empty or not readable");
            return Vec::new();
        }
    }
    let mut all = Vec::new();
    for record in records {
        let cells = match record {
            Ok(cells) => cells,
            Err(error) => {
                faults.add(file, error.position().map_or(0, csv::Position::line), "", "is not readable as a row");
                continue;
            }
        };
        let line = cells.position().map_or(0, csv::Position::line);
        if cells.len() != columns.len() {
            faults.add(file, line, "", format!("has {} cells instead of {}", cells.len(), columns.len()));
            continue;
        }
        if cells.iter().any(|c| c.chars().any(char::is_control) || c.trim() != c) {
            faults.add(file, line, "", "has a control character, or a space at the edge of a cell");
            continue;
        }
        if let Some(value) = read(&Row { file, line, columns, cells: &cells, faults }) {
            all.push(value);
        }
    }
    if all.is_empty() {
        faults.add(file, 0, "", "has no row");
    }
    all
}
