use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> Vec<String> {
    let mut folded = Vec::new();
    tokens::fold(text, |token, _, _| folded.push(String::from_utf8(token.to_owned()).unwrap()));
    folded
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(folded(text), expected, "{text}");
}

fn marked(headline: &str, body: &str) -> (ContentHash, Sketch) {
    mark(Text { headline, body, language: None, site: "gazette.example" })
}

/// A text of as many words, no two alike.
fn words(count: u32) -> String {
    (0..count).map(|n| format!("word{n} ")).collect()
}

#[test]
fn spelling_that_says_nothing_is_folded() {
    check("Don't don’t DONT", &["dont", "dont", "dont"]);
    check("co\u{ad}operate\u{200b}d", &["cooperated"]);
    check("Café cafe\u{301} CAFÉ", &["cafe", "cafe", "cafe"]);
    check("ﬁnance ＦＵＬＬ Straße STRASSE", &["finance", "full", "strasse", "strasse"]);
    check("Όλος ΌΛΟΣ", &["ολοσ", "ολοσ"]);
    check("İstanbul", &["istanbul"]);
    check("well-known — “quoted”", &["well", "known", "quoted"]);
}

#[test]
fn words_are_folded_whatever_their_length_and_case() {
    for length in 1..20 {
        let lower = "abcdefghijklmnopqrst".get(..length).unwrap();
        let (upper, capital) = (lower.to_uppercase(), lower.replacen('a', "A", 1));
        check(&format!("{lower} {upper}, {capital}.{lower}"), &[lower; 4]);
        check(
            &format!("{capital}’s {upper}2 {capital}é"),
            &[&format!("{lower}s"), &format!("{lower}2"), &format!("{lower}e")],
        );
    }
}

#[test]
fn grouped_digits_are_one_number() {
    check("1,000 1.000 1000", &["1000", "1000", "1000"]);
    check("In 2024, 3.5.", &["in", "2024", "35"]);
    check("٢٠٢٤ ２０２４", &["2024", "2024"]);
    check("A.1 b,2", &["a", "1", "b", "2"]);
}

#[test]
fn scripts_without_spaces_give_a_token_a_character() {
    check("東京2024年", &["東", "京", "2024", "年"]);
    check("が か\u{3099} ｶﾞ", &["か", "か", "カ"]);
    check("。「」", &[]);
    check("서울 시", &["서울", "시"]);
}

#[test]
fn vowel_signs_belong_to_the_word() {
    check("हिन्दी।", &["हिन्दी"]);
    check("مُحَمَّد محمد", &["محمد", "محمد"]);
}

#[test]
fn folding_makes_no_difference_to_the_marks() {
    let plain = marked("", "The mayor's \"plan\" cost 1,200 euros at the cafe, she said - again and again.");
    let fancy = marked("", "THE MAYOR’S “PLAN” COST 1.200 EUROS\nAT THE CAFÉ, SHE SAID — AGAIN AND AGAIN!");
    assert_eq!(plain, fancy);
}

#[test]
fn a_brief_text_is_marked_with_its_headline() {
    assert_ne!(marked("One headline", &words(39)).0, marked("Another one", &words(39)).0);
    assert_eq!(marked("One headline", &words(40)).0, marked("Another one", &words(40)).0);
    assert!(marked("Two words", "and three more").1.is_tiny());
    assert!(!marked("Two words", "and four words more").1.is_tiny());
}

#[test]
fn a_part_keeps_the_fingerprints_of_the_whole() {
    let whole = marked("", &words(120)).1;
    let part = marked("", &words(60)).1;
    let common = part.fingerprints.iter().filter(|mark| whole.fingerprints.contains(mark)).count();
    assert!(part.fingerprints.len() > 10);
    // The part's lead is as dense as the whole's, and what follows it is sampled alike at the higher level.
    assert_eq!(common, part.fingerprints.iter().filter(|&&mark| level_of(mark) >= whole.level).count());
}

#[test]
fn a_sketch_is_bounded() {
    for text in [words(40_000), "spam ".repeat(40_000), "東".repeat(40_000), "x".repeat(400_000)] {
        let sketch = marked(&text, &text).1;
        assert!(sketch.fingerprints.len() <= FINGERPRINTS_MAX && usize::from(sketch.tape.tokens()) <= TAPE_MAX);
        assert!(sketch.numbers.len() <= NUMBERS_MAX && sketch.headline.len() <= HEADLINE_MAX);
    }
}

/// These values are in every ledger: whoever changes them raises [`SKETCH_VERSION`].
#[test]
fn marks_are_stable() {
    let (content, sketch) = marked(
        "Harbor bridge reopens after 14 months",
        "The harbor bridge was opened to traffic again on Monday, 14 months after a freighter had struck it.",
    );
    assert_eq!(format!("{:032x}", content.0), "a2ad5621325e5f248e96b2b4e631df51");
    assert_eq!((sketch.words, sketch.shingles, sketch.level, sketch.spaceless), (24, 21, 0, false));
    assert_eq!(format!("{:x?}", sketch.site), "894680c4");
    assert_eq!(format!("{:x?}", sketch.fingerprints.get(..3)), "Some([11ccb8cebfa, d795ff7451f, 10a017e958f3])");
    assert_eq!(format!("{:x?}", sketch.numbers), "[149]");
    assert_eq!(format!("{:x?}", sketch.headline), "[149, f84, 6c17, 8c49, e1d9, f2bd]");
    assert_eq!(
        format!("{:x?}", sketch.tape.values()),
        "[e, 2, 18, 10, 18, 8, 1d, e, 2, b, 8, c, 17, 6, 14, 19, 18, 8, 10, e, f, 1a, 1f, 5]"
    );
}

proptest! {
    #[test]
    fn any_text_is_marked_within_bounds_and_order(headline in ".{0,80}", body in ".{0,400}") {
        let sketch = marked(&headline, &body).1;
        prop_assert!(sketch.fingerprints.is_sorted_by(|a, b| a < b));
        prop_assert!(sketch.numbers.is_sorted_by(|a, b| a < b) && sketch.headline.is_sorted_by(|a, b| a < b));
        prop_assert!(sketch.fingerprints.iter().all(|&mark| mark < 1 << FINGERPRINT_BITS));
    }

    #[test]
    fn folding_twice_is_folding_once(text in ".{0,200}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once.join(" ")), once);
    }
}
