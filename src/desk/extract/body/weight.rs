//! Weight: how much a text says, whatever its script.

use crate::desk::eights::ascii_len;

/// How much a text says, in Latin letters: a character of a script that writes a word in one or two counts threefold.
pub(in crate::desk::extract) fn weigh(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let pieces = text.as_bytes().chunks(WEIGHED_BYTES);
    pieces.map(|piece| usize::from(piece.iter().map(|&byte| byte_weight(byte)).sum::<u8>())).sum()
}

/// How many bytes are weighed together: their weight is a byte, and processors, which add by the dozen, have none left over.
const WEIGHED_BYTES: usize = 80;

const _: () = assert!(WEIGHED_BYTES * BYTE_WEIGHT_MAX as usize <= u8::MAX as usize, "the weight is a byte");

/// The most that a byte adds.
const BYTE_WEIGHT_MAX: u8 = 3;

/// What a byte of UTF-8 adds: the first byte of a character tells its script well enough.
fn byte_weight(byte: u8) -> u8 {
    match byte {
        // The rest of a character.
        0x80..=0xbf => 0,
        // U+3000 to U+9FFF: Kana and Han.
        0xe3..=0xe9 => BYTE_WEIGHT_MAX,
        // U+A000 to U+D7FF: Hangul.
        0xea..=0xed => 2,
        _ => 1,
    }
}

/// [`str::trim`], sooner for what most white space is.
pub(in crate::desk::extract) fn trimmed(text: &str) -> &str {
    let text = text.trim_ascii();
    // White space beyond ASCII may be left, and the one control of ASCII that Unicode alone takes for such.
    let may_be_space = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii() || *byte == b'\x0b');
    let bytes = text.as_bytes();
    if may_be_space(bytes.first()) || may_be_space(bytes.last()) { text.trim() } else { text }
}

/// How many bytes are asked together whether one of them [parts words oddly](parts_oddly). Set by hand: processors ask as many at once;
/// no test moves with it.
const PIECE_BYTES: usize = 32;

/// Whether a trimmed text's words are parted by single spaces alone.
pub(in crate::desk::extract) fn is_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_odd = if let Some(last) = bytes.last_chunk() {
        // Some of the last piece may stand in those before as well.
        let pieces = bytes.windows(PIECE_BYTES + 1).step_by(PIECE_BYTES);
        parts_oddly(last) || pieces.filter_map(<[u8]>::first_chunk).any(parts_oddly)
    } else {
        let mut piece = [b'x'; PIECE_BYTES + 1];
        piece.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
        parts_oddly(&piece)
    };
    !is_odd && !holds_wide_space(text)
}

/// Whether a control character stands there, or a space behind another. All are asked, whatever those before are: so processors
/// ask a dozen at once.
fn parts_oddly(piece: &[u8; PIECE_BYTES + 1]) -> bool {
    let ([own @ .., last], [_, next @ ..]) = (piece, piece);
    // Each of the two is nothing where that is so, and nothing is the least of all.
    let apart = |one: u8, two: u8| (one & !(b' ' - 1)).min(one ^ b' ' | two ^ b' ');
    own.iter().zip(next).fold(u8::MAX, |least, (&one, &two)| least.min(apart(one, two))) == 0 || *last < b' '
}

/// Whether a text holds white space beyond ASCII.
#[inline]
pub(in crate::desk::extract) fn holds_wide_space(text: &str) -> bool {
    !text.is_ascii() && holds_wide_space_somewhere(text)
}

fn holds_wide_space_somewhere(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // From one character beyond ASCII to the next, which in most scripts are few.
    loop {
        rest = rest.get(ascii_len(rest)..).unwrap_or_default();
        let length = match *rest {
            [] => return false,
            // U+0085 and U+00A0, then those of three bytes.
            [0xc2, 0x85 | 0xa0, ..] => return true,
            [one, two, three, ..] if is_wide_space(one, two, three) => return true,
            [..0xe0, ..] => 2,
            [..0xf0, ..] => 3,
            _ => 4,
        };
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Whether three bytes are white space: U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
fn is_wide_space(one: u8, two: u8, three: u8) -> bool {
    let is_general = three <= 0x8a || three == 0xa8 || three == 0xa9 || three == 0xaf;
    one == 0xe2 && (two == 0x80 && is_general || two == 0x81 && three == 0x9f)
        || three == 0x80 && (one == 0xe1 && two == 0x9a || one == 0xe3 && two == 0x80)
}

/// Whether a text ends as a sentence does, in any script; closing quotes and brackets may follow.
pub(super) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '”' | '“' | '’' | '»' | '«' | '›' | ')' | ']' | '」' | '』' | '）')
    });
    end.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '．', '।', '۔', '؟', '။', '።', '՝'])
        // Thai and Lao write no stop.
        || end.ends_with(|c| matches!(c, '\u{e00}'..='\u{eff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_weighed_alike() {
        let check = |text: &str, expect: usize| assert_eq!(weigh(text), expect, "{text}");
        check("bridge", 6);
        check("Brücke", 6);
        check("мост", 4);
        check("橋", 3);
        check("はし", 6);
        check("다리", 4);
        check("पुल", 3);
        check("🌉", 1);
    }

    #[test]
    fn long_texts_weigh_the_sum_of_their_parts() {
        for text in ["橋は残る。", "мост", "다리 ", "bridge"] {
            assert_eq!(weigh(&text.repeat(1_000)), weigh(text) * 1_000, "{text}");
        }
    }

    #[test]
    fn single_spaces_are_told_from_others() {
        for text in ["", "bridge", "The bridge stays.", "Die Brücke – sie bleibt“", "橋 は", "мост стоит"]
        {
            assert!(is_spaced(text), "{text}");
        }
        for gap in (1..=0xffff).filter_map(char::from_u32).filter(|c| c.is_whitespace() && *c != ' ') {
            assert!(!is_spaced(&format!("the{gap}bridge")), "{gap:?}");
        }
        assert!(!is_spaced("the  bridge"));
        let text = "The bridge over the river stays, and so does the ferry beside it. ".repeat(2);
        for at in 1..text.len() - 1 {
            for gap in ["  ", "\n", "\x01", "\u{2003}"] {
                let (before, behind) = text.trim_end().split_at(at);
                let odd = format!("{}{gap}{}", before.trim_end(), behind.trim_start());
                assert!(!is_spaced(&odd), "{odd:?}");
                assert!(is_spaced(&odd.replace(gap, " ")), "{odd:?}");
            }
        }
    }

    #[test]
    fn texts_are_trimmed_as_unicode_trims_them() {
        let spaces = (0..=0x3001).filter_map(char::from_u32).filter(|c| c.is_whitespace() || *c < ' ');
        for space in spaces {
            for text in [format!("{space} a {space}"), format!("a{space}"), format!(" {space}"), format!("{space}é")] {
                assert_eq!(trimmed(&text), text.trim(), "{space:?}");
            }
        }
    }

    #[test]
    fn sentences_end_in_any_script() {
        for text in ["It stays.", "“It stays.”", "橋は残る。", "«Он остаётся!»", "สะพานยังอยู่", "الجسر باقٍ؟ "]
        {
            assert!(ends_sentence(text), "{text}");
        }
        assert!(!ends_sentence("The bridge"));
    }
}
