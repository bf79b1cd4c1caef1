//! `copydesk run`: the service.

use std::{
    path::Path,
    sync::{Arc, mpsc::RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use clap::Args;
use tokio::runtime::{self, Runtime};

use super::{leave, settings};
use crate::{
    desk::{
        Policy,
        verdict::{Memory, memory::tapes::TapeRoom},
    },
    kafka::{
        Clock, Failure, SystemClock,
        real::{
            self, Settings,
            topics::{Admin, Findings},
        },
    },
    ops::{
        config::{Config, Tapes},
        health::{self, Health, Probes},
        logging,
        metrics::Metrics,
        shutdown::{Shutdown, on_signals},
    },
    run::{
        Replica,
        meter::Meter,
        readers::Pool,
        service::drive,
        snapshot::{Pace, Resume, folder::Folder},
        tapes::Directory,
        watch::{Event, Watch},
    },
};

/// What `run` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    configured: settings::File,
}

/// How often the topics are looked at again: somebody may change their settings while the service runs.
const TOPICS_EVERY: Duration = Duration::from_mins(1);

/// How long the cluster may be away at the start before the service gives up and leaves the waiting to the platform.
const CLUSTER_MAX: Duration = Duration::from_mins(1);

/// How long it rests before the cluster is asked again.
const CLUSTER_AGAIN: Duration = Duration::from_millis(500);

/// Of the time that the service has to stop, what it keeps for giving back its partitions and closing its clients.
const CLOSING: Duration = Duration::from_secs(5);

/// Runs the service until it is told to stop, or can't go on. Fails where there is no configuration to log by; from there on
/// the log tells why it ended, and the exit code that it did.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.configured.load()?;
    logging::init(&config.log)?;
    let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let ended = serve(&config, &runtime);
    match &ended {
        Ok(()) => tracing::info!("stopped"),
        Err(error) => tracing::error!(error = format!("{error:#}"), "stopped"),
    }
    // The clients' own threads may wait for a broker that is away; nothing of theirs is needed any more.
    leave(i32::from(ended.is_err()))
}

