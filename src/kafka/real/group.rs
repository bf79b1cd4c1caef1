//! Changes of assignment, carried out with explicit positions.
//!
//! librdkafka 2.12.1 must not be left to find the group's positions by itself: if it meets a position that is still in
//! an open transaction, and the assignment changes again before that is decided, it forgets what it was asking for and
//! starts the partition at `auto.offset.reset`, with a good membership: everything since the log's start would be
//! published again. So each assignment waits here until its positions are settled, and names them.
//!
//! Nothing here waits for pages in hand. A change is carried out inside the consumer's poll, which is called by the one
//! loop that could be done with them: it would wait for itself. The loop is told afterwards, and lets them go.
//!
//! What the client's statistics say comes here, too: how far partitions reach, and which the client has forgotten.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rdkafka::{
    ClientContext, Offset, Statistics, TopicPartitionList,
    consumer::{BaseConsumer, Consumer, ConsumerContext, RebalanceProtocol},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    types::RDKafkaRespErr,
};

use super::{
    extent::{Extents, Told},
    forgotten::Forgotten,
    questions::{ASKED_AGAIN, QUESTION_MAX, ends, is_denied, until_answered},
};
use crate::{desk::capture::position::Position, kafka::Displacement};

/// What stands beside a position that this service has committed. Other programs leave the place empty, as Kafka's own
/// tools do.
pub const MARK: &str = "copydesk";

/// How long a log must go on ending in front of a position before that is believed: a broker that was the leader until a moment
/// ago and doesn't know yet that it isn't answers with the end that it knows of. It learns of it within a round of the
/// controller's, which brokers wait for two seconds at most (`broker.heartbeat.interval.ms`). One that is cut off from the
/// others learns nothing, and the client, which looks up leaders every few minutes, goes on asking it: so leaders are looked
/// up before each further question. Counted from the first log of an assignment that is doubted, for all of them: where a
/// topic was made anew, every one of its partitions is.
const END_BELIEVED: Duration = Duration::from_secs(5);

/// How long an assignment waits for logs to tell their ends. An election takes less where the others are there; it holds the loop up
/// meanwhile. `a_partition_without_a_leader_keeps_no_other_from_being_read` waits for it.
const END_AWAITED: Duration = Duration::from_secs(5);

/// In what time no more quiet partitions are asked after, until the next look. Set by hand: a question takes a millisecond or
/// two, statistics come each five seconds, and the loop does nothing else meanwhile.
const ASKED_AFTER_MAX: Duration = Duration::from_millis(20);

/// Carries changes of assignment out, and keeps them to be told by the next poll.
pub struct Group {
    settle_max: Duration,
    changes: Mutex<VecDeque<Change>>,
    broken: Mutex<Option<String>>,
    extents: Mutex<Extents>,
    forgotten: Mutex<Forgotten>,
    paused: AtomicBool,
    /// Whether statistics came that nobody has looked at.
    noted: AtomicBool,
}

/// A change of assignment, partitions by topic name.
pub enum Change {
    /// These are this consumer's.
    Assigned(Vec<(String, i32)>),
    /// These no longer are.
    Revoked(Vec<(String, i32)>),
    /// This one is not where it was left when it was assigned, or its log no longer holds the place that is read next.
    Displaced((String, i32), Position, Displacement),
}

impl Group {
    /// `settle_max`: how long the positions of an assignment may stay in somebody's open transaction. The broker ends
    /// a dead producer's after the transaction timeout.
    pub fn new(settle_max: Duration) -> Self {
        Self {
            settle_max,
            changes: Mutex::default(),
            broken: Mutex::default(),
            extents: Mutex::default(),
            forgotten: Mutex::default(),
            paused: AtomicBool::new(false),
            noted: AtomicBool::new(false),
        }
    }

    /// The next change that the caller hasn't heard of.
    pub fn next(&self) -> Option<Change> {
        lock(&self.changes).pop_front()
    }

    /// The consumer is of no use any more.
    pub fn give_up(&self, why: &str) {
        *lock(&self.broken) = Some(why.to_owned());
    }

    /// Why the consumer is of no use any more, as when the last change could not be carried out.
    pub fn take_broken(&self) -> Option<String> {
        lock(&self.broken).take()
    }

