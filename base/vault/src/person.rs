//! A person's envelope key: seals her data, each piece bound to its place.

use crate::VaultError;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

/// The key under which one person's data is sealed.
#[derive(Clone)]
pub struct PersonKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonKey(hidden)")
    }
}

pub(crate) fn seal_raw(key: &[u8; 32], place: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(|_| VaultError::CannotOpen)?);
    let nonce = crate::secret_bytes::<NONCE_LEN>();
    let mut out = Vec::with_capacity(NONCE_LEN + plain.len() + 16);
    out.extend_from_slice(&nonce);
    let mut body = plain.to_vec();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut body)
        .map_err(|_| VaultError::CannotOpen)?;
    out.append(&mut body);
    Ok(out)
}

pub(crate) fn open_raw(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(|_| VaultError::CannotOpen)?);
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(VaultError::CannotOpen)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| VaultError::CannotOpen)?;
    let mut body = body.to_vec();
    let plain = key.open_in_place(nonce, Aad::from(place), &mut body).map_err(|_| VaultError::CannotOpen)?;
    Ok(plain.to_vec())
}

impl PersonKey {
    pub(crate) fn generate() -> Self {
        Self(Zeroizing::new(crate::secret_bytes::<32>()))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &*self.0
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| VaultError::CannotOpen)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// Seals bytes for one place, such as `answer:APPLICATION:nik`. Opened only with the same place.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal_raw(&self.0, place.as_bytes(), plain)
    }

    /// Opens sealed bytes of a place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        open_raw(&self.0, place.as_bytes(), sealed)
    }

    /// Seals text.
    pub fn seal_text(&self, place: &str, plain: &str) -> Result<Vec<u8>, VaultError> {
        self.seal(place, plain.as_bytes())
    }

    /// Opens sealed text.
    pub fn open_text(&self, place: &str, sealed: &[u8]) -> Result<String, VaultError> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| VaultError::CannotOpen)
    }
}
