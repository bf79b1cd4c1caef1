//! The in-process cluster against what a real broker shows; each test is named after that.

mod model;

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::{
    desk::wire::Outgoing,
    kafka::{Arrival, Failure, Ledger as _, Sink as _, Source as _, Tailed},
};

/// Time that stands still until it is moved.
#[derive(Default)]
struct Still(AtomicU64);

impl Clock for Still {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }

    fn wall_ms(&self) -> i64 {
        1_700_000_000_000 + i64::try_from(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

struct Bench {
    cluster: Cluster,
    clock: Arc<Still>,
}

impl Bench {
    fn new() -> Self {
        Self::with(Limits { record_bytes_max: 1000, ..Limits::default() }, None)
    }

    fn with(limits: Limits, partition_bytes_max: Option<usize>) -> Self {
        let clock = Arc::new(Still::default());
        let layout = Layout { raw: vec![("raw".into(), 4)], partition_bytes_max, ..Layout::default() };
        Self { cluster: Cluster::new(layout, limits, clock.clone()), clock }
    }

    fn pass(&self, time: Duration) {
        self.clock.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }

    fn feed(&self, partition: u32, count: usize) {
        for _ in 0..count {
            self.cluster.produce("raw", Partition(partition), raw(b"page")).unwrap();
        }
    }

    fn visible(&self) -> Vec<Vec<u8>> {
        values(self.cluster.read_committed("articles"))
    }

    fn committed(&self, partition: u32) -> Option<u64> {
        self.cluster.committed(&at(partition)).map(|position| position.0)
    }
}

fn values(consumed: Vec<Consumed>) -> Vec<Vec<u8>> {
    consumed.into_iter().map(|consumed| consumed.record.value.unwrap()).collect()
}

fn raw(value: &[u8]) -> RawRecord {
    RawRecord { value: Some(value.to_vec()), ..RawRecord::default() }
}

fn article(value: &[u8]) -> Outgoing {
    Outgoing { channel: Channel::Articles, key: None, value: Some(value.to_vec()), headers: Vec::new() }
}

fn at(partition: u32) -> TopicPartition {
    TopicPartition { topic: "raw".into(), partition: Partition(partition) }
}

fn poll(source: &mut LogSource) -> Option<Arrival> {
    source.poll(Duration::ZERO).unwrap()
}

/// Polls until nothing comes: the partitions it was given and lost, in order, and how many records it read.
fn settle(source: &mut LogSource) -> (Vec<u32>, Vec<u32>, usize) {
    let (mut assigned, mut revoked, mut records) = (Vec::new(), Vec::new(), 0);
    let numbers = |list: Vec<TopicPartition>| list.into_iter().map(|at| at.partition.0).collect::<Vec<_>>();
    while let Some(arrival) = poll(source) {
        match arrival {
            Arrival::Assigned(list) => assigned.extend(numbers(list)),
            Arrival::Revoked(list) => revoked.extend(numbers(list)),
            Arrival::Record { .. } => records += 1,
            Arrival::Displaced { .. } | Arrival::Unreadable(_) => {
                unreachable!("nobody else sets positions here, and nothing rots")
            }
        }
    }
    (assigned, revoked, records)
}

fn fatal<T: std::fmt::Debug>(result: &Result<T, Failure>) {
    assert!(matches!(result, Err(Failure::Fatal(_))), "{result:?}");
}

fn refused(result: &Result<(), Failure>, code: &str) {
    assert!(matches!(result, Err(Failure::Abort(why) | Failure::Refused(why)) if why.starts_with(code)), "{result:?}");
}

#[test]
fn records_come_back_whole_and_in_order() {
    let bench = Bench::new();
    let record = RawRecord {
        key: Some(b"k".to_vec()),
        value: None,
        headers: vec![("a".to_owned(), Some(b"1".to_vec())), ("b".to_owned(), None)],
        timestamp_ms: 42,
    };
    bench.feed(1, 2);
    bench.cluster.produce("raw", Partition(1), record.clone()).unwrap();
    let consumed = bench.cluster.read_committed("raw");
    assert_eq!(consumed.len(), 3);
    assert_eq!(consumed[2], Consumed { partition: Partition(1), offset: Offset(2), record });
    assert_eq!(bench.cluster.produce("raw", Partition(9), raw(b"")), None);
    assert_eq!(bench.cluster.produce("none", Partition(0), raw(b"")), None);
}

#[test]
fn an_open_transaction_is_hidden_and_holds_back_what_follows() {
    let bench = Bench::new();
    let (_, mut a, _) = bench.cluster.replica("a");
    let (_, mut b, _) = bench.cluster.replica("b");
    a.begin().unwrap();
    a.send(article(b"open")).unwrap();
    b.begin().unwrap();
    b.send(article(b"later")).unwrap();
    b.commit().unwrap();
    assert!(bench.visible().is_empty());
    assert_eq!(bench.cluster.read_uncommitted("articles").len(), 2);
    a.commit().unwrap();
    assert_eq!(bench.visible(), [b"open".to_vec(), b"later".to_vec()]);
}

#[test]
fn markers_take_up_offsets() {
    let bench = Bench::new();
    let (_, mut sink, _) = bench.cluster.replica("a");
    for _ in 0..2 {
        sink.begin().unwrap();
        sink.send(article(b"one")).unwrap();
        sink.commit().unwrap();
    }
    let offsets: Vec<_> = bench.cluster.read_committed("articles").iter().map(|consumed| consumed.offset.0).collect();
    assert_eq!(offsets, [0, 2]);
    let end = bench.cluster.end(&TopicPartition { topic: "articles".into(), partition: Partition(0) });
    assert_eq!(end, Some(Position(4)));
}

#[test]
fn aborted_records_are_passed_over_and_their_offsets_dropped() {
    let bench = Bench::new();
    bench.feed(0, 3);
    let (mut source, mut sink, _) = bench.cluster.replica("a");
    source.subscribe().unwrap();
    settle(&mut source);
    sink.begin().unwrap();
    sink.send(article(b"no")).unwrap();
    sink.send_offsets(&[(at(0), Position(3))], &source.membership().unwrap()).unwrap();
    sink.abort().unwrap();
    assert_eq!((bench.visible().len(), bench.committed(0)), (0, None));
    sink.begin().unwrap();
    sink.send(article(b"yes")).unwrap();
    sink.send_offsets(&[(at(0), Position(2))], &source.membership().unwrap()).unwrap();
    sink.commit().unwrap();
    assert_eq!((bench.visible(), bench.committed(0)), (vec![b"yes".to_vec()], Some(2)));
}

#[test]
fn a_new_producer_fences_the_old_one_and_drops_its_transaction() {
    let bench = Bench::new();
    let (_, mut zombie, _) = bench.cluster.replica("a");
    zombie.begin().unwrap();
    zombie.send(article(b"zombie")).unwrap();
    let (_, mut heir, _) = bench.cluster.replica("a");
    heir.begin().unwrap();
    heir.send(article(b"heir")).unwrap();
    heir.commit().unwrap();
    fatal(&zombie.commit());
    fatal(&zombie.abort());
    fatal(&zombie.begin());
    assert_eq!(bench.visible(), [b"heir".to_vec()]);
}

#[test]
fn a_fenced_producer_learns_it_after_it_has_sent() {
    let bench = Bench::new();
    let (_, mut zombie, _) = bench.cluster.replica("a");
    let _heir = bench.cluster.replica("a");
    zombie.begin().unwrap();
    zombie.send(article(b"zombie")).unwrap();
    fatal(&zombie.send(article(b"zombie")));
    fatal(&zombie.commit());
    assert!(bench.cluster.read_uncommitted("articles").is_empty());
}

#[test]
fn a_transaction_that_times_out_is_dropped_and_its_producer_fenced() {
    let bench = Bench::new();
    let (_, mut slow, _) = bench.cluster.replica("slow");
    let (_, mut other, _) = bench.cluster.replica("other");
    slow.begin().unwrap();
    slow.send(article(b"hang")).unwrap();
    other.begin().unwrap();
    other.send(article(b"plain")).unwrap();
    other.commit().unwrap();
    bench.pass(Duration::from_mins(1));
    assert!(bench.visible().is_empty());
    bench.pass(Duration::from_millis(1));
    assert_eq!(bench.visible(), [b"plain".to_vec()]);
    fatal(&slow.commit());
    fatal(&slow.begin());
}

#[test]
fn a_record_over_the_cap_fails_the_transaction_at_a_later_call() {
    let bench = Bench::new();
    let (_, mut sink, _) = bench.cluster.replica("a");
    sink.begin().unwrap();
    sink.send(article(b"small")).unwrap();
    sink.send(article(&[0; 1001])).unwrap();
    assert!(matches!(sink.send(article(b"small")), Err(Failure::Refused(_))));
    refused(&sink.commit(), "MSG_SIZE_TOO_LARGE");
    sink.abort().unwrap();
    sink.begin().unwrap();
    sink.send(article(b"small")).unwrap();
    sink.commit().unwrap();
    assert_eq!(bench.visible().len(), 1);
}

#[test]
fn calls_out_of_order_are_a_defect_of_ours() {
    let bench = Bench::new();
    let (_, mut sink, _) = bench.cluster.replica("a");
    fatal(&sink.commit());
    fatal(&sink.abort());
    fatal(&sink.send(article(b"")));
    sink.begin().unwrap();
    fatal(&sink.begin());
}

#[test]
fn two_members_share_evenly_and_the_second_waits_for_the_first_to_let_go() {
    let bench = Bench::new();
    let (mut a, _, _) = bench.cluster.replica("a");
    let (mut b, _, _) = bench.cluster.replica("b");
    a.subscribe().unwrap();
    assert_eq!(settle(&mut a).0, [0, 1, 2, 3]);
    b.subscribe().unwrap();
    assert_eq!(settle(&mut b), (vec![], vec![], 0));
    let (assigned, revoked, _) = settle(&mut a);
    assert_eq!((assigned.len(), revoked.len()), (0, 2));
    assert_eq!(settle(&mut b).0, revoked);
    assert_eq!(settle(&mut a), (vec![], vec![], 0));
}

#[test]
fn a_member_that_leaves_hands_its_partitions_over_at_once() {
    let bench = Bench::new();
    let (mut a, _, _) = bench.cluster.replica("a");
    let (mut b, _, _) = bench.cluster.replica("b");
    for source in [&mut a, &mut b] {
        source.subscribe().unwrap();
        settle(source);
    }
    settle(&mut a);
    settle(&mut b);
    a.unsubscribe();
    assert_eq!(a.membership(), None);
    assert_eq!(poll(&mut a), None);
    assert_eq!(settle(&mut b).0.len(), 2);
}

#[test]
fn a_silent_member_is_expelled_and_its_offsets_are_refused() {
    let bench = Bench::new();
    bench.feed(0, 1);
    let (mut a, mut sink, _) = bench.cluster.replica("a");
    let (mut b, _, _) = bench.cluster.replica("b");
    a.subscribe().unwrap();
    assert_eq!(settle(&mut a).2, 1);
    bench.pass(Duration::from_secs(46));
    b.subscribe().unwrap();
    assert_eq!(settle(&mut b), (vec![0, 1, 2, 3], vec![], 1));
    sink.begin().unwrap();
    sink.send(article(b"zombie")).unwrap();
    refused(&sink.send_offsets(&[(at(0), Position(1))], &a.membership().unwrap()), "UNKNOWN_MEMBER_ID");
    sink.abort().unwrap();
    assert!(matches!(poll(&mut a), Some(Arrival::Revoked(lost)) if lost.len() == 4));
    assert_eq!(a.membership(), None);
    assert_eq!(poll(&mut a), None);
    assert!(a.membership().is_some(), "it joins again");
}

#[test]
fn a_generation_that_has_passed_is_refused() {
    let bench = Bench::new();
    let (mut a, mut sink, _) = bench.cluster.replica("a");
    let (mut b, _, _) = bench.cluster.replica("b");
    a.subscribe().unwrap();
    settle(&mut a);
    let captured = a.membership().unwrap();
    b.subscribe().unwrap();
    settle(&mut b);
    settle(&mut a);
    sink.begin().unwrap();
    refused(&sink.send_offsets(&[(at(0), Position(0))], &captured), "ILLEGAL_GENERATION");
    refused(&sink.commit(), "ILLEGAL_GENERATION");
    sink.abort().unwrap();
    sink.begin().unwrap();
    sink.send_offsets(&[(at(0), Position(0))], &a.membership().unwrap()).unwrap();
    sink.commit().unwrap();
}

#[test]
fn a_pending_position_holds_back_the_next_reader() {
    let bench = Bench::new();
    bench.feed(0, 2);
    let (mut a, mut sink, _) = bench.cluster.replica("a");
    let (mut b, _, _) = bench.cluster.replica("b");
    a.subscribe().unwrap();
    settle(&mut a);
    sink.begin().unwrap();
    sink.send_offsets(&[(at(0), Position(1))], &a.membership().unwrap()).unwrap();
    bench.cluster.expel(a.membership().unwrap().member);
    b.subscribe().unwrap();
    assert_eq!(settle(&mut b), (vec![0, 1, 2, 3], vec![], 0), "assigned, and nothing read yet");
    sink.commit().unwrap();
    assert_eq!(settle(&mut b), (vec![], vec![], 1), "reads on from where the commit left off");
}

#[test]
fn an_outcome_is_seen_some_time_after_the_commit_returns() {
    let bench = Bench::with(Limits { outcome_lag: Duration::from_millis(100), ..Limits::default() }, None);
    bench.feed(0, 2);
    let (mut a, mut sink, _) = bench.cluster.replica("a");
    a.subscribe().unwrap();
    settle(&mut a);
    sink.begin().unwrap();
    sink.send(article(b"one")).unwrap();
    sink.send_offsets(&[(at(0), Position(1))], &a.membership().unwrap()).unwrap();
    sink.commit().unwrap();
    assert_eq!((bench.visible().len(), bench.committed(0)), (0, None));
    a.unsubscribe();
    let (mut b, _, _) = bench.cluster.replica("b");
    b.subscribe().unwrap();
    assert_eq!(settle(&mut b).2, 0);
    bench.pass(Duration::from_millis(100));
    assert_eq!((bench.visible().len(), bench.committed(0)), (1, Some(1)));
    assert_eq!(settle(&mut b).2, 1);
    // What was decided stays decided when the transactional id is taken over before its markers are written.
    let (_, mut sink, _) = bench.cluster.replica("c");
    sink.begin().unwrap();
    sink.send(article(b"two")).unwrap();
    sink.commit().unwrap();
    let _heir = bench.cluster.replica("c");
    assert_eq!(bench.visible().len(), 2);
}

#[test]
fn a_later_position_is_not_overwritten_by_a_transaction_that_commits_late() {
    let bench = Bench::new();
    let (mut source, mut early, _) = bench.cluster.replica("a");
    let (_, mut late, _) = bench.cluster.replica("b");
    source.subscribe().unwrap();
    settle(&mut source);
    let membership = source.membership().unwrap();
    for (sink, position) in [(&mut early, 11), (&mut late, 12)] {
        sink.begin().unwrap();
        sink.send_offsets(&[(at(1), Position(position))], &membership).unwrap();
    }
    late.commit().unwrap();
    early.commit().unwrap();
    assert_eq!(bench.committed(1), Some(12));
}

#[test]
fn paused_intake_still_serves_the_group() {
    let bench = Bench::new();
    bench.feed(2, 1);
    let (mut source, _, _) = bench.cluster.replica("a");
    source.pause(true).unwrap();
    source.subscribe().unwrap();
    assert_eq!(settle(&mut source), (vec![0, 1, 2, 3], vec![], 0));
    source.pause(false).unwrap();
    assert_eq!(settle(&mut source).2, 1);
}

#[test]
fn seek_moves_partitions_that_are_ones_own() {
    let bench = Bench::new();
    bench.feed(0, 4);
    let (mut source, _, _) = bench.cluster.replica("a");
    source.subscribe().unwrap();
    assert_eq!(settle(&mut source).2, 4);
    source.seek(&[(at(0), Position(1)), (at(9), Position(0))]).unwrap();
    assert_eq!(settle(&mut source), (vec![], vec![], 3));
}

#[test]
fn a_raw_topic_cut_or_made_anew_is_read_from_its_earliest_record() {
    let bench = Bench::new();
    bench.feed(0, 100);
    let (mut source, _, _) = bench.cluster.replica("a");
    source.subscribe().unwrap();
    poll(&mut source);
    bench.cluster.truncate(&at(0), Position(50));
    assert!(matches!(poll(&mut source), Some(Arrival::Record { offset: Offset(50), .. })));
    source.seek(&[(at(0), Position(1000))]).unwrap();
    assert!(matches!(poll(&mut source), Some(Arrival::Record { offset: Offset(50), .. })));
    bench.cluster.recreate("raw");
    bench.feed(0, 10);
    assert_eq!(settle(&mut source).2, 10);
}

#[test]
fn the_ledger_is_tailed_by_everyone_and_stamped_by_the_broker() {
    let bench = Bench::new();
    let (_, _, mut a) = bench.cluster.replica("a");
    let (_, _, mut b) = bench.cluster.replica("b");
    a.append(b"one".to_vec()).unwrap();
    bench.pass(Duration::from_millis(5));
    b.append(b"two".to_vec()).unwrap();
    for ledger in [&mut a, &mut b] {
        assert_eq!(ledger.end(), Ok(Position(2)));
        let entry = |offset, appended_ms, bytes: &[u8]| {
            Some(Tailed::Entry { offset: Offset(offset), appended_ms, bytes: bytes.to_vec() })
        };
        assert_eq!(ledger.poll(Duration::ZERO).unwrap(), entry(0, 1_700_000_000_000, b"one"));
        assert_eq!(ledger.poll(Duration::ZERO).unwrap(), entry(1, 1_700_000_000_005, b"two"));
        assert_eq!(ledger.poll(Duration::ZERO).unwrap(), None);
        assert_eq!(ledger.position(), Position(2));
    }
}

#[test]
fn what_a_transaction_appends_to_the_ledger_is_met_once_it_is_committed() {
    let bench = Bench::new();
    let (_, mut sink, mut ledger) = bench.cluster.replica("a");
    let entries = [b"one".to_vec(), b"two".to_vec()];
    for commit in [false, true] {
        sink.begin().unwrap();
        sink.append(&entries).unwrap();
        ledger.append(b"behind".to_vec()).unwrap();
        assert_eq!(ledger.poll(Duration::ZERO), Ok(None), "what is behind it waits, too");
        if commit { sink.commit() } else { sink.abort() }.unwrap();
        let met: Vec<Vec<u8>> = std::iter::from_fn(|| ledger.poll(Duration::ZERO).unwrap())
            .map(|tailed| match tailed {
                Tailed::Entry { bytes, .. } => bytes,
                other => panic!("{other:?}"),
            })
            .collect();
        let expected: &[&[u8]] = if commit { &[b"one", b"two", b"behind"] } else { &[b"behind"] };
        assert_eq!(met, expected);
        assert_eq!(ledger.position(), ledger.end().unwrap(), "a marker stands at the end");
    }
}

#[test]
fn a_tail_that_lost_its_place_is_reset_to_the_beginning() {
    let bench = Bench::new();
    let ledger_at = TopicPartition { topic: "ledger".into(), partition: Partition(0) };
    let (_, _, mut ledger) = bench.cluster.replica("a");
    for _ in 0..10 {
        ledger.append(b"entry".to_vec()).unwrap();
    }
    bench.cluster.truncate(&ledger_at, Position(5));
    assert!(matches!(ledger.poll(Duration::ZERO).unwrap(), Some(Tailed::Reset(_))));
    assert_eq!(ledger.position(), Position(5));
    assert!(matches!(ledger.poll(Duration::ZERO).unwrap(), Some(Tailed::Entry { offset: Offset(5), .. })));
    bench.cluster.recreate("ledger");
    for _ in 0..10 {
        ledger.append(b"entry".to_vec()).unwrap();
    }
    assert!(matches!(ledger.poll(Duration::ZERO).unwrap(), Some(Tailed::Reset(_))));
    assert!(matches!(ledger.poll(Duration::ZERO).unwrap(), Some(Tailed::Entry { offset: Offset(0), .. })));
}

#[test]
fn a_partition_keeps_no_more_bytes_than_it_may() {
    let bench = Bench::with(Limits::default(), Some(1000));
    bench.feed(0, 100);
    let kept = bench.cluster.read_committed("raw");
    assert!((20..=30).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept.last().unwrap().offset, Offset(99));
}

#[test]
fn a_waiting_poll_is_woken_by_what_it_waits_for() {
    let bench = Bench::new();
    let (mut source, _, mut ledger) = bench.cluster.replica("a");
    source.subscribe().unwrap();
    settle(&mut source);
    std::thread::scope(|scope| {
        let page = scope.spawn(|| source.poll(Duration::from_mins(1)).unwrap());
        let entry = scope.spawn(|| ledger.poll(Duration::from_mins(1)).unwrap());
        bench.feed(0, 1);
        bench.cluster.produce("ledger", Partition(0), raw(b"entry")).unwrap();
        assert!(matches!(page.join().unwrap(), Some(Arrival::Record { .. })));
        assert!(matches!(entry.join().unwrap(), Some(Tailed::Entry { .. })));
    });
}
