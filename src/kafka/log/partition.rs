//! One partition: records in the order they were appended, and which of them a `read_committed` reader may see.

use std::collections::{BTreeMap, VecDeque};

use crate::desk::capture::{Offset, RawRecord, position::Position};

use super::transaction::ProducerId;

/// What a record's transaction has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Visible: written outside a transaction, or in one that was committed.
    Committed,
    /// Written in a transaction that isn't decided; holds every reader back.
    Pending(ProducerId),
    /// Written in a transaction that was dropped; readers pass it over.
    Aborted,
    /// A control record: the end of a transaction. It takes up an offset and is never read.
    Marker,
}

#[derive(Debug)]
struct Stored {
    record: RawRecord,
    standing: Standing,
}

/// One partition's log.
#[derive(Debug, Default)]
pub(super) struct PartitionLog {
    /// The offset of `records[0]`; older ones were truncated.
    start: u64,
    records: VecDeque<Stored>,
    /// Where each undecided transaction began here.
    open: BTreeMap<ProducerId, u64>,
    bytes: usize,
    bytes_max: Option<usize>,
}

impl PartitionLog {
    pub(super) fn new(bytes_max: Option<usize>) -> Self {
        Self { bytes_max, ..Self::default() }
    }

    pub(super) fn start(&self) -> Position {
        Position(self.start)
    }

    /// The place of the next record to be appended.
    pub(super) fn end(&self) -> Position {
        Position(self.start + self.records.len() as u64)
    }

    /// Kafka's last stable offset: up to here every transaction is decided.
    pub(super) fn stable_end(&self) -> Position {
        self.open.values().min().map_or(self.end(), |&first| Position(first.max(self.start)))
    }

    /// Appends a record, as part of a producer's transaction where one is given.
    pub(super) fn append(&mut self, record: RawRecord, transaction: Option<ProducerId>) -> Offset {
        let offset = self.end().0;
        let standing = match transaction {
            None => Standing::Committed,
            Some(producer) => {
                self.open.entry(producer).or_insert(offset);
                Standing::Pending(producer)
            }
        };
        self.push(Stored { record, standing });
        Offset(offset)
    }

    /// Ends a producer's transaction here and writes its marker. Nothing happens where it wrote nothing.
    pub(super) fn finish(&mut self, producer: ProducerId, commit: bool) {
        let Some(first) = self.open.remove(&producer) else { return };
        let standing = if commit { Standing::Committed } else { Standing::Aborted };
        let from = usize::try_from(first.saturating_sub(self.start)).unwrap_or(usize::MAX);
        for stored in self.records.iter_mut().skip(from) {
            if stored.standing == Standing::Pending(producer) {
                stored.standing = standing;
            }
        }
        self.push(Stored { record: RawRecord::default(), standing: Standing::Marker });
    }

    /// The first record at or after `from` that a `read_committed` reader may see.
    pub(super) fn read(&self, from: Position) -> Option<(Offset, &RawRecord)> {
        let stable_end = self.stable_end().0;
        (from.0.max(self.start)..stable_end).find_map(|offset| {
            let stored = self.records.get(usize::try_from(offset - self.start).ok()?)?;
            (stored.standing == Standing::Committed).then_some((Offset(offset), &stored.record))
        })
    }

    /// Every record but the markers, decided or not.
    pub(super) fn read_uncommitted(&self) -> impl Iterator<Item = (Offset, &RawRecord)> {
        let records = self.records.iter().zip(self.start..);
        records
            .filter(|(stored, _)| stored.standing != Standing::Marker)
            .map(|(stored, offset)| (Offset(offset), &stored.record))
    }

    /// Drops every record before this position, as retention does.
    pub(super) fn truncate(&mut self, before: Position) {
        while self.start < before.0 && self.drop_first() {}
    }

    fn push(&mut self, stored: Stored) {
        self.bytes += weight(&stored.record);
        self.records.push_back(stored);
        while self.bytes_max.is_some_and(|max| self.bytes > max) && self.records.len() > 1 && self.drop_first() {}
    }

    fn drop_first(&mut self) -> bool {
        let Some(stored) = self.records.pop_front() else { return false };
        self.bytes -= weight(&stored.record);
        self.start += 1;
        true
    }
}

/// What a record counts for against the caps on size, in bytes: what it holds, and Kafka's overhead of a record
/// rounded up.
pub(super) fn weight(record: &RawRecord) -> usize {
    const OVERHEAD: usize = 32;
    let headers = record.headers.iter().map(|(name, value)| name.len() + value.as_ref().map_or(0, Vec::len));
    OVERHEAD
        + record.key.as_ref().map_or(0, Vec::len)
        + record.value.as_ref().map_or(0, Vec::len)
        + headers.sum::<usize>()
}
