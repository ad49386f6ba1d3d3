//! The programs' door: `/api/v1`. Each room hands in [`Endpoint`]s; the router and the OpenAPI document are both made of
//! them, so that neither can know what the other does not.
//!
//! * Who calls is told by a bearer token, never by a cookie ([`Caller`]).
//! * Bodies are read strictly ([`Json`]): bounded, UTF-8, no name twice, no unknown name.
//! * A POST carries `Idempotency-Key` ([`Keyed`]): the same request twice has one effect and one answer.
//! * Public reads carry an `ETag` ([`public`]); every answer carries `RateLimit` ([`Policy`]); problems are RFC 9457.

mod answer;
mod document;
mod limit;
mod once;
mod page;
mod read;

pub use answer::{Both, Slice, created, json, nothing, public, sliced};
pub use document::document;
pub use limit::{Policy, READS, TOKENS, UPLOADS, WRITES};
pub use once::Keyed;
pub use read::{Caller, Json};
pub use utoipa::{self, ToSchema};

use crate::{House, Room};
use axum::{
    Router,
    handler::Handler,
    middleware,
    routing::{MethodRouter, delete, get, post, put},
};
use kernel::problem::ProblemCode;
use std::{borrow::Cow, sync::Arc};
use utoipa::openapi::{RefOr, Schema};

/// Where all of it stands.
pub const BASE: &str = "/api/v1";

/// The method of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Reads.
    Get,
    /// Does something once.
    Post,
    /// Sets something to a value.
    Put,
    /// Ends something.
    Delete,
}

impl Verb {
    /// As OpenAPI writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}

/// The shape of a body.
#[derive(Clone, Copy)]
pub struct Shape {
    name: fn() -> Cow<'static, str>,
    own: fn() -> RefOr<Schema>,
    parts: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Shape {
    /// The shape of a type.
    pub const fn of<T: ToSchema>() -> Self {
        Self { name: T::name, own: T::schema, parts: T::schemas }
    }
}

/// What an endpoint takes.
#[derive(Clone, Copy)]
pub enum Takes {
    /// No body.
    Nothing,
    /// A JSON document.
    Json(Shape),
    /// One file, as it is or in a form.
    File,
}

/// What an endpoint gives.
#[derive(Clone, Copy)]
pub enum Gives {
    /// No body.
    Nothing,
    /// A JSON document.
    Json(Shape),
    /// A part of a list, with the cursor of the next part.
    Slice(Shape),
    /// A PDF.
    Pdf,
    /// An OpenAPI document.
    Document,
}

/// What a query parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A month, `YYYY-MM`.
    Month,
    /// A whole number.
    Number,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// A query parameter.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name; its words stand under `api-param-<name>`.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// True when it must be there.
    pub needed: bool,
}

/// One operation of the API: what the router serves and what the document says.
#[derive(Clone)]
pub struct Endpoint {
    pub(crate) verb: Verb,
    pub(crate) path: &'static str,
    pub(crate) id: &'static str,
    pub(crate) open: bool,
    pub(crate) keyed: bool,
    pub(crate) params: Vec<Param>,
    pub(crate) takes: Takes,
    pub(crate) gives: Gives,
    pub(crate) status: u16,
    pub(crate) problems: Vec<ProblemCode>,
    pub(crate) policy: Policy,
    handler: MethodRouter<Arc<House>>,
}

impl Endpoint {
    fn new(verb: Verb, (path, id): (&'static str, &'static str), handler: MethodRouter<Arc<House>>) -> Self {
        Self {
            verb,
            path,
            id,
            open: false,
            keyed: verb == Verb::Post,
            params: Vec::new(),
            takes: Takes::Nothing,
            gives: Gives::Nothing,
            status: 204,
            problems: Vec::new(),
            policy: if verb == Verb::Get { READS } else { WRITES },
            handler,
        }
    }

