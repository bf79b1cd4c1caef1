//! A memory that is read back from its snapshot is the memory that was written.

use proptest::{collection::vec, prelude::*, sample::Index};

use super::{
    super::super::PerMille,
    super::snapshot::{Restoring, Torn},
    laws::{entries, event, fold_all},
    tapes::Shelves,
    *,
};

fn blocks(memory: &Memory) -> Vec<Vec<u8>> {
    memory.blocks().collect()
}

fn restore(blocks: &[Vec<u8>], rules: &Rules) -> Result<Memory, Torn> {
    restore_into(Memory::new(rules.clone()), blocks)
}

fn restore_into(empty: Memory, blocks: &[Vec<u8>]) -> Result<Memory, Torn> {
    let mut restoring = Restoring::new(empty);
    for block in blocks {
        restoring.take(block)?;
    }
    restoring.finish()
}

fn again(memory: &Memory) -> Memory {
    restore(&blocks(memory), memory.rules()).expect("what was written is read")
}

/// Articles under one frame, so that fingerprints have more bearers than are kept; some say what an earlier one said.
fn framed(count: u64, step_ms: i64) -> Vec<(LedgerTime, Entry)> {
    let frame = text(9_999, 60);
    let entry = |offset: u64| {
        let own = u32::try_from(if offset % 5 == 4 { offset - 3 } else { offset }).unwrap();
        let url = format!("https://s{}.example/{}", offset % 11, offset % 400);
        let headline = format!("Headline {own} of five words");
        let claim = article(&url, &headline, &format!("{} {frame}", text(own, 80)));
        (LedgerTime(i64::try_from(offset).unwrap() * step_ms), Entry { source: source(offset), claim })
    };
    (0..count).map(entry).collect()
}

/// Folds the entries thrice: as one that never stops, as one that starts again from its own snapshot before each of
/// `cuts`, and as one that starts there from another's, whose tapes lie in a file. All judge alike and end with equal bytes.
fn agree(rules: &Rules, entries: &[(LedgerTime, Entry)], cuts: &[usize]) {
    let mut whole = Memory::new(rules.clone());
    let mut own = Memory::new(rules.clone());
    let mut others = Memory::new(rules.clone());
    for (at, (time, entry)) in entries.iter().enumerate() {
        if cuts.contains(&at) {
            let in_file = whole.emptied().with_tapes(Shelves::default().room(500));
            others = restore_into(in_file, &blocks(&whole)).expect("what was written is read");
            own = again(&own);
            assert_eq!(blocks(&own), blocks(&whole));
        }
        let judged = whole.fold(*time, entry);
        assert_eq!(own.fold(*time, entry), judged);
        assert_eq!(others.fold(*time, entry), judged);
        assert_eq!(own.digest(), whole.digest());
    }
    assert_eq!(blocks(&own), blocks(&whole));
    assert_eq!(blocks(&others), blocks(&whole));
    assert_eq!(again(&whole).digest(), whole.digest());
    assert_eq!((again(&whole).bytes(), again(&whole).articles()), (whole.bytes(), whole.articles()));
}

