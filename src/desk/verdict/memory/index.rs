//! The inverted index: which texts bear a fingerprint, and in how many stories it occurs.
//!
//! Half of all news is frames: footers, legal notices, the wording of a weather report. A fingerprint that many
//! stories bear says little, so its weight is one over that number. Copies don't count: a wire story that was printed
//! five hundred times keeps its full weight, while a footer is worth nothing after a few dozen articles.
//!
//! # Layout
//! Four bytes a posting, in lists of the order in which they came (`lists`). 11 bits of a fingerprint choose one of 2,048 blocks,
//! and the upper ones of 22 others a list of the block: of so many that a list is read in four cache lines. Lists of a block
//! are cut in two all at once when they have come to [`LIST_POSTINGS`], in some blocks sooner than in others, and each grows by
//! itself, so no growth stops the fold, and a search reads as much at any number of articles.
//!
//! Fingerprints are hashes without a key, so texts can be made whose fingerprints are all of one list. It isn't cut before
//! the lists of its block are long on average, so looking such a text up costs as much as a look at all lists of a block,
//! which doesn't slow down texts of other lists.
//!
//! Nothing is taken out when a text is forgotten: its postings are passed over until the list needs room. Its serial number
//! is not given again before every list has been rid of it. What a search finds depends only on which texts are alive, and not
//! on how the blocks are cut.

mod lists;
mod stored;

use super::serials::Serial;
use lists::{Form, List, Lists, Posting, Postings, TAG_BITS};

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

/// The most postings of one fingerprint: enough of those that count to tell that it is worth nothing, and the newest bearers
/// beside them. Of those that count the oldest goes, or of the others where they are as many as a search takes: copies of one
/// story, however many, don't make its frame worth something again.
const POSTINGS_MAX: usize = STORIES_MAX + 1 + BEARERS_MAX;

/// The most postings of one fingerprint, those of forgotten texts among them: what passing over costs is bounded, and what
/// taking out does.
const RUN_MAX: usize = POSTINGS_MAX + POSTINGS_MAX / 4;

/// The lists of each of so many blocks are cut at a time of their own, so that no cut takes long. Set by hand: at a million
/// articles a block has 18,000 postings.
const BLOCKS: usize = 2048;

/// The lists of the first block are cut in two when they have so many postings on average, those of the last when they have
/// twice as many, and those between in between: the mean over all blocks is about this at any number of articles. With more an
/// article takes fewer bytes, as half of each list's last line is free, and longer to judge. Set by hand, so that it takes
/// less than 650 bytes at a million (`benches/memory.rs`).
const LIST_POSTINGS: usize = 44;

/// The lists of a block.
#[derive(Clone, Debug)]
struct Block {
    /// One for each value of the upper `depth` bits of a tag.
    lists: Box<[List]>,
    depth: u32,
    /// Places that are taken in the lists, and with how many they are laid anew.
    taken: usize,
    taken_max: usize,
    /// The postings of a list, on average, from which on lists are cut.
    list_postings: usize,
}

impl Block {
    /// The block of this number, empty.
    fn new(number: usize) -> Self {
        let list_postings = LIST_POSTINGS + LIST_POSTINGS * number / BLOCKS;
        Self { lists: Box::new([List::default()]), depth: 0, taken: 0, taken_max: list_postings, list_postings }
    }

    fn form(&self) -> Form {
        Form::of(self.depth)
    }

    /// The place of the list for a tag.
    fn place(&self, tag: u32) -> usize {
        (tag >> (TAG_BITS - self.depth)) as usize
    }

    /// The bits that the place of a list tells of tags.
    fn told(&self, place: usize) -> u32 {
        u32::try_from(place).unwrap_or_default() << (TAG_BITS - self.depth)
    }

    /// Lays the lists anew where they have become long: takes out what is forgotten, and cuts each in two if much is left.
    fn prepare(&mut self, all: &mut Lists, is_alive: impl Fn(Serial) -> bool) {
        if self.taken <= self.taken_max {
            return;
        }
        let (form, is_left) = (self.form(), |posting: &Posting| is_alive(posting.serial));
        let left: usize = self.lists.iter().map(|&list| all.newest_first(form, list).filter(is_left).count()).sum();
        if left * 4 > self.lists.len() * self.list_postings * 3 && self.depth < TAG_BITS {
            self.cut(all, is_left);
        } else {
            self.lists.iter_mut().for_each(|list| all.keep(form, list, is_left));
        }
        self.taken = self.lists.iter().map(|list| list.postings_max()).sum();
        // At least half as many more may come, so that no posting is laid over and over.
        self.taken_max = (self.lists.len() * self.list_postings).max(self.taken + self.taken / 2);
    }

