//! `GET /penyuluhan`: the days that are not over, by regency and month.

use super::{Facts, regency_name};
use crate::store::days::{self, Wanted};
use askama::Template;
use jiff::{ToSpan as _, civil::Date};
use kernel::{
    problem::ProblemCode,
    time::{Zone, add_days},
};
use shell::{Answer, Frame, House, Problem, Query, Visitor, words::Words};

const PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "days.html")]
struct DaysPage {
    frame: Frame,
    regencies: Vec<(String, String)>,
    regency: String,
    months: Vec<(String, String)>,
    month: String,
    days: Vec<Facts>,
    found: String,
    filtered: bool,
    earlier: String,
    later: String,
    page_text: String,
}

/// The first days of this month and the next eleven, as `2026-10`.
fn months(w: Words, today: Date) -> Vec<(String, String)> {
    let first = today.first_of_month();
    (0..12_i32)
        .filter_map(|n| first.checked_add(n.months()).ok())
        .map(|m| (format!("{:04}-{:02}", m.year(), m.month()), w.month(m)))
        .collect()
}

fn month_of(text: &str) -> Option<Date> {
    (text.len() == 7).then(|| kernel::time::parse_day(&format!("{text}-01"))).flatten()
}

fn address(regency: &str, month: &str, page: i64) -> String {
    format!("/penyuluhan?wilayah={regency}&bulan={month}&halaman={page}")
}

/// Which of the two filters does not fit.
#[derive(Debug, Clone, Copy)]
pub enum Wrong {
    /// No code of a regency.
    Regency,
    /// No month.
    Month,
}

/// The days of a regency and a month; an empty text stands for all of them that are ahead.
pub fn wanted<'q>(regency: &'q str, month: &str, today: Date) -> Result<Wanted<'q>, Wrong> {
    if regency.len() > 8 || !regency.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Wrong::Regency);
    }
    let (from, to) = match month {
        "" => (today, add_days(today, 400)),
        text => {
            let first = month_of(text).ok_or(Wrong::Month)?;
            (first, first.last_of_month())
        }
    };
    Ok(Wanted { from, to, regency })
}

/// The days that the address asks for, and which part of them.
fn asked(query: &Query, today: Date) -> Result<(Wanted<'_>, i64), Problem> {
    query.only(&["wilayah", "bulan", "halaman"])?;
    let bad = |field: &str| Problem::new(ProblemCode::BadInput).field(field).back("/penyuluhan");
    let wanted = wanted(query.get("wilayah"), query.get("bulan"), today).map_err(|wrong| match wrong {
        Wrong::Regency => bad("wilayah"),
        Wrong::Month => bad("bulan"),
    })?;
    let at: i64 = match query.get("halaman") {
        "" => 1,
        text => text.parse().ok().filter(|n| (1..=1_000).contains(n)).ok_or_else(|| bad("halaman"))?,
    };
    Ok((wanted, at))
}

/// The title, where the query is one that the page takes.
pub fn title_of(house: &House, w: Words, query: &Query) -> Option<String> {
    asked(query, house.now().day_in(Zone::Wib)).ok().map(|_| w.t("outreach-days-title"))
}

/// Draws the calendar.
pub async fn list(visitor: Visitor, query: Query) -> Answer {
    let (house, w) = (&visitor.house, visitor.w);
    let tables = catalogue::current(house);
    let now = house.now();
    // a day that is still today somewhere in the country is shown
    let today = now.day_in(Zone::Wib);
    let (wanted, at) = asked(&query, today)?;
    let (regency, month) = (wanted.regency, query.get("bulan"));
    let mut reader = house.reader();
    let count = days::public_count(&mut reader, &wanted).await?;
    let found = days::public(&mut reader, &wanted, PAGE, (at - 1) * PAGE).await?;
    let mut regencies: Vec<(String, String)> =
        days::regencies(&mut reader).await?.into_iter().map(|code| (code.clone(), regency_name(&tables, &code))).collect();
    if !regency.is_empty() && regencies.iter().all(|(code, _)| code != regency) {
        regencies.push((regency.to_owned(), regency_name(&tables, regency)));
    }
    regencies.sort_by(|a, b| a.1.cmp(&b.1));
    let pages = (count + PAGE - 1) / PAGE;
    let page = DaysPage {
        frame: visitor.frame(w.t("outreach-days-title")).await,
        regencies,
        regency: regency.to_owned(),
        months: months(w, today),
        month: month.to_owned(),
        days: found.iter().map(|day| Facts::of(w, &tables, day, now)).collect(),
        found: w.count("outreach-days-found", count),
        filtered: !(regency.is_empty() && month.is_empty()),
        earlier: if at > 1 { address(regency, month, at - 1) } else { String::new() },
        later: if at < pages { address(regency, month, at + 1) } else { String::new() },
        page_text: w.with("outreach-days-page", &[("n", &at.to_string()), ("n_of", &pages.max(1).to_string())]),
    };
    Ok(visitor.page(&page))
}
