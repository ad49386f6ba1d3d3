//! Papers, what is asked for, and when a paper may be replaced. Pure: no database, no page.

use crate::decode::{Hint, Kind, Refusal};
use application::ApplicationState;
use jiff::civil::Date;
use kernel::{
    ids::{ApplicationId, PaperId},
    lang::Lang,
    time::{Timestamp, Zone},
};

/// Files one application may hold at the same time, old versions included.
pub const MAX_FILES: i64 = 60;
/// Bytes one application may hold at the same time, as they are stored.
pub const MAX_STORED: i64 = 200 * 1024 * 1024;

/// Where a paper stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperState {
    /// It is the one in force.
    Accepted,
    /// The latest upload could not be used; nothing of it is kept but the reason.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// Another version took its place.
    Replaced {
        /// When.
        at: Timestamp,
    },
}

/// A version of a paper of an application ("berkas").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// Whose.
    pub application: ApplicationId,
    /// Which paper it is said to be.
    pub code: String,
    /// Where it stands.
    pub state: PaperState,
    /// What the file was when it arrived; none for a refused one.
    pub kind: Option<Kind>,
    /// Pages to be looked at; 0 for a refused one.
    pub pages: i64,
    /// What may trouble the reader.
    pub hints: Vec<Hint>,
    /// Size of the file as it arrived, in bytes.
    pub bytes: i64,
    /// When it arrived.
    pub uploaded_at: Timestamp,
    /// 1 for the first accepted one; 0 for a refused one.
    pub version: i64,
}

impl Paper {
    /// True for the version in force.
    pub fn is_accepted(&self) -> bool {
        self.state == PaperState::Accepted
    }
}

/// How a paper is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Must be there.
    Required,
    /// One paper of the named group must be there.
    OneOf(String),
    /// Only if the note fits the person; she decides, the officer checks.
    IfApplicable,
}

/// A paper an application needs ("persyaratan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which paper.
    pub code: String,
    /// How it is asked for.
    pub asked: Asked,
    /// Its name in Bahasa Indonesia.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
    /// Why it is asked, or what it must show, in Bahasa Indonesia; may be empty.
    pub note_id: String,
    /// The same in English.
    pub note_en: String,
    /// The regulation.
    pub legal_basis: String,
}

impl Need {
    /// Its name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.name_id,
            Lang::En => &self.name_en,
        }
    }

    /// Why it is asked, in the reader's language; may be empty.
    pub fn note(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.note_id,
            Lang::En => &self.note_en,
        }
    }

    /// The group of which one paper is enough.
    pub fn group(&self) -> Option<&str> {
        match &self.asked {
            Asked::OneOf(group) => Some(group),
            Asked::Required | Asked::IfApplicable => None,
        }
    }
}

/// What is still to be sent: each required paper that is not there, and for a group without any paper its first one.
pub fn missing(needs: &[Need], papers: &[Paper]) -> Vec<Need> {
    let there = |code: &str| papers.iter().any(|p| p.code == code && p.is_accepted());
    let mut asked_groups: Vec<&str> = Vec::new();
    let mut left = Vec::new();
    for need in needs {
        match &need.asked {
            Asked::Required if !there(&need.code) => left.push(need.clone()),
            Asked::OneOf(group) if !asked_groups.contains(&group.as_str()) => {
                asked_groups.push(group);
                if !needs.iter().any(|n| n.group() == Some(group) && there(&n.code)) {
                    left.push(need.clone());
                }
            }
            Asked::Required | Asked::OneOf(_) | Asked::IfApplicable => {}
        }
    }
    left
}

/// A paper an officer asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedPaper {
    /// Which paper.
    pub code: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it may be sent (exclusive).
    pub until: Timestamp,
    /// When it arrived.
    pub done_at: Option<Timestamp>,
}

/// Why no paper can be sent any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The day before the visit is over.
    DayBefore(Date),
    /// The office works on it; an officer must ask.
    AtOffice,
    /// The application has come to its end.
    Ended,
}

/// Whether a paper may be sent now, and what becomes of the version before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Freely; the version before goes.
    Freely,
    /// Yes; the version before is kept for the officer.
    KeepingOld,
    /// Yes, because an officer asked, until then; the version before is kept.
    Requested(Timestamp),
    /// No.
    Closed(Closed),
}

impl Permission {
    /// Freely until submission; then until the end of the day before the visit on the office's clock, or when an
    /// officer asked for this paper.
    pub fn of(state: &ApplicationState, visit: Option<(Date, Zone)>, request: Option<&RequestedPaper>, now: Timestamp) -> Self {
        use ApplicationState as S;
        let asked = request.map(|r| r.until).filter(|until| now < *until);
        let closed = match state {
            S::Draft => return Self::Freely,
            S::Collected | S::Rejected { .. } | S::GivenBack { .. } | S::Void { .. } => return Self::Closed(Closed::Ended),
            S::InOffice { .. } | S::Ready => Some(Closed::AtOffice),
            // no seat is held: it can be submitted once more
            S::Expired { .. } | S::Cancelled { .. } => None,
            S::AwaitingPayment { .. } | S::ChooseDate { .. } | S::MoneyCase { .. } | S::Scheduled { .. } | S::Missed { .. } => {
                visit.filter(|(day, zone)| now >= zone.day_start(*day)).map(|(day, _)| Closed::DayBefore(day))
            }
        };
        match (asked, closed) {
            (Some(until), _) => Self::Requested(until),
            (None, Some(why)) => Self::Closed(why),
            (None, None) => Self::KeepingOld,
        }
    }

    /// True when a paper may be sent.
    pub const fn open(self) -> bool {
        !matches!(self, Self::Closed(_))
    }
}

/// The refusal kept in a row.
pub(crate) fn refusal_of(code: &str, format: &str) -> Option<Refusal> {
    Refusal::all().into_iter().find(|r| r.code() == code && r.format_name().unwrap_or_default() == format)
}

/// The kind kept in a row.
pub(crate) fn kind_of(code: &str) -> Option<Kind> {
    [Kind::Jpeg, Kind::Png, Kind::Pdf].into_iter().find(|k| k.code() == code)
}
