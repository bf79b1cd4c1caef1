//! Alignment: how much of two texts stands in both in the same words, seen on their tapes.
//!
//! A tape has 8 bits a token. A run of four words (eight characters of a script without spaces) that occurs in both
//! is common; a token is common if it lies in a common run. Two unrelated texts of 450 words share about one such run
//! by chance.

use super::super::PerMille;

/// Tokens in a run; in scripts without spaces twice as many.
const RUN_TOKENS: usize = 4;

/// What alignment found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// The share of the shorter text that is common.
    pub(super) containment: PerMille,
    /// The share of both texts together that is common.
    pub(super) resemblance: PerMille,
    /// The longest run of the shorter text that is not common, as a share of it.
    pub(super) foreign: PerMille,
}

/// Aligns two tapes. At worst n log n in their length.
pub(super) fn align(a: &[u8], b: &[u8], spaceless: bool) -> Alignment {
    let run = if spaceless { 2 * RUN_TOKENS } else { RUN_TOKENS };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < run {
        return Alignment { foreign: PerMille(1000), ..Alignment::default() };
    }
    let (in_short, in_long) = (distinct_runs(short, run), distinct_runs(long, run));
    let (short_common, foreign) = common(short, run, &in_long);
    let (long_common, _) = common(long, run, &in_short);
    Alignment {
        containment: per_mille(short_common, short.len()),
        resemblance: per_mille(short_common + long_common, short.len() + long.len()),
        foreign: per_mille(foreign, short.len()),
    }
}

/// `part` of `whole` in thousandths, rounded down; 0 of nothing.
pub(super) fn per_mille(part: usize, whole: usize) -> PerMille {
    let share = part.saturating_mul(1000).checked_div(whole).unwrap_or(0).min(1000);
    PerMille(u16::try_from(share).unwrap_or(1000))
}

fn key(run: &[u8]) -> u64 {
    run.iter().fold(0, |key, &token| key << 8 | u64::from(token))
}

fn distinct_runs(tape: &[u8], run: usize) -> Vec<u64> {
    let mut keys: Vec<u64> = tape.windows(run).map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// How many tokens of the tape are common, and the longest stretch of others.
fn common(tape: &[u8], run: usize, elsewhere: &[u64]) -> (usize, usize) {
    let (mut common, mut covered_to, mut foreign_max) = (0, 0, 0);
    for (start, window) in tape.windows(run).enumerate() {
        if elsewhere.binary_search(&key(window)).is_ok() {
            foreign_max = foreign_max.max(start.saturating_sub(covered_to));
            common += start + run - start.max(covered_to);
            covered_to = start + run;
        }
    }
    (common, foreign_max.max(tape.len() - covered_to))
}
