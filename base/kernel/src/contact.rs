//! Ways to reach a person: e-mail address and telephone number.

use crate::name::squeeze;
use serde::{Deserialize, Serialize};

/// An e-mail address: one `@`, a dotted domain, no spaces, at most 254 characters ("surel").
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// The text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address as typed.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let plain = |part: &str, extra: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
        let good = text.len() <= 254
            && (1..=64).contains(&local.len())
            && plain(local, ".!#$%&'*+/=?^_`{|}~-")
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && plain(domain, ".-")
            && domain.contains('.')
            && domain.split('.').all(|l| !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-'));
        if good { Ok(Self(text.to_owned())) } else { Err(NotAnEmail) }
    }
    /// As typed, for mails.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Lower case, for finding an account.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A telephone number in E.164, such as `+6281234567890`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

/// The text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct NotAPhone;

impl Phone {
    /// Reads a number as people write it: `0812…`, `62812…`, `+62 812-…`; other countries with `+`.
    pub fn parse(text: &str) -> Result<Self, NotAPhone> {
        let text = squeeze(text);
        let plus = text.starts_with('+');
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '+')).collect();
        if kept.is_empty() || !kept.bytes().all(|b| b.is_ascii_digit()) || text.matches('+').count() > 1 {
            return Err(NotAPhone);
        }
        let number = if plus {
            kept
        } else if let Some(rest) = kept.strip_prefix("00") {
            rest.to_owned()
        } else if let Some(rest) = kept.strip_prefix('0') {
            format!("62{rest}")
        } else if kept.starts_with("62") {
            kept
        } else if kept.starts_with('8') {
            format!("62{kept}")
        } else {
            return Err(NotAPhone);
        };
        if (8..=15).contains(&number.len()) && !number.starts_with('0') { Ok(Self(format!("+{number}"))) } else { Err(NotAPhone) }
    }
    /// E.164 with the plus.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in ["0812-3456-7890", "+62 812 3456 7890", "62812 3456 7890", "812.3456.7890"] {
            assert_eq!(Phone::parse(text).unwrap().as_str(), "+6281234567890", "{text}");
        }
        assert_eq!(Phone::parse("+60 12-345 6789").unwrap().as_str(), "+60123456789");
        for text in ["", "call me", "0812", "++62812345678", "0812345678901234567"] {
            assert!(Phone::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn addresses_without_a_domain_or_with_line_breaks_are_refused() {
        assert!(Email::parse("yuliana@contoh.id").is_ok());
        for text in ["yuliana", "yuliana@contoh", "a@b.id\r\nBcc: x@y.id", "a b@c.id", "@c.id", "a@.id", "a..b@c.id"] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }
}
