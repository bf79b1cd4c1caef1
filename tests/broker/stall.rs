//! How long readers wait when a replica is killed, measured: `make stall` prints the table that the README states.
//!
//! A killed replica leaves a transaction open, and a reader of committed records sees nothing that lies behind it in
//! its partitions until the broker ends it: when the transactional id is used again, which is when the replica is back,
//! or when `kafka.transaction_timeout_ms` is over. Its raw partitions wait for another reader until the group's
//! `session.timeout.ms` is over, or until it is back as the same member.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rdkafka::{
    Message, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    topic_partition_list::Offset,
};

use crate::{
    binary::Binary,
    pages,
    service::{Service, lock},
};

const PARTITIONS: i32 = 4;
const ROUNDS: usize = 5;

/// Pages come this often, ten at a time, so that a wait shows.
const PAGES_EVERY: Duration = Duration::from_millis(50);

/// What becomes of the killed replica.
#[derive(Clone, Copy, Debug)]
enum After {
    /// It is started again at once, under the same transactional id.
    Restarted,
    /// The same, and the group knows it by that id (`kafka.static_membership`).
    RestartedStatic,
    /// It stays away, and another replica takes over.
    Gone,
}

#[test]
#[ignore = "takes minutes and asserts nothing beyond the end of each wait: make stall"]
fn restarted() {
    tell(After::Restarted);
}

#[test]
#[ignore = "as the other"]
fn restarted_as_a_static_member() {
    tell(After::RestartedStatic);
}

#[test]
#[ignore = "as the other"]
fn gone() {
    tell(After::Gone);
}

fn tell(after: After) {
    let (mut readers, mut raw): (Vec<f64>, Vec<f64>) = (0..ROUNDS).map(|_| measure(after)).unzip();
    readers.sort_by(f64::total_cmp);
    raw.sort_by(f64::total_cmp);
    println!(
        "{after:?}: readers of articles wait {:.1} s, at most {:.1}; pages {:.1} s, at most {:.1} ({ROUNDS} times)",
        readers[ROUNDS / 2],
        readers[ROUNDS - 1],
        raw[ROUNDS / 2],
        raw[ROUNDS - 1]
    );
}

/// Kills one of two replicas while pages flow. The longest time in which a reader saw no new article in one of the
/// partitions, and the longest from a page's sending to its article's being seen.
fn measure(after: After) -> (f64, f64) {
    let mut service = Service::new("stall", PARTITIONS);
    // As configured by default: the values that the README names.
    service.settings.consumer.clear();
    if matches!(after, After::RestartedStatic) {
        // The configuration only takes that there is one.
        service.settings.consumer.insert("group.instance.id".to_owned(), String::new());
    }
    service.settings.transaction_timeout = Duration::from_secs(15);
    service.bounds.batch_records_max = 500;
    let disks = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let id = |number: usize| format!("{}-{number}", service.settings.group);
    let start = |number: usize| Binary::start_on(&service, &id(number), disks[number].path());
    let (first, second) = (start(0), start(1));
    for replica in [&first, &second] {
        service.kafka.until("both share the partitions", || {
            let assigned = replica.get("/metrics").1;
            let count = assigned.lines().find_map(|line| line.strip_prefix("copydesk_partitions_assigned "))?;
            (count == "2").then_some(())
        });
    }
    let (done, seen) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let killed = thread::scope(|scope| {
        scope.spawn(|| feed(&service, &done));
        scope.spawn(|| watch(&service, &done, &seen));
        service.kafka.until("a steady flow", || {
            thread::sleep(Duration::from_millis(50));
            (lock(&seen).len() > 500).then_some(())
        });
        let killed = Instant::now();
        first.kill();
        let back = (!matches!(after, After::Gone)).then(|| start(0));
        // Longer than the group's session and the transaction may last together.
        let limit = Duration::from_secs(75);
        while killed.elapsed() < limit && !flows(&lock(&seen), killed) {
            thread::sleep(Duration::from_millis(100));
        }
        assert!(flows(&lock(&seen), killed), "the flow did not come back within {limit:?}");
        done.store(true, Ordering::Relaxed);
        drop((back, second));
        killed
    });
    let seen = lock(&seen);
    let longest = (0..PARTITIONS).map(|partition| gap(&seen, partition, killed)).fold(0.0, f64::max);
    let oldest = seen.iter().filter(|sight| sight.at > killed).map(|sight| sight.age).max().unwrap_or_default();
    (longest, oldest.as_secs_f64())
}

/// An article that a reader saw: when, in which partition, from which raw partition, and how long after its page was sent.
struct Sight {
    at: Instant,
    partition: i32,
    raw: i32,
    age: Duration,
}

/// Of every raw partition something was seen that was sent after the kill.
fn flows(seen: &[Sight], killed: Instant) -> bool {
    (0..PARTITIONS).all(|partition| {
        seen.iter()
            .rev()
            .any(|sight| sight.raw == partition && sight.at.checked_sub(sight.age) > Some(killed + PAGES_EVERY * 20))
    })
}

fn gap(seen: &[Sight], partition: i32, killed: Instant) -> f64 {
    let at: Vec<Instant> = seen.iter().filter(|sight| sight.partition == partition).map(|sight| sight.at).collect();
    let gaps = at.windows(2).filter(|pair| pair[1] > killed).map(|pair| pair[1].duration_since(pair[0]));
    gaps.max().unwrap_or_default().as_secs_f64()
}

fn feed(service: &Service, done: &AtomicBool) {
    let mut number = 0;
    while !done.load(Ordering::Relaxed) {
        service.queue_pages(&pages::draw(1_000 + number, 10, PARTITIONS));
        service.go_on_sending(PAGES_EVERY);
        number += 1;
    }
}

fn watch(service: &Service, done: &AtomicBool, seen: &Mutex<Vec<Sight>>) {
    let topic = &service.settings.topics.articles;
    let mut config = service.kafka.config();
    config.set("group.id", "stall-reader").set("isolation.level", "read_committed").set("fetch.wait.max.ms", "20");
    let consumer: BaseConsumer = config.create().expect("the settings are good");
    let mut from = TopicPartitionList::new();
    for partition in 0..PARTITIONS {
        from.add_partition_offset(topic, partition, Offset::Beginning).expect("a partition once");
    }
    consumer.assign(&from).expect("an assignment without a group");
    while !done.load(Ordering::Relaxed) {
        let Some(Ok(message)) = consumer.poll(Duration::from_millis(20)) else { continue };
        let told: serde_json::Value = serde_json::from_slice(message.payload().unwrap_or_default()).expect("JSON");
        let sent = told["fetched_at"].as_str().and_then(|at| at.parse::<jiff::Timestamp>().ok()).expect("a time");
        let age = jiff::Timestamp::now().duration_since(sent);
        let age = Duration::try_from(age).unwrap_or_default();
        let raw = told["provenance"]["source"]["partition"].as_i64().expect("a number");
        let raw = i32::try_from(raw).expect("a partition");
        lock(seen).push(Sight { at: Instant::now(), partition: message.partition(), raw, age });
    }
}
