//! The second factor of officers: RFC 6238, SHA-1, six digits, 30 seconds, one step of drift either way, as every
//! authenticator knows it. The seed is sealed by the installation's key.

use kernel::time::{SECOND, Timestamp};
use store::StoreError;
use totp_rs::{Builder, Secret, Totp};
use vault::Vault;

const SEED_BYTES: usize = 20;

/// A seed that was opened.
pub struct Seed(Totp);

impl Seed {
    fn of(bytes: &[u8]) -> Result<Self, StoreError> {
        let built = Builder::new().with_secret(Secret::new(bytes.into())).with_skew(1).build();
        built.map(Self).map_err(|_| StoreError::inconsistent("seed", "not a seed"))
    }

    /// A new seed and its sealed form for a place.
    pub fn generate(vault: &Vault, place: &str) -> Result<(Self, Vec<u8>), StoreError> {
        let bytes = vault::secret_bytes::<SEED_BYTES>();
        Ok((Self::of(&bytes)?, vault.seal_own(place, &bytes)?))
    }

    /// Opens a sealed seed.
    pub fn open(vault: &Vault, place: &str, sealed: &[u8]) -> Result<Self, StoreError> {
        Self::of(&vault.open_own(place, sealed)?)
    }

    /// Reads base 32.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let secret = Secret::try_from_base32(text).map_err(|_| StoreError::inconsistent("seed", "not base 32"))?;
        Self::of(secret.as_bytes())
    }

    /// Seals the same seed for another place.
    pub fn seal(&self, vault: &Vault, place: &str) -> Result<Vec<u8>, StoreError> {
        Ok(vault.seal_own(place, self.0.secret().as_bytes())?)
    }

    /// Base 32, as typed into an authenticator.
    pub fn text(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The link that an authenticator opens.
    pub fn link(&self, email: &str) -> String {
        let email: String = email.bytes().fold(String::new(), |mut out, b| {
            use std::fmt::Write as _;
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                out.push(char::from(b));
            } else {
                let _ = write!(out, "%{b:02X}");
            }
            out
        });
        format!("otpauth://totp/M-Paspor:{email}?secret={}&issuer=M-Paspor", self.text())
    }

    /// The step a code belongs to, if it is right now. The caller refuses a step that was used before.
    pub fn step(&self, code: &str, now: Timestamp) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let six = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
        let seconds = u64::try_from(now.0 / SECOND).ok()?;
        if !six {
            return None;
        }
        self.0.check(&code, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// The code of an instant, for the trial's samples and for tests.
    pub fn code(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.0 / SECOND).unwrap_or(0);
        self.0.generate(seconds).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_gives_the_published_code() {
        let seed = Seed::of(b"12345678901234567890").unwrap();
        assert_eq!(seed.code(Timestamp(59_000)), "287082");
        assert_eq!(seed.step("287 082", Timestamp(59_000)), Some(1));
        assert_eq!(seed.step("287082", Timestamp(89_000)), Some(1), "one step late is still good");
        assert_eq!(seed.step("287082", Timestamp(120_000)), None);
        assert_eq!(seed.step("28708", Timestamp(59_000)), None);
    }
}
