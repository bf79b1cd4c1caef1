//! How plain values stand in a snapshot.

use std::num::NonZeroU64;

use super::{
    super::{
        super::{
            Kind, PerMille, Rules,
            lineage::{FieldMarks, Instant},
        },
        LedgerTime,
        index::Slot,
    },
    Torn,
};
use crate::desk::{normalize::ArticleId, sketch::ContentHash};

/// What is left to read of a block. Each read checks what is left before it takes, so nothing is allocated that isn't
/// there.
pub(in super::super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(in super::super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Torn> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Torn::Cut)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// So many items of `N` bytes each.
    pub(in super::super) fn arrays<const N: usize>(&mut self, count: u32) -> Result<&'a [[u8; N]], Torn> {
        let length = usize::try_from(count).ok().and_then(|count| count.checked_mul(N)).ok_or(Torn::Cut)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Torn::Cut)?;
        self.rest = rest;
        Ok(taken.as_chunks::<N>().0)
    }
}

/// What stands in a snapshot.
pub(in super::super) trait Stored: Sized {
    /// Appends it.
    fn put(&self, bytes: &mut Vec<u8>);

    /// Reads what was appended.
    fn take(from: &mut Reader<'_>) -> Result<Self, Torn>;
}

macro_rules! integers {
    ($($integer:ty)+) => {
        $(impl Stored for $integer {
            fn put(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
                from.array().map(Self::from_le_bytes)
            }
        })+
    };
}

integers! { u8 u16 u32 u64 u128 i64 }

macro_rules! wrapped {
    ($($wrapper:ident)+) => {
        $(impl Stored for $wrapper {
            fn put(&self, bytes: &mut Vec<u8>) {
                self.0.put(bytes);
            }

            fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
                Stored::take(from).map(Self)
            }
        })+
    };
}

wrapped! { ContentHash LedgerTime Slot }

impl Stored for PerMille {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let share = u16::take(from)?;
        if share <= 1000 { Ok(Self(share)) } else { Err(Torn::Damaged) }
    }
}

impl Stored for bool {
    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        match u8::take(from)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Torn::Damaged),
        }
    }
}

impl Stored for NonZeroU64 {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.get().put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Self::new(u64::take(from)?).ok_or(Torn::Damaged)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.is_some().put(bytes);
        if let Some(value) = self {
            value.put(bytes);
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        bool::take(from)?.then(|| T::take(from)).transpose()
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, bytes: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).put(bytes);
        for item in self {
            item.put(bytes);
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        // An item takes a byte at least, so the list grows no further than the block reaches.
        let count = u32::take(from)?;
        (0..count).map(|_| T::take(from)).collect()
    }
}

impl<T: Stored> Stored for Box<T> {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.as_ref().put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        T::take(from).map(Self::new)
    }
}

impl Stored for Box<str> {
    fn put(&self, bytes: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).put(bytes);
        bytes.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let length = u32::take(from)?;
        let text = std::str::from_utf8(from.arrays::<1>(length)?.as_flattened()).map_err(|_| Torn::Damaged)?;
        Ok(text.into())
    }
}

/// Puts a list of values: its length, then each.
pub(in super::super) fn put_values(values: &[u16], bytes: &mut Vec<u8>) {
    u32::try_from(values.len()).unwrap_or(u32::MAX).put(bytes);
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

impl Stored for Box<[u16]> {
    fn put(&self, bytes: &mut Vec<u8>) {
        put_values(self, bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let count = u32::take(from)?;
        Ok(from.arrays(count)?.iter().map(|value| u16::from_le_bytes(*value)).collect())
    }
}

impl Stored for ArticleId {
    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.0);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        from.array().map(Self)
    }
}

impl Stored for FieldMarks {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.iter().for_each(|mark| mark.put(bytes));
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let mut marks = Self::default();
        for mark in &mut marks.0 {
            *mark = u16::take(from)?;
        }
        Ok(marks)
    }
}

impl Stored for Instant {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.bits().put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Self::from_bits(u64::take(from)?).ok_or(Torn::Damaged)
    }
}

impl Stored for Kind {
    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.push(*self as u8);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let number = u8::take(from)?;
        Self::ALL.iter().copied().find(|kind| *kind as u8 == number).ok_or(Torn::Damaged)
    }
}

impl Stored for Rules {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.window_seconds.put(bytes);
        self.containment_min.put(bytes);
        self.memory_bytes_max.put(bytes);
        self.change_ratio_min.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            window_seconds: u64::take(from)?,
            containment_min: PerMille::take(from)?,
            memory_bytes_max: u64::take(from)?,
            change_ratio_min: PerMille::take(from)?,
        })
    }
}
