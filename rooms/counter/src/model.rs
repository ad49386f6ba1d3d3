//! A case, its states with their evidence, and the table of what may follow what.

use catalogue::Field;
use jiff::civil::Date;
use kernel::field::FieldError;
use kernel::ids::{ApplicationId, BillId, BookingId, CaseId, OfficeCode, OfficerId};
use kernel::role::Role;
use kernel::time::Timestamp;
use store::StoreError;

/// An enum whose variants stand in columns and in the chart under a fixed word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$about])* $variant),+ }

        impl $name {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word in the column.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            /// Reads the word in the column.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code() == text)
            }
        }
    };
}

words!(
    /// Who takes the passport home ("pengambil").
    Collector {
        /// The holder.
        Itself = "self",
        /// Somebody on the same family card.
        Family = "family",
        /// Somebody with a letter of attorney.
        Proxy = "proxy",
    }
);

words!(
    /// The state of a case without its evidence: a word in a column.
    CaseWord {
        /// See [`CaseState::CheckedIn`].
        CheckedIn = "checked_in",
        /// See [`CaseState::PapersPending`].
        PapersPending = "papers_pending",
        /// See [`CaseState::AwaitingDifference`].
        AwaitingDifference = "awaiting_difference",
        /// See [`CaseState::Interview`].
        Interview = "interview",
        /// See [`CaseState::Adjudication`].
        Adjudication = "adjudication",
        /// See [`CaseState::Printing`].
        Printing = "printing",
        /// See [`CaseState::Printed`].
        Printed = "printed",
        /// See [`CaseState::Ready`].
        Ready = "ready",
        /// See [`CaseState::Collected`].
        Collected = "collected",
        /// See [`CaseState::Rejected`].
        Rejected = "rejected",
        /// See [`CaseState::Void`].
        Void = "void",
    }
);

words!(
    /// What can be done to a case.
    Verb {
        /// Fields are confirmed against the originals, or no longer.
        Confirm = "confirm",
        /// The verifier asks for missing papers.
        AskPapers = "ask_papers",
        /// All papers asked for are there.
        PapersIn = "papers_in",
        /// New becomes replacement or the other way, at no cost.
        Reclassify = "reclassify",
        /// The same, and a difference is billed.
        BillDifference = "bill_difference",
        /// The difference was paid.
        DifferencePaid = "difference_paid",
        /// Each field is confirmed; on to the interview.
        Verify = "verify",
        /// Interviewed, photograph and fingerprints taken.
        Interview = "interview",
        /// The adjudicator approves.
        Approve = "approve",
        /// The adjudicator refuses.
        Reject = "reject",
        /// A booklet is printed.
        Print = "print",
        /// Checked, and waiting for its holder.
        Ready = "ready",
        /// Handed over.
        HandOver = "hand_over",
        /// The papers did not come in time.
        PapersLate = "papers_late",
    }
);

/// Where a case stands. Each variant carries what is only true there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseState {
    /// Here; papers and data are being checked ("periksa dokumen").
    CheckedIn,
    /// Papers are missing ("kurang dokumen").
    PapersPending {
        /// Until when they may be sent (exclusive).
        until: Timestamp,
    },
    /// A difference is to be paid ("menunggu selisih").
    AwaitingDifference {
        /// Its bill.
        bill: BillId,
    },
    /// Waits for interview and biometrics ("wawancara").
    Interview,
    /// Waits for the decision ("pemeriksaan akhir").
    Adjudication,
    /// Waits for its booklet ("cetak").
    Printing,
    /// The booklet is printed and is being checked.
    Printed {
        /// Its number.
        booklet: String,
    },
    /// Can be collected ("siap diambil").
    Ready {
        /// Its number.
        booklet: String,
    },
    /// Handed over ("sudah diambil").
    Collected {
        /// Who took it.
        by: Collector,
    },
    /// Refused ("ditolak").
    Rejected {
        /// The coded reason of the catalogue.
        reason: String,
    },
    /// Ended; the fee is kept ("gugur").
    Void {
        /// The coded reason.
        reason: String,
    },
}

impl CaseState {
    /// The state without its evidence.
    pub const fn word(&self) -> CaseWord {
        match self {
            Self::CheckedIn => CaseWord::CheckedIn,
            Self::PapersPending { .. } => CaseWord::PapersPending,
            Self::AwaitingDifference { .. } => CaseWord::AwaitingDifference,
            Self::Interview => CaseWord::Interview,
            Self::Adjudication => CaseWord::Adjudication,
            Self::Printing => CaseWord::Printing,
            Self::Printed { .. } => CaseWord::Printed,
            Self::Ready { .. } => CaseWord::Ready,
            Self::Collected { .. } => CaseWord::Collected,
            Self::Rejected { .. } => CaseWord::Rejected,
            Self::Void { .. } => CaseWord::Void,
        }
    }
}

