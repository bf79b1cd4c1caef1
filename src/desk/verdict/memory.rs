//! Memory: what has been judged within the window; a fold over the ledger.
//!
//! The fold is total, bounded and deterministic: the verdict on an entry is a function of the entries before it, in
//! integers, with ties decided by their order. Each source position is judged once; read again, it gets its first
//! judgement again. Every entry enters the memory, originals and copies, so that what is remembered at any time
//! depends on the window before it; a copy that says nothing of its own shares the text that it was found by.
//!
//! # Stories
//! A story is one published article and all that is the same text; links lead to its published article, whatever copy
//! they were found by. A story and its first text are remembered while any of its entries is, so an original that
//! leaves the window goes on explaining copies as long as they keep coming.
//!
//! - A copy that comes by way of another copy belongs to the story only if it still shares [`ANCHOR_MIN`] with the
//!   story's first text: else texts that overlap in a row would become one story.
//! - A withdrawn article explains copies on: it was published, and a passing 404 must not bring its copy out as another
//!   story. Withdrawn a second time it is an unknown page; when it comes back it is an update, whatever it says.
//! - A retraction takes a publication back. What was published by it explains no copies from there on, so the next
//!   copy to come is new. Copies that were judged in between keep their verdicts.
//! - An article of the same words under another headline is an update: a headline is news.
//! - What an update changes is measured against the version that was published last: its fields' marks stand with the
//!   story, and its text is remembered as long as it is what the next is measured against. An update that changes less than
//!   [`Rules::change_ratio_min`] isn't published, so small edits add up.
//! - An article may be known by more than one canonical URL (`versions`); a page that is gone at any of them withdraws it.
//!
//! # Budget
//! What the memory holds is accounted in bytes, by rules that are the same on every machine: so many for a record, an
//! article, a story, a text and each of its postings, and the bytes of what they hold. The account stays under
//! [`Rules::memory_bytes_max`]: the oldest records go before their time where it wouldn't. As the account depends only on
//! the entries before, all replicas forget the same at the same entry; the budget is one of the rules that the ledger's
//! genesis states.
//!
//! What lies in a file ([`tapes`]) counts as if it lay in RAM: replicas that have one and those that have none forget alike.
//!
//! # Expiry
//! A record leaves the window by its time, at once. What hangs on it is forgotten in ledger order, at most
//! [`FORGOTTEN_A_FOLD_MAX`] records in a fold, and passed over until then: verdicts are as if it had been forgotten at once, and
//! no fold takes long after a silence. How far forgetting has come depends on the entries alone, as all else.
//!
//! # Sketch versions
//! Entries of every sketch version are folded, so that replicas of two versions agree while an upgrade rolls; texts of two
//! versions don't meet:
//!
//! - None is near to one of another version. A story that both sketch is told once by each, at most.
//! - Texts that have the same content hash are duplicates all the same: equal hashes come of equal tokens, in whichever
//!   version they were folded.
//! - A page that is known by its URL is known under either version. It is unchanged if its headline and body are the same to
//!   the letter, or if it was a copy; else it is an update whose size can't be told. Where its tokens are others by the new
//!   version, its text is found by the marks of both from then on.
//!
//! # Incomplete
//! A memory that starts later than another agrees with it once every story that either of them remembers began after
//! that start. Where copies of a story come without a gap of a whole window, the later memory takes the first copy
//! it sees for the original: the story is told all the same, and its copies lead to what was told. A replica starts so
//! when its [`snapshot`] is lost and the ledger no longer holds the story's beginning.

mod align;
mod digest;
mod fixed;
mod index;
mod live;
mod lookup;
mod nearest;
mod queue;
mod records;
mod serials;
mod slab;
pub mod snapshot;
mod stories;
pub mod tapes;
#[cfg(test)]
mod tests;
mod texts;
mod versions;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{
    super::normalize::ArticleId, Claim, Entry, Facts, Judgement, KnownAs, LedgerTime, Link, Reason, Rules, Verdict,
};
use crate::desk::{
    capture::SourcePosition,
    normalize,
    sketch::{ContentHash, Sketch},
};
use live::Live;
use nearest::Finding;
use records::{ContentMark, Fate, Order, RECORD_BYTES, Record, Records, Share, SourceKey};
use stories::{Says, Spread, Standing, Stories, Story, StorySlot};
use tapes::{TapeRoom, TapesLost};
use texts::{Newcomer, Texts};

pub use nearest::ANCHOR_MIN;
pub use stories::{ALIASES_MAX, PUBLISHERS_MAX, PUBLISHERS_NAMED_MAX};

