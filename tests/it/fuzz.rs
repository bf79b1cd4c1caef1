//! The corpora of the fuzz targets, replayed: what the fuzzer once found to be interesting stays sound.

#[path = "../fuzz/properties.rs"]
mod properties;

use std::{fs, path::Path};

fn replay(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut inputs: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    assert!(inputs.len() >= 8, "{target} has a corpus of {}", inputs.len());
    for input in inputs {
        // The test's output names the input that panicked.
        println!("{}", input.display());
        property(&fs::read(&input).unwrap());
    }
}

#[test]
fn decode() {
    replay("decode", properties::decode);
}

#[test]
fn tree() {
    replay("tree", properties::tree);
}

#[test]
fn dates() {
    replay("dates", properties::dates);
}

#[test]
fn json_ld() {
    replay("json_ld", properties::json_ld);
}

#[test]
fn text() {
    replay("text", properties::text);
}
