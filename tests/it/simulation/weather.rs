//! What goes wrong: a replica's clients, through which the run reaches into every call before and after its effect.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use copydesk::{
    desk::{
        capture::position::Position,
        wire::{Channel, Outgoing},
    },
    kafka::{
        Arrival, Clock, Extent, Failure, Ledger, Sink, Source, Tailed, TopicPartition,
        log::{LogLedger, LogSink, LogSource, Membership},
    },
};

use serde_json::Value;

use super::{
    baton::{Baton, Random, Seat},
    pages,
    stage::Software,
};

/// How often what happens, in ten thousand calls.
#[derive(Clone, Debug)]
pub struct Climate {
    /// Another task goes first.
    pub switch: u64,
    /// The replica is killed.
    pub kill: u64,
    /// The replica stands still for up to `freeze_ms_max`.
    pub freeze: u64,
    pub freeze_ms_max: u64,
    /// A call is to be made again: without effect, or with it (then only its answer was lost).
    pub retry: u64,
    /// The transaction is to be aborted for no fault of its records.
    pub abort: u64,
    /// An append gets lost, or its acknowledgement.
    pub lose: u64,
    /// A poll comes back empty.
    pub empty: u64,
    /// An append stays on its way for another call.
    pub delay: u64,
    /// Records are fetched ahead of the polls that hand them out.
    pub fetch: u64,
}

impl Climate {
    /// Nothing goes wrong.
    pub fn calm() -> Self {
        Self {
            switch: 2_000,
            kill: 0,
            freeze: 0,
            freeze_ms_max: 1,
            retry: 0,
            abort: 0,
            lose: 0,
            empty: 0,
            delay: 0,
            fetch: 0,
        }
    }

    /// A climate of its own for each seed: some runs see one kind of trouble only, some see all.
    pub fn draw(random: &mut Random, software: Software) -> Self {
        // Late entries are what replicas that read otherwise than others may stumble over.
        let delay = if software == Software::Mixed { 3_000 } else { 0 };
        let mut rate = |often: u64| match random.below(4) {
            0 => 0,
            1 => often / 4 + 1,
            2 => often,
            _ => often * 3,
        };
        Self {
            switch: 500 + rate(2_000),
            kill: rate(15),
            freeze: rate(15),
            freeze_ms_max: 40_000,
            retry: rate(200),
            abort: rate(100),
            lose: rate(100),
            empty: rate(500),
            delay: rate(4_000).max(delay),
            fetch: rate(2_000),
        }
    }
}

/// What all tasks of a run share.
pub struct World {
    pub baton: Arc<Baton>,
    pub climate: Mutex<Climate>,
    /// Appends whose replica is gone, and which still arrive one day.
    pub stray: Mutex<Vec<Vec<u8>>>,
    /// How far the wall clock is off; it may jump, the time that passes does not.
    pub skew_ms: AtomicI64,
    /// When the last replica that was frozen wakes up.
    pub frozen_until_ms: AtomicU64,
    pub stopping: AtomicBool,
}

impl World {
    fn chance(&self, often: impl Fn(&Climate) -> u64) -> bool {
        let often = often(&self.climate.lock().unwrap());
        often > 0 && self.baton.draw(|random| random.chance(often))
    }
}

/// The run's time.
#[derive(Clone)]
pub struct Time(pub Arc<World>);

impl Clock for Time {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.baton.now_ms())
    }

    fn wall_ms(&self) -> i64 {
        let now = i64::try_from(self.0.baton.now_ms()).unwrap();
        1_700_000_000_000 + now + self.0.skew_ms.load(Ordering::Relaxed)
    }
}

/// A replica's place in the run.
#[derive(Clone)]
pub struct Place {
    pub world: Arc<World>,
    pub seat: Seat,
}

impl Place {
    /// A point before or after a call's effect. A replica that was killed gets no answer ever again.
    fn step(&self) -> Result<(), Failure> {
        let climate = self.world.climate.lock().unwrap().clone();
        let (kill, freeze) = self.world.baton.draw(|random| {
            let freeze = random.chance(climate.freeze).then(|| random.below(climate.freeze_ms_max));
            (random.chance(climate.kill), freeze)
        });
        if kill {
            self.seat.kill();
        }
        if let Some(ms) = freeze {
            self.world.frozen_until_ms.fetch_max(self.world.baton.now_ms() + ms, Ordering::Relaxed);
            self.seat.rest(ms);
        }
        self.seat.step(climate.switch);
        if self.seat.killed() || self.world.baton.exhausted() {
            return Err(Failure::Fatal("killed".to_owned()));
        }
        Ok(())
    }

    /// A call: who is killed before it has no effect, who is killed after it learns nothing.
    fn call<T>(&self, effect: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        self.step()?;
        let result = effect();
        self.step()?;
        result
    }

