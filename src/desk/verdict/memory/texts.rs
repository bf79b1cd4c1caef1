//! The texts that the memory knows, and the search for those that one resembles.
//!
//! A text is what one or more entries say; entries that say exactly the same of the same story share it. It is
//! forgotten with the last of them.

mod stored;

use super::{
    super::{
        super::sketch::{
            BRIEF_WORDS, ContentHash, HEADLINE_MAX, LEVEL_MAX, NUMBERS_MAX, Sketch, bytes_of, level_of, unpacked,
        },
        PerMille,
    },
    align::per_mille,
    index::{Index, Slot, WEIGHT},
    live::Live,
    lookup::Lookup,
    records::{Order, PackedOrder, PackedShare, Share, lower_64},
    serials::{Serial, Serials},
    slab::Slab,
    stories::StorySlot,
    tapes::{Place, TapeRoom, Tapes, TapesLost},
};

/// Fewer fingerprints than this in common are chance.
const HITS_MIN: u32 = 3;

/// The estimate of containment from which a text is aligned. Far lower than what is accepted: of a text in which every
/// fifth word was changed two shingles in five are left, a sample of forty errs by a tenth of the whole, and words that
/// other stories share count for less. Moves recall of the generated corpus' changed words, and the cost of judging.
const ESTIMATE_MIN: PerMille = PerMille(220);

/// Two texts are compared at every level when one has at most this many shingles: the dense lead of the longer one
/// is then what may stand in the shorter.
const SHORT_SHINGLES: u32 = 256;

/// Texts of one site at two addresses are copies only if their headlines share this much; a paywall's notice or a
/// daily column's frame does not.
pub(super) const HEADLINE_MIN: PerMille = PerMille(340);

/// What as many stories on average have in common identifies none of them without its headline.
const FRAME_STORIES_MIN: usize = 4;

/// What frames have in common identifies a story only under a headline that shares this much: of two headlines of a
/// paper, a third is often the same by chance (a name, articles and prepositions).
const FRAME_HEADLINE_MIN: PerMille = PerMille(600);

/// A headline of fewer tokens says nothing.
const HEADLINE_TOKENS_MIN: usize = 3;

/// Texts that both state numbers must agree in this share of them: a report of another day says the same in other
/// numbers.
const NUMBERS_AGREE_MIN: PerMille = PerMille(600);

/// The same where the shorter is short, so that a few numbers are the news: of a weather report's five, three agree with
/// another place's by chance.
const SHORT_NUMBERS_AGREE_MIN: PerMille = PerMille(750);

/// Words of a text whose numbers are few.
const SHORT_WORDS: u32 = 3 * BRIEF_WORDS;

/// So many numbers must be comparable before they say anything, and one more for each of so many words.
const NUMBERS_COMPARABLE_MIN: u32 = 4;
const WORDS_PER_NUMBER: u32 = 40;

/// What two texts are compared by, beside their fingerprints and tapes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks<'a> {
    pub(super) words: u32,
    shingles: u32,
    level: u8,
    pub(super) headline_tokens: u8,
    pub(super) site: u32,
    numbers: &'a [u16],
    headline: &'a [u16],
}

impl<'a> Marks<'a> {
    pub(super) fn of(sketch: &'a Sketch) -> Self {
        Self {
            words: sketch.words,
            shingles: sketch.shingles,
            level: sketch.level,
            headline_tokens: sketch.headline_tokens,
            site: sketch.site,
            numbers: &sketch.numbers,
            headline: &sketch.headline,
        }
    }
}

/// A text of the memory.
#[derive(Debug)]
pub(super) struct Known {
    /// In one piece: the weight of its fingerprints that are kept at each level, its number marks, its headline marks,
    /// and its tape where that lies in RAM, two bytes a value.
    packed: Box<[u16]>,
    /// What it says, exactly: the halves of the hash.
    content: [u64; 2],
    /// Its number in the index: of two texts, the older has the lower.
    pub(super) serial: Serial,
    pub(super) story: StorySlot,
    words: u32,
    shingles: u32,
    site: u32,
    /// Where its tape lies.
    tape: Place,
    bond: Bond,
    last: PackedOrder,
    tape_tokens: u16,
    fingerprints: u8,
    /// What made its marks: those of two versions aren't compared.
    pub(super) version: u8,
    level: u8,
    headline_tokens: u8,
    weights: u8,
    numbers: u8,
    /// Set when its publication was taken back: it explains no copies.
    pub(super) void: bool,
}

