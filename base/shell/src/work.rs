//! What is done later: events are told, jobs are run, reconcilers tick, the audit trail is sealed.

use crate::{House, Room};
use std::{sync::Arc, time::Duration};
use store::{Outcome, StoreError, claim_jobs, finish_job, mark_dispatched, pending_events, seal};
use tokio::{sync::watch, task::JoinSet};

/// Lease of a claimed job in milliseconds of real time.
const LEASE: i64 = 60_000;
/// Longest run of one job; below the lease, so that a slow job ends before another worker takes it.
const JOB_TIME_MAX: Duration = Duration::from_secs(45);

/// Tells waiting events to all rooms; answers how many. An event that a room cannot take stays and is told again.
pub async fn tell_events(house: &Arc<House>, rooms: &[Room]) -> Result<usize, StoreError> {
    let mut told = 0;
    for pending in pending_events(&mut house.reader(), 100).await? {
        let answer = house
            .db
            .transact::<_, StoreError, _>(|tx| {
                let pending = &pending;
                Box::pin(async move {
                    if !mark_dispatched(tx, &pending.id).await? {
                        return Ok(0);
                    }
                    for room in rooms {
                        if let Some(hears) = room.hears {
                            hears(house, tx, &pending.id, &pending.event).await?;
                        }
                    }
                    Ok(1)
                })
            })
            .await;
        match answer {
            Ok(n) => told += n,
            Err(error) => {
                metrics::counter!("event_refused", "event" => pending.event.name()).increment(1);
                tracing::error!(event = pending.event.name(), id = %pending.id, %error, "an event could not be told; it stays");
            }
        }
    }
    Ok(told)
}

/// Runs due jobs, eight at a time; answers how many.
pub async fn run_jobs(house: &Arc<House>, rooms: &[Room]) -> Result<usize, StoreError> {
    let claimed = claim_jobs(&house.db, 8, LEASE).await?;
    let count = claimed.len();
    let mut running = JoinSet::new();
    for job in claimed {
        let kind = rooms.iter().flat_map(|r| &r.jobs).find(|k| k.kind == job.kind).copied();
        let house = house.clone();
        running.spawn(async move {
            let outcome = match kind {
                None => Outcome::Failed(format!("nobody runs jobs of kind {}", job.kind)),
                Some(kind) => {
                    let run = tokio::spawn((kind.run)(house.clone(), job.clone()));
                    match tokio::time::timeout(JOB_TIME_MAX, run).await {
                        Ok(Ok(outcome)) => outcome,
                        Ok(Err(_)) => Outcome::Failed("the job panicked".to_owned()),
                        Err(_) => Outcome::Failed("the job took too long".to_owned()),
                    }
                }
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
    for tick in rooms.iter().flat_map(|r| &r.ticks) {
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
    let mut set = JoinSet::new();
    let loops: [(&'static str, Duration, Loop); 3] = [
        ("events", Duration::from_millis(200), |h, r| Box::pin(async move { tell_events(&h, &r).await })),
        ("jobs", Duration::from_millis(250), |h, r| Box::pin(async move { run_jobs(&h, &r).await })),
        ("seal", Duration::from_millis(400), |h, _| Box::pin(async move { seal(&h.db).await })),
    ];
    for (name, pause, run) in loops {
        set.spawn(repeat(name, pause, stop.clone(), house.clone(), rooms.clone(), run));
    }
    for tick in rooms.iter().flat_map(|r| r.ticks.clone()) {
        let (house, mut stop) = (house.clone(), stop.clone());
        set.spawn(async move {
            loop {
                if let Err(error) = (tick.run)(house.clone()).await {
                    tracing::error!(tick = tick.name, error, "a reconciler failed");
                }
                if pause_or_stop(kernel::time::millis(tick.every), &mut stop).await {
                    return;
                }
            }
        });
    }
    set
}

type Loop = fn(Arc<House>, Arc<Vec<Room>>) -> futures_util::future::BoxFuture<'static, Result<usize, StoreError>>;

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
