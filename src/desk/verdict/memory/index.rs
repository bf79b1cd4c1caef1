//! The inverted index: which texts bear a fingerprint, and in how many stories it occurs.
//!
//! Half of all news is frames: footers, legal notices, the wording of a weather report. A fingerprint that many
//! stories bear says little, so its weight is one over that number. Copies don't count: a wire story that was printed
//! five hundred times keeps its full weight, while a footer is worth nothing after a few dozen articles.
//!
//! # Layout
//! Six bytes a posting: 16 bits of the fingerprint, the text's serial number, and whether it counts as a story. Other
//! 17 bits of the fingerprint choose one of 131,072 lists, which are dense and sorted by the 16; fingerprints are
//! hashes, so a posting is found where its 16 bits say it must be, give or take a cache line, and a list is short enough
//! to be moved for each insertion. A list grows by a quarter, by itself: no growth stops the fold.
//!
//! Nothing is taken out when a text is forgotten. Its serial number is not given again before every list has been
//! rid of it, which happens whenever a list is full; until then its postings are passed over. What a search finds
//! depends only on which texts are alive.

mod stored;

use super::serials::Serial;

/// A text's place in the memory; places are used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Slot(pub(super) u32);

/// Weight of a fingerprint that one story bears. Divisible by the first five numbers, and small enough that the
/// weights of a whole sketch fit 16 bits.
pub(super) const WEIGHT: u16 = 240;

/// A fingerprint that more stories bear than this is worth nothing.
const STORIES_MAX: usize = 64;

/// The most texts that a search takes from one fingerprint: the newest. Bounds the work of a lookup; the generated
/// corpus comes out alike with 8 and 256.
const BEARERS_MAX: usize = 16;

/// The most postings of one fingerprint: enough to count the stories, and the newest bearers beside them. The oldest go.
const POSTINGS_MAX: usize = STORIES_MAX + BEARERS_MAX;

/// From so many postings of one fingerprint on, those of forgotten texts are taken out before another is put in.
const RUN_LONG: usize = 8;

/// Lists are made in blocks of so many, when the first of a block is needed: a small memory stays small.
const BLOCK_LISTS: usize = 64;
const BLOCKS: usize = 2048;

/// One text bears one fingerprint: the fingerprint's 16 bits, then the serial number and whether it counts, in 32.
type Posting = [u16; 3];

fn posting(tag: u16, serial: Serial, counted: bool) -> Posting {
    let [a, b, c, d] = (serial.0 << 1 | u32::from(counted)).to_le_bytes();
    [tag, u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])]
}

fn serial([_, low, high]: Posting) -> Serial {
    Serial((u32::from(high) << 16 | u32::from(low)) >> 1)
}

fn is_counted([_, low, _]: Posting) -> bool {
    low & 1 == 1
}

/// The postings of some fingerprints, sorted by their 16 bits, of equal ones the oldest first.
#[derive(Clone, Debug, Default)]
struct List(Vec<Posting>);

impl List {
    /// Where the postings of `tag` must be, nearly: the tags of a list are uniform.
    fn guess(&self, tag: u16) -> usize {
        (self.0.len() * usize::from(tag)) >> u16::BITS
    }

    /// Where the postings of `tag` begin and end.
    fn run(&self, tag: u16) -> std::ops::Range<usize> {
        let postings = self.0.as_slice();
        let below = |at: usize| postings.get(at).is_some_and(|posting| posting[0] < tag);
        let mut start = self.guess(tag);
        while start > 0 && !below(start - 1) {
            start -= 1;
        }
        while below(start) {
            start += 1;
        }
        let length = postings.iter().skip(start).take_while(|posting| posting[0] == tag).count();
        start..start + length
    }

    fn insert(&mut self, new: Posting, is_alive: impl Fn(Serial) -> bool) {
        if self.0.len() == self.0.capacity() {
            self.0.retain(|old| is_alive(serial(*old)));
            if self.0.len() >= self.0.capacity() - self.0.capacity() / 8 {
                self.0.reserve_exact(self.0.len() / 4 + 4);
            }
        }
        let mut run = self.run(new[0]);
        if run.len() >= RUN_LONG {
            let postings = self.0.get(run.clone()).unwrap_or_default().iter();
            let alive: Vec<Posting> = postings.copied().filter(|&old| is_alive(serial(old))).collect();
            // The oldest goes where too many are alive.
            let kept = alive.len().min(POSTINGS_MAX - 1);
            if kept < run.len() {
                self.0.splice(run.clone(), alive.into_iter().rev().take(kept).rev());
                run.end = run.start + kept;
            }
        }
        self.0.insert(run.end, new);
    }
}

/// The index.
#[derive(Debug)]
pub(super) struct Index {
    blocks: Vec<Option<Box<[List]>>>,
    postings: usize,
}

impl Default for Index {
    fn default() -> Self {
        Self { blocks: vec![None; BLOCKS], postings: 0 }
    }
}

