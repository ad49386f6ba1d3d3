//! The one state every citizen asks about, with its evidence inside, and the table of what may follow what.

use kernel::event::OfficeStep;
use kernel::ids::{BillId, BookingId, CaseId, MoneyCaseId};
use kernel::time::Timestamp;

/// Where an application stands. Each variant carries what is only true there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationState {
    /// Being filled in ("konsep").
    Draft,
    /// A seat is held and a bill runs ("menunggu pembayaran").
    AwaitingPayment {
        /// The bill that holds the seat.
        bill: BillId,
        /// The held seat.
        booking: BookingId,
    },
    /// Not paid in time; the seat is free again, everything typed stays ("kedaluwarsa").
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Withdrawn before payment ("dibatalkan").
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// Paid late and no equal seat was free: the person chooses a new date.
    ChooseDate {
        /// Until when.
        until: Timestamp,
    },
    /// Money that needs a person's decision.
    MoneyCase {
        /// The case in finance.
        case: MoneyCaseId,
    },
    /// Paid, with a date ("terjadwal").
    Scheduled {
        /// The seat.
        booking: BookingId,
    },
    /// At the counter.
    InOffice {
        /// The file at the counter.
        case: CaseId,
        /// The last step that was reached.
        step: OfficeStep,
    },
    /// Ready to be collected ("siap diambil").
    Ready,
    /// Handed over ("sudah diambil").
    Collected,
    /// Refused ("ditolak").
    Rejected {
        /// The coded reason.
        reason: String,
    },
    /// The visit passed without a check-in ("tidak hadir").
    Missed {
        /// When.
        at: Timestamp,
    },
    /// The applicant gave the paid seat back ("dikembalikan").
    GivenBack {
        /// When.
        at: Timestamp,
    },
    /// Ended; the fee is kept ("gugur").
    Void {
        /// The coded reason.
        reason: String,
    },
}

/// The state without its evidence: a word in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StateWord {
    /// See [`ApplicationState::Draft`].
    Draft,
    /// See [`ApplicationState::AwaitingPayment`].
    AwaitingPayment,
    /// See [`ApplicationState::Expired`].
    Expired,
    /// See [`ApplicationState::Cancelled`].
    Cancelled,
    /// See [`ApplicationState::ChooseDate`].
    ChooseDate,
    /// See [`ApplicationState::MoneyCase`].
    MoneyCase,
    /// See [`ApplicationState::Scheduled`].
    Scheduled,
    /// See [`ApplicationState::InOffice`].
    InOffice,
    /// See [`ApplicationState::Ready`].
    Ready,
    /// See [`ApplicationState::Collected`].
    Collected,
    /// See [`ApplicationState::Rejected`].
    Rejected,
    /// See [`ApplicationState::Missed`].
    Missed,
    /// See [`ApplicationState::GivenBack`].
    GivenBack,
    /// See [`ApplicationState::Void`].
    Void,
}

impl StateWord {
    /// All states, in the order of a journey.
    pub const ALL: [Self; 14] = [
        Self::Draft,
        Self::AwaitingPayment,
        Self::Expired,
        Self::Cancelled,
        Self::ChooseDate,
        Self::MoneyCase,
        Self::Scheduled,
        Self::InOffice,
        Self::Ready,
        Self::Collected,
        Self::Rejected,
        Self::Missed,
        Self::GivenBack,
        Self::Void,
    ];

    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::ChooseDate => "choose_date",
            Self::MoneyCase => "money_case",
            Self::Scheduled => "scheduled",
            Self::InOffice => "in_office",
            Self::Ready => "ready",
            Self::Collected => "collected",
            Self::Rejected => "rejected",
            Self::Missed => "missed",
            Self::GivenBack => "given_back",
            Self::Void => "void",
        }
    }

    /// Reads the word in the column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == text)
    }

    /// True while the answers may be changed by the applicant: nothing is held and nothing is paid.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Expired | Self::Cancelled)
    }
}

