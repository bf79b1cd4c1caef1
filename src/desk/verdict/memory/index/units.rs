//! Postings in units of two cache lines: 30 of them, four bytes each, and where the next older unit is.
//!
//! A list is a row of units, the newest first. It grows by a unit and moves nothing, and gives its oldest back as soon as all
//! the texts in it are forgotten; units are used again, so lists that grow and shrink leave no gaps behind them.
//!
//! A posting is a tag, whether it counts as a story, and how far its serial number is from that of the one before, which is
//! told from the unit's newest on, whose number is known whole. How many bits are whose is the [`Form`] of a list. A posting
//! that is too far from the one before begins a new unit.

use super::super::serials::{COUNT, Serial};

/// Postings of a unit.
pub(super) const UNIT_POSTINGS: usize = 30;

/// Units of a chunk: a megabyte.
const CHUNK_UNITS: usize = 1 << 13;

/// So many units there are at most: 549 gigabytes, twice the largest budget. What doesn't fit isn't listed.
const UNITS_MAX: u32 = u32::MAX;

/// A text bears a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// What the list doesn't tell of the fingerprint.
    pub(super) tag: u16,
    pub(super) serial: Serial,
    /// Whether it counts as a story.
    pub(super) counted: bool,
}

/// How the bits of a posting are shared out. Each time that lists are cut in two, the place of a list tells one more bit of
/// its tags, and its postings are twice as far from one another: the bit goes from the tag to the distance.
///
/// So the longest distance that can be told is always the same multiple of the mean: nine times it where texts have the 37
/// fingerprints of an ordinary article, so that one posting in ten thousand begins a unit for want of bits; five times it where
/// all have 20, and one in 150 does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    tag_bits: u32,
}

impl Form {
    /// That of lists which tell so many bits of their tags, 16 at most.
    pub(super) fn of(told: u32) -> Self {
        Self { tag_bits: u16::BITS.saturating_sub(told) }
    }

    /// What a list doesn't tell of 16 bits: the lower ones.
    pub(super) fn tag(self, bits: u16) -> u16 {
        // Of no bits nothing is left; a shift by all sixteen has no result.
        bits & u16::MAX.checked_shr(u16::BITS - self.tag_bits).unwrap_or(0)
    }

    /// The longest distance that can be told. One more would make [`FREE`] of some posting.
    fn distance_max(self) -> u32 {
        (u32::MAX >> (self.tag_bits + 1)) - 1
    }

    fn packed(self, tag: u16, distance: u32, counted: bool) -> u32 {
        (distance << 1 | u32::from(counted)) << self.tag_bits | u32::from(self.tag(tag))
    }

    /// The tag, the distance, and whether it counts.
    fn unpacked(self, packed: u32) -> (u16, u32, bool) {
        let [a, b, ..] = packed.to_le_bytes();
        let rest = packed >> self.tag_bits;
        (self.tag(u16::from_le_bytes([a, b])), rest >> 1, rest & 1 == 1)
    }
}

/// A place for a posting that has none.
const FREE: u32 = u32::MAX;

/// A unit's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At(u32);

impl At {
    /// No unit's.
    pub(super) const NONE: Self = Self(UNITS_MAX);
}

/// Some postings of a list, oldest first.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(128))]
pub(super) struct Unit {
    /// The place of the next older unit.
    older: At,
    /// The number of its newest posting.
    newest: u32,
    postings: [u32; UNIT_POSTINGS],
}

const _: () = assert!(size_of::<Unit>() == 128);

impl Unit {
    /// A unit without postings, before an older one.
    fn before(older: At) -> Self {
        Self { older, newest: 0, postings: [FREE; UNIT_POSTINGS] }
    }

    /// How many postings there are: those that are free stand behind them.
    fn len(&self) -> usize {
        self.postings.partition_point(|&posting| posting != FREE)
    }

    /// The place of the next older unit.
    pub(super) fn older(&self) -> At {
        self.older
    }

