//! Postings in a snapshot: those of texts that are alive, so that it doesn't show how lately a list was rid of the others, and
//! chain by chain, so that it doesn't show how they are cut.

use super::{
    super::{
        serials::Serial,
        snapshot::{Reader, Stored, Torn},
    },
    BLOCK_CHAINS, BLOCKS, Index, Posting,
};

/// The order of postings in a snapshot: by the age of their texts, and of one text by their 16 bits.
fn key(posting: Posting, age: impl Fn(Serial) -> u32) -> u64 {
    u64::from(age(posting.serial)) << u16::BITS | u64::from(posting.tag)
}

impl Index {
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
        let all = block.chain(number % BLOCK_CHAINS).flat_map(|(form, told, list)| {
            let whole = move |posting: Posting| Posting { tag: told | posting.tag, ..posting };
            self.units.newest_first(form, list).map(whole)
        });
        let alive = all.filter(|posting| is_alive(posting.serial));
        let mut postings: Vec<(u64, Posting)> = alive.map(|posting| (key(posting, &age), posting)).collect();
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

    /// Reads a chain.
    pub(in super::super) fn take_list(
        &mut self,
        from: &mut Reader<'_>,
        age: impl Fn(Serial) -> u32,
    ) -> Result<(), Torn> {
        let (number, count) = (u32::take(from)? as usize, u32::take(from)?);
        let postings = from.arrays::<6>(count)?;
        let block = self.blocks.get_mut(number / BLOCK_CHAINS).ok_or(Torn::Damaged)?;
        let chain = number % BLOCK_CHAINS;
        if postings.is_empty() || block.chain(chain).any(|(.., list)| list.units() > 0) {
            return Err(Torn::Damaged);
        }
        block.prepare(&mut self.units, |_| true);
        let form = block.form();
        let mut last = None;
        for &[a, b, c, d, e, f] in postings {
            let told = u32::from_le_bytes([c, d, e, f]);
            let posting =
                Posting { tag: u16::from_le_bytes([a, b]), serial: Serial(told >> 1), counted: told & 1 == 1 };
            let key = key(posting, &age);
            if last.replace(key).is_some_and(|last| last > key) {
                return Err(Torn::Damaged);
            }
            block.change(chain, posting.tag, |list| self.units.append(form, list, posting));
        }
        Ok(())
    }
}

const _: () = assert!(BLOCKS * BLOCK_CHAINS <= u32::MAX as usize);
