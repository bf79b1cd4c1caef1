//! A cluster in this very process, with Kafka's semantics and no broker: for `demo`, and for simulation.
//!
//! What it keeps of Kafka: partitions and offsets, of which markers take one too; transactions that fence, time out and
//! hold readers back; `read_committed`; a group with generations, whose partitions are let go of before they are given
//! on, and whose positions can't be fetched while a transaction that moves them is undecided; retention; topics made
//! anew.
//! What it does not: replication, batching, compaction, more than one group. It keeps everything in memory and forgets it
//! when dropped.
//!
//! It has no threads of its own, and its time is the [`Clock`]'s that it is given: what is due by then happens at the
//! next call. [`Source::poll`](super::Source::poll) and [`Ledger::poll`](super::Ledger::poll) wait for real time; asked
//! to wait for none they return at once, which is how a simulation with a clock of its own calls them.
//!
//! Dropping a replica's handles is what `kill -9` looks like from the broker: its membership stays until the session
//! times out, its transaction until that times out or the transactional id is taken over.

mod group;
mod ledger;
mod partition;
mod sink;
mod source;
mod state;
mod transaction;

#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    desk::{
        capture::{Offset, Partition, RawRecord, position::Position},
        wire::Channel,
    },
    kafka::{Clock, TopicPartition},
};

use state::State;

pub use group::{Generation, MemberId, Membership};
pub use ledger::LogLedger;
pub use sink::LogSink;
pub use source::LogSource;

/// The topics of a cluster. All exist from the start.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The raw topics that the group reads, each with its number of partitions.
    pub raw: Vec<(Arc<str>, u32)>,
    /// Where articles go.
    pub articles: Arc<str>,
    /// Where links go.
    pub links: Arc<str>,
    /// Where dead letters go.
    pub rejects: Arc<str>,
    /// How many partitions each of these three has.
    pub output_partitions: u32,
    /// The ledger: one partition, stamped by the broker.
    pub ledger: Arc<str>,
    /// How many bytes of records a partition keeps before its oldest go; `None` keeps all. The newest record stays.
    pub partition_bytes_max: Option<usize>,
}

impl Default for Layout {
    /// Topics named for what they carry, with one partition each that keeps all.
    fn default() -> Self {
        Self {
            raw: vec![("raw".into(), 1)],
            articles: "articles".into(),
            links: "links".into(),
            rejects: "rejects".into(),
            output_partitions: 1,
            ledger: "ledger".into(),
            partition_bytes_max: None,
        }
    }
}

/// The cluster's limits in time and size.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long a member may go without polling before it is expelled.
    pub session_timeout: Duration,
    /// How long a transaction may stay open before it is dropped and its producer fenced.
    pub transaction_timeout: Duration,
    /// How long after a commit its outcome is seen: a broker answers first and writes the markers then.
    pub outcome_lag: Duration,
    /// The largest record that is taken, in bytes of key, value and headers.
    pub record_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session_timeout: Duration::from_secs(45),
            transaction_timeout: Duration::from_mins(1),
            outcome_lag: Duration::ZERO,
            record_bytes_max: 10 << 20,
        }
    }
}

/// The cluster. Clones are handles on the same one.
#[derive(Clone)]
pub struct Cluster {
    shared: Arc<Shared>,
}

struct Shared {
    layout: Layout,
    limits: Limits,
    clock: Arc<dyn Clock + Send + Sync>,
    state: Mutex<State>,
    changed: Condvar,
}

/// A record as a `read_committed` reader of one topic gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumed {
    /// Its partition.
    pub partition: Partition,
    /// Its place there.
    pub offset: Offset,
    /// What it holds.
    pub record: RawRecord,
}

impl Cluster {
    /// A cluster with these topics, all empty.
    pub fn new(layout: Layout, limits: Limits, clock: Arc<dyn Clock + Send + Sync>) -> Self {
        let mut state = State::default();
        for (topic, partitions) in &layout.raw {
            state.create(topic.clone(), *partitions, false, layout.partition_bytes_max);
            state
                .shared
                .extend((0..*partitions).map(|at| TopicPartition { topic: topic.clone(), partition: Partition(at) }));
        }
        for topic in [&layout.articles, &layout.links, &layout.rejects] {
            state.create(topic.clone(), layout.output_partitions, false, layout.partition_bytes_max);
        }
        state.create(layout.ledger.clone(), 1, true, layout.partition_bytes_max);
        let shared = Shared { layout, limits, clock, state: Mutex::new(state), changed: Condvar::new() };
        Self { shared: Arc::new(shared) }
    }

    /// A replica's three handles. Its transactional id is taken over from whoever has it.
    pub fn replica(&self, transactional_id: &str) -> (LogSource, LogSink, LogLedger) {
        let ticket = self.state().init_producer(transactional_id);
        self.shared.changed.notify_all();
        (LogSource::new(self.clone()), LogSink::new(self.clone(), ticket), LogLedger::new(self.clone()))
    }

