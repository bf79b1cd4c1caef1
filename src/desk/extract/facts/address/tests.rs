use super::*;

fn check(a: &str, b: &str, expect: bool) {
    assert_eq!(same(a, b), expect, "{a} {b}");
    assert_eq!(same(b, a), expect, "{b} {a}");
}

#[test]
fn spellings_of_one_page_are_the_same() {
    check("http://www.example.org/a/b/", "https://example.org/A/b#top", true);
    check("https://m.example.org/a?utm_source=x", "//example.org/a", true);
    check("/a/b", "https://example.org/a/b", true);
    check("https://example.org:443/", "https://example.org", true);
}

#[test]
fn other_pages_are_not() {
    check("https://example.org/a", "https://example.org/b", false);
    check("https://example.org/a", "https://example.net/a", false);
    check("https://example.org/?p=1", "https://example.org/?p=2", false);
    check("", "https://example.org/", false);
    check("https://example.org/a", "https://example.org/", false);
}

#[test]
fn a_front_page_is_not_deep() {
    assert!(!is_deep("https://www.example.org/"));
    assert!(is_deep("https://www.example.org/?p=1") && is_deep("https://www.example.org/a"));
}
