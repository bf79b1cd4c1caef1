//! A ledger that is silent, and one whose broker's clock is wrong.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::{desk::verdict::clock::STEP_MAX_MS, kafka::Clock};

const HOUR_MS: i64 = 3_600_000;

/// The broker's clock, which is set at will.
struct Set(AtomicI64);

impl Clock for Set {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn wall_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Bench {
    cluster: Cluster,
    clock: Arc<Set>,
    pages: u64,
}

impl Bench {
    fn new() -> Self {
        let clock = Arc::new(Set(AtomicI64::new(1_790_000_000_000)));
        let layout = Layout { ledger: LEDGER.into(), ..Layout::default() };
        Self { cluster: Cluster::new(layout, Limits::default(), clock.clone()), clock, pages: 0 }
    }

    fn step(&self, hours: i64) {
        self.clock.0.fetch_add(hours * HOUR_MS, Ordering::Relaxed);
    }

    /// Appends an entry about an article of this address and these words.
    fn append(&mut self, url: &str, body: &str) -> SourcePosition {
        let (content, sketch) = mark(Text { headline: "", body, language: None, site: url });
        let source = SourcePosition {
            topic: TopicId(1),
            partition: Partition(0),
            offset: Offset(self.pages),
            part: Part(0),
            timestamp_ms: 0,
        };
        self.pages += 1;
        let claim = Claim::Article { url: format!("https://{url}/1"), content, sketch, facts: Facts::default() };
        let value = Some(LedgerRecord::Entry(Entry { source, claim }).encode());
        self.cluster.produce(LEDGER, Partition(0), RawRecord { value, ..RawRecord::default() });
        source
    }

    fn records(&self) -> usize {
        self.cluster.read_committed(LEDGER).len()
    }
}

fn learn(following: &mut Following, ledger: &mut impl Ledger, minutes: u64) {
    for _ in 0..5 {
        let moment = Moment { now: Duration::from_mins(minutes), wait: Duration::ZERO };
        following.learn(ledger, moment, &mut ()).unwrap();
    }
}

#[test]
fn a_silent_ledger_is_stamped_every_hour() {
    let mut bench = Bench::new();
    let (_, _, mut ledger) = bench.cluster.replica("one");
    let mut following = Following::new(Memory::new(Rules::default()), 1);
    learn(&mut following, &mut ledger, 0);
    bench.append("a.example", "Rain fell on the town for seven days");
    learn(&mut following, &mut ledger, 30);
    let records = [60, 89, 90, 100, 149, 150, 210].map(|minutes| {
        learn(&mut following, &mut ledger, minutes);
        bench.records()
    });
    assert_eq!(records, [2, 2, 3, 3, 3, 4, 5]);
}

/// A week of the broker's is nothing to be believed at once; a week in which nobody sent pages is one.
#[test]
fn a_jump_of_the_brokers_clock_takes_six_hours_of_the_window_and_a_silence_all_of_itself() {
    let words = "The ferry across the harbour goes again from Monday on, a year after it was taken out of service";
    let mut bench = Bench::new();
    let (_, _, mut ledger) = bench.cluster.replica("one");
    let mut following = Following::new(Memory::new(Rules::default()), 1);
    learn(&mut following, &mut ledger, 0);
    bench.append("a.example", words);
    bench.step(30 * 24);
    let copy = bench.append("b.example", words);
    learn(&mut following, &mut ledger, 1);
    let judged = |following: &Following, of| following.memory().recall(of).map(|judged| judged.verdict.name());
    assert_eq!(judged(&following, &copy), Some("duplicate"));
    assert_eq!(following.clock.now().0, 1_790_000_000_000 + STEP_MAX_MS);

    for hour in 1..=8 * 24 {
        bench.step(1);
        learn(&mut following, &mut ledger, hour * 61);
    }
    let later = bench.append("c.example", words);
    learn(&mut following, &mut ledger, 8 * 24 * 61);
    assert_eq!(judged(&following, &later), Some("new"));
    assert_eq!(bench.records(), 1 + 3 + 8 * 24);
}
