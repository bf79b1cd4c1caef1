//! Raw records, read in a consumer group.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{
    Message, TopicPartitionList,
    consumer::{BaseConsumer, Consumer, ConsumerGroupMetadata},
    error::RDKafkaErrorCode,
    message::BorrowedMessage,
};

use super::{
    REQUEST_MAX, Settings,
    extent::Told,
    failure::{self, Passing},
    generation::{self, MemberId},
    group::{Change, Group},
    questions, record,
};
use crate::{
    desk::capture::{Offset, Partition, RawRecord, position::Position},
    kafka::{Arrival, Displacement, Extent, Failure, Source, TopicPartition},
};

/// How long nothing more must come from the client before its queue passes for empty. Set by hand: it gives what is there at once, and
/// its statistics, of which it says nothing here, take milliseconds. `a_revocation_that_waits_while_records_are_gone_is_heard_of`
/// moves with it.
const EMPTY_FOR: Duration = Duration::from_millis(100);

/// How long the queue may take to be emptied. Set by hand: it holds an error for each partition that the client stopped at, and each takes
/// a question or two. What goes on bringing errors for longer must not hold the loop up.
const EMPTIED_WITHIN: Duration = Duration::from_secs(10);

/// What one look into the client's queue has brought.
enum Look {
    /// A record.
    Record(Arrival),
    /// The client has stopped at a partition.
    Stopped,
    /// What isn't handed over.
    Passed,
    /// Nothing, or a change of assignment, which is carried out by then.
    Nothing,
}

/// The group's consumer.
pub struct RealSource {
    consumer: BaseConsumer<Group>,
    topics: Vec<String>,
    paused: bool,
    passing: Passing,
    /// Changes of assignment, and batches that can't be read, that the caller hasn't heard of.
    untold: VecDeque<Arrival>,
    /// A record that arrived in the same poll as a change of assignment, which goes first.
    held: Option<Arrival>,
    names: Vec<Arc<str>>,
    /// Where each partition of the assignment is read next.
    next: BTreeMap<TopicPartition, Position>,
    /// As which member the first of them was given to this consumer.
    member: Option<MemberId>,
}

impl RealSource {
    /// Makes the client; it asks for nothing yet.
    pub fn connect(settings: &Settings) -> Result<Self, Failure> {
        let mut config = settings.consumer(
            &[("partition.assignment.strategy", "cooperative-sticky")],
            &[
                ("group.id", &settings.group),
                // Also where raw topics aren't transactional: only then does a new owner wait for the pending offsets
                // of the one before.
                ("isolation.level", "read_committed"),
                ("enable.auto.commit", "false"),
                ("enable.auto.offset.store", "false"),
                // Where the partitions end comes with the client's statistics, and whether one is forgotten.
                ("statistics.interval.ms", "5000"),
                // Where a partition is read from is decided at its assignment; a place that turns out not to exist
                // afterwards must be heard of.
                ("auto.offset.reset", "error"),
            ],
        );
        if config.get("group.protocol").is_some_and(|protocol| protocol.eq_ignore_ascii_case("consumer")) {
            // KIP-848 assigns on the broker, and the client refuses to be given a strategy of its own.
            config.remove("partition.assignment.strategy");
        }
        let consumer = config
            .create_with_context(Group::new(settings.transaction_timeout + REQUEST_MAX * 2))
            .map_err(|error| failure::of_creation("the raw consumer", error))?;
        let names = settings.topics.raw.iter().map(|name| Arc::from(name.as_str())).collect();
        Ok(Self {
            consumer,
            topics: settings.topics.raw.clone(),
            paused: false,
            passing: Passing::default(),
            untold: VecDeque::new(),
            held: None,
            names,
            next: BTreeMap::new(),
            member: None,
        })
    }

    fn partition(&self, topic: &str, partition: i32) -> TopicPartition {
        let topic = self.names.iter().find(|name| &***name == topic).cloned().unwrap_or_else(|| Arc::from(topic));
        TopicPartition { topic, partition: Partition(u32::try_from(partition).unwrap_or_default()) }
    }

    /// Takes in what the group has changed, before a record is that comes of it.
    fn note_changes(&mut self) {
        while let Some(change) = self.consumer.context().next() {
            let change = self.note(change);
            self.untold.push_back(change);
        }
    }

