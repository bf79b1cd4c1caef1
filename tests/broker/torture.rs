//! Everything that may happen to a cluster, happening to it while pages flow.
//!
//! Three brokers, three replicas of the binary, and pages whose verdicts are known. When it is over, a reader of
//! committed records finds every page once and with its verdict, every copy leads to a published article, the group
//! stands behind the last page, and all replicas hold the same memory, byte for byte. The seed chooses what is done and
//! when; the machine's own timing can't be chosen, so a seed tells what was tried and does not repeat it exactly.
//!
//! `make torture KILLS=200` is the long form, on the release binary.

mod fault;
mod fleet;

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use self::{
    fault::{FAULTS, Fault, Scene},
    fleet::Fleet,
};
use crate::{
    audit,
    kafka::Cluster,
    pages::{self, Draw, Expected, Page},
    service::{Service, lock},
    settings,
};

const PARTITIONS: i32 = 6;
const REPLICAS: usize = 3;

/// How long it may take, once nothing is broken any more, until every page that was sent is judged.
const AFTERMATH: Duration = Duration::from_mins(3);

/// Pages sent at once, and the time until the next ones.
const PAGES_AT_ONCE: usize = 50;
const PAGES_EVERY: Duration = Duration::from_millis(500);

/// Pages that may wait to be judged before no more are sent: a run is to end soon after its last fault.
const BACKLOG_MAX: usize = 4_000;

#[test]
fn each_fault_once() {
    let seed = seed();
    let mut draw = Draw(seed);
    // A blackout is of all brokers too, and takes a third of the time.
    let drawn = FAULTS.iter().map(|&(fault, _)| fault).filter(|&fault| fault != Fault::RollBrokers);
    let mut faults: Vec<Fault> = drawn.collect();
    for last in (1..faults.len()).rev() {
        faults.swap(last, draw.below(last + 1));
    }
    torture(seed, faults);
}

#[test]
#[ignore = "takes as long as COPYDESK_TORTURE_KILLS tells it to: make torture"]
fn as_many_faults_as_asked_for() {
    let kills = number("COPYDESK_TORTURE_KILLS").map_or(200, |kills| usize::try_from(kills).expect("a count"));
    let seed = seed();
    let mut draw = Draw(seed);
    let weights: usize = FAULTS.iter().map(|(_, weight)| weight).sum();
    let mut faults = Vec::new();
    while faults.iter().filter(|&&fault| fault == Fault::KillReplica).count() < kills {
        let mut at = draw.below(weights);
        let drawn = FAULTS.iter().find(|(_, weight)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found
        });
        faults.extend(drawn.map(|(fault, _)| *fault));
    }
    torture(seed, faults);
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

fn seed() -> u64 {
    let seed = number("COPYDESK_TORTURE_SEED")
        .unwrap_or_else(|| SystemTime::UNIX_EPOCH.elapsed().expect("the clock is past 1970").as_secs());
    println!("COPYDESK_TORTURE_SEED={seed}");
    seed
}

