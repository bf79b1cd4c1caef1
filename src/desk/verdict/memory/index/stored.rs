//! Postings in a snapshot: those of texts that are alive, so that it doesn't show how lately a list was rid of the others, and
//! chain by chain, so that it doesn't show how they are cut.

use super::{
    super::{
        serials::Serial,
        snapshot::{Reader, Stored, Torn},
    },
    BLOCK_CHAINS, BLOCKS, Index, Posting,
};

impl Index {
    /// Puts the chain of this number, counted block by block, unless it is empty; false past the last. Its postings are
    /// sorted by their 16 bits, of equal ones the oldest first.
    pub(in super::super) fn put_list(
        &self,
        number: usize,
        is_alive: impl Fn(Serial) -> bool,
        bytes: &mut Vec<u8>,
    ) -> bool {
        let Some(block) = self.blocks.get(number / BLOCK_CHAINS) else { return false };
        let mut postings: Vec<(u64, Posting)> = Vec::new();
        for (range, list) in block.chain(number % BLOCK_CHAINS) {
            let alive = list.newest_first(range).filter(|posting| is_alive(posting.serial));
            // By their 16 bits first, then by how many come after them: none has more than there are numbers.
            let keyed = alive.zip((0..u64::from(u32::MAX)).rev());
            postings.extend(keyed.map(|(posting, after)| (u64::from(posting.tag) << u32::BITS | after, posting)));
        }
        if !postings.is_empty() {
            postings.sort_unstable_by_key(|(key, _)| *key);
            u32::try_from(number).unwrap_or(u32::MAX).put(bytes);
            u32::try_from(postings.len()).unwrap_or(u32::MAX).put(bytes);
            for (_, posting) in postings {
                let told = posting.serial.0 << 1 | u32::from(posting.counted);
                bytes.extend_from_slice(&posting.tag.to_le_bytes());
                bytes.extend_from_slice(&told.to_le_bytes());
            }
        }
        true
    }

    /// Reads a chain. `age` tells which of two texts is the later.
    pub(in super::super) fn take_list(
        &mut self,
        from: &mut Reader<'_>,
        age: impl Fn(Serial) -> u32,
    ) -> Result<(), Torn> {
        let (number, count) = (u32::take(from)? as usize, u32::take(from)?);
        let read = |&[a, b, c, d, e, f]: &[u8; 6]| {
            let told = u32::from_le_bytes([c, d, e, f]);
            Posting { tag: u16::from_le_bytes([a, b]), serial: Serial(told >> 1), counted: told & 1 == 1 }
        };
        let mut postings: Vec<Posting> = from.arrays::<6>(count)?.iter().map(read).collect();
        let block = self.blocks.get_mut(number / BLOCK_CHAINS).ok_or(Torn::Damaged)?;
        let chain = number % BLOCK_CHAINS;
        let is_new = block.chain(chain).all(|(_, list)| list.len() == 0);
        if postings.is_empty() || !is_new || !postings.is_sorted_by_key(|posting| posting.tag) {
            return Err(Torn::Damaged);
        }
        postings.sort_unstable_by_key(|posting| age(posting.serial));
        block.append(chain, &postings);
        Ok(())
    }
}

const _: () = assert!(BLOCKS * BLOCK_CHAINS <= u32::MAX as usize);
