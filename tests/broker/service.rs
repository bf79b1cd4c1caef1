//! The service on topics of its own, in this process: replicas on threads, and what is seen of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use copydesk::{
    desk::Policy,
    kafka::{
        Failure, SystemClock,
        real::{
            self, Properties, Settings, Topics,
            topics::{Admin, Layout},
        },
    },
    ops::shutdown::{Shutdown, Wish},
    run::{
        Bounds, Replica,
        readers::{Pool, Timed},
        service::drive,
        watch::{Event, Watch},
    },
};
use rdkafka::{
    TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, RDKafkaErrorCode},
    message::{Header, OwnedHeaders},
    producer::{BaseProducer, BaseRecord},
    topic_partition_list::Offset,
};
use tempfile::TempDir;

use crate::{
    kafka::{Kafka, PATIENCE},
    pages::Page,
};

/// How long a replica may take to publish what it has in flight when it is told to stop.
const DRAIN_MAX: Duration = Duration::from_secs(20);

/// A service: its topics and how it reaches them.
pub(crate) struct Service {
    pub(crate) kafka: &'static Kafka,
    pub(crate) partitions: i32,
    pub(crate) settings: Settings,
    pub(crate) layout: Layout,
    pub(crate) bounds: Bounds,
    pub(crate) seen: Seen,
    /// The disk of its host, which outlives a binary.
    pub(crate) disk: TempDir,
    /// Threads that read, of a binary; 0 for one a core.
    pub(crate) threads: usize,
    /// Ledger entries between two snapshots.
    pub(crate) snapshot_every: u64,
    producer: BaseProducer,
    sent: Mutex<BTreeMap<i32, i64>>,
}

impl Service {
    /// A service with a name and topics that no other has. Nothing of it runs yet.
    pub(crate) fn new(name: &str, partitions: i32) -> Self {
        let service = Self::without_topics(name, partitions);
        service.create_topics();
        service
    }

    pub(crate) fn without_topics(name: &str, partitions: i32) -> Self {
        Self::on(Kafka::shared(), name, partitions)
    }

    /// A service on a Kafka of one's own choice, without topics.
    pub(crate) fn on(kafka: &'static Kafka, name: &str, partitions: i32) -> Self {
        Self::named(kafka, &kafka.unique(name), partitions)
    }

    /// The service of that very name: the same one, in whatever process.
    pub(crate) fn named(kafka: &'static Kafka, name: &str, partitions: i32) -> Self {
        let topic = |carries: &str| format!("{name}.{carries}");
        let common = Properties::from([("bootstrap.servers".to_owned(), kafka.brokers().to_owned())]);
        let settings = Settings {
            common,
            consumer: Properties::from(
                // A member that was killed holds its partitions until its session times out.
                [("session.timeout.ms", "3000"), ("heartbeat.interval.ms", "300")]
                    .map(|(name, value)| (name.to_owned(), value.to_owned())),
            ),
            producer: Properties::new(),
            group: name.to_owned(),
            transactional_id: name.to_owned(),
            transaction_timeout: Duration::from_secs(10),
            topics: Topics {
                raw: vec![topic("raw")],
                articles: topic("articles"),
                links: topic("links"),
                rejects: topic("rejects"),
                ledger: topic("ledger"),
            },
            message_bytes_max: 12 << 20,
            prefetch_bytes_max: 8 << 20,
        };
        let layout = Layout {
            partitions: u32::try_from(partitions).expect("a count"),
            replication: 0,
            ledger_retention: Duration::from_hours(15 * 24),
            links_retention: Duration::from_hours(24),
            message_bytes_max: settings.message_bytes_max,
        };
        // Many transactions, so that there is always one to be interrupted.
        let bounds = Bounds { batch_records_max: 100, ..Bounds::default() };
        let (producer, sent) = (kafka.producer(), Mutex::default());
        let disk = tempfile::tempdir().expect("a folder");
        Self {
            kafka,
            partitions,
            settings,
            layout,
            bounds,
            seen: Seen::default(),
            disk,
            threads: 1,
            snapshot_every: 500_000,
            producer,
            sent,
        }
    }

    pub(crate) fn create_topics(&self) {
        let admin = self.create_missing();
        // The controller has them before the broker tells of them.
        self.kafka.until("topics without fault", || {
            admin.check(&self.settings, &self.layout).is_ok_and(|found| found.broken.is_empty()).then_some(())
        });
    }

    /// Creates the topics that are not there, whatever those that are there are like.
    pub(crate) fn create_missing(&self) -> Admin {
        let admin = Admin::connect(&self.settings).expect("the settings are good");
        admin.create(&self.settings, &self.layout).expect("nothing stands against it");
        admin
    }

    pub(crate) fn raw(&self) -> &str {
        &self.settings.topics.raw[0]
    }

