//! A record as it lies in the queue: sixty bytes, where the plain one takes half as many more.

use std::num::NonZeroU64;

use super::{
    super::{super::lineage::Fields, LedgerTime, index::Slot, stories::StorySlot},
    Change, ContentMark, Fate, Kind, Order, PerMille, Record, Share, SourceKey, Spread,
};

/// Bits of a share in thousandths, which is 1000 at most.
const SHARE_BITS: u32 = 10;

/// Bits of how many publishers a story has, and of how many other names: what they are at most fits.
const PUBLISHERS_BITS: u32 = 10;
const ALIASES_BITS: u32 = 4;

/// Eight bytes that take no more care of their place than four do.
#[derive(Clone, Copy, Debug)]
struct Halves([u32; 2]);

impl Halves {
    fn of(whole: u64) -> Self {
        Self([low_32(whole), low_32(whole >> u32::BITS)])
    }

    fn whole(self) -> u64 {
        let Self([low, high]) = self;
        u64::from(high) << u32::BITS | u64::from(low)
    }
}

/// The lower 48 bits.
fn thirds(bits: u64) -> [u16; 3] {
    [0, 16, 32].map(|lower| low_16(bits >> lower))
}

fn joined([low, middle, high]: [u16; 3]) -> u64 {
    u64::from(high) << 32 | u64::from(middle) << 16 | u64::from(low)
}

/// An order in six bytes: more than a million a second in eight years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct PackedOrder([u16; 3]);

impl PackedOrder {
    pub(in super::super) fn of(order: Order) -> Self {
        Self(thirds(order.0.get()))
    }

    pub(in super::super) fn order(self) -> Order {
        Order(NonZeroU64::new(joined(self.0)).unwrap_or(NonZeroU64::MIN))
    }
}

/// A share in six bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct PackedShare([u16; 3]);

impl PackedShare {
    pub(in super::super) fn of(share: Share) -> Self {
        Self(thirds(bits_of(share)))
    }

    pub(in super::super) fn share(self) -> Share {
        share_of(joined(self.0))
    }
}

fn bits_of(share: Share) -> u64 {
    let shares = [share.containment, share.resemblance, share.of_copy, share.of_original];
    shares.iter().fold(share.kind as u64, |bits, share| bits << SHARE_BITS | u64::from(share.0))
}

fn share_of(bits: u64) -> Share {
    let share = |nth: u32| PerMille(low_16(bits >> (nth * SHARE_BITS) & ((1 << SHARE_BITS) - 1)));
    let kind = bits >> (4 * SHARE_BITS);
    Share {
        containment: share(3),
        resemblance: share(2),
        of_copy: share(1),
        of_original: share(0),
        kind: Kind::ALL.iter().copied().find(|&known| known as u64 == kind).unwrap_or(Kind::Exact),
    }
}

fn low_16(bits: u64) -> u16 {
    u16::try_from(bits & u64::from(u16::MAX)).unwrap_or_default()
}

fn low_32(bits: u64) -> u32 {
    u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default()
}

/// Bits that tell the kind of a fate, before those that say more.
const FATE_BITS: u32 = 4;

fn bits_of_fate(fate: Fate) -> u64 {
    let (kind, more) = match fate {
        Fate::New => (0, 0),
        Fate::Update { version, change } => {
            let ratio = change.ratio.map_or(0, |ratio| u64::from(ratio.0) + 1);
            let told = ratio << 1 | u64::from(change.minor);
            (1, (told << 8 | u64::from(change.fields.0)) << 32 | u64::from(version))
        }
        Fate::Unchanged { version } => (2, version.into()),
        Fate::UnchangedCopy(share) => (3, bits_of(share)),
        Fate::Duplicate(share) => (4, bits_of(share)),
        Fate::NearDuplicate(share) => (5, bits_of(share)),
        Fate::Withdrawn { version } => (6, version.into()),
        Fate::GoneUnknown => (7, 0),
        Fate::Undeliverable => (8, 0),
    };
    more << FATE_BITS | kind
}

fn fate_of(bits: u64) -> Fate {
    let more = bits >> FATE_BITS;
    let version = low_32(more);
    match bits & ((1 << FATE_BITS) - 1) {
        0 => Fate::New,
        1 => {
            let told = more >> 40;
            let ratio = low_16(told >> 1).checked_sub(1).map(PerMille);
            let [fields, ..] = (more >> 32).to_le_bytes();
            Fate::Update { version, change: Change { fields: Fields(fields), ratio, minor: told & 1 == 1 } }
        }
        2 => Fate::Unchanged { version },
        3 => Fate::UnchangedCopy(share_of(more)),
        4 => Fate::Duplicate(share_of(more)),
        5 => Fate::NearDuplicate(share_of(more)),
        6 => Fate::Withdrawn { version },
        7 => Fate::GoneUnknown,
        _ => Fate::Undeliverable,
    }
}

