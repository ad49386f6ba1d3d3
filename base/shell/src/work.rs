//! What is done later: events are told, jobs are run, reconcilers tick, the audit trail is sealed.

use crate::{Hears, House, Room, Tick};
use futures_util::future::{BoxFuture, ready};
use kernel::{event::Event, ids::EventId};
use std::{sync::Arc, time::Duration};
use store::{
    Ask as _, JobSpec, Outcome, PendingEvent, StoreError, claim_jobs, event_of, finish_job, mark_dispatched, pending_events,
    put_aside, seal, seal_forgotten,
};
use tokio::{sync::watch, task::JoinSet};

/// Lease of a claimed job in milliseconds of real time.
const LEASE: i64 = 60_000;
/// Longest run of one job; below the lease, so that a slow job ends before another worker takes it.
const JOB_TIME_MAX: Duration = Duration::from_secs(45);

/// How often the whole trail is searched for rows without a seal.
const FORGOTTEN_EVERY: Duration = Duration::from_mins(10);

/// The job that tells an event again which a room could not take.
const TELL: &str = "shell.tell";

/// Tells waiting events to all rooms; answers how many. An event that a room cannot take goes aside, so that those behind it
/// are told: a job tries it again and isolates it after five tries, where a person sees it and can let it run again.
pub async fn tell_events(house: &Arc<House>, rooms: &[Room]) -> Result<usize, StoreError> {
    let (mut told, ears) = (0, ears(rooms));
    for pending in pending_events(&mut house.reader(), 100).await? {
        let name = pending.event.as_ref().map_or_else(|| "unknown".to_owned(), Event::name);
        match tell(house, &ears, &pending).await {
            Ok(first) => told += usize::from(first),
            // it lies with the database and not with the event
            Err(error) if error.passing().is_some() => return Err(error),
            Err(error) => {
                metrics::counter!("event_refused", "event" => name.clone()).increment(1);
                tracing::error!(event = name, id = %pending.id, %error, "an event could not be told; it goes aside");
                set_aside(house, &pending.id).await?;
            }
        }
    }
    Ok(told)
}

fn ears(rooms: &[Room]) -> Vec<Hears> {
    rooms.iter().filter_map(|room| room.hears).collect()
}

/// Lets every room hear one event, once; false when it was told before.
async fn tell(house: &Arc<House>, ears: &[Hears], pending: &PendingEvent) -> Result<bool, StoreError> {
    let Some(event) = &pending.event else {
        return Err(StoreError::inconsistent("payload", format!("event {} is none this program knows", pending.id)));
    };
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                if !mark_dispatched(tx, &pending.id).await? {
                    return Ok(false);
                }
                for hears in ears {
                    hears(house, tx, &pending.id, event).await?;
                }
                Ok(true)
            })
        })
        .await
}

async fn set_aside(house: &Arc<House>, id: &EventId) -> Result<(), StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                if put_aside(tx, id).await? {
                    let run_at = tx.now().plus(10_000);
                    tx.later(JobSpec { kind: TELL, key: id.to_string(), payload: serde_json::json!({}), run_at }).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn tell_again(house: &Arc<House>, ears: &[Hears], key: &str) -> Outcome {
    let answer = async {
        let Some(pending) = event_of(&mut house.reader(), key).await? else { return Ok(false) };
        tell(house, ears, &pending).await
    };
    answer.await.map_or_else(|error: StoreError| Outcome::Failed(error.to_string()), |_| Outcome::Done)
}

/// Runs due jobs, eight at a time; answers how many.
pub async fn run_jobs(house: &Arc<House>, rooms: &[Room]) -> Result<usize, StoreError> {
    let claimed = claim_jobs(&house.db, 8, LEASE).await?;
    let count = claimed.len();
    let mut running = JoinSet::new();
    for job in claimed {
        let runner = rooms.iter().flat_map(|r| &r.jobs).find(|k| k.kind == job.kind).copied();
        let (house, ears) = (house.clone(), if job.kind == TELL { ears(rooms) } else { Vec::new() });
        running.spawn(async move {
            let run: BoxFuture<'static, Outcome> = match runner {
                Some(kind) => (kind.run)(house.clone(), job.clone()),
                None if job.kind == TELL => {
                    let (house, key) = (house.clone(), job.key.clone());
                    Box::pin(async move { tell_again(&house, &ears, &key).await })
                }
                None => Box::pin(ready(Outcome::Failed(format!("nobody runs jobs of kind {}", job.kind)))),
            };
            let outcome = match tokio::time::timeout(JOB_TIME_MAX, tokio::spawn(run)).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) => Outcome::Failed("the job panicked".to_owned()),
                Err(_) => Outcome::Failed("the job took too long".to_owned()),
            };
            if let Outcome::Failed(error) = &outcome {
                metrics::counter!("job_failed", "kind" => job.kind.clone()).increment(1);
                tracing::warn!(kind = job.kind, attempt = job.attempt, error, "a job failed");
            }
            match finish_job(&house.db, &job, &outcome).await {
                Ok(true) => {}
                Ok(false) => tracing::warn!(kind = job.kind, "a job's lease was lost; its late result is not written"),
                Err(error) => tracing::error!(kind = job.kind, %error, "a job's result could not be written; its lease will end"),
            }
        });
    }
    while running.join_next().await.is_some() {}
    Ok(count)
}

