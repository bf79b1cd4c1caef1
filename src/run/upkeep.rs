//! What keeps the loop going: following the ledger, serving the group, standing still, and starting over.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use super::{Batch, Event, Replica, follow::Moment, size};
use crate::{
    desk::capture::{Offset, RawRecord},
    kafka::{Arrival, Failure, Ledger, Sink, Source, TopicPartition},
};

/// How long the tail of the ledger is waited for where there is nothing else to do.
const TAIL_WAIT: Duration = Duration::from_millis(1);

/// How long intake rests after aborted transactions, one after another: whatever the broker's trouble is, trying at
/// full speed makes it worse.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BackOff {
    aborts: u32,
    until: Option<Duration>,
}

impl BackOff {
    /// Another transaction was aborted: rest 20 ms after the first, twice as long after each that follows, up to about
    /// three seconds.
    pub(super) fn lengthen(&mut self, now: Duration) {
        self.until = Some(now + Duration::from_millis(20 << self.aborts.min(7)));
        self.aborts += 1;
    }
}

impl<S: Source, K: Sink<Membership = S::Membership>, L: Ledger> Replica<S, K, L> {
    /// Tells those who watch that the loop is alive, and now and then how far behind it is.
    pub(super) fn report(&mut self) {
        let inflight_bytes = self.open.bytes() + self.closed.iter().map(Batch::bytes).sum::<usize>();
        let ledger_lag = self.following.lag(&self.ledger);
        self.watch.saw(&Event::Turn { inflight_bytes, ledger_lag });
        if self.progress.is_due(self.clock.elapsed()) {
            if self.progress.is_memory_due(self.clock.elapsed()) {
                self.watch.saw(&Event::Remembers { memory: self.following.memory() });
            }
            let wall_ms = self.clock.wall_ms();
            for extent in self.source.extents() {
                if let Some((records, age)) = self.progress.lag(&extent, wall_ms) {
                    self.watch.saw(&Event::Lag { partition: &extent.partition, records, age });
                }
            }
        }
    }

    /// Folds what the ledger holds; true once this replica knows all that the cluster knew when it came, from which
    /// moment on it asks for partitions.
    pub(super) fn learn(&mut self) -> Result<bool, Failure> {
        let was_working = self.following.is_working();
        // With nothing to take in, the tail is what there is to wait for.
        let wait = if self.is_full() || self.leaving || self.is_backing_off() || !was_working {
            TAIL_WAIT
        } else {
            Duration::ZERO
        };
        let works = if self.keep() {
            was_working
        } else {
            self.following.learn(&mut self.ledger, Moment { now: self.clock.elapsed(), wait }, self.watch.as_mut())?
        };
        // One that is made anew under the tail is told of as a loss.
        if self.following.take_anew() && !self.subscribed && self.source.has_read_before() {
            self.watch.saw(&Event::LedgerMissed);
        }
        if was_working && !works {
            self.rewind("the ledger was lost under the tail")?;
        }
        if works && !self.subscribed && !self.leaving {
            self.source.subscribe()?;
            self.subscribed = true;
        }
        for batch in &mut self.closed {
            self.following.answer(batch);
        }
        Ok(works)
    }

    /// Keeps the membership alive, and takes nothing in, while there is nothing to judge by.
    pub(super) fn serve_group(&mut self) -> Result<(), Failure> {
        if self.subscribed {
            self.pause(true)?;
            self.poll_changes()?;
        }
        Ok(())
    }

    /// Takes nothing in because enough is in flight; after a while the partitions are paused, so that the group is
    /// served without fetching.
    pub(super) fn stall(&mut self) -> Result<(), Failure> {
        let now = self.clock.elapsed();
        let since = *self.stalled_since.get_or_insert(now);
        if self.leaving || now.saturating_sub(since) >= self.bounds.stall_max {
            self.pause(true)?;
            self.poll_changes()?;
        }
        Ok(())
    }

    /// Polls a paused source for changes of assignment. A record that was on its way when the pause came is taken in
    /// all the same: dropped, it would be lost to this replica.
    pub(super) fn poll_changes(&mut self) -> Result<(), Failure> {
        match self.source.poll(Duration::ZERO)? {
            Some(Arrival::Record { from, offset, record }) if !self.leaving => self.admit(from, offset, record),
            Some(change) => self.reassign(change),
            None => {}
        }
        Ok(())
    }

