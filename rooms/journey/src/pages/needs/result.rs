//! The answer to "what do I need?": one page to read, to keep as a bookmark and to print.

use super::{Answered, Asked, answered};
use askama::Template;
use catalogue::{Catalogue, Need, Requirement, basis_text};
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
        let why = group.map_or_else(|| why(w, &row.document_code), |group| why(w, &format!("group-{group}")));
        all.push((group, Block { one_of: group.is_some(), papers: vec![paper], why }));
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

/// The lines of the fee and their sum.
fn fee(w: Words, catalogue: &Catalogue, asked: &Asked, day: Date) -> (Vec<FeeLine>, String) {
    let Some(price) = catalogue.price(&asked.book, asked.kind(), crate::whole::LANE, day) else {
        return (Vec::new(), String::new());
    };
    let mut total = price.total;
    let mut lines: Vec<FeeLine> = price
        .lines
        .iter()
        .map(|l| FeeLine { name: l.name(w.lang()).to_owned(), amount: w.rupiah(l.amount), basis: basis_text(&w, &l.legal_basis) })
        .collect();
    if let Some(tariff) = asked.penalty().and_then(|code| catalogue.tariff(code, day)) {
        total = total.checked_add(tariff.amount).unwrap_or(Rupiah::ZERO);
        let (amount, basis) = (w.rupiah(tariff.amount), basis_text(&w, &tariff.legal_basis));
        lines.push(FeeLine { name: tariff.name(w.lang()).to_owned(), amount, basis });
    }
    (lines, w.rupiah(total))
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
    let code = asked.category();
    let category = catalogue.categories(day).into_iter().find(|c| c.code == code);
    let category = category.ok_or_else(Problem::not_found)?;
    let rows: Vec<&Requirement> = catalogue.requirements(code, day).into_iter().filter(|r| asked.needs(r)).collect();
    let of = |wanted: fn(&Need) -> bool| {
        let some: Vec<&Requirement> = rows.iter().copied().filter(|r| wanted(&r.need)).collect();
        blocks(w, &some)
    };
    let english = w.lang() == kernel::lang::Lang::En;
    let limit = |name: &str| catalogue.limit(name, day).to_string();
    let (lines, total) = fee(w, catalogue, asked, day);
    let books = asked.books(catalogue, day);
    let price =
        |code: &str| catalogue.price(code, asked.kind(), crate::whole::LANE, day).map_or_else(String::new, |p| w.rupiah(p.total));
    let validity = if asked.who == "anak" { "journey-needs-validity-child" } else { "journey-needs-validity-adult" };
    let page = ResultPage {
        back: asked.address(asked.questions().last().copied()),
        kind: category.name(w.lang()).to_owned(),
        day: w.plain_day(day),
        answered: answered(w, catalogue, asked),
        lead_out: if english { category.lead_out_en.clone() } else { category.lead_out_id.clone() },
        here: category.in_app,
        papers: of(|need| matches!(need, Need::Required | Need::OneOf(_))),
        perhaps: of(|need| matches!(need, Need::Conditional)),
        office_made: of(|need| matches!(need, Need::OfficeMade)),
        paper_basis: bases(w, rows.iter().map(|r| r.legal_basis.as_str())),
        lines,
        total,
        spared: if asked.penalty().is_some() { w.t("journey-needs-spared") } else { String::new() },
        validity: w.with(validity, &[("n", &limit("ten_year_min_age"))]),
        validity_basis: bases(w, books.iter().map(|b| b.legal_basis.as_str())).join("; "),
        books: books
            .iter()
            .map(|b| Book { name: b.name(w.lang()).to_owned(), fee: price(&b.code), chosen: b.code == asked.book })
            .collect(),
        early: if asked.before == "habis" {
            w.with("journey-needs-early", &[("n", &limit("replacement_early_months"))])
        } else {
            String::new()
        },
        days: limit("issue_working_days"),
        pay_time: w.minutes(catalogue.limit("billing_valid_minutes", day)),
        pickup: limit("pickup_days"),
        frame: visitor.frame(w.t("journey-needs-result-title")).await,
    };
    Ok(visitor.page(&page))
}
