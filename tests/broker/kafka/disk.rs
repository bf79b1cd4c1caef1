//! A broker's disk that gives back other bytes than it was given.
//!
//! # Source
//! Kafka protocol, "Record Batch".

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
    path::Path,
};

/// Where a batch's base offset ends, and the length of what follows that.
const OFFSET_END: usize = 8;
const LENGTH_END: u64 = 12;

/// Where the version of its layout lies, and where its head ends and its records begin.
const VERSION_AT: u64 = 16;
const HEAD: u64 = 61;

/// What of a batch has changed.
#[derive(Clone, Copy)]
pub(crate) enum Rot {
    /// Its records, which its checksum covers.
    Records,
    /// The version of its layout, which stands in front of that.
    Version,
}

/// Flips a bit of the batch that begins with this offset, in the first segment of a partition's log. A broker sends what its disk
/// holds, and leaves checksums to who reads.
pub(super) fn rot(logs: &Path, topic: &str, partition: i32, offset: i64, what: Rot) {
    let segment = logs.join(format!("{topic}-{partition}/00000000000000000000.log"));
    let log = fs::read(&segment).expect("the broker is ours");
    let mut at = 0;
    loop {
        let head = &log[usize::try_from(at).expect("small")..];
        let base = i64::from_be_bytes(head[..OFFSET_END].try_into().expect("eight bytes"));
        let length = u32::from_be_bytes(head[OFFSET_END..][..4].try_into().expect("four bytes"));
        let end = LENGTH_END + u64::from(length);
        if base == offset {
            let place = match what {
                Rot::Records => at + u64::midpoint(HEAD, end),
                Rot::Version => at + VERSION_AT,
            };
            let file = File::options().write(true).open(&segment).expect("the broker is ours");
            let flipped = log[usize::try_from(place).expect("small")] ^ 1;
            file.write_all_at(&[flipped], place).expect("the disk takes it");
            return;
        }
        at += end;
    }
}
