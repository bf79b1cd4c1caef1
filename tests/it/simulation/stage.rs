//! One run: the cluster, its replicas, and the hand that feeds pages, starts what has died and lets time pass.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, atomic::Ordering},
    thread,
    time::Duration,
};

use copydesk::{
    desk::{
        capture::{Partition, position::Position},
        verdict::{Memory, Rules},
    },
    kafka::{
        Failure, TopicPartition,
        log::{Cluster, Layout, Limits},
    },
    run::{
        Bounds, Replica, Turn,
        snapshot::{self, Pace, Resume},
        watch::{Event, Watch},
    },
};

use super::{
    audit::{self, Fed},
    baton::{Baton, Random, Seat},
    disk::Disk,
    pages::{self, Lines, Marks, Raw},
    weather::{Climate, Place, Time, WeatheredLedger, WeatheredSink, WeatheredSource, World},
};

/// What may be lost for good in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Losses {
    None,
    /// The ledger is cut, or made anew.
    Ledger,
}

/// What versions of the software run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Software {
    One,
    /// From a third of the pages on, replicas start with a later one, and some go back.
    Upgraded,
    /// Half of all replicas can't read some pages.
    Mixed,
}

/// Of 10,000 pages so many are read by some replicas only, where there are such replicas.
const FUSSY: u64 = 1_500;

/// Steps after which a run is taken to hang.
const STEPS_MAX: u64 = 400_000;

pub const RAW: &str = "raw";
pub const ARTICLES: &str = "articles";
pub const LINKS: &str = "links";
pub const REJECTS: &str = "rejects";
pub const LEDGER: &str = "ledger";
const PARTITIONS: u32 = 3;

/// A replica that runs, or has run.
struct Running {
    name: String,
    seat: Seat,
    thread: thread::JoinHandle<()>,
    end: Arc<Mutex<Option<End>>>,
}

/// How a replica ended.
enum End {
    /// It was told to stop, and did so with nothing in flight. Its memory's digest.
    Stopped(u128),
    /// It left the group when it had published what it had in flight.
    Left,
    Failed(Failure),
    Panicked(String),
}

/// Runs a seed: how many articles were taken back, or what it broke.
pub fn run(seed: u64, losses: Losses, software: Software) -> Result<usize, String> {
    let mut random = Random::new(seed ^ 0x5eed);
    let baton = Baton::new(seed, STEPS_MAX);
    let hand = baton.seat();
    let world = Arc::new(World {
        baton: Arc::clone(&baton),
        climate: Mutex::new(Climate::draw(&mut random, software)),
        stray: Mutex::default(),
        skew_ms: 0.into(),
        frozen_until_ms: 0.into(),
        stopping: false.into(),
    });
    let limits = Limits {
        session_timeout: Duration::from_secs(10),
        transaction_timeout: Duration::from_millis(5_000 + random.below(20_000)),
        outcome_lag: Duration::from_millis(random.below(3) * 50),
        record_bytes_max: 1 << 20,
    };
    let layout = Layout {
        raw: vec![(RAW.into(), PARTITIONS)],
        articles: ARTICLES.into(),
        links: LINKS.into(),
        rejects: REJECTS.into(),
        output_partitions: 2,
        ledger: LEDGER.into(),
        partition_bytes_max: None,
    };
    let cluster = Cluster::new(layout, limits, Arc::new(Time(Arc::clone(&world))));
    let count = 60 + random.index(200);
    let slots = 1 + random.index(4);
    let every = 1 + random.below(60);
    let mut stage = Stage {
        waiting: pages::draw(&mut random, PARTITIONS, count, if software == Software::Mixed { FUSSY } else { 0 })
            .into(),
        fed: Vec::new(),
        slots: (0..slots).map(|_| None).collect(),
        disks: vec![Disk::default(); slots],
        every,
        bounds: bounds(&mut random),
        gone: Vec::new(),
        random,
        hand,
        world,
        cluster,
        losses,
        software,
        later: if seed.is_multiple_of(2) { Marks::Refolded } else { Marks::Resampled },
        upgrade_at: count / 3,
    };
    let played = stage.play();
    stage.world.stopping.store(true, Ordering::Relaxed);
    *stage.world.climate.lock().unwrap() = Climate::calm();
    let ends = stage.clear();
    played?;
    let mut digests = Vec::new();
    for (name, end) in ends {
        match end {
            Some(End::Stopped(digest)) => digests.push(digest),
            Some(End::Panicked(why)) => return Err(format!("{name} panicked: {why}")),
            Some(End::Failed(Failure::Fatal(_)) | End::Left) => {}
            Some(End::Failed(failure)) => {
                return Err(format!("{name} ended by a failure that is not fatal: {failure:?}"));
            }
            None => return Err(format!("{name} has no end")),
        }
    }
    audit::audit(&stage.cluster, &stage.fed, &digests, losses == Losses::None, software)
}

