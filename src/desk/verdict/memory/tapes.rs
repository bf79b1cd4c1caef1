//! Where the tapes of known texts lie: half of what a text takes, and looked at only where it is compared with another
//! word by word, which a tenth of the articles at most is.
//!
//! Tapes lie in RAM up to [`TapeRoom::ram_bytes_max`]; those that come beyond it lie in a file that the shell gives
//! ([`TapeFiles`]), if it gives any. Which tapes lie where decides nothing: verdicts, digest, account and snapshot are
//! those of a memory that has all of them in RAM. The file holds nothing that the ledger doesn't tell, is begun anew by
//! each memory, and isn't read by any other.
//!
//! # Layout
//! The file is used in units of [`UNIT_BYTES`]. A tape takes as many as it needs, with four bytes of its checksum (XXH3-64)
//! in front. Units that come free are used again for a tape of as many, the last that came free first; so the file grows
//! to what its tapes took at most, in each of the forty lengths.
//!
//! # Failure
//! A file that can't be made, written or read, or gives other bytes back than were written, is told of once and for all by
//! [`Memory::lost`](super::Memory::lost): from there on this memory's verdicts are worth nothing, and its replica must end.

use std::{
    fmt::Debug,
    sync::{Arc, OnceLock},
};

use xxhash_rust::xxh3::xxh3_64;

/// Files for tapes. The memory asks for one when it needs the first unit.
pub trait TapeFiles: Debug + Send + Sync {
    /// An empty file that nobody else uses; it is gone when it is dropped.
    fn open(&self) -> Result<Box<dyn TapeFile>, TapesLost>;
}

/// A file that tapes are put into and read from.
pub trait TapeFile: Debug + Send + Sync {
    /// Writes bytes at a place, which may be past the end.
    fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), TapesLost>;

    /// Reads the bytes at a place, all of which were written.
    fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), TapesLost>;
}

/// Why tapes can't be told any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the texts that articles are compared with are lost: {0}")]
pub struct TapesLost(pub String);

/// Where a memory may keep its tapes.
#[derive(Clone, Debug)]
pub struct TapeRoom {
    /// Bytes of tapes that lie in RAM, at most, where there are files.
    pub ram_bytes_max: u64,
    /// Files for those beyond.
    pub files: Option<Arc<dyn TapeFiles>>,
}

/// All in RAM.
impl Default for TapeRoom {
    fn default() -> Self {
        Self { ram_bytes_max: u64::MAX, files: None }
    }
}

/// Bytes of a unit: a tape of 450 words takes five of them, and wastes half a one.
const UNIT_BYTES: usize = 64;

const CHECK_BYTES: usize = 4;

/// A tape's first unit in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(u32);

impl Place {
    /// No place in the file: the tape lies with its text.
    pub(super) const RAM: Self = Self(u32::MAX);
}

/// The tapes that lie in the file, and how many bytes the others take.
#[derive(Debug, Default)]
pub(super) struct Tapes {
    room: TapeRoom,
    file: Option<Box<dyn TapeFile>>,
    lost: OnceLock<TapesLost>,
    /// By their number of units, less one: the places that are free.
    free: Vec<Vec<Place>>,
    /// Units that were ever used.
    end: u32,
    ram_bytes: u64,
    file_bytes: u64,
    /// What is still to be written, in one piece, and where: a memory that fills writes it all in a row.
    waiting: Vec<u8>,
    waiting_at: u64,
}

/// Bytes that wait to be written at once, at most: a dozen tapes, so that asking the system costs little for each.
const WAITING_BYTES_MAX: usize = 4 << 10;

impl Tapes {
    pub(super) fn new(room: TapeRoom) -> Self {
        Self { room, ..Self::default() }
    }

    pub(super) fn room(&self) -> &TapeRoom {
        &self.room
    }

    /// Takes a tape in, and tells where it lies.
    pub(super) fn keep(&mut self, tape: &[u8]) -> Place {
        let place = self.put(tape).unwrap_or_else(|lost| {
            self.lost.get_or_init(|| lost);
            Place::RAM
        });
        *self.bytes_at(place) += tape.len() as u64;
        place
    }

