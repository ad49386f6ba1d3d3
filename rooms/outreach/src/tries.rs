//! How many registrations may come from one source: counted in memory, bounded, forgotten after a while.

use kernel::time::{MINUTE, Timestamp};
use shell::api::Policy;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Registrations of one source in a window. A school registers its classes from one address.
const MOST: u32 = 60;
const WINDOW: i64 = 10 * MINUTE;
/// After so many seconds the window has passed in any case.
pub const WAIT_SECONDS: u32 = 600;
/// The same as programs are told it.
pub const POLICY: Policy = Policy { name: "registrations", quota: MOST, window: WAIT_SECONDS };
/// Sources that are remembered at most; beyond it everybody waits for a window to pass.
const SOURCES_MAX: usize = 20_000;

/// Registrations by source.
#[derive(Debug, Default)]
pub struct Tries(Mutex<HashMap<String, (Timestamp, u32)>>);

impl Tries {
    /// Counts one; false when it is one too many.
    pub fn allow(&self, source: &str, now: Timestamp) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SOURCES_MAX {
            seen.retain(|_, (since, _)| now.since(*since) < WINDOW);
            if seen.len() >= SOURCES_MAX {
                return false;
            }
        }
        let (since, count) = seen.entry(source.to_owned()).or_insert((now, 0));
        if now.since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count <= MOST
    }
}
