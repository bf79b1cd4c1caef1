//! Folding: a text becomes tokens in which spelling that doesn't change what is said is gone.
//!
//! Compatibility forms, case, combining marks, apostrophes, soft hyphens and the grouping of digits are folded
//! character by character; everything that is neither letter nor digit parts tokens. In scripts that are written
//! without spaces every character is a token of its own.
//!
//! It knowingly doesn't stem, split compounds or put characters into canonical order: a difference that survives
//! costs a few shingles, no more.

use crate::desk::eights::each;
use crate::desk::extract::{ascii_lower, is_alphanumeric};
use unicode_normalization::char::decompose_compatible;
use xxhash_rust::xxh3::xxh3_64;

/// The tokens of a folded text, in order. What is asked of them apart stands apart: there are thousands.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// XXH3-64 of each folded token's UTF-8.
    pub(super) hashes: Vec<u64>,
    /// The length of each in half words: a word is two, a character of a script without spaces is one.
    pub(super) lengths: Vec<u8>,
    /// The hashes of those that hold a digit.
    pub(super) numbers: Vec<u64>,
}

impl Tokens {
    /// Those of a text. Linear in its length.
    pub(super) fn of(text: &str) -> Self {
        // English has a token in six bytes, and few languages have shorter words.
        let room = text.len() / 5 + 1;
        let mut tokens =
            Self { hashes: Vec::with_capacity(room), lengths: Vec::with_capacity(room), numbers: Vec::new() };
        fold(text, |word, half_words, number| {
            let hash = xxh3_64(word);
            tokens.hashes.push(hash);
            tokens.lengths.push(half_words);
            if number {
                tokens.numbers.push(hash);
            }
        });
        tokens
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Their length in half words.
    pub(super) fn half_words(&self) -> usize {
        self.lengths.iter().map(|&length| usize::from(length)).sum()
    }

    /// Puts the tokens of another text in front of these.
    pub(super) fn prepend(&mut self, front: Self) {
        self.hashes.splice(..0, front.hashes);
        self.lengths.splice(..0, front.lengths);
        self.numbers.splice(..0, front.numbers);
    }
}

/// Folds a text: `done` is given each token's text, its length in half words, and whether it holds a digit.
pub(super) fn fold(text: &str, done: impl FnMut(&[u8], u8, bool)) {
    let mut folding = Folding { token: Vec::new(), digits: false, letters: false, done };
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        if first.is_ascii_alphabetic() && folding.token.is_empty() {
            rest = folding.ascii_word(rest);
        } else if first.is_ascii() {
            folding.push_ascii(*first, behind.first().is_some_and(u8::is_ascii_digit));
            rest = behind;
        } else {
            let mut chars = text.get(text.len() - rest.len()..).unwrap_or_default().chars();
            chars.next().into_iter().for_each(|c| folding.push_unicode(c));
            rest = chars.as_str().as_bytes();
        }
    }
    folding.part();
}

/// A text that is being folded.
struct Folding<F> {
    /// What there is of the token that is being read.
    token: Vec<u8>,
    digits: bool,
    letters: bool,
    done: F,
}

impl<F: FnMut(&[u8], u8, bool)> Folding<F> {
    /// Takes the ASCII letters that a token begins with; gives back what follows them, or what follows the sign and the space that end
    /// it. Most words of most texts are a few ASCII letters before a space or a comma: those are folded together, whatever their case.
    fn ascii_word<'a>(&mut self, text: &'a [u8]) -> &'a [u8] {
        if let Some(eight) = text.first_chunk() {
            // What is no letter becomes none.
            let lower = u64::from_le_bytes(*eight) | each(b'a' - b'A');
            let letters = small_in_eight(lower);
            if let (Some(word), Some(rest)) = (lower.to_le_bytes().get(..letters), text.get(letters..))
                && ends_word(rest)
            {
                (self.done)(word, 2, false);
                return behind_end(rest);
            }
        }
        // Longer ones are mostly small: those are never copied.
        let small = small_letters(text);
        let Some((word, rest)) = text.split_at_checked(small) else { return &[] };
        if !word.is_empty() && ends_word(rest) {
            (self.done)(word, 2, false);
            return behind_end(rest);
        }
        let others = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let Some((word, rest)) = text.split_at_checked(small + others) else { return &[] };
        self.letters = true;
        self.token.extend_from_slice(word);
        self.token.make_ascii_lowercase();
        if !ends_word(rest) {
            return rest;
        }
        self.part();
        behind_end(rest)
    }

    /// An ASCII character behind the beginning of a token, or one that is no letter.
    fn push_ascii(&mut self, byte: u8, before_digit: bool) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => self.letter(char::from(byte.to_ascii_lowercase())),
            b'0'..=b'9' => self.digit(byte),
            // don't = don’t = dont
            b'\'' => {}
            // 1,000 = 1.000 = 1000
            b'.' | b',' if self.digits && !self.letters && before_digit => {}
            _ => self.part(),
        }
    }

    fn push_unicode(&mut self, c: char) {
        if is_silent(c) {
            return;
        }
        if is_hangul(c) {
            // A syllable block is one letter; its decomposition into jamo would only make the text longer.
            self.letter(c);
        } else if is_alphanumeric(c) || is_spaceless(c) || is_indic_sign(c) {
            decompose_compatible(c, |d| self.push_decomposed(d));
        } else {
            self.part();
        }
    }

    /// One character of a compatibility decomposition.
    fn push_decomposed(&mut self, d: char) {
        if is_silent(d) {
            return;
        }
        if let Some(digit) = ascii_digit(d) {
            return self.digit(digit);
        }
        match d {
            'ß' | 'ẞ' => "ss".chars().for_each(|s| self.letter(s)),
            'ς' => self.letter('σ'),
            _ if is_spaceless(d) => {
                self.part();
                if is_alphanumeric(d) {
                    self.letter(d);
                    self.close(1);
                }
            }
            _ if is_alphanumeric(d) || is_indic_sign(d) => {
                d.to_lowercase().filter(|&l| !is_silent(l)).for_each(|l| self.letter(l));
            }
            // The fraction slash of ½ and the like.
            _ => self.part(),
        }
    }

    fn letter(&mut self, c: char) {
        self.letters = true;
        self.token.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// One of ASCII.
    fn digit(&mut self, digit: u8) {
        self.digits = true;
        self.token.push(digit);
    }

    fn part(&mut self) {
        self.close(2);
    }

    fn close(&mut self, half_words: u8) {
        if !self.token.is_empty() {
            (self.done)(&self.token, half_words, self.digits);
            self.token.clear();
            (self.digits, self.letters) = (false, false);
        }
    }
}

