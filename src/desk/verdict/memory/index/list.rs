//! A list of postings in the order in which they came, five bytes each: 16 bits of the fingerprint, 23 bits of the serial
//! number, and whether it counts as a story.
//!
//! The 16 bits of all stand together, so that those of a fingerprint are found by reading them in one go. What of a serial
//! number isn't stored is told from the one that came next: going back from the newest, whose number is known whole, each is
//! the first number before with those 23 bits. Where more than 2^23 texts came between two postings, fillers stand between
//! them, whose 16 bits no posting of this list can have.

use super::super::serials::{COUNT, Serial};

const STORED_BITS: u32 = 23;
const STORED: u32 = (1 << STORED_BITS) - 1;

/// A text bears a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) tag: u16,
    pub(super) serial: Serial,
    /// Whether it counts as a story.
    pub(super) counted: bool,
}

/// Which of the 16 bits a list's postings have in common: so many of the upper ones, and these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) depth: u32,
    pub(super) upper: u16,
}

impl Range {
    pub(super) fn has(self, tag: u16) -> bool {
        self.depth == 0 || tag >> (u16::BITS - self.depth) == self.upper
    }

    /// A tag that none of its postings has; `None` if it is all there are.
    fn outside(self) -> Option<u16> {
        (self.depth > 0).then(|| (self.upper ^ 1) << (u16::BITS - self.depth))
    }
}

/// Postings of some fingerprints.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// Tags of as many postings as there is room for; as many lower 16 bits of what else is stored; two upper 8 bits in one.
    packed: Box<[u16]>,
    len: u32,
    /// The number of the newest.
    newest: u32,
}

impl List {
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// How many postings there is room for.
    fn room(&self) -> usize {
        room_of(self.packed.len())
    }

    fn tags(&self) -> &[u16] {
        self.packed.get(..self.len()).unwrap_or_default()
    }

    /// One tag of each cache line, or nearly: reading them brings all of them near.
    pub(super) fn fetch(&self) -> u16 {
        self.tags().iter().step_by(32).fold(0, |sum, tag| sum ^ tag)
    }

    /// How many postings have this tag.
    pub(super) fn count(&self, tag: u16) -> usize {
        // Chunks whose count fits 16 bits, so that eight tags are compared at once.
        self.tags()
            .chunks(1 << 15)
            .map(|tags| usize::from(tags.iter().fold(0, |n: u16, own| n + u16::from(*own == tag))))
            .sum()
    }

    /// The postings, newest first.
    pub(super) fn newest_first(&self, range: Range) -> impl Iterator<Item = Posting> {
        self.filled().filter(move |posting| range.has(posting.tag))
    }

    /// The postings, newest first, fillers among them.
    fn filled(&self) -> impl Iterator<Item = Posting> {
        let (tags, rest) = self.packed.split_at_checked(self.room()).unwrap_or_default();
        let (lows, highs) = rest.split_at_checked(self.room()).unwrap_or_default();
        let mut serial = self.newest;
        (0..self.len()).rev().filter_map(move |at| {
            let [even, odd] = highs.get(at / 2)?.to_le_bytes();
            let high = if at.is_multiple_of(2) { even } else { odd };
            let stored = u32::from(high) << 16 | u32::from(*lows.get(at)?);
            serial = serial.wrapping_sub(serial.wrapping_sub(stored >> 1) & STORED) % COUNT;
            Some(Posting { tag: *tags.get(at)?, serial: Serial(serial), counted: stored & 1 == 1 })
        })
    }

    /// The postings of this tag, newest first.
    pub(super) fn of(&self, tag: u16) -> impl Iterator<Item = Posting> {
        self.filled().filter(move |posting| posting.tag == tag)
    }

    /// All postings, oldest first.
    pub(super) fn all(&self, range: Range) -> Vec<Posting> {
        let mut all = Vec::with_capacity(self.len());
        all.extend(self.newest_first(range));
        all.reverse();
        all
    }

    /// Makes these its postings, oldest first.
    pub(super) fn set(&mut self, postings: &[Posting], range: Range) {
        self.len = 0;
        self.make_room(postings.len());
        for &posting in postings {
            self.push(posting, range);
        }
    }

