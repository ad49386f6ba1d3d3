//! The tables as programs read them. Each answer is what holds on a day.

use crate::{Catalogue, Need, current};
use axum::{extract::Path, http::HeaderMap};
use jiff::civil::Date;
use kernel::{problem::ProblemCode, time::Zone};
use serde::Serialize;
use shell::{
    Answer, Problem, Query, Visitor,
    api::{self, Both, Endpoint, Holds, ToSchema, utoipa},
};

/// How many seconds a cache may give a table without asking.
const FRESH: u32 = 300;

/// The lane that applicants book.
const LANE: &str = "regular";

/// The operations of this room.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/passport-types", "passport-types", passport_types)
            .open()
            .query("day", Holds::Day)
            .gives_slices::<PassportKind>(),
        Endpoint::get("/categories", "categories", categories).open().query("day", Holds::Day).gives_slices::<Kind>(),
        Endpoint::get("/categories/{category}/requirements", "requirements", requirements)
            .open()
            .query("day", Holds::Day)
            .gives_slices::<Paper>(),
        Endpoint::get("/holidays", "holidays", holidays).open().needs("month", Holds::Month).gives_slices::<FreeDay>(),
        Endpoint::get("/channels", "channels", channels).open().query("day", Holds::Day).gives_slices::<Way>(),
        Endpoint::get("/regions", "regions", regions).open().query("parent", Holds::Text).gives_slices::<Place>(),
        Endpoint::get("/countries", "countries", countries).open().gives_slices::<Nation>(),
    ]
}

/// A passport one can ask for, with its fee.
#[derive(Debug, Serialize, ToSchema)]
struct PassportKind {
    /// Its code.
    code: String,
    /// Its name.
    name: Both,
    /// The book it is: what offices offer.
    book: String,
    /// Years of validity.
    years: i64,
    /// Pages.
    pages: i64,
    /// Whether it has a chip.
    electronic: bool,
    /// Who may choose it: a condition of the form.
    condition: &'static str,
    /// The fee of a new passport in whole rupiah; none where no tariff holds on the day.
    fee: Option<i64>,
    /// What the fee is made of.
    lines: Vec<FeeLine>,
    /// The regulation.
    legal_basis: String,
}

/// A line of a fee.
#[derive(Debug, Serialize, ToSchema)]
struct FeeLine {
    /// What it is for.
    name: Both,
    /// Whole rupiah.
    amount: i64,
    /// The regulation.
    legal_basis: String,
}

/// A kind of application.
#[derive(Debug, Serialize, ToSchema)]
struct Kind {
    /// Its code.
    code: String,
    /// Its name.
    name: Both,
    /// Whether it is made here.
    online: bool,
    /// What to do instead, where it is not.
    instead: Option<Both>,
    /// The regulation.
    legal_basis: String,
}

/// A paper of a category.
#[derive(Debug, Serialize, ToSchema)]
struct Paper {
    /// Its code.
    code: String,
    /// Its name.
    name: Both,
    /// `required`, `one_of`, `conditional` or `office_made`.
    need: &'static str,
    /// The group of which one paper is enough.
    group: Option<String>,
    /// What to know about it; may be empty.
    note: Both,
    /// The regulation.
    legal_basis: String,
}

/// A day without service.
#[derive(Debug, Serialize, ToSchema)]
struct FreeDay {
    /// The day.
    day: String,
    /// Its name.
    name: Both,
}

/// A way to pay.
#[derive(Debug, Serialize, ToSchema)]
struct Way {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// Its kind.
    kind: &'static str,
    /// What to choose or say.
    how: Both,
}

/// A province, regency, city or district.
#[derive(Debug, Serialize, ToSchema)]
struct Place {
    /// Two, four or six digits.
    code: String,
    /// Its name.
    name: String,
    /// The code one level up.
    parent: Option<String>,
}

/// A country.
#[derive(Debug, Serialize, ToSchema)]
struct Nation {
    /// ISO 3166-1, two letters.
    code: String,
    /// Its name.
    name: Both,
}

fn day_of(visitor: &Visitor, query: &Query) -> Result<Date, Problem> {
    match query.get("day") {
        "" => Ok(visitor.house.now().day_in(Zone::Wib)),
        text => {
            kernel::time::parse_day(text).ok_or_else(|| Problem::new(ProblemCode::BadInput).because("api-day-wrong").field("day"))
        }
    }
}

