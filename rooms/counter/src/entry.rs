//! Check-in ("masuk antrean"): from what was scanned or typed to a queue number, or to the sentence that says why not.

use crate::model::Case;
use crate::store::cases::{self, NewCase};
use crate::store::steps;
use ::store::{Actor, Ask as _, AuditEntry, StoreError, Tx};
use application::{Application, StateWord};
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::event::{Event, OfficeStep};
use kernel::ids::{ApplicationId, BookingId, CaseId, OfficeCode, OfficerId};
use schedule::{Booking, BookingState, CheckInRefused};
use vault::{Letter, Vault};

/// What came of showing a letter or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Checked in; the case says the queue number.
    In(Box<Case>),
    /// A genuine letter of another office: only this is said.
    OtherOffice { office: OfficeCode, day: Date },
    /// The visit is on another day.
    WrongDay(Date),
    /// Checked in before.
    Used(Box<Case>),
    /// Not paid yet.
    NotPaid,
    /// The visit was moved, given back, missed or ended; what the letter says holds no more.
    Over,
    /// Nothing of this office.
    Unknown,
    /// Neither sixteen digits nor a letter.
    Unreadable,
    /// Looks like a letter, but was not signed here.
    NotGenuine,
}

/// What was shown.
enum Shown {
    Number(String),
    Letter(Letter),
}

/// How the text of a letter's QR begins.
const LETTER: &str = "MP1.";

fn other_case(text: &str) -> String {
    let turn = |c: char| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
    text.chars().map(turn).collect()
}

fn read(vault: &Vault, text: &str) -> Result<Shown, Outcome> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.get(..LETTER.len()).is_some_and(|head| head.eq_ignore_ascii_case(LETTER)) {
        // a scanner types: where the keyboard's caps lock is on, each letter arrives the other way round
        let read = vault.read_letter(&text).or_else(|_| vault.read_letter(&other_case(&text)));
        return read.map(Shown::Letter).map_err(|_| Outcome::NotGenuine);
    }
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | '.' | '_' | '/' | '\u{2010}'..='\u{2015}')).collect();
    let good = digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(Shown::Number(digits)) } else { Err(Outcome::Unreadable) }
}

/// Who stands at which desk.
pub(crate) struct AtDesk<'a> {
    pub officer: &'a OfficerId,
    pub office: &'a OfficeCode,
}

/// Checks somebody in, or says why not.
pub(crate) async fn enter(
    vault: &Vault,
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    text: &str,
    desk: &AtDesk<'_>,
) -> Result<Outcome, StoreError> {
    match read(vault, text) {
        Err(outcome) => Ok(outcome),
        Ok(Shown::Number(number)) => by_number(tx, catalogue, &number, desk).await,
        Ok(Shown::Letter(letter)) => by_letter(tx, catalogue, &letter, desk).await,
    }
}

async fn by_letter(tx: &mut Tx<'_>, catalogue: &Catalogue, letter: &Letter, desk: &AtDesk<'_>) -> Result<Outcome, StoreError> {
    let Ok(office) = OfficeCode::parse(&letter.office) else { return Ok(Outcome::NotGenuine) };
    let (Ok(id), Some(day)) = (BookingId::parse(&letter.booking), kernel::time::parse_day(&letter.day)) else {
        return Ok(Outcome::NotGenuine);
    };
    let Some(booking) = schedule::booking(tx, &id).await? else { return Ok(Outcome::Unknown) };
    if office != *desk.office {
        foreign(tx, &booking, desk).await?;
        return Ok(Outcome::OtherOffice { office, day });
    }
    arrive(tx, catalogue, &booking, desk).await
}

/// Whose letter was shown at which wrong office is written down.
async fn foreign(tx: &mut Tx<'_>, booking: &Booking, desk: &AtDesk<'_>) -> Result<(), StoreError> {
    tx.audit(AuditEntry {
        actor: Actor::Officer(desk.officer.clone()),
        action: "counter.foreign_letter",
        object: "booking",
        id: booking.id.as_str(),
        application: Some(&booking.application),
        detail: serde_json::json!({ "shown_at": desk.office }),
    })
    .await
}

