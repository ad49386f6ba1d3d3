//! Values on their way in and rows on their way out.

use crate::StoreError;
use jiff::civil::Date;
use kernel::{ids, money::Rupiah, time::Timestamp};

/// A statement: a constant text with `$1` placeholders that both engines accept.
#[derive(Debug, Clone, Copy)]
pub struct Sql(pub(crate) &'static str);

/// Makes a statement. Only constants in a room's `store.rs`: a test reads the sources and prepares each on both engines.
pub const fn sql(text: &'static str) -> Sql {
    Sql(text)
}

/// A value of a column; `None` is NULL and keeps its kind, which PostgreSQL needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A 64-bit whole number.
    Int(Option<i64>),
    /// Text without NUL.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! from {
    ($($from:ty => |$v:ident| $to:expr;)*) => {
        $(impl From<$from> for Value { fn from($v: $from) -> Self { $to } })*
    };
}

from! {
    i64 => |v| Self::Int(Some(v));
    i32 => |v| Self::Int(Some(i64::from(v)));
    u32 => |v| Self::Int(Some(i64::from(v)));
    bool => |v| Self::Int(Some(i64::from(v)));
    Option<i64> => |v| Self::Int(v);
    &str => |v| Self::Text(Some(v.replace('\0', "")));
    String => |v| Self::Text(Some(if v.contains('\0') { v.replace('\0', "") } else { v }));
    &String => |v| Self::from(v.as_str());
    Option<String> => |v| v.map_or(Self::Text(None), Self::from);
    Option<&str> => |v| v.map_or(Self::Text(None), Self::from);
    &[u8] => |v| Self::Bytes(Some(v.to_vec()));
    Vec<u8> => |v| Self::Bytes(Some(v));
    Option<Vec<u8>> => |v| Self::Bytes(v);
    Timestamp => |v| Self::Int(Some(v.0));
    Option<Timestamp> => |v| Self::Int(v.map(|t| t.0));
    Rupiah => |v| Self::Int(Some(v.0));
    Option<Rupiah> => |v| Self::Int(v.map(|r| r.0));
    Date => |v| Self::Text(Some(v.to_string()));
    Option<Date> => |v| Self::Text(v.map(|d| d.to_string()));
    &ids::OfficeCode => |v| Self::from(v.as_str());
}

macro_rules! from_ids {
    ($($id:ident)*) => {
        $(
            impl From<&ids::$id> for Value { fn from(id: &ids::$id) -> Self { Self::from(id.as_str()) } }
            impl From<Option<&ids::$id>> for Value {
                fn from(id: Option<&ids::$id>) -> Self { Self::from(id.map(|i| i.as_str())) }
            }
        )*
    };
}
from_ids! {
    AccountId PersonId OfficerId SessionId ApplicationId PaperId SlotId BookingId BillId NoticeId MoneyCaseId CaseId
    MessageId AuditId EventId JobId InformationDayId GuestId
}

/// A row: columns by name, each parsed, never trusted.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) names: std::sync::Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    fn get(&self, column: &str) -> Result<&Value, StoreError> {
        let at = self.names.iter().position(|n| n == column);
        at.and_then(|i| self.values.get(i)).ok_or_else(|| StoreError::inconsistent(column, "no such column in the answer"))
    }

    /// A whole number or NULL.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self.get(column)? {
            Value::Int(v) => Ok(*v),
            Value::Text(None) | Value::Bytes(None) => Ok(None),
            _ => Err(StoreError::inconsistent(column, "not a whole number")),
        }
    }

    /// A whole number.
    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| StoreError::inconsistent(column, "NULL"))
    }

    /// A number kept as 0 or 1.
    pub fn flag(&self, column: &str) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    /// Text or NULL.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self.get(column)? {
            Value::Text(v) => Ok(v.clone()),
            Value::Int(None) | Value::Bytes(None) => Ok(None),
            _ => Err(StoreError::inconsistent(column, "not text")),
        }
    }

    /// Text.
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        self.opt_text(column)?.ok_or_else(|| StoreError::inconsistent(column, "NULL"))
    }

    /// Bytes or NULL.
    pub fn opt_bytes(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.get(column)? {
            Value::Bytes(v) => Ok(v.clone()),
            Value::Int(None) | Value::Text(None) => Ok(None),
            _ => Err(StoreError::inconsistent(column, "not bytes")),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.opt_bytes(column)?.ok_or_else(|| StoreError::inconsistent(column, "NULL"))
    }

    /// An instant.
    pub fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.int(column).map(Timestamp)
    }

    /// An instant or NULL.
    pub fn opt_time(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int(column)?.map(Timestamp))
    }

    /// Whole rupiah.
    pub fn rupiah(&self, column: &str) -> Result<Rupiah, StoreError> {
        self.int(column).map(Rupiah)
    }

    /// A civil day.
    pub fn day(&self, column: &str) -> Result<Date, StoreError> {
        let text = self.text(column)?;
        kernel::time::parse_day(&text).ok_or_else(|| StoreError::inconsistent(column, "not a day"))
    }

    /// A civil day or NULL.
    pub fn opt_day(&self, column: &str) -> Result<Option<Date>, StoreError> {
        if self.opt_text(column)?.is_none() { Ok(None) } else { self.day(column).map(Some) }
    }

    /// Text read by a parser, such as `row.parsed("id", BillId::parse)`.
    pub fn parsed<T, E: std::fmt::Display>(
        &self,
        column: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, StoreError> {
        parse(&self.text(column)?).map_err(|error| StoreError::inconsistent(column, error.to_string()))
    }

    /// Text or NULL, read by a parser.
    pub fn opt_parsed<T, E: std::fmt::Display>(
        &self,
        column: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, StoreError> {
        if self.opt_text(column)?.is_none() { Ok(None) } else { self.parsed(column, parse).map(Some) }
    }

    /// A word of a closed list, such as `row.word("state", BillState::parse)`.
    pub fn word<T>(&self, column: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| StoreError::inconsistent(column, format!("unknown word {text}")))
    }
}