    fn set_older(&mut self, older: At) {
        self.older = older;
    }

    /// Something of both cache lines: reading it brings them near.
    pub(super) fn touch(&self) -> u32 {
        let [.., last] = self.postings;
        self.older.0 ^ last
    }

    /// How many postings have this tag. A sum of numbers, as a processor adds several at once.
    pub(super) fn count(&self, form: Form, tag: u16) -> usize {
        let (tag, mask) = (u32::from(tag), u32::from(form.tag(u16::MAX)));
        let has = |&posting: &u32| u32::from(posting & mask == tag && posting != FREE);
        self.postings.iter().map(has).sum::<u32>() as usize
    }

    /// Its postings, newest first.
    pub(super) fn newest_first(&self, form: Form) -> impl Iterator<Item = Posting> {
        let mut serial = self.newest;
        self.postings.iter().rev().skip_while(|&&posting| posting == FREE).map(move |&posting| {
            let (tag, distance, counted) = form.unpacked(posting);
            let before = serial.wrapping_sub(distance) % COUNT;
            Posting { tag, serial: Serial(std::mem::replace(&mut serial, before)), counted }
        })
    }

    /// How far a posting of this number, which is the newest, would be from the one before; `None` if there is none.
    fn distance(&self, serial: Serial) -> Option<u32> {
        let is_empty = self.postings.first() == Some(&FREE);
        (!is_empty).then(|| serial.0.wrapping_sub(self.newest) % COUNT)
    }

    /// Whether there is no room for a posting of this number, which is the newest.
    fn is_full_for(&self, form: Form, serial: Serial) -> bool {
        self.postings.last() != Some(&FREE) || self.distance(serial).is_some_and(|far| far > form.distance_max())
    }

    /// Adds a posting, the newest of all, where there is room.
    fn push(&mut self, form: Form, Posting { tag, serial, counted }: Posting) {
        let (distance, len) = (self.distance(serial).unwrap_or(0), self.len());
        if let Some(place) = self.postings.get_mut(len) {
            *place = form.packed(tag, distance, counted);
            self.newest = serial.0;
        }
    }
}

/// A row of units.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// The newest, [`At::NONE`] if there is none.
    pub(super) newest: At,
    /// How many there are.
    units: u32,
    /// How many there were when all forgotten texts were last taken out.
    packed: u32,
}

/// No postings.
impl Default for List {
    fn default() -> Self {
        Self { newest: At::NONE, units: 0, packed: 0 }
    }
}

impl List {
    pub(super) fn units(&self) -> usize {
        self.units as usize
    }
}

/// All units.
#[derive(Debug)]
pub(super) struct Units {
    chunks: Vec<Vec<Unit>>,
    /// The first of those that are free; each tells the next.
    free: At,
}

impl Default for Units {
    fn default() -> Self {
        Self { chunks: Vec::new(), free: At::NONE }
    }
}

impl Units {
    pub(super) fn get(&self, at: At) -> Option<&Unit> {
        let at = at.0 as usize;
        self.chunks.get(at / CHUNK_UNITS)?.get(at % CHUNK_UNITS)
    }

    fn get_mut(&mut self, at: At) -> Option<&mut Unit> {
        let at = at.0 as usize;
        self.chunks.get_mut(at / CHUNK_UNITS)?.get_mut(at % CHUNK_UNITS)
    }

    /// The units of a list, newest first.
    pub(super) fn of(&self, list: &List) -> impl Iterator<Item = &Unit> {
        std::iter::successors(self.get(list.newest), |unit| self.get(unit.older()))
    }

    /// The postings of a list, newest first.
    pub(super) fn newest_first(&self, form: Form, list: &List) -> impl Iterator<Item = Posting> {
        self.of(list).flat_map(move |unit| unit.newest_first(form))
    }