impl ApplicationState {
    /// The state without its evidence.
    pub const fn word(&self) -> StateWord {
        match self {
            Self::Draft => StateWord::Draft,
            Self::AwaitingPayment { .. } => StateWord::AwaitingPayment,
            Self::Expired { .. } => StateWord::Expired,
            Self::Cancelled { .. } => StateWord::Cancelled,
            Self::ChooseDate { .. } => StateWord::ChooseDate,
            Self::MoneyCase { .. } => StateWord::MoneyCase,
            Self::Scheduled { .. } => StateWord::Scheduled,
            Self::InOffice { .. } => StateWord::InOffice,
            Self::Ready => StateWord::Ready,
            Self::Collected => StateWord::Collected,
            Self::Rejected { .. } => StateWord::Rejected,
            Self::Missed { .. } => StateWord::Missed,
            Self::GivenBack { .. } => StateWord::GivenBack,
            Self::Void { .. } => StateWord::Void,
        }
    }
}

/// What can be done to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Change an answer.
    Edit,
    /// Submit with a held seat and a bill; also the re-bill after expiry.
    Submit,
    /// The bill ended unpaid.
    Expire,
    /// Withdrawn by the applicant.
    Cancel,
    /// Money arrived and a seat is booked.
    MarkPaid,
    /// Money arrived late, no equal seat.
    ChooseDate,
    /// Money needs a decision.
    MoneyCase,
    /// Another seat.
    Reschedule,
    /// The paid seat is given back.
    GiveBack,
    /// Nobody came.
    Miss,
    /// Arrived.
    CheckIn,
    /// A step at the counter.
    OfficeStep,
    /// Refused at the counter.
    Reject,
    /// New becomes replacement or the other way.
    Reclassify,
    /// Ended, the fee is kept.
    Void,
}

impl Verb {
    /// All verbs.
    pub const ALL: [Self; 15] = [
        Self::Edit,
        Self::Submit,
        Self::Expire,
        Self::Cancel,
        Self::MarkPaid,
        Self::ChooseDate,
        Self::MoneyCase,
        Self::Reschedule,
        Self::GiveBack,
        Self::Miss,
        Self::CheckIn,
        Self::OfficeStep,
        Self::Reject,
        Self::Reclassify,
        Self::Void,
    ];

    /// The word in the chart and in the audit.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::Expire => "expire",
            Self::Cancel => "cancel",
            Self::MarkPaid => "mark_paid",
            Self::ChooseDate => "choose_date",
            Self::MoneyCase => "money_case",
            Self::Reschedule => "reschedule",
            Self::GiveBack => "give_back",
            Self::Miss => "miss",
            Self::CheckIn => "check_in",
            Self::OfficeStep => "office_step",
            Self::Reject => "reject",
            Self::Reclassify => "reclassify",
            Self::Void => "void",
        }
    }

    /// Where the verb leads from a state; none when it is refused there. Steps at the office have a table of
    /// their own, [`follows`], which may lead on to `ready` and `collected`.
    pub const fn from(self, state: StateWord) -> Option<StateWord> {
        use StateWord as S;
        match (self, state) {
            (Self::Edit, S::Draft | S::Expired | S::Cancelled) => Some(state),
            (Self::Submit, S::Draft | S::Expired | S::Cancelled) => Some(S::AwaitingPayment),
            (Self::Expire, S::AwaitingPayment) => Some(S::Expired),
            (Self::Cancel, S::Draft | S::AwaitingPayment | S::Expired) => Some(S::Cancelled),
            // late money comes to an ended bill; whether a seat is taken for it is payment's rule
            (Self::MarkPaid, S::AwaitingPayment | S::Expired | S::Cancelled | S::MoneyCase) => Some(S::Scheduled),
            (Self::ChooseDate, S::AwaitingPayment | S::Expired | S::Cancelled | S::MoneyCase) => Some(S::ChooseDate),
            (Self::MoneyCase, S::AwaitingPayment | S::Expired | S::Cancelled | S::ChooseDate) => Some(S::MoneyCase),
            (Self::Reschedule, S::ChooseDate | S::Scheduled) => Some(S::Scheduled),
            (Self::GiveBack, S::ChooseDate | S::Scheduled) => Some(S::GivenBack),
            (Self::Miss, S::Scheduled) => Some(S::Missed),
            (Self::CheckIn, S::Scheduled) => Some(S::InOffice),
            (Self::OfficeStep, S::InOffice) => Some(S::InOffice),
            (Self::OfficeStep, S::Ready) => Some(S::Collected),
            (Self::Reject, S::InOffice) => Some(S::Rejected),
            (Self::Reclassify, S::InOffice) => Some(S::InOffice),
            (Self::Void, S::ChooseDate | S::MoneyCase | S::Scheduled | S::InOffice | S::Ready | S::Missed) => Some(S::Void),
            _ => None,
        }
    }
}

