//! Stories and the articles that are known by their URL.

use std::collections::HashMap;

use super::{
    super::super::{
        normalize::ArticleId,
        sketch::{ContentHash, Sketch},
    },
    fixed::FixedHash,
    index::Slot,
    records::{Order, Share},
};
use xxhash_rust::xxh3::xxh3_64;

/// A story: one published article and all that is the same text.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// The article that opened it.
    pub(super) article: ArticleId,
    /// That article's canonical URL.
    pub(super) url: Box<str>,
    /// How many records of the window belong to it.
    pub(super) members: u32,
    /// Whether its article was published. It wasn't when its publication was taken back; it then explains no copies.
    pub(super) alive: bool,
    /// The text that opened it; `None` where that said too little. It is remembered as long as the story.
    pub(super) text: Option<Slot>,
}

/// What an article says, headline and body, exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) content: ContentHash,
    headline: u64,
}

impl Says {
    pub(super) fn of(content: ContentHash, sketch: &Sketch) -> Self {
        let marks: Vec<u8> = sketch.headline.iter().flat_map(|mark| mark.to_le_bytes()).collect();
        Self { content, headline: xxh3_64(&marks) }
    }
}

/// A version of a published article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) number: u32,
    /// The record by which it was published.
    pub(super) order: Order,
    /// What it says; `None` where that was forgotten.
    pub(super) says: Option<Says>,
}

/// A published article.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    /// The record that opened its story.
    pub(super) story: Order,
    pub(super) current: Version,
    /// The versions before it, as many as are kept, oldest first.
    earlier: Vec<Version>,
    /// Whether there were versions before those that are kept.
    more: bool,
    /// The record by which it was withdrawn, while it is.
    pub(super) withdrawn: Option<Order>,
}

/// So many versions can be taken back to with all that is known of them.
const EARLIER_MAX: usize = 8;

impl Publication {
    pub(super) fn first(order: Order, says: Says) -> Self {
        let current = Version { number: 1, order, says: Some(says) };
        Self { story: order, current, earlier: Vec::new(), more: false, withdrawn: None }
    }

    /// Publishes the next version.
    pub(super) fn update(&mut self, order: Order, says: Says) {
        let next = Version { number: self.current.number.saturating_add(1), order, says: Some(says) };
        if self.earlier.len() >= EARLIER_MAX {
            self.earlier.remove(0);
            self.more = true;
        }
        self.earlier.push(std::mem::replace(&mut self.current, next));
        self.withdrawn = None;
    }

    /// Takes back the version that was published by this record; the one before it is current again. False if none
    /// is left.
    pub(super) fn take_back(&mut self, order: Order) -> bool {
        if self.current.order != order {
            self.earlier.retain(|version| version.order != order);
            return true;
        }
        if let Some(before) = self.earlier.pop() {
            self.current = before;
            return true;
        }
        // Versions before those that are kept stand, though what they said is forgotten.
        let number = self.current.number.saturating_sub(1);
        self.current = Version { number, order: self.story, says: None };
        self.more
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
        story: Order,
        content: ContentHash,
        share: Share,
        /// The record that said so last.
        last: Order,
    },
}

/// All stories and all articles of the window.
#[derive(Debug, Default)]
pub(super) struct Stories {
    stories: HashMap<Order, Story, FixedHash>,
    articles: HashMap<ArticleId, Standing, FixedHash>,
}

impl Stories {
    pub(super) fn get(&self, story: Order) -> Option<&Story> {
        self.stories.get(&story)
    }

    /// Whether the story's article was published.
    pub(super) fn is_alive(&self, story: Order) -> bool {
        self.get(story).is_some_and(|story| story.alive)
    }

    pub(super) fn standing(&self, article: ArticleId) -> Option<&Standing> {
        self.articles.get(&article)
    }

    /// The article's publication, if it was published.
    pub(super) fn publication_mut(&mut self, article: ArticleId) -> Option<&mut Publication> {
        match self.articles.get_mut(&article)? {
            Standing::Published(publication) => Some(publication),
            Standing::Copy { .. } => None,
        }
    }

    pub(super) fn set(&mut self, article: ArticleId, standing: Standing) {
        self.articles.insert(article, standing);
    }

    pub(super) fn open(&mut self, order: Order, article: ArticleId, url: &str) {
        self.stories.insert(order, Story { article, url: url.into(), members: 0, alive: true, text: None });
    }

    /// A record of the story has come.
    pub(super) fn join(&mut self, story: Order) {
        if let Some(story) = self.stories.get_mut(&story) {
            story.members += 1;
        }
    }

    /// States the text that opened the story.
    pub(super) fn set_text(&mut self, story: Order, text: Option<Slot>) {
        if let Some(story) = self.stories.get_mut(&story) {
            story.text = text;
        }
    }

    /// A record of the story has gone; with the last of them the story and its article are forgotten, and the story
    /// is given back.
    pub(super) fn leave(&mut self, order: Order) -> Option<Story> {
        let left = self.stories.get_mut(&order)?;
        left.members = left.members.saturating_sub(1);
        if left.members > 0 {
            return None;
        }
        let story = self.stories.remove(&order)?;
        if let Some(Standing::Published(publication)) = self.articles.get(&story.article)
            && publication.story == order
        {
            self.articles.remove(&story.article);
        }
        Some(story)
    }

    /// Forgets that the article is a copy, if this record is the last that said so.
    pub(super) fn forget_copy(&mut self, article: ArticleId, order: Order) {
        if let Some(Standing::Copy { last, .. }) = self.articles.get(&article)
            && *last == order
        {
            self.articles.remove(&article);
        }
    }

    /// Takes back what was published by this record.
    pub(super) fn take_back(&mut self, article: ArticleId, order: Order) {
        let Some(publication) = self.publication_mut(article) else { return };
        let story = publication.story;
        if !publication.take_back(order) {
            self.articles.remove(&article);
            if let Some(story) = self.stories.get_mut(&story) {
                story.alive = false;
            }
        }
    }

    pub(super) fn articles(&self) -> usize {
        self.articles.len()
    }

    /// An account of the bytes they take, URLs at their average length.
    pub(super) fn bytes(&self) -> usize {
        const URL_BYTES: usize = 96;
        self.stories.capacity() * (size_of::<(Order, Story)>() + 1)
            + self.stories.len() * URL_BYTES
            + self.articles.capacity() * (size_of::<(ArticleId, Standing)>() + 1)
    }
}
