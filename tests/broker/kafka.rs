//! One real Kafka for all tests of this binary.
//!
//! [`Kafka::shared`] finds it: a running one named in `COPYDESK_TEST_BROKERS`, else a node of its own from the jars in
//! `KAFKA_HOME/libs`, else from jars that Maven fetches once into cargo's target directory. A node of its own dies with
//! the test process, however that ends.

mod cluster;
mod disk;
mod group;
mod jars;
mod node;
pub(crate) mod process;
mod producers;
mod quota;
mod request;
pub(crate) mod secured;

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use rdkafka::{
    ClientConfig, Message, TopicPartitionList,
    admin::{AdminClient, AdminOptions, AlterConfig, NewTopic, ResourceSpecifier, TopicReplication},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer},
    message::Headers,
    producer::{BaseProducer, Producer},
    topic_partition_list::Offset,
};

use self::node::Node;
pub(crate) use self::{
    cluster::{BROKERS, Cluster},
    disk::Rot,
    producers::ProducerEpoch,
};

/// How long anything may take before a test gives up. Nothing comes near it on a quiet machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// One request's share of it, small enough to look around in between.
const REQUEST: Duration = Duration::from_secs(2);

const NEEDED: &str = "no Kafka to test with: install a JDK (17 or later) and Maven, or name a running broker in \
                      COPYDESK_TEST_BROKERS";

/// A Kafka to test with.
pub(crate) struct Kafka {
    brokers: String,
    /// The broker that is ours and ends with this, unless the brokers are others' to keep.
    node: Option<Node>,
    names: AtomicU32,
}

/// A record as a reader with `read_committed` sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) timestamp_ms: i64,
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) value: Option<Vec<u8>>,
    pub(crate) headers: Vec<(String, Option<Vec<u8>>)>,
}

