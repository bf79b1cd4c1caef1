//! Patterns that are bound to a line's beginning. Nearly every line is told by its first letters to match none; of the
//! others one or two patterns are asked.

use regex_syntax::hir::literal::Extractor;

use super::lowered;
use crate::desk::extract::patterns::{Pattern, without_edges};

/// The patterns, and which of them can match a line by what it begins with.
pub(super) struct Begins {
    patterns: Vec<Pattern>,
    /// What the lines begin with that can match, each [packed](opening), with a pattern that can match such: sorted, no
    /// opening with another in front.
    openings: Vec<(u128, usize)>,
    /// The [places](head) of what those of [`HEAD_BYTES`] or more begin with, a bit each; and the first bytes of the others.
    heads: Vec<u64>,
    firsts: Vec<u8>,
}

/// How many bytes of an opening are compared, at most. Fifteen tell `for the latest news` from sentences with `for the`.
const OPENING_BYTES_MAX: usize = 15;

impl Begins {
    /// Of patterns that are bound to a line's beginning. `None` for one that can begin with anything.
    pub(super) fn of(patterns: impl Iterator<Item = &'static str>) -> Option<Self> {
        let mut extractor = Extractor::new();
        // Long alternations of words come whole.
        extractor.limit_total(4_096);
        let (mut made, mut openings) = (Vec::new(), Vec::new());
        for (at, pattern) in patterns.enumerate() {
            let parsed = without_edges(pattern)?;
            made.push(Pattern::new(pattern, &parsed));
            let literals = extractor.extract(&parsed);
            openings.extend(literals.literals()?.iter().map(|literal| (opening(literal.as_bytes()), at)));
        }
        openings.sort_unstable();
        // What has another in front is asked for with that one.
        let mut shortest = openings.first()?.0;
        for (opening, _) in &mut openings {
            if begins(*opening, shortest) {
                *opening = shortest;
            }
            shortest = *opening;
        }
        openings.sort_unstable();
        openings.dedup();
        let (mut heads, mut firsts) = (vec![0; HEADS / 64], Vec::new());
        for (opening, _) in &openings {
            let (word, bit, is_whole) = head(*opening);
            if is_whole {
                *heads.get_mut(word)? |= bit;
            } else {
                firsts.push(first(*opening));
            }
        }
        (shortest != 0).then_some(Self { patterns: made, openings, heads, firsts })
    }

    /// Whether one of them matches the line, which comes in lower case where it is asked for.
    pub(super) fn is_match<'l>(&self, line: &str, lower: impl Fn() -> &'l str) -> bool {
        let head = line.as_bytes().get(..OPENING_BYTES_MAX).unwrap_or(line.as_bytes());
        let head = if head.is_ascii() {
            opening(line.as_bytes())
        } else {
            let head = line.get(..line.floor_char_boundary(OPENING_BYTES_MAX * 2)).unwrap_or(line);
            opening(lowered(head).as_bytes())
        };
        // Most lines begin as none of them does, which a bit tells sooner than a search.
        let (word, bit, _) = self::head(head);
        if self.heads.get(word).is_none_or(|bits| bits & bit == 0) && !self.firsts.contains(&first(head)) {
            return false;
        }
        // None has another in front: the last one that isn't greater is the only one that can.
        let end = self.openings.partition_point(|(opening, _)| *opening <= head);
        let before = self.openings.get(..end).unwrap_or_default();
        let Some((own, _)) = before.last().filter(|(opening, _)| begins(head, *opening)) else { return false };
        let asked = before.iter().rev().take_while(|(opening, _)| opening == own);
        let mut asked = asked.filter_map(|(_, at)| self.patterns.get(*at));
        asked.any(|pattern| pattern.is_match(lower()))
    }

    /// Whether all of them are patterns.
    #[cfg(test)]
    pub(super) fn compile(&self) -> bool {
        self.patterns.iter().all(Pattern::compile)
    }
}

/// The first bytes of a text as one number, letters of ASCII in lower case, the first byte highest, nulls behind the last:
/// sorted as the texts are.
fn opening(text: &[u8]) -> u128 {
    let mut first = text.first_chunk().copied().unwrap_or_else(|| {
        let mut first = [0; OPENING_BYTES_MAX + 1];
        first.iter_mut().zip(text).for_each(|(place, byte)| *place = *byte);
        first
    });
    first.make_ascii_lowercase();
    u128::from_be_bytes(first) & !0xff
}

/// How many bytes of an opening tell most lines from all openings at once, and how many places there are for them, a power of
/// two: some thousand openings have a few hundred heads.
const HEAD_BYTES: u32 = 3;
const HEADS: usize = 1 << 14;

/// The place of what a packed text begins with, a word of bits and a bit of it, and whether the text is as long as that.
fn head(opening: u128) -> (usize, u64, bool) {
    let head = usize::try_from(opening >> (128 - 8 * HEAD_BYTES)).unwrap_or_default();
    let place = head.wrapping_mul(0x9e37_79b9) >> 8 & (HEADS - 1);
    (place / 64, 1 << (place % 64), head & 0xff != 0)
}

/// The first byte of a packed text.
fn first(opening: u128) -> u8 {
    u8::try_from(opening >> 120).unwrap_or_default()
}

/// Whether a text begins with another, both of them packed.
fn begins(text: u128, other: u128) -> bool {
    let behind = other.trailing_zeros() / 8 * 8;
    text.checked_shr(behind) == other.checked_shr(behind)
}
