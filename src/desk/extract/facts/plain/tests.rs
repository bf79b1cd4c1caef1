use proptest::prelude::*;

use super::*;

fn check(raw: &str, expect: &str) {
    assert_eq!(plain(raw, 100), expect, "{raw:?}");
}

#[test]
fn references_are_decoded_twice() {
    check("Q&amp;A", "Q&A");
    check("&amp;quot;No&amp;quot;, says M&uuml;ller", "\"No\", says Müller");
    check("it&#8217;s &#x2014; it&#039;s", "it’s — it's");
    check("&#146;s in windows-1252", "’s in windows-1252");
}

#[test]
fn what_is_no_reference_stays() {
    check("AT&T; R&D & co", "AT&T; R&D & co");
    check("/a?x=1&copy=2&reg", "/a?x=1&copy=2&reg");
    check("&#xFFFFFFFFFF; &#; &;", "&#xFFFFFFFFFF; &#; &;");
}

#[test]
fn inline_markup_goes_and_other_brackets_stay() {
    check("<p>One</p><p>two <em class=\"x\">three</em></p>", "One two three");
    check("a < b and c > d, <anonymous>", "a < b and c > d, <anonymous>");
}

#[test]
fn white_space_and_controls_collapse_to_one_space() {
    check(" a\n\t b\u{a0}c\u{0}d ", "a b c d");
}

#[test]
fn length_is_capped_in_characters() {
    assert_eq!(plain("äöü äöü", 5), "äöü ä");
    assert_eq!(plain("äöü äöü", 4), "äöü");
    assert_eq!(plain_some(" \n&nbsp;", 5), None);
}

proptest! {
    #[test]
    fn any_text_is_cleaned_within_its_cap(raw in ".{0,200}", cap in 0usize..50) {
        prop_assert!(plain(&raw, cap).chars().count() <= cap);
    }

    #[test]
    fn what_is_collapsed_already_stays(raw in "[ ab\u{7f}-\u{a1}\u{2003}é\n]{0,8}") {
        let words: Vec<&str> = raw.split(is_gap).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(collapsed(&raw, 100), words.join(" "));
    }
}
