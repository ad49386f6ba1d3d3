//! Leaving a partner alone for a while after repeated failures, so that citizens get their answer at once instead of
//! waiting eight seconds each. In real time: a trial's clock does not move it.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Failures in a row that open the breaker.
const FAILURES: u32 = 5;
/// How long it stays open, and how long one trial call may keep it half open.
const PAUSE: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    open_until: Option<Instant>,
}

impl Breaker {
    /// May a call go out now? After the pause one call may; the next waits for its result or for another pause, so that a
    /// trial call that was dropped half way closes nothing for ever.
    pub fn admits(&self, now: Instant) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.open_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                state.open_until = Some(now + PAUSE);
                true
            }
        }
    }

    /// Notes how a call ended.
    pub fn note(&self, now: Instant, good: bool) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if good {
            *state = State::default();
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            state.open_until = Some(now + PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_in_a_row_opens_it_and_ten_seconds_later_one_call_may_try() {
        let breaker = Breaker::default();
        let start = Instant::now();
        for _ in 0..4 {
            breaker.note(start, false);
        }
        assert!(breaker.admits(start));
        breaker.note(start, false);
        assert!(!breaker.admits(start));
        assert!(!breaker.admits(start + Duration::from_millis(9_999)));
        assert!(breaker.admits(start + PAUSE), "the trial call");
        assert!(!breaker.admits(start + PAUSE), "one at a time");
        breaker.note(start + PAUSE, false);
        assert!(!breaker.admits(start + PAUSE + Duration::from_secs(9)));
        assert!(breaker.admits(start + PAUSE + PAUSE), "again one");
        breaker.note(start + PAUSE + PAUSE, true);
        assert!(breaker.admits(start + PAUSE + PAUSE), "closed by a good answer");
        assert!(breaker.admits(start + PAUSE + PAUSE));
    }

    #[test]
    fn a_good_answer_in_between_starts_the_count_again() {
        let breaker = Breaker::default();
        let now = Instant::now();
        for good in [false, false, false, false, true, false, false, false, false] {
            breaker.note(now, good);
        }
        assert!(breaker.admits(now));
    }
}
