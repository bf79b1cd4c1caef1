//! How many records may go into one transaction? As many as the brokers take in good time.

use std::time::Duration;

/// Records that the first batch may hold: some hundred kilobytes of articles, which even a broker that takes ten kilobytes
/// a second has in time.
const RECORDS_FIRST: usize = 32;

/// A transaction is slow that takes more than this part of its time, so that one four times as slow would still end.
const SLOW: u32 = 4;

/// The part of its time that a transaction should take, where it was slow before.
const AIM: u32 = 8;

/// How many records a batch may hold, so that its transaction ends before its time is up.
///
/// A transaction that is open for too long is aborted by the broker, and the same batch, read again, would fare no better.
/// So batches grow with every full one that was quick, from [`RECORDS_FIRST`] on, and shrink with every one that was slow,
/// down to one record. Forgotten at a restart.
#[derive(Debug)]
pub struct Stride {
    records_max: usize,
    records_most: usize,
    time: Duration,
}

impl Stride {
    /// Nothing is known of the brokers yet. Batches hold `records_most` at most; a transaction has `time`.
    pub fn new(records_most: usize, time: Duration) -> Self {
        let records_most = records_most.max(1);
        Self { records_max: records_most.min(RECORDS_FIRST), records_most, time }
    }

    /// How many records a batch may hold.
    pub fn records_max(&self) -> usize {
        self.records_max
    }

    /// A transaction of so many records took that long, and was committed.
    pub fn passed(&mut self, records: usize, took: Duration) {
        if took <= self.time / AIM && records >= self.records_max {
            self.records_max = self.records_max.saturating_mul(2).min(self.records_most);
        }
        self.shrink(records, took);
    }

    /// One took that long, and was aborted: that it was quick says nothing.
    pub fn failed(&mut self, records: usize, took: Duration) {
        self.shrink(records, took);
    }

    fn shrink(&mut self, records: usize, took: Duration) {
        if took > self.time / SLOW {
            // By what it did in its time, or by half at least: one that was aborted has done less.
            let in_time = records as u128 * (self.time / AIM).as_millis() / took.as_millis().max(1);
            let in_time = usize::try_from(in_time).unwrap_or(usize::MAX);
            self.records_max = in_time.clamp(1, (self.records_max / 2).max(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: Duration = Duration::from_secs(16);

    fn grown_to(records: usize) -> Stride {
        let mut stride = Stride::new(500, TIME);
        while stride.records_max() < records {
            stride.passed(stride.records_max(), Duration::from_millis(50));
        }
        stride
    }

    #[test]
    fn batches_grow_to_their_limit_while_transactions_are_quick() {
        let mut stride = Stride::new(500, TIME);
        let mut grown = Vec::new();
        for _ in 0..6 {
            grown.push(stride.records_max());
            stride.passed(stride.records_max(), Duration::from_millis(50));
        }
        assert_eq!(grown, [32, 64, 128, 256, 500, 500]);
    }

    #[test]
    fn a_batch_that_was_not_full_says_nothing_of_larger_ones() {
        let mut stride = grown_to(64);
        stride.passed(63, Duration::from_millis(50));
        assert_eq!(stride.records_max(), 64);
    }

    #[test]
    fn a_slow_transaction_shrinks_batches_to_what_its_brokers_take_in_time() {
        let mut stride = grown_to(64);
        // Ten records a second: in two seconds, an eighth of the time, twenty.
        stride.passed(60, Duration::from_secs(6));
        assert_eq!(stride.records_max(), 20);
        // Between a quarter and an eighth of the time nothing changes.
        stride.passed(20, Duration::from_secs(3));
        assert_eq!(stride.records_max(), 20);
    }

    #[test]
    fn one_that_ran_out_of_time_shrinks_them_whatever_it_had_done() {
        let mut stride = grown_to(64);
        let mut shrunk = Vec::new();
        while stride.records_max() > 1 {
            stride.failed(stride.records_max(), TIME / 2);
            shrunk.push(stride.records_max());
        }
        assert_eq!(shrunk, [16, 4, 1]);
        stride.failed(1, TIME);
        assert_eq!(stride.records_max(), 1);
    }

    #[test]
    fn one_that_was_aborted_soon_says_nothing() {
        let mut stride = grown_to(64);
        stride.failed(64, Duration::from_millis(50));
        assert_eq!(stride.records_max(), 64);
    }

    #[test]
    fn a_slow_one_from_before_batches_shrank_does_not_let_the_next_be_larger() {
        let mut stride = grown_to(64);
        stride.passed(500, Duration::from_secs(5));
        assert_eq!(stride.records_max(), 32);
    }

    #[test]
    fn a_limit_of_nothing_is_one_of_one() {
        assert_eq!(Stride::new(0, TIME).records_max(), 1);
    }
}
