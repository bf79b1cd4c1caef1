//! What is in the window. Records leave it by their time; what hangs on them is forgotten a few at a time, and until then
//! passed over, so that every verdict is as if it had been forgotten at once.

use super::{index::Slot, records::Records, stories::Stories, texts::Known};

/// Tells what is in the window from what has left it and isn't forgotten yet.
#[derive(Clone, Copy)]
pub(super) struct Live<'a> {
    records: &'a Records,
    stories: &'a Stories,
}

impl<'a> Live<'a> {
    pub(super) fn new(records: &'a Records, stories: &'a Stories) -> Self {
        Self { records, stories }
    }

    /// Whether nothing has left the window that isn't forgotten: all there is is in it.
    pub(super) fn is_settled(self) -> bool {
        self.records.is_settled()
    }

    /// Whether a text is in the window: by its last record, or by its story, which keeps it.
    pub(super) fn has(self, slot: Slot, text: &Known) -> bool {
        self.is_settled()
            || self.records.is_live(text.last())
            || (self.stories.is_live(text.story) && self.keeps(slot, text))
    }

    /// Whether links may rest on a text.
    pub(super) fn explains(self, slot: Slot, text: &Known) -> bool {
        !text.void && self.stories.is_alive(text.story) && self.has(slot, text)
    }

    /// Whether a text is remembered beyond its last record: as its story's first, or as the one that versions are
    /// measured against, which was published.
    pub(super) fn keeps(self, slot: Slot, text: &Known) -> bool {
        let is_first = self.stories.get(text.story).is_some_and(|story| story.text() == Some(slot));
        is_first || (text.published().is_some() && self.stories.is_base(text.story, slot))
    }
}
