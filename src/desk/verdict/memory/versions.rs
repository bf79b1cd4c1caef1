//! Versions: the pages of an article that was published before, under whatever name, and what each of them changes.
//!
//! An article keeps the canonical URL by which it was first published. A page that names another one is a version of it
//! all the same if it was reached at an address that the article is known by, and still shares
//! [`Rules::containment_min`](super::Rules) with what was published: papers give a story a better address an hour later
//! and redirect the old one. From then on the article is known by both.

use super::{
    ContentMark, Fate, Memory, Order, Says, Seen, Share, Standing, Story,
    index::Slot,
    nearest::Sought,
    stories::{Base, StorySlot},
    texts::{Known, Newcomer},
};
use crate::desk::{
    normalize::ArticleId,
    verdict::{Change, PerMille, lineage::Field},
};

impl Memory {
    /// The published article that this page is a version of, where it names that itself or was reached at one of its
    /// addresses.
    pub(super) fn published(&self, named: ArticleId, seen: &Seen<'_>) -> Option<ArticleId> {
        self.stories.published(named).or_else(|| {
            let reached = seen.facts.addresses.iter();
            let mut articles = reached.filter_map(|address| self.stories.published(ArticleId::of(address)));
            articles.find(|&article| self.is_version_of(article, seen))
        })
    }

    /// Judges a page of a published article.
    pub(super) fn judge_version(&mut self, named: ArticleId, article: ArticleId, seen: &Seen<'_>) -> Option<Order> {
        let Standing::Published(story, known) = self.stories.standing(article)? else { return None };
        let version = known.number();
        let says = Says::of(seen.content, seen.sketch);
        let order = self.records.next();
        let resketched = is_resketched(known, seen);
        let fate = if !known.is_withdrawn() && (known.says(says) || resketched) {
            Fate::Unchanged { version }
        } else {
            Fate::Update { version: version.saturating_add(1), change: self.change(known, seen) }
        };
        let published = matches!(fate, Fate::Update { change, .. } if !change.minor);
        if let Fate::Update { .. } = fate {
            self.stories.update(article, order, says, published.then_some(seen.facts.fields));
        }
        self.stories.resketch(article, says, seen.sketch.version);
        self.join(named, article, story, seen);
        // Another version of a story is no other story: its fingerprints aren't counted again.
        let newcomer = Newcomer {
            content: seen.content,
            sketch: seen.sketch,
            order,
            story,
            // What was published in these words has marks of another version so far.
            published: published || resketched,
            share: Share::WHOLE,
            counted: false,
        };
        let text = self.bear(&newcomer, None);
        if published {
            self.rebase(article, story, text);
        }
        let said = Some((ContentMark::of(seen.content), seen.sketch.version));
        Some(self.remember(seen.source, said, fate, Some(story), text, None))
    }

    /// The text of the version that was published last.
    fn base(&self, known: &Story) -> Option<&Known> {
        let slot = match known.base() {
            Base::First => known.text(),
            Base::Text(slot) => Some(slot),
            Base::Unknown => None,
        };
        self.texts.get(slot?)
    }

    fn is_version_of(&self, article: ArticleId, seen: &Seen<'_>) -> bool {
        let Some(Standing::Published(_, known)) = self.stories.standing(article) else { return false };
        let Some(base) = self.base(known) else { return false };
        base.says(seen.content) || self.shared(base, seen).is_some_and(|(of, _)| of >= self.rules.containment_min)
    }

    /// What a page changes of what was published of its article.
    fn change(&self, known: &Story, seen: &Seen<'_>) -> Change {
        let fields = known.fields.differing(seen.facts.fields);
        let ratio = self.base(known).and_then(|base| {
            if base.says(seen.content) {
                return Some(PerMille(0));
            }
            // A change that no run of words shows (a word that another takes the place of on the tape) is one all the same.
            self.shared(base, seen).map(|(_, resemblance)| PerMille(1000_u16.saturating_sub(resemblance.0).max(1)))
        });
        let small = ratio.is_some_and(|ratio| ratio < self.rules.change_ratio_min);
        let telling = fields.has(Field::Headline) || fields.has(Field::Correction) || known.is_withdrawn();
        Change { fields, ratio, minor: small && !telling }
    }

    /// How much of the shorter text a known one and this share, and how much of both together; `None` where that can't be
    /// told.
    fn shared(&self, known: &Known, seen: &Seen<'_>) -> Option<(PerMille, PerMille)> {
        if seen.sketch.is_tiny() || seen.sketch.version != known.version {
            return None;
        }
        let alignment = Sought::new(seen.sketch).aligned(known, &self.texts);
        Some((alignment.containment, alignment.resemblance))
    }

    /// Notes the names by which the page shows its article to be known.
    fn join(&mut self, named: ArticleId, article: ArticleId, story: StorySlot, seen: &Seen<'_>) {
        if named != article {
            self.release_base(named);
            self.stories.join_alias(named, story, seen.url);
        }
        for address in &seen.facts.addresses {
            let reached = ArticleId::of(address);
            // A copy at another address of the site, which by now says whose version it is.
            if let Some(Standing::Copy(last)) = self.stories.standing(reached)
                && self.records.get(last).is_some_and(|record| record.story == Some(story))
            {
                self.stories.join_alias(reached, story, address);
            }
        }
    }

    /// Makes a version's text the one that the next is measured against; the one before is forgotten with its records.
    fn rebase(&mut self, article: ArticleId, story: StorySlot, text: Option<Slot>) {
        let first = self.stories.get(story).and_then(Story::text);
        let base = match text {
            Some(slot) if first == Some(slot) => Base::First,
            Some(slot) => Base::Text(slot),
            None => Base::Unknown,
        };
        let before = self.stories.publication(article, |_, known| known.set_base(base));
        self.release(before.filter(|before| *before != base).and_then(Base::text));
    }

    /// Forgets a text that is no base any more, unless a record holds it.
    pub(super) fn release(&mut self, base: Option<Slot>) {
        if let Some(slot) = base
            && self.texts.get(slot).is_some_and(|known| !self.records.is_live(known.last()))
        {
            self.texts.remove(slot);
        }
    }
}

/// Whether an article says what it said when another version of the software sketched it: its headline and its body are the
/// same to the letter, as far as their marks tell.
fn is_resketched(story: &Story, seen: &Seen<'_>) -> bool {
    let same = |field| story.fields.agree_in(seen.facts.fields, field);
    story.version != seen.sketch.version && same(Field::Headline) && same(Field::Body)
}