/// The steps at the office, in the order of a visit.
pub const OFFICE_STEPS: [OfficeStep; 10] = [
    OfficeStep::CheckedIn,
    OfficeStep::PapersPending,
    OfficeStep::Reclassified,
    OfficeStep::Verified,
    OfficeStep::Interviewed,
    OfficeStep::Approved,
    OfficeStep::Rejected,
    OfficeStep::Printed,
    OfficeStep::Ready,
    OfficeStep::Collected,
];

/// The word of a step in the column.
pub const fn step_code(step: OfficeStep) -> &'static str {
    match step {
        OfficeStep::CheckedIn => "checked_in",
        OfficeStep::Verified => "verified",
        OfficeStep::PapersPending => "papers_pending",
        OfficeStep::Reclassified => "reclassified",
        OfficeStep::Interviewed => "interviewed",
        OfficeStep::Approved => "approved",
        OfficeStep::Rejected => "rejected",
        OfficeStep::Printed => "printed",
        OfficeStep::Ready => "ready",
        OfficeStep::Collected => "collected",
    }
}

/// Reads the word of a step.
pub fn parse_step(text: &str) -> Option<OfficeStep> {
    OFFICE_STEPS.into_iter().find(|s| step_code(*s) == text)
}

/// Whether a step may come next at the counter. Arrival and rejection have verbs of their own.
pub const fn follows(now: OfficeStep, next: OfficeStep) -> bool {
    use OfficeStep as O;
    match next {
        O::PapersPending | O::Verified | O::Reclassified => {
            matches!(now, O::CheckedIn | O::PapersPending | O::Reclassified | O::Verified | O::Interviewed)
        }
        O::Interviewed => matches!(now, O::Verified | O::Reclassified),
        O::Approved => matches!(now, O::Interviewed),
        O::Printed => matches!(now, O::Approved),
        O::Ready => matches!(now, O::Printed),
        O::Collected => matches!(now, O::Ready),
        O::CheckedIn | O::Rejected => false,
    }
}

/// The chart of `docs/states-application.md`.
pub fn chart() -> String {
    use std::fmt::Write as _;
    let mut out = String::from(
        "# States of an application\n\nGenerated by a test of `rooms/application` from the code. A dot means: refused.\n\n| from \\ verb |",
    );
    for verb in Verb::ALL {
        let _ = write!(out, " {} |", verb.code());
    }
    out.push_str("\n| --- |");
    out.push_str(&" --- |".repeat(Verb::ALL.len()));
    for state in StateWord::ALL {
        let _ = write!(out, "\n| **{}** |", state.code());
        for verb in Verb::ALL {
            let _ = write!(out, " {} |", verb.from(state).map_or("·", StateWord::code));
        }
    }
    out.push_str("\n\n## Steps at the office\n\n`reject` and `check_in` are verbs of their own; `ready` and `collected` are states.\n\n| from \\ to |");
    for next in OFFICE_STEPS {
        let _ = write!(out, " {} |", step_code(next));
    }
    out.push_str("\n| --- |");
    out.push_str(&" --- |".repeat(OFFICE_STEPS.len()));
    for now in OFFICE_STEPS {
        let _ = write!(out, "\n| **{}** |", step_code(now));
        for next in OFFICE_STEPS {
            out.push_str(if follows(now, next) { " yes |" } else { " · |" });
        }
    }
    out.push('\n');
    out
}