fn bounds(random: &mut Random) -> Bounds {
    Bounds {
        batch_records_max: 1 + random.index(20),
        batch_bytes_max: 1000 + random.index(20_000),
        batch_wait_max: Duration::from_millis(random.below(50)),
        batches_max: 1 + random.index(3),
        inflight_bytes_max: 4_000 + random.index(40_000),
        stall_max: Duration::from_millis(random.below(500)),
        settle_max: Duration::from_mins(1),
        message_bytes_max: 1 << 20,
        ..Bounds::default()
    }
}

struct Stage {
    random: Random,
    hand: Seat,
    world: Arc<World>,
    cluster: Cluster,
    waiting: VecDeque<Raw>,
    fed: Vec<Fed>,
    slots: Vec<Option<Running>>,
    /// What each place keeps from one of its replicas to the next.
    disks: Vec<Disk>,
    /// Entries from one snapshot to the next.
    every: u64,
    /// Replicas that ended, and zombies whose place was given to another.
    gone: Vec<Running>,
    bounds: Bounds,
    losses: Losses,
    software: Software,
    /// The marks that a later version makes.
    later: Marks,
    /// How many records are fed before the first replica starts with them.
    upgrade_at: usize,
}

impl Stage {
    /// Feeds all pages in bad weather, then waits in good weather until all are dealt with.
    fn play(&mut self) -> Result<(), String> {
        while !self.waiting.is_empty() {
            self.trouble();
            self.feed();
            let rest = self.random.below(40);
            self.hand.rest(rest);
            self.alive()?;
        }
        // The weather holds on for a while: the last pages shall have their share of it.
        for _ in 0..10 {
            self.trouble();
            let rest = self.random.below(40);
            self.hand.rest(rest);
        }
        *self.world.climate.lock().unwrap() = Climate::calm();
        self.deliver_stray(u64::MAX);
        while self.cluster.lag() > 0 {
            for slot in 0..self.slots.len() {
                self.start(slot);
            }
            self.hand.rest(20);
            self.alive()?;
        }
        // Who was frozen wakes up and ends, or catches up.
        let frozen = self.world.frozen_until_ms.load(Ordering::Relaxed).saturating_sub(self.world.baton.now_ms());
        self.hand.rest(frozen + 100);
        self.deliver_stray(u64::MAX);
        for slot in 0..self.slots.len() {
            self.start(slot);
        }
        self.hand.rest(1_000);
        self.alive()
    }

    fn alive(&self) -> Result<(), String> {
        if self.world.baton.exhausted() {
            return Err(format!("no end in sight after {STEPS_MAX} steps, lag {}", self.cluster.lag()));
        }
        Ok(())
    }

    fn feed(&mut self) {
        for _ in 0..self.random.below(8) {
            let Some(raw) = self.waiting.pop_front() else { return };
            let partition = Partition(raw.partition);
            let mut record = raw.record;
            record.timestamp_ms = i64::try_from(self.world.baton.now_ms()).unwrap();
            let offset = self.cluster.produce(RAW, partition, record).expect("the raw topic has this partition");
            self.fed.push(Fed { partition, offset, pages: raw.pages });
        }
    }

