//! Probes and metrics over HTTP, for the kubelet and the scraper.
//!
//! | path | says yes while |
//! |---|---|
//! | `/startupz` | the configuration held, the clients are connected and the ledger has been read: the replica joins |
//! | `/readyz` | it has started, is not stopping and has not failed. An idle standby is ready: rollouts must not hang |
//! | `/livez` | the loop turned within the heartbeat, and nothing fatal happened |
//! | `/metrics` | always: Prometheus's text format |
//!
//! No probe asks the broker: restarting every replica because the broker is away makes its return harder. Before the
//! loop's first turn `/livez` says yes, as starting is the startup probe's to judge.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use super::metrics::Metrics;
use super::shutdown::Shutdown;

/// What the probes go by; clones are of one state. The loop's thread sets it, the server's reads it.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<Mutex<Signs>>);

#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "signs come and go one by one")]
struct Signs {
    reached: bool,
    started: bool,
    rereading: bool,
    stopping: bool,
    fatal: Option<String>,
    turned: Option<Duration>,
}

impl Signs {
    fn standstill(&self, now: Duration, heartbeat: Duration) -> Option<String> {
        let still = now.saturating_sub(self.turned?);
        (still > heartbeat).then(|| format!("the loop has not turned for {} s", still.as_secs()))
    }
}

impl Health {
    /// The cluster has answered, and its topics are as they must be.
    pub fn reached(&self) {
        self.signs(|signs| signs.reached = true);
    }

    /// The replica has caught up with the ledger and asks for partitions, or goes on with those that it has.
    pub fn started(&self) {
        self.signs(|signs| (signs.started, signs.rereading) = (true, false));
    }

    /// The replica has lost the ledger, and reads it anew from its beginning.
    pub fn rereads(&self) {
        self.signs(|signs| signs.rereading = true);
    }

    /// The replica is to stop: it takes no more pages.
    pub fn stopping(&self) {
        self.signs(|signs| signs.stopping = true);
    }

    /// The loop turned; `now` is the time since some fixed moment, the same moment each time.
    pub fn turned(&self, now: Duration) {
        self.signs(|signs| signs.turned = Some(now));
    }

    /// The replica can't go on. The first reason stands.
    pub fn failed(&self, why: &str) {
        self.signs(|signs| {
            signs.fatal.get_or_insert_with(|| why.to_owned());
        });
    }

    /// Whether it has started; the reason where not.
    pub fn is_started(&self) -> Result<(), String> {
        self.signs(|signs| match signs {
            Signs { started: true, .. } => Ok(()),
            Signs { reached: true, .. } => Err("the ledger is being read".to_owned()),
            _ => Err("the cluster hasn't answered yet".to_owned()),
        })
    }

    /// Whether it has read the ledger to its end, and not since begun to read it anew.
    pub fn follows(&self) -> bool {
        self.signs(|signs| signs.started && !signs.rereading)
    }

    /// Whether it is ready; the reason where not.
    pub fn is_ready(&self) -> Result<(), String> {
        self.is_started()?;
        self.signs(|signs| match &signs.fatal {
            Some(why) => Err(why.clone()),
            None if signs.stopping => Err("stopping".to_owned()),
            None if signs.rereading => Err("the ledger is being read anew".to_owned()),
            None => Ok(()),
        })
    }

    /// Whether it is alive at `now`, if its loop must turn at least once within `heartbeat`; the reason where not.
    pub fn is_alive(&self, now: Duration, heartbeat: Duration) -> Result<(), String> {
        self.signs(|signs| {
            if let Some(why) = &signs.fatal {
                return Err(why.clone());
            }
            signs.standstill(now, heartbeat).map_or(Ok(()), Err)
        })
    }

    /// That the loop hasn't turned within `heartbeat`, if so, at `now`.
    pub fn standstill(&self, now: Duration, heartbeat: Duration) -> Option<String> {
        self.signs(|signs| signs.standstill(now, heartbeat))
    }

    fn signs<T>(&self, look: impl FnOnce(&mut Signs) -> T) -> T {
        // The signs are set one by one: whoever panicked in between has left none half set.
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The clock by which heartbeats are told: time since the same fixed moment as [`Health::turned`].
pub type Now = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What is served.
#[derive(Clone)]
pub struct Probes {
    /// What the probes go by.
    pub health: Health,
    /// What is measured.
    pub metrics: Metrics,
    /// How long the loop may stand still.
    pub heartbeat: Duration,
    /// The clock.
    pub now: Now,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
#[error("ops.listen = {address} can't be served: {source}")]
pub struct Error {
    address: SocketAddr,
    source: std::io::Error,
}

/// Takes the address; a port of 0 takes any that is free.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|source| Error { address, source })
}

/// The routes of probes and metrics.
pub fn routes(probes: Probes) -> Router {
    Router::new()
        .route(
            "/livez",
            get(async |State(probes): State<Probes>| answer(probes.health.is_alive((probes.now)(), probes.heartbeat))),
        )
        .route("/readyz", get(async |State(probes): State<Probes>| answer(probes.health.is_ready())))
        .route("/startupz", get(async |State(probes): State<Probes>| answer(probes.health.is_started())))
        .route(
            "/metrics",
            get(async |State(probes): State<Probes>| {
                ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], probes.metrics.expose())
            }),
        )
        .with_state(probes)
}

/// Serves routes until a stop is wished; requests that are under way are answered.
///
/// # Limits
/// Paths of probes take no body, and none is read. An answer is made from memory without waiting for anything, so that
/// a slow reader holds a connection and nothing else.
pub async fn serve(listener: TcpListener, routes: Router, shutdown: Shutdown) -> std::io::Result<()> {
    let drained = axum::serve(listener, routes).with_graceful_shutdown(shutdown.clone().wished());
    let late = async {
        shutdown.wished().await;
        tokio::time::sleep(DRAIN_MAX).await;
    };
    tokio::select! {
        served = drained => served,
        () = late => Ok(()),
    }
}

/// How long answers that are under way may take once a stop is wished: a scraper's own timeout is 10 s, and nobody
/// misses the last scrape.
const DRAIN_MAX: Duration = Duration::from_secs(2);

fn answer(said: Result<(), String>) -> impl IntoResponse {
    match said {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

#[cfg(test)]
mod tests;
