//! Types, fees, papers, pages, ways to pay, numbers and quotas.

use super::Period;
use crate::codes::{BookedBy, ChannelKind, Confidence, Field, PlanClass, Predicate, Product};
use jiff::civil::Weekday;
use kernel::ids::OfficeCode;
use kernel::money::Rupiah;
use kernel::time::TimeOfDay;
use serde::{Deserialize, Serialize};

/// A passport one can ask for: a type and its years ("jenis paspor").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassportType {
    /// Code, such as `ordinary_5`.
    pub code: String,
    /// The book it is, such as `ordinary`: what offices offer and have in stock.
    pub book: String,
    /// Years of validity.
    pub years: i64,
    /// Pages.
    pub pages: i64,
    /// Whether it has a chip.
    pub electronic: bool,
    /// Laminated or polycarbonate.
    pub cover: String,
    /// The quota it draws on.
    pub group: String,
    /// Code of its tariff.
    pub tariff_code: String,
    /// Who may choose it.
    pub condition: Predicate,
    /// When it is issued.
    pub period: Period,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// The regulation.
    pub legal_basis: String,
}

/// A fee in a period ("tarif PNBP").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    /// Code.
    pub code: String,
    /// What it is for.
    pub product: Product,
    /// When it holds.
    pub period: Period,
    /// How much.
    pub amount: Rupiah,
    /// The regulation.
    pub legal_basis: String,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
}

/// A kind of application and where it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Code, such as `new_adult`.
    pub code: String,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// Whether it is made here; if not, `lead_out` says where.
    pub in_app: bool,
    /// When it applies.
    pub condition: Predicate,
    /// What to do instead, in Bahasa Indonesia; empty when it is made here.
    pub lead_out_id: String,
    /// What to do instead, in English.
    pub lead_out_en: String,
    /// When it holds.
    pub period: Period,
    /// The regulation.
    pub legal_basis: String,
}

/// How a paper is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Must be there.
    Required,
    /// One paper of the group of this name must be there.
    OneOf(String),
    /// The note says for whom; the person decides, the officer checks.
    Conditional,
    /// The office makes it.
    OfficeMade,
}

/// A paper of a category ("persyaratan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Code of the category.
    pub category: String,
    /// Place in the list.
    pub position: i64,
    /// Code of the paper, such as `identity_card`.
    pub document_code: String,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// How it is asked for.
    pub need: Need,
    /// When it applies.
    pub condition: Predicate,
    /// What to know about it, in Bahasa Indonesia; may be empty.
    pub note_id: String,
    /// What to know about it, in English; may be empty.
    pub note_en: String,
    /// When it holds.
    pub period: Period,
    /// The regulation.
    pub legal_basis: String,
}

/// A question page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Place in the order.
    pub position: i64,
    /// Code, part of its address.
    pub code: String,
    /// Code of the section in the task list.
    pub section: String,
    /// When it is asked.
    pub condition: Predicate,
    /// Its fields in order.
    pub fields: Vec<Field>,
    /// Those that may stay empty.
    pub optional: Vec<Field>,
}

/// A way to pay ("kanal pembayaran").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Place in the list.
    pub position: i64,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ChannelKind,
    /// What to choose or say, in Bahasa Indonesia.
    pub how_id: String,
    /// What to choose or say, in English.
    pub how_en: String,
    /// When it holds.
    pub period: Period,
    /// How sure the row is.
    pub confidence: Confidence,
}

/// A lane ("jalur layanan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Code, such as `regular`.
    pub code: String,
    /// Letter of the queue number.
    pub letter: char,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// Who books it.
    pub booked_by: BookedBy,
    /// Code of the tariff that comes on top.
    pub surcharge: Option<String>,
    /// Whether a visit is billed.
    pub billed: bool,
    /// When it holds.
    pub period: Period,
}

/// A number of a policy in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Which, one of [`crate::codes::LIMITS`].
    pub key: String,
    /// The number.
    pub value: i64,
    /// What it counts.
    pub unit: String,
    /// When it holds.
    pub period: Period,
    /// The regulation, the terms, or `kebijakan kami` (our policy).
    pub legal_basis: String,
}

/// For whom a quota plan is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PlanScope {
    /// One office; its class's rows no longer hold for it.
    Office(OfficeCode),
    /// Every other office of a class.
    Class(PlanClass),
}

/// Seats of one session ("kuota sesi").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaPlan {
    /// For whom.
    pub scope: PlanScope,
    /// On which days of the week.
    pub weekdays: Vec<Weekday>,
    /// Start on the office's clock.
    pub start: TimeOfDay,
    /// End on the office's clock.
    pub end: TimeOfDay,
    /// Code of the lane.
    pub lane: String,
    /// The quota.
    pub group: String,
    /// Seats.
    pub capacity: i64,
    /// When it holds.
    pub period: Period,
    /// Where it was read, or `our assumption`.
    pub source: String,
}

/// A coded reason of a rejection ("alasan penolakan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectionReason {
    /// Code.
    pub code: String,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// What the person can do, in Bahasa Indonesia.
    pub next_id: String,
    /// What the person can do, in English.
    pub next_en: String,
    /// Whether the fee is kept.
    pub fee_kept: bool,
    /// When it holds.
    pub period: Period,
    /// The regulation.
    pub legal_basis: String,
}

named!(PassportType, Tariff, Category, Requirement, Lane, RejectionReason, PriceLine);

/// One line of what is to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLine {
    /// Code of the tariff.
    pub tariff_code: String,
    /// Name in Bahasa Indonesia.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// How much.
    pub amount: Rupiah,
    /// The regulation.
    pub legal_basis: String,
}

/// What is to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Sum of the lines.
    pub total: Rupiah,
    /// What it is made of.
    pub lines: Vec<PriceLine>,
}

/// A session that a calendar opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSlot {
    /// Start on the office's clock.
    pub start: TimeOfDay,
    /// End on the office's clock.
    pub end: TimeOfDay,
    /// Code of the lane.
    pub lane: String,
    /// The quota.
    pub group: String,
    /// Seats.
    pub capacity: i64,
    /// Where it was read, or `our assumption`.
    pub source: String,
}
