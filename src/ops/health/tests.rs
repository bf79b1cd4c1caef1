use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::TcpStream;

use super::{Health, Probes, bind, serve};
use crate::ops::metrics::Metrics;
use crate::ops::shutdown::Shutdown;

const HEARTBEAT: Duration = Duration::from_secs(10);

#[test]
fn a_replica_is_started_then_ready_until_it_stops() {
    let health = Health::default();
    assert!(health.is_started().is_err() && health.is_ready().is_err() && !health.follows());
    health.started();
    assert!(health.is_started().is_ok() && health.is_ready().is_ok() && health.follows());
    health.rereads();
    assert_eq!((health.is_ready(), health.follows()), (Err("the ledger is being read anew".to_owned()), false));
    assert!(health.is_started().is_ok() && health.is_alive(Duration::ZERO, HEARTBEAT).is_ok());
    health.started();
    assert!(health.is_ready().is_ok());
    health.stopping();
    assert_eq!(health.is_ready(), Err("stopping".to_owned()));
    assert!(health.is_started().is_ok() && health.is_alive(Duration::ZERO, HEARTBEAT).is_ok());
}

#[test]
fn life_is_a_loop_that_turns() {
    let health = Health::default();
    assert!(health.is_alive(Duration::from_secs(1000), HEARTBEAT).is_ok(), "starting is the startup probe's");
    health.turned(Duration::from_secs(5));
    assert!(health.is_alive(Duration::from_secs(15), HEARTBEAT).is_ok());
    assert_eq!(health.is_alive(Duration::from_secs(16), HEARTBEAT), Err("the loop has not turned for 11 s".to_owned()));
    health.turned(Duration::from_secs(16));
    assert!(health.is_alive(Duration::from_secs(16), HEARTBEAT).is_ok());
}

#[test]
fn what_is_fatal_ends_life_and_the_first_reason_stands() {
    let health = Health::default();
    health.started();
    health.failed("fenced");
    health.failed("later");
    assert_eq!(health.is_ready(), Err("fenced".to_owned()));
    assert_eq!(health.is_alive(Duration::ZERO, HEARTBEAT), Err("fenced".to_owned()));
}

/// Asks once, on a connection of its own: the answer's head and its body.
async fn ask(address: std::net::SocketAddr, request: &str) -> (String, String) {
    let request = format!("{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let asked = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = asked.await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[tokio::test]
async fn probes_and_metrics_are_served_until_the_stop() {
    let (health, metrics) = (Health::default(), Metrics::new(&[]));
    let clock = Arc::new(AtomicU64::new(0));
    let now = Arc::clone(&clock);
    let probes = Probes {
        health: health.clone(),
        metrics: metrics.clone(),
        heartbeat: HEARTBEAT,
        now: Arc::new(move || Duration::from_secs(now.load(Ordering::Relaxed))),
    };
    let listener = bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (wish, shutdown) = Shutdown::new();
    let server = tokio::spawn(serve(listener, super::routes(probes), shutdown));

    let (head, body) = ask(address, "GET /startupz").await;
    assert!(head.starts_with("HTTP/1.1 503"), "{head}");
    assert_eq!(body, "the cluster hasn't answered yet\n");
    health.reached();
    assert_eq!(ask(address, "GET /readyz").await.1, "the ledger is being read\n");
    health.started();
    health.turned(Duration::ZERO);
    for path in ["/startupz", "/readyz", "/livez"] {
        let (head, body) = ask(address, &format!("GET {path}")).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        assert_eq!(body, "ok\n");
    }
    clock.store(11, Ordering::Relaxed);
    assert!(ask(address, "GET /livez").await.0.starts_with("HTTP/1.1 503"));
    assert!(ask(address, "GET /readyz").await.0.starts_with("HTTP/1.1 200"), "the loop may be slow and yet ready");

    metrics.rewound();
    let (head, body) = ask(address, "GET /metrics").await;
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    assert!(body.contains("copydesk_rewinds_total 1\n"));
    assert!(ask(address, "GET /else").await.0.starts_with("HTTP/1.1 404"));
    assert!(ask(address, "POST /livez").await.0.starts_with("HTTP/1.1 405"));

    // A connection on which nothing is asked does not hold up the stop.
    let _idle = TcpStream::connect(address).await.unwrap();
    wish.make();
    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn an_address_that_is_taken_is_told() {
    let first = bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = first.local_addr().unwrap();
    let error = bind(address).await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("ops.listen = {address} can't be served: ")), "{error}");
}
