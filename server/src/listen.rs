//! Listeners: accept, bound the time for headers, tell who connected, drain at the end.

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::watch};
use tower::ServiceExt as _;

/// Longest time a client may take to send its headers.
const HEADER_TIME: Duration = Duration::from_secs(15);
/// Longest time running requests may take to end when the server stops.
const DRAIN_TIME: Duration = Duration::from_secs(20);

/// Binds an address; where `next` is true, a busy port takes the next free one (at most 50 further).
pub async fn bind(address: &str, next: bool) -> Result<TcpListener, String> {
    let mut wanted: SocketAddr =
        address.parse().map_err(|_| format!("\"{address}\" is not an address with a port, such as 127.0.0.1:8080"))?;
    let first = wanted.port();
    loop {
        match TcpListener::bind(wanted).await {
            Ok(listener) => {
                if wanted.port() != first {
                    say!("Port {first} is busy; using {} instead.", wanted.port());
                }
                return Ok(listener);
            }
            Err(error) if next && error.kind() == std::io::ErrorKind::AddrInUse && wanted.port() < first.saturating_add(50) => {
                wanted.set_port(wanted.port() + 1);
            }
            Err(error) => return Err(format!("{wanted} cannot be listened on: {error}")),
        }
    }
}

/// Serves until `stop` turns true, then lets running requests end.
pub async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let mut server = Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIME).max_headers(64);
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|s| *s) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = server.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    if tokio::time::timeout(DRAIN_TIME, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time and are dropped");
    }
}

/// Turns true at SIGTERM or SIGINT.
pub fn stop_signal() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = terminate => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        let _ = sender.send(true);
        // the sender lives on, so that late subscribers see the value and not a closed channel
        std::future::pending::<()>().await;
    });
    receiver
}
