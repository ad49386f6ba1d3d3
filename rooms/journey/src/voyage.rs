//! "Where am I, what comes next, and when": the knots of the journey after submission. Pure.

use application::{ApplicationState, HistoryRow, StateWord};
use kernel::event::OfficeStep;
use kernel::time::Timestamp;

/// The states in which the journey goes on; anything else ended or paused it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Knot {
    Sent,
    Paid,
    Visit,
    Examined,
    Approved,
    Printed,
    Ready,
    Collected,
}

impl Knot {
    pub(crate) const ALL: [Self; 8] =
        [Self::Sent, Self::Paid, Self::Visit, Self::Examined, Self::Approved, Self::Printed, Self::Ready, Self::Collected];

    /// The end of its words' keys.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Paid => "paid",
            Self::Visit => "visit",
            Self::Examined => "examined",
            Self::Approved => "approved",
            Self::Printed => "printed",
            Self::Ready => "ready",
            Self::Collected => "collected",
        }
    }

    /// The word of the history that says when it was reached.
    const fn reached_by(self) -> &'static str {
        match self {
            Self::Sent => "submit",
            Self::Paid => "mark_paid",
            Self::Visit => "checked_in",
            Self::Examined => "interviewed",
            Self::Approved => "approved",
            Self::Printed => "printed",
            Self::Ready => "ready",
            Self::Collected => "collected",
        }
    }
}

/// A knot with where it is in time: `done`, `here` or to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tied {
    pub knot: Knot,
    pub class: &'static str,
    pub at: Option<Timestamp>,
}

/// The knot the person stands at: what comes next. None where the journey is over, or paused by something else.
pub(crate) const fn here(state: &ApplicationState) -> Option<Knot> {
    match state {
        ApplicationState::AwaitingPayment { .. } => Some(Knot::Paid),
        ApplicationState::Scheduled { .. } | ApplicationState::ChooseDate { .. } => Some(Knot::Visit),
        ApplicationState::InOffice { step, .. } => Some(match step {
            OfficeStep::CheckedIn | OfficeStep::Verified | OfficeStep::PapersPending | OfficeStep::Reclassified => Knot::Examined,
            OfficeStep::Interviewed | OfficeStep::Rejected => Knot::Approved,
            OfficeStep::Approved => Knot::Printed,
            OfficeStep::Printed => Knot::Ready,
            OfficeStep::Ready | OfficeStep::Collected => Knot::Collected,
        }),
        ApplicationState::Ready => Some(Knot::Collected),
        _ => None,
    }
}

/// Whether the journey ended without a passport.
pub(crate) const fn is_cut_short(state: &ApplicationState) -> bool {
    matches!(
        state,
        ApplicationState::Rejected { .. }
            | ApplicationState::Missed { .. }
            | ApplicationState::GivenBack { .. }
            | ApplicationState::Void { .. }
    )
}

/// The whole thread: what was reached and when, where the person is, what is to come. After the end of a journey that
/// did not reach the passport only what was reached is shown.
pub(crate) fn thread(state: &ApplicationState, history: &[HistoryRow]) -> Vec<Tied> {
    let reached = |knot: Knot| history.iter().rev().find(|row| row.what == knot.reached_by()).map(|row| row.at);
    let here = here(state);
    let whole = matches!(state, ApplicationState::Collected);
    Knot::ALL
        .into_iter()
        .filter_map(|knot| {
            let class = match here {
                Some(at) if knot == at => "here",
                Some(at) if knot > at => "",
                Some(_) => "done",
                None if whole || reached(knot).is_some() => "done",
                None => return None,
            };
            Some(Tied { knot, class, at: if class == "done" { reached(knot) } else { None } })
        })
        .collect()
}

/// The state's word as it stands in keys of words.
pub(crate) fn word_key(word: StateWord) -> String {
    word.code().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::{Knot, thread};
    use application::{ApplicationState, HistoryRow};
    use kernel::event::OfficeStep;
    use kernel::ids::CaseId;
    use kernel::{chance::SystemChance, time::Timestamp};

    fn row(at: i64, what: &str) -> HistoryRow {
        HistoryRow { at: Timestamp(at), what: what.to_owned(), by_kind: "account".to_owned() }
    }

    #[test]
    fn the_person_stands_at_what_comes_next() {
        let case = CaseId::mint(Timestamp(1), &SystemChance);
        let state = ApplicationState::InOffice { case, step: OfficeStep::Interviewed };
        let history = [row(1, "submit"), row(2, "mark_paid"), row(3, "checked_in"), row(4, "interviewed")];
        let tied = thread(&state, &history);
        let classes: Vec<&str> = tied.iter().map(|t| t.class).collect();
        assert_eq!(classes, ["done", "done", "done", "done", "here", "", "", ""]);
        assert_eq!(tied[3].at, Some(Timestamp(4)));
    }

    #[test]
    fn a_journey_that_ended_early_shows_only_what_was_reached() {
        let history = [row(1, "submit"), row(2, "mark_paid"), row(9, "miss")];
        let tied = thread(&ApplicationState::Missed { at: Timestamp(9) }, &history);
        assert_eq!(tied.iter().map(|t| t.knot).collect::<Vec<_>>(), [Knot::Sent, Knot::Paid]);
    }

    #[test]
    fn a_second_submission_counts_for_the_time() {
        let history = [row(1, "submit"), row(2, "expire"), row(7, "submit"), row(8, "mark_paid")];
        let tied = thread(&ApplicationState::Collected, &history);
        assert_eq!(tied[0].at, Some(Timestamp(7)));
        assert_eq!(tied.len(), 8);
    }
}
