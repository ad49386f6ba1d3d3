//! How often somebody may try something: counted in memory, bounded, forgotten after a while.

use kernel::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Names that are remembered at most; beyond it everybody waits for a window to pass.
const NAMES_MAX: usize = 50_000;

/// Tries per name within a window of real time.
#[derive(Debug)]
pub(crate) struct Tries {
    window: i64,
    seen: Mutex<HashMap<String, (Timestamp, u32)>>,
}

impl Tries {
    pub(crate) fn within(window: i64) -> Self {
        Self { window, seen: Mutex::default() }
    }

    /// Counts a try under a name; false when it is one too many.
    pub(crate) fn allow(&self, name: &str, most: u32, now: Timestamp) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= NAMES_MAX {
            seen.retain(|_, (since, _)| now.since(*since) < self.window);
            if seen.len() >= NAMES_MAX {
                return false;
            }
        }
        let (since, count) = seen.entry(name.to_owned()).or_insert((now, 0));
        if now.since(*since) >= self.window {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count <= most
    }
}

#[cfg(test)]
mod tests {
    use super::Tries;
    use kernel::time::{MINUTE, Timestamp};

    #[test]
    fn the_fourth_try_of_three_is_refused_until_the_window_has_passed() {
        let tries = Tries::within(MINUTE);
        let now = Timestamp(1_000_000);
        let first: Vec<bool> = (0..4).map(|_| tries.allow("a", 3, now)).collect();
        assert_eq!(first, [true, true, true, false]);
        assert!(tries.allow("b", 3, now), "another name has its own count");
        assert!(tries.allow("a", 3, now.plus(MINUTE)));
    }
}
