//! Who somebody is: accounts of citizens and officers, sign-up, sign-in, second factor, recovery, sessions, consents, and
//! the persons whose data is sealed. Nobody else reads a password's hash.
//!
//! * Time here is real time: the trial's clock ends no session and no code.
//! * Nobody learns whether an address has an account: the same rows are written, the same hash is computed, the same page
//!   is drawn; only the mail differs.
//! * Of every token (session, flow, device, invitation) only the SHA-256 is kept; a code's digits are derived from its row.

mod api;
mod flows;
mod hasher;
mod model;
mod password;
mod room;
mod store;
mod totp;
mod web;

#[cfg(test)]
mod tests;

pub use flows::samples::{create_sample_account, create_sample_officer, sample_code, sample_officer};
pub use model::{
    CodeMail, CodePurpose, Contact, ContactChangeMail, ContactKind, Disabled, InvitationMail, Invite, InviteRefused, Invited,
    OfficerCard, SampleAccount, SampleOfficer, SampleRefused,
};
pub use room::{room, sessions};
pub use store::{
    codes::code_mail,
    officers::{disable_officer, invitation_mail, invite_officer, officer_card, officer_cards},
    people::{add_person, contact, contact_change_mail, drop_person, person_key, person_keys, person_of},
    proof::{anybody, opens},
};