/// What a text is to its story.
#[derive(Clone, Copy, Debug)]
enum Bond {
    /// Published, by this entry first.
    Published(PackedOrder),
    /// A copy that shares this much with the story's published article.
    Copy(PackedShare),
}

/// What a text counts for in the account of the memory's bytes, beside what it has packed and its postings.
const TEXT_BYTES: u64 = 80 + 8 + 6 + 6;

/// What a posting counts for: four bytes, its part of what a list takes beside, and the air in each list's last line.
const POSTING_BYTES: u64 = 7;

impl Known {
    pub(super) fn marks(&self) -> Marks<'_> {
        let (_, marks) = self.packed.split_at_checked(self.weights.into()).unwrap_or_default();
        let (numbers, rest) = marks.split_at_checked(self.numbers.into()).unwrap_or_default();
        let headline = rest.len().saturating_sub(self.tape_units());
        Marks {
            words: self.words,
            shingles: self.shingles,
            level: self.level,
            headline_tokens: self.headline_tokens,
            site: self.site,
            numbers,
            headline: rest.get(..headline).unwrap_or_default(),
        }
    }

    /// Of what is packed, how much is its tape.
    fn tape_units(&self) -> usize {
        if self.tape == Place::RAM { self.tape_bytes().div_ceil(2) } else { 0 }
    }

    fn tape_bytes(&self) -> usize {
        bytes_of(self.tape_tokens.into())
    }

    /// Whether it says exactly this.
    pub(super) fn says(&self, content: ContentHash) -> bool {
        self.content == halves(content)
    }

    /// What it shares with its story's published article.
    pub(super) fn share(&self) -> Share {
        match self.bond {
            Bond::Published(_) => Share::WHOLE,
            Bond::Copy(share) => share.share(),
        }
    }

    /// The entry that said it last.
    pub(super) fn last(&self) -> Order {
        self.last.order()
    }

    pub(super) fn set_last(&mut self, order: Order) {
        self.last = PackedOrder::of(order);
    }

    /// The entry by which it was published; `None` for a copy.
    pub(super) fn published(&self) -> Option<Order> {
        match self.bond {
            Bond::Published(order) => Some(order.order()),
            Bond::Copy(_) => None,
        }
    }

    /// Notes that a text that was a copy so far is published by this entry.
    pub(super) fn set_published(&mut self, order: Order) {
        self.bond = Bond::Published(PackedOrder::of(order));
    }

    fn weights(&self) -> &[u16] {
        self.packed.get(..usize::from(self.weights)).unwrap_or_default()
    }

    /// Its bytes in the account, wherever its tape lies.
    fn bytes(&self) -> u64 {
        let marks = self.packed.len().saturating_sub(self.tape_units()) * 2;
        TEXT_BYTES + (marks + self.tape_bytes()) as u64 + u64::from(self.fingerprints) * POSTING_BYTES
    }
}

/// A text that another may be a copy of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) slot: Slot,
    /// Containment as the samples estimate it.
    pub(super) estimate: PerMille,
}

/// What a search in the index brought beside candidates; inserting the same text needs it again.
#[derive(Debug, Default)]
pub(super) struct Search {
    pub(super) candidates: Vec<Candidate>,
    weights: Vec<u16>,
}

/// A new text.
#[derive(Debug)]
pub(super) struct Newcomer<'a> {
    pub(super) content: ContentHash,
    pub(super) sketch: &'a Sketch,
    pub(super) order: Order,
    pub(super) story: StorySlot,
    pub(super) published: bool,
    pub(super) share: Share,
    pub(super) counted: bool,
}

/// All texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    rows: Slab<Known>,
    by_content: Lookup,
    serials: Serials,
    index: Index,
    tapes: Tapes,
    bytes: u64,
}

impl Texts {
    /// No texts; their tapes will lie there.
    pub(super) fn with_tapes(room: TapeRoom) -> Self {
        Self { tapes: Tapes::new(room), ..Self::default() }
    }

    /// Where tapes may lie.
    pub(super) fn tape_room(&self) -> &TapeRoom {
        self.tapes.room()
    }