    /// A read. `id` names it: its words stand under `api-op-<id>`.
    pub fn get<H: Handler<T, Arc<House>>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Verb::Get, (path, id), get(handler))
    }

    /// Something that is done once: with an idempotency key.
    pub fn post<H: Handler<T, Arc<House>>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Verb::Post, (path, id), post(handler))
    }

    /// Something that is set.
    pub fn put<H: Handler<T, Arc<House>>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Verb::Put, (path, id), put(handler))
    }

    /// Something that ends.
    pub fn delete<H: Handler<T, Arc<House>>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Verb::Delete, (path, id), delete(handler))
    }

    /// Anybody may ask.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Has a query parameter.
    #[must_use]
    pub fn query(mut self, name: &'static str, holds: Holds) -> Self {
        self.params.push(Param { name, holds, needed: false });
        self
    }

    /// Has a query parameter that must be there.
    #[must_use]
    pub fn needs(mut self, name: &'static str, holds: Holds) -> Self {
        self.params.push(Param { name, holds, needed: true });
        self
    }

    /// Takes a JSON document.
    #[must_use]
    pub const fn takes<T: ToSchema>(mut self) -> Self {
        self.takes = Takes::Json(Shape::of::<T>());
        self
    }

    /// Takes a file; its route reads within a bound of its own.
    #[must_use]
    pub fn takes_file(mut self) -> Self {
        self.takes = Takes::File;
        self.policy = UPLOADS;
        self.handler = self.handler.layer(axum::extract::DefaultBodyLimit::disable());
        self
    }

    /// Gives a JSON document.
    #[must_use]
    pub const fn gives<T: ToSchema>(mut self, status: u16) -> Self {
        self.gives = Gives::Json(Shape::of::<T>());
        self.status = status;
        self
    }

    /// Gives a list part by part: takes `cursor` and `limit`.
    #[must_use]
    pub fn gives_slices<T: ToSchema>(mut self) -> Self {
        self.gives = Gives::Slice(Shape::of::<T>());
        self.status = 200;
        self.query("cursor", Holds::Text).query("limit", Holds::Number)
    }

    /// Gives something else than JSON.
    #[must_use]
    pub const fn gives_other(mut self, gives: Gives) -> Self {
        self.gives = gives;
        self.status = 200;
        self
    }

    /// May refuse so, besides what its form implies.
    #[must_use]
    pub fn refuses(mut self, problems: &[ProblemCode]) -> Self {
        self.problems.extend(problems);
        self
    }

    /// Is counted under another policy.
    #[must_use]
    pub const fn counted(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The method and the whole path, for the tests that compare router and document.
    pub fn address(&self) -> (&'static str, String) {
        (self.verb.code(), format!("{BASE}{}", self.path))
    }

    /// All problems it may answer with, by status.
    pub fn all_problems(&self) -> Vec<ProblemCode> {
        use ProblemCode as P;
        let mut all = vec![P::BadInput, P::TooMany, P::Busy, P::Internal];
        if !self.open {
            all.push(P::SignInNeeded);
        }
        if self.path.contains('{') {
            all.push(P::NotFound);
        }
        if self.verb != Verb::Get {
            all.push(P::CrossSite);
        }
        match self.takes {
            Takes::Json(_) => all.extend([P::BadJson, P::TooLarge, P::UnsupportedMedia]),
            Takes::File => all.extend([P::TooLarge, P::UnsupportedMedia, P::PaperRefused]),
            Takes::Nothing if self.verb != Verb::Get => all.push(P::TooLarge),
            Takes::Nothing => {}
        }
        if self.keyed {
            all.push(P::KeyReused);
        }
        all.extend(&self.problems);
        all.sort_by_key(|code| (code.status(), code.slug()));
        all.dedup();
        all
    }
}

/// What the house keeps of the API: the table of its operations.
pub(crate) struct Table(pub(crate) Vec<Endpoint>);

/// All operations of these rooms, with the API's own.
pub fn endpoints(rooms: &[Room]) -> Vec<Endpoint> {
    let own = Endpoint::get("/openapi.json", "openapi", page::description).open().gives_other(Gives::Document);
    let mut all: Vec<Endpoint> = rooms.iter().flat_map(|room| room.api.clone()).chain([own]).collect();
    all.sort_by_key(|e| (e.path, e.verb));
    all
}

/// The router of these rooms' operations, and the pages that explain it.
pub(crate) fn routes(house: &House, rooms: &[Room]) -> Router<Arc<House>> {
    let table = endpoints(rooms);
    let mut router = Router::new();
    for endpoint in &table {
        let policy = endpoint.policy;
        let counted = middleware::from_fn(move |request, next| limit::count(policy, request, next));
        router = router.route(&format!("{BASE}{}", endpoint.path), endpoint.handler.clone().route_layer(counted));
    }
    house.keep(limit::Meter::default());
    house.keep(Table(table));
    router.route("/api", get(page::show)).route("/masalah/{slug}", get(page::problem))
}
