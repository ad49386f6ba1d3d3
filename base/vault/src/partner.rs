//! Signatures of messages between us and partners: profile BILL/1 (HMAC-SHA256 over client, id, timestamp, method with
//! path or status, and the raw body), used for treasury billing and, with other paths, for the registers.

use aws_lc_rs::hmac;

/// What is signed. `target` is `METHOD path?query` of a request, `RESPONSE status` of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// Our name at the partner.
    pub client: &'a str,
    /// The message's id (26 characters, new for every message, retries too).
    pub id: &'a str,
    /// ISO 8601 with offset, as sent.
    pub timestamp: &'a str,
    /// `POST /bill/v1/billings` or `RESPONSE 201`.
    pub target: &'a str,
    /// The raw body.
    pub body: &'a [u8],
}

impl Signed<'_> {
    fn text(&self) -> Vec<u8> {
        let mut out = format!("{}\n{}\n{}\n{}\n", self.client, self.id, self.timestamp, self.target).into_bytes();
        out.extend_from_slice(self.body);
        out
    }

    /// Lower-case hexadecimal signature.
    pub fn sign(&self, secret: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        hex::encode(hmac::sign(&key, &self.text()).as_ref())
    }

    /// True when the signature is genuine; compared in constant time.
    pub fn verify(&self, secret: &str, signature: &str) -> bool {
        let Ok(tag) = hex::decode(signature) else { return false };
        // upper-case digits would be a second spelling of one signature
        if signature.bytes().any(|b| b.is_ascii_uppercase()) {
            return false;
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        hmac::verify(&key, &self.text(), &tag).is_ok()
    }
}

/// A message id: 26 characters of Crockford's alphabet, time first (ULID).
pub fn message_id(now: kernel::time::Timestamp) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let time = u128::from(now.0.unsigned_abs()) & 0xFFFF_FFFF_FFFF;
    let random = crate::secret_bytes::<10>().iter().fold(0_u128, |n, b| (n << 8) | u128::from(*b));
    let value = (time << 80) | random;
    (0..26_u32).rev().map(|i| char::from(ALPHABET[usize::try_from((value >> (5 * i)) & 31).unwrap_or(0)])).collect()
}
