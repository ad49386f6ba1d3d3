//! Is it up: the product, the biller, the registers, the mail. It says what the product itself has seen lately; nobody is
//! called for it, and one look serves everybody for a minute.

use crate::store;
use ::store::{Ask as _, StoreError};
use askama::Template;
use kernel::time::{DAY, MINUTE, Timestamp, Zone};
use shell::{Answer, Frame, House, Query, Visitor, words::Words};
use std::sync::{Mutex, PoisonError};

/// How long one look is shown.
const FRESH: i64 = MINUTE;
/// Work that waits beyond this is said.
const BUSY_JOBS: i64 = 500;

/// What was seen of one neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It answered within a day.
    Up(Timestamp),
    /// It answers, and has more to do than it manages.
    Busy(Timestamp),
    /// It has been silent since, and answered last then.
    Silent(Timestamp, Option<Timestamp>),
    /// Nobody asked it within a day.
    Quiet(Option<Timestamp>),
}

impl Seen {
    /// Trouble that was followed by an answer is over.
    fn of(answered: Option<Timestamp>, trouble: Option<Timestamp>, now: Timestamp) -> Self {
        match (answered, trouble) {
            (answered, Some(since)) if answered.is_none_or(|at| at < since) => Self::Silent(since, answered),
            (Some(at), _) if now.since(at) < DAY => Self::Up(at),
            _ => Self::Quiet(answered),
        }
    }
}

/// One look at everything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// When.
    pub at: Timestamp,
    busy: bool,
    biller: Seen,
    registers: Seen,
    mail: Seen,
}

impl Look {
    /// What was seen of each part, the product itself first.
    pub(crate) const fn parts(&self) -> [(&'static str, Seen); 4] {
        let own = if self.busy { Seen::Busy(self.at) } else { Seen::Up(self.at) };
        [("system", own), ("biller", self.biller), ("registers", self.registers), ("mail", self.mail)]
    }

    /// How long a billing code may keep one waiting, in words.
    pub(crate) fn wait(&self, house: &House, w: Words) -> String {
        w.minutes(catalogue::current(house).limit("code_wait_minutes", self.at.day_in(Zone::Wib)))
    }
}

#[derive(Default)]
struct Kept(Mutex<Option<Look>>);

/// A look that is at most a minute old.
pub(crate) async fn look(house: &House) -> Result<Look, StoreError> {
    let kept = house.try_kept::<Kept>().unwrap_or_else(|| {
        house.keep(Kept::default());
        house.kept::<Kept>()
    });
    let now = house.now();
    let last = *kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(last) = last.filter(|l| (0..FRESH).contains(&now.since(l.at))) {
        return Ok(last);
    }
    let mut ask = house.reader();
    let (coded, uncoded) = payment::biller_seen(&mut ask).await?;
    let (answered, silent) = application::registers_seen(&mut ask).await?;
    let (sent, stuck) = store::mail_seen(&mut ask).await?;
    let look = Look {
        at: ask.now(),
        busy: ::store::waiting_jobs(&mut ask).await? > BUSY_JOBS,
        biller: Seen::of(coded, uncoded, now),
        registers: Seen::of(answered, silent, now),
        mail: Seen::of(sent, stuck, now),
    };
    *kept.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(look);
    Ok(look)
}

/// A neighbour as the page shows it.
struct Row {
    name: String,
    tag: &'static str,
    sign: &'static str,
    state: String,
    when: String,
    means: String,
}

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    frame: Frame,
    lede: String,
    rows: Vec<Row>,
    looked: String,
}

/// A part's name.
pub(crate) fn name(w: Words, what: &str) -> String {
    w.t(&format!("notification-status-name-{what}"))
}

/// What it means for people.
pub(crate) fn means(w: Words, (what, seen): (&str, Seen), wait: &str) -> String {
    match seen {
        Seen::Up(_) => w.with(&format!("notification-status-good-{what}"), &[("time", wait)]),
        Seen::Busy(_) | Seen::Silent(..) => w.with(&format!("notification-status-bad-{what}"), &[("time", wait)]),
        Seen::Quiet(_) => w.t("notification-status-quiet-text"),
    }
}

fn row(w: Words, (what, seen): (&str, Seen), wait: &str) -> Row {
    let moment = |at: Timestamp| w.moment(at, Zone::Wib);
    let last = |at: Option<Timestamp>| {
        at.map_or_else(|| w.t("notification-status-never"), |at| w.with("notification-status-last", &[("time", &moment(at))]))
    };
    let (tag, sign, word, when) = match seen {
        Seen::Up(at) => ("ok", "ok", "up", last(Some(at))),
        Seen::Busy(at) => ("warn", "warn", "busy", last(Some(at))),
        Seen::Silent(since, at) => {
            let since = w.with("notification-status-since", &[("time", &moment(since))]);
            ("warn", "warn", "silent", format!("{since} {}", last(at)))
        }
        Seen::Quiet(at) => ("", "info", "quiet", last(at)),
    };
    let state = w.t(&format!("notification-status-{word}"));
    Row { name: name(w, what), tag, sign, state, when, means: means(w, (what, seen), wait) }
}

/// `GET /status`
pub async fn show(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    let (house, w) = (visitor.house.clone(), visitor.w);
    let look = look(&house).await?;
    let wait = look.wait(&house, w);
    let good = look.parts().iter().all(|(_, seen)| !matches!(seen, Seen::Silent(..) | Seen::Busy(_)));
    let page = StatusPage {
        lede: w.t(if good { "notification-status-lede-good" } else { "notification-status-lede-bad" }),
        rows: look.parts().into_iter().map(|part| row(w, part, &wait)).collect(),
        looked: w.moment(look.at, Zone::Wib),
        frame: visitor.frame(w.t("notification-status-title")).await,
    };
    Ok(visitor.page(&page))
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use kernel::time::{DAY, HOUR, Timestamp};

    #[test]
    fn trouble_is_over_when_an_answer_followed_and_silence_of_a_day_is_no_verdict() {
        let now = Timestamp(100 * DAY);
        let ago = |millis: i64| Some(now.plus(-millis));
        assert_eq!(Seen::of(ago(HOUR), None, now), Seen::Up(now.plus(-HOUR)));
        assert_eq!(Seen::of(ago(HOUR), ago(2 * HOUR), now), Seen::Up(now.plus(-HOUR)));
        assert_eq!(Seen::of(ago(2 * HOUR), ago(HOUR), now), Seen::Silent(now.plus(-HOUR), ago(2 * HOUR)));
        assert_eq!(Seen::of(None, ago(HOUR), now), Seen::Silent(now.plus(-HOUR), None));
        assert_eq!(Seen::of(ago(2 * DAY), None, now), Seen::Quiet(ago(2 * DAY)));
        assert_eq!(Seen::of(None, None, now), Seen::Quiet(None));
    }
}
