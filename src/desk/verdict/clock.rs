//! The ledger's own clock: what the window is measured by.
//!
//! Brokers stamp records with their own clocks, and a clock may be wrong: by minutes after the partition's leader has
//! changed, by years after a bad start. Time that ran with every stamp would take all that is remembered for older than the
//! window at the first wrong one, and copies of it would come out as new. So time here runs with the stamps, and a step
//! forward counts as [`STEP_MAX_MS`] at most. Replicas that have nothing to say restate the ledger's genesis in shorter
//! intervals than that, so a silence of the crawlers counts in full as long as one replica runs.
//!
//! Time never runs back. A stamp before the latest counts as that one's, until a broker has stayed behind it for
//! [`BEHIND_RECORDS`]: from there on time runs with its stamps again, from where it stands.
//!
//! What comes in are the stamps of all records in the ledger's order, so that replicas which have read the same records tell
//! the same time. Replicas that began at different records may tell different times, which are as far apart at all records behind the
//! first [`BEHIND_RECORDS`] that both have read. That decides nothing: what counts is how long before another an entry came.

/// Milliseconds by the ledger's own clock. They begin with the first record's, and are those since the epoch as long as no
/// stamp was out of order or far from the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerTime(pub i64);

/// The longest step forward, in milliseconds: six hours, six times the interval at which a silent ledger is stamped. Set by hand:
/// what a wrong clock may take from a window of a week is a thirtieth. `a_step_forward_counts_as_six_hours_at_most` moves with it.
pub const STEP_MAX_MS: i64 = 6 * 3_600_000;

/// So many records in a row must be stamped more than a step before the latest until they are believed. Set by hand: some
/// seconds of a busy ledger, and far more than what two leaders in turn have under way. `time_goes_on_when_the_clock_is_right_again`
/// moves with it.
pub const BEHIND_RECORDS: u32 = 1000;

/// The ledger's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerClock {
    now: LedgerTime,
    /// The latest stamp; `None` before the first.
    latest: Option<i64>,
    /// How many records in a row were stamped far before it, and the latest stamp of them.
    behind: (u32, i64),
}

impl Default for LedgerClock {
    fn default() -> Self {
        Self { now: LedgerTime(i64::MIN), latest: None, behind: NONE_BEHIND }
    }
}

const NONE_BEHIND: (u32, i64) = (0, i64::MIN);

/// The bytes of a clock.
pub const CLOCK_BYTES: usize = 29;

impl LedgerClock {
    /// The time of the record that stands next in the ledger, stamped in milliseconds since the epoch.
    pub fn tell(&mut self, stamped_ms: i64) -> LedgerTime {
        let Some(latest) = self.latest else {
            *self = Self { now: LedgerTime(stamped_ms), latest: Some(stamped_ms), behind: NONE_BEHIND };
            return self.now;
        };
        let step = stamped_ms.saturating_sub(latest);
        if step >= -STEP_MAX_MS {
            self.now.0 = self.now.0.saturating_add(step.clamp(0, STEP_MAX_MS));
            self.latest = Some(latest.max(stamped_ms));
            self.behind = NONE_BEHIND;
        } else {
            let (records, behind) = self.behind;
            self.behind = (records + 1, behind.max(stamped_ms));
            if self.behind.0 >= BEHIND_RECORDS {
                self.latest = Some(self.behind.1);
                self.behind = NONE_BEHIND;
            }
        }
        self.now
    }

    /// How far after the latest stamp the next one is, in milliseconds, if that is no step to be believed; negative for one far before
    /// it, and then only for the first in a row.
    pub fn disbelieved(&self, stamped_ms: i64) -> Option<i64> {
        let step = stamped_ms.saturating_sub(self.latest?);
        let first_behind = step < -STEP_MAX_MS && self.behind == NONE_BEHIND;
        (step > STEP_MAX_MS || first_behind).then_some(step)
    }

    /// The time of the latest record; before the first, one that is before all others.
    pub fn now(&self) -> LedgerTime {
        self.now
    }

    /// As bytes, little-endian: the time (8), whether there was a stamp (1) and the latest (8), how many records are behind it (4) and
    /// their latest (8).
    pub fn bytes(&self) -> [u8; CLOCK_BYTES] {
        let (records, behind) = self.behind;
        let mut bytes = [0; CLOCK_BYTES];
        let parts = [
            &self.now.0.to_le_bytes()[..],
            &[u8::from(self.latest.is_some())],
            &self.latest.unwrap_or(0).to_le_bytes(),
            &records.to_le_bytes(),
            &behind.to_le_bytes(),
        ];
        bytes.iter_mut().zip(parts.into_iter().flatten()).for_each(|(byte, of)| *byte = *of);
        bytes
    }

