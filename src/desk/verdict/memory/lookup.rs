//! A table from keys to rows that are kept elsewhere: four bytes an entry and some air, where a map with its keys in it
//! would take ten times that.
//!
//! The table is cut into 256 parts by the key's hash, each an open-addressing table that grows by itself by a half when
//! seven eighths of it are full, so that no growth stops the fold for longer than a moment.

use super::index::Slot;

const PARTS: usize = 256;
const FREE: Slot = Slot(u32::MAX);

/// Rows by the hashes of their keys. Who calls tells rows of one hash apart, and the hash of a row.
#[derive(Debug)]
pub(super) struct Lookup {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Default)]
struct Part {
    places: Vec<Slot>,
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
        part.probe(hash).map(|(_, row)| row).take_while(|&row| row != FREE).find(|&row| is(row))
    }

    /// Adds a row that isn't there.
    pub(super) fn insert(&mut self, hash: u64, row: Slot, hash_of: impl Fn(Slot) -> u64) {
        let Some(part) = self.parts.get_mut(part_of(hash)) else { return };
        if (part.taken + 1) * 8 > part.places.len() * 7 {
            let larger = part.places.len() * 3 / 2 + 8;
            let rows = std::mem::replace(&mut part.places, vec![FREE; larger]);
            rows.into_iter().filter(|&row| row != FREE).for_each(|row| part.put(hash_of(row), row));
        }
        part.put(hash, row);
        part.taken += 1;
    }

    /// Takes out a row.
    pub(super) fn remove(&mut self, hash: u64, row: Slot, hash_of: impl Fn(Slot) -> u64) {
        let Some(part) = self.parts.get_mut(part_of(hash)) else { return };
        let found = part.probe(hash).take_while(|&(_, at)| at != FREE).find(|&(_, at)| at == row);
        let Some((mut gap, _)) = found else { return };
        part.taken -= 1;
        // Rows behind the gap move up, unless they would stand before the place where they belong.
        let count = part.places.len();
        let mut next = gap;
        loop {
            next = (next + 1) % count;
            let Some(&row) = part.places.get(next) else { break };
            if row == FREE {
                break;
            }
            let home = part.home(hash_of(row));
            if (next + count - home) % count >= (next + count - gap) % count {
                part.set(gap, row);
                gap = next;
            }
        }
        part.set(gap, FREE);
    }
}

fn part_of(hash: u64) -> usize {
    usize::from(hash.to_le_bytes()[0])
}

impl Part {
    /// The place where a row of this hash belongs.
    fn home(&self, hash: u64) -> usize {
        let (_, home) = hash.carrying_mul(self.places.len() as u64, 0);
        usize::try_from(home).unwrap_or_default()
    }

    /// The places of a hash in their order, each with its row.
    fn probe(&self, hash: u64) -> impl Iterator<Item = (usize, Slot)> {
        let home = self.home(hash);
        let (before, after) = self.places.split_at_checked(home).unwrap_or_default();
        after.iter().chain(before).enumerate().map(move |(step, &row)| ((home + step) % self.places.len(), row))
    }

    fn put(&mut self, hash: u64, row: Slot) {
        let free = self.probe(hash).find(|&(_, at)| at == FREE).map(|(place, _)| place);
        if let Some(place) = free {
            self.set(place, row);
        }
    }

    fn set(&mut self, place: usize, row: Slot) {
        if let Some(at) = self.places.get_mut(place) {
            *at = row;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Keys that share parts and places, put in and taken out: the table says what a set says.
        #[test]
        fn a_table_is_a_set(changes in proptest::collection::vec((0..60_u32, any::<bool>()), 0..300)) {
            let hash_of = |row: Slot| u64::from(row.0 % 7) << 61 | 3;
            let (mut lookup, mut set) = (Lookup::default(), std::collections::BTreeSet::new());
            for (row, add) in changes {
                if add && set.insert(row) {
                    lookup.insert(hash_of(Slot(row)), Slot(row), hash_of);
                } else if !add && set.remove(&row) {
                    lookup.remove(hash_of(Slot(row)), Slot(row), hash_of);
                }
                for row in (0..60).map(Slot) {
                    let found = lookup.find(hash_of(row), |at| at == row);
                    prop_assert_eq!(found.is_some(), set.contains(&row.0));
                }
            }
        }
    }
}
