//! How far the partitions reach that are read, as the client's statistics tell.

use std::collections::BTreeMap;

use rdkafka::Statistics;

use crate::desk::capture::position::Position;

/// A partition by topic name and number.
type Name = (String, i32);

/// What is known of each partition that is read.
#[derive(Default)]
pub struct Extents {
    /// Where reading began when it was assigned.
    placed: BTreeMap<Name, Position>,
    told: Vec<Told>,
}

/// What is told of a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The partition.
    pub at: Name,
    /// Where reading began when it was assigned; `None` while it isn't, by what this consumer knows.
    pub placed: Option<Position>,
    /// The last stable offset, which is the end for a reader of committed records. Behind the last page of a crawler that
    /// writes in transactions it counts their marks as well, which no reader is ever given.
    pub end: u64,
    /// Whether all in front of the end was handed over, but for such marks.
    pub is_read: bool,
}

impl Extents {
    /// A partition is read from there on.
    pub fn place(&mut self, topic: &str, partition: i32, place: Position) {
        self.placed.insert((topic.to_owned(), partition), place);
    }

    /// A partition is no longer read.
    pub fn forget(&mut self, topic: &str, partition: i32) {
        self.placed.remove(&(topic.to_owned(), partition));
        self.told.retain(|told| (told.at.0.as_str(), told.at.1) != (topic, partition));
    }

    /// Where reading of a partition began.
    pub fn placed(&self, topic: &str, partition: i32) -> Option<Position> {
        self.placed.get(&(topic.to_owned(), partition)).copied()
    }

    /// Takes in what the client's statistics say.
    pub fn note(&mut self, statistics: &Statistics) {
        self.told.clear();
        for (topic, counts) in &statistics.topics {
            for (&partition, counts) in &counts.partitions {
                // Negative where the broker hasn't told it.
                let Ok(end) = u64::try_from(counts.ls_offset) else { continue };
                if partition >= 0 && counts.fetch_state == "active" {
                    let placed = self.placed(topic, partition);
                    // The client moves it on over marks, too, as it comes to them in its queue.
                    let is_read = counts.app_offset >= counts.ls_offset;
                    self.told.push(Told { at: (topic.clone(), partition), placed, end, is_read });
                }
            }
        }
    }

    /// How far each partition reached that is fetched from, as of the last statistics.
    pub fn told(&self) -> &[Told] {
        &self.told
    }
}

#[cfg(test)]
mod tests {
    use rdkafka::statistics::{Partition, Topic};

    use super::*;

    /// What is told after statistics with these offsets: handed over, last stable.
    fn told(
        extents: &mut Extents,
        [app, stable]: [i64; 2],
        fetch_state: &str,
    ) -> Option<(Option<Position>, u64, bool)> {
        let (fetch_state, counts) = (fetch_state.to_owned(), Partition::default());
        let partition = Partition { app_offset: app, ls_offset: stable, fetch_state, ..counts };
        let topic = Topic { partitions: [(0, partition)].into(), ..Topic::default() };
        extents.note(&Statistics { topics: [("raw".to_owned(), topic)].into(), ..Statistics::default() });
        extents.told().first().map(|told| (told.placed, told.end, told.is_read))
    }

    const NOTHING: i64 = -1001;

    #[test]
    fn an_end_is_told_and_whether_it_is_reached() {
        let mut extents = Extents::default();
        assert_eq!(told(&mut extents, [NOTHING, NOTHING], "active"), None, "the broker hasn't told it");
        assert_eq!(told(&mut extents, [NOTHING, 8], "active"), Some((None, 8, false)));
        extents.place("raw", 0, Position(5));
        assert_eq!(told(&mut extents, [7, 8], "active"), Some((Some(Position(5)), 8, false)));
        assert_eq!(told(&mut extents, [8, 8], "active"), Some((Some(Position(5)), 8, true)));
        assert_eq!(told(&mut extents, [8, 8], "stopped"), None, "it is another's");
        extents.forget("raw", 0);
        assert_eq!(extents.told(), [], "it is another's by now");
        assert_eq!(told(&mut extents, [8, 8], "active"), Some((None, 8, true)));
    }
}