    /// Has the crawler's client pack what it sends from here on.
    pub(crate) fn pack(&mut self, compression: &str) {
        let mut config = self.kafka.config();
        config.set("enable.idempotence", "true").set("compression.type", compression);
        self.producer = config.create().expect("the settings are good");
    }

    /// Sends pages as a crawler does that strips them to their text, and waits until the broker has them.
    pub(crate) fn feed(&self, pages: &[Page]) {
        self.queue_pages(pages);
        self.settle();
    }

    /// Sends pages without waiting for the broker to have them.
    pub(crate) fn queue_pages(&self, pages: &[Page]) {
        for page in pages {
            let headers = [("content-type", page.content_type.as_bytes()), ("url", page.url.as_bytes())];
            self.queue(page.partition, None, page.text.as_bytes(), &headers);
        }
    }

    /// Lets the client go on sending what was queued, for that long.
    pub(crate) fn go_on_sending(&self, time: Duration) {
        let started = Instant::now();
        loop {
            self.producer.poll(Duration::ZERO);
            let left = time.saturating_sub(started.elapsed());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(Duration::from_millis(1)));
        }
    }

    /// Sends any record; its offset in the partition.
    pub(crate) fn send(&self, partition: i32, key: Option<&[u8]>, value: &[u8], headers: &[(&str, &[u8])]) -> i64 {
        let offset = self.queue(partition, key, value, headers);
        self.settle();
        offset
    }

    /// Sends a record without waiting for the broker to have it: [`Service::settle`] does.
    pub(crate) fn queue(&self, partition: i32, key: Option<&[u8]>, value: &[u8], headers: &[(&str, &[u8])]) -> i64 {
        let headers = headers
            .iter()
            .fold(OwnedHeaders::new(), |headers, &(key, value)| headers.insert(Header { key, value: Some(value) }));
        let mut record = BaseRecord::<[u8], [u8]>::to(self.raw()).partition(partition).payload(value).headers(headers);
        record.key = key;
        let mut unsent = Some(record);
        self.kafka.until("room in the crawler's queue", || match self.producer.send(unsent.take()?) {
            Ok(()) => Some(()),
            // More is sent than the broker takes.
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), record)) => {
                self.go_on_sending(Duration::from_millis(1));
                unsent = Some(record);
                None
            }
            Err((error, _)) => panic!("sending: {error}"),
        });
        let mut sent = lock(&self.sent);
        let end = sent.entry(partition).or_default();
        *end += 1;
        *end - 1
    }

    /// Waits until the broker has all that was sent.
    pub(crate) fn settle(&self) {
        self.kafka.settle(&self.producer);
    }

    /// How many records were sent into each partition.
    pub(crate) fn sent(&self) -> BTreeMap<i32, i64> {
        lock(&self.sent).clone()
    }

    /// Where the group stands in each partition that has records.
    pub(crate) fn committed(&self) -> BTreeMap<i32, i64> {
        let onlooker = self.onlooker();
        self.kafka.until("the group's positions", || self.ask(&onlooker))
    }

    /// Waits until the group stands behind that many records in all.
    pub(crate) fn until_committed(&self, records: i64) {
        self.until_committed_while(PATIENCE, records, || ());
    }

    /// The same with patience of one's own and something to do meanwhile.
    pub(crate) fn until_committed_while(&self, limit: Duration, records: i64, mut meanwhile: impl FnMut()) {
        let onlooker = self.onlooker();
        self.kafka.until_within(limit, &format!("{records} records committed"), || {
            meanwhile();
            // It is assigned nothing, so that this only waits.
            drop(onlooker.poll(Duration::from_millis(20)));
            (self.ask(&onlooker)?.values().sum::<i64>() >= records).then_some(())
        });
    }

    /// A client that knows the group's name and never joins.
    pub(crate) fn onlooker(&self) -> BaseConsumer {
        let mut config = self.kafka.config();
        config.set("group.id", &self.settings.group).set("enable.auto.commit", "false");
        config.create().expect("the settings are good")
    }

    /// The group's positions; `None` while any of them is in an open transaction.
    pub(crate) fn ask(&self, onlooker: &BaseConsumer) -> Option<BTreeMap<i32, i64>> {
        let mut asked = TopicPartitionList::new();
        for partition in 0..self.partitions {
            asked.add_partition(self.raw(), partition);
        }
        let told = onlooker.committed_offsets(asked, Duration::from_secs(2)).ok()?;
        let known = told.elements().into_iter().filter_map(|at| match at.offset() {
            Offset::Offset(offset) => Some((at.partition(), offset)),
            _ => None,
        });
        Some(known.collect())
    }

    /// Starts a replica. The number tells it from others, and names its transactional id.
    pub(crate) fn start(&self, number: usize) -> Running {
        self.start_timed(number, Arc::new(|_, _| ()))
    }

    /// [`Service::start`], and tells `timed` of each stage of each page, on the thread that reads it.
    pub(crate) fn start_timed(&self, number: usize, timed: Timed) -> Running {
        let mut settings = self.settings.clone();
        settings.transactional_id = format!("{}-{number}", settings.group);
        let (seen, place) = (self.seen.clone(), self.seen.enter());
        let ((stop, wished), bounds) = (Shutdown::new(), self.bounds.clone());
        let thread = thread::spawn(move || {
            let watch = Box::new(Watcher { seen: seen.clone(), place });
            let ended = live(&settings, bounds, timed, watch, &wished, place);
            seen.note(place, |replica| replica.ended = Some(ended.clone()));
            ended
        });
        Running { stop, thread: Some(thread) }
    }
}