    /// Adds a posting, the newest of its list, in which all texts are alive.
    pub(super) fn append(&mut self, form: Form, list: &mut List, new: Posting) {
        self.push(form, list, new);
        list.packed = list.units;
    }

    /// Adds a posting, the newest of its list.
    fn push(&mut self, form: Form, list: &mut List, new: Posting) {
        if self.is_full_for(form, list, new.serial) {
            let Some(at) = self.take(Unit::before(list.newest)) else { return };
            list.newest = at;
            list.units += 1;
        }
        if let Some(unit) = self.get_mut(list.newest) {
            unit.push(form, new);
        }
    }

    /// Adds a posting, the newest of its list, and sees that forgotten texts don't stay in it: where a unit is needed, the
    /// oldest are given back that hold nothing else. Those that stand behind one which lives long are taken out when
    /// the list has come to twice the units that it was packed into last: it has no more than that, and two.
    pub(super) fn insert(&mut self, form: Form, list: &mut List, new: Posting, is_alive: impl Fn(Serial) -> bool) {
        if self.is_full_for(form, list, new.serial) {
            self.give_back_oldest(form, list, &is_alive);
            if list.units > 2 * list.packed + 1 {
                self.keep(form, list, |posting| is_alive(posting.serial));
            }
        }
        self.push(form, list, new);
    }

    fn is_full_for(&self, form: Form, list: &List, serial: Serial) -> bool {
        self.get(list.newest).is_none_or(|unit| unit.is_full_for(form, serial))
    }

    /// Gives the oldest units back that hold no text that is alive.
    fn give_back_oldest(&mut self, form: Form, list: &mut List, is_alive: impl Fn(Serial) -> bool) {
        loop {
            // The oldest, and the one before it.
            let (mut before, mut oldest) = (At::NONE, list.newest);
            while let Some(older) = self.get(oldest).map(Unit::older).filter(|&older| older != At::NONE) {
                (before, oldest) = (oldest, older);
            }
            // Of a unit's texts the newest is likely to be the last that is forgotten.
            let any_alive = |unit: &Unit| unit.newest_first(form).any(|posting| is_alive(posting.serial));
            let gone = self.get(oldest).is_some_and(|unit| !any_alive(unit));
            if !gone {
                break;
            }
            self.give_back(oldest);
            list.units -= 1;
            match self.get_mut(before) {
                Some(unit) => unit.set_older(At::NONE),
                None => list.newest = At::NONE,
            }
        }
    }

    /// Keeps those postings of a list, which are asked for newest first, and packs them.
    pub(super) fn keep(&mut self, form: Form, list: &mut List, is_kept: impl FnMut(&Posting) -> bool) {
        let all = self.of(list).map(Unit::len).sum();
        let mut kept = Vec::with_capacity(all);
        kept.extend(self.newest_first(form, list).filter(is_kept));
        if list.units() > kept.len().div_ceil(UNIT_POSTINGS) || kept.len() < all {
            self.clear(list);
            *list = self.pack(form, kept.iter().rev());
        }
        list.packed = list.units;
    }

    /// Takes out the oldest of those postings of a list; the others stay where they are.
    pub(super) fn drop_oldest(&mut self, form: Form, list: &mut List, is_one: impl Fn(&Posting) -> bool) {
        let (mut found, mut before, mut at) = (None, At::NONE, list.newest);
        while let Some(unit) = self.get(at) {
            if unit.newest_first(form).any(|posting| is_one(&posting)) {
                found = Some((*unit, at, before));
            }
            (before, at) = (at, unit.older());
        }
        let Some((unit, at, before)) = found else { return };
        let mut postings: Vec<Posting> = unit.newest_first(form).collect();
        let Some(dropped) = postings.iter().rposition(is_one).map(|oldest| postings.remove(oldest)) else { return };
        let mut thinner = Unit::before(unit.older());
        for &posting in postings.iter().rev() {
            if thinner.is_full_for(form, posting.serial) {
                // Without it two others are too far from each other to stand in one unit.
                return self.keep(form, list, |posting| *posting != dropped);
            }
            thinner.push(form, posting);
        }
        if !postings.is_empty() {
            self.get_mut(at).into_iter().for_each(|unit| *unit = thinner);
            return;
        }
        self.give_back(at);
        list.units -= 1;
        match self.get_mut(before) {
            Some(newer) => newer.set_older(unit.older()),
            None => list.newest = unit.older(),
        }
    }

