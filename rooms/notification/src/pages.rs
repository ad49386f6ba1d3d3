//! The inbox: what was told, newest first.

pub mod status;

use crate::{
    letter::{self, Letter},
    model::{MailState, Message},
    store,
};
use ::store::StoreError;
use askama::Template;
use axum::extract::Path;
use kernel::{
    ids::{ApplicationId, MessageId, OfficeCode},
    time::Zone,
};
use shell::{Answer, Citizen, Frame, House, Problem, Query, words::Words};

/// Messages on a page.
const PAGE: i64 = 20;

struct Row {
    href: String,
    title: String,
    small: String,
    mail: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "inbox.html")]
struct Inbox {
    frame: Frame,
    rows: Vec<Row>,
    earlier: String,
    later: String,
    page: String,
}

#[derive(Template)]
#[template(path = "message.html")]
struct One {
    frame: Frame,
    letter: Letter,
    when: String,
    mail: Delivery,
}

/// What became of a message's mail: the state, when and why, and what one can do.
struct Delivery {
    state: String,
    detail: String,
    advice: String,
    /// It will not arrive, and the reader can do something about it.
    failed: bool,
    /// The address is the reason.
    address: bool,
}

fn mail_words(w: Words, state: MailState) -> String {
    w.t(match state {
        MailState::Waiting => "notification-mail-waiting",
        MailState::Sent => "notification-mail-sent",
        MailState::Refused => "notification-mail-refused",
        MailState::Dropped => "notification-mail-dropped",
        MailState::Failed => "notification-mail-failed",
    })
}

fn delivery(w: Words, message: &Message, zone: Zone) -> Delivery {
    let at = message.mail_at.map_or_else(String::new, |at| w.moment(at, zone));
    let tries = message.tries.to_string();
    let next = w.moment(message.due_at, zone);
    let (detail, advice) = match message.mail {
        MailState::Waiting if message.tries == 0 => (String::new(), w.t("notification-delivery-here")),
        MailState::Waiting => {
            let args = [("n", tries.as_str()), ("time", next.as_str())];
            (w.with("notification-delivery-again", &args), w.t("notification-delivery-here"))
        }
        MailState::Sent => (w.with("notification-delivery-sent", &[("time", &at)]), w.t("notification-delivery-spam")),
        MailState::Refused => (w.with("notification-delivery-refused", &[("time", &at)]), w.t("notification-delivery-address")),
        MailState::Failed => (w.with("notification-delivery-failed", &[("time", &at)]), w.t("notification-delivery-here")),
        MailState::Dropped => (String::new(), w.t("notification-delivery-here")),
    };
    Delivery {
        state: mail_words(w, message.mail),
        detail,
        advice,
        failed: matches!(message.mail, MailState::Refused | MailState::Failed),
        address: message.mail == MailState::Refused,
    }
}

/// Number and zone of an application.
async fn about(house: &House, id: &ApplicationId) -> Result<Option<(String, Zone)>, StoreError> {
    let found = application::find(&mut house.reader(), id).await?;
    let zone = |code: &Option<OfficeCode>| {
        code.as_ref().and_then(|c| catalogue::current(house).office(c).map(|o| o.zone)).unwrap_or(Zone::Wib)
    };
    Ok(found.map(|a| (a.number, zone(&a.office))))
}

async fn row(house: &House, w: Words, message: &Message) -> Result<Row, StoreError> {
    let about = match &message.application {
        Some(id) => about(house, id).await?,
        None => None,
    };
    let when = w.moment(message.at, about.as_ref().map_or(Zone::Wib, |(_, zone)| *zone));
    let small = match about {
        Some((number, _)) => format!("{when} · {} {}", w.t("notification-application-number"), letter::in_fours(&number)),
        None => when,
    };
    Ok(Row {
        href: format!("/kabar/{}", message.id),
        title: w.t(message.kind.subject()),
        small,
        mail: mail_words(w, message.mail),
        unread: message.read_at.is_none(),
    })
}

/// `GET /kabar`
pub async fn inbox(citizen: Citizen, query: Query) -> Answer {
    query.only(&["hal", "bahasa"])?;
    let visitor = &citizen.visitor;
    let (house, w) = (&visitor.house, visitor.w);
    let all = store::count(&mut house.reader(), &citizen.account).await?;
    let pages = ((all + PAGE - 1) / PAGE).max(1);
    let page = match query.get("hal") {
        "" => 1,
        text => text.parse::<i64>().ok().filter(|n| (1..=pages).contains(n)).ok_or_else(Problem::not_found)?,
    };
    let mut rows = Vec::new();
    for message in store::inbox(&mut house.reader(), &citizen.account, PAGE, (page - 1) * PAGE).await? {
        rows.push(row(house, w, &message).await?);
    }
    let link = |to: i64| if (1..=pages).contains(&to) { format!("/kabar?hal={to}") } else { String::new() };
    let (n, of) = (page.to_string(), pages.to_string());
    let words = if pages > 1 { w.with("notification-inbox-page", &[("page", &n), ("pages", &of)]) } else { String::new() };
    // newest first: what lies further down is earlier
    let frame = visitor.frame(w.t("notification-inbox-title")).await;
    Ok(visitor.page(&Inbox { frame, rows, earlier: link(page + 1), later: link(page - 1), page: words }))
}

/// `GET /kabar/{id}`: opening it marks it as read; a foreign one answers as an absent one.
pub async fn one(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let visitor = &citizen.visitor;
    let (house, w) = (&visitor.house, visitor.w);
    let id = MessageId::parse(&id).map_err(|_| Problem::not_found())?;
    let found = store::of_account(&mut house.reader(), &citizen.account, &id).await?;
    let message = found.ok_or_else(Problem::not_found)?;
    let letter = letter::shown(house, &message, visitor.lang).await?;
    if message.read_at.is_none() {
        let read = house.db.transact::<_, StoreError, _>(|tx| {
            let (account, id) = (&citizen.account, &id);
            Box::pin(async move { store::mark_read(tx, account, id).await })
        });
        read.await?;
    }
    let when = row(house, w, &message).await?.small;
    let zone = match &message.application {
        Some(id) => about(house, id).await?.map_or(Zone::Wib, |(_, zone)| zone),
        None => Zone::Wib,
    };
    let frame = visitor.frame(letter.subject.clone()).await;
    Ok(visitor.page(&One { frame, letter, when, mail: delivery(w, &message, zone) }))
}
