//! The outbox: what happened is written in the transaction that made it happen, and told afterwards.
//!
//! The dispatcher (in `server`) takes events in order; for each it opens a transaction, marks the event as told with
//! [`mark_dispatched`], and lets every listener write its own rows and jobs. Because mark and rows commit together,
//! each listener sees each event exactly once, on any number of nodes.

use crate::{Ask, Sql, StoreError, Tx, params, sql, value::Row};
use kernel::{event::Event, ids::EventId};

const INSERT: Sql = sql("INSERT INTO outbox (id, at, name, payload) VALUES ($1, $2, $3, $4)");
const PENDING: Sql = sql("SELECT id, payload FROM outbox WHERE done_at IS NULL AND aside_at IS NULL ORDER BY id LIMIT $1");
const ONE: Sql = sql("SELECT id, payload FROM outbox WHERE id = $1 AND done_at IS NULL");
const ASIDE: Sql = sql("UPDATE outbox SET aside_at = $1 WHERE id = $2 AND done_at IS NULL AND aside_at IS NULL");
const DONE: Sql = sql("UPDATE outbox SET done_at = $1 WHERE id = $2 AND done_at IS NULL");

/// An event that was not told yet.
#[derive(Debug, Clone)]
pub struct PendingEvent {
    /// Its id.
    pub id: EventId,
    /// What happened; none when this program cannot read it, such as an event of a newer one.
    pub event: Option<Event>,
}

impl Tx<'_> {
    /// Writes an event into the outbox: told after this transaction commits, forgotten if it does not.
    pub async fn tell(&mut self, event: &Event) -> Result<(), StoreError> {
        let id = EventId::mint(self.real_now(), self.chance());
        let payload = serde_json::to_string(event).map_err(|e| StoreError::inconsistent("payload", e.to_string()))?;
        let now = self.now();
        self.exec(INSERT, params![&id, now, event.name(), payload]).await?;
        Ok(())
    }
}

/// The oldest events that were not told yet.
pub async fn pending_events(ask: &mut dyn Ask, limit: i64) -> Result<Vec<PendingEvent>, StoreError> {
    ask.all(PENDING, params![limit]).await?.iter().map(event_row).collect()
}

fn event_row(row: &Row) -> Result<PendingEvent, StoreError> {
    let id = row.parsed("id", EventId::parse)?;
    let event = serde_json::from_str(&row.text("payload")?).ok();
    Ok(PendingEvent { id, event })
}

/// One event that was not told yet, by its id; none when it was told or is unknown.
pub async fn event_of(ask: &mut dyn Ask, id: &str) -> Result<Option<PendingEvent>, StoreError> {
    ask.maybe(ONE, params![id]).await?.as_ref().map(event_row).transpose()
}

/// Takes an event out of the row of waiting ones, because a room could not hear it; a job tells it later. False when it was
/// told or put aside meanwhile.
pub async fn put_aside(tx: &mut Tx<'_>, id: &EventId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(ASIDE, params![now, id]).await? == 1)
}

/// Claims an event for telling in this transaction; false when another node was faster.
pub async fn mark_dispatched(tx: &mut Tx<'_>, id: &EventId) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.exec(DONE, params![now, id]).await? == 1)
}