fn torture(seed: u64, faults: Vec<Fault>) {
    let began = Instant::now();
    let cluster = Cluster::start();
    let mut service = Service::on(cluster.kafka, "torture", PARTITIONS);
    service.bounds.batch_records_max = 40;
    service.snapshot_every = 1_000;
    service.create_topics();
    nothing_is_weak(&service);
    let mut scene = Scene {
        cluster,
        fleet: Fleet::start(&service, REPLICAS),
        draw: Draw(!seed),
        struck: BTreeMap::new(),
        replicas_killed: 0,
        brokers_killed: 0,
    };
    let (pages, done) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    thread::scope(|scope| {
        // Also when an assertion fails: the scope waits for the feeder.
        let _done = Done(&done);
        scope.spawn(|| feed(&service, &pages, &done));
        for fault in faults {
            let breath = Duration::from_millis(500 + scene.draw.below(1_500) as u64);
            scene.pass(breath);
            println!("{:>7.1} s {fault:?}", began.elapsed().as_secs_f64());
            scene.strike(fault);
        }
    });
    scene.cluster.until_whole();
    service.settle();
    let pages = pages.into_inner().expect("the feeder did not panic");
    let sent = i64::try_from(pages.len()).expect("a count");
    let waiting = Instant::now();
    service.until_committed_while(AFTERMATH, sent, || {
        scene.fleet.tend();
        if waiting.elapsed() + Duration::from_secs(5) > AFTERMATH {
            println!("committed {:?}\nsent {:?}", service.committed(), service.sent());
        }
    });
    let fates = audit::audit(&service, &pages);
    let Scene { cluster, fleet, struck, replicas_killed, brokers_killed, .. } = scene;
    let ended = fleet.ended.clone();
    let memories = fleet.leave_snapshots();
    assert!(memories.windows(2).all(|pair| pair[0] == pair[1]), "the replicas remember different things");

    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for fate in fates.values() {
        *verdicts.entry(&fate.verdict).or_default() += 1;
    }
    let mut report = format!(
        "seed {seed}: {} pages, {replicas_killed} replicas and {brokers_killed} brokers killed in {:.0} s\n\
         faults: {struck:?}\nverdicts: {verdicts:?}\n\
         lost 0, told twice 0, wrong 0; {} replicas hold the same {} bytes\n",
        pages.len(),
        began.elapsed().as_secs_f64(),
        memories.len(),
        memories[0].len(),
    );
    for (reason, count) in ended {
        let _ = writeln!(report, "gave up {count} times: {reason}");
    }
    println!("{report}");
    drop(cluster);
}

/// Topics and brokers are as the promise wants them here; and a topic that takes records with one copy is told of.
fn nothing_is_weak(service: &Service) {
    let found = settings::found(service);
    assert_eq!([found.broken, found.weak, found.unseen].concat(), Vec::<String>::new());
    let topic = &service.settings.topics.links;
    let size = service.settings.message_bytes_max.to_string();
    service.kafka.set(topic, &[("min.insync.replicas", "1"), ("max.message.bytes", &size)]);
    service.kafka.until("the setting", || {
        let weak = settings::found(service).weak;
        weak.iter().any(|line| line.contains(topic) && line.contains("min.insync.replicas = 1")).then_some(())
    });
    service.kafka.set(topic, &[("max.message.bytes", &size)]);
    service.kafka.until("the setting taken back", || settings::found(service).weak.is_empty().then_some(()));
}

/// Sends pages until it is done. Copies go to another partition in the same moment.
fn feed(service: &Service, sent: &Mutex<Vec<Page>>, done: &AtomicBool) {
    let mut seed = 1;
    let onlooker = service.onlooker();
    while !done.load(Ordering::Relaxed) {
        // While nobody can tell how many wait, as in a blackout, none is sent either.
        let judged = service.ask(&onlooker).map(|positions| positions.values().sum::<i64>());
        let waiting = judged.and_then(|judged| lock(sent).len().checked_sub(usize::try_from(judged).ok()?));
        if waiting.is_none_or(|waiting| waiting > BACKLOG_MAX) {
            service.go_on_sending(PAGES_EVERY);
            continue;
        }
        let mut pages = pages::draw(seed, PAGES_AT_ONCE, service.partitions);
        let partition = i32::try_from(seed).expect("a run ends") % service.partitions;
        let poison = |text: &str, content_type| Page {
            partition,
            url: "https://poison.example/".to_owned(),
            text: text.to_owned(),
            content_type,
            expected: Expected::Rejected,
        };
        pages.push(poison("{\"url\": \"https://poison.example/\", \"html\": ", "application/json"));
        pages.push(poison("%PDF-1.7 and nothing more", "application/pdf"));
        service.queue_pages(&pages);
        lock(sent).extend(pages);
        let next = Instant::now() + PAGES_EVERY;
        while Instant::now() < next {
            service.go_on_sending(Duration::from_millis(50));
        }
        seed += 1;
    }
}

/// Has the feeder end when it is dropped.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
