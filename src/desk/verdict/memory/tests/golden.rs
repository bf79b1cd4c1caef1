//! What the fold makes of a fixed ledger. Whatever changes it is a new [`FOLD_VERSION`]: replicas of two builds that judge or
//! forget otherwise must not share a ledger.

use super::{
    super::super::{PerMille, entry::FOLD_VERSION},
    *,
};

/// A stream of pages, copies, parts, edits, withdrawals and retractions over four windows, under a budget that a window's
/// entries don't fit in. Drawn by a linear congruence, as no generator of a library is the same for ever.
fn stream() -> Vec<(LedgerTime, Entry)> {
    let mut drawn = 1_u64;
    let mut draw = |below: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (drawn >> 33) % below
    };
    let step_ms = 4 * 7 * 24 * HOUR / 2_000;
    let entry = |offset: u64| {
        let (site, story) = (draw(9), u32::try_from(draw(40) + offset / 12).unwrap());
        let url = format!("s{site}.example/{}", story / 2);
        let (words, cut) = (40 + u32::try_from(draw(4)).unwrap() * 60, u32::try_from(draw(30)).unwrap());
        let claim = match draw(20) {
            0 => Claim::Withdrawal { url },
            1 => return Entry { source: source(offset.saturating_sub(draw(30))), claim: Claim::Retraction },
            _ => article(&url, &format!("A headline of story {story}"), &text(story, words - cut)),
        };
        Entry { source: source(offset), claim }
    };
    (0..2_000).map(entry).zip(0..).map(|(entry, n)| (LedgerTime(n * step_ms), entry)).collect()
}

#[test]
fn a_fixed_ledger_is_folded_to_this() {
    let rules = Rules { memory_bytes_max: 238_000, change_ratio_min: PerMille(100), ..Rules::default() };
    let mut memory = Memory::new(rules);
    let mut verdicts = std::collections::BTreeMap::new();
    for (at, entry) in stream() {
        *verdicts.entry(memory.fold(at, &entry).verdict.name()).or_insert(0) += 1;
    }
    let verdicts: Vec<(&str, i32)> = verdicts.into_iter().collect();
    let counts = (memory.articles(), memory.expired(), memory.evicted(), memory.bytes());
    let folded = format!("{FOLD_VERSION} {verdicts:?} {counts:?} {:032x}", memory.digest());
    assert_eq!(
        folded,
        "6 [(\"duplicate\", 19), (\"near_duplicate\", 1194), (\"new\", 227), (\"rejected\", 172), (\"unchanged\", 2), \
         (\"update\", 367), (\"withdrawn\", 19)] (232, 1092, 329, 235333) 47fb16b941d696eafa49018aa1a219e0"
    );
}
