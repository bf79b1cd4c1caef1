//! `demo --stay`: metrics and probes over HTTP, and more pages by POST.

use std::{net::SocketAddr, sync::Arc, sync::mpsc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, StatusCode, header},
    routing::post,
};

use super::{Fallen, PARTITIONS, RAW, Show, Watched};
use crate::{
    cli::{leave, say},
    desk::capture::{Partition, RawRecord},
    kafka::{Clock, SystemClock, log::Cluster},
    ops::{
        health::{self, Probes},
        shutdown::{Shutdown, Wish, on_signals},
    },
};

/// The largest page that is taken, in bytes.
const PAGE_BYTES_MAX: usize = 10 << 20;

/// How long the demo may take to end once it is told to.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long a loop of the replicas may stand still and be alive.
const HEARTBEAT: Duration = Duration::from_mins(2);

/// Serves until a signal comes, and shows each verdict as it falls.
pub fn until_signal(
    listen: SocketAddr,
    watched: Watched,
    cluster: &Cluster,
    told: &mpsc::Receiver<Fallen>,
    show: &mut Show<'_>,
    stop: Wish,
    shutdown: &Shutdown,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let listener = runtime.block_on(health::bind(listen))?;
    let address = listener.local_addr()?;
    let clock = watched.clock;
    let probes = Probes {
        health: watched.health,
        metrics: watched.metrics,
        heartbeat: HEARTBEAT,
        now: Arc::new(move || clock.elapsed()),
    };
    let pages = Router::new()
        .route("/pages", post(take))
        .layer(DefaultBodyLimit::max(PAGE_BYTES_MAX))
        .with_state(cluster.clone());
    runtime.spawn(health::serve(listener, health::routes(probes).merge(pages), shutdown.clone()));
    runtime.spawn(async move {
        match on_signals(stop, DEADLINE).await {
            Ok(code) => leave(code),
            Err(_) => leave(1),
        }
    });
    let opening = format!(
        "\nstaying: metrics on http://{address}/metrics, more pages by\n  \
         curl --data-binary @page.html -H 'content-type: text/html' 'http://{address}/pages?url=https://site.example/page'\n\
         end with Ctrl-C\n"
    );
    say(&opening)?;
    while !shutdown.is_wished() {
        match told.recv_timeout(Duration::from_millis(100)) {
            Ok(fallen) => {
                let place = format!("page {}/{}", fallen.source.partition.0, fallen.source.offset.0);
                say(&(show.line(&place, &fallen) + "\n"))?;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => return Err(anyhow::anyhow!("the replicas are gone")),
        }
    }
    // Dropped here, it would wait for connections that are open.
    runtime.shutdown_background();
    Ok(())
}

/// Takes a page as a crawler's record: `url` and, if stated, `final-url` in the query, the media type as HTTP states it.
async fn take(
    State(cluster): State<Cluster>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let mut record = RawRecord { value: Some(body.to_vec()), ..RawRecord::default() };
    record.timestamp_ms = SystemClock::start().wall_ms();
    for (name, value) in query {
        if name == "url" || name == "final-url" {
            record.headers.push((name, Some(value.into_bytes())));
        }
    }
    let stated = headers.get(header::CONTENT_TYPE).filter(|stated| *stated != FORM);
    if let Some(stated) = stated {
        record.headers.push(("content-type".to_owned(), Some(stated.as_bytes().to_vec())));
    }
    let url = record.header("url").unwrap_or_default();
    let partition = xxhash_rust::xxh3::xxh3_64(url.as_bytes()) % u64::from(PARTITIONS);
    let partition = Partition(u32::try_from(partition).unwrap_or_default());
    match cluster.produce(RAW, partition, record) {
        Some(offset) => (StatusCode::ACCEPTED, format!("taken as {RAW} {}/{}\n", partition.0, offset.0)),
        None => (StatusCode::INTERNAL_SERVER_ERROR, "no such partition\n".to_owned()),
    }
}

/// What curl states where nobody said anything: it says nothing of the page.
const FORM: &str = "application/x-www-form-urlencoded";