    /// The packed bytes of a text's tape.
    fn packed_tape(&self, known: &Known) -> Vec<u8> {
        if known.tape != Place::RAM {
            return self.tapes.read(known.tape, known.tape_bytes());
        }
        let start = known.packed.len().saturating_sub(known.tape_units());
        let units = known.packed.get(start..).unwrap_or_default();
        let mut packed: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        packed.truncate(known.tape_bytes());
        packed
    }

    /// The values of a text's tape, one a byte.
    pub(super) fn tape(&self, known: &Known) -> Vec<u8> {
        unpacked(known.tape_tokens, &self.packed_tape(known))
    }

    /// Bytes of tapes that lie in a file.
    pub(super) fn file_bytes(&self) -> u64 {
        self.tapes.file_bytes()
    }

    /// Why tapes can't be told any more, if so.
    pub(super) fn lost(&self) -> Option<&TapesLost> {
        self.tapes.lost()
    }

    pub(super) fn get(&self, slot: Slot) -> Option<&Known> {
        self.rows.get(slot)
    }

    pub(super) fn get_mut(&mut self, slot: Slot) -> Option<&mut Known> {
        self.rows.get_mut(slot)
    }

    /// The text that is found by these exact words, and may have left the window.
    fn holder(&self, content: [u64; 2]) -> Option<(Slot, &Known)> {
        let is = |slot| self.get(slot).is_some_and(|known| known.content == content);
        let slot = self.by_content.find(content[0], is)?;
        Some((slot, self.get(slot)?))
    }

    /// The text that says exactly this.
    pub(super) fn exact(&self, content: ContentHash, live: Live<'_>) -> Option<(Slot, &Known)> {
        self.holder(halves(content)).filter(|(slot, known)| live.has(*slot, known))
    }

    /// Searches for texts that may share much with this one, and that nothing speaks against.
    pub(super) fn search(&self, sketch: &Sketch, live: Live<'_>) -> Search {
        let mut weights = [0_u16; LEVEL_MAX as usize + 1];
        let mut found: Vec<(usize, Slot)> = Vec::with_capacity(256);
        let is_alive = |serial| is_alive(&self.rows, &self.serials, serial, live);
        let slot = |serial| self.serials.slot(serial);
        let each = self.index.look_up(&sketch.fingerprints, is_alive, slot, |at, slot| found.push((at, slot)));
        for (&fingerprint, &weight) in sketch.fingerprints.iter().zip(&each) {
            let levels = usize::from(level_of(fingerprint)) + 1;
            weights.iter_mut().take(levels).for_each(|sum| *sum = sum.saturating_add(weight));
        }
        let hit = |&(at, slot): &(usize, Slot)| Some((slot, level_of(*sketch.fingerprints.get(at)?), *each.get(at)?));
        let mut hits: Vec<(Slot, u8, u16)> = found.iter().filter_map(hit).filter(|hit| hit.2 > 0).collect();
        hits.sort_unstable();

        let marks = Marks::of(sketch);
        let candidates = hits
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|hits| hits.len() >= HITS_MIN as usize)
            .filter_map(|hits| {
                let &(slot, ..) = hits.first()?;
                let known = self.get(slot).filter(|known| known.version == sketch.version)?;
                let other = known.marks();
                let estimate = estimate(marks, &weights, other, known.weights(), hits);
                let framed = is_frame(hits) && headlines(marks, other) < FRAME_HEADLINE_MIN;
                let candidate = estimate >= ESTIMATE_MIN && !framed && plausible(marks, other);
                candidate.then_some(Candidate { slot, estimate })
            })
            .collect();
        let kept = weights.iter().rposition(|&weight| weight > 0).map_or(0, |last| last + 1);
        Search { candidates, weights: weights.into_iter().take(kept).collect() }
    }

    /// Remembers a text, found by what `search` brought for it.
    pub(super) fn insert(&mut self, new: &Newcomer<'_>, search: &Search, live: Live<'_>) -> Slot {
        let sketch = new.sketch;
        let (tape, packed) =
            pack(&mut self.tapes, &[&search.weights, &sketch.numbers, &sketch.headline], sketch.tape.packed());
        let last = PackedOrder::of(new.order);
        let bond = if new.published { Bond::Published(last) } else { Bond::Copy(PackedShare::of(new.share)) };
        let known = Known {
            packed,
            content: halves(new.content),
            serial: Serial(0),
            story: new.story,
            words: sketch.words,
            shingles: sketch.shingles,
            site: sketch.site,
            tape,
            bond,
            last,
            tape_tokens: sketch.tape.tokens(),
            fingerprints: u8::try_from(sketch.fingerprints.len()).unwrap_or(u8::MAX),
            version: sketch.version,
            level: sketch.level,
            headline_tokens: sketch.headline_tokens,
            weights: u8::try_from(search.weights.len()).unwrap_or(u8::MAX),
            numbers: u8::try_from(sketch.numbers.len()).unwrap_or(u8::MAX),
            void: false,
        };
        self.bytes += known.bytes();
        let slot = self.rows.insert(known);
        let serial = self.serials.give(slot);
        if let Some(known) = self.rows.get_mut(slot) {
            known.serial = serial;
        }
        for &fingerprint in &sketch.fingerprints {
            let (rows, serials) = (&self.rows, &self.serials);
            self.index.insert(fingerprint, serial, new.counted, |serial| is_alive(rows, serials, serial, live));
        }
        let holder = self.holder(halves(new.content)).map(|(holder, known)| (holder, !live.explains(holder, known)));
        if holder.is_none_or(|(_, superseded)| superseded) {
            if let Some((holder, _)) = holder {
                self.by_content.remove(hash(new.content), holder);
            }
            self.by_content.insert(hash(new.content), slot);
        }
        slot
    }

    /// Forgets a text.
    pub(super) fn remove(&mut self, slot: Slot) {
        let Some(known) = self.rows.get(slot) else { return };
        let ([content, _], serial) = (known.content, known.serial);
        // Where another text that says the same is found by it, this isn't in the table, and nothing is taken out.
        self.by_content.remove(content, slot);
        self.serials.forget(serial);
        if let Some(known) = self.rows.remove(slot) {
            self.bytes = self.bytes.saturating_sub(known.bytes());
            self.tapes.forget(known.tape, known.tape_bytes());
        }
    }

    /// How many texts, remembered or forgotten, came since the oldest that is listed, and before this one.
    pub(super) fn age(&self, known: &Known) -> u32 {
        self.serials.age(known.serial)
    }

    /// Their bytes in the account.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many texts there are, and how many the index can find.
    #[cfg(test)]
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.rows.len(), self.serials.alive())
    }
}

