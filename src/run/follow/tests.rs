mod silence;

use std::sync::Arc;

use super::*;
use crate::{
    desk::{
        Policy,
        capture::{Offset, Part, Partition, RawRecord},
        sketch::{Text, mark},
        verdict::{
            Facts,
            memory::tapes::{TapeFile, TapeFiles, TapesLost},
        },
    },
    kafka::{
        SystemClock,
        log::{Cluster, Layout, Limits},
    },
    run::readers::{Inline, Readers},
};

/// The beginning, and nothing is waited for.
pub(in crate::run) const AT_ONCE: Moment = Moment { now: Duration::ZERO, wait: Duration::ZERO };

pub(in crate::run) const LEDGER: &str = "ledger";

/// A cluster that has only a ledger to speak of.
pub(in crate::run) fn cluster() -> Cluster {
    Cluster::new(
        Layout { ledger: LEDGER.into(), ..Layout::default() },
        Limits::default(),
        Arc::new(SystemClock::start()),
    )
}

/// What comes of following a ledger that holds these bytes behind its genesis.
fn follow(bytes: Vec<u8>) -> Result<(), Failure> {
    let cluster = cluster();
    let (_, _, mut ledger) = cluster.replica("one");
    let genesis = LedgerRecord::Genesis(Genesis::new(1, &Rules::default())).encode();
    for value in [genesis, bytes] {
        cluster.produce(LEDGER, Partition(0), RawRecord { value: Some(value), ..RawRecord::default() });
    }
    let mut following = Following::new(Memory::new(Rules::default()), 1);
    for _ in 0..5 {
        following.learn(&mut ledger, AT_ONCE, &mut ())?;
    }
    assert!(following.is_working());
    Ok(())
}

/// No file can be made.
#[derive(Debug)]
struct NoDisk;

impl TapeFiles for NoDisk {
    fn open(&self) -> Result<Box<dyn TapeFile>, TapesLost> {
        Err(TapesLost("no disk".to_owned()))
    }
}

#[test]
fn a_replica_that_lost_what_it_compares_with_ends() {
    let cluster = cluster();
    let (_, _, mut ledger) = cluster.replica("one");
    let text = Text { headline: "", body: "Rain fell on the town for seven days", language: None, site: "a.example" };
    let (content, sketch) = mark(text);
    let source = SourcePosition {
        topic: TopicId(1),
        partition: Partition(0),
        offset: Offset(0),
        part: Part(0),
        timestamp_ms: 0,
    };
    let claim = Claim::Article { url: "https://a.example/1".to_owned(), content, sketch, facts: Facts::default() };
    let genesis = LedgerRecord::Genesis(Genesis::new(1, &Rules::default()));
    for record in [genesis, LedgerRecord::Entry(Entry { source, claim })] {
        cluster.produce(LEDGER, Partition(0), RawRecord { value: Some(record.encode()), ..RawRecord::default() });
    }
    let mut following = Following::new(Memory::new(Rules::default()), 1);
    following.set_tapes(TapeRoom { ram_bytes_max: 0, files: Some(Arc::new(NoDisk)) });
    // The broker tells the ledger's end first.
    let mut ended = Ok(false);
    for _ in 0..5 {
        ended = ended.and_then(|_| following.learn(&mut ledger, AT_ONCE, &mut ()));
    }
    assert!(matches!(&ended, Err(Failure::Fatal(why)) if why.contains("no disk")), "{ended:?}");
    let again = following.learn(&mut ledger, AT_ONCE, &mut ());
    assert!(matches!(again, Err(Failure::Fatal(_))), "{again:?}");
}

/// A record of this version and kind, sound by its check.
fn sealed(version: u8, kind: u8) -> Vec<u8> {
    let body = b"whatever that version means by it";
    let seed = u16::from_le_bytes([version, kind]);
    let check = xxhash_rust::xxh3::xxh3_64_with_seed(body, seed.into()).to_le_bytes();
    [version, kind].into_iter().chain(check.into_iter().take(4)).chain(*body).collect()
}

#[test]
fn a_damaged_record_is_passed_over_and_a_foreign_one_ends_the_replica() {
    let own = LedgerRecord::Genesis(Genesis::new(1, &Rules::default())).encode()[0];
    for (version, kind) in [(own + 1, 1), (own + 1, 0), (own - 1, 1), (own, 200)] {
        let ended = follow(sealed(version, kind));
        assert!(matches!(&ended, Err(Failure::Fatal(why)) if why.contains("another version")), "{ended:?}");
        let mut damaged = sealed(version, kind);
        damaged[9] ^= 1;
        assert!(follow(damaged).is_ok());
    }
    assert!(follow(sealed(own, 1)).is_ok(), "of this version, and no entry: damaged");
    assert!(follow(Vec::new()).is_ok());
}

const PAGE: &[u8] = b"<!doctype html><html lang=\"en\"><meta property=\"og:type\" content=\"article\"><title>Ferry</title><article><h1>The ferry goes again</h1>\
    <p>The ferry across the harbour goes again from Monday on, a year after it was taken out of service by the town.</p>\
    <p>Its engine had been repaired twice before the council found the money for a new one, said the harbour master.</p>\
    <p>In the first week nobody pays, and after that a crossing is to cost as much as it did before, said the town.</p>\
    </article>";

