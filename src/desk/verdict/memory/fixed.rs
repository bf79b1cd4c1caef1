//! A hash for maps whose keys are hashes already, or counted by Kafka, and for marks: the same on every run and every machine.

use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Builds [`Fixed`].
pub(super) type FixedHash = BuildHasherDefault<Fixed>;

/// Chains what it is given.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fixed(u64);

impl Hasher for Fixed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    /// Multiplies with 2^64 over the golden ratio and folds the product, so that every bit depends on all of the value.
    fn write_u64(&mut self, value: u64) {
        let (low, high) = (self.0 ^ value).carrying_mul(0x9e37_79b9_7f4a_7c15, 0);
        self.0 = high ^ low;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
