//! Serial numbers in a snapshot.

use super::{
    super::{
        index::Slot,
        snapshot::{Reader, Stored, Torn},
    },
    COUNT, GONE, Serial, Serials,
};

impl Serials {
    /// No numbers; the next to be given is this.
    pub(in super::super) fn starting(front: u32) -> Result<Self, Torn> {
        if front < COUNT { Ok(Self { front, ..Self::default() }) } else { Err(Torn::Damaged) }
    }

    /// The number of the row's front.
    pub(in super::super) fn front(&self) -> u32 {
        self.front
    }

    pub(in super::super) fn put_slot(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.row.get(at).inspect(|slot| slot.put(bytes)).is_some()
    }

    pub(in super::super) fn take_slot(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        if self.row.len() >= (COUNT / 2) as usize {
            return Err(Torn::Damaged);
        }
        let slot = Slot::take(from)?;
        self.alive += usize::from(slot != GONE);
        self.row.push_back(slot);
        Ok(())
    }

    /// Numbers the texts, once the row is read: each stands in the row, or is older than that.
    pub(in super::super) fn settle(&mut self, texts: impl Iterator<Item = (Serial, Slot)>) -> Result<(), Torn> {
        let mut count = 0;
        for (serial, slot) in texts {
            count += 1;
            let told_apart = if let Some(&own) = self.row.get(self.place(serial)) {
                own == slot
            } else {
                self.alive += 1;
                self.old.insert(serial.0, slot).is_none()
            };
            if !told_apart {
                return Err(Torn::Damaged);
            }
        }
        if self.alive == count { Ok(()) } else { Err(Torn::Damaged) }
    }
}

impl Stored for Serial {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let number = u32::take(from)?;
        if number < COUNT { Ok(Self(number)) } else { Err(Torn::Damaged) }
    }
}
