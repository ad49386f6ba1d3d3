//! What happened, told to whoever listens. Events are thin: ids only, no personal data, so that a row of the
//! outbox can be read by anybody who operates the system. The listener asks the doors at the moment it acts
//! and drops what is no longer true.

use crate::ids::{AccountId, ApplicationId, BillId, BookingId, CaseId, GuestId, MoneyCaseId};
use serde::{Deserialize, Serialize};

/// A step at the office that the citizen hears about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeStep {
    /// Arrived and got a queue number.
    CheckedIn,
    /// Papers and data are confirmed against the originals.
    Verified,
    /// Papers are missing; a clock runs.
    PapersPending,
    /// New was corrected to replacement or the other way; a difference may be billed.
    Reclassified,
    /// Interviewed, photograph and fingerprints taken.
    Interviewed,
    /// Approved by the adjudicator.
    Approved,
    /// Refused with a coded reason.
    Rejected,
    /// The booklet is printed.
    Printed,
    /// Ready to be collected.
    Ready,
    /// Handed over.
    Collected,
}

/// What a guest of an information day hears about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayNews {
    /// The registration is written.
    Registered,
    /// It is tomorrow.
    Tomorrow,
    /// Day, hour or place changed.
    Changed,
    /// It will not take place.
    Cancelled,
}

/// Everything that is told through the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Event {
    /// A 6-digit code was made and wants to be mailed.
    CodeIssued {
        /// The row that holds the code.
        code: String,
    },
    /// An account's password was changed.
    PasswordChanged {
        /// Whose.
        account: AccountId,
    },
    /// The second factor of an account was switched on or off.
    FactorChanged {
        /// Whose.
        account: AccountId,
        /// On from now on.
        on: bool,
    },
    /// Somebody signed up with, or asked for a code for, an address that has an account already (or none).
    AddressProbed {
        /// The row that holds the address.
        code: String,
    },
    /// E-mail or telephone was changed; the old address is told too.
    ContactChanged {
        /// The row that describes the change.
        change: String,
    },
    /// An officer was invited.
    OfficerInvited {
        /// The invitation row.
        invitation: String,
    },
    /// Seat, bill and state were written in one transaction; the biller is to be asked.
    Submitted {
        /// Which application.
        application: ApplicationId,
        /// Its bill.
        bill: BillId,
    },
    /// The billing code exists; the two hours run.
    BillReady {
        /// Which bill.
        bill: BillId,
    },
    /// One hour is left to pay.
    BillReminder {
        /// Which bill.
        bill: BillId,
    },
    /// Not paid in time; the seat is free again, everything typed stays.
    BillExpired {
        /// Which bill.
        bill: BillId,
    },
    /// The biller gave no code in time; the seat is free again.
    BillRefused {
        /// Which bill.
        bill: BillId,
    },
    /// Withdrawn before payment.
    Cancelled {
        /// Which application.
        application: ApplicationId,
    },
    /// Money arrived and the seat is booked.
    Paid {
        /// Which bill.
        bill: BillId,
    },
    /// Money arrived late and another equal seat was taken.
    PaidLateOtherSeat {
        /// Which bill.
        bill: BillId,
    },
    /// Money arrived late and no equal seat was free: choose a new date.
    PaidLateChoose {
        /// Which bill.
        bill: BillId,
    },
    /// Money came for what was sent before office or passport type were changed: what was paid for stands again.
    ChoiceRestored {
        /// The bill that was paid.
        bill: BillId,
    },
    /// Money needs a person's decision.
    MoneyCaseOpened {
        /// Which case.
        case: MoneyCaseId,
    },
    /// The visit was moved to another date.
    Moved {
        /// The application.
        application: ApplicationId,
        /// The new booking.
        booking: BookingId,
    },
    /// A paid seat was given back by the applicant.
    GivenBack {
        /// Which application.
        application: ApplicationId,
    },
    /// The visit is tomorrow.
    DayBefore {
        /// Which booking.
        booking: BookingId,
    },
    /// The visit passed without a check-in.
    Missed {
        /// Which booking.
        booking: BookingId,
    },
    /// A step at the office was reached.
    Office {
        /// The case at the counter.
        case: CaseId,
        /// The application.
        application: ApplicationId,
        /// Which step.
        step: OfficeStep,
    },
    /// The difference after a reclassification has been paid.
    DifferencePaid {
        /// Which bill.
        bill: BillId,
    },
    /// The application ended at the office: papers that were missing did not come in time.
    Voided {
        /// Which application.
        application: ApplicationId,
    },
    /// Nobody touched this draft for long: it will be thrown away.
    DraftAging {
        /// Which draft.
        application: ApplicationId,
    },
    /// A NIK that is already booked elsewhere was used by another account.
    NikDisputed {
        /// The application whose owner disputes.
        application: ApplicationId,
    },
    /// Something about an information day, for one guest who left an address.
    InformationDay {
        /// The guest.
        guest: GuestId,
        /// What.
        news: DayNews,
    },
}

impl Event {
    /// The name as it stands in the outbox, for logs and metrics.
    pub fn name(&self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.get("name").and_then(|n| n.as_str().map(str::to_owned)))
            .unwrap_or_default()
    }
}
