//! Waiting for a condition, with a bound.

use std::{future::Future, time::Duration};
use tokio::time::{Instant, MissedTickBehavior, interval};

const LOOK_EVERY: Duration = Duration::from_millis(40);

/// Asks again and again until there is an answer, at most so many seconds. None when the time is over.
pub async fn until<T, F, Fut>(seconds: u64, mut ask: F) -> Option<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut beat = interval(LOOK_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        if let Some(found) = ask().await {
            return Some(found);
        }
        if Instant::now() >= end {
            return None;
        }
    }
}