impl Verb {
    /// Where the verb leads from a state; none when it is refused there.
    pub const fn from(self, state: CaseWord) -> Option<CaseWord> {
        use CaseWord as C;
        match (self, state) {
            (Self::Confirm | Self::Reclassify, C::CheckedIn)
            | (Self::PapersIn, C::PapersPending)
            | (Self::DifferencePaid, C::AwaitingDifference) => Some(C::CheckedIn),
            (Self::AskPapers, C::CheckedIn | C::PapersPending) => Some(C::PapersPending),
            (Self::BillDifference, C::CheckedIn) => Some(C::AwaitingDifference),
            (Self::Verify, C::CheckedIn) => Some(C::Interview),
            (Self::Interview, C::Interview) => Some(C::Adjudication),
            (Self::Approve, C::Adjudication) => Some(C::Printing),
            (Self::Reject, C::Adjudication) => Some(C::Rejected),
            (Self::Print, C::Printing) => Some(C::Printed),
            (Self::Ready, C::Printed) => Some(C::Ready),
            (Self::HandOver, C::Ready) => Some(C::Collected),
            (Self::PapersLate, C::PapersPending) => Some(C::Void),
            _ => None,
        }
    }

    /// Who may do it; none where the product does it by itself.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Confirm | Self::AskPapers | Self::PapersIn | Self::Reclassify | Self::BillDifference | Self::Verify => {
                Some(Role::Verifier)
            }
            Self::Interview => Some(Role::Interviewer),
            Self::Approve | Self::Reject => Some(Role::Adjudicator),
            Self::Print | Self::Ready => Some(Role::Printer),
            Self::HandOver => Some(Role::HandOver),
            Self::DifferencePaid | Self::PapersLate => None,
        }
    }
}

/// The chart of `docs/states-case.md`.
pub fn chart() -> String {
    use std::fmt::Write as _;
    let mut out = String::from(
        "# States of a case at the counter\n\nGenerated by a test of `rooms/counter` from the code. A dot means: refused. A verb without a role is done by the product.\n\n| from \\ verb |",
    );
    for verb in Verb::ALL {
        let _ = write!(out, " {} |", verb.code());
    }
    out.push_str("\n| --- |");
    out.push_str(&" --- |".repeat(Verb::ALL.len()));
    out.push_str("\n| *role* |");
    for verb in Verb::ALL {
        let _ = write!(out, " {} |", verb.role().map_or("·", Role::code));
    }
    for state in CaseWord::ALL {
        let _ = write!(out, "\n| **{}** |", state.code());
        for verb in Verb::ALL {
            let _ = write!(out, " {} |", verb.from(*state).map_or("·", CaseWord::code));
        }
    }
    out.push('\n');
    out
}

/// The file of one applicant at the counter ("berkas layanan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Whose.
    pub application: ApplicationId,
    /// The visit.
    pub booking: BookingId,
    /// The only office for which it exists.
    pub office: OfficeCode,
    /// The day of the visit.
    pub day: Date,
    /// Code of the lane.
    pub lane: String,
    /// Queue number, such as `A-014`.
    pub queue: String,
    /// Where it stands.
    pub state: CaseState,
    /// Since when.
    pub state_at: Timestamp,
    /// When the person arrived.
    pub arrived_at: Timestamp,
    /// Code of the interview's outcome.
    pub interview: Option<String>,
    /// Reference of photograph and fingerprints.
    pub biometrics: Option<String>,
    /// Number of the booklet.
    pub booklet: Option<String>,
    /// Who worked on it last.
    pub assigned: Option<OfficerId>,
    /// Rises with each change; a form carries it.
    pub version: i64,
}

/// A line of a case's own history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The verb, or `check_in`.
    pub word: String,
    /// Who; none for the product.
    pub officer: Option<OfficerId>,
    /// When.
    pub at: Timestamp,
}

/// Why a step was refused; nothing changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// No such case at this office.
    #[error("no such case")]
    Absent,
    /// The state does not allow it.
    #[error("not from state {}", .0.code())]
    NotNow(CaseWord),
    /// Somebody else did something meanwhile.
    #[error("changed meanwhile")]
    Stale,
    /// Fields are not confirmed.
    #[error("{} fields are not confirmed", .0.len())]
    Unconfirmed(Vec<Field>),
    /// Papers asked for are not there.
    #[error("{} papers are missing", .0.len())]
    StillMissing(Vec<String>),
    /// Something in the form.
    #[error("field {0}")]
    Field(&'static str, FieldError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<application::TransitionRefused> for Refused {
    fn from(refused: application::TransitionRefused) -> Self {
        Self::Store(refused.into())
    }
}
