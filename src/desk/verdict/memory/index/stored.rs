//! Postings in a snapshot: those of texts that are alive, so that it doesn't show how lately a list was rid of the others.

use super::{
    super::{
        serials::Serial,
        snapshot::{Reader, Stored, Torn},
    },
    BLOCK_LISTS, BLOCKS, Index, List, Posting, serial,
};

impl Index {
    /// Puts the list of this number, counted block by block, unless it is empty; false past the last.
    pub(in super::super) fn put_list(
        &self,
        number: usize,
        is_alive: impl Fn(Serial) -> bool,
        bytes: &mut Vec<u8>,
    ) -> bool {
        let Some(block) = self.blocks.get(number / BLOCK_LISTS) else { return false };
        let list = block.as_ref().and_then(|lists| lists.get(number % BLOCK_LISTS));
        let postings = list.map_or(&[][..], |list| list.0.as_slice());
        let start = bytes.len();
        u32::try_from(number).unwrap_or(u32::MAX).put(bytes);
        // The count, once it is known.
        0_u32.put(bytes);
        let mut count = 0_u32;
        for &posting in postings.iter().filter(|&&posting| is_alive(serial(posting))) {
            bytes.extend_from_slice(posting.map(u16::to_le_bytes).as_flattened());
            count += 1;
        }
        if count == 0 {
            bytes.truncate(start);
        } else if let Some(place) = bytes.get_mut(start + 4..start + 8) {
            place.copy_from_slice(&count.to_le_bytes());
        }
        true
    }

    pub(in super::super) fn take_list(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        let (number, count) = (u32::take(from)? as usize, u32::take(from)?);
        let postings = from.arrays::<6>(count)?.iter();
        let list: Vec<Posting> =
            postings.map(|&[a, b, c, d, e, f]| [[a, b], [c, d], [e, f]].map(u16::from_le_bytes)).collect();
        let block = self.blocks.get_mut(number / BLOCK_LISTS).ok_or(Torn::Damaged)?;
        let lists = block.get_or_insert_with(|| vec![List::default(); BLOCK_LISTS].into());
        let place = lists.get_mut(number % BLOCK_LISTS).ok_or(Torn::Damaged)?;
        if list.is_empty() || !place.0.is_empty() || !list.is_sorted_by_key(|posting| posting[0]) {
            return Err(Torn::Damaged);
        }
        self.postings += list.len();
        place.0 = list;
        Ok(())
    }
}

const _: () = assert!(BLOCKS * BLOCK_LISTS <= u32::MAX as usize);
