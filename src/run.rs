//! The loop: a batch is taken in, read, claimed in the ledger, judged, and published in one transaction.
//!
//! [`Replica::turn`] is one round of it, on one thread that owns every client. Reading goes on meanwhile on all cores;
//! a batch waits for the ledger while the batch before it commits and the batch after it is read. Nothing a replica
//! holds in memory is needed again after it dies: uncommitted pages are read again, and the ledger has their verdicts.
//! A [`snapshot`] on its own disk saves it the reading of the whole ledger, and decides nothing.
//!
//! What may happen where:
//! - partitions come and go inside [`Source::poll`] only, so never while a transaction is open;
//! - a page is judged when the replica's own tail reaches its entry, never before;
//! - a transaction carries whole records: all verdicts on a record's pages and its offset, or nothing;
//! - what the ledger says is published and can't be is taken back in the transaction that has its dead letter: whoever is no
//!   longer the page's reader takes nothing back.

pub mod batch;
mod follow;
pub mod meter;
mod outgoing;
mod poison;
mod progress;
pub mod readers;
pub mod service;
pub mod snapshot;
mod stride;
pub mod tapes;
mod upkeep;
pub mod watch;

use std::{collections::VecDeque, time::Duration};

use crate::{
    desk::{
        capture::RawRecord,
        verdict::{Memory, Rules, memory::tapes::TapeRoom},
        wire::Dialect,
    },
    kafka::{Arrival, Clock, Failure, Ledger, Sink, Source},
};
use batch::{Batch, Collected};
use follow::Following;
use outgoing::Sent;
use poison::Suspicion;
use progress::Progress;
use readers::Readers;
use snapshot::Keeping;
use stride::Stride;
use upkeep::BackOff;
use watch::{Event, Watch};

/// How much a replica takes on at once, and how it writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Records in a batch, at most. A larger batch spreads the cost of its transaction over more pages.
    pub batch_records_max: usize,
    /// Bytes of raw records in a batch, at most; one record may be larger than that by itself.
    pub batch_bytes_max: usize,
    /// How long the first record of a batch waits for others while the batch before it is read.
    pub batch_wait_max: Duration,
    /// Closed batches in flight, at most: one that commits, one that waits for the ledger, and one that is read, so that readers
    /// don't wait for the brokers. With two, and half the bytes in a batch, a quarter fewer pages of 100 KB pass (`make load`).
    pub batches_max: usize,
    /// Bytes of raw records in flight over all batches, at most (and one record more).
    pub inflight_bytes_max: usize,
    /// How long intake may stand still with the partitions' fetching on; after that they are paused.
    pub stall_max: Duration,
    /// How long a transaction may be open before the brokers abort it. Batches are held to what fits in easily.
    pub transaction_max: Duration,
    /// How long one commit, abort or send may be tried again before the replica gives up and leaves.
    pub settle_max: Duration,
    /// How long a reader may be at one record; after that the record is rejected and the reader left to itself.
    pub read_max: Duration,
    /// The largest record that the output topics take, in bytes.
    pub message_bytes_max: usize,
    /// Whose names the headers of dead letters have.
    pub dialect: Dialect,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            batch_records_max: 500,
            batch_bytes_max: 16 << 20,
            batch_wait_max: Duration::from_millis(100),
            batches_max: 3,
            inflight_bytes_max: 48 << 20,
            stall_max: Duration::from_secs(2),
            transaction_max: Duration::from_secs(15),
            settle_max: Duration::from_mins(1),
            read_max: Duration::from_secs(30),
            message_bytes_max: 12 << 20,
            dialect: Dialect::default(),
        }
    }
}

/// What a turn has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The replica doesn't know yet what the cluster knows; it takes no pages.
    Following,
    /// Pages are in flight.
    Busy,
    /// Nothing is in flight, and nothing came in.
    Idle,
}

/// One instance of the service: its clients, its copy of the memory, and the pages it has in flight.
pub struct Replica<S, K, L> {
    source: S,
    sink: K,
    ledger: L,
    clock: Box<dyn Clock>,
    readers: Box<dyn Readers>,
    watch: Box<dyn Watch>,
    bounds: Bounds,
    following: Following,
    keeping: Option<Keeping>,
    open: Batch,
    closed: VecDeque<Batch>,
    suspicion: Suspicion,
    stride: Stride,
    progress: Progress,
    stalled_since: Option<Duration>,
    back_off: BackOff,
    paused: bool,
    subscribed: bool,
    leaving: bool,
    /// Why it ends once what is decided is published.
    ending: Option<String>,
}

