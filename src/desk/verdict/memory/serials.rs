//! Serial numbers: what the index calls texts by. A place in the memory is used again as soon as its text is forgotten;
//! a serial number isn't, so a posting that is left behind never points at another text.

mod stored;

use std::collections::{HashMap, VecDeque};

use super::{fixed::FixedHash, index::Slot};

/// A text's number: counted up, from 0 again after 2^31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Serial(pub(super) u32);

/// So many numbers there are.
pub(super) const COUNT: u32 = 1 << 31;

/// The place of a text that is forgotten.
const GONE: Slot = Slot(u32::MAX);

/// The recent numbers are held in a row, as long as so many times the texts that are alive; what lives longer, the first
/// text of a story that goes on for weeks, is held in a map.
const ROW_PER_ALIVE: usize = 2;

/// A row this short is never cut.
const ROW_MIN: usize = 1024;

/// Which text has which serial number.
#[derive(Debug, Default)]
pub(super) struct Serials {
    row: VecDeque<Slot>,
    /// The number of the row's front.
    front: u32,
    old: HashMap<u32, Slot, FixedHash>,
    alive: usize,
}

impl Serials {
    /// Gives a text the next number.
    pub(super) fn give(&mut self, slot: Slot) -> Serial {
        // A number that a text has held through all the others is passed over.
        while !self.old.is_empty() && self.old.contains_key(&self.next().0) {
            self.row.push_back(GONE);
        }
        let serial = self.next();
        self.row.push_back(slot);
        self.alive += 1;
        while self.row.len() > ROW_MIN.max(self.alive * ROW_PER_ALIVE) {
            self.cut();
        }
        serial
    }

    /// Takes the number from its text.
    pub(super) fn forget(&mut self, serial: Serial) {
        let taken = match self.row.get_mut(self.place(serial)) {
            Some(slot) if *slot != GONE => {
                *slot = GONE;
                true
            }
            _ => self.old.remove(&serial.0).is_some(),
        };
        self.alive -= usize::from(taken);
        while self.row.front() == Some(&GONE) {
            self.cut();
        }
    }

    /// The text of this number, if it isn't forgotten.
    pub(super) fn slot(&self, serial: Serial) -> Option<Slot> {
        match self.row.get(self.place(serial)) {
            Some(&slot) if slot != GONE => Some(slot),
            _ if self.old.is_empty() => None,
            _ => self.old.get(&serial.0).copied(),
        }
    }

    /// Whether the text of this number isn't forgotten. As long as none was forgotten out of turn, which is where a memory fills
    /// and where it forgets the oldest first, that is told without a look at the row.
    pub(super) fn has(&self, serial: Serial) -> bool {
        if self.alive == self.row.len() && self.old.is_empty() {
            return self.place(serial) < self.row.len();
        }
        self.slot(serial).is_some()
    }

    /// A number that is higher for the later of two texts.
    pub(super) fn age(&self, serial: Serial) -> u32 {
        // Numbers before the row's front are those of long-lived texts: half the numbers are given to each side.
        serial.0.wrapping_sub(self.front).wrapping_add(COUNT / 2) % COUNT
    }

    /// How many texts have a number.
    #[cfg(test)]
    pub(super) fn alive(&self) -> usize {
        self.alive
    }

    fn next(&self) -> Serial {
        Serial((self.front + u32::try_from(self.row.len()).unwrap_or(0)) % COUNT)
    }

    fn place(&self, serial: Serial) -> usize {
        ((serial.0 + COUNT - self.front) % COUNT) as usize
    }

    fn cut(&mut self) {
        if let Some(slot) = self.row.pop_front() {
            if slot != GONE {
                self.old.insert(self.front, slot);
            }
            self.front = (self.front + 1) % COUNT;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_not_given_again() {
        let mut serials = Serials::default();
        let first = serials.give(Slot(0));
        let second = serials.give(Slot(1));
        serials.forget(first);
        let third = serials.give(Slot(0));
        assert_eq!(
            (serials.slot(first), serials.slot(second), serials.slot(third)),
            (None, Some(Slot(1)), Some(Slot(0)))
        );
    }

    #[test]
    fn a_number_that_is_held_through_all_others_is_passed_over() {
        let mut serials = Serials { front: COUNT - 1, ..Serials::default() };
        let long = serials.give(Slot(7));
        (0..2_000).for_each(|n| {
            let serial = serials.give(Slot(n));
            serials.forget(serial);
        });
        // All others have been given meanwhile.
        serials.row.clear();
        serials.front = COUNT - 2;
        let given = [serials.give(Slot(8)), serials.give(Slot(9))];
        assert_eq!((given, long), ([Serial(COUNT - 2), Serial(0)], Serial(COUNT - 1)));
        assert_eq!([long, given[0], given[1]].map(|serial| serials.slot(serial)), [7, 8, 9].map(|n| Some(Slot(n))));
        serials.forget(long);
        assert_eq!((serials.slot(long), serials.slot(given[1])), (None, Some(Slot(9))));
    }

    #[test]
    fn what_lives_long_keeps_its_number_and_not_the_row() {
        let mut serials = Serials { front: COUNT - 5, ..Serials::default() };
        let long = serials.give(Slot(7));
        for n in 0..5_000 {
            let serial = serials.give(Slot(n));
            serials.forget(serial);
        }
        assert_eq!((serials.slot(long), serials.alive()), (Some(Slot(7)), 1));
        assert!(serials.row.len() <= ROW_MIN);
        serials.forget(long);
        assert_eq!((serials.slot(long), serials.alive(), serials.old.len()), (None, 0, 0));
    }
}
