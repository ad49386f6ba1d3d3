//! The caller's applications and where each stands.

use crate::pages::begin;
use crate::voyage;
use crate::whole::own;
use application::{Application, ApplicationState};
use axum::extract::Path;
use kernel::time::Timestamp;
use serde::Serialize;
use shell::{
    Answer, Query,
    api::{self, Both, Caller, Keyed, ToSchema, utoipa},
};

/// An application in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Brief {
    /// Its id.
    id: String,
    /// Its number, 16 digits.
    number: String,
    /// `new` or `replacement`.
    kind: &'static str,
    /// Its state.
    state: &'static str,
    /// The state in words.
    state_text: Both,
    /// When it was begun.
    created_at: String,
    /// When it was last submitted.
    submitted_at: Option<String>,
}

/// An application that was begun.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Made {
    /// Its id.
    id: String,
}

/// An application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Standing {
    #[serde(flatten)]
    brief: Brief,
    /// Rises with each change; a submission names it.
    version: i64,
    /// The chosen office.
    office: Option<String>,
    /// The chosen passport type.
    passport_type: Option<String>,
    /// What an officer should look at.
    flags: Vec<&'static str>,
    /// Until when the person must act, where the state has an end.
    until: Option<String>,
}

/// A step of the journey.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Knot {
    /// Its code.
    code: &'static str,
    /// The step in words.
    text: Both,
    /// `done`, `here` or `ahead`.
    place: &'static str,
    /// When it was reached.
    at: Option<String>,
}

fn brief(application: &Application) -> Brief {
    let word = application.state.word();
    let key = format!("journey-state-{}", voyage::word_key(word));
    Brief {
        id: application.id.to_string(),
        number: application.number.clone(),
        kind: application.kind.code(),
        state: word.code(),
        state_text: Both::of(|w| w.t(&key)),
        created_at: application.created_at.rfc3339(),
        submitted_at: application.submitted_at.map(Timestamp::rfc3339),
    }
}

/// `GET /applications`
pub(super) async fn list(caller: Caller, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let all = application::list_of(&mut caller.visitor.house.reader(), &caller.account).await?;
    let all: Vec<Brief> = all.iter().map(brief).collect();
    api::json(&api::sliced(&query, all, |row| row.id.clone())?)
}

/// `POST /applications`: the key is remembered in the same transaction as the draft.
pub(super) async fn create(caller: Caller, query: Query, keyed: Keyed) -> Answer {
    query.only(&[])?;
    let id = begin::start(&caller, &keyed.key).await?;
    api::created(&Made { id: id.to_string() })
}

/// `GET /applications/{id}`
pub(super) async fn one(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let found = own(&caller.visitor.house, &caller.account, &id).await?;
    let until = if let ApplicationState::ChooseDate { until } = &found.state { Some(until.rfc3339()) } else { None };
    api::json(&Standing {
        brief: brief(&found),
        version: found.version,
        office: found.office.as_ref().map(ToString::to_string),
        passport_type: found.passport_type.clone(),
        flags: found.flags.iter().map(|f| f.code()).collect(),
        until,
    })
}

/// `GET /applications/{id}/timeline`
pub(super) async fn timeline(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let house = &caller.visitor.house;
    let found = own(house, &caller.account, &id).await?;
    let history = application::history(&mut house.reader(), &found.id).await?;
    let all: Vec<Knot> = voyage::thread(&found.state, &history)
        .into_iter()
        .map(|tied| {
            let key = format!("journey-knot-{}", tied.knot.code());
            Knot {
                code: tied.knot.code(),
                text: Both::of(|w| w.t(&key)),
                place: if tied.class.is_empty() { "ahead" } else { tied.class },
                at: tied.at.map(Timestamp::rfc3339),
            }
        })
        .collect();
    api::json(&api::sliced(&query, all, |row| row.code)?)
}