/// Whether a word of ASCII ends where this follows it.
fn ends_word(rest: &[u8]) -> bool {
    rest.first().is_none_or(|&byte| byte.is_ascii() && byte != b'\'' && ascii_lower(byte) == 0)
}

/// What follows the sign that ends a word, and a space behind it.
fn behind_end(rest: &[u8]) -> &[u8] {
    // No branch hangs on the space, since it can't be guessed.
    let end = 1 + usize::from(rest.get(1) == Some(&b' '));
    rest.get(end..).unwrap_or_default()
}

/// How many small ASCII letters a text begins with. Eight bytes are looked at together, so that the end of a word is found
/// without a guess at its length.
fn small_letters(text: &[u8]) -> usize {
    let (eights, rest) = text.as_chunks::<8>();
    for (before, &eight) in eights.iter().enumerate() {
        let small = small_in_eight(u64::from_le_bytes(eight));
        if small < eight.len() {
            return before * eight.len() + small;
        }
    }
    text.len() - rest.len() + rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count()
}

/// How many small ASCII letters eight bytes begin with.
fn small_in_eight(eight: u64) -> usize {
    // The upper bit of each byte, in which no sum of lower seven overflows.
    let lower = eight & each(0x7f);
    let small = (lower + each(0x80 - b'a')) & !(lower + each(0x7f - b'z')) & !eight & each(0x80);
    (small ^ each(0x80)).trailing_zeros() as usize / 8
}

/// Characters that neither say anything nor part tokens: apostrophes, soft hyphen, zero-width and direction marks,
/// combining marks over letters, Arabic vowel signs and the stretcher.
fn is_silent(c: char) -> bool {
    matches!(
        u32::from(c),
        0x00ad
            | 0x02bc
            | 0x0300..=0x036f
            | 0x0483..=0x0487
            | 0x0591..=0x05bd
            | 0x05bf
            | 0x05c1..=0x05c2
            | 0x05c4..=0x05c5
            | 0x05c7
            | 0x0610..=0x061a
            | 0x0640
            | 0x064b..=0x065f
            | 0x0670
            | 0x1ab0..=0x1aff
            | 0x1dc0..=0x1dff
            | 0x200b..=0x200f
            | 0x2018..=0x2019
            | 0x202a..=0x202e
            | 0x2060..=0x2064
            | 0x2066..=0x2069
            | 0x20d0..=0x20ff
            | 0x3099..=0x309a
            | 0xfe00..=0xfe0f
            | 0xfe20..=0xfe2f
            | 0xfeff
    )
}

/// Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
fn is_spaceless(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0e00..=0x0eff
            | 0x1000..=0x109f
            | 0x1780..=0x17ff
            | 0x3005..=0x3007
            | 0x3040..=0x30ff
            | 0x31f0..=0x31ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xaa60..=0xaa7f
            | 0xf900..=0xfaff
            | 0xff66..=0xff9f
            | 0x20000..=0x323af
    )
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0xac00..=0xd7a3)
}

/// Vowel signs and viramas of the Indic scripts, which belong to the word; the dandas part sentences.
fn is_indic_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0dff) && !matches!(u32::from(c), 0x0964 | 0x0965 | 0x0970)
}

/// The zeros of the decimal digits that news is written with, beside ASCII's.
const ZEROS: [u32; 19] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
    0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/// The ASCII digit of the same value.
fn ascii_digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    if let Some(digit) = u8::try_from(c).ok().filter(u8::is_ascii_digit) {
        return Some(digit);
    }
    // Latin, Greek and Cyrillic; Kana, Han and Hangul: most letters by far.
    if matches!(code, ..0x0660 | 0x1820..0xff10) {
        return None;
    }
    ZEROS.iter().find_map(|&zero| (b'0'..=b'9').nth(code.checked_sub(zero)? as usize))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn small_letters_are_counted(text in proptest::collection::vec(prop_oneof![3 => b'a'..=b'z', 1 => any::<u8>()], 0..40)) {
            let count = text.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            prop_assert_eq!(small_letters(&text), count);
        }
    }

    #[test]
    fn every_byte_behind_letters_ends_them() {
        for byte in 0..=u8::MAX {
            let text = [b'a', b'z', byte, b'a', b'a', b'a', b'a', b'a'];
            assert_eq!(small_letters(&text), if byte.is_ascii_lowercase() { 8 } else { 2 }, "{byte}");
        }
    }
}
