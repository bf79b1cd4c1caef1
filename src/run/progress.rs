//! How far each partition has been published, and how far that is behind.

use std::{collections::BTreeMap, time::Duration};

use super::batch::Row;
use crate::{desk::capture::position::Position, kafka::TopicPartition};

/// How often lag is told.
const EVERY: Duration = Duration::from_secs(1);

/// How often the size of the memory is told: counting it takes milliseconds for each 100,000 articles.
const MEMORY_EVERY: Duration = Duration::from_secs(10);

/// The last published record of each partition.
#[derive(Debug, Default)]
pub struct Progress {
    reached: BTreeMap<TopicPartition, (Position, i64)>,
    told: Option<Duration>,
    memory_told: Option<Duration>,
}

impl Progress {
    /// A record was published.
    pub fn reached(&mut self, row: &Row) {
        match self.reached.get_mut(&row.from) {
            Some(reached) => *reached = (row.offset.next(), row.record.timestamp_ms),
            None => {
                self.reached.insert(row.from.clone(), (row.offset.next(), row.record.timestamp_ms));
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

    /// Records from the last published one to `end`, and the most that the oldest of them can be old: it came after
    /// the last published one. `None` before anything of the partition was published.
    pub fn lag(&self, partition: &TopicPartition, end: Position, wall_ms: i64) -> Option<(u64, Duration)> {
        let (position, timestamp_ms) = self.reached.get(partition)?;
        let records = end.0.saturating_sub(position.0);
        let age = u64::try_from(wall_ms.saturating_sub(*timestamp_ms)).unwrap_or_default();
        Some((records, if records == 0 { Duration::ZERO } else { Duration::from_millis(age) }))
    }
}

fn is_due(told: &mut Option<Duration>, now: Duration, every: Duration) -> bool {
    let due = told.is_none_or(|told| now.saturating_sub(told) >= every);
    if due {
        *told = Some(now);
    }
    due
}
