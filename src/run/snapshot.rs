//! Snapshots of the memory on this replica's own disk: what lets it start again by reading the ledger's tail alone.
//!
//! A snapshot is only ever a saving of time. It is bound to a place in the ledger by what stands there: the last record
//! that was folded is read again, and only if it is the same record, appended at the same moment, does the replica go on
//! from behind it. A ledger that was truncated, has expired past that place or was made anew has no such record, and is
//! read from its beginning with an empty memory, as if there had been no snapshot. So no leader epoch is kept, which the
//! client doesn't tell reliably, and none is needed.
//!
//! | bytes | field |
//! |---|---|
//! | 8 | magic: `copydesk` |
//! | 4 | version of this layout |
//! | 16 | the ledger's id, from its genesis |
//! | 8 + 29 | when the genesis was last renewed; the ledger's clock (`desk::verdict::clock`) |
//! | 8 + 8 + 16 | the last record that was folded: offset, append time, XXH3-128 of its bytes |
//! | 4 + n | a block of the memory (`desk::verdict::memory::snapshot`): length and bytes; again and again |
//! | 4 | 0: no further block |
//! | 16 | XXH3-128 of all bytes before |
//!
//! All integers are little-endian. Fold version and rules stand in the memory's first block.

pub mod folder;
mod keeping;
mod pace;

use std::io::{self, Read};

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::desk::{
    capture::Offset,
    verdict::{
        LedgerClock, LedgerTime, Memory,
        clock::CLOCK_BYTES,
        memory::{
            snapshot::{Cursor, Restoring, Torn},
            tapes::TapesLost,
        },
    },
};

pub(super) use keeping::Keeping;
pub use pace::Pace;

const MAGIC: [u8; 8] = *b"copydesk";

/// The version of the layout. It rises with any change to it.
const FILE_VERSION: u32 = 2;

/// Bytes of a block, at most: far above what the memory makes, and what a damaged length may cost.
const BLOCK_BYTES_MAX: u32 = 64 << 20;

/// A record of the ledger, by its place and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its place.
    pub offset: Offset,
    /// When the broker appended it, in milliseconds since the epoch.
    pub appended_ms: i64,
    hash: u128,
}

impl Mark {
    /// The mark of a record.
    pub fn of(offset: Offset, appended_ms: i64, bytes: &[u8]) -> Self {
        Self { offset, appended_ms, hash: xxh3_128(bytes) }
    }
}

/// What is known beside the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The ledger's identity.
    pub ledger: u128,
    /// When its genesis was last renewed.
    pub renewed: LedgerTime,
    /// The ledger's clock at the last record.
    pub clock: LedgerClock,
    /// The last record that was folded.
    pub last: Mark,
}

/// What a replica goes on from.
#[derive(Debug)]
pub struct Resume {
    /// What is known beside the memory.
    pub head: Head,
    /// The memory behind that record.
    pub memory: Memory,
}

