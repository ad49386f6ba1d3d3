//! The officer's day ("loket"): who comes today, check-in and queue numbers, the case from papers to a collected passport.
//!
//! * A case begins when a letter or a number is shown on the right day ([`entry`]); it walks one way ([`model::Verb`],
//!   drawn in `docs/states-case.md`), each step under the version the officer looked at. Its application is locked first
//!   and the case last, whoever does it.
//! * Nothing goes on before each field is confirmed against the original ([`comparison`]).
//! * Missing papers have seven days, then the application is void ([`clock`]); a dearer kind waits for its difference.
//! * Only the cases of her own office exist for an officer: a foreign one answers exactly as an absent one.

mod booklet;
mod clock;
mod comparison;
mod disputes;
mod entry;
mod model;
mod pace;
mod pages;
mod store;
mod walk;

#[cfg(test)]
mod tests;

pub use disputes::open_dispute;
pub use model::{Case, CaseState, CaseWord, Collector, Verb, chart};
pub use pace::{Leg, PACE_CASES, PACE_DAYS, Pace, Took, pace};

use ::store::{Ask, StoreError};
use kernel::ids::{ApplicationId, CaseId};
use kernel::time::MINUTE;
use shell::{Room, Tick};

/// One case.
pub async fn case(ask: &mut dyn Ask, id: &CaseId) -> Result<Option<Case>, StoreError> {
    store::cases::find(ask, id).await
}

/// The newest case of an application.
pub async fn case_of(ask: &mut dyn Ask, id: &ApplicationId) -> Result<Option<Case>, StoreError> {
    store::cases::of_application(ask, id).await
}

/// This room.
pub fn room() -> Room {
    Room {
        routes: pages::routes(),
        ticks: vec![Tick { name: "counter.papers_clock", every: MINUTE, run: |house| Box::pin(clock::papers(house)) }],
        hears: Some(clock::hears),
        ..Room::new("counter")
    }
}
