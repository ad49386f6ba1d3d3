//! How the parts are, as programs read it: the look that the page shows.

use crate::pages::status::{Seen, look, means, name};
use axum::http::HeaderMap;
use kernel::time::Timestamp;
use serde::Serialize;
use shell::{
    Answer, Query, Visitor,
    api::{self, Both, ToSchema, utoipa},
};

/// A look is kept by the product itself; a cache asks each time.
const NOW: u32 = 0;

/// What the product has seen of its parts lately. Nobody is called for it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Parts {
    /// When it looked, at most a minute ago.
    looked_at: String,
    /// The parts, the product itself first.
    parts: Vec<Part>,
}

/// A part of the system.
#[derive(Debug, Serialize, ToSchema)]
struct Part {
    /// `system`, `biller`, `registers` or `mail`.
    code: &'static str,
    /// Its name.
    name: Both,
    /// `up`, `busy`, `silent`, or `quiet` when nobody asked it within a day.
    state: &'static str,
    /// When it answered last.
    answered_at: Option<String>,
    /// Since when it is silent.
    silent_since: Option<String>,
    /// What it means for applicants.
    means: Both,
}

/// `GET /status/parts`
pub(super) async fn parts(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&[])?;
    let house = &visitor.house;
    let look = look(house).await?;
    let text = |at: Timestamp| at.rfc3339();
    let part = |(what, seen): (&'static str, Seen)| {
        let (state, answered, silent) = match seen {
            Seen::Up(at) => ("up", Some(at), None),
            Seen::Busy(at) => ("busy", Some(at), None),
            Seen::Silent(since, at) => ("silent", at, Some(since)),
            Seen::Quiet(at) => ("quiet", at, None),
        };
        Part {
            code: what,
            name: Both::of(|w| name(w, what)),
            state,
            answered_at: answered.map(text),
            silent_since: silent.map(text),
            means: Both::of(|w| means(w, (what, seen), &look.wait(house, w))),
        }
    };
    let parts = look.parts().into_iter().map(part).collect();
    api::public(&headers, NOW, &Parts { looked_at: text(look.at), parts })
}