impl Kafka {
    /// The one that all tests share, started by the first that asks. Panics with what to do when there is none.
    pub(crate) fn shared() -> &'static Self {
        // The failure is kept too: what can't start once must not be tried again by every test.
        static SHARED: OnceLock<Result<Kafka, String>> = OnceLock::new();
        match SHARED.get_or_init(Self::find) {
            Ok(kafka) => kafka,
            Err(reason) => panic!("{reason}"),
        }
    }

    fn find() -> Result<Self, String> {
        if let Ok(brokers) = env::var("COPYDESK_TEST_BROKERS") {
            ready(&brokers, 1, PATIENCE, || false)?;
            return Ok(Self::at(brokers));
        }
        let (node, brokers) = Node::start(&libs()?)?;
        Ok(Self::of(node, brokers))
    }

    /// One of its own, for what others must not suffer under. It ends with the process.
    pub(crate) fn alone() -> &'static Self {
        let started = libs().and_then(|libs| Node::start(&libs)).map(|(node, brokers)| Self::of(node, brokers));
        Box::leak(Box::new(started.unwrap_or_else(|reason| panic!("{reason}"))))
    }

    /// Has it stand still (SIGSTOP).
    pub(crate) fn freeze(&self) {
        self.node.as_ref().expect("it is ours").signal("STOP");
    }

    /// Has it go on (SIGCONT).
    pub(crate) fn thaw(&self) {
        self.node.as_ref().expect("it is ours").signal("CONT");
    }

    /// Has its disk give back other bytes of the batch that begins with this offset.
    pub(crate) fn rot(&self, topic: &str, partition: i32, offset: i64, what: Rot) {
        disk::rot(&self.node.as_ref().expect("it is ours").logs(), topic, partition, offset, what);
    }

    fn of(node: Node, brokers: String) -> Self {
        Self { node: Some(node), ..Self::at(brokers) }
    }

    fn at(brokers: String) -> Self {
        Self { brokers, node: None, names: AtomicU32::default() }
    }

    /// Its address, for `bootstrap.servers`.
    pub(crate) fn brokers(&self) -> &str {
        &self.brokers
    }

    /// A client's settings with the address in it.
    pub(crate) fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", self.brokers());
        config
    }

    /// A name that no other test and no earlier run has.
    pub(crate) fn unique(&self, prefix: &str) -> String {
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::UNIX_EPOCH.elapsed().expect("the clock is past 1970").as_micros();
        format!("{prefix}-{now:x}-{number}")
    }

    /// Makes a topic that no other test and no earlier run has, and waits until every partition can be written.
    pub(crate) fn topic(&self, prefix: &str, partitions: i32, configs: &[(&str, &str)]) -> String {
        // The broker's own replication, as a given cluster may have a rule about it.
        self.topic_of(prefix, partitions, -1, configs)
    }

    /// The same with so many copies of each partition.
    pub(crate) fn topic_of(&self, prefix: &str, partitions: i32, copies: i32, configs: &[(&str, &str)]) -> String {
        let name = self.unique(prefix);
        let admin: AdminClient<DefaultClientContext> = self.config().create().expect("the settings are good");
        let mut topic = NewTopic::new(&name, partitions, TopicReplication::Fixed(copies));
        for (key, value) in configs {
            topic = topic.set(key, value);
        }
        let options = AdminOptions::new().request_timeout(Some(PATIENCE)).operation_timeout(Some(PATIENCE));
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
        let made = runtime.block_on(admin.create_topics([&topic], &options));
        match made.map(|mut results| results.pop()) {
            Ok(Some(Ok(_))) => {}
            other => self.fail(&format!("creating topic {name}: {other:?}")),
        }

        let wanted = usize::try_from(partitions).expect("a count");
        self.until(&format!("topic {name} with {partitions} leaders"), || {
            let metadata = admin.inner().fetch_metadata(Some(&name), REQUEST).ok()?;
            let led = metadata.topics().first()?.partitions().iter().filter(|partition| partition.leader() >= 0);
            (led.count() == wanted).then_some(())
        });
        name
    }

    /// Gives a topic these settings, in place of all that it had.
    pub(crate) fn set(&self, topic: &str, settings: &[(&str, &str)]) {
        let admin: AdminClient<DefaultClientContext> = self.config().create().expect("the settings are good");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
        let change = settings
            .iter()
            .fold(AlterConfig::new(ResourceSpecifier::Topic(topic)), |change, (name, value)| change.set(name, value));
        let options = AdminOptions::new().request_timeout(Some(PATIENCE));
        let altered = runtime.block_on(admin.alter_configs([&change], &options)).expect("the broker answers");
        assert!(altered.iter().all(Result::is_ok), "{topic}: {altered:?}");
    }

    /// A producer without transactions; [`Kafka::settle`] sees its records off.
    pub(crate) fn producer(&self) -> BaseProducer {
        self.config().set("enable.idempotence", "true").create().expect("the settings are good")
    }

    /// A producer with transactions under that id, initialised: whoever had the id before is fenced.
    pub(crate) fn transactional(&self, id: &str) -> BaseProducer {
        let producer: BaseProducer = self
            .config()
            .set("transactional.id", id)
            .set("transaction.timeout.ms", "15000")
            .create()
            .expect("the settings are good");
        if let Err(error) = producer.init_transactions(PATIENCE) {
            self.fail(&format!("initialising transactions of {id}: {error}"));
        }
        producer
    }

    /// Waits until every record that was sent is acknowledged or refused. `flush` would look only every 100 ms.
    pub(crate) fn settle(&self, producer: &BaseProducer) {
        self.until("acknowledgements", || {
            // Polled with a time to wait, the binding spins through what is left of its last millisecond; polled without,
            // it takes in one answer of a broker.
            thread::sleep(Duration::from_micros(500));
            let mut in_flight = i32::MAX;
            while producer.in_flight_count() < in_flight {
                in_flight = producer.in_flight_count();
                producer.poll(Duration::ZERO);
            }
            (producer.in_flight_count() == 0).then_some(())
        });
    }

    /// Everything committed in a topic, in order of partition and offset. A transaction that is open is waited for: a
    /// commit returns before it is visible, so "what is visible now" may lack what has just been committed.
    pub(crate) fn read_all(&self, topic: &str) -> Vec<Record> {
        // The end without isolation counts records of open transactions.
        self.read_to(topic, "read_committed", &self.ends(topic, "read_uncommitted"))
    }

    /// Every record up to the end of a topic at this moment, those of aborted and of open transactions among them.
    pub(crate) fn read_attempted(&self, topic: &str) -> Vec<Record> {
        self.read_to(topic, "read_uncommitted", &self.ends(topic, "read_uncommitted"))
    }

    /// What a `read_committed` reader sees at this moment: it ends before the first open transaction.
    pub(crate) fn read_visible(&self, topic: &str) -> Vec<Record> {
        self.read_to(topic, "read_committed", &self.ends(topic, "read_committed"))
    }

    /// The end of each partition under that isolation, one past the last record or control record.
    pub(crate) fn ends(&self, topic: &str, isolation: &str) -> BTreeMap<i32, i64> {
        let consumer = self.reader(isolation);
        self.until(&format!("the ends of {topic}"), || {
            let metadata = consumer.fetch_metadata(Some(topic), REQUEST).ok()?;
            let partitions = metadata.topics().first()?.partitions();
            partitions
                .iter()
                .map(|partition| {
                    let (low, high) = consumer.fetch_watermarks(topic, partition.id(), REQUEST).ok()?;
                    // A partition whose records were all deleted is as good as one that never had any.
                    Some((partition.id(), if low == high { 0 } else { high }))
                })
                .collect()
        })
    }

    fn read_to(&self, topic: &str, isolation: &str, ends: &BTreeMap<i32, i64>) -> Vec<Record> {
        let consumer = self.reader(isolation);
        let mut from = TopicPartitionList::new();
        for &partition in ends.keys() {
            from.add_partition_offset(topic, partition, Offset::Beginning).expect("a partition once");
        }
        consumer.assign(&from).expect("an assignment without a group");
        let mut records = Vec::new();
        self.until(&format!("{topic} up to {ends:?}"), || {
            match consumer.poll(Duration::from_millis(50)) {
                Some(Ok(message)) => records.push(record(&message)),
                Some(Err(error)) => self.fail(&format!("reading {topic}: {error}")),
                None => {}
            }
            // The position steps over control records and aborted ones, which the last record's offset would not.
            let positions = consumer.position().ok()?;
            let reached = |partition, end| {
                end == 0
                    || positions
                        .find_partition(topic, partition)
                        .and_then(|at| at.offset().to_raw())
                        .is_some_and(|at| at >= end)
            };
            ends.iter().all(|(&partition, &end)| reached(partition, end)).then_some(())
        });
        // What came in after the ends were taken is not asked for, and would make a test depend on luck.
        records.retain(|record| ends.get(&record.partition).is_some_and(|&end| record.offset < end));
        records.sort_by_key(|record| (record.partition, record.offset));
        records
    }

    fn reader(&self, isolation: &str) -> BaseConsumer {
        self.config()
            // The client asks for a group even where none is joined.
            .set("group.id", "copydesk-tests-reader")
            .set("enable.auto.commit", "false")
            .set("auto.offset.reset", "error")
            .set("isolation.level", isolation)
            .set("fetch.wait.max.ms", "50")
            .create()
            .expect("the settings are good")
    }

    /// Tries until there is an answer. `attempt` must wait by itself, in a request or a poll.
    pub(crate) fn until<T>(&self, what: &str, attempt: impl FnMut() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, attempt)
    }

    /// The same with patience of one's own.
    pub(crate) fn until_within<T>(&self, limit: Duration, what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if let Some(answer) = attempt() {
                return answer;
            }
        }
        self.fail(&format!("waited {limit:?} in vain for {what}"))
    }

    /// Fails the test, with the broker's last words.
    pub(crate) fn fail(&self, what: &str) -> ! {
        let log = self.node.as_ref().map(Node::tail).unwrap_or_default();
        panic!("{what}\nthe broker's last lines:\n{log}")
    }
}

