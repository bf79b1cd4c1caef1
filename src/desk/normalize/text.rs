//! Text in one spelling: Unicode NFC, single spaces, nothing that a reader can't see.
//!
//! Mojibake is not mended here: which bytes were meant is a question about the whole page, and `decode` answers it where there is no doubt.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::desk::eights::{ascii_len, each, lowered};
use crate::desk::extract::is_alphanumeric;
pub(in crate::desk) use crate::desk::extract::is_unspaced;

/// One line: NFC, every run of white space a single space, ends trimmed, controls and invisible characters dropped.
///
/// Two joiners stay, because words of Indic, Arabic-script and emoji text change without them. Cleaning twice changes
/// nothing.
pub fn line<'r>(raw: impl Into<Cow<'r, str>>) -> String {
    let raw = raw.into();
    // Most blocks are one clean line as they come.
    if is_clean(&raw) { raw.into_owned() } else { cleaned(&raw) }
}

/// Whether the text is what [`line()`] gives, as far as [`is_plain_beyond_ascii`] can tell: printed, and no space at an end
/// or behind another.
fn is_clean(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    // All are asked, whatever those before say: so processors ask a dozen at once.
    let is_printed = bytes.iter().map(|byte| !byte.is_ascii_control()).fold(true, |all, is| all & is);
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let is_double = pairs.map(|(&one, &two)| one == b' ' && two == b' ').fold(false, |any, is| any | is);
    let is_spaced = !is_double && bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ');
    is_printed && is_spaced && (raw.is_ascii() || beyond_ascii(raw).all(is_plain_beyond_ascii))
}

/// The characters of a text that are beyond ASCII, each by itself.
fn beyond_ascii(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut others = rest.get(ascii_len(rest.as_bytes())..)?.chars();
        let c = others.next()?;
        rest = others.as_str();
        Some(c)
    })
}

fn cleaned(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    // All before the first combining mark, U+0300, is composed.
    if raw.chars().all(|c| c < '\u{300}' || is_plain_beyond_ascii(c)) {
        spaced(raw.chars(), &mut out);
        return out;
    }
    spaced(raw.nfc(), &mut out);
    // Dropping an invisible character can bring a letter and its combining mark together, so they are composed again.
    if unicode_normalization::is_nfc(&out) { out } else { out.nfc().collect() }
}

fn spaced(text: impl Iterator<Item = char>, out: &mut String) {
    let mut gap = false;
    for c in text {
        if c.is_whitespace() || is_break(c) {
            gap = true;
        } else if !is_unseen(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
}

/// Whether the character beyond ASCII stays as it is, whatever stands around it: printed, no white space, a starter and no
/// part of a composition that NFC would make or undo. Ranges of what news is mostly written in; others may be plain as well.
fn is_plain_beyond_ascii(c: char) -> bool {
    matches!(c,
        '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' // Latin
        | '\u{386}' | '\u{388}'..='\u{3FF}' // Greek
        | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}' // Cyrillic
        | '\u{5D0}'..='\u{5EA}' // Hebrew
        | '\u{60C}' | '\u{61B}' | '\u{61F}'..='\u{64A}' | '\u{660}'..='\u{66F}' | '\u{671}'..='\u{6D4}' // Arabic
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' // dashes, quotes, ellipsis
        | '\u{20A0}'..='\u{20C0}' // currencies
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309B}'..='\u{30FF}' // Kana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' // Han
        | '\u{AC00}'..='\u{D7A3}' // Hangul
        | '\u{FF01}'..='\u{FF9D}') // full width
}

/// Several lines: each cleaned by [`line()`], the ends without empty lines, inner runs of empty lines at most one.
///
/// Preformatted text keeps its lines; its indentation goes.
pub fn lines(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut empty = false;
    for part in raw.split('\n').map(line) {
        if part.is_empty() {
            empty = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty { "\n\n" } else { "\n" });
        }
        empty = false;
        out.push_str(&part);
    }
    out
}

/// The text within `chars_max` characters, cut after a word where one ends in the last quarter, and trimmed.
pub fn capped(text: String, chars_max: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text };
    let head = text.get(..end).unwrap_or_default();
    let cut = head.rfind(char::is_whitespace).filter(|at| at * 4 >= end * 3).unwrap_or(end);
    head.get(..cut).unwrap_or_default().trim_end().to_owned()
}

/// As [`str::to_lowercase`], sooner for long texts that are mostly of ASCII.
pub(super) fn lower(text: &str) -> String {
    // It has two small letters, one of which stands at the end of a word.
    if text.contains('Σ') {
        return text.to_lowercase();
    }
    lowered(text, |lower, c| lower.extend(c.to_lowercase()))
}