impl<S: Source, K: Sink<Membership = S::Membership>, L: Ledger> Replica<S, K, L> {
    /// A replica that knows nothing yet. `ledger_id` is the name it gives the ledger if it turns out to be its first.
    pub fn new(
        (source, sink, ledger): (S, K, L),
        clock: Box<dyn Clock>,
        readers: Box<dyn Readers>,
        watch: Box<dyn Watch>,
        bounds: Bounds,
        rules: Rules,
        ledger_id: u128,
    ) -> Self {
        let suspicion = Suspicion::none(bounds.batch_records_max);
        let stride = Stride::new(bounds.batch_records_max, bounds.transaction_max);
        Self {
            source,
            sink,
            ledger,
            clock,
            readers,
            watch,
            bounds,
            following: Following::new(Memory::new(rules), ledger_id),
            keeping: None,
            open: Batch::default(),
            closed: VecDeque::new(),
            suspicion,
            stride,
            progress: Progress::default(),
            stalled_since: None,
            back_off: BackOff::default(),
            paused: false,
            subscribed: false,
            leaving: false,
            ending: None,
        }
    }

    /// Keeps the tapes of the texts it knows there.
    #[must_use]
    pub fn with_tapes(mut self, room: TapeRoom) -> Self {
        self.following.set_tapes(room);
        self
    }

    /// One round: learn what the cluster has judged, take pages in, claim those that are read, publish those that are
    /// judged. Waits a little where there is nothing to do. An error is the end of this replica.
    pub fn turn(&mut self) -> Result<Turn, Failure> {
        self.report();
        if !self.learn()? {
            self.serve_group()?;
            return Ok(Turn::Following);
        }
        self.take_in()?;
        self.claim()?;
        self.publish()?;
        if self.closed.is_empty()
            && let Some(why) = self.ending.take()
        {
            return Err(self.give_up(why));
        }
        Ok(if self.open.is_empty() && self.closed.is_empty() { Turn::Idle } else { Turn::Busy })
    }

    /// Takes no more pages from here on; those in flight go on to be published by further turns.
    pub fn leave(&mut self) {
        self.leaving = true;
        // What is read but not yet closed would wait for neighbours that never come.
        self.close_open();
    }

    /// Gives the partitions back, so that others take them over. Pages still in flight are theirs to read.
    pub fn depart(&mut self) {
        self.source.unsubscribe();
    }

    /// The replica's copy of the memory.
    pub fn memory(&self) -> &Memory {
        self.following.memory()
    }

    /// Polls raw records into the open batch until it is full, old, or nothing more is waiting.
    fn take_in(&mut self) -> Result<(), Failure> {
        if self.leaving || self.is_full() || self.is_backing_off() {
            // The open batch may take up all the room by itself: it waits for no more neighbours then.
            if self.closed.is_empty() {
                self.close_open();
            }
            return self.stall();
        }
        self.stalled_since = None;
        self.pause(false)?;
        loop {
            let wait = if self.closed.is_empty() && self.open.is_empty() { IDLE_WAIT } else { BUSY_WAIT };
            match self.source.poll(wait)? {
                Some(Arrival::Record { from, offset, record }) => self.admit(from, offset, record),
                Some(change) => self.reassign(change),
                None => {
                    // Nothing is waiting: while no batch is read there is no reason to wait for neighbours.
                    let is_old = self.open.age(self.clock.elapsed()) >= self.bounds.batch_wait_max;
                    if is_old || self.closed.iter().all(Batch::claimed) {
                        self.close_open();
                    }
                    return Ok(());
                }
            }
            let records_max = self.suspicion.records_max().min(self.stride.records_max());
            if self.open.records() >= records_max || self.open.bytes() >= self.bounds.batch_bytes_max {
                self.close_open();
            }
            // A long queue must not keep the batches in flight from being judged and published.
            if self.is_full() || (!self.closed.is_empty() && self.open.records().is_multiple_of(RECORDS_A_TURN)) {
                return Ok(());
            }
        }
    }

