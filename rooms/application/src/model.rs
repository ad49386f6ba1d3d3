//! The nouns of the room: an application, its flags, what is refused.

use crate::state::{ApplicationState, StateWord};
use catalogue::codes::ApplicationKind;
use kernel::field::FieldError;
use kernel::ids::{AccountId, ApplicationId, BillId, BookingId, OfficeCode, PersonId};
use kernel::lang::Lang;
use kernel::time::Timestamp;
use store::StoreError;

/// An application for a passport ("permohonan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// 16 digits: 4 fixed ones and a random serial ("nomor permohonan").
    pub number: String,
    /// Whose.
    pub account: AccountId,
    /// Under whose envelope key everything about the applicant is sealed.
    pub person: PersonId,
    /// New or replacement, as the person answered or the officer corrected.
    pub kind: ApplicationKind,
    /// The language it was started in.
    pub lang: Lang,
    /// The chosen office.
    pub office: Option<OfficeCode>,
    /// Code of the chosen passport type.
    pub passport_type: Option<String>,
    /// Keyed hash of a well-formed NIK.
    pub nik_hash: Option<String>,
    /// Where it stands.
    pub state: ApplicationState,
    /// Rises with each change, of an answer too.
    pub version: i64,
    /// What an officer should look at.
    pub flags: Vec<Flag>,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
}

/// Something an officer should look at ("catatan untuk petugas").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// The NIK says another birth date or sex, and the person says that both are as on the card.
    NikMismatch,
    /// The first six digits of the NIK are no district we know.
    NikRegionUnknown,
    /// The population register differs and the person goes on.
    RegisterDiffers,
    /// The passport register knows a passport, but "new" was chosen.
    PassportKnown,
}

impl Flag {
    /// All flags.
    pub const ALL: [Self; 4] = [Self::NikMismatch, Self::NikRegionUnknown, Self::RegisterDiffers, Self::PassportKnown];

    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NikMismatch => "nik_mismatch",
            Self::NikRegionUnknown => "nik_region_unknown",
            Self::RegisterDiffers => "register_differs",
            Self::PassportKnown => "passport_known",
        }
    }

    /// Reads the word in the column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == text)
    }
}

/// A value was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The version of the answer now.
    pub version: i64,
    /// What is wrong with the value, which is kept all the same.
    pub invalid: Option<FieldError>,
}

/// A value was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveRefused {
    /// Somebody saved another value meanwhile.
    #[error("another value was saved meanwhile")]
    Conflict {
        /// What stands there now.
        theirs: String,
        /// Its version.
        version: i64,
    },
    /// The application is submitted, or gone.
    #[error("answers cannot be changed now")]
    NotNow,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A transition was refused; nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum TransitionRefused {
    /// No such application.
    #[error("no such application")]
    Absent,
    /// The state does not allow it.
    #[error("not from state {}", .0.code())]
    NotFrom(StateWord),
    /// Changed since the caller looked.
    #[error("changed meanwhile")]
    Stale,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<TransitionRefused> for StoreError {
    /// For callers to whom a refusal is a fault of the rows.
    fn from(refused: TransitionRefused) -> Self {
        match refused {
            TransitionRefused::Store(error) => error,
            other => Self::inconsistent("application.state", other.to_string()),
        }
    }
}

/// One application to be submitted with its seat and its bill.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Which.
    pub id: ApplicationId,
    /// The version that was looked at on "check answers".
    pub version: i64,
    /// Its bill.
    pub bill: BillId,
    /// Its held seat.
    pub booking: BookingId,
    /// The office of the seat.
    pub office: OfficeCode,
}

/// What an application was sent for with one bill: what its money pays for, whatever was chosen later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Which application.
    pub application: ApplicationId,
    /// New or replacement, as it was answered then.
    pub kind: ApplicationKind,
    /// Code of the passport type that was chosen then.
    pub passport_type: Option<String>,
    /// The office of the seat.
    pub office: OfficeCode,
    /// Keyed hash of the NIK that stood there then.
    pub nik_hash: Option<String>,
}

/// What became of the choices when late money came for an earlier bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// Nothing had changed.
    AsSent,
    /// Office, passport type or kind had changed; what was paid for stands again.
    Restored,
    /// The NIK is another one now: the money is another person's, and nothing was written.
    OtherPerson,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// When.
    pub at: Timestamp,
    /// What: `created`, a verb of the chart, or a step at the office.
    pub what: String,
    /// `account`, `officer`, `system`, `partner` or `operator`.
    pub by_kind: String,
}
