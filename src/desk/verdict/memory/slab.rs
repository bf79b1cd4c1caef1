//! Rows in chunks: a row stays where it is, and no growth moves the others.

mod stored;

use super::index::Slot;

/// Bytes of a chunk, nearly: the allocator cuts its pages of half a megabyte into nine such pieces without a remainder to
/// speak of; a power of two would leave an eighth of each.
const CHUNK_BYTES: usize = 56 << 10;

/// Rows by their places; the places of rows that are taken out are used again.
#[derive(Debug)]
pub(super) struct Slab<T> {
    chunks: Vec<Vec<Option<T>>>,
    free: Vec<Slot>,
    len: usize,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), free: Vec::new(), len: 0 }
    }
}

impl<T> Slab<T> {
    /// Rows of a chunk.
    const ROWS: usize = CHUNK_BYTES / size_of::<Option<T>>();

    pub(super) fn insert(&mut self, row: T) -> Slot {
        self.len += 1;
        if let Some(slot) = self.free.pop() {
            if let Some(place) = self.place(slot) {
                *place = Some(row);
            }
            return slot;
        }
        Slot(u32::try_from(self.push(Some(row))).unwrap_or(u32::MAX))
    }

    /// Puts a row, or none, at the place behind the last; tells the place.
    fn push(&mut self, row: Option<T>) -> usize {
        if self.chunks.last().is_none_or(|chunk| chunk.len() == Self::ROWS) {
            // The first chunk grows as it needs, so that a small memory is small.
            self.chunks.push(Vec::with_capacity(if self.chunks.is_empty() { 0 } else { Self::ROWS }));
        }
        let full = self.chunks.len() - 1;
        let place = self.chunks.last_mut().map_or(0, |chunk| {
            chunk.push(row);
            chunk.len() - 1
        });
        full * Self::ROWS + place
    }

    pub(super) fn remove(&mut self, slot: Slot) -> Option<T> {
        let row = self.place(slot)?.take()?;
        self.free.push(slot);
        self.len -= 1;
        Some(row)
    }

    pub(super) fn get(&self, slot: Slot) -> Option<&T> {
        let at = slot.0 as usize;
        self.chunks.get(at / Self::ROWS)?.get(at % Self::ROWS)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, slot: Slot) -> Option<&mut T> {
        self.place(slot)?.as_mut()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn place(&mut self, slot: Slot) -> Option<&mut Option<T>> {
        let at = slot.0 as usize;
        self.chunks.get_mut(at / Self::ROWS)?.get_mut(at % Self::ROWS)
    }
}
