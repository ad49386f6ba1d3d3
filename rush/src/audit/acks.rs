//! I7: whatever a client was told is done is there.

use super::{Invariant, Report};
use crate::{
    AuditError, Database,
    files::{Ack, AckKind},
};
use std::collections::{HashMap, HashSet};

const BOOKINGS: &str =
    "SELECT b.id, b.application, COALESCE(p.state, '') FROM booking b LEFT JOIN booking p ON p.id = b.previous";
const PAID: &str = "SELECT application FROM bill WHERE state = 'paid' AND kind = 'visit' \
     UNION SELECT application FROM money_case WHERE application IS NOT NULL";
const BILLS: &str = "SELECT code, application FROM bill WHERE code IS NOT NULL";
const COLLECTED: &str = "SELECT id FROM application WHERE state = 'collected'";
const MOVED: &str = "SELECT application FROM booking WHERE state = 'moved'";

struct Stands {
    /// Application and state of the booking before, by booking.
    bookings: HashMap<String, (String, String)>,
    /// Applications with any booking.
    booked: HashSet<String>,
    paid: HashSet<String>,
    moved: HashSet<String>,
    collected: HashSet<String>,
    /// Application by billing code.
    codes: HashMap<String, String>,
}

async fn first_column(db: &mut Database, statement: &'static str) -> Result<HashSet<String>, AuditError> {
    Ok(db.rows(statement).await?.into_iter().filter_map(|row| row.into_iter().next()).collect())
}

/// Looks for each acknowledged thing.
pub async fn judge(db: &mut Database, acks: &[Ack], report: &mut Report) -> Result<(), AuditError> {
    let (paid, moved) = (first_column(db, PAID).await?, first_column(db, MOVED).await?);
    let rows = db.rows(BOOKINGS).await?;
    let bookings: HashMap<_, _> = rows.into_iter().map(|row| (row[0].clone(), (row[1].clone(), row[2].clone()))).collect();
    let booked = bookings.values().map(|(application, _)| application.clone()).collect();
    let collected = first_column(db, COLLECTED).await?;
    let codes = db.rows(BILLS).await?.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let stands = Stands { bookings, booked, paid, moved, collected, codes };
    for ack in acks {
        if let Some(fault) = lost(ack, &stands) {
            report.violated(Invariant::I7, format!("application {}: {fault}", ack.application));
        }
    }
    report.of(Invariant::I7).counts.push((i64::try_from(acks.len()).unwrap_or(i64::MAX), "acknowledgements"));
    Ok(())
}

fn lost(ack: &Ack, stands: &Stands) -> Option<String> {
    let application = &ack.application;
    let named = ack.booking.as_ref().map(|id| (id, stands.bookings.get(id)));
    if let Some((id, row)) = named
        && row.is_none_or(|(owner, _)| owner != application)
    {
        return Some(format!("booking {id} was acknowledged, but the application does not have it"));
    }
    if let Some(code) = &ack.code
        && stands.codes.get(code) != Some(application)
    {
        return Some(format!("billing code {code} was acknowledged, but no bill of the application has it"));
    }
    match ack.kind {
        AckKind::Collected if !stands.collected.contains(application) => {
            Some("the passport was acknowledged as handed over, but it is not".to_owned())
        }
        AckKind::Booked if !stands.booked.contains(application) => Some("a seat was acknowledged, but there is none".to_owned()),
        AckKind::Paid if !stands.paid.contains(application) => {
            Some("a payment was acknowledged, but there is neither a paid bill nor a case".to_owned())
        }
        AckKind::Moved if !has_moved(application, named.and_then(|(_, row)| row), stands) => {
            Some("a move was acknowledged, but no booking was moved".to_owned())
        }
        _ => None,
    }
}

/// The named booking follows a moved one; where none is named, any booking of the application was moved.
fn has_moved(application: &str, named: Option<&(String, String)>, stands: &Stands) -> bool {
    named.map_or_else(|| stands.moved.contains(application), |(_, before)| before == "moved")
}