    /// A list of these postings, oldest first.
    pub(super) fn pack<'a>(&mut self, form: Form, postings: impl Iterator<Item = &'a Posting>) -> List {
        let mut list = List::default();
        postings.for_each(|&posting| self.append(form, &mut list, posting));
        list
    }

    /// Gives all units of a list back.
    pub(super) fn clear(&mut self, list: &mut List) {
        while let Some(older) = self.get(list.newest).map(Unit::older) {
            self.give_back(list.newest);
            list.newest = older;
        }
        *list = List::default();
    }

    fn give_back(&mut self, at: At) {
        let free = self.free;
        if let Some(unit) = self.get_mut(at) {
            unit.set_older(free);
            self.free = at;
        }
    }

    /// A place for a unit; `None` if there is none left.
    fn take(&mut self, unit: Unit) -> Option<At> {
        let at = self.free;
        if let Some(free) = self.get_mut(at) {
            let next = free.older();
            *free = unit;
            self.free = next;
            return Some(at);
        }
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK_UNITS) {
            // The first chunk grows as it needs, so that a small memory is small.
            self.chunks.push(Vec::with_capacity(if self.chunks.is_empty() { 0 } else { CHUNK_UNITS }));
        }
        let full = self.chunks.len() - 1;
        let chunk = self.chunks.last_mut()?;
        let at = u32::try_from(full * CHUNK_UNITS + chunk.len()).ok().filter(|&at| at < UNITS_MAX).map(At)?;
        chunk.push(unit);
        Some(at)
    }
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

    fn units_in_use(units: &Units) -> usize {
        let free = std::iter::successors(units.get(units.free), |unit| units.get(unit.older())).count();
        units.chunks.iter().map(Vec::len).sum::<usize>() - free
    }

    proptest! {
        /// Whatever the distance between two postings, all come back, and so do those that are kept.
        #[test]
        fn what_is_put_comes_back(
            postings in vec((0..8_u16, prop_oneof![0..5_u32, 0..1_u32 << 20], any::<bool>(), any::<bool>()), 0..200),
            start in 0..COUNT,
            told in 0..=u16::BITS,
        ) {
            let form = Form::of(told);
            let (mut units, mut list, mut serial) = (Units::default(), List::default(), start);
            let (mut put, mut kept) = (Vec::new(), Vec::new());
            for (tag, step, counted, is_kept) in postings {
                serial = serial.wrapping_add(step) % COUNT;
                let posting = Posting { tag: form.tag(tag), serial: Serial(serial), counted };
                units.insert(form, &mut list, posting, |_| true);
                put.insert(0, posting);
                kept.insert(0, is_kept);
            }
            prop_assert!(units.newest_first(form, &list).eq(put.iter().copied()));
            for tag in (0..8).map(|tag| form.tag(tag)) {
                let count: usize = units.of(&list).map(|unit| unit.count(form, tag)).sum();
                prop_assert_eq!(count, put.iter().filter(|posting| posting.tag == tag).count());
            }
            let mut asked = kept.iter();
            units.keep(form, &mut list, |_| *asked.next().unwrap());
            let left = put.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(posting, _)| *posting);
            prop_assert!(units.newest_first(form, &list).eq(left));
            prop_assert_eq!(units_in_use(&units), list.units());
            units.clear(&mut list);
            prop_assert_eq!((units_in_use(&units), list.units()), (0, 0));
        }
    }

    /// Texts come and go in a window, some live for ever, and the texts of a list's oldest unit are among them: what is
    /// forgotten doesn't pile up behind those, no unit is lost, and what lives is found.
    #[test]
    fn what_lives_long_does_not_hold_what_is_forgotten() {
        for lives_long in [0, 1, 30] {
            let (mut units, mut list) = (Units::default(), List::default());
            let (window, mut most) = (200, 0);
            for serial in 0..20_000_u32 {
                let is_alive = |old: Serial| old.0 < lives_long || old.0 + window > serial;
                units.insert(FORM, &mut list, posting(serial), is_alive);
                most = most.max(list.units());
                if serial % 977 == 0 {
                    let alive = units.newest_first(FORM, &list).filter(|posting| is_alive(posting.serial)).count();
                    let expected = (0..=serial).filter(|&old| is_alive(Serial(old))).count();
                    assert_eq!(alive, expected);
                }
            }
            let needed = (window + lives_long) as usize / UNIT_POSTINGS + 1;
            assert!(most <= 2 * needed + 2, "{most} units where {needed} are needed");
            assert!(lives_long > 0 || most <= needed + 2, "{most} units where {needed} are needed");
            assert_eq!(units_in_use(&units), list.units());
            assert!(units.chunks[0].len() <= most + 2, "units are used again");
        }
    }

    /// A text that outlives more others than a distance can tell is found by its own number still.
    #[test]
    fn what_lives_very_long_keeps_its_number() {
        let (mut units, mut list) = (Units::default(), List::default());
        let first = posting(5);
        units.insert(FORM, &mut list, first, |_| true);
        for n in 1..2_000_u32 {
            let now = posting(5 + n * 100_000);
            units.insert(FORM, &mut list, now, |old| old == first.serial || old.0 + 3_000_000 > now.serial.0);
        }
        assert_eq!(units.newest_first(FORM, &list).last(), Some(first));
        assert!(list.units() < 12, "{}", list.units());
    }

    /// Of a tag that comes again and again the oldest goes as the next one comes, and leaves what came between.
    #[test]
    fn the_oldest_goes_and_leaves_the_others() {
        let far = FORM.distance_max() / u32::try_from(UNIT_POSTINGS).unwrap();
        for (step, count) in [(1, 4000), (far, 400), (FORM.distance_max() + 1, 400)] {
            let (mut units, mut list, mut model) = (Units::default(), List::default(), Vec::new());
            for n in 0..count {
                let new = Posting { tag: u16::from(n % 9 == 0), ..posting(n * step) };
                if n >= 60 && new.tag == 0 {
                    units.drop_oldest(FORM, &mut list, |old| old.tag == 0);
                    let oldest = model.iter().rposition(|old: &Posting| old.tag == 0).unwrap();
                    model.remove(oldest);
                }
                units.insert(FORM, &mut list, new, |_| true);
                model.insert(0, new);
                assert!(units.newest_first(FORM, &list).eq(model.iter().copied()), "{n} by {step}");
                assert_eq!(units_in_use(&units), list.units());
            }
            // Where each is too far from the next, none shares a unit with another.
            assert!(
                step > far || list.units() * UNIT_POSTINGS <= 2 * model.len() + 4 * UNIT_POSTINGS,
                "{} units",
                list.units()
            );
        }
    }

    #[test]
    fn a_list_is_rid_of_all_that_is_forgotten() {
        let (mut units, mut list) = (Units::default(), List::default());
        (0..1000).for_each(|serial| units.insert(FORM, &mut list, posting(serial), |_| true));
        assert_eq!(list.units(), 1000_usize.div_ceil(UNIT_POSTINGS));
        // The newest unit has room for twenty more.
        (1000..1022).for_each(|serial| units.insert(FORM, &mut list, posting(serial), |old| old.0 >= 1000));
        assert_eq!((list.units(), units.newest_first(FORM, &list).count()), (2, UNIT_POSTINGS + 2));
    }
}