fn serve(config: &Config, runtime: &Runtime) -> anyhow::Result<()> {
    let (wish, shutdown) = Shutdown::new();
    let deadline = config.shutdown.deadline;
    runtime.spawn(async move {
        match on_signals(wish, deadline).await {
            Ok(code) => leave(code),
            Err(error) => tracing::error!(%error, "signals can't be heard; stop this process by force"),
        }
    });

    let clients = settings::clients(config)?;
    let clock = SystemClock::start();
    let metrics = Metrics::new(&config.topics.raw).with_process();
    let health = Health::default();
    let listener = runtime.block_on(health::bind(config.ops.listen))?;
    let probes = Probes {
        health: health.clone(),
        metrics: metrics.clone(),
        heartbeat: config.ops.heartbeat,
        now: Arc::new(move || clock.elapsed()),
    };
    tracing::info!(listen = %listener.local_addr()?, group = clients.group, transactional_id = clients.transactional_id, "starting");
    runtime.spawn(health::serve(listener, health::routes(probes), shutdown.clone()));

    let admin = Admin::connect(&clients)?;
    let Some(weak) = prepare_topics(&admin, &clients, config, &shutdown)? else { return Ok(()) };
    health.reached();
    let failed = spawn_watchdog(admin, clients.clone(), config.clone(), &health, weak)?;

    let meter = Meter { metrics, health: health.clone(), clock: Arc::new(clock) };
    let replica = thread::Builder::new().name("replica".to_owned()).spawn({
        let (config, shutdown) = (config.clone(), shutdown.clone());
        move || replicate(&config, &clients, meter, clock, &shutdown)
    })?;
    {
        let (shutdown, health) = (shutdown, health.clone());
        runtime.spawn(async move {
            shutdown.wished().await;
            health.stopping();
        });
    }
    while !replica.is_finished() {
        // The replica's end is what this thread waits for; the watchdog's word may come first.
        match failed.recv_timeout(Duration::from_millis(100)) {
            Ok(why) => bail!(why),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => bail!("nobody looks at the topics any more: a defect of copydesk's"),
        }
        // Not every platform asks a probe, and a loop that hangs holds its partitions.
        if let Some(why) = health.standstill(clock.elapsed(), config.ops.heartbeat) {
            bail!(why);
        }
    }
    replica.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// One replica, on the calling thread.
fn replicate(
    config: &Config,
    clients: &Settings,
    mut meter: Meter,
    clock: SystemClock,
    shutdown: &Shutdown,
) -> anyhow::Result<()> {
    let policy: Arc<Policy> = Arc::new(config.policy());
    let rules = policy.verdict.clone();
    let stages = meter.stages();
    let directory = (!config.snapshot.directory.is_empty()).then(|| Path::new(&config.snapshot.directory));
    let room = tape_room(&config.tapes)?;
    let memory = Memory::new(rules.clone()).with_tapes(room.clone());
    let resume = directory.and_then(|directory| last_snapshot(directory, memory, &mut meter));
    let mut replica = Replica::new(
        real::connect(clients)?,
        Box::new(clock),
        Box::new(Pool::new(config.workers.threads, policy)?.timed(stages)),
        Box::new(meter),
        settings::bounds(config),
        rules,
        ledger_name(clients),
    )
    .with_tapes(room);
    if let Some(directory) = directory {
        let pace = Pace::of(config.snapshot.every_entries, &clients.transactional_id);
        replica = replica.with_snapshots(Box::new(Folder::open(directory)?), pace, resume);
    }
    Ok(drive(replica, shutdown, &clock, config.shutdown.deadline.saturating_sub(CLOSING))?)
}

/// Where tapes are to lie. A directory in which no file can be made is told at the start, and not when the first is needed.
fn tape_room(tapes: &Tapes) -> anyhow::Result<TapeRoom> {
    if tapes.directory.is_empty() {
        return Ok(TapeRoom::default());
    }
    let files = Directory::open(Path::new(&tapes.directory)).context("tapes.directory")?;
    Ok(TapeRoom { ram_bytes_max: tapes.ram_bytes_max, files: Some(Arc::new(files)) })
}

/// The snapshot that a run before this one has left, if it is whole, read into an empty memory.
fn last_snapshot(directory: &Path, empty: Memory, meter: &mut Meter) -> Option<Resume> {
    match Folder::read(directory, empty) {
        Ok(found) => found,
        Err(refusal) => {
            meter.saw(&Event::SnapshotRefused { why: &refusal.to_string() });
            None
        }
    }
}

/// A name for a ledger that this replica founds: who, where and when, hashed; no two ledgers are founded by the same
/// instance at the same nanosecond.
fn ledger_name(clients: &Settings) -> u128 {
    let now = jiff::Timestamp::now().as_nanosecond();
    let founder = format!("{} {} {now} {}", clients.topics.ledger, clients.transactional_id, std::process::id());
    xxhash_rust::xxh3::xxh3_128(founder.as_bytes())
}

/// Creates the topics if the configuration says so, and refuses to start on topics or brokers that break the promise.
/// What weakens it is said once, and given back.
fn prepare_topics(
    admin: &Admin,
    clients: &Settings,
    config: &Config,
    shutdown: &Shutdown,
) -> anyhow::Result<Option<Vec<String>>> {
    let layout = settings::layout(config);
    let started = Instant::now();
    loop {
        let looked = (|| -> Result<(Findings, Findings), Failure> {
            if config.topics.create {
                for name in admin.create(clients, &layout)? {
                    tracing::info!(topic = name, "created");
                }
            }
            Ok((admin.check(clients, &layout)?, admin.check_brokers(clients)?))
        })();
        match looked {
            Ok((topics, brokers)) => {
                let broken = [topics.broken, brokers.broken].concat();
                if !broken.is_empty() {
                    bail!(broken.join("; "));
                }
                for what in topics.unseen.iter().chain(&brokers.unseen) {
                    tracing::info!(what, "not looked at");
                }
                for what in topics.weak.iter().chain(&brokers.weak) {
                    tracing::warn!(what, "the promise is weakened");
                }
                return Ok(Some(topics.weak));
            }
            Err(Failure::Retry(_)) if shutdown.is_wished() => return Ok(None),
            Err(Failure::Retry(why)) if started.elapsed() < CLUSTER_MAX => {
                tracing::warn!(why, "waiting for the cluster");
                // Some answers come at once.
                thread::sleep(CLUSTER_AGAIN);
            }
            Err(failure) => return Err(failure).context("preparing the topics"),
        }
    }
}

/// Looks at the topics again and again; what is found to break the promise ends the service. `weak` is what was said
/// to weaken it, and is not said again.
fn spawn_watchdog(
    admin: Admin,
    clients: Settings,
    config: Config,
    health: &Health,
    mut weak: Vec<String>,
) -> anyhow::Result<std::sync::mpsc::Receiver<String>> {
    let (tell, told) = std::sync::mpsc::channel();
    let health = health.clone();
    thread::Builder::new().name("topics".to_owned()).spawn(move || {
        let layout = settings::layout(&config);
        loop {
            thread::park_timeout(TOPICS_EVERY);
            match admin.check(&clients, &layout) {
                Ok(found) if found.broken.is_empty() => {
                    for what in found.weak.iter().filter(|what| !weak.contains(what)) {
                        tracing::warn!(what, "the promise is weakened");
                    }
                    weak = found.weak;
                }
                Ok(found) => {
                    let why = found.broken.join("; ");
                    health.failed(&why);
                    let _ = tell.send(why);
                    return;
                }
                // A cluster that is away has its own alarms; the topics are looked at when it is back.
                Err(failure) => tracing::warn!(%failure, "the topics can't be looked at"),
            }
        }
    })?;
    Ok(told)
}
