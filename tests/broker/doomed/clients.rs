//! The real clients, and a point to die at before and after each of their calls.

use std::{rc::Rc, time::Duration};

use copydesk::{
    desk::{capture::position::Position, wire::Outgoing},
    kafka::{Arrival, Extent, Failure, Ledger, Sink, Source, Tailed, TopicPartition, real::RealLedger},
};

use super::Doom;

pub(super) struct Doomed<T>(pub(super) T, pub(super) Rc<Doom>);

impl<T> Doomed<T> {
    fn call<A>(&mut self, before: &str, call: impl FnOnce(&mut T) -> A, after: &str) -> A {
        self.1.reached(before);
        let answer = call(&mut self.0);
        self.1.reached(after);
        answer
    }
}

impl<T: Source> Source for Doomed<T> {
    type Membership = T::Membership;

    fn subscribe(&mut self) -> Result<(), Failure> {
        self.0.subscribe()
    }

    fn has_read_before(&self) -> bool {
        self.0.has_read_before()
    }

    fn unsubscribe(&mut self) {
        self.0.unsubscribe();
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Arrival>, Failure> {
        self.1.reached("before poll");
        let polled = self.0.poll(wait);
        if matches!(polled, Ok(Some(Arrival::Record { .. }))) {
            self.1.has_page.set(true);
            self.1.reached("after poll");
        }
        polled
    }

    fn seek(&mut self, to: &[(TopicPartition, Position)]) -> Result<(), Failure> {
        self.0.seek(to)
    }

    fn pause(&mut self, paused: bool) -> Result<(), Failure> {
        self.0.pause(paused)
    }

    fn extents(&self) -> Vec<Extent> {
        self.0.extents()
    }

    fn membership(&self) -> Option<Self::Membership> {
        self.0.membership()
    }
}

impl<T: Sink> Sink for Doomed<T> {
    type Membership = T::Membership;

    fn begin(&mut self) -> Result<(), Failure> {
        self.call("before begin", T::begin, "after begin")
    }

    fn send(&mut self, record: Outgoing) -> Result<(), Failure> {
        self.call("before send", |sink| sink.send(record), "after send")
    }

    fn append(&mut self, entries: &[Vec<u8>]) -> Result<(), Failure> {
        self.call("before take back", |sink| sink.append(entries), "after take back")
    }

    fn send_offsets(
        &mut self,
        positions: &[(TopicPartition, Position)],
        membership: &T::Membership,
    ) -> Result<(), Failure> {
        self.call("before send offsets", |sink| sink.send_offsets(positions, membership), "after send offsets")
    }

    fn commit(&mut self) -> Result<(), Failure> {
        self.call("before commit", T::commit, "after commit")
    }

    fn abort(&mut self) -> Result<(), Failure> {
        self.0.abort()
    }
}

/// The ledger, and points to die at around what it is told of appends and what it gives.
pub(super) struct DoomedLedger {
    pub(super) ledger: RealLedger,
    pub(super) doom: Rc<Doom>,
    /// Whether it gave an entry, which has been folded when it is asked for the next.
    pub(super) met: bool,
    /// Where the log ends once it has all that was appended. Nobody else appends.
    pub(super) appended: Position,
}

impl Ledger for DoomedLedger {
    fn append(&mut self, entry: Vec<u8>) -> Result<(), Failure> {
        self.doom.reached("before append");
        if self.doom.is_at("before acknowledged") {
            let end = if self.ledger.unacknowledged() == 0 { self.ledger.end()? } else { self.appended };
            self.appended = Position(end.0 + 1);
        }
        self.ledger.append(entry)?;
        self.doom.reached("after append");
        Ok(())
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Tailed>, Failure> {
        if std::mem::take(&mut self.met) {
            self.doom.reached("after folded");
        }
        let awaited = self.ledger.unacknowledged();
        if awaited > 0 {
            // The broker has it, and the loop isn't told.
            while self.doom.is_at("before acknowledged") && self.ledger.end()? < self.appended {}
            self.doom.reached("before acknowledged");
        }
        self.doom.reached("before ledger poll");
        let polled = self.ledger.poll(wait);
        if self.ledger.unacknowledged() < awaited {
            self.doom.reached("after acknowledged");
        }
        if matches!(polled, Ok(Some(Tailed::Entry { .. }))) {
            self.doom.reached("after ledger poll");
            self.met = true;
        }
        polled
    }

    fn end(&mut self) -> Result<Position, Failure> {
        self.ledger.end()
    }

    fn seek(&mut self, to: Position) -> Result<bool, Failure> {
        self.ledger.seek(to)
    }

    fn rewind(&mut self) -> Result<(), Failure> {
        self.ledger.rewind()
    }

    fn position(&self) -> Position {
        self.ledger.position()
    }

    fn end_seen(&self) -> Option<Position> {
        self.ledger.end_seen()
    }
}
