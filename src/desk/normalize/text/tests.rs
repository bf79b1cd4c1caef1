use proptest::prelude::*;

use super::*;

#[test]
fn a_line_has_single_spaces_and_nothing_unseen() {
    let check = |raw: &str, expect: &str| assert_eq!(line(raw), expect, "{raw:?}");
    check("  two\u{a0}\u{a0}words \n\t here ", "two words here");
    check("soft\u{ad}hyphen zero\u{200b}width \u{feff}mark", "softhyphen zerowidth mark");
    check("cafe\u{301}", "café");
    check("bell\u{7}s \u{e000}icon", "bells icon");
    check("می\u{200c}خواهد", "می\u{200c}خواهد");
    check("\u{200b} ", "");
    check("caf\u{200b}e\u{200b}\u{301}", "café");
}

#[test]
fn plain_characters_stay_as_they_are() {
    use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfc_quick};
    for c in ('\0'..=char::MAX).filter(|&c| matches!(c, '!'..='~') || is_plain_beyond_ascii(c)) {
        let code = u32::from(c);
        assert!(!c.is_whitespace() && !is_break(c) && !is_unseen(c), "{code:x}");
        assert!(canonical_combining_class(c) == 0 && is_nfc_quick([c].into_iter()) == IsNormalized::Yes, "{code:x}");
    }
}

#[test]
fn lines_stay_lines() {
    assert_eq!(lines("\n\n a \n b\n\n\n\nc \n\n"), "a\nb\n\nc");
}

#[test]
fn a_cut_falls_between_words_where_it_can() {
    assert_eq!(capped("one two three".into(), 100), "one two three");
    assert_eq!(capped("one two three".into(), 9), "one two");
    assert_eq!(capped("unbroken".into(), 4), "unbr");
}

#[test]
fn words_are_counted_as_a_reader_does() {
    let check = |text: &str, expect: u32| assert_eq!(words(text), expect, "{text}");
    check("", 0);
    check("It's a well-known fact: 3.5 per cent.", 7);
    check("外相は会見で述べた。", 5);
    check("สวัสดี", 3);
    check("새 법안이 통과됐다", 3);
    check("हिन्दी समाचार", 2);
}

proptest! {
    #[test]
    fn eight_bytes_begin_the_words_that_each_byte_tells(eight in "[\\x00-\\x7f]{8}|[a-zA-Z0-9 ,.'-]{8}", inside in 0..2_u8) {
        let bytes = eight.as_bytes().first_chunk().copied().unwrap();
        let begun = begun_in_eight(u64::from_le_bytes(bytes), inside);
        prop_assert!(begun.is_none_or(|begun| begun == begun_in(&bytes, inside)));
    }

    #[test]
    fn cleaning_twice_changes_nothing(raw in "\\PC{0,60}|[a-z \u{ad}\u{200b}\u{301}\u{327}\n\u{1100}\u{1161}]{0,40}") {
        let once = line(&raw);
        prop_assert_eq!(&cleaned(&raw), &once);
        prop_assert_eq!(line(&once), once.clone());
        let once = lines(&raw);
        prop_assert_eq!(lines(&once), once.clone());
        prop_assert!(words(&once) as usize <= once.chars().count());
    }
}

#[test]
fn lower_case_is_what_unicode_says() {
    for text in ["", "The BRIDGE", "Über İZMİR ’Til", "ΟΔΟΣ ΣΑΣ", "МОСТ и Bridge", "橋 A"] {
        assert_eq!(lower(text), text.to_lowercase(), "{text}");
    }
}
