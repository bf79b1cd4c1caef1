//! Stories and the articles that are known by their URL.

mod publishers;
mod stored;
mod story;

use super::{
    super::super::{normalize::ArticleId, normalize::urls::URL_BYTES_MAX, verdict::lineage::FieldMarks},
    index::Slot,
    lookup::Lookup,
    records::{Order, PackedOrder},
    slab::Slab,
};
use publishers::Publishers;

pub(super) use story::{Base, Says, Story};

/// A story's place in the memory. It is used again only when nothing of the story is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct StorySlot(Slot);

impl StorySlot {
    pub(super) fn at(slot: Slot) -> Self {
        Self(slot)
    }

    pub(super) fn slot(self) -> Slot {
        self.0
    }
}

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

/// What is known of an article by its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Published(StorySlot),
    Copy(PackedOrder),
    Alias(StorySlot),
}

/// What is known of an article within the window.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing<'a> {
    /// It was published, and opened this story.
    Published(StorySlot, &'a Story),
    /// It is a copy of another and was never published itself. The record that said so last tells of what.
    Copy(Order),
    /// It is another name of the article that opened this story, as long as the story is remembered.
    Alias(StorySlot),
}

/// What an article counts for in the account of the memory's bytes, its place in the table of ids included.
const ARTICLE_BYTES: u64 = 24 + 6;

