//! Messages, what they are about, and where their mail stands.

use kernel::{
    event::OfficeStep,
    ids::{AccountId, ApplicationId, GuestId, MessageId},
    time::{HOUR, MINUTE, SECOND, Timestamp},
};

/// A silent mail server is asked again for so long.
pub const PATIENCE: i64 = 24 * HOUR;

macro_rules! kinds {
    ($($(#[$about:meta])* $variant:ident = $code:literal, $subject:literal;)+) => {
        /// What a message says. The word stands in a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$about])* $variant),+ }

        impl Kind {
            /// All there are.
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word in the column.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// Reads the word in the column.
            pub fn parse(text: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|k| k.code() == text)
            }
            /// The words of the subject line and of the inbox.
            pub const fn subject(self) -> &'static str {
                match self { $(Self::$variant => $subject),+ }
            }
        }
    };
}

kinds! {
    /// A 6-digit code; mail only. About: the code's row.
    Code = "code", "notification-code-subject";
    /// Somebody typed an address that has an account; mail only. About: the code's row.
    AddressKnown = "address_known", "notification-address-known-subject";
    /// About: the account.
    PasswordChanged = "password_changed", "notification-password-changed-subject";
    /// The second factor was switched on. About: the account, as the next.
    FactorOn = "factor_on", "notification-factor-on-subject";
    /// It was switched off.
    FactorOff = "factor_off", "notification-factor-off-subject";
    /// To the address before the change. About: the change.
    ContactOld = "contact_old", "notification-contact-subject";
    /// To the address after the change; mail only. About: the change.
    ContactNew = "contact_new", "notification-contact-new-subject";
    /// An officer's invitation; mail only. About: the invitation.
    Invitation = "invitation", "notification-invitation-subject";
    /// The billing code exists. About: the bill, as all of the next.
    BillReady = "bill_ready", "notification-bill-ready-subject";
    /// One hour is left.
    BillReminder = "bill_reminder", "notification-bill-reminder-subject";
    /// Not paid in time.
    BillExpired = "bill_expired", "notification-bill-expired-subject";
    /// The biller gave no code.
    BillRefused = "bill_refused", "notification-bill-refused-subject";
    /// Paid, with the letter.
    Paid = "paid", "notification-paid-subject";
    /// Paid late; another seat was taken.
    PaidOtherSeat = "paid_other_seat", "notification-paid-other-seat-subject";
    /// Paid late; a new date is to be chosen.
    ChooseDate = "choose_date", "notification-choose-date-subject";
    /// Paid late for an earlier choice of office or passport, which stands again.
    Restored = "restored", "notification-restored-subject";
    /// The difference is paid.
    DifferencePaid = "difference_paid", "notification-difference-paid-subject";
    /// Money that a person looks at. About: the case.
    MoneyCase = "money_case", "notification-money-case-subject";
    /// Withdrawn before payment. About: the application.
    Cancelled = "cancelled", "notification-cancelled-subject";
    /// A paid seat was given back. About: the application.
    GivenBack = "given_back", "notification-given-back-subject";
    /// The visit has another date. About: the booking, as all of the next.
    Moved = "moved", "notification-moved-subject";
    /// The visit is tomorrow.
    DayBefore = "day_before", "notification-day-before-subject";
    /// The visit passed.
    Missed = "missed", "notification-missed-subject";
    /// Arrived at the office. About: the application, as all of the next.
    CheckedIn = "checked_in", "notification-checked-in-subject";
    /// Papers and data were confirmed.
    Verified = "verified", "notification-verified-subject";
    /// Papers are missing.
    PapersPending = "papers_pending", "notification-papers-pending-subject";
    /// New became replacement or the other way.
    Reclassified = "reclassified", "notification-reclassified-subject";
    /// Interviewed and photographed.
    Interviewed = "interviewed", "notification-interviewed-subject";
    /// Approved.
    Approved = "approved", "notification-approved-subject";
    /// Refused with a reason.
    Rejected = "rejected", "notification-rejected-subject";
    /// The booklet is printed.
    Printed = "printed", "notification-printed-subject";
    /// Ready to be collected.
    Ready = "ready", "notification-ready-subject";
    /// Handed over.
    Collected = "collected", "notification-collected-subject";
    /// Missing papers did not come in time.
    Voided = "voided", "notification-voided-subject";
    /// A draft that nobody touched will be thrown away.
    DraftAging = "draft_aging", "notification-draft-aging-subject";
    /// To whoever disputes a booking of the same NIK.
    NikAsked = "nik_asked", "notification-nik-asked-subject";
    /// To whoever holds that booking.
    NikHolder = "nik_holder", "notification-nik-holder-subject";
    /// Registered for an information day; mail only. About: the guest, as all of the next.
    GuestRegistered = "guest_registered", "notification-guest-registered-subject";
    /// The information day is tomorrow; mail only.
    GuestTomorrow = "guest_tomorrow", "notification-guest-tomorrow-subject";
    /// The information day has another date, hour or place; mail only.
    GuestChanged = "guest_changed", "notification-guest-changed-subject";
    /// The information day was cancelled; mail only.
    GuestCancelled = "guest_cancelled", "notification-guest-cancelled-subject";
}

