//! What was judged, in ledger order: one record for each source position of the window.

mod packed;
mod stored;

use std::num::NonZeroU64;

use xxhash_rust::xxh3::xxh3_128;

use super::{
    super::{
        super::{capture::SourcePosition, sketch::ContentHash},
        Change, Kind, PerMille,
    },
    LedgerTime,
    index::Slot,
    lookup::Lookup,
    queue::Queue,
    stories::{Spread, StorySlot},
};

/// The place of a record among all that this memory has judged, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Order(NonZeroU64);

impl Order {
    /// The order of the record that follows so many.
    fn after(count: u64) -> Self {
        Self(NonZeroU64::MIN.saturating_add(count))
    }

    /// How many records came before it.
    pub(super) fn before(self) -> u64 {
        self.0.get() - 1
    }
}

use packed::Row;
pub(super) use packed::{PackedOrder, PackedShare};

/// What a copy shares with its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) containment: PerMille,
    pub(super) resemblance: PerMille,
    pub(super) of_copy: PerMille,
    pub(super) of_original: PerMille,
    pub(super) kind: Kind,
}

impl Share {
    /// That of a text with itself.
    pub(super) const WHOLE: Self = Self {
        containment: PerMille(1000),
        resemblance: PerMille(1000),
        of_copy: PerMille(1000),
        of_original: PerMille(1000),
        kind: Kind::Exact,
    };
}

/// A verdict without its link, which the story tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    New,
    Update { version: u32, change: Change },
    Unchanged { version: u32 },
    UnchangedCopy(Share),
    Duplicate(Share),
    NearDuplicate(Share),
    Withdrawn { version: u32 },
    GoneUnknown,
    Undeliverable,
}

impl Fate {
    /// What a copy shares with its original.
    pub(super) fn share(self) -> Option<Share> {
        match self {
            Self::UnchangedCopy(share) | Self::Duplicate(share) | Self::NearDuplicate(share) => Some(share),
            _ => None,
        }
    }

    /// The fate as bytes, for the digest.
    pub(super) fn bytes(self) -> [u8; 10] {
        let shared = |kind: u8, share: Share| {
            let mut bytes = [kind, share.kind as u8, 0, 0, 0, 0, 0, 0, 0, 0];
            let shares = [share.containment, share.resemblance, share.of_copy, share.of_original];
            let shares = shares.iter().flat_map(|share| share.0.to_le_bytes());
            bytes.iter_mut().skip(2).zip(shares).for_each(|(byte, share)| *byte = share);
            bytes
        };
        let numbered = |kind: u8, number: u32| {
            let [a, b, c, d] = number.to_le_bytes();
            [kind, 0, a, b, c, d, 0, 0, 0, 0]
        };
        match self {
            Self::New => numbered(0, 1),
            Self::Update { version, change } => {
                let mut bytes = numbered(1, version);
                let [low, high] = change.ratio.map_or(u16::MAX, |ratio| ratio.0).to_le_bytes();
                let told = [change.fields.0, low, high, u8::from(change.minor)];
                bytes.iter_mut().skip(6).zip(told).for_each(|(byte, told)| *byte = told);
                bytes
            }
            Self::Unchanged { version } => numbered(2, version),
            Self::UnchangedCopy(share) => shared(3, share),
            Self::Duplicate(share) => shared(4, share),
            Self::NearDuplicate(share) => shared(5, share),
            Self::Withdrawn { version } => numbered(6, version),
            Self::GoneUnknown => numbered(7, 0),
            Self::Undeliverable => numbered(8, 0),
        }
    }
}

/// A source position as 128 bits of its hash, half the bytes of the position itself: in a century of a million pages a
/// second, two positions of one window share them with a chance of one in a million million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SourceKey(pub(super) [u64; 2]);

impl SourceKey {
    pub(super) fn of(source: &SourcePosition) -> Self {
        let SourcePosition { topic, partition, offset, part, timestamp_ms } = *source;
        let fields = [
            &topic.0.to_le_bytes()[..],
            &partition.0.to_le_bytes(),
            &offset.0.to_le_bytes(),
            &part.0.to_le_bytes(),
            &timestamp_ms.to_le_bytes(),
        ];
        let hash = xxh3_128(&fields.concat());
        Self([lower_64(hash), lower_64(hash >> 64)])
    }
}

/// Half of a content hash: enough to tell whether a page that is read again says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentMark(NonZeroU64);

impl ContentMark {
    pub(super) fn of(content: ContentHash) -> Self {
        Self(NonZeroU64::new(lower_64(content.0)).unwrap_or(NonZeroU64::MIN))
    }
}

