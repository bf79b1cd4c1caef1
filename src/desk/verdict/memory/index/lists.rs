//! Postings in lists, each in a piece of whole cache lines: four bytes a posting, oldest first, behind the number of the newest.
//!
//! A list that is full moves to the next larger piece, and a piece that is left is used, whole or in part, by the next list that
//! it is large enough for: lists that grow and shrink leave few gaps. All of a list lies side by side: a look at it waits for
//! one place in memory.
//!
//! A posting is a tag, whether it counts as a story, and how far its serial number is from that of the one before, which is
//! told from the newest on, whose number is known whole. How many bits are whose is the [`Form`] of a list. Where a posting is too
//! far from the one before for these bits, four bytes with the distance stand before it.

use super::super::serials::{COUNT, Serial};

/// Postings of a cache line.
const LINE: usize = 16;

/// Lines of a chunk: four megabytes, beside which the allocator's own bytes are few. Pieces that are larger have one for
/// themselves.
const CHUNK_LINES: usize = 1 << 16;

/// So many lines there are at most: 275 gigabytes, as much as the largest budget. What doesn't fit isn't listed.
const LINES_MAX: u32 = u32::MAX;

/// Sizes of pieces: the largest has room for fourteen million postings, which a list can count. More aren't listed.
const STEPS: usize = 76;
const _: () = assert!(lines(STEPS - 1) * LINE < 1 << 24);

/// So many sizes are looked at for a piece that no list has, from the size that is needed on. Lists of all blocks are about as
/// long, so they leave pieces of one size behind as they need another: where only pieces of that size are taken, a quarter of
/// all lines is in no list at a million articles, and a twentieth with this many.
const STEPS_LOOKED_AT: usize = 4;

/// What is left of a larger piece is cut off from so many lines on: a list has hardly ever fewer.
const SPARE_LINES_MIN: usize = 2;

/// Bits of a tag, before places of lists tell some of them.
pub(super) const TAG_BITS: u32 = 22;

/// A text bears a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// What the list doesn't tell of the fingerprint.
    pub(super) tag: u32,
    pub(super) serial: Serial,
    /// Whether it counts as a story.
    pub(super) counted: bool,
}

/// How the bits of a posting are shared out. Each time that lists are cut in two, the place of a list tells one more bit of
/// its tags, and its postings are twice as far from one another: the bit goes from the tag to the distance.
///
/// So the longest distance that can be told is always the same multiple of the mean: nine times it where texts have the 37
/// fingerprints of an ordinary article, so that one posting in ten thousand takes eight bytes; five times it where all have
/// 20, and one in 150 does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    tag_bits: u32,
}

impl Form {
    /// That of lists which tell so many bits of their tags, [`TAG_BITS`] at most.
    pub(super) fn of(told: u32) -> Self {
        Self { tag_bits: TAG_BITS.saturating_sub(told) }
    }

    fn mask(self) -> u32 {
        (1 << self.tag_bits) - 1
    }

    /// What a list doesn't tell of a tag: the lower bits.
    pub(super) fn tag(self, tag: u32) -> u32 {
        tag & self.mask()
    }

    /// Stands for a distance that is told whole before the posting.
    fn far(self) -> u32 {
        u32::MAX >> (self.tag_bits + 1)
    }

    fn packed(self, tag: u32, distance: u32, counted: bool) -> u32 {
        (distance << 1 | u32::from(counted)) << self.tag_bits | self.tag(tag)
    }
}

/// Where a list is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    /// Its first line, counted over all chunks.
    at: u32,
    /// The size of its piece in the lowest byte, 0 if it is empty and has none; above that how many places are taken, of which
    /// the first is the newest's number.
    shape: u32,
}

impl List {
    fn new(at: u32, step: usize) -> Self {
        Self { at, shape: u32::try_from(step).unwrap_or_default() }
    }

    fn step(self) -> usize {
        (self.shape & 0xff) as usize
    }

    fn lines(self) -> usize {
        lines(self.step())
    }

    fn taken(self) -> usize {
        (self.shape >> 8) as usize
    }