    fn trouble(&mut self) {
        let slot = self.random.index(self.slots.len());
        self.roll(slot);
        match self.random.below(30) {
            0..6 => self.start(slot),
            // The platform gives up on a replica that does not answer and starts another in its place.
            6 if self.slots[slot].as_ref().is_some_and(|running| running.seat.asleep()) => {
                self.gone.extend(self.slots[slot].take());
                self.start(slot);
            }
            // Who takes back what another has claimed must lose the page before that is in the ledger.
            arm if arm == 7 || arm > 10 && self.software == Software::Mixed => {
                let members = self.cluster.members();
                if !members.is_empty() {
                    self.cluster.expel(members[self.random.index(members.len())]);
                }
            }
            8 => {
                // By seconds, or by so much that a window would have gone by.
                let most = if self.random.below(4) == 0 { 40 * 86_400_000 } else { 10_000 };
                let skew_ms = i64::try_from(self.random.below(2 * most)).unwrap() - i64::try_from(most).unwrap();
                self.world.skew_ms.store(skew_ms, Ordering::Relaxed);
            }
            9 => self.deliver_stray(2),
            10 if self.losses == Losses::Ledger && self.random.chance(1_500) => self.lose_ledger(),
            _ => {}
        }
    }

    /// A rollout: the platform stops a replica and starts one of the other version in its place.
    fn roll(&mut self, slot: usize) {
        let rolling = self.software == Software::Upgraded && self.fed.len() >= self.upgrade_at;
        if rolling && self.slots[slot].is_some() && self.random.chance(500) {
            self.gone.extend(self.slots[slot].take());
            self.start(slot);
        }
    }

    fn lose_ledger(&mut self) {
        let at = TopicPartition { topic: LEDGER.into(), partition: Partition(0) };
        let end = self.cluster.end(&at).map_or(0, |end| end.0);
        if self.random.chance(5_000) {
            self.cluster.recreate(LEDGER);
        } else {
            self.cluster.truncate(&at, Position(self.random.below(end + 1)));
        }
    }

    /// Appends of replicas that are gone still arrive.
    fn deliver_stray(&mut self, most: u64) {
        let mut stray = std::mem::take(&mut *self.world.stray.lock().unwrap());
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(stray.len());
        for entry in stray.drain(..most) {
            let record = copydesk::desk::capture::RawRecord { value: Some(entry), ..Default::default() };
            self.cluster.produce(LEDGER, Partition(0), record);
        }
        *self.world.stray.lock().unwrap() = stray;
    }

    /// Starts a replica in a place that has none, or one that has ended.
    fn start(&mut self, slot: usize) {
        match &self.slots[slot] {
            Some(running) if !running.seat.gone() => return,
            _ => self.gone.extend(self.slots[slot].take()),
        }
        let name = format!("replica-{slot}");
        let seat = self.world.baton.seat();
        let place = Place { world: Arc::clone(&self.world), seat: seat.clone() };
        let (cluster, bounds, end) = (self.cluster.clone(), self.bounds.clone(), Arc::new(Mutex::new(None)));
        let ledger_id = u128::from(self.random.next());
        // Some leave in good order after a while, as on a deployment.
        let turns = if self.random.chance(1_500) { self.random.below(300) } else { u64::MAX };
        let found = self.disks[slot].find(&mut self.random);
        let (drawer, every) = (self.disks[slot].drawer(), self.every);
        let upgraded = self.software == Software::Upgraded && self.fed.len() >= self.upgrade_at;
        let marks = if upgraded && !self.random.chance(2_000) { self.later } else { Marks::Now };
        let picky = self.software == Software::Mixed && self.random.chance(5_000);
        let lines = Lines { marks, picky };
        let thread = thread::spawn({
            let (name, end) = (name.clone(), Arc::clone(&end));
            move || {
                place.seat.arrive();
                let came = catch_unwind(AssertUnwindSafe(|| {
                    let replica = born(&place, &cluster, &name, bounds, ledger_id, lines);
                    let resume = found.and_then(|bytes| resume(&bytes, &name));
                    live(&place, replica.with_snapshots(Box::new(drawer), Pace::of(every, &name), resume), turns)
                }));
                *end.lock().unwrap() = Some(came.unwrap_or_else(|panic| {
                    let text = panic.downcast_ref::<String>().cloned();
                    End::Panicked(
                        text.or(panic.downcast_ref::<&str>().map(|&text| text.to_owned())).unwrap_or_default(),
                    )
                }));
                place.seat.leave();
            }
        });
        self.slots[slot] = Some(Running { name, seat, thread, end });
    }