async fn by_number(tx: &mut Tx<'_>, catalogue: &Catalogue, number: &str, desk: &AtDesk<'_>) -> Result<Outcome, StoreError> {
    let Some(found) = application::by_number(tx, number).await? else { return Ok(Outcome::Unknown) };
    if let Some(booking) = schedule::live_of(tx, &found.id).await? {
        return if booking.slot.office == *desk.office {
            arrive(tx, catalogue, &booking, desk).await
        } else {
            Ok(Outcome::Unknown)
        };
    }
    without_seat(tx, &found, desk).await
}

async fn without_seat(tx: &mut Tx<'_>, found: &Application, desk: &AtDesk<'_>) -> Result<Outcome, StoreError> {
    if found.office.as_ref() != Some(desk.office) {
        return Ok(Outcome::Unknown);
    }
    if let Some(used) = used(tx, &found.id, desk).await? {
        return Ok(used);
    }
    Ok(match found.state.word() {
        StateWord::Draft | StateWord::AwaitingPayment | StateWord::Expired | StateWord::Cancelled => Outcome::NotPaid,
        _ => Outcome::Over,
    })
}

async fn used(tx: &mut Tx<'_>, id: &ApplicationId, desk: &AtDesk<'_>) -> Result<Option<Outcome>, StoreError> {
    let case = cases::of_application(tx, id).await?.filter(|c| c.office == *desk.office);
    Ok(case.map(|case| Outcome::Used(Box::new(case))))
}

async fn arrive(tx: &mut Tx<'_>, catalogue: &Catalogue, booking: &Booking, desk: &AtDesk<'_>) -> Result<Outcome, StoreError> {
    let by = Actor::Officer(desk.officer.clone());
    match schedule::check_in(tx, &booking.id, &by).await {
        Ok(_) => {}
        Err(CheckInRefused::WrongDay(day)) => return Ok(Outcome::WrongDay(day)),
        Err(CheckInRefused::AlreadyUsed) => {
            return Ok(used(tx, &booking.application, desk).await?.unwrap_or(Outcome::Over));
        }
        Err(CheckInRefused::NotBooked(BookingState::Held)) => return Ok(Outcome::NotPaid),
        Err(CheckInRefused::NotBooked(_)) => return Ok(Outcome::Over),
        Err(CheckInRefused::Unknown) => return Ok(Outcome::Unknown),
        Err(CheckInRefused::Store(error)) => return Err(error),
    }
    let slot = &booking.slot;
    let letter = catalogue.lane(&slot.lane, slot.day).map_or('A', |lane| lane.letter);
    let queue = cases::next_queue(tx, &slot.office, slot.day, letter).await?;
    let id = CaseId::mint(tx.now(), tx.chance());
    let new = NewCase {
        id: &id,
        application: &booking.application,
        booking: &booking.id,
        office: &slot.office,
        day: slot.day,
        lane: &slot.lane,
        queue: &queue,
        by: desk.officer,
    };
    cases::insert(tx, &new).await?;
    let detail = serde_json::json!({ "queue": queue });
    steps::add(tx, &id, "check_in", Some(desk.officer), &detail).await?;
    application::check_in(tx, &booking.application, &id, &by).await?;
    let application = Some(&booking.application);
    tx.audit(AuditEntry { actor: by, action: "counter.check_in", object: "case", id: id.as_str(), application, detail }).await?;
    let told = Event::Office { case: id.clone(), application: booking.application.clone(), step: OfficeStep::CheckedIn };
    tx.tell(&told).await?;
    let case = cases::find(tx, &id).await?.ok_or(StoreError::NoRow("case_file"))?;
    Ok(Outcome::In(Box::new(case)))
}
