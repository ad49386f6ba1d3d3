//! Days and sessions to choose from: ten days at a time, each session with its free seats in numbers.

use crate::whole::LANE;
use ::store::{Ask, StoreError};
use jiff::civil::Date;
use kernel::ids::{OfficeCode, SlotId};
use kernel::problem::ProblemCode;
use kernel::time::{Timestamp, Zone, add_days, parse_day};
use schedule::{DayView, Slot, SlotState};
use shell::{Fields, Problem, words::Words};

/// Days in one strip.
const STRIP: usize = 10;

/// A day of the strip, as the component `sessions` wants it.
pub(crate) struct DayCell {
    pub name: String,
    pub day: String,
    pub text: String,
    pub href: String,
    pub current: bool,
}

/// A session as a large radio.
pub(crate) struct SessionRow {
    pub id: String,
    pub hours: String,
    pub text: String,
    pub on: i64,
    pub total: i64,
    pub checked: bool,
    pub disabled: bool,
}

/// Where and between which days a session is looked for.
pub(crate) struct Range<'a> {
    pub office: &'a OfficeCode,
    pub zone: Zone,
    pub group: &'a str,
    pub from: Date,
    pub to: Date,
    /// A day that is not offered: the one to move away from.
    pub except: Option<Date>,
}

/// What of it is looked at.
#[derive(Default, Clone)]
pub(crate) struct Looked {
    pub day: Option<Date>,
    pub strip: Option<usize>,
    pub slot: Option<SlotId>,
}

impl Looked {
    /// Reads the three names of the page's query and form.
    pub(crate) fn read(fields: &Fields) -> Result<Self, Problem> {
        let bad = |name: &str| Problem::new(ProblemCode::BadInput).because("journey-problem-page").field(name);
        let day = match fields.get("hari") {
            "" => None,
            text => Some(parse_day(text).ok_or_else(|| bad("hari"))?),
        };
        let strip = match fields.get("bagian") {
            "" => None,
            text => Some(text.parse::<usize>().ok().filter(|n| (1..=40).contains(n)).ok_or_else(|| bad("bagian"))?),
        };
        let slot = match fields.get("slot") {
            "" => None,
            text => Some(SlotId::parse(text).map_err(|_| bad("slot"))?),
        };
        Ok(Self { day, strip, slot })
    }
}

/// The strip and the sessions of one day.
pub(crate) struct Days {
    pub cells: Vec<DayCell>,
    pub title: String,
    pub rows: Vec<SessionRow>,
    pub earlier: String,
    pub later: String,
    /// Nothing is free in the whole range.
    pub nothing: bool,
    pub zone: Zone,
}

impl Days {
    /// Whether the day shown has a session to take.
    pub(crate) fn can_take(&self) -> bool {
        self.rows.iter().any(|row| !row.disabled)
    }
}

async fn views(ask: &mut dyn Ask, range: &Range<'_>) -> Result<Vec<DayView>, StoreError> {
    let mut all = Vec::new();
    let mut month = range.from.first_of_month();
    while month <= range.to {
        let seen = schedule::month(ask, range.office, range.group, LANE, month.year(), month.month()).await?;
        all.extend(seen.into_iter().filter(|v| v.day >= range.from && v.day <= range.to && Some(v.day) != range.except));
        month = add_days(month.last_of_month(), 1);
    }
    Ok(all)
}

/// One session as the reader sees it.
pub(crate) fn row(w: Words, slot: &Slot, now: Timestamp, chosen: Option<&SlotId>) -> SessionRow {
    let free = slot.free(now);
    let text = match &slot.state {
        SlotState::Closed { reason } => w.with("journey-session-closed", &[("reason", reason)]),
        SlotState::Open if now >= slot.starts_at => w.t("journey-session-begun"),
        SlotState::Open if free == 0 => w.t("journey-session-full"),
        SlotState::Open => w.with("journey-session-free", &[("n", &free.to_string()), ("n_all", &slot.capacity.to_string())]),
    };
    SessionRow {
        id: slot.id.to_string(),
        hours: w.hours(slot.start, slot.end, slot.zone),
        text,
        on: if slot.capacity > 12 { 0 } else { free },
        total: if slot.capacity > 12 { 0 } else { slot.capacity },
        checked: free > 0 && chosen == Some(&slot.id),
        disabled: free == 0,
    }
}

/// Reads what the page shows. `link` makes the address of a day and a strip.
pub(crate) async fn read(
    ask: &mut dyn Ask,
    w: Words,
    range: &Range<'_>,
    looked: &Looked,
    link: impl Fn(Option<Date>, usize) -> String,
) -> Result<Days, StoreError> {
    let views = views(ask, range).await?;
    let first_free = views.iter().position(|v| v.free > 0);
    let at = looked.day.and_then(|day| views.iter().position(|v| v.day == day));
    let strips = views.len().div_ceil(STRIP).max(1);
    let strip = looked.strip.or(at.or(first_free).map(|i| i / STRIP + 1)).unwrap_or(1).min(strips);
    let shown: Vec<&DayView> = views.iter().skip((strip - 1) * STRIP).take(STRIP).collect();
    let chosen = at
        .map(|i| views[i].day)
        .filter(|day| shown.iter().any(|v| v.day == *day))
        .or_else(|| shown.iter().find(|v| v.free > 0).map(|v| v.day));
    let cells = shown
        .iter()
        .map(|v| DayCell {
            name: w.weekday(v.day).to_owned(),
            day: v.day.day().to_string(),
            text: if v.closed.is_some() {
                w.t("journey-cal-shut")
            } else if v.free == 0 {
                w.t("journey-cal-full")
            } else {
                w.count("journey-cal-left", v.free)
            },
            href: if v.closed.is_some() { String::new() } else { link(Some(v.day), strip) },
            current: Some(v.day) == chosen,
        })
        .collect();
    let now = ask.now();
    let slots = match chosen {
        Some(day) => schedule::sessions(ask, range.office, range.group, LANE, day).await?,
        None => Vec::new(),
    };
    Ok(Days {
        cells,
        title: chosen.map_or_else(String::new, |day| w.day(day)),
        rows: slots.iter().map(|s| row(w, s, now, looked.slot.as_ref())).collect(),
        earlier: if strip > 1 { link(None, strip - 1) } else { String::new() },
        later: if strip < strips { link(None, strip + 1) } else { String::new() },
        nothing: first_free.is_none(),
        zone: range.zone,
    })
}
