//! What was judged, in ledger order: one record for each source position of the window.

use std::collections::{HashMap, VecDeque};

use super::{
    super::{
        super::{capture::SourcePosition, normalize::ArticleId, sketch::ContentHash},
        PerMille,
    },
    LedgerTime,
    fixed::FixedHash,
    index::Slot,
};

/// The place of a record among all that this memory has judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Order(pub(super) u64);

/// What a copy shares with its original.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) containment: PerMille,
    pub(super) resemblance: PerMille,
}

impl Share {
    /// That of a text with itself.
    pub(super) const WHOLE: Self = Self { containment: PerMille(1000), resemblance: PerMille(1000) };
}

/// A verdict without its link, which the story tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    New,
    Update { version: u32 },
    Unchanged { version: u32 },
    UnchangedCopy(Share),
    Duplicate(Share),
    NearDuplicate(Share),
    Withdrawn { version: u32 },
    GoneUnknown,
    Undeliverable,
}

impl Fate {
    /// The fate as bytes, for the digest.
    pub(super) fn bytes(self) -> [u8; 5] {
        let share = |share: Share| u32::from(share.containment.0) << 16 | u32::from(share.resemblance.0);
        let (kind, number) = match self {
            Self::New => (0, 1),
            Self::Update { version } => (1, version),
            Self::Unchanged { version } => (2, version),
            Self::UnchangedCopy(with) => (3, share(with)),
            Self::Duplicate(with) => (4, share(with)),
            Self::NearDuplicate(with) => (5, share(with)),
            Self::Withdrawn { version } => (6, version),
            Self::GoneUnknown => (7, 0),
            Self::Undeliverable => (8, 0),
        };
        let [a, b, c, d] = number.to_le_bytes();
        [kind, a, b, c, d]
    }
}

/// What was judged of one source position.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) at: LedgerTime,
    pub(super) source: SourcePosition,
    pub(super) article: ArticleId,
    /// What the page said; `None` for a withdrawal.
    pub(super) content: Option<ContentHash>,
    pub(super) fate: Fate,
    /// The record that opened its story; `None` for what has none.
    pub(super) story: Option<Order>,
    /// The text it bears; `None` where it says too little.
    pub(super) text: Option<Slot>,
}

/// The records of the window.
#[derive(Debug, Default)]
pub(super) struct Records {
    queue: VecDeque<Record>,
    /// The order of the queue's front.
    front: Order,
    places: HashMap<SourcePosition, Order, FixedHash>,
}

impl Records {
    /// The order that the next record gets.
    pub(super) fn next(&self) -> Order {
        Order(self.front.0 + self.queue.len() as u64)
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    /// How many records there were before the first that is kept.
    pub(super) fn expired(&self) -> u64 {
        self.front.0
    }

    pub(super) fn push(&mut self, record: Record) {
        let order = self.next();
        self.places.insert(record.source, order);
        self.queue.push_back(record);
    }

    /// Takes out the oldest record if it was made before `horizon`.
    pub(super) fn pop_before(&mut self, horizon: LedgerTime) -> Option<(Order, Record)> {
        let record = self.queue.pop_front_if(|record| record.at < horizon)?;
        let order = self.front;
        self.front = Order(order.0 + 1);
        self.places.remove(&record.source);
        Some((order, record))
    }

    pub(super) fn find(&self, source: &SourcePosition) -> Option<Order> {
        self.places.get(source).copied()
    }

    pub(super) fn get(&self, order: Order) -> Option<&Record> {
        self.queue.get(self.place(order)?)
    }

    pub(super) fn get_mut(&mut self, order: Order) -> Option<&mut Record> {
        let place = self.place(order)?;
        self.queue.get_mut(place)
    }

    fn place(&self, order: Order) -> Option<usize> {
        usize::try_from(order.0.checked_sub(self.front.0)?).ok()
    }

    /// An account of the bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.queue.capacity() * size_of::<Record>()
            + self.places.capacity() * (size_of::<(SourcePosition, Order)>() + 1)
    }
}