/// The folder with the broker's jars.
fn libs() -> Result<PathBuf, String> {
    match env::var_os("KAFKA_HOME") {
        Some(home) => Ok(Path::new(&home).join("libs")),
        None => jars::libs(),
    }
}

fn record(message: &impl Message) -> Record {
    Record {
        partition: message.partition(),
        offset: message.offset(),
        timestamp_ms: message.timestamp().to_millis().unwrap_or_default(),
        key: message.key().map(<[u8]>::to_vec),
        value: message.payload().map(<[u8]>::to_vec),
        headers: message
            .headers()
            .map(|headers| {
                headers.iter().map(|header| (header.key.to_owned(), header.value.map(<[u8]>::to_vec))).collect()
            })
            .unwrap_or_default(),
    }
}

/// Waits until the cluster serves: that many brokers are listed, and a transactional producer can start, for which the
/// topic that holds transactions must have been made. `gone` tells that there is nothing left to wait for.
fn ready(brokers: &str, count: usize, limit: Duration, gone: impl Fn() -> bool) -> Result<(), String> {
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("transactional.id", format!("copydesk-tests-ready-{}", std::process::id()))
        .create()
        .map_err(|error| format!("a client for {brokers}: {error}"))?;
    let deadline = Instant::now() + limit;
    let mut last = String::from("too few brokers are listed");
    while Instant::now() < deadline {
        if gone() {
            return Err(String::from("the broker has ended, its last lines:"));
        }
        match producer.client().fetch_metadata(None, REQUEST) {
            Ok(metadata) if metadata.brokers().len() < count => {}
            Ok(_) => match producer.init_transactions(REQUEST) {
                Ok(()) => return Ok(()),
                Err(error) => last = error.to_string(),
            },
            Err(error) => last = error.to_string(),
        }
    }
    Err(format!("{brokers} is not ready after {limit:?}: {last}"))
}