/// Why a snapshot is not used.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The file can't be read.
    #[error("reading it: {0}")]
    Io(#[from] io::Error),
    /// It doesn't begin as a snapshot does, or is laid out otherwise.
    #[error("it is no snapshot of this version")]
    Unknown,
    /// Its bytes are not those that were written.
    #[error("its checksum is wrong")]
    Checksum,
    /// Its memory can't be read, or was folded otherwise.
    #[error(transparent)]
    Torn(#[from] Torn),
}

/// Where snapshots are kept: of all that were written whole, the last. Writing must not hold up who gives the bytes.
pub trait Shelf {
    /// Begins another snapshot; what was begun and not finished is dropped.
    fn begin(&mut self);

    /// Whether it takes more bytes now without piling them up.
    fn has_room(&self) -> bool;

    /// Takes the next bytes.
    fn put(&mut self, bytes: Vec<u8>);

    /// No more bytes follow: from here on this is the snapshot, once it is safe.
    fn finish(&mut self);

    /// What became of the snapshot that was begun: kept, or why it failed; `None` when that isn't known within `wait`.
    fn told(&mut self, wait: std::time::Duration) -> Option<Result<(), String>>;
}

/// A snapshot that is being made. While it is, the memory must fold nothing.
#[derive(Debug)]
struct Cut {
    next: Option<Cursor>,
    hash: Hash,
    sealed: bool,
    bytes: u64,
}

impl Cut {
    /// Begins, and gives the first bytes.
    fn begin(head: &Head) -> (Self, Vec<u8>) {
        let mut bytes = Vec::with_capacity(97);
        bytes.extend(MAGIC);
        bytes.extend(FILE_VERSION.to_le_bytes());
        bytes.extend(head.ledger.to_le_bytes());
        bytes.extend(head.renewed.0.to_le_bytes());
        bytes.extend(head.clock.bytes());
        bytes.extend(head.last.offset.0.to_le_bytes());
        bytes.extend(head.last.appended_ms.to_le_bytes());
        bytes.extend(head.last.hash.to_le_bytes());
        let mut cut = Self { next: Some(Cursor::START), hash: Hash::default(), sealed: false, bytes: 0 };
        cut.count(&bytes);
        (cut, bytes)
    }

    /// The next bytes; `None` when all were given. A memory that lost something makes no snapshot.
    fn next(&mut self, memory: &Memory) -> Result<Option<Vec<u8>>, TapesLost> {
        if self.sealed {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        if let Some(cursor) = self.next {
            let (block, next) = memory.block(cursor);
            if let Some(lost) = memory.lost() {
                return Err(lost.clone());
            }
            self.next = next;
            bytes = block;
            // In front, so that a block is made in one piece and moved once.
            bytes.splice(..0, u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
            self.count(&bytes);
        } else {
            bytes.extend(0_u32.to_le_bytes());
            self.count(&bytes);
            let digest = self.hash.0.digest128().to_le_bytes();
            bytes.extend(digest);
            self.bytes += digest.len() as u64;
            self.sealed = true;
        }
        Ok(Some(bytes))
    }

    fn count(&mut self, bytes: &[u8]) {
        self.hash.0.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

/// The whole snapshot of a memory at once.
pub fn whole(head: &Head, memory: &Memory) -> Result<Vec<u8>, TapesLost> {
    let (mut cut, mut bytes) = Cut::begin(head);
    while let Some(more) = cut.next(memory)? {
        bytes.extend(more);
    }
    Ok(bytes)
}

/// Reads a snapshot, block by block, into an empty memory, by whose rules it must have been folded.
pub fn read(from: impl Read, empty: Memory) -> Result<Resume, Refusal> {
    let mut from = Checked { inner: from, hash: Hash::default() };
    if from.array()? != MAGIC || from.array().map(u32::from_le_bytes)? != FILE_VERSION {
        return Err(Refusal::Unknown);
    }
    let ledger = from.array().map(u128::from_le_bytes)?;
    let renewed = LedgerTime(from.array().map(i64::from_le_bytes)?);
    let clock = from.array::<CLOCK_BYTES>().map(LedgerClock::of)?.ok_or(Torn::Damaged)?;
    let last = Mark {
        offset: Offset(from.array().map(u64::from_le_bytes)?),
        appended_ms: from.array().map(i64::from_le_bytes)?,
        hash: from.array().map(u128::from_le_bytes)?,
    };
    let mut restoring = Restoring::new(empty);
    let mut block = Vec::new();
    loop {
        match from.array().map(u32::from_le_bytes)? {
            0 => break,
            length if length > BLOCK_BYTES_MAX => return Err(Torn::Damaged.into()),
            length => {
                from.block(length, &mut block)?;
                restoring.take(&block)?;
            }
        }
    }
    let digest = from.hash.0.digest128();
    if from.array().map(u128::from_le_bytes)? != digest {
        return Err(Refusal::Checksum);
    }
    if from.inner.read(&mut [0])? > 0 {
        return Err(Torn::Cut.into());
    }
    Ok(Resume { head: Head { ledger, renewed, clock, last }, memory: restoring.finish()? })
}

/// Bytes, and their checksum as far as they are read.
struct Checked<R> {
    inner: R,
    hash: Hash,
}

impl<R: Read> Checked<R> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let mut bytes = [0; N];
        self.inner.read_exact(&mut bytes).map_err(ended)?;
        self.hash.0.update(&bytes);
        Ok(bytes)
    }

    /// Reads so many bytes; the buffer grows with what comes, not with what was said.
    fn block(&mut self, length: u32, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
        bytes.clear();
        self.inner.by_ref().take(length.into()).read_to_end(bytes)?;
        if bytes.len() != length as usize {
            return Err(Torn::Cut.into());
        }
        self.hash.0.update(bytes);
        Ok(())
    }
}

fn ended(error: io::Error) -> Refusal {
    if error.kind() == io::ErrorKind::UnexpectedEof { Torn::Cut.into() } else { error.into() }
}

/// The running checksum.
#[derive(Default)]
struct Hash(Xxh3);

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hash")
    }
}

#[cfg(test)]
mod tests;
