//! Partitions that the client holds and has forgotten to fetch from: a new client would not. It says so of some, by their
//! state; of others it says that it fetches, and knows of records there, and none come. And some it takes for read to their
//! end, because that is the end that it was told last, and asks no more: those are asked after from here.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use rdkafka::Statistics;

/// How long the client may leave a partition of its own alone while the partition's leader is connected, and after how long
/// one is asked after from which nothing came. Set by hand: placing a fetch takes a round trip or two, and six statistics in
/// a row, one each five seconds, are no coincidence. `a_partition_left_alone_is_told_of` moves with it.
const IDLE_MAX: Duration = Duration::from_secs(30);

/// A partition by topic name and number.
type Name = (String, i32);

/// Which partitions nothing comes from, and since when.
#[derive(Default)]
pub struct Forgotten(BTreeMap<Name, Idle>);

struct Idle {
    /// The first and the last of the statistics in a row that said so: time in which nobody asked speaks for nothing.
    since: Instant,
    seen: Instant,
    /// The first of those in a row by which something should have come.
    left_alone: Option<Instant>,
    state: String,
    /// The offset that is to be fetched next.
    next: i64,
    /// When the log's end was asked for, and what was told.
    asked: Option<Instant>,
    end: i64,
}

impl Forgotten {
    /// Takes in what the client's statistics say at `now`. While it is `paused` nothing is to be fetched.
    pub fn note(&mut self, statistics: &Statistics, paused: bool, now: Instant) {
        let connected = |id: i32| statistics.brokers.values().any(|broker| broker.nodeid == id && broker.state == "UP");
        let mut before = std::mem::take(&mut self.0);
        for (topic, counts) in &statistics.topics {
            for (&partition, counts) in &counts.partitions {
                let is_active = counts.fetch_state == "active";
                let comes = is_active && (counts.fetchq_cnt != 0 || paused);
                if partition < 0 || !counts.desired || comes || !connected(counts.leader) {
                    continue;
                }
                let (name, next) = ((topic.clone(), partition), counts.next_offset);
                let before = before.remove(&name).filter(|before| !is_active || before.next == next);
                let end = before.as_ref().map_or(counts.ls_offset, |before| before.end.max(counts.ls_offset));
                let left_alone = before.as_ref().and_then(|before| before.left_alone);
                let idle = Idle {
                    since: before.as_ref().map_or(now, |before| before.since),
                    seen: now,
                    left_alone: (!is_active || end > next).then(|| left_alone.unwrap_or(now)),
                    state: counts.fetch_state.clone(),
                    next,
                    asked: before.and_then(|before| before.asked),
                    end,
                };
                self.0.insert(name, idle);
            }
        }
    }

    /// A partition that was left alone for too long, in a sentence.
    pub fn any(&self) -> Option<String> {
        let is_forgotten =
            |idle: &Idle| idle.left_alone.is_some_and(|since| idle.seen.duration_since(since) > IDLE_MAX);
        let ((topic, partition), idle) = self.0.iter().find(|(_, idle)| is_forgotten(idle))?;
        let seconds = IDLE_MAX.as_secs();
        Some(format!("{topic}[{partition}] has not been fetched from for {seconds} s (client state {})", idle.state))
    }

    /// A partition whose end is to be asked for at `now`: from which nothing has come for a while, though it is fetched from, and
    /// behind whose last record it is, by what is known. Of several the one that was asked for longest ago.
    pub fn quiet(&self, now: Instant) -> Option<Name> {
        let since = |idle: &Idle| idle.asked.map_or(idle.since, |asked| asked.max(idle.since));
        let quiet = self.0.iter().filter(|(_, idle)| idle.left_alone.is_none());
        let (name, idle) = quiet.min_by_key(|(_, idle)| since(idle))?;
        (now.duration_since(since(idle)) >= IDLE_MAX).then(|| name.clone())
    }

    /// What was told at `now` of such a partition's end; `None` where there was no answer.
    pub fn told(&mut self, name: &Name, end: Option<i64>, now: Instant) {
        if let Some(idle) = self.0.get_mut(name) {
            idle.asked = Some(now);
            idle.end = end.map_or(idle.end, |end| idle.end.max(end));
        }
    }
}

#[cfg(test)]
mod tests {
    use rdkafka::statistics::{Broker, Partition, Topic};

    use super::*;

