use super::*;

fn check(a: &str, b: &str, expect: f64) {
    assert!((likeness(a, b) - expect).abs() < 1e-9, "{a} / {b}: {}", likeness(a, b));
}

#[test]
fn spelling_does_not_count() {
    check("“It’s over”, says the Mayor", "it's over - says the mayor!", 1.0);
    check("Ｆｕｌｌ ｗｉｄｔｈ", "full width", 1.0);
}

#[test]
fn hints_where_a_word_may_break_do_not_part_it() {
    check("Mes\u{ad}sen\u{ad}ger of\u{200b}fen", "messenger offen", 1.0);
}

#[test]
fn common_words_count_twice_by_both_lengths() {
    check("a b c d", "c d e f", 0.5);
    check("a a a b", "a c c c", 0.25);
    check("", "", 0.0);
    check("…", "a", 0.0);
}

#[test]
fn scripts_without_spaces_are_compared_by_character() {
    check("東京で雨", "東京で雪", 0.75);
}
