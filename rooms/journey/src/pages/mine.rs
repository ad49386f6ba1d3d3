//! My applications: drafts and running ones, each with its next step.

use crate::voyage;
use crate::whole::path;
use application::{Application, StateWord};
use askama::Template;
use kernel::time::Zone;
use shell::{Answer, Citizen, Frame, House, Problem};

struct Row {
    href: String,
    title: String,
    small: String,
    next: String,
    state: String,
    class: &'static str,
    sign: &'static str,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct Mine {
    frame: Frame,
    running: Vec<Row>,
    ended: Vec<Row>,
}

/// Tag colours and drawings per state.
const fn look(word: StateWord) -> (&'static str, &'static str) {
    match word {
        StateWord::Draft | StateWord::Cancelled => ("", "pen"),
        StateWord::AwaitingPayment | StateWord::ChooseDate | StateWord::MoneyCase => ("now", "clock"),
        StateWord::Scheduled | StateWord::InOffice | StateWord::Ready | StateWord::Collected => ("ok", "ok"),
        StateWord::Expired | StateWord::Missed | StateWord::GivenBack => ("warn", "warn"),
        StateWord::Rejected | StateWord::Void => ("bad", "bad"),
    }
}

async fn row(citizen: &Citizen, house: &House, application: &Application) -> Result<Row, Problem> {
    let w = citizen.visitor.w;
    let mut ask = house.reader();
    let name = application::answers(&house.vault, &mut ask, application).await?.typed(catalogue::Field::FullName).to_owned();
    let word = application.state.word();
    let booking = schedule::live_of(&mut ask, &application.id).await?;
    let small = booking.map_or_else(
        || w.with("journey-mine-begun", &[("day", &w.plain_day(application.created_at.day_in(Zone::Wib)))]),
        |b| format!("{}, {}", w.day(b.slot.day), w.hours(b.slot.start, b.slot.end, b.zone)),
    );
    let (class, sign) = look(word);
    Ok(Row {
        href: path(&application.id, ""),
        title: if name.is_empty() { w.t("journey-mine-unnamed") } else { name },
        small,
        next: w.t(&format!("journey-next-{}", voyage::word_key(word))),
        state: w.t(&format!("journey-state-{}", voyage::word_key(word))),
        class,
        sign,
    })
}

const fn is_over(word: StateWord) -> bool {
    matches!(
        word,
        StateWord::Collected
            | StateWord::Rejected
            | StateWord::Missed
            | StateWord::GivenBack
            | StateWord::Void
            | StateWord::Cancelled
    )
}

/// `GET /permohonan`
pub(crate) async fn list(citizen: Citizen) -> Answer {
    let house = citizen.visitor.house.clone();
    let all = application::list_of(&mut house.reader(), &citizen.account).await?;
    let (mut running, mut ended) = (Vec::new(), Vec::new());
    // an account has a handful; the bound keeps one page finite
    for application in all.iter().take(60) {
        let row = row(&citizen, &house, application).await?;
        if is_over(application.state.word()) { ended.push(row) } else { running.push(row) }
    }
    let visitor = &citizen.visitor;
    let page = Mine { running, ended, frame: visitor.frame(visitor.w.t("journey-mine-title")).await };
    Ok(visitor.page(&page))
}
