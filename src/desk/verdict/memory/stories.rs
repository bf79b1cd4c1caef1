//! Stories and the articles that are known by their URL.

mod stored;

use xxhash_rust::xxh3::Xxh3;

use super::{
    super::super::{
        normalize::ArticleId,
        normalize::urls::URL_BYTES_MAX,
        sketch::{ContentHash, Sketch},
        verdict::{
            Facts,
            lineage::{FieldMarks, Instant},
        },
    },
    index::Slot,
    lookup::Lookup,
    records::{ContentMark, Order, Share},
    slab::Slab,
};

/// A story's place in the memory. It is used again only when nothing of the story is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct StorySlot(Slot);

/// How far a story has spread since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spread {
    /// How many articles were judged to be of it, its first among them.
    pub(super) articles: u32,
    /// How many publishers they came from, up to [`PUBLISHERS_MAX`].
    pub(super) publishers: u16,
    /// How many canonical URLs its article had been named by beside its own, up to [`ALIASES_MAX`].
    pub(super) aliases: u8,
}

/// The most publishers of a story that are told apart: past them the count stands still.
pub const PUBLISHERS_MAX: usize = 1000;

/// The most publishers of a story that are named, in the order in which they came.
pub const PUBLISHERS_NAMED_MAX: usize = 8;

/// The most canonical URLs of an article that are remembered beside the one that names it.
pub const ALIASES_MAX: usize = 8;

/// What most stories don't have: publishers beside the first, and other names of their article.
#[derive(Clone, Debug, Default)]
struct Others {
    sites: Vec<u32>,
    names: Vec<Box<str>>,
    aliases: Vec<Box<str>>,
}

/// A place that no text has: an optional one would take four bytes more of every story.
const NO_TEXT: Slot = Slot(u32::MAX);

/// A story: one published article and all that is the same text.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// The canonical URL of the article that opened it.
    pub(super) url: Box<str>,
    /// That article's site.
    pub(super) site: u32,
    /// The last record that belongs to it: the story leaves the window with it.
    last: Order,
    /// How many articles were judged to be of it.
    articles: u32,
    /// Whether its article was published. It wasn't when its publication was taken back; it then explains no copies.
    pub(super) alive: bool,
    /// The text that opened it, [`NO_TEXT`] where that said too little. It is remembered as long as the story.
    text: Slot,
    /// When its article was first published, by its own word.
    pub(super) first_published_at: Option<Instant>,
    /// What the version of its article says that was published last, field by field.
    pub(super) fields: FieldMarks,
    /// The sketch version of what its article said last.
    pub(super) version: u8,
    others: Option<Box<Others>>,
}

impl Story {
    /// The article that opened it.
    pub(super) fn article(&self) -> ArticleId {
        ArticleId::of(&self.url)
    }

    /// The text that opened it; `None` where that said too little.
    pub(super) fn text(&self) -> Option<Slot> {
        (self.text != NO_TEXT).then_some(self.text)
    }

    fn spread(&self) -> Spread {
        let (sites, aliases) = self.others.as_ref().map_or((0, 0), |others| (others.sites.len(), others.aliases.len()));
        Spread {
            articles: self.articles,
            publishers: u16::try_from(sites + 1).unwrap_or(u16::MAX),
            aliases: u8::try_from(aliases).unwrap_or(u8::MAX),
        }
    }

    /// Of the first so many publishers, those after the first that are named.
    pub(super) fn other_names(&self, publishers: u16) -> &[Box<str>] {
        let names = self.others.as_ref().map_or(&[][..], |others| others.names.as_slice());
        names.get(..usize::from(publishers.saturating_sub(1)).min(names.len())).unwrap_or_default()
    }

    /// The first so many canonical URLs that its article was named by beside its own.
    pub(super) fn aliases(&self, count: u8) -> &[Box<str>] {
        let aliases = self.others.as_ref().map_or(&[][..], |others| others.aliases.as_slice());
        aliases.get(..usize::from(count).min(aliases.len())).unwrap_or_default()
    }

