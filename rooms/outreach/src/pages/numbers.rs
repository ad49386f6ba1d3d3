//! `/petugas/penyuluhan/angka`: how many days, registered and come, by regency and audience, in one year.

use super::{capital, desk::zone_of, regency_name};
use crate::store::days::{self, Held};
use askama::Template;
use jiff::civil::Date;
use kernel::{problem::ProblemCode, role::Role};
use shell::{Answer, Desk, Frame, Problem, Query, words::Words};
use std::collections::BTreeMap;

/// Height of one line of a chart in pixels: its name, then two bars.
const STEP: i64 = 56;
/// The longest bar in tenths of a percent, so that its number has room behind it.
const WIDEST: i64 = 820;

struct Bar {
    name: String,
    days: String,
    registered: String,
    came: String,
    /// Where the name stands, the two bars, and their numbers.
    name_y: i64,
    came_y: i64,
    came_text_y: i64,
    registered_y: i64,
    registered_text_y: i64,
    came_wide: String,
    registered_wide: String,
}

struct Chart {
    id: &'static str,
    title: String,
    finding: String,
    what: String,
    height: i64,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "numbers.html")]
struct NumbersPage {
    frame: Frame,
    year: String,
    years: Vec<(String, String)>,
    days: String,
    registered: String,
    came: String,
    charts: Vec<Chart>,
}

/// Days, registered persons, persons who came.
#[derive(Default, Clone, Copy)]
struct Sum {
    days: i64,
    registered: i64,
    came: i64,
}

fn sums(held: &[Held], name: impl Fn(&Held) -> String) -> Vec<(String, Sum)> {
    let mut all: BTreeMap<String, Sum> = BTreeMap::new();
    for one in held {
        let sum = all.entry(name(one)).or_default();
        sum.days += 1;
        sum.registered += one.registered;
        sum.came += one.came;
    }
    let mut rows: Vec<_> = all.into_iter().collect();
    rows.sort_by(|a, b| b.1.came.cmp(&a.1.came).then_with(|| a.0.cmp(&b.0)));
    rows
}

fn percent(value: i64, most: i64) -> String {
    let tenths = value * WIDEST / most.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn chart(w: Words, (id, title, what): (&'static str, &str, &str), rows: Vec<(String, Sum)>) -> Chart {
    let most = rows.iter().map(|(_, s)| s.came.max(s.registered)).max().unwrap_or(0);
    let finding = rows.first().map_or_else(String::new, |(name, sum)| {
        let all: i64 = rows.iter().map(|(_, s)| s.came).sum();
        let args = [("name", name.clone()), ("n", sum.came.to_string()), ("n_all", all.to_string())];
        let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        w.with("outreach-numbers-finding", &args)
    });
    let mut top = 0;
    let mut bars = Vec::new();
    for (name, sum) in rows {
        bars.push(Bar {
            name,
            days: w.number(sum.days),
            registered: w.number(sum.registered),
            came: w.number(sum.came),
            name_y: top + 13,
            came_y: top + 20,
            came_text_y: top + 30,
            registered_y: top + 35,
            registered_text_y: top + 44,
            came_wide: percent(sum.came, most),
            registered_wide: percent(sum.registered, most),
        });
        top += STEP;
    }
    Chart { id, title: w.t(title), finding, what: w.t(what), height: top, bars }
}

fn year_of(text: &str, this: i16) -> Result<i16, Problem> {
    if text.is_empty() {
        return Ok(this);
    }
    let year = text.parse().ok().filter(|y| (2000..=this + 1).contains(y) && text.len() == 4);
    year.ok_or_else(|| Problem::new(ProblemCode::BadInput).field("tahun"))
}

/// Draws the numbers.
pub async fn show(desk: Desk, query: Query) -> Answer {
    desk.needs(Role::Outreach)?;
    query.only(&["tahun"])?;
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let house = &visitor.house;
    let tables = catalogue::current(house);
    let this = house.now().day_in(zone_of(&tables, &desk)).year();
    let year = year_of(query.get("tahun"), this)?;
    let bounds = Date::new(year, 1, 1).ok().zip(Date::new(year, 12, 31).ok());
    let (from, to) = bounds.ok_or_else(|| Problem::new(ProblemCode::BadInput).field("tahun"))?;
    let mut reader = house.reader();
    let held = days::held(&mut reader, &desk.office, from, to).await?;
    let first = days::first_day(&mut reader, &desk.office).await?.map_or(this, Date::year).min(this);
    let total = |of: fn(&Held) -> i64| w.number(held.iter().map(of).sum::<i64>());
    let charts = vec![
        chart(
            w,
            ("wilayah", "outreach-numbers-regency", "outreach-regency"),
            sums(&held, |one| regency_name(&tables, &one.regency)),
        ),
        chart(
            w,
            ("sasaran", "outreach-numbers-audience", "outreach-audience"),
            sums(&held, |one| capital(&w.t(&one.audience.key()))),
        ),
    ];
    let page = NumbersPage {
        frame: visitor.frame(w.t("outreach-numbers-title")).await,
        year: year.to_string(),
        years: (first..=this).rev().map(|y| (y.to_string(), y.to_string())).collect(),
        days: w.number(i64::try_from(held.len()).unwrap_or(i64::MAX)),
        registered: total(|one| one.registered),
        came: total(|one| one.came),
        charts: if held.is_empty() { Vec::new() } else { charts },
    };
    Ok(visitor.page(&page))
}