    fn cut(&mut self, all: &mut Lists, is_left: impl Fn(&Posting) -> bool) {
        let (old, new) = (self.form(), Form::of(self.depth + 1));
        let mut lists = Vec::with_capacity(2 * self.lists.len());
        let mut postings: [Vec<Posting>; 2] = Default::default();
        for list in &mut self.lists {
            for posting in all.newest_first(old, *list).filter(&is_left) {
                let half = usize::from(old.tag(posting.tag) != new.tag(posting.tag));
                postings.get_mut(half).into_iter().for_each(|postings| postings.push(posting));
            }
            all.clear(list);
            for postings in &mut postings {
                let mut list = List::default();
                all.set(new, &mut list, postings);
                lists.push(list);
                postings.clear();
            }
        }
        (self.lists, self.depth) = (lists.into(), self.depth + 1);
    }

    /// Changes the list for a tag.
    fn change(&mut self, tag: u32, all: &mut Lists, change: impl FnOnce(&mut Lists, &mut List)) {
        let place = self.place(tag);
        if let Some(list) = self.lists.get_mut(place) {
            let before = list.postings_max();
            change(all, list);
            self.taken = (self.taken + list.postings_max()).saturating_sub(before);
        }
    }

    /// Adds a posting from a snapshot.
    fn restore(&mut self, new: Posting, all: &mut Lists) {
        self.prepare(all, |_| true);
        let form = self.form();
        self.change(new.tag, all, |all, list| all.push(form, list, new));
    }

    /// Adds a posting, the newest of its list.
    fn insert(&mut self, new: Posting, all: &mut Lists, is_alive: impl Fn(Serial) -> bool) {
        self.prepare(all, &is_alive);
        let form = self.form();
        let tag = form.tag(new.tag);
        self.change(new.tag, all, |all, list| {
            // Most lists are too short to hold so many.
            let run = if list.postings_max() < POSTINGS_MAX { 0 } else { all.of(form, *list).count(tag) };
            if run >= POSTINGS_MAX {
                let is_one = |old: &Posting| old.tag == tag && is_alive(old.serial);
                if run > RUN_MAX {
                    all.keep(form, list, |old| old.tag != tag || is_alive(old.serial));
                }
                let one = |counted: bool| move |old: &Posting| is_one(old) && old.counted == counted;
                let count = |counted| all.newest_first(form, *list).filter(one(counted)).count();
                let (counted, others) = (count(true), count(false));
                if counted + others >= POSTINGS_MAX {
                    all.drop_oldest(form, list, one(others < BEARERS_MAX));
                }
            }
            all.insert(form, list, new, &is_alive);
        });
    }
}

/// A fingerprint that is looked up: the list that it would be in, and its tag there.
#[derive(Clone, Copy, Debug)]
struct Sought<'a> {
    list: Option<&'a List>,
    form: Form,
    tag: u32,
}

/// The index.
#[derive(Debug)]
pub(super) struct Index {
    blocks: Vec<Block>,
    lists: Lists,
}

impl Default for Index {
    fn default() -> Self {
        Self { blocks: (0..BLOCKS).map(Block::new).collect(), lists: Lists::default() }
    }
}

