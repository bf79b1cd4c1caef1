//! Where tapes lie decides nothing, and what is lost is told.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use proptest::{collection::vec, prelude::*};

use super::{
    super::{
        super::PerMille,
        tapes::{TapeFile, TapeFiles, TapeRoom, TapesLost},
    },
    laws::{entries, event},
    *,
};

/// Files that are none: bytes that nobody has written are told from others, and reading them fails.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    opened: AtomicUsize,
    full: AtomicBool,
    bytes: Arc<Mutex<Vec<Option<u8>>>>,
}

#[derive(Debug)]
struct Held(Arc<Shelf>, Arc<Mutex<Vec<Option<u8>>>>);

#[derive(Clone, Debug, Default)]
pub(super) struct Shelves(Arc<Shelf>);

impl Shelves {
    /// Room for so many bytes in RAM, and for the rest there.
    pub(super) fn room(&self, ram_bytes_max: u64) -> TapeRoom {
        TapeRoom { ram_bytes_max, files: Some(Arc::new(self.clone())) }
    }
}

impl TapeFiles for Shelves {
    fn open(&self) -> Result<Box<dyn TapeFile>, TapesLost> {
        self.0.opened.fetch_add(1, Ordering::Relaxed);
        let bytes = Arc::clone(&self.0.bytes);
        bytes.lock().unwrap_or_else(PoisonError::into_inner).clear();
        Ok(Box::new(Held(Arc::clone(&self.0), bytes)))
    }
}

impl TapeFile for Held {
    fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), TapesLost> {
        if self.0.full.load(Ordering::Relaxed) {
            return Err(TapesLost("no space left".to_owned()));
        }
        let mut held = self.1.lock().unwrap();
        let at = usize::try_from(at).unwrap();
        let length = held.len().max(at + bytes.len());
        held.resize(length, None);
        held[at..at + bytes.len()].iter_mut().zip(bytes).for_each(|(place, byte)| *place = Some(*byte));
        Ok(())
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), TapesLost> {
        let held = self.1.lock().unwrap();
        let written = held.iter().skip(usize::try_from(at).unwrap()).take(bytes.len()).flatten();
        let mut count = 0;
        for (byte, written) in bytes.iter_mut().zip(written) {
            *byte = *written;
            count += 1;
        }
        if count == bytes.len() { Ok(()) } else { Err(TapesLost("never written".to_owned())) }
    }
}

proptest! {
    /// One memory has its tapes in RAM, one all in a file, one some here and some there, as the window moves and the
    /// budget takes the oldest: all judge alike and hold the same.
    #[test]
    fn where_tapes_lie_decides_nothing(
        events in vec(event(), 1..80),
        window_seconds in 5..60_u64,
        memory_bytes_max in prop_oneof![Just(u64::MAX), 10_000..40_000_u64],
        ram_bytes_max in 0..600_u64,
        change_ratio_min in (0..400_u16).prop_map(PerMille),
    ) {
        let rules = Rules { window_seconds, memory_bytes_max, change_ratio_min, ..Rules::default() };
        let (all, some) = (Shelves::default(), Shelves::default());
        let mut in_ram = Memory::new(rules.clone());
        let mut in_file = Memory::new(rules.clone()).with_tapes(all.room(0));
        let mut in_both = Memory::new(rules).with_tapes(some.room(ram_bytes_max));
        for (at, entry) in &entries(&events, 0, 0, 1000) {
            let judged = in_ram.fold(*at, entry);
            prop_assert_eq!(&in_file.fold(*at, entry), &judged);
            prop_assert_eq!(&in_both.fold(*at, entry), &judged);
        }
        for other in [&in_file, &in_both] {
            prop_assert_eq!(other.lost(), None);
            prop_assert_eq!((other.digest(), other.bytes()), (in_ram.digest(), in_ram.bytes()));
            prop_assert_eq!(other.snapshot_digest(), in_ram.snapshot_digest());
        }
    }
}

/// A stream of so many stories, each told twice, a second apart.
fn stories(memory: &mut Memory, count: u32) {
    for n in 0..count {
        for (site, words) in [(0, 200), (1, 180)] {
            let offset = u64::from(n * 2 + site);
            let claim = article(&format!("s{site}.example/{n}"), "A headline of five words", &text(n, words));
            let at = LedgerTime(i64::from(n) * 1000);
            let judged = memory.fold(at, &Entry { source: source(offset), claim });
            assert_eq!(judged.verdict.name(), if site == 0 { "new" } else { "near_duplicate" });
        }
    }
}

#[test]
fn what_lies_in_a_file_is_counted_and_its_room_is_used_again() {
    let shelves = Shelves::default();
    let rules = Rules { window_seconds: 20, ..Rules::default() };
    let mut memory = Memory::new(rules.clone()).with_tapes(shelves.room(1000));
    assert_eq!(shelves.0.opened.load(Ordering::Relaxed), 0, "nothing is to be put there yet");
    stories(&mut memory, 200);
    let written = shelves.0.bytes.lock().unwrap().len();
    // Twenty-one texts are in the window, of 125 bytes of tape each.
    assert!((1_500..1_750).contains(&memory.file_bytes()), "{}", memory.file_bytes());
    assert!(written < 8_000, "{written} bytes of file for 200 texts");
    settle(&mut memory, LedgerTime(i64::MAX));
    assert_eq!((memory.file_bytes(), memory.bytes()), (0, 0));
    let mut again = memory.emptied();
    stories(&mut again, 50);
    assert_eq!((shelves.0.opened.load(Ordering::Relaxed), again.lost()), (2, None));
}

#[test]
fn a_snapshot_is_read_into_a_file() {
    let mut memory = Memory::new(Rules::default());
    stories(&mut memory, 50);
    let mut restoring = snapshot::Restoring::new(memory.emptied().with_tapes(Shelves::default().room(0)));
    memory.blocks().for_each(|block| restoring.take(&block).unwrap());
    let restored = restoring.finish().unwrap();
    assert!(restored.file_bytes() > 5_000);
    assert_eq!(restored.snapshot_digest(), memory.snapshot_digest());
}

#[test]
fn a_file_that_is_full_changed_or_gone_is_told_of() {
    let told = |spoil: &dyn Fn(&Shelf)| {
        let shelves = Shelves::default();
        let mut memory = Memory::new(Rules::default()).with_tapes(shelves.room(0));
        // More than waits to be written.
        stories(&mut memory, 60);
        assert_eq!(memory.lost(), None);
        spoil(&shelves.0);
        // A copy of an earlier text, with words of its own.
        let claim = article("s3.example/1", "A headline of five words", &(text(2, 190) + &text(99, 20)));
        memory.fold(LedgerTime(90_000), &Entry { source: source(777), claim });
        for n in 1000..1060 {
            let claim = article(&format!("s4.example/{n}"), "A headline of five words", &text(n, 200));
            memory.fold(LedgerTime(90_000), &Entry { source: source(n.into()), claim });
        }
        memory.lost().map(ToString::to_string).unwrap_or_default()
    };
    let full = told(&|shelf| shelf.full.store(true, Ordering::Relaxed));
    assert!(full.contains("no space left"), "{full}");
    let changed =
        told(&|shelf| shelf.bytes.lock().unwrap().iter_mut().for_each(|byte| *byte = byte.map(|byte| byte ^ 1)));
    assert!(changed.contains("changed"), "{changed}");
    let gone = told(&|shelf| shelf.bytes.lock().unwrap().clear());
    assert!(gone.contains("never written"), "{gone}");
    assert_eq!(told(&|_| {}), "");
}