    /// Whether the next posting needs more room.
    pub(super) fn is_full(&self) -> bool {
        self.len() >= self.room()
    }

    /// Whether a number is so far from the newest that fillers must stand between.
    pub(super) fn is_far(&self, serial: Serial) -> bool {
        self.len > 0 && serial.0.wrapping_sub(self.newest) % COUNT > STORED
    }

    /// Adds a posting, the newest of all.
    pub(super) fn push(&mut self, posting: Posting, range: Range) {
        while self.is_far(posting.serial)
            && let Some(tag) = range.outside()
        {
            let serial = Serial(self.newest.wrapping_add(STORED) % COUNT);
            self.put(Posting { tag, serial, counted: false });
        }
        self.put(posting);
    }

    fn put(&mut self, Posting { tag, serial, counted }: Posting) {
        if self.is_full() {
            self.make_room(self.len() + 1);
        }
        let (at, room) = (self.len(), self.room());
        let stored = (serial.0 & STORED) << 1 | u32::from(counted);
        let [a, b, high, _] = stored.to_le_bytes();
        let mut set = |at: usize, to: u16| {
            if let Some(place) = self.packed.get_mut(at) {
                *place = to;
            }
        };
        set(at, tag);
        set(room + at, u16::from_le_bytes([a, b]));
        if let Some(pair) = self.packed.get_mut(2 * room + at / 2) {
            let mut bytes = pair.to_le_bytes();
            if let Some(byte) = bytes.get_mut(at % 2) {
                *byte = high;
            }
            *pair = u16::from_le_bytes(bytes);
        }
        self.len += 1;
        self.newest = serial.0;
    }

    /// Makes room for so many postings, and a few more.
    pub(super) fn make_room(&mut self, postings: usize) {
        let mut larger = vec![0; units_for(postings)].into_boxed_slice();
        let (room, len) = (room_of(larger.len()), self.len());
        let old = self.room();
        for (from, to, count) in [(0, 0, len), (old, room, len), (2 * old, 2 * room, len.div_ceil(2))] {
            let kept = self.packed.get(from..from + count).unwrap_or_default();
            larger.iter_mut().skip(to).zip(kept).for_each(|(to, from)| *to = *from);
        }
        self.packed = larger;
    }
}

/// Room for postings in so many values: an even number, as two share a value.
fn room_of(units: usize) -> usize {
    units * 2 / 5 / 2 * 2
}

/// Values that have room for so many postings. Sizes come in four steps to each doubling, as the allocator's do, so that
/// nothing is lost between the two.
fn units_for(postings: usize) -> usize {
    let needed = (postings.next_multiple_of(2) * 5 / 2).max(16);
    let step = needed.next_power_of_two() / 8;
    needed.next_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the distance between two postings, all come back, and growing keeps them.
        #[test]
        fn what_is_put_comes_back(
            postings in proptest::collection::vec((0..8_u16, prop_oneof![0..5_u32, 0..1_u32 << 26], any::<bool>()), 0..200),
            start in 0..COUNT,
        ) {
            let range = Range { depth: 13, upper: 5 };
            let (mut list, mut serial) = (List::default(), start);
            let mut put = Vec::new();
            for (tag, step, counted) in postings {
                serial = serial.wrapping_add(step) % COUNT;
                put.push(Posting { tag: 5 << 3 | tag, serial: Serial(serial), counted });
                list.push(put[put.len() - 1], range);
            }
            prop_assert_eq!(list.all(range), put.clone());
            for tag in 40..48 {
                let of = || put.iter().rev().filter(|posting| posting.tag == tag);
                prop_assert!(list.of(tag).eq(of().copied()));
                prop_assert_eq!(list.count(tag), of().count());
            }
            let mut again = List::default();
            again.set(&put, range);
            prop_assert_eq!(again.all(range), put);
        }
    }

    #[test]
    fn a_list_has_little_air() {
        for postings in 13..2000 {
            let room = room_of(units_for(postings));
            assert!(room >= postings && room * 3 <= postings * 4 + 12, "{postings} {room}");
        }
    }
}
