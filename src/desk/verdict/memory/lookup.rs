//! A table from keys to rows that are kept elsewhere: six bytes an entry and some air, where a map with its keys in it would
//! take eight times that.
//!
//! The table is cut into 256 parts by the key's hash. Each is an array sorted by 16 other bits of the hash, its mark, with gaps
//! in it: an entry stands at the place that its mark points to, or as near behind it as the order allows (linear probing with
//! ordered entries; Amble and Knuth 1974, "Ordered hash tables"). A key that isn't there is told from its neighbours' marks,
//! and entries move without a look at their rows, each of which is likely to be in no cache. A part grows by itself when seven
//! eighths of it are full, so that no growth stops the fold for longer than a moment.

use super::index::Slot;

const PARTS: usize = 256;

/// Places behind the last that a mark points to, before any more are needed.
const SPARE: usize = 8;

/// Rows by the hashes of their keys. Who calls tells rows of one hash apart.
#[derive(Debug)]
pub(super) struct Lookup {
    parts: Vec<Part>,
}

/// A row and the mark of its key's hash; the row in two pieces, as it would take two bytes more in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    mark: u16,
    row: [u16; 2],
}

impl Entry {
    /// None: no row has this place.
    const FREE: Self = Self { mark: u16::MAX, row: [u16::MAX; 2] };

    fn new(mark: u16, Slot(row): Slot) -> Self {
        let [a, b, c, d] = row.to_le_bytes();
        Self { mark, row: [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])] }
    }

    fn row(self) -> Slot {
        let [low, high] = self.row;
        Slot(u32::from(high) << u16::BITS | u32::from(low))
    }
}

#[derive(Clone, Debug, Default)]
struct Part {
    places: Vec<Entry>,
    /// How many of the places marks point to.
    homes: usize,
    taken: usize,
}

impl Default for Lookup {
    fn default() -> Self {
        Self { parts: vec![Part::default(); PARTS] }
    }
}

impl Lookup {
    /// The row of this hash that `is` the one.
    pub(super) fn find(&self, hash: u64, is: impl Fn(Slot) -> bool) -> Option<Slot> {
        let part = self.parts.get(part_of(hash))?;
        part.of(mark_of(hash)).map(|(_, row)| row).find(|&row| is(row))
    }

    /// Adds a row that isn't there.
    pub(super) fn insert(&mut self, hash: u64, row: Slot) {
        if let Some(part) = self.parts.get_mut(part_of(hash)) {
            if (part.taken + 1) * 8 > part.homes * 7 {
                part.grow();
            }
            part.put(Entry::new(mark_of(hash), row));
            part.taken += 1;
        }
    }

    /// Takes out a row, if it is there.
    pub(super) fn remove(&mut self, hash: u64, row: Slot) {
        let Some(part) = self.parts.get_mut(part_of(hash)) else { return };
        let found = part.of(mark_of(hash)).find(|&(_, at)| at == row).map(|(place, _)| place);
        if let Some(place) = found {
            part.take_out(place);
            part.taken -= 1;
        }
    }
}

fn part_of(hash: u64) -> usize {
    usize::from(hash.to_le_bytes()[0])
}

/// The upper bits of a hash.
fn mark_of(hash: u64) -> u16 {
    let [.., low, high] = hash.to_le_bytes();
    u16::from_le_bytes([low, high])
}

impl Part {
    /// The place that a mark points to: the higher the mark the further behind.
    fn home(&self, mark: u16) -> usize {
        (usize::from(mark) * self.homes) >> u16::BITS
    }

    /// The entries from a place on up to the next free place, each with its place.
    fn from(&self, place: usize) -> impl Iterator<Item = (usize, Entry)> {
        let entries = self.places.get(place..).unwrap_or_default().iter().copied();
        (place..).zip(entries).take_while(|&(_, entry)| entry != Entry::FREE)
    }

    /// The places and rows of a mark.
    fn of(&self, mark: u16) -> impl Iterator<Item = (usize, Slot)> {
        let up_to = self.from(self.home(mark)).take_while(move |(_, entry)| entry.mark <= mark);
        up_to.filter(move |(_, entry)| entry.mark == mark).map(|(place, entry)| (place, entry.row()))
    }