proptest! {
    /// The window is a few entries long, so that as much is forgotten as comes; and after each silence more is left behind than
    /// one fold forgets, so that snapshots are made amid it.
    #[test]
    fn replicas_agree_wherever_they_start(
        events in vec(event(), 1..80),
        cuts in vec(0..80_usize, 0..6),
        window_seconds in 5..60_u64,
        memory_bytes_max in prop_oneof![Just(u64::MAX), 10_000..40_000_u64],
        silence_s in 0..60_i64,
        change_ratio_min in (0..400_u16).prop_map(PerMille),
    ) {
        let rules = Rules { window_seconds, memory_bytes_max, change_ratio_min, ..Rules::default() };
        let mut entries = entries(&events, 0, 0, 1000);
        let half = entries.len() / 2;
        entries.iter_mut().skip(half).for_each(|(at, _)| at.0 += silence_s * 1000);
        agree(&rules, &entries, &cuts);
    }

    #[test]
    fn damaged_blocks_are_refused_or_make_a_memory_that_folds(
        events in vec(event(), 1..40),
        block: Index,
        flips in vec(any::<(Index, u8)>(), 1..8),
        cut in any::<Option<Index>>(),
    ) {
        let entries = entries(&events, 0, 0, 1000);
        let mut memory = Memory::new(Rules::default());
        fold_all(&mut memory, &entries);
        let mut blocks = blocks(&memory);
        let damaged = block.get_mut::<Vec<u8>>(&mut blocks);
        for (at, byte) in &flips {
            *at.get_mut(damaged) = *byte;
        }
        if let Some(cut) = cut {
            damaged.truncate(cut.index(damaged.len()));
        }
        if let Ok(mut memory) = restore(&blocks, &Rules::default()) {
            // Other pages at the same URLs, saying the same: every row is met again.
            for (at, entry) in &entries {
                let source = SourcePosition { topic: TopicId(2), ..entry.source };
                memory.fold(*at, &Entry { source, ..entry.clone() });
            }
            memory.fold(LedgerTime(i64::MAX), &Entry { source: source(0), claim: Claim::Retraction });
        }
    }

    #[test]
    fn any_bytes_are_refused(section in 0..12_u8, bytes in vec(any::<u8>(), 0..400)) {
        let mut restoring = Restoring::new(Memory::new(Rules::default()));
        prop_assert!(restoring.take(&bytes).is_err());
        let mut memory = Memory::new(Rules::default());
        fold_all(&mut memory, &framed(3, 0));
        let mut blocks = blocks(&memory);
        let at = usize::from(section).min(blocks.len() - 1);
        blocks[at].truncate(5);
        blocks[at].extend(bytes);
        let _ = restore(&blocks, &Rules::default());
    }
}

#[test]
fn replicas_agree_where_frames_fill_the_index_and_the_window_moves() {
    let entries = framed(600, 1000);
    for window_seconds in [30, 150, 100_000] {
        let rules = Rules { window_seconds, ..Rules::default() };
        agree(&rules, &entries, &[0, 1, 99, 100, 250, 251, 400, 599]);
    }
}

#[test]
fn a_snapshot_without_all_its_blocks_is_refused() {
    let mut memory = Memory::new(Rules::default());
    fold_all(&mut memory, &framed(15_000, 0));
    let whole = blocks(&memory);
    assert!(whole.len() > 11, "{} blocks: some section takes two", whole.len());
    for missing in 0..whole.len() {
        let mut blocks = whole.clone();
        blocks.remove(missing);
        assert!(restore(&blocks, memory.rules()).is_err(), "without block {missing}");
        assert!(restore(&whole[..missing], memory.rules()).is_err(), "cut at block {missing}");
    }
    let twice = [whole.clone(), whole].concat();
    assert!(restore(&twice, memory.rules()).is_err());
}

#[test]
fn other_rules_and_versions_are_told() {
    let memory = Memory::new(Rules::default());
    let other = Rules { window_seconds: 1, ..Rules::default() };
    assert_eq!(restore(&blocks(&memory), &other).map(|_| ()), Err(Torn::Rules));
    let mut blocks = blocks(&memory);
    blocks[0][5] += 1;
    assert_eq!(restore(&blocks, memory.rules()).map(|_| ()), Err(Torn::Version));
}

/// The edge of a window: a replica that lost its snapshot and finds the beginning of the ledger gone may take another
/// article for the original. The story is told all the same, once, and all its copies lead to what it told.
#[test]
fn a_replica_that_starts_inside_the_window_loses_no_story() {
    let body = text(1, 300);
    let copies: Vec<(LedgerTime, Entry)> = (0..40)
        .map(|offset| {
            let claim = article(&format!("https://s{offset}.example/1"), "A headline of five words", &body);
            (LedgerTime(i64::try_from(offset).unwrap() * 24 * HOUR), Entry { source: source(offset), claim })
        })
        .collect();
    let mut whole = Memory::new(Rules::default());
    let all = fold_all(&mut whole, &copies);
    assert!(all[1..].iter().all(|judged| original(&judged.verdict) == "https://s0.example/1"));
    for start in 1..copies.len() {
        let mut late = Memory::new(Rules::default());
        let judged = fold_all(&mut late, &copies[start..]);
        assert_eq!(judged[0].verdict, Verdict::New, "the story is told");
        let first = format!("https://s{start}.example/1");
        assert!(judged[1..].iter().all(|judged| original(&judged.verdict) == first), "and its copies lead to it");
    }
}
