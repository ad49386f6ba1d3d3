//! Categories, papers, pages, channels, lanes, limits, reasons.

use super::Catalogue;
use crate::codes::{ApplicationKind, LIMITS};
use crate::model::{Category, Channel, Lane, RejectionReason, Requirement, Step};
use jiff::civil::Date;

impl Catalogue {
    /// Kinds of applications of a day, also those that are made elsewhere.
    pub fn categories(&self, day: Date) -> Vec<&Category> {
        self.categories.iter().filter(|c| c.period.holds(day)).collect()
    }

    /// Code of the category of an adult's application.
    pub const fn adult_category(kind: ApplicationKind) -> &'static str {
        match kind {
            ApplicationKind::New => "new_adult",
            ApplicationKind::Replacement => "replacement_adult",
        }
    }

    /// Papers of a category on a day, in order. Conditions are for the application to judge.
    pub fn requirements(&self, category: &str, day: Date) -> Vec<&Requirement> {
        self.requirements.iter().filter(|r| r.category == category && r.period.holds(day)).collect()
    }

    /// A paper by its code, for its name: the first row that has it.
    pub fn document(&self, document_code: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.document_code == document_code)
    }

    /// The question pages, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// One question page.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.code == code)
    }

    /// Ways to pay of a day, in order.
    pub fn channels(&self, day: Date) -> Vec<&Channel> {
        self.channels.iter().filter(|c| c.period.holds(day)).collect()
    }

    /// Lanes of a day.
    pub fn lanes(&self, day: Date) -> Vec<&Lane> {
        self.lanes.iter().filter(|l| l.period.holds(day)).collect()
    }

    /// One lane on a day.
    pub fn lane(&self, code: &str, day: Date) -> Option<&Lane> {
        self.lanes.iter().find(|l| l.code == code && l.period.holds(day))
    }

    /// Reasons of a rejection of a day.
    pub fn rejection_reasons(&self, day: Date) -> Vec<&RejectionReason> {
        self.reasons.iter().filter(|r| r.period.holds(day)).collect()
    }

    /// One reason, also one that no longer holds.
    pub fn rejection_reason(&self, code: &str) -> Option<&RejectionReason> {
        self.reasons.iter().find(|r| r.code == code)
    }

    /// The number of a policy on a day; the name is one of [`LIMITS`], each of which is checked when tables are loaded.
    /// Before its first row the first row counts: a rule we keep is older than its record.
    pub fn limit(&self, name: &str, day: Date) -> i64 {
        debug_assert!(LIMITS.contains(&name), "no such limit: {name}");
        let rows = self.limits.get(name).map_or(&[][..], Vec::as_slice);
        let held = rows.iter().find(|l| l.period.holds(day)).or_else(|| rows.iter().min_by_key(|l| l.period.from));
        held.map_or(0, |l| l.value)
    }
}
