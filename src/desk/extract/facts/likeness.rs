//! How like two short texts are: the same headline in two spellings, or two headlines.

use std::cmp::Ordering;

use crate::desk::eights::ascii_len;
use crate::desk::extract::letters::alphanumeric_len;
use crate::desk::extract::{is_alphanumeric, is_unspaced};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The most words compared; headlines are shorter.
const WORDS_MAX: usize = 200;

/// The share of words that two texts have in common, in 0.0..=1.0: twice the common ones by the sum of both (Dice).
///
/// Case, punctuation and compatibility forms don't count. Scripts without spaces are compared by character.
pub(in crate::desk::extract) fn likeness(a: &str, b: &str) -> f64 {
    Words::of(a).likeness(&Words::of(b))
}

/// A text's words, for comparing it with several others.
pub(in crate::desk::extract) struct Words {
    folded: Folded,
    /// Where each stands in the text, behind its [head], in the order of the words.
    sorted: Vec<(u64, (usize, usize))>,
}

impl Words {
    pub(in crate::desk::extract) fn of(text: &str) -> Self {
        let folded = Folded::of(text);
        let starts = std::iter::once(0).chain(folded.ends.iter().copied());
        let places = starts.zip(folded.ends.iter().copied());
        let mut sorted: Vec<_> = places.map(|place| (head(folded.word(place)), place)).collect();
        sorted.sort_unstable_by(|&(one, a), &(two, b)| one.cmp(&two).then_with(|| folded.word(a).cmp(folded.word(b))));
        Self { folded, sorted }
    }

    /// All of them as one, in the order of the text.
    pub(super) fn squashed(&self) -> &str {
        &self.folded.text
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.folded.count()
    }

    fn iter(&self) -> impl Iterator<Item = (u64, &str)> {
        self.sorted.iter().map(|&(head, place)| (head, self.folded.word(place)))
    }

    /// [`likeness`] of two texts.
    pub(in crate::desk::extract) fn likeness(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.iter().peekable(), other.iter().peekable());
        let mut both = 0;
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            match one.cmp(two) {
                Ordering::Less => drop(a.next()),
                Ordering::Greater => drop(b.next()),
                Ordering::Equal => {
                    a.next();
                    b.next();
                    both += 1;
                }
            }
        }
        let all = self.sorted.len() + other.sorted.len();
        if both == 0 { 0.0 } else { 2.0 * f64::from(both) / all as f64 }
    }
}

/// The first eight bytes of a word as a number, which is as great as the word is in their order: it tells most words apart at once.
fn head(word: &str) -> u64 {
    match word.as_bytes().first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => word.bytes().rev().fold(0, |head, byte| head >> 8 | u64::from(byte) << 56),
    }
}

/// A text's words as they are compared: compatibility forms folded, lower case.
pub(super) struct Folded {
    /// One behind the other.
    pub(super) text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut out = Self { text: String::with_capacity(text.len()), ends: Vec::with_capacity(text.len() / 5) };
        if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
            out.push_composed(text);
            out.text.make_ascii_lowercase();
        } else {
            out.push(text.nfkc().flat_map(char::to_lowercase));
        }
        out.end();
        out
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Each of them, in the order of the text.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(0).chain(self.ends.iter().copied()).zip(self.ends.iter().copied()).map(|place| self.word(place))
    }

    fn word(&self, (from, to): (usize, usize)) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Appends a text in compatibility forms already, from one character beyond ASCII to the next. Letters of ASCII keep their
    /// case.
    fn push_composed(&mut self, text: &str) {
        let mut rest = text;
        while let Some((ascii, others)) = rest.split_at_checked(ascii_len(rest.as_bytes())) {
            let mut ascii = ascii;
            while !ascii.is_empty() {
                let letters = alphanumeric_len(ascii.as_bytes());
                let (word, behind) = ascii.split_at_checked(letters).unwrap_or_default();
                self.text.push_str(word);
                let Some(sign) = behind.bytes().next() else { break };
                if !matches!(sign, b'\'' | b'`') {
                    self.end();
                    if self.is_full() {
                        return;
                    }
                }
                ascii = behind.get(1..).unwrap_or_default();
            }
            let mut others = others.chars();
            let Some(c) = others.next() else { return };
            self.push(c.to_lowercase());
            if self.is_full() {
                return;
            }
            rest = others.as_str();
        }
    }

    /// Appends characters in lower case.
    fn push(&mut self, text: impl Iterator<Item = char>) {
        for c in text {
            if is_alphanumeric(c) && !is_unspaced(c) {
                self.text.push(c);
                continue;
            }
            // An apostrophe within a word is spelt in three ways or left out; a hint where a word may break is not seen.
            if matches!(c, '\'' | '’' | 'ʼ' | '`') || is_unseen(c) {
                continue;
            }
            self.end();
            if is_unspaced(c) {
                self.text.push(c);
                self.end();
            }
            if self.is_full() {
                return;
            }
        }
    }

    /// Whether no more words are compared.
    fn is_full(&self) -> bool {
        self.count() >= WORDS_MAX
    }

    /// Ends the word that is open, where one is.
    fn end(&mut self) {
        if self.text.len() > self.ends.last().copied().unwrap_or_default() {
            self.ends.push(self.text.len());
        }
    }
}

/// Whether the character has no width: soft hyphen, zero-width space, joiners and marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