    fn set_taken(&mut self, places: usize) {
        self.shape = u32::try_from(places).unwrap_or_default() << 8 | self.shape & 0xff;
    }

    /// Whether there is no room for so many places more.
    fn is_full_for(self, places: usize) -> bool {
        self.taken().max(1) + places > self.lines() * LINE
    }

    /// How many postings it has at most; fewer where some are far from the ones before.
    pub(super) fn postings_max(self) -> usize {
        self.taken().saturating_sub(1)
    }
}

/// The postings of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Postings<'a> {
    form: Form,
    newest: u32,
    packed: &'a [u32],
}

impl<'a> Postings<'a> {
    /// How many have this tag at most: distances that are told whole are taken for postings. A sum of numbers, as a processor
    /// adds several at once.
    pub(super) fn count(self, tag: u32) -> usize {
        let mask = self.form.mask();
        self.packed.iter().map(|&posting| u32::from(posting & mask == tag)).sum::<u32>() as usize
    }

    /// All of them, newest first.
    pub(super) fn newest_first(self) -> impl Iterator<Item = Posting> + use<'a> {
        self.with_places().map(|(_, posting)| posting)
    }

    /// All of them, newest first, each with its place among what is packed.
    fn with_places(self) -> impl Iterator<Item = (usize, Posting)> + use<'a> {
        let Self { form, newest: mut serial, packed } = self;
        let mut packed = packed.iter().enumerate().rev();
        std::iter::from_fn(move || {
            let (place, &posting) = packed.next()?;
            let rest = posting >> form.tag_bits;
            let told = rest >> 1;
            let distance = if told == form.far() { packed.next().map_or(0, |(_, &whole)| whole) } else { told };
            let before = serial.wrapping_sub(distance) % COUNT;
            let serial = Serial(std::mem::replace(&mut serial, before));
            Some((place, Posting { tag: form.tag(posting), serial, counted: rest & 1 == 1 }))
        })
    }
}

/// The pieces of all lists.
#[derive(Debug, Default)]
pub(super) struct Lists {
    chunks: Vec<Vec<u32>>,
    /// Pieces that no list has, by their [`step`]; each is told where the next one begins, by its first place.
    free: Vec<Option<u32>>,
}

impl Lists {
    /// How many lines lists have.
    #[cfg(test)]
    pub(super) fn in_use(&self) -> usize {
        let next = |at: &u32| Some(*self.piece(List::new(*at, 1)).first()?).filter(|&at| at != LINES_MAX);
        let free = (0..).zip(&self.free).map(|(step, first)| std::iter::successors(*first, next).count() * lines(step));
        self.lines() - free.sum::<usize>()
    }

