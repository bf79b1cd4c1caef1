//! The consumer group: who is a member, who reads which partition, and how far the group has come.
//!
//! The broker decides, as in Kafka's `group.protocol=consumer`: each change of membership opens a new generation and
//! a new target assignment; a partition goes to its next reader only once its last one has let go of it or has been
//! expelled.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{desk::capture::position::Position, kafka::TopicPartition};

use super::transaction::ProducerId;

/// A member, named by the broker when it joins; one that was expelled joins again under another id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub(super) u64);

/// Counts the changes of membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub(super) u64);

/// Proof of membership: there is no way to make one without having joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    pub(super) member: MemberId,
    pub(super) generation: Generation,
}

/// What a member learns from a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// The group went on without it.
    Expelled,
    /// It must let go of these.
    Revoked(Vec<TopicPartition>),
    /// It may read these.
    Assigned(Vec<TopicPartition>),
    /// Nothing changed for it.
    Unchanged,
}

#[derive(Debug)]
struct Member {
    /// The newest generation that the member has been told of.
    generation: Generation,
    last_seen: Duration,
}

/// How far the group has come in a partition.
#[derive(Clone, Copy, Debug)]
struct Committed {
    position: Position,
    /// When it was sent, in the order of all offsets sent: a transaction that commits late does not overwrite what
    /// was sent after it.
    sequence: u64,
}

/// A consumer group.
#[derive(Debug, Default)]
pub(super) struct Group {
    generation: u64,
    members: BTreeMap<MemberId, Member>,
    /// Who shall read a partition.
    target: BTreeMap<TopicPartition, MemberId>,
    /// Who reads it.
    owned: BTreeMap<TopicPartition, MemberId>,
    committed: BTreeMap<TopicPartition, Committed>,
    /// Positions sent in transactions that aren't decided.
    pending: BTreeMap<TopicPartition, BTreeMap<ProducerId, Committed>>,
    sequence: u64,
}

impl Group {
    /// Adds a member; the partitions are shared out anew.
    pub(super) fn join(&mut self, member: MemberId, now: Duration, partitions: &[TopicPartition]) -> Membership {
        self.members.insert(member, Member { generation: Generation(0), last_seen: now });
        self.share_out(partitions);
        let generation = Generation(self.generation);
        if let Some(joined) = self.members.get_mut(&member) {
            joined.generation = generation;
        }
        Membership { member, generation }
    }

    /// Removes a member, which left or is expelled; whether it was one.
    pub(super) fn remove(&mut self, member: MemberId, partitions: &[TopicPartition]) -> bool {
        if self.members.remove(&member).is_none() {
            return false;
        }
        self.owned.retain(|_, owner| *owner != member);
        self.share_out(partitions);
        true
    }

    /// The members that haven't been heard of for longer than this.
    pub(super) fn silent(&self, now: Duration, session_timeout: Duration) -> Vec<MemberId> {
        let silent = self.members.iter().filter(|(_, member)| member.last_seen + session_timeout < now);
        silent.map(|(&id, _)| id).collect()
    }

    pub(super) fn members(&self) -> impl Iterator<Item = MemberId> {
        self.members.keys().copied()
    }

    /// A member's heartbeat. What it answers takes effect with it: a partition named in [`Beat::Revoked`] is free for
    /// its next reader.
    pub(super) fn beat(&mut self, id: MemberId, now: Duration) -> (Beat, Generation) {
        let generation = Generation(self.generation);
        let Some(member) = self.members.get_mut(&id) else { return (Beat::Expelled, generation) };
        member.last_seen = now;
        member.generation = generation;
        let revoked: Vec<_> = self
            .owned
            .iter()
            .filter(|(partition, owner)| **owner == id && self.target.get(partition) != Some(&id))
            .map(|(partition, _)| partition.clone())
            .collect();
        if !revoked.is_empty() {
            for partition in &revoked {
                self.owned.remove(partition);
            }
            return (Beat::Revoked(revoked), generation);
        }
        let assigned: Vec<_> = self
            .target
            .iter()
            .filter(|(partition, owner)| **owner == id && !self.owned.contains_key(partition))
            .map(|(partition, _)| partition.clone())
            .collect();
        if assigned.is_empty() {
            return (Beat::Unchanged, generation);
        }
        for partition in &assigned {
            self.owned.insert(partition.clone(), id);
        }
        (Beat::Assigned(assigned), generation)
    }

