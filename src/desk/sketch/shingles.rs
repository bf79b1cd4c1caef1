//! Shingles of a token stream and the fingerprints that are kept of them.
//!
//! A shingle is four words in a row, or eight characters of a script without spaces. Fingerprints are sampled by
//! value: of two copies the same shingles are kept, whatever was cut, added or moved around them, so containment is
//! estimated without bias (FracMinHash; Broder 1997, "On the resemblance and containment of documents", §4).

use super::tokens::Tokens;

/// Half words in a shingle.
const SHINGLE_HALF_WORDS: u32 = 8;

/// The same in words.
const SHINGLE_WORDS: usize = SHINGLE_HALF_WORDS as usize / 2;

/// The level of which every text keeps at least about this many shingles; moves the generated corpus' recall.
const SHINGLES_PER_SKETCH_MIN: usize = 24;

/// The highest level of a text of common length.
const LEVEL_COMMON_MAX: u8 = 4;

/// The text's level rises until about this many shingles are left of a very long one.
const SHINGLES_PER_SKETCH_MAX: usize = 128;

/// The first shingles of a text are sampled more densely, so that a teaser of them is recognised.
const LEAD_SHINGLES: usize = 48;

/// The level of the lead.
const LEAD_LEVEL: u8 = 2;

/// The most fingerprints a sketch has; the smallest are kept.
pub const FINGERPRINTS_MAX: usize = 255;

/// The bits of a fingerprint: the upper bits of the shingle's hash.
pub const FINGERPRINT_BITS: u32 = 48;

/// The highest level that is told apart.
pub const LEVEL_MAX: u8 = 12;

/// The sampled shingles of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sample {
    /// How many shingles the text has.
    pub(super) shingles: u32,
    /// The level at which it is sampled past its lead: one shingle in `2^level` is kept.
    pub(super) level: u8,
    /// Sorted, without repeats.
    pub(super) fingerprints: Vec<u64>,
}

/// The level up to which a fingerprint is kept: its leading zeros.
pub(in crate::desk) fn level_of(fingerprint: u64) -> u8 {
    let zeros = (fingerprint << (64 - FINGERPRINT_BITS)).leading_zeros();
    u8::try_from(zeros).unwrap_or(LEVEL_MAX).min(LEVEL_MAX)
}

/// Samples the shingles of these tokens.
pub(super) fn sample(tokens: &Tokens) -> Sample {
    let shingles = shingles(tokens);
    let level = level_for(shingles.len());
    let (lead, rest) = shingles.split_at_checked(LEAD_SHINGLES).unwrap_or((&shingles, &[]));
    let of_level = |level: u8| move |shingle: &&u64| shingle.leading_zeros() >= level.into();
    let lead = lead.iter().filter(of_level(level.min(LEAD_LEVEL)));
    let sampled = lead.chain(rest.iter().filter(of_level(level)));
    let mut fingerprints: Vec<u64> = sampled.map(|shingle| shingle >> (64 - FINGERPRINT_BITS)).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    fingerprints.truncate(FINGERPRINTS_MAX);
    Sample { shingles: u32::try_from(shingles.len()).unwrap_or(u32::MAX), level, fingerprints }
}

/// The level at which a text of so many shingles is sampled.
fn level_for(shingles: usize) -> u8 {
    let halvings = (shingles / SHINGLES_PER_SKETCH_MIN).max(1).ilog2();
    let mut level = u8::try_from(halvings).unwrap_or(LEVEL_COMMON_MAX).min(LEVEL_COMMON_MAX);
    while level < LEVEL_MAX && shingles >> level > SHINGLES_PER_SKETCH_MAX {
        level += 1;
    }
    level
}

/// The hashes of all shingles, in text order; the whole text is one shingle where it is shorter than one.
fn shingles(tokens: &Tokens) -> Vec<u64> {
    let all = tokens.hashes.as_slice();
    // Most texts are words alone.
    if all.len() >= SHINGLE_WORDS && tokens.half_words() == 2 * all.len() {
        return all.array_windows::<SHINGLE_WORDS>().map(|hashes| hash(hashes)).collect();
    }
    let mut hashes = Vec::with_capacity(all.len());
    let (mut end, mut half_words) = (0, 0);
    for (start, length) in tokens.lengths.iter().enumerate() {
        while half_words < SHINGLE_HALF_WORDS
            && let Some(next) = tokens.lengths.get(end)
        {
            half_words += u32::from(*next);
            end += 1;
        }
        if half_words < SHINGLE_HALF_WORDS {
            break;
        }
        hashes.extend(all.get(start..end).map(hash));
        half_words -= u32::from(*length);
    }
    if hashes.is_empty() && !all.is_empty() {
        hashes.push(hash(all));
    }
    hashes
}

/// Hashes tokens in their order: a polynomial in an odd number, of which no two orders of the same tokens agree but by
/// chance; its product with another is folded, so that every bit of the result depends on all of the tokens.
#[inline]
fn hash(tokens: &[u64]) -> u64 {
    let sum = tokens.iter().fold(0_u64, |sum, &token| sum.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(token));
    let (low, high) = sum.carrying_mul(0xd6e8_feb8_6659_fd93, 0);
    low ^ high
}
