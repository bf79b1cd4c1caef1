//! A transactional producer.

use crate::{
    desk::{
        capture::{Partition, RawRecord, position::Position},
        wire::Outgoing,
    },
    kafka::{Failure, Sink, TopicPartition},
};

use super::{Cluster, Membership, partition::weight, transaction::Ticket};

/// Writes in transactions under one transactional id.
pub struct LogSink {
    cluster: Cluster,
    ticket: Ticket,
    open: bool,
    /// A refusal that the next calls report: until the transaction is dropped, or for ever once it is fatal.
    refusal: Option<Failure>,
}

impl LogSink {
    pub(super) fn new(cluster: Cluster, ticket: Ticket) -> Self {
        Self { cluster, ticket, open: false, refusal: None }
    }

    fn standing(&self) -> Result<(), Failure> {
        match &self.refusal {
            Some(refusal) => Err(refusal.clone()),
            None if !self.open => Err(Failure::Fatal("no transaction is open".to_owned())),
            None => Ok(()),
        }
    }

    fn kept<T>(&mut self, result: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(refusal) = &result {
            self.refusal = Some(refusal.clone());
        }
        result
    }

    fn end(&mut self, commit: bool) -> Result<(), Failure> {
        let lag = self.cluster.shared.limits.outcome_lag;
        let ended = self.cluster.state().end(self.ticket, commit, self.cluster.now(), lag);
        self.cluster.shared.changed.notify_all();
        self.kept(ended)?;
        self.open = false;
        self.refusal = None;
        Ok(())
    }
}

impl Sink for LogSink {
    type Membership = Membership;

    fn begin(&mut self) -> Result<(), Failure> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        if self.open {
            return Err(Failure::Fatal("a transaction is open".to_owned()));
        }
        // The broker hears of a transaction with its first record: a producer that is fenced learns it there.
        self.open = true;
        Ok(())
    }

    fn send(&mut self, record: Outgoing) -> Result<(), Failure> {
        self.standing()?;
        let topic = self.cluster.topic(record.channel).clone();
        let partition = partition_of(record.key.as_deref(), self.cluster.shared.layout.output_partitions);
        let now = self.cluster.now();
        let record = RawRecord {
            key: record.key,
            value: record.value,
            headers: record.headers,
            timestamp_ms: self.cluster.shared.clock.wall_ms(),
        };
        // Queued, as far as the caller knows: a refusal comes out at the next call.
        if weight(&record) > self.cluster.shared.limits.record_bytes_max {
            self.refusal = Some(Failure::Refused(format!("MSG_SIZE_TOO_LARGE: {} bytes", weight(&record))));
            return Ok(());
        }
        let sent = self.cluster.state().send(self.ticket, now, &TopicPartition { topic, partition }, record);
        self.refusal = sent.err();
        Ok(())
    }

    fn append(&mut self, entries: &[Vec<u8>]) -> Result<(), Failure> {
        self.standing()?;
        let (now, timestamp_ms) = (self.cluster.now(), self.cluster.shared.clock.wall_ms());
        let at = TopicPartition { topic: self.cluster.shared.layout.ledger.clone(), partition: Partition(0) };
        for entry in entries {
            let record = RawRecord { value: Some(entry.clone()), timestamp_ms, ..RawRecord::default() };
            let sent = self.cluster.state().send(self.ticket, now, &at, record);
            self.kept(sent)?;
        }
        Ok(())
    }

    fn send_offsets(
        &mut self,
        positions: &[(TopicPartition, Position)],
        membership: &Membership,
    ) -> Result<(), Failure> {
        self.standing()?;
        let now = self.cluster.now();
        let sent = self.cluster.state().send_offsets(self.ticket, now, positions, *membership);
        self.kept(sent)
    }

    fn commit(&mut self) -> Result<(), Failure> {
        self.standing()?;
        self.end(true)
    }

    fn abort(&mut self) -> Result<(), Failure> {
        match &self.refusal {
            Some(Failure::Fatal(_)) => self.standing(),
            _ if !self.open => Err(Failure::Fatal("no transaction is open".to_owned())),
            _ => self.end(false),
        }
    }
}

/// Where a record goes: all of one key to one partition. The hash is not Kafka's default, which nobody relies on here.
fn partition_of(key: Option<&[u8]>, partitions: u32) -> Partition {
    let hash = xxhash_rust::xxh3::xxh3_64(key.unwrap_or_default());
    Partition(u32::try_from(hash % u64::from(partitions.max(1))).unwrap_or_default())
}
