//! Whole rupiah. There is no smaller unit in any tariff, so a float never appears.

use serde::{Deserialize, Serialize};

/// An amount of money in whole rupiah.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rupiah(pub i64);

impl Rupiah {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);

    /// Adds, refusing overflow.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Subtracts, refusing overflow.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Some(Self(rest)),
            None => None,
        }
    }

    /// `650.000`: digits grouped by dots, as Indonesian prints them.
    pub fn grouped(self) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            out.push('-');
        }
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push('.');
            }
            out.push(c);
        }
        out
    }
}

impl std::fmt::Display for Rupiah {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rp{}", self.grouped())
    }
}

#[cfg(test)]
mod tests {
    use super::Rupiah;

    #[test]
    fn an_amount_is_grouped_by_dots() {
        for (amount, text) in [(0, "Rp0"), (999, "Rp999"), (1000, "Rp1.000"), (650_000, "Rp650.000"), (1_950_000, "Rp1.950.000")]
        {
            assert_eq!(Rupiah(amount).to_string(), text);
        }
    }
}