    /// A call that may have to be made again, and has the same effect then.
    fn call_again<T>(&self, effect: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        if self.world.chance(|climate| climate.retry) {
            self.step()?;
            return Err(Failure::Retry("timed out".to_owned()));
        }
        let result = self.call(effect);
        if result.is_ok() && self.world.chance(|climate| climate.retry) {
            return Err(Failure::Retry("timed out after its effect".to_owned()));
        }
        result
    }

    /// Nothing came: time passes, and the others have their turn.
    fn wait(&self, wait: Duration) -> Result<(), Failure> {
        self.seat.rest(u64::try_from(wait.as_millis()).unwrap());
        self.step()
    }
}

pub struct WeatheredSource {
    pub place: Place,
    pub inner: LogSource,
    /// Records fetched and not handed out. Whoever wakes from a freeze reads these first, though the partitions may be
    /// another's by then.
    pub fetched: VecDeque<Arrival>,
}

impl WeatheredSource {
    /// Fetches a few records ahead; a change of assignment goes before them.
    fn fetch(&mut self) -> Result<Option<Arrival>, Failure> {
        let ahead = if self.place.world.chance(|climate| climate.fetch) { 5 } else { 0 };
        while self.fetched.len() <= ahead {
            match self.inner.poll(Duration::ZERO)? {
                Some(record @ Arrival::Record { .. }) => self.fetched.push_back(record),
                Some(Arrival::Revoked(lost)) => {
                    self.forget(|partition| lost.contains(partition));
                    return Ok(Some(Arrival::Revoked(lost)));
                }
                Some(change) => return Ok(Some(change)),
                None => break,
            }
        }
        Ok(self.fetched.pop_front())
    }

    fn forget(&mut self, of: impl Fn(&TopicPartition) -> bool) {
        self.fetched.retain(|arrival| !matches!(arrival, Arrival::Record { from, .. } if of(from)));
    }
}

impl Source for WeatheredSource {
    type Membership = Membership;

    fn subscribe(&mut self) -> Result<(), Failure> {
        self.place.call(|| self.inner.subscribe())
    }

    fn has_read_before(&self) -> bool {
        self.inner.has_read_before()
    }

    fn unsubscribe(&mut self) {
        if self.place.step().is_ok() {
            self.inner.unsubscribe();
        }
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Arrival>, Failure> {
        if self.place.world.chance(|climate| climate.empty) {
            self.place.wait(wait)?;
            return Ok(None);
        }
        self.place.step()?;
        let arrival = if self.fetched.is_empty() || self.place.world.baton.draw(|random| random.chance(3_000)) {
            self.fetch()?
        } else {
            self.fetched.pop_front()
        };
        self.place.step()?;
        if arrival.is_none() {
            self.place.wait(wait)?;
        }
        Ok(arrival)
    }

    fn seek(&mut self, to: &[(TopicPartition, Position)]) -> Result<(), Failure> {
        self.forget(|partition| to.iter().any(|(sought, _)| sought == partition));
        self.place.call(|| self.inner.seek(to))
    }

    fn pause(&mut self, paused: bool) -> Result<(), Failure> {
        self.place.call(|| self.inner.pause(paused))
    }

    fn extents(&self) -> Vec<Extent> {
        self.inner.extents()
    }

    fn membership(&self) -> Option<Membership> {
        self.inner.membership()
    }
}

pub struct WeatheredSink {
    pub place: Place,
    pub inner: LogSink,
    /// What later calls report until the transaction is aborted.
    pub refusal: Option<Failure>,
    /// After a refusal and a good abort, Kafka's client fails the next transaction once, for sequence numbers that
    /// are missing.
    pub limps: bool,
    /// A commit or abort that took effect and whose answer got lost.
    pub settled: Option<bool>,
}

impl WeatheredSink {
    fn standing(&mut self) -> Result<(), Failure> {
        if self.refusal.is_none() && self.place.world.chance(|climate| climate.abort) {
            self.refusal = Some(Failure::Abort("the coordinator moved".to_owned()));
        }
        self.refusal.clone().map_or(Ok(()), Err)
    }

    /// Commits or aborts; where the effect came and the answer didn't, the next call of the same kind gets it.
    fn end(&mut self, commit: bool) -> Result<(), Failure> {
        match self.settled {
            Some(settled) if settled == commit => {
                self.place.step()?;
            }
            Some(_) => return Err(Failure::Fatal("INVALID_TXN_STATE: the other outcome was asked for".to_owned())),
            None => {
                if self.place.world.chance(|climate| climate.retry) {
                    self.place.step()?;
                    return Err(Failure::Retry("timed out".to_owned()));
                }
                let inner = &mut self.inner;
                self.place.call(|| if commit { inner.commit() } else { inner.abort() })?;
                self.settled = Some(commit);
            }
        }
        if self.place.world.chance(|climate| climate.retry) {
            return Err(Failure::Retry("timed out, outcome unknown".to_owned()));
        }
        self.settled = None;
        Ok(())
    }
}

impl Sink for WeatheredSink {
    type Membership = Membership;

