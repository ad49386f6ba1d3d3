//! What may be told of a key: an id and a fingerprint, so that a backup can name the keys it needs without holding them.

use crate::Vault;
use aws_lc_rs::{digest, hmac};
use std::collections::BTreeMap;

/// Said into every fingerprint, so that it can be taken for nothing else.
const LABEL: &[u8] = b"mpaspor key fingerprint";
/// Bytes of a fingerprint: enough to tell keys apart, far too few to find one.
const BYTES: usize = 8;

/// SHA-256 of what arrives in pieces.
pub struct Digest(digest::Context);

impl Default for Digest {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Digest {
    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest as 64 hexadecimal digits.
    pub fn finish(self) -> String {
        hex::encode(self.0.finish())
    }
}

/// A key that is missing or another one than was wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strange {
    /// Its name in the key folder, such as `sealing-1`.
    pub name: String,
    /// The fingerprint that was wanted.
    pub wanted: String,
    /// The fingerprint of the key of that name here, if there is one.
    pub here: Option<String>,
}

fn keyed(key: &hmac::Key) -> String {
    hex::encode(&hmac::sign(key, LABEL).as_ref()[..BYTES])
}

impl Vault {
    /// The fingerprint of each key by its name in the key folder, such as `sealing-1`.
    pub fn fingerprints(&self) -> BTreeMap<String, String> {
        let sealing = self.keys.sealing.iter().map(|(id, key)| {
            let own = hmac::Key::new(hmac::HMAC_SHA256, &key[..]);
            (format!("sealing-{id}"), keyed(&own))
        });
        let others = [("hashing", keyed(&self.keys.hashing)), ("links", keyed(&self.keys.links))];
        let others = others.into_iter().map(|(name, print)| (name.to_owned(), print));
        sealing.chain(others).chain([("letters".to_owned(), self.keys.letters_id.clone())]).collect()
    }

    /// Tells whether all keys with these fingerprints are here; further sealing keys may stand beside them. The error is the
    /// first that is not.
    pub fn has(&self, prints: &BTreeMap<String, String>) -> Result<(), Strange> {
        let mut own = self.fingerprints();
        let strange = prints.iter().find(|(name, print)| own.get(*name) != Some(*print));
        let Some((name, print)) = strange else { return Ok(()) };
        Err(Strange { name: name.clone(), wanted: print.clone(), here: own.remove(name) })
    }

    /// A seal on a text that only the holder of these keys can make: 64 hexadecimal digits.
    pub fn seal_of(&self, text: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&self.keys.hashing);
        // no purpose of a keyed hash begins so
        context.update(b"backup\0");
        context.update(text);
        hex::encode(context.sign().as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;
    use crate::Vault;

    #[test]
    fn fingerprints_tell_keys_apart_and_stay_the_same() {
        let (one, other) = (Vault::ephemeral(), Vault::ephemeral());
        assert_eq!(one.fingerprints(), one.clone().fingerprints());
        assert_eq!(one.fingerprints().into_keys().collect::<Vec<_>>(), ["hashing", "letters", "links", "sealing-1"]);
        for (name, print) in one.fingerprints() {
            assert_ne!(other.fingerprints()[&name], print, "{name}");
        }
    }

    #[test]
    fn the_keys_of_another_installation_are_told_by_their_fingerprints() {
        let (one, other) = (Vault::ephemeral(), Vault::ephemeral());
        let mut prints = one.fingerprints();
        assert_eq!(one.has(&prints), Ok(()));
        let strange = other.has(&prints).unwrap_err();
        assert_eq!((strange.name.as_str(), strange.here), ("hashing", Some(other.fingerprints()["hashing"].clone())));
        prints.insert("sealing-2".to_owned(), "0".to_owned());
        let missing = one.has(&prints).unwrap_err();
        assert_eq!((missing.name.as_str(), missing.here), ("sealing-2", None));
        prints.retain(|name, _| name == "hashing");
        assert_eq!(one.has(&prints), Ok(()), "further keys may stand beside");
    }

    #[test]
    fn a_digest_in_pieces_is_the_digest_of_the_whole() {
        let mut digest = Digest::default();
        digest.update(b"abc");
        digest.update(b"def");
        assert_eq!(digest.finish(), hex::encode(crate::sha256(b"abcdef")));
    }
}