/// Packs a text's marks, with its tape if that is to lie in RAM; else the tape goes to its place.
fn pack(tapes: &mut Tapes, marks: &[&[u16]], tape: &[u8]) -> (Place, Box<[u16]>) {
    let place = tapes.keep(tape);
    let in_ram = if place == Place::RAM { tape } else { &[] };
    let (units, rest) = in_ram.as_chunks::<2>();
    let units = units.iter().map(|&unit| u16::from_le_bytes(unit)).chain(rest.iter().map(|&byte| u16::from(byte)));
    let length = marks.iter().map(|part| part.len()).sum::<usize>() + in_ram.len().div_ceil(2);
    let mut packed = Vec::with_capacity(length);
    packed.extend(marks.iter().flat_map(|part| part.iter().copied()).chain(units));
    (place, packed.into())
}

/// Whether the text of a number is in the window.
fn is_alive(rows: &Slab<Known>, serials: &Serials, serial: Serial, live: Live<'_>) -> bool {
    if live.is_settled() {
        return serials.has(serial);
    }
    serials.slot(serial).is_some_and(|slot| rows.get(slot).is_some_and(|known| live.has(slot, known)))
}

fn hash(content: ContentHash) -> u64 {
    lower_64(content.0)
}

/// The lower half of a content hash, by which texts are found, and the upper one.
fn halves(content: ContentHash) -> [u64; 2] {
    [hash(content), lower_64(content.0 >> 64)]
}

/// Weighted containment of the smaller sample in the larger, at the level that both were sampled at; at every level
/// down to that of the leads when one text is short, and the best of them.
fn estimate(a: Marks<'_>, weights: &[u16], b: Marks<'_>, known: &[u16], hits: &[(Slot, u8, u16)]) -> PerMille {
    let top = a.level.max(b.level);
    let short = a.shingles.min(b.shingles) <= SHORT_SHINGLES;
    let bottom = if short { 0 } else { top };
    let mut best = PerMille(0);
    for level in bottom..=top {
        let common = hits.iter().filter(|hit| hit.1 >= level);
        let (count, weight) = common.fold((0_u32, 0_usize), |(n, sum), hit| (n + 1, sum + usize::from(hit.2)));
        if count < HITS_MIN {
            break;
        }
        let sum = |weights: &[u16]| usize::from(weights.get(usize::from(level)).copied().unwrap_or(0));
        let smaller = sum(weights).min(sum(known)).max(weight);
        best = best.max(per_mille(weight, smaller));
    }
    best
}

