use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::desk::verdict::Verdict;

#[test]
fn every_file_is_used_and_every_file_in_the_folder_is_embedded() {
    let manifest: Vec<Value> = serde_json::from_str(MANIFEST).unwrap();
    let named: BTreeSet<&str> = manifest.iter().filter_map(|row| text(row, "file")).collect();
    let embedded: BTreeSet<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/demo/pages");
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "tests.rs")
        .collect();
    assert_eq!(named, embedded);
    assert_eq!(embedded, on_disk.iter().map(String::as_str).collect());
}

#[test]
fn names_are_unique_and_links_point_backwards_to_another_partition() {
    let mut seen: BTreeMap<String, Sample> = BTreeMap::new();
    for sample in samples().unwrap() {
        let verdict = sample.expected.verdict.as_str();
        assert!(Verdict::NAMES.contains(&verdict), "{}: no such verdict: {verdict}", sample.name);
        assert!(sample.partition.0 < PARTITIONS, "{}", sample.name);
        assert_eq!(sample.expected.of.is_some(), !["new", "rejected"].contains(&verdict), "{}", sample.name);
        if let Some(of) = &sample.expected.of {
            let original = seen.get(of).unwrap_or_else(|| panic!("{}: {of} is not before it", sample.name));
            assert_eq!(original.expected.verdict, "new", "{}", sample.name);
            if verdict == "duplicate" {
                assert_ne!(original.partition, sample.partition, "{}", sample.name);
            }
        }
        assert!(seen.insert(sample.name.clone(), sample).is_none());
    }
}

#[test]
fn records_arrive_in_order_of_fetch_from_reserved_hosts() {
    let samples = samples().unwrap();
    assert!(samples.is_sorted_by_key(|sample| sample.record.timestamp_ms));
    for url in samples.iter().flat_map(|sample| [sample.record.header("url"), sample.record.header("final-url")]) {
        let Some(url) = url else { continue };
        assert!(url::Url::parse(url).unwrap().host_str().unwrap().ends_with(".example"), "{url}");
    }
}

#[test]
fn every_verdict_and_partition_is_met() {
    let samples = samples().unwrap();
    let count = |name: &str| samples.iter().filter(|sample| sample.expected.verdict == name).count();
    let counts: Vec<(&str, usize)> = Verdict::NAMES.iter().map(|name| (*name, count(name))).collect();
    assert_eq!(
        counts,
        [
            ("new", 20),
            ("update", 2),
            ("unchanged", 2),
            ("duplicate", 3),
            ("near_duplicate", 5),
            ("withdrawn", 1),
            ("rejected", 13),
        ]
    );
    for partition in 0..PARTITIONS {
        assert!(samples.iter().filter(|sample| sample.partition.0 == partition).count() > 8);
    }
}

#[test]
fn a_page_is_put_into_its_envelope_and_compressed_where_the_manifest_says_so() {
    let samples = samples().unwrap();
    let named = |name: &str| &samples.iter().find(|sample| sample.name == name).unwrap().record;
    let envelope: Value =
        serde_json::from_slice(named("ferry, reprint with a new lead").value.as_deref().unwrap()).unwrap();
    assert!(text(&envelope, "html").unwrap().starts_with("<!DOCTYPE html>"));
    assert!(text(&envelope, "url").unwrap().starts_with("https://metro-herald.example/"));
    let compressed = named("tram vote, gzip");
    assert_eq!(compressed.header("content-encoding"), Some("gzip"));
    assert!(compressed.value.as_deref().unwrap().starts_with(&[0x1f, 0x8b]));
    assert_eq!(named("unknown page taken down").value, None);
    assert_eq!(named("empty page").value.as_deref(), Some(&[][..]));
    assert_eq!(named("page without a URL").header("url"), None);
}