    /// Its bytes in the account.
    fn bytes(&self) -> u64 {
        let others = self.others.as_ref().map_or(0, |others| {
            let names: usize = others.names.iter().chain(&others.aliases).map(|name| name.len() + 32).sum();
            (names + others.sites.len() * 8 + 64) as u64
        });
        STORY_BYTES + self.url.len() as u64 + others
    }
}

/// What a story counts for in the account of the memory's bytes, its URL aside.
const STORY_BYTES: u64 = 64 + 24;

/// What an article counts for, its place in the table of ids included.
const ARTICLE_BYTES: u64 = 80 + 6;

/// What a version counts for that is kept to be taken back to, and what is kept beside it.
const VERSION_BYTES: u64 = 64;

/// What an article says, headline and body, exactly: 64 bits of a hash, which only its own earlier versions are
/// compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Says(u64);

impl Says {
    pub(super) fn of(content: ContentHash, sketch: &Sketch) -> Self {
        let mut hash = Xxh3::new();
        hash.update(&content.0.to_le_bytes());
        sketch.headline.iter().for_each(|mark| hash.update(&mark.to_le_bytes()));
        Self(hash.digest())
    }
}

/// A version of a published article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) number: u32,
    /// The record by which it was published, and what it says; `None` where that was forgotten.
    pub(super) stated: Option<(Order, Says)>,
}

/// The text of the version that was published last, against which the next is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Base {
    /// The one that opened the story.
    #[default]
    First,
    /// Any other one. It is remembered as long as it is the base.
    Text(Slot),
    /// One that is forgotten, or says too little.
    Unknown,
}

impl Base {
    /// Its place, where it isn't the story's first text.
    pub(super) fn text(self) -> Option<Slot> {
        if let Self::Text(slot) = self { Some(slot) } else { None }
    }
}

/// A version before the current one.
#[derive(Clone, Copy, Debug)]
struct Earlier {
    version: Version,
    /// The story's fields and the base while it was the current one.
    fields: FieldMarks,
    base: Base,
}

/// What most published articles don't have: versions before the current one, or a withdrawal.
#[derive(Clone, Debug, Default)]
struct Past {
    /// The versions before it, as many as are kept, oldest first.
    earlier: Vec<Earlier>,
    /// Whether there were versions before those that are kept.
    more: bool,
    /// The record by which it was withdrawn, while it is.
    withdrawn: Option<Order>,
    base: Base,
}

/// A published article.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    pub(super) story: StorySlot,
    pub(super) current: Version,
    past: Option<Box<Past>>,
}

/// So many versions can be taken back to with all that is known of them.
const EARLIER_MAX: usize = 8;

impl Publication {
    pub(super) fn first(story: StorySlot, order: Order, says: Says) -> Self {
        Self { story, current: Version { number: 1, stated: Some((order, says)) }, past: None }
    }

    pub(super) fn says(&self, says: Says) -> bool {
        self.current.stated.is_some_and(|(_, said)| said == says)
    }

    pub(super) fn is_withdrawn(&self) -> bool {
        self.past.as_ref().is_some_and(|past| past.withdrawn.is_some())
    }

    /// Notes the record by which it was withdrawn, or that it isn't.
    pub(super) fn set_withdrawn(&mut self, by: Option<Order>) {
        if by.is_some() || self.past.is_some() {
            self.past.get_or_insert_default().withdrawn = by;
        }
    }

    pub(super) fn is_withdrawn_by(&self, order: Order) -> bool {
        self.past.as_ref().is_some_and(|past| past.withdrawn == Some(order))
    }

    /// The text that the next version is measured against.
    pub(super) fn base(&self) -> Base {
        self.past.as_ref().map_or(Base::First, |past| past.base)
    }

    /// Makes another text that base; what was it before.
    pub(super) fn set_base(&mut self, base: Base) -> Base {
        std::mem::replace(&mut self.past.get_or_insert_default().base, base)
    }

