//! Work lists: what is to be printed, what is to be handed over.

use super::say;
use super::today::{Row, as_number, number_keys, rows};
use crate::model::CaseWord;
use crate::store::cases;
use askama::Template;
use kernel::role::Role;
use shell::{Answer, Desk, Frame, Query};

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    frame: Frame,
    title: String,
    none: String,
    count: String,
    rows: Vec<Row>,
}

async fn draw(desk: Desk, states: &[CaseWord], (title, none): (&str, &str)) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let mut reader = visitor.house.reader();
    let mut found = Vec::new();
    for state in states {
        found.extend(cases::of_state(&mut reader, &desk.office, *state).await?);
    }
    let mut rows = rows(&desk, &mut reader, &found, visitor.house.now()).await?;
    let (title, none) = (w.t(title), w.t(none));
    number_keys(&mut rows);
    let count = w.number(as_number(rows.len()));
    let page = List { frame: visitor.frame(title.clone()).await, title, none, count, rows };
    Ok(visitor.page(&page))
}

/// `GET /petugas/cetak`
pub(super) async fn printing(desk: Desk, query: Query) -> Answer {
    say::needs_one(&desk, &[Role::Printer])?;
    query.only(&[])?;
    draw(desk, &[CaseWord::Printing, CaseWord::Printed], ("counter-print-title", "counter-print-none")).await
}

/// `GET /petugas/serah`
pub(super) async fn ready(desk: Desk, query: Query) -> Answer {
    say::needs_one(&desk, &[Role::HandOver])?;
    query.only(&[])?;
    draw(desk, &[CaseWord::Ready], ("counter-hand-title", "counter-hand-none")).await
}
