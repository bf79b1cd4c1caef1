//! Transactions: who may write under a transactional id, and what an open transaction holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{
    desk::capture::{RawRecord, position::Position},
    kafka::{Failure, TopicPartition},
};

use super::{group::Membership, state::State};

/// A producer, one for each transactional id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ProducerId(pub(super) u64);

/// What a producer shows with each call; a newer epoch fences it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) producer: ProducerId,
    epoch: u64,
}

/// The broker's side of a transactional id.
#[derive(Debug)]
pub(super) struct Producer {
    epoch: u64,
    transaction: Option<Transaction>,
}

#[derive(Debug)]
struct Transaction {
    began: Duration,
    partitions: BTreeSet<TopicPartition>,
    /// Commit or abort, and when the markers are written. Between the two the outcome is certain, and nobody sees it.
    decided: Option<(bool, Duration)>,
}

/// Every transactional id's producer.
#[derive(Debug, Default)]
pub(super) struct Producers {
    ids: BTreeMap<String, ProducerId>,
    all: BTreeMap<ProducerId, Producer>,
}

impl State {
    /// Takes a transactional id over: fences whoever had it, and drops the transaction that it left open.
    pub(super) fn init_producer(&mut self, transactional_id: &str) -> Ticket {
        let next = ProducerId(self.producers.ids.len() as u64);
        let producer = *self.producers.ids.entry(transactional_id.to_owned()).or_insert(next);
        self.settle(producer);
        self.complete(producer, false);
        let entry = self.producers.all.entry(producer).or_insert(Producer { epoch: 0, transaction: None });
        entry.epoch += 1;
        Ticket { producer, epoch: entry.epoch }
    }

    /// Writes a record in the ticket's transaction, which the first one opens.
    pub(super) fn send(
        &mut self,
        ticket: Ticket,
        now: Duration,
        to: &TopicPartition,
        record: RawRecord,
    ) -> Result<(), Failure> {
        let transaction = self.transaction(ticket, now)?;
        transaction.partitions.insert(to.clone());
        let log = self.partition_mut(to).ok_or_else(|| Failure::Abort(format!("UNKNOWN_TOPIC: {}", to.topic)))?;
        log.append(record, Some(ticket.producer));
        Ok(())
    }

    /// Takes the group's positions into the ticket's transaction.
    pub(super) fn send_offsets(
        &mut self,
        ticket: Ticket,
        now: Duration,
        positions: &[(TopicPartition, Position)],
        membership: Membership,
    ) -> Result<(), Failure> {
        self.transaction(ticket, now)?;
        self.group.check(membership).map_err(|refusal| Failure::Abort(refusal.to_owned()))?;
        for (partition, position) in positions {
            self.group.hold(partition, *position, ticket.producer);
        }
        Ok(())
    }

    /// Decides the ticket's transaction; `lag` later everybody sees the outcome.
    pub(super) fn end(&mut self, ticket: Ticket, commit: bool, now: Duration, lag: Duration) -> Result<(), Failure> {
        let producer = self.producer(ticket)?;
        // A transaction in which nothing was sent was never opened here.
        if let Some(transaction) = &mut producer.transaction
            && transaction.decided.is_none()
        {
            transaction.decided = Some((commit, now + lag));
        }
        self.complete_due(now);
        Ok(())
    }

    /// Writes the markers of decided transactions whose time has come.
    pub(super) fn complete_due(&mut self, now: Duration) {
        for (producer, commit) in self.transactions_where(|transaction| {
            transaction.decided.filter(|(_, due)| *due <= now).map(|(commit, _)| commit)
        }) {
            self.complete(producer, commit);
        }
    }

    /// Drops transactions that have been open for longer than `timeout`, and fences their producers.
    pub(super) fn expire_transactions(&mut self, now: Duration, timeout: Duration) {
        for (producer, ()) in self.transactions_where(|transaction| {
            (transaction.decided.is_none() && transaction.began + timeout < now).then_some(())
        }) {
            self.complete(producer, false);
            if let Some(entry) = self.producers.all.get_mut(&producer) {
                entry.epoch += 1;
            }
        }
    }

    /// Completes a transaction that is decided; one that isn't stays as it is.
    fn settle(&mut self, producer: ProducerId) {
        let decided = self.producers.all.get(&producer).and_then(|entry| entry.transaction.as_ref()?.decided);
        if let Some((commit, _)) = decided {
            self.complete(producer, commit);
        }
    }

    fn complete(&mut self, producer: ProducerId, commit: bool) {
        let Some(transaction) = self.producers.all.get_mut(&producer).and_then(|entry| entry.transaction.take()) else {
            return;
        };
        for partition in &transaction.partitions {
            if let Some(log) = self.partition_mut(partition) {
                log.finish(producer, commit);
            }
        }
        self.group.finish(producer, commit);
    }

    fn producer(&mut self, ticket: Ticket) -> Result<&mut Producer, Failure> {
        match self.producers.all.get_mut(&ticket.producer) {
            Some(producer) if producer.epoch == ticket.epoch => Ok(producer),
            _ => Err(Failure::Fatal("PRODUCER_FENCED: a newer producer has this transactional id".to_owned())),
        }
    }

    /// The ticket's open transaction. One that is decided is completed first: a client waits for that.
    fn transaction(&mut self, ticket: Ticket, now: Duration) -> Result<&mut Transaction, Failure> {
        self.producer(ticket)?;
        self.settle(ticket.producer);
        let producer = self.producer(ticket)?;
        Ok(producer.transaction.get_or_insert(Transaction { began: now, partitions: BTreeSet::new(), decided: None }))
    }

    fn transactions_where<T>(&self, pick: impl Fn(&Transaction) -> Option<T>) -> Vec<(ProducerId, T)> {
        let open = self.producers.all.iter().filter_map(|(&id, entry)| Some((id, entry.transaction.as_ref()?)));
        open.filter_map(|(id, transaction)| Some((id, pick(transaction)?))).collect()
    }
}
