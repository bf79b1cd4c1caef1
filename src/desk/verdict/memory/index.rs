//! The inverted index: which texts bear a fingerprint, and in how many stories it occurs.
//!
//! Half of all news is frames: footers, legal notices, the wording of a weather report. A fingerprint that many
//! stories bear says little, so its weight is one over that number. Copies don't count: a wire story that was printed
//! five hundred times keeps its full weight, while a footer is worth nothing after a few dozen articles.
//!
//! # Layout
//! Five bytes a posting, in lists (`list`) of the order in which they came. 17 bits of a fingerprint choose one of 131,072
//! chains, and the upper ones of 16 others a list of the chain: of so many that a list has about [`LIST_POSTINGS_MAX`] at most
//! and is read through in a moment. Lists of a block are cut in two all at once when they have come to that, and each grows by
//! itself, so no growth stops the fold.
//!
//! Nothing is taken out when a text is forgotten. Its serial number is not given again before every list has been
//! rid of it, which happens whenever a list is full; until then its postings are passed over. What a search finds
//! depends only on which texts are alive, and not on how the chains are cut.

mod list;
mod stored;

use super::serials::Serial;
use list::{List, Posting, Range};

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

/// Chains are made in blocks of so many, when the first of a block is needed: a small memory stays small.
const BLOCK_CHAINS: usize = 64;
const BLOCKS: usize = 2048;

/// The lists of a block are cut in two when they have more postings than this on average: a list is read in half a dozen
/// cache lines then, and takes a hundredth of what its postings do for itself.
const LIST_POSTINGS_MAX: usize = 112;

/// How often the lists of a chain are cut in two, at most: by then each has the postings of one of its 16 bits alone.
const DEPTH_MAX: u32 = u16::BITS;

/// The chains of a block, each cut into `2^depth` lists.
#[derive(Clone, Debug, Default)]
struct Block {
    lists: Box<[List]>,
    depth: u32,
    postings: usize,
}

impl Block {
    /// The lists of a chain stand side by side: the place of the one for a tag, and what its postings have in common.
    fn place(&self, chain: usize, tag: u16) -> (usize, Range) {
        let upper = u32::from(tag) << self.depth >> u16::BITS;
        let range = Range { depth: self.depth, upper: u16::try_from(upper).unwrap_or_default() };
        ((chain << self.depth) + upper as usize, range)
    }

    fn list(&self, chain: usize, tag: u16) -> Option<&List> {
        self.lists.get(self.place(chain, tag).0)
    }

    /// The lists of a chain, each with what its postings have in common.
    fn chain(&self, chain: usize) -> impl Iterator<Item = (Range, &List)> {
        let depth = self.depth;
        let lists = self.lists.iter().skip(chain << depth).take(1 << depth);
        (0..=u16::MAX).zip(lists).map(move |(upper, list)| (Range { depth, upper }, list))
    }

    /// Cuts each list in two.
    fn cut(&mut self) {
        let mut block = Self { depth: self.depth + 1, ..Self::default() };
        let mut lists = vec![List::default(); BLOCK_CHAINS << block.depth];
        for (at, list) in self.lists.iter_mut().enumerate() {
            let range = |upper: usize| Range {
                depth: block.depth,
                upper: u16::try_from(upper % (1 << block.depth)).unwrap_or_default(),
            };
            let upper = u16::try_from(at % (1 << self.depth)).unwrap_or_default();
            let postings = std::mem::take(list).all(Range { depth: self.depth, upper });
            for at in [2 * at, 2 * at + 1] {
                let range = range(at);
                let own: Vec<Posting> = postings.iter().copied().filter(|posting| range.has(posting.tag)).collect();
                if let Some(list) = lists.get_mut(at) {
                    list.set(&own, range);
                    block.postings += list.len();
                }
            }
        }
        block.lists = lists.into();
        *self = block;
    }

    /// Makes lists if there are none, and cuts them where they are large, or where a posting is far from the newest and needs
    /// fillers, which a list of all there are can't have.
    fn prepare(&mut self, chain: usize, new: Posting) {
        if self.lists.is_empty() {
            self.lists = vec![List::default(); BLOCK_CHAINS].into();
        }
        let is_far = self.depth == 0 && self.list(chain, new.tag).is_some_and(|list| list.is_far(new.serial));
        let is_large = self.postings > LIST_POSTINGS_MAX * (BLOCK_CHAINS << self.depth);
        if is_far || (is_large && self.depth < DEPTH_MAX) {
            self.cut();
        }
    }

    /// Adds postings to a chain, oldest first, all of them alive.
    fn append(&mut self, chain: usize, postings: &[Posting]) {
        let mut counts: Vec<usize> = vec![0; 1 << self.depth];
        for posting in postings {
            let (at, _) = self.place(chain, posting.tag);
            counts.get_mut(at - (chain << self.depth)).into_iter().for_each(|count| *count += 1);
        }
        // All the room at once, where the lists are cut as they will be.
        let lists = self.lists.iter_mut().skip(chain << self.depth);
        for (list, count) in lists.zip(counts).filter(|(_, count)| *count > 0) {
            list.make_room(list.len() + count);
        }
        for &new in postings {
            self.prepare(chain, new);
            let (at, range) = self.place(chain, new.tag);
            if let Some(list) = self.lists.get_mut(at) {
                let before = list.len();
                list.push(new, range);
                self.postings += list.len() - before;
            }
        }
    }