impl Index {
    /// Looks up fingerprints: each one's weight, in their order; `found` is given the newest bearers of each that is worth
    /// something, with its place among them. `is_alive` tells of a number whether its text is, and `slot` where it is.
    ///
    /// Each list is likely to be in no cache, nor where it is, nor what is known of the texts that it names. So all places of
    /// lists are asked for in a row, then all lists, before any is looked at, and the places of all texts. What the text's own
    /// postings will be written to is fetched along.
    pub(super) fn look_up(
        &self,
        fingerprints: &[u64],
        is_alive: impl Fn(Serial) -> bool,
        slot: impl Fn(Serial) -> Option<Slot>,
        mut found: impl FnMut(usize, Slot),
    ) -> Vec<u16> {
        let sought: Vec<Sought<'_>> = fingerprints.iter().map(|&of| self.sought(of)).collect();
        let lists: Vec<List> = sought.iter().map(|sought| sought.list.copied().unwrap_or_default()).collect();
        self.lists.fetch(&lists);
        let mut borne: Vec<(usize, Serial)> = Vec::with_capacity(4 * sought.len());
        let weight = |(at, (&Sought { form, tag, .. }, &list)): (usize, (&Sought<'_>, &List))| {
            let (mut stories, before) = (0, borne.len());
            let postings = Some(self.lists.of(form, list)).filter(|postings| postings.count(tag) > 0);
            let postings = postings.into_iter().flat_map(Postings::newest_first).filter(|posting| posting.tag == tag);
            for Posting { serial, counted, .. } in postings.filter(|posting| is_alive(posting.serial)) {
                stories += usize::from(counted);
                if borne.len() < before + BEARERS_MAX {
                    borne.push((at, serial));
                }
            }
            match u16::try_from(stories.max(1)) {
                Ok(few) if stories <= STORIES_MAX => WEIGHT / few,
                _ => {
                    borne.truncate(before);
                    0
                }
            }
        };
        let weights = sought.iter().zip(&lists).enumerate().map(weight).collect();
        let slots: Vec<Option<Slot>> = borne.iter().map(|&(_, serial)| slot(serial)).collect();
        for (&(at, _), slot) in borne.iter().zip(slots) {
            if let Some(slot) = slot {
                found(at, slot);
            }
        }
        weights
    }

    /// Where the postings of a fingerprint are. Doesn't look at the list itself.
    fn sought(&self, fingerprint: u64) -> Sought<'_> {
        let (block, tag) = place(fingerprint);
        let block = self.blocks.get(block);
        let form = block.map_or(Form::of(0), Block::form);
        Sought { list: block.and_then(|block| block.lists.get(block.place(tag))), form, tag: form.tag(tag) }
    }

    /// Adds a text that bears the fingerprint. `counted` says whether it adds a story, `is_alive` which texts are.
    pub(super) fn insert(
        &mut self,
        fingerprint: u64,
        serial: Serial,
        counted: bool,
        is_alive: impl Fn(Serial) -> bool,
    ) {
        let (block, tag) = place(fingerprint);
        if let Some(block) = self.blocks.get_mut(block) {
            block.insert(Posting { tag, serial, counted }, &mut self.lists, is_alive);
        }
    }

    /// How many postings there are, those of forgotten texts among them.
    #[cfg(test)]
    pub(super) fn postings(&self) -> usize {
        let all = self.blocks.iter().flat_map(|block| block.lists.iter().map(|&list| (block.form(), list)));
        all.map(|(form, list)| self.lists.newest_first(form, list).count()).sum()
    }
}

