//! Alignment: how much of two texts stands in both in the same words, seen on their tapes.
//!
//! A run of four words (eight characters of a script without spaces) that occurs in both is common; a token is common
//! if it lies in a common run. Two unrelated texts of 450 words share about one such run by chance.

use super::super::{super::sketch::TOKEN_BITS, PerMille};

/// Tokens in a run; in scripts without spaces twice as many.
const RUN_TOKENS: usize = 4;

/// What alignment found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// The share of the one text that is common.
    pub(super) of_a: PerMille,
    /// The share of the other text that is common.
    pub(super) of_b: PerMille,
    /// The share of the shorter text that is common.
    pub(super) containment: PerMille,
    /// The share of both texts together that is common.
    pub(super) resemblance: PerMille,
    /// The longest run of the shorter text that is not common, as a share of it.
    pub(super) foreign: PerMille,
    /// What both texts say before their first common words: the less of the two, as a share of the shorter text. A
    /// lone common run, which may be chance, doesn't end a lead.
    pub(super) own_leads: PerMille,
}

/// Aligns two texts' tokens. Linear in their length.
pub(super) fn align(a: &[u8], b: &[u8], spaceless: bool) -> Alignment {
    let run = if spaceless { 2 * RUN_TOKENS } else { RUN_TOKENS };
    let shorter = a.len().min(b.len());
    if shorter < run {
        return Alignment { foreign: PerMille(1000), ..Alignment::default() };
    }
    let of_a = common(a, run, &Runs::of(b, run));
    let of_b = common(b, run, &Runs::of(a, run));
    let of_shorter = if a.len() <= b.len() { &of_a } else { &of_b };
    Alignment {
        of_a: per_mille(of_a.tokens, a.len()),
        of_b: per_mille(of_b.tokens, b.len()),
        containment: per_mille(of_shorter.tokens, shorter),
        resemblance: per_mille(of_a.tokens + of_b.tokens, a.len() + b.len()),
        foreign: per_mille(of_shorter.foreign, shorter),
        own_leads: per_mille(of_a.lead.min(of_b.lead), shorter),
    }
}

/// `part` of `whole` in thousandths, rounded down; 0 of nothing.
pub(super) fn per_mille(part: usize, whole: usize) -> PerMille {
    let share = part.saturating_mul(1000).checked_div(whole).unwrap_or(0).min(1000);
    PerMille(u16::try_from(share).unwrap_or(1000))
}

/// Each run of a tape with its first token's place, as a number that tells it apart: never 0.
fn runs(tape: &[u8], run: usize) -> impl Iterator<Item = (usize, u64)> {
    let mask = (1 << (run * TOKEN_BITS)) - 1;
    let mut key = 0;
    tape.iter().enumerate().filter_map(move |(end, &token)| {
        key = (key << TOKEN_BITS | u64::from(token)) & mask;
        Some(((end + 1).checked_sub(run)?, key + 1))
    })
}

/// The runs of a tape: an open-addressing table, at most a quarter full, so that a search ends after a step or two. 0
/// is an empty place.
struct Runs {
    places: Vec<u64>,
    shift: u32,
}

impl Runs {
    fn of(tape: &[u8], run: usize) -> Self {
        let bits = (tape.len() * 4).next_power_of_two().ilog2().max(6);
        let mut runs = Self { places: vec![0; 1 << bits], shift: u64::BITS - bits };
        for (_, key) in self::runs(tape, run) {
            let place = runs.find(key);
            if let Some(place) = runs.places.get_mut(place) {
                *place = key;
            }
        }
        runs
    }

    /// The place of a run, or the empty place where it belongs.
    fn find(&self, key: u64) -> usize {
        // Multiplication with 2^64 over the golden ratio spreads the key over the upper bits.
        let mut place = usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift).unwrap_or_default();
        while self.places.get(place).is_some_and(|&known| known != 0 && known != key) {
            place = (place + 1) % self.places.len().max(1);
        }
        place
    }

    fn has(&self, key: u64) -> bool {
        self.places.get(self.find(key)) == Some(&key)
    }
}

/// What of a tape is common.
struct Common {
    tokens: usize,
    /// The longest stretch of others.
    foreign: usize,
    /// The stretch of others that it begins with.
    lead: usize,
}

fn common(tape: &[u8], run: usize, elsewhere: &Runs) -> Common {
    let (mut common, mut covered_to) = (Common { tokens: 0, foreign: 0, lead: tape.len() }, 0);
    let mut last = None;
    for (start, _) in runs(tape, run).filter(|&(_, key)| elsewhere.has(key)) {
        if let Some(before) = last.replace(start)
            && before + 1 == start
        {
            common.lead = common.lead.min(before);
        }
        common.foreign = common.foreign.max(start.saturating_sub(covered_to));
        common.tokens += start + run - start.max(covered_to);
        covered_to = start + run;
    }
    common.foreign = common.foreign.max(tape.len() - covered_to);
    common
}
