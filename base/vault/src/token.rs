//! Signed tokens: the QR of a letter and short-lived links. Each has one algorithm, a purpose inside, and an expiry.

use crate::{Vault, VaultError};
use aws_lc_rs::{
    hmac,
    signature::{ED25519, KeyPair as _, UnparsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use kernel::time::Timestamp;

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of this kind, or changed.
    #[error("not a genuine token")]
    NotGenuine,
    /// Genuine but too old.
    #[error("expired")]
    Expired,
}

/// What stands in the QR of a letter ("surat pengantar"): no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The booking the letter speaks of.
    pub booking: String,
    /// The office's code.
    pub office: String,
    /// The day of the visit, `YYYY-MM-DD`.
    pub day: String,
}

/// What a link is for: a link of one purpose is nothing under another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Showing a paper once, on the second origin.
    Paper,
}

impl LinkPurpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Paper => "paper",
        }
    }
}

impl Vault {
    /// Signs a letter: `MP1.<key id>.<payload>.<Ed25519 signature>`.
    pub fn sign_letter(&self, letter: &Letter) -> String {
        let payload = B64.encode(format!("letter|{}|{}|{}", letter.booking, letter.office, letter.day));
        let body = format!("MP1.{}.{payload}", self.keys.letters_id);
        let signature = self.keys.letters.sign(body.as_bytes());
        format!("{body}.{}", B64.encode(signature.as_ref()))
    }

    /// Reads a letter's QR; anything not signed by this installation is [`TokenError::NotGenuine`].
    pub fn read_letter(&self, text: &str) -> Result<Letter, TokenError> {
        let text = text.trim();
        let (body, signature) = text.rsplit_once('.').ok_or(TokenError::NotGenuine)?;
        let signature = B64.decode(signature).map_err(|_| TokenError::NotGenuine)?;
        let public = self.keys.letters.public_key().as_ref();
        UnparsedPublicKey::new(&ED25519, public).verify(body.as_bytes(), &signature).map_err(|_| TokenError::NotGenuine)?;
        let payload = body.strip_prefix(&format!("MP1.{}.", self.keys.letters_id)).ok_or(TokenError::NotGenuine)?;
        let payload =
            String::from_utf8(B64.decode(payload).map_err(|_| TokenError::NotGenuine)?).map_err(|_| TokenError::NotGenuine)?;
        let mut parts = payload.split('|');
        match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("letter"), Some(booking), Some(office), Some(day), None) => {
                Ok(Letter { booking: booking.to_owned(), office: office.to_owned(), day: day.to_owned() })
            }
            _ => Err(TokenError::NotGenuine),
        }
    }

    /// Signs a link's content until an instant.
    pub fn sign_link(&self, purpose: LinkPurpose, content: &str, until: Timestamp) -> String {
        let body = B64.encode(format!("{}|{}|{content}", purpose.label(), until.0));
        let tag = hmac::sign(&self.keys.links, body.as_bytes());
        format!("{body}.{}", B64.encode(tag.as_ref()))
    }

    /// Reads a link's content.
    pub fn read_link(&self, purpose: LinkPurpose, token: &str, now: Timestamp) -> Result<String, TokenError> {
        let (body, tag) = token.split_once('.').ok_or(TokenError::NotGenuine)?;
        let tag = B64.decode(tag).map_err(|_| TokenError::NotGenuine)?;
        hmac::verify(&self.keys.links, body.as_bytes(), &tag).map_err(|_| TokenError::NotGenuine)?;
        let plain = B64.decode(body).ok().and_then(|b| String::from_utf8(b).ok()).ok_or(TokenError::NotGenuine)?;
        let mut parts = plain.splitn(3, '|');
        let (label, until, content) = (parts.next(), parts.next(), parts.next());
        let until: i64 = until.and_then(|u| u.parse().ok()).ok_or(TokenError::NotGenuine)?;
        if label != Some(purpose.label()) {
            return Err(TokenError::NotGenuine);
        }
        if now > Timestamp(until) {
            return Err(TokenError::Expired);
        }
        content.map(str::to_owned).ok_or(TokenError::NotGenuine)
    }

    /// Seals a secret of the installation itself (an officer's TOTP seed), bound to its place.
    pub fn seal_own(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (key, id, wrapped) = self.new_person_key(place)?;
        let sealed = key.seal(place, plain)?;
        let mut out = format!("{id}:{}:", wrapped.len()).into_bytes();
        out.extend(wrapped);
        out.extend(sealed);
        Ok(out)
    }

    /// Opens what [`Vault::seal_own`] sealed.
    pub fn open_own(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut parts = sealed.splitn(3, |b| *b == b':');
        let id = parts.next().and_then(|p| std::str::from_utf8(p).ok()).ok_or(VaultError::CannotOpen)?;
        let length = parts.next().and_then(|p| std::str::from_utf8(p).ok()).and_then(|p| p.parse::<usize>().ok());
        let rest = parts.next().ok_or(VaultError::CannotOpen)?;
        let (wrapped, body) = rest.split_at_checked(length.ok_or(VaultError::CannotOpen)?).ok_or(VaultError::CannotOpen)?;
        self.person_key(place, id, wrapped)?.open(place, body)
    }
}
