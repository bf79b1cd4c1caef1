//! What reading a page takes of memory, whatever the page, and what remembering articles takes: a test binary of its own, as it
//! counts all allocations.

mod account;
mod allocator;
mod shapes;

use std::fmt::Write as _;

use allocator::{Counting, measured};
use copydesk::desk::{Policy, read};
use shapes::SHAPES;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a worker may hold at once beside the record: so much for each byte of the page, and so much for any page.
const PEAK_PER_BYTE_MAX: usize = 8;
const PEAK_BYTES_MORE: usize = 16 << 20;

/// A page whose share counts, and one of four times its size.
const PAGE_BYTES: usize = 1 << 20;
const TIMES: usize = 4;

/// How many times as much the larger page may take in all: what is quadratic takes sixteen times as much.
const TAKEN_TIMES_MAX: usize = TIMES + 2;

#[test]
fn no_page_takes_more_memory_than_its_size_allows() {
    let policy = Policy::default();
    // Tables that are built once are nobody's page.
    read(&SHAPES[0].1(1000), &policy);
    let mut wrong = String::new();
    for (name, shape) in SHAPES {
        let mut taken = [0; 2];
        for (bytes, taken) in [PAGE_BYTES, TIMES * PAGE_BYTES].into_iter().zip(&mut taken) {
            let record = shape(bytes);
            let size = record.value.as_ref().map_or(0, Vec::len);
            let (_, used) = measured(|| read(&record, &policy));
            *taken = used.taken;
            println!(
                "{name}: {bytes} bytes, peak {:.1}, taken {:.1} for each",
                used.peak as f64 / size as f64,
                used.taken as f64 / size as f64
            );
            if used.peak > PEAK_PER_BYTE_MAX * size + PEAK_BYTES_MORE {
                writeln!(wrong, "{name}, {bytes} bytes: {} bytes held at once", used.peak).unwrap();
            }
        }
        if taken[1] > TAKEN_TIMES_MAX * taken[0] {
            writeln!(wrong, "{name}: {} bytes taken of a page, {} of one {TIMES} times its size", taken[0], taken[1])
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "pages that take more than their size allows:\n{wrong}");
}
