//! Mails leave: one at a time for each recipient, in the order in which they were told.

use crate::{
    hear,
    hold::{self, Leave},
    letter::{self, Fresh, Letter},
    model::{MailState, Message, PATIENCE, pause},
    store,
};
use ::store::{Claimed, Outcome, StoreError};
use askama::Template;
use kernel::{contact::Email, lang::Lang, time::MINUTE};
use outside::{Mail, MailError};
use shell::{House, words::Words};
use std::{fmt::Write as _, sync::Arc};

/// The job: its key is the recipient.
pub const MAIL: &str = "notification.mail";

/// Tries after which a text that cannot be drawn is given up: it must not hold up the mails behind it.
const UNDRAWN_TRIES: i64 = 5;

/// A letter with its address.
pub struct Addressed {
    /// Where it goes.
    pub to: Email,
    /// The reader's language.
    pub lang: Lang,
    /// The name of the greeting, if it is known.
    pub name: Option<String>,
    /// What it says.
    pub letter: Letter,
}

enum Try {
    End(MailState),
    Again { give_up: bool },
}

/// Sends the oldest waiting mail of a recipient.
pub async fn run(house: Arc<House>, job: Claimed) -> Outcome {
    match send_next(&house, &job.key).await {
        Ok(outcome) => outcome,
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

async fn send_next(house: &House, recipient: &str) -> Result<Outcome, StoreError> {
    let Some(message) = store::next(&mut house.reader(), recipient).await? else { return Ok(Outcome::Done) };
    let tried = match hold::may_leave(house, &message, recipient).await? {
        Leave::Later(at) => return Ok(Outcome::Again(at)),
        Leave::Never => Try::End(MailState::Dropped),
        Leave::Now => try_once(house, &message).await,
    };
    let end = match tried {
        Try::End(state) => state,
        Try::Again { give_up } if give_up || house.now().since(message.at) >= PATIENCE => MailState::Failed,
        Try::Again { .. } => {
            let until = house.now().plus(pause(message.tries + 1));
            let put_off = house.db.transact::<_, StoreError, _>(|tx| {
                let id = &message.id;
                Box::pin(async move { store::put_off(tx, id, until).await })
            });
            put_off.await?;
            return Ok(Outcome::Again(until));
        }
    };
    metrics::counter!("notification_mail", "kind" => message.kind.code(), "state" => end.code()).increment(1);
    let finish = house.db.transact::<_, StoreError, _>(|tx| {
        let id = &message.id;
        Box::pin(async move { store::finish(tx, id, end).await })
    });
    finish.await?;
    let more = store::next(&mut house.reader(), recipient).await?.is_some();
    Ok(if more { Outcome::Again(house.now()) } else { Outcome::Done })
}

async fn try_once(house: &House, message: &Message) -> Try {
    let addressed = match letter::addressed(house, message).await {
        Ok(Fresh::Yes(addressed)) => addressed,
        Ok(Fresh::No) => return Try::End(MailState::Dropped),
        Err(error) => {
            tracing::error!(message = %message.id, kind = message.kind.code(), %error, "a message could not be drawn");
            return Try::Again { give_up: message.tries + 1 >= UNDRAWN_TRIES };
        }
    };
    let mail = match write(&house.config.public_url, message, addressed) {
        Ok(mail) => mail,
        Err(error) => {
            tracing::error!(message = %message.id, kind = message.kind.code(), %error, "a mail could not be drawn");
            return Try::Again { give_up: true };
        }
    };
    match house.outside.mailer.send(&mail).await {
        Ok(()) => Try::End(MailState::Sent),
        Err(MailError::Refused(_)) => Try::End(MailState::Refused),
        Err(MailError::Retry(_)) => Try::Again { give_up: false },
    }
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    lang: Lang,
    greeting: &'a str,
    letter: &'a Letter,
    link: Option<(&'a str, &'a str)>,
    footer: &'a str,
}

/// One line without control characters: a name can neither add lines nor hide text.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    kernel::name::squeeze(&plain).chars().take(100).collect()
}

/// The mail as it is handed over: plain text and the same as simple HTML.
fn write(public_url: &str, message: &Message, addressed: Addressed) -> Result<Mail, askama::Error> {
    let Addressed { to, lang, name, letter } = addressed;
    let w = Words::for_lang(lang);
    let greeting = match name.as_deref().map(one_line).filter(|n| !n.is_empty()) {
        Some(name) => w.with("notification-greeting", &[("name", &name)]),
        None => w.t("notification-greeting-plain"),
    };
    let footer = w.t("notification-footer");
    let url = letter.link.as_ref().map(|(_, path)| format!("{}{path}", public_url.trim_end_matches('/')));
    let mut text = format!("{greeting}\n\n");
    for line in &letter.lines {
        let _ = write!(text, "{line}\n\n");
    }
    for (label, value) in &letter.facts {
        let _ = writeln!(text, "{label}: {value}");
    }
    if !letter.facts.is_empty() {
        text.push('\n');
    }
    let link = letter.link.as_ref().zip(url.as_deref()).map(|((label, _), url)| (label.as_str(), url));
    if let Some((label, url)) = link {
        let _ = write!(text, "{label}:\n{url}\n\n");
    }
    let _ = writeln!(text, "M-Paspor\n{footer}");
    let html = Html { lang, greeting: &greeting, letter: &letter, link, footer: &footer }.render()?;
    let message_id = format!("message-{}", message.id);
    Ok(Mail { message_id, to, subject: one_line(&letter.subject), text, html: Some(html) })
}

/// Reconciler: mails that nobody works on (told in the moment when a worker had looked for the last time) are asked for
/// again. Answers how many recipients.
pub async fn sweep(house: Arc<House>) -> Result<usize, String> {
    let before = house.now().plus(-2 * MINUTE);
    let recipients = store::overdue(&mut house.reader(), before).await.map_err(|e| e.to_string())?;
    for recipient in &recipients {
        let asked = house.db.transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                store::follow(tx, recipient).await?;
                hear::ask_for(tx, recipient.clone()).await
            })
        });
        asked.await.map_err(|e| e.to_string())?;
    }
    Ok(recipients.len())
}
