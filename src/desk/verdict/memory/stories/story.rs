//! A story: its article, what it said, and who printed it.

use std::num::NonZeroU64;

use xxhash_rust::xxh3::Xxh3;

use super::{
    super::{
        super::{
            super::{
                normalize::ArticleId,
                sketch::{ContentHash, Sketch},
            },
            lineage::{FieldMarks, Instant},
        },
        index::Slot,
        records::{Order, PackedOrder},
    },
    ALIASES_MAX, PUBLISHERS_MAX, PUBLISHERS_NAMED_MAX, Publishers, Spread,
};
use crate::desk::verdict::Facts;

/// A place that no text has: an optional one would take four bytes more of every story.
const NO_TEXT: Slot = Slot(u32::MAX);

/// So many versions can be taken back to with all that is known of them.
const EARLIER_MAX: usize = 8;

/// A story: one published article and all that is the same text.
#[derive(Clone, Debug)]
pub(in super::super) struct Story {
    /// The canonical URL of the article that opened it.
    pub(in super::super) url: Box<str>,
    /// When its article was first published, by its own word.
    pub(in super::super) first_published_at: Option<Instant>,
    /// What the current version of its article says; `None` where that was forgotten.
    says: Option<Says>,
    /// The publishers that printed it after the first, if there are any.
    others: Option<Box<Publishers>>,
    past: Option<Box<Past>>,
    /// What the version of its article says that was published last, field by field.
    pub(in super::super) fields: FieldMarks,
    /// That article's site.
    pub(in super::super) site: u32,
    /// How many articles were judged to be of it.
    articles: u32,
    /// The text that opened it, [`NO_TEXT`] where that said too little. It is remembered as long as the story.
    text: Slot,
    /// The number of its article's current version.
    number: u32,
    /// The last record that belongs to it: the story leaves the window with it.
    last: PackedOrder,
    /// The record by which the current version was published, if what it says is known.
    by: PackedOrder,
    /// The sketch version of what its article said last.
    pub(in super::super) version: u8,
    /// Whether its article's current version went out.
    is_published: bool,
    /// Whether its article was published. It wasn't when its publication was taken back; it then explains no copies.
    pub(in super::super) alive: bool,
}

/// What a story counts for in the account of the memory's bytes, its URL aside.
pub(super) const STORY_BYTES: u64 = 96 + 12;

/// What a version counts for that is kept to be taken back to, and what is kept beside it.
const VERSION_BYTES: u64 = 64;

/// What an article says, headline and body, exactly: 64 bits of a hash, which only its own earlier versions are
/// compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Says(NonZeroU64);

impl Says {
    pub(in super::super) fn of(content: ContentHash, sketch: &Sketch) -> Self {
        let mut hash = Xxh3::new();
        hash.update(&content.0.to_le_bytes());
        sketch.headline.iter().for_each(|mark| hash.update(&mark.to_le_bytes()));
        Self(NonZeroU64::new(hash.digest()).unwrap_or(NonZeroU64::MIN))
    }

    /// Another hash than that of any text that comes: the same text counts as another then.
    fn unlike(self) -> Self {
        Self(NonZeroU64::new(!self.0.get()).unwrap_or(NonZeroU64::MAX))
    }
}

/// A version of a published article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    number: u32,
    /// Whether it went out; it didn't where it changed too little.
    is_published: bool,
    /// The record by which it was published, and what it says; `None` where that was forgotten.
    stated: Option<(Order, Says)>,
}

