//! What hostile pages cost: time and memory for each byte, of a page of a megabyte and of one of ten, shape by shape.
//! Linear means that the last column but one stays near one. The last is the time for a byte of the larger page, in those of
//! an ordinary page: at most ten is the aim.
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
    let [ordinary, ..] = cost(&SHAPES[0].1(PAGE_BYTES[0]), &policy);
    println!("for a byte of a page of one and of ten megabytes: nanoseconds, bytes held at once, bytes taken in all");
    for (name, shape) in SHAPES.iter().filter(|(name, _)| name.contains(&wanted)) {
        let [small, large] = PAGE_BYTES.map(|bytes| cost(&shape(bytes), &policy));
        let pairs =
            small.iter().zip(large).map(|(small, large)| format!("{small:>8.1} {large:>8.1}")).collect::<Vec<_>>();
        println!("{name:<40} {} {:>6.1} {:>6.1} times", pairs.join("  "), large[0] / small[0], large[0] / ordinary);
    }
}

/// Nanoseconds, bytes held at once and bytes taken in all, for each byte of the page.
fn cost(record: &RawRecord, policy: &Policy) -> [f64; 3] {
    let size = record.value.as_ref().map_or(1, Vec::len) as f64;
    let mut best = Duration::MAX;
    let mut last = None;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let (_, used) = measured(|| read(record, policy));
        best = best.min(started.elapsed());
        last = Some(used);
    }
    let (peak, taken) = last.map_or((0, 0), |used| (used.peak, used.taken));
    [best.as_nanos() as f64, peak as f64, taken as f64].map(|cost| cost / size)
}
