//! Everything outside the house: treasury billing, the population and passport registers, mail, and the folder of
//! sealed papers. A trait for each, and the real client. No rule of ours stands here.
//!
//! Outside is where results get lost. Each call over HTTP therefore ends in one of three ways, and rooms must tell them
//! apart: an answer whose signature we checked, "certainly nothing was sent" ([`PartnerError::Unreachable`] and
//! [`PartnerError::BreakerOpen`]), or "nobody knows" ([`PartnerError::Unknown`]), which is never a failure: ask again later.

#![deny(missing_docs)]

mod biller;
mod breaker;
mod files;
mod form;
mod mail;
mod partner;
mod registers;

pub use biller::{
    Biller, Billing, BillingLine, BillingPayment, BillingState, NOTICE_WINDOW, NewBilling, Notice, NoticeHeaders, NoticeRefused,
    verify_notice,
};
pub use files::{Files, FilesError};
pub use mail::{Mail, MailError, Mailer};
pub use registers::{IssuedIn, PassportRecord, PassportRegister, PopulationRecord, PopulationRegister};

use kernel::{config::Config, time::Clock};
use std::sync::Arc;

/// The longest message from a partner that is read, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// All neighbours of the house, real or simulated.
#[derive(Clone)]
pub struct Outside {
    /// Treasury billing ("SIMPONI").
    pub biller: Arc<dyn Biller>,
    /// The population register ("Dukcapil").
    pub population: Arc<dyn PopulationRegister>,
    /// The register of issued passports.
    pub passports: Arc<dyn PassportRegister>,
    /// The mail server.
    pub mailer: Arc<dyn Mailer>,
    /// The folder of sealed papers.
    pub files: Arc<dyn Files>,
}

impl Outside {
    /// Builds the real clients. Nothing is called yet. `clock` is real time, also in trial: signatures and message ids
    /// follow the partners' clocks. The error is a sentence that names the setting.
    pub fn from_config(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, String> {
        let http = partner::http_client(partner::PATIENCE)?;
        Ok(Self {
            biller: Arc::new(biller::BillerClient::new(&config.biller, &config.revenue, http.clone(), clock.clone())?),
            population: Arc::new(registers::PopulationClient::new(&config.population, http.clone(), clock.clone())?),
            passports: Arc::new(registers::PassportClient::new(&config.passports, http, clock.clone())?),
            mailer: Arc::new(mail::Smtp::new(&config.mail, clock)?),
            files: Arc::new(files::Folder::open(&config.files)?),
        })
    }
}

/// Why a partner gave no good answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartnerError {
    /// The partner said no, and will say no again. Final.
    #[error("the partner refused: {code} {message}")]
    Refused {
        /// The partner's code, such as `BILL-410`.
        code: String,
        /// The partner's words, for officers.
        message: String,
    },
    /// The partner knows nothing under this code.
    #[error("unknown to the partner")]
    NotFound,
    /// The result is unknown: time-out, 5xx, slow down, garbage, bad signature of the answer, broken connection, or an
    /// answer about something else. Never a failure: ask again.
    #[error("result unknown: {0}")]
    Unknown(String),
    /// No connection came about; certainly nothing was sent.
    #[error("the partner cannot be reached: {0}")]
    Unreachable(String),
    /// Five calls in a row went wrong a moment ago; nothing was sent.
    #[error("the partner is left alone for some seconds after repeated failures")]
    BreakerOpen,
}

#[cfg(test)]
mod tests;
