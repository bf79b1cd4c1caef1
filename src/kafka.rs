//! The shell that knows the broker: three small traits through which `run` sees Kafka, and what stands behind them.
//!
//! [`Source`] reads raw records in a consumer group, [`Sink`] writes in transactions, [`Ledger`] appends to the one
//! ordered log and tails it. Behind them: `real`, the client library on a real cluster, and `log`, an in-process log
//! with Kafka's semantics, for `demo` and for simulation.
//!
//! All three belong to one owner thread; nothing here is called from two threads at once.

mod clock;
pub mod log;
pub mod real;

pub use clock::SystemClock;

use std::time::Duration;

use crate::desk::{
    capture::{Offset, Partition, RawRecord, position::Position},
    wire::Outgoing,
};

/// A partition of a raw topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    /// The topic's name; shared, as every record carries it.
    pub topic: std::sync::Arc<str>,
    /// The partition.
    pub partition: Partition,
}

/// Why a call to the broker failed, told apart by who must act.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The world's, passing: the same call may be made again.
    #[error("{0}")]
    Retry(String),
    /// This transaction's: abort, rewind to the last committed positions, read again.
    #[error("{0}")]
    Abort(String),
    /// A record of this transaction can't be written as it is (too large, invalid): abort, rewind and read again in
    /// smaller batches, until the page that it comes from stands alone.
    #[error("{0}")]
    Refused(String),
    /// Ours, or fenced out by a newer instance: leave, and let the platform start anew.
    #[error("{0}")]
    Fatal(String),
}

/// What a [`Source`] hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A raw record.
    Record {
        /// Its partition.
        from: TopicPartition,
        /// Its place there.
        offset: Offset,
        /// What it holds.
        record: RawRecord,
    },
    /// These partitions are this replica's from here on; reading starts at their committed positions.
    Assigned(Vec<TopicPartition>),
    /// These partitions are no longer this replica's: nothing read from them may be committed by it.
    Revoked(Vec<TopicPartition>),
    /// A partition that was just assigned is read from another place than where this service left it, or one that is being
    /// read no longer holds the place that is read next.
    Displaced {
        /// The partition.
        partition: TopicPartition,
        /// The position that the group has there.
        position: Position,
        /// What became of it.
        by: Displacement,
    },
    /// The client couldn't read a batch, and doesn't tell of which partition.
    Unreadable(Unreadable),
}

/// What the client does with a batch that it can't read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It asks for it again: while the batch stays as it is, its partition stands still.
    AskedAgain,
    /// It goes on behind it: those records are never read.
    PassedOver,
}

impl Unreadable {
    /// Its name, as metrics tell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AskedAgain => "asked-again",
            Self::PassedOver => "passed-over",
        }
    }
}

/// How far a partition reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The partition.
    pub partition: TopicPartition,
    /// Where reading began when it was assigned; `None` where that was its log's beginning, or isn't known.
    pub placed: Option<Position>,
    /// The position behind its last record.
    pub end: Position,
}

/// Why a partition's position is not where this service left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Displacement {
    /// Somebody else set it, by hand or with another program: reading starts there.
    Moved,
    /// The log doesn't hold it, because its records have expired or the topic was made anew: reading starts at what is
    /// left.
    Overtaken {
        /// The first position of the log.
        low: Position,
        /// The position behind its last record.
        high: Position,
    },
}

impl Displacement {
    /// Its name, as metrics tell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Overtaken { .. } => "overtaken",
        }
    }
}

/// Raw records, read in a consumer group with `read_committed`.
pub trait Source {
    /// Proof of membership that a transaction's offsets carry.
    type Membership;

    /// Joins the group and asks for partitions. Called once the replica knows what the cluster knows.
    fn subscribe(&mut self) -> Result<(), Failure>;

    /// Whether the group has read pages before: it has a position of this service's in a raw partition. Asks the
    /// broker, for some seconds at most; false where it doesn't tell.
    fn has_read_before(&self) -> bool;

    /// Leaves the group; the partitions go to others, as the client is closed at the latest.
    fn unsubscribe(&mut self);