    /// How many lines there are.
    #[cfg(test)]
    fn lines(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len() / LINE).sum()
    }

    fn piece(&self, list: List) -> &[u32] {
        let (chunk, range) = range(list);
        self.chunks.get(chunk).and_then(|chunk| chunk.get(range)).unwrap_or_default()
    }

    fn piece_mut(&mut self, list: List) -> &mut [u32] {
        let (chunk, range) = range(list);
        self.chunks.get_mut(chunk).and_then(|chunk| chunk.get_mut(range)).unwrap_or_default()
    }

    /// The postings of a list.
    pub(super) fn of(&self, form: Form, list: List) -> Postings<'_> {
        let taken = self.piece(list).get(..list.taken()).unwrap_or_default();
        let (&newest, packed) = taken.split_first().unwrap_or((&0, &[]));
        Postings { form, newest, packed }
    }

    /// The postings of a list, newest first.
    pub(super) fn newest_first(&self, form: Form, list: List) -> impl Iterator<Item = Posting> {
        self.of(form, list).newest_first()
    }

    /// Brings lists near. All first lines are asked for before any other, and nothing else is done meanwhile, so that a
    /// processor sees far ahead: fetches that don't wait for one another take little longer than one.
    pub(super) fn fetch(&self, lists: &[List]) {
        let first = |fetched, list: &List| fetched ^ self.piece(*list).first().copied().unwrap_or(0);
        let fetched = lists.iter().fold(0, first);
        let all =
            |fetched, list: &List| self.piece(*list).iter().step_by(LINE).fold(fetched, |fetched, line| fetched ^ line);
        std::hint::black_box(lists.iter().fold(fetched, all));
    }

    /// Adds a posting, the newest of its list.
    pub(super) fn push(&mut self, form: Form, list: &mut List, Posting { tag, serial, counted }: Posting) {
        let before = (list.taken() > 0).then(|| self.piece(*list).first()).flatten();
        let distance = before.map_or(0, |before| serial.0.wrapping_sub(*before) % COUNT);
        let whole = (distance >= form.far()).then_some(distance);
        if list.is_full_for(1 + usize::from(whole.is_some())) && !self.grow(list) {
            return;
        }
        let packed = form.packed(tag, distance.min(form.far()), counted);
        let mut taken = list.taken().max(1);
        let piece = self.piece_mut(*list);
        for new in whole.into_iter().chain([packed]) {
            piece.get_mut(taken).into_iter().for_each(|place| *place = new);
            taken += 1;
        }
        piece.first_mut().into_iter().for_each(|newest| *newest = serial.0);
        list.set_taken(taken);
    }

    /// Moves a list to a larger piece; false if there is none.
    fn grow(&mut self, list: &mut List) -> bool {
        let Some(mut larger) = self.take(list.step() + 1) else { return false };
        larger.set_taken(list.taken());
        let (old, old_range) = range(*list);
        let (new, new_range) = range(larger);
        let (start, taken) = (old_range.start, list.taken());
        if old == new {
            if let Some(chunk) = self.chunks.get_mut(old) {
                chunk.copy_within(start..start + taken, new_range.start);
            }
        } else if let Ok([old, new]) = self.chunks.get_disjoint_mut([old, new]) {
            let moved = old.get(start..start + taken).unwrap_or_default();
            new.get_mut(new_range)
                .into_iter()
                .for_each(|new| new.iter_mut().zip(moved).for_each(|(new, &old)| *new = old));
        }
        self.give_back(*list);
        *list = larger;
        true
    }

    /// Adds a posting, the newest of its list. Where that would grow, the oldest are taken out first whose texts are forgotten.
    pub(super) fn insert(&mut self, form: Form, list: &mut List, new: Posting, is_alive: impl Fn(Serial) -> bool) {
        if list.is_full_for(1) {
            self.drop_forgotten(form, list, is_alive);
        }
        self.push(form, list, new);
    }

    /// Takes out the oldest postings of a list whose texts are forgotten.
    fn drop_forgotten(&mut self, form: Form, list: &mut List, is_alive: impl Fn(Serial) -> bool) {
        let mut left: Vec<(usize, Posting)> = self.of(form, *list).with_places().collect();
        let all = left.len();
        while left.pop_if(|(_, oldest)| !is_alive(oldest.serial)).is_some() {}
        if left.len() < all / 2 {
            let left: Vec<Posting> = left.into_iter().map(|(_, posting)| posting).collect();
            return self.set(form, list, &left);
        }
        let Some(&(place, oldest)) = left.last().filter(|_| left.len() < all) else { return };
        // All that is told of the others is how far they are from one another, which stays.
        let taken = list.taken();
        let piece = self.piece_mut(*list);
        if place + 1 < taken && taken <= piece.len() {
            piece.copy_within(place + 1..taken, 1);
            piece.get_mut(1).into_iter().for_each(|first| *first = form.packed(oldest.tag, 0, oldest.counted));
            list.set_taken(taken - place);
        }
    }

    /// Keeps those postings of a list, which are asked for newest first, in as small a piece as they need.
    pub(super) fn keep(&mut self, form: Form, list: &mut List, is_kept: impl FnMut(&Posting) -> bool) {
        let mut kept = Vec::with_capacity(list.postings_max());
        kept.extend(self.newest_first(form, *list).filter(is_kept));
        self.set(form, list, &kept);
    }

    /// Makes these the postings of a list, newest first.
    pub(super) fn set(&mut self, form: Form, list: &mut List, postings: &[Posting]) {
        let step = step((postings.len() + 1).div_ceil(LINE));
        if list.step() == step {
            list.set_taken(0);
        } else {
            self.clear(list);
            if !postings.is_empty() {
                *list = self.take(step).unwrap_or_default();
            }
        }
        postings.iter().rev().for_each(|&posting| self.push(form, list, posting));
    }

    /// Takes out the oldest of those postings of a list.
    pub(super) fn drop_oldest(&mut self, form: Form, list: &mut List, is_one: impl Fn(&Posting) -> bool) {
        let mut postings: Vec<Posting> = self.newest_first(form, *list).collect();
        if let Some(oldest) = postings.iter().rposition(is_one) {
            postings.remove(oldest);
            self.set(form, list, &postings);
        }
    }

    /// Gives the piece of a list back.
    pub(super) fn clear(&mut self, list: &mut List) {
        self.give_back(*list);
        *list = List::default();
    }

    fn give_back(&mut self, list: List) {
        if let Some(free) = self.free.get_mut(list.step()).filter(|_| list.step() > 0) {
            let next = free.replace(list.at).unwrap_or(LINES_MAX);
            self.piece_mut(list).first_mut().into_iter().for_each(|place| *place = next);
        }
    }

    /// A piece of at least this size without postings; `None` if there is none.
    fn take(&mut self, needed: usize) -> Option<List> {
        // One that is larger is better than a new one, and is cut where what is left of it is of use.
        let mut larger = (needed..).take(STEPS_LOOKED_AT);
        let Some(list) = larger.find_map(|step| self.take_free(step)) else { return self.append(needed) };
        let (lines, needed_lines) = (list.lines(), lines(needed));
        let spare = lines.saturating_sub(needed_lines);
        if spare < SPARE_LINES_MIN || self::lines(step(spare)) != spare || lines > CHUNK_LINES {
            return Some(list);
        }
        self.give_back(List::new(list.at.saturating_add(u32::try_from(needed_lines).ok()?), step(spare)));
        Some(List::new(list.at, needed))
    }

    /// A piece of this size that no list has.
    fn take_free(&mut self, step: usize) -> Option<List> {
        let list = List::new(self.free.get(step).copied().flatten()?, step);
        let next = self.piece(list).first().copied().filter(|&next| next != LINES_MAX);
        self.free.get_mut(step).into_iter().for_each(|free| *free = next);
        Some(list)
    }

    /// A new piece of this size; `None` if there is none.
    fn append(&mut self, step: usize) -> Option<List> {
        if step >= STEPS {
            return None;
        }
        self.free.resize(STEPS, None);
        let (places, chunk_places) = (lines(step) * LINE, CHUNK_LINES * LINE);
        // What is left of a chunk in which a piece has no room is little, as most pieces have a few lines.
        if self.chunks.last().is_none_or(|chunk| chunk.len() + places > chunk_places) {
            // The first chunk grows as it needs, so that a small memory is small.
            let capacity = if self.chunks.is_empty() { 0 } else { chunk_places.max(places) };
            self.chunks.push(Vec::with_capacity(capacity));
        }
        let full = self.chunks.len() - 1;
        let chunk = self.chunks.last_mut()?;
        let at = u32::try_from(full * CHUNK_LINES + chunk.len() / LINE).ok().filter(|&at| at < LINES_MAX)?;
        chunk.resize(chunk.len() + places, 0);
        Some(List::new(at, step))
    }
}

