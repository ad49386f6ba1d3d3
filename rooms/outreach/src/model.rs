//! Information days and their guests: closed lists, what an officer plans, what a guest leaves with us.

use jiff::civil::Date;
use kernel::{
    contact::{Email, Phone},
    ids::{GuestId, InformationDayId, OfficeCode, OfficerId},
    lang::Lang,
    time::{TimeOfDay, Timestamp, Zone},
};

/// Persons that one registration may bring.
pub const PERSONS_MAX: i64 = 10;
/// Persons that one line of those who came without registration may count.
pub const WALK_IN_MAX: i64 = 50;
/// Seats of one day at most.
pub const CAPACITY_MAX: i64 = 2_000;
/// Days after which name and contact of a guest are forgotten.
pub const KEEP_DAYS: i64 = 30;
/// How far ahead a day may be planned.
pub const AHEAD_DAYS: i64 = 370;

macro_rules! closed {
    ($(#[$doc:meta])* $name:ident, $words:literal: $($(#[$about:meta])* $variant:ident = $code:literal;)+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$about])* $variant),+ }

        impl $name {
            /// All there are, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word in the column and in a form.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code() == text)
            }
            /// The key of its name in both languages.
            pub fn key(self) -> String {
                format!($words, self.code())
            }
        }
    };
}

closed! {
    /// What kind of day it is ("jenis kegiatan").
    DayKind, "outreach-kind-{}":
    /// A talk open to everybody ("penyuluhan umum").
    Talk = "talk";
    /// At a school or university.
    School = "school";
    /// At a village or district office ("kantor desa").
    Village = "village";
    /// At a port or a fish market.
    Port = "port";
    /// At a house of worship.
    Worship = "worship";
    /// Officers bring the counter with them ("layanan keliling").
    Mobile = "mobile";
}

closed! {
    /// For whom it is ("sasaran").
    Audience, "outreach-audience-{}":
    /// Everybody.
    Everybody = "everybody";
    /// Pupils and students.
    Students = "students";
    /// Who will work abroad, and their families ("calon pekerja migran").
    Workers = "workers";
    /// Pilgrims ("jemaah haji dan umrah").
    Pilgrims = "pilgrims";
    /// Seafarers and fishers.
    Seafarers = "seafarers";
    /// Congregations.
    Congregations = "congregations";
    /// Agencies and companies ("instansi dan perusahaan").
    Agencies = "agencies";
    /// Older people and people with disabilities.
    Priority = "priority";
}

closed! {
    /// In which language it is held ("bahasa").
    Tongue, "outreach-tongue-{}":
    /// Bahasa Indonesia.
    Indonesian = "indonesian";
    /// Bahasa Indonesia and the language of the place.
    Local = "local";
    /// Bahasa Indonesia with a sign-language interpreter.
    Sign = "sign";
    /// English.
    English = "english";
}

/// Where a day stands, for whoever thinks of coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// One can register.
    Free,
    /// Nobody more can register.
    Full,
    /// It has begun.
    Running,
    /// It has ended.
    Over,
    /// It does not take place.
    Cancelled,
}

impl Standing {
    /// The word for programs, and the end of the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Full => "full",
            Self::Running => "running",
            Self::Over => "over",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What an officer plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What kind of day.
    pub kind: DayKind,
    /// For whom.
    pub audience: Audience,
    /// In which language.
    pub tongue: Tongue,
    /// Code of the regency or city.
    pub regency: String,
    /// The civil day in the office's zone.
    pub day: Date,
    /// From.
    pub start: TimeOfDay,
    /// Until.
    pub end: TimeOfDay,
    /// Name of the place.
    pub place: String,
    /// How to get there, in words.
    pub directions: String,
    /// Who comes.
    pub officers: String,
    /// What else is to be known; may be empty.
    pub note: String,
    /// Persons that may register.
    pub capacity: i64,
}

impl Plan {
    /// The words of the fields in which two plans differ, as they stand in the trail.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let pairs = [
            ("kind", self.kind != other.kind),
            ("audience", self.audience != other.audience),
            ("tongue", self.tongue != other.tongue),
            ("regency", self.regency != other.regency),
            ("day", self.day != other.day),
            ("hours", self.start != other.start || self.end != other.end),
            ("place", self.place != other.place),
            ("directions", self.directions != other.directions),
            ("officers", self.officers != other.officers),
            ("note", self.note != other.note),
            ("capacity", self.capacity != other.capacity),
        ];
        pairs.into_iter().filter_map(|(word, differs)| differs.then_some(word)).collect()
    }
}