    fn begin(&mut self) -> Result<(), Failure> {
        self.place.call(|| self.inner.begin())
    }

    fn send(&mut self, record: Outgoing) -> Result<(), Failure> {
        self.standing()?;
        let value = record.value.as_deref().unwrap_or_default();
        let refused = match record.channel {
            Channel::Articles | Channel::Links => {
                let value: Value = serde_json::from_slice(value).unwrap_or_default();
                let url = value["url"].as_str().or_else(|| value["urls"]["canonical"].as_str());
                url.is_some_and(|url| url.contains(pages::POISON))
            }
            // Of what stands in for it, it takes even this.
            Channel::Rejects => {
                let stand_in = record.headers.iter().any(|(name, _)| name == "copydesk-value-blake3");
                pages::contains(value, pages::DEEP_POISON) && !stand_in
            }
        };
        if refused {
            self.refusal = Some(Failure::Refused("INVALID_RECORD".to_owned()));
            return self.place.step();
        }
        self.place.call(|| self.inner.send(record))
    }

    fn append(&mut self, entries: &[Vec<u8>]) -> Result<(), Failure> {
        self.standing()?;
        self.place.call(|| self.inner.append(entries))
    }

    fn send_offsets(
        &mut self,
        positions: &[(TopicPartition, Position)],
        membership: &Membership,
    ) -> Result<(), Failure> {
        self.standing()?;
        let inner = &mut self.inner;
        self.place.call_again(|| inner.send_offsets(positions, membership))
    }

    fn commit(&mut self) -> Result<(), Failure> {
        if self.settled.is_none() {
            if std::mem::take(&mut self.limps) {
                self.refusal = Some(Failure::Abort("OUT_OF_ORDER_SEQUENCE_NUMBER".to_owned()));
            }
            self.standing()?;
        }
        self.end(true)
    }

    fn abort(&mut self) -> Result<(), Failure> {
        self.end(false)?;
        self.limps = matches!(self.refusal.take(), Some(Failure::Refused(_)));
        Ok(())
    }
}

pub struct WeatheredLedger {
    pub place: Place,
    pub inner: LogLedger,
    /// Appends on their way, in their order.
    pub sent: VecDeque<Vec<u8>>,
    pub lost: bool,
}

impl WeatheredLedger {
    fn deliver(&mut self) -> Result<(), Failure> {
        while !self.sent.is_empty() && !self.place.world.chance(|climate| climate.delay) {
            if let Some(entry) = self.sent.pop_front() {
                self.inner.append(entry)?;
            }
        }
        Ok(())
    }
}

impl Ledger for WeatheredLedger {
    fn append(&mut self, entry: Vec<u8>) -> Result<(), Failure> {
        self.place.step()?;
        // Lost before it arrived, or its acknowledgement after: the writer is told the same.
        let lost = self.place.world.chance(|climate| climate.lose);
        self.lost |= lost;
        if !lost || self.place.world.baton.draw(|random| random.chance(5_000)) {
            self.sent.push_back(entry);
        }
        self.deliver()?;
        self.place.step()
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Tailed>, Failure> {
        self.place.step()?;
        self.deliver()?;
        if std::mem::take(&mut self.lost) {
            return Ok(Some(Tailed::AppendFailed("timed out".to_owned())));
        }
        if self.place.world.chance(|climate| climate.empty) {
            self.place.wait(wait)?;
            return Ok(None);
        }
        let tailed = self.inner.poll(Duration::ZERO)?;
        if tailed.is_none() && !wait.is_zero() {
            self.place.wait(wait)?;
        }
        Ok(tailed)
    }

    fn end(&mut self) -> Result<Position, Failure> {
        self.place.call_again(|| self.inner.end())
    }

    fn seek(&mut self, to: Position) -> Result<bool, Failure> {
        self.place.call_again(|| self.inner.seek(to))
    }

    fn rewind(&mut self) -> Result<(), Failure> {
        self.place.call_again(|| self.inner.rewind())
    }

    fn position(&self) -> Position {
        self.inner.position()
    }

    fn end_seen(&self) -> Option<Position> {
        self.inner.end_seen()
    }
}

/// What was on its way when the replica died still arrives, some of it, some time.
impl Drop for WeatheredLedger {
    fn drop(&mut self) {
        self.place.world.stray.lock().unwrap().extend(self.sent.drain(..));
    }
}
