//! What the memory costs as it fills: `cargo bench --bench memory -- 1000000 > memory.csv`, then
//! `python3 benches/memory.py memory.csv`. Without a number, 100,000 articles. Where a directory is named too (`1000000 /var/tmp`),
//! tapes lie in a file there. With `alone` there is no yardstick, so that what the process grows by is the memory's.
//!
//! A stream is generated of articles of 450 words, every twelfth a reprint of a recent one. The window takes as many
//! articles as are asked for; then a tenth more come, so that as many leave. One row is written for each size: microseconds of
//! marking a text (tokenising included) and of judging it, the longest pause, bytes by the memory's own account and by the
//! process's growth; entries a second that a replica folds from the ledger, decoding included, and per million records what a
//! snapshot takes: milliseconds to make, to make its slowest block and to read back, and megabytes. Where a directory is named,
//! all entries of the window are written there, and at the end they are folded in a row, as by a replica without a snapshot.
//!
//! Beside it stands the same text in a MinHash of 128 × 16 bits with 32 bands of 4 (Broder 1997; Leskovec, Rajaraman and Ullman,
//! "Mining of Massive Datasets", §3.4), written here as plainly as it is commonly used: the yardstick for other machines.

use std::{
    collections::{HashMap, VecDeque},
    fs::File,
    hint::black_box,
    io::{BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use copydesk::{
    desk::{
        capture::{Offset, Part, Partition, SourcePosition, TopicId},
        sketch::{self, Text},
        verdict::{
            Claim, Entry, Facts, LedgerRecord, LedgerTime, Memory, Rules,
            memory::{
                snapshot::{Cursor, Restoring},
                tapes::TapeRoom,
            },
        },
    },
    run::tapes::Directory,
};
use xxhash_rust::xxh3::xxh3_64;

const WORDS: usize = 450;
const VOCABULARY: usize = 50_000;
const SITES: u64 = 5_000;
const REPRINT_EVERY: u64 = 12;
/// The yardstick is held beside the first so many articles: it takes a gigabyte a million.
const YARDSTICK_ARTICLES: u64 = 50_000;

fn main() {
    let alone = std::env::args().any(|given| given == "alone");
    let yardstick_articles = if alone { 0 } else { YARDSTICK_ARTICLES };
    let articles = std::env::args().skip(1).find_map(|given| given.parse().ok()).unwrap_or(100_000_u64);
    let directory = std::env::args().skip(1).find(|given| given.contains('/'));
    let mut ledger = directory.as_deref().map(Ledger::in_directory);
    let room = directory.map_or_else(TapeRoom::default, |directory| {
        let files = Directory::open(Path::new(&directory)).expect("a directory for tapes");
        TapeRoom { ram_bytes_max: 0, files: Some(Arc::new(files)) }
    });
    let mut stream = Stream::new();
    let rules = Rules { memory_bytes_max: u64::MAX, ..Rules::default() };
    let step_ms = i64::try_from(rules.window_seconds * 1000 / articles).expect("a short step");
    let mut memory = Memory::new(rules.clone()).with_tapes(room.clone());
    let (mut yardstick, mut now) = (MinHash::default(), 0);
    let mut stretch = Stretch::touched(articles);
    let resident_before = resident_bytes();

    println!(
        "articles,sketch_us,judge_us_median,judge_us_p99,pause_ms_max,account_bytes_per_article,resident_bytes_per_article,\
         file_bytes_per_article,\
         minhash_sketch_us,minhash_judge_us,replay_entries_per_s,snapshot_ms,block_ms_max,restore_ms,snapshot_mb"
    );
    for n in 0..articles + articles / 10 {
        let article = stream.next();
        let started = Instant::now();
        let (content, sketch) = sketch::mark(Text {
            headline: &article.headline,
            body: &article.body,
            language: None,
            site: &article.site,
        });
        stretch.sketch.push(nanos(started.elapsed()));
        let source = SourcePosition {
            topic: TopicId(1),
            partition: Partition(0),
            offset: Offset(n),
            part: Part(0),
            timestamp_ms: now,
        };
        let entry = Entry {
            source,
            claim: Claim::Article { url: article.url.clone(), content, sketch, facts: Facts::default() },
        };
        let bytes = LedgerRecord::Entry(entry).encode();
        ledger.iter_mut().filter(|_| n < articles).for_each(|ledger| ledger.append(now, &bytes));
        let (on_core, started) = (on_core(), Instant::now());
        let Ok(LedgerRecord::Entry(entry)) = LedgerRecord::decode(&bytes) else { panic!("what is encoded is decoded") };
        let decoding = started.elapsed();
        let started = Instant::now();
        black_box(memory.fold(LedgerTime(now), &entry));
        let elapsed = started.elapsed();
        stretch.judge.push(nanos(elapsed));
        stretch.replay += decoding + elapsed;
        stretch.pause = stretch.pause.max(elapsed.min(self::on_core().saturating_sub(on_core) + TICK));
        now += step_ms;
        if n < yardstick_articles {
            let started = Instant::now();
            let signature = MinHash::signature(&article.body);
            stretch.minhash_sketch.push(nanos(started.elapsed()));
            let started = Instant::now();
            black_box(yardstick.judge(signature));
            stretch.minhash_judge.push(nanos(started.elapsed()));
        } else if n == yardstick_articles {
            yardstick = MinHash::default();
        }
        let count = n + 1;
        if count == articles || count == articles + articles / 10 || (count < articles && is_round(count)) {
            // What the yardstick and the stream hold is small beside a million articles, and is counted.
            let per_article = |bytes: u64| bytes / memory.articles() as u64;
            let replayed = stretch.judge.len() as f64 / stretch.replay.as_secs_f64();
            let resident = resident_bytes().saturating_sub(resident_before);
            // Two memories at once would show in what the process grew by.
            let snapshot = if alone && count < articles { Snapshot::default() } else { Snapshot::of(&memory) };
            let per_million = |amount: f64| amount * 1e6 / memory.articles() as f64;
            println!(
                "{count},{:.1},{:.1},{:.1},{:.2},{},{},{},{:.1},{:.1},{replayed:.0},{:.0},{:.1},{:.0},{:.0}",
                median_us(&mut stretch.sketch),
                median_us(&mut stretch.judge),
                percentile_us(&mut stretch.judge, 99),
                stretch.pause.as_secs_f64() * 1e3,
                per_article(memory.bytes()),
                per_article(resident),
                per_article(memory.file_bytes()),
                median_us(&mut stretch.minhash_sketch),
                median_us(&mut stretch.minhash_judge),
                per_million(snapshot.making.as_secs_f64() * 1e3),
                snapshot.block_max.as_secs_f64() * 1e3,
                per_million(snapshot.reading.as_secs_f64() * 1e3),
                per_million(snapshot.bytes as f64 / 1e6),
            );
            stretch.begin();
        }
    }
    if let Some(ledger) = ledger {
        drop(memory);
        let seconds = ledger.replayed(Memory::new(rules).with_tapes(room)).as_secs_f64();
        eprintln!("{articles} entries in a row: {seconds:.1} s, {:.0} a second", articles as f64 / seconds);
    }
}

/// The service's own: what small pieces cost beside their bytes depends on it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 25,000, 50,000, 100,000, 200,000, 500,000 and so on.
fn is_round(count: u64) -> bool {
    [25_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 3_000_000].contains(&count)
}

/// The entries of the window, in a file: each behind its time and its length.
struct Ledger {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Ledger {
    fn in_directory(directory: &str) -> Self {
        let path = Path::new(directory).join("ledger");
        std::fs::create_dir_all(directory).expect("a directory for the ledger");
        Self { file: BufWriter::new(File::create(&path).expect("a file for the ledger")), path }
    }

    fn append(&mut self, now: i64, entry: &[u8]) {
        let length = u32::try_from(entry.len()).expect("a short entry");
        for bytes in [&now.to_le_bytes()[..], &length.to_le_bytes(), entry] {
            self.file.write_all(bytes).expect("room for the ledger");
        }
    }

    /// Folds all entries, and tells how long this thread was on a core for it, reading and decoding included.
    fn replayed(mut self, mut memory: Memory) -> Duration {
        self.file.flush().expect("room for the ledger");
        let mut file = BufReader::with_capacity(1 << 20, File::open(&self.path).expect("the ledger"));
        let (mut head, mut entry, started) = ([0; 12], Vec::new(), on_core());
        while file.read_exact(&mut head).is_ok() {
            let (now, length) = head.split_at(8);
            let now = LedgerTime(i64::from_le_bytes(now.try_into().expect("eight bytes")));
            entry.resize(u32::from_le_bytes(length.try_into().expect("four bytes")) as usize, 0);
            file.read_exact(&mut entry).expect("a whole entry");
            let Ok(LedgerRecord::Entry(entry)) = LedgerRecord::decode(&entry) else {
                panic!("what is encoded is decoded")
            };
            black_box(memory.fold(now, &entry));
        }
        let elapsed = on_core().saturating_sub(started);
        std::fs::remove_file(&self.path).expect("the ledger goes");
        elapsed
    }
}

/// What was measured since the last row.
#[derive(Default)]
struct Stretch {
    /// The longest judgement, as far as it was on a core: on a shared machine the longest wait is another's.
    pause: Duration,
    sketch: Vec<Nanos>,
    judge: Vec<Nanos>,
    /// Decoding and judging together.
    replay: Duration,
    minhash_sketch: Vec<Nanos>,
    minhash_judge: Vec<Nanos>,
}

impl Stretch {
    /// Room for so many articles, in RAM already: what is noted here is not what the memory takes.
    fn touched(articles: u64) -> Self {
        let room = usize::try_from(articles).expect("few articles");
        let mut stretch = Self { sketch: vec![1; room], judge: vec![1; room], ..Self::default() };
        stretch.begin();
        stretch
    }

    fn begin(&mut self) {
        let (mut sketch, mut judge) = (std::mem::take(&mut self.sketch), std::mem::take(&mut self.judge));
        sketch.clear();
        judge.clear();
        *self = Self { sketch, judge, ..Self::default() };
    }
}

/// What a snapshot costs, as far as this thread was on a core.
#[derive(Default)]
struct Snapshot {
    making: Duration,
    block_max: Duration,
    reading: Duration,
    bytes: usize,
}

impl Snapshot {
    fn of(memory: &Memory) -> Self {
        let (mut blocks, mut block_max) = (Vec::new(), Duration::ZERO);
        let (mut next, started) = (Some(Cursor::START), on_core());
        while let Some(cursor) = next {
            let (on_core, started) = (on_core(), Instant::now());
            let (block, after) = memory.block(cursor);
            block_max = block_max.max(started.elapsed().min(self::on_core().saturating_sub(on_core) + TICK));
            blocks.push(block);
            next = after;
        }
        let (making, started) = (on_core().saturating_sub(started), on_core());
        let mut restoring = Restoring::new(memory.emptied());
        for block in &blocks {
            restoring.take(block).expect("what was made is read");
        }
        let restored = restoring.finish().expect("what was made is read");
        let reading = on_core().saturating_sub(started);
        assert_eq!(restored.digest(), memory.digest());
        Self { making, block_max, reading, bytes: blocks.iter().map(Vec::len).sum() }
    }
}

/// A duration in nanoseconds, small, as a million of each kind are kept and would show in what the process grows by.
type Nanos = u32;

fn nanos(time: Duration) -> Nanos {
    u32::try_from(time.as_nanos()).unwrap_or(u32::MAX)
}

fn median_us(times: &mut [Nanos]) -> f64 {
    percentile_us(times, 50)
}

fn percentile_us(times: &mut [Nanos], percent: usize) -> f64 {
    times.sort_unstable();
    times.get((times.len().saturating_sub(1)) * percent / 100).map_or(0.0, |time| f64::from(*time) / 1e3)
}

/// The process's resident bytes, as Linux tells them; 0 elsewhere.
fn resident_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}

/// Linux counts a thread's time on cores by the tick.
const TICK: Duration = Duration::from_millis(4);

/// How long this thread was on a core, as Linux tells it. Elsewhere nothing is told, and a pause is cut at a tick.
fn on_core() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|told| told.parse().ok()).map_or(Duration::ZERO, Duration::from_nanos)
}