    pub(super) fn admit(&mut self, from: TopicPartition, offset: Offset, record: RawRecord) {
        self.watch.saw(&Event::Consumed { topic: &from.topic, bytes: size(&record) });
        self.progress.taken_in(&from, offset, record.timestamp_ms);
        let record = Arc::new(record);
        let reading = self.readers.read(Arc::clone(&record));
        self.open.push(from, offset, record, reading, self.clock.elapsed());
    }

    /// A reader is left behind with a record that is rejected by now; what waited for that reader goes to others. Where
    /// there are to be no others the replica ends, and publishes what is decided first: else whoever has the partition next
    /// would begin with the same records, and end as this one does.
    pub(super) fn replace_reader(&mut self) {
        self.watch.saw(&Event::ReaderLost);
        if let Err(why) = self.readers.replace_one() {
            self.ending = Some(why);
            self.leaving = true;
            self.open = Batch::default();
            let first_undecided = self.closed.iter().position(|batch| !batch.claimed()).unwrap_or(self.closed.len());
            self.closed.truncate(first_undecided + 1);
            if let Some(batch) = self.closed.get_mut(first_undecided) {
                batch.keep_decided();
            }
            return;
        }
        for batch in self.closed.iter_mut().chain([&mut self.open]) {
            batch.read_again(&*self.readers);
        }
    }

    pub(super) fn pause(&mut self, paused: bool) -> Result<(), Failure> {
        if self.paused != paused {
            self.source.pause(paused)?;
            self.paused = paused;
            self.watch.saw(&Event::Paused { paused });
        }
        Ok(())
    }

    pub(super) fn reassign(&mut self, change: Arrival) {
        match change {
            Arrival::Assigned(partitions) => self.watch.saw(&Event::Assigned { partitions: &partitions }),
            Arrival::Revoked(partitions) => {
                for batch in self.closed.iter_mut().chain([&mut self.open]) {
                    batch.forget(&partitions);
                }
                self.following.forget(&partitions);
                self.progress.forget(&partitions);
                self.watch.saw(&Event::Revoked { partitions: &partitions });
            }
            Arrival::Displaced { partition, position, by } => {
                self.watch.saw(&Event::Displaced { partition: &partition, position, by });
            }
            Arrival::Unreadable(then) => self.watch.saw(&Event::Unreadable { then }),
            Arrival::Record { .. } => {}
        }
    }

    /// Drops everything in flight and reads it again from where the group stands.
    pub(super) fn rewind(&mut self, why: &str) -> Result<(), Failure> {
        let mut starts = BTreeMap::new();
        for batch in self.closed.iter().chain([&self.open]) {
            for (partition, start) in batch.starts() {
                let lowest = starts.entry(partition).or_insert(start);
                *lowest = start.min(*lowest);
            }
        }
        let starts: Vec<_> = starts.into_iter().collect();
        self.closed.clear();
        self.open = Batch::default();
        self.following.forget_claims();
        self.watch.saw(&Event::Rewound { why, partitions: starts.len() });
        self.source.seek(&starts)
    }

    /// Makes a call until it is settled one way or the other: a commit whose outcome is open must not be given up.
    pub(super) fn settle(&mut self, mut call: impl FnMut(&mut K) -> Result<(), Failure>) -> Result<(), Failure> {
        let started = self.clock.elapsed();
        loop {
            match call(&mut self.sink) {
                Err(Failure::Retry(why)) => {
                    if self.clock.elapsed().saturating_sub(started) >= self.bounds.settle_max {
                        return Err(Failure::Fatal(format!("not settled in {:?}: {why}", self.bounds.settle_max)));
                    }
                }
                settled => return settled,
            }
        }
    }

    pub(super) fn is_backing_off(&self) -> bool {
        self.back_off.until.is_some_and(|until| self.clock.elapsed() < until)
    }

    pub(super) fn give_up(&mut self, why: String) -> Failure {
        self.watch.saw(&Event::Fatal { why: &why });
        Failure::Fatal(why)
    }

    pub(super) fn is_full(&self) -> bool {
        let bytes = self.open.bytes() + self.closed.iter().map(Batch::bytes).sum::<usize>();
        self.closed.len() >= self.bounds.batches_max || bytes >= self.bounds.inflight_bytes_max
    }

    pub(super) fn close_open(&mut self) {
        if !self.open.is_empty() {
            self.closed.push_back(std::mem::take(&mut self.open));
        }
    }
}