    /// The next record or change of assignment; `None` when nothing came within `wait`, or sooner. Assignments change
    /// inside this call only.
    fn poll(&mut self, wait: Duration) -> Result<Option<Arrival>, Failure>;

    /// Reads these partitions from there on. Partitions that aren't this replica's are passed over.
    fn seek(&mut self, to: &[(TopicPartition, Position)]) -> Result<(), Failure>;

    /// Stops (or takes up again) the intake of every assigned partition, also of those that are assigned later;
    /// polling goes on and serves the group.
    fn pause(&mut self, paused: bool) -> Result<(), Failure>;

    /// How far the assigned partitions reach, as the broker last told it: for metrics, so possibly some seconds old, and
    /// empty where nothing was told yet.
    fn extents(&self) -> Vec<Extent>;

    /// Membership as of now; `None` when the group has moved on without this replica, whose pages others now read.
    fn membership(&self) -> Option<Self::Membership>;
}

/// Output records, what the ledger takes back with them, and the offsets they come from, in transactions. One transaction at a time.
pub trait Sink {
    /// What [`Source::membership`] gives.
    type Membership;

    /// Opens a transaction.
    fn begin(&mut self) -> Result<(), Failure>;

    /// Adds a record. Returns once it is queued; a later call reports a record that could not be delivered.
    fn send(&mut self, record: Outgoing) -> Result<(), Failure>;

    /// Adds entries to the ledger, which no tail meets before the transaction is committed, nor ever if it is dropped. As every tail
    /// waits behind them until then, they come last: once all records are delivered. Refused ([`Failure::Abort`]) when that takes
    /// too long for the transaction.
    fn append(&mut self, entries: &[Vec<u8>]) -> Result<(), Failure>;

    /// Adds the positions from which the group goes on after this transaction, once all its records are delivered.
    /// Refused ([`Failure::Abort`]) when that takes too long for the transaction, or the membership is no longer good.
    fn send_offsets(
        &mut self,
        positions: &[(TopicPartition, Position)],
        membership: &Self::Membership,
    ) -> Result<(), Failure>;

    /// Commits: all of it becomes visible, or none. After [`Failure::Retry`] the outcome is open and the same call
    /// settles it.
    fn commit(&mut self) -> Result<(), Failure>;

    /// Drops the open transaction: readers of committed records never see one of its records, and none becomes part of
    /// the next transaction.
    fn abort(&mut self) -> Result<(), Failure>;
}

/// What the tail of the ledger gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tailed {
    /// The next record.
    Entry {
        /// Its place in the ledger.
        offset: Offset,
        /// When the broker appended it (`LogAppendTime`), in milliseconds since the epoch.
        appended_ms: i64,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// The tail can't go on from where it stands: the log was truncated, expired under it, or made anew. All that was
    /// folded is void; the tail stands at the log's beginning again.
    Reset(String),
    /// An append is not known to have arrived; entries that don't show up in the tail must be appended again.
    AppendFailed(String),
}

/// The ledger: one partition that every replica appends to and tails whole.
pub trait Ledger {
    /// Appends an entry. Returns once it is queued; order is kept, and it may be appended twice.
    fn append(&mut self, entry: Vec<u8>) -> Result<(), Failure>;

    /// The next event of the tail; `None` when nothing came within `wait`.
    fn poll(&mut self, wait: Duration) -> Result<Option<Tailed>, Failure>;

    /// The place of the next entry to be appended by anyone, as of now; a tail that stands there knows everything.
    fn end(&mut self) -> Result<Position, Failure>;

    /// Places the tail before the entry at this place; false, and the tail stays, if the log doesn't hold that place.
    fn seek(&mut self, to: Position) -> Result<bool, Failure>;

    /// Places the tail at the log's beginning.
    fn rewind(&mut self) -> Result<(), Failure>;

    /// Where the tail stands: the next entry that [`Ledger::poll`] gives.
    fn position(&self) -> Position;

    /// The log's end as it was last seen: for metrics, so possibly some seconds old, and `None` where it wasn't seen yet.
    fn end_seen(&self) -> Option<Position>;
}

/// Time as the loop sees it.
pub trait Clock {
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;

    /// Milliseconds since the epoch.
    fn wall_ms(&self) -> i64;
}
