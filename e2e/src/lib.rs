//! What the browser journeys are made of: a trial of its own, a browser of its own, a person with answers and papers,
//! and a walk that looks at each page it comes to.

mod browser;
mod paper;
mod person;
mod stage;
mod trial;
mod wait;
mod walk;

pub use browser::{Screen, chromium_path};
pub use paper::{Drawn, card, script_pdf, sheet};
pub use person::{Person, ageing, first, flores};
pub use stage::{Stage, journey, journey_on_postgres};
pub use trial::{Officer, Trial};
pub use wait::until;
pub use walk::Walk;
