//! The dead letters' topic as an operator goes through it: read to its end, sent back, deleted from its front.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use rdkafka::{
    Message, Offset as KafkaOffset, TopicPartitionList,
    admin::AdminOptions,
    consumer::{BaseConsumer, Consumer},
};

use super::{REQUEST_MAX, Settings, cluster::Cluster, failure, record, topics::Admin};
use crate::{
    desk::capture::{Offset, Partition, RawRecord, position::Position},
    kafka::Failure,
};

/// How long the cluster may give nothing, while there is more to read, before the reader gives up.
const SILENCE_MAX: Duration = Duration::from_mins(1);

/// One poll of the reader.
const POLL: Duration = Duration::from_millis(100);

/// A dead letter and its place in the rejects' topic.
#[derive(Clone, Debug)]
pub struct Found {
    /// The partition of the rejects' topic.
    pub partition: Partition,
    /// Its place there.
    pub offset: Offset,
    /// The letter.
    pub record: RawRecord,
}

/// Which letters are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// All from the topic's beginning on.
    All,
    /// All from the first of this time on, in milliseconds since the epoch.
    Since(i64),
    /// The one at a place; none where there is none.
    One(Partition, Offset),
}

/// Reads every committed letter of a stretch up to the end that the topic had when this was opened, each once, in
/// the order of each partition. Joins no group and commits nothing: it is no business of the service's.
pub struct Letters {
    consumer: BaseConsumer,
    topic: String,
    begins: BTreeMap<i32, i64>,
    ends: BTreeMap<i32, i64>,
    heard: Instant,
    done: bool,
}

impl Letters {
    /// Opens the rejects' topic at a stretch.
    pub fn open(settings: &Settings, stretch: Stretch) -> Result<Self, Failure> {
        let topic = settings.topics.rejects.clone();
        let failed = |error| Failure::Fatal(format!("reading {topic}: {error}"));
        // Asked by who hears why the cluster can't be reached.
        let Some(shape) = Cluster::connect(settings)?.topic(&topic)? else {
            return Err(Failure::Fatal(format!("there is no topic {topic}")));
        };
        let fixed = [
            // The client asks for a group even where none is joined.
            ("group.id", settings.group.as_str()),
            ("enable.auto.commit", "false"),
            ("auto.offset.reset", "error"),
            ("isolation.level", "read_committed"),
        ];
        let mut config = settings.consumer(&[], &fixed);
        config.remove("group.instance.id");
        let consumer: BaseConsumer = config.create().map_err(failed)?;
        let (mut begins, mut ends) = (BTreeMap::new(), BTreeMap::new());
        for partition in 0..i32::try_from(shape.partitions).unwrap_or(i32::MAX) {
            let (low, high) = consumer.fetch_watermarks(&topic, partition, REQUEST_MAX).map_err(failed)?;
            begins.insert(partition, low);
            ends.insert(partition, high);
        }
        if let Stretch::One(partition, offset) = stretch {
            let wanted = record::place(offset.position()).to_raw().unwrap_or(i64::MAX);
            begins.retain(|&id, low| id == record::partition(partition) && *low <= wanted);
            ends.retain(|id, high| begins.contains_key(id) && wanted < *high);
            begins.retain(|id, _| ends.contains_key(id));
            for low in begins.values_mut() {
                *low = wanted;
            }
            for high in ends.values_mut() {
                *high = wanted + 1;
            }
        }
        if let Stretch::Since(since_ms) = stretch {
            let mut asked = TopicPartitionList::new();
            for &partition in begins.keys() {
                asked.add_partition_offset(&topic, partition, KafkaOffset::Offset(since_ms)).map_err(failed)?;
            }
            for found in consumer.offsets_for_times(asked, REQUEST_MAX).map_err(failed)?.elements() {
                found.error().map_err(failed)?;
                // No letter is that young: there is nothing to read.
                let end = ends.get(&found.partition()).copied().unwrap_or_default();
                begins.insert(found.partition(), found.offset().to_raw().filter(|&at| at >= 0).unwrap_or(end));
            }
        }
        let mut from = TopicPartitionList::new();
        for (&partition, &begin) in &begins {
            from.add_partition_offset(&topic, partition, KafkaOffset::Offset(begin)).map_err(failed)?;
        }
        consumer.assign(&from).map_err(failed)?;
        Ok(Self { consumer, topic, begins, ends, heard: Instant::now(), done: false })
    }

