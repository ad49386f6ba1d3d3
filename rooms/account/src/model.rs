//! The nouns and numbers of the room: how long a code lives, when a session ends, what neighbours get to see.

use kernel::{
    contact::{Email, Phone},
    ids::{AccountId, OfficeCode, OfficerId},
    lang::Lang,
    role::Role,
    time::{DAY, HOUR, MINUTE, SECOND, Timestamp},
};

/// A code lives ten minutes of real time.
pub const CODE_LIFE: i64 = 10 * MINUTE;
/// Wrong guesses after which a code is dead.
pub const CODE_TRIES: i64 = 5;
/// Pause between two codes of one flow.
pub const RESEND_PAUSE: i64 = 60 * SECOND;
/// Codes for one address within 24 hours, whatever they are for.
pub const CODES_PER_DAY: i64 = 10;
/// Flows that one source may start within [`THROTTLE_FORGET`] before it has to wait.
pub const FLOWS_PER_SOURCE: i64 = 30;
/// What was typed waits this long for its code.
pub const FLOW_LIFE: i64 = HOUR;
/// A citizen's session ends after this long without a request.
pub const CITIZEN_IDLE: i64 = 15 * MINUTE;
/// A citizen's session ends this long after sign-in.
pub const CITIZEN_LONGEST: i64 = 12 * HOUR;
/// A session on a device that others use ends after this long without a request.
pub const SHARED_IDLE: i64 = 5 * MINUTE;
/// Forms of one account that wait for its owner at once; the oldest goes first.
pub const PARKED_MAX: i64 = 5;
/// A program's token lives this long.
pub const TOKEN_LIFE: i64 = 30 * DAY;
/// A right password waits this long for its second factor.
pub const FACTOR_PATIENCE: i64 = 10 * MINUTE;
/// Recovery codes of a second factor.
pub const RECOVERY_CODES: usize = 8;
/// An officer's session ends after this long without a request.
pub const OFFICER_IDLE: i64 = 10 * MINUTE;
/// An officer's session ends this long after sign-in: one shift.
pub const OFFICER_LONGEST: i64 = 10 * HOUR;
/// A session's last request is written down at most this often.
pub const SEEN_EVERY: i64 = 30 * SECOND;
/// An invitation's link works this long, and once.
pub const INVITATION_LIFE: i64 = 72 * HOUR;
/// Failed sign-ins of one address that cost nothing.
pub const FREE_TRIES: i64 = 5;
/// Failed sign-ins of one source that cost nothing: many people share one address of a mobile network.
pub const FREE_TRIES_SOURCE: i64 = 30;
/// The first pause after too many failures; each further one doubles it.
pub const FIRST_PAUSE: i64 = 5 * SECOND;
/// The longest pause: an owner is never locked out for longer.
pub const LONGEST_PAUSE: i64 = 15 * MINUTE;
/// Failures are forgotten after this long without a new one.
pub const THROTTLE_FORGET: i64 = 6 * HOUR;
/// A known device is remembered this long after its last sign-in.
pub const DEVICE_LIFE: i64 = 180 * DAY;
/// Rows that serve no more are kept this long before they are swept away.
pub const SWEEP_AFTER: i64 = 2 * DAY;
/// The version of the terms that a new account accepts.
pub const TERMS_VERSION: &str = "2026-10";

/// How to reach the holder of an account, opened at the moment of sending.
#[derive(Debug, Clone)]
pub struct Contact {
    /// The name given at sign-up.
    pub name: String,
    /// The e-mail address as typed.
    pub email: Email,
    /// The telephone number.
    pub phone: Phone,
    /// The language of messages.
    pub lang: Lang,
}

/// What a mailed code is for: each is told with its own sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    /// Confirms a new account.
    SignUp,
    /// Lets a new password be set.
    Reset,
    /// Confirms the new address of an account.
    NewEmail,
    /// Confirms, at the old address, that the address may change.
    OldEmail,
    /// Confirms, by mail, that the telephone number may change.
    NewPhone,
    /// No code: somebody signed up with, or wanted to move to, an address that has an account already.
    SignUpKnown,
}