#[derive(Clone)]
struct Article {
    url: String,
    site: String,
    headline: String,
    body: String,
}

/// Articles of made-up words, as frequent as words are (Zipf).
struct Stream {
    vocabulary: Vec<String>,
    state: u64,
    count: u64,
    recent: VecDeque<Article>,
}

impl Stream {
    fn new() -> Self {
        let syllables =
            ["ba", "ken", "ti", "lor", "mu", "sa", "ved", "ri", "no", "pel", "ga", "dun", "che", "fo", "wi", "zar"];
        let word = |mut rank: usize| {
            let mut word = String::new();
            loop {
                word.push_str(syllables[rank % syllables.len()]);
                rank /= syllables.len();
                if rank == 0 {
                    return word;
                }
            }
        };
        Self { vocabulary: (0..VOCABULARY).map(word).collect(), state: 42, count: 0, recent: VecDeque::new() }
    }

    /// A number below `bound` (splitmix64).
    fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % bound
    }

    fn words(&mut self, count: usize) -> String {
        let mut text = String::with_capacity(count * 7);
        for place in 0..count {
            // The logarithm of a word's rank is uniform.
            let exponent = self.below(1 << 20) as f64 / f64::from(1 << 20);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank within the vocabulary")]
            let rank = (VOCABULARY as f64).powf(exponent) as usize - 1;
            text.push_str(&self.vocabulary[rank]);
            text.push_str(if place % 90 == 89 { ".\n\n" } else { " " });
        }
        text
    }

    fn next(&mut self) -> Article {
        self.count += 1;
        let (count, site) = (self.count, self.below(SITES));
        let site = format!("gazette-{site}.example");
        let url = format!("https://www.{site}/2026/10/news/{}-{count}", self.words(5).trim_end().replace(' ', "-"));
        if count.is_multiple_of(REPRINT_EVERY) && !self.recent.is_empty() {
            let chosen = usize::try_from(self.below(self.recent.len() as u64)).expect("a small number");
            let original = self.recent[chosen].clone();
            let more = if count.is_multiple_of(2) { self.words(12) } else { String::new() };
            return Article { url, site, body: original.body + &more, ..original };
        }
        let article = Article { url, site, headline: self.words(9), body: self.words(WORDS) };
        self.recent.push_back(article.clone());
        if self.recent.len() > 500 {
            self.recent.pop_front();
        }
        article
    }
}