/// The block of a fingerprint and its tag: its lower 33 bits, as the upper ones tell its level. The lowest 16 are the lowest of
/// the tag, and those of the block come next.
fn place(fingerprint: u64) -> (usize, u32) {
    let bits = |from: u32, count: u32| u32::try_from(fingerprint >> from & ((1 << count) - 1)).unwrap_or_default();
    (bits(16, 11) as usize, bits(27, 6) << 16 | bits(0, 16))
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
        let slot = |serial| serials.slot(serial);
        let weights = index.look_up(&[fingerprint], |serial| serials.has(serial), slot, |_, slot| found.push(slot.0));
        (weights[0], found)
    }

    /// The newest texts that a list holds of a fingerprint, found or not: as many as a search takes.
    fn newest(index: &Index, fingerprint: u64) -> Vec<u32> {
        let Sought { list, form, tag } = index.sought(fingerprint);
        let postings = index.lists.newest_first(form, *list.unwrap()).filter(|posting| posting.tag == tag);
        postings.map(|posting| posting.serial.0).take(BEARERS_MAX).collect()
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

    /// A frame that is known for one stays worth nothing, whatever copies bear it; and the newest copies are found.
    #[test]
    fn copies_do_not_displace_what_counts() {
        let (few, serials) = index(7, 500, |n| n <= 64);
        assert_eq!(look_up(&few, &serials, 7), (0, vec![]));
        assert_eq!(newest(&few, 7), (484..500).rev().collect::<Vec<_>>());
        // Those that count and those that don't in turns.
        let (half, serials) = index(7, 500, |n| n % 2 == 0);
        assert_eq!(look_up(&half, &serials, 7), (0, vec![]));
        assert_eq!(newest(&half, 7), (484..500).rev().collect::<Vec<_>>());
        assert_eq!(half.postings(), POSTINGS_MAX);
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

    /// Behind texts that live on others come and are forgotten at once: what is passed over is bounded.
    #[test]
    fn the_forgotten_of_a_fingerprint_are_taken_out_in_time() {
        let (mut index, mut serials) = index(7, 70, |_| true);
        let mut most = 0;
        for n in 70..2000 {
            let serial = serials.give(Slot(n));
            index.insert(7, serial, true, |serial| serials.slot(serial).is_some());
            serials.forget(serial);
            most = most.max(index.postings());
        }
        assert!((POSTINGS_MAX..=RUN_MAX + 1).contains(&most), "{most}");
        assert_eq!(look_up(&index, &serials, 7), (0, vec![]), "70 are alive");
        (0..60).for_each(|n| serials.forget(Serial(n)));
        assert_eq!(look_up(&index, &serials, 7), (WEIGHT / 10, (60..70).rev().collect()));
    }

    /// Texts come and go in a window, some live for ever, and are the oldest of the lists: what is forgotten doesn't pile up
    /// behind those, and what lives is found.
    #[test]
    fn what_lives_long_does_not_hold_what_is_forgotten() {
        for lives_long in [0, 100, 2000] {
            let (mut index, window) = (Index::default(), 4000_u32);
            let (mut most, fingerprint) =
                (0, |n: u32| u64::from(n.wrapping_mul(0x9e37_79b9) >> 16) | u64::from(n % 64) << 27);
            for n in 0..60_000 {
                let is_alive = |old: Serial| old.0 < lives_long || old.0 + window > n;
                index.insert(fingerprint(n), Serial(n), true, is_alive);
                most = most.max(index.lists.in_use());
                if n % 997 == 0 {
                    for old in (0..=n).rev().take(500) {
                        let mut found = Vec::new();
                        index.look_up(
                            &[fingerprint(old)],
                            is_alive,
                            |serial| Some(Slot(serial.0)),
                            |_, slot| found.push(slot.0),
                        );
                        assert_eq!(found.contains(&old), is_alive(Serial(old)), "{old} of {n}");
                    }
                }
            }
            // Sixteen to a line, and half of each list's last is free.
            let needed = (window + lives_long) as usize / 16 + index.blocks[0].lists.len() / 2;
            assert!(most <= 2 * needed, "{most} lines where {needed} are needed");
        }
    }

    /// Texts made for a 64th of a block: its lists have as many postings as all lists of the block may have together, and none
    /// has more than its share of them.
    #[test]
    fn a_part_of_a_block_that_is_aimed_at_has_lists_of_bounded_length() {
        let (mut index, mut serials) = (Index::default(), Serials::default());
        let mut longest = 0;
        for n in 0..400_000_u32 {
            let serial = serials.give(Slot(n));
            let tag = u64::from(n.wrapping_mul(0x9e37_79b9) >> 16);
            index.insert(tag, serial, true, |serial| serials.slot(serial).is_some());
            if n.is_power_of_two() {
                longest = longest.max(index.blocks[0].lists.iter().map(|list| list.postings_max()).max().unwrap());
            }
        }
        assert!(index.blocks[0].depth >= 11, "{}", index.blocks[0].depth);
        let share = 64 * LIST_POSTINGS;
        assert!((share / 2..=share * 3 / 2).contains(&longest), "{longest} postings where a share is {share}");
    }

    /// So many postings of one block that its lists are cut thrice; most are copies, so that each fingerprint is worth something.
    #[test]
    fn what_is_found_does_not_depend_on_how_blocks_are_cut() {
        let (mut index, mut serials) = (Index::default(), Serials::default());
        let tags: Vec<u64> = (0..40_000_u64).map(|n| ((n * n * 7919) % 1000 * 65) | ((n % 16) << 27)).collect();
        for (&tag, n) in tags.iter().zip(0..) {
            let serial = serials.give(Slot(n));
            index.insert(tag, serial, n % 1024 == 0, |serial| serials.slot(serial).is_some());
        }
        assert!(index.blocks[0].depth >= 3, "{}", index.blocks[0].depth);
        for &tag in tags.iter().take(2000) {
            let bearers = (0..40_000_u32).zip(&tags).filter(|&(_, other)| *other == tag).map(|(n, _)| n);
            let newest: Vec<u32> = bearers.rev().take(BEARERS_MAX).collect();
            assert_eq!(look_up(&index, &serials, tag).1, newest);
        }
    }
}
