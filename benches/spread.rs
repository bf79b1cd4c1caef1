//! How much the time for a page spreads: `COPYDESK_PAGES=FILE cargo bench --bench spread`, a file of pages as `pipe --pages`
//! takes them. The 99th percentile is to be at most four times the median, weighed by size.

use std::io::BufRead as _;
use std::time::{Duration, Instant};

use copydesk::desk::{Policy, capture::RawRecord, read_guarded};

/// How often each page is read; the fastest counts, which other work on the machine disturbs least.
const ROUNDS: usize = 5;

fn main() {
    match std::env::var_os("COPYDESK_PAGES") {
        Some(path) => spread(&path),
        None => println!("COPYDESK_PAGES names no file of pages: nothing is measured"),
    }
}

fn fastest(record: &RawRecord) -> Duration {
    let policy = Policy::default();
    let once = || {
        let began = Instant::now();
        std::hint::black_box(read_guarded(record, &policy));
        began.elapsed()
    };
    (0..ROUNDS).map(|_| once()).min().unwrap_or_default()
}

/// Tells the spread of the time for a page over a file of them.
fn spread(path: &std::ffi::OsStr) {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("COPYDESK_PAGES names a file"));
    let mut times: Vec<(f64, f64)> = Vec::new();
    for line in file.split(b'\n').map_while(Result::ok).filter(|line| !line.is_empty()) {
        let bytes = line.len();
        let headers = vec![("copydesk-format".to_owned(), Some(b"json".to_vec()))];
        let time = fastest(&RawRecord { value: Some(line), headers, ..RawRecord::default() });
        times.push((time.as_secs_f64() * 1e3, time.as_nanos() as f64 / bytes as f64));
    }
    let at = |mut values: Vec<f64>, percent: usize| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() * percent / 100).copied().unwrap_or_default()
    };
    let (page, byte): (Vec<f64>, Vec<f64>) = times.iter().copied().unzip();
    let (page_median, page_99) = (at(page.clone(), 50), at(page, 99));
    let (byte_median, byte_99) = (at(byte.clone(), 50), at(byte, 99));
    println!("{} pages", times.len());
    println!("a page: median {page_median:.2} ms, p99 {page_99:.2} ms, {:.1} times", page_99 / page_median);
    println!("a byte: median {byte_median:.2} ns, p99 {byte_99:.2} ns, {:.1} times", byte_99 / byte_median);
}
