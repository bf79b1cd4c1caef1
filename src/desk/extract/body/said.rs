//! The body that a page states as data, and whether a text stands in it.

use crate::desk::extract::letters::{ascii_lower, is_alphanumeric};

/// A text's letters and digits in lower case: what two spellings of one sentence have in common.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&c| is_alphanumeric(c)).flat_map(char::to_lowercase)
}

/// Whether two texts differ in case, spaces and punctuation at most.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The first bytes of a text's [key], nulls behind them where there are fewer: they tell it from nearly all others of a page.
pub(super) fn head(text: &str) -> u128 {
    let mut head = [0; 16];
    let mut places = head.iter_mut();
    for c in text.chars() {
        if c.is_ascii() {
            let lower = u8::try_from(c).map(ascii_lower).unwrap_or_default();
            places.by_ref().take(usize::from(lower != 0)).for_each(|place| *place = lower);
        } else if is_alphanumeric(c) {
            for lower in c.to_lowercase() {
                lower.encode_utf8(&mut [0; 4]).bytes().zip(places.by_ref()).for_each(|(byte, place)| *place = byte);
            }
        }
        if places.len() == 0 {
            break;
        }
    }
    u128::from_be_bytes(head)
}

/// A text's [letters].
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut rest = text;
    // From one character beyond ASCII to the next: the tables of Unicode are left to those.
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (head, others) = rest.split_at_checked(ascii).unwrap_or_default();
        push_ascii_key(head, &mut key);
        rest = others;
        if let Some(c) = others.chars().next() {
            if is_alphanumeric(c) {
                key.extend(c.to_lowercase());
            }
            rest = others.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    key
}

/// Appends the [key] of a text of ASCII: every character of a piece is written, and those that are none of it written
/// over.
fn push_ascii_key(text: &str, key: &mut String) {
    // A length of one byte stays within its array.
    for piece in text.as_bytes().chunks(usize::from(u8::MAX)) {
        let (mut kept, mut length) = ([0; 256], 0_u8);
        for &byte in piece {
            let lower = ascii_lower(byte);
            if let Some(place) = kept.get_mut(usize::from(length)) {
                *place = lower;
            }
            length += u8::from(lower != 0);
        }
        let kept = kept.get(..usize::from(length)).unwrap_or_default();
        key.push_str(std::str::from_utf8(kept).unwrap_or_default());
    }
}

/// A stated body, searched in the order of the page: each text is looked for behind the one before first.
pub(super) struct Said<'a> {
    all: &'a str,
    from: usize,
}

impl<'a> Said<'a> {
    /// Of the stated body's [letters].
    pub(super) fn new(all: &'a str) -> Self {
        Self { all, from: 0 }
    }

    /// Whether nothing is stated.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a text of these [letters] stands in it.
    pub(super) fn holds(&mut self, own: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let rest = self.all.get(self.from..).unwrap_or_default();
        let find = |from: usize| Some(from + find(self.all.get(from..)?.as_bytes(), own.as_bytes())?);
        // Nearly every text begins where the one before ended.
        let next = rest.starts_with(own).then_some(self.from);
        let Some(at) = next.or_else(|| find(self.from)).or_else(|| find(0)) else { return false };
        self.from = at + own.len();
        true
    }
}

/// How many bytes of a text are sought first: as many as `memchr` seeks at once. To set a search up for more takes longer than most
/// searches. No test moves with it.
const SOUGHT_BYTES: usize = 32;

/// Where a text first stands in another.
fn find(all: &[u8], own: &[u8]) -> Option<usize> {
    let head = own.get(..SOUGHT_BYTES).unwrap_or(own);
    let at = memchr::memmem::find(all, head)?;
    let rest = all.get(at..)?;
    if rest.starts_with(own) { Some(at) } else { Some(at + memchr::memmem::find(rest, own)?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_whatever_its_case_and_punctuation_and_order() {
        let all = key("The bridge stays. Engineers said: “It costs more.”");
        let mut said = Said::new(&all);
        for text in ["the bridge stays", "It costs more!", "ENGINEERS SAID"] {
            assert!(said.holds(&key(text)), "{text}");
        }
        assert!(!said.holds(&key("The harbour closes.")));
        let all = key("The old bridge over the river stays for a year. The old bridge over the river stays for good.");
        let (mut said, mut other) = (Said::new(&all), Said::new(&all));
        assert!(said.holds(&key("The old bridge over the river stays for good.")), "what begins as another text does");
        assert!(!other.holds(&key("The old bridge over the river stays for ever.")));
        assert!(!Said::new("").holds(&key("The bridge stays.")));
        assert!(is_same("The bridge", "“the-bridge”"));
    }

    #[test]
    fn a_head_is_what_a_key_begins_with() {
        for text in [
            "",
            "“The bridge stays”, she said on Monday.",
            "Die Brücke über den Fluß",
            "Мост стоит уже сто лет",
            "橋は残る。町は直す。",
            "A İB",
        ] {
            let mut first = [0; 16];
            first.iter_mut().zip(key(text).bytes()).for_each(|(place, byte)| *place = byte);
            assert_eq!(head(text).to_be_bytes(), first, "{text}");
        }
    }
}
