//! `copydesk demo`: the service on an embedded broker, fed with sample pages; nothing to install, no network.
//!
//! The broker is the in-process log: not Kafka, but with its transactions, its `read_committed` and its consumer
//! groups. Two replicas share the pages, as they would in a cluster, and one memory.

pub mod pages;
mod show;
mod stay;

use std::{
    io::{IsTerminal, Write},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use anyhow::{Context, bail};
use clap::Args;

use crate::{
    cli::WRITING,
    desk::{
        Policy,
        capture::{Offset, Partition, TopicId},
    },
    kafka::{
        SystemClock,
        log::{Cluster, Layout, Limits},
    },
    ops::{config::publishers, health::Health, metrics::Metrics, shutdown::Shutdown},
    run::{
        Bounds, Replica,
        meter::Meter,
        readers::Pool,
        service::drive,
        watch::{Event, Watch},
    },
};
use pages::PARTITIONS;
use show::{Fallen, Show};

/// What `demo` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Stay up after the sample pages, serve /metrics, and take more pages by HTTP POST
    #[arg(long)]
    stay: bool,
    /// Where /metrics is served and pages are taken with --stay
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9600", requires = "stay")]
    listen: std::net::SocketAddr,
    /// What is known of sources, a file like config/publishers.toml; nothing where not given
    #[arg(long, value_name = "FILE")]
    publishers: Option<std::path::PathBuf>,
}

/// The raw topic of the demo.
const RAW: &str = "pages.raw";

/// Two replicas, so that copies meet across them.
const REPLICAS: usize = 2;

/// How long a verdict may take before the demo says that something is wrong.
const VERDICT_MAX: Duration = Duration::from_secs(30);

/// How much the embedded broker keeps of each partition with `--stay`, in bytes.
const PARTITION_BYTES_MAX: usize = 64 << 20;

/// Runs the demo.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let samples = pages::samples().context("reading the sample pages")?;
    let publishers = arguments.publishers.as_deref().map(publishers::load).transpose()?.unwrap_or_default();
    let policy = Arc::new(Policy { publishers: Arc::new(publishers), ..Policy::default() });
    let cluster = cluster();
    let (tell, told) = mpsc::channel();
    let (stop, shutdown) = Shutdown::new();
    let watched = Watched::default();
    let start = |number| start(&cluster, number, &policy, &shutdown, (Teller(tell.clone()), watched.meter()));
    let replicas: Vec<_> = (0..REPLICAS).map(start).collect();

    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut show = Show::new(colour, &samples);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", show.opening(samples.len(), REPLICAS)).context(WRITING)?;
    for sample in &samples {
        let partition = sample.partition;
        let offset = cluster.produce(RAW, partition, sample.record.clone()).context("a sample names no partition")?;
        // One page at a time, so that the order of arrival, and with it every verdict, is the same in each run.
        let fallen = await_verdict(&told, partition, offset)?;
        writeln!(out, "{}", show.sample(sample, &fallen)).context(WRITING)?;
    }
    let sums = show.sums(&cluster);
    writeln!(out, "{}", sums.text).context(WRITING)?;
    drop(out);
    if arguments.stay {
        stay::until_signal(arguments.listen, watched, &cluster, &told, &mut show, stop, &shutdown)?;
    } else {
        stop.make();
    }
    for replica in replicas {
        replica.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    }
    if !sums.add_up {
        bail!("the verdicts don't add up");
    }
    Ok(())
}

fn cluster() -> Cluster {
    let layout = Layout {
        raw: vec![(RAW.into(), PARTITIONS)],
        articles: "articles".into(),
        links: "articles.links".into(),
        rejects: "pages.rejected".into(),
        output_partitions: PARTITIONS,
        ledger: "copydesk.ledger".into(),
        partition_bytes_max: Some(PARTITION_BYTES_MAX),
    };
    Cluster::new(layout, Limits::default(), Arc::new(SystemClock::start()))
}

fn start(
    cluster: &Cluster,
    number: usize,
    policy: &Arc<Policy>,
    shutdown: &Shutdown,
    watch: (Teller, Meter),
) -> thread::JoinHandle<anyhow::Result<()>> {
    let (cluster, policy, shutdown) = (cluster.clone(), Arc::clone(policy), shutdown.clone());
    thread::spawn(move || {
        let rules = policy.verdict.clone();
        let clock = SystemClock::start();
        let replica = Replica::new(
            cluster.replica(&format!("demo-{number}")),
            Box::new(clock),
            Box::new(Pool::new(1, policy)?.timed(watch.1.stages())),
            Box::new(watch),
            Bounds::default(),
            rules,
            0,
        );
        drive(replica, &shutdown, &clock, Duration::from_secs(5)).context("a replica of the demo stopped")
    })
}

/// What the replicas share with the probes of `--stay`.
struct Watched {
    metrics: Metrics,
    health: Health,
    clock: SystemClock,
}

impl Default for Watched {
    fn default() -> Self {
        Self {
            metrics: Metrics::new(&[RAW.to_owned()]).with_process(),
            health: Health::default(),
            clock: SystemClock::start(),
        }
    }
}

impl Watched {
    fn meter(&self) -> Meter {
        Meter { metrics: self.metrics.clone(), health: self.health.clone(), clock: Arc::new(self.clock) }
    }
}

/// Tells the demo each verdict as it is committed.
struct Teller(mpsc::Sender<Fallen>);

impl Watch for Teller {
    fn saw(&mut self, event: &Event<'_>) {
        if let Event::Published { page, .. } = event {
            // Nobody listens any more once the demo is over.
            let _ = self.0.send(Fallen::of(page));
        }
    }
}

fn await_verdict(told: &mpsc::Receiver<Fallen>, partition: Partition, offset: Offset) -> anyhow::Result<Fallen> {
    loop {
        let fallen = told.recv_timeout(VERDICT_MAX).context("no verdict came from the replicas")?;
        let source = fallen.source;
        if (source.topic, source.partition, source.offset) == (TopicId::of(RAW), partition, offset) {
            return Ok(fallen);
        }
    }
}
