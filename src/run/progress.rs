//! How far each partition has been published, and how far that is behind.

use std::{collections::BTreeMap, time::Duration};

use super::batch::Row;
use crate::{
    desk::capture::{Offset, position::Position},
    kafka::{Extent, TopicPartition},
};

/// How often lag is told.
const EVERY: Duration = Duration::from_secs(1);

/// How often the size of the memory is told: counting it takes milliseconds for each 100,000 articles.
const MEMORY_EVERY: Duration = Duration::from_secs(10);

/// How far each partition has been published.
#[derive(Debug, Default)]
pub struct Progress {
    reached: BTreeMap<TopicPartition, Reached>,
    told: Option<Duration>,
    memory_told: Option<Duration>,
}

#[derive(Debug)]
struct Reached {
    /// The first position that isn't published.
    position: Position,
    /// The record there came at this time or later, in milliseconds since the epoch.
    waits_since_ms: i64,
    /// Whether a record has told that.
    told_by_record: bool,
}

impl Progress {
    /// A record was taken in. Of a partition of which none was published yet, it is the first that isn't.
    pub fn taken_in(&mut self, from: &TopicPartition, offset: Offset, timestamp_ms: i64) {
        if !self.reached.get(from).is_some_and(|reached| reached.told_by_record) {
            let reached = Reached { position: offset.position(), waits_since_ms: timestamp_ms, told_by_record: true };
            self.reached.insert(from.clone(), reached);
        }
    }

    /// A record was published.
    pub fn reached(&mut self, row: &Row) {
        let waits_since_ms = row.record.timestamp_ms;
        let reached = Reached { position: row.offset.next(), waits_since_ms, told_by_record: true };
        match self.reached.get_mut(&row.from) {
            Some(before) => *before = reached,
            None => {
                self.reached.insert(row.from.clone(), reached);
            }
        }
    }

    /// Partitions that are another's to tell of.
    pub fn forget(&mut self, partitions: &[TopicPartition]) {
        self.reached.retain(|partition, _| !partitions.contains(partition));
    }

    /// Whether it is time to tell.
    pub fn is_due(&mut self, now: Duration) -> bool {
        is_due(&mut self.told, now, EVERY)
    }

    /// Whether it is time to tell of the memory.
    pub fn is_memory_due(&mut self, now: Duration) -> bool {
        is_due(&mut self.memory_told, now, MEMORY_EVERY)
    }

    /// Records from the last published one to the partition's end, and the most that the oldest of them can be old: it came
    /// after the last published one, and after there was none. Where nothing was taken in since the partition was
    /// assigned, they count from where reading began, and age from the first time that this was asked. `None` where that
    /// place isn't known.
    pub fn lag(&mut self, extent: &Extent, wall_ms: i64) -> Option<(u64, Duration)> {
        let Extent { partition, placed, end } = extent;
        if !self.reached.contains_key(partition) {
            let begun = Reached { position: (*placed)?, waits_since_ms: wall_ms, told_by_record: false };
            self.reached.insert(partition.clone(), begun);
        }
        let reached = self.reached.get_mut(partition)?;
        let records = end.0.saturating_sub(reached.position.0);
        if records == 0 {
            reached.waits_since_ms = reached.waits_since_ms.max(wall_ms);
        }
        let age = u64::try_from(wall_ms.saturating_sub(reached.waits_since_ms)).unwrap_or_default();
        Some((records, Duration::from_millis(age)))
    }
}

fn is_due(told: &mut Option<Duration>, now: Duration, every: Duration) -> bool {
    let due = told.is_none_or(|told| now.saturating_sub(told) >= every);
    if due {
        *told = Some(now);
    }
    due
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::desk::capture::Partition;

    const SECOND: Duration = Duration::from_secs(1);

    fn partition() -> TopicPartition {
        TopicPartition { topic: Arc::from("pages.raw"), partition: Partition(0) }
    }

    /// What is told of a partition that was placed there and ends there, at that time.
    fn lag(progress: &mut Progress, placed: Option<u64>, end: u64, wall_ms: i64) -> Option<(u64, Duration)> {
        let extent = Extent { partition: partition(), placed: placed.map(Position), end: Position(end) };
        progress.lag(&extent, wall_ms)
    }

    /// What comes after a quiet night waits since it came, and not since the evening.
    #[test]
    fn nothing_is_older_than_the_last_moment_at_which_nothing_waited() {
        let mut progress = Progress::default();
        progress.taken_in(&partition(), Offset(5), 0);
        assert_eq!(lag(&mut progress, None, 5, 100_000_000), Some((0, Duration::ZERO)));
        assert_eq!(lag(&mut progress, None, 6, 100_001_000), Some((1, SECOND)));
        assert_eq!(lag(&mut progress, None, 7, 100_003_000), Some((2, SECOND * 3)));
        progress.forget(&[partition()]);
        assert_eq!(lag(&mut progress, None, 7, 100_003_000), None);
    }

    /// Where nothing can be published, what waits is told from the first record on that was taken in.
    #[test]
    fn what_was_taken_in_and_not_published_waits() {
        let mut progress = Progress::default();
        progress.taken_in(&partition(), Offset(5), 1_000);
        progress.taken_in(&partition(), Offset(6), 2_000);
        assert_eq!(lag(&mut progress, Some(4), 9, 4_000), Some((4, SECOND * 3)));
    }

    /// Where nothing can be read, what waits is told from where reading is to begin.
    #[test]
    fn what_was_never_taken_in_waits() {
        let mut progress = Progress::default();
        assert_eq!(lag(&mut progress, Some(5), 9, 10_000), Some((4, Duration::ZERO)));
        assert_eq!(lag(&mut progress, Some(5), 9, 12_000), Some((4, SECOND * 2)));
        progress.taken_in(&partition(), Offset(5), 1_000);
        assert_eq!(lag(&mut progress, Some(5), 9, 12_000), Some((4, SECOND * 11)), "the record is older than that");
    }
}