/// A batch of these records, read at once, the first of which stands at the beginning of its partition.
fn batch(values: &[&[u8]]) -> Batch {
    let mut batch = Batch::default();
    for (offset, value) in (0..).map(Offset).zip(values) {
        let headers = [("url", "https://a.example/1"), ("content-type", "text/html")];
        let headers = headers.map(|(name, value)| (name.to_owned(), Some(value.as_bytes().to_vec())));
        let record = RawRecord { value: Some(value.to_vec()), headers: headers.into(), ..RawRecord::default() };
        let record = Arc::new(record);
        let from = TopicPartition { topic: Arc::from("raw"), partition: Partition(0) };
        let reading = Inline::new(Policy::default()).read(Arc::clone(&record));
        batch.push(from, offset, record, reading, Duration::ZERO);
    }
    batch.collect_readings(1 << 20, Duration::from_secs(1), Duration::ZERO);
    batch
}

/// What the first page of a batch was judged.
fn verdict(batch: &Batch) -> Verdict {
    batch.rows()[0].pages[0].judgement.as_ref().unwrap().verdict.clone()
}

/// Folds all that there is.
fn learn(following: &mut Following, ledger: &mut impl Ledger) {
    for _ in 0..5 {
        following.learn(ledger, AT_ONCE, &mut ()).unwrap();
    }
}

/// A page was claimed and is read again as nothing: its verdict comes at once, nothing is appended outside the transaction, and what is
/// taken back in it is that page.
#[test]
fn what_cannot_be_read_any_more_is_taken_back_with_its_dead_letter() {
    let cluster = cluster();
    let (_, _, mut ledger) = cluster.replica("one");
    let mut following = Following::new(Memory::new(Rules::default()), 1);
    learn(&mut following, &mut ledger);
    let mut first = batch(&[PAGE]);
    following.claim(&mut first, &mut ledger).unwrap();
    learn(&mut following, &mut ledger);
    following.answer(&mut first);
    following.confirm(&mut first);
    assert_eq!((verdict(&first), first.retractions().len()), (Verdict::New, 0));

    let appended = ledger.end().unwrap();
    let mut again = batch(&[b""]);
    following.claim(&mut again, &mut ledger).unwrap();
    assert!(matches!(verdict(&again), Verdict::Rejected(_)) && again.judged());
    following.confirm(&mut again);
    assert_eq!(ledger.end().unwrap(), appended);
    let source = again.rows()[0].pages[0].source;
    let retraction = LedgerRecord::Entry(Entry { source, claim: Claim::Retraction }).encode();
    assert_eq!(again.retractions(), std::slice::from_ref(&retraction));

    // What wasn't judged before waits for it: it may be a copy.
    let together = |values: &[&[u8]]| following.together(&batch(values));
    assert_eq!(together(&[b"", b"", PAGE, PAGE]), 2);
    assert_eq!(together(&[b"", b""]), 2);
    assert_eq!(together(&[PAGE, b"", PAGE]), 3, "nothing is taken back that was never judged");
    let mut parted = batch(&[b"", PAGE, PAGE]);
    let rest = parted.split_off(1).unwrap();
    assert_eq!((parted.records(), rest.records(), rest.claimed()), (1, 2, false));
    assert_eq!(parted.bytes() + rest.bytes(), batch(&[b"", PAGE, PAGE]).bytes());
    assert!(parted.split_off(1).is_none());

    cluster.produce(LEDGER, Partition(0), RawRecord { value: Some(retraction), ..RawRecord::default() });
    learn(&mut following, &mut ledger);
    following.confirm(&mut again);
    assert!(again.retractions().is_empty(), "it was taken back");
}

/// A page reads as an article here and as nothing on a replica that runs otherwise, which had its partition in between and took
/// the verdict back: it must not come out after that, as its next copy will.
#[test]
fn what_another_replica_took_back_is_not_published() {
    let cluster = cluster();
    let (_, _, mut ledger) = cluster.replica("one");
    let mut following = Following::new(Memory::new(Rules::default()), 1);
    learn(&mut following, &mut ledger);
    let mut batch = batch(&[PAGE]);
    following.claim(&mut batch, &mut ledger).unwrap();
    learn(&mut following, &mut ledger);
    following.answer(&mut batch);
    following.confirm(&mut batch);
    assert_eq!(verdict(&batch), Verdict::New);

    let source = batch.rows()[0].pages[0].source;
    let retraction = LedgerRecord::Entry(Entry { source, claim: Claim::Retraction }).encode();
    cluster.produce(LEDGER, Partition(0), RawRecord { value: Some(retraction), ..RawRecord::default() });
    learn(&mut following, &mut ledger);
    following.confirm(&mut batch);
    assert_eq!(verdict(&batch), Verdict::Rejected(Reason::Undeliverable));
}