    /// The clock of these bytes; none if they are no clock's.
    pub fn of(bytes: [u8; CLOCK_BYTES]) -> Option<Self> {
        let (now, rest) = bytes.split_first_chunk()?;
        let (&[any], rest) = rest.split_first_chunk()?;
        let (latest, rest) = rest.split_first_chunk()?;
        let (records, rest) = rest.split_first_chunk()?;
        let behind = rest.first_chunk()?;
        let clock = Self {
            now: LedgerTime(i64::from_le_bytes(*now)),
            latest: (any == 1).then_some(i64::from_le_bytes(*latest)),
            behind: (u32::from_le_bytes(*records), i64::from_le_bytes(*behind)),
        };
        (clock.bytes() == bytes && clock.behind.0 < BEHIND_RECORDS).then_some(clock)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const HOUR: i64 = 3_600_000;
    const START: i64 = 1_790_000_000_000;

    /// The hours since the start that a clock tells after stamps so many hours after it.
    fn told(hours: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let mut clock = LedgerClock::default();
        hours.into_iter().map(|hour| (clock.tell(START + hour * HOUR).0 - START) / HOUR).collect()
    }

    #[test]
    fn time_runs_with_the_stamps_and_never_back() {
        assert_eq!(told([0, 1, 4, 3, 4, 5, 11]), [0, 1, 4, 4, 4, 5, 11]);
    }

    #[test]
    fn a_step_forward_counts_as_six_hours_at_most() {
        assert_eq!(told([0, 1, 100_000, 100_001]), [0, 1, 7, 8]);
        assert_eq!(LedgerClock::default().tell(i64::MAX), LedgerTime(i64::MAX));
    }

    #[test]
    fn time_goes_on_when_the_clock_is_right_again() {
        let right = usize::try_from(BEHIND_RECORDS).unwrap();
        let wrong = [0, 100_000].into_iter().chain(std::iter::repeat_n(1, right));
        assert_eq!(told(wrong.clone().chain([1, 2, 3])).split_off(right), [6, 6, 6, 7, 8]);
        // One that is wrong again in between begins anew.
        let again = wrong.take(right + 1).chain([100_000, 1, 2, 3]);
        assert_eq!(told(again).split_off(right), [6, 6, 6, 6, 6]);
    }

    proptest! {
        /// Whatever the stamps: time doesn't run back, nor further than a step a record; and a clock that was kept goes on as the
        /// one that it was.
        #[test]
        fn laws_of_the_clock(
            stamps in vec(prop_oneof![4 => START..START + 1000 * HOUR, 1 => any::<i64>()], 1..80),
            kept in 0..80_usize,
        ) {
            let (mut clock, mut before) = (LedgerClock::default(), None);
            for (n, &stamp) in stamps.iter().enumerate() {
                if n == kept {
                    clock = LedgerClock::of(clock.bytes()).unwrap();
                }
                let now = clock.tell(stamp);
                prop_assert_eq!(now, clock.now());
                if let Some(LedgerTime(before)) = before {
                    prop_assert!((before..=before.saturating_add(STEP_MAX_MS)).contains(&now.0));
                }
                before = Some(now);
            }
            prop_assert_eq!(LedgerClock::of(clock.bytes()), Some(clock));
        }
    }

    #[test]
    fn what_is_not_believed_is_told_once() {
        let mut clock = LedgerClock::default();
        let told = [0, 6, 13, 14, 6, 7, 14, 7].map(|hour| {
            let told = clock.disbelieved(START + hour * HOUR).map(|step| step / HOUR);
            clock.tell(START + hour * HOUR);
            told
        });
        assert_eq!(told, [None, None, Some(7), None, Some(-8), None, None, Some(-7)]);
    }

    #[test]
    fn bytes_that_are_no_clock_are_refused() {
        let mut clock = LedgerClock::default();
        clock.tell(START);
        for (at, byte) in [(8, 2), (17, 0xff), (20, 0xff)] {
            let mut bytes = clock.bytes();
            bytes[at] = byte;
            assert_eq!(LedgerClock::of(bytes).is_none(), at != 17, "{at}");
        }
    }
}
