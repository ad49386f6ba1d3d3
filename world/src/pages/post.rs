//! The mailboxes.

use super::{Frame, show};
use crate::{
    World,
    mailbox::{self, Piece, ReceivedMail},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

/// How many mails one page lists.
const LISTED: usize = 100;

#[derive(Template)]
#[template(path = "inbox.html")]
struct Inbox {
    frame: Frame,
    to: String,
    mails: Vec<Row>,
    more: bool,
}

struct Row {
    id: u64,
    subject: String,
    to: String,
    at: String,
}

fn subject_of(mail: &ReceivedMail) -> String {
    if mail.subject.trim().is_empty() { "(tanpa judul)".to_owned() } else { mail.subject.clone() }
}

#[derive(Deserialize)]
pub(super) struct Sought {
    #[serde(default)]
    ke: String,
}

pub(super) async fn inbox(State(world): State<World>, Query(sought): Query<Sought>) -> Response {
    let mut found = mailbox::find(&world.book().content.mails, &sought.ke, LISTED + 1);
    let more = found.len() > LISTED;
    found.truncate(LISTED);
    let row = |mail: &ReceivedMail| Row { id: mail.id, subject: subject_of(mail), to: mail.to.join(", "), at: mail.at.shown() };
    let page = Inbox { frame: world.frame("/surat"), to: sought.ke, mails: found.iter().map(row).collect(), more };
    show(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "mail.html")]
struct One {
    frame: Frame,
    subject: String,
    to: String,
    from: String,
    at: String,
    pieces: Vec<Piece>,
    raw: String,
}

pub(super) async fn mail(State(world): State<World>, Path(id): Path<u64>) -> Response {
    let found = world.book().content.mails.iter().find(|mail| mail.id == id).cloned();
    let Some(mail) = found else {
        return world.problem(StatusCode::NOT_FOUND, "Surel tidak ada", "Mungkin sudah terlalu lama.", "/surat");
    };
    let mail = mail.read();
    let page = One {
        frame: world.frame("/surat"),
        subject: subject_of(&mail),
        to: mail.to.join(", "),
        pieces: mailbox::pieces(mail.text.trim_end()),
        from: mail.from,
        at: mail.at.shown(),
        raw: mail.raw,
    };
    show(StatusCode::OK, &page)
}
