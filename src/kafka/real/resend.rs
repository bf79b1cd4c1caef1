//! Dead letters sent back to the topics that they came from, in transactions of their own.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use super::{
    REQUEST_MAX, Settings,
    cluster::Cluster,
    failure, record,
    sink::{Deliveries, drain},
};
use crate::{
    desk::capture::{Partition, RawRecord},
    kafka::Failure,
};

/// How long a commit whose outcome is open is asked for again.
const SETTLE_MAX: Duration = Duration::from_mins(1);

/// How long it rests before it asks again.
const ASKED_AGAIN: Duration = Duration::from_millis(50);

/// A producer to the raw topics. Two of one group can't be at work at once: the later fences the earlier.
pub struct Resend {
    producer: BaseProducer<Deliveries>,
    /// Partitions of each raw topic.
    partitions: BTreeMap<String, u32>,
}

impl Resend {
    /// Connects, and learns how many partitions the raw topics have.
    pub fn connect(settings: &Settings) -> Result<Self, Failure> {
        // Asked first, and by who hears why the cluster can't be reached.
        let cluster = Cluster::connect(settings)?;
        let mut partitions = BTreeMap::new();
        for topic in &settings.topics.raw {
            let count = cluster.topic(topic)?.map_or(0, |shape| shape.partitions);
            partitions.insert(topic.clone(), u32::try_from(count).unwrap_or(u32::MAX));
        }
        let id = format!("{}-rejects-replay", settings.group);
        // Where this ends in the middle of a transaction, readers of the raw topics wait so long.
        let timeout = settings.transaction_timeout.as_millis().to_string();
        let fixed = [
            ("transactional.id", id.as_str()),
            ("transaction.timeout.ms", timeout.as_str()),
            ("enable.idempotence", "true"),
            ("acks", "all"),
        ];
        let producer: BaseProducer<Deliveries> = settings
            .producer(&[("linger.ms", "5")], &fixed)
            .create_with_context(Deliveries::default())
            .map_err(|error| Failure::Fatal(format!("creating the producer: {error}")))?;
        settle(|| {
            producer.init_transactions(REQUEST_MAX).map_err(|error| failure::of_transaction("initializing", error))
        })?;
        Ok(Self { producer, partitions })
    }

    /// Whether it sends to that topic: one of the configured raw topics, and there.
    pub fn sends_to(&self, topic: &str) -> bool {
        self.partitions.get(topic).is_some_and(|&count| count > 0)
    }

    /// Sends these records, all of them or none: each to its topic, and to the partition that it came from while there
    /// is one of that number; else to the one that its key chooses.
    pub fn send(&self, records: &[(String, Option<Partition>, RawRecord)]) -> Result<(), Failure> {
        let sent = self.transact(records);
        if sent.is_err() {
            // What it says is of less interest than why it was needed; and the broker aborts in its own time.
            let _ = self.producer.abort_transaction(REQUEST_MAX);
        }
        sent
    }

    fn transact(&self, records: &[(String, Option<Partition>, RawRecord)]) -> Result<(), Failure> {
        self.producer.begin_transaction().map_err(|error| failure::of_transaction("beginning a transaction", error))?;
        for (topic, partition, raw) in records {
            let mut message = BaseRecord::<[u8], [u8]>::to(topic).headers(record::headers(&raw.headers));
            message.key = raw.key.as_deref();
            message.payload = raw.value.as_deref();
            let known = self.partitions.get(topic).copied().unwrap_or_default();
            message.partition = partition.filter(|at| at.0 < known).and_then(|at| i32::try_from(at.0).ok());
            record::queue(&self.producer, message)
                .map_err(|error| Failure::Fatal(format!("sending to {topic}: {error}")))?;
        }
        drain(&self.producer, SETTLE_MAX)?;
        settle(|| {
            self.producer.commit_transaction(REQUEST_MAX).map_err(|error| failure::of_transaction("committing", error))
        })
    }
}

fn settle(mut call: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let started = Instant::now();
    loop {
        match call() {
            // Some are told at once.
            Err(Failure::Retry(_)) if started.elapsed() < SETTLE_MAX => std::thread::sleep(ASKED_AGAIN),
            Err(Failure::Retry(why)) => return Err(Failure::Fatal(format!("its outcome is open: {why}"))),
            settled => return settled,
        }
    }
}
