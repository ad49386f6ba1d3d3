//! The answer to "what do I need?": one page to read, to keep as a bookmark and to print.

use super::{Answered, Asked, answered};
use askama::Template;
use catalogue::{Catalogue, Category, Need, PassportType, PriceLine, Requirement, basis_text};
use jiff::civil::Date;
use kernel::money::Rupiah;
use shell::{Answer, Frame, Problem, Visitor, words::Words};

/// One paper, or several of which one is enough.
struct Block {
    one_of: bool,
    papers: Vec<(String, String)>,
    why: String,
}

/// A line of the fee.
struct FeeLine {
    name: String,
    amount: String,
    basis: String,
}

/// A passport one could choose instead.
struct Book {
    name: String,
    fee: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "needs_result.html")]
struct ResultPage {
    frame: Frame,
    back: String,
    /// The drawing of the case, of the component `scene`.
    drawing: &'static str,
    kind: String,
    day: String,
    answered: Vec<Answered>,
    lead_out: String,
    here: bool,
    papers: Vec<Block>,
    perhaps: Vec<Block>,
    office_made: Vec<Block>,
    paper_basis: Vec<String>,
    lines: Vec<FeeLine>,
    total: String,
    spared: String,
    books: Vec<Book>,
    validity: String,
    validity_basis: String,
    early: String,
    days: String,
    pay_time: String,
    pickup: String,
}

/// What the tables of a day say about four answers.
pub(crate) struct Found<'c> {
    /// What it is called.
    pub category: &'c Category,
    /// Papers that this case asks for, or may ask for.
    pub papers: Vec<&'c Requirement>,
    /// What is to pay; empty where no tariff holds.
    pub lines: Vec<PriceLine>,
    /// Their sum; none where no tariff holds.
    pub total: Option<Rupiah>,
    /// The passports one could choose, with their fees.
    pub books: Vec<(&'c PassportType, Option<Rupiah>)>,
}

impl<'c> Found<'c> {
    /// None where the day's tables do not know such a case.
    pub(crate) fn of(catalogue: &'c Catalogue, asked: &Asked, day: Date) -> Option<Self> {
        let code = asked.category();
        let category = catalogue.categories(day).into_iter().find(|c| c.code == code)?;
        let price = |code: &str| catalogue.price(code, asked.kind(), crate::whole::LANE, day);
        let mut lines = price(&asked.book).map(|p| p.lines).unwrap_or_default();
        if !lines.is_empty() {
            lines.extend(asked.penalty().and_then(|code| catalogue.line(code, day)));
        }
        let sum = lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.amount));
        Some(Self {
            category,
            papers: catalogue.requirements(code, day).into_iter().filter(|r| asked.needs(r)).collect(),
            total: sum.filter(|_| !lines.is_empty()),
            lines,
            books: asked.books(catalogue, day).into_iter().map(|b| (b, price(&b.code).map(|p| p.total))).collect(),
        })
    }
}

/// Why a paper is asked for.
pub(crate) fn why_of(w: Words, row: &Requirement) -> String {
    match &row.need {
        Need::OneOf(group) => why(w, &format!("group-{group}")),
        Need::Required | Need::Conditional | Need::OfficeMade => why(w, &row.document_code),
    }
}

/// How long a passport may be valid for this person.
pub(crate) fn validity(w: Words, catalogue: &Catalogue, asked: &Asked, day: Date) -> String {
    let key = if asked.who == "anak" { "journey-needs-validity-child" } else { "journey-needs-validity-adult" };
    w.with(key, &[("n", &catalogue.limit("ten_year_min_age", day).to_string())])
}

/// From when on an expiring passport may be replaced; empty in other cases.
pub(crate) fn early(w: Words, catalogue: &Catalogue, asked: &Asked, day: Date) -> String {
    if asked.before != "habis" {
        return String::new();
    }
    w.with("journey-needs-early", &[("n", &catalogue.limit("replacement_early_months", day).to_string())])
}

/// When the charge is not taken; empty in cases without one.
pub(crate) fn spared(w: Words, asked: &Asked) -> String {
    if asked.penalty().is_some() { w.t("journey-needs-spared") } else { String::new() }
}

fn why(w: Words, code: &str) -> String {
    let key = format!("journey-needs-why-{}", code.replace('_', "-"));
    if w.has(&key) { w.t(&key) } else { w.t("journey-needs-reason-rule") }
}