    /// Adds a posting, the newest of its list.
    fn insert(&mut self, chain: usize, new: Posting, is_alive: impl Fn(Serial) -> bool) {
        self.prepare(chain, new);
        let (at, range) = self.place(chain, new.tag);
        let Some(list) = self.lists.get_mut(at) else { return };
        let before = list.len();
        if list.is_full() {
            let mut alive = list.all(range);
            alive.retain(|old| is_alive(old.serial));
            if alive.len() < before {
                list.set(&alive, range);
            }
            list.make_room(alive.len() + alive.len() / 16 + 1);
        }
        let run = list.count(new.tag);
        if run >= RUN_LONG {
            let alive = list.of(new.tag).filter(|old| is_alive(old.serial)).count();
            // The oldest goes where too many are alive.
            if alive < run || alive >= POSTINGS_MAX {
                let mut surplus = (alive + 1).saturating_sub(POSTINGS_MAX);
                let mut kept = list.all(range);
                kept.retain(|old| {
                    let alive = old.tag != new.tag || is_alive(old.serial);
                    let goes = !alive || (old.tag == new.tag && surplus > 0);
                    surplus -= usize::from(alive && goes);
                    !goes
                });
                list.set(&kept, range);
            }
        }
        list.push(new, range);
        self.postings = (self.postings + list.len()).saturating_sub(before);
    }
}

/// The index.
#[derive(Debug)]
pub(super) struct Index {
    blocks: Vec<Block>,
}

impl Default for Index {
    fn default() -> Self {
        Self { blocks: vec![Block::default(); BLOCKS] }
    }
}

impl Index {
    /// Looks up fingerprints: each one's weight, in their order; `found` is given the newest bearers of each, with its
    /// place among them. `slot` tells where the text of a number is, if it is alive.
    ///
    /// Each list is likely to be in no cache, nor what it holds. So all lists are fetched, then all tags, before the
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
        let lengths: usize = lists.iter().map(|(list, _)| list.len()).sum();
        let fetched = lists.iter().fold(lengths, |sum, (list, _)| sum ^ usize::from(list.fetch()));
        std::hint::black_box(fetched);
        let weight = |(at, &(list, tag)): (usize, &(&List, u16))| {
            let (mut stories, mut bearers) = (0, 0);
            if list.count(tag) > 0 {
                for posting in list.of(tag) {
                    let Some(slot) = slot(posting.serial) else { continue };
                    stories += usize::from(posting.counted);
                    bearers += 1;
                    if bearers <= BEARERS_MAX {
                        found(at, slot);
                    }
                }
            }
            let stories = u16::try_from(stories.max(1)).unwrap_or(u16::MAX);
            if usize::from(stories) > STORIES_MAX { 0 } else { WEIGHT / stories }
        };
        lists.iter().enumerate().map(weight).collect()
    }

    fn list(&self, fingerprint: u64) -> Option<&List> {
        let (block, chain, tag) = place(fingerprint);
        self.blocks.get(block)?.list(chain, tag)
    }

    /// Adds a text that bears the fingerprint. `counted` says whether it adds a story, `is_alive` which texts are.
    pub(super) fn insert(
        &mut self,
        fingerprint: u64,
        serial: Serial,
        counted: bool,
        is_alive: impl Fn(Serial) -> bool,
    ) {
        let (block, chain, tag) = place(fingerprint);
        if let Some(block) = self.blocks.get_mut(block) {
            block.insert(chain, Posting { tag, serial, counted }, is_alive);
        }
    }

    /// How many postings there are, those of forgotten texts among them.
    #[cfg(test)]
    pub(super) fn postings(&self) -> usize {
        self.blocks.iter().map(|block| block.postings).sum()
    }
}

/// The block, the chain in it and the 16 bits of a fingerprint: its lower 33 bits, as the upper ones tell its level.
fn place(fingerprint: u64) -> (usize, usize, u16) {
    let chain = usize::try_from(fingerprint >> u16::BITS & 0x1_ffff).unwrap_or_default();
    let tag = u16::try_from(fingerprint & 0xffff).unwrap_or_default();
    (chain % BLOCKS, chain / BLOCKS, tag)
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

    /// So many postings of one block that its lists are cut thrice.
    #[test]
    fn what_is_found_does_not_depend_on_how_chains_are_cut() {
        let (mut index, mut serials) = (Index::default(), Serials::default());
        let tags: Vec<u64> = (0..40_000_u64).map(|n| ((n * n * 7919) % 1000 * 65) | ((n % 16) << 27)).collect();
        for (&tag, n) in tags.iter().zip(0..) {
            let serial = serials.give(Slot(n));
            index.insert(tag, serial, true, |serial| serials.slot(serial).is_some());
        }
        assert!(index.blocks[0].depth >= 3, "{}", index.blocks[0].depth);
        for &tag in tags.iter().take(2000) {
            let bearers = (0..40_000_u32).zip(&tags).filter(|&(_, other)| *other == tag).map(|(n, _)| n);
            let newest: Vec<u32> = bearers.rev().take(BEARERS_MAX).collect();
            assert_eq!(look_up(&index, &serials, tag).1, newest);
        }
    }
}