/// So many records are forgotten in one fold, at most, beside those that the budget takes: as much work as judging an entry,
/// so that a silence of the ledger, after which all that is remembered has left the window, makes no pause. Far more
/// than the one that comes, so that what is left behind is soon forgotten. `expiry` among the tests moves with it.
pub const FORGOTTEN_A_FOLD_MAX: usize = 16;

/// An article that stands next in the ledger.
#[derive(Clone, Copy)]
struct Seen<'a> {
    source: SourcePosition,
    url: &'a str,
    content: ContentHash,
    sketch: &'a Sketch,
    facts: &'a Facts,
}

/// Everything that was judged within the window.
#[derive(Debug)]
pub struct Memory {
    rules: Rules,
    now: LedgerTime,
    records: Records,
    stories: Stories,
    texts: Texts,
    /// How many records left before their time, for want of room.
    evicted: u64,
    /// Runs over every entry that changed the memory, and what was judged of it.
    digest: u128,
}

impl Memory {
    /// An empty memory.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            now: LedgerTime(i64::MIN),
            records: Records::default(),
            stories: Stories::default(),
            texts: Texts::default(),
            evicted: 0,
            digest: 0,
        }
    }

    /// The same empty memory, whose tapes will lie there. Where they lie decides nothing, so it is no rule.
    #[must_use]
    pub fn with_tapes(self, room: TapeRoom) -> Self {
        Self { texts: Texts::with_tapes(room), ..Self::new(self.rules) }
    }

    /// An empty memory under the same rules, in the same room.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self::new(self.rules.clone()).with_tapes(self.texts.tape_room().clone())
    }

    /// The rules it folds by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Judges the entry that stands next in the ledger, appended at `at`, and remembers it. A time before that of an
    /// earlier entry counts as that entry's.
    pub fn fold(&mut self, at: LedgerTime, entry: &Entry) -> Judgement {
        self.advance(at);
        let known = self.records.find(&entry.source);
        let (order, replayed) = match (known, &entry.claim) {
            (Some(order), Claim::Retraction) => (order, !self.retract(order)),
            (Some(order), Claim::Article { .. } | Claim::Withdrawal { .. }) => (order, true),
            (None, Claim::Article { url, content, sketch, facts }) => {
                (self.judge(&Seen { source: entry.source, url, content: *content, sketch, facts }), false)
            }
            (None, Claim::Withdrawal { url }) => (self.withdraw(entry.source, url), false),
            // Its page has left the window, or was never judged.
            (None, Claim::Retraction) => return rejected(Reason::Undeliverable),
        };
        let Some(record) = self.records.get(order) else { return rejected(Reason::Undeliverable) };
        let claimed = match &entry.claim {
            Claim::Article { content, .. } => Some(ContentMark::of(*content)),
            Claim::Withdrawal { .. } => None,
            Claim::Retraction => record.content,
        };
        let altered = replayed && claimed != record.content;
        let judgement = self.judgement(&record, replayed, altered);
        if !replayed {
            self.digest = self.digest_after(entry, &record);
            self.make_room();
        }
        judgement
    }

    /// The judgement on this source position, if it was judged within the window.
    pub fn recall(&self, source: &SourcePosition) -> Option<Judgement> {
        let record = self.records.get(self.records.find(source)?)?;
        Some(self.judgement(&record, true, false))
    }

    /// Whether all that has left the window is forgotten.
    pub fn is_settled(&self) -> bool {
        self.records.is_settled()
    }

    /// How many articles are remembered.
    pub fn articles(&self) -> usize {
        self.stories.articles()
    }

    /// How many judgements were forgotten since they left the window.
    pub fn expired(&self) -> u64 {
        self.records.gone() - self.evicted
    }

    /// How many judgements were forgotten before they left the window, to keep within the budget.
    pub fn evicted(&self) -> u64 {
        self.evicted
    }

    /// The account of the bytes it takes, which the budget bounds.
    pub fn bytes(&self) -> u64 {
        self.records.len() as u64 * RECORD_BYTES + self.stories.bytes() + self.texts.bytes()
    }

    /// How many of these bytes lie in a file.
    pub fn file_bytes(&self) -> u64 {
        self.texts.file_bytes()
    }

    /// Why nothing that it judges from here on is worth anything, if so: what lay in a file is lost.
    pub fn lost(&self) -> Option<&TapesLost> {
        self.texts.lost()
    }

    /// A digest of the whole state: equal on replicas that agree.
    pub fn digest(&self) -> u128 {
        let mut hash = Xxh3::new();
        hash.update(&self.digest.to_le_bytes());
        hash.update(&self.now.0.to_le_bytes());
        for count in [self.records.len(), self.stories.articles()] {
            hash.update(&(count as u64).to_le_bytes());
        }
        hash.update(&self.records.gone().to_le_bytes());
        hash.update(&self.bytes().to_le_bytes());
        hash.digest128()
    }

    fn digest_after(&self, entry: &Entry, Record { fate, story, spread, .. }: &Record) -> u128 {
        let story = story.map_or(u32::MAX, |story| story.slot().0);
        let told = [
            &self.digest.to_le_bytes()[..],
            &self.now.0.to_le_bytes(),
            &digest::mark(entry).to_le_bytes(),
            &fate.bytes(),
            &story.to_le_bytes(),
            &spread.articles.to_le_bytes(),
            &spread.publishers.to_le_bytes(),
            &[spread.aliases],
        ];
        xxh3_128(&told.concat())
    }

    /// Moves the window. What has left it is passed over from now on, and forgotten a few records at a time, oldest first.
    fn advance(&mut self, at: LedgerTime) {
        self.now = self.now.max(at);
        let horizon = self.horizon();
        for _ in 0..FORGOTTEN_A_FOLD_MAX {
            if !self.records.has_before(horizon) || !self.forget_oldest() {
                break;
            }
        }
        self.leave_behind();
    }

    /// The time before which records have left the window.
    fn horizon(&self) -> LedgerTime {
        let window_ms = i64::try_from(self.rules.window_seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        LedgerTime(self.now.0.saturating_sub(window_ms))
    }

    fn leave_behind(&mut self) {
        self.records.leave_behind(self.horizon());
        self.stories.leave_behind(self.records.left());
    }

    /// Tells what is in the window.
    fn live(&self) -> Live<'_> {
        Live::new(&self.records, &self.stories)
    }

    /// Forgets the oldest until the account is within the budget.
    fn make_room(&mut self) {
        while self.bytes() > self.rules.memory_bytes_max {
            // What has left the window goes first, and doesn't go before its time.
            self.evicted += u64::from(self.records.is_settled() && self.records.len() > 0);
            if !self.forget_oldest() {
                break;
            }
        }
        self.stories.leave_behind(self.records.left());
    }

    /// Forgets the oldest record and what hung on it alone; false if there is none.
    fn forget_oldest(&mut self) -> bool {
        let Some((order, record)) = self.records.pop() else { return false };
        self.forget(order, &record);
        true
    }

    /// Forgets what hung on a record alone.
    fn forget(&mut self, order: Order, record: &Record) {
        if let Some(place) = record.copy {
            self.stories.forget_copy(place, order);
        }
        let ended = record.story.and_then(|story| self.stories.leave(story, order));
        if let Some(slot) = record.text
            && let Some(text) = self.texts.get(slot)
            && text.last() == order
            && (ended.is_some() || !self.live().keeps(slot, text))
        {
            self.texts.remove(slot);
        }
        if let Some((story, base)) = ended {
            for slot in [story.text(), base.text()].into_iter().flatten() {
                if record.text != Some(slot) {
                    self.texts.remove(slot);
                }
            }
        }
    }

    /// Judges an article at a source position that wasn't judged before.
    fn judge(&mut self, seen: &Seen<'_>) -> Order {
        let named = ArticleId::of(seen.url);
        let version = self.published(named, seen).and_then(|article| self.judge_version(named, article, seen));
        version.or_else(|| self.judge_copy(named, seen)).unwrap_or_else(|| self.judge_by_content(named, seen))
    }

    /// Judges a page that was a copy when it was last seen, if it says what it said. Where another version of the software
    /// sketched it then, that can't be told, and it is taken to: else every copy would be judged afresh at an upgrade.
    fn judge_copy(&mut self, article: ArticleId, seen: &Seen<'_>) -> Option<Order> {
        let (order, mark) = (self.records.next(), ContentMark::of(seen.content));
        let Seen { content, sketch, .. } = *seen;
        let Standing::Copy(last) = self.stories.standing(article)? else { return None };
        let Record { story: Some(story), content: said, fate, version, text: held, .. } = self.records.get(last)?
        else {
            return None;
        };
        let share = fate.share()?;
        if (said != Some(mark) && version == sketch.version) || !self.stories.is_alive(story) {
            return None;
        }
        let copy = Some(self.stories.set_copy(article, order));
        // The text that it was found by, where that says all of it.
        let held = held.filter(|_| version == sketch.version);
        let text = if let Some(text) = held.and_then(|slot| self.texts.get_mut(slot))
            && text.story == story
            && !text.void
        {
            text.set_last(order);
            held
        } else {
            let newcomer = Newcomer { content, sketch, order, story, published: false, share, counted: false };
            self.bear(&newcomer, None)
        };
        let said = Some((mark, sketch.version));
        Some(self.remember(seen.source, said, Fate::UnchangedCopy(share), Some(story), text, copy))
    }

    /// Judges an article that isn't known by its URL, or only as a copy that says something else by now.
    fn judge_by_content(&mut self, article: ArticleId, seen: &Seen<'_>) -> Order {
        let Seen { url, content, sketch, .. } = *seen;
        self.release_base(article);
        let order = self.records.next();
        let mark = ContentMark::of(content);
        let (finding, search) = self.nearest(content, sketch);
        let (fate, found, counted) = match finding {
            Finding::Nothing => (Fate::New, None, true),
            Finding::Exact { story, published: true, share } => (Fate::Duplicate(share), Some((story, share)), false),
            Finding::Exact { story, share, .. } => (Fate::NearDuplicate(share), Some((story, share)), false),
            Finding::Near { story, share, strong, .. } => (Fate::NearDuplicate(share), Some((story, share)), !strong),
        };
        let (story, share, copy) = if let Some((story, share)) = found {
            self.stories.spread(story, sketch.site, || normalize::publisher_of(url));
            (story, share, Some(self.stories.set_copy(article, order)))
        } else {
            let story = Story::opened_by(url, Says::of(content, sketch), sketch, seen.facts, order);
            (self.stories.open(article, story), Share::WHOLE, None)
        };
        let text = if let Finding::Near { covered: Some(slot), .. } = finding
            && let Some(text) = self.texts.get_mut(slot)
        {
            text.set_last(order);
            Some(slot)
        } else {
            let newcomer = Newcomer { content, sketch, order, story, published: fate == Fate::New, share, counted };
            self.bear(&newcomer, search)
        };
        if fate == Fate::New {
            self.stories.set_text(story, text);
        }
        self.remember(seen.source, Some((mark, sketch.version)), fate, Some(story), text, copy)
    }

    /// Forgets the base of an article's versions that has left the window, before something else is known of the article:
    /// its story will not find it any more.
    fn release_base(&mut self, article: ArticleId) {
        if !self.records.is_settled()
            && let Some(slot) = self.stories.base_left_behind(article)
            && self.texts.get(slot).is_some_and(|text| self.records.get(text.last()).is_none())
        {
            self.texts.remove(slot);
        }
    }

    /// The text that an entry bears: the one that says the same in the same story, or a new one.
    fn bear(&mut self, new: &Newcomer<'_>, search: Option<texts::Search>) -> Option<index::Slot> {
        if new.sketch.is_tiny() {
            return None;
        }
        if let Some(slot) = self.said_before(new) {
            if let Some(text) = self.texts.get_mut(slot) {
                text.set_last(new.order);
                if new.published && text.published().is_none() {
                    text.set_published(new.order);
                }
            }
            return Some(slot);
        }
        let live = Live::new(&self.records, &self.stories);
        let search = search.unwrap_or_else(|| self.texts.search(new.sketch, live));
        Some(self.texts.insert(new, &search, live))
    }

    /// The text of the same story that says the same: its first, the one that versions are measured against, or the one that is
    /// found by these words, where that isn't another story's.
    fn said_before(&self, new: &Newcomer<'_>) -> Option<index::Slot> {
        let own = self.stories.get(new.story).map_or([None; 2], |story| [story.text(), story.base().text()]);
        let is_it = |text: &texts::Known| text.story == new.story && !text.void;
        let says = |slot: &index::Slot| self.texts.get(*slot).is_some_and(|text| is_it(text) && text.says(new.content));
        own.into_iter().flatten().find(says).or_else(|| {
            let found = self.texts.exact(new.content, self.live());
            found.filter(|(_, text)| is_it(text)).map(|(slot, _)| slot)
        })
    }

    /// Notes what was judged of the page: what it said and in which sketch version, and the row of the article that it says
    /// is a copy.
    fn remember(
        &mut self,
        source: SourcePosition,
        said: Option<(ContentMark, u8)>,
        fate: Fate,
        story: Option<StorySlot>,
        text: Option<index::Slot>,
        copy: Option<index::Slot>,
    ) -> Order {
        let order = self.records.next();
        let spread = story.map_or_else(Spread::default, |story| self.stories.join(story, order));
        let (content, version) = said.map_or((None, 0), |(content, version)| (Some(content), version));
        let source = SourceKey::of(&source);
        self.records.push(&Record { at: self.now, source, content, version, fate, spread, story, text, copy });
        order
    }

    /// Judges that the page at this URL is gone.
    fn withdraw(&mut self, source: SourcePosition, url: &str) -> Order {
        let named = ArticleId::of(url);
        let article = self.stories.published(named).unwrap_or(named);
        let order = self.records.next();
        let withdrawn = self.stories.publication(article, |slot, story| {
            let first = !story.is_withdrawn();
            if first {
                story.set_withdrawn(Some(order));
            }
            first.then_some((story.number(), slot))
        });
        let (fate, story) = match withdrawn.flatten() {
            Some((version, story)) => (Fate::Withdrawn { version }, Some(story)),
            None => (Fate::GoneUnknown, None),
        };
        self.remember(source, None, fate, story, None, None)
    }

    /// Takes back what followed from the judgement at this place. False if that was done before.
    fn retract(&mut self, order: Order) -> bool {
        let Some(Record { fate, story, text, copy, .. }) = self.records.get(order) else { return false };
        self.records.set_fate(order, Fate::Undeliverable);
        let article = story.and_then(|story| self.stories.get(story)).map(Story::article);
        match (fate, article) {
            (Fate::Undeliverable, _) => return false,
            (Fate::New | Fate::Update { .. }, Some(article)) => {
                let base = self.stories.take_back(article, order);
                self.release(base);
                if let Some(text) = text.and_then(|slot| self.texts.get_mut(slot))
                    && text.published() == Some(order)
                {
                    text.void = true;
                }
            }
            (Fate::Withdrawn { .. }, Some(article)) => {
                self.stories.publication(article, |_, story| {
                    if story.is_withdrawn_by(order) {
                        story.set_withdrawn(None);
                    }
                });
            }
            (Fate::Duplicate(_) | Fate::NearDuplicate(_) | Fate::UnchangedCopy(_), _) => {
                if let Some(place) = copy {
                    self.stories.forget_copy(place, order);
                }
            }
            _ => {}
        }
        true
    }

    fn judgement(&self, record: &Record, replayed: bool, altered: bool) -> Judgement {
        let story = record.story.and_then(|story| self.stories.get(story));
        let article = story.map(Story::article);
        let link = |share: Share| {
            let original_url = story.map(|story| story.url.to_string()).unwrap_or_default();
            let original_publisher = normalize::publisher_of(&original_url);
            let others = story.into_iter().flat_map(|story| story.other_names(record.spread.publishers));
            let publishers = [original_publisher.clone()].into_iter().chain(others.map(ToString::to_string));
            Link {
                original: article.unwrap_or_else(|| ArticleId::of(&original_url)),
                original_publisher,
                kind: share.kind,
                containment: share.containment,
                resemblance: share.resemblance,
                of_copy: share.of_copy,
                of_original: share.of_original,
                story_articles: record.spread.articles,
                story_publishers: record.spread.publishers,
                publishers: publishers.collect(),
                original_url,
            }
        };
        let verdict = match record.fate {
            Fate::New => Verdict::New,
            Fate::Update { version, change } => {
                let first_published_at = story.and_then(|story| story.first_published_at);
                Verdict::Update { version, change, first_published_at }
            }
            Fate::Unchanged { version } => Verdict::Unchanged { version, link: None },
            Fate::UnchangedCopy(share) => Verdict::Unchanged { version: 0, link: Some(link(share)) },
            Fate::Duplicate(share) => Verdict::Duplicate(link(share)),
            Fate::NearDuplicate(share) => Verdict::NearDuplicate(link(share)),
            Fate::Withdrawn { version } => Verdict::Withdrawn { version },
            Fate::GoneUnknown => Verdict::Rejected(Reason::GoneUnknown),
            Fate::Undeliverable => Verdict::Rejected(Reason::Undeliverable),
        };
        let known_as = match record.fate {
            Fate::Update { .. } | Fate::Unchanged { .. } | Fate::Withdrawn { .. } => story.and_then(|story| {
                let aliases = story.aliases(record.spread.aliases).iter().map(ToString::to_string).collect::<Vec<_>>();
                (!aliases.is_empty()).then(|| KnownAs { url: story.url.to_string(), aliases })
            }),
            _ => None,
        };
        let story = article.filter(|_| !matches!(verdict, Verdict::Rejected(_)));
        Judgement { verdict, story, replayed, altered, known_as }
    }
}

fn rejected(reason: Reason) -> Judgement {
    Judgement::alone(Verdict::Rejected(reason))
}
