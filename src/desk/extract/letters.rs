//! Letters and digits, told as Unicode tells them.

use crate::desk::eights::each;

/// [`char::is_alphanumeric`], sooner for what most news is written in: the standard library searches its tables for it.
#[inline]
pub(in crate::desk) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_letter(c) || !is_sign(c) && c.is_alphanumeric() }
}

/// A letter or a digit of ASCII in lower case; 0 for every other byte.
#[inline]
pub(in crate::desk) fn ascii_lower(byte: u8) -> u8 {
    LOWER.get(usize::from(byte)).copied().unwrap_or_default()
}

static LOWER: [u8; 256] = {
    let mut table = [0; 256];
    let (mut places, mut byte): (&mut [u8], u8) = (&mut table, 0);
    while let [place, rest @ ..] = places {
        if byte.is_ascii_alphanumeric() {
            *place = byte.to_ascii_lowercase();
        }
        (places, byte) = (rest, byte.wrapping_add(1));
    }
    table
};

/// How many letters and digits of ASCII a text begins with. Eight bytes are looked at together.
pub(in crate::desk) fn alphanumeric_len(text: &[u8]) -> usize {
    let (eights, rest) = text.as_chunks::<8>();
    for (before, &eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(eight);
        // No sum of lower seven bits overflows.
        let small = eight & each(0x7f) | each(b'a' - b'A');
        let is_letter = (small + each(0x80 - b'a')) & !(small + each(0x7f - b'z'));
        let others = (!(is_letter | figures(eight)) | eight) & each(0x80);
        if others != 0 {
            return before * 8 + others.trailing_zeros() as usize / 8;
        }
    }
    text.len() - rest.len() + rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// [`char::is_numeric`], likewise.
pub(in crate::desk) fn is_numeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { !is_letter(c) && !is_sign(c) && c.is_numeric() }
}

/// Where the first figure of any script stands in a text.
pub(in crate::desk) fn figure_at(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        // Only what is beyond ASCII is read as characters.
        let at = from + figure_or_beyond(text.as_bytes().get(from..)?)?;
        let c = text.get(at..)?.chars().next()?;
        if is_numeric(c) {
            return Some(at);
        }
        from = at + c.len_utf8();
    }
}

/// Where the first byte stands that is a figure of ASCII or beyond it. Eight bytes are looked at together.
fn figure_or_beyond(text: &[u8]) -> Option<usize> {
    let (eights, rest) = text.as_chunks::<8>();
    for (before, &eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(eight);
        let found = (figures(eight) | eight) & each(0x80);
        if found != 0 {
            return Some(before * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| byte.is_ascii_digit() || !byte.is_ascii())?;
    Some(text.len() - rest.len() + at)
}

/// The upper bit of each of eight bytes of ASCII that is a figure; other bytes of it and bytes beyond it may have any.
pub(in crate::desk) fn figures(eight: u64) -> u64 {
    // No sum of lower seven bits overflows.
    let lower = eight & each(0x7f);
    (lower + each(0x80 - b'0')) & !(lower + each(0x7f - b'9'))
}

/// Whether it is a letter of a script that most news is written in.
fn is_letter(c: char) -> bool {
    matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2C1}' // Latin
        | '\u{3A3}'..='\u{3F5}' // Greek
        | '\u{3F7}'..='\u{481}' | '\u{48A}'..='\u{52F}' // Greek and Cyrillic
        | '\u{5D0}'..='\u{5EA}' // Hebrew
        | '\u{620}'..='\u{657}' // Arabic
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' // Kana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' // Han
        | '\u{AC00}'..='\u{D7A3}') // Hangul
}

/// Whether it is one of their commonest signs: quotes, dashes, stops.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{A0}' | '«' | '»' | '\u{2000}'..='\u{2060}' | '\u{3000}'..='\u{3004}' | '\u{FF01}'..='\u{FF0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_found_wherever_it_stands() {
        let texts = ["", "no", "On 3 May", "né 3", "7", "Ⅻ", "é", "東京で三人", "½", "٣ مايو", "ab½c3"];
        let long = texts.map(|text| format!("The ferry: sails / twice {text}"));
        for text in texts.into_iter().chain(long.iter().map(String::as_str)) {
            assert_eq!(figure_at(text), text.find(char::is_numeric), "{text}");
        }
    }

    #[test]
    fn letters_and_digits_are_counted_up_to_what_is_none() {
        for byte in 0..=u8::MAX {
            for before in 0..20 {
                let text = [&[b'Z'; 20][..before], &[byte; 3], b"0az9 xyzxyz"].concat();
                let expected = if byte.is_ascii_alphanumeric() { before + 7 } else { before };
                assert_eq!(alphanumeric_len(&text), expected, "{byte} behind {before}");
            }
        }
    }

    #[test]
    fn every_character_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_numeric(c), c.is_numeric(), "{c:?}");
        }
        for byte in 0..=u8::MAX {
            let expected = if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { 0 };
            assert_eq!(ascii_lower(byte), expected, "{byte}");
        }
    }
}
