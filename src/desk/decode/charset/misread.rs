//! Text that was UTF-8 and was read as Latin-1, a character a byte: what a crawler stores that believes HTTP's old default.

use crate::desk::eights::ascii_len;

/// The text that was meant, where all of it was misread so; nothing for other pages, most of which the first character beyond ASCII tells.
///
/// Each character is a byte, all bytes are UTF-8, and one at least is of U+0080 to U+009F, where Latin-1 has controls that no page holds.
/// Nothing is guessed at of pages that are misread in part, or by windows-1252.
pub(in crate::desk::decode) fn mended(text: &str) -> Option<String> {
    let (mut rest, mut has_control) = (text, false);
    while let Some(first) = next_beyond_ascii(&mut rest) {
        let length = match first {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            // None of UTF-8, or beyond U+00FF.
            _ => return None,
        };
        let mut character = [first, 0, 0, 0];
        let mut others = rest.chars();
        for byte in character.iter_mut().take(length).skip(1) {
            *byte = u8::try_from(others.next()?).ok()?;
        }
        rest = others.as_str();
        let character = character.get(..length)?;
        str::from_utf8(character).ok()?;
        has_control |= character.iter().any(|byte| (0x80..=0x9f).contains(byte));
    }
    let bytes = || text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<Vec<u8>>>();
    if has_control { String::from_utf8(bytes()?).ok() } else { None }
}

/// The next character beyond ASCII as the byte that Latin-1 read, with the rest of the text behind it; nothing at the end, and
/// nought for a character that no byte of Latin-1 is.
fn next_beyond_ascii(rest: &mut &str) -> Option<u8> {
    let mut others = rest.get(ascii_len(rest.as_bytes())..)?.chars();
    let first = others.next()?;
    *rest = others.as_str();
    Some(u8::try_from(first).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn misread(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn what_was_misread_whole_is_mended() {
        for page in ["<p>Die Brücke – sie bleibt", "<p>Мост остаётся", "<p>橋は残る。", "<p>🌉", "<p>“Stay” it’s"]
        {
            assert_eq!(mended(&misread(page)).as_deref(), Some(page));
            assert_eq!(mended(page), None, "{page}");
        }
    }

    #[test]
    fn other_pages_are_left_alone() {
        for page in [
            "",
            "<p>The bridge stays.",
            "<p>Die Brücke bleibt, in größter Not",
            "<p>10\u{a0}km © 2030",
            // No control shows that it was misread.
            "<p>SÃ£o is how it looks",
            // Other characters of the page are as they were meant.
            "<p>“quoted”: â\u{80}\u{93}",
            "<p>â\u{80}\u{93} and é",
            "<p>é and â\u{80}\u{93}",
            "<p>one control \u{80}",
            "<p>cut off â\u{80}",
            // Overlong, and a half of a pair.
            "<p>à\u{80}\u{80}",
            "<p>í\u{a0}\u{80}",
        ] {
            assert_eq!(mended(page), None, "{page}");
        }
    }

    proptest! {
        #[test]
        fn mending_gives_what_was_meant(text in any::<String>()) {
            let tells = text.bytes().any(|byte| (0x80..=0x9f).contains(&byte));
            prop_assert_eq!(mended(&misread(&text)), tells.then_some(text));
        }

        #[test]
        fn nothing_is_mended_twice(text in "[a-zäöüß–“я橋🌉]{0,40}", others in "[\u{80}-\u{ff}]{0,12}") {
            prop_assert_eq!(mended(&mended(&misread(&text)).unwrap_or(text)), None);
            if let Some(once) = mended(&others) {
                prop_assert_eq!(misread(&once), others);
            }
        }
    }
}
