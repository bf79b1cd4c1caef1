//! The publishers that printed a story after its first, each by its site, the first of them by name.

use super::super::snapshot::{Reader, Stored, Torn};

/// Publishers in the order in which they came: the site in four bytes, the length of the name in two, and the name, which is
/// empty for those that aren't named. In one piece without air, as most of them are one or two.
#[derive(Clone, Debug, Default)]
pub(super) struct Publishers {
    packed: Box<[u8]>,
    count: u16,
}

/// What a story's publishers count for in the account of the memory's bytes, and each of them: its site and a length.
const PUBLISHERS_BYTES: u64 = 24 + 8;
const PUBLISHER_BYTES: u64 = 6;

/// What a name counts for, in bytes, however long it is: which part of a host is the publisher's name is told by a list that
/// comes with the software, and replicas of two builds must come to one account. As long as a label may be (RFC 1035 § 2.3.4),
/// and its dot.
const NAME_BYTES: u64 = 64;

impl Publishers {
    /// How many there are.
    pub(super) fn count(&self) -> u16 {
        self.count
    }

    /// Whether one of them is this site.
    pub(super) fn has(&self, site: u32) -> bool {
        self.all().any(|(known, _)| known == site)
    }

    /// Their names, as far as they have one.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.all().map(|(_, name)| name).filter(|name| !name.is_empty())
    }

    /// Adds one.
    pub(super) fn push(&mut self, site: u32, name: &str) {
        let length = u16::try_from(name.len()).unwrap_or(0);
        let name = name.get(..usize::from(length)).unwrap_or_default();
        self.packed = [&self.packed, &site.to_le_bytes()[..], &length.to_le_bytes(), name.as_bytes()].concat().into();
        self.count = self.count.saturating_add(1);
    }

    /// Their bytes in the account.
    pub(super) fn bytes(&self) -> u64 {
        let named = usize::from(self.count).min(super::PUBLISHERS_NAMED_MAX - 1);
        PUBLISHERS_BYTES + u64::from(self.count) * PUBLISHER_BYTES + named as u64 * NAME_BYTES
    }

    fn all(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut rest = &*self.packed;
        std::iter::from_fn(move || {
            let (publisher, behind) = split(rest)?;
            rest = behind;
            Some(publisher)
        })
    }
}

/// The first publisher, and what follows it.
fn split(packed: &[u8]) -> Option<((u32, &str), &[u8])> {
    let (site, rest) = packed.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (name, rest) = rest.split_at_checked(u16::from_le_bytes(*length).into())?;
    Some(((u32::from_le_bytes(*site), std::str::from_utf8(name).ok()?), rest))
}

impl Stored for Publishers {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.count.put(bytes);
        u32::try_from(self.packed.len()).unwrap_or(u32::MAX).put(bytes);
        bytes.extend_from_slice(&self.packed);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let (count, length) = (u16::take(from)?, u32::take(from)?);
        let publishers = Self { packed: from.arrays::<1>(length)?.as_flattened().into(), count };
        let whole = publishers.all().map(|(_, name)| name.len() + 6).sum::<usize>() == publishers.packed.len()
            && publishers.all().count() == usize::from(count);
        if whole && usize::from(count) < super::PUBLISHERS_MAX { Ok(publishers) } else { Err(Torn::Damaged) }
    }
}
