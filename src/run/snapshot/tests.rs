use std::{cell::RefCell, rc::Rc, time::Duration};

use super::{folder::Folder, *};
use crate::{
    desk::{
        capture::{Offset, Part, Partition, RawRecord, SourcePosition, TopicId},
        sketch::{Text, mark},
        verdict::{Claim, Entry, Facts, Rules},
    },
    kafka::log::Cluster,
    run::{
        follow::tests::{LEDGER, cluster},
        watch::{Event, Watch},
    },
};

fn memory(pages: u64) -> Memory {
    let mut memory = Memory::new(Rules::default());
    for offset in 0..pages {
        let body: String = (0..80).map(|n| format!("w{offset}x{n} ")).collect();
        let site = "courier.example";
        let (content, sketch) = mark(Text { headline: "A headline of five words", body: &body, language: None, site });
        let source = SourcePosition {
            topic: TopicId(1),
            partition: Partition(0),
            offset: Offset(offset),
            part: Part(0),
            timestamp_ms: 0,
        };
        let url = format!("https://{site}/{offset}");
        memory.fold(
            LedgerTime(0),
            &Entry { source, claim: Claim::Article { url, content, sketch, facts: Facts::default() } },
        );
    }
    memory
}

fn head() -> Head {
    let mut clock = LedgerClock::default();
    for stamped_ms in [4, i64::MAX, 5] {
        clock.tell(stamped_ms);
    }
    Head { ledger: 7, renewed: LedgerTime(3), clock, last: Mark::of(Offset(41), 4, b"the last record") }
}

fn cut_whole(memory: &Memory) -> Vec<u8> {
    whole(&head(), memory).expect("nothing is lost")
}

fn reads(bytes: &[u8]) -> Result<Resume, Refusal> {
    read(bytes, Memory::new(Rules::default()))
}

#[test]
fn what_was_written_is_read() {
    let memory = memory(50);
    let resume = reads(&cut_whole(&memory)).expect("it is whole");
    assert_eq!(resume.head, head());
    assert_eq!(resume.memory.digest(), memory.digest());
    assert_eq!(cut_whole(&resume.memory), cut_whole(&memory));
}

#[test]
fn no_flipped_bit_and_no_cut_is_overlooked() {
    let bytes = cut_whole(&memory(3));
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(reads(&flipped).is_err(), "a bit of byte {at}");
    }
    for length in 0..bytes.len() {
        assert!(reads(&bytes[..length]).is_err(), "cut at {length}");
    }
    assert!(matches!(reads(&[bytes, vec![0]].concat()), Err(Refusal::Torn(Torn::Cut))));
    assert!(matches!(reads(b"copydesk\x01\0\0\0"), Err(Refusal::Unknown)));
    let rules = Rules { window_seconds: 60, ..Rules::default() };
    let other = Memory::new(rules);
    assert!(matches!(read(&cut_whole(&memory(3))[..], other), Err(Refusal::Torn(Torn::Rules))));
}

#[test]
fn a_length_that_was_never_written_takes_no_memory() {
    let mut bytes = cut_whole(&Memory::new(Rules::default()));
    bytes.truncate(97);
    bytes.extend((BLOCK_BYTES_MAX - 1).to_le_bytes());
    assert!(matches!(reads(&bytes), Err(Refusal::Torn(Torn::Cut))));
}

/// Writes a snapshot to a shelf as the loop does.
fn put(shelf: &mut dyn Shelf, memory: &Memory) -> Option<Result<(), String>> {
    let (mut cut, bytes) = Cut::begin(&head());
    shelf.begin();
    shelf.put(bytes);
    while let Some(bytes) = cut.next(memory).unwrap() {
        shelf.put(bytes);
    }
    shelf.finish();
    shelf.told(Duration::from_secs(20))
}

#[test]
fn a_folder_keeps_the_last_snapshot() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("snapshots");
    assert!(matches!(Folder::read(&directory, Memory::new(Rules::default())), Ok(None)));
    let mut folder = Folder::open(&directory).unwrap();
    for pages in [5, 2] {
        let memory = memory(pages);
        assert_eq!(put(&mut folder, &memory), Some(Ok(())));
        let resume = Folder::read(&directory, Memory::new(Rules::default())).unwrap().expect("it was kept");
        assert_eq!(resume.memory.digest(), memory.digest());
    }
    let names: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["memory.snapshot"]);
}

#[test]
fn a_folder_that_cannot_be_written_fails_the_snapshot_and_keeps_the_one_before() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("snapshots");
    let mut folder = Folder::open(&directory).unwrap();
    assert_eq!(put(&mut folder, &memory(2)), Some(Ok(())));
    // Where the file is to be written stands a directory.
    std::fs::create_dir(directory.join("memory.snapshot.part")).unwrap();
    assert!(matches!(put(&mut folder, &memory(3)), Some(Err(_))));
    std::fs::remove_dir(directory.join("memory.snapshot.part")).unwrap();
    let kept = Folder::read(&directory, Memory::new(Rules::default())).unwrap().expect("the one before is there");
    assert_eq!(kept.memory.articles(), 2);
    assert_eq!(put(&mut folder, &memory(4)), Some(Ok(())), "the next one is tried afresh");
}

struct Told(Rc<RefCell<Vec<String>>>);

impl Watch for Told {
    fn saw(&mut self, event: &Event<'_>) {
        let told = match event {
            Event::SnapshotFailed { why } => format!("failed: {why}"),
            Event::SnapshotRefused { why } => format!("refused: {why}"),
            Event::Resumed { from, .. } => format!("resumed from {}", from.0),
            Event::Folded { entries, .. } => format!("folded {entries}"),
            _ => return,
        };
        self.0.borrow_mut().push(told);
    }
}