/// How many words a reader counts: runs of letters and digits; in scripts written without spaces (Han, Kana, Thai,
/// Lao, Khmer, Burmese) two characters count as one word, the usual length of a word there.
pub fn words(text: &str) -> u32 {
    // Whether a word has begun: 1 or 0.
    let (mut words, mut unspaced, mut inside) = (0_usize, 0_usize, 0_u8);
    let mut rest = text;
    // From one character beyond ASCII to the next.
    while let Some((ascii, others)) = rest.split_at_checked(ascii_len(rest.as_bytes())) {
        let (eights, last) = ascii.as_bytes().as_chunks::<8>();
        for eight in eights {
            let begun = begun_in_eight(u64::from_le_bytes(*eight), inside).unwrap_or_else(|| begun_in(eight, inside));
            words += begun.0;
            inside = begun.1;
        }
        let begun = begun_in(last, inside);
        words += begun.0;
        inside = begun.1;
        let mut others = others.chars();
        let Some(c) = others.next() else { break };
        rest = others.as_str();
        if is_unspaced(c) {
            unspaced += 1;
            inside = 0;
            continue;
        }
        let is_letter = is_alphanumeric(c);
        words += usize::from(is_letter && inside == 0);
        inside = u8::from(is_letter || inside == 1 && is_inner(c));
    }
    u32::try_from(words + unspaced.div_ceil(2)).unwrap_or(u32::MAX)
}

/// How many words begin in bytes of ASCII, and whether one goes on behind them: 1 or 0; `inside`: whether one goes on before
/// them.
fn begun_in(ascii: &[u8], inside: u8) -> (usize, u8) {
    ascii.iter().fold((0, inside), |(words, inside), &byte| {
        // No branch hangs on a letter, since none can be guessed.
        let (is_letter, is_inner) = ascii_kind(byte);
        (words + usize::from(is_letter & !inside), is_letter | inside & is_inner)
    })
}

/// [`begun_in`] for eight bytes looked at together; nothing where a mark begins what would else be a word.
fn begun_in_eight(eight: u64, inside: u8) -> Option<(usize, u8)> {
    // In the upper bit of each byte; no sum of lower seven overflows.
    let within = |text: u64, first: u8, last: u8| (text + each(0x80 - first)) & !(text + each(0x7f - last));
    let small = eight | each(b'a' - b'A');
    let is_letter = within(small, b'a', b'z') | within(eight, b'0', b'9');
    let is_inner = (within(eight, b',', b'.') | within(eight, b'\'', b'\'')) & each(0x80);
    let is_either = (is_letter | is_inner) & each(0x80);
    let begins = is_either & !(is_either << 8 | u64::from(inside) << 7);
    // The highest byte of the product is the sum of all, each of which is 1 or 0.
    let [words, ..] = (begins >> 7).wrapping_mul(each(1)).to_be_bytes();
    (begins & is_inner == 0).then(|| (usize::from(words), u8::from(is_either >> 63 != 0)))
}

/// Whether a byte of ASCII is a letter or a digit, and whether it is a mark inside a word that doesn't end it: an apostrophe,
/// a hyphen, a point or comma in a number. 1 or 0 each.
#[inline]
fn ascii_kind(byte: u8) -> (u8, u8) {
    const LETTER: u8 = 1;
    const INNER: u8 = 2;
    static KINDS: [u8; 256] = {
        let mut table = [0; 256];
        let (mut places, mut byte): (&mut [u8], u8) = (&mut table, 0);
        while let [place, rest @ ..] = places {
            *place = match byte {
                b'\'' | b'-' | b'.' | b',' => INNER,
                _ if byte.is_ascii_alphanumeric() => LETTER,
                _ => 0,
            };
            (places, byte) = (rest, byte.wrapping_add(1));
        }
        table
    };
    let kind = KINDS.get(usize::from(byte)).copied().unwrap_or_default();
    (kind & LETTER, kind / INNER)
}

/// Marks inside a word that don't end it: apostrophes, hyphens, combining marks, joiners. [`ascii_kind`] has those of
/// ASCII.
fn is_inner(c: char) -> bool {
    matches!(c, '’' | '\u{2010}' | '\u{2011}' | '\u{200C}' | '\u{200D}')
        || unicode_normalization::char::is_combining_mark(c)
}

/// Line and paragraph separators, which Rust counts as white space, and controls that stand for one.
fn is_break(c: char) -> bool {
    matches!(c, '\u{0085}' | '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{3164}')
}

/// Characters that print nothing and mean nothing in running text.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' // soft hyphen
            | '\u{034F}' | '\u{180E}'
            | '\u{200B}' // zero-width space
            | '\u{200E}' | '\u{200F}' // direction marks
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{206A}'..='\u{206F}'
            | '\u{FEFF}' // byte order mark
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E000}'..='\u{F8FF}' // private use: icon fonts
            | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests;