    fn note(&mut self, change: Change) -> Arrival {
        if matches!(change, Change::Assigned(_)) && self.next.is_empty() {
            self.member = generation::member(&self.consumer);
        }
        if let Change::Assigned(partitions) | Change::Revoked(partitions) = &change {
            for (topic, partition) in partitions {
                let at = self.partition(topic, *partition);
                if matches!(change, Change::Assigned(_)) {
                    self.next.insert(at, self.consumer.context().placed(topic, *partition));
                } else {
                    self.next.remove(&at);
                }
            }
        }
        if let Change::Displaced((topic, partition), _, Displacement::Overtaken { low, .. }) = &change {
            // Where nothing is left either, it is told once and not each time that another partition is overtaken.
            self.next.insert(self.partition(topic, *partition), *low);
        }
        let named = |partitions: Vec<(String, i32)>| {
            partitions.iter().map(|(topic, partition)| self.partition(topic, *partition)).collect()
        };
        match change {
            Change::Assigned(partitions) => Arrival::Assigned(named(partitions)),
            Change::Revoked(partitions) => Arrival::Revoked(named(partitions)),
            Change::Displaced((topic, partition), position, by) => {
                Arrival::Displaced { partition: self.partition(&topic, partition), position, by }
            }
        }
    }

    /// An error that the client can't mend is told by its flag, whatever the code of the event that brings it.
    fn fatal(&self) -> Option<Failure> {
        let (_, why) = self.consumer.client().fatal_error()?;
        Some(Failure::Fatal(format!("reading raw pages: {why}")))
    }

    fn record(&self, message: &BorrowedMessage<'_>) -> (TopicPartition, Offset, RawRecord) {
        let offset = Offset(u64::try_from(message.offset()).unwrap_or_default());
        (self.partition(message.topic(), message.partition()), offset, record::raw(message))
    }

    /// What the client has next, within `wait`.
    fn look(&mut self, wait: Duration) -> Result<Look, Failure> {
        let polled = self.consumer.poll(wait).map(|polled| polled.map(|message| self.record(&message)));
        self.note_changes();
        Ok(match polled {
            None => Look::Nothing,
            // The client pauses all partitions at each change of the assignment, and may hand a record out again that it was handing
            // out at that moment (librdkafka 2.12.1, `rd_kafka_toppar_pause_resume`).
            Some(Ok((from, offset, _))) if self.next.get(&from).is_some_and(|next| offset.position() < *next) => {
                tracing::warn!(
                    topic = &*from.topic,
                    partition = from.partition.0,
                    offset = offset.0,
                    "a record came twice"
                );
                Look::Passed
            }
            Some(Ok((from, offset, record))) => {
                self.next.insert(from.clone(), offset.next());
                Look::Record(Arrival::Record { from, offset, record })
            }
            Some(Err(error)) if error.rdkafka_error_code() == Some(RDKafkaErrorCode::AutoOffsetReset) => Look::Stopped,
            Some(Err(error)) => {
                if let Some(failure) = failure::of_poll("reading raw pages", &error).or_else(|| self.fatal()) {
                    return Err(failure);
                }
                self.passing.tell("reading raw pages", &error, Instant::now());
                self.untold.extend(failure::unreadable(&error).map(Arrival::Unreadable));
                Look::Passed
            }
        })
    }

    /// Has the client read on where it has stopped, and takes in what waited in its queue meanwhile; the record behind that, if one
    /// is there.
    ///
    /// A revocation may be waiting. The client takes what it is told in [`RealSource::assign_anew`] for the answer to it, as any
    /// call to give up partitions or to take them (librdkafka 2.12.1, `rd_kafka_cgrp_incremental_unassign` in the join state
    /// `wait-unassign-call`, and `rd_kafka_cgrp_incremental_assign` in `wait-assign-call`), and goes back into the group
    /// without what is revoked: from then on that may be another's. So the caller is not to commit before it has heard of it.
    /// The revocation was put into the queue before our call was looked at, and all partitions were paused before that
    /// (`rd_kafka_rebalance_op_incr`), so that no record comes in front of it. It can't be done without: the client seeks
    /// no partition that it has stopped at (`rd_kafka_toppar_seek`).
    fn read_on(&mut self) -> Result<Option<Arrival>, Failure> {
        self.assign_anew()?;
        let begun = Instant::now();
        while begun.elapsed() < EMPTIED_WITHIN {
            let untold = self.untold.len();
            match self.look(EMPTY_FOR)? {
                Look::Record(record) => return Ok(Some(record)),
                Look::Stopped => self.assign_anew()?,
                // A change is carried out without anything that would be handed over here, and another may be waiting behind it.
                Look::Nothing if self.untold.len() == untold => return Ok(None),
                Look::Nothing | Look::Passed => {}
            }
        }
        Ok(None)
    }

    /// The client has stopped at a partition whose log no longer holds what is read next, and doesn't tell which it is.
    fn assign_anew(&mut self) -> Result<(), Failure> {
        let failed = |error| Failure::Fatal(format!("reading on where records are gone: {error}"));
        let group = self.consumer.context();
        let assigned = self.consumer.assignment().map_err(failed)?;
        let next = assigned.elements().into_iter().map(|element| {
            let (topic, partition) = (element.topic(), element.partition());
            let read = self.next.get(&self.partition(topic, partition)).copied();
            (topic.to_owned(), partition, read.unwrap_or_else(|| group.placed(topic, partition)))
        });
        group.read_on(&self.consumer, &next.collect::<Vec<_>>()).map_err(failed)?;
        self.note_changes();
        // What is assigned anew flows.
        if self.paused { self.set_paused() } else { Ok(()) }
    }

