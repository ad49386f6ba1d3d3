//! What the browser journeys are made of: a trial of its own, a browser of its own, a person with answers and papers,
//! a walk that looks at each page it comes to, and a witness of what was told, whom the auditor hears at the end.

mod browser;
mod keys;
mod mailbox;
mod paper;
mod person;
mod picture;
mod scales;
mod stage;
mod terms;
mod trial;
mod wait;
mod walk;
mod ways;
mod witness;

pub use browser::{Screen, chromium_path};
pub use mailbox::Mailbox;
pub use paper::{Drawn, card, script_pdf, sheet};
pub use person::{Person, ageing, first, flores};
pub use scales::Weighed;
pub use stage::{Stage, journey, journey_on_postgres};
pub use thirtyfour::Key;
pub use trial::{Officer, Trial, binary, digits, postgres};
pub use wait::until;
pub use walk::Walk;
pub use witness::{Told, Witness};