    /// A partition that the client has forgotten to fetch from, in a sentence. Once for each statistics that came, the ends are
    /// asked for of partitions from which nothing has come for long: of one, and of others while that takes no time.
    pub fn forgotten(&self, consumer: &BaseConsumer<Self>) -> Option<String> {
        if !self.noted.swap(false, Ordering::Relaxed) {
            return None;
        }
        let now = Instant::now();
        while now.elapsed() < ASKED_AFTER_MAX {
            let Some((topic, partition)) = lock(&self.forgotten).quiet(now) else { break };
            let end = ends(consumer, &topic, partition).ok().map(|(_, high)| high);
            lock(&self.forgotten).told(&(topic, partition), end, now);
        }
        lock(&self.forgotten).any()
    }

    /// Notes whether anything is to be fetched.
    pub fn set_paused(&self, paused: bool) {
        self.paused.store(paused, Ordering::Relaxed);
    }

    /// How far each partition reaches that is fetched, as of the last statistics.
    pub fn extents(&self) -> Vec<Told> {
        lock(&self.extents).told().to_vec()
    }

    fn assign(&self, consumer: &BaseConsumer<Self>, partitions: &mut TopicPartitionList) -> KafkaResult<()> {
        self.place(consumer, partitions)?;
        match consumer.rebalance_protocol() {
            RebalanceProtocol::Cooperative => consumer.incremental_assign(partitions),
            RebalanceProtocol::None | RebalanceProtocol::Eager => consumer.assign(partitions),
        }
    }

    /// Notes that partitions are no longer this consumer's. They go unpaused: the client keeps a pause with the partition, and
    /// one that comes back to a consumer that isn't paused any more would be paused for ever.
    fn revoke(&self, consumer: &BaseConsumer<Self>, gone: &TopicPartitionList) -> KafkaResult<()> {
        lock(&self.changes).push_back(Change::Revoked(names(gone)));
        for (topic, partition) in names(gone) {
            lock(&self.extents).forget(&topic, partition);
        }
        if self.paused.load(Ordering::Relaxed) { consumer.resume(gone) } else { Ok(()) }
    }

    fn displaced(&self, (topic, partition): (&str, i32), position: i64, by: Displacement) {
        lock(&self.changes).push_back(Change::Displaced((topic.to_owned(), partition), at(position), by));
    }

    /// Names each partition's place: where the group goes on, or where the log begins if it never committed there.
    fn place(&self, consumer: &BaseConsumer<Self>, partitions: &mut TopicPartitionList) -> KafkaResult<()> {
        if partitions.count() == 0 {
            return Ok(());
        }
        let committed = || consumer.committed_offsets(partitions.clone(), QUESTION_MAX);
        let settled = until_answered(Instant::now(), self.settle_max, committed)?;
        let mut asked = Asked::now();
        for element in settled.elements() {
            element.error()?;
            let (topic, partition) = (element.topic(), element.partition());
            let place = match element.offset() {
                Offset::Offset(position) => {
                    if element.metadata() != MARK {
                        self.displaced((topic, partition), position, Displacement::Moved);
                    }
                    self.held(consumer, (topic, partition), position, &mut asked)?
                }
                // It is named, as the client may look up a place that isn't, while leaders change, a second time, and go back to
                // it (librdkafka 2.12.1, `rd_kafka_toppar_handle_Offset`). Of a log that tells no ends in time it is the
                // first place of all: the client says so if the log begins later.
                _ => asked.ends(consumer, (topic, partition))?.map_or(0, |(low, _)| low),
            };
            lock(&self.extents).place(topic, partition, at(place));
            partitions.set_partition_offset(topic, partition, Offset::Offset(place))?;
        }
        Ok(())
    }

    /// A position, if the log holds it; else the log's beginning, as what is gone can't be read, and what is left must be. Of a
    /// log that tells no ends in time the position is taken for held: the client says so if it isn't, once its leader is back,
    /// and a partition without one must not keep the others from being read.
    fn held(
        &self,
        consumer: &BaseConsumer<Self>,
        (topic, partition): (&str, i32),
        position: i64,
        asked: &mut Asked,
    ) -> KafkaResult<i64> {
        let mut looked_up = false;
        let (low, high) = loop {
            let Some((low, high)) = asked.ends(consumer, (topic, partition))? else {
                return Ok(position);
            };
            if (low..=high).contains(&position) {
                return Ok(position);
            }
            let doubted = asked.doubted.get_or_insert_with(Instant::now);
            if position < low || looked_up && doubted.elapsed() >= END_BELIEVED {
                break (low, high);
            }
            // Nobody tells when a broker learns that it isn't the leader.
            std::thread::sleep(ASKED_AGAIN);
            until_answered(asked.since, self.settle_max, || consumer.fetch_metadata(Some(topic), QUESTION_MAX))?;
            looked_up = true;
        };
        self.displaced((topic, partition), position, Displacement::Overtaken { low: at(low), high: at(high) });
        Ok(low)
    }