    /// Notes the next version; `fields` are the story's before it.
    fn update(&mut self, order: Order, says: Says, fields: FieldMarks) {
        let next = Version { number: self.current.number.saturating_add(1), stated: Some((order, says)) };
        let past = self.past.get_or_insert_default();
        if past.earlier.len() >= EARLIER_MAX {
            past.earlier.remove(0);
            past.more = true;
        }
        let version = std::mem::replace(&mut self.current, next);
        past.earlier.push(Earlier { version, fields, base: past.base });
        past.withdrawn = None;
    }

    /// Takes back the version that this record gave; the one before it is current again. False if none is left; and the
    /// story's fields as they were before it, where that is known.
    fn take_back(&mut self, order: Order) -> (bool, Option<FieldMarks>) {
        let is_it = |version: &Version| version.stated.is_some_and(|(by, _)| by == order);
        let past = self.past.get_or_insert_default();
        if !is_it(&self.current) {
            past.earlier.retain(|earlier| !is_it(&earlier.version));
            return (true, None);
        }
        if let Some(Earlier { version, fields, base }) = past.earlier.pop() {
            self.current = version;
            // A text that was no base in between may be forgotten by now, unless it is the story's first.
            if base != past.base {
                past.base = if base == Base::First { base } else { Base::Unknown };
            }
            return (true, Some(fields));
        }
        // Versions before those that are kept stand, though what they said is forgotten.
        self.current = Version { number: self.current.number.saturating_sub(1), stated: None };
        past.base = Base::Unknown;
        (past.more, None)
    }

    fn bytes(&self) -> u64 {
        self.past.as_ref().map_or(0, |past| (past.earlier.len() as u64 + 1) * VERSION_BYTES)
    }
}

/// What is known of an article by its URL.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// It was published.
    Published(Publication),
    /// It is a copy of another and was never published itself.
    Copy {
        /// The story it is a copy of.
        story: StorySlot,
        content: ContentMark,
        share: Share,
        /// The sketch version of what it said.
        version: u8,
        /// The record that said so last.
        last: Order,
    },
    /// It is another name of the article that opened this story, as long as the story is remembered.
    Alias(StorySlot),
}

impl Standing {
    fn bytes(&self) -> u64 {
        ARTICLE_BYTES + if let Self::Published(publication) = self { publication.bytes() } else { 0 }
    }
}

#[derive(Debug)]
struct Article {
    id: ArticleId,
    standing: Standing,
}

/// All stories and all articles of the window.
#[derive(Debug, Default)]
pub(super) struct Stories {
    rows: Slab<Story>,
    articles: Slab<Article>,
    by_id: Lookup,
    bytes: u64,
    /// How many records there were before the first that is in the window.
    left: u64,
}

impl Stories {
    pub(super) fn get(&self, story: StorySlot) -> Option<&Story> {
        self.rows.get(story.0)
    }

    /// Whether the story's article was published.
    pub(super) fn is_alive(&self, story: StorySlot) -> bool {
        self.get(story).is_some_and(|story| story.alive)
    }

    /// Notes how many records have left the window. What hung on them alone is no more, though it may not be forgotten yet.
    pub(super) fn leave_behind(&mut self, left: u64) {
        self.left = left;
    }

    /// Whether any record of the story is in the window.
    pub(super) fn is_live(&self, story: StorySlot) -> bool {
        self.get(story).is_some_and(|story| story.last.before() >= self.left)
    }

    /// What is known of the article within the window.
    pub(super) fn standing(&self, article: ArticleId) -> Option<&Standing> {
        self.kept(article).filter(|standing| match standing {
            Standing::Published(known) => self.is_live(known.story),
            Standing::Copy { last, .. } => last.before() >= self.left,
            Standing::Alias(story) => self.is_live(*story),
        })
    }

    /// What is known of the article, and may have left the window.
    fn kept(&self, article: ArticleId) -> Option<&Standing> {
        Some(&self.articles.get(self.row(article)?)?.standing)
    }

    /// The base of an article's versions that has left the window and isn't forgotten yet.
    pub(super) fn base_left_behind(&self, article: ArticleId) -> Option<Slot> {
        let left_behind = self.standing(article).is_none();
        let Standing::Published(known) = self.kept(article).filter(|_| left_behind)? else { return None };
        known.base().text()
    }

