//! The keys of an installation, in a folder that only the server reads.

use crate::{PersonKey, VaultError, person};
use aws_lc_rs::{hmac, signature::Ed25519KeyPair};
use std::{collections::BTreeMap, fs, path::Path, sync::Arc};
use zeroize::Zeroizing;

/// What a keyed hash is for: the same text under two purposes gives two hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashPurpose {
    /// Finding a NIK without keeping it readable.
    Nik,
    /// Finding an e-mail address.
    Email,
    /// Deriving the digits of a one-time code from its row.
    Code,
    /// Finding a passport number.
    Passport,
    /// Deriving the token of a program from its request.
    Token,
}

impl HashPurpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::Email => "email",
            Self::Code => "code",
            Self::Passport => "passport",
            Self::Token => "token",
        }
    }
}

pub(crate) struct Keys {
    pub sealing: BTreeMap<String, Zeroizing<[u8; 32]>>,
    pub current: String,
    pub hashing: hmac::Key,
    pub links: hmac::Key,
    pub letters: Ed25519KeyPair,
    pub letters_id: String,
}

/// The keys of this installation. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    pub(crate) keys: Arc<Keys>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault(current {})", self.keys.current)
    }
}

fn fault(path: &Path, error: impl std::fmt::Display) -> VaultError {
    VaultError::Keys(format!("{}: {error}", path.display()))
}

/// The keys of which an installation has one each; sealing keys are beside them.
const SINGLE: [&str; 3] = ["hashing.key", "links.key", "letters.key"];
/// The first sealing key.
const FIRST: &str = "sealing-1.key";

/// The number in the name of a sealing key.
fn sealing_number(name: &str) -> Option<&str> {
    name.strip_prefix("sealing-")?.strip_suffix(".key")
}

/// A key that others can read is none: whoever was on the machine may have it.
fn private(path: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).map_err(|e| fault(path, e))?.permissions().mode() & 0o777;
    let others = mode & 0o077;
    if others == 0 {
        return Ok(());
    }
    Err(fault(path, format!("others than its owner may use it (mode {mode:o}). Run: chmod 600 {}", path.display())))
}

fn read_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    private(path)?;
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|e| fault(path, e))?);
    let bytes = Zeroizing::new(hex::decode(text.trim()).map_err(|e| fault(path, e))?);
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| fault(path, "is not 64 hexadecimal digits"))?;
    Ok(Zeroizing::new(key))
}

fn write_key(path: &Path) -> Result<(), VaultError> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|e| fault(path, e))?;
    let text = Zeroizing::new(hex::encode(crate::secret_bytes::<32>()));
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| fault(path, e))
}