/// Only the ledger that a snapshot was made from bears it out.
mod ledger {
    use super::*;
    use crate::{
        desk::{capture::position::Position, verdict::LedgerRecord},
        kafka::TopicPartition,
        run::follow::{Following, tests::AT_ONCE},
    };

    fn append(cluster: &Cluster, pages: std::ops::Range<u64>) {
        for page in pages {
            let source = SourcePosition {
                topic: TopicId(1),
                partition: Partition(0),
                offset: Offset(page),
                part: Part(0),
                timestamp_ms: 0,
            };
            let claim = Claim::Withdrawal { url: format!("https://courier.example/{page}") };
            let value = Some(LedgerRecord::Entry(Entry { source, claim }).encode());
            cluster.produce(LEDGER, Partition(0), RawRecord { value, ..RawRecord::default() });
        }
    }

    /// Follows the ledger to its end, from a snapshot if one is given; what was told meanwhile.
    fn follow(cluster: &Cluster, resume: Option<Resume>) -> (Following, Vec<String>) {
        let told = Rc::new(RefCell::new(Vec::new()));
        let (_, _, mut ledger) = cluster.replica("one");
        let mut following = Following::new(Memory::new(Rules::default()), 1);
        if let Some(resume) = resume {
            following.resume(resume);
        }
        for _ in 0..20 {
            following.learn(&mut ledger, AT_ONCE, &mut Told(Rc::clone(&told))).unwrap();
        }
        assert!(following.is_working());
        let told = told.borrow().clone();
        (following, told)
    }

    fn kept(following: &Following) -> Resume {
        reads(&whole(&following.head().expect("there was a genesis"), following.memory()).unwrap()).unwrap()
    }

    #[test]
    fn a_replica_goes_on_from_its_snapshot() {
        let cluster = cluster();
        let (_, told) = follow(&cluster, None);
        assert_eq!(told, ["folded 1"], "it founds the ledger");
        append(&cluster, 0..10);
        let (first, _) = follow(&cluster, None);
        append(&cluster, 10..13);
        let (again, told) = follow(&cluster, Some(kept(&first)));
        assert_eq!(told, ["resumed from 10", "folded 3"]);
        let (whole, _) = follow(&cluster, None);
        assert_eq!(again.memory().digest(), whole.memory().digest());
        assert_eq!((again.head(), again.unkept()), (whole.head(), Some(Position(11)..Position(14))));
        assert_eq!(again.memory().snapshot_digest(), whole.memory().snapshot_digest());
    }

    /// Loses the ledger after a snapshot was made, and makes sure that it isn't used.
    fn refused(lose: impl FnOnce(&Cluster), why: &str) {
        let cluster = cluster();
        follow(&cluster, None);
        append(&cluster, 0..10);
        let (first, _) = follow(&cluster, None);
        lose(&cluster);
        let (again, told) = follow(&cluster, Some(kept(&first)));
        assert_eq!(told.first().map(String::as_str), Some(why));
        let (fresh, _) = follow(&cluster, None);
        assert_eq!(again.memory().digest(), fresh.memory().digest());
    }

    #[test]
    fn a_snapshot_from_before_the_ledgers_begin_is_refused() {
        let expire = |cluster: &Cluster| {
            append(cluster, 10..20);
            follow(cluster, None);
            let at = TopicPartition { topic: LEDGER.into(), partition: Partition(0) };
            cluster.truncate(&at, Position(15));
        };
        refused(expire, "refused: the ledger doesn't reach to where it was made");
    }

    #[test]
    fn a_snapshot_of_a_ledger_that_was_made_anew_is_refused() {
        let anew = |cluster: &Cluster| cluster.recreate(LEDGER);
        refused(anew, "refused: the ledger doesn't reach to where it was made");
        let grown = |cluster: &Cluster| {
            cluster.recreate(LEDGER);
            follow(cluster, None);
            append(cluster, 100..130);
        };
        refused(grown, "refused: the ledger has another record where it was made");
    }
}

/// A loop whose disk does as the test says, and its clock too.
mod slow {
    use super::*;
    use crate::{
        kafka::Clock,
        run::{Bounds, Replica, readers::Pool},
    };

    /// Takes nothing after the first bytes.
    struct Stuck;

    impl Shelf for Stuck {
        fn begin(&mut self) {}
        fn has_room(&self) -> bool {
            false
        }
        fn put(&mut self, _bytes: Vec<u8>) {}
        fn finish(&mut self) {}
        fn told(&mut self, _wait: Duration) -> Option<Result<(), String>> {
            None
        }
    }

    /// A second goes by whenever it is looked at.
    struct Hurried(Rc<RefCell<u64>>);

    impl Clock for Hurried {
        fn elapsed(&self) -> Duration {
            *self.0.borrow_mut() += 1;
            Duration::from_secs(*self.0.borrow())
        }
        fn wall_ms(&self) -> i64 {
            0
        }
    }

    #[test]
    fn a_snapshot_that_takes_too_long_is_given_up() {
        let cluster = cluster();
        let told = Rc::new(RefCell::new(Vec::new()));
        let pool = Pool::new(1, std::sync::Arc::default()).unwrap();
        let mut replica = Replica::new(
            cluster.replica("one"),
            Box::new(Hurried(Rc::default())),
            Box::new(pool),
            Box::new(Told(Rc::clone(&told))),
            Bounds::default(),
            Rules::default(),
            1,
        )
        .with_snapshots(Box::new(Stuck), Pace::of(1, "one"), None);
        for _ in 0..40 {
            replica.turn().unwrap();
        }
        let told = told.borrow();
        assert_eq!(*told, ["folded 1", "failed: the disk is too slow for it"]);
    }
}
