//! Postings in a snapshot: those of texts that are alive, so that it doesn't show how lately a list was rid of the others, and
//! in chains of 17 bits of a fingerprint, so that it doesn't show how blocks are cut.

use super::{
    super::{
        serials::Serial,
        snapshot::{Reader, Stored, Torn},
    },
    BLOCKS, Block, Index, Posting, TAG_BITS,
};

/// Chains of a block: the upper six bits of a tag tell which.
const BLOCK_CHAINS: usize = 1 << (TAG_BITS - u16::BITS);

/// The order of postings in a snapshot: by the age of their texts, and of one text by their 16 bits.
fn key(serial: Serial, tag: u16, age: impl Fn(Serial) -> u32) -> u64 {
    u64::from(age(serial)) << u16::BITS | u64::from(tag)
}

/// A tag's chain, and the 16 bits that a chain doesn't tell of it.
fn split(tag: u32) -> (usize, u16) {
    let [a, b, ..] = tag.to_le_bytes();
    ((tag >> u16::BITS) as usize, u16::from_le_bytes([a, b]))
}

impl Block {
    /// The places of lists that may have postings of a chain.
    fn places(&self, chain: usize) -> std::ops::RangeInclusive<usize> {
        let tag = |chain: usize| u32::try_from(chain << u16::BITS).unwrap_or(u32::MAX);
        self.place(tag(chain))..=self.place(tag(chain + 1) - 1)
    }
}

impl Index {
    /// All postings of a block's chain, and of others maybe, each with its whole tag.
    fn chain<'a>(&'a self, block: &'a Block, chain: usize) -> impl Iterator<Item = Posting> + 'a {
        let form = block.form();
        block.places(chain).flat_map(move |place| {
            let list = block.lists.get(place).copied().unwrap_or_default();
            let told = block.told(place);
            self.lists.newest_first(form, list).map(move |posting| Posting { tag: told | posting.tag, ..posting })
        })
    }

    /// Puts the chain of this number, counted block by block, unless it is empty; false past the last. Its postings are
    /// sorted, the oldest first. `age` tells which of two texts is the later.
    pub(in super::super) fn put_list(
        &self,
        number: usize,
        is_alive: impl Fn(Serial) -> bool,
        age: impl Fn(Serial) -> u32,
        bytes: &mut Vec<u8>,
    ) -> bool {
        let Some(block) = self.blocks.get(number / BLOCK_CHAINS) else { return false };
        let chain = number % BLOCK_CHAINS;
        let of_chain = |posting: Posting| {
            let (of, tag) = split(posting.tag);
            (of == chain && is_alive(posting.serial)).then(|| (key(posting.serial, tag, &age), tag, posting))
        };
        let mut postings: Vec<(u64, u16, Posting)> = self.chain(block, chain).filter_map(of_chain).collect();
        if !postings.is_empty() {
            postings.sort_unstable_by_key(|(key, ..)| *key);
            u32::try_from(number).unwrap_or(u32::MAX).put(bytes);
            u32::try_from(postings.len()).unwrap_or(u32::MAX).put(bytes);
            for (_, tag, posting) in postings {
                let told = posting.serial.0 << 1 | u32::from(posting.counted);
                bytes.extend_from_slice(&tag.to_le_bytes());
                bytes.extend_from_slice(&told.to_le_bytes());
            }
        }
        true
    }

    /// Reads a chain.
    pub(in super::super) fn take_list(
        &mut self,
        from: &mut Reader<'_>,
        age: impl Fn(Serial) -> u32,
    ) -> Result<(), Torn> {
        let (number, count) = (u32::take(from)? as usize, u32::take(from)?);
        let postings = from.arrays::<6>(count)?;
        let chain = number % BLOCK_CHAINS;
        let block = self.blocks.get(number / BLOCK_CHAINS).ok_or(Torn::Damaged)?;
        if postings.is_empty() || self.chain(block, chain).any(|posting| split(posting.tag).0 == chain) {
            return Err(Torn::Damaged);
        }
        let mut last = None;
        for &[a, b, c, d, e, f] in postings {
            let (tag, told) = (u16::from_le_bytes([a, b]), u32::from_le_bytes([c, d, e, f]));
            let serial = Serial(told >> 1);
            let key = key(serial, tag, &age);
            if last.replace(key).is_some_and(|last| last > key) {
                return Err(Torn::Damaged);
            }
            let tag = u32::try_from(chain << u16::BITS).unwrap_or_default() | u32::from(tag);
            let posting = Posting { tag, serial, counted: told & 1 == 1 };
            if let Some(block) = self.blocks.get_mut(number / BLOCK_CHAINS) {
                block.restore(posting, &mut self.lists);
            }
        }
        Ok(())
    }
}

const _: () = assert!(BLOCKS * BLOCK_CHAINS <= u32::MAX as usize);