    /// How many offsets lie between beginning and end: at least as many as there are letters, as transactions mark
    /// their ends in the log too.
    pub fn span(&self) -> u64 {
        let span = |(partition, end): (&i32, &i64)| end.saturating_sub(self.begins[partition]);
        self.ends.iter().map(span).sum::<i64>().try_into().unwrap_or_default()
    }

    /// The end of each partition as of opening.
    pub fn ends(&self) -> BTreeMap<Partition, Position> {
        let place = |(&partition, &end): (&i32, &i64)| {
            let partition = Partition(u32::try_from(partition).unwrap_or_default());
            (partition, Position(u64::try_from(end).unwrap_or_default()))
        };
        self.ends.iter().map(place).collect()
    }

    fn next_letter(&mut self) -> Result<Option<Found>, Failure> {
        loop {
            match self.consumer.poll(POLL) {
                Some(Ok(message)) => {
                    self.heard = Instant::now();
                    // What came in after the opening is for the next reader.
                    if self.ends.get(&message.partition()).is_some_and(|&end| message.offset() < end) {
                        return Ok(Some(Found {
                            partition: Partition(u32::try_from(message.partition()).unwrap_or_default()),
                            offset: Offset(u64::try_from(message.offset()).unwrap_or_default()),
                            record: record::raw(&message),
                        }));
                    }
                }
                Some(Err(error)) => {
                    if let Some(failure) = failure::of_poll("reading dead letters", &error) {
                        return Err(failure);
                    }
                }
                None => {}
            }
            if self.is_at_end()? {
                return Ok(None);
            }
            if self.heard.elapsed() > SILENCE_MAX {
                return Err(Failure::Fatal(format!("{} gives nothing more, and its end is not reached", self.topic)));
            }
        }
    }

    /// The position steps over the marks of transactions, which the last letter's offset would not.
    fn is_at_end(&self) -> Result<bool, Failure> {
        let failed = |error| Failure::Fatal(format!("reading {}: {error}", self.topic));
        let positions = self.consumer.position().map_err(failed)?;
        let reached = |(partition, end): (&i32, &i64)| {
            let at = positions.find_partition(&self.topic, *partition).and_then(|at| at.offset().to_raw());
            self.begins[partition] >= *end || at.is_some_and(|at| at >= *end)
        };
        Ok(self.ends.iter().all(reached))
    }
}

impl Iterator for Letters {
    type Item = Result<Found, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.next_letter().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next
    }
}

/// Deletes, in each partition of the rejects' topic, all that lies before a position. Kafka can delete nothing else.
pub fn delete_before(settings: &Settings, positions: &BTreeMap<Partition, Position>) -> Result<(), Failure> {
    let topic = &settings.topics.rejects;
    let failed = |error| Failure::Fatal(format!("deleting from {topic}: {error}"));
    let mut list = TopicPartitionList::new();
    for (partition, position) in positions {
        list.add_partition_offset(topic, record::partition(*partition), record::place(*position)).map_err(failed)?;
    }
    let admin = Admin::connect(settings)?;
    let options = AdminOptions::new().request_timeout(Some(REQUEST_MAX)).operation_timeout(Some(REQUEST_MAX));
    for element in admin.delete_records(&list, &options).map_err(failed)?.elements() {
        element.error().map_err(failed)?;
    }
    Ok(())
}
