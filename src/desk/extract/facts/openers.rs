//! Words that open a line, for asking many lines whether one of them does.

/// Words that may open a line, in lower case.
pub(super) struct Openers {
    words: &'static [&'static str],
    /// A bit for each character of ASCII that one of them begins with, in either case.
    firsts: u128,
}

impl Openers {
    pub(super) const fn of(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut rest) = (0, words);
        while let [word, others @ ..] = rest {
            if let [first @ ..=0x7f, ..] = word.as_bytes() {
                firsts |= 1 << *first | 1 << first.to_ascii_uppercase();
            }
            rest = others;
        }
        Self { words, firsts }
    }

    /// Whether a text begins with one of the words: nearly every text is told from all by its first letter.
    #[inline]
    pub(super) fn open(&self, text: &str) -> bool {
        // No character beyond ASCII begins with a byte of it.
        let may_open = |&first: &u8| !first.is_ascii() || self.firsts >> first & 1 != 0;
        text.as_bytes().first().is_some_and(may_open) && self.find(text).is_some()
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

/// Whether a text begins with a word, case ignored, and ends there or goes on with another.
fn begins(text: &str, word: &str) -> bool {
    let mut chars = text.chars();
    word.chars().all(|c| chars.next().is_some_and(|other| other == c || other.to_lowercase().eq([c])))
        && chars.next().is_none_or(|next| !next.is_alphanumeric())
}
