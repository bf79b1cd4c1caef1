//! The texts that the memory knows, and the search for those that one resembles.
//!
//! A text is what one or more entries say; entries that say exactly the same of the same story share it. It is
//! forgotten with the last of them.

use std::collections::HashMap;

use super::{
    super::{
        super::sketch::{BRIEF_WORDS, ContentHash, HEADLINE_MAX, LEVEL_MAX, NUMBERS_MAX, Sketch, level_of},
        PerMille,
    },
    align::per_mille,
    fixed::FixedHash,
    index::{Index, Slot, WEIGHT},
    records::{Order, Share},
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

/// A text of the memory.
#[derive(Debug)]
pub(super) struct Known {
    /// What it says, exactly.
    pub(super) content: ContentHash,
    /// The entry that said it first.
    pub(super) first: Order,
    /// The entry that said it last.
    pub(super) last: Order,
    /// The entry that opened its story.
    pub(super) story: Order,
    /// The entry by which it was published; `None` for a copy.
    pub(super) published: Option<Order>,
    /// Set when its publication was taken back: it explains no copies.
    pub(super) void: bool,
    /// What it shares with its story's published article.
    pub(super) share: Share,
    /// Whether its fingerprints count as another story's.
    counted: bool,
    /// The weight of its fingerprints that are kept at each level.
    weights: Vec<u16>,
    /// Its marks. The fingerprints are kept in `keys`.
    pub(super) sketch: Sketch,
    /// Its fingerprints' keys in the index, sorted, without repeats.
    keys: Vec<u32>,
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
    pub(super) story: Order,
    pub(super) published: bool,
    pub(super) share: Share,
    pub(super) counted: bool,
}

/// All texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    slots: Vec<Option<Known>>,
    free: Vec<Slot>,
    exact: HashMap<ContentHash, Slot, FixedHash>,
    index: Index,
}

impl Texts {
    pub(super) fn get(&self, slot: Slot) -> Option<&Known> {
        self.slots.get(slot.0 as usize)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, slot: Slot) -> Option<&mut Known> {
        self.slots.get_mut(slot.0 as usize)?.as_mut()
    }

    /// The text that says exactly this.
    pub(super) fn exact(&self, content: ContentHash) -> Option<(Slot, &Known)> {
        let slot = *self.exact.get(&content)?;
        Some((slot, self.get(slot)?))
    }

    /// Searches for texts that may share much with this one, and that nothing speaks against.
    pub(super) fn search(&self, sketch: &Sketch) -> Search {
        let mut weights = [0_u16; LEVEL_MAX as usize + 1];
        let mut hits: Vec<(Slot, u8, u16)> = Vec::new();
        for &fingerprint in &sketch.fingerprints {
            let level = level_of(fingerprint);
            let found = hits.len();
            let weight = self.index.look_up(key(fingerprint), |slot| hits.push((slot, level, 0)));
            hits.iter_mut().skip(found).for_each(|hit| hit.2 = weight);
            weights.iter_mut().take(usize::from(level) + 1).for_each(|sum| *sum = sum.saturating_add(weight));
        }
        hits.retain(|hit| hit.2 > 0);
        hits.sort_unstable();

        let candidates = hits
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|hits| {
                let &(slot, ..) = hits.first()?;
                let known = self.get(slot)?;
                let estimate = estimate(sketch, &weights, known, hits);
                let framed = is_frame(hits) && headlines(sketch, &known.sketch) < FRAME_HEADLINE_MIN;
                let candidate = estimate >= ESTIMATE_MIN && !framed && plausible(sketch, &known.sketch);
                candidate.then_some(Candidate { slot, estimate })
            })
            .collect();
        let kept = weights.iter().rposition(|&weight| weight > 0).map_or(0, |last| last + 1);
        Search { candidates, weights: weights.into_iter().take(kept).collect() }
    }

    /// Remembers a text, found by what `search` brought for it.
    pub(super) fn insert(&mut self, new: &Newcomer<'_>, search: Search, superseded: impl Fn(&Known) -> bool) -> Slot {
        let mut keys: Vec<u32> = new.sketch.fingerprints.iter().map(|&fingerprint| key(fingerprint)).collect();
        keys.sort_unstable();
        keys.dedup();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            Slot(u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX))
        });
        let counted_before =
            |first: Slot| self.slots.get(first.0 as usize).and_then(Option::as_ref).is_some_and(|known| known.counted);
        for &key in &keys {
            self.index.insert(key, slot, new.counted, counted_before);
        }
        if self.exact(new.content).is_none_or(|(_, known)| superseded(known)) {
            self.exact.insert(new.content, slot);
        }
        let known = Known {
            content: new.content,
            first: new.order,
            last: new.order,
            story: new.story,
            published: new.published.then_some(new.order),
            void: false,
            share: new.share,
            counted: new.counted,
            weights: search.weights,
            sketch: Sketch { fingerprints: Vec::new(), ..new.sketch.clone() },
            keys,
        };
        if let Some(place) = self.slots.get_mut(slot.0 as usize) {
            *place = Some(known);
        }
        slot
    }

    /// Forgets a text.
    pub(super) fn remove(&mut self, slot: Slot) {
        let Some(known) = self.slots.get_mut(slot.0 as usize).and_then(Option::take) else { return };
        for &key in &known.keys {
            self.index.remove(key, slot, known.counted);
        }
        if self.exact.get(&known.content) == Some(&slot) {
            self.exact.remove(&known.content);
        }
        self.free.push(slot);
    }

    /// How many texts and how many fingerprints there are.
    #[cfg(test)]
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.slots.iter().flatten().count(), self.index.fingerprints())
    }

    /// An account of the bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self
            .slots
            .iter()
            .flatten()
            .map(|known| {
                known.weights.capacity() * 2
                    + known.keys.capacity() * 4
                    + (known.sketch.numbers.capacity() + known.sketch.headline.capacity()) * 2
                    + known.sketch.tape.packed().len()
            })
            .sum();
        texts
            + self.slots.capacity() * size_of::<Option<Known>>()
            + self.free.capacity() * size_of::<Slot>()
            + self.exact.capacity() * (size_of::<(ContentHash, Slot)>() + 1)
            + self.index.bytes()
    }
}