/// The chunk of a list, and where it is there.
fn range(list: List) -> (usize, std::ops::Range<usize>) {
    let at = list.at as usize;
    let start = at % CHUNK_LINES * LINE;
    (at / CHUNK_LINES, start..start + list.lines() * LINE)
}

/// Pieces come in these sizes: each number of lines up to eight, and four to each doubling from there on.
const fn lines(step: usize) -> usize {
    if step <= 8 { step } else { (4 + step % 4) << (step / 4 - 1) }
}

/// Which of the sizes a piece of at least so many lines has.
fn step(lines: usize) -> usize {
    if lines <= 8 {
        return lines;
    }
    let doublings = (lines - 1).ilog2() as usize - 2;
    doublings * 4 + ((lines - 1) >> doublings) + 1
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// Lists as they are cut where a few hundred thousand articles are remembered.
    const FORM: Form = Form { tag_bits: 13 };

    fn posting(serial: u32) -> Posting {
        Posting { tag: 7, serial: Serial(serial % COUNT), counted: true }
    }

    #[test]
    fn each_size_is_the_next_larger() {
        let sizes: Vec<usize> = (0..STEPS).map(lines).collect();
        assert!(sizes.is_sorted() && sizes.last() == Some(&(7 << 17)), "{sizes:?}");
        assert!(Lists::default().take(STEPS).is_none(), "there is none that is larger");
        for lines in 1..10_000 {
            let (smaller, size) = (sizes[step(lines) - 1], sizes[step(lines)]);
            assert!(smaller < lines && lines <= size, "{lines} lines in {size}");
        }
    }

    /// A list that is longer than a chunk, as texts can be made for, has all its postings; so has one beside it.
    #[test]
    fn a_list_may_be_longer_than_a_chunk() {
        let (mut lists, [mut long, mut short]) = (Lists::default(), [List::default(); 2]);
        let count = u32::try_from(CHUNK_LINES * LINE * 5 / 4).unwrap();
        for serial in 0..count {
            lists.push(FORM, &mut long, posting(serial));
            if serial % 10_000 == 0 {
                lists.push(FORM, &mut short, posting(serial));
            }
        }
        assert!(lists.newest_first(FORM, long).eq((0..count).rev().map(posting)));
        assert!(lists.newest_first(FORM, short).eq((0..count).rev().filter(|n| n % 10_000 == 0).map(posting)));
        lists.clear(&mut long);
        (0..count).for_each(|serial| lists.push(FORM, &mut long, posting(serial)));
        assert!(lists.newest_first(FORM, long).eq((0..count).rev().map(posting)));
        assert!(lists.newest_first(FORM, short).eq((0..count).rev().filter(|n| n % 10_000 == 0).map(posting)));
    }

    proptest! {
        /// Whatever the distance between two postings, all come back, and so do those that are kept.
        #[test]
        fn what_is_put_comes_back(
            postings in vec((0..8_u32, prop_oneof![0..5_u32, 0..1_u32 << 20, 0..COUNT], any::<bool>(), any::<bool>()), 0..200),
            start in 0..COUNT,
            told in 0..=TAG_BITS,
        ) {
            let form = Form::of(told);
            let (mut lists, mut list, mut serial) = (Lists::default(), List::default(), start);
            let (mut put, mut kept) = (Vec::new(), Vec::new());
            for (tag, step, counted, is_kept) in postings {
                serial = serial.wrapping_add(step) % COUNT;
                let posting = Posting { tag: form.tag(tag), serial: Serial(serial), counted };
                lists.insert(form, &mut list, posting, |_| true);
                put.insert(0, posting);
                kept.insert(0, is_kept);
            }
            prop_assert!(lists.newest_first(form, list).eq(put.iter().copied()));
            prop_assert!(list.postings_max() >= put.len());
            for tag in (0..8).map(|tag| form.tag(tag)) {
                prop_assert!(lists.of(form, list).count(tag) >= put.iter().filter(|posting| posting.tag == tag).count());
            }
            let mut asked = kept.iter();
            lists.keep(form, &mut list, |_| *asked.next().unwrap());
            let left = put.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(posting, _)| *posting);
            prop_assert!(lists.newest_first(form, list).eq(left));
            prop_assert_eq!(lists.in_use(), list.lines());
            lists.clear(&mut list);
            prop_assert_eq!((lists.in_use(), lists.newest_first(form, list).count()), (0, 0));
        }
    }

    /// Texts come and go in a window: a list has no more lines than those that live need, and one for those that have gone since
    /// it was last full.
    #[test]
    fn what_is_forgotten_gives_its_lines_back() {
        let (mut lists, mut list, window) = (Lists::default(), List::default(), 200_u32);
        for serial in 0..20_000_u32 {
            lists.insert(FORM, &mut list, posting(serial), |old| old.0 + window > serial);
            let alive = (0..=serial).rev().take(window as usize).map(posting);
            assert!(lists.newest_first(FORM, list).take(window as usize).eq(alive));
            assert!(list.lines() <= lines(step(200 / 16) + 1), "{} lines", list.lines());
        }
        assert!(lists.lines() <= 80, "pieces are used again: {} lines", lists.lines());
    }

    proptest! {
        /// Texts leave in the order in which they came, at any distance from one another: what lives comes back.
        #[test]
        fn what_is_forgotten_leaves_the_rest(
            steps in vec(prop_oneof![0..5_u32, 0..1_u32 << 20, 0..COUNT / 400], 0..400),
            window in 1..120_usize,
            told in 0..=TAG_BITS,
        ) {
            let form = Form::of(told);
            let (mut lists, mut list, mut serial, mut put) = (Lists::default(), List::default(), 0, Vec::new());
            for step in steps {
                serial += step + 1;
                let oldest = put.get(window).map_or(0, |old: &Posting| old.serial.0 + 1);
                let new = Posting { tag: form.tag(serial), serial: Serial(serial), counted: step % 2 == 0 };
                lists.insert(form, &mut list, new, |old| old.0 >= oldest);
                put.insert(0, new);
                prop_assert!(lists.newest_first(form, list).take(window).eq(put.iter().copied().take(window)));
            }
        }
    }

    /// Of a tag that comes again and again the oldest goes as the next one comes, and leaves what came between.
    #[test]
    fn the_oldest_goes_and_leaves_the_others() {
        for (step, count) in [(1, 1000), (FORM.far() / 3, 400), (FORM.far(), 400)] {
            let (mut lists, mut list, mut model) = (Lists::default(), List::default(), Vec::new());
            for n in 0..count {
                let new = Posting { tag: u32::from(n % 9 == 0), ..posting(n * step) };
                if n >= 60 && new.tag == 0 {
                    lists.drop_oldest(FORM, &mut list, |old| old.tag == 0);
                    let oldest = model.iter().rposition(|old: &Posting| old.tag == 0).unwrap();
                    model.remove(oldest);
                }
                lists.insert(FORM, &mut list, new, |_| true);
                model.insert(0, new);
                assert!(lists.newest_first(FORM, list).eq(model.iter().copied()), "{n} by {step}");
            }
            assert_eq!(lists.in_use(), list.lines());
        }
    }

    /// Lists that grow side by side, each to another length, over more than a chunk: none touches another's postings, and what
    /// they leave behind is used by those that come later.
    #[test]
    fn pieces_are_used_again_and_do_not_overlap() {
        let (mut lists, mut of) = (Lists::default(), vec![List::default(); 3000]);
        for serial in 0..1000 {
            for (n, list) in (0..).zip(&mut of) {
                if serial % (n % 7 + 1) == 0 {
                    lists.push(FORM, list, Posting { tag: n, ..posting(serial) });
                }
            }
        }
        for (n, &list) in (0..).zip(&of) {
            let expected = (0..1000).rev().filter(|serial| serial % (n % 7 + 1) == 0);
            let expected = expected.map(|serial| Posting { tag: n, ..posting(serial) });
            assert!(lists.newest_first(FORM, list).eq(expected), "list {n}");
        }
        assert!(lists.chunks.len() > 1, "more than one chunk");
        let (before, in_use) = (lists.lines(), lists.in_use());
        assert_eq!(in_use, of.iter().map(|list| list.lines()).sum::<usize>());
        for list in &mut of {
            lists.clear(list);
        }
        for (n, list) in (0..).zip(&mut of) {
            (0..1000)
                .filter(|serial| serial % (n % 7 + 1) == 0)
                .for_each(|serial| lists.push(FORM, list, posting(serial)));
        }
        assert_eq!((lists.lines(), lists.in_use()), (before, in_use));
    }
}