    /// The published article that is known by this id.
    pub(super) fn published(&self, named: ArticleId) -> Option<ArticleId> {
        match self.standing(named)? {
            Standing::Published(_) => Some(named),
            Standing::Copy { .. } => None,
            Standing::Alias(story) => {
                let article = self.get(*story)?.article();
                matches!(self.standing(article)?, Standing::Published(known) if known.story == *story)
                    .then_some(article)
            }
        }
    }

    /// Makes this id another name of the story's article, spelled so, if there is room for one more.
    pub(super) fn join_alias(&mut self, named: ArticleId, slot: StorySlot, url: &str) {
        let Some(story) = self.rows.get_mut(slot.0) else { return };
        let aliases = story.aliases(u8::MAX);
        if !aliases.iter().any(|alias| **alias == *url) {
            if aliases.len() == ALIASES_MAX || url.len().max(story.url.len()) > URL_BYTES_MAX {
                return;
            }
            let before = story.bytes();
            story.others.get_or_insert_default().aliases.push(url.into());
            self.bytes = (self.bytes + story.bytes()).saturating_sub(before);
        }
        self.set(named, Standing::Alias(slot));
    }

    /// Notes the next version of a published article, by what record, and its fields if they were published.
    pub(super) fn update(&mut self, article: ArticleId, order: Order, says: Says, published: Option<FieldMarks>) {
        let Some(Standing::Published(known)) = self.standing(article) else { return };
        let slot = known.story;
        let Some(before) = self.get(slot).map(|story| story.fields) else { return };
        self.publication(article, |known| known.update(order, says, before));
        if let (Some(fields), Some(story)) = (published, self.rows.get_mut(slot.0)) {
            story.fields = fields;
        }
    }

    /// Notes what a published article says by now, and by what sketch version.
    pub(super) fn resketch(&mut self, article: ArticleId, says: Says, version: u8) {
        let story = self.publication(article, |known| {
            known.current.stated = known.current.stated.map(|(order, _)| (order, says));
            known.story
        });
        if let Some(story) = story.and_then(|slot| self.rows.get_mut(slot.0)) {
            story.version = version;
        }
    }

    /// Whether a text is the one that versions of the story's article are measured against, and not its first.
    pub(super) fn is_base(&self, story: StorySlot, text: Slot) -> bool {
        let standing = self.get(story).and_then(|known| self.kept(known.article()));
        matches!(standing, Some(Standing::Published(known)) if known.story == story && known.base() == Base::Text(text))
    }

    /// Changes the article's publication, if it was published.
    pub(super) fn publication<T>(
        &mut self,
        article: ArticleId,
        change: impl FnOnce(&mut Publication) -> T,
    ) -> Option<T> {
        self.standing(article)?;
        let row = self.row(article)?;
        let Standing::Published(publication) = &mut self.articles.get_mut(row)?.standing else { return None };
        let before = publication.bytes();
        let changed = change(publication);
        self.bytes = (self.bytes + publication.bytes()).saturating_sub(before);
        Some(changed)
    }

    pub(super) fn set(&mut self, article: ArticleId, standing: Standing) {
        self.bytes += standing.bytes();
        if let Some(known) = self.row(article).and_then(|row| self.articles.get_mut(row)) {
            let before = std::mem::replace(&mut known.standing, standing);
            self.bytes = self.bytes.saturating_sub(before.bytes());
            return;
        }
        let row = self.articles.insert(Article { id: article, standing });
        let articles = &self.articles;
        self.by_id.insert(hash(article), row, |row| articles.get(row).map_or(0, |known| hash(known.id)));
    }

    fn forget(&mut self, article: ArticleId) {
        let Some(row) = self.row(article) else { return };
        let articles = &self.articles;
        self.by_id.remove(hash(article), row, |row| articles.get(row).map_or(0, |known| hash(known.id)));
        if let Some(known) = self.articles.remove(row) {
            self.bytes = self.bytes.saturating_sub(known.standing.bytes());
        }
    }

    fn row(&self, article: ArticleId) -> Option<Slot> {
        self.by_id.find(hash(article), |row| self.articles.get(row).is_some_and(|known| known.id == article))
    }

