use proptest::prelude::*;

use super::*;

fn persons(raw: &str) -> Vec<String> {
    names(raw, &["examplepost".to_owned()]).0
}

#[test]
fn names_come_without_the_words_around_them() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(persons(raw), expect, "{raw}");
    check("By Jane Doe", &["Jane Doe"]);
    check("BY JANE DOE AND JOHN ROE", &["JANE DOE", "JOHN ROE"]);
    check("Von Anna Berg und Karl Tal, dpa", &["Anna Berg", "Karl Tal"]);
    check("Par Luc Petit et Anne Grand", &["Luc Petit", "Anne Grand"]);
    check("Jane Doe, Staff Writer", &["Jane Doe"]);
    check("Jane Doe, correspondent in Berlin", &["Jane Doe"]);
    check("Jane Doe (Berlin)", &["Jane Doe"]);
    check("Jane Doe, John Roe", &["Jane Doe", "John Roe"]);
    check("Jane Doe jane@example.com @janedoe", &["Jane Doe"]);
    check("Text: Anna Berg Foto: Karl Tal", &["Anna Berg"]);
    check("Example Post", &[]);
    check("Redaktion", &[]);
    check("Von dpa", &[]);
    check("jane-doe", &[]);
    check("https://example.com/author/jane", &[]);
    check("José Ortega y Gasset", &["José Ortega y Gasset"]);
    check("Juan Pérez y María López", &["Juan Pérez", "María López"]);
    check("Ursula von der Leyen", &["Ursula von der Leyen"]);
    check("Von Anna Berg 28.04.2023, 18:11 Uhr", &["Anna Berg"]);
    check("By Jane Doe, May 4, 2023", &["Jane Doe"]);
    check("홍길동 기자", &["홍길동"]);
    check("記者：王小明", &["王小明"]);
    check("Иван Иванов и Пётр Петров", &["Иван Иванов", "Пётр Петров"]);
}

#[test]
fn agencies_stand_apart() {
    let check = |raw: &str, expect: Option<&str>| assert_eq!(names(raw, &[]).1.as_deref(), expect, "{raw}");
    check("dpa", Some("dpa"));
    check("Anna Berg (dpa)", Some("dpa"));
    check("AFP/Reuters", Some("AFP"));
    check("The Associated Press", Some("AP"));
    check("新华社", Some("Xinhua"));
    check("Anna Berg", None);
}

#[test]
fn the_publisher_is_passed_over_for_a_visible_byline() {
    let bylines = [
        Found { value: "Example Post".to_owned(), from: Evidence::JsonLd },
        Found { value: "By Jane Doe".to_owned(), from: Evidence::Visible },
    ];
    let credits = read(&bylines, &["Example Post"]);
    assert_eq!(credits.persons, ["Jane Doe"]);
    assert_eq!(credits.persons_from, Some((Evidence::Visible, "By Jane Doe".to_owned())));
}

proptest! {
    #[test]
    fn a_name_read_again_is_the_same(raw in "(By |Von |Text: )?[A-ZÄa-zé ,./()&-]{0,40}( and | und |, )?[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}") {
        for name in persons(&raw) {
            prop_assert_eq!(persons(&name), vec![name.clone()], "{}", raw);
        }
    }

    #[test]
    fn no_byline_panics(raw in "\\PC{0,80}") {
        let _ = persons(&raw);
    }
}
