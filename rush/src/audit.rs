//! The auditor: each invariant with statements of its own and a plain sentence for each violation.
//!
//! It is run when everything has settled: money that a bank took a moment ago and nobody was told of yet is a violation.

mod acks;
mod chain;
mod money;
mod rules;
mod steps;

use crate::{AuditError, Database, files};
use std::{collections::BTreeMap, fmt, path::Path};

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// Seats.
    I1,
    /// Codes, bills and holds.
    I2,
    /// Money against the treasury's ledger.
    I3,
    /// Paid bookings.
    I4,
    /// One seat per person.
    I5,
    /// Moves of state.
    I6,
    /// What was acknowledged.
    I7,
    /// Effects of notices.
    I8,
    /// The audit trail.
    I9,
}

impl Invariant {
    /// All of them.
    pub const ALL: [Self; 9] = [Self::I1, Self::I2, Self::I3, Self::I4, Self::I5, Self::I6, Self::I7, Self::I8, Self::I9];
    /// All that can be judged from the database alone.
    pub const FROM_DATABASE: [Self; 7] = [Self::I1, Self::I2, Self::I4, Self::I5, Self::I6, Self::I8, Self::I9];

    /// What it says.
    pub const fn title(self) -> &'static str {
        match self {
            Self::I1 => "each slot counts its seats rightly and has no more than it may",
            Self::I2 => "a billing code belongs to one bill, a bill to one application, a seat to one bill",
            Self::I3 => "each rupiah of the treasury's ledger is in exactly one bill or case",
            Self::I4 => "no paid booking vanished",
            Self::I5 => "nobody has two live bookings",
            Self::I6 => "only listed moves of state were made",
            Self::I7 => "everything that was acknowledged is there",
            Self::I8 => "notices had their effect once",
            Self::I9 => "each change has its audit row and the chain is whole",
        }
    }

    const fn counted(self) -> &'static [Count] {
        match self {
            Self::I1 => &[("slots", "SELECT COUNT(*) FROM slot"), ("bookings", "SELECT COUNT(*) FROM booking")],
            Self::I2 => &[("bills", "SELECT COUNT(*) FROM bill")],
            Self::I4 => &[("paid visits", "SELECT COUNT(*) FROM bill WHERE kind = 'visit' AND state = 'paid'")],
            Self::I5 => &[("live bookings", "SELECT COUNT(*) FROM booking WHERE state IN ('held', 'booked', 'checked_in')")],
            Self::I6 => &[("steps", "SELECT COUNT(*) FROM application_history")],
            Self::I8 => &[("notices", "SELECT COUNT(*) FROM notice")],
            Self::I9 => &[("audit rows", "SELECT COUNT(*) FROM audit"), ("seals", "SELECT COUNT(*) FROM audit_seal")],
            Self::I3 | Self::I7 => &[],
        }
    }
}

/// What is counted, and how.
type Count = (&'static str, &'static str);

/// What was found about one invariant.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How many of what were looked at.
    pub counts: Vec<(i64, &'static str)>,
    /// A sentence for each violation.
    pub violations: Vec<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    verdicts: BTreeMap<Invariant, Verdict>,
}

impl Report {
    fn of(&mut self, invariant: Invariant) -> &mut Verdict {
        self.verdicts.entry(invariant).or_default()
    }

    fn violated(&mut self, invariant: Invariant, sentence: String) {
        self.of(invariant).violations.push(sentence);
    }

    /// True when nothing is violated.
    pub fn holds(&self) -> bool {
        self.verdicts.values().all(|verdict| verdict.violations.is_empty())
    }

    /// What was looked at, in order.
    pub fn judged(&self) -> Vec<Invariant> {
        self.verdicts.keys().copied().collect()
    }

    /// All violations, each with its invariant.
    pub fn violations(&self) -> Vec<(Invariant, &str)> {
        self.verdicts.iter().flat_map(|(i, v)| v.violations.iter().map(|sentence| (*i, sentence.as_str()))).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (invariant, verdict) in &self.verdicts {
            if verdict.violations.is_empty() {
                let counts: Vec<String> = verdict.counts.iter().map(|(n, noun)| format!("{n} {noun}")).collect();
                writeln!(f, "{invariant:?} holds: {} ({})", invariant.title(), counts.join(", "))?;
            }
            for sentence in &verdict.violations {
                writeln!(f, "{invariant:?} VIOLATED: {sentence}")?;
            }
        }
        Ok(())
    }
}

/// Judges a database, with the treasury's ledger (I3 and a part of I8) and a client's acknowledgements (I7) where given.
pub async fn audit(url: &str, world: Option<&Path>, acks: Option<&Path>) -> Result<Report, AuditError> {
    // files first: what was acknowledged before the snapshot must be in it
    let ledger = world.map(files::ledger).transpose()?;
    let acks = acks.map(files::acks).transpose()?;
    let mut db = Database::open(url).await?;
    let mut report = Report::default();
    for invariant in Invariant::FROM_DATABASE {
        for (noun, statement) in invariant.counted() {
            let count = db.number(statement).await?;
            report.of(invariant).counts.push((count, *noun));
        }
    }
    for rule in rules::RULES {
        for row in db.rows(rule.statement).await? {
            report.violated(rule.invariant, rule.say(&row));
        }
    }
    steps::judge(&mut db, &mut report).await?;
    chain::judge(&mut db, &mut report).await?;
    if let Some(ledger) = ledger {
        money::judge(&mut db, &ledger, &mut report).await?;
    }
    if let Some(acks) = acks {
        acks::judge(&mut db, &acks, &mut report).await?;
    }
    Ok(report)
}
