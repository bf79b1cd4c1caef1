//! What `pipe --stats` says at the end.

use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

/// Counters that every thread of a run adds to.
#[derive(Debug)]
pub struct Stats {
    started: Instant,
    items: AtomicU64,
    bytes: AtomicU64,
    read_nanoseconds: AtomicU64,
    judge_nanoseconds: AtomicU64,
}

impl Stats {
    /// Starts the clock.
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            items: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            read_nanoseconds: AtomicU64::new(0),
            judge_nanoseconds: AtomicU64::new(0),
        }
    }

    /// Counts one line of `bytes` and the time that reading it (capture to sketch) takes.
    pub fn reading<T>(&self, bytes: usize, read: impl FnOnce() -> T) -> T {
        self.items.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        timed(&self.read_nanoseconds, read)
    }

    /// Counts the time that a judgement takes.
    pub fn judging<T>(&self, judge: impl FnOnce() -> T) -> T {
        timed(&self.judge_nanoseconds, judge)
    }

    /// One line of JSON: `items` lines and `bytes` of them, `seconds` of wall time, items and bytes per second of it,
    /// and the time that `read` and `judge` took, in seconds summed over all threads.
    pub fn report(&self, jobs: NonZeroUsize) -> String {
        let seconds = self.started.elapsed().as_secs_f64();
        let (items, bytes) = (self.items.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        let stage = |nanoseconds: &AtomicU64| nanoseconds.load(Ordering::Relaxed) as f64 / 1e9;
        serde_json::json!({
            "items": items,
            "bytes": bytes,
            "jobs": jobs,
            "seconds": seconds,
            "items_per_second": items as f64 / seconds,
            "bytes_per_second": bytes as f64 / seconds,
            "read_seconds": stage(&self.read_nanoseconds),
            "judge_seconds": stage(&self.judge_nanoseconds),
            "read_items_per_core_second": items as f64 / stage(&self.read_nanoseconds).max(1e-9),
        })
        .to_string()
    }
}

fn timed<T>(total: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = work();
    let nanoseconds = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
    total.fetch_add(nanoseconds, Ordering::Relaxed);
    result
}
