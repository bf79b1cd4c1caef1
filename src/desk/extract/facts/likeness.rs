//! How like two short texts are: the same headline in two spellings, or two headlines.

use std::cmp::Ordering;

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
pub(super) struct Words {
    sorted: Vec<String>,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut sorted = words(text);
        sorted.sort_unstable();
        Self { sorted }
    }

    /// [`likeness`] of two texts.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
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

/// The text's words as they are compared: compatibility forms folded, lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        folded(text.chars().map(|c| c.to_ascii_lowercase()))
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        folded(text.chars().flat_map(char::to_lowercase))
    } else {
        folded(text.nfkc().flat_map(char::to_lowercase))
    }
}

fn folded(text: impl Iterator<Item = char>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text {
        if is_alphanumeric(c) && !is_unspaced(c) {
            word.push(c);
            continue;
        }
        // An apostrophe within a word is spelt in three ways or left out.
        if matches!(c, '\'' | '’' | 'ʼ' | '`') {
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if is_unspaced(c) {
            out.push(c.to_string());
        }
        if out.len() >= WORDS_MAX {
            return out;
        }
    }
    out.extend(Some(word).filter(|word| !word.is_empty()));
    out
}

#[cfg(test)]
mod tests;
