use std::sync::Arc;

use super::*;
use crate::{
    desk::{
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
};

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
        following.learn(&mut ledger, Duration::ZERO, &mut ())?;
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
        ended = ended.and_then(|_| following.learn(&mut ledger, Duration::ZERO, &mut ()));
    }
    assert!(matches!(&ended, Err(Failure::Fatal(why)) if why.contains("no disk")), "{ended:?}");
    let again = following.learn(&mut ledger, Duration::ZERO, &mut ());
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