/// Papers as blocks: what belongs to one group stands in one block, where its first paper stands.
fn blocks(w: Words, rows: &[&Requirement]) -> Vec<Block> {
    let mut all: Vec<(Option<&str>, Block)> = Vec::new();
    for row in rows {
        let english = w.lang() == kernel::lang::Lang::En;
        let note = if english { row.note_en.clone() } else { row.note_id.clone() };
        let paper = (row.name(w.lang()).to_owned(), note);
        let group = if let Need::OneOf(group) = &row.need { Some(group.as_str()) } else { None };
        if let Some((_, block)) = all.iter_mut().find(|(name, _)| group.is_some() && *name == group) {
            block.papers.push(paper);
            continue;
        }
        all.push((group, Block { one_of: group.is_some(), papers: vec![paper], why: why_of(w, row) }));
    }
    let mut out: Vec<Block> = all.into_iter().map(|(_, block)| block).collect();
    for block in &mut out {
        block.one_of &= block.papers.len() > 1;
        // the same note under each paper of a group is said once
        if block.papers.len() > 1 && block.papers.iter().all(|(_, note)| *note == block.papers[0].1) {
            let note = std::mem::take(&mut block.papers[0].1);
            for (_, other) in &mut block.papers {
                other.clear();
            }
            if !note.is_empty() {
                block.why = format!("{note} {}", block.why);
            }
        }
    }
    out
}

fn bases<'r>(w: Words, rows: impl Iterator<Item = &'r str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for basis in rows.flat_map(|row| row.split("; ")).map(|part| basis_text(&w, part)) {
        if !all.contains(&basis) {
            all.push(basis);
        }
    }
    all
}

/// Draws the page.
pub(super) async fn draw(visitor: &Visitor, catalogue: &Catalogue, asked: &Asked, day: Date) -> Answer {
    let w = visitor.w;
    let found = Found::of(catalogue, asked, day).ok_or_else(Problem::not_found)?;
    let (category, rows) = (found.category, &found.papers);
    let of = |wanted: fn(&Need) -> bool| {
        let some: Vec<&Requirement> = rows.iter().copied().filter(|r| wanted(&r.need)).collect();
        blocks(w, &some)
    };
    let english = w.lang() == kernel::lang::Lang::En;
    let limit = |name: &str| catalogue.limit(name, day).to_string();
    let line = |l: &PriceLine| FeeLine {
        name: l.name(w.lang()).to_owned(),
        amount: w.rupiah(l.amount),
        basis: basis_text(&w, &l.legal_basis),
    };
    let book = |(b, fee): &(&PassportType, Option<Rupiah>)| Book {
        name: b.name(w.lang()).to_owned(),
        fee: fee.map_or_else(String::new, |fee| w.rupiah(fee)),
        chosen: b.code == asked.book,
    };
    let page = ResultPage {
        back: asked.address(asked.questions().last().copied()),
        drawing: asked.drawing(),
        kind: category.name(w.lang()).to_owned(),
        day: w.plain_day(day),
        answered: answered(w, catalogue, asked),
        lead_out: if english { category.lead_out_en.clone() } else { category.lead_out_id.clone() },
        here: category.in_app,
        papers: of(|need| matches!(need, Need::Required | Need::OneOf(_))),
        perhaps: of(|need| matches!(need, Need::Conditional)),
        office_made: of(|need| matches!(need, Need::OfficeMade)),
        paper_basis: bases(w, rows.iter().map(|r| r.legal_basis.as_str())),
        lines: found.lines.iter().map(line).collect(),
        total: found.total.map_or_else(String::new, |sum| w.rupiah(sum)),
        spared: spared(w, asked),
        validity: validity(w, catalogue, asked, day),
        validity_basis: bases(w, found.books.iter().map(|(b, _)| b.legal_basis.as_str())).join("; "),
        books: found.books.iter().map(book).collect(),
        early: early(w, catalogue, asked, day),
        days: limit("issue_working_days"),
        pay_time: w.minutes(catalogue.limit("billing_valid_minutes", day)),
        pickup: limit("pickup_days"),
        frame: visitor.frame(w.t("journey-needs-result-title")).await,
    };
    Ok(visitor.page(&page))
}
