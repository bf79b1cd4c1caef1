//! The corpora of the fuzz targets, replayed and mutated: what the fuzzer once found to be interesting stays sound, and so
//! does what lies next to it. `COPYDESK_ROUNDS=N` mutates each input N times.

#[path = "../fuzz/properties.rs"]
mod properties;

use std::{fs, panic, path::Path};

/// How many mutations of each input are tried where nothing else is asked: a second's work.
const ROUNDS: u64 = 4;

/// What is put in now and then: markup and words that mean something to some stage.
const WORDS: &[&str] = &[
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<p>",
    "<table>",
    "</b>",
    "<svg>",
    "<script type=application/ld+json>",
    "</script>",
    "&amp;",
    "&#x",
    "\"",
    "'",
    "=",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\u",
    "\"@type\":",
    "\"@id\":",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{301}",
    "\u{fdfa}",
    "2025",
    "-",
    "/",
    "T",
    "Z",
    "+02:00",
    "ago",
    "May",
    "0",
    "99999999999",
    "PM",
];

/// Numbers without order, the same in each run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 1).unwrap() % below.max(1)
    }
}

/// Changes an input in one to eight places; `other` lends it parts.
fn mutate(input: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    for _ in 0..=numbers.next(8) {
        let at = numbers.next(input.len() + 1);
        let to = (at + numbers.next(40)).min(input.len());
        match numbers.next(6) {
            0 if at < input.len() => input[at] = u8::try_from(numbers.next(256)).unwrap(),
            1 => drop(input.drain(at..to)),
            2 => input.extend_from_within(at..to),
            3 => {
                let from = numbers.next(other.len() + 1);
                let part = &other[from..(from + numbers.next(60)).min(other.len())];
                drop(input.splice(at..to, part.iter().copied()));
            }
            4 => {
                let again = input[at..to].repeat(1 + numbers.next(30));
                drop(input.splice(at..at, again));
            }
            _ => drop(input.splice(at..at, WORDS[numbers.next(WORDS.len())].bytes())),
        }
    }
}

fn replay(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 8, "{target} has a corpus of {}", paths.len());
    let inputs: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let rounds = std::env::var("COPYDESK_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    for (number, (path, input)) in paths.iter().zip(&inputs).enumerate() {
        println!("{}", path.display());
        property(input);
        let mut numbers = Numbers(number as u64);
        for round in 0..rounds {
            let mut mutated = input.clone();
            let other = &inputs[numbers.next(inputs.len())];
            mutate(&mut mutated, other, &mut numbers);
            if let Err(why) = panic::catch_unwind(|| property(&mutated)) {
                println!("round {round}: {:?}", mutated.escape_ascii().to_string());
                panic::resume_unwind(why);
            }
        }
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