/// The yardstick: MinHash with banded LSH over shingles of four words.
#[derive(Default)]
struct MinHash {
    bands: Vec<HashMap<u64, Vec<u32>>>,
    signatures: Vec<[u16; 128]>,
}

impl MinHash {
    fn signature(body: &str) -> [u16; 128] {
        let tokens: Vec<u64> = body.split_whitespace().map(|word| xxh3_64(word.to_lowercase().as_bytes())).collect();
        let mut least = [u32::MAX; 128];
        for shingle in tokens.windows(4) {
            let hash = shingle.iter().fold(0_u64, |sum, token| sum.wrapping_mul(31).wrapping_add(*token));
            for (permutation, least) in (0_u64..).zip(&mut least) {
                let value = hash.wrapping_mul(2 * permutation + 0x9e37_79b9_7f4a_7c15).wrapping_add(permutation << 17);
                *least = (*least).min((value >> 32) as u32);
            }
        }
        least.map(|value| (value & 0xffff) as u16)
    }

    fn judge(&mut self, signature: [u16; 128]) -> Option<u32> {
        self.bands.resize_with(32, HashMap::new);
        let own = u32::try_from(self.signatures.len()).expect("few articles");
        let mut candidates = Vec::new();
        for (band, values) in self.bands.iter_mut().zip(signature.as_chunks::<4>().0) {
            let key = values.iter().fold(0, |key, value| key << 16 | u64::from(*value));
            let bearers = band.entry(key).or_default();
            candidates.extend(bearers.iter().rev().take(16));
            bearers.push(own);
        }
        candidates.sort_unstable();
        candidates.dedup();
        let alike = |candidate: &&u32| {
            let known = &self.signatures[**candidate as usize];
            known.iter().zip(&signature).filter(|(a, b)| a == b).count() >= 64
        };
        let found = candidates.iter().find(alike).copied();
        self.signatures.push(signature);
        found
    }
}
