//! The inverted index: which texts bear a fingerprint, and in how many stories it occurs.
//!
//! Half of all news is frames: footers, legal notices, the wording of a weather report. A fingerprint that many
//! stories bear says little, so its weight is one over that number. Copies don't count: a wire story that was printed
//! five hundred times keeps its full weight, while a footer is worth nothing after a few dozen articles.

use std::collections::HashMap;

use super::fixed::FixedHash;

/// A text's place in the memory; places are used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Slot(pub(super) u32);

/// Weight of a fingerprint that one story bears. Divisible by the first five numbers, and small enough that the
/// weights of a whole sketch fit 16 bits.
pub(super) const WEIGHT: u16 = 240;

/// A fingerprint that more stories bear than this is worth nothing.
const STORIES_MAX: u32 = 64;

/// The most texts that are listed for one fingerprint: the newest. Bounds the work of a lookup; the generated corpus
/// comes out alike with 8 and 256.
const BEARERS_MAX: usize = 16;

/// Who bears a fingerprint. Nearly all are borne by one text, so that case is kept small.
#[derive(Clone, Copy, Debug)]
enum Bearers {
    /// One text.
    One { slot: Slot },
    /// Several: the place of their [`Shared`].
    Many { place: u32 },
}

/// The bearers of a fingerprint that several texts bear.
#[derive(Clone, Debug, Default)]
struct Shared {
    /// In how many stories it occurs: how many of its bearers were counted.
    stories: u32,
    /// How many texts bear it, listed or not.
    bearers: u32,
    /// The newest bearers, oldest first.
    newest: Vec<Slot>,
}

/// The index.
#[derive(Debug, Default)]
pub(super) struct Index {
    bearers: HashMap<u32, Bearers, FixedHash>,
    shared: Vec<Shared>,
    /// Places in `shared` that are free.
    free: Vec<u32>,
}

impl Index {
    /// The weight of a fingerprint; its bearers are added to `found`.
    pub(super) fn look_up(&self, key: u32, mut found: impl FnMut(Slot)) -> u16 {
        match self.bearers.get(&key) {
            None => WEIGHT,
            Some(&Bearers::One { slot }) => {
                found(slot);
                WEIGHT
            }
            Some(&Bearers::Many { place }) => {
                let Some(shared) = self.shared.get(place as usize) else { return WEIGHT };
                if shared.stories > STORIES_MAX {
                    return 0;
                }
                shared.newest.iter().copied().for_each(found);
                u16::try_from(u32::from(WEIGHT) / shared.stories.max(1)).unwrap_or(WEIGHT)
            }
        }
    }

    /// Adds a text that bears the fingerprint. `counted` says whether it adds a story; `is_counted` the same of a text
    /// that is in the index.
    pub(super) fn insert(&mut self, key: u32, slot: Slot, counted: bool, is_counted: impl Fn(Slot) -> bool) {
        let Some(bearers) = self.bearers.get_mut(&key) else {
            self.bearers.insert(key, Bearers::One { slot });
            return;
        };
        let place = match *bearers {
            Bearers::Many { place } => place,
            Bearers::One { slot: first } => {
                let alone = Shared { stories: u32::from(is_counted(first)), bearers: 1, newest: vec![first] };
                let place = self.free.pop().unwrap_or_else(|| {
                    self.shared.push(Shared::default());
                    u32::try_from(self.shared.len() - 1).unwrap_or(u32::MAX)
                });
                if let Some(shared) = self.shared.get_mut(place as usize) {
                    *shared = alone;
                }
                *bearers = Bearers::Many { place };
                place
            }
        };
        if let Some(shared) = self.shared.get_mut(place as usize) {
            shared.stories += u32::from(counted);
            shared.bearers += 1;
            if shared.newest.len() >= BEARERS_MAX {
                shared.newest.remove(0);
            }
            shared.newest.push(slot);
        }
    }

    /// Takes out a text that was inserted with the same `counted`.
    pub(super) fn remove(&mut self, key: u32, slot: Slot, counted: bool) {
        let Some(bearers) = self.bearers.get_mut(&key) else { return };
        let Bearers::Many { place } = *bearers else {
            self.bearers.remove(&key);
            return;
        };
        let Some(shared) = self.shared.get_mut(place as usize) else { return };
        shared.stories = shared.stories.saturating_sub(u32::from(counted));
        shared.bearers = shared.bearers.saturating_sub(1);
        shared.newest.retain(|&bearer| bearer != slot);
        match (shared.bearers, shared.newest.as_slice()) {
            (0, _) => {
                self.bearers.remove(&key);
            }
            (1, &[last]) => *bearers = Bearers::One { slot: last },
            _ => return,
        }
        *shared = Shared::default();
        self.free.push(place);
    }

    /// How many fingerprints there are.
    #[cfg(test)]
    pub(super) fn fingerprints(&self) -> usize {
        self.bearers.len()
    }

    /// An account of the bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let slot = size_of::<(u32, Bearers)>() + 1;
        self.bearers.capacity() * slot
            + self.shared.iter().map(|shared| size_of::<Shared>() + shared.newest.capacity() * 4).sum::<usize>()
            + self.free.capacity() * 4
    }
}
