//! What an officer may do.

use serde::{Deserialize, Serialize};

/// A role of an officer ("peran petugas"). An officer may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Check-in and queue ("loket depan").
    FrontDesk,
    /// Papers and data against the originals ("verifikasi").
    Verifier,
    /// Interview, photograph, fingerprints ("wawancara").
    Interviewer,
    /// Decides ("adjudikasi").
    Adjudicator,
    /// Prints booklets ("cetak").
    Printer,
    /// Hands over ("penyerahan").
    HandOver,
    /// Looks after money cases ("keuangan").
    Finance,
    /// Goes out to explain ("penyuluhan").
    Outreach,
    /// Looks after officers, calendars, jobs ("admin").
    Admin,
}

impl Role {
    /// All roles in the order of a visit.
    pub const ALL: [Self; 9] = [
        Self::FrontDesk,
        Self::Verifier,
        Self::Interviewer,
        Self::Adjudicator,
        Self::Printer,
        Self::HandOver,
        Self::Finance,
        Self::Outreach,
        Self::Admin,
    ];

    /// The word kept in columns and given at the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FrontDesk => "front_desk",
            Self::Verifier => "verifier",
            Self::Interviewer => "interviewer",
            Self::Adjudicator => "adjudicator",
            Self::Printer => "printer",
            Self::HandOver => "hand_over",
            Self::Finance => "finance",
            Self::Outreach => "outreach",
            Self::Admin => "admin",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == text)
    }
}
