//! Rows in a snapshot: their places, and the order in which free places are used again.

use super::{
    super::{
        index::Slot,
        snapshot::{Reader, Stored, Torn},
    },
    Slab,
};

impl<T: Stored> Slab<T> {
    /// Puts the row at a place, or that it is free; false past the last place.
    pub(in super::super) fn put_row(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        let row = self.chunks.get(at / Self::ROWS).and_then(|chunk| chunk.get(at % Self::ROWS));
        row.inspect(|row| row.put(bytes)).is_some()
    }

    /// Puts a free place; false past the last.
    pub(in super::super) fn put_free(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.free.get(at).inspect(|slot| slot.put(bytes)).is_some()
    }

    /// Reads what stands at the next place: a row, or nothing.
    pub(in super::super) fn take_row(&mut self, from: &mut Reader<'_>) -> Result<Option<Slot>, Torn> {
        let row: Option<T> = Stored::take(from)?;
        let taken = row.is_some();
        let slot = u32::try_from(self.push(row)).ok().filter(|&at| at != u32::MAX).map(Slot).ok_or(Torn::Damaged)?;
        self.len += usize::from(taken);
        Ok(taken.then_some(slot))
    }

    /// Reads the next free place.
    pub(in super::super) fn take_free(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        self.free.push(Slot::take(from)?);
        Ok(())
    }

    /// Whether the free places are those without a row, each once.
    pub(in super::super) fn check(&self) -> Result<(), Torn> {
        let mut free = self.free.clone();
        free.sort_unstable();
        let places = (0..).zip(self.chunks.iter().flatten());
        let empty = places.filter(|(_, row)| row.is_none()).map(|(place, _)| Slot(place));
        if free.into_iter().eq(empty) { Ok(()) } else { Err(Torn::Damaged) }
    }
}

impl<T> Slab<T> {
    /// Every row with its place.
    pub(in super::super) fn rows(&self) -> impl Iterator<Item = (Slot, &T)> {
        (0..).zip(self.chunks.iter().flatten()).filter_map(|(place, row)| Some((Slot(place), row.as_ref()?)))
    }
}
