//! Reaching the cluster: what topics it has, and why it can't be reached.
//!
//! A request that finds no broker says no more than that it found none. Why the brokers turn this client away, a wrong
//! password or a certificate of somebody else's, comes as an event of its own, and waits for somebody who polls.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rdkafka::{
    ClientContext,
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::{KafkaError, RDKafkaErrorCode},
    metadata::Metadata,
};

use super::{REQUEST_MAX, Settings, failure};
use crate::kafka::Failure;

/// How long the first question is waited for, and twice as long the next. A client that is turned away would wait
/// to the end; a large cluster takes its time.
const FIRST_QUESTION: Duration = Duration::from_secs(1);

/// A topic that every cluster knows or could.
const ANY_TOPIC: &str = "__consumer_offsets";

/// Long enough to hand over what has been heard.
const LISTEN: Duration = Duration::from_millis(10);

/// Events heard at once, at most: many brokers that can't be reached have much to tell.
const EVENTS_MAX: usize = 100;

/// A client that only asks: it joins no group, so it needs no name for one, and creates no topic by asking for it.
pub(super) struct Cluster(BaseConsumer<Heard>);

/// What a topic looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// How many partitions it has.
    pub(super) partitions: usize,
    /// How many copies there are of the partition that has fewest.
    pub(super) copies: usize,
}

impl Cluster {
    /// Makes the client; it asks for nothing yet.
    pub(super) fn connect(settings: &Settings) -> Result<Self, Failure> {
        let passed = [&settings.common, &super::Properties::new()];
        super::client(&[], passed, &[("allow.auto.create.topics", "false")])
            .create_with_context(Heard::default())
            .map(Self)
            .map_err(|error| failure::of_creation("the client that asks for topics", error))
    }

    /// What a topic looks like; `None` where there is no such topic.
    pub(super) fn topic(&self, name: &str) -> Result<Option<Shape>, Failure> {
        let metadata = self.ask(name)?;
        let Some(topic) = metadata.topics().iter().find(|topic| topic.name() == name) else { return Ok(None) };
        match topic.error().map(RDKafkaErrorCode::from) {
            None => {
                let copies = topic.partitions().iter().map(|partition| partition.replicas().len()).min();
                Ok(copies.map(|copies| Shape { partitions: topic.partitions().len(), copies }))
            }
            Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => Ok(None),
            Some(code) if failure::is_denied(code) => {
                Err(Failure::Fatal(format!("asking for the topic {name}: {code}")))
            }
            Some(code) => Err(Failure::Retry(format!("asking for the topic {name}: {code}"))),
        }
    }

    /// The brokers' numbers.
    pub(super) fn brokers(&self) -> Result<Vec<i32>, Failure> {
        // Any topic's answer names them, also that of one that this user may not know of.
        let metadata = self.ask(ANY_TOPIC)?;
        Ok(metadata.brokers().iter().map(rdkafka::metadata::MetadataBroker::id).collect())
    }

    fn ask(&self, topic: &str) -> Result<Metadata, Failure> {
        let (Self(client), started, mut wait) = (self, Instant::now(), FIRST_QUESTION);
        loop {
            let error = match client.fetch_metadata(Some(topic), wait) {
                Ok(metadata) => {
                    client.context().forget();
                    return Ok(metadata);
                }
                Err(error) => error,
            };
            for _ in 0..EVENTS_MAX {
                if client.poll(LISTEN).is_none() {
                    break;
                }
            }
            let left = REQUEST_MAX.saturating_sub(started.elapsed());
            match client.context().last() {
                Some(Cause { why, turned_away: true }) => {
                    return Err(Failure::Fatal(format!("reaching the cluster: {why}")));
                }
                heard if left.is_zero() => {
                    let why = heard.map_or_else(|| error.to_string(), |cause| cause.why);
                    return Err(Failure::Retry(format!("reaching the cluster: {why}")));
                }
                _ => wait = (wait * 2).min(left),
            }
        }
    }
}

/// Why a broker could not be reached.
#[derive(Clone)]
struct Cause {
    why: String,
    turned_away: bool,
}

/// Keeps the cause that tells most, as the client says each but once in a while.
#[derive(Default)]
struct Heard(Mutex<Option<Cause>>);

impl Heard {
    fn last(&self) -> Option<Cause> {
        self.lock().clone()
    }

    fn forget(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Cause>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientContext for Heard {
    fn error(&self, error: KafkaError, why: &str) {
        let Some(code) = error.rdkafka_error_code() else { return };
        let cause = Cause { why: why.to_owned(), turned_away: failure::is_turned_away(code, why) };
        let mut last = self.lock();
        let tells_less =
            code == RDKafkaErrorCode::AllBrokersDown || last.as_ref().is_some_and(|known| known.turned_away);
        if last.is_none() || !tells_less {
            *last = Some(cause);
        }
    }
}

impl ConsumerContext for Heard {}