/// The text of the version that was published last, against which the next is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Base {
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
    pub(in super::super) fn text(self) -> Option<Slot> {
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

/// What most stories don't have: versions before the current one, a withdrawal, other names of their article.
#[derive(Clone, Debug, Default)]
struct Past {
    /// The versions before it, as many as are kept, oldest first.
    earlier: Vec<Earlier>,
    /// Whether there were versions before those that are kept.
    more: bool,
    /// The record by which it was withdrawn, while it is.
    withdrawn: Option<Order>,
    base: Base,
    /// The canonical URLs that its article was named by beside its own.
    aliases: Vec<Box<str>>,
}

impl Story {
    /// The story that an article opens, which is published by this record.
    pub(in super::super) fn opened_by(url: &str, says: Says, sketch: &Sketch, facts: &Facts, order: Order) -> Self {
        Self {
            url: url.into(),
            first_published_at: facts.published_at,
            says: Some(says),
            others: None,
            past: None,
            fields: facts.fields,
            site: sketch.site,
            articles: 1,
            text: NO_TEXT,
            number: 1,
            last: PackedOrder::of(order),
            by: PackedOrder::of(order),
            version: sketch.version,
            is_published: true,
            alive: true,
        }
    }

    /// The article that opened it.
    pub(in super::super) fn article(&self) -> ArticleId {
        ArticleId::of(&self.url)
    }

    /// The text that opened it; `None` where that said too little.
    pub(in super::super) fn text(&self) -> Option<Slot> {
        (self.text != NO_TEXT).then_some(self.text)
    }

    pub(super) fn set_text(&mut self, text: Option<Slot>) {
        self.text = text.unwrap_or(NO_TEXT);
    }

    /// The last record that belongs to it.
    pub(super) fn last(&self) -> Order {
        self.last.order()
    }

    /// A record of it has come; gives back how far it has spread.
    pub(super) fn join(&mut self, order: Order) -> Spread {
        self.last = PackedOrder::of(order);
        Spread {
            articles: self.articles,
            publishers: self.others.as_ref().map_or(0, |others| others.count()) + 1,
            aliases: u8::try_from(self.all_aliases().len()).unwrap_or(u8::MAX),
        }
    }

    /// Another article of it, a copy on this site.
    pub(super) fn spread(&mut self, site: u32, publisher: impl FnOnce() -> String) {
        self.articles = self.articles.saturating_add(1);
        if self.site == site {
            return;
        }
        let others = self.others.get_or_insert_default();
        let before = usize::from(others.count()) + 1;
        if before < PUBLISHERS_MAX && !others.has(site) {
            let name = if before < PUBLISHERS_NAMED_MAX { publisher() } else { String::new() };
            others.push(site, &name);
        }
    }

    /// Of the first so many publishers, those after the first that are named.
    pub(in super::super) fn other_names(&self, publishers: u16) -> impl Iterator<Item = &str> {
        let named = usize::from(publishers.saturating_sub(1)).min(PUBLISHERS_NAMED_MAX - 1);
        self.others.iter().flat_map(|others| others.names()).take(named)
    }

    /// The first so many canonical URLs that its article was named by beside its own.
    pub(in super::super) fn aliases(&self, count: u8) -> &[Box<str>] {
        let aliases = self.all_aliases();
        aliases.get(..usize::from(count).min(aliases.len())).unwrap_or_default()
    }

    fn all_aliases(&self) -> &[Box<str>] {
        self.past.as_ref().map_or(&[], |past| past.aliases.as_slice())
    }

    /// Makes this URL another name of its article; false if there is no room for one more.
    pub(super) fn join_alias(&mut self, url: &str, url_bytes_max: usize) -> bool {
        let aliases = self.all_aliases();
        if aliases.iter().any(|alias| **alias == *url) {
            return true;
        }
        let fits = aliases.len() < ALIASES_MAX && url.len().max(self.url.len()) <= url_bytes_max;
        if fits {
            self.past.get_or_insert_default().aliases.push(url.into());
        }
        fits
    }

    /// The number of its article's current version.
    pub(in super::super) fn number(&self) -> u32 {
        self.number
    }

    /// Whether the current version of its article says this.
    pub(in super::super) fn says(&self, says: Says) -> bool {
        self.says == Some(says)
    }

    /// Notes what the current version says by now, and by what sketch version.
    pub(super) fn resketch(&mut self, says: Says, version: u8) {
        self.says = self.says.map(|_| says);
        self.version = version;
    }

    pub(in super::super) fn is_withdrawn(&self) -> bool {
        self.past.as_ref().is_some_and(|past| past.withdrawn.is_some())
    }

    /// Notes the record by which its article was withdrawn, or that it isn't.
    pub(in super::super) fn set_withdrawn(&mut self, by: Option<Order>) {
        if by.is_some() || self.past.is_some() {
            self.past.get_or_insert_default().withdrawn = by;
        }
    }

    pub(in super::super) fn is_withdrawn_by(&self, order: Order) -> bool {
        self.past.as_ref().is_some_and(|past| past.withdrawn == Some(order))
    }

    /// The text that the next version is measured against.
    pub(in super::super) fn base(&self) -> Base {
        self.past.as_ref().map_or(Base::First, |past| past.base)
    }

    /// Makes another text that base; what was it before.
    pub(in super::super) fn set_base(&mut self, base: Base) -> Base {
        std::mem::replace(&mut self.past.get_or_insert_default().base, base)
    }

    fn current(&self) -> Version {
        let stated = self.says.map(|says| (self.by.order(), says));
        Version { number: self.number, is_published: self.is_published, stated }
    }

    fn set_current(&mut self, version: Version) {
        (self.number, self.is_published) = (version.number, version.is_published);
        self.says = version.stated.map(|(_, says)| says);
        self.by = version.stated.map_or(self.by, |(by, _)| PackedOrder::of(by));
    }

    /// Notes the next version, by what record, and its fields if they were published.
    pub(super) fn update(&mut self, order: Order, says: Says, published: Option<FieldMarks>) {
        let (version, fields) = (self.current(), self.fields);
        let past = self.past.get_or_insert_default();
        if past.earlier.len() >= EARLIER_MAX {
            past.earlier.remove(0);
            past.more = true;
        }
        past.earlier.push(Earlier { version, fields, base: past.base });
        past.withdrawn = None;
        let number = version.number.saturating_add(1);
        self.set_current(Version { number, is_published: published.is_some(), stated: Some((order, says)) });
        self.fields = published.unwrap_or(fields);
    }

    /// Takes back the version that this record gave; the one before it is current again, and the fields are as they were
    /// before it, where that is known. What came after it and wasn't published was measured against it, and is measured anew
    /// when its page is seen again. Where none is left that was published, the article is as if it never had been.
    pub(super) fn take_back(&mut self, order: Order) {
        let is_it = |version: &Version| version.stated.is_some_and(|(by, _)| by == order);
        let current = self.current();
        let past = self.past.get_or_insert_default();
        if let Some(at) = past.earlier.iter().position(|earlier| is_it(&earlier.version)) {
            self.take_back_earlier(at);
        } else if is_it(&current) {
            if let Some(Earlier { version, fields, base }) = past.earlier.pop() {
                past.base = known_again(base, past.base);
                self.set_current(version);
                self.fields = fields;
            } else {
                // Versions before those that are kept stand, though what they said is forgotten.
                past.base = Base::Unknown;
                let is_published = past.more;
                self.set_current(Version { number: current.number.saturating_sub(1), is_published, stated: None });
            }
        }
        let past = self.past.get_or_insert_default();
        let any = past.more || past.earlier.iter().any(|earlier| earlier.version.is_published);
        self.alive &= any || self.is_published;
    }

    /// Takes back the version at this place of those before the current one.
    fn take_back_earlier(&mut self, at: usize) {
        let past = self.past.get_or_insert_default();
        let taken = past.earlier.remove(at);
        if !taken.version.is_published {
            return;
        }
        let before = at.checked_sub(1).and_then(|before| past.earlier.get(before)).copied();
        let (fields, base) = before.map_or((taken.fields, Base::Unknown), |before| (before.fields, before.base));
        let later = past.earlier.get_mut(at..).unwrap_or_default();
        let published_next = later.iter().position(|earlier| earlier.version.is_published);
        for earlier in later.iter_mut().take(published_next.unwrap_or(usize::MAX)) {
            (earlier.fields, earlier.base) = (fields, base);
        }
        if published_next.is_none() && !self.is_published {
            past.base = known_again(base, past.base);
            (self.fields, self.says) = (fields, self.says.map(Says::unlike));
        }
    }

    /// Its bytes in the account.
    pub(super) fn bytes(&self) -> u64 {
        let aliases: usize = self.all_aliases().iter().map(|alias| alias.len() + 32).sum();
        let versions = self.past.as_ref().map_or(0, |past| past.earlier.len() as u64 + 2) * VERSION_BYTES;
        let others = self.others.as_ref().map_or(0, |others| others.bytes());
        STORY_BYTES + (self.url.len() + aliases) as u64 + versions + others
    }
}

/// A base that is one again in the place of another. A text that was none in between may be forgotten by now, unless it is the
/// story's first.
fn known_again(base: Base, instead_of: Base) -> Base {
    if base == instead_of || base == Base::First { base } else { Base::Unknown }
}

mod stored;
