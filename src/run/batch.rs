//! A batch: raw records in the order they arrived, what was read from each, and the verdicts as they come.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use crate::{
    desk::{
        Reading,
        capture::{Offset, Part, RawRecord, SourcePosition, TopicId, position::Position},
        verdict::{Claim, Entry, Judgement, LedgerRecord, Reason},
    },
    kafka::TopicPartition,
    run::{
        outgoing,
        readers::{Pending, Readers},
    },
};

/// One page of a record, from its reading to its verdict.
#[derive(Debug)]
pub struct Page {
    /// Which page it is.
    pub source: SourcePosition,
    /// What it was read as.
    pub reading: Result<Reading, Reason>,
    /// What it was judged.
    pub judgement: Option<Judgement>,
    /// Whether it can't be published although the ledger says that it is: that is taken back with its dead letter.
    pub is_taken_back: bool,
}

/// How far a record is under suspicion of being the one that the broker refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No suspicion.
    #[default]
    Good,
    /// What is published of it was refused while it stood alone: it goes to the dead letters.
    Undeliverable,
    /// Its dead letter was refused as well: only its head and digest go there.
    Unkeepable,
}

/// One raw record and the pages it carries.
#[derive(Debug)]
pub struct Row {
    /// The partition it came from.
    pub from: TopicPartition,
    /// Its place there.
    pub offset: Offset,
    /// The record.
    pub record: Arc<RawRecord>,
    /// Its pages; empty until it is read.
    pub pages: Vec<Page>,
    /// Whether it may be what the broker refuses.
    pub standing: Standing,
    reading: Option<Pending>,
    /// How long its reader has been watched at it.
    watched: Duration,
}

/// How far the readings of a batch are collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collected {
    /// All are there.
    Complete,
    /// A record is still to be read.
    Awaited,
    /// A record takes its reader too long. It is rejected by now, and its reader is not waited for any more.
    Overdue,
}

/// What one look adds to the time that a reader has been watched, at most: a process that stood still between two looks
/// has not watched anybody.
const LOOK_MAX: Duration = Duration::from_millis(100);

/// Records that are read, claimed, judged and published together.
#[derive(Debug, Default)]
pub struct Batch {
    rows: Vec<Row>,
    bytes: usize,
    opened: Option<Duration>,
    looked: Option<Duration>,
    claimed: bool,
}

impl Batch {
    /// Adds a record that is being read; `now` dates a batch by its first.
    pub fn push(
        &mut self,
        from: TopicPartition,
        offset: Offset,
        record: Arc<RawRecord>,
        reading: Pending,
        now: Duration,
    ) {
        self.bytes += super::size(&record);
        self.opened.get_or_insert(now);
        let standing = Standing::Good;
        let (pages, reading, watched) = (Vec::new(), Some(reading), Duration::ZERO);
        self.rows.push(Row { from, offset, record, pages, standing, reading, watched });
    }

    /// Takes over the readings that are done by `now`. An article that would not fit into an output record of
    /// `bytes_max` is rejected here, before it is claimed; and so is the record that all others wait for, once its reader
    /// has been watched at it for `read_max`.
    pub fn collect_readings(&mut self, bytes_max: usize, read_max: Duration, now: Duration) -> Collected {
        let look = now.saturating_sub(self.looked.replace(now).unwrap_or(now)).min(LOOK_MAX);
        let mut overdue = false;
        for row in &mut self.rows {
            let Some(pending) = &row.reading else { continue };
            let readings = match pending.take() {
                Some(readings) => readings,
                None if overdue => return Collected::Overdue,
                None => {
                    if pending.is_begun() {
                        row.watched += look;
                    }
                    if row.watched < read_max {
                        return Collected::Awaited;
                    }
                    overdue = true;
                    vec![Err(Reason::TooSlow)]
                }
            };
            row.reading = None;
            row.pages = readings
                .into_iter()
                .zip(0..)
                .map(|(reading, part)| Page {
                    source: source(row, Part(part)),
                    reading,
                    judgement: None,
                    is_taken_back: false,
                })
                .collect();
            for page in &mut row.pages {
                if outgoing::is_too_large(page, &row.from.topic, bytes_max) {
                    page.reading = Err(Reason::ArticleTooLarge);
                }
            }
        }
        if overdue { Collected::Overdue } else { Collected::Complete }
    }

    /// Hands in again what no reader has begun with.
    pub fn read_again(&mut self, readers: &dyn Readers) {
        for row in &mut self.rows {
            if row.reading.as_ref().is_some_and(Pending::is_waiting) {
                row.reading = Some(readers.read(Arc::clone(&row.record)));
            }
        }
    }

    /// Drops the first record that is still to be read, and all behind it.
    pub fn keep_decided(&mut self) {
        let decided = self.rows.iter().take_while(|row| row.reading.is_none()).count();
        self.rows.truncate(decided);
        self.bytes = self.rows.iter().map(|row| super::size(&row.record)).sum();
    }

