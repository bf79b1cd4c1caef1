//! Where in Kafka a page came from: the identity of a page, as opposed to the identity of what it says.

/// A raw topic, as the first 64 bits of its name's hash: names are long and entries are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u64);

impl TopicId {
    /// The id of the topic of this name: XXH3-64 of its UTF-8 bytes.
    pub fn of(name: &str) -> Self {
        Self(xxhash_rust::xxh3::xxh3_64(name.as_bytes()))
    }
}

/// A partition's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(pub u32);

/// The place of one record in its partition. The *next* place to read is another type, [`Offset::next`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(pub u64);

/// The next offset to read: what Kafka commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Offset {
    /// The position once this record has been dealt with.
    pub fn next(self) -> Position {
        Position(self.0.saturating_add(1))
    }

    /// The position from which this record is read.
    pub fn position(self) -> Position {
        Position(self.0)
    }
}

/// Which page of a record that holds several, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(pub u32);

/// Which page this is, whatever it says: the same page read twice has the same source position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePosition {
    /// The raw topic.
    pub topic: TopicId,
    /// Its partition.
    pub partition: Partition,
    /// The record.
    pub offset: Offset,
    /// The page within the record.
    pub part: Part,
    /// The record's timestamp, in milliseconds since the epoch. A topic that was deleted and made anew counts its
    /// offsets from 0 again; its records have other times, so its pages aren't taken for old ones read again.
    pub timestamp_ms: i64,
}
