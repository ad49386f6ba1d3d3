//! I6 for applications: each timeline is walked from its beginning by a table of its own.

use super::{Invariant, Report};
use crate::{AuditError, Database, database::Cells};
use std::collections::HashMap;

const HISTORY: &str = "SELECT application, what, seq FROM application_history ORDER BY application, seq";
const STATES: &str = "SELECT id, state, office_step FROM application";
const CHANGES: &str = "SELECT object_id, action, detail FROM audit WHERE object = 'application' AND action IN \
     ('application.submit', 'application.expire', 'application.cancel', 'application.mark_paid', 'application.choose_date', \
     'application.money_case', 'application.reschedule', 'application.give_back', 'application.miss', 'application.check_in', \
     'application.office_step', 'application.reject', 'application.reclassify', 'application.void')";

/// What may be done in which states, and where it leads. At the office the state is the step that was reached last.
const TABLE: &[(&str, &[&str], &str)] = &[
    ("created", &["nothing"], "draft"),
    ("submit", &["draft", "expired", "cancelled"], "awaiting_payment"),
    ("expire", &["awaiting_payment"], "expired"),
    ("cancel", &["draft", "awaiting_payment", "expired"], "cancelled"),
    ("mark_paid", &["awaiting_payment", "expired", "cancelled", "money_case"], "scheduled"),
    ("choose_date", &["awaiting_payment", "expired", "cancelled", "money_case"], "choose_date"),
    ("money_case", &["awaiting_payment", "expired", "cancelled", "choose_date"], "money_case"),
    ("reschedule", &["choose_date", "scheduled"], "scheduled"),
    ("give_back", &["choose_date", "scheduled"], "given_back"),
    ("miss", &["scheduled"], "missed"),
    ("checked_in", &["scheduled"], "checked_in"),
    ("papers_pending", CHECKING, "papers_pending"),
    ("reclassified", CHECKING, "reclassified"),
    ("verified", CHECKING, "verified"),
    ("interviewed", &["verified", "reclassified"], "interviewed"),
    ("approved", &["interviewed"], "approved"),
    ("printed", &["approved"], "printed"),
    ("ready", &["printed"], "ready"),
    ("collected", &["ready"], "collected"),
    ("rejected", AT_THE_OFFICE, "rejected"),
    ("void", &["choose_date", "money_case", "scheduled", "ready", "missed"], "void"),
    ("void", AT_THE_OFFICE, "void"),
];

/// Steps in which the verifier may still change her mind.
const CHECKING: &[&str] = &["checked_in", "papers_pending", "reclassified", "verified", "interviewed"];
/// All steps between arrival and a booklet that is ready.
const AT_THE_OFFICE: &[&str] =
    &["checked_in", "papers_pending", "reclassified", "verified", "interviewed", "approved", "printed"];

fn leads(what: &str, from: &str) -> Option<&'static str> {
    TABLE.iter().find(|(verb, states, _)| *verb == what && states.contains(&from)).map(|(_, _, to)| *to)
}

/// The word that the application's row has for a place in the table.
fn state_of(place: &str) -> &str {
    if AT_THE_OFFICE.contains(&place) { "in_office" } else { place }
}

/// Walks all timelines and compares where they end; then each move as the trail tells it.
pub async fn judge(db: &mut Database, report: &mut Report) -> Result<(), AuditError> {
    let mut steps: HashMap<String, Vec<String>> = HashMap::new();
    for row in db.rows(HISTORY).await? {
        let [application, what, _] = three(row);
        steps.entry(application).or_default().push(what);
    }
    for row in db.rows(STATES).await? {
        let [application, state, office_step] = three(row);
        let walked = walk(steps.get(&application).map_or(&[], Vec::as_slice));
        let stands = if state == "in_office" { office_step } else { state };
        match walked {
            Ok(end) if end == stands => {}
            Ok(end) => {
                let sentence = format!("application {application} is {stands}, but its timeline leads to {end}");
                report.violated(Invariant::I6, sentence);
            }
            Err(fault) => report.violated(Invariant::I6, format!("application {application}: {fault}")),
        }
    }
    for row in db.rows(CHANGES).await? {
        let [application, action, detail] = three(row);
        if let Some(fault) = unlisted(&action, &detail) {
            report.violated(Invariant::I6, format!("application {application}: {fault}"));
        }
    }
    Ok(())
}

fn three(row: Cells) -> [String; 3] {
    let mut cells = row.into_iter();
    [(); 3].map(|()| cells.next().unwrap_or_default())
}

fn walk(steps: &[String]) -> Result<&'static str, String> {
    let mut place = "nothing";
    for (at, what) in steps.iter().enumerate() {
        place = leads(what, place).ok_or_else(|| format!("step {} is \"{what}\", which is not listed from {place}", at + 1))?;
    }
    Ok(place)
}

/// What is wrong with a move as the trail tells it: `detail` has the words before and after.
fn unlisted(action: &str, detail: &str) -> Option<String> {
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    let word = |name: &str| detail[name].as_str().unwrap_or("?").to_owned();
    let (from, to) = (word("from"), word("to"));
    let verb = match action.strip_prefix("application.").unwrap_or(action) {
        "check_in" => "checked_in".to_owned(),
        "reject" => "rejected".to_owned(),
        "reclassify" => "reclassified".to_owned(),
        "office_step" => detail["with"]["step"].as_str().unwrap_or("?").to_owned(),
        plain => plain.to_owned(),
    };
    let listed = TABLE
        .iter()
        .any(|(name, states, end)| *name == verb && state_of(end) == to && states.iter().any(|state| state_of(state) == from));
    (!listed).then(|| format!("the trail tells of {action} from {from} to {to}, which is not listed"))
}
