//! The bytes of a ledger record. Integers are little-endian; nothing is padded; nothing may follow the last field.
//!
//! | bytes | field |
//! |---|---|
//! | 1 | format version, [`FORMAT_VERSION`] |
//! | 1 | kind: 0 genesis, 1 article, 2 withdrawal, 3 retraction |
//! | 4 | check: the lower 32 bits of XXH3-64 of all bytes after this field, with version and kind (as a `u16`) as seed |
//!
//! Genesis: ledger id (16), fold version (4), window in seconds (8), containment in per mille (2),
//! bytes of the memory (8), change ratio in per mille (2).
//!
//! Every other kind starts with the source position: topic (8), partition (4), offset (8), part (4), timestamp in
//! milliseconds (8). A retraction ends there. A withdrawal goes on with the URL: length (2), UTF-8. An article with
//! the URL, and then:
//!
//! | bytes | field |
//! |---|---|
//! | 1 | other addresses: count at most [`ADDRESSES_MAX`], then for each length (2), UTF-8 |
//! | 8 | when it says it was first published ([`Instant`]), 0 where it doesn't |
//! | 8 × 2 | marks of the fields ([`FieldMarks`]) |
//! | 16 | content hash |
//! | 1 | sketch version, [`SKETCH_VERSION`] of the writer: what the marks below are made of, not how they are laid out |
//! | 1 | flags: bit 0 is set for a text in a script without spaces; the others are 0 |
//! | 1 | level, at most [`LEVEL_MAX`] |
//! | 4 | words |
//! | 4 | shingles |
//! | 4 | site |
//! | 1 + 6 n | fingerprints: count, then each, ascending |
//! | 1 + 2 n | number marks: count at most [`NUMBERS_MAX`], then each, ascending |
//! | 1 + 2 n | headline marks: count at most [`HEADLINE_MAX`], then each, ascending |
//! | 1 | how many tokens of the tape are the headline's |
//! | 2 + 5/8 n | tape: tokens at most [`TAPE_MAX`], then [`TOKEN_BITS`] bits each, the first in the lowest bits, rounded up to a byte |
//!
//! # Versions
//! Reading is total: whatever the bytes, every replica of a version reads the same record or fails alike. What isn't sound
//! by its check is passed over. The first six bytes and the check are the same in all versions, so a sound record of an
//! unknown format version or kind is told from damage: others fold it, and a replica that can't must stop
//! ([`Unreadable::Foreign`]). It meets none as long as the rules for changing things are kept:
//!
//! - What the fold makes of entries changes with [`FOLD_VERSION`](super::FOLD_VERSION), and a new layout or kind is a change of
//!   it. It stands in the genesis, so software of another fold version leaves the ledger before it writes anything.
//! - What marks are made of changes with the sketch version alone. Entries of every sketch version are read and folded
//!   alike by all replicas, which is what a rolling upgrade rests on: texts of two versions are never compared
//!   (`memory`).

use xxhash_rust::xxh3::xxh3_64_with_seed;

#[cfg(doc)]
use super::super::super::sketch::{SKETCH_VERSION, TAPE_MAX, TOKEN_BITS};
use super::super::super::{
    capture::{Offset, Part, Partition, SourcePosition, TopicId},
    sketch::{ContentHash, FINGERPRINT_BITS, HEADLINE_MAX, LEVEL_MAX, NUMBERS_MAX, Sketch, Tape, bytes_of},
};
use super::super::PerMille;
use super::{
    super::lineage::{FieldMarks, Instant},
    ADDRESSES_MAX, Claim, Entry, Facts, Genesis, LedgerRecord,
};

/// The version of the layout.
pub const FORMAT_VERSION: u8 = 2;

/// The longest record that is read, in bytes: the longest URLs and the fullest sketch stay under it.
pub const ENTRY_BYTES_MAX: usize = 1 << 18;

const GENESIS: u8 = 0;
const ARTICLE: u8 = 1;
const WITHDRAWAL: u8 = 2;
const RETRACTION: u8 = 3;

const SPACELESS: u8 = 1;

const FINGERPRINT_BYTES: usize = FINGERPRINT_BITS as usize / 8;

/// Why a ledger record can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Unreadable {
    /// Bytes that no version of this codec wrote, or that were damaged since. Every replica passes over them alike.
    #[error("the record is damaged")]
    Damaged,
    /// A sound record of a layout or a kind that this version doesn't know. Replicas that know it fold it, so this one must
    /// fold no further.
    #[error("the record is laid out by another version of the software")]
    Foreign,
}