    /// Where reading of a partition began when it was assigned.
    pub fn placed(&self, topic: &str, partition: i32) -> Position {
        lock(&self.extents).placed(topic, partition).unwrap_or(Position(0))
    }

    /// Reads on at what is left of those partitions whose log no longer holds the place that is read next: its record
    /// expired, or was deleted, before it was read, and the client has stopped there. What waits in the client's queue by then is to
    /// be taken in before anything is committed.
    pub fn read_on(&self, consumer: &BaseConsumer<Self>, next: &[(String, i32, Position)]) -> KafkaResult<()> {
        let mut asked = Asked::now();
        let mut left = TopicPartitionList::new();
        for (topic, partition, position) in next {
            let raw = i64::try_from(position.0).unwrap_or(i64::MAX);
            let place = self.held(consumer, (topic, *partition), raw, &mut asked)?;
            if place != raw {
                left.add_partition_offset(topic, *partition, Offset::Offset(place))?;
            }
        }
        if left.count() == 0 {
            return Ok(());
        }
        // It doesn't seek where it has stopped, and all of an eager assignment would have to be placed anew: by a new client.
        if !matches!(consumer.rebalance_protocol(), RebalanceProtocol::Cooperative) {
            return Err(KafkaError::Seek("records are gone before they were read".to_owned()));
        }
        consumer.incremental_unassign(&left)?;
        consumer.incremental_assign(&left)
    }
}

/// What is known of the questions that one assignment takes.
struct Asked {
    since: Instant,
    /// When a log first ended in front of its position.
    doubted: Option<Instant>,
    /// Whether a log told no ends in time: no other is waited for then.
    unanswered: bool,
}

impl Asked {
    fn now() -> Self {
        Self { since: Instant::now(), doubted: None, unanswered: false }
    }

    /// A log's ends, unless one has not told them in time.
    fn ends<C: ConsumerContext>(
        &mut self,
        consumer: &BaseConsumer<C>,
        (topic, partition): (&str, i32),
    ) -> KafkaResult<Option<(i64, i64)>> {
        if self.unanswered {
            return Ok(None);
        }
        match until_answered(self.since, END_AWAITED, || ends(consumer, topic, partition)) {
            Err(error) if !is_denied(&error) => {
                tracing::warn!(topic, partition, %error, "the log's ends are not told; whether it holds the place that is read next is not known");
                self.unanswered = true;
                Ok(None)
            }
            told => told.map(Some),
        }
    }
}

fn names(list: &TopicPartitionList) -> Vec<(String, i32)> {
    list.elements().iter().map(|at| (at.topic().to_owned(), at.partition())).collect()
}

fn at(offset: i64) -> Position {
    Position(u64::try_from(offset).unwrap_or_default())
}

impl ClientContext for Group {
    fn stats(&self, statistics: Statistics) {
        lock(&self.forgotten).note(&statistics, self.paused.load(Ordering::Relaxed), Instant::now());
        lock(&self.extents).note(&statistics);
        self.noted.store(true, Ordering::Relaxed);
    }
}

impl ConsumerContext for Group {
    fn rebalance(&self, consumer: &BaseConsumer<Self>, event: RDKafkaRespErr, partitions: &mut TopicPartitionList) {
        let done = if event == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            lock(&self.changes).push_back(Change::Assigned(names(partitions)));
            self.assign(consumer, partitions)
        } else {
            let gone = if event == RDKafkaRespErr::RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS {
                partitions.clone()
            } else {
                // The event names no partitions, and none is this consumer's any more.
                tracing::warn!(error = %RDKafkaErrorCode::from(event), "the group could not be rebalanced");
                consumer.assignment().unwrap_or_default()
            };
            self.revoke(consumer, &gone).and_then(|()| match consumer.rebalance_protocol() {
                RebalanceProtocol::Cooperative => consumer.incremental_unassign(partitions),
                RebalanceProtocol::None | RebalanceProtocol::Eager => consumer.unassign(),
            })
        };
        if let Err(error) = done {
            self.give_up(&format!("changing the assignment: {error}"));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
