use std::io::Write as _;
use std::path::PathBuf;

use super::*;
use crate::ops::config::Config;

fn read(text: &str) -> Result<Publishers, Vec<String>> {
    let mut problems = Vec::new();
    let publishers = parse("FILE", text, &mut problems);
    if problems.is_empty() { Ok(publishers) } else { Err(problems) }
}

fn refused(text: &str, expect: &[&str]) {
    assert_eq!(read(text).expect_err(text), expect);
}

#[test]
fn the_shipped_example_uses_every_key() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config/publishers.toml");
    let publishers = load(&path).unwrap();
    assert_eq!(publishers.len(), 1, "one example, on an invented publisher");
    let entry = publishers.of_host("www.harbour-post.example").unwrap();
    assert_eq!(entry.host, "harbour-post.example");
    assert_eq!(entry.name.as_deref(), Some("Harbour Post"));
    assert_eq!(entry.language.as_deref(), Some("en-GB"));
    assert_eq!(entry.zone.as_ref().and_then(TimeZone::iana_name), Some("Europe/London"));
    assert_eq!(entry.numeric_dates, Some(NumericDates::DayFirst));
    assert_eq!(entry.not_articles, ["/weather", "/live/scores"]);
    assert!(Field::ALL.iter().all(|field| entry.selectors.names(*field)));
}

#[test]
fn hosts_are_spelt_as_dns_spells_them() {
    let publishers = read("[\"Bücher.example\"]\nname = \"B\"\n[\"news.post.example.\"]\n").unwrap();
    assert!(publishers.of_host("xn--bcher-kva.example").is_some());
    assert!(publishers.of_host("news.post.example").is_some());
    refused(
        "[\"https://post.example/\"]\n[\"192.0.2.1\"]\n[\"co.uk\"]\n[example]\n\"post.example\" = 1",
        &[
            "FILE:1: \"https://post.example/\" is no host's name; write it without scheme, port and path, as in \
             \"news.example\"",
            "FILE:2: \"192.0.2.1\" must be a host's name, not an address",
            "FILE:3: \"co.uk\" is no publisher's own: a whole top-level domain, or one under which anybody registers",
            "FILE:4: \"example\" is no host's name; one with dots stands in quotation marks, as in [\"news.example\"], and facts below it",
        ],
    );
    refused(
        "[\"*.post.example\"]",
        &["FILE:1: \"*.post.example\" names no host: facts about a host hold for those below it, without a star"],
    );
    refused("\"a.example\" = 1", &["FILE:1: \"a.example\" must be a table of facts: [\"a.example\"]"]);
    refused("[\"a.example\"]\n[\"A.example\"]", &["FILE:2: \"a.example\" stands twice"]);
}

#[test]
fn zones_are_names_or_offsets() {
    let zone = |text: &str| {
        read(&format!("[\"a.example\"]\nzone = \"{text}\"")).map(|all| all.of_host("a.example").unwrap().zone.clone())
    };
    let at = |zone: &TimeZone| zone.to_offset("2026-07-01T00:00:00Z".parse().unwrap()).seconds();
    for (text, seconds) in [
        ("UTC", 0),
        ("+05:30", 19_800),
        ("-03:00", -10_800),
        ("Europe/Oslo", 7_200),
        ("America/New_York", -14_400),
        ("Asia/Seoul", 32_400),
    ] {
        assert_eq!(at(&zone(text).unwrap().unwrap()), seconds, "{text}");
    }
    for text in ["", "Nowhere/Town", "+5", "+05:60", "+15:00", "+-5:00", "05:30", "CEST"] {
        let problem = zone(text).unwrap_err();
        assert!(problem[0].starts_with("FILE:2: a.example: zone must be an IANA name"), "{text}: {problem:?}");
    }
}

#[test]
fn every_mistake_is_told_with_its_line() {
    refused(
        "[\"a.example\"]\nname = \" \"\nlanguage = \"Klingonese\"\nnumeric_dates = \"dmy\"\nheadline = 1\nbyline = [\".by\",\n\
         \".by:hover\"]\nnot_articles = [\"weather\"]\ncolour = \"red\"\ndrop = [1]",
        &[
            "FILE:2: a.example: name must be 1 to 200 characters",
            "FILE:3: a.example: language must be a BCP 47 tag of language, script and region, such as \"pt-BR\", not \
             \"Klingonese\"",
            "FILE:4: a.example: numeric_dates must be \"day-first\" or \"month-first\", not \"dmy\"",
            "FILE:5: a.example: headline must be a string or a list of strings",
            "FILE:7: a.example: byline \".by:hover\": pseudo-classes and pseudo-elements are not understood, at character 4",
            "FILE:8: a.example: not_articles must be paths such as \"/weather\", of 200 bytes at most, not \"weather\"",
            "FILE:9: a.example: colour is no key; the keys are name, language, zone, numeric_dates, headline, byline, \
             published, modified, body, drop, not_articles",
            "FILE:10: a.example: drop must be a string or a list of strings",
        ],
    );
    assert!(read("[\"a.example\"\n").unwrap_err()[0].starts_with("FILE:1: "));
}

#[test]
fn the_configuration_names_the_file_from_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sources.toml"), "[\"a.example\"]\nname = \"A\"").unwrap();
    let file = folder.path().join("copydesk.toml");
    let mut out = std::fs::File::create(&file).unwrap();
    writeln!(out, "[publishers]\nfile = \"sources.toml\"").unwrap();
    let config = Config::load(Some(&file), std::iter::empty(), |_, _| None).unwrap();
    assert!(config.policy().publishers.of_host("a.example").is_some());
    std::fs::write(folder.path().join("sources.toml"), "[\"a.example\"]\nzone = \"A\"").unwrap();
    let problems = Config::load(Some(&file), std::iter::empty(), |_, _| None).unwrap_err();
    assert!(problems.problems()[0].contains("sources.toml:2: a.example: zone must be"), "{problems}");
    std::fs::remove_file(folder.path().join("sources.toml")).unwrap();
    assert!(
        Config::load(Some(&file), std::iter::empty(), |_, _| None).unwrap_err().to_string().contains("sources.toml")
    );
}