/// A code's mail at the moment of sending.
#[derive(Debug, Clone)]
pub struct CodeMail {
    /// Where it goes.
    pub to: Email,
    /// The reader's language.
    pub lang: Lang,
    /// What it is for.
    pub purpose: CodePurpose,
    /// The six digits; none for [`CodePurpose::SignUpKnown`].
    pub digits: Option<String>,
    /// Real time after which it is dead.
    pub expires_at: Timestamp,
}

/// An invitation's mail at the moment of sending.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// Where it goes.
    pub to: Email,
    /// The officer's name.
    pub name: String,
    /// The office that invites.
    pub office: OfficeCode,
    /// The path of the one-time link, to be put behind the public address.
    pub link_path: String,
    /// The reader's language.
    pub lang: Lang,
}

/// What changed about a way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactKind {
    /// The e-mail address.
    Email,
    /// The telephone number.
    Phone,
}

impl ContactKind {
    /// The word kept in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Email, Self::Phone].into_iter().find(|k| k.code() == text)
    }
}

/// The notice that an address or number was changed; it goes to the old address too.
#[derive(Debug, Clone)]
pub struct ContactChangeMail {
    /// Whose.
    pub account: AccountId,
    /// The address before the change.
    pub old: Email,
    /// The address after it; the same when the number changed.
    pub new: Email,
    /// The reader's language.
    pub lang: Lang,
    /// What changed.
    pub what: ContactKind,
}

/// What neighbours may know of an officer.
#[derive(Debug, Clone)]
pub struct OfficerCard {
    /// Her name.
    pub name: String,
    /// Her office.
    pub office: OfficeCode,
    /// What she may do.
    pub roles: Vec<Role>,
    /// False once disabled.
    pub active: bool,
}

/// Whom to invite as an officer.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Where the link goes.
    pub email: Email,
    /// The officer's name.
    pub name: String,
    /// The office she works at.
    pub office: OfficeCode,
    /// What she may do; at least one.
    pub roles: Vec<Role>,
}

/// An invitation that was made.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Its row.
    pub id: String,
    /// The path of the one-time link.
    pub link_path: String,
}

/// Who is out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disabled {
    /// Nobody: there is no such active officer, and no invitation waits.
    Nobody,
    /// An invitation that nobody had taken up; its link leads nowhere now.
    Invitation,
    /// An officer; her sessions ended.
    Officer,
}

/// Why an invitation is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InviteRefused {
    /// An active officer has this address: disable her first (also when she lost her authenticator).
    #[error("an active officer has this e-mail address already; disable that officer first")]
    AlreadyOfficer,
    /// No role was named.
    #[error("an officer needs at least one role")]
    NoRole,
    /// The name is empty or longer than 100 characters.
    #[error("the name is empty or longer than 100 characters")]
    NoName,
}

/// A sample officer of the trial.
#[derive(Debug, Clone)]
pub struct SampleOfficer {
    /// Who.
    pub id: OfficerId,
    /// The address to sign in with.
    pub email: Email,
    /// The password.
    pub password: String,
    /// The seed of the authenticator, in base 32.
    pub seed: String,
}

/// A sample account of the trial.
#[derive(Debug, Clone)]
pub struct SampleAccount {
    /// Whose.
    pub id: AccountId,
    /// The address to sign in with.
    pub email: Email,
    /// The password.
    pub password: String,
}

/// Something that exists only in a trial was asked for outside it.
#[derive(Debug, thiserror::Error)]
pub enum SampleRefused {
    /// Not a trial.
    #[error("samples exist only in a trial")]
    NotATrial,
    /// The password pool is full.
    #[error("busy")]
    Busy,
    /// The database.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// What a flow of one browser waits to do once its code is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowPurpose {
    /// Make the account.
    SignUp,
    /// Set a new password.
    Reset,
    /// Move to another e-mail address.
    Email,
    /// Move to another telephone number.
    Phone,
}

impl FlowPurpose {
    /// The word kept in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SignUp, Self::Reset, Self::Email, Self::Phone].into_iter().find(|p| p.code() == text)
    }
}

/// Which address a code goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The only one.
    Main,
    /// The address before the change.
    Old,
    /// The address after the change.
    New,
}

impl Side {
    /// The word kept in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Old => "old",
            Self::New => "new",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Main, Self::Old, Self::New].into_iter().find(|s| s.code() == text)
    }
}