impl Index {
    /// Looks up fingerprints: each one's weight, in their order; `found` is given the newest bearers of each, with its
    /// place among them. `slot` tells where the text of a number is, if it is alive.
    ///
    /// Each list and each place in it is likely to be in no cache. So all lists are fetched, then all places, before the
    /// first is looked at: fetches that don't wait for one another take little longer than one.
    pub(super) fn look_up(
        &self,
        fingerprints: &[u64],
        slot: impl Fn(Serial) -> Option<Slot>,
        mut found: impl FnMut(usize, Slot),
    ) -> Vec<u16> {
        let none = List::default();
        let lists: Vec<(&List, u16)> =
            fingerprints.iter().map(|&of| (self.list(of).unwrap_or(&none), place(of).2)).collect();
        let lengths: usize = lists.iter().map(|(list, _)| list.0.len()).sum();
        let places = lists.iter().filter_map(|(list, tag)| list.0.get(list.guess(*tag)));
        let fetched = places.fold(lengths, |sum, posting| sum ^ usize::from(posting[0]));
        std::hint::black_box(fetched);
        let weight = |(at, &(list, tag)): (usize, &(&List, u16))| {
            let (mut stories, mut bearers) = (0, 0);
            for posting in list.0.get(list.run(tag)).unwrap_or_default().iter().rev() {
                let Some(slot) = slot(serial(*posting)) else { continue };
                stories += usize::from(is_counted(*posting));
                bearers += 1;
                if bearers <= BEARERS_MAX {
                    found(at, slot);
                }
            }
            let stories = u16::try_from(stories.max(1)).unwrap_or(u16::MAX);
            if usize::from(stories) > STORIES_MAX { 0 } else { WEIGHT / stories }
        };
        lists.iter().enumerate().map(weight).collect()
    }

    fn list(&self, fingerprint: u64) -> Option<&List> {
        let (block, list, _) = place(fingerprint);
        self.blocks.get(block)?.as_ref()?.get(list)
    }

    /// Adds a text that bears the fingerprint. `counted` says whether it adds a story, `is_alive` which texts are.
    pub(super) fn insert(
        &mut self,
        fingerprint: u64,
        serial: Serial,
        counted: bool,
        is_alive: impl Fn(Serial) -> bool,
    ) {
        let (block, list, tag) = place(fingerprint);
        let Some(block) = self.blocks.get_mut(block) else { return };
        let lists = block.get_or_insert_with(|| vec![List::default(); BLOCK_LISTS].into());
        if let Some(list) = lists.get_mut(list) {
            let before = list.0.len();
            list.insert(posting(tag, serial, counted), is_alive);
            self.postings = (self.postings + list.0.len()).saturating_sub(before);
        }
    }

    /// How many postings there are, those of forgotten texts among them.
    #[cfg(test)]
    pub(super) fn postings(&self) -> usize {
        self.postings
    }
}

/// The block, the list in it and the 16 bits of a fingerprint: its lower 33 bits, as the upper ones tell its level.
fn place(fingerprint: u64) -> (usize, usize, u16) {
    let list = usize::try_from(fingerprint >> u16::BITS & 0x1_ffff).unwrap_or_default();
    let tag = u16::try_from(fingerprint & 0xffff).unwrap_or_default();
    (list % BLOCKS, list / BLOCKS, tag)
}

#[cfg(test)]
mod tests {
    use super::{super::serials::Serials, *};

    /// An index of so many texts that bear one fingerprint, and their serial numbers.
    fn index(fingerprint: u64, texts: u32, counted: impl Fn(u32) -> bool) -> (Index, Serials) {
        let (mut index, mut serials) = (Index::default(), Serials::default());
        for n in 0..texts {
            let serial = serials.give(Slot(n));
            index.insert(fingerprint, serial, counted(n), |serial| serials.slot(serial).is_some());
        }
        (index, serials)
    }

    fn look_up(index: &Index, serials: &Serials, fingerprint: u64) -> (u16, Vec<u32>) {
        let mut found = Vec::new();
        let weights = index.look_up(&[fingerprint], |serial| serials.slot(serial), |_, slot| found.push(slot.0));
        (weights[0], found)
    }

    #[test]
    fn a_weight_is_one_over_the_stories() {
        let (index, serials) = index(7, 3, |_| true);
        assert_eq!(look_up(&index, &serials, 7), (WEIGHT / 3, vec![2, 1, 0]));
        assert_eq!(look_up(&index, &serials, 7 | 1 << 32), (WEIGHT, vec![]));
    }

    #[test]
    fn copies_do_not_count_and_frames_weigh_nothing() {
        let (copies, serials) = index(7, 500, |n| n == 499);
        assert_eq!(look_up(&copies, &serials, 7), (WEIGHT, (484..500).rev().collect()));
        let (frame, serials) = index(7, 500, |_| true);
        assert_eq!(look_up(&frame, &serials, 7).0, 0);
        assert_eq!(frame.postings(), POSTINGS_MAX);
    }

    #[test]
    fn the_forgotten_are_passed_over_and_make_room() {
        let (mut index, mut serials) = index(7, 80, |_| true);
        (10..80).for_each(|n| serials.forget(Serial(n)));
        assert_eq!(look_up(&index, &serials, 7), (WEIGHT / 10, (0..10).rev().collect()));
        let serial = serials.give(Slot(80));
        index.insert(7, serial, true, |serial| serials.slot(serial).is_some());
        assert_eq!(look_up(&index, &serials, 7).1.len(), 11, "the oldest are alive and stay");
    }

    #[test]
    fn a_list_is_in_order_whatever_comes() {
        let (mut index, mut serials) = (Index::default(), Serials::default());
        let tags: Vec<u64> = (0..2000_u64).map(|n| n * n * 7919 % 65_536).collect();
        for (&tag, n) in tags.iter().zip(0..) {
            let serial = serials.give(Slot(n));
            index.insert(tag, serial, true, |serial| serials.slot(serial).is_some());
        }
        for &tag in &tags {
            let bearers = (0..2000_u32).zip(&tags).filter(|&(_, other)| *other == tag).map(|(n, _)| n);
            let newest: Vec<u32> = bearers.rev().take(BEARERS_MAX).collect();
            assert_eq!(look_up(&index, &serials, tag).1, newest);
        }
    }
}