    /// Puts an entry behind those of lower marks and of its own; those behind it move up as far as the next free place.
    fn put(&mut self, new: Entry) {
        let home = self.home(new.mark);
        let place = home + self.from(home).take_while(|(_, entry)| entry.mark <= new.mark).count();
        let free = place + self.from(place).count();
        if free >= self.places.len() {
            self.places.resize(free + 1, Entry::FREE);
        }
        self.places.copy_within(place..free, place + 1);
        self.set(place, new);
    }

    /// Takes out the entry at a place; those behind it that stand further behind than their marks point move back.
    fn take_out(&mut self, place: usize) {
        let moved = self.from(place + 1).take_while(|&(at, entry)| self.home(entry.mark) < at).count();
        self.places.copy_within(place + 1..=place + moved, place);
        self.set(place + moved, Entry::FREE);
    }

    fn set(&mut self, place: usize, entry: Entry) {
        if let Some(at) = self.places.get_mut(place) {
            *at = entry;
        }
    }

    /// Makes room for more entries.
    fn grow(&mut self) {
        let homes = larger(self.homes);
        let entries = std::mem::replace(&mut self.places, vec![Entry::FREE; homes + SPARE]);
        self.homes = homes;
        for entry in entries.into_iter().filter(|&entry| entry != Entry::FREE) {
            self.put(entry);
        }
    }
}

/// The next larger number of places. With those to spare they come in four steps to each doubling, as the allocator's pieces
/// do, so that nothing is lost between the two.
fn larger(homes: usize) -> usize {
    let bytes = (homes + SPARE + 1) * size_of::<Entry>();
    let step = (bytes.next_power_of_two() / 8).max(64);
    bytes.next_multiple_of(step) / size_of::<Entry>() - SPARE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Keys that share parts, marks and places, put in and taken out: the table says what a set says.
        #[test]
        fn a_table_is_a_set(
            changes in proptest::collection::vec((0..60_u32, any::<bool>()), 0..300),
            (spread, shift) in (1..70_u32, 48..62_u32),
        ) {
            let hash_of = |row: Slot| u64::from(row.0 % spread) << shift | 3;
            let (mut lookup, mut set) = (Lookup::default(), std::collections::BTreeSet::new());
            for (row, add) in changes {
                if add && set.insert(row) {
                    lookup.insert(hash_of(Slot(row)), Slot(row));
                } else if !add {
                    set.remove(&row);
                    lookup.remove(hash_of(Slot(row)), Slot(row));
                }
                for row in (0..60).map(Slot) {
                    let found = lookup.find(hash_of(row), |at| at == row);
                    prop_assert_eq!(found.is_some(), set.contains(&row.0));
                }
                let part = &lookup.parts[3];
                prop_assert_eq!(part.taken, set.len());
                let marks = || part.places.iter().filter(|&&entry| entry != Entry::FREE).map(|entry| entry.mark);
                prop_assert!(marks().is_sorted() && marks().count() == set.len());
            }
        }
    }

    /// A key that isn't there costs no look at a row but where marks are equal.
    #[test]
    fn rows_are_hardly_looked_at() {
        let hash_of = |row: u32| u64::from(row).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17);
        let (mut lookup, looked) = (Lookup::default(), std::cell::Cell::new(0));
        (0..100_000).for_each(|row| lookup.insert(hash_of(row), Slot(row)));
        for row in 100_000..110_000 {
            lookup.find(hash_of(row), |_| {
                looked.set(looked.get() + 1);
                false
            });
        }
        assert!(looked.get() < 300, "{}", looked.get());
        let (places, taken): (Vec<_>, Vec<_>) =
            lookup.parts.iter().map(|part| (part.places.capacity(), part.taken)).unzip();
        let bytes = places.iter().sum::<usize>() * size_of::<Entry>();
        assert!(bytes < taken.iter().sum::<usize>() * 9, "{bytes}");
    }
}
