//! Words that open a line, for asking many lines whether one of them does.

use crate::desk::extract::is_alphanumeric;

/// Words that may open a line, in lower case.
pub(in crate::desk::extract) struct Openers {
    words: &'static [&'static str],
    /// A bit for each character of ASCII that one of them begins with, in either case.
    firsts: u128,
    /// Of those that begin with each kind of letter, a bit for each kind that stands second.
    pairs: [u32; LETTERS],
}

/// How many kinds of letter are told apart, a power of two: those of ASCII, upper and lower case as one.
const LETTERS: usize = 32;

impl Openers {
    pub(in crate::desk::extract) const fn of(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut rest) = (0, words);
        while let [word, others @ ..] = rest {
            if let [first @ ..=0x7f, ..] = word.as_bytes() {
                firsts |= 1 << *first | 1 << first.to_ascii_uppercase();
            }
            rest = others;
        }
        let mut pairs = [0; LETTERS];
        let (mut places, mut first): (&mut [u32], usize) = (&mut pairs, 0);
        while let [place, others @ ..] = places {
            *place = seconds(words, first);
            (places, first) = (others, first + 1);
        }
        Self { words, firsts, pairs }
    }

    /// Whether a text begins with one of the words: nearly every text is told from all by its first letters.
    #[inline]
    pub(in crate::desk::extract) fn open(&self, text: &str) -> bool {
        self.may_open(text) && self.find(text).is_some()
    }

    /// Whether one of the words begins as a text does, by its first two letters; where one of them is beyond ASCII, it may.
    #[inline]
    pub(in crate::desk::extract) fn may_open(&self, text: &str) -> bool {
        match *text.as_bytes() {
            [first @ ..=0x7f, second @ ..=0x7f, ..] => {
                let pairs = self.pairs.get(usize::from(first) % LETTERS).copied().unwrap_or_default();
                self.firsts >> first & 1 != 0 && pairs >> (usize::from(second) % LETTERS) & 1 != 0
            }
            [first @ ..=0x7f, ..] => self.firsts >> first & 1 != 0,
            // No character beyond ASCII begins with a byte of it.
            [_, ..] => true,
            [] => false,
        }
    }

    /// The first of the words with which a text begins.
    pub(super) fn find(&self, text: &str) -> Option<&'static str> {
        let mut words = self.words.iter().copied();
        if let Some(first) = text.bytes().next().filter(u8::is_ascii) {
            let lower = first.to_ascii_lowercase();
            return words.find(|word| word.bytes().next() == Some(lower) && begins(text, word));
        }
        let first = text.chars().next()?;
        let lower = first.to_lowercase().next().unwrap_or(first);
        let may_be = |word: &str| word.chars().next().is_some_and(|begun| begun == first || begun == lower);
        words.find(|word| may_be(word) && begins(text, word))
    }
}

/// A bit for each kind of letter that stands second in words which begin with that kind; all of them where a word is one letter.
const fn seconds(words: &[&str], first: usize) -> u32 {
    let (mut seconds, mut rest) = (0, words);
    while let [word, others @ ..] = rest {
        match word.as_bytes() {
            [begun, second @ ..=0x7f, ..] if *begun as usize % LETTERS == first => {
                seconds |= 1 << (*second as usize % LETTERS);
            }
            [begun] if *begun as usize % LETTERS == first => seconds = u32::MAX,
            _ => {}
        }
        rest = others;
    }
    seconds
}

/// Whether a text begins with a word, case ignored, and ends there or goes on with another.
fn begins(text: &str, word: &str) -> bool {
    // Where all is of ASCII, no table is asked for another case.
    if let Some((head, rest)) = text.split_at_checked(word.len())
        && head.is_ascii()
    {
        return head.eq_ignore_ascii_case(word) && !rest.starts_with(is_alphanumeric);
    }
    let mut chars = text.chars();
    word.chars().all(|c| chars.next().is_some_and(|other| other == c || other.to_lowercase().eq([c])))
        && chars.next().is_none_or(|next| !next.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Openers = Openers::of(&["by", "тегi", "tags", "témas", "a cura di", "k", "štítky"]);

    #[test]
    fn words_open_lines_in_either_case() {
        for (text, expect) in [
            ("By Jane", Some("by")),
            ("by", Some("by")),
            ("BY:", Some("by")),
            ("Byline", None),
            ("b", None),
            ("", None),
            ("Tags", Some("tags")),
            ("tag", None),
            ("TÉMAS: x", Some("témas")),
            ("ТЕГI", Some("тегi")),
            ("Štítky", Some("štítky")),
            ("A cura di Anna", Some("a cura di")),
            ("k 1", Some("k")),
            ("\u{212a}", Some("k")),
            ("byé", None),
        ] {
            assert_eq!(WORDS.find(text), expect, "{text}");
            assert_eq!(WORDS.open(text), expect.is_some(), "{text}");
        }
    }
}