fn live(
    settings: &Settings,
    bounds: Bounds,
    timed: Timed,
    watch: Box<dyn Watch>,
    stop: &Shutdown,
    place: usize,
) -> Result<(), Failure> {
    let policy = Arc::new(Policy::default());
    let (clock, rules) = (SystemClock::start(), policy.verdict.clone());
    let pool = Pool::new(1, policy).map_err(|error| Failure::Fatal(error.to_string()))?.timed(timed);
    let clients = real::connect(settings)?;
    let replica = Replica::new(clients, Box::new(clock), Box::new(pool), watch, bounds, rules, place as u128);
    drive(replica, stop, &clock, DRAIN_MAX)
}

/// A replica on a thread; it is told to stop when this is dropped.
pub(crate) struct Running {
    stop: Wish,
    thread: Option<JoinHandle<Result<(), Failure>>>,
}

impl Running {
    /// Has it finish what it has in flight and leave the group, and waits until it has.
    pub(crate) fn leave(mut self) {
        self.stop.make();
        let thread = self.thread.take().expect("it is joined once");
        thread.join().expect("it did not panic").expect("it left in peace");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.make();
    }
}

/// What was seen of one replica.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sight {
    /// Ledger entries folded.
    pub(crate) folded: usize,
    /// The memory's digest after them.
    pub(crate) digest: u128,
    /// Raw records that it took in.
    pub(crate) consumed: usize,
    /// Pages whose verdicts it committed.
    pub(crate) pages: usize,
    /// Partitions that are its own.
    pub(crate) partitions: usize,
    /// Pages that were judged before and got the same verdict again.
    pub(crate) replayed: usize,
    /// Why transactions were aborted.
    pub(crate) aborted: Vec<String>,
    /// How it ended.
    pub(crate) ended: Option<Result<(), Failure>>,
}

/// What was seen of a service's replicas, in the order they were started.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<(Mutex<Vec<Sight>>, Condvar)>);

impl Seen {
    fn enter(&self) -> usize {
        let mut sights = lock(&self.0.0);
        sights.push(Sight::default());
        sights.len() - 1
    }

    fn note(&self, place: usize, note: impl FnOnce(&mut Sight)) {
        note(&mut lock(&self.0.0)[place]);
        self.0.1.notify_all();
    }

    /// Waits until it holds; panics if that takes too long or a replica fails.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&[Sight]) -> bool) -> Vec<Sight> {
        let deadline = Instant::now() + PATIENCE;
        let mut sights = lock(&self.0.0);
        loop {
            let failed = sights.iter().any(|sight| matches!(sight.ended, Some(Err(_))));
            if !failed && holds(&sights) {
                return sights.clone();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!failed && !left.is_zero(), "waited in vain for {what}: {:#?}", *sights);
            sights = self.0.1.wait_timeout(sights, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until that many pages have been committed by all of them together.
    pub(crate) fn until_pages(&self, pages: usize) -> Vec<Sight> {
        self.until(&format!("{pages} pages"), |sights| sights.iter().map(|sight| sight.pages).sum::<usize>() >= pages)
    }
}

struct Watcher {
    seen: Seen,
    place: usize,
}

impl Watch for Watcher {
    fn saw(&mut self, event: &Event<'_>) {
        let note = |note: &dyn Fn(&mut Sight)| self.seen.note(self.place, note);
        match event {
            Event::Folded { entries, memory, .. } => {
                let digest = memory.digest();
                note(&|sight| {
                    sight.folded += entries;
                    sight.digest = digest;
                });
            }
            Event::Published { page, .. } => {
                let replayed = page.judgement.as_ref().is_some_and(|judgement| judgement.replayed);
                note(&|sight| sight.replayed += usize::from(replayed));
            }
            Event::Consumed { .. } => note(&|sight| sight.consumed += 1),
            Event::Committed { pages, .. } => note(&|sight| sight.pages += pages),
            Event::Assigned { partitions } => note(&|sight| sight.partitions += partitions.len()),
            Event::Revoked { partitions } => note(&|sight| sight.partitions -= partitions.len()),
            Event::Aborted { why, .. } => note(&|sight| sight.aborted.push(why.to_string())),
            _ => {}
        }
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