impl LedgerRecord {
    /// The record's bytes.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Genesis(genesis) => genesis.encode(),
            Self::Entry(entry) => entry.encode(),
        }
    }

    /// Reads a record.
    pub fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(Unreadable::Damaged);
        }
        let mut reader = Reader { rest: bytes };
        let (version, kind, check) = (reader.u8()?, reader.u8()?, reader.u32()?);
        if check != check_of(version, kind, reader.rest) {
            return Err(Unreadable::Damaged);
        }
        if version != FORMAT_VERSION {
            return Err(Unreadable::Foreign);
        }
        let record = match kind {
            GENESIS => Self::Genesis(reader.genesis()?),
            ARTICLE | WITHDRAWAL | RETRACTION => Self::Entry(Entry {
                source: reader.source()?,
                claim: match kind {
                    ARTICLE => reader.article()?,
                    WITHDRAWAL => Claim::Withdrawal { url: reader.url()? },
                    _ => Claim::Retraction,
                },
            }),
            _ => return Err(Unreadable::Foreign),
        };
        if reader.rest.is_empty() { Ok(record) } else { Err(Unreadable::Damaged) }
    }
}

impl Genesis {
    /// The record's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = unsealed(40);
        body.extend(self.ledger.to_le_bytes());
        body.extend(self.fold_version.to_le_bytes());
        body.extend(self.window_seconds.to_le_bytes());
        body.extend(self.containment_min.0.to_le_bytes());
        body.extend(self.memory_bytes_max.to_le_bytes());
        body.extend(self.change_ratio_min.0.to_le_bytes());
        sealed(GENESIS, body)
    }
}

impl Entry {
    /// The record's bytes. A URL is cut at 65,535 bytes, lists at their stated maxima: `normalize` and `sketch` stay
    /// well below, and what was cut is still read and judged alike by all.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = unsealed(1024);
        let SourcePosition { topic, partition, offset, part, timestamp_ms } = self.source;
        body.extend(topic.0.to_le_bytes());
        body.extend(partition.0.to_le_bytes());
        body.extend(offset.0.to_le_bytes());
        body.extend(part.0.to_le_bytes());
        body.extend(timestamp_ms.to_le_bytes());
        match &self.claim {
            Claim::Article { url, content, sketch, facts } => {
                put_url(&mut body, url);
                put_facts(&mut body, facts);
                body.extend(content.0.to_le_bytes());
                put_sketch(&mut body, sketch);
                sealed(ARTICLE, body)
            }
            Claim::Withdrawal { url } => {
                put_url(&mut body, url);
                sealed(WITHDRAWAL, body)
            }
            Claim::Retraction => sealed(RETRACTION, body),
        }
    }
}

fn check_of(version: u8, kind: u8, body: &[u8]) -> u32 {
    let seed = u16::from_le_bytes([version, kind]);
    let [a, b, c, d, ..] = xxh3_64_with_seed(body, u64::from(seed)).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// Bytes before the body: version, kind and check.
const SEAL_BYTES: usize = 6;

/// A record without its seal, with room for a body of so many bytes.
fn unsealed(body_bytes: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SEAL_BYTES + body_bytes);
    bytes.extend([0; SEAL_BYTES]);
    bytes
}

/// Seals a record whose body is written.
fn sealed(kind: u8, mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some((seal, body)) = bytes.split_first_chunk_mut::<SEAL_BYTES>() {
        let [a, b, c, d] = check_of(FORMAT_VERSION, kind, body).to_le_bytes();
        *seal = [FORMAT_VERSION, kind, a, b, c, d];
    }
    bytes
}

fn put_url(body: &mut Vec<u8>, url: &str) {
    let mut end = url.len().min(usize::from(u16::MAX));
    while !url.is_char_boundary(end) {
        end -= 1;
    }
    body.extend(u16::try_from(end).unwrap_or(u16::MAX).to_le_bytes());
    body.extend_from_slice(url.as_bytes().get(..end).unwrap_or_default());
}

fn put_facts(body: &mut Vec<u8>, facts: &Facts) {
    body.push(u8::try_from(facts.addresses.len().min(ADDRESSES_MAX)).unwrap_or(u8::MAX));
    for address in facts.addresses.iter().take(ADDRESSES_MAX) {
        put_url(body, address);
    }
    body.extend(facts.published_at.map_or(0, Instant::bits).to_le_bytes());
    body.extend(facts.fields.0.iter().flat_map(|mark| mark.to_le_bytes()));
}

fn put_sketch(body: &mut Vec<u8>, sketch: &Sketch) {
    body.extend([sketch.version, if sketch.spaceless { SPACELESS } else { 0 }, sketch.level.min(LEVEL_MAX)]);
    body.extend(sketch.words.to_le_bytes());
    body.extend(sketch.shingles.to_le_bytes());
    body.extend(sketch.site.to_le_bytes());
    body.push(u8::try_from(sketch.fingerprints.len()).unwrap_or(u8::MAX));
    for fingerprint in sketch.fingerprints.iter().take(usize::from(u8::MAX)) {
        body.extend_from_slice(
            fingerprint.to_le_bytes().first_chunk::<FINGERPRINT_BYTES>().unwrap_or(&[0; FINGERPRINT_BYTES]),
        );
    }
    for (marks, most) in [(&sketch.numbers, NUMBERS_MAX), (&sketch.headline, HEADLINE_MAX)] {
        body.push(u8::try_from(marks.len().min(most)).unwrap_or(u8::MAX));
        body.extend(marks.iter().take(most).flat_map(|mark| mark.to_le_bytes()));
    }
    body.push(sketch.headline_tokens);
    body.extend(sketch.tape.tokens().to_le_bytes());
    body.extend_from_slice(sketch.tape.packed());
}

