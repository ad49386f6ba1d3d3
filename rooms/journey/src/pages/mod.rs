//! The pages, one file each.

pub(crate) mod begin;
pub(crate) mod check;
pub(crate) mod choose;
pub(crate) mod days;
pub(crate) mod fees;
pub(crate) mod home;
pub(crate) mod leave;
pub(crate) mod mine;
pub(crate) mod moves;
pub(crate) mod needs;
pub(crate) mod office;
pub(crate) mod offices;
pub(crate) mod one;
pub(crate) mod passport;
pub(crate) mod review;
pub(crate) mod session;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod track;
pub(crate) mod visit_file;

use crate::whole::Whole;
use application::Application;
use catalogue::Catalogue;
use shell::words::Words;

/// What an older page is told: what stands in the application now.
pub(crate) fn changed(w: Words, application: &Application, catalogue: &Catalogue) -> String {
    let none = || w.t("journey-changed-none");
    let book = application.passport_type.as_deref().and_then(|code| catalogue.passport_type(code));
    let office = application.office.as_ref().and_then(|code| catalogue.office(code));
    let state = w.t(&format!("journey-state-{}", crate::voyage::word_key(application.state.word())));
    w.with(
        "journey-changed-text",
        &[
            ("state", &state),
            ("book", &book.map_or_else(none, |book| book.name(w.lang()).to_owned())),
            ("office", &office.map_or_else(none, |office| office.name.clone())),
        ],
    )
}

impl Whole {
    /// What an older page of a draft is told: what stands there now.
    pub(crate) fn changed(&self, w: Words) -> String {
        changed(w, &self.application, &self.catalogue)
    }

    /// The version that this application's forms carry.
    pub(crate) fn version(&self) -> String {
        self.application.version.to_string()
    }
}

/// Percent-encodes a value for a query.
pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
