//! The budget holds, whatever comes, and the oldest go first.

use proptest::{collection::vec, prelude::*};

use super::*;

fn small(bytes: u64) -> Memory {
    Memory::new(Rules { memory_bytes_max: bytes, ..Rules::default() })
}

/// The entry of the page at this offset, with a text of its own of so many words.
fn entry(offset: u64, words: u32) -> Entry {
    let url = format!("https://s{}.example/{offset}", offset % 7);
    let seed = u32::try_from(offset).unwrap();
    Entry { source: source(offset), claim: article(&url, "A headline of five words", &text(seed, words)) }
}

#[test]
fn the_oldest_go_before_their_time() {
    let (mut tight, mut roomy) = (small(100_000), small(u64::MAX));
    for offset in 0..500 {
        for memory in [&mut tight, &mut roomy] {
            memory.fold(LedgerTime(0), &entry(offset, 200));
            assert!(memory.bytes() <= memory.rules().memory_bytes_max);
        }
    }
    let kept = 500 - tight.evicted();
    assert!((50..300).contains(&kept), "{kept}");
    assert_eq!((tight.expired(), roomy.evicted(), roomy.articles()), (0, 0, 500));
    for offset in 0..500 {
        assert_eq!(tight.recall(&source(offset)).is_some(), offset >= tight.evicted(), "{offset}");
    }
    // A copy of what was forgotten is new, and one of what is remembered is not.
    let copy = |memory: &mut Memory, offset: u64, of: u64| {
        let claim =
            article("https://other.example/1", "A headline of five words", &text(u32::try_from(of).unwrap(), 200));
        memory.fold(LedgerTime(0), &Entry { source: source(offset), claim }).verdict
    };
    assert_eq!(copy(&mut tight, 500, 3).name(), "new");
    assert_eq!(copy(&mut roomy, 500, 3).name(), "duplicate");
    let claim = article("https://third.example/1", "A headline of five words", &text(499, 200));
    let judged = tight.fold(LedgerTime(0), &Entry { source: source(501), claim });
    assert_eq!(judged.verdict.name(), "duplicate");
}

#[test]
fn an_account_that_all_is_forgotten_of_is_nothing() {
    let mut memory = small(u64::MAX);
    for offset in 0..60 {
        memory.fold(LedgerTime(0), &entry(offset % 40, 60));
        memory.fold(LedgerTime(0), &Entry { source: source(1000 + offset), claim: entry(offset % 20, 50).claim });
    }
    assert!(memory.bytes() > 40_000);
    settle(&mut memory, LedgerTime(30 * 24 * HOUR));
    assert_eq!((memory.bytes(), memory.articles()), (0, 0));
}

proptest! {
    #[test]
    fn the_budget_holds_and_replicas_agree(stream in vec((0..60_u64, 6..90_u32), 1..120), budget in 0..60_000_u64) {
        let (mut memory, mut other) = (small(budget), small(budget));
        for (&(page, words), offset) in stream.iter().zip(0..) {
            let entry = Entry { source: source(offset), claim: entry(page, words).claim };
            let judged = memory.fold(LedgerTime(0), &entry);
            prop_assert_eq!(judged, other.fold(LedgerTime(0), &entry));
            prop_assert!(memory.bytes() <= budget);
        }
        prop_assert_eq!(memory.digest(), other.digest());
    }
}
