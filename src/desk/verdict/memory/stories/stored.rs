//! Stories and articles in a snapshot.

use super::{
    super::{
        index::Slot,
        records::{Order, Record, Records},
        snapshot::{Reader, Stored, Torn},
    },
    ALIASES_MAX, ARTICLE_BYTES, Article, PUBLISHERS_MAX, Row, Spread, Stories, Story, StorySlot, hash,
};

impl Stories {
    pub(in super::super) fn put_story(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.rows.put_row(at, bytes)
    }

    pub(in super::super) fn put_story_free(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.rows.put_free(at, bytes)
    }

    pub(in super::super) fn put_article(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.articles.put_row(at, bytes)
    }

    pub(in super::super) fn put_article_free(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.articles.put_free(at, bytes)
    }

    pub(in super::super) fn take_story(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        if let Some(slot) = self.rows.take_row(from)? {
            self.bytes += self.rows.get(slot).map_or(0, Story::bytes);
        }
        Ok(())
    }

    pub(in super::super) fn take_story_free(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        self.rows.take_free(from)
    }

    pub(in super::super) fn take_article(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        let Some(slot) = self.articles.take_row(from)? else { return Ok(()) };
        let articles = &self.articles;
        let id_of = |row: Slot| articles.get(row).map(|known| known.id);
        let id = id_of(slot).ok_or(Torn::Damaged)?;
        if self.by_id.find(hash(id), |row| id_of(row) == Some(id)).is_some() {
            return Err(Torn::Damaged);
        }
        self.by_id.insert(hash(id), slot);
        self.bytes += ARTICLE_BYTES;
        Ok(())
    }

    pub(in super::super) fn take_article_free(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        self.articles.take_free(from)
    }

    /// Whether the places are whole, and the stories are those that have records, each with its last one.
    pub(in super::super) fn check(&self, records: &Records) -> Result<(), Torn> {
        self.rows.check()?;
        self.articles.check()?;
        let has_last = |(slot, story): (Slot, &Story)| {
            records.get(story.last()).is_some_and(|record| record.story == Some(StorySlot(slot)))
        };
        let has_story = |(order, record): (Order, Record)| {
            record.story.is_none_or(|slot| self.get(slot).is_some_and(|story| order <= story.last()))
        };
        let whole = self.rows.rows().all(has_last) && records.placed().all(has_story);
        if whole { Ok(()) } else { Err(Torn::Damaged) }
    }
}

impl Stored for StorySlot {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Stored::take(from).map(Self)
    }
}

impl Stored for Spread {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.articles.put(bytes);
        self.publishers.put(bytes);
        self.aliases.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let spread =
            Self { articles: Stored::take(from)?, publishers: Stored::take(from)?, aliases: Stored::take(from)? };
        let counted = usize::from(spread.publishers) <= PUBLISHERS_MAX && usize::from(spread.aliases) <= ALIASES_MAX;
        if counted { Ok(spread) } else { Err(Torn::Damaged) }
    }
}

impl Stored for Article {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.id.put(bytes);
        self.row.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self { id: Stored::take(from)?, row: Stored::take(from)? })
    }
}

impl Stored for Row {
    fn put(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Published(story) => {
                bytes.push(0);
                story.put(bytes);
            }
            Self::Copy(last) => {
                bytes.push(1);
                last.put(bytes);
            }
            Self::Alias(story) => {
                bytes.push(2);
                story.put(bytes);
            }
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        match u8::take(from)? {
            0 => Ok(Self::Published(Stored::take(from)?)),
            1 => Ok(Self::Copy(Stored::take(from)?)),
            2 => Ok(Self::Alias(Stored::take(from)?)),
            _ => Err(Torn::Damaged),
        }
    }
}