fn book(catalogue: &Catalogue, row: &crate::PassportType, day: Date) -> PassportKind {
    let price = catalogue.price(&row.code, crate::ApplicationKind::New, LANE, day);
    let line =
        |l: crate::PriceLine| FeeLine { name: Both::new(l.name_id, l.name_en), amount: l.amount.0, legal_basis: l.legal_basis };
    PassportKind {
        code: row.code.clone(),
        name: Both::new(&row.name_id, &row.name_en),
        book: row.book.clone(),
        years: row.years,
        pages: row.pages,
        electronic: row.electronic,
        condition: row.condition.code(),
        fee: price.as_ref().map(|p| p.total.0),
        lines: price.map(|p| p.lines.into_iter().map(line).collect()).unwrap_or_default(),
        legal_basis: row.legal_basis.clone(),
    }
}

async fn passport_types(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["day", "cursor", "limit"])?;
    let (catalogue, day) = (current(&visitor.house), day_of(&visitor, &query)?);
    let all: Vec<PassportKind> = catalogue.passport_types(day).into_iter().map(|row| book(&catalogue, row, day)).collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}

async fn categories(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["day", "cursor", "limit"])?;
    let (catalogue, day) = (current(&visitor.house), day_of(&visitor, &query)?);
    let all: Vec<Kind> = catalogue
        .categories(day)
        .into_iter()
        .map(|row| Kind {
            code: row.code.clone(),
            name: Both::new(&row.name_id, &row.name_en),
            online: row.in_app,
            instead: (!row.in_app).then(|| Both::new(&row.lead_out_id, &row.lead_out_en)),
            legal_basis: row.legal_basis.clone(),
        })
        .collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}

async fn requirements(visitor: Visitor, Path(category): Path<String>, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["day", "cursor", "limit"])?;
    let (catalogue, day) = (current(&visitor.house), day_of(&visitor, &query)?);
    if !catalogue.categories(day).iter().any(|row| row.code == category) {
        return Err(Problem::not_found());
    }
    let all: Vec<Paper> = catalogue
        .requirements(&category, day)
        .into_iter()
        .map(|row| {
            let (need, group) = match &row.need {
                Need::Required => ("required", None),
                Need::OneOf(group) => ("one_of", Some(group.clone())),
                Need::Conditional => ("conditional", None),
                Need::OfficeMade => ("office_made", None),
            };
            Paper {
                code: row.document_code.clone(),
                name: Both::new(&row.name_id, &row.name_en),
                need,
                group,
                note: Both::new(&row.note_id, &row.note_en),
                legal_basis: row.legal_basis.clone(),
            }
        })
        .collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}

async fn holidays(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["month", "cursor", "limit"])?;
    let first = kernel::time::parse_day(&format!("{}-01", query.get("month")))
        .ok_or_else(|| Problem::new(ProblemCode::BadInput).because("api-month-wrong").field("month"))?;
    let catalogue = current(&visitor.house);
    let days = (0..i64::from(first.days_in_month())).map(|n| kernel::time::add_days(first, n));
    let all: Vec<FreeDay> = days
        .filter_map(|day| catalogue.holiday(day))
        .map(|row| FreeDay { day: row.day.to_string(), name: Both::new(&row.name_id, &row.name_en) })
        .collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.day.clone())?)
}

async fn channels(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["day", "cursor", "limit"])?;
    let (catalogue, day) = (current(&visitor.house), day_of(&visitor, &query)?);
    let all: Vec<Way> = catalogue
        .channels(day)
        .into_iter()
        .map(|row| Way {
            code: row.code.clone(),
            name: row.name.clone(),
            kind: row.kind.code(),
            how: Both::new(&row.how_id, &row.how_en),
        })
        .collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}

async fn regions(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["parent", "cursor", "limit"])?;
    let catalogue = current(&visitor.house);
    let rows = match query.get("parent") {
        "" => catalogue.provinces(),
        parent => {
            let known = catalogue.region(parent).is_some();
            if !known {
                return Err(Problem::new(ProblemCode::BadInput).because("api-region-unknown").field("parent"));
            }
            catalogue.children(parent)
        }
    };
    let all: Vec<Place> = rows
        .into_iter()
        .map(|row| Place { code: row.code.clone(), name: row.name.clone(), parent: row.parent.clone() })
        .collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}

async fn countries(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let catalogue = current(&visitor.house);
    let all: Vec<Nation> = catalogue
        .countries()
        .iter()
        .map(|row| Nation { code: row.alpha2.clone(), name: Both::new(&row.name_id, &row.name_en) })
        .collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}
