//! Information days: what a guest who left an address hears. She has no account, so nothing of it lies in an inbox.

use super::Letter;
use crate::{
    mail::Addressed,
    model::{Kind, Message},
};
use ::store::StoreError;
use kernel::{event::DayNews, ids::GuestId};
use outreach::GuestMail;
use shell::{House, words::Words};

/// The message of a piece of news.
pub const fn kind_of(news: DayNews) -> Kind {
    match news {
        DayNews::Registered => Kind::GuestRegistered,
        DayNews::Tomorrow => Kind::GuestTomorrow,
        DayNews::Changed => Kind::GuestChanged,
        DayNews::Cancelled => Kind::GuestCancelled,
    }
}

const fn news_of(kind: Kind) -> Option<DayNews> {
    match kind {
        Kind::GuestRegistered => Some(DayNews::Registered),
        Kind::GuestTomorrow => Some(DayNews::Tomorrow),
        Kind::GuestChanged => Some(DayNews::Changed),
        Kind::GuestCancelled => Some(DayNews::Cancelled),
        _ => None,
    }
}

/// The mail of a guest. None when she withdrew, the day is over, or it says otherwise by now.
pub async fn addressed(house: &House, message: &Message) -> Result<Option<Addressed>, StoreError> {
    let (Some(news), Ok(guest)) = (news_of(message.kind), GuestId::parse(&message.about)) else { return Ok(None) };
    let found = outreach::guest_mail(&house.vault, &mut house.reader(), &guest, news).await?;
    Ok(found.map(|mail| Addressed {
        letter: letter(message.kind, news, &mail),
        to: mail.to,
        lang: mail.lang,
        name: Some(mail.name),
    }))
}

fn letter(kind: Kind, news: DayNews, mail: &GuestMail) -> Letter {
    let w = Words::for_lang(mail.lang);
    let (day, plan) = (&mail.day, &mail.day.plan);
    let when = format!("{}, {}", w.day(plan.day), w.hours(plan.start, plan.end, day.zone));
    let letter = Letter::of(w, kind)
        .line(w.t(match news {
            DayNews::Registered => "notification-guest-registered-text",
            DayNews::Tomorrow => "notification-guest-tomorrow-text",
            DayNews::Changed => "notification-guest-changed-text",
            DayNews::Cancelled => "notification-guest-cancelled-text",
        }))
        .fact(w.t("notification-guest-when"), when)
        .fact(w.t("notification-guest-place"), &plan.place);
    if news == DayNews::Cancelled {
        return letter.fact(w.t("notification-guest-reason"), day.reason()).link(w.t("notification-guest-others"), "/penyuluhan");
    }
    let letter = letter
        .fact(w.t("notification-guest-directions"), &plan.directions)
        .fact(w.t("notification-guest-persons"), w.number(mail.persons));
    let letter = if plan.note.is_empty() { letter } else { letter.fact(w.t("notification-guest-note"), &plan.note) };
    letter.link(w.t("notification-guest-open"), &mail.link_path)
}
