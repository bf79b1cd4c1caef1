//! How far the partitions reach that are read, as the client's statistics tell.

use std::collections::BTreeMap;

use rdkafka::Statistics;

/// A partition by topic name and number.
type Name = (String, i32);

/// What is known of each partition that is read.
#[derive(Default)]
pub struct Extents {
    /// Where reading began when it was assigned, if it was named.
    placed: BTreeMap<Name, u64>,
    /// How far the client had handed records over when it had fetched all that there was, as of the last statistics.
    handed: BTreeMap<Name, u64>,
    told: Vec<Told>,
}

/// What is told of a partition.
#[derive(Clone, Debug)]
pub struct Told {
    /// The partition.
    pub at: Name,
    /// Where reading began when it was assigned; `None` where that was the log's beginning, wherever that is.
    pub placed: Option<u64>,
    /// The offset behind its last record.
    pub end: u64,
}

impl Extents {
    /// A partition is read from there on; `None` stands for its log's beginning.
    pub fn place(&mut self, topic: &str, partition: i32, place: Option<u64>) {
        let name = (topic.to_owned(), partition);
        self.handed.remove(&name);
        match place {
            Some(offset) => self.placed.insert(name, offset),
            None => self.placed.remove(&name),
        };
    }

    /// Where reading of a partition began, if it was named.
    pub fn placed(&self, topic: &str, partition: i32) -> Option<u64> {
        self.placed.get(&(topic.to_owned(), partition)).copied()
    }

    /// Takes in what the client's statistics say. While it is `paused` it hands over nothing.
    ///
    /// The end is the last stable offset, which is the end for a reader of committed records. Its last records may be none,
    /// but the marks of transactions that ended: behind the last page of a crawler that writes in transactions there is one
    /// always, and no reader is ever given it. So where all was fetched, and nothing more was handed over from one
    /// statistics to the next, there is nothing behind what was handed over.
    pub fn note(&mut self, statistics: &Statistics, paused: bool) {
        let before = std::mem::take(&mut self.handed);
        self.told.clear();
        for (topic, counts) in &statistics.topics {
            for (&partition, counts) in &counts.partitions {
                // Negative where the broker hasn't told it.
                let Ok(stable) = u64::try_from(counts.ls_offset) else { continue };
                if partition < 0 || counts.fetch_state != "active" {
                    continue;
                }
                let at = (topic.clone(), partition);
                let placed = self.placed.get(&at).copied();
                let mut end = stable;
                let handed = u64::try_from(counts.app_offset).ok().or(placed);
                if let Some(handed) = handed.filter(|_| counts.next_offset >= counts.ls_offset && !paused) {
                    if before.get(&at) == Some(&handed) {
                        end = end.min(handed);
                    }
                    self.handed.insert(at.clone(), handed);
                }
                self.told.push(Told { at, placed, end });
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

    /// What is told after statistics with these offsets: handed over, fetched next, last stable.
    fn told(extents: &mut Extents, [app, next, stable]: [i64; 3], paused: bool) -> Option<(Option<u64>, u64)> {
        let partition = Partition {
            app_offset: app,
            next_offset: next,
            ls_offset: stable,
            fetch_state: "active".to_owned(),
            ..Partition::default()
        };
        let topic = Topic { partitions: [(0, partition)].into(), ..Topic::default() };
        extents.note(&Statistics { topics: [("raw".to_owned(), topic)].into(), ..Statistics::default() }, paused);
        extents.told().first().map(|extent| (extent.placed, extent.end))
    }

    const NOTHING: i64 = -1001;

    #[test]
    fn a_transactions_mark_is_no_record() {
        let mut extents = Extents::default();
        assert_eq!(told(&mut extents, [7, 8, 8], false), Some((None, 8)), "it may be in the client's queue");
        assert_eq!(told(&mut extents, [7, 8, 8], false), Some((None, 7)), "the loop has asked meanwhile");
        assert_eq!(told(&mut extents, [7, 8, 9], false), Some((None, 9)), "more has come");
        assert_eq!(told(&mut extents, [8, 9, 9], false), Some((None, 9)));
        assert_eq!(told(&mut extents, [8, 9, 9], true), Some((None, 9)), "nothing was asked for");
        assert_eq!(told(&mut extents, [8, 9, 9], false), Some((None, 9)));
        assert_eq!(told(&mut extents, [8, 9, 9], false), Some((None, 8)));
    }

    #[test]
    fn before_anything_is_handed_over_it_is_where_reading_began() {
        let mut extents = Extents::default();
        assert_eq!(told(&mut extents, [NOTHING, 0, NOTHING], false), None, "the broker hasn't told its end");
        assert_eq!(told(&mut extents, [NOTHING, 8, 8], false), Some((None, 8)));
        assert_eq!(told(&mut extents, [NOTHING, 8, 8], false), Some((None, 8)));
        extents.place("raw", 0, Some(7));
        assert_eq!(told(&mut extents, [NOTHING, 7, 8], false), Some((Some(7), 8)), "it isn't fetched");
        assert_eq!(told(&mut extents, [NOTHING, 8, 8], false), Some((Some(7), 8)));
        assert_eq!(told(&mut extents, [NOTHING, 8, 8], false), Some((Some(7), 7)));
        extents.place("raw", 0, Some(7));
        assert_eq!(told(&mut extents, [NOTHING, 8, 8], false), Some((Some(7), 8)), "it was assigned anew");
    }
}