impl Kind {
    /// The message of a step at the office.
    pub const fn of_step(step: OfficeStep) -> Self {
        match step {
            OfficeStep::CheckedIn => Self::CheckedIn,
            OfficeStep::Verified => Self::Verified,
            OfficeStep::PapersPending => Self::PapersPending,
            OfficeStep::Reclassified => Self::Reclassified,
            OfficeStep::Interviewed => Self::Interviewed,
            OfficeStep::Approved => Self::Approved,
            OfficeStep::Rejected => Self::Rejected,
            OfficeStep::Printed => Self::Printed,
            OfficeStep::Ready => Self::Ready,
            OfficeStep::Collected => Self::Collected,
        }
    }
}

/// Where the mail of a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// Not handed over yet.
    Waiting,
    /// The mail server took it.
    Sent,
    /// The mail server refused the address for good.
    Refused,
    /// No longer true when it could be sent.
    Dropped,
    /// The mail server was silent for too long.
    Failed,
}

impl MailState {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Sent, Self::Refused, Self::Dropped, Self::Failed];

    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }

    /// Reads the word in the column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == text)
    }
}

/// To whom a message goes: the name of a queue of mails that leave in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// The holder of an account, at the address she has when it is sent.
    Account(AccountId),
    /// Whoever a code is for.
    Code(String),
    /// Whoever is invited.
    Invitation(String),
    /// The address before a change.
    OldAddress(String),
    /// The address after a change.
    NewAddress(String),
    /// A guest of an information day.
    Guest(GuestId),
}

impl Recipient {
    /// How the text of an account's holder begins.
    pub const ACCOUNT: &str = "account:";
    /// How the text of a guest begins.
    pub const GUEST: &str = "guest:";

    /// The text in the column, and the key of the job.
    pub fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("{}{id}", Self::ACCOUNT),
            Self::Code(id) => format!("code:{id}"),
            Self::Invitation(id) => format!("invitation:{id}"),
            Self::OldAddress(id) => format!("change:{id}:old"),
            Self::NewAddress(id) => format!("change:{id}:new"),
            Self::Guest(id) => format!("{}{id}", Self::GUEST),
        }
    }
}

/// A message to a person ("kabar").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id; also the stable part of the mail's id.
    pub id: MessageId,
    /// What it says.
    pub kind: Kind,
    /// In whose inbox it lies; none for mail only.
    pub account: Option<AccountId>,
    /// Which application it is about.
    pub application: Option<ApplicationId>,
    /// The id of what it is about; its kind says of what.
    pub about: String,
    /// When it was told.
    pub at: Timestamp,
    /// When it was opened.
    pub read_at: Option<Timestamp>,
    /// Where its mail stands.
    pub mail: MailState,
    /// When its mail came to its end.
    pub mail_at: Option<Timestamp>,
    /// When a waiting mail is tried next.
    pub due_at: Timestamp,
    /// How often the mail was tried.
    pub tries: i64,
}

/// Pause before the next try: 30 s, 1, 2, 5, 10 minutes, then every half hour.
pub const fn pause(tries: i64) -> i64 {
    match tries {
        ..=1 => 30 * SECOND,
        2 => MINUTE,
        3 => 2 * MINUTE,
        4 => 5 * MINUTE,
        5 => 10 * MINUTE,
        _ => 30 * MINUTE,
    }
}