    /// Drops the records of partitions that are no longer this replica's.
    pub fn forget(&mut self, partitions: &[TopicPartition]) {
        self.rows.retain(|row| !partitions.contains(&row.from));
        self.bytes = self.rows.iter().map(|row| super::size(&row.record)).sum();
        if self.rows.is_empty() {
            self.opened = None;
        }
    }

    /// Whether entries were appended for its pages.
    pub fn claimed(&self) -> bool {
        self.claimed
    }

    /// Notes that entries were appended for its pages.
    pub fn set_claimed(&mut self) {
        self.claimed = true;
    }

    /// Whether every page has its verdict.
    pub fn judged(&self) -> bool {
        self.claimed && self.rows.iter().flat_map(|row| &row.pages).all(|page| page.judgement.is_some())
    }

    /// Cuts off what stands behind its first so many records: a batch of their own, read as far as this one. `None` if there is nothing.
    pub fn split_off(&mut self, records: usize) -> Option<Self> {
        let rows = self.rows.split_off(records.min(self.rows.len()));
        let bytes: usize = rows.iter().map(|row| super::size(&row.record)).sum();
        self.bytes -= bytes;
        (!rows.is_empty()).then_some(Self { rows, bytes, claimed: false, ..*self })
    }

    /// Whether it takes anything back.
    pub fn takes_back(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.pages).any(|page| page.is_taken_back)
    }

    /// The ledger's entries for what it takes back.
    pub fn retractions(&self) -> Vec<Vec<u8>> {
        let pages = self.rows.iter().flat_map(|row| &row.pages).filter(|page| page.is_taken_back);
        let entry = |page: &Page| Entry { source: page.source, claim: Claim::Retraction };
        pages.map(|page| LedgerRecord::Entry(entry(page)).encode()).collect()
    }

    /// Its records, in order of arrival.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Its records, to be marked and judged.
    pub fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// How many records it holds.
    pub fn records(&self) -> usize {
        self.rows.len()
    }

    /// How many pages its records carry.
    pub fn pages(&self) -> usize {
        self.rows.iter().map(|row| row.pages.len()).sum()
    }

    /// How many bytes its raw records take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether it holds no record.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How long ago its first record arrived.
    pub fn age(&self, now: Duration) -> Duration {
        self.opened.map_or(Duration::ZERO, |opened| now.saturating_sub(opened))
    }

    /// The first place of each partition in it: where to read from again if it is dropped.
    pub fn starts(&self) -> BTreeMap<TopicPartition, Position> {
        let mut starts = BTreeMap::new();
        for row in &self.rows {
            starts.entry(row.from.clone()).or_insert(row.offset.position());
        }
        starts
    }

    /// The position of each partition after it: where the group goes on once it is published.
    pub fn positions(&self) -> Vec<(TopicPartition, Position)> {
        let mut positions = BTreeMap::new();
        for row in &self.rows {
            positions.insert(row.from.clone(), row.offset.next());
        }
        positions.into_iter().collect()
    }
}

fn source(row: &Row, part: Part) -> SourcePosition {
    SourcePosition {
        topic: TopicId::of(&row.from.topic),
        partition: row.from.partition,
        offset: row.offset,
        part,
        timestamp_ms: row.record.timestamp_ms,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, mpsc};

    use super::*;
    use crate::run::readers::Pool;

    /// A process that is stopped for an hour and goes on finds no reader too slow that had no time to read.
    #[test]
    fn a_reader_is_watched_only_while_somebody_looks() {
        let (done, wait) = mpsc::channel::<()>();
        let wait = Mutex::new(wait);
        let stuck = move |_: &RawRecord, _: &mut dyn FnMut(_)| {
            // Ends as the other side is dropped.
            let _ = wait.lock().map(|wait| wait.recv());
            Vec::new()
        };
        let readers = Pool::of(1, Arc::new(stuck)).unwrap();
        let record = Arc::new(RawRecord::default());
        let pending = readers.read(Arc::clone(&record));
        while !pending.is_begun() {
            std::thread::yield_now();
        }
        let from = TopicPartition { topic: Arc::from("pages.raw"), partition: crate::desk::capture::Partition(0) };
        let mut batch = Batch::default();
        batch.push(from, Offset(0), record, pending, Duration::ZERO);
        let mut look = |seconds| batch.collect_readings(1 << 20, LOOK_MAX * 3, Duration::from_secs(seconds));
        assert_eq!([0, 3_600, 7_200].map(&mut look), [Collected::Awaited; 3]);
        assert_eq!(look(7_201), Collected::Overdue);
        assert_eq!(batch.rows()[0].pages[0].reading.as_ref().err(), Some(&Reason::TooSlow));
        drop(done);
    }
}
