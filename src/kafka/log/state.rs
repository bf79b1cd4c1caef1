//! All that the cluster holds, and the passing of its time.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use crate::{desk::capture::Partition, kafka::TopicPartition};

use super::{
    group::{Group, MemberId},
    partition::PartitionLog,
    transaction::Producers,
};

/// A topic's partitions.
#[derive(Debug)]
pub(super) struct Topic {
    /// Tells a topic from another of the same name that was made after this one was deleted.
    pub(super) incarnation: u64,
    pub(super) partitions: Vec<PartitionLog>,
    /// Whether records carry the broker's time (`LogAppendTime`) or their producer's.
    pub(super) append_time: bool,
    pub(super) bytes_max: Option<usize>,
}

/// All that the cluster holds.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) topics: BTreeMap<Arc<str>, Topic>,
    pub(super) producers: Producers,
    pub(super) group: Group,
    /// The raw topics' partitions, which the group shares.
    pub(super) shared: Vec<TopicPartition>,
    members_ever: u64,
    incarnations: u64,
}

impl State {
    /// Makes a topic, in place of one of that name.
    pub(super) fn create(&mut self, name: Arc<str>, partitions: u32, append_time: bool, bytes_max: Option<usize>) {
        self.incarnations += 1;
        let partitions = (0..partitions).map(|_| PartitionLog::new(bytes_max)).collect();
        self.topics.insert(name, Topic { incarnation: self.incarnations, partitions, append_time, bytes_max });
    }

    /// Lets what is due by `now` happen: outcomes become visible, transactions time out, silent members are expelled.
    pub(super) fn advance(&mut self, now: Duration, transaction_timeout: Duration, session_timeout: Duration) {
        self.complete_due(now);
        self.expire_transactions(now, transaction_timeout);
        for member in self.group.silent(now, session_timeout) {
            self.group.remove(member, &self.shared);
        }
    }

    pub(super) fn new_member(&mut self) -> MemberId {
        self.members_ever += 1;
        MemberId(self.members_ever)
    }

    pub(super) fn partition(&self, at: &TopicPartition) -> Option<&PartitionLog> {
        self.topics.get(&at.topic)?.partitions.get(index(at.partition))
    }

    pub(super) fn partition_mut(&mut self, at: &TopicPartition) -> Option<&mut PartitionLog> {
        self.topics.get_mut(&at.topic)?.partitions.get_mut(index(at.partition))
    }
}

fn index(partition: Partition) -> usize {
    usize::try_from(partition.0).unwrap_or(usize::MAX)
}