    fn set_paused(&self) -> Result<(), Failure> {
        let failed = |error| Failure::Fatal(format!("pausing or resuming the raw partitions: {error}"));
        let assigned = self.consumer.assignment().map_err(failed)?;
        if self.paused { self.consumer.pause(&assigned) } else { self.consumer.resume(&assigned) }.map_err(failed)
    }
}

impl Source for RealSource {
    type Membership = Arc<ConsumerGroupMetadata>;

    fn subscribe(&mut self) -> Result<(), Failure> {
        let topics: Vec<&str> = self.topics.iter().map(String::as_str).collect();
        self.consumer.subscribe(&topics).map_err(|error| Failure::Fatal(format!("subscribing to {topics:?}: {error}")))
    }

    fn has_read_before(&self) -> bool {
        questions::has_stood(&self.consumer, &self.topics).unwrap_or_else(|error| {
            // Joining the group tells why.
            tracing::info!(%error, "it can't be told whether the group has read pages before");
            false
        })
    }

    fn unsubscribe(&mut self) {
        // It leaves when it has revoked its partitions, which takes a poll, or being closed (librdkafka 2.12.1,
        // `rd_kafka_cgrp_unsubscribe`).
        self.consumer.unsubscribe();
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Arrival>, Failure> {
        self.note_changes();
        if let Some(change) = self.untold.pop_front() {
            return Ok(Some(change));
        }
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        let record = match self.look(wait)? {
            Look::Record(record) => Some(record),
            Look::Stopped => self.read_on()?,
            Look::Passed | Look::Nothing => None,
        };
        let group = self.consumer.context();
        if let Some(why) = group.take_broken().or_else(|| group.forgotten(&self.consumer)) {
            return Err(Failure::Fatal(why));
        }
        let Some(change) = self.untold.pop_front() else { return Ok(record) };
        self.held = record;
        if self.paused {
            // New partitions arrive flowing.
            self.set_paused()?;
        }
        Ok(Some(change))
    }

    fn seek(&mut self, to: &[(TopicPartition, Position)]) -> Result<(), Failure> {
        let failed = |error| Failure::Fatal(format!("seeking back: {error}"));
        let assigned = self.consumer.assignment().map_err(failed)?;
        let mut list = TopicPartitionList::new();
        for (at, position) in to {
            let partition = record::partition(at.partition);
            // A partition that is gone is for its new owner to read, from the committed position.
            if assigned.find_partition(&at.topic, partition).is_some() {
                list.add_partition_offset(&at.topic, partition, record::place(*position)).map_err(failed)?;
                self.next.insert(at.clone(), *position);
            }
        }
        if let Some(Arrival::Record { from, .. }) = &self.held
            && to.iter().any(|(at, _)| at == from)
        {
            self.held = None;
        }
        if list.count() == 0 {
            return Ok(());
        }
        let sought = self.consumer.seek_partitions(list, REQUEST_MAX).map_err(failed)?;
        for element in sought.elements() {
            element.error().map_err(|error| {
                Failure::Fatal(format!("seeking back {}[{}]: {error}", element.topic(), element.partition()))
            })?;
        }
        Ok(())
    }

    fn pause(&mut self, paused: bool) -> Result<(), Failure> {
        self.paused = paused;
        self.consumer.context().set_paused(paused);
        self.set_paused()
    }

    fn extents(&self) -> Vec<Extent> {
        let told = self.consumer.context().extents().into_iter();
        let extent = |told: Told| {
            let (partition, placed) = (self.partition(&told.at.0, told.at.1), told.placed);
            let given = self.next.get(&partition).copied().or(placed);
            // Where all was handed over, there are but marks between the last record and the end.
            let end = given.filter(|_| told.is_read).map_or(Position(told.end), |given| given.min(Position(told.end)));
            Extent { partition, placed, end }
        };
        told.map(extent).collect()
    }

    fn membership(&self) -> Option<Arc<ConsumerGroupMetadata>> {
        // It goes on being a member without what is revoked, and its caller still counts that as its own.
        if self.untold.iter().any(|change| matches!(change, Arrival::Revoked(_))) {
            return None;
        }
        let (metadata, member) = generation::membership(&self.consumer)?;
        // A static member that the group has forgotten is let in again with what it kept, which was another's in between
        // (librdkafka 2.12.1, `rd_kafka_cgrp_revoke_all_rejoin_maybe`). Its positions would be taken for good.
        if !self.next.is_empty() && self.member.as_ref().is_some_and(|own| *own != member) {
            self.consumer.context().give_up(
                "it came back into the group as another member, with partitions that it had as the one before",
            );
            return None;
        }
        Some(Arc::new(metadata))
    }
}
