//! The ledger's producer and tail.

use std::time::Duration;

use crate::{
    desk::capture::{Partition, RawRecord, position::Position},
    kafka::{Failure, Ledger, Tailed, TopicPartition},
};

use super::{Cluster, state::State};

/// Appends to the ledger and tails it from its beginning.
pub struct LogLedger {
    cluster: Cluster,
    at: TopicPartition,
    /// The topic that the tail stands in; another of the same name is another log.
    incarnation: u64,
    position: Position,
}

impl LogLedger {
    pub(super) fn new(cluster: Cluster) -> Self {
        let at = TopicPartition { topic: cluster.shared.layout.ledger.clone(), partition: Partition(0) };
        let mut ledger = Self { cluster, at, incarnation: 0, position: Position(0) };
        let cluster = ledger.cluster.clone();
        ledger.stand_at_start(&cluster.state());
        ledger
    }

    /// Stands at the log's beginning; the position that it holds.
    fn stand_at_start(&mut self, state: &State) {
        self.incarnation = incarnation(state, &self.at);
        self.position = state.partition(&self.at).map_or(Position(0), super::partition::PartitionLog::start);
    }

    fn look(&mut self, state: &State) -> Option<Tailed> {
        let log = state.partition(&self.at)?;
        let lost = if self.incarnation != incarnation(state, &self.at) {
            Some("the ledger was made anew")
        } else if !(log.start()..=log.end()).contains(&self.position) {
            Some("the ledger no longer holds the place where the tail stands")
        } else {
            None
        };
        if let Some(lost) = lost {
            self.stand_at_start(state);
            return Some(Tailed::Reset(lost.to_owned()));
        }
        let Some((offset, record)) = log.read(self.position) else {
            // Transactions' markers and what was dropped take places that no tail meets.
            self.position = self.position.max(log.stable_end());
            return None;
        };
        self.position = offset.next();
        let bytes = record.value.clone().unwrap_or_default();
        Some(Tailed::Entry { offset, appended_ms: record.timestamp_ms, bytes })
    }
}

impl Ledger for LogLedger {
    fn append(&mut self, entry: Vec<u8>) -> Result<(), Failure> {
        let record = RawRecord { value: Some(entry), ..RawRecord::default() };
        match self.cluster.produce(&self.at.topic, self.at.partition, record) {
            Some(_) => Ok(()),
            None => Err(Failure::Retry("UNKNOWN_TOPIC: the ledger".to_owned())),
        }
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Tailed>, Failure> {
        let cluster = self.cluster.clone();
        Ok(cluster.wait_for(wait, |state| self.look(state)))
    }

    fn end(&mut self) -> Result<Position, Failure> {
        self.cluster.end(&self.at).ok_or_else(|| Failure::Retry("UNKNOWN_TOPIC: the ledger".to_owned()))
    }

    fn seek(&mut self, to: Position) -> Result<bool, Failure> {
        let cluster = self.cluster.clone();
        let state = cluster.state();
        let holds = state.partition(&self.at).is_some_and(|log| (log.start()..log.end()).contains(&to));
        if holds {
            self.incarnation = incarnation(&state, &self.at);
            self.position = to;
        }
        Ok(holds)
    }

    fn rewind(&mut self) -> Result<(), Failure> {
        let cluster = self.cluster.clone();
        self.stand_at_start(&cluster.state());
        Ok(())
    }

    fn position(&self) -> Position {
        self.position
    }

    fn end_seen(&self) -> Option<Position> {
        self.cluster.end(&self.at)
    }
}

fn incarnation(state: &State, at: &TopicPartition) -> u64 {
    state.topics.get(&at.topic).map_or(0, |topic| topic.incarnation)
}
