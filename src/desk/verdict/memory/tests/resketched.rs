//! Entries of two sketch versions in one ledger.

use super::*;
use crate::desk::{
    sketch::{SKETCH_VERSION, Tape},
    verdict::lineage::FieldMarks,
};

const HEADLINE: &str = "A headline of five words";

/// The page as a later version would claim it: all marks are others, and unless it only samples otherwise, the content hash.
fn later(url: &str, body: &str, resampled: bool) -> Claim {
    let mut claim = stated(url, HEADLINE, body);
    if let Claim::Article { content, sketch, .. } = &mut claim {
        sketch.version = SKETCH_VERSION + 1;
        sketch.fingerprints.iter_mut().for_each(|mark| *mark ^= 0x5a5a_5a5a);
        sketch.headline.iter_mut().for_each(|mark| *mark ^= 0x5a5a);
        sketch.fingerprints.sort_unstable();
        sketch.headline.sort_unstable();
        sketch.tape = Tape::of(sketch.tape.values().into_iter().map(|token| token * 5 + 3));
        content.0 ^= if resampled { 0 } else { 0x5a5a };
    }
    claim
}

/// The page as this version claims it, with marks of its headline and its body.
fn stated(url: &str, headline: &str, body: &str) -> Claim {
    let mut claim = article(url, headline, body);
    if let Claim::Article { facts, content, .. } = &mut claim {
        let [low, high, ..] = content.0.to_le_bytes();
        facts.fields = FieldMarks([7, 0, u16::from_le_bytes([low, high]).max(1), 0, 0, 0, 0, 0]);
    }
    claim
}

#[test]
fn texts_of_two_versions_are_never_near() {
    let mut desk = Desk::open();
    desk.claim(stated("a.example/1", HEADLINE, &text(1, 300)));
    check(&desk.claim(later("b.example/1", &text(1, 290), false)).verdict, "new", "");
    check(&desk.claim(later("c.example/1", &text(1, 280), false)).verdict, "near_duplicate", "b.example/1");
    check(&desk.claim(stated("d.example/1", HEADLINE, &text(1, 280))).verdict, "near_duplicate", "a.example/1");
    // The same marks, if another version made them, are another's.
    let mut claim = stated("e.example/1", HEADLINE, &text(1, 295));
    if let Claim::Article { sketch, .. } = &mut claim {
        sketch.version = SKETCH_VERSION + 2;
    }
    check(&desk.claim(claim).verdict, "new", "");
}

#[test]
fn the_same_tokens_are_duplicates_in_any_version() {
    let mut desk = Desk::open();
    desk.claim(stated("a.example/1", HEADLINE, &text(1, 300)));
    check(&desk.claim(later("b.example/1", &text(1, 300), true)).verdict, "duplicate", "a.example/1");
    check(&desk.claim(later("c.example/1", &text(1, 290), true)).verdict, "new", "");
}

#[test]
fn what_is_known_by_its_url_is_known_to_both() {
    let mut desk = Desk::open();
    desk.claim(stated("a.example/1", HEADLINE, &text(1, 300)));
    check(&desk.claim(stated("b.example/1", HEADLINE, &text(1, 290))).verdict, "near_duplicate", "a.example/1");
    let unchanged = Verdict::Unchanged { version: 1, link: None };
    assert_eq!(desk.claim(later("a.example/1", &text(1, 300), false)).verdict, unchanged);
    assert_eq!(desk.claim(later("a.example/1", &text(1, 300), false)).verdict, unchanged);
    check(&desk.claim(later("b.example/1", &text(1, 290), false)).verdict, "unchanged", "a.example/1");
    // The original is found by the later version's marks from here on.
    check(&desk.claim(later("c.example/1", &text(1, 300), false)).verdict, "duplicate", "a.example/1");
    check(&desk.claim(later("d.example/1", &text(1, 280), false)).verdict, "near_duplicate", "a.example/1");
    // And what it says now is compared with what the same version saw last.
    let judged = desk.claim(later("a.example/1", &text(1, 310), false));
    check_update(&judged.verdict, 2);
    let Verdict::Update { change, .. } = judged.verdict else { panic!("{judged:?}") };
    assert_eq!((change.ratio, change.minor), (None, false), "its size can't be told yet");
    check(&desk.claim(later("b.example/1", &text(3, 290), false)).verdict, "new", "");
}
