//! Texts in a snapshot, with their serial numbers and postings.

use super::{
    super::{
        index::Slot,
        live::Live,
        serials::Serials,
        snapshot::{Reader, Stored, Torn, put_values},
    },
    Bond, Known, PackedShare, Place, Share, TapeRoom, Texts, is_alive, pack,
};
use crate::desk::sketch::LEVEL_MAX;

impl Texts {
    /// No texts, numbered as these say; their tapes will lie there.
    pub(in super::super) fn numbered_from(serials: Serials, room: TapeRoom) -> Self {
        Self { serials, ..Self::with_tapes(room) }
    }

    pub(in super::super) fn serials_front(&self) -> u32 {
        self.serials.front()
    }

    /// Puts what stands at a place, and of a text its tape, and whether its exact words are found by it.
    pub(in super::super) fn put_text(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        let is_there = self.rows.put_row(at, bytes);
        let slot = u32::try_from(at).map_or(Slot(u32::MAX), Slot);
        if let Some(known) = self.get(slot) {
            bytes.extend(self.packed_tape(known));
            (self.holder(known.content).is_some_and(|(holder, _)| holder == slot)).put(bytes);
        }
        is_there
    }

    pub(in super::super) fn put_free(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.rows.put_free(at, bytes)
    }

    pub(in super::super) fn put_serial(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.serials.put_slot(at, bytes)
    }

    pub(in super::super) fn put_list(&self, at: usize, live: Live<'_>, bytes: &mut Vec<u8>) -> bool {
        let age = |serial| self.serials.age(serial);
        self.index.put_list(at, |serial| is_alive(&self.rows, &self.serials, serial, live), age, bytes)
    }

    pub(in super::super) fn take_text(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        let Some(slot) = self.rows.take_row(from)? else { return Ok(()) };
        let known = self.rows.get_mut(slot).ok_or(Torn::Damaged)?;
        let length = u32::try_from(known.tape_bytes()).map_err(|_| Torn::Damaged)?;
        let tape = from.arrays::<1>(length)?.as_flattened();
        (known.tape, known.packed) = pack(&mut self.tapes, &[&known.packed], tape);
        self.bytes += known.bytes();
        let content = known.content;
        if bool::take(from)? {
            if self.holder(content).is_some() {
                return Err(Torn::Damaged);
            }
            self.by_content.insert(content[0], slot);
        }
        Ok(())
    }

    pub(in super::super) fn take_free(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        self.rows.take_free(from)
    }

    pub(in super::super) fn take_serial(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        self.serials.take_slot(from)
    }

    pub(in super::super) fn take_list(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        let serials = &self.serials;
        self.index.take_list(from, |serial| serials.age(serial))
    }

    /// Gives every text its number back, once all is read.
    pub(in super::super) fn settle(&mut self) -> Result<(), Torn> {
        self.rows.check()?;
        self.serials.settle(self.rows.rows().map(|(slot, known)| (known.serial, slot)))
    }
}

impl Stored for Known {
    fn put(&self, bytes: &mut Vec<u8>) {
        let [low, high] = self.content;
        low.put(bytes);
        high.put(bytes);
        self.serial.put(bytes);
        self.story.put(bytes);
        for count in [self.words, self.shingles, self.site] {
            count.put(bytes);
        }
        self.published().is_some().put(bytes);
        match self.bond {
            Bond::Published(order) => order.put(bytes),
            Bond::Copy(share) => share.share().put(bytes),
        }
        self.last.put(bytes);
        self.tape_tokens.put(bytes);
        bytes.extend_from_slice(&[self.fingerprints, self.version, self.level, self.headline_tokens]);
        bytes.extend_from_slice(&[self.weights, self.numbers]);
        self.void.put(bytes);
        let marks = self.packed.len().saturating_sub(self.tape_units());
        put_values(self.packed.get(..marks).unwrap_or_default(), bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let known = Self {
            content: [u64::take(from)?, u64::take(from)?],
            serial: Stored::take(from)?,
            story: Stored::take(from)?,
            words: Stored::take(from)?,
            shingles: Stored::take(from)?,
            site: Stored::take(from)?,
            bond: if bool::take(from)? {
                Bond::Published(Stored::take(from)?)
            } else {
                Bond::Copy(PackedShare::of(Share::take(from)?))
            },
            last: Stored::take(from)?,
            tape_tokens: Stored::take(from)?,
            fingerprints: Stored::take(from)?,
            version: Stored::take(from)?,
            level: Stored::take(from)?,
            headline_tokens: Stored::take(from)?,
            weights: Stored::take(from)?,
            numbers: Stored::take(from)?,
            void: Stored::take(from)?,
            // Until its tape is read, which stands behind it.
            tape: Place::RAM,
            packed: Stored::take(from)?,
        };
        let parts = usize::from(known.weights) + usize::from(known.numbers);
        if known.level > LEVEL_MAX || parts > known.packed.len() { Err(Torn::Damaged) } else { Ok(known) }
    }
}