/// The index tells fingerprints apart by 32 bits: a collision is noise, as three in common are asked for.
fn key(fingerprint: u64) -> u32 {
    let [a, b, c, d, ..] = fingerprint.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// Weighted containment of the smaller sample in the larger, at the level that both were sampled at; at every level
/// down to that of the leads when one text is short, and the best of them.
fn estimate(sketch: &Sketch, weights: &[u16], known: &Known, hits: &[(Slot, u8, u16)]) -> PerMille {
    let top = sketch.level.max(known.sketch.level);
    let short = sketch.shingles.min(known.sketch.shingles) <= SHORT_SHINGLES;
    let bottom = if short { 0 } else { top };
    let mut best = PerMille(0);
    for level in bottom..=top {
        let common = hits.iter().filter(|hit| hit.1 >= level);
        let (count, weight) = common.fold((0_u32, 0_usize), |(n, sum), hit| (n + 1, sum + usize::from(hit.2)));
        if count < HITS_MIN {
            break;
        }
        let sum = |weights: &[u16]| usize::from(weights.get(usize::from(level)).copied().unwrap_or(0));
        let smaller = sum(weights).min(sum(&known.weights)).max(weight);
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
pub(super) fn plausible(a: &Sketch, b: &Sketch) -> bool {
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
fn another_report(a: &Sketch, b: &Sketch) -> bool {
    let stated = |of: &'_ Sketch, mark: u16| of.headline.binary_search(&mark).is_ok() && of.numbers.binary_search(&mark).is_ok();
    let any = |of: &Sketch| of.headline.iter().any(|&mark| stated(of, mark));
    any(a) && any(b) && !a.headline.iter().any(|&mark| stated(a, mark) && stated(b, mark))
}

/// How much of the smaller set of numbers the other text states too, in its body or its headline, and how many numbers
/// could be compared. A brief text's numbers are its headline's too, which a longer one's are not.
fn numbers(a: &Sketch, b: &Sketch) -> (PerMille, usize) {
    let limit = comparable_up_to(&a.numbers, NUMBERS_MAX).min(comparable_up_to(&b.numbers, NUMBERS_MAX));
    let within = |of: &Sketch| of.numbers.partition_point(|&mark| mark <= limit);
    let (fewer, more) = if within(a) <= within(b) { (a, b) } else { (b, a) };
    let comparable = within(fewer);
    let stated = |mark: &&u16| more.numbers.binary_search(mark).is_ok() || more.headline.binary_search(mark).is_ok();
    let common = fewer.numbers.iter().take(comparable).filter(stated).count();
    if comparable == 0 { (PerMille(1000), 0) } else { (per_mille(common, comparable), comparable) }
}

/// How much of the shorter headline both share; all where one is too short to say.
pub(super) fn headlines(a: &Sketch, b: &Sketch) -> PerMille {
    if a.headline.len().min(b.headline.len()) < HEADLINE_TOKENS_MIN {
        return PerMille(1000);
    }
    let limit = comparable_up_to(&a.headline, HEADLINE_MAX).min(comparable_up_to(&b.headline, HEADLINE_MAX));
    let within = |marks: &[u16]| marks.partition_point(|&mark| mark <= limit);
    let comparable = within(&a.headline).min(within(&b.headline));
    let common = a.headline.iter().take(within(&a.headline)).filter(|mark| b.headline.binary_search(mark).is_ok());
    if comparable == 0 { PerMille(1000) } else { per_mille(common.count(), comparable) }
}

/// Up to which mark a bottom sample of at most `most` marks is complete.
fn comparable_up_to(marks: &[u16], most: usize) -> u16 {
    if marks.len() < most { u16::MAX } else { marks.last().copied().unwrap_or(u16::MAX) }
}