/// Whether what two texts have in common is a frame: on average, so many stories bear each of the fingerprints that
/// they say little of any one of them.
fn is_frame(hits: &[(Slot, u8, u16)]) -> bool {
    let weight: usize = hits.iter().map(|hit| usize::from(hit.2)).sum();
    weight * FRAME_STORIES_MIN < hits.len() * usize::from(WEIGHT)
}

/// Whether site, headline and numbers leave it possible that one is a copy of the other.
fn plausible(a: Marks<'_>, b: Marks<'_>) -> bool {
    if a.site == b.site && (headlines(a, b) < HEADLINE_MIN || another_report(a, b)) {
        return false;
    }
    let words = a.words.min(b.words);
    let (agree, comparable) = numbers(a, b);
    let enough = NUMBERS_COMPARABLE_MIN.max(words / WORDS_PER_NUMBER);
    // Of a brief text one number is the news.
    let enough = if words < BRIEF_WORDS { 1 } else { enough as usize };
    let least = if words < SHORT_WORDS { SHORT_NUMBERS_AGREE_MIN } else { NUMBERS_AGREE_MIN };
    comparable < enough || agree >= least
}

/// Whether the headlines of one site state numbers and have none in common: its next report, in the same words.
fn another_report(a: Marks<'_>, b: Marks<'_>) -> bool {
    let stated =
        |of: Marks<'_>, mark: u16| of.headline.binary_search(&mark).is_ok() && of.numbers.binary_search(&mark).is_ok();
    let any = |of: Marks<'_>| of.headline.iter().any(|&mark| stated(of, mark));
    any(a) && any(b) && !a.headline.iter().any(|&mark| stated(a, mark) && stated(b, mark))
}

/// How much of the smaller set of numbers the other text states too, in its body or its headline, and how many numbers
/// could be compared. A brief text's numbers are its headline's too, which a longer one's are not.
fn numbers(a: Marks<'_>, b: Marks<'_>) -> (PerMille, usize) {
    let limit = comparable_up_to(a.numbers, NUMBERS_MAX).min(comparable_up_to(b.numbers, NUMBERS_MAX));
    let within = |of: Marks<'_>| of.numbers.partition_point(|&mark| mark <= limit);
    let (fewer, more) = if within(a) <= within(b) { (a, b) } else { (b, a) };
    let comparable = within(fewer);
    let stated = |mark: &&u16| more.numbers.binary_search(mark).is_ok() || more.headline.binary_search(mark).is_ok();
    let common = fewer.numbers.iter().take(comparable).filter(stated).count();
    if comparable == 0 { (PerMille(1000), 0) } else { (per_mille(common, comparable), comparable) }
}

/// How much of the shorter headline both share; all where one is too short to say.
pub(super) fn headlines(a: Marks<'_>, b: Marks<'_>) -> PerMille {
    if a.headline.len().min(b.headline.len()) < HEADLINE_TOKENS_MIN {
        return PerMille(1000);
    }
    let limit = comparable_up_to(a.headline, HEADLINE_MAX).min(comparable_up_to(b.headline, HEADLINE_MAX));
    let within = |marks: &[u16]| marks.partition_point(|&mark| mark <= limit);
    let comparable = within(a.headline).min(within(b.headline));
    let common = a.headline.iter().take(within(a.headline)).filter(|mark| b.headline.binary_search(mark).is_ok());
    if comparable == 0 { PerMille(1000) } else { per_mille(common.count(), comparable) }
}

/// Up to which mark a bottom sample of at most `most` marks is complete.
fn comparable_up_to(marks: &[u16], most: usize) -> u16 {
    if marks.len() < most { u16::MAX } else { marks.last().copied().unwrap_or(u16::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_covers_a_row() {
        assert!(size_of::<Option<Known>>() as u64 <= TEXT_BYTES - 20, "{}", size_of::<Option<Known>>());
    }
}
