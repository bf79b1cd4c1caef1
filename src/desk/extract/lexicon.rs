//! Words of the names in markup and what they stand for. Nearly all words of names stand for nothing, and a page repeats
//! the same few hundred names: both are told in a step or two.

/// The longest word that a lexicon can hold, in bytes.
pub(super) const WORD_BYTES_MAX: usize = 24;

/// How many kinds of letter are told apart, a power of two: those of ASCII.
const LETTERS: usize = 32;

/// Words in lower case, each with what it stands for.
pub(super) struct Lexicon<T> {
    /// The words by their length and first letter.
    words: Vec<(&'static str, T)>,
    /// Where in [`Self::words`] those of each length and first letter begin.
    starts: Vec<usize>,
    /// The [marks](mark) of those.
    marks: Vec<u64>,
}

impl<T: Copy> Lexicon<T> {
    /// Of words that come once each. Words longer than [`WORD_BYTES_MAX`] are never found.
    pub(super) fn new(words: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut words: Vec<_> = words.collect();
        let bucket = |word: &str| bucket(word.len(), word.bytes().next());
        words.sort_by_key(|(word, _)| (bucket(word), *word));
        let buckets = (WORD_BYTES_MAX + 1) * LETTERS;
        let starts = (0..=buckets).map(|start| words.partition_point(|(word, _)| bucket(word) < start)).collect();
        let mut marks = vec![0; buckets];
        for (word, _) in &words {
            if let Some(marks) = marks.get_mut(bucket(word)) {
                *marks |= mark(word.as_bytes().get(1).copied(), word.bytes().next_back());
            }
        }
        Self { words, starts, marks }
    }

    /// What the word stands for, whose bytes these are; ASCII case is ignored.
    pub(super) fn get(&self, word: &[u8]) -> Option<T> {
        let bucket = bucket(word.len(), word.first().copied());
        if self.marks.get(bucket)? & mark(word.get(1).copied(), word.last().copied()) == 0 {
            return None;
        }
        self.find(bucket, |known| known.eq_ignore_ascii_case(word))
    }

    /// What a word of two parts stands for, likewise.
    pub(super) fn get_joined(&self, front: &[u8], back: &[u8]) -> Option<T> {
        let letter = |at: usize| front.get(at).or_else(|| back.get(at.checked_sub(front.len())?)).copied();
        let bucket = bucket(front.len() + back.len(), letter(0));
        if self.marks.get(bucket)? & mark(letter(1), back.last().or(front.last()).copied()) == 0 {
            return None;
        }
        self.find(bucket, |known| {
            let parts = known.split_at_checked(front.len());
            parts.is_some_and(|(head, tail)| head.eq_ignore_ascii_case(front) && tail.eq_ignore_ascii_case(back))
        })
    }

    /// What the word of a bucket stands for that is the one.
    fn find(&self, bucket: usize, is_it: impl Fn(&[u8]) -> bool) -> Option<T> {
        let (from, to) = (*self.starts.get(bucket)?, *self.starts.get(bucket + 1)?);
        self.words.get(from..to)?.iter().find(|(known, _)| is_it(known.as_bytes())).map(|(_, meaning)| *meaning)
    }
}

fn bucket(length: usize, first: Option<u8>) -> usize {
    length * LETTERS + kind(first)
}

/// A bit for the second letter of a word and its last: most words have another than those that are as long and begin alike.
fn mark(second: Option<u8>, last: Option<u8>) -> u64 {
    1 << ((kind(second) * 7 + kind(last)) % 64)
}

/// Upper and lower case of a letter are one kind.
fn kind(letter: Option<u8>) -> usize {
    letter.map_or(0, |letter| usize::from(letter) % LETTERS)
}

/// How many answers are kept, a power of two: templates have a few hundred different names.
const ANSWERS: usize = 1024;

/// The room for answers to begin with: most pages have no more. Set by hand; no test moves with it.
const ANSWERS_ROOM: usize = 256;

const _: () = assert!(ANSWERS < u16::MAX as usize, "each has a place");

/// The answers for a page's lists of names, each worked out once as long as no other takes its place.
pub(super) struct Answers<'a, T> {
    /// Lists with their answers, the empty list first. They stand side by side, so that the few hundred of a page stay in the
    /// processor's nearest memory.
    known: Vec<(&'a str, T)>,
    /// Where among them the last answer for each hash of a list stands; at the empty list's where there is none.
    places: Vec<u16>,
}

impl<T: Copy + Default> Default for Answers<'_, T> {
    /// Knows that the empty list says nothing.
    fn default() -> Self {
        let mut known = Vec::with_capacity(ANSWERS_ROOM);
        known.push(("", T::default()));
        Self { known, places: vec![0; ANSWERS] }
    }
}

impl<'a, T: Copy> Answers<'a, T> {
    /// The answer for a list of names, by `find` where it isn't known.
    pub(super) fn of(&mut self, names: &'a str, find: impl FnOnce(&'a str) -> T) -> T {
        let Some(place) = self.places.get_mut(hash(names) % ANSWERS) else { return find(names) };
        match self.known.get_mut(usize::from(*place)) {
            Some((known, answer)) if *known == names => *answer,
            Some(slot) if *place > 0 => {
                let answer = find(names);
                *slot = (names, answer);
                answer
            }
            _ => {
                let answer = find(names);
                // No more are known than there are places.
                *place = u16::try_from(self.known.len()).unwrap_or_default();
                self.known.push((names, answer));
                answer
            }
        }
    }
}

/// A hash of a list of names: what it takes for another one costs a second look-up only.
fn hash(names: &str) -> usize {
    let bytes = names.as_bytes();
    let mix = |sum: u64, bytes: u64| (sum ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let sum = match (bytes.last_chunk(), bytes.first_chunk(), bytes.last_chunk()) {
        // The last eight may have bytes of those before them, which does no harm.
        (Some(last), ..) => {
            let sum = bytes.as_chunks().0.iter().fold(0, |sum, eight| mix(sum, u64::from_le_bytes(*eight)));
            mix(sum, u64::from_le_bytes(*last))
        }
        (None, Some(first), Some(last)) => {
            mix(0, u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)))
        }
        _ => bytes.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)),
    };
    usize::from_le_bytes(mix(sum, bytes.len() as u64).to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_no_others() {
        let lexicon = Lexicon::new([("date", 1), ("data", 2), ("time", 3), ("über", 4)].into_iter());
        assert_eq!(
            ["date", "data", "time", "über"].map(|word| lexicon.get(word.as_bytes())),
            [Some(1), Some(2), Some(3), Some(4)]
        );
        assert!(
            ["", "dat", "dates", "tame", "d", &"d".repeat(40)]
                .iter()
                .all(|word| lexicon.get(word.as_bytes()).is_none())
        );
        assert_eq!(["Date", "TIME"].map(|word| lexicon.get(word.as_bytes())), [Some(1), Some(3)]);
        assert_eq!(lexicon.get_joined(b"da", b"Ta"), Some(2));
        assert!(lexicon.get_joined(b"da", b"te ").or(lexicon.get_joined(b"date", b"date")).is_none());
    }

    #[test]
    fn answers_are_those_that_were_found() {
        let mut answers = Answers::default();
        let lists: Vec<String> = (0..5_000).map(|n| format!("story-{}", n % 1_500)).collect();
        for list in &lists {
            assert_eq!(answers.of(list, str::len), list.len());
        }
        assert_eq!(answers.of(&lists[4_999], |_| 0), lists[4_999].len(), "asked once");
        assert_eq!(Answers::default().of("", str::len), 0);
    }
}