/// The lower half of a hash.
pub(super) fn lower_64(hash: u128) -> u64 {
    u64::try_from(hash & u128::from(u64::MAX)).unwrap_or_default()
}

/// What was judged of one source position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) at: LedgerTime,
    pub(super) source: SourceKey,
    /// What the page said; `None` for a withdrawal.
    pub(super) content: Option<ContentMark>,
    /// The sketch version of what it said.
    pub(super) version: u8,
    pub(super) fate: Fate,
    /// How far its story had spread, this record included.
    pub(super) spread: Spread,
    /// Its story; `None` for what has none.
    pub(super) story: Option<StorySlot>,
    /// The text it bears; `None` where it says too little.
    pub(super) text: Option<Slot>,
    /// The row of the article that it says is a copy, where it does.
    pub(super) copy: Option<Slot>,
}

/// What a record counts for in the account of the memory's bytes: itself, and its place in the table of positions. A
/// number of its own and no `size_of`, as replicas on other machines must come to the same account.
pub(super) const RECORD_BYTES: u64 = 60 + 6;

/// The records of the window.
#[derive(Debug, Default)]
pub(super) struct Records {
    queue: Queue<Row>,
    /// How many records there were before the queue's front.
    gone: u64,
    /// How many there were before the first that is in the window: those between are to be forgotten.
    left: u64,
    places: Lookup,
}

/// Orders in the table of positions count modulo this.
const TURN: u64 = u32::MAX as u64;

impl Records {
    /// The order that the next record gets.
    pub(super) fn next(&self) -> Order {
        Order::after(self.gone + self.queue.len() as u64)
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    /// How many records there were before the first that is kept.
    pub(super) fn gone(&self) -> u64 {
        self.gone
    }

    pub(super) fn push(&mut self, record: &Record) {
        let (hash, row) = (record.source.0[0], row_of(self.next()));
        self.queue.push(Row::of(record));
        self.places.insert(hash, row);
    }

    /// Whether any record is older than this.
    pub(super) fn has_before(&self, horizon: LedgerTime) -> bool {
        self.queue.get(0).is_some_and(|oldest| oldest.at() < horizon)
    }

    /// Leaves behind what is older than this. Records are in the order of their times.
    pub(super) fn leave_behind(&mut self, horizon: LedgerTime) {
        if self.has_before(horizon) {
            self.left = self.gone + self.queue.partition_point(|record| record.at() < horizon) as u64;
        }
        self.left = self.left.max(self.gone);
    }

    /// How many records there were before the first that is in the window.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Whether the record of this place has not left the window, nor been forgotten.
    pub(super) fn is_live(&self, order: Order) -> bool {
        order.before() >= self.left
    }

    /// Whether all that has left the window is forgotten.
    pub(super) fn is_settled(&self) -> bool {
        self.left <= self.gone
    }

    /// Takes out the oldest record.
    pub(super) fn pop(&mut self) -> Option<(Order, Record)> {
        let oldest = self.queue.get(0)?;
        let (order, hash) = (Order::after(self.gone), oldest.source().0[0]);
        self.places.remove(hash, row_of(order));
        self.gone += 1;
        self.left = self.left.max(self.gone);
        Some((order, self.queue.pop()?.record()))
    }

    pub(super) fn find(&self, source: &SourcePosition) -> Option<Order> {
        let key = SourceKey::of(source);
        let order = |row| order_of(self.gone, row);
        let is = |row| self.is_live(order(row)) && self.row(order(row)).is_some_and(|row| row.source() == key);
        self.places.find(key.0[0], is).map(order)
    }

    pub(super) fn get(&self, order: Order) -> Option<Record> {
        self.row(order).map(|row| row.record())
    }

    /// Gives a record another fate.
    pub(super) fn set_fate(&mut self, order: Order, fate: Fate) {
        if let Some(row) = self.place(order).and_then(|place| self.queue.get_mut(place)) {
            row.set_fate(fate);
        }
    }

    fn row(&self, order: Order) -> Option<&Row> {
        self.queue.get(self.place(order)?)
    }

    fn place(&self, order: Order) -> Option<usize> {
        usize::try_from(order.before().checked_sub(self.gone)?).ok()
    }
}

fn row_of(order: Order) -> Slot {
    Slot(u32::try_from(order.before() % TURN).unwrap_or(0))
}

fn order_of(gone: u64, row: Slot) -> Order {
    Order::after(gone + (u64::from(row.0) + TURN - gone % TURN) % TURN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_covers_a_record() {
        assert!(size_of::<Row>() as u64 <= RECORD_BYTES - 6, "{}", size_of::<Row>());
    }
}
