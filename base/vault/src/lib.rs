//! Our secrets. The only place that touches a cipher.
//!
//! * [`Vault`] holds the keys of this installation: sealing keys with ids, a key for keyed hashes (kept apart from them),
//!   a signing key for letters and a key for short-lived links.
//! * Each person has an envelope key ([`PersonKey`]): personal data is sealed under it, and it is itself wrapped under a
//!   sealing key. To rotate, rewrap the small keys; to erase a person, drop hers.
//! * [`partner`] signs and verifies messages to and from partners.

#![deny(missing_docs)]

mod fingerprint;
mod keys;
pub mod partner;
mod person;
mod token;

pub use fingerprint::{Digest, Strange};
pub use keys::{HashPurpose, Vault};
pub use person::PersonKey;
pub use token::{Letter, LinkPurpose, TokenError};

/// Sealing, opening or reading a key failed. Says nothing about the content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key folder or a key file cannot be used.
    #[error("keys: {0}")]
    Keys(String),
    /// The sealing key with this id is not in the key folder.
    #[error("sealing key {0} is not in the key folder")]
    UnknownKey(String),
    /// The sealed bytes were changed, cut, or belong to another place.
    #[error("sealed data cannot be opened: it was changed or does not belong here")]
    CannotOpen,
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0_u8; 32];
    out.copy_from_slice(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref());
    out
}

/// Fills a buffer with bytes fit for secrets.
pub fn secret_bytes<const N: usize>() -> [u8; N] {
    let mut out = [0_u8; N];
    aws_lc_rs::rand::fill(&mut out).expect("the operating system gives random bytes or nothing can be safe");
    out
}

/// A reference token of 256 bits as text for cookies and links; keep only its [`sha256`].
pub fn new_token() -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret_bytes::<32>())
}

/// A key of 128 bits as 22 characters, for what lives shortly: one drawing of a form.
pub fn new_key() -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret_bytes::<16>())
}

/// Equal, in a time that does not tell where they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq as _;
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests;
