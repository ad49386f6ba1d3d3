//! Group commit: many callers, one transaction, one write to disk, an answer for each.
//!
//! Callers hand in members; a worker takes what has gathered (at most [`MEMBERS_MAX`]), runs the work on all of them in
//! one transaction, and answers each. When a batch is aborted its members run singly, so that one bad member
//! does not take the others with it. The queue is bounded; beyond it callers are told "busy" at once.

use crate::{Db, StoreError, Tx};
use futures_util::future::BoxFuture;
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// Members of one transaction at most.
pub const MEMBERS_MAX: usize = 256;
/// Callers waiting at most; the next is told "busy".
pub const QUEUE_MAX: usize = 4_096;
/// Longest wait of a caller for its answer.
pub const WAIT_MAX: Duration = Duration::from_secs(10);

/// The work on a batch: one answer per member, in the same order.
pub type Work<M, A> =
    Arc<dyn for<'t, 'e> Fn(&'t mut Tx<'e>, Arc<Vec<M>>) -> BoxFuture<'t, Result<Vec<A>, StoreError>> + Send + Sync>;

type Entry<M, A> = (M, oneshot::Sender<Result<A, StoreError>>);

/// A queue of one kind of work. Cheap to clone.
pub struct Batch<M, A> {
    sender: mpsc::Sender<Entry<M, A>>,
}

impl<M, A> Clone for Batch<M, A> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone() }
    }
}

impl<M: Clone + Send + Sync + 'static, A: Send + 'static> Batch<M, A> {
    /// Starts the worker on the current runtime; it ends when the last handle is dropped.
    pub fn start(db: Db, name: &'static str, work: Work<M, A>) -> Self {
        let (sender, mut receiver) = mpsc::channel::<Entry<M, A>>(QUEUE_MAX);
        tokio::spawn(async move {
            let mut entries = Vec::with_capacity(MEMBERS_MAX);
            while receiver.recv_many(&mut entries, MEMBERS_MAX).await > 0 {
                metrics::histogram!("store_batch_members", "batch" => name)
                    .record(f64::from(u32::try_from(entries.len()).unwrap_or(u32::MAX)));
                let taken: Vec<Entry<M, A>> = entries.drain(..).filter(|(_, reply)| !reply.is_closed()).collect();
                run(&db, name, &work, taken).await;
            }
        });
        Self { sender }
    }

    /// Hands a member in and waits for its answer. A caller that stops waiting may still be served: the answer is then
    /// found by its idempotency key.
    pub async fn submit(&self, member: M) -> Result<A, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.sender.try_send((member, reply)).map_err(|_| StoreError::Busy)?;
        match tokio::time::timeout(WAIT_MAX, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(StoreError::Busy),
        }
    }
}

async fn attempt<M: Clone + Send + Sync, A: Send>(
    db: &Db,
    work: &Work<M, A>,
    members: Arc<Vec<M>>,
) -> Result<Vec<A>, StoreError> {
    db.transact(|tx| {
        let members = members.clone();
        Box::pin(async move { work(tx, members).await })
    })
    .await
}

async fn run<M: Clone + Send + Sync, A: Send>(db: &Db, name: &'static str, work: &Work<M, A>, entries: Vec<Entry<M, A>>) {
    let (members, replies): (Vec<M>, Vec<_>) = entries.into_iter().unzip();
    let count = members.len();
    match attempt(db, work, Arc::new(members.clone())).await {
        Ok(answers) if answers.len() == count => {
            for (reply, answer) in replies.into_iter().zip(answers) {
                let _ = reply.send(Ok(answer));
            }
        }
        Ok(_) => tracing::error!(batch = name, "the work answered another number of members; all are told busy"),
        // what lies with the engine is the same for each member: none is tried singly, all are told
        Err(error @ (StoreError::Unreachable | StoreError::NoRoom)) => {
            tracing::warn!(batch = name, %error, count, "a batch was aborted; its members are told");
            for reply in replies {
                let _ = reply.send(Err(error.passing().unwrap_or(StoreError::Busy)));
            }
        }
        Err(error) if count == 1 => {
            for reply in replies {
                let _ = reply.send(Err(StoreError::Busy));
            }
            tracing::warn!(batch = name, %error, "a single member failed");
        }
        Err(error) => {
            tracing::warn!(batch = name, %error, count, "a batch was aborted; its members run singly");
            for (member, reply) in members.into_iter().zip(replies) {
                let answer = attempt(db, work, Arc::new(vec![member])).await;
                let _ = reply.send(answer.and_then(|mut a| a.pop().ok_or(StoreError::Busy)));
            }
        }
    }
}
