//! A member of the group, and what it reads.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
    time::Duration,
};

use crate::{
    desk::capture::position::Position,
    kafka::{Arrival, Extent, Failure, Source, TopicPartition},
};

use super::{Cluster, Membership, group::Beat, state::State};

/// Reads the raw topics in the cluster's group.
pub struct LogSource {
    cluster: Cluster,
    reading: Reading,
}

/// The member's own view, which lags behind the broker's between two polls.
#[derive(Default)]
struct Reading {
    subscribed: bool,
    paused: bool,
    membership: Option<Membership>,
    /// Assigned partitions, and where each is read; `None` until the group's position could be fetched.
    partitions: BTreeMap<TopicPartition, Option<Position>>,
    /// The partition of the last record: the others have their turn first.
    last: Option<TopicPartition>,
}

impl LogSource {
    pub(super) fn new(cluster: Cluster) -> Self {
        Self { cluster, reading: Reading::default() }
    }
}

impl Source for LogSource {
    type Membership = Membership;

    fn subscribe(&mut self) -> Result<(), Failure> {
        self.reading.subscribed = true;
        Ok(())
    }

    fn has_read_before(&self) -> bool {
        self.cluster.state().group.has_read()
    }

    fn unsubscribe(&mut self) {
        self.reading.subscribed = false;
        self.reading.partitions.clear();
        if let Some(membership) = self.reading.membership.take() {
            self.cluster.expel(membership.member);
        }
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Arrival>, Failure> {
        let Self { cluster, reading } = self;
        Ok(cluster.wait_for(wait, |state| reading.look(state, cluster.now())))
    }

    fn seek(&mut self, to: &[(TopicPartition, Position)]) -> Result<(), Failure> {
        for (partition, position) in to {
            if let Some(at) = self.reading.partitions.get_mut(partition) {
                *at = Some(*position);
            }
        }
        Ok(())
    }

    fn pause(&mut self, paused: bool) -> Result<(), Failure> {
        self.reading.paused = paused;
        Ok(())
    }

    fn extents(&self) -> Vec<Extent> {
        let extent = |partition: &TopicPartition| {
            let end = self.cluster.end(partition)?;
            Some(Extent { partition: partition.clone(), placed: None, end })
        };
        self.reading.partitions.keys().filter_map(extent).collect()
    }

    fn membership(&self) -> Option<Membership> {
        self.reading.membership
    }
}

impl Reading {
    fn look(&mut self, state: &mut State, now: Duration) -> Option<Arrival> {
        if !self.subscribed {
            return None;
        }
        let membership = *self.membership.get_or_insert_with(|| {
            let member = state.new_member();
            state.group.join(member, now, &state.shared)
        });
        let (beat, generation) = state.group.beat(membership.member, now);
        self.membership = Some(Membership { generation, ..membership });
        match beat {
            Beat::Expelled => {
                self.membership = None;
                let lost: Vec<_> = std::mem::take(&mut self.partitions).into_keys().collect();
                // Nothing was lost by a member that had nothing: it joins again with the next poll.
                return (!lost.is_empty()).then_some(Arrival::Revoked(lost));
            }
            Beat::Revoked(revoked) => {
                self.partitions.retain(|partition, _| !revoked.contains(partition));
                return Some(Arrival::Revoked(revoked));
            }
            Beat::Assigned(assigned) => {
                self.partitions.extend(assigned.iter().map(|partition| (partition.clone(), None)));
                return Some(Arrival::Assigned(assigned));
            }
            Beat::Unchanged => {}
        }
        if self.paused {
            return None;
        }
        self.read(state)
    }

    /// The next record, each partition in its turn.
    fn read(&mut self, state: &State) -> Option<Arrival> {
        let after = self.last.clone().map_or(Unbounded, Excluded);
        let turns: Vec<_> =
            self.partitions.range((after, Unbounded)).chain(&self.partitions).map(|(p, _)| p.clone()).collect();
        turns.into_iter().take(self.partitions.len()).find_map(|partition| {
            let arrival = self.read_from(&partition, state)?;
            self.last = Some(partition);
            Some(arrival)
        })
    }

    fn read_from(&mut self, partition: &TopicPartition, state: &State) -> Option<Arrival> {
        let at = self.partitions.get_mut(partition)?;
        let log = state.partition(partition)?;
        let position = match *at {
            Some(position) => position,
            // A position that an open transaction may still move is no place to begin: asked again with each poll.
            None => *at.insert(state.group.fetch(partition).ok()?.unwrap_or(log.start())),
        };
        // `auto.offset.reset=earliest`: a place that the log does not hold is one from before it was cut or made anew.
        let position = if (log.start()..=log.end()).contains(&position) { position } else { log.start() };
        let Some((offset, record)) = log.read(position) else {
            *at = Some(log.stable_end().max(position));
            return None;
        };
        *at = Some(offset.next());
        Some(Arrival::Record { from: partition.clone(), offset, record: record.clone() })
    }
}