    pub(super) fn open(&mut self, url: &str, sketch: &Sketch, facts: &Facts, order: Order) -> StorySlot {
        let story = Story {
            url: url.into(),
            site: sketch.site,
            version: sketch.version,
            last: order,
            articles: 1,
            alive: true,
            text: NO_TEXT,
            first_published_at: facts.published_at,
            fields: facts.fields,
            others: None,
        };
        self.bytes += story.bytes();
        StorySlot(self.rows.insert(story))
    }

    /// Another article of the story, a copy on this site.
    pub(super) fn spread(&mut self, story: StorySlot, site: u32, publisher: impl FnOnce() -> String) {
        let Some(story) = self.rows.get_mut(story.0) else { return };
        story.articles = story.articles.saturating_add(1);
        if story.site == site {
            return;
        }
        let before = story.bytes();
        let others = story.others.get_or_insert_default();
        if others.sites.len() + 1 < PUBLISHERS_MAX && !others.sites.contains(&site) {
            others.sites.push(site);
            if others.names.len() + 1 < PUBLISHERS_NAMED_MAX {
                others.names.push(publisher().into());
            }
        }
        self.bytes = (self.bytes + story.bytes()).saturating_sub(before);
    }

    /// A record of the story has come; gives back how far the story has spread.
    pub(super) fn join(&mut self, story: StorySlot, order: Order) -> Spread {
        self.rows.get_mut(story.0).map_or_else(Spread::default, |story| {
            story.last = order;
            story.spread()
        })
    }

    /// States the text that opened the story.
    pub(super) fn set_text(&mut self, story: StorySlot, text: Option<Slot>) {
        if let Some(story) = self.rows.get_mut(story.0) {
            story.text = text.unwrap_or(NO_TEXT);
        }
    }

    /// A record of the story is forgotten; with the last of them the story, its article and that one's other names are
    /// forgotten, and the story is given back, with the base of its article's versions.
    pub(super) fn leave(&mut self, slot: StorySlot, order: Order) -> Option<(Story, Base)> {
        if self.get(slot)?.last != order {
            return None;
        }
        let story = self.rows.remove(slot.0)?;
        self.bytes = self.bytes.saturating_sub(story.bytes());
        let article = story.article();
        let mut base = Base::Unknown;
        if let Some(Standing::Published(publication)) = self.kept(article)
            && publication.story == slot
        {
            base = publication.base();
            self.forget(article);
        }
        for alias in story.aliases(u8::MAX) {
            let named = ArticleId::of(alias);
            if matches!(self.kept(named), Some(Standing::Alias(of)) if *of == slot) {
                self.forget(named);
            }
        }
        Some((story, base))
    }

    /// Forgets that the article is a copy, if this record is the last that said so.
    pub(super) fn forget_copy(&mut self, article: ArticleId, order: Order) {
        if let Some(Standing::Copy { last, .. }) = self.kept(article)
            && *last == order
        {
            self.forget(article);
        }
    }

    /// Takes back what was published by this record.
    pub(super) fn take_back(&mut self, article: ArticleId, order: Order) {
        let left = self.publication(article, |publication| (publication.story, publication.take_back(order)));
        let Some((story, (is_left, fields))) = left else { return };
        let Some(row) = self.rows.get_mut(story.0) else { return };
        row.fields = fields.unwrap_or(row.fields);
        if !is_left {
            row.alive = false;
            self.forget(article);
        }
    }

    pub(super) fn articles(&self) -> usize {
        self.articles.len()
    }

    /// Their bytes in the account.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// An id is a hash already.
fn hash(article: ArticleId) -> u64 {
    let (halves, _) = article.0.as_chunks::<8>();
    halves.first().map_or(0, |half| u64::from_le_bytes(*half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_covers_the_rows() {
        assert!(size_of::<Option<Story>>() as u64 <= STORY_BYTES - 16, "{}", size_of::<Option<Story>>());
        assert!(size_of::<Option<Article>>() as u64 <= ARTICLE_BYTES - 6, "{}", size_of::<Option<Article>>());
    }
}
