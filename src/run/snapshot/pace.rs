//! At which places of the ledger a replica makes its snapshots.
//!
//! Folding stands still while one is made, so replicas that made theirs at one place would all keep their pages waiting at
//! once. Each has places of its own, told from its name: a hash of it, but for the number that it ends with, by which
//! replicas of one service are told apart. Numbers that follow one another come to lie far apart, as steps of the golden
//! ratio do on a circle.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::desk::capture::position::Position;

/// 2^64 over the golden ratio.
const GOLDEN_STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// So many ledger entries from one snapshot to the next, at places that the replica's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    every: u64,
    /// How many entries before a multiple of `every` its places are.
    ahead: u64,
}

impl Pace {
    /// The places of the replica of this name, which it keeps over restarts.
    pub fn of(every: u64, name: &str) -> Self {
        let every = every.max(1);
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let number: u64 = name.get(stem.len()..).and_then(|digits| digits.parse().ok()).unwrap_or_default();
        let turn = xxh3_64(stem.as_bytes()).wrapping_add(number.wrapping_mul(GOLDEN_STEP));
        let ahead = (u128::from(turn) * u128::from(every)) >> u64::BITS;
        Self { every, ahead: u64::try_from(ahead).unwrap_or_default() }
    }

    /// Whether one of its places was passed while these entries were folded.
    pub(super) fn is_due(self, folded: &Range<Position>) -> bool {
        let passed = |at: Position| at.0.saturating_add(self.ahead) / self.every;
        passed(folded.start) < passed(folded.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a replica makes its snapshots while it folds entry after entry.
    fn places(name: &str, every: u64, entries: u64) -> Vec<u64> {
        let pace = Pace::of(every, name);
        let mut kept = 0;
        let due = |at: &u64| {
            let due = pace.is_due(&(Position(kept)..Position(*at)));
            kept = if due { *at } else { kept };
            due
        };
        (1..=entries).filter(due).collect()
    }

    #[test]
    fn replicas_of_one_service_make_theirs_apart() {
        for (pods, apart) in [(2, 1_500), (3, 1_000), (12, 200)] {
            let mut all: Vec<u64> = Vec::new();
            for pod in 0..pods {
                let own = places(&format!("copydesk-copydesk-{pod}"), 5_000, 50_000);
                assert_eq!(own.len(), 10, "{own:?}");
                assert!(own.windows(2).all(|pair| pair[1] - pair[0] == 5_000), "{own:?}");
                all.extend(own);
            }
            all.sort_unstable();
            assert!(all.windows(2).all(|pair| pair[1] - pair[0] >= apart), "{pods} pods: {all:?}");
        }
    }

    #[test]
    fn every_entry_may_be_a_place() {
        assert_eq!(places("one", 1, 4), [1, 2, 3, 4]);
        assert_eq!(places("one", 0, 4), [1, 2, 3, 4]);
    }
}
