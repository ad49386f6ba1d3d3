//! A room as the roof sees it.

use crate::House;
use axum::Router;
use futures_util::future::BoxFuture;
use kernel::{event::Event, ids::EventId};
use std::sync::Arc;
use store::{Claimed, Outcome, StoreError, Tx};

/// A kind of job and who runs it.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `room.verb`.
    pub kind: &'static str,
    /// Runs outside any transaction; may call partners.
    pub run: fn(Arc<House>, Claimed) -> BoxFuture<'static, Outcome>,
}

/// A reconciler: does the same work whether it is signalled or on a timer.
#[derive(Clone, Copy)]
pub struct Tick {
    /// `room.verb`.
    pub name: &'static str,
    /// Pause between two runs in milliseconds of real time.
    pub every: i64,
    /// Answers how much it did, or a sentence for the log.
    pub run: fn(Arc<House>) -> BoxFuture<'static, Result<usize, String>>,
}

/// Hears an event in the transaction that marks it as told: rows and jobs only, no call to the outside.
pub type Hears = for<'t, 'e> fn(&'t House, &'t mut Tx<'e>, &'t EventId, &'t Event) -> BoxFuture<'t, Result<(), StoreError>>;

/// A room: its routes, its work, its ears.
#[derive(Clone)]
pub struct Room {
    /// The folder's name.
    pub name: &'static str,
    /// Pages and API of the product.
    pub routes: Router<Arc<House>>,
    /// Its pages whose status no question to the store can change.
    pub early: Vec<crate::EarlyPage>,
    /// Its operations in the programs' API.
    pub api: Vec<crate::api::Endpoint>,
    /// The second origin, where papers are shown.
    pub paper_routes: Router<Arc<House>>,
    /// The listener of partners' notices.
    pub partner_routes: Router<Arc<House>>,
    /// Kinds of jobs it runs.
    pub jobs: Vec<JobKind>,
    /// Its reconcilers: the workers run them, one process's run is enough for all.
    pub ticks: Vec<Tick>,
    /// What each process must do for itself, workers and web nodes alike, such as following a publication into memory.
    pub node_ticks: Vec<Tick>,
    /// What it does when something happened.
    pub hears: Option<Hears>,
    /// Called once when the product starts, before the first request.
    pub start: Option<fn(&Arc<House>)>,
}

impl Room {
    /// A room without anything.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            routes: Router::new(),
            early: Vec::new(),
            api: Vec::new(),
            paper_routes: Router::new(),
            partner_routes: Router::new(),
            jobs: Vec::new(),
            ticks: Vec::new(),
            node_ticks: Vec::new(),
            hears: None,
            start: None,
        }
    }
}
