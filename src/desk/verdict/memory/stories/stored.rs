//! Stories and articles in a snapshot.

use super::{
    super::{
        index::Slot,
        records::{Order, Record, Records},
        snapshot::{Reader, Stored, Torn},
    },
    Article, Base, Earlier, Others, Past, Publication, Says, Spread, Standing, Stories, Story, StorySlot, Version,
    hash,
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
        self.by_id.insert(hash(id), slot, |row| id_of(row).map_or(0, hash));
        self.bytes += articles.get(slot).map_or(0, |known| known.standing.bytes());
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
            records.get(story.last).is_some_and(|record| record.story == Some(StorySlot(slot)))
        };
        let has_story = |(order, record): (Order, &Record)| {
            record.story.is_none_or(|slot| self.get(slot).is_some_and(|story| order <= story.last))
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
        Ok(Self { articles: Stored::take(from)?, publishers: Stored::take(from)?, aliases: Stored::take(from)? })
    }
}

impl Stored for Story {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.url.put(bytes);
        self.site.put(bytes);
        self.last.put(bytes);
        self.articles.put(bytes);
        self.alive.put(bytes);
        self.text.put(bytes);
        self.first_published_at.put(bytes);
        self.fields.put(bytes);
        self.version.put(bytes);
        self.others.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            url: Stored::take(from)?,
            site: Stored::take(from)?,
            last: Stored::take(from)?,
            articles: Stored::take(from)?,
            alive: Stored::take(from)?,
            text: Stored::take(from)?,
            first_published_at: Stored::take(from)?,
            fields: Stored::take(from)?,
            version: Stored::take(from)?,
            others: Stored::take(from)?,
        })
    }
}

impl Stored for Others {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.sites.put(bytes);
        self.names.put(bytes);
        self.aliases.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self { sites: Stored::take(from)?, names: Stored::take(from)?, aliases: Stored::take(from)? })
    }
}

impl Stored for Article {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.id.put(bytes);
        self.standing.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self { id: Stored::take(from)?, standing: Stored::take(from)? })
    }
}

impl Stored for Standing {
    fn put(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Published(publication) => {
                bytes.push(0);
                publication.put(bytes);
            }
            Self::Copy { story, content, share, version, last } => {
                bytes.push(1);
                story.put(bytes);
                content.put(bytes);
                share.put(bytes);
                version.put(bytes);
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
            1 => Ok(Self::Copy {
                story: Stored::take(from)?,
                content: Stored::take(from)?,
                share: Stored::take(from)?,
                version: Stored::take(from)?,
                last: Stored::take(from)?,
            }),
            2 => Ok(Self::Alias(Stored::take(from)?)),
            _ => Err(Torn::Damaged),
        }
    }
}

impl Stored for Publication {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.story.put(bytes);
        self.current.put(bytes);
        self.past.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self { story: Stored::take(from)?, current: Stored::take(from)?, past: Stored::take(from)? })
    }
}

impl Stored for Past {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.earlier.put(bytes);
        self.more.put(bytes);
        self.withdrawn.put(bytes);
        self.base.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            earlier: Stored::take(from)?,
            more: Stored::take(from)?,
            withdrawn: Stored::take(from)?,
            base: Stored::take(from)?,
        })
    }
}

impl Stored for Base {
    fn put(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::First => bytes.push(0),
            Self::Text(slot) => {
                bytes.push(1);
                slot.put(bytes);
            }
            Self::Unknown => bytes.push(2),
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        match u8::take(from)? {
            0 => Ok(Self::First),
            1 => Ok(Self::Text(Stored::take(from)?)),
            2 => Ok(Self::Unknown),
            _ => Err(Torn::Damaged),
        }
    }
}

impl Stored for Earlier {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.version.put(bytes);
        self.fields.put(bytes);
        self.base.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self { version: Stored::take(from)?, fields: Stored::take(from)?, base: Stored::take(from)? })
    }
}

impl Stored for Version {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.number.put(bytes);
        self.stated.is_some().put(bytes);
        if let Some((order, says)) = self.stated {
            order.put(bytes);
            says.0.put(bytes);
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let number = u32::take(from)?;
        let stated = bool::take(from)?.then(|| Ok((Stored::take(from)?, Says(u64::take(from)?))));
        Ok(Self { number, stated: stated.transpose()? })
    }
}
