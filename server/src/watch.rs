//! Metrics and health, on a port of their own.

use axum::{Router, extract::State, http::StatusCode, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use shell::House;
use std::sync::Arc;
use store::{Ask as _, StoreError};

/// Starts collecting. Once per process.
pub fn collect() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new().install_recorder().map_err(|e| e.to_string())
}

#[derive(Clone)]
struct Watched {
    house: Arc<House>,
    metrics: PrometheusHandle,
}

/// `/health` (the process answers), `/ready` (the database answers and takes a write), `/metrics` (Prometheus).
pub fn routes(house: Arc<House>, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(ready))
        .route("/metrics", get(numbers))
        .with_state(Watched { house, metrics })
}

async fn ready(State(watched): State<Watched>) -> (StatusCode, String) {
    let house = &watched.house;
    let tried = match store::waiting_jobs(&mut house.reader()).await {
        // reading goes on where a disk is full
        Ok(_) => house.db.try_write().await,
        Err(error) => Err(error),
    };
    match tried {
        // it answers: whoever asks again may well be served
        Ok(()) | Err(StoreError::Busy) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")),
    }
}

async fn numbers(State(watched): State<Watched>) -> String {
    let mut reader = watched.house.reader();
    let now = reader.now();
    if let Ok(waiting) = store::waiting_jobs(&mut reader).await {
        metrics::gauge!("jobs_due").set(f64::from(u32::try_from(waiting).unwrap_or(u32::MAX)));
    }
    if let Ok(dead) = store::dead_jobs(&mut reader).await {
        metrics::gauge!("jobs_isolated").set(f64::from(u32::try_from(dead.len()).unwrap_or(u32::MAX)));
    }
    if let Ok(events) = store::pending_events(&mut reader, 1).await {
        metrics::gauge!("outbox_waiting").set(if events.is_empty() { 0.0 } else { 1.0 });
    }
    metrics::gauge!("domain_time_seconds").set(f64::from(u32::try_from(now.0 / 1000).unwrap_or(u32::MAX)));
    watched.metrics.render()
}
