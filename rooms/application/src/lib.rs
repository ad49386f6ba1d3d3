//! The application ("permohonan"): the form and its steps, drafts, answers, eligibility, and the one state every
//! citizen asks about.
//!
//! * A draft is made by [`create`]; [`save`] keeps each answer as it is given, sealed under the person's key, the wrong
//!   ones too. A save names the version it was made upon, so that two tabs never overwrite each other silently.
//! * [`parse`] judges a field by its kind; [`holds`] answers the predicates of the catalogue; [`missing`] says what is
//!   still asked before submission.
//! * The NIK is compared with what was typed; a mismatch has three ways out and never blocks. The registers are asked by
//!   the journey with the leave of [`begin_check`]; changed data make their answers void.
//! * [`ApplicationState`] carries its evidence; what may follow what is one table ([`state::Verb::from`]), drawn in
//!   `docs/states-application.md`. After submission answers do not change; the officer may [`reclassify`].
//! * Law: adult is 17 or married (Permenkumham 18/2022); a lost or damaged passport is a matter of the office
//!   (Permenkumham 8/2014, article 36).
//!
//! A foreign application answers exactly as an absent one.

pub mod field;
pub mod state;

mod aging;
mod answers;
mod api;
mod checking;
mod checks;
mod drafts;
mod model;
mod pages;
mod pulse;
mod rules;
mod saving;
mod store;
mod transitions;

#[cfg(test)]
mod tests;

pub use aging::{discard_draft, drafts_to_discard, drafts_to_warn, kept_until, touched, touched_at, warn_draft};
pub use answers::{Answer, Answers, UNDECIDED};
pub use checking::{begin_check, checks, may_check, note_registers, store_check};
pub use checks::{CheckRefused, CheckResult, CheckState, CheckTicket, Checks, Difference, Register, differences};
pub use drafts::{by_number, create, find, find_many, history, list_of, of_account, visit, visit_of};
pub use field::{Clean, parse};
pub use model::{Application, Flag, HistoryRow, Restored, SaveRefused, Saved, Sent, Submission, TransitionRefused};
pub use pages::{label, shown};
pub use pulse::registers_seen;
pub use rules::{Contradiction, LeadOut, asked, contradiction, fault, holds, is_adult, lead_out, missing};
pub use saving::{answers, answers_many, choose_office, choose_passport, flag, nik_hash, save};
pub use state::{ApplicationState, StateWord};
pub use transitions::{
    cancel, check_in, choose_date, expire, give_back, hold, mark_paid, may_submit, miss, money_case, office_step, reclassify,
    reject, reschedule, restore, sent, submit, void,
};

use shell::Room;

/// This room: the question pages.
pub fn room() -> Room {
    Room { routes: pages::routes(), api: api::endpoints(), ..Room::new("application") }
}
