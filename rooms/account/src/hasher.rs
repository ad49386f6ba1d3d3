//! Argon2id in a pool of its own: each hash takes 19 MiB and a core for tens of milliseconds, so that a crowd at the
//! sign-in page must queue here and not starve everybody else.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version, password_hash::phc::PasswordHash};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;

/// Hashes computed at once.
const AT_ONCE: usize = 2;
/// Callers that may wait for their turn.
const QUEUE: usize = 64;
/// Memory of one hash in KiB: 19 MiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;

/// Too many are waiting; come back in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password pool is full")]
pub struct Full;

/// The pool. One for each process, kept by the house.
#[derive(Debug)]
pub struct Hasher {
    turns: Semaphore,
    places: Semaphore,
    done: AtomicU64,
    dummy: OnceLock<String>,
}

impl Default for Hasher {
    fn default() -> Self {
        let (turns, places) = (Semaphore::new(AT_ONCE), Semaphore::new(AT_ONCE + QUEUE));
        Self { turns, places, done: AtomicU64::new(0), dummy: OnceLock::new() }
    }
}

fn engine() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> String {
    let salt = vault::secret_bytes::<16>();
    let hash = engine().hash_password_with_salt(password.as_bytes(), &salt).expect("salt and output have lawful lengths");
    hash.to_string()
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|h| engine().verify_password(password.as_bytes(), &h).is_ok())
}

impl Hasher {
    /// A PHC string for a new password.
    pub async fn hash(self: &Arc<Self>, password: &str) -> Result<String, Full> {
        let password = password.to_owned();
        self.run(move |_| hash_now(&password)).await
    }

    /// Judges a password. Without a hash (nobody has this address) the same work is done against a hash of nobody.
    pub async fn verify(self: &Arc<Self>, password: &str, hash: Option<&str>) -> Result<bool, Full> {
        let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
        self.run(move |pool| {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| pool.nobody());
            verify_now(&password, &hash) && known
        })
        .await
    }

    /// How many hashes were computed.
    #[cfg(test)]
    pub fn computed(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }

    /// Makes the hash of nobody before the first visitor, so that he does not pay for it.
    pub fn warm(&self) {
        self.nobody();
    }

    fn nobody(&self) -> String {
        self.dummy.get_or_init(|| hash_now(&vault::new_token())).clone()
    }

    async fn run<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&Self) -> T + Send + 'static) -> Result<T, Full> {
        let _place = self.places.try_acquire().map_err(|_| Full)?;
        let _turn = self.turns.acquire().await.map_err(|_| Full)?;
        self.done.fetch_add(1, Ordering::SeqCst);
        let pool = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&pool)).await.map_err(|_| Full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_nobody_has_none() {
        let pool = Arc::new(Hasher::default());
        let hash = pool.hash("empat kata yang aneh").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(pool.verify("empat kata yang aneh", Some(&hash)).await, Ok(true));
        assert_eq!(pool.verify("empat kata yang lain", Some(&hash)).await, Ok(false));
        assert_eq!(pool.verify("empat kata yang aneh", None).await, Ok(false));
        assert_eq!(pool.verify("x", Some("not a hash")).await, Ok(false));
        assert_eq!(pool.computed(), 5);
    }

    #[tokio::test]
    async fn the_queue_has_an_end() {
        let pool = Arc::new(Hasher::default());
        let _all = pool.places.try_acquire_many(66).unwrap();
        assert_eq!(pool.hash("x").await, Err(Full));
    }
}