    /// Waits until every replica has ended; how each did.
    fn clear(&mut self) -> Vec<(String, Option<End>)> {
        let all: Vec<Running> = self.gone.drain(..).chain(self.slots.drain(..).flatten()).collect();
        while !all.iter().all(|running| running.seat.gone()) {
            self.hand.rest(1_000);
        }
        let joined = all.into_iter().map(|running| {
            running.thread.join().expect("a replica's thread catches its panics");
            (running.name, running.end.lock().unwrap().take())
        });
        joined.collect()
    }
}

type Weathered = Replica<WeatheredSource, WeatheredSink, WeatheredLedger>;

/// A replica as it starts.
fn born(place: &Place, cluster: &Cluster, name: &str, bounds: Bounds, ledger_id: u128, lines: Lines) -> Weathered {
    let (source, sink, ledger) = cluster.replica(name);
    let clients = (
        WeatheredSource { place: place.clone(), inner: source, fetched: VecDeque::new() },
        WeatheredSink { place: place.clone(), inner: sink, refusal: None, limps: false, settled: None },
        WeatheredLedger { place: place.clone(), inner: ledger, sent: VecDeque::new(), lost: false },
    );
    let clock = Box::new(Time(Arc::clone(&place.world)));
    let rules = Rules::default();
    let watch: Box<dyn Watch> = if std::env::var_os("COPYDESK_TRACE").is_some() {
        Box::new(Trace { name: name.to_owned(), world: Arc::clone(&place.world) })
    } else {
        Box::new(())
    };
    Replica::new(clients, clock, Box::new(lines), watch, bounds, rules, ledger_id)
}

/// What its place kept, if it is whole.
fn resume(bytes: &[u8], name: &str) -> Option<Resume> {
    snapshot::read(bytes, Memory::new(Rules::default()))
        .inspect_err(|refusal| {
            if std::env::var_os("COPYDESK_TRACE").is_some() {
                eprintln!("{name}  {refusal}");
            }
        })
        .ok()
}

/// A replica's life.
fn live(place: &Place, mut replica: Weathered, turns: u64) -> End {
    let mut idle = 0;
    for turn in 0.. {
        if turn == turns {
            replica.leave();
        }
        match replica.turn() {
            Err(failure) => return End::Failed(failure),
            Ok(Turn::Idle) if turn >= turns => {
                replica.depart();
                replica.keep_last(Duration::from_secs(5));
                return End::Left;
            }
            Ok(Turn::Idle) => idle += 1,
            Ok(Turn::Busy | Turn::Following) => idle = 0,
        }
        if place.world.stopping.load(Ordering::Relaxed) && idle > 2 {
            break;
        }
    }
    End::Stopped(replica.memory().digest())
}

/// Prints what happens in a replica: with `COPYDESK_TRACE` set, for a seed that fails.
struct Trace {
    name: String,
    world: Arc<World>,
}

impl Watch for Trace {
    fn saw(&mut self, event: &Event<'_>) {
        let line = match event {
            Event::Turn { .. } | Event::Lag { .. } | Event::Remembers { .. } | Event::Consumed { .. } => return,
            Event::Folded { entries, skipped, memory } => {
                format!("folded {entries}, skipped {skipped}, remembers {}", memory.articles())
            }
            Event::Published { row, page, .. } => {
                format!("published {}/{} {:?}", row.from.partition.0, row.offset.0, page.judgement)
            }
            event => format!("{event:?}"),
        };
        eprintln!("{:>8} ms  {}  {line}", self.world.baton.now_ms(), self.name);
    }
}