    /// Whether offsets that carry this proof are taken.
    pub(super) fn check(&self, membership: Membership) -> Result<(), &'static str> {
        match self.members.get(&membership.member) {
            None => Err("UNKNOWN_MEMBER_ID"),
            Some(member) if member.generation != membership.generation => Err("ILLEGAL_GENERATION"),
            Some(_) => Ok(()),
        }
    }

    /// Takes a position as part of a producer's transaction.
    pub(super) fn hold(&mut self, partition: &TopicPartition, position: Position, producer: ProducerId) {
        self.sequence += 1;
        let sent = Committed { position, sequence: self.sequence };
        self.pending.entry(partition.clone()).or_default().insert(producer, sent);
    }

    /// Ends a producer's transaction.
    pub(super) fn finish(&mut self, producer: ProducerId, commit: bool) {
        for (partition, pending) in &mut self.pending {
            let Some(sent) = pending.remove(&producer).filter(|_| commit) else { continue };
            let committed = self.committed.entry(partition.clone()).or_insert(sent);
            if committed.sequence < sent.sequence {
                *committed = sent;
            }
        }
        self.pending.retain(|_, pending| !pending.is_empty());
    }

    /// Where a partition's next reader begins. An undecided transaction keeps the answer open (KIP-447's
    /// `require_stable`): `Err`.
    pub(super) fn fetch(&self, partition: &TopicPartition) -> Result<Option<Position>, Undecided> {
        if self.pending.contains_key(partition) { Err(Undecided) } else { Ok(self.committed(partition)) }
    }

    pub(super) fn committed(&self, partition: &TopicPartition) -> Option<Position> {
        self.committed.get(partition).map(|committed| committed.position)
    }

    /// Whether it has come further than to the beginning of any partition.
    pub(super) fn has_read(&self) -> bool {
        self.committed.values().any(|committed| committed.position > Position(0))
    }

    /// Forgets the positions in a topic that was deleted.
    pub(super) fn forget(&mut self, topic: &str) {
        self.committed.retain(|partition, _| &*partition.topic != topic);
        self.pending.retain(|partition, _| &*partition.topic != topic);
    }

    /// Opens a new generation: evenly, each partition with its present reader where that is fair.
    fn share_out(&mut self, partitions: &[TopicPartition]) {
        self.generation += 1;
        let count = self.members.len();
        if count == 0 {
            self.target.clear();
            return;
        }
        let mut room: BTreeMap<MemberId, usize> = BTreeMap::new();
        let mut large = partitions.len() % count;
        // Who has the most keeps the most: the larger shares go to the members with the larger holdings.
        let mut members: Vec<_> = self.members.keys().copied().collect();
        members.sort_by_key(|id| (std::cmp::Reverse(self.target.values().filter(|owner| *owner == id).count()), *id));
        for id in members {
            let extra = usize::from(large > 0);
            large -= extra;
            room.insert(id, partitions.len() / count + extra);
        }
        let mut target = BTreeMap::new();
        let mut left = BTreeSet::new();
        for partition in partitions {
            match self.target.get(partition).and_then(|id| Some((*id, room.get_mut(id)?))) {
                Some((id, room)) if *room > 0 => {
                    *room -= 1;
                    target.insert(partition.clone(), id);
                }
                _ => {
                    left.insert(partition.clone());
                }
            }
        }
        let mut seats = room.into_iter().flat_map(|(id, room)| std::iter::repeat_n(id, room));
        for partition in left {
            if let Some(id) = seats.next() {
                target.insert(partition, id);
            }
        }
        self.target = target;
    }
}

/// The position depends on a transaction that isn't decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Undecided;
