//! Weight: how much a text says, whatever its script.

/// How much a text says, in Latin letters: a character of a script that writes a word in one or two counts threefold.
pub(in crate::desk::extract) fn weigh(text: &str) -> usize {
    text.bytes().map(byte_weight).sum()
}

/// What a byte of UTF-8 adds: the first byte of a character tells its script well enough.
pub(super) fn byte_weight(byte: u8) -> usize {
    match byte {
        // The rest of a character.
        0x80..=0xbf => 0,
        // U+3000 to U+9FFF: Kana and Han.
        0xe3..=0xe9 => 3,
        // U+A000 to U+D7FF: Hangul.
        0xea..=0xed => 2,
        _ => 1,
    }
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
    fn sentences_end_in_any_script() {
        for text in ["It stays.", "“It stays.”", "橋は残る。", "«Он остаётся!»", "สะพานยังอยู่", "الجسر باقٍ؟ "]
        {
            assert!(ends_sentence(text), "{text}");
        }
        assert!(!ends_sentence("The bridge"));
    }
}
