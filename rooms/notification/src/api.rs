//! The inbox as programs read it.

mod status;

use crate::{letter, model::Message, store};
use ::store::StoreError;
use axum::extract::Path;
use kernel::{ids::MessageId, problem::ProblemCode};
use serde::Serialize;
use shell::{
    Answer, Problem, Query,
    api::{self, Caller, Endpoint, Slice, ToSchema, utoipa},
};

const LIMIT: i64 = 20;
const LIMIT_MAX: i64 = 100;

/// The operations of this room.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/messages", "messages", list).gives_slices::<Note>(),
        Endpoint::get("/messages/{id}", "message", one).gives::<MessageText>(200),
        Endpoint::put("/messages/{id}/read", "message-read", read),
        Endpoint::get("/status/parts", "status-parts", status::parts).open().gives::<status::Parts>(200),
    ]
}

/// A message in the list.
#[derive(Debug, Serialize, ToSchema)]
struct Note {
    /// Its id.
    id: String,
    /// Its subject, in the reader's language.
    subject: String,
    /// When.
    at: String,
    /// The application it is about.
    application: Option<String>,
    /// Whether it was opened.
    read: bool,
    /// What became of the mail: `waiting`, `sent`, `refused`, `dropped` or `failed`.
    mail: &'static str,
}

/// A fact in a message.
#[derive(Debug, Serialize, ToSchema)]
struct Fact {
    /// What.
    label: String,
    /// Its value.
    value: String,
}

/// A whole message.
#[derive(Debug, Serialize, ToSchema)]
struct MessageText {
    /// Its subject, in the reader's language.
    subject: String,
    /// When.
    at: String,
    /// Its sentences.
    lines: Vec<String>,
    /// Its facts.
    facts: Vec<Fact>,
    /// A path of the product's pages it leads to.
    link: Option<String>,
}

async fn list(caller: Caller, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let wrong = |name: &str| Problem::new(ProblemCode::BadInput).because("api-slice-wrong").field(name);
    let limit = match query.get("limit") {
        "" => LIMIT,
        text => text.parse::<i64>().ok().filter(|n| (1..=LIMIT_MAX).contains(n)).ok_or_else(|| wrong("limit"))?,
    };
    let (house, w) = (&caller.visitor.house, caller.visitor.w);
    let mut ask = house.reader();
    let mut rows = if query.has("cursor") {
        let id = MessageId::parse(query.get("cursor")).map_err(|_| wrong("cursor"))?;
        let last = store::of_account(&mut ask, &caller.account, &id).await?.ok_or_else(|| wrong("cursor"))?;
        store::inbox_after(&mut ask, &caller.account, (last.at, &last.id), limit + 1).await?
    } else {
        store::inbox(&mut ask, &caller.account, limit + 1, 0).await?
    };
    let more = i64::try_from(rows.len()).unwrap_or(0) > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let next = if more { rows.last().map(|m| m.id.to_string()) } else { None };
    let note = |m: &Message| Note {
        id: m.id.to_string(),
        subject: w.t(m.kind.subject()),
        at: m.at.rfc3339(),
        application: m.application.as_ref().map(ToString::to_string),
        read: m.read_at.is_some(),
        mail: m.mail.code(),
    };
    api::json(&Slice { items: rows.iter().map(note).collect(), next })
}

async fn own(caller: &Caller, id: &str) -> Result<Message, Problem> {
    let id = MessageId::parse(id)?;
    store::of_account(&mut caller.visitor.house.reader(), &caller.account, &id).await?.ok_or_else(Problem::not_found)
}

async fn one(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let message = own(&caller, &id).await?;
    let letter = letter::shown(&caller.visitor.house, &message, caller.visitor.lang).await?;
    api::json(&MessageText {
        subject: letter.subject,
        at: message.at.rfc3339(),
        lines: letter.lines,
        facts: letter.facts.into_iter().map(|(label, value)| Fact { label, value }).collect(),
        link: letter.link.map(|(_, path)| path),
    })
}

async fn read(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let message = own(&caller, &id).await?;
    let noted = caller.visitor.house.db.transact::<_, StoreError, _>(|tx| {
        let (account, id) = (&caller.account, &message.id);
        Box::pin(async move { store::mark_read(tx, account, id).await })
    });
    noted.await?;
    api::nothing()
}