impl Vault {
    /// Makes the keys of a new installation, in a folder that only its owner enters. Refuses one that has a key already.
    pub fn create(folder: &Path) -> Result<(), VaultError> {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir_all(folder).map_err(|e| fault(folder, e))?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|e| fault(folder, e))?;
        for name in [FIRST].iter().chain(&SINGLE) {
            write_key(&folder.join(name))?;
        }
        Ok(())
    }

    /// True when the folder holds a key, be it one of several.
    pub fn exists(folder: &Path) -> bool {
        Self::missing(folder).len() <= SINGLE.len()
    }

    /// Which files of an installation's keys are not in the folder.
    pub fn missing(folder: &Path) -> Vec<&'static str> {
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let sealing = names.into_iter().any(|name| sealing_number(&name.to_string_lossy()).is_some());
        let first = (!sealing).then_some(FIRST);
        first.into_iter().chain(SINGLE.into_iter().filter(|name| !folder.join(name).exists())).collect()
    }

    /// Reads the keys: `sealing-<n>.key` (the highest number seals, all open), `hashing.key`, `links.key`, `letters.key`.
    pub fn open(folder: &Path) -> Result<Self, VaultError> {
        let mut sealing = BTreeMap::new();
        let mut current = (0_u32, String::new());
        for entry in fs::read_dir(folder).map_err(|e| fault(folder, e))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(id) = sealing_number(&name) else { continue };
            let number: u32 = id.parse().map_err(|_| fault(&entry.path(), "its name has no number"))?;
            sealing.insert(id.to_owned(), read_key(&entry.path())?);
            if number > current.0 {
                current = (number, id.to_owned());
            }
        }
        if sealing.is_empty() {
            return Err(fault(folder, "holds no sealing key (sealing-1.key)"));
        }
        let secret = |name: &str| read_key(&folder.join(name));
        let (hashing, links, letters) = (secret("hashing.key")?, secret("links.key")?, secret("letters.key")?);
        Self::from_keys(sealing, current.1, &hashing, &links, &letters)
    }

    /// Keys that live only in memory, for tests.
    pub fn ephemeral() -> Self {
        let sealing = BTreeMap::from([("1".to_owned(), Zeroizing::new(crate::secret_bytes::<32>()))]);
        let key = || crate::secret_bytes::<32>();
        Self::from_keys(sealing, "1".to_owned(), &key(), &key(), &key()).expect("32 random bytes are keys")
    }

    fn from_keys(
        sealing: BTreeMap<String, Zeroizing<[u8; 32]>>,
        current: String,
        hashing: &[u8; 32],
        links: &[u8; 32],
        letters: &[u8; 32],
    ) -> Result<Self, VaultError> {
        use aws_lc_rs::signature::KeyPair as _;
        let pair = Ed25519KeyPair::from_seed_unchecked(letters).map_err(|e| VaultError::Keys(e.to_string()))?;
        let letters_id = hex::encode(&crate::sha256(pair.public_key().as_ref())[..4]);
        let keys = Keys {
            sealing,
            current,
            hashing: hmac::Key::new(hmac::HMAC_SHA256, hashing),
            links: hmac::Key::new(hmac::HMAC_SHA256, links),
            letters: pair,
            letters_id,
        };
        Ok(Self { keys: Arc::new(keys) })
    }

    /// The id of the key that seals now.
    pub fn current_key_id(&self) -> &str {
        &self.keys.current
    }

    /// A keyed hash as 64 hexadecimal digits: finds a NIK or an address, tells nothing without the key.
    pub fn keyed_hash(&self, purpose: HashPurpose, text: &str) -> String {
        let mut context = hmac::Context::with_key(&self.keys.hashing);
        context.update(purpose.label().as_bytes());
        context.update(&[0]);
        context.update(text.as_bytes());
        hex::encode(context.sign().as_ref())
    }

    /// Six digits derived from the id of a code's row: the row keeps no code that could be read from it.
    pub fn code_digits(&self, row: &str) -> String {
        let hash = hex::decode(self.keyed_hash(HashPurpose::Code, row)).unwrap_or_default();
        let number = hash.iter().take(8).fold(0_u64, |n, b| (n << 8) | u64::from(*b));
        // 2^64 is so much larger than a million that the modulus favours nothing measurable
        format!("{:06}", number % 1_000_000)
    }

    /// Makes the envelope key of a new person and its wrapped form for the database.
    pub fn new_person_key(&self, person: &str) -> Result<(PersonKey, String, Vec<u8>), VaultError> {
        let key = PersonKey::generate();
        let wrapped = person::seal_raw(self.sealing(&self.keys.current)?, person.as_bytes(), key.bytes())?;
        Ok((key, self.keys.current.clone(), wrapped))
    }

    /// Unwraps a person's envelope key.
    pub fn person_key(&self, person: &str, key_id: &str, wrapped: &[u8]) -> Result<PersonKey, VaultError> {
        let bytes = Zeroizing::new(person::open_raw(self.sealing(key_id)?, person.as_bytes(), wrapped)?);
        PersonKey::from_bytes(&bytes)
    }

    fn sealing(&self, id: &str) -> Result<&[u8; 32], VaultError> {
        self.keys.sealing.get(id).map(|k| &**k).ok_or_else(|| VaultError::UnknownKey(id.to_owned()))
    }
}
