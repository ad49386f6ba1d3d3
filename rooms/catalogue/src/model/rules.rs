//! Types, fees, papers, pages, ways to pay, numbers and quotas.

use super::{Period, Words};
use crate::codes::{
    BookedBy, Category, ChannelKind, Confidence, Document, FieldName, Lane, LimitKey, PlanClass, Predicate, Product,
    RequirementKind, StepKind, TypeGroup,
};
use jiff::civil::Weekday;
use kernel::ids::OfficeCode;
use kernel::money::Rupiah;
use kernel::time::TimeOfDay;

/// A passport one can ask for: a type and its years ("jenis paspor").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassportType {
    /// Code, such as `ordinary`.
    pub code: String,
    /// Years of validity.
    pub years: i64,
    /// Pages.
    pub pages: i64,
    /// Whether it has a chip.
    pub electronic: bool,
    /// Laminated or polycarbonate.
    pub cover: String,
    /// The quota it draws on.
    pub group: TypeGroup,
    /// Code of its tariff.
    pub tariff: String,
    /// Who may choose it: all must hold.
    pub condition: Vec<Predicate>,
    /// When it is issued.
    pub period: Period,
    /// Its name.
    pub name: Words,
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
    /// What the fee is called.
    pub name: Words,
}

/// A kind of application and where it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryRow {
    /// Which.
    pub category: Category,
    /// Its name.
    pub name: Words,
    /// Whether it is made here; if not, `lead_out` says where.
    pub in_app: bool,
    /// When it applies: all must hold.
    pub condition: Vec<Predicate>,
    /// What to do instead.
    pub lead_out: Words,
    /// When it holds.
    pub period: Period,
    /// The regulation.
    pub legal_basis: String,
}

/// A paper of a category ("persyaratan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The category.
    pub category: Category,
    /// Place in the list.
    pub position: i64,
    /// The paper.
    pub document: Document,
    /// Its name.
    pub name: Words,
    /// How it is asked for.
    pub kind: RequirementKind,
    /// Name of the group of which one paper is enough; empty without one.
    pub group: String,
    /// When it applies: all must hold.
    pub condition: Vec<Predicate>,
    /// What to know about it; may be empty.
    pub note: Words,
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
    /// What it asks for.
    pub kind: StepKind,
    /// When it is asked: all must hold.
    pub condition: Vec<Predicate>,
    /// Its fields in order.
    pub fields: Vec<FieldName>,
    /// Those that may stay empty.
    pub optional: Vec<FieldName>,
    /// When it holds.
    pub period: Period,
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
    /// What to choose or say.
    pub how: Words,
    /// When it holds.
    pub period: Period,
    /// How sure the row is.
    pub confidence: Confidence,
}

/// A lane ("jalur layanan").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneRow {
    /// Which.
    pub lane: Lane,
    /// Letter of the queue number.
    pub letter: char,
    /// Its name.
    pub name: Words,
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
    /// Which.
    pub key: LimitKey,
    /// The number.
    pub value: i64,
    /// What it counts.
    pub unit: String,
    /// When it holds.
    pub period: Period,
    /// The regulation, the terms, or `our policy`.
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
    /// The lane.
    pub lane: Lane,
    /// The quota.
    pub group: TypeGroup,
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
    /// The reason.
    pub name: Words,
    /// What the person can do.
    pub next: Words,
    /// Whether the fee is kept.
    pub fee_kept: bool,
    /// When it holds.
    pub period: Period,
    /// The regulation.
    pub legal_basis: String,
}
