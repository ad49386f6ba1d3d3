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
    fn a_digest_in_pieces_is_the_digest_of_the_whole() {
        let mut digest = Digest::default();
        digest.update(b"abc");
        digest.update(b"def");
        assert_eq!(digest.finish(), hex::encode(crate::sha256(b"abcdef")));
    }
}