    /// Appends a record outside any transaction, as a crawler does. `None` where there is no such partition.
    pub fn produce(&self, topic: &str, partition: Partition, mut record: RawRecord) -> Option<Offset> {
        let mut state = self.state();
        let to = TopicPartition { topic: topic.into(), partition };
        if state.topics.get(topic)?.append_time {
            record.timestamp_ms = self.shared.clock.wall_ms();
        }
        let offset = state.partition_mut(&to)?.append(record, None);
        self.shared.changed.notify_all();
        Some(offset)
    }

    /// All that a `read_committed` reader gets of a topic, partition after partition.
    pub fn read_committed(&self, topic: &str) -> Vec<Consumed> {
        self.read_topic(topic, |log| {
            let mut from = log.start();
            std::iter::from_fn(move || {
                let (offset, record) = log.read(from)?;
                from = offset.next();
                Some((offset, record.clone()))
            })
            .collect()
        })
    }

    /// All that a `read_uncommitted` reader gets of a topic: open and dropped transactions too.
    pub fn read_uncommitted(&self, topic: &str) -> Vec<Consumed> {
        self.read_topic(topic, |log| log.read_uncommitted().map(|(offset, record)| (offset, record.clone())).collect())
    }

    /// How far the group has come in a partition.
    pub fn committed(&self, partition: &TopicPartition) -> Option<Position> {
        self.state().group.committed(partition)
    }

    /// The place of the next record in a partition; `None` where there is no such partition.
    pub fn end(&self, partition: &TopicPartition) -> Option<Position> {
        Some(self.state().partition(partition)?.end())
    }

    /// How many raw records the group has not dealt with yet.
    pub fn lag(&self) -> u64 {
        let state = self.state();
        let behind = state.shared.iter().filter_map(|partition| {
            let log = state.partition(partition)?;
            let position = state.group.committed(partition).unwrap_or(log.start()).max(log.start());
            Some(log.end().0.saturating_sub(position.0))
        });
        behind.sum()
    }

    /// Expels a member at once, as a broker does that has lost touch with it. Whether it was one.
    pub fn expel(&self, member: MemberId) -> bool {
        let mut state = self.state();
        let state = &mut *state;
        let expelled = state.group.remove(member, &state.shared);
        self.shared.changed.notify_all();
        expelled
    }

    /// The group's members, oldest first.
    pub fn members(&self) -> Vec<MemberId> {
        self.state().group.members().collect()
    }

    /// Drops a partition's records before this position, as retention does.
    pub fn truncate(&self, partition: &TopicPartition, before: Position) {
        if let Some(log) = self.state().partition_mut(partition) {
            log.truncate(before);
        }
        self.shared.changed.notify_all();
    }

    /// Deletes a topic and makes it anew, empty, with as many partitions; the group's positions in it go too.
    pub fn recreate(&self, topic: &str) {
        let mut state = self.state();
        let Some((name, old)) = state.topics.remove_entry(topic) else { return };
        let partitions = u32::try_from(old.partitions.len()).unwrap_or(u32::MAX);
        state.create(name, partitions, old.append_time, old.bytes_max);
        state.group.forget(topic);
        self.shared.changed.notify_all();
    }

    fn read_topic(
        &self,
        topic: &str,
        read: impl Fn(&partition::PartitionLog) -> Vec<(Offset, RawRecord)>,
    ) -> Vec<Consumed> {
        let state = self.state();
        let Some(topic) = state.topics.get(topic) else { return Vec::new() };
        let logs = (0..).map(Partition).zip(&topic.partitions);
        logs.flat_map(|(partition, log)| {
            read(log).into_iter().map(move |(offset, record)| Consumed { partition, offset, record })
        })
        .collect()
    }

    fn topic(&self, channel: Channel) -> &Arc<str> {
        match channel {
            Channel::Articles => &self.shared.layout.articles,
            Channel::Links => &self.shared.layout.links,
            Channel::Rejects => &self.shared.layout.rejects,
        }
    }

    fn now(&self) -> Duration {
        self.shared.clock.elapsed()
    }

    /// The state as of now. A thread that panicked while it held the lock left it whole: no call unwinds half-way.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        let limits = &self.shared.limits;
        state.advance(self.now(), limits.transaction_timeout, limits.session_timeout);
        state
    }

    /// Calls `look` until it finds something or `wait` has passed, each time that something in the cluster changed.
    fn wait_for<T>(&self, wait: Duration, mut look: impl FnMut(&mut State) -> Option<T>) -> Option<T> {
        let deadline = Instant::now() + wait;
        let mut state = self.state();
        loop {
            if let Some(found) = look(&mut state) {
                self.shared.changed.notify_all();
                return Some(found);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            drop(self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner));
            state = self.state();
        }
    }
}