    /// The tape of so many bytes that was put there. Of one that is lost, nothing.
    pub(super) fn read(&self, place: Place, length: usize) -> Vec<u8> {
        self.get(place, length).unwrap_or_else(|lost| {
            self.lost.get_or_init(|| lost);
            Vec::new()
        })
    }

    /// Forgets a tape of so many bytes.
    pub(super) fn forget(&mut self, place: Place, length: usize) {
        let bytes = self.bytes_at(place);
        *bytes = bytes.saturating_sub(length as u64);
        let class = units(length) - 1;
        if place != Place::RAM {
            if self.free.len() <= class {
                self.free.resize_with(class + 1, Vec::new);
            }
            if let Some(free) = self.free.get_mut(class) {
                free.push(place);
            }
        }
    }

    /// Bytes of tapes that lie in the file.
    pub(super) fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    pub(super) fn lost(&self) -> Option<&TapesLost> {
        self.lost.get()
    }

    fn bytes_at(&mut self, place: Place) -> &mut u64 {
        if place == Place::RAM { &mut self.ram_bytes } else { &mut self.file_bytes }
    }

    fn put(&mut self, tape: &[u8]) -> Result<Place, TapesLost> {
        let Some(files) = &self.room.files else { return Ok(Place::RAM) };
        if self.ram_bytes.saturating_add(tape.len() as u64) <= self.room.ram_bytes_max || self.lost.get().is_some() {
            return Ok(Place::RAM);
        }
        let units = units(tape.len());
        let (place, end) = match self.free.get_mut(units - 1).and_then(Vec::pop) {
            Some(place) => (place, self.end),
            // A file of a quarter of a terabyte is full.
            None => match u32::try_from(units).ok().and_then(|units| self.end.checked_add(units)) {
                Some(end) => (Place(self.end), end),
                None => return Ok(Place::RAM),
            },
        };
        if self.file.is_none() {
            self.file = Some(files.open()?);
        }
        self.write(offset(place), tape, units * UNIT_BYTES)?;
        self.end = end;
        Ok(place)
    }

    /// Writes a tape and its checksum into so many bytes, now or soon.
    fn write(&mut self, at: u64, tape: &[u8], length: usize) -> Result<(), TapesLost> {
        let mut bytes = [&check(tape), tape].concat();
        bytes.resize(length, 0);
        if let Some(place) = self.waiting_from(at).and_then(|from| self.waiting.get_mut(from..from + length)) {
            place.copy_from_slice(&bytes);
            return Ok(());
        }
        let goes_on = at == self.waiting_at + self.waiting.len() as u64;
        if !goes_on || self.waiting.len() + length > WAITING_BYTES_MAX {
            if let Some(file) = &mut self.file {
                file.write(self.waiting_at, &self.waiting)?;
            }
            self.waiting.clear();
            self.waiting_at = at;
        }
        self.waiting.extend(bytes);
        Ok(())
    }

    /// Where in what is still to be written a place would be.
    fn waiting_from(&self, at: u64) -> Option<usize> {
        usize::try_from(at.checked_sub(self.waiting_at)?).ok()
    }

    fn get(&self, place: Place, length: usize) -> Result<Vec<u8>, TapesLost> {
        let Some(file) = &self.file else { return Err(TapesLost("no file holds them".to_owned())) };
        let mut bytes = vec![0; CHECK_BYTES + length];
        let waiting = self.waiting_from(offset(place)).and_then(|from| self.waiting.get(from..from + bytes.len()));
        match waiting {
            Some(waiting) => bytes.copy_from_slice(waiting),
            None => file.read(offset(place), &mut bytes)?,
        }
        let tape = bytes.split_off(CHECK_BYTES);
        if bytes == check(&tape) { Ok(tape) } else { Err(TapesLost("their file was changed by somebody".to_owned())) }
    }
}

fn units(length: usize) -> usize {
    (CHECK_BYTES + length).div_ceil(UNIT_BYTES)
}

fn offset(place: Place) -> u64 {
    u64::from(place.0) * UNIT_BYTES as u64
}

fn check(tape: &[u8]) -> [u8; CHECK_BYTES] {
    let [a, b, c, d, ..] = xxh3_64(tape).to_le_bytes();
    [a, b, c, d]
}
