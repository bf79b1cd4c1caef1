//! The inverted index: which texts bear a fingerprint, and in how many stories it occurs.
//!
//! Half of all news is frames: footers, legal notices, the wording of a weather report. A fingerprint that many
//! stories bear says little, so its weight is one over that number. Copies don't count: a wire story that was printed
//! five hundred times keeps its full weight, while a footer is worth nothing after a few dozen articles.
//!
//! # Layout
//! Four bytes a posting, in lists of the order in which they came (`units`). 17 bits of a fingerprint choose one of 131,072
//! chains, and the upper ones of 16 others a list of the chain: of so many that a list has about [`LIST_UNITS_MAX`] units at
//! most and is read through in a moment. Lists of a block are cut in two all at once when they have come to that, and each
//! grows by itself, so no growth stops the fold.
//!
//! Fingerprints are hashes without a key, so texts can be made whose fingerprints are all of one chain. Its lists are as long as
//! those of all chains of the block together then, and no longer: lists are cut by the mean of the block. Looking such a
//! text up costs [`BLOCK_CHAINS`] times as much as another, which doesn't slow down texts of other chains.
//!
//! Nothing is taken out when a text is forgotten: its postings are passed over until the list needs room. Its serial number
//! is not given again before every list has been rid of it. What a search finds depends only on which texts are alive, and not
//! on how the chains are cut.

mod stored;
mod units;

use super::serials::Serial;
use units::{Form, List, Posting, UNIT_POSTINGS, Unit, Units};

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

/// Chains are made in blocks of so many, when the first of a block is needed: a small memory stays small.
const BLOCK_CHAINS: usize = 64;
const BLOCKS: usize = 2048;

/// The lists of a block are cut in two when they have more units than this on average: a list is read in half a dozen cache
/// lines then, and the half of a unit that is free in most lists is little beside the others. Chosen by `benches/memory.rs` at
/// a million articles: with three they take two bytes an article more, and with six 22 less and a quarter more of the time to
/// judge one.
const LIST_UNITS_MAX: usize = 4;

/// How often the lists of a chain are cut in two, at most: by then each has the postings of one of its 16 bits alone.
const DEPTH_MAX: u32 = u16::BITS;

/// The chains of a block, each cut into `2^depth` lists.
#[derive(Clone, Debug, Default)]
struct Block {
    lists: Box<[List]>,
    depth: u32,
    units: usize,
}

impl Block {
    /// The place of a chain's list for a tag: the lists of a chain stand side by side.
    fn place(&self, chain: usize, tag: u16) -> usize {
        (chain << self.depth) + (usize::from(tag) << self.depth >> u16::BITS)
    }

    /// The lists of a chain, each with their form and the bits that its place tells of tags.
    fn chain(&self, chain: usize) -> impl Iterator<Item = (Form, u16, &List)> {
        let lists = self.lists.iter().skip(chain << self.depth).take(1 << self.depth);
        let told = move |nth: u32| u16::try_from((nth << u16::BITS) >> self.depth).unwrap_or_default();
        (0..).zip(lists).map(move |(nth, list)| (self.form(), told(nth), list))
    }

    fn form(&self) -> Form {
        Form::of(self.depth)
    }

    /// Cuts each list in two, and takes out what is forgotten.
    fn cut(&mut self, all: &mut Units, is_alive: impl Fn(Serial) -> bool) {
        let (depth, form) = (self.depth + 1, self.form());
        let mut lists = Vec::with_capacity(BLOCK_CHAINS << depth);
        let mut postings: [Vec<Posting>; 2] = Default::default();
        for list in &mut self.lists {
            for posting in all.newest_first(form, list).filter(|posting| is_alive(posting.serial)) {
                let lower = posting.tag >> (u16::BITS - depth) & 1;
                postings.get_mut(usize::from(lower)).into_iter().for_each(|postings| postings.push(posting));
            }
            all.clear(list);
            for postings in &mut postings {
                lists.push(all.pack(Form::of(depth), postings.iter().rev()));
                postings.clear();
            }
        }
        *self = Self { units: lists.iter().map(List::units).sum(), lists: lists.into(), depth };
    }

    /// Makes lists if there are none, and cuts them where they are large.
    fn prepare(&mut self, all: &mut Units, is_alive: impl Fn(Serial) -> bool) {
        if self.lists.is_empty() {
            self.lists = vec![List::default(); BLOCK_CHAINS].into();
        }
        if self.units > LIST_UNITS_MAX * (BLOCK_CHAINS << self.depth) && self.depth < DEPTH_MAX {
            self.cut(all, is_alive);
        }
    }

    /// Changes the list of a chain for a tag.
    fn change(&mut self, chain: usize, tag: u16, change: impl FnOnce(&mut List)) {
        if let Some(list) = self.lists.get_mut(self.place(chain, tag)) {
            let before = list.units();
            change(list);
            self.units = (self.units + list.units()).saturating_sub(before);
        }
    }

    /// Adds a posting, the newest of its list.
    fn insert(&mut self, chain: usize, new: Posting, all: &mut Units, is_alive: impl Fn(Serial) -> bool) {
        self.prepare(all, &is_alive);
        let form = self.form();
        let tag = form.tag(new.tag);
        self.change(chain, new.tag, |list| {
            // Most lists are too short to hold so many.
            let may_be_full = list.units() * UNIT_POSTINGS >= POSTINGS_MAX;
            let run = if may_be_full { all.of(list).map(|unit| unit.count(form, tag)).sum() } else { 0 };
            if run >= POSTINGS_MAX {
                let is_one = |old: &Posting| old.tag == tag && is_alive(old.serial);
                if run > RUN_MAX {
                    all.keep(form, list, |old| old.tag != tag || is_alive(old.serial));
                }
                let one = |counted: bool| move |old: &Posting| is_one(old) && old.counted == counted;
                let count = |counted| all.newest_first(form, list).filter(one(counted)).count();
                let (counted, others) = (count(true), count(false));
                if counted + others >= POSTINGS_MAX {
                    all.drop_oldest(form, list, one(others < BEARERS_MAX));
                }
            }
            all.insert(form, list, new, &is_alive);
        });
    }
}

