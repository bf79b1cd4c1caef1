//! What hostile pages cost: time and memory for each byte, of a page of a megabyte and of one of ten, shape by shape.
//! Linear means that the last column stays near one.
//!
//! `cargo bench --bench hostile [PART OF A SHAPE'S NAME]`

#[path = "../tests/memory/allocator.rs"]
mod allocator;
#[path = "../tests/memory/shapes.rs"]
mod shapes;

use std::time::{Duration, Instant};

use allocator::{Counting, measured};
use copydesk::desk::{Policy, capture::RawRecord, read};
use shapes::SHAPES;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Below the cap on a page's bytes, which would refuse it unread.
const PAGE_BYTES: [usize; 2] = [1_000_000, 10_000_000];

/// Each is read so many times, and the fastest counts: the others were disturbed.
const ROUNDS: usize = 3;

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let policy = Policy::default();
    println!(
        "{:<40} {:>9} {:>9} {:>7} {:>7} {:>6}",
        "ns and bytes held for a byte of", "1 MB", "10 MB", "1 MB", "10 MB", "times"
    );
    for (name, shape) in SHAPES.iter().filter(|(name, _)| name.contains(&wanted)) {
        let [small, large] = PAGE_BYTES.map(|bytes| cost(&shape(bytes), &policy));
        let times = large.0 / small.0;
        println!("{name:<40} {:>9.1} {:>9.1} {:>7.1} {:>7.1} {times:>6.1}", small.0, large.0, small.1, large.1);
    }
}

/// Nanoseconds, and bytes held at once, for each byte of the page.
fn cost(record: &RawRecord, policy: &Policy) -> (f64, f64) {
    let size = record.value.as_ref().map_or(1, Vec::len) as f64;
    let mut best = Duration::MAX;
    let mut peak = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let (_, used) = measured(|| read(record, policy));
        best = best.min(started.elapsed());
        peak = used.peak;
    }
    (best.as_nanos() as f64 / size, peak as f64 / size)
}