/// A place that no row has.
const NONE: Slot = Slot(u32::MAX);

/// A record, packed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    at: Halves,
    source: [Halves; 2],
    /// 0 where the page said nothing.
    content: Halves,
    fate: Halves,
    articles: u32,
    /// From the lowest bits: the story's publishers, its other names, the sketch version.
    more: u32,
    story: Slot,
    text: Slot,
    copy: Slot,
}

impl Row {
    pub(super) fn of(record: &Record) -> Self {
        let Spread { articles, publishers, aliases } = record.spread;
        let more = (u32::from(record.version) << ALIASES_BITS | u32::from(aliases)) << PUBLISHERS_BITS;
        Self {
            at: Halves::of(record.at.0.cast_unsigned()),
            source: record.source.0.map(Halves::of),
            content: Halves::of(record.content.map_or(0, |content| content.0.get())),
            fate: Halves::of(bits_of_fate(record.fate)),
            articles,
            more: more | u32::from(publishers),
            story: record.story.map_or(NONE, StorySlot::slot),
            text: record.text.unwrap_or(NONE),
            copy: record.copy.unwrap_or(NONE),
        }
    }

    pub(super) fn record(self) -> Record {
        let some = |slot: Slot| (slot != NONE).then_some(slot);
        let below = |bits: u32| (1 << bits) - 1;
        let [version, ..] = (self.more >> (PUBLISHERS_BITS + ALIASES_BITS)).to_le_bytes();
        let [aliases, ..] = (self.more >> PUBLISHERS_BITS & below(ALIASES_BITS)).to_le_bytes();
        Record {
            at: self.at(),
            source: self.source(),
            content: NonZeroU64::new(self.content.whole()).map(ContentMark),
            version,
            fate: fate_of(self.fate.whole()),
            spread: Spread {
                articles: self.articles,
                publishers: low_16(u64::from(self.more & below(PUBLISHERS_BITS))),
                aliases,
            },
            story: some(self.story).map(StorySlot::at),
            text: some(self.text),
            copy: some(self.copy),
        }
    }

    pub(super) fn at(&self) -> LedgerTime {
        LedgerTime(self.at.whole().cast_signed())
    }

    pub(super) fn source(&self) -> SourceKey {
        SourceKey(self.source.map(Halves::whole))
    }

    pub(super) fn set_fate(&mut self, fate: Fate) {
        self.fate = Halves::of(bits_of_fate(fate));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share() -> impl Strategy<Value = Share> {
        let kind = (0..Kind::ALL.len()).prop_map(|at| Kind::ALL[at]);
        ([0..=1000_u16, 0..=1000, 0..=1000, 0..=1000], kind).prop_map(|(shares, kind)| {
            let [containment, resemblance, of_copy, of_original] = shares.map(PerMille);
            Share { containment, resemblance, of_copy, of_original, kind }
        })
    }

    fn fate() -> impl Strategy<Value = Fate> {
        let change = (any::<u8>(), proptest::option::of(0..=1000_u16), any::<bool>())
            .prop_map(|(fields, ratio, minor)| Change { fields: Fields(fields), ratio: ratio.map(PerMille), minor });
        prop_oneof![
            Just(Fate::New),
            (any::<u32>(), change).prop_map(|(version, change)| Fate::Update { version, change }),
            any::<u32>().prop_map(|version| Fate::Unchanged { version }),
            share().prop_map(Fate::UnchangedCopy),
            share().prop_map(Fate::Duplicate),
            share().prop_map(Fate::NearDuplicate),
            any::<u32>().prop_map(|version| Fate::Withdrawn { version }),
            Just(Fate::GoneUnknown),
            Just(Fate::Undeliverable),
        ]
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_was(
            (at, source, content, version) in (any::<i64>(), any::<[u64; 2]>(), any::<u64>(), any::<u8>()),
            (fate, other) in (fate(), fate()),
            (articles, publishers, aliases) in (any::<u32>(), 0..=1000_u16, 0..=8_u8),
            places in any::<[Option<u16>; 3]>(),
        ) {
            let [story, text, copy] = places.map(|place| place.map(|place| Slot(place.into())));
            let record = Record {
                at: LedgerTime(at),
                source: SourceKey(source),
                content: NonZeroU64::new(content).map(ContentMark),
                version,
                fate,
                spread: Spread { articles, publishers, aliases },
                story: story.map(StorySlot::at),
                text,
                copy,
            };
            let mut row = Row::of(&record);
            prop_assert_eq!(row.record(), record);
            row.set_fate(other);
            prop_assert_eq!(row.record(), Record { fate: other, ..record });
        }

        #[test]
        fn orders_and_shares_come_back(count in 0..1_u64 << 47, share in share()) {
            let order = Order::after(count);
            prop_assert_eq!(PackedOrder::of(order).order(), order);
            prop_assert_eq!(PackedShare::of(share).share(), share);
        }
    }
}
