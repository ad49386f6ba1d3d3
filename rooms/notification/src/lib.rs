//! Telling people ("kabar"): the in-app inbox and e-mail, from templates in both languages.
//!
//! * [`hear::hear`] turns an event into rows, one per kind and recipient, and a job, in the transaction that marks the event
//!   as told. A row holds ids; nothing in it names a person.
//! * The text is drawn at the moment of sending or showing, from the neighbours' doors, in the reader's language. What is no
//!   longer true is not mailed (a used code, a reminder of a paid bill).
//! * Mails of one recipient leave in order. A silent mail server is asked again for 24 hours; an address that refuses is final.
//! * After a restore mails are [held](mod@hold) until the operator decides: nobody is written to twice.
//! * No mail signs anybody in, carries an attachment, or says more of a person than her name.

mod api;
mod hear;
mod hold;
mod letter;
mod mail;
mod model;
mod pages;
mod store;

#[cfg(test)]
mod tests;

pub use hold::{HeldMails, held, hold, release};

use ::store::{Ask, StoreError};
use async_trait::async_trait;
use axum::{Router, routing::get};
use kernel::{ids::AccountId, time::MINUTE};
use shell::{EarlyPage, FrameSource, House, JobKind, Room, Tick};

/// This room.
pub fn room() -> Room {
    Room {
        routes: Router::new()
            .route("/kabar", get(pages::inbox))
            .route("/kabar/{id}", get(pages::one))
            .route("/status", get(pages::status::show)),
        early: vec![EarlyPage::new("/status", |_, w, query| query.only(&[]).ok().map(|()| w.t("notification-status-title")))],
        api: api::endpoints(),
        jobs: vec![JobKind { kind: mail::MAIL, run: |house, job| Box::pin(mail::run(house, job)) }],
        ticks: vec![Tick { name: "notification.sweep", every: MINUTE, run: |house| Box::pin(mail::sweep(house)) }],
        hears: Some(|house, tx, id, event| Box::pin(hear::hear(house, tx, id, event))),
        ..Room::new("notification")
    }
}

/// How many messages an account has not opened.
pub async fn unread(ask: &mut dyn Ask, account: &AccountId) -> Result<u32, StoreError> {
    store::unread(ask, account).await
}

/// What each page's frame tells about the inbox; the roof puts it into the house.
pub const fn frames() -> impl FrameSource {
    Frames
}

struct Frames;

#[async_trait]
impl FrameSource for Frames {
    async fn unread(&self, house: &House, account: &AccountId) -> Result<u32, StoreError> {
        unread(&mut house.reader(), account).await
    }
}