    /// Appends an entry for every page that has been read, batch by batch, and remembers which verdicts are awaited.
    fn claim(&mut self) -> Result<(), Failure> {
        let now = self.clock.elapsed();
        let mut at = 0;
        while let Some(batch) = self.closed.get_mut(at) {
            let mut rest = None;
            if !batch.claimed() {
                match batch.collect_readings(self.bounds.message_bytes_max, self.bounds.read_max, now) {
                    Collected::Complete => {}
                    // Order in the ledger is order of arrival: later batches wait for this one.
                    Collected::Awaited => return Ok(()),
                    Collected::Overdue => {
                        self.replace_reader();
                        return Ok(());
                    }
                }
                self.suspicion.mark(batch);
                rest = batch.split_off(self.following.together(batch));
                self.following.claim(batch, &mut self.ledger)?;
            }
            let waits = batch.takes_back();
            at += 1;
            if let Some(rest) = rest {
                self.closed.insert(at, rest);
            }
            // Copies of what it takes back would be judged as copies before that is known.
            if waits {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Publishes the oldest batch once all its pages are judged: verdicts and positions in one transaction.
    fn publish(&mut self) -> Result<(), Failure> {
        while self.closed.front().is_some_and(Batch::judged) {
            let Some(membership) = self.source.membership() else {
                // The group has moved on; whoever has the partitions now reads these pages from the committed
                // positions.
                return self.rewind("no longer a member of the group");
            };
            let Some(mut batch) = self.closed.pop_front() else { return Ok(()) };
            if batch.is_empty() {
                continue;
            }
            self.following.confirm(&mut batch);
            let started = self.clock.elapsed();
            let transacted = self.transact(&batch, &membership);
            let took = self.clock.elapsed().saturating_sub(started);
            match transacted {
                Ok(sent) => {
                    self.stride.passed(batch.records(), took);
                    self.suspicion.ease(&batch);
                    self.back_off = BackOff::default();
                    let wall_ms = self.clock.wall_ms();
                    for row in batch.rows() {
                        self.progress.reached(row);
                        for page in &row.pages {
                            self.watch.saw(&Event::Published { row, page, wall_ms });
                        }
                    }
                    let (pages, records) = (batch.pages(), batch.records());
                    self.watch.saw(&Event::Committed { pages, records, sent: &sent, took, wall_ms });
                }
                Err(Failure::Fatal(why)) => return Err(self.give_up(why)),
                Err(failure) => {
                    self.stride.failed(batch.records(), took);
                    self.settle(Sink::abort)?;
                    self.watch.saw(&Event::Aborted { why: &failure, records: batch.records() });
                    if matches!(failure, Failure::Refused(_)) && self.suspicion.raise(&batch) {
                        return Err(self.give_up(format!("even a dead letter's head is refused: {failure}")));
                    }
                    self.closed.push_front(batch);
                    self.back_off.lengthen(self.clock.elapsed());
                    return self.rewind("the transaction was aborted");
                }
            }
        }
        Ok(())
    }

    /// Everything a batch has to say, and where the group goes on after it, in one transaction.
    fn transact(&mut self, batch: &Batch, membership: &S::Membership) -> Result<Sent, Failure> {
        let mut sent = Sent::default();
        self.settle(Sink::begin)?;
        for row in batch.rows() {
            for record in outgoing::records(row, self.bounds.message_bytes_max, self.bounds.dialect) {
                sent.count(&record);
                self.sink.send(record)?;
            }
        }
        let retractions = batch.retractions();
        if !retractions.is_empty() {
            self.sink.append(&retractions)?;
        }
        let positions = batch.positions();
        self.settle(|sink| sink.send_offsets(&positions, membership))?;
        self.settle(Sink::commit)?;
        Ok(sent)
    }
}

/// How long an idle replica waits for a record before it looks at the ledger again.
const IDLE_WAIT: Duration = Duration::from_millis(20);

/// How long a replica with pages in flight waits for another record: their verdicts or readings come any moment.
const BUSY_WAIT: Duration = Duration::from_millis(1);

/// Records taken in before the batches in flight are looked at again.
const RECORDS_A_TURN: usize = 64;

fn size(record: &RawRecord) -> usize {
    let headers: usize =
        record.headers.iter().map(|(name, value)| name.len() + value.as_ref().map_or(0, Vec::len)).sum();
    record.key.as_ref().map_or(0, Vec::len) + record.value.as_ref().map_or(0, Vec::len) + headers
}
