//! When snapshots are made, and how: a few blocks a turn, so that the group is served and batches are committed
//! meanwhile. Nothing is folded until the last block is made, so pages that were claimed wait that long for their
//! verdicts: two to four seconds for each million entries (`benches/memory.rs` measures it).

use std::time::Duration;

use super::{
    super::{Event, Replica},
    Cut, Pace, Resume, Shelf,
};
use crate::kafka::{Ledger, Sink, Source};

/// Blocks made in a turn, at most: some thirty milliseconds' work.
const BLOCKS_A_TURN: usize = 8;

/// How long the blocks of one snapshot may take by the loop's clock, and how much longer for each gibibyte of the memory's
/// account: twice what making them takes on a disk that keeps up. One that doesn't take them in that time would keep pages from
/// their verdicts for longer than a start without the snapshot is worth. `a_snapshot_that_takes_too_long_is_given_up` moves
/// with the first, `a_large_memory_may_take_longer` with the other.
pub(super) const CUT_MAX: Duration = Duration::from_secs(10);
const CUT_PER_GIB: Duration = Duration::from_secs(8);

/// How long the end of a replica waits at once for the disk.
const LAST_WAIT: Duration = Duration::from_millis(50);

/// What a replica keeps of its memory, and where.
pub struct Keeping {
    shelf: Box<dyn Shelf>,
    pace: Pace,
    stage: Stage,
}

enum Stage {
    Resting,
    /// Blocks are being made, since this moment.
    Cutting(Box<Cut>, Duration),
    /// All bytes are given; how many, and how long it took to make them.
    Writing(u64, Duration),
}

impl<S: Source, K: Sink<Membership = S::Membership>, L: Ledger> Replica<S, K, L> {
    /// Goes on from a snapshot, if there is one and the ledger bears it out, and makes others at this pace and when it
    /// ends.
    #[must_use]
    pub fn with_snapshots(mut self, place: Box<dyn Shelf>, at: Pace, resume: Option<Resume>) -> Self {
        self.keeping = Some(Keeping { shelf: place, pace: at, stage: Stage::Resting });
        if let Some(resume) = resume {
            self.following.resume(resume);
        }
        self
    }

    /// One step of keeping; true while nothing may be folded.
    pub(in super::super) fn keep(&mut self) -> bool {
        let unkept = self.following.unkept();
        let due = |keeping: &Keeping| unkept.is_some_and(|unkept| keeping.pace.is_due(&unkept));
        let due = self.keeping.as_ref().is_some_and(due);
        self.keep_if(due && self.following.is_working(), Duration::ZERO)
    }

    /// Makes a last snapshot, within that time: what a replica has folded since its last one needn't be folded again
    /// when it is back.
    pub fn keep_last(&mut self, time_max: Duration) {
        let started = self.clock.elapsed();
        while self.keeping.is_some() && self.clock.elapsed().saturating_sub(started) < time_max {
            // The client gives partitions back while it is polled, and nobody reads them until then. What fails with it no
            // longer matters.
            let _ = self.poll_changes();
            self.keep_if(self.following.unkept().is_some(), LAST_WAIT);
            let resting = self.keeping.as_ref().is_none_or(|keeping| matches!(keeping.stage, Stage::Resting));
            if resting && (self.following.unkept().is_none() || self.following.head().is_none()) {
                return;
            }
        }
    }

    fn keep_if(&mut self, due: bool, wait: Duration) -> bool {
        let Some(Keeping { shelf, stage, .. }) = &mut self.keeping else { return false };
        let now = self.clock.elapsed();
        let wait = if matches!(stage, Stage::Writing(..)) || !shelf.has_room() { wait } else { Duration::ZERO };
        if !matches!(stage, Stage::Resting)
            && let Some(told) = shelf.told(wait)
        {
            match (told, &*stage) {
                (Ok(()), Stage::Writing(bytes, took)) => {
                    self.watch.saw(&Event::SnapshotKept { bytes: *bytes, took: *took, wall_ms: self.clock.wall_ms() });
                }
                (Ok(()), _) => {}
                (Err(why), _) => self.watch.saw(&Event::SnapshotFailed { why: &why }),
            }
            *stage = Stage::Resting;
            return false;
        }
        if matches!(stage, Stage::Resting)
            && due
            && let Some(head) = self.following.head()
        {
            let (cut, bytes) = Cut::begin(&head);
            shelf.begin();
            shelf.put(bytes);
            self.following.set_kept();
            *stage = Stage::Cutting(Box::new(cut), now);
        }
        let Stage::Cutting(cut, started) = stage else { return false };
        for _ in 0..BLOCKS_A_TURN {
            if !shelf.has_room() {
                break;
            }
            match cut.next(self.following.memory()) {
                Ok(Some(bytes)) => shelf.put(bytes),
                Ok(None) => {
                    shelf.finish();
                    *stage = Stage::Writing(cut.bytes, now.saturating_sub(*started));
                    return false;
                }
                // The next fold ends the replica.
                Err(lost) => {
                    *stage = Stage::Resting;
                    self.watch.saw(&Event::SnapshotFailed { why: &lost.to_string() });
                    return false;
                }
            }
        }
        if now.saturating_sub(*started) >= cut_max(self.following.memory().bytes()) {
            *stage = Stage::Resting;
            self.watch.saw(&Event::SnapshotFailed { why: "the disk is too slow for it" });
            return false;
        }
        true
    }
}

/// How long the blocks of a snapshot of a memory of so many bytes may take.
fn cut_max(memory_bytes: u64) -> Duration {
    CUT_MAX + CUT_PER_GIB * u32::try_from(memory_bytes >> 30).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_memory_may_take_longer() {
        assert_eq!([0, (1 << 30) - 1].map(cut_max), [CUT_MAX; 2]);
        assert_eq!(cut_max(4 << 30), CUT_MAX + 4 * CUT_PER_GIB);
    }
}
