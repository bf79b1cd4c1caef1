//! The tape: a few bits of every token in text order, on which two texts are aligned word by word.
//!
//! Five bits a token are as good as eight on both evaluation streams, at five eighths of the bytes; with four, one run
//! in fifty that is common is common by chance, and twice as many undecidable pairs are linked.

/// Bits of a token on the tape.
pub const TOKEN_BITS: usize = 5;

/// The longest tape, in tokens; what stands after them isn't aligned.
pub const TAPE_MAX: usize = 4096;

/// Eight tokens fill five bytes.
const GROUP_TOKENS: usize = 8;
const GROUP_BYTES: usize = GROUP_TOKENS * TOKEN_BITS / 8;

const TOKEN_MASK: u64 = (1 << TOKEN_BITS) - 1;

/// A text's tokens, [`TOKEN_BITS`] each, packed: eight tokens in five bytes, the first in the lowest bits; the bits
/// behind the last token are 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tape {
    tokens: u16,
    packed: Box<[u8]>,
}

impl Tape {
    /// The tape of these tokens' values, of each its lowest bits; what comes after [`TAPE_MAX`] tokens is left out.
    pub fn of(tokens: impl Iterator<Item = u8>) -> Self {
        let values: Vec<u8> = tokens.take(TAPE_MAX).collect();
        let mut packed = Vec::with_capacity(bytes_of(values.len()).next_multiple_of(GROUP_BYTES));
        for group in values.chunks(GROUP_TOKENS) {
            let bits = group.iter().rev().fold(0, |bits, &value| bits << TOKEN_BITS | u64::from(value) & TOKEN_MASK);
            packed.extend(bits.to_le_bytes().iter().take(GROUP_BYTES));
        }
        packed.truncate(bytes_of(values.len()));
        Self { tokens: u16::try_from(values.len()).unwrap_or(u16::MAX), packed: packed.into() }
    }

    /// A tape of so many tokens as its bytes, which are [`bytes_of`] them; `None` if they can't be one.
    pub fn from_packed(tokens: u16, packed: &[u8]) -> Option<Self> {
        let whole = usize::from(tokens) <= TAPE_MAX && packed.len() == bytes_of(tokens.into());
        let unused_bits = packed.len() * 8 - (usize::from(tokens) * TOKEN_BITS).min(packed.len() * 8);
        let is_clean = packed.last().is_none_or(|last| unused_bits == 0 || last >> (8 - unused_bits) == 0);
        (whole && is_clean).then(|| Self { tokens, packed: packed.into() })
    }

    /// How many tokens it has.
    pub fn tokens(&self) -> u16 {
        self.tokens
    }

    /// Its bytes.
    pub fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// The tokens' values, one a byte.
    pub fn values(&self) -> Vec<u8> {
        unpacked(self.tokens, &self.packed)
    }
}

/// The bytes of so many tokens.
pub fn bytes_of(tokens: usize) -> usize {
    (tokens * TOKEN_BITS).div_ceil(8)
}

/// The values of so many tokens, one a byte.
pub fn unpacked(tokens: u16, packed: &[u8]) -> Vec<u8> {
    let mut values = Vec::with_capacity(usize::from(tokens).next_multiple_of(GROUP_TOKENS));
    for group in packed.chunks(GROUP_BYTES) {
        let bits = group.iter().rev().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
        values.extend((0..GROUP_TOKENS).map(|at| (bits >> (at * TOKEN_BITS) & TOKEN_MASK) as u8));
    }
    values.truncate(tokens.into());
    values
}