    fn statistics(fetch_state: &str, broker_state: &str) -> Statistics {
        let partition =
            Partition { desired: true, leader: 2, fetch_state: fetch_state.to_owned(), ..Partition::default() };
        let topic = Topic { partitions: [(0, partition)].into(), ..Topic::default() };
        let broker = Broker { nodeid: 2, state: broker_state.to_owned(), ..Broker::default() };
        Statistics {
            topics: [("raw".to_owned(), topic)].into(),
            brokers: [("two".to_owned(), broker)].into(),
            ..Statistics::default()
        }
    }

    /// What is said after statistics, each five seconds after the one before.
    fn said(all: &[(&str, &str)]) -> Option<String> {
        let (mut forgotten, begin) = (Forgotten::default(), Instant::now());
        for (&(fetch_state, broker_state), number) in all.iter().zip(0..) {
            forgotten.note(&statistics(fetch_state, broker_state), false, begin + Duration::from_secs(5) * number);
        }
        forgotten.any()
    }

    #[test]
    fn a_partition_left_alone_is_told_of() {
        assert_eq!(said(&[("offset-wait", "UP"); 7]), None, "thirty seconds are none too many");
        assert!(said(&[("offset-wait", "UP"); 8]).is_some_and(|why| why.starts_with("raw[0] ")));
    }

    #[test]
    fn a_partition_that_is_fetched_from_or_has_no_leader_is_not() {
        assert_eq!(said(&[("active", "UP"); 9]), None);
        assert_eq!(said(&[("offset-wait", "DOWN"); 9]), None);
        let mut fetched_between = [("offset-wait", "UP"); 9];
        fetched_between[4] = ("active", "UP");
        assert_eq!(said(&fetched_between), None);
    }

    /// What is said of one that is fetched from, whose next offset is this at each time, of eleven that it has.
    fn said_of_active(paused: bool, queued: i64, next: impl Fn(u32) -> i64) -> Option<String> {
        let (mut forgotten, begin) = (Forgotten::default(), Instant::now());
        for number in 0..9 {
            let mut statistics = statistics("active", "UP");
            for counts in statistics.topics.values_mut().flat_map(|topic| topic.partitions.values_mut()) {
                (counts.next_offset, counts.ls_offset, counts.fetchq_cnt) = (next(number), 11, queued);
            }
            forgotten.note(&statistics, paused, begin + Duration::from_secs(5) * number);
        }
        forgotten.any()
    }

    #[test]
    fn a_partition_whose_records_do_not_come_is_told_of() {
        assert!(said_of_active(false, 0, |_| 7).is_some_and(|why| why.ends_with("(client state active)")));
        assert_eq!(said_of_active(false, 0, |_| 11), None, "it has been read to its end");
        assert_eq!(said_of_active(false, 0, i64::from), None, "it is read slowly");
        assert_eq!(said_of_active(false, 3, |_| 7), None, "what came isn't taken");
        assert_eq!(said_of_active(true, 0, |_| 7), None, "nothing is asked for");
    }

    /// The client was told the end once, when the partition had been read up to there, and has asked for nothing since.
    #[test]
    fn a_partition_that_seems_read_is_asked_after() {
        let (mut forgotten, begin) = (Forgotten::default(), Instant::now());
        let (name, mut asked) = (("raw".to_owned(), 0), Vec::new());
        for number in 0..30 {
            let mut statistics = statistics("active", "UP");
            for counts in statistics.topics.values_mut().flat_map(|topic| topic.partitions.values_mut()) {
                (counts.next_offset, counts.ls_offset) = (7, 7);
            }
            let now = begin + Duration::from_secs(5) * number;
            forgotten.note(&statistics, false, now);
            if let Some(quiet) = forgotten.quiet(now) {
                assert_eq!(quiet, name);
                // It grows after the second question.
                forgotten.told(&name, [Some(7), None, Some(9)].get(asked.len()).copied().flatten(), now);
                asked.push(number);
            }
            assert_eq!(forgotten.any().is_some(), number > 25, "{number}");
        }
        assert_eq!(asked, [6, 12, 18]);
    }

    #[test]
    fn time_in_which_nobody_asked_speaks_for_nothing() {
        let (mut forgotten, begin) = (Forgotten::default(), Instant::now());
        forgotten.note(&statistics("offset-wait", "UP"), false, begin);
        forgotten.note(&statistics("active", "UP"), false, begin + Duration::from_mins(2));
        assert_eq!(forgotten.any(), None);
    }
}
