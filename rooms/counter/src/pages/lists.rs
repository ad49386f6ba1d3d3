//! Work lists: what is to be printed, what is to be handed over.

use super::today::{Row, as_number, number_keys, rows};
use crate::model::CaseWord;
use crate::store::cases;
use askama::Template;
use kernel::role::Role;
use shell::{Answer, Desk, Fields, Frame, Query};

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    frame: Frame,
    title: String,
    none: String,
    count: String,
    path: &'static str,
    sought: String,
    rows: Vec<Row>,
}

/// One of the two lists.
struct Work {
    role: Role,
    path: &'static str,
    states: &'static [CaseWord],
    title: &'static str,
    none: &'static str,
}

const PRINTING: Work = Work {
    role: Role::Printer,
    path: "/petugas/cetak",
    states: &[CaseWord::Printing, CaseWord::Printed],
    title: "counter-print-title",
    none: "counter-print-none",
};

const READY: Work = Work {
    role: Role::HandOver,
    path: "/petugas/serah",
    states: &[CaseWord::Ready],
    title: "counter-hand-title",
    none: "counter-hand-none",
};

async fn draw(desk: Desk, work: &Work, sought: &str) -> Answer {
    desk.needs_one(&[work.role])?;
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let mut reader = visitor.house.reader();
    let mut found = Vec::new();
    for state in work.states {
        found.extend(cases::of_state(&mut reader, &desk.office, *state).await?);
    }
    let mut rows = rows(&desk, &mut reader, &found, visitor.house.now()).await?;
    let count = w.number(as_number(rows.len()));
    rows.retain(|row| row.is(sought));
    number_keys(&mut rows);
    let title = w.t(work.title);
    let none = if sought.is_empty() { w.t(work.none) } else { w.with("counter-find-none", &[("sought", sought)]) };
    let page =
        List { frame: visitor.frame(title.clone()).await, title, none, count, path: work.path, sought: sought.to_owned(), rows };
    Ok(visitor.page(&page))
}

/// `GET /petugas/cetak`
pub(super) async fn printing(desk: Desk, query: Query) -> Answer {
    query.only(&[])?;
    draw(desk, &PRINTING, "").await
}

/// `POST /petugas/cetak`: the same with whom is looked for. A name stands in no address.
pub(super) async fn find_printing(desk: Desk, fields: Fields) -> Answer {
    fields.only(&["cari"])?;
    draw(desk, &PRINTING, fields.get("cari")).await
}

/// `GET /petugas/serah`
pub(super) async fn ready(desk: Desk, query: Query) -> Answer {
    query.only(&[])?;
    draw(desk, &READY, "").await
}

/// `POST /petugas/serah`: the same with whom is looked for.
pub(super) async fn find_ready(desk: Desk, fields: Fields) -> Answer {
    fields.only(&["cari"])?;
    draw(desk, &READY, fields.get("cari")).await
}