#[derive(Debug)]
struct Article {
    id: ArticleId,
    row: Row,
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
        self.get(story).is_some_and(|story| story.last().before() >= self.left)
    }

    /// What is known of the article within the window.
    pub(super) fn standing(&self, article: ArticleId) -> Option<Standing<'_>> {
        Some(match self.kept(article)? {
            Row::Published(slot) if self.is_live(slot) => Standing::Published(slot, self.get(slot)?),
            Row::Copy(last) if last.order().before() >= self.left => Standing::Copy(last.order()),
            Row::Alias(slot) if self.is_live(slot) => Standing::Alias(slot),
            _ => return None,
        })
    }

    /// What is known of the article, and may have left the window.
    fn kept(&self, article: ArticleId) -> Option<Row> {
        Some(self.articles.get(self.place(article)?)?.row)
    }

    /// The base of an article's versions that has left the window and isn't forgotten yet.
    pub(super) fn base_left_behind(&self, article: ArticleId) -> Option<Slot> {
        let left_behind = self.standing(article).is_none();
        let Row::Published(slot) = self.kept(article).filter(|_| left_behind)? else { return None };
        self.get(slot)?.base().text()
    }

    /// The published article that is known by this id.
    pub(super) fn published(&self, named: ArticleId) -> Option<ArticleId> {
        match self.standing(named)? {
            Standing::Published(..) => Some(named),
            Standing::Copy(_) => None,
            Standing::Alias(slot) => {
                let article = self.get(slot)?.article();
                matches!(self.standing(article)?, Standing::Published(of, _) if of == slot).then_some(article)
            }
        }
    }

    /// Makes this id another name of the story's article, spelled so, if there is room for one more.
    pub(super) fn join_alias(&mut self, named: ArticleId, slot: StorySlot, url: &str) {
        if self.change(slot, |story| story.join_alias(url, URL_BYTES_MAX)) == Some(true) {
            self.set(named, Row::Alias(slot));
        }
    }

    /// Notes the next version of a published article, by what record, and its fields if they were published.
    pub(super) fn update(&mut self, article: ArticleId, order: Order, says: Says, published: Option<FieldMarks>) {
        self.publication(article, |_, story| story.update(order, says, published));
    }

    /// Notes what a published article says by now, and by what sketch version.
    pub(super) fn resketch(&mut self, article: ArticleId, says: Says, version: u8) {
        self.publication(article, |_, story| story.resketch(says, version));
    }

    /// Whether a text is the one that versions of the story's article are measured against, and not its first.
    pub(super) fn is_base(&self, slot: StorySlot, text: Slot) -> bool {
        let is_it = |story: &Story| {
            story.base() == Base::Text(text) && self.kept(story.article()) == Some(Row::Published(slot))
        };
        self.get(slot).is_some_and(is_it)
    }

    /// Changes the story of the article, if it was published.
    pub(super) fn publication<T>(
        &mut self,
        article: ArticleId,
        change: impl FnOnce(StorySlot, &mut Story) -> T,
    ) -> Option<T> {
        let Standing::Published(slot, _) = self.standing(article)? else { return None };
        self.change(slot, |story| change(slot, story))
    }

    /// Changes a story, and the account with it.
    fn change<T>(&mut self, slot: StorySlot, change: impl FnOnce(&mut Story) -> T) -> Option<T> {
        let story = self.rows.get_mut(slot.0)?;
        let before = story.bytes();
        let changed = change(story);
        self.bytes = (self.bytes + story.bytes()).saturating_sub(before);
        Some(changed)
    }

    /// Notes that the article is a copy, as this record says; its place.
    pub(super) fn set_copy(&mut self, article: ArticleId, order: Order) -> Slot {
        self.set(article, Row::Copy(PackedOrder::of(order)))
    }

    fn set(&mut self, id: ArticleId, row: Row) -> Slot {
        if let Some(place) = self.place(id) {
            if let Some(known) = self.articles.get_mut(place) {
                known.row = row;
            }
            return place;
        }
        self.bytes += ARTICLE_BYTES;
        let place = self.articles.insert(Article { id, row });
        self.by_id.insert(hash(id), place);
        place
    }

    fn forget(&mut self, place: Slot) {
        let Some(id) = self.articles.get(place).map(|known| known.id) else { return };
        self.by_id.remove(hash(id), place);
        self.articles.remove(place);
        self.bytes = self.bytes.saturating_sub(ARTICLE_BYTES);
    }

    fn place(&self, article: ArticleId) -> Option<Slot> {
        self.by_id.find(hash(article), |place| self.articles.get(place).is_some_and(|known| known.id == article))
    }

    /// Forgets the article if this is what is known of it.
    fn forget_if(&mut self, article: ArticleId, row: Row) -> bool {
        let place = self.place(article).filter(|&place| self.articles.get(place).is_some_and(|known| known.row == row));
        if let Some(place) = place {
            self.forget(place);
        }
        place.is_some()
    }

    /// Opens the story of an article.
    pub(super) fn open(&mut self, article: ArticleId, story: Story) -> StorySlot {
        self.bytes += story.bytes();
        let slot = StorySlot(self.rows.insert(story));
        self.set(article, Row::Published(slot));
        slot
    }

    /// Another article of the story, a copy on this site.
    pub(super) fn spread(&mut self, slot: StorySlot, site: u32, publisher: impl FnOnce() -> String) {
        self.change(slot, |story| story.spread(site, publisher));
    }

    /// A record of the story has come; gives back how far the story has spread.
    pub(super) fn join(&mut self, slot: StorySlot, order: Order) -> Spread {
        self.rows.get_mut(slot.0).map_or_else(Spread::default, |story| story.join(order))
    }

    /// States the text that opened the story.
    pub(super) fn set_text(&mut self, slot: StorySlot, text: Option<Slot>) {
        if let Some(story) = self.rows.get_mut(slot.0) {
            story.set_text(text);
        }
    }

    /// A record of the story is forgotten; with the last of them the story, its article and that one's other names are
    /// forgotten, and the story is given back, with the base of its article's versions.
    pub(super) fn leave(&mut self, slot: StorySlot, order: Order) -> Option<(Story, Base)> {
        if self.get(slot)?.last() != order {
            return None;
        }
        let story = self.rows.remove(slot.0)?;
        self.bytes = self.bytes.saturating_sub(story.bytes());
        let published = self.forget_if(story.article(), Row::Published(slot));
        for alias in story.aliases(u8::MAX) {
            self.forget_if(ArticleId::of(alias), Row::Alias(slot));
        }
        let base = if published { story.base() } else { Base::Unknown };
        Some((story, base))
    }

    /// Forgets that the article at this place is a copy, if this record is the last that said so.
    pub(super) fn forget_copy(&mut self, place: Slot, order: Order) {
        let copy = Row::Copy(PackedOrder::of(order));
        if self.articles.get(place).is_some_and(|known| known.row == copy) {
            self.forget(place);
        }
    }

    /// Takes back what was published of the article by this record; gives the text that is no base of its versions any more.
    pub(super) fn take_back(&mut self, article: ArticleId, order: Order) -> Option<Slot> {
        let (slot, alive, base) = self.publication(article, |slot, story| {
            let before = story.base();
            story.take_back(order);
            // With the story's end its base is let go as well.
            let gone = Some(before).filter(|before| !story.alive || *before != story.base());
            (slot, story.alive, gone.and_then(Base::text))
        })?;
        if !alive {
            self.forget_if(article, Row::Published(slot));
        }
        base
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
        assert!(size_of::<Option<Story>>() as u64 <= story::STORY_BYTES - 12, "{}", size_of::<Option<Story>>());
        assert!(size_of::<Option<Article>>() as u64 <= ARTICLE_BYTES - 6, "{}", size_of::<Option<Article>>());
    }
}