/// Runs every reconciler once; answers how much they did.
pub async fn run_ticks(house: &Arc<House>, rooms: &[Room]) -> usize {
    let mut done = 0;
    let ticks: Vec<Tick> = rooms.iter().flat_map(|r| [r.ticks.clone(), r.node_ticks.clone()]).flatten().collect();
    for tick in ticks {
        match (tick.run)(house.clone()).await {
            Ok(n) => done += n,
            Err(error) => tracing::error!(tick = tick.name, error, "a reconciler failed"),
        }
    }
    done
}

/// Runs everything until nothing is left to do now: tests, and the trial's clock after it was moved.
pub async fn settle(house: &Arc<House>, rooms: &[Room]) -> Result<usize, StoreError> {
    let mut total = 0;
    for _ in 0..200 {
        let told = tell_events(house, rooms).await?;
        let ran = run_jobs(house, rooms).await?;
        let ticked = if told + ran == 0 { run_ticks(house, rooms).await } else { 0 };
        total += told + ran + ticked;
        if told + ran + ticked == 0 {
            break;
        }
    }
    while seal(&house.db).await? > 0 {}
    Ok(total)
}

/// Starts the workers; they end when `stop` turns true, after what they hold is done.
pub fn start(house: &Arc<House>, rooms: &Arc<Vec<Room>>, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut set = start_node(house, rooms, stop);
    let loops: [(&'static str, Duration, Loop); 4] = [
        ("events", Duration::from_millis(200), |h, r| Box::pin(async move { tell_events(&h, &r).await })),
        ("jobs", Duration::from_millis(250), |h, r| Box::pin(async move { run_jobs(&h, &r).await })),
        ("seal", Duration::from_millis(400), |h, _| Box::pin(async move { seal(&h.db).await })),
        ("seal what was forgotten", FORGOTTEN_EVERY, |h, _| Box::pin(async move { seal_forgotten(&h.db).await })),
    ];
    for (name, pause, run) in loops {
        set.spawn(repeat(name, pause, stop.clone(), house.clone(), rooms.clone(), run));
    }
    for tick in rooms.iter().flat_map(|r| r.ticks.clone()) {
        set.spawn(tick_on(tick, house.clone(), stop.clone()));
    }
    set
}

/// Starts what each process does for itself: a web node beside separate workers needs this and nothing more.
pub fn start_node(house: &Arc<House>, rooms: &[Room], stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut set = JoinSet::new();
    for tick in rooms.iter().flat_map(|r| r.node_ticks.clone()) {
        set.spawn(tick_on(tick, house.clone(), stop.clone()));
    }
    set
}

async fn tick_on(tick: Tick, house: Arc<House>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = (tick.run)(house.clone()).await {
            tracing::error!(tick = tick.name, error, "a reconciler failed");
        }
        if pause_or_stop(kernel::time::millis(tick.every), &mut stop).await {
            return;
        }
    }
}

type Loop = fn(Arc<House>, Arc<Vec<Room>>) -> BoxFuture<'static, Result<usize, StoreError>>;

async fn repeat(
    name: &'static str,
    pause: Duration,
    mut stop: watch::Receiver<bool>,
    house: Arc<House>,
    rooms: Arc<Vec<Room>>,
    run: Loop,
) {
    loop {
        let wait = match run(house.clone(), rooms.clone()).await {
            Ok(0) => pause,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(worker = name, %error, "a worker's round failed");
                Duration::from_secs(1)
            }
        };
        if pause_or_stop(wait, &mut stop).await {
            return;
        }
    }
}

async fn pause_or_stop(pause: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    // a closed channel means that the roof is gone: stop as well
    tokio::time::timeout(pause, stop.wait_for(|s| *s)).await.is_ok()
}
