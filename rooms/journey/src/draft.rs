//! The parts of a draft and how far each is: the task list.

use crate::whole::Whole;
use catalogue::Step;
use kernel::field::FieldError;

/// How far a part is; the codes are those of the component `tasks`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartState {
    Done,
    Partly,
    Fix,
    Todo,
    Locked,
}

impl PartState {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Fix => "fix",
            Self::Todo => "todo",
            Self::Locked => "locked",
        }
    }
}

/// A section of question pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its code in the catalogue's steps.
    pub code: String,
    /// The page to open: the first that still asks, else the first.
    pub step: String,
    pub state: PartState,
    /// Questions answered and asked.
    pub answered: usize,
    pub asked: usize,
}

/// The sections in the order of the table.
pub(crate) fn sections(whole: &Whole) -> Vec<Section> {
    let lacking = whole.lacking();
    let asked = |s: &&Step| application::asked(s, &whole.answers, &whole.checks);
    let mut all: Vec<Section> = Vec::new();
    for step in whole.catalogue.steps().iter().filter(asked) {
        if !all.iter().any(|s| s.code == step.section) {
            all.push(Section {
                code: step.section.clone(),
                step: step.code.clone(),
                state: PartState::Todo,
                answered: 0,
                asked: 0,
            });
        }
        let Some(section) = all.iter_mut().find(|s| s.code == step.section) else { continue };
        section.asked += 1;
        section.answered += usize::from(!lacking.iter().any(|(code, _, _)| *code == step.code));
    }
    for section in &mut all {
        let steps: Vec<&str> =
            whole.catalogue.steps().iter().filter(|s| s.section == section.code).map(|s| s.code.as_str()).collect();
        let open: Vec<_> = lacking.iter().filter(|(code, _, _)| steps.contains(&code.as_str())).collect();
        let typed = whole
            .catalogue
            .steps()
            .iter()
            .filter(|s| s.section == section.code)
            .flat_map(|s| &s.fields)
            .any(|field| !whole.answers.typed(*field).is_empty());
        let wrong = open.iter().find(|(_, _, error)| *error != FieldError::Missing);
        section.state = match (open.first(), wrong) {
            (None, _) => PartState::Done,
            (_, Some(_)) => PartState::Fix,
            _ if typed => PartState::Partly,
            _ => PartState::Todo,
        };
        if let Some((code, _, _)) = wrong.or(open.first()) {
            section.step.clone_from(code);
        }
    }
    all
}

/// How far the papers are.
pub(crate) fn papers(whole: &Whole) -> PartState {
    let refused = whole.papers.iter().any(|p| matches!(p.state, documents::PaperState::Refused { .. }));
    let some = whole.papers.iter().any(documents::Paper::is_accepted);
    match (whole.papers_lacking().is_empty(), refused, some) {
        (true, false, _) if !whole.needs.is_empty() => PartState::Done,
        (_, true, _) => PartState::Fix,
        (_, _, true) => PartState::Partly,
        _ => PartState::Todo,
    }
}

/// How far the check with the registers is. Nobody has to wait for it, so it is never a wall.
pub(crate) fn check(whole: &Whole) -> PartState {
    let ready = whole.answers.nik().is_some() && whole.answers.birth_date().is_some() && whole.has_paper("identity_card");
    match &whole.checks.population {
        _ if !ready => PartState::Locked,
        application::CheckState::Found { .. } if whole.checks.differences.is_empty() => PartState::Done,
        application::CheckState::Found { .. } | application::CheckState::NotFound { .. } => PartState::Fix,
        application::CheckState::Silent { .. } => PartState::Done,
        application::CheckState::Asked { .. } | application::CheckState::NotAsked => PartState::Todo,
    }
}

/// How far the choice of the passport type is.
pub(crate) fn book(whole: &Whole) -> PartState {
    match (&whole.application.passport_type, whole.book()) {
        (None, _) => PartState::Todo,
        (Some(_), None) => PartState::Fix,
        (Some(_), Some(_)) => PartState::Done,
    }
}

/// How far the choice of the office is.
pub(crate) fn office(whole: &Whole) -> PartState {
    match (&whole.application.office, whole.book()) {
        (None, _) => PartState::Todo,
        (Some(_), Some(_)) if whole.place_chosen() => PartState::Done,
        (Some(_), None) => PartState::Partly,
        (Some(_), Some(_)) => PartState::Fix,
    }
}