/// Whether a day takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayState {
    /// It does.
    Open,
    /// It does not, and why.
    Cancelled {
        /// The officer's sentence.
        reason: String,
    },
}

/// An information day ("hari penyuluhan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationDay {
    /// Its id.
    pub id: InformationDayId,
    /// Whose officers come.
    pub office: OfficeCode,
    /// What was planned.
    pub plan: Plan,
    /// The office's zone when it was planned.
    pub zone: Zone,
    /// The instant it begins.
    pub starts_at: Timestamp,
    /// The instant it ends.
    pub ends_at: Timestamp,
    /// Registered persons.
    pub taken: i64,
    /// Whether it takes place.
    pub state: DayState,
    /// Grows with each change by an officer.
    pub version: i64,
    /// When an officer changed it last.
    pub changed_at: Timestamp,
}

impl InformationDay {
    /// Seats that nobody took.
    pub const fn free(&self) -> i64 {
        self.plan.capacity - self.taken
    }

    /// Whether it takes place.
    pub fn is_open(&self) -> bool {
        self.state == DayState::Open
    }

    /// Whether one can register at this instant.
    pub fn takes_guests(&self, now: Timestamp) -> bool {
        self.standing(now) == Standing::Free
    }

    /// Where it stands at this instant.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if !self.is_open() {
            Standing::Cancelled
        } else if now >= self.ends_at {
            Standing::Over
        } else if now >= self.starts_at {
            Standing::Running
        } else if self.free() <= 0 {
            Standing::Full
        } else {
            Standing::Free
        }
    }

    /// The reason of a cancelled day.
    pub fn reason(&self) -> &str {
        match &self.state {
            DayState::Open => "",
            DayState::Cancelled { reason } => reason,
        }
    }
}

/// A change by an officer, for a stale page and for the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The version it made.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: OfficerId,
    /// Words of [`Plan::differences`], or `made`, `cancelled`.
    pub fields: Vec<String>,
}

/// What a guest leaves with us; kept sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The name.
    pub name: String,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// An address.
    pub email: Option<Email>,
}

/// How somebody came onto the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By registering.
    Registered,
    /// By coming.
    WalkIn,
}

impl Source {
    /// The word in the column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::WalkIn => "walk_in",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Registered, Self::WalkIn].into_iter().find(|s| s.code() == text)
    }
}

/// Somebody on the list of a day ("peserta").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Her id.
    pub id: GuestId,
    /// Which day.
    pub day: InformationDayId,
    /// How she came onto the list.
    pub source: Source,
    /// Persons with her, herself included.
    pub persons: i64,
    /// How many of them came.
    pub came: i64,
    /// Her language.
    pub lang: Lang,
    /// Whether she still is on the list.
    pub here: bool,
    /// Name and contact, until they are forgotten.
    pub card: Option<Card>,
    /// The secret of her own page, while she is on the list.
    pub token: Option<String>,
}

/// Why a registration was refused.
#[derive(Debug, thiserror::Error)]
pub enum RegisterRefused {
    /// Fewer seats are free than asked for; how many.
    #[error("{0} seats are left")]
    Full(i64),
    /// It has begun, is over or was cancelled.
    #[error("closed")]
    Closed,
    /// No such day.
    #[error("absent")]
    Absent,
    /// The key was used for something else.
    #[error("the key was used with other content")]
    KeyReused,
    /// The database.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// Why an officer's change was refused.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRefused {
    /// Somebody changed it meanwhile.
    #[error("stale")]
    Stale,
    /// No such day at this office.
    #[error("absent")]
    Absent,
    /// It was cancelled or is over.
    #[error("not now")]
    NotNow,
    /// More persons are registered than seats would be left; how many.
    #[error("{0} are registered")]
    TooFew(i64),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// What is told to a guest who left an address.
#[derive(Debug, Clone)]
pub struct GuestMail {
    /// Where it goes.
    pub to: Email,
    /// Her name.
    pub name: String,
    /// Her language.
    pub lang: Lang,
    /// Persons that she registered.
    pub persons: i64,
    /// The day.
    pub day: InformationDay,
    /// Her own page, where she can withdraw.
    pub link_path: String,
}