/// A fingerprint that is looked up: the list that it would be in, if there is one, and its tag there.
#[derive(Clone, Copy, Debug)]
struct Sought<'a> {
    list: Option<&'a List>,
    form: Form,
    tag: u16,
}

/// The index.
#[derive(Debug)]
pub(super) struct Index {
    blocks: Vec<Block>,
    units: Units,
}

impl Default for Index {
    fn default() -> Self {
        Self { blocks: vec![Block::default(); BLOCKS], units: Units::default() }
    }
}

impl Index {
    /// Looks up fingerprints: each one's weight, in their order; `found` is given the newest bearers of each that is worth
    /// something, with its place among them. `is_alive` tells of a number whether its text is, and `slot` where it is.
    ///
    /// Each list is likely to be in no cache, nor what it holds, nor what is known of the texts that it names. So all lists are
    /// fetched, then the newest units of all, then the ones before, before any is looked at, and the places of all texts are asked
    /// for in a row: fetches that don't wait for one another take little longer than one. What the text's own postings will be
    /// written to is fetched along.
    pub(super) fn look_up(
        &self,
        fingerprints: &[u64],
        is_alive: impl Fn(Serial) -> bool,
        slot: impl Fn(Serial) -> Option<Slot>,
        mut found: impl FnMut(usize, Slot),
    ) -> Vec<u16> {
        let sought: Vec<Sought<'_>> = fingerprints.iter().map(|&of| self.sought(of)).collect();
        let lists: Vec<List> = sought.iter().map(|sought| sought.list.copied().unwrap_or_default()).collect();
        self.fetch(&lists);
        let mut borne: Vec<(usize, Serial)> = Vec::with_capacity(4 * lists.len());
        let weight = |(at, (&Sought { form, tag, .. }, list)): (usize, (&Sought<'_>, &List))| {
            let (mut stories, before) = (0, borne.len());
            let units = self.units.of(list).filter(|unit| unit.count(form, tag) > 0);
            let postings = units.flat_map(|unit| unit.newest_first(form)).filter(|posting| posting.tag == tag);
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

    /// Brings the units of lists near.
    fn fetch(&self, lists: &[List]) {
        let mut fetched = 0;
        let mut units: Vec<&Unit> = lists.iter().filter_map(|list| self.units.get(list.newest)).collect();
        let mut older = Vec::with_capacity(units.len());
        while !units.is_empty() {
            // Nothing else in this loop, so that a processor sees far ahead in it.
            for unit in &units {
                fetched ^= unit.touch();
            }
            older.clear();
            older.extend(units.iter().filter_map(|unit| self.units.get(unit.older())));
            std::mem::swap(&mut units, &mut older);
        }
        std::hint::black_box(fetched);
    }

    /// Where the postings of a fingerprint are. Doesn't look at the list itself.
    fn sought(&self, fingerprint: u64) -> Sought<'_> {
        let (block, chain, tag) = place(fingerprint);
        let block = self.blocks.get(block);
        let form = block.map_or(Form::of(0), Block::form);
        Sought { list: block.and_then(|block| block.lists.get(block.place(chain, tag))), form, tag: form.tag(tag) }
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
            block.insert(chain, Posting { tag, serial, counted }, &mut self.units, is_alive);
        }
    }

    /// How many postings there are, those of forgotten texts among them.
    #[cfg(test)]
    pub(super) fn postings(&self) -> usize {
        let lists = self.blocks.iter().flat_map(|block| block.lists.iter().map(|list| (block.form(), list)));
        lists.map(|(form, list)| self.units.newest_first(form, list).count()).sum()
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
        let slot = |serial| serials.slot(serial);
        let weights = index.look_up(&[fingerprint], |serial| serials.has(serial), slot, |_, slot| found.push(slot.0));
        (weights[0], found)
    }

    /// The newest texts that a list holds of a fingerprint, found or not: as many as a search takes.
    fn newest(index: &Index, fingerprint: u64) -> Vec<u32> {
        let Sought { list, form, tag } = index.sought(fingerprint);
        let postings = index.units.newest_first(form, list.unwrap()).filter(|posting| posting.tag == tag);
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

    /// Texts made for one chain: each list has its share of what the lists of the whole block may hold, and the tags of one list
    /// are one in so many as there are lists.
    #[test]
    fn a_chain_that_is_aimed_at_has_lists_of_bounded_length() {
        let (mut index, mut serials) = (Index::default(), Serials::default());
        let mut longest = 0;
        for n in 0..400_000_u32 {
            let serial = serials.give(Slot(n));
            let tag = u64::from(n.wrapping_mul(0x9e37_79b9) >> 16);
            index.insert(tag, serial, true, |serial| serials.slot(serial).is_some());
            if n.is_power_of_two() {
                longest = longest.max(index.blocks[0].lists.iter().map(List::units).max().unwrap());
            }
        }
        assert!(index.blocks[0].depth >= 5, "{}", index.blocks[0].depth);
        assert!((BLOCK_CHAINS..=BLOCK_CHAINS * LIST_UNITS_MAX * 3 / 2).contains(&longest), "{longest} units");
    }

    /// So many postings of one block that its lists are cut thrice; most are copies, so that each fingerprint is worth something.
    #[test]
    fn what_is_found_does_not_depend_on_how_chains_are_cut() {
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