/// What is left to read. Each read checks what is left before it takes, so nothing is allocated that isn't there.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Unreadable::Damaged)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Unreadable::Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    fn u8(&mut self) -> Result<u8, Unreadable> {
        self.array().map(u8::from_le_bytes)
    }

    fn u16(&mut self) -> Result<u16, Unreadable> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Unreadable> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, Unreadable> {
        self.array().map(u64::from_le_bytes)
    }

    fn genesis(&mut self) -> Result<Genesis, Unreadable> {
        Ok(Genesis {
            ledger: self.array().map(u128::from_le_bytes)?,
            fold_version: self.u32()?,
            window_seconds: self.u64()?,
            containment_min: PerMille(self.u16()?),
            memory_bytes_max: self.u64()?,
            change_ratio_min: PerMille(self.u16()?),
        })
    }

    fn source(&mut self) -> Result<SourcePosition, Unreadable> {
        Ok(SourcePosition {
            topic: TopicId(self.u64()?),
            partition: Partition(self.u32()?),
            offset: Offset(self.u64()?),
            part: Part(self.u32()?),
            timestamp_ms: self.array().map(i64::from_le_bytes)?,
        })
    }

    fn url(&mut self) -> Result<String, Unreadable> {
        let length = usize::from(self.u16()?);
        let url = std::str::from_utf8(self.bytes(length)?).map_err(|_| Unreadable::Damaged)?;
        Ok(url.to_owned())
    }

    fn article(&mut self) -> Result<Claim, Unreadable> {
        let (url, facts) = (self.url()?, self.facts()?);
        let content = ContentHash(self.array().map(u128::from_le_bytes)?);
        Ok(Claim::Article { url, content, sketch: self.sketch()?, facts })
    }

    fn facts(&mut self) -> Result<Facts, Unreadable> {
        let count = Some(usize::from(self.u8()?)).filter(|&count| count <= ADDRESSES_MAX).ok_or(Unreadable::Damaged)?;
        let addresses = (0..count).map(|_| self.url()).collect::<Result<_, _>>()?;
        let published_at = match self.u64()? {
            0 => None,
            bits => Some(Instant::from_bits(bits).ok_or(Unreadable::Damaged)?),
        };
        let (marks, _) = self.bytes(16)?.as_chunks::<2>();
        let mut fields = FieldMarks::default();
        fields.0.iter_mut().zip(marks).for_each(|(mark, bytes)| *mark = u16::from_le_bytes(*bytes));
        Ok(Facts { addresses, published_at, fields })
    }

    fn sketch(&mut self) -> Result<Sketch, Unreadable> {
        let version = self.u8()?;
        let spaceless = match self.u8()? {
            0 => false,
            SPACELESS => true,
            _ => return Err(Unreadable::Damaged),
        };
        let level = Some(self.u8()?).filter(|&level| level <= LEVEL_MAX).ok_or(Unreadable::Damaged)?;
        Ok(Sketch {
            version,
            spaceless,
            level,
            words: self.u32()?,
            shingles: self.u32()?,
            site: self.u32()?,
            fingerprints: self.fingerprints()?,
            numbers: self.marks(NUMBERS_MAX)?,
            headline: self.marks(HEADLINE_MAX)?,
            headline_tokens: self.u8()?,
            tape: self.tape()?,
        })
    }

    fn fingerprints(&mut self) -> Result<Vec<u64>, Unreadable> {
        let count = usize::from(self.u8()?);
        let (chunks, _) = self.bytes(count * FINGERPRINT_BYTES)?.as_chunks::<FINGERPRINT_BYTES>();
        ascending(chunks.iter().map(|&[a, b, c, d, e, f]| u64::from_le_bytes([a, b, c, d, e, f, 0, 0])).collect())
    }

    fn marks(&mut self, most: usize) -> Result<Vec<u16>, Unreadable> {
        let count = Some(usize::from(self.u8()?)).filter(|&count| count <= most).ok_or(Unreadable::Damaged)?;
        let (chunks, _) = self.bytes(count * 2)?.as_chunks::<2>();
        ascending(chunks.iter().map(|&mark| u16::from_le_bytes(mark)).collect())
    }

    fn tape(&mut self) -> Result<Tape, Unreadable> {
        let tokens = self.u16()?;
        let packed = self.bytes(bytes_of(tokens.into()))?;
        Tape::from_packed(tokens, packed).ok_or(Unreadable::Damaged)
    }
}

/// The fold searches these lists by their order, so a list out of order is refused here.
fn ascending<T: Ord>(marks: Vec<T>) -> Result<Vec<T>, Unreadable> {
    if marks.is_sorted_by(|a, b| a < b) { Ok(marks) } else { Err(Unreadable::Damaged) }
}
