//! A new date after late money: the person has paid and chooses any free seat at the office.

use crate::pages::days::{self, Looked, Range};
use crate::pages::session::{Again, Said, SessionPage, day_link, zone_text};
use crate::submit::{Asker, Done, Member, Wish, ask};
use crate::whole::{LANE, Whole, first_day, own, path};
use application::{Application, ApplicationState};
use axum::extract::Path;
use kernel::{
    ids::SlotId,
    problem::ProblemCode,
    time::{Timestamp, add_days},
};
use shell::{Answer, Citizen, Fields, Problem, Query, see_other};

async fn read(citizen: &Citizen, id: &str) -> Result<(Whole, Timestamp), Problem> {
    let house = citizen.visitor.house.clone();
    let application = own(&house, &citizen.account, id).await?;
    let back = path(&application.id, "");
    let ApplicationState::ChooseDate { until } = application.state else {
        return Err(Problem::new(ProblemCode::WrongState).because("journey-problem-nothing-to-choose").back(back));
    };
    Ok((Whole::read(&house, application).await?, until))
}

async fn draw(citizen: &Citizen, (whole, until): (&Whole, Timestamp), looked: &Looked, again: Again) -> Answer {
    let (visitor, w, house) = (&citizen.visitor, citizen.visitor.w, citizen.visitor.house.clone());
    let type_code = whole.application.passport_type.as_deref().unwrap_or_default();
    let (Some(office), Some(book)) = (whole.office(), whole.catalogue.passport_type(type_code)) else {
        return Err(Problem::new(ProblemCode::WrongState).because("journey-problem-nothing-to-choose").back(whole.path("")));
    };
    let ahead = whole.catalogue.limit("calendar_working_days", whole.today);
    let range = Range {
        office: &office.code,
        zone: office.zone,
        group: &book.group,
        from: first_day(whole.today),
        to: add_days(whole.catalogue.add_working_days(whole.today, ahead), 1),
        except: None,
    };
    let page = whole.path("pilih-tanggal");
    let days = days::read(&mut house.reader(), w, &range, looked, |day, strip| day_link(&page, day, strip, "")).await?;
    let status = again.status();
    let drawn = SessionPage {
        back: whole.path(""),
        back_label: w.t("journey-back-application"),
        action: page.clone(),
        version: whole.version(),
        hidden: Vec::new(),
        title: w.t("journey-choose-title"),
        lines: vec![office.name.clone(), w.with("journey-choose-until", &[("until", &w.moment(until, office.zone))])],
        wrong: again.wrong(w),
        slot_error: if again.slot_error { w.t("journey-session-choose") } else { String::new() },
        declare_error: String::new(),
        ask_declaration: false,
        zone_text: zone_text(w, whole, &days),
        aside_title: w.t("journey-choose-why"),
        aside: vec![w.t("journey-choose-why-paid"), w.t("journey-choose-why-late"), w.t("journey-choose-why-else")],
        bar_lead: days.title.clone(),
        bar_text: w.t("journey-move-free"),
        button: w.t("journey-choose-send"),
        note: again.note,
        days,
        frame: visitor.frame(w.t("journey-choose-title")).await,
    };
    Ok(visitor.page_with(status, &drawn))
}

/// `GET /permohonan/{id}/pilih-tanggal`
pub(crate) async fn show(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["hari", "bagian"])?;
    let looked = Looked::read(&query)?;
    let (whole, until) = read(&citizen, &id).await?;
    draw(&citizen, (&whole, until), &looked, Again::default()).await
}

/// Takes a seat for money that is there already; `seen` is the version that was looked at, none where nobody asks.
pub(crate) async fn take(
    citizen: &Citizen,
    application: &Application,
    (slot, key, seen): (SlotId, String, Option<i64>),
) -> Result<Done, Problem> {
    let house = &citizen.visitor.house;
    let found = schedule::slot(&mut house.reader(), &slot).await?;
    let type_code = application.passport_type.clone().unwrap_or_default();
    let group = catalogue::current(house).passport_type(&type_code).map(|t| t.group.clone());
    let fits = found
        .is_some_and(|s| Some(&s.office) == application.office.as_ref() && s.lane == LANE && Some(&s.group) == group.as_ref());
    if !fits {
        return Ok(Done::Closed);
    }
    let asker = Asker { account: citizen.account.clone(), application: application.id.clone(), key, slot, seen };
    Ok(ask(house, Member { asker, wish: Wish::Choose }).await?)
}

/// `POST /permohonan/{id}/pilih-tanggal`
pub(crate) async fn submit(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&["slot", "hari", "bagian"])?;
    let key = fields.key()?.to_owned();
    let looked = Looked::read(&fields)?;
    let (house, w) = (citizen.visitor.house.clone(), citizen.visitor.w);
    let application = own(&house, &citizen.account, &id).await?;
    let Some(slot) = looked.slot.clone() else {
        let (whole, until) = read(&citizen, &id).await?;
        return draw(&citizen, (&whole, until), &looked, Again { slot_error: true, ..Again::default() }).await;
    };
    let done = take(&citizen, &application, (slot, key, fields.version())).await?;
    let (whole, until) = match &done {
        Done::Moved { .. } => return Ok(see_other(path(&application.id, ""))),
        Done::KeyReused => return Err(Problem::new(ProblemCode::KeyReused)),
        _ => read(&citizen, &id).await?,
    };
    let note = match done {
        Done::Stale => Said::changed(w, &whole),
        Done::Full | Done::RaceLost => Said::warn(w, "taken"),
        _ => Said::warn(w, "shut"),
    };
    draw(&citizen, (&whole, until), &looked, Again { note: Some(note), conflict: true, ..Again::default() }).await
}
