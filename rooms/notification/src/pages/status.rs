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
enum Seen {
    /// It answered within a day.
    Up(Timestamp),
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
struct Look {
    at: Timestamp,
    busy: bool,
    biller: Seen,
    registers: Seen,
    mail: Seen,
}

#[derive(Default)]
struct Kept(Mutex<Option<Look>>);

async fn look(house: &House) -> Result<Look, StoreError> {
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

fn row(w: Words, what: &str, seen: Seen, args: &[(&str, &str)]) -> Row {
    let moment = |at: Timestamp| w.moment(at, Zone::Wib);
    let last = |at: Option<Timestamp>| {
        at.map_or_else(|| w.t("notification-status-never"), |at| w.with("notification-status-last", &[("time", &moment(at))]))
    };
    let (tag, sign, word, when) = match seen {
        Seen::Up(at) => ("ok", "ok", "up", last(Some(at))),
        Seen::Silent(since, at) => {
            let since = w.with("notification-status-since", &[("time", &moment(since))]);
            ("warn", "warn", "silent", format!("{since} {}", last(at)))
        }
        Seen::Quiet(at) => ("", "info", "quiet", last(at)),
    };
    let means = match seen {
        Seen::Up(_) => w.with(&format!("notification-status-good-{what}"), args),
        Seen::Silent(..) => w.with(&format!("notification-status-bad-{what}"), args),
        Seen::Quiet(_) => w.t("notification-status-quiet-text"),
    };
    Row {
        name: w.t(&format!("notification-status-name-{what}")),
        tag,
        sign,
        state: w.t(&format!("notification-status-{word}")),
        when,
        means,
    }
}

/// `GET /status`
pub async fn show(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    let (house, w) = (visitor.house.clone(), visitor.w);
    let look = look(&house).await?;
    let today = look.at.day_in(Zone::Wib);
    let wait = w.minutes(catalogue::current(&house).limit("code_wait_minutes", today));
    let at = w.moment(look.at, Zone::Wib);
    let system = Row {
        name: w.t("notification-status-name-system"),
        tag: if look.busy { "warn" } else { "ok" },
        sign: if look.busy { "warn" } else { "ok" },
        state: w.t(if look.busy { "notification-status-busy" } else { "notification-status-up" }),
        when: w.with("notification-status-last", &[("time", &at)]),
        means: w.t(if look.busy { "notification-status-bad-system" } else { "notification-status-good-system" }),
    };
    let silent = [look.biller, look.registers, look.mail].iter().any(|seen| matches!(seen, Seen::Silent(..)));
    let page = StatusPage {
        lede: w.t(if silent || look.busy { "notification-status-lede-bad" } else { "notification-status-lede-good" }),
        rows: vec![
            system,
            row(w, "biller", look.biller, &[("time", &wait)]),
            row(w, "registers", look.registers, &[]),
            row(w, "mail", look.mail, &[]),
        ],
        looked: at,
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
