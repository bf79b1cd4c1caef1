//! What the loop tells those who watch it: metrics, logs, the demo. It decides nothing by their leave.

use std::time::Duration;

use super::{
    batch::{Page, Row},
    outgoing::Sent,
};
use crate::{
    desk::{
        capture::{Offset, position::Position},
        verdict::Memory,
    },
    kafka::{Displacement, Failure, TopicPartition, Unreadable},
};

/// Something that happened in the loop.
#[derive(Debug)]
pub enum Event<'a> {
    /// A turn begins: the loop is alive.
    Turn {
        /// Bytes of raw records in flight.
        inflight_bytes: usize,
        /// Entries between the tail and the ledger's end, where that is known.
        ledger_lag: Option<u64>,
    },
    /// How far a partition's published position is from its end; told about once a second.
    Lag {
        /// The partition.
        partition: &'a TopicPartition,
        /// Records between the two.
        records: u64,
        /// How old the oldest record between the two can be at most; zero where there is none.
        age: Duration,
    },
    /// A raw record was taken in. It is taken in again after a rewind.
    Consumed {
        /// Its topic.
        topic: &'a str,
        /// Its size: key, value and headers.
        bytes: usize,
    },
    /// Ledger entries were folded.
    Folded {
        /// How many.
        entries: usize,
        /// How many of them could not be read and were skipped, as every replica skips them.
        skipped: usize,
        /// What is remembered after them.
        memory: &'a Memory,
    },
    /// What is remembered; told about every ten seconds.
    Remembers {
        /// The memory.
        memory: &'a Memory,
    },
    /// The ledger is empty, and this replica begins it.
    Founds,
    /// The ledger is new, though the group has read pages before: what they were judged is forgotten.
    LedgerMissed,
    /// The replica knows all that the cluster knew when it came; it asks for partitions.
    CaughtUp {
        /// The memory as of then.
        memory: &'a Memory,
    },
    /// All that was folded is void; the ledger is read from its beginning.
    LedgerLost {
        /// What the tail met.
        why: &'a str,
    },
    /// While this replica worked, so that the ledger wasn't silent, its broker's clock made a step that isn't believed.
    LedgerClock {
        /// The step, in milliseconds; back if negative.
        step_ms: i64,
    },
    /// The replica goes on from its snapshot.
    Resumed {
        /// The last record that the snapshot had folded.
        from: Offset,
        /// What is remembered.
        memory: &'a Memory,
    },
    /// The snapshot isn't used; the ledger is read from its beginning.
    SnapshotRefused {
        /// Why.
        why: &'a str,
    },
    /// A snapshot of the memory was kept.
    SnapshotKept {
        /// Its size.
        bytes: u64,
        /// How long folding stood still for it.
        took: Duration,
        /// When, in milliseconds since the epoch.
        wall_ms: i64,
    },
    /// A snapshot couldn't be kept. The one before it is still there.
    SnapshotFailed {
        /// Why.
        why: &'a str,
    },
    /// A reader doesn't come back from a record, which is rejected for it.
    ReaderLost,
    /// Entries that may not have arrived were appended again.
    Reappended {
        /// How many.
        entries: usize,
    },
    /// Partitions are this replica's.
    Assigned {
        /// Which.
        partitions: &'a [TopicPartition],
    },
    /// Partitions are no longer this replica's.
    Revoked {
        /// Which.
        partitions: &'a [TopicPartition],
    },
    /// A partition is read from another place than where the service left it.
    Displaced {
        /// The partition.
        partition: &'a TopicPartition,
        /// The group's position.
        position: Position,
        /// What became of it.
        by: Displacement,
    },
    /// The client couldn't read a batch of raw records.
    Unreadable {
        /// What it does then.
        then: Unreadable,
    },
    /// Intake was paused or taken up again.
    Paused {
        /// Which of both.
        paused: bool,
    },
    /// A page's verdict was committed.
    Published {
        /// The record it came in.
        row: &'a Row,
        /// The page, judged.
        page: &'a Page,
        /// When, in milliseconds since the epoch.
        wall_ms: i64,
    },
    /// A transaction was committed.
    Committed {
        /// Pages in it.
        pages: usize,
        /// Raw records in it.
        records: usize,
        /// What it wrote.
        sent: &'a Sent,
        /// From begin to commit.
        took: Duration,
        /// When, in milliseconds since the epoch.
        wall_ms: i64,
    },
    /// A transaction was aborted.
    Aborted {
        /// Why.
        why: &'a Failure,
        /// Raw records in it.
        records: usize,
    },
    /// What was in flight was dropped, to be read again.
    Rewound {
        /// Why.
        why: &'a str,
        /// From how many partitions.
        partitions: usize,
    },
    /// The replica can't go on.
    Fatal {
        /// Why.
        why: &'a str,
    },
}

/// Sees what happens in the loop, as it happens, on the loop's thread: whoever watches must be quick.
pub trait Watch {
    /// Something happened.
    fn saw(&mut self, event: &Event<'_>);
}

/// Nobody watches.
impl Watch for () {
    fn saw(&mut self, _event: &Event<'_>) {}
}

/// Two watch.
impl<A: Watch, B: Watch> Watch for (A, B) {
    fn saw(&mut self, event: &Event<'_>) {
        self.0.saw(event);
        self.1.saw(event);
    }
}

impl Watch for Box<dyn Watch> {
    fn saw(&mut self, event: &Event<'_>) {
        (**self).saw(event);
    }
}
